"""The page of a batch, with a page for each text beside it."""

from __future__ import annotations

import contextlib
import copy
import heapq
import os
import re
from urllib.parse import quote

from ..io.encodings import InputError
from ..io.streams import PART, check_target, write_whole
from ..render.batch import batch_page
from ..report.report import RiskReport

#: A page shows at most so many texts, those with the highest scores.
MOST = 1000
_OURS = re.compile(r"\d+\.html")


class Pages:
    """The highest texts of a batch: one page that lists them, and one page each in a folder beside it.

    Parameters
    ----------
    path : str
        The page that lists them; ``x.html`` has its texts in ``x-texts``.
    language : str, optional
        Of the page; English by default, and of the single pages each text's own.
    most : int
        How many to show.

    Raises
    ------
    InputError
        Where they cannot be written.
    """

    def __init__(self, path: str, language: str | None = None, most: int = MOST) -> None:
        check_target(path)
        self.path, self._language, self._most = os.path.realpath(path), language, most
        self.folder = os.path.splitext(self.path)[0] + "-texts"
        if os.path.lexists(self.folder) and not self._is_ours():
            raise InputError(f"{self.folder} is there and holds other things; write the page under another name")
        self._made = self.folder + PART
        os.makedirs(self._made, exist_ok=True)
        self._empty(self._made)
        self._kept: list[tuple[float, int, RiskReport, str]] = []
        self.seen = 0

    def _is_ours(self) -> bool:
        return os.path.isdir(self.folder) and all(map(_OURS.fullmatch, os.listdir(self.folder)))

    def add(self, number: int, report: RiskReport, name: str | None = None) -> None:
        """A text of the batch, by its number; ``name`` is what its record calls it."""
        self.seen += 1
        entry = (report.score, -number, copy.copy(report), str(number) if name is None else name)
        if len(self._kept) < self._most:
            heapq.heappush(self._kept, entry)
        elif (dropped := heapq.heappushpop(self._kept, entry)) is entry:
            return
        else:
            os.unlink(os.path.join(self._made, self._name(-dropped[1])))
        write_whole(os.path.join(self._made, self._name(number)), report.to_html(self._language))

    @staticmethod
    def _name(number: int) -> str:
        return f"{number:06d}.html"

    def commit(self) -> None:
        """Put the pages in their places."""
        ranked = sorted(self._kept, key=lambda entry: -entry[1])
        folder = quote(os.path.basename(self.folder))
        links = [f"{folder}/{self._name(-number)}" for _, number, *_ in ranked]
        page = batch_page([report for *_, report, _ in ranked], links, self._language or "en", [name for *_, name in ranked])
        if os.path.isdir(self.folder):
            self._empty(self.folder)
            os.rmdir(self.folder)
        os.rename(self._made, self.folder)
        write_whole(self.path, page)

    def close(self) -> None:
        """Remove pages that are not whole."""
        with contextlib.suppress(OSError):
            self._empty(self._made)
            os.rmdir(self._made)

    @staticmethod
    def _empty(folder: str) -> None:
        for name in os.listdir(folder):
            os.unlink(os.path.join(folder, name))

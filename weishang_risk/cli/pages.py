"""The page of a batch, with a page for each text beside it."""

from __future__ import annotations

import contextlib
import copy
import heapq
import os
import re
from urllib.parse import quote

from ..io.encodings import InputError
from ..io.streams import PART, STANDARD, check_target, special, write_whole
from ..render.batch import batch_page
from ..report.report import RiskReport

#: A page shows at most so many texts, those with the highest scores.
MOST = 1000
_OURS = re.compile(rf"\d{{6,}}\.html(?:{re.escape(PART)})?")


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

    Attributes
    ----------
    made : str
        The folder of the texts' pages until it is in its place.

    Raises
    ------
    InputError
        Where they cannot be written.
    """

    def __init__(self, path: str, language: str | None = None, most: int = MOST) -> None:
        check_target(path)
        if path == STANDARD or special(path):
            raise InputError(f"a page and its folder of pages are written to files alone, not to {path}; name one that ends in .html")
        self.path, self._language, self._most = os.path.realpath(path), language, most
        self.folder = os.path.splitext(self.path)[0] + "-texts"
        self.made = self.folder + PART
        self.check()
        _refuse_others(self.made)
        os.makedirs(self.made, exist_ok=True)
        self._empty(self.made)
        self._kept: list[tuple[float, int, RiskReport, str]] = []
        self.seen = 0

    def check(self) -> None:
        """Refuse places where something else lies.

        Raises
        ------
        InputError
        """
        check_target(self.path)
        _refuse_others(self.folder)

    def add(self, number: int, report: RiskReport, name: str | None = None) -> None:
        """A text of the batch, by its number; ``name`` is what its record calls it."""
        self.seen += 1
        entry = (report.score, -number, copy.copy(report), str(number) if name is None else name)
        if len(self._kept) < self._most:
            heapq.heappush(self._kept, entry)
        elif (dropped := heapq.heappushpop(self._kept, entry)) is entry:
            return
        else:
            os.unlink(os.path.join(self.made, self._name(-dropped[1])))
        write_whole(os.path.join(self.made, self._name(number)), report.to_html(self._language))

    @staticmethod
    def _name(number: int) -> str:
        return f"{number:06d}.html"

    def commit(self) -> None:
        """Put the pages in their places."""
        ranked = sorted(self._kept, key=lambda entry: -entry[1])
        folder = quote(os.path.basename(self.folder))
        links = [f"{folder}/{self._name(-number)}" for _, number, *_ in ranked]
        page = batch_page([report for *_, report, _ in ranked], links, self._language or "en", [name for *_, name in ranked])
        self.check()
        if os.path.isdir(self.folder):
            self._empty(self.folder)
            os.rmdir(self.folder)
        os.rename(self.made, self.folder)
        write_whole(self.path, page)

    def close(self, keep: bool = False) -> None:
        """Stop before the pages are in their places; they are removed unless they are to be kept."""
        if keep:
            return
        with contextlib.suppress(OSError):
            self._empty(self.made)
            os.rmdir(self.made)

    @staticmethod
    def _empty(folder: str) -> None:
        for name in os.listdir(folder):
            os.unlink(os.path.join(folder, name))


def _refuse_others(folder: str) -> None:
    """Refuse a folder that holds anything but such pages, or that stands elsewhere: all that is in it gives way."""
    if os.path.islink(folder):
        raise InputError(f"{folder} is a link, and what it leads to is not emptied; remove it, or write the page under another name")
    if os.path.lexists(folder) and not (os.path.isdir(folder) and all(map(_is_page, os.scandir(folder)))):
        raise InputError(f"{folder} is there and holds other things; write the page under another name")


def _is_page(entry: os.DirEntry[str]) -> bool:
    return _OURS.fullmatch(entry.name) is not None and entry.is_file(follow_symlinks=False)

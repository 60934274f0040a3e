"""Finds all of many literals in one pass over a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

import ahocorasick

_Told = TypeVar("_Told")
_BEYOND = re.compile(r"[\U00010000-\U0010ffff]")


def _halves(text: str) -> str:
    """Two signs for each character, its upper and its lower byte; four for a character beyond U+FFFF.

    The automaton looks through the ways that go on from a state one after the other, and a thousand Chinese characters begin a term.
    """
    return text.encode("utf-16-be", "surrogatepass").decode("latin-1")


class Finder(Generic[_Told]):
    """An Aho-Corasick automaton over literals, each with what it tells.

    Parameters
    ----------
    literals : iterable of (str, object)
        None of them empty.

    Examples
    --------
    >>> finder = Finder([("代理", 1), ("总代理", 2)])
    >>> list(finder.found("做总代理")), finder.any("下线")
    ([(4, 2), (4, 1)], False)
    """

    def __init__(self, literals: Iterable[tuple[str, _Told]]) -> None:
        self._machine = ahocorasick.Automaton()
        for literal, told in literals:
            self._machine.add_word(_halves(literal), told)
        # One that nothing was added to cannot be asked.
        self._empty = not len(self._machine)
        self._machine.make_automaton()

    def found(self, text: str) -> Iterator[tuple[int, _Told]]:
        """Where each literal ends in a text, and what it tells; of two that end alike, the longer first."""
        if self._empty:
            return iter(())
        halves = _halves(text)
        # A hit that ends in an upper byte lies across characters.
        hits = (((last + 1) >> 1, told) for last, told in self._machine.iter(halves) if last & 1)
        if len(halves) == 2 * len(text):
            return hits
        wide = [match.start() + place + 2 for place, match in enumerate(_BEYOND.finditer(text))]
        return ((end - bisect_right(wide, end), told) for end, told in hits)

    def any(self, text: str) -> bool:
        """Whether any literal stands in a text."""
        return not self._empty and any(last & 1 for last, _ in self._machine.iter(_halves(text)))

"""What a text must hold for a pattern to be found in it, so that most patterns are looked for in few texts.

Python's regular expressions try every place of a text; whether some words stand in it is known from one pass over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any

from .finder import Finder


def _parser() -> Any:
    """The reader of patterns that ``re`` itself uses; it is no part of the language, and its name has changed once."""
    for name in ("re._parser", "sre_parse"):
        try:
            return import_module(name)
        except ImportError:
            continue
    return None


_re = _parser()
_Needed = frozenset[str]


def needed(pattern: str) -> _Needed | None:
    """Literals, one of which every match of a pattern holds; None where no such are known.

    Examples
    --------
    >>> sorted(needed(r"\\d+[级层]|(?:to|until) the (?:end|last)(?!s)"))
    [' the ', '层', '级']
    >>> needed(r"\\d+级?")
    """
    if _re is None:
        # Every pattern is looked for in every text.
        return None
    parsed = _re.parse(pattern)
    return None if parsed.state.flags & re.IGNORECASE else _of_sequence(parsed)


def _of_sequence(parts: Iterable[tuple[Any, Any]]) -> _Needed | None:
    # The longer the shortest of them, and the fewer, the more texts are passed over.
    return max(_choices(parts), key=lambda each: (min(map(len, each)), -len(each)), default=None)


def _choices(parts: Iterable[tuple[Any, Any]]) -> Iterator[_Needed]:
    """What each part of a sequence needs, of those that need something."""
    literal = ""
    for sort, value in parts:
        if sort is _re.LITERAL:
            literal += chr(value)
            continue
        if literal:
            yield frozenset((literal,))
            literal = ""
        if (found := _of_part(sort, value)) is not None:
            yield found
    if literal:
        yield frozenset((literal,))


def _of_part(sort: Any, value: Any) -> _Needed | None:
    if sort is _re.SUBPATTERN:
        _, flags, _, inner = value
        return None if flags & re.IGNORECASE else _of_sequence(inner)
    if sort in (_re.MAX_REPEAT, _re.MIN_REPEAT) and value[0]:
        return _of_sequence(value[2])
    if sort is _re.BRANCH:
        found = [_of_sequence(each) for each in value[1]]
        return None if None in found else frozenset().union(*(each for each in found if each))
    if sort is _re.IN and all(kind is _re.LITERAL for kind, _ in value):
        return frozenset(chr(code) for _, code in value)
    return None


class Sieve:
    """Which of some patterns may be found in a text, known from one pass over it.

    Parameters
    ----------
    patterns : sequence of str

    Examples
    --------
    >>> sieve = Sieve(["[0-9]+ levels?", "[0-9]+级", "[0-9]"])
    >>> [bin(sieve.may_be_in(text)) for text in ("3 levels", "三级", "")]
    ['0b101', '0b110', '0b100']
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        bits: dict[str, int] = {}
        #: Patterns of which nothing is known.
        self._always = 0
        for place, pattern in enumerate(patterns):
            literals = needed(pattern)
            if literals is None:
                self._always |= 1 << place
            for literal in literals or ():
                bits[literal] = bits.get(literal, 0) | 1 << place
        self._literals = Finder(bits.items())

    def may_be_in(self, text: str) -> int:
        """A number whose bits tell of each pattern whether the text may hold it; where one is 0 it cannot."""
        found = self._always
        for _, own in self._literals.found(text):
            found |= own
        return found

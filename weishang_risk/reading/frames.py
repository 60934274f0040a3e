"""Frames that last over sentences: what used to be, and what others do, until the text comes back to the business now.

``Others take 1,980 and pay for heads. This shop has none of that``: the first sentence is not so of the shop. A frame holds
only where the text closes it; a scheme told in the past and left there is scored as it was. The words that open and close a
frame are rows of ``frames.tsv``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..language.finder import Finder
from ..language.tables import LANGUAGES, Row, check_used, table

#: How far a frame may reach, in characters: beyond that the closing word belongs to another story.
REACH = 240
COLUMNS = ("frame", "role", "literal")
#: The frames there are, and what a literal does to one; each language has words that open and that close every frame.
FRAMES, ROLES = ("past", "rivals"), ("open", "close")


def rows(lang: str) -> list[Row]:
    """The rows of a language.

    Raises
    ------
    TableError
        Where a frame or a role is none of those there are, or a frame cannot open or close.
    """
    path = f"{lang}/frames.tsv"
    found = table(path, COLUMNS, frame=FRAMES, role=ROLES)
    for frame in FRAMES:
        check_used(f"{path}, frame {frame!r}", [row for row in found if row[0] == frame], COLUMNS, role=ROLES)
    return found


@lru_cache(maxsize=1)
def _literals() -> Finder[frozenset[tuple[str, str]]]:
    """Every literal with the frames and roles it stands for: one pass tells which patterns can match at all."""
    told: dict[str, set[tuple[str, str]]] = {}
    for lang in LANGUAGES:
        for frame, role, literal in rows(lang):
            told.setdefault(literal, set()).add((frame, role))
    return Finder((literal, frozenset(keys)) for literal, keys in told.items())


@lru_cache(maxsize=1)
def _patterns() -> dict[tuple[str, str], re.Pattern[str]]:
    words: dict[tuple[str, str], list[str]] = {}
    for lang in LANGUAGES:
        for frame, role, literal in rows(lang):
            bound = rf"(?<![a-z]){re.escape(literal)}" if lang == "en" else re.escape(literal)
            end = "(?![a-z])" if lang == "en" and literal[-1].isalpha() else ""
            words.setdefault((frame, role), []).append(bound + end)
    return {key: re.compile("|".join(sorted(each, key=lambda w: (-len(w), w)))) for key, each in words.items()}


def elsewhere(text: str) -> list[tuple[int, int]]:
    """Spans of a normalised text that are told of another time or of somebody else.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of tuple of int
        In order, without overlap.

    Examples
    --------
    >>> elsewhere("别家要交1980,还按人头返钱。小店没有这一套。")
    [(0, 16)]
    >>> elsewhere("以前做过微商,赔了")
    []
    """
    told: set[tuple[str, str]] = set().union(*[keys for _, keys in _literals().found(text)])
    patterns = _patterns()
    found: list[tuple[int, int]] = []
    for frame in FRAMES:
        if (frame, "open") not in told or (frame, "close") not in told:
            continue
        position = 0
        while opening := patterns[frame, "open"].search(text, position):
            closing = patterns[frame, "close"].search(text, opening.end(), opening.end() + REACH)
            if closing is None:
                position = opening.end()
                continue
            found.append((opening.start(), closing.start()))
            position = closing.end()
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged

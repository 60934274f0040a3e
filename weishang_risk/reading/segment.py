"""Sentences."""

from __future__ import annotations

import re

# A full stop ends a sentence only before white space: 3.5% and www.example.com stay whole.
_BREAK = re.compile(r"[。！？!?；;]+[”」』\"'）)]*|\.(?=[\s\"”')])[\"”')]*|\n+")
_SOFT_BREAK = re.compile(r"[，,、：:—]|\s[-–]\s|\s(?=and |but |then |或|且|并)")
_INITIALS = re.compile(r"(?:^|[\s(])(?:mr|mrs|ms|dr|st|no|vs|e\.g|i\.e|approx|ltd|inc|co|[a-z])\.$")
#: A unit of reading: longer sentences are cut at a comma. In characters; Latin letters count a third.
UNIT_CHARACTERS = 90


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a normalised text, none of them blank.

    Parameters
    ----------
    text : str
        As :attr:`NormalizedText.text`.

    Returns
    -------
    list of tuple of int
        ``(start, end)``, in order, without overlap.

    Examples
    --------
    >>> sentences("推荐一人奖500。他再推荐,你拿200")
    [(0, 9), (9, 19)]
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BREAK.finditer(text):
        if match[0].startswith(".") and _INITIALS.search(text, max(start, match.start() - 8), match.start() + 1):
            continue
        _append(spans, text, start, match.end())
        start = match.end()
    _append(spans, text, start, len(text))
    return spans


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start] in " \t\r\n\u3000|":
        start += 1
    while end > start and text[end - 1] in " \t\r\n\u3000|":
        end -= 1
    while end - start > UNIT_CHARACTERS:
        limit = _reach(text, start, end)
        if limit >= end:
            break
        cuts = [m.end() for m in _SOFT_BREAK.finditer(text, start + (limit - start) // 3, limit)]
        cut = cuts[-1] if cuts else limit
        spans.append((start, cut))
        start = cut
        while start < end and text[start] in " \t\u3000":
            start += 1
    if start < end:
        spans.append((start, end))


def _reach(text: str, start: int, end: int) -> int:
    """How far a unit that begins at ``start`` may run."""
    furthest = min(end, start + 3 * UNIT_CHARACTERS)
    piece = text[start : furthest + 1]
    if not piece.isascii():
        weight = 0.0
        for position, char in enumerate(piece, start):
            weight += 1 / 3 if char < "\u2e80" else 1
            if weight > UNIT_CHARACTERS:
                return position
    return furthest

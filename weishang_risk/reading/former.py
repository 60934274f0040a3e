"""Prices that hold no more: what was asked before, or elsewhere, where the text says what is asked now."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..language.patterns import pattern
from .quantities import Quantity

#: How far before a price its word may stand, and how far apart the two prices.
_AHEAD, _BETWEEN = 30, 40


def former(text: str, sums: Sequence[Quantity]) -> dict[int, int]:
    """Which sums of a text were asked before, by their places, and the place of the one behind each that is asked now and is less.

    Parameters
    ----------
    text : str
        The normalised text.
    sums : sequence of Quantity
        In order.

    Returns
    -------
    dict of int to int

    Examples
    --------
    >>> from weishang_risk.reading.quantities import read
    >>> text = "sign-up fee: was $250, now $75"
    >>> former(text, read(text)), former("fee $250, kit $75", read("fee $250, kit $75"))
    ({0: 1}, {})
    """
    found: dict[int, int] = {}
    floor = 0
    for place, (first, second) in enumerate(pairwise(sums)):
        between = text[first.end : second.start]
        ahead = text[max(floor, first.start - _AHEAD) : first.start]
        floor = first.end
        if first.high <= second.high or len(between) > _BETWEEN or "sum" not in (first.kind, second.kind):
            continue
        if pattern("price_cut").search(between) or (pattern("price_before").search(ahead) and pattern("price_now").search(between)):
            found[place] = place + 1
    return found

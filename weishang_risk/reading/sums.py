"""Sums of money in a text, and what stands around them."""

from __future__ import annotations

from typing import NamedTuple

from .quantities import Quantity
from .tokens import Sentence


class Sum(NamedTuple):
    """A sum, or a bare number that may be one.

    Attributes
    ----------
    sentence : int
        Which sentence it stands in.
    quantity : Quantity
    features : list of str
        Names of what stands around it.
    """

    sentence: int
    quantity: Quantity
    features: list[str]


def read(sentences: list[Sentence]) -> list[Sum]:
    """Every sum of a text, in order.

    Parameters
    ----------
    sentences : list of Sentence

    Returns
    -------
    list of Sum
    """
    return [
        Sum(index, quantity, sum_features(sentence, quantity))
        for index, sentence in enumerate(sentences)
        for quantity in sentence.quantities
        if money_like(quantity)
    ]


def money_like(quantity: Quantity) -> bool:
    """A sum, or a bare number that may be one: not a year, a clock time or a telephone number."""
    if quantity.kind == "sum":
        return True
    # Prices of 1,980, 1,998 or 2,000 are common, and the years of the same digits are mostly written with 年.
    year = 1900 <= quantity.high <= 2100 and not (quantity.high <= 2000 and quantity.high % 10 in (0, 8, 9))
    return quantity.kind == "number" and 20 <= quantity.high < 10_000_000 and not year


def sum_features(sentence: Sentence, quantity: Quantity) -> list[str]:
    """Names of what stands around a sum: the kinds before and after it, its size, its period."""
    tokens = [t for t in sentence.tokens if t.kind not in ("number", "filler")]
    before = [t.kind + t.mark for t in tokens if t.end <= quantity.start][-5:]
    after = [t.kind + t.mark for t in tokens if t.start >= quantity.end][:5]
    forms = [t.form for t in tokens if t.form and t.end <= quantity.start][-3:]
    forms_after = [t.form for t in tokens if t.form and t.start >= quantity.end][:3]
    magnitude = len(str(int(quantity.high)))
    features = [f"size {magnitude}", f"period {quantity.period}", f"kind {quantity.kind}",
                f"size {magnitude} {quantity.period}", "first" if not before else f"b1 {before[-1]}",
                "last" if not after else f"a1 {after[0]}"]
    features += [f"b {kind}" for kind in sorted(set(before))] + [f"a {kind}" for kind in sorted(set(after))]
    features += [f"bf {form}" for form in forms] + [f"af {form}" for form in forms_after]
    if len(before) > 1:
        features.append(f"b2 {before[-2]} {before[-1]}")
    if len(after) > 1:
        features.append(f"a2 {after[0]} {after[1]}")
    if before and after:
        features.append(f"ba {before[-1]} {after[0]}")
    features += [f"in {t.kind}" for t in tokens if not t.mark]
    return features

"""What one has to pay, buy, stock or invest to join, to rank or to stay qualified."""

from __future__ import annotations

from typing import Any

from ..concepts.reader import Concepts, most_likely_level
from ..reading.document import Document
from ..reading.quantities import Quantity
from .base import Signal
from .evidence import collect, is_near
from .money import ALIKE, Currencies, likely

#: What stands between the steps of one ladder of packages is short and tells of no pay.
_STEP_ROLES = frozenset(("entry", "rank", "price"))
_GAP, _PAID = 18, frozenset("get give take reward bring income price".split())


def _ladder(document: Document, index: int, first: Quantity) -> list[Quantity]:
    """The sums that one sentence lists beside another: Diamond $1,999, Gold $599 or Bronze $149."""
    sentence = document.sentences[index]
    sums = [q for q in sentence.quantities if q.kind == "sum" and q.period is None and q.high > 0]
    if first not in sums:
        return []
    place = sums.index(first)

    def beside(one: Quantity, other: Quantity) -> bool:
        between = [t for t in sentence.tokens if one.end <= t.start < other.start]
        return other.start - one.end <= _GAP and one.currency == other.currency and bool(between) and not any(t.kind in _PAID for t in between)

    low = high = place
    while low and beside(sums[low - 1], sums[low]):
        low -= 1
    while high + 1 < len(sums) and beside(sums[high], sums[high + 1]):
        high += 1
    return sums[low : high + 1]


def lets_in(concepts: Concepts) -> Quantity | None:
    """The sum that lets one in, where the text asks for a payment and states one."""
    sums = likely(concepts, "entry")
    if not sums or not most_likely_level(concepts.heads, "buy_in"):
        return None
    # The strongest candidates are read alike, and so are the steps of one ladder of packages; the smallest lets one in.
    best = [quantity for logit, _, quantity in sums if logit >= sums[0][0] - ALIKE]
    steps = _ladder(concepts.document, *sums[0][1:])
    roles = {found.quantity.start: concepts.role_of(place)[0] for place, found in enumerate(concepts.sums)}
    steps = steps if all(roles.get(q.start) in _STEP_ROLES for q in steps) else []
    return min((*best, *steps), key=lambda quantity: (quantity.low, quantity.start))


def read(document: Document, concepts: Concepts) -> Signal:
    """The guide's ``buyin``, its smallest amount, and the evidence.

    Returns
    -------
    Signal
        ``level`` 0, 1 or 2; ``detail`` has ``amount`` and ``currency``, None where the text states none.
    """
    heads = concepts.heads
    level = most_likely_level(heads, "buy_in")
    amount: float | None = None
    currency: str | None = None
    of_sentence: dict[int, Any] = {}
    if level:
        currencies = Currencies(document)
        for _, index, quantity in likely(concepts, "entry"):
            of_sentence.setdefault(index, {"amount": quantity.low, "currency": currencies.of(quantity)})
        if (smallest := lets_in(concepts)) is not None:
            amount, currency = smallest.low, currencies.of(smallest)
    evidence = collect(document, concepts, "buy_in", is_near(concepts, "buy_in>=1"), of_sentence.get)
    return Signal(level, evidence, {"amount": amount, "currency": currency})

"""What one has to pay, buy, stock or invest to join, to rank or to stay qualified."""

from __future__ import annotations

from typing import Any

from ..concepts.reader import Concepts, most_likely_level
from ..reading.document import Document
from .base import Signal
from .evidence import collect, is_near
from .money import ALIKE, Currencies, likely


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
        sums = likely(concepts, "entry")
        for _, index, quantity in sums:
            of_sentence.setdefault(index, {"amount": quantity.low, "currency": currencies.of(quantity)})
        if sums:
            # The strongest candidates are read alike; the smallest of them lets one in.
            best = [item for item in sums if item[0] >= sums[0][0] - ALIKE]
            smallest = min(best, key=lambda item: (item[2].low, item[2].start))[2]
            amount, currency = smallest.low, currencies.of(smallest)
    evidence = collect(document, concepts, "buy_in", is_near(concepts, "buy_in>=1"), of_sentence.get)
    return Signal(level, evidence, {"amount": amount, "currency": currency})

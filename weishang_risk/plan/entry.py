"""What one has to pay, buy, stock or invest to join, to rank or to stay qualified."""

from __future__ import annotations

from typing import Any

from ..concepts.reader import Concepts, most_likely_level
from ..reading.document import Document
from ..reading.quantities import Quantity
from .base import Signal
from .evidence import collect, is_near
from .money import Currencies, of_role


def lets_in(concepts: Concepts) -> Quantity | None:
    """The sum that lets one in, where the text asks for a payment and states one."""
    chosen = concepts.chosen("entry") if most_likely_level(concepts.heads, "buy_in") else None
    return None if chosen is None else chosen.quantity


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
        for index, quantity in of_role(concepts, "entry"):
            of_sentence.setdefault(index, {"amount": quantity.low, "currency": currencies.of(quantity)})
        if (smallest := lets_in(concepts)) is not None:
            amount, currency = smallest.low, currencies.of(smallest)
    evidence = collect(document, concepts, "buy_in", is_near(concepts, "buy_in>=1"), of_sentence.get)
    return Signal(level, evidence, {"amount": amount, "currency": currency})

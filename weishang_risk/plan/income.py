"""What the text says can be earned: an ordinary wage or commission, or extravagant, passive, guaranteed money."""

from __future__ import annotations

from typing import Any

from ..concepts.reader import Concepts, most_likely_level
from ..reading.document import Document
from ..reading.quantities import Quantity
from .base import Signal
from .evidence import collect, is_near
from .money import Currencies, of_role


def _claim(currencies: Currencies, quantity: Quantity) -> dict[str, Any]:
    return {"amount": quantity.high, "period": quantity.period or "total", "currency": currencies.of(quantity)}


def largest(concepts: Concepts) -> Quantity | None:
    """The largest claim, where the text claims an income and states one."""
    chosen = concepts.chosen("income") if most_likely_level(concepts.heads, "income") else None
    return None if chosen is None else chosen.quantity


def read(document: Document, concepts: Concepts) -> Signal:
    """The guide's ``income``, its largest claim, and the evidence.

    Returns
    -------
    Signal
        ``level`` 0, 1 or 2; ``detail`` has ``amount``, ``period`` (``"total"`` where paid once) and ``currency``.
    """
    heads = concepts.heads
    level = most_likely_level(heads, "income")
    detail: dict[str, Any] = {"amount": None, "period": None, "currency": None}
    of_sentence: dict[int, Any] = {}
    if level:
        currencies = Currencies(document)
        for index, quantity in of_role(concepts, "income"):
            of_sentence.setdefault(index, _claim(currencies, quantity))
        if (claim := largest(concepts)) is not None:
            detail = _claim(currencies, claim)
    evidence = collect(document, concepts, "income", is_near(concepts, "income>=1"), of_sentence.get)
    return Signal(level, evidence, detail)

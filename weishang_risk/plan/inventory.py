"""Goods that those who take part must buy or hold."""

from __future__ import annotations

from ..concepts.reader import Concepts, most_likely_level
from ..reading.document import Document
from .base import Signal
from .evidence import collect, is_near


def read(document: Document, concepts: Concepts, buy_in: Signal) -> Signal:
    """The guide's ``inventory``, the smallest sum of goods required, and the evidence.

    Parameters
    ----------
    document : Document
    concepts : Concepts
    buy_in : Signal
        What one pays to join; where goods are what is paid for, the sum is theirs.

    Returns
    -------
    Signal
        ``level`` 0, 1 or 2; ``detail`` has ``amount``, None where no goods are required or none is stated.
    """
    # Goods that must be bought are a payment: there is no more of the one than of the other.
    level = min(most_likely_level(concepts.heads, "inventory"), buy_in.level)
    amount = buy_in.detail["amount"] if level == 2 else None
    evidence = collect(document, concepts, "inventory", level > 0 and is_near(concepts, "inventory>=1"), lambda _: amount and {"amount": amount})
    return Signal(level, evidence, {"amount": amount})

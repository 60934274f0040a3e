"""Whether the text itself says what the business is: 传销, an MLM, a pyramid."""

from __future__ import annotations

from ..concepts.reader import Concepts
from ..reading.document import Document
from .base import Signal
from .evidence import collect


def read(document: Document, concepts: Concepts) -> Signal:
    """Level 1 where the business described is named outright, with the clauses that name it.

    Returns
    -------
    Signal
    """
    level = int(concepts.heads["named>=1"] > 0)
    return Signal(level, collect(document, concepts, "named", bool(level), lambda _: None), {})

"""Who speaks: an offer, somebody's account of a specific business, talk of no business, or a denial."""

from __future__ import annotations

from ..concepts import Concepts
from ..document import Document
from .base import Signal

VOICES = ("offer", "account", "discussion", "denial")


def read(document: Document, concepts: Concepts) -> Signal:
    """The guide's ``voice``: the strongest of the four.

    Returns
    -------
    Signal
        ``level`` is the voice; ``evidence`` is empty, since a voice is the whole text's.
    """
    level = max(VOICES, key=lambda voice: concepts.heads[f"voice={voice}"])
    return Signal(level, [], {})

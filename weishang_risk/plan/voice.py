"""Who speaks: an offer, somebody's account of a specific business, talk of no business, or a denial."""

from __future__ import annotations

from ..concepts.reader import Concepts
from ..concepts.registry import VOICES
from ..reading.document import Document
from .base import Evidence, Signal

#: Kinds of words by which each voice can be told.
_MARKS = {
    "offer": ("pressure",), "account": ("court", "report", "story"), "discussion": ("warn", "law", "scam"),
    "denial": ("denial", "flat"),
}  # fmt: skip
_QUOTED = 2
#: Whole texts that deny are so rare that without a help the head would hardly ever be the strongest; by cross-validation this
#: finds twice as many and costs none of the others.
_RARE = 2.0


def read(document: Document, concepts: Concepts) -> Signal:
    """The guide's ``voice``: the strongest of the four, and the first words that mark it.

    Returns
    -------
    Signal
        ``level`` is the voice; each evidence's value is the kind of mark. A voice is the whole text's, so there may be no
        single word that marks it.
    """
    level = max(VOICES, key=lambda voice: concepts.heads[f"voice={voice}"] + (_RARE if voice == "denial" else 0.0))
    evidence: list[Evidence] = []
    for sentence in document.sentences:
        for token in sentence.tokens:
            if token.kind in _MARKS[level] and len(evidence) < _QUOTED:
                start, end = document.normalized.to_original(token.start, token.end)
                evidence.append(Evidence("voice", start, end, document.original[start:end], "asserted", token.kind, 0.0, f"kind:{token.kind}"))
    return Signal(level, evidence, {})

"""Long texts, piece by piece."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..concepts.reader import Concepts
from ..model.terms import sigmoid, vector_of
from ..reading.document import Document
from ..reading.layout import weight

if TYPE_CHECKING:
    from ..model.risk import RiskModel

#: A text heavier than this is shown in passages too; one heavier than :data:`ARTICLE`, which is beyond nearly all that
#: was trained on, is scored by its highest passage.
LONG, ARTICLE = 600, 1000
#: About how heavy a passage is. Han characters weigh 1, Latin letters a third.
PASSAGE = 260


class Part(NamedTuple):
    """A passage: its span in the original, its concepts and its score; evidence is gathered only where it decides."""

    start: int
    end: int
    concepts: Concepts
    score: float


def is_article(document: Document) -> bool:
    """Whether a text is too long to be read as one business."""
    return document.weight > ARTICLE


def spans(document: Document) -> list[tuple[int, int]]:
    """Spans of the original: whole sentences, a paragraph kept together where it fits.

    Returns
    -------
    list of tuple of int
        Empty for a text that is not long.
    """
    text = document.normalized.text
    if document.weight <= LONG:
        return []
    pieces: list[tuple[int, int]] = []
    start, heavy, previous_end = None, 0.0, 0
    for sentence in document.sentences:
        here = weight(text[sentence.start : sentence.end])
        new_paragraph = "\n" in text[previous_end : sentence.start]
        if start is not None and (heavy + here > PASSAGE * 1.5 or (new_paragraph and heavy > PASSAGE * 0.6)):
            pieces.append((start, previous_end))
            start, heavy = None, 0.0
        if start is None:
            start = sentence.start
        heavy += here
        previous_end = sentence.end
    if start is not None:
        pieces.append((start, previous_end))
    return [document.normalized.to_original(a, b) for a, b in pieces]


def score_parts(model: RiskModel, document: Document, shift: float = 0.0) -> list[Part]:
    """Passages scored on their own, highest first; ``shift`` is added to each logit."""
    found = spans(document)
    read = model.reader.read_each([Document(document.original[start:end]) for start, end in found])
    parts = [Part(*span, concepts, sigmoid(model.logit(vector_of(concepts)) + shift)) for span, concepts in zip(found, read, strict=True)]
    return sorted(parts, key=lambda part: (-part.score, part.start))

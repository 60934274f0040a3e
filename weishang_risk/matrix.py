"""A text as one row of numbers, and many as arrays: scores and features without reasons."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .concepts.reader import Concepts
from .concepts.registry import DOCUMENT_HEADS
from .failed import FailedText
from .model.terms import TERMS, sigmoid, vector_of
from .plan import depth, entry, income
from .reading.document import Document, readable
from .report import passages
from .report.report import cannot_judge

if TYPE_CHECKING:
    from .model.risk import RiskModel

_LEVELS = ("recruitment", "buy_in", "income")
#: Names of the columns. ``tier_depth`` is 99 where it is unlimited, and amounts are log10(1 + amount), 0 where none is stated; then
#: come the model's terms, and the logits of the concept readers.
NAMES = ("tier_depth", *_LEVELS, "log_buy_in_amount", "log_income_amount", *TERMS, *(f"logit {head}" for head in DOCUMENT_HEADS))
_TERMS = slice(4 + 2, 4 + 2 + len(TERMS))
#: Characters from which documents are read together.
_TOGETHER = 8000
#: A score, whether the text was judged, and its features.
Scored = tuple[float, bool, list[float]]


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores and features of many texts, one row a text, in their order.

    Attributes
    ----------
    scores : ndarray of shape (n_texts,)
        As in a report; NaN for a text that could not be scored.
    judged : ndarray of bool of shape (n_texts,)
        False where a report would say ``unjudged``: such a text has the base rate.
    features : ndarray of shape (n_texts, n_features)
        As :class:`~weishang_risk.FeatureExtractor` gives them, of the passage that decides where a text is an article; NaN where
        the text is not judged.
    names : tuple of str
        Names of the columns of ``features``.
    failed : tuple of FailedText
        Texts that could not be scored, with ``errors="report"``.

    Examples
    --------
    >>> import weishang_risk as wr
    >>> found = wr.score_many(["本店零售茶叶,每斤80元", "先交2980元,推荐一人奖500元,他再推荐你拿200"], reasons=False)
    >>> found.scores.round(), len(found), found.column("recruitment")
    (array([0., 1.]), 2, array([0., 2.]))
    """

    scores: NDArray[np.float64]
    judged: NDArray[np.bool_]
    features: NDArray[np.float64]
    names: tuple[str, ...] = NAMES
    failed: tuple[FailedText, ...] = ()

    def __len__(self) -> int:
        return len(self.scores)

    def column(self, name: str) -> NDArray[np.float64]:
        """The values of one feature.

        Raises
        ------
        ValueError
            For a name that is none of ``names``.
        """
        if name not in self.names:
            raise ValueError(f"no feature is called {name!r}; there are {', '.join(self.names)}")
        found: NDArray[np.float64] = self.features[:, self.names.index(name)]
        return found


def row(concepts: Concepts) -> list[float]:
    """The values of :data:`NAMES`."""
    heads = concepts.heads
    paid_in, claim = entry.lets_in(concepts), income.largest(concepts)
    amounts = [math.log10(1 + amount) for amount in (paid_in.low if paid_in else 0.0, claim.high if claim else 0.0)]
    return [
        float(depth.value(concepts.document, concepts)), *(float(concepts.level(name)) for name in _LEVELS), *amounts,
        *vector_of(concepts), *(heads[head] for head in DOCUMENT_HEADS),
    ]  # fmt: skip


def rows_of(model: RiskModel, documents: Iterable[Document]) -> Iterator[list[float]]:
    """:func:`row` of each document; as many as make up some thousand characters are read at once."""
    together: list[Document] = []
    characters = 0
    for document in documents:
        together.append(document)
        characters += len(document.original)
        if characters >= _TOGETHER:
            yield from map(row, model.reader.read_each(together))
            together, characters = [], 0
    yield from map(row, model.reader.read_each(together))


def scored(model: RiskModel, texts: Sequence[str], shift: float) -> list[Scored]:
    """Score of each text, whether it can be judged, and its row; all as a report would have them."""
    found: list[Scored] = [(sigmoid(model.base_logit + shift), False, [math.nan] * len(NAMES))] * len(texts)
    places: list[int] = []

    def documents() -> Iterator[Document]:
        for place, text in enumerate(texts):
            for document in _judged(text):
                places.append(place)
                yield document

    for number, values in enumerate(rows_of(model, documents())):
        place, score = places[number], sigmoid(model.logit(values[_TERMS]) + shift)
        # Of an article's passages the highest counts, of those alike the first.
        if not found[place][1] or score > found[place][0]:
            found[place] = (score, True, values)
    return found


def _judged(text: str) -> Iterator[Document]:
    """What of a text is judged: nothing where it cannot be, an article's passages, or the whole of it."""
    document = readable(text)
    if cannot_judge(document):
        return
    spans = passages.spans(document) if passages.is_article(document) else []
    if spans:
        yield from (Document(document.original[start:end]) for start, end in spans)
    else:
        yield document


def stacked(rows: Sequence[Scored], failed: Sequence[FailedText]) -> Scores:
    """Rows as arrays."""
    return Scores(
        np.array([score for score, _, _ in rows], dtype=np.float64), np.array([judged for _, judged, _ in rows], dtype=bool),
        np.array([values for _, _, values in rows], dtype=np.float64).reshape(len(rows), len(NAMES)), failed=tuple(failed),
    )  # fmt: skip

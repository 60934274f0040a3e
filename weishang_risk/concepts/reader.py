"""Named concepts, read from skeletons by linear classifiers: sentence by sentence, then for the whole text."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..reading.document import Document, neighbour_features
from ..reading.quantities import Quantity
from ..reading.tokens import Sentence
from .linear import LinearHeads

#: A clause either tells a concept, rules it out (``!``), or mitigates.
SENTENCE_HEADS = (
    "tiers", "recruitment", "buy_in", "income", "tiers!", "recruitment!", "buy_in!", "income!", "mitigation",
    "inventory", "inventory!", "named", "named!",
)  # fmt: skip
#: Concept and least level; 99 levels stand for unlimited.
DOCUMENT_HEADS = (
    "tiers>=1", "tiers>=2", "tiers>=3", "tiers>=99", "recruitment>=1", "recruitment>=2", "buy_in>=1", "buy_in>=2", "income>=1",
    "income>=2", "inventory>=1", "inventory>=2", "named>=1", "voice=offer", "voice=account", "voice=discussion", "voice=denial",
)  # fmt: skip
SUM_HEADS = ("buy_in", "income")
WORDING_HEADS = ("risk",)
_PLACE = {name: place for place, name in enumerate(SENTENCE_HEADS)}
_LOWEST, _HIGHEST = -6.0, 6.0


#: Length of :func:`pooled`.
POOLED = 3 * len(SENTENCE_HEADS) + len(SUM_HEADS)


def pooled(logits: NDArray[np.float64], sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """What the sentences say together: the strongest, the second strongest, and the soft sum; and the strongest sum.

    Parameters
    ----------
    logits : ndarray of shape (n_sentences, n_sentence_heads)
    sums : ndarray of shape (n_sums, n_sum_heads)

    Returns
    -------
    ndarray of shape (3 * n_sentence_heads + n_sum_heads,)
        Scaled to about ±2.
    """
    heads = logits.shape[1]
    ordered = np.sort(np.clip(logits, _LOWEST, _HIGHEST), axis=0)[::-1]
    if not len(ordered):
        ordered = np.full((1, heads), _LOWEST)
    second = ordered[1] if len(ordered) > 1 else np.full(heads, _LOWEST)
    soft = np.log(np.exp(ordered).sum(axis=0))
    best = np.clip(sums.max(axis=0, initial=_LOWEST), _LOWEST, _HIGHEST)
    result: NDArray[np.float64] = np.concatenate([ordered[0], second / 2, soft / 2, best]) / 3
    return result


#: What decides which of a text's sums is the one of a sum head: see :func:`choice_features`.
CHOICE = ("own", "other", "behind", "sentence", "other_sentence", "some", "much", "other_some", "other_much", "rank", "first")


def choice_features(
    head: str, document: Document, logits: NDArray[np.float64], sums: NDArray[np.float64], heads: Mapping[str, float]
) -> NDArray[np.float64]:
    """How each sum of a text stands among the others, for one sum head.

    Parameters
    ----------
    head : str
        One of :data:`SUM_HEADS`.
    document : Document
    logits : ndarray of shape (n_sentences, n_sentence_heads)
    sums : ndarray of shape (n_sums, n_sum_heads)
    heads : mapping of str to float
        Logits of the document heads.

    Returns
    -------
    ndarray of shape (n_sums, len(CHOICE))
        Its own logit and the other head's; how far it is behind the strongest sum, and its sentence behind the strongest
        sentence, for either head; the whole text's logits of either concept; its rank by size, from 0; whether it comes first.
    """
    count = len(document.sums)
    if not count:
        return np.zeros((0, len(CHOICE)))
    (other,) = set(SUM_HEADS) - {head}
    own, others = (sums[:, SUM_HEADS.index(name)] for name in (head, other))
    within = [each.sentence for each in document.sums]
    behind = [logits[within, _PLACE[name]] - logits[:, _PLACE[name]].max() for name in (head, other)]
    whole = [np.full(count, heads[f"{name}>={least}"]) for name in (head, other) for least in (1, 2)]
    sizes = [each.quantity.low for each in document.sums]
    rank = np.array([sorted(sizes).index(size) for size in sizes]) / count
    return np.column_stack([own, others, own - own.max(), *behind, *whole, rank, np.arange(count) == 0])


def most_likely_level(heads: Mapping[str, float], concept: str) -> int:
    """Level 0, 1 or 2 of a concept (2 standing for two or more), by the logits of its two thresholds.

    Examples
    --------
    >>> most_likely_level({"buy_in>=1": 2.0, "buy_in>=2": 0.0}, "buy_in")
    2
    """
    some, much = (1 / (1 + math.exp(-heads[f"{concept}>={least}"])) for least in (1, 2))
    some = max(some, much)
    shares = (1 - some, some - much, much)
    return shares.index(max(shares))


class ConceptReader(NamedTuple):
    """The trained classifiers.

    Attributes
    ----------
    sentence, document, sums : LinearHeads
        Heads :data:`SENTENCE_HEADS`, :data:`DOCUMENT_HEADS` and :data:`SUM_HEADS`. The document heads read the union of
        the sentence features and, under the names ``pool <k>``, the pooled sentence logits with real values.
    pool : ndarray of shape (POOLED, len(DOCUMENT_HEADS))
        Weights of the pooled logits of sentences and sums in the document heads.
    choice : ndarray of shape (len(CHOICE) + 1, len(SUM_HEADS))
        Weights of :data:`CHOICE` for each sum head; the last row is the bias.
    wording : LinearHeads
        Head :data:`WORDING_HEADS`, over the words alone: what they add beyond the concepts.
    """

    sentence: LinearHeads
    document: LinearHeads
    pool: NDArray[np.float64]
    sums: LinearHeads
    choice: NDArray[np.float64]
    wording: LinearHeads

    def read(self, document: Document) -> Concepts:
        """Read a document."""
        logits = self.sentence.logits_each(document.features)
        sums = self.sums.logits_each([found.features for found in document.sums])
        heads = self.document.scaled_logits(document.all_features) + pooled(logits, sums) @ self.pool
        named = dict(zip(DOCUMENT_HEADS, heads.tolist(), strict=True))
        named["wording"] = float(self.wording.scaled_logits(document.wording)[0])
        return Concepts(self, document, logits, sums, named)


class Concepts:
    """What a reader made of a document.

    Attributes
    ----------
    logits : ndarray of shape (n_sentences, n_sentence_heads)
    heads : mapping of str to float
        Logit of each document head, and of ``"wording"``.
    """

    def __init__(
        self, reader: ConceptReader, document: Document, logits: NDArray[np.float64], sums: NDArray[np.float64],
        heads: Mapping[str, float],
    ) -> None:  # fmt: skip
        self._reader = reader
        self.document = document
        self.logits = logits
        self.heads = heads
        self._ranked: dict[str, list[tuple[float, int]]] = {}
        self._sums = sums
        self._chosen: dict[str, list[tuple[float, int, Quantity]]] = {}

    def sentence_logit(self, index: int, head: str) -> float:
        """Logit of one sentence for one head."""
        return float(self.logits[index, _PLACE[head]])

    def clause_logit(self, clause: Sentence, head: str) -> float:
        """About the logit of a clause for one head: what its single tokens and pairs of neighbours say."""
        place = _PLACE[head]
        heads = self._reader.sentence
        return float(heads.bias[place]) + heads.weight_of(neighbour_features(clause), place)

    def ranked(self, head: str) -> list[tuple[float, int]]:
        """``(logit, sentence)`` of one head, strongest first."""
        if head not in self._ranked:
            column = self.logits[:, _PLACE[head]].tolist()
            self._ranked[head] = sorted(zip(column, range(len(column)), strict=True), key=lambda pair: (-pair[0], pair[1]))
        return self._ranked[head]

    def sums(self, head: str) -> list[tuple[float, int, Quantity]]:
        """``(logit, sentence, sum)`` for one sum head, likeliest first."""
        if head not in self._chosen:
            weights = self._reader.choice[:, SUM_HEADS.index(head)]
            chosen = choice_features(head, self.document, self.logits, self._sums, self.heads) @ weights[:-1] + weights[-1]
            found = [(logit, each.sentence, each.quantity) for logit, each in zip(chosen.tolist(), self.document.sums, strict=True)]
            self._chosen[head] = sorted(found, key=lambda item: (-item[0], item[2].start))
        return self._chosen[head]

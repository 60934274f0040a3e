"""Named concepts, read from skeletons by linear classifiers: sentence by sentence, then for the whole text."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .document import Document, neighbour_features
from .linear import LinearHeads
from .quantities import Quantity
from .skeleton import Sentence

#: A clause either tells a concept, rules it out (``!``), or mitigates.
SENTENCE_HEADS = (
    "tiers", "recruitment", "buy_in", "income", "tiers!", "recruitment!", "buy_in!", "income!", "mitigation",
)  # fmt: skip
#: Concept and least level; 99 levels stand for unlimited.
DOCUMENT_HEADS = (
    "tiers>=1", "tiers>=2", "tiers>=3", "tiers>=99", "recruitment>=1", "recruitment>=2", "buy_in>=1", "buy_in>=2", "income>=1",
    "income>=2", "voice=offer", "voice=account", "voice=discussion", "voice=denial",
)  # fmt: skip
SUM_HEADS = ("buy_in", "income")
WORDING_HEADS = ("risk",)
_PLACE = {name: place for place, name in enumerate(SENTENCE_HEADS)}
_LOWEST, _HIGHEST = -6.0, 6.0


def pooled(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """What the sentences say together: the strongest, the second strongest, and the soft sum.

    Parameters
    ----------
    logits : ndarray of shape (n_sentences, n_heads)

    Returns
    -------
    ndarray of shape (3 * n_heads,)
        Scaled to about ±2.
    """
    heads = logits.shape[1]
    ordered = np.sort(np.clip(logits, _LOWEST, _HIGHEST), axis=0)[::-1]
    if not len(ordered):
        ordered = np.full((1, heads), _LOWEST)
    second = ordered[1] if len(ordered) > 1 else np.full(heads, _LOWEST)
    soft = np.log(np.exp(ordered).sum(axis=0))
    result: NDArray[np.float64] = np.concatenate([ordered[0], second / 2, soft / 2]) / 3
    return result


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


def sum_features(sentence: Sentence, quantity: Quantity) -> list[str]:
    """Names of what stands around a sum: the kinds before and after it, its size, its period."""
    tokens = [t for t in sentence.tokens if t.kind not in ("number", "filler")]
    before = [t.kind + t.mark for t in tokens if t.end <= quantity.start][-5:]
    after = [t.kind + t.mark for t in tokens if t.start >= quantity.end][:5]
    forms = [t.form for t in tokens if t.form and t.end <= quantity.start][-3:]
    forms_after = [t.form for t in tokens if t.form and t.start >= quantity.end][:3]
    magnitude = len(str(int(quantity.high)))
    features = [f"size {magnitude}", f"period {quantity.period}", f"kind {quantity.kind}",
                f"size {magnitude} {quantity.period}", "first" if not before else f"b1 {before[-1]}",
                "last" if not after else f"a1 {after[0]}"]
    features += [f"b {kind}" for kind in set(before)] + [f"a {kind}" for kind in set(after)]
    features += [f"bf {form}" for form in forms] + [f"af {form}" for form in forms_after]
    if len(before) > 1:
        features.append(f"b2 {before[-2]} {before[-1]}")
    if len(after) > 1:
        features.append(f"a2 {after[0]} {after[1]}")
    if before and after:
        features.append(f"ba {before[-1]} {after[0]}")
    features += [f"in {t.kind}" for t in tokens if not t.mark]
    return features


class ConceptReader(NamedTuple):
    """The trained classifiers.

    Attributes
    ----------
    sentence, document, sums : LinearHeads
        Heads :data:`SENTENCE_HEADS`, :data:`DOCUMENT_HEADS` and :data:`SUM_HEADS`. The document heads read the union of
        the sentence features and, under the names ``pool <k>``, the pooled sentence logits with real values.
    pool : ndarray of shape (3 * len(SENTENCE_HEADS), len(DOCUMENT_HEADS))
        Weights of the pooled sentence logits in the document heads.
    wording : LinearHeads
        Head :data:`WORDING_HEADS`, over the words alone: what they add beyond the concepts.
    """

    sentence: LinearHeads
    document: LinearHeads
    pool: NDArray[np.float64]
    sums: LinearHeads
    wording: LinearHeads

    def read(self, document: Document) -> Concepts:
        """Read a document."""
        logits = self.sentence.logits_each(document.features)
        heads = self.document.scaled_logits(document.all_features) + pooled(logits) @ self.pool
        named = dict(zip(DOCUMENT_HEADS, heads.tolist(), strict=True))
        named["wording"] = float(self.wording.scaled_logits(document.wording)[0])
        return Concepts(self, document, logits, named)


class Concepts:
    """What a reader made of a document.

    Attributes
    ----------
    logits : ndarray of shape (n_sentences, n_sentence_heads)
    heads : mapping of str to float
        Logit of each document head, and of ``"wording"``.
    """

    def __init__(
        self, reader: ConceptReader, document: Document, logits: NDArray[np.float64], heads: Mapping[str, float]
    ) -> None:
        self._reader = reader
        self.document = document
        self.logits = logits
        self.heads = heads
        self._ranked: dict[str, list[tuple[float, int]]] = {}
        self._sums: list[tuple[NDArray[np.float64], int, Quantity]] | None = None

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
        """``(logit, sentence, sum)`` for one sum head, strongest first."""
        if self._sums is None:
            self._sums = [
                (self._reader.sums.logits(sum_features(sentence, quantity)), index, quantity)
                for index, sentence in enumerate(self.document.sentences)
                for quantity in sentence.quantities
                if money_like(quantity)
            ]
        place = SUM_HEADS.index(head)
        found = [(float(logits[place]), index, quantity) for logits, index, quantity in self._sums]
        return sorted(found, key=lambda item: (-item[0], item[2].start))


def money_like(quantity: Quantity) -> bool:
    """A sum, or a bare number that may be one: not a year, a clock time or a telephone number."""
    if quantity.kind == "sum":
        return True
    return (quantity.kind == "number" and 20 <= quantity.high < 10_000_000 and not 1900 <= quantity.high <= 2100)

"""Named concepts, read from skeletons by linear classifiers: sentence by sentence, then for the whole text."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..reading.document import Document, neighbour_features
from ..reading.quantities import Quantity
from ..reading.scope import NEGATED
from ..reading.tokens import Sentence
from .linear import LinearHeads
from .names import Names
from .roles import ROLES, Sum
from .roles import read as read_sums

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
#: Roles of which a text has one: the sum that lets one in, and the largest claim.
CHOSEN = ("entry", "income")
WORDING_HEADS = ("risk",)
_PLACE = {name: place for place, name in enumerate(SENTENCE_HEADS)}
_LOWEST, _HIGHEST = -6.0, 6.0


#: Length of :func:`pooled`.
POOLED = 3 * len(SENTENCE_HEADS) + len(ROLES)


def pooled(logits: NDArray[np.float64], sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """What the sentences say together: the strongest, the second strongest, and the soft sum; and the strongest sum.

    Parameters
    ----------
    logits : ndarray of shape (n_sentences, n_sentence_heads)
    sums : ndarray of shape (n_sums, n_roles)

    Returns
    -------
    ndarray of shape (3 * n_sentence_heads + n_roles,)
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


#: What decides which of a text's sums is the one of a role: see :func:`choice_features`.
CHOICE = ("own", "rival", "behind", "sentence", "other_sentence", "some", "much", "other_some", "other_much", "rank", "rank_alike", "first",
          "share")
_CONCEPT = {"entry": "buy_in", "income": "income"}


def choice_features(
    role: str, sums: Sequence[Sum], logits: NDArray[np.float64], roles: NDArray[np.float64], heads: Mapping[str, float]
) -> NDArray[np.float64]:
    """How each sum of a text stands among the others, for one of :data:`CHOSEN`.

    Parameters
    ----------
    role : str
    sums : sequence of Sum
    logits : ndarray of shape (n_sentences, n_sentence_heads)
    roles : ndarray of shape (n_sums, n_roles)
    heads : mapping of str to float
        Logits of the document heads.

    Returns
    -------
    ndarray of shape (n_sums, len(CHOICE))
        Its own logit and the best other role's; how far it is behind the strongest sum, and its sentence behind the strongest
        sentence, for either concept; the whole text's logits of either concept; its rank by size, from 0, among all and
        among those as likely; whether it comes first, and whether it is a share.
    """
    count = len(sums)
    if not count:
        return np.zeros((0, len(CHOICE)))
    (other,) = set(CHOSEN) - {role}
    place = ROLES.index(role)
    own = roles[:, place]
    rival = np.delete(roles, place, axis=1).max(axis=1)
    within = [each.sentence for each in sums]
    columns = [logits[:, _PLACE[_CONCEPT[name]]] for name in (role, other)]
    behind = [column[within] - column.max() for column in columns]
    whole = [np.full(count, heads[f"{_CONCEPT[name]}>={least}"]) for name in (role, other) for least in (1, 2)]
    sizes = np.array([each.quantity.low for each in sums])
    smaller = sizes[None, :] < sizes[:, None]
    alike = (own > own.max() - 1.5)[None, :]
    rank = smaller.sum(axis=1) / count
    rank_alike = (smaller & alike).sum(axis=1) / max(1, int(alike.sum()))
    share = np.array([each.quantity.kind == "share" for each in sums], dtype=np.float64)
    return np.column_stack([own, rival, own - own.max(), *behind, *whole, rank, rank_alike, np.arange(count) == 0, share])


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


class _Parts(NamedTuple):
    sentence: LinearHeads
    document: LinearHeads
    pool: NDArray[np.float64]
    roles: LinearHeads
    choice: NDArray[np.float64]
    wording: LinearHeads
    depth: NDArray[np.float64]


class ConceptReader(_Parts):
    """The trained classifiers.

    Attributes
    ----------
    sentence, document, roles : LinearHeads
        Heads :data:`SENTENCE_HEADS`, :data:`DOCUMENT_HEADS` and :data:`ROLES`. The document heads read the union of
        the sentence features and, under the names ``pool <k>``, the pooled sentence logits with real values.
    pool : ndarray of shape (POOLED, len(DOCUMENT_HEADS))
        Weights of the pooled logits of sentences and sums in the document heads.
    choice : ndarray of shape (len(CHOICE) + 1, len(CHOSEN))
        Weights of :data:`CHOICE` for each of :data:`CHOSEN`; the last row is the bias.
    wording : LinearHeads
        Head :data:`WORDING_HEADS`, over the words alone: what they add beyond the concepts.
    depth : ndarray of shape (n_features,)
        Weights by which the plan chooses among the depths that a text proposes.
    """

    @cached_property
    def names(self) -> Names:
        """Numbers for the names of the sentence, document and wording heads."""
        return Names(self.sentence.index, self.document.index, self.wording.index)

    def read(self, document: Document) -> Concepts:
        """Read a document."""
        names = self.names
        of_sentence, of_document, of_wording = names.rows
        numbers: list[int] = []
        starts: list[int] = []
        for sentence in document.sentences:
            starts.append(len(numbers))
            # So that no sentence is without any.
            numbers.append(names.none)
            numbers += names.of(sentence)
        words = np.array(names.of_words(document.words), dtype=np.intp)
        held = np.array(numbers, dtype=np.intp)
        logits = self.sentence.summed(of_sentence[held], starts)
        sums = read_sums(document.sentences)
        roles = self.roles.logits_each([found.features for found in sums])
        told = np.concatenate([np.unique(held), words])
        heads = self.document.scaled(of_document[told]) + pooled(logits, roles) @ self.pool
        named = dict(zip(DOCUMENT_HEADS, heads.tolist(), strict=True))
        named["wording"] = float(self.wording.scaled(of_wording[words])[0])
        return Concepts(self, document, logits, sums, roles, named)


class Concepts:
    """What a reader made of a document.

    Attributes
    ----------
    logits : ndarray of shape (n_sentences, n_sentence_heads)
    sums : sequence of Sum
    roles : ndarray of shape (n_sums, n_roles)
    heads : mapping of str to float
        Logit of each document head, and of ``"wording"``.
    """

    def __init__(
        self, reader: ConceptReader, document: Document, logits: NDArray[np.float64], sums: Sequence[Sum],
        roles: NDArray[np.float64], heads: Mapping[str, float],
    ) -> None:  # fmt: skip
        self._reader = reader
        self.document = document
        self.logits = logits
        self.heads = heads
        self._ranked: dict[str, list[tuple[float, int]]] = {}
        self.sums = sums
        self.roles = roles
        self._chosen: dict[str, list[tuple[float, int, Quantity]]] = {}
        self._likeliest: list[tuple[str, float]] | None = None

    def sentence_logits(self, head: str) -> NDArray[np.float64]:
        """Logits of every sentence for one head."""
        column: NDArray[np.float64] = self.logits[:, _PLACE[head]]
        return column

    @property
    def depth_weights(self) -> NDArray[np.float64]:
        """As :attr:`ConceptReader.depth`."""
        return self._reader.depth

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

    def likely_sums(self, role: str) -> list[tuple[float, int, Quantity]]:
        """``(logit, sentence, sum)`` for one of :data:`CHOSEN`, likeliest first; shares are none, nor what is ruled out."""
        if role not in self._chosen:
            weights = self._reader.choice[:, CHOSEN.index(role)]
            chosen = choice_features(role, self.sums, self.logits, self.roles, self.heads) @ weights[:-1] + weights[-1]
            ruled_out = {t.start for s in self.document.sentences for t in s.tokens if t.kind == "sum" and t.mark == NEGATED}
            found = [(logit, each.sentence, each.quantity) for logit, each in zip(chosen.tolist(), self.sums, strict=True)
                     if each.quantity.kind != "share" and each.quantity.high > 0 and each.quantity.start not in ruled_out]
            self._chosen[role] = sorted(found, key=lambda item: (-item[0], item[2].start))
        return self._chosen[role]

    def telling_words(self, most: int = 5) -> list[str]:
        """The words that move the wording's logit furthest the way it goes, strongest first."""
        heads = self._reader.wording
        direction = 1 if self.heads["wording"] >= 0 else -1
        words = self.document.words
        weights = heads.weights_of((f"x {word}" for word in words), 0)
        weighed = [(direction * weight, word) for weight, word in zip(weights, words, strict=True) if weight * direction > 0]
        return [word for _, word in sorted(weighed, key=lambda pair: (-pair[0], pair[1]))[:most]]

    def role_of(self, place: int) -> tuple[str, float]:
        """The likeliest role of one of :attr:`sums`, and how far its logit is ahead of the next."""
        if self._likeliest is None:
            self._likeliest = []
            for logits in self.roles.tolist():
                best, following = sorted(logits, reverse=True)[:2]
                self._likeliest.append((ROLES[logits.index(best)], best - following))
        return self._likeliest[place]

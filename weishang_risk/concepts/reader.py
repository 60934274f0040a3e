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
from .registry import DOCUMENT_HEADS, SENTENCE_HEADS
from .roles import ROLES, Sum
from .roles import read as read_sums

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
CHOICE = (
    "own", "rival", "behind", "sentence", "other_sentence", "rank", "rank_alike", "first", "alike_1", "outermost_1", "alike_2",
    "outermost_2", "alike_3", "outermost_3", "role", "periodic", "named_sum", "end_of_ladder", "in_ladder", "none", "none_some", "none_much", "none_best",
)  # fmt: skip
_CONCEPT = {"entry": "buy_in", "income": "income"}
#: How far behind the strongest sum others are taken for as likely, in logits; the smallest entry, and the largest claim, counts.
_ALIKE = (0.5, 1.5, 3.0)
#: What a step of a ladder of packages may be: none of them is a reward.
_STEPS = [ROLES.index(role) for role in ("entry", "rank", "price")]
_YEARLY = {"day": 365.0, "week": 52.0, "month": 12.0, "year": 1.0, "total": 1.0, None: 1.0}


def size_of(role: str, quantity: Quantity) -> float:
    """What sums of a role are compared by: the least that lets one in, and what a claim comes to in a year."""
    return quantity.low if role == "entry" else quantity.high * _YEARLY[quantity.period]


def eligible(sums: Sequence[Sum]) -> list[int]:
    """Which sums of a text can be the one of a role; a share is none."""
    return [place for place, each in enumerate(sums) if each.quantity.kind != "share" and each.quantity.high > 0]


def choice_features(
    role: str, sums: Sequence[Sum], logits: NDArray[np.float64], roles: NDArray[np.float64], heads: Mapping[str, float]
) -> NDArray[np.float64]:
    """How each eligible sum of a text stands among the others, for one of :data:`CHOSEN`; the last row stands for none of them.

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
    ndarray of shape (n_eligible + 1, len(CHOICE))
        Of a sum: its own logit and the best other role's; how far it is behind the strongest sum, and its sentence behind the
        strongest sentence, for either concept; its rank by size, from 0, among all and among those as likely; whether it comes
        first; whether it is about as likely as the strongest, and the outermost of those; whether this is its likeliest role,
        whether it has a period and a currency, and whether it is the outermost, or another, of the sums listed with the strongest. Of none: the whole text's logits of the concept, and the strongest sum's.
    """
    places = eligible(sums)
    count = len(places)
    table = np.zeros((count + 1, len(CHOICE)))
    table[-1, -4:] = [1.0, *(min(max(heads[f"{_CONCEPT[role]}>={least}"], _LOWEST), _HIGHEST) / 3 for least in (1, 2)), 0.0]
    if not count:
        return table
    (other,) = set(CHOSEN) - {role}
    place = ROLES.index(role)
    own = roles[places, place]
    rival = np.delete(roles[places], place, axis=1).max(axis=1)
    within = [sums[i].sentence for i in places]
    columns = [logits[:, _PLACE[_CONCEPT[name]]] for name in (role, other)]
    behind = [np.clip(column[within] - column.max(), -8, 0) for column in columns]
    sizes = np.array([size_of(role, sums[i].quantity) for i in places])
    smaller = sizes[None, :] < sizes[:, None]
    likely = (own > own.max() - _ALIKE[1])[None, :]
    outermost = []
    for gap in _ALIKE:
        alike = own > own.max() - gap
        best = sizes[alike].min() if role == "entry" else sizes[alike].max()
        outermost += [alike, alike & (sizes == best)]
    # The steps of the ladder that the strongest stands in are as good as itself.
    ladder = np.array([(sums[i].sentence, sums[i].ladder) for i in places])
    beside = (ladder == ladder[int(own.argmax())]).all(axis=1)
    steps = np.isin(roles[places].argmax(axis=1), _STEPS)
    beside &= beside.sum() > 1 and bool(steps[beside].all())
    far = sizes[beside].min(initial=np.inf) if role == "entry" else sizes[beside].max(initial=0.0)
    table[:-1, :-4] = np.column_stack([
        np.clip(own, -8, 8), np.clip(rival, -8, 8), np.clip(own - own.max(), -8, 0), *behind, smaller.sum(axis=1) / count,
        (smaller & likely).sum(axis=1) / max(1, int(likely.sum())), np.arange(count) == 0, *outermost,
        roles[places].argmax(axis=1) == place, [sums[i].quantity.period is not None for i in places],
        [sums[i].quantity.kind == "sum" for i in places], beside & (sizes == far), beside & (sizes != far),
    ])  # fmt: skip
    table[-1, -1] = np.clip(own.max(), -8, 8) / 3
    return table


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
        sums = read_sums(document.normalized.text, document.sentences)
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
        self._chosen: dict[str, Sum | None] = {}
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

    def chosen(self, role: str) -> Sum | None:
        """The sum that lets one in, or the largest claim: one of :data:`CHOSEN`; None where the text has none."""
        if role not in self._chosen:
            places = eligible(self.sums)
            ranked = choice_features(role, self.sums, self.logits, self.roles, self.heads) @ self._reader.choice[:, CHOSEN.index(role)]
            ruled_out = {t.start for s in self.document.sentences for t in s.tokens if t.kind == "sum" and t.mark == NEGATED}
            for row, place in enumerate(places):
                if self.sums[place].quantity.start in ruled_out:
                    ranked[row] = -np.inf
            best = int(np.argmax(ranked))
            self._chosen[role] = self.sums[places[best]] if best < len(places) else None
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

"""Named concepts, read from skeletons by linear classifiers: sentence by sentence, then for the whole text."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from operator import mul
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..reading.document import Document
from ..reading.former import former
from ..reading.scope import NEGATED
from ..reading.tokens import Sentence
from .among import settled
from .choice import CHOSEN, choice_rows, eligible
from .clauses import Clauses, clauses_of, cuts_of
from .linear import Bags, LinearHeads
from .names import Names
from .registry import DOCUMENT_HEADS, FURTHEST, SENTENCE_HEADS, SENTENCE_PLACE, VOICES
from .role_names import RoleNames
from .roles import ROLES, Sum

#: From so many sums listed side by side on they are packages to choose from.
_PACKAGES = 3
#: How far the logit of a role is ahead of the next where it is not sure.
_UNSURE = 1.5
WORDING_HEADS = ("risk",)

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
    ordered = np.sort(np.clip(logits, -FURTHEST, FURTHEST), axis=0)[::-1]
    if not len(ordered):
        ordered = np.full((1, heads), -FURTHEST)
    second = ordered[1] if len(ordered) > 1 else np.full(heads, -FURTHEST)
    soft = np.log(np.exp(ordered).sum(axis=0))
    best = np.clip(sums.max(axis=0, initial=-FURTHEST), -FURTHEST, FURTHEST)
    result: NDArray[np.float64] = np.concatenate([ordered[0], second / 2, soft / 2, best]) / 3
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


class _Parts(NamedTuple):
    sentence: LinearHeads
    document: LinearHeads
    pool: NDArray[np.float64]
    roles: LinearHeads
    among: NDArray[np.float64]
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
    among : ndarray of shape (STANDING + 1, len(ROLES))
        Weights of :func:`~weishang_risk.concepts.among.standing`, by which the sums of a text settle their roles; the last row is the bias.
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

    @cached_property
    def role_names(self) -> RoleNames:
        """Places of the names of the roles."""
        return RoleNames(self.roles.index)

    @cached_property
    def depth_weights(self) -> list[float]:
        """:attr:`depth` as a list."""
        weights: list[float] = self.depth.tolist()
        return weights

    @cached_property
    def choice_weights(self) -> dict[str, list[float]]:
        """For each of :data:`CHOSEN`, the weights of :data:`CHOICE`."""
        return dict(zip(CHOSEN, self.choice.T.tolist(), strict=True))

    def read(self, document: Document) -> Concepts:
        """Read a document."""
        return self.read_each([document])[0]

    def read_each(self, documents: Sequence[Document]) -> list[Concepts]:
        """Read documents, all at once: each table of weights is gone through one time for all of them.

        Parameters
        ----------
        documents : sequence of Document

        Returns
        -------
        list of Concepts
        """
        if not documents:
            return []
        names = self.names
        of_sentence, of_document, of_wording = names.rows
        sentences, words, whole = Bags(names.none), Bags(names.none), Bags(names.none)
        numbered: list[list[int | None]] = []
        for document in documents:
            first = len(sentences.items)
            for sentence in document.sentences:
                sentences.add(names.of(sentence))
            numbered.append(names.of_words(document.words))
            known = [number for number in numbered[-1] if number is not None]
            words.add(known)
            whole.add([*dict.fromkeys(sentences.items[first:]), *known])
        sums = Bags(len(self.roles.index))
        found = [self.role_names.of(document.normalized.text, document.sentences, sums) for document in documents]
        logits = self.sentence.summed(of_sentence.take(sentences.items), sentences.starts)
        roles = self.roles.summed(sums.items, sums.starts)
        heads = self.document.scaled(of_document.take(whole.items), whole.starts)
        wording = self.wording.scaled(of_wording.take(words.items), words.starts)[:, 0].tolist()
        ends = accumulate(len(document.sentences) for document in documents)
        own_logits = [logits[end - len(document.sentences) : end] for document, end in zip(documents, ends, strict=True)]
        ends = accumulate(map(len, found))
        own_roles = [roles[end - len(own) : end] for own, end in zip(found, ends, strict=True)]
        heads += np.array([pooled(*each) for each in zip(own_logits, own_roles, strict=True)]) @ self.pool
        named = [dict(zip((*DOCUMENT_HEADS, "wording"), [*row, word], strict=True)) for row, word in zip(heads.tolist(), wording, strict=True)]
        together = [settled(self.among, *each) for each in zip(found, own_roles, own_logits, named, strict=True)]
        return [Concepts(self, *each) for each in zip(documents, own_logits, found, together, named, numbered, strict=True)]


class Concepts:
    """What a reader made of a document.

    Attributes
    ----------
    logits : ndarray of shape (n_sentences, n_sentence_heads)
    sums : sequence of Sum
    roles : ndarray of shape (n_sums, n_roles)
    heads : mapping of str to float
        Logit of each document head, and of ``"wording"``.
    words : sequence of int or None
        The number of each of the document's words, None where it is not known.
    """

    def __init__(
        self, reader: ConceptReader, document: Document, logits: NDArray[np.float64], sums: Sequence[Sum],
        roles: NDArray[np.float64], heads: Mapping[str, float], words: Sequence[int | None],
    ) -> None:  # fmt: skip
        self._reader = reader
        self.document = document
        self.logits = logits
        self.heads = heads
        self._ranked: dict[str, list[tuple[float, int]]] = {}
        self.sums = sums
        self.roles = roles
        self._words = words
        self._chosen: dict[str, Sum | None] = {}
        self._cuts: dict[int, list[int]] = {}
        self._clauses: dict[int, Clauses] = {}
        self._levels: dict[str, int] = {}

    @cached_property
    def _columns(self) -> list[list[float]]:
        columns: list[list[float]] = self.logits.T.tolist()
        return columns

    def sentence_logits(self, head: str) -> list[float]:
        """Logits of every sentence for one head."""
        return self._columns[SENTENCE_PLACE[head]]

    def silent_logit(self, head: str) -> float:
        """About the logit of a clause of which no word tells anything."""
        return float(self._reader.sentence.bias[SENTENCE_PLACE[head]])

    @cached_property
    def voice(self) -> str:
        """The likeliest of :data:`~weishang_risk.concepts.registry.VOICES`, by the heads alone."""
        return max(VOICES, key=lambda voice: self.heads[f"voice={voice}"])

    @property
    def depth_weights(self) -> list[float]:
        """As :attr:`ConceptReader.depth`."""
        return self._reader.depth_weights

    def sentence_logit(self, index: int, head: str) -> float:
        """Logit of one sentence for one head."""
        return self._columns[SENTENCE_PLACE[head]][index]

    def clause_logit(self, clause: Sentence, head: str) -> float:
        """About the logit of a clause for one head: what its single tokens and pairs of neighbours say."""
        heads, names = self._reader.sentence, self._reader.names
        return self.silent_logit(head) + sum(heads.weights_at(names.rows[0].take(names.of_neighbours(clause)), SENTENCE_PLACE[head]))

    def clauses(self, index: int) -> Clauses:
        """The clauses of one sentence, weighed for every head."""
        if (found := self._clauses.get(index)) is None:
            sentence = self.document.sentences[index]
            found = self._clauses[index] = clauses_of(self._reader.names, self._reader.sentence, sentence, self.cuts(index))
        return found

    def cuts(self, index: int) -> list[int]:
        """Where the clauses of one sentence begin in the normalised text, and where the last one ends."""
        if (found := self._cuts.get(index)) is None:
            found = self._cuts[index] = cuts_of(self.document.normalized.text, self.document.sentences[index])
        return found

    def level(self, concept: str) -> int:
        """:func:`most_likely_level` of a concept."""
        if (found := self._levels.get(concept)) is None:
            found = self._levels[concept] = most_likely_level(self.heads, concept)
        return found

    def ranked(self, head: str) -> list[tuple[float, int]]:
        """``(logit, sentence)`` of one head, strongest first."""
        if (found := self._ranked.get(head)) is None:
            column = self._columns[SENTENCE_PLACE[head]]
            # Of two alike the first comes first.
            found = self._ranked[head] = [(column[i], i) for i in sorted(range(len(column)), key=column.__getitem__, reverse=True)]
        return found

    def chosen(self, role: str) -> Sum | None:
        """The sum that lets one in, or the largest claim: one of :data:`CHOSEN`; None where the text has none."""
        if role not in self._chosen:
            place = self._likeliest_place(role)
            if role == "entry":
                place = self._least_paid(place)
            self._chosen[role] = None if place is None else self.sums[place]
        return self._chosen[role]

    def _least_paid(self, likeliest: int | None) -> int | None:
        """Where the sum stands by which one gets in, given which is likeliest to let one in."""
        former_prices = former(self.document.normalized.text, [each.quantity for each in self.sums])
        if likeliest is None:
            # A price told together with the one it takes the place of is what is asked.
            return next(iter(former_prices.values()), None) if self.level("buy_in") else None
        place = former_prices.get(likeliest, likeliest)
        beside = (self.sums[place].sentence, self.sums[place].ladder)
        rungs = []
        for other, each in enumerate(self.sums):
            role, ahead = self.role_of(other)
            # What stands in a list with the entry is another unless it is surely something else.
            if (each.sentence, each.ladder) == beside and (role == "entry" or ahead < _UNSURE):
                rungs.append(other)
        # Of packages listed side by side the smallest lets one in; two may both have to be paid, a fee and a deposit.
        return min(rungs, key=lambda rung: self.sums[rung].quantity.low) if len(rungs) >= _PACKAGES else place

    def _likeliest_place(self, role: str) -> int | None:
        places = eligible(self.sums)
        if not places:
            return None
        weights = self._reader.choice_weights[role]
        rows = choice_rows(role, self.sums, places, self._columns, self._roles, self.heads)
        ranked = [sum(map(mul, row, weights)) for row in rows]
        while (best := ranked.index(max(ranked))) < len(places):
            if not self._ruled_out(self.sums[places[best]]):
                return places[best]
            ranked[best] = -math.inf
        return None

    def _ruled_out(self, each: Sum) -> bool:
        start = each.quantity.start
        return any(t.start == start and t.mark == NEGATED and t.kind == "sum" for t in self.document.sentences[each.sentence].tokens)

    def telling_words(self, most: int = 5) -> list[str]:
        """The words that move the wording's logit furthest the way it goes, strongest first."""
        direction = 1 if self.heads["wording"] >= 0 else -1
        known = [(number, word) for number, word in zip(self._words, self.document.words, strict=True) if number is not None]
        of_wording = self._reader.names.rows[2]
        weights = self._reader.wording.weights_at(of_wording.take([number for number, _ in known]), 0)
        weighed = [(direction * weight, word) for weight, (_, word) in zip(weights, known, strict=True) if weight * direction > 0]
        return [word for _, word in sorted(weighed, key=lambda pair: (-pair[0], pair[1]))[:most]]

    def role_of(self, place: int) -> tuple[str, float]:
        """The likeliest role of one of :attr:`sums`, and how far its logit is ahead of the next."""
        return self._likeliest[place]

    @cached_property
    def _roles(self) -> list[list[float]]:
        rows: list[list[float]] = self.roles.tolist()
        return rows

    @cached_property
    def _likeliest(self) -> list[tuple[str, float]]:
        found = []
        for row in self._roles:
            best, following = sorted(row, reverse=True)[:2]
            found.append((ROLES[row.index(best)], best - following))
        return found

"""The heads of whole texts: concepts by their levels, and the voice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from ...concepts.linear import LinearHeads
from ...concepts.reader import POOLED, pooled
from ...concepts.registry import CONCEPTS, DOCUMENT_HEADS, SENTENCE_PLACE, VOICES
from ...concepts.roles import Sum
from ...reading.document import Document, unpaired, wording
from .bags import by_length, matrix, rarity, vocabulary
from .logistic import fit_heads

#: Inverse regularisation strength, chosen by group-wise cross-validation (training/README.md).
C_DOCUMENT = 0.2
#: Weight of a sentence as a text of its own beside a whole text.
ALONE = 0.3
#: How much the single skeleton features of a whole text count beside the pooled sentence logits in regularisation.
DOCUMENT_SCALE = 3.0


def document_targets(record: dict[str, Any]) -> list[int]:
    """Which of :data:`DOCUMENT_HEADS` hold for a record: 1 yes, 0 no, -1 not known."""
    levels = [(concept.level(record), least) for concept in CONCEPTS for least in concept.levels]
    # What nobody labelled is not known.
    return [*(-1 if level is None else int(level >= least) for level, least in levels), *(int(record["voice"] == voice) for voice in VOICES)]


class Examples(NamedTuple):
    """What document heads are trained on, one entry a text.

    Attributes
    ----------
    bags : list of list of str
    pools : ndarray of shape (n_texts, POOLED)
    targets : ndarray of shape (n_texts, n_document_heads)
        1 yes, 0 no, -1 not known.
    weights : ndarray of shape (n_texts,)
    """

    bags: list[list[str]]
    pools: NDArray[np.float64]
    targets: NDArray[np.int64]
    weights: NDArray[np.float64]

    def joined(self, others: Sequence[Examples]) -> Examples:
        """These and others."""
        every = [self, *others]
        return Examples([bag for part in every for bag in part.bags], np.vstack([part.pools for part in every]),
                        np.vstack([part.targets for part in every]), np.concatenate([part.weights for part in every]))


def clauses_alone(
    record: dict[str, Any], document: Document, sentences: NDArray[np.int8], logits: NDArray[np.float64],
    sums: Sequence[Sum], roles: NDArray[np.float64], weight: float,
) -> Examples:
    """Sentences of a text as texts of their own, for the concepts that are known of them.

    A poster is one sentence; without these the heads would only have seen that sentence inside longer texts. Of the sentences
    that tell nothing every third is taken, so that they do not drown the others.
    """
    whole = document_targets(record)
    bags, pools, targets = [], [], []
    for index, features in enumerate(document.features):
        known = [-1] * len(DOCUMENT_HEADS)
        for place, head in enumerate(DOCUMENT_HEADS):
            concept = head.split(">=")[0]
            if concept in SENTENCE_PLACE:
                told = sentences[index, SENTENCE_PLACE[concept]]
                known[place] = whole[place] if told == 1 else 0 if told == 0 and index % 3 == 0 else -1
        if features and max(known) >= 0:
            sentence = document.sentences[index]
            words = wording(document.normalized.text[sentence.start : sentence.end])
            bags.append(unpaired([*features, *words]))
            own = [place for place, found in enumerate(sums) if found.sentence == index]
            pools.append(pooled(logits[index : index + 1], roles[own]))
            targets.append(known)
    return Examples(bags, np.array(pools).reshape(len(bags), POOLED), np.array(targets, dtype=np.int64).reshape(len(bags), len(DOCUMENT_HEADS)),
                    np.full(len(bags), weight * ALONE))


def fit_document_heads(texts: Examples, clauses: Sequence[Examples]) -> tuple[LinearHeads, NDArray[np.float64]]:
    """Train :data:`DOCUMENT_HEADS` on the union of sentence features and the pooled sentence logits."""
    names = vocabulary(texts.bags)
    every = texts.joined(clauses)
    held = matrix(every.bags, names)
    scale = DOCUMENT_SCALE * rarity(held)
    features = sp.hstack([by_length(held) @ sp.diags(scale), sp.csr_matrix(every.pools)]).tocsr()
    table, bias = fit_heads(features, every.targets, C_DOCUMENT, every.weights)
    size = len(names)
    return LinearHeads(DOCUMENT_HEADS, names, table[:size] * scale[:, None], bias), table[size:]

"""The whole reader of concepts, and what it makes of texts that it had not seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from ...concepts.among import settled
from ...concepts.reader import ConceptReader, pooled
from ...concepts.registry import DOCUMENT_HEADS, SENTENCE_HEADS
from ...concepts.roles import ROLES
from ...concepts.roles import read as read_sums
from ...reading.document import Document
from .among import fit_among
from .choice import fit_choice
from .depth import fit_depth
from .document import Examples, clauses_alone, document_targets, fit_document_heads
from .roles import fit_roles, role_targets
from .sentence import fit_sentence_heads, sentence_targets
from .wording import fit_wording

FOLDS = 4
Progress = Callable[[str], None]


def folds(groups: Sequence[str], count: int = FOLDS) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Group-wise folds; fewer where there are fewer groups."""
    count = min(count, len(set(groups)))
    return list(GroupKFold(count).split(np.zeros(len(groups)), groups=groups))


def fit_reader(
    documents: Sequence[Document], records: Sequence[dict[str, Any]], groups: Sequence[str],
    weights: NDArray[np.float64], progress: Progress,
) -> tuple[ConceptReader, list[dict[str, float]]]:
    """Train a reader, and read every text by a reader that has not seen its group.

    Returns
    -------
    reader : ConceptReader
    held_out : list of dict
        Document-head logits of each text from the folds it was left out of.
    """  # fmt: skip
    sentence = [sentence_targets(r, d) for r, d in zip(records, documents, strict=True)]
    targets = np.array([document_targets(r) for r in records])
    logits: list[NDArray[np.float64]] = [np.zeros((0, len(SENTENCE_HEADS)))] * len(documents)
    sums = [read_sums(document.normalized.text, document.sentences) for document in documents]
    roles: list[NDArray[np.float64]] = [np.zeros((0, len(ROLES)))] * len(documents)
    for number, (train, test) in enumerate(folds(groups), 1):
        progress(f"sentence heads, fold {number}")
        heads = fit_sentence_heads([documents[i] for i in train], [sentence[i] for i in train], weights[train])
        of_sums = fit_roles([documents[i] for i in train], [records[i] for i in train], [sums[i] for i in train], weights[train])
        for i in test:
            logits[i] = heads.logits_each(documents[i].features)
            roles[i] = of_sums.logits_each([found.features for found in sums[i]])
    whole = Examples([d.all_features for d in documents], np.array([pooled(*each) for each in zip(logits, roles, strict=True)]), targets, weights)
    clauses = [clauses_alone(*each) for each in zip(records, documents, sentence, logits, sums, roles, weights, strict=True)]
    positive = np.array([int(r["risk"] >= 2) for r in records])
    words = np.zeros(len(documents))
    for train, test in folds(groups):
        heads = fit_wording([documents[i] for i in train], positive[train], weights[train])
        for i in test:
            words[i] = heads.scaled_logits(documents[i].wording)[0]
    progress("sentence heads, all texts")
    final_sentence = fit_sentence_heads(documents, sentence, weights)
    held_out = np.zeros((len(documents), len(DOCUMENT_HEADS)))
    for number, (train, test) in enumerate(folds(groups), 1):
        progress(f"document heads, fold {number}")
        seen = Examples([whole.bags[i] for i in train], whole.pools[train], targets[train], weights[train])
        heads, pool = fit_document_heads(seen, [clauses[i] for i in train])
        for i in test:
            held_out[i] = heads.scaled_logits(whole.bags[i]) + whole.pools[i] @ pool
    progress("document heads, all texts")
    final_document, pool = fit_document_heads(whole, clauses)
    progress("sums")
    named = [dict(zip(DOCUMENT_HEADS, row.tolist(), strict=True)) for row in held_out]
    among = fit_among([role_targets(*each) for each in zip(records, documents, sums, strict=True)], sums, roles, logits, named, weights)
    together = [settled(among, *each) for each in zip(sums, roles, logits, named, strict=True)]
    choice = fit_choice(records, sums, logits, together, named, weights)
    progress("depth")
    deep = fit_depth(records, documents, logits, named, weights)
    reader = ConceptReader(final_sentence, final_document, pool, fit_roles(documents, records, sums, weights), among, choice,
                           fit_wording(documents, positive, weights), deep)
    return reader, [heads | {"wording": float(word)} for heads, word in zip(named, words, strict=True)]

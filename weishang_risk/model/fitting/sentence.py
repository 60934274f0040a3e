"""The heads of clauses: what each sentence tells, by the findings of the corpus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...concepts.linear import LinearHeads
from ...concepts.registry import BY_FINDING, CONCEPTS, SENTENCE_HEADS, SENTENCE_PLACE
from ...reading.document import Document
from .bags import matrix, vocabulary
from .logistic import fit_heads

#: Inverse regularisation strength, chosen by group-wise cross-validation (training/README.md).
C_SENTENCE = 0.12


def sentence_targets(record: dict[str, Any], document: Document) -> NDArray[np.int8]:
    """Which sentences tell which of :data:`SENTENCE_HEADS`: 1 yes, 0 no, -1 not known.

    A record's ``findings`` name the decisive clauses. Where a text has a concept, its other sentences may tell it too, so
    they are left out of that head's training. Without findings nothing is known of a positive text's sentences.
    """
    targets = np.zeros((len(document.sentences), len(SENTENCE_HEADS)), dtype=np.int8)
    levels = {concept.name: concept.level(record) for concept in CONCEPTS}
    strong = {concept.name: (levels[concept.name] or 0) >= concept.told_from for concept in CONCEPTS}
    spans = [document.normalized.to_original(s.start, s.end) for s in document.sentences]
    for finding in record.get("findings", ()):
        signal = BY_FINDING[finding["signal"]].name if finding["signal"] in BY_FINDING else finding["signal"]
        if signal != "mitigation":
            if finding["stance"] == "negated":
                signal += "!"
            elif not strong[signal]:
                continue
        column = SENTENCE_PLACE[signal]
        length = finding["end"] - finding["start"]
        for row, (start, end) in enumerate(spans):
            if min(end, finding["end"]) - max(start, finding["start"]) >= max(1, min(4, length // 2)):
                targets[row, column] = 1
    for signal, level in levels.items():
        if level is None:
            targets[:, SENTENCE_PLACE[signal]] = targets[:, SENTENCE_PLACE[f"{signal}!"]] = -1
    for signal, present in strong.items():
        if present:
            others = targets[:, SENTENCE_PLACE[signal]]
            others[others == 0] = -1
    return targets


def fit_sentence_heads(
    documents: Sequence[Document], targets: Sequence[NDArray[np.int8]], weights: NDArray[np.float64]
) -> LinearHeads:
    """Train :data:`SENTENCE_HEADS`."""
    bags = [features for document in documents for features in document.features]
    stacked = np.vstack([t for t in targets if len(t)])
    repeated = np.repeat(weights, [len(d.features) for d in documents])
    names = vocabulary(bags)
    features = matrix(bags, names)
    table, bias = fit_heads(features, stacked, C_SENTENCE, repeated)
    return LinearHeads(SENTENCE_HEADS, names, table, bias)

"""Which of the depths that a text proposes holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...concepts.registry import SENTENCE_PLACE
from ...plan.depth import CANDIDATE, candidate_features, candidates, depth, proposals
from ...reading.document import Document
from .ranker import fit_ranker

#: Inverse regularisation strength, chosen by group-wise cross-validation (training/README.md).
C_DEPTH = 3.0


def fit_depth(
    records: Sequence[dict[str, Any]], documents: Sequence[Document], logits: Sequence[NDArray[np.float64]],
    heads: Sequence[dict[str, float]], weights: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Train which of the depths that a text proposes holds, on logits from folds that had not seen the text.

    Returns
    -------
    ndarray of shape (CANDIDATE,)
        Without a bias: the values of one text are compared with one another.
    """  # fmt: skip
    tables, right, counted = [], [], []
    place = SENTENCE_PLACE["tiers"]
    for record, document, own, named, weight in zip(records, documents, logits, heads, weights, strict=True):
        proposed = proposals(document)
        values = candidates(proposed)
        if depth(record["tiers"]) not in values:
            continue
        tables.append(np.array([candidate_features(value, proposed, own[:, place], named) for value in values]))
        right.append([values.index(depth(record["tiers"]))])
        counted.append(weight)
    return fit_ranker(tables, right, counted, C_DEPTH) if tables else np.zeros(CANDIDATE)

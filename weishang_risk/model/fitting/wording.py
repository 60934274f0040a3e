"""The head that reads risk from words alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from ...concepts.linear import LinearHeads
from ...concepts.reader import WORDING_HEADS
from ...reading.document import Document
from .bags import by_length, matrix, rarity, vocabulary

#: Inverse regularisation strength, chosen by group-wise cross-validation (training/README.md).
C_WORDING = 10.0


def logistic(
    features: sp.csr_matrix, target: NDArray[np.integer], strength: float, weights: NDArray[np.float64] | None = None
) -> tuple[NDArray[np.float64], float]:
    positives = int((target == 1).sum())
    if positives < 3 or positives > len(target) - 3:
        odds = (positives + 0.5) / (len(target) - positives + 0.5)
        return np.zeros(features.shape[1]), float(np.log(odds))
    model = LogisticRegression(C=strength, solver="liblinear", max_iter=300, tol=1e-3)
    model.fit(features, target, sample_weight=weights)
    return model.coef_[0], float(model.intercept_[0])


def fit_wording(documents: Sequence[Document], positive: NDArray[np.integer], weights: NDArray[np.float64]) -> LinearHeads:
    """Train the head that reads risk from words alone."""
    bags = [document.wording for document in documents]
    names = vocabulary(bags)
    held = matrix(bags, names)
    scale = rarity(held)
    column, bias = logistic(by_length(held) @ sp.diags(scale), positive, C_WORDING, weights)
    return LinearHeads(WORDING_HEADS, names, (column * scale)[:, None], np.array([bias]))

"""Several logistic regressions over one sparse table at once: much faster than one after the other."""

from __future__ import annotations

from typing import cast

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize

#: Fewest examples of either class that a head is trained on; with fewer it knows the share alone.
FEWEST = 3


def fit_heads(
    features: sp.csr_matrix, targets: NDArray[np.integer], strength: float, weights: NDArray[np.float64], rounds: int = 80
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Logistic regressions with a ridge penalty, one a column of targets.

    Parameters
    ----------
    features : sparse matrix of shape (n_examples, n_features)
    targets : ndarray of shape (n_examples, n_heads)
        1 yes, 0 no, -1 not known: such an example is left out of that head.
    strength : float
        Inverse of the penalty, as scikit-learn's ``C``; the bias is not penalised.
    weights : ndarray of shape (n_examples,)
    rounds : int, default 80
        Most steps of the optimiser.

    Returns
    -------
    weights : ndarray of shape (n_features, n_heads)
    bias : ndarray of shape (n_heads,)

    Examples
    --------
    >>> table = sp.csr_matrix(np.array([[1.0, 0], [1, 0], [1, 0], [0, 1], [0, 1], [0, 1]]))
    >>> found, bias = fit_heads(table, np.array([[1], [1], [1], [0], [0], [0]]), 1.0, np.ones(6))
    >>> bool(found[0, 0] > 0 > found[1, 0])
    True
    """
    count, heads = features.shape[1], targets.shape[1]
    known = targets >= 0
    positives = (targets == 1).sum(axis=0)
    few = (positives < FEWEST) | (known.sum(axis=0) - positives < FEWEST)
    signs = np.where(targets == 1, 1.0, -1.0)
    counted = np.where(known, weights[:, None], 0.0)
    share = ((counted * (targets == 1)).sum(axis=0) + 0.5) / (counted.sum(axis=0) + 1)
    first = np.log(share / (1 - share))
    counted[:, few] = 0.0
    turned = sp.csr_matrix(features.T)

    def loss(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        table = point.reshape(count + 1, heads)
        margins = signs * (features @ table[:-1] + table[-1])
        value = float((counted * np.logaddexp(0, -margins)).sum() + (table[:-1] ** 2).sum() / (2 * strength))
        slope = -counted * signs / (1 + np.exp(np.clip(margins, -500, 500)))
        down = np.vstack([turned @ slope + table[:-1] / strength, slope.sum(axis=0)])
        return value, down.ravel()

    start = np.vstack([np.zeros((count, heads)), first])
    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": rounds, "maxcor": 8, "ftol": 1e-7, "gtol": 1e-4})
    table = cast("NDArray[np.float64]", found.x.reshape(count + 1, heads))
    table[:-1, few] = 0.0
    table[-1, few] = first[few]
    return table[:-1], table[-1]

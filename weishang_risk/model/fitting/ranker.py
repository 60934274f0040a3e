"""Which row of a table is the right one: learned over many tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize


def fit_ranker(
    tables: Sequence[NDArray[np.float64]], right: Sequence[Sequence[int]], weights: Sequence[float], strength: float
) -> NDArray[np.float64]:
    """Weights under which a right row of each table is the likeliest of its rows: a conditional logistic regression.

    Returns
    -------
    ndarray of shape (n_columns,)
        Without a bias: the rows of one table are compared with one another.
    """
    starts = np.cumsum([0, *(len(table) for table in tables[:-1])])
    rows = np.vstack(tables)
    spread = rows.std(axis=0) + 1e-9
    rows = rows / spread
    of = np.repeat(np.arange(len(tables)), [len(table) for table in tables])
    good = np.zeros(len(rows))
    for start, own in zip(starts, right, strict=True):
        good[start + np.array(own)] = 1.0
    counted = np.array(weights)

    def loss(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = rows @ point
        scores -= np.maximum.reduceat(scores, starts)[of]
        odds = np.exp(scores)
        whole = np.add.reduceat(odds, starts)
        kept = np.maximum(np.add.reduceat(odds * good, starts), 1e-12)
        value = -float((counted * np.log(kept / whole)).sum()) + float(point @ point) / (2 * strength)
        slope = (odds / whole[of] - odds * good / kept[of]) * counted[of]
        return value, rows.T @ slope + point / strength

    found: NDArray[np.float64] = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    ranked: NDArray[np.float64] = found / spread
    return ranked

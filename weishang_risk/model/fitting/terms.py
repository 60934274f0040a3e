"""The last layer: what each term of the model counts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from ..terms import FALLING, RISING, TERMS

#: How much of what moves a score may be wording that no concept accounts for.
MOST_WORDING = 1 / 6


def fit_terms(
    vectors: NDArray[np.float64], positive: NDArray[np.integer], weights: NDArray[np.float64], strength: float = 3.0
) -> tuple[NDArray[np.float64], float]:
    """The last layer: a logistic regression whose structural terms are bounded to one sign, and whose wording is kept small.

    Parameters
    ----------
    vectors : ndarray of shape (n_texts, n_terms)
    positive : ndarray of shape (n_texts,)
        1 where ``risk >= 2``.
    weights : ndarray of shape (n_texts,)
    strength : float, default 3.0
        Inverse regularisation strength.

    Returns
    -------
    coefficients : ndarray of shape (n_terms,)
    bias : float
    """
    count = vectors.shape[1]
    signs = 2.0 * positive - 1

    def loss(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = signs * (vectors @ point[:count] + point[count])
        value = float((weights * np.logaddexp(0, -margins)).sum() + point[:count] @ point[:count] / (2 * strength))
        slope = -weights * signs / (1 + np.exp(np.clip(margins, -500, 500)))
        return value, np.append(vectors.T @ slope + point[:count] / strength, slope.sum())

    bounds: list[tuple[float | None, float | None]] = [
        (0, None) if t in RISING else (None, 0) if t in FALLING else (None, None) for t in TERMS]
    place = list(TERMS).index("wording")

    def fitted(most: float | None) -> NDArray[np.float64]:
        bounds[place] = (0, most)
        point: NDArray[np.float64] = minimize(loss, np.zeros(count + 1), jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)],
                                              options={"maxiter": 2000, "ftol": 1e-12, "gtol": 1e-8}).x
        return point

    found = fitted(None)
    low, high = 0.0, float(found[place])
    if share_of_wording(found[:count], vectors, weights) > MOST_WORDING:
        for _ in range(12):
            middle = (low + high) / 2
            found = fitted(middle)
            if share_of_wording(found[:count], vectors, weights) > MOST_WORDING:
                high = middle
            else:
                low = middle
        found = fitted(low)
    return found[:count], float(found[count])


def share_of_wording(coefficients: NDArray[np.float64], vectors: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """Mean absolute contribution of the wording over that of all concepts."""
    moved = (vectors - np.average(vectors, axis=0, weights=weights)) * coefficients
    concepts: dict[str, NDArray[np.float64]] = {}
    for column, concept in zip(moved.T, TERMS.values(), strict=True):
        concepts[concept] = concepts.get(concept, np.zeros(len(moved))) + column
    sizes = {concept: float(np.average(np.abs(column), weights=weights)) for concept, column in concepts.items()}
    return sizes["wording"] / max(sum(sizes.values()), 1e-12)

"""Figures with intervals; the unit of resampling is the group."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, roc_auc_score

Figure = Callable[[NDArray[np.int64], NDArray[np.float64]], float]


def auc(labels: NDArray[np.int64], scores: NDArray[np.float64]) -> float:
    """Area under the ROC curve; NaN where there is one class only."""
    return float(roc_auc_score(labels, scores)) if 0 < labels.sum() < len(labels) else float("nan")


def f1(labels: NDArray[np.int64], scores: NDArray[np.float64]) -> float:
    """F1 of the positive class at score 0.5."""
    return float(f1_score(labels, scores >= 0.5, zero_division=0))


def ece(labels: NDArray[np.int64], scores: NDArray[np.float64], bins: int = 10) -> float:
    """Expected calibration error over equal-width bins."""
    places = np.minimum((scores * bins).astype(int), bins - 1)
    total = 0.0
    for place in range(bins):
        inside = places == place
        if inside.any():
            total += inside.mean() * abs(labels[inside].mean() - scores[inside].mean())
    return float(total)


def resamples(groups: Sequence[str], count: int = 400, seed: int = 0) -> list[NDArray[np.intp]]:
    """Bootstrap samples of whole groups, as row indices."""
    rng = np.random.default_rng(seed)
    members: dict[str, list[int]] = {}
    for index, group in enumerate(groups):
        members.setdefault(group, []).append(index)
    units = [np.array(rows, dtype=np.intp) for rows in members.values()]
    return [np.concatenate([units[i] for i in rng.integers(0, len(units), len(units))]) for _ in range(count)]


def interval(
    figure: Figure, labels: NDArray[np.int64], scores: NDArray[np.float64], groups: Sequence[str],
    against: NDArray[np.float64] | None = None,
) -> tuple[float, float, float]:
    """A figure, or its lead over another set of scores, with its 95 % interval.

    Returns
    -------
    tuple of float
        Value, lower and upper bound.
    """  # fmt: skip

    def value(rows: NDArray[np.intp]) -> float:
        own = figure(labels[rows], scores[rows])
        return own if against is None else own - figure(labels[rows], against[rows])

    drawn = np.array([value(rows) for rows in resamples(groups)])
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return value(np.arange(len(labels))), float(low), float(high)

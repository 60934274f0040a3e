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


def wilson(hits: int, count: int) -> tuple[float, float]:
    """95 % interval of a share.

    Examples
    --------
    >>> low, high = wilson(9, 10)
    >>> round(low, 2), round(high, 2)
    (0.6, 0.98)
    """
    if not count:
        return 0.0, 1.0
    z = 1.96
    share = hits / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    reach = z * np.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return float(middle - reach), float(middle + reach)


def risk_coverage(labels: NDArray[np.int64], scores: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Error among the surest texts, for every share of texts judged.

    Returns
    -------
    covered, error : ndarray of shape (n_texts,)
    """
    order = np.argsort(-np.abs(scores - 0.5), kind="stable")
    wrong = (scores >= 0.5) != labels
    counts = np.arange(1, len(labels) + 1)
    return counts / len(labels), np.cumsum(wrong[order]) / counts


def kappa(first: Sequence[object], second: Sequence[object]) -> float:
    """Cohen's kappa of two readings; NaN where both gave one value only.

    Examples
    --------
    >>> kappa([0, 0, 1, 1], [0, 0, 1, 0])
    0.5
    """
    names = sorted({*map(str, first), *map(str, second)})
    agreed = float(np.mean([str(a) == str(b) for a, b in zip(first, second, strict=True)]))
    chance = sum(np.mean([str(a) == n for a in first]) * np.mean([str(b) == n for b in second]) for n in names)
    return float((agreed - chance) / (1 - chance)) if chance < 1 else float("nan")


def recall_at(labels: NDArray[np.int64], scores: NDArray[np.float64], negatives: NDArray[np.float64], rate: float = 0.05) -> float:
    """Share of positives above the threshold that lets ``rate`` of the given negatives through."""
    threshold = float(np.quantile(negatives, 1 - rate))
    return float((scores[labels == 1] > threshold).mean())

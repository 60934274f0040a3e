"""The pictures of an evaluation, each as one PNG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib
import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import precision_recall_curve, roc_curve

from . import metrics

matplotlib.use("Agg")
import matplotlib.pyplot as plt

_COLOURS = {"weishang_risk": "#b91c1c", "tfidf": "#2563eb", "keywords": "#6b7280"}
_LABELS = {"weishang_risk": "weishang_risk", "tfidf": "jieba + TF-IDF + LR", "keywords": "keyword count"}
Scores = Mapping[str, NDArray[np.float64]]
Slice = tuple[str, int, float, float, float]


def _save(figure: plt.Figure, path: Path) -> Path:
    figure.savefig(path, dpi=110, bbox_inches="tight")
    plt.close(figure)
    return path


def _axes(title: str, across: str, up: str, size: tuple[float, float] = (5.2, 4.4)) -> tuple[plt.Figure, plt.Axes]:
    figure, axes = plt.subplots(figsize=size)
    axes.set(title=title, xlabel=across, ylabel=up)
    axes.grid(alpha=0.25)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return figure, axes


def roc(labels: NDArray[np.int64], scores: Scores, path: Path) -> Path:
    """ROC curves of the library and its peers."""
    figure, axes = _axes("ROC", "false positive rate", "true positive rate")
    for name, values in scores.items():
        across, up, _ = roc_curve(labels, values)
        axes.plot(across, up, color=_COLOURS[name], label=f"{_LABELS[name]}: AUC {metrics.auc(labels, values):.3f}")
    axes.plot([0, 1], [0, 1], color="#bbb", linestyle=":")
    axes.legend(loc="lower right", frameon=False)
    return _save(figure, path)


def precision_recall(labels: NDArray[np.int64], scores: Scores, path: Path) -> Path:
    """Precision against recall, with the point of score 0.5."""
    figure, axes = _axes("Precision and recall", "recall", "precision")
    for name, values in scores.items():
        precision, recall, _ = precision_recall_curve(labels, values)
        axes.plot(recall, precision, color=_COLOURS[name], label=_LABELS[name])
        chosen = values >= 0.5
        if chosen.any():
            axes.plot((chosen & (labels == 1)).sum() / labels.sum(), labels[chosen].mean(), "o", color=_COLOURS[name])
    axes.set_ylim(0.3, 1.01)
    axes.legend(loc="lower left", frameon=False, title="dot: at score 0.5")
    return _save(figure, path)


def reliability(labels: NDArray[np.int64], scores: NDArray[np.float64], path: Path, bins: int = 10) -> Path:
    """Share of positives against predicted probability, with 95 % intervals (Wilson)."""
    figure, axes = _axes("Reliability", "predicted probability", "share that is positive")
    places = np.minimum((scores * bins).astype(int), bins - 1)
    axes.plot([0, 1], [0, 1], color="#bbb", linestyle=":")
    for place in range(bins):
        inside = places == place
        if inside.any():
            share, count = labels[inside].mean(), int(inside.sum())
            low, high = metrics.wilson(int(labels[inside].sum()), count)
            across = scores[inside].mean()
            axes.plot([across, across], [low, high], color=_COLOURS["weishang_risk"], alpha=0.5)
            axes.plot(across, share, "o", color=_COLOURS["weishang_risk"], markersize=3 + np.sqrt(count) / 4)
    axes.text(0.03, 0.93, f"calibration error {metrics.ece(labels, scores):.3f}", transform=axes.transAxes)
    return _save(figure, path)


def risk_coverage(labels: NDArray[np.int64], scores: Scores, path: Path) -> Path:
    """Error among the texts a tool is surest of, as it is asked to judge more of them."""
    figure, axes = _axes("Error against coverage", "share of texts judged, surest first", "error among them")
    for name, values in scores.items():
        if name != "keywords":
            covered, error = metrics.risk_coverage(labels, values)
            axes.plot(covered, error, color=_COLOURS[name], label=_LABELS[name])
    axes.set_ylim(bottom=0)
    axes.legend(loc="upper left", frameon=False)
    return _save(figure, path)


def slices(title: str, rows: Sequence[Slice], path: Path) -> Path:
    """Accuracy by slice, worst first, with 95 % intervals."""
    figure, axes = _axes(title, "accuracy at 0.5", "", (6.0, 1.0 + 0.22 * len(rows)))
    for place, (name, count, value, low, high) in enumerate(sorted(rows, key=lambda r: -r[2])):
        axes.plot([low, high], [place, place], color="#999")
        axes.plot(value, place, "o", color=_COLOURS["weishang_risk"])
        axes.text(1.01, place, f"{name} ({count})", transform=axes.get_yaxis_transform(), va="center", fontsize=8)
    axes.set_yticks([])
    axes.margins(y=0.6 / len(rows))
    axes.set_xlim(right=1.005)
    return _save(figure, path)


def confusion(title: str, names: Sequence[str], table: NDArray[np.int64], path: Path) -> Path:
    """Gold in rows, read in columns."""
    figure, axes = plt.subplots(figsize=(1.6 + 0.62 * len(names), 1.3 + 0.55 * len(names)))
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap="Reds", vmin=0, vmax=1)
    for i in range(len(names)):
        for j in range(len(names)):
            axes.text(j, i, table[i, j], ha="center", va="center", color="white" if shares[i, j] > 0.55 else "black", fontsize=9)
    axes.set(title=title, xlabel="read", ylabel="labelled", xticks=range(len(names)), yticks=range(len(names)))
    axes.set_xticklabels(names, rotation=30, ha="right")
    axes.set_yticklabels(names)
    return _save(figure, path)

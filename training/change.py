"""What a new model changes, told before it takes an old one's place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold

from weishang_risk import score_many
from weishang_risk.model.risk import RiskModel
from weishang_risk.model.storage import inert

from . import data, metrics, splits

#: From the rows of a table to train on, a model.
Trainer = Callable[[NDArray[np.intp]], RiskModel]
#: Texts shown of those newly right and of those newly wrong, and their characters.
EXAMPLES, SHOWN = 3, 100


def positives(labels: Sequence[Any]) -> NDArray[np.int64]:
    """1 where a label, 0/1, risk 0-3 or a record, says pyramid.

    Examples
    --------
    >>> positives([0, 1]).tolist(), positives([1, 2, {"risk": 3}]).tolist()
    ([0, 1], [0, 1, 1])
    """
    graded = any(isinstance(label, dict) or int(label) > 1 for label in labels)
    values = [int(label["risk"] if isinstance(label, dict) else label) for label in labels]
    return np.array([int(value >= (2 if graded else 1)) for value in values], dtype=np.int64)


def groups_of(texts: Sequence[str], labels: Sequence[Any]) -> list[str]:
    """What must not stand on both sides of a fold: a record's group, or the same text."""
    return [str((label.get("group") if isinstance(label, dict) else None) or text) for text, label in zip(texts, labels, strict=True)]


def scores(texts: Sequence[str], model: RiskModel) -> NDArray[np.float64]:
    """What a model makes of texts; shape (n_texts,)."""
    return np.array([report.score for report in score_many(texts, model=model)])


def cross_validated(texts: Sequence[str], labels: Sequence[Any], trainer: Trainer, folds: int) -> NDArray[np.float64]:
    """Scores of each text by a model that was trained on the others.

    Raises
    ------
    ValueError
        Where there are too few texts to leave some out.
    """
    found = np.zeros(len(texts))
    parts = StratifiedGroupKFold(folds, shuffle=True, random_state=0).split(np.zeros(len(texts)), positives(labels), groups_of(texts, labels))
    for train, test in parts:
        found[test] = scores([texts[i] for i in test], trainer(train))
    return found


def lines(
    title: str, texts: Sequence[str], positive: NDArray[np.int64], groups: Sequence[str], before: NDArray[np.float64], after: NDArray[np.float64]
) -> list[str]:
    """Figures before and after with 95 % intervals over groups, and the texts that are newly right and newly wrong."""
    told = [f"{title}: {len(texts)} texts, {int(positive.sum())} positive; old model, then new"]
    for name, figure in (("AUC", metrics.auc), ("F1 at 0.5", metrics.f1), ("calibration error", metrics.ece)):
        shown = "  ".join("{:.3f} [{:.3f}, {:.3f}]".format(*metrics.interval(figure, positive, values, groups)) for values in (before, after))
        change = "{:+.3f} [{:+.3f}, {:+.3f}]".format(*metrics.interval(figure, positive, after, groups, before))
        told.append(f"  {name:<18}{shown}  change {change}")
    was, now = (before >= 0.5) == positive, (after >= 0.5) == positive
    for name, rows in (("newly right", now & ~was), ("newly wrong", was & ~now)):
        told.append(f"  {name} {int(rows.sum())}")
        # The farthest moved first.
        for i in sorted(np.flatnonzero(rows).tolist(), key=lambda i: -abs(after[i] - before[i]))[:EXAMPLES]:
            begun = inert(" ".join(texts[i].split())[:SHOWN])
            told.append(f"    {before[i]:.2f} to {after[i]:.2f}, {'pyramid' if positive[i] else 'none'}: {begun}")
    return told


def on_test_split(old: RiskModel, new: RiskModel) -> list[str]:
    """What two models make of the corpus's test split, as lines of text."""
    records = [r for r in data.load_corpus() if splits.split_of(r) == "test"]
    texts = [r["text"] for r in records]
    positive = np.array([int(r["risk"] >= 2) for r in records], dtype=np.int64)
    return lines("test split of the corpus", texts, positive, data.groups(records), scores(texts, old), scores(texts, new))


def on_own(texts: Sequence[str], labels: Sequence[Any], old: RiskModel, trainer: Trainer, folds: int) -> list[str]:
    """What the old model makes of a user's texts, and a new one of those it was not trained on, as lines of text."""
    title = f"your texts, {folds}-fold cross-validation"
    try:
        after = cross_validated(texts, labels, trainer, folds)
    except ValueError as error:
        return [f"{title}: not done, for a part of your texts is too few to train on ({error})"]
    return lines(title, texts, positives(labels), groups_of(texts, labels), scores(texts, old), after)

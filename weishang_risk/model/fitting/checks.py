"""What is refused before anything is fitted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...reading.document import check_text

#: Fewest texts of each class that can be trained on.
LEAST_OF_EACH = 10


def checked(texts: Sequence[Any], labels: Sequence[Any]) -> NDArray[np.int64]:
    """0/1 targets, or an error that says what is wrong."""
    if len(texts) != len(labels):
        raise ValueError(f"{len(texts)} texts but {len(labels)} labels; give one label a text")
    for index, text in enumerate(texts):
        check_text(text, f"text {index}")
    for index, label in enumerate(labels):
        if isinstance(label, dict) and (missing := [field for field in ("risk", "tiers", "voice") if field not in label]):
            raise ValueError(f"the record of text {index} has no {' and no '.join(missing)}; a risk alone is given as a number")
    values = [label["risk"] if isinstance(label, dict) else label for label in labels]
    wrong = [i for i, v in enumerate(values) if isinstance(v, bool) is False and v not in (0, 1, 2, 3)]
    if wrong:
        raise ValueError(f"label {values[wrong[0]]!r} of text {wrong[0]}: labels are 0/1, or risk 0-3, or records")
    graded = any(isinstance(label, dict) for label in labels) or max(map(int, values), default=0) > 1
    positive = np.array([int(v) >= (2 if graded else 1) for v in values], dtype=np.int64)
    fewest = int(min(positive.sum(), len(positive) - positive.sum())) if len(positive) else 0
    if fewest < LEAST_OF_EACH:
        raise ValueError(
            f"{len(positive)} texts with {int(positive.sum())} positive: training needs at least {LEAST_OF_EACH} of each class"
        )
    return positive


#: So that weights can be added up.
_MOST_WEIGHT = 1e100


def checked_weights(weights: Sequence[float] | NDArray[Any] | None, positive: NDArray[np.integer]) -> NDArray[np.float64]:
    """One finite weight of at least 0 a text, some of each class above 0."""
    count = len(positive)
    if weights is None:
        return np.ones(count)
    checked = np.asarray(weights, dtype=np.float64)
    if checked.shape != (count,):
        raise ValueError(f"{count} texts but weights of shape {checked.shape}; give one weight a text")
    wrong = np.flatnonzero(~np.isfinite(checked) | (checked < 0))
    if len(wrong):
        raise ValueError(f"weight {checked[wrong[0]]} of text {wrong[0]}: weights are finite and not negative")
    if not checked.any():
        raise ValueError("every weight is 0; some text must count")
    if checked.max() > _MOST_WEIGHT:
        raise ValueError(f"weight {checked.max():g} is too large to be added up; weights are at most {_MOST_WEIGHT:g}")
    for label in (0, 1):
        if not (checked[positive == label].sum() / checked.sum()) > 0:
            raise ValueError(f"the texts that are {'' if label else 'not '}positive have no weight; some of both classes must count")
    return checked

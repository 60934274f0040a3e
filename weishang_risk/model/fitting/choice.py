"""Which of a text's sums is the one that lets one in, and which the largest claim."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...concepts.choice import CHOICE, CHOSEN, choice_features, eligible
from ...concepts.roles import Sum
from .ranker import fit_ranker

#: Inverse regularisation strength, chosen by group-wise cross-validation (training/README.md).
C_CHOICE = 3.0
#: A text that states a sum counts this much more than one that states none, of which there are far more.
_STATED = 3.0


def chosen_targets(record: dict[str, Any], role: str, sums: Sequence[Sum]) -> list[int]:
    """Which rows of :func:`~weishang_risk.concepts.choice.choice_features` are right: sums of the amount stated, else none of them."""
    amount = record.get({"entry": "buyin_amount", "income": "income_amount"}[role])
    places = eligible(sums)
    if amount is None:
        return [len(places)]
    return [row for row, place in enumerate(places) if amount in (sums[place].quantity.low, sums[place].quantity.high)]


def fit_choice(
    records: Sequence[dict[str, Any]], sums: Sequence[Sequence[Sum]], logits: Sequence[NDArray[np.float64]],
    roles: Sequence[NDArray[np.float64]], heads: Sequence[dict[str, float]], weights: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Train which of a text's sums is the one, or none, on logits from folds that had not seen the text.

    Returns
    -------
    ndarray of shape (len(CHOICE), len(CHOSEN))
    """  # fmt: skip
    table = np.zeros((len(CHOICE), len(CHOSEN)))
    for place, role in enumerate(CHOSEN):
        tables, right, counted = [], [], []
        for record, own, weight, *read in zip(records, sums, weights, logits, roles, heads, strict=True):
            if not (rows := chosen_targets(record, role, own)):
                continue
            tables.append(choice_features(role, own, *read))
            right.append(rows)
            counted.append(weight * (_STATED if rows != [len(tables[-1]) - 1] else 1.0))
        if tables:
            table[:, place] = fit_ranker(tables, right, counted, C_CHOICE)
    return table

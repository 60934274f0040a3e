"""The roles of sums, by how each stands among the others of its text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from ...concepts.among import STANDING, standing
from ...concepts.roles import ROLES, Sum

#: Inverse regularisation strength; from 0.1 to 1 it makes no difference (training/README.md).
C_AMONG = 0.1
#: Fewest sums of known roles to learn from; with less, and for a role nobody gave, what stands around a sum decides alone.
FEWEST = 200


def as_they_are() -> NDArray[np.float64]:
    """Weights under which every sum keeps the logits it has by what stands around it."""
    table = np.zeros((STANDING + 1, len(ROLES)))
    # The first columns of `standing` are half the logits.
    table[: len(ROLES)] = 2 * np.eye(len(ROLES))
    return table


def fit_among(
    targets: Sequence[Sequence[Sequence[int]]], sums: Sequence[Sequence[Sum]], roles: Sequence[NDArray[np.float64]],
    logits: Sequence[NDArray[np.float64]], heads: Sequence[Mapping[str, float]], weights: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Train the roles of the sums of each text together, on logits from folds that had not seen the text.

    Parameters
    ----------
    targets : sequence of sequence of sequence of int
        Of each text and sum, as :func:`~weishang_risk.model.fitting.roles.role_targets`.
    sums, roles, logits, heads
        Of each text, as :func:`~weishang_risk.concepts.among.standing` takes them.
    weights : ndarray of shape (n_texts,)

    Returns
    -------
    ndarray of shape (STANDING + 1, n_roles)
        The last row is the bias.
    """  # fmt: skip
    rows, known, counted = [], [], []
    for of_text, own, weight, *read in zip(targets, sums, weights, roles, logits, heads, strict=True):
        told = [place for place, target in enumerate(of_text) if 1 in target and -1 not in target]
        if told:
            rows.append(standing(own, *read)[told])
            known += [of_text[place].index(1) for place in told]
            counted += [weight] * len(told)
    table = as_they_are()
    if len(known) < FEWEST or len(set(known)) < len(ROLES):
        return table
    model = LogisticRegression(C=C_AMONG, max_iter=300, tol=1e-3)
    model.fit(np.vstack(rows), known, sample_weight=counted)
    table[:-1], table[-1] = model.coef_.T, model.intercept_
    return table

"""The roles of sums and shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...concepts.linear import LinearHeads
from ...concepts.roles import ROLES, Sum
from ...reading.document import Document
from .bags import matrix, vocabulary
from .logistic import fit_heads

#: Inverse regularisation strength, chosen by group-wise cross-validation (training/README.md).
C_SUMS = 0.3


def role_targets(record: dict[str, Any], document: Document, sums: Sequence[Sum]) -> list[list[int]]:
    """For every sum of a text, which of :data:`ROLES` it is: 1 yes, 0 no, -1 not known.

    A record's ``sums`` give each one's role; without them only the buy-in's and the income's amounts are known.
    """
    rows = []
    labelled = record.get("sums")
    for found in sums:
        values = (found.quantity.low, found.quantity.high)
        row = [-1] * len(ROLES)
        if labelled is not None:
            start, end = document.normalized.to_original(found.quantity.start, found.quantity.end)
            role = next((each["role"] for each in labelled if each["start"] < end and start < each["end"]), "other")
            role = "reward2" if role.startswith("reward") and role not in ROLES else "other" if role not in ROLES else role
            row = [int(name == role) for name in ROLES]
        else:
            for role, field in (("entry", "buyin_amount"), ("income", "income_amount")):
                row[ROLES.index(role)] = int(record.get(field) in values and record[field] is not None)
        rows.append(row)
    return rows


def fit_roles(
    documents: Sequence[Document], records: Sequence[dict[str, Any]], sums: Sequence[Sequence[Sum]], weights: NDArray[np.float64]
) -> LinearHeads:
    """Train :data:`ROLES`."""
    bags, targets, repeated = [], [], []
    for document, record, own, weight in zip(documents, records, sums, weights, strict=True):
        bags += [found.features for found in own]
        targets += role_targets(record, document, own)
        repeated += [weight] * len(own)
    names = vocabulary(bags)
    features = matrix(bags, names)
    stacked, counted = np.array(targets, dtype=np.int64).reshape(-1, len(ROLES)), np.array(repeated)
    table, bias = fit_heads(features, stacked, C_SUMS, counted)
    return LinearHeads(ROLES, names, table, bias)

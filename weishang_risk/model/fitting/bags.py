"""Bags of named features as sparse tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

#: Fewest bags that a name is kept for: of few bags, and of many, and how many are many.
MIN_COUNT, MIN_COUNT_OF_MANY, MANY = 3, 6, 4000
#: Rarity of a feature that about one text in twenty has.
_USUAL = 4.0


def vocabulary(bags: Sequence[Sequence[str]], min_count: int | None = None) -> list[str]:
    """Names that occur in at least ``min_count`` bags, sorted; by default in more where there are many bags."""
    if min_count is None:
        min_count = MIN_COUNT if len(bags) < MANY else MIN_COUNT_OF_MANY
    counts: Counter[str] = Counter()
    for bag in bags:
        counts.update(set(bag))
    return sorted(name for name, count in counts.items() if count >= min_count)


def matrix(bags: Sequence[Sequence[str]], names: Sequence[str]) -> sp.csr_matrix:
    """Presence of names in bags."""
    index = {name: i for i, name in enumerate(names)}
    pointers, columns = [0], []
    for bag in bags:
        columns.extend(sorted({index[name] for name in bag if name in index}))
        pointers.append(len(columns))
    return sp.csr_matrix((np.ones(len(columns)), columns, pointers), shape=(len(bags), len(names)))


def by_length(features: sp.csr_matrix) -> sp.csr_matrix:
    """Rows over the square root of how many features they have; see :meth:`LinearHeads.scaled_logits`."""
    lengths = np.sqrt(np.maximum(np.asarray(features.sum(axis=1)).ravel(), 1))
    return sp.csr_matrix(sp.diags(1 / lengths) @ features)


def rarity(features: sp.csr_matrix) -> NDArray[np.float64]:
    """How rare each feature is, about 1 on average: a rare word says more of a text than a common one, so it is held back less."""
    counts = np.asarray(features.sum(axis=0)).ravel()
    return np.asarray((np.log((1 + features.shape[0]) / (1 + counts)) + 1) / _USUAL, dtype=np.float64)

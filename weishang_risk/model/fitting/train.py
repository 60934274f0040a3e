"""All that a model learns, in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...concepts.reader import ConceptReader
from ...plan.rewards import emphasis
from ...reading.document import readable
from ..terms import mitigation_strength, terms
from .checks import checked, checked_weights
from .reader import Progress, fit_reader
from .terms import fit_terms


def train(
    texts: list[str], labels: list[Any], groups: Sequence[str] | None, weights: Sequence[float] | NDArray[Any] | None,
    progress: Progress, shipped: Callable[[], ConceptReader], changed: int = 0,
) -> tuple[ConceptReader, NDArray[np.float64], NDArray[np.float64], float, float]:
    """What :meth:`RiskModel.fit` learns.

    Parameters
    ----------
    texts, labels, groups, weights, progress
        As there.
    shipped : callable
        Yields the concept classifiers to keep where the labels are no records.
    changed
        As there.

    Returns
    -------
    reader : ConceptReader
    weights, means : ndarray of shape (n_terms,)
    intercept, base_rate : float
    """  # fmt: skip
    if not 0 <= changed < max(len(texts), 1):
        raise ValueError(f"changed is {changed}; of {len(texts)} texts that many cannot be copies of the others")
    count = len(texts) - changed
    positive = checked(texts, labels)
    if changed:
        checked(texts[:count], labels[:count])
    weight = checked_weights(weights, positive)
    groups = list(groups) if groups is not None else [f"#{i}" for i in range(len(texts))]
    if len(groups) != len(texts):
        raise ValueError(f"{len(texts)} texts but {len(groups)} groups; give one group a text")
    progress(f"reading {len(texts)} texts")
    documents = [readable(text) for text in texts]
    told = [i for i, label in enumerate(labels) if isinstance(label, dict)]
    if told:
        reader, own = fit_reader([documents[i] for i in told], [labels[i] for i in told], [groups[i] for i in told],
                                 weight[told], progress)
        held_out = dict(zip(told, own, strict=True))
    else:
        reader, held_out = shipped(), {}
    for i, document in enumerate(documents):
        # A text whose concepts nobody labelled has taught the readers nothing, so they may read it as it is.
        if i not in held_out:
            held_out[i] = dict(reader.read(document).heads)
    progress("last layer")
    vectors = np.array([
        terms(held_out[i], emphasis(document), mitigation_strength(reader.read(document)))
        for i, document in enumerate(documents[:count])
    ])  # fmt: skip
    positive, weight = positive[:count], weight[:count]
    coefficients, bias = fit_terms(vectors, positive, weight)
    means = np.average(vectors, axis=0, weights=weight)
    return reader, coefficients, means, float(bias + coefficients @ means), float(np.average(positive, weights=weight))

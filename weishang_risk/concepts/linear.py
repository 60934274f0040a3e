"""Linear classifiers over named features, as plain arrays."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray


class LinearHeads:
    """Several linear classifiers that share one vocabulary.

    Parameters
    ----------
    names : sequence of str
        One name a classifier.
    vocabulary : sequence of str
        Feature names, one a row of ``weights``.
    weights : ndarray of shape (n_features, n_heads)
    bias : ndarray of shape (n_heads,)

    Examples
    --------
    >>> heads = LinearHeads(["fee"], ["pay sum"], np.array([[2.0]]), np.array([-1.0]))
    >>> heads.logits(["pay sum", "unknown"])
    array([1.])
    """

    def __init__(
        self, names: Sequence[str], vocabulary: Sequence[str], weights: NDArray[np.floating], bias: NDArray[np.floating]
    ) -> None:
        if weights.shape != (len(vocabulary), len(names)) or bias.shape != (len(names),):
            raise ValueError(f"{len(vocabulary)} features and {len(names)} heads do not fit weights of {weights.shape}")
        self.names = tuple(names)
        self.index = {name: i for i, name in enumerate(vocabulary)}
        # A last row of zeros stands in for every bag of features, so that none is empty.
        self._padded = np.vstack([np.asarray(weights, dtype=np.float64), np.zeros((1, len(names)))])
        self.weights = self._padded[:-1]
        self.bias = np.asarray(bias, dtype=np.float64)

    def _rows(self, features: Iterable[str]) -> list[int]:
        return [row for row in map(self.index.get, features) if row is not None]

    def weight_of(self, features: Iterable[str], head: int) -> float:
        """Sum of one head's weights of some features, without the bias."""
        rows = self._rows(features)
        return float(sum(self.weights[rows, head].tolist())) if rows else 0.0

    def weights_of(self, features: Iterable[str], head: int) -> list[float]:
        """One head's weight of each of some features, 0 of those it does not know."""
        unknown = len(self.index)
        rows = [self.index.get(name, unknown) for name in features]
        weights: list[float] = self._padded[rows, head].tolist()
        return weights

    def logits(self, features: Iterable[str]) -> NDArray[np.float64]:
        """Logit of every head for the features present; unknown ones count nothing.

        Parameters
        ----------
        features : iterable of str

        Returns
        -------
        ndarray of shape (n_heads,)
        """
        rows = self._rows(features)
        if not rows:
            return self.bias
        total: NDArray[np.float64] = np.add(self.weights.take(rows, axis=0).sum(axis=0), self.bias)
        return total

    def logits_each(self, bags: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        """Logits of several bags of features at once.

        Parameters
        ----------
        bags : sequence of sequence of str

        Returns
        -------
        ndarray of shape (n_bags, n_heads)
        """
        size = len(self.index)
        rows: list[int] = []
        starts: list[int] = []
        for bag in bags:
            starts.append(len(rows))
            rows.append(size)
            rows += self._rows(bag)
        return self.summed(rows, starts)

    def summed(self, rows: Sequence[int] | NDArray[np.intp], starts: Sequence[int]) -> NDArray[np.float64]:
        """As :meth:`logits_each`, of features by their places in the vocabulary; the bags begin at ``starts``, none of them empty.

        The place after the last stands for a feature that is not known.
        """
        if not starts:
            return np.zeros((0, len(self.names)))
        total: NDArray[np.float64] = np.add(np.add.reduceat(self._padded.take(rows, axis=0), starts, axis=0), self.bias)
        return total

    def scaled(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """As :meth:`scaled_logits`, of features by their places in the vocabulary."""
        known = rows[rows < len(self.index)]
        if not len(known):
            return self.bias
        total: NDArray[np.float64] = np.add(self.weights.take(known, axis=0).sum(axis=0) / math.sqrt(len(known)), self.bias)
        return total

    def in_single_precision(self) -> None:
        """Round the weights as a model file holds them, so that a model scores the same before it is saved and after."""
        self._padded[:] = self._padded.astype(np.float32)

    def scaled_logits(self, features: Iterable[str]) -> NDArray[np.float64]:
        """As :meth:`logits`, over the square root of how many features are known, so that length carries no weight."""
        rows = self._rows(features)
        if not rows:
            return self.bias
        total: NDArray[np.float64] = np.add(self.weights.take(rows, axis=0).sum(axis=0) / math.sqrt(len(rows)), self.bias)
        return total

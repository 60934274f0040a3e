"""Linear classifiers over named features, as plain arrays."""

from __future__ import annotations

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
        self.weights = np.ascontiguousarray(weights, dtype=np.float64)
        self.bias = np.asarray(bias, dtype=np.float64)

    def logits(self, features: Iterable[str]) -> NDArray[np.float64]:
        """Logit of every head for the features present; unknown ones count nothing.

        Parameters
        ----------
        features : iterable of str

        Returns
        -------
        ndarray of shape (n_heads,)
        """
        index = self.index
        rows = [index[name] for name in features if name in index]
        if not rows:
            return self.bias
        total: NDArray[np.float64] = np.add(self.weights[rows].sum(axis=0), self.bias)
        return total

    def scaled_logits(self, features: Iterable[str]) -> NDArray[np.float64]:
        """As :meth:`logits`, over the square root of how many features are known, so that length carries no weight."""
        index = self.index
        rows = [index[name] for name in features if name in index]
        if not rows:
            return self.bias
        total: NDArray[np.float64] = np.add(self.weights[rows].sum(axis=0) / np.sqrt(len(rows)), self.bias)
        return total

"""Linear classifiers over named features, as plain arrays."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

#: Bits a weight keeps once it is trained: the fourth decimal of a score does not hang on more, and a model file is a third smaller.
SIGNIFICANT = 12


class Bags:
    """Bags of numbers, one after the other.

    Parameters
    ----------
    nothing : int
        A number that counts nothing; each bag begins with it, so that none is empty.

    Attributes
    ----------
    items : list of int
    starts : list of int
        Where each bag begins.
    """

    def __init__(self, nothing: int) -> None:
        self._nothing = nothing
        self.items: list[int] = []
        self.starts: list[int] = []

    def add(self, items: Iterable[int]) -> None:
        """Another bag."""
        self.starts.append(len(self.items))
        self.items.append(self._nothing)
        self.items += items


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
        self._padded = np.vstack([weights, np.zeros((1, len(names)), dtype=weights.dtype)])
        self.bias = np.asarray(bias, dtype=np.float64)

    @property
    def weights(self) -> NDArray[np.floating]:
        """Weights of shape (n_features, n_heads); in single precision once rounded."""
        return self._padded[:-1]

    def _taken(self, rows: Sequence[int] | NDArray[np.intp]) -> NDArray[np.float64]:
        """Weights of some rows; sums are made in double precision."""
        return self._padded.take(rows, axis=0).astype(np.float64, copy=False)

    def _rows(self, features: Iterable[str]) -> list[int]:
        return [row for row in map(self.index.get, features) if row is not None]

    def weights_at(self, rows: NDArray[np.intp], head: int) -> list[float]:
        """One head's weight of each of some features by their places in the vocabulary."""
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
        total: NDArray[np.float64] = np.add(self._taken(rows).sum(axis=0), self.bias)
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
        total: NDArray[np.float64] = np.add(np.add.reduceat(self._taken(rows), starts, axis=0), self.bias)
        return total

    def scaled(self, rows: NDArray[np.intp], starts: Sequence[int]) -> NDArray[np.float64]:
        """As :meth:`summed`, each bag over the square root of how many of its features are known, so that length carries no weight."""
        if not starts:
            return np.zeros((0, len(self.names)))
        known = np.add.reduceat(rows < len(self.index), starts, dtype=np.intp)
        total = np.add.reduceat(self._taken(rows), starts, axis=0)
        total /= np.sqrt(np.maximum(known, 1))[:, None]
        total += self.bias
        return total

    def round_off(self) -> None:
        """Round the weights to the :data:`SIGNIFICANT` bits that a model file holds, so that a model scores the same before it is saved and after."""
        fraction, exponent = np.frexp(self._padded)
        self._padded = np.ldexp(np.round(np.ldexp(fraction, SIGNIFICANT)), exponent - SIGNIFICANT).astype(np.float32)

    def scaled_logits(self, features: Iterable[str]) -> NDArray[np.float64]:
        """As :meth:`logits`, over the square root of how many features are known, so that length carries no weight."""
        rows = self._rows(features)
        if not rows:
            return self.bias
        total: NDArray[np.float64] = np.add(self._taken(rows).sum(axis=0) / math.sqrt(len(rows)), self.bias)
        return total

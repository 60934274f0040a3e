"""The reading of texts as a scikit-learn transformer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin

from .concepts.reader import DOCUMENT_HEADS
from .model.terms import TERMS, read
from .reading.document import check_text, readable

if TYPE_CHECKING:
    from .model.risk import RiskModel

_LEVELS = ("tier_depth", "recruitment", "buy_in", "income")
_AMOUNTS = ("buy_in_amount", "income_amount")
#: Depth a matrix cell holds for ``"unlimited"``.
UNLIMITED_DEPTH = 99.0


class FeatureExtractor(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts to a numeric matrix of named features.

    Parameters
    ----------
    model : RiskModel, optional
        Whose concept readers to use; the shipped model's by default.

    Examples
    --------
    >>> extractor = FeatureExtractor()
    >>> extractor.fit_transform(["每推荐一人奖500元"]).shape == (1, len(extractor.get_feature_names_out()))
    True
    """

    def __init__(self, model: RiskModel | None = None) -> None:
        self.model = model

    def fit(self, X: Iterable[str], y: Any = None) -> FeatureExtractor:
        """Nothing is learned; for pipelines."""
        self.n_features_out_ = len(self.get_feature_names_out())
        return self

    def transform(self, X: Iterable[str]) -> NDArray[np.float64]:
        """Read texts.

        Parameters
        ----------
        X : iterable of str

        Returns
        -------
        ndarray of shape (n_texts, n_features)
            Levels and probabilities; amounts as log10(1 + amount), 0 where none is stated.

        Raises
        ------
        TypeError
            Where an item is not a string, naming its place.
        """
        from .model.risk import load_model

        model = self.model or load_model()
        rows = []
        for index, text in enumerate(X):
            reading = read(readable(check_text(text, f"item {index}")), model.reader)
            features = reading.features
            depth = features["tier_depth"]
            row = [UNLIMITED_DEPTH if depth == "unlimited" else float(depth or 0)]
            row += [float(features[name]) for name in _LEVELS[1:]]
            row += [float(np.log10(1 + (features[name] or 0))) for name in _AMOUNTS]
            row += reading.vector + [reading.concepts.heads[head] for head in DOCUMENT_HEADS]
            rows.append(row)
        return np.array(rows, dtype=np.float64).reshape(len(rows), len(self.get_feature_names_out()))

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[np.object_]:
        """Names of the columns, in order."""
        names = [*_LEVELS, *(f"log_{name}" for name in _AMOUNTS), *TERMS, *(f"logit {head}" for head in DOCUMENT_HEADS)]
        return np.array(names, dtype=object)

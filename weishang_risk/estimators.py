"""Texts in scikit-learn: the reading as a transformer, the model as a classifier."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import check_consistent_length, check_is_fitted, column_or_1d

from .batch import score_many
from .matrix import NAMES, rows_of
from .model.risk import RiskModel, ready
from .reading.document import check_text, check_texts, readable

if TYPE_CHECKING:
    from .report.report import RiskReport

#: Labels and weights of texts, one each.
Labels = Sequence[Any] | NDArray[Any]
Weights = Sequence[float] | NDArray[Any]


def texts_of(X: Any) -> list[str]:
    """The texts that an estimator was given, one a row.

    Parameters
    ----------
    X : iterable of str, or table of one column
        A list, a column of a frame, an array; a frame or array of one column, such as a ``ColumnTransformer`` hands over.

    Returns
    -------
    list of str

    Raises
    ------
    TypeError
        For one string, a dictionary, a table of several columns, or an item that is no string, naming its place.

    Examples
    --------
    >>> texts_of(np.array([["one"], ["two"]], dtype=object))
    ['one', 'two']
    """
    shape = getattr(X, "shape", None)
    if hasattr(X, "tocsr"):
        raise TypeError("X is a sparse matrix; pass texts, one string a row")
    if shape is not None and len(shape) == 2 and shape[1] == 1 and not hasattr(X, "to_pylist"):
        X = X.iloc[:, 0] if hasattr(X, "iloc") else X[X.columns[0]] if hasattr(X, "columns") else X[:, 0]
    elif shape is not None and len(shape) != 1 and not hasattr(X, "columns"):
        raise TypeError(f"X has the shape {tuple(shape)}; pass texts, one string a row")
    check_texts(X, "X")
    return [str(check_text(text, f"item {index}")) for index, text in enumerate(X)]


class _ReadsTexts(BaseEstimator):  # type: ignore[misc]
    """Tells scikit-learn that rows are strings."""

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


class FeatureExtractor(TransformerMixin, _ReadsTexts):  # type: ignore[misc]
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
        """Nothing is learned, but the texts are checked; for pipelines.

        Parameters
        ----------
        X : iterable of str, or table of one column
        y : object, optional
            Not looked at.

        Returns
        -------
        FeatureExtractor
            Itself.

        Raises
        ------
        TypeError
            For anything but texts, saying what to pass.
        """
        texts_of(X)
        self.n_features_out_ = len(self.get_feature_names_out())
        return self

    def fit_transform(self, X: Iterable[str], y: Any = None, **fit_params: Any) -> NDArray[np.float64]:
        """Read texts, which may be a generator: both steps get all of them.

        Parameters
        ----------
        X : iterable of str, or table of one column
        y : object, optional
            Not looked at.

        Returns
        -------
        ndarray of shape (n_texts, n_features)
            As :meth:`transform` gives it.
        """
        matrix: NDArray[np.float64] = super().fit_transform(list(X) if isinstance(X, Iterator) else X, y, **fit_params)
        return matrix

    def transform(self, X: Iterable[str]) -> NDArray[np.float64]:
        """Read texts.

        Parameters
        ----------
        X : iterable of str, or table of one column

        Returns
        -------
        ndarray of shape (n_texts, n_features)
            Levels and probabilities; amounts as log10(1 + amount), 0 where none is stated.

        Raises
        ------
        TypeError
            For anything but texts, saying what to pass.
        """
        rows = list(rows_of(ready(self.model), map(readable, texts_of(X))))
        return np.array(rows, dtype=np.float64).reshape(len(rows), len(NAMES))

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[np.object_]:
        """Names of the columns, in order."""
        return np.array(NAMES, dtype=object)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.requires_fit = False
        return tags


class RiskClassifier(ClassifierMixin, _ReadsTexts):  # type: ignore[misc]
    """The risk model as a classifier of texts into two labels.

    ``fit`` trains the last layer on top of the shipped concept readers. Nothing is classified before it; for the shipped
    model as it is take :meth:`pretrained`.

    Parameters
    ----------
    prior : float, optional
        Share of texts that describe a pyramid where the texts to classify come from; that of the training texts by default.
    threshold : float, default 0.5
        Probability from which a text is given the positive label.
    positive : object, optional
        Which label means a pyramid. By default the last in sorted order, such as 1, True or "yes". The model knows that more
        levels never lower the risk, so this must not be the wrong way round.

    Attributes
    ----------
    classes_ : ndarray of shape (2,)
        The labels, sorted.
    positive_ : object
        The label that means a pyramid, as it was trained: ``set_params`` behind ``fit`` changes nothing of what was learned.
    model_ : RiskModel
        The trained model, with :meth:`RiskModel.save`.

    Examples
    --------
    >>> RiskClassifier.pretrained().predict(["本店零售茶叶", "先交2980元,推荐一人奖500元,他再推荐你拿200"])
    array([0, 1])
    """

    def __init__(self, prior: float | None = None, threshold: float = 0.5, positive: Any = None) -> None:
        self.prior = prior
        self.threshold = threshold
        self.positive = positive

    @classmethod
    def pretrained(
        cls, model: RiskModel | None = None, *, prior: float | None = None, threshold: float = 0.5
    ) -> RiskClassifier:
        """A classifier that is ready without ``fit``, with labels 0 and 1.

        Parameters
        ----------
        model : RiskModel, optional
            The shipped model by default.
        prior, threshold : float, optional
            As in the class.

        Returns
        -------
        RiskClassifier
            A clone of it, such as cross-validation makes, is untrained again.
        """
        trained = cls(prior=prior, threshold=threshold)
        trained.model_ = ready(RiskModel.load() if model is None else model)
        trained.classes_, trained.positive_ = np.array([0, 1]), 1
        return trained

    def fit(self, X: Iterable[str], y: Labels, sample_weight: Weights | None = None) -> RiskClassifier:
        """Train on labelled texts.

        Parameters
        ----------
        X : iterable of str, or table of one column
        y : array-like of shape (n_texts,)
            Two labels of any kind; at least ten texts of each.
        sample_weight : array-like of shape (n_texts,), optional
            How much each text counts; 1 by default.

        Returns
        -------
        RiskClassifier
            Itself.

        Raises
        ------
        TypeError
            For anything but texts, saying what to pass.
        ValueError
            Where there are not two labels, too little of either, or a parameter is out of range.
        """
        self._check_parameters()
        texts = texts_of(X)
        if y is None:
            raise ValueError("RiskClassifier requires y to be passed, but the target y is None: give one label a text")
        labels = column_or_1d(y, warn=True)
        check_consistent_length(texts, labels)
        check_classification_targets(labels)
        classes = np.unique(labels)
        if len(classes) != 2:
            kind = type_of_target(labels)
            advice = "; of risks 0-3 pass y >= 2" if len(classes) > 2 else ""
            raise ValueError(f"Only binary classification is supported: y has {len(classes)} classes ({kind} target), not two{advice}")
        positive = classes[1] if self.positive is None else self.positive
        if positive not in classes:
            raise ValueError(f"positive is {positive!r}, which is no label of y; y has {classes[0]!r} and {classes[1]!r}")
        self.classes_, self.positive_ = classes, positive
        self.model_ = RiskModel().fit(texts, [int(label == positive) for label in labels], weights=sample_weight)
        return self

    def _check_parameters(self) -> None:
        if not isinstance(self.threshold, Real) or not 0 < self.threshold < 1:
            raise ValueError(f"threshold is {self.threshold!r}; it must lie between 0 and 1")

    def _reports(self, X: Iterable[str]) -> list[RiskReport]:
        check_is_fitted(self, "model_", msg="This %(name)s has not learned anything yet: call fit(texts, labels), "
                                            "or take RiskClassifier.pretrained() for the shipped model")
        return list(score_many(texts_of(X), model=self.model_, prior=self.prior))

    def _sign(self) -> int:
        """1 where the last label means a pyramid, -1 where the first does."""
        return -1 if self.positive_ == self.classes_[0] else 1

    def predict_proba(self, X: Iterable[str]) -> NDArray[np.float64]:
        """Probability of each label.

        Parameters
        ----------
        X : iterable of str, or table of one column

        Returns
        -------
        ndarray of shape (n_texts, 2)
            In the order of ``classes_``.
        """
        risky = np.array([report.score for report in self._reports(X)], dtype=np.float64)
        return np.column_stack([1 - risky, risky][:: self._sign()])

    def decision_function(self, X: Iterable[str]) -> NDArray[np.float64]:
        """How far beyond the threshold each text lies, in logits; above 0 it is given ``classes_[1]``.

        Parameters
        ----------
        X : iterable of str, or table of one column

        Returns
        -------
        ndarray of shape (n_texts,)
        """
        self._check_parameters()
        logits = np.array([report.logit for report in self._reports(X)], dtype=np.float64)
        return self._sign() * (logits - math.log(self.threshold / (1 - self.threshold)))

    def predict(self, X: Iterable[str]) -> NDArray[Any]:
        """The likelier label of each text, or the positive one from ``threshold`` on.

        Parameters
        ----------
        X : iterable of str, or table of one column

        Returns
        -------
        ndarray of shape (n_texts,)
        """
        beyond = self.decision_function(X) * self._sign() >= 0
        negative, positive = self.classes_[:: self._sign()]
        return np.where(beyond, np.array(positive, dtype=self.classes_.dtype), np.array(negative, dtype=self.classes_.dtype))

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags

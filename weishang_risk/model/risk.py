"""The risk model: named terms, added up on the logit; arrays in a file that is never executed."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from numbers import Real
from operator import mul, sub
from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..concepts.among import STANDING
from ..concepts.choice import CHOICE, CHOSEN
from ..concepts.linear import LinearHeads
from ..concepts.reader import POOLED, WORDING_HEADS, ConceptReader
from ..concepts.registry import DOCUMENT_HEADS, SENTENCE_HEADS
from ..concepts.roles import ROLES
from ..once import FIRST_USE
from ..plan.depth import CANDIDATE as DEPTH_FEATURES
from ..reading.document import Document, check_texts
from . import storage
from .storage import ModelFileError
from .terms import FALLING, RISING, TERMS, Reading, read

SCHEMA_VERSION = "2.2"
_MODEL_FILE = "model.npz"
_HEADS = ("sentence", "document", "roles", "wording")


class RiskModel:
    """An additive model of pyramid structure over concepts read from a text.

    Attributes
    ----------
    reader : ConceptReader
        The concept classifiers.
    weights : ndarray of shape (n_terms,)
        Logit per unit of each of :data:`~weishang_risk.model.terms.TERMS`.
    means : ndarray of shape (n_terms,)
        Mean of each term over the training texts.
    intercept : float
        Logit of a text of which nothing is known: the base rate.
    base_rate : float
        Share of training texts with ``risk >= 2``, by weight.
    version : str
        Short checksum of the arrays.

    Examples
    --------
    >>> from weishang_risk import score
    >>> score("每推荐一人加入奖500元,他再推荐你还拿200,先交2980元", model=RiskModel.load()).score > 0.5
    True
    """

    reader: ConceptReader
    weights: NDArray[np.float64]
    means: NDArray[np.float64]
    intercept: float
    base_rate: float
    version: str

    def check_fitted(self) -> None:
        """Complain where the model has learned nothing yet.

        Raises
        ------
        NotFittedError
        """
        if not hasattr(self, "reader"):
            from sklearn.exceptions import NotFittedError

            raise NotFittedError("this RiskModel has not learned anything yet; call fit(texts, labels), or take RiskModel.load()")

    @property
    def base_logit(self) -> float:
        """Logit of the share of training texts that describe a pyramid."""
        return math.log(self.base_rate / (1 - self.base_rate))

    def prior_shift(self, prior: float) -> float:
        """What another base rate adds to the intercept, exactly.

        Parameters
        ----------
        prior : float
            Between 0 and 1, neither included.

        Raises
        ------
        ValueError
        """
        if isinstance(prior, bool) or not isinstance(prior, Real) or not 0 < prior < 1:
            raise ValueError(f"prior is {prior!r}; it must be a float that lies between 0 and 1, e.g. 0.02 where one text in fifty describes a pyramid")
        share = float(prior)
        return math.log(share / (1 - share)) - self.base_logit

    def reading(self, document: Document) -> Reading:
        """Read a document with this model's concept classifiers."""
        return read(document, self.reader)

    def contributions(self, vector: Sequence[float]) -> list[tuple[str, float]]:
        """Logit of each concept, relative to the base rate.

        Parameters
        ----------
        vector : sequence of float
            Values of the terms, as in :attr:`Reading.vector`.

        Returns
        -------
        list of (str, float)
            They and the intercept add up to the logit, exactly.
        """
        sums: dict[str, float] = {}
        for concept, weight, value, mean in zip(TERMS.values(), self._weights, vector, self._means, strict=True):
            sums[concept] = sums.get(concept, 0.0) + weight * (value - mean)
        return list(sums.items())

    def logit(self, vector: Sequence[float]) -> float:
        """Intercept plus contributions."""
        return math.fsum((self.intercept, *map(mul, self._weights, map(sub, vector, self._means))))

    def fit(
        self, texts: Iterable[str], labels: Iterable[Any], groups: Sequence[str] | None = None,
        weights: Sequence[float] | NDArray[Any] | None = None, progress: Any = None, changed: int = 0,
    ) -> RiskModel:
        """Train on labelled texts.

        Parameters
        ----------
        texts : iterable of str
        labels : iterable
            0/1, or risk 0-3 (2 and 3 are positive), or records with the annotation guide's fields. Records train the concept
            classifiers anew; without any the shipped ones are kept, and the last layer is trained. Beside records, numbers
            are risk 0-3.
        groups : sequence of str, optional
            Texts of one group are variants of one another and are never on both sides of an inner fold.
        weights : sequence of float, optional
            How much each text counts; 1 by default.
        progress : callable, optional
            Called with a line of text at each step.
        changed : int, default 0
            So many texts, the last ones, are changed copies of others: they teach the concept classifiers, and not the last layer,
            whose probabilities are those of texts as they come.

        Returns
        -------
        RiskModel
            Itself.

        Raises
        ------
        TypeError
            For anything but lists of strings and of labels.
        ValueError
            Where texts and labels differ in number, a label or weight is none, or there is too little of either class, changed
            copies left out.
        """  # fmt: skip
        from .fitting.train import train

        check_texts(texts)
        if not isinstance(labels, Iterable) or isinstance(labels, str | Mapping):
            raise TypeError(f"labels must be a list, one label a text, not {type(labels).__name__}")
        trained = train(list(texts), list(labels), groups, weights, progress or (lambda line: None), lambda: load_model().reader, changed)
        for name in _HEADS:
            getattr(trained[0], name).round_off()
        self._set(*trained)
        return self

    def _arrays(self) -> dict[str, NDArray[Any]]:
        arrays: dict[str, NDArray[Any]] = {
            "weights": self.weights, "means": self.means, "intercept": np.array([self.intercept]), "base_rate": np.array([self.base_rate]), "pool": self.reader.pool,
            "among": self.reader.among, "choice": self.reader.choice, "depth": self.reader.depth,
        }  # fmt: skip
        for name in _HEADS:
            heads: LinearHeads = getattr(self.reader, name)
            arrays[f"{name}.names"] = storage.packed(heads.index)
            arrays[f"{name}.weights"] = storage.planes(heads.weights)
            arrays[f"{name}.bias"] = heads.bias
        arrays["layout"] = storage.packed([json.dumps(_layout())])
        return arrays

    def save(self, path: str | PathLike[str]) -> None:
        """Write the model: named arrays, compressed, with a checksum; the same model gives the same bytes.

        Parameters
        ----------
        path : path-like

        Raises
        ------
        OSError
            Where it cannot be written, or the file that lies there is read-only.
        ModelFileError
            Where a device or a pipe lies there, which is not replaced.
        """
        self.check_fitted()
        storage.write(path, self._arrays())

    @classmethod
    def load(cls, path: str | PathLike[str] | None = None) -> RiskModel:
        """Read a model file; nothing in it is ever executed.

        Parameters
        ----------
        path : path-like, optional
            The shipped model by default.

        Returns
        -------
        RiskModel

        Raises
        ------
        FileNotFoundError
            Where there is no such file.
        ModelFileError
            Where the file is damaged, was changed after it was written, or has another schema.
        """
        if path is None:
            # A copy: what its owner does with it, others do not see.
            return copy.copy(load_model())
        return cls._from_bytes(storage.read_file(path), str(path))

    @classmethod
    def _from_bytes(cls, data: bytes, name: str) -> RiskModel:
        arrays, checksum = storage.read(data, name)
        shown = storage.inert(name)
        try:
            layout = json.loads(storage.unpacked(arrays["layout"])[0])
            if layout.get("schema") != SCHEMA_VERSION or layout != json.loads(json.dumps(_layout())):
                stated = storage.inert(str(layout.get("schema")))
                raise ModelFileError(f"{shown} has schema {stated}, this library reads {SCHEMA_VERSION}; train it again")
            model = cls()
            model._take(arrays, checksum)
        except ModelFileError:
            raise
        except Exception as error:
            raise ModelFileError(f"{shown} does not hold what a model holds ({type(error).__name__}); train it again") from None
        return model

    def _take(self, arrays: storage.Arrays, checksum: str) -> None:
        """Make the model of arrays whose names, shapes and types are as :meth:`_arrays` gives them, and of their checksum."""
        heads = []
        for part, names in zip(_HEADS, (SENTENCE_HEADS, DOCUMENT_HEADS, ROLES, WORDING_HEADS), strict=True):
            vocabulary = storage.unpacked(arrays[f"{part}.names"])
            heads.append(LinearHeads(names, vocabulary, storage.from_planes(arrays[f"{part}.weights"]), arrays[f"{part}.bias"]))
            if len(heads[-1].index) != len(vocabulary):
                raise ValueError(f"{part} names a feature twice")
        shapes = {
            "weights": (len(TERMS),), "means": (len(TERMS),), "intercept": (1,), "base_rate": (1,), "pool": (POOLED, len(DOCUMENT_HEADS)),
            "among": (STANDING + 1, len(ROLES)), "choice": (len(CHOICE), len(CHOSEN)), "depth": (DEPTH_FEATURES,),
        }  # fmt: skip
        for name, shape in shapes.items():
            if arrays[name].shape != shape or arrays[name].dtype.kind != "f":
                raise ValueError(f"{name} has shape {arrays[name].shape}")
        for term, weight in zip(TERMS, arrays["weights"].tolist(), strict=True):
            if (term in RISING and weight < 0) or (term in FALLING and weight > 0):
                raise ValueError(f"{term} has a weight of the wrong sign")
        if not 0 < float(arrays["base_rate"][0]) < 1:
            raise ValueError("the base rate is no probability")
        sentence, document, roles, wording = heads
        reader = ConceptReader(sentence, document, arrays["pool"], roles, arrays["among"], arrays["choice"], wording, arrays["depth"])
        self._set(reader, arrays["weights"], arrays["means"], float(arrays["intercept"][0]), float(arrays["base_rate"][0]), checksum)

    def _set(
        self, reader: ConceptReader, weights: NDArray[np.float64], means: NDArray[np.float64], intercept: float, base_rate: float,
        checksum: str = "",
    ) -> None:  # fmt: skip
        self.reader, self.weights, self.means, self.intercept, self.base_rate = reader, weights, means, intercept, base_rate
        self._weights: list[float] = weights.tolist()
        self._means: list[float] = means.tolist()
        # That of the file a model is read from is known.
        self.version = (checksum or storage.checksum(self._arrays()))[:12]


def _layout() -> dict[str, Any]:
    """What a model of this schema is made of."""
    return {"schema": SCHEMA_VERSION, "terms": list(TERMS), "sentence": SENTENCE_HEADS, "document": DOCUMENT_HEADS, "roles": ROLES,
            "choice": CHOICE, "wording": WORDING_HEADS}


def ready(model: RiskModel | None) -> RiskModel:
    """The model to score with: the shipped one by default.

    Raises
    ------
    TypeError
        For what is no model, saying what to pass.
    NotFittedError
    """
    if model is None:
        return load_model()
    if not isinstance(model, RiskModel):
        raise TypeError(f"model must be a RiskModel, not {type(model).__name__}; read a file with RiskModel.load(path)")
    model.check_fitted()
    return model


def load_model() -> RiskModel:
    """The model shipped with the library, read once; shared, so not for changing.

    Returns
    -------
    RiskModel
    """
    with FIRST_USE:
        return _shipped()


@lru_cache(maxsize=1)
def _shipped() -> RiskModel:
    source = resources.files("weishang_risk") / "data" / _MODEL_FILE
    return RiskModel._from_bytes(source.read_bytes(), _MODEL_FILE)

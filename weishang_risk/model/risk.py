"""The risk model: named terms, added up on the logit; arrays in a file that is never executed."""

from __future__ import annotations

import copy
import hashlib
import io
import json
import math
import zipfile
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import resources
from os import PathLike
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..concepts.linear import LinearHeads
from ..concepts.reader import CHOICE, DOCUMENT_HEADS, SENTENCE_HEADS, SUM_HEADS, WORDING_HEADS, ConceptReader
from ..reading.document import Document
from .terms import TERMS, Reading, read

SCHEMA_VERSION = "1.0"
_MODEL_FILE = "model.npz"
_LARGEST_FILE = 200_000_000
_HEADS = ("sentence", "document", "sums", "wording")


class ModelFileError(ValueError):
    """A model file that is damaged, tampered with, or of another schema."""


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
        if isinstance(prior, bool) or not isinstance(prior, float | int) or not 0 < prior < 1:
            raise ValueError(f"prior is {prior!r}; it must lie between 0 and 1, e.g. 0.02 where one text in fifty describes a pyramid")
        return math.log(prior / (1 - prior)) - self.base_logit

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
        parts = [w * (v - m) for w, v, m in zip(self._weights, vector, self._means, strict=True)]
        return math.fsum((self.intercept, *parts))

    def fit(
        self, texts: Iterable[str], labels: Iterable[Any], groups: Sequence[str] | None = None,
        weights: Sequence[float] | None = None, progress: Any = None,
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

        Returns
        -------
        RiskModel
            Itself.

        Raises
        ------
        ValueError
            Where texts and labels differ in number, a label is unknown, or there is too little of either class.
        """  # fmt: skip
        from .fit import train

        self._set(*train(list(texts), list(labels), groups, weights, progress or (lambda line: None),
                         lambda: load_model().reader))
        return self

    def _arrays(self) -> dict[str, NDArray[Any]]:
        arrays: dict[str, NDArray[Any]] = {
            "weights": self.weights, "means": self.means, "intercept": np.array([self.intercept]), "base_rate": np.array([self.base_rate]), "pool": self.reader.pool,
            "choice": self.reader.choice,
        }  # fmt: skip
        for name in _HEADS:
            heads: LinearHeads = getattr(self.reader, name)
            arrays[f"{name}.names"] = _packed(heads.index)
            arrays[f"{name}.weights"] = heads.weights.astype(np.float32)
            arrays[f"{name}.bias"] = heads.bias
        layout = {"schema": SCHEMA_VERSION, "terms": list(TERMS), "sentence": SENTENCE_HEADS,
                  "document": DOCUMENT_HEADS, "sums": SUM_HEADS, "choice": CHOICE, "wording": WORDING_HEADS}
        arrays["layout"] = _packed([json.dumps(layout)])
        return arrays

    def save(self, path: str | PathLike[str]) -> None:
        """Write the model: named arrays, compressed, with a checksum; the same model gives the same bytes.

        Parameters
        ----------
        path : path-like
        """
        arrays = self._arrays()
        arrays["checksum"] = _packed([_checksum(arrays)])
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(arrays):
                part = io.BytesIO()
                np.lib.format.write_array(part, np.ascontiguousarray(arrays[name]), allow_pickle=False)
                # A fixed date: the same arrays must give the same bytes on any day.
                archive.writestr(zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), part.getvalue(),
                                 zipfile.ZIP_DEFLATED, 9)
        Path(path).write_bytes(buffer.getvalue())

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
        return cls._from_bytes(Path(path).read_bytes(), str(path))

    @classmethod
    def _from_bytes(cls, data: bytes, name: str) -> RiskModel:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                if sum(entry.file_size for entry in archive.infolist()) > _LARGEST_FILE:
                    raise ModelFileError(f"{name} unpacks to more than {_LARGEST_FILE} bytes; it is no model of ours")
                arrays = {
                    entry.removesuffix(".npy"): np.lib.format.read_array(io.BytesIO(archive.read(entry)), allow_pickle=False)
                    for entry in archive.namelist()
                }
            stated = _unpacked(arrays.pop("checksum"))[0]
            layout = json.loads(_unpacked(arrays["layout"])[0])
        except ModelFileError:
            raise
        except Exception as error:
            raise ModelFileError(f"{name} is not a weishang_risk model, or is damaged ({type(error).__name__}); "
                                 "train it again or take it from its source again") from None
        if stated != _checksum(arrays):
            raise ModelFileError(f"{name} was changed after it was written (checksum differs); take it from its source again")
        if layout.get("schema") != SCHEMA_VERSION or layout.get("terms") != list(TERMS):
            raise ModelFileError(f"{name} has schema {layout.get('schema')}, this library reads {SCHEMA_VERSION}; train it again")
        model = cls()
        heads = [
            LinearHeads(layout[part], _unpacked(arrays[f"{part}.names"]), arrays[f"{part}.weights"], arrays[f"{part}.bias"])
            for part in _HEADS
        ]
        model._set(ConceptReader(heads[0], heads[1], arrays["pool"], heads[2], arrays["choice"], heads[3]), arrays["weights"], arrays["means"],
                   float(arrays["intercept"][0]), float(arrays["base_rate"][0]))
        return model

    def _set(
        self, reader: ConceptReader, weights: NDArray[np.float64], means: NDArray[np.float64], intercept: float, base_rate: float
    ) -> None:
        for heads in (reader.sentence, reader.document, reader.sums, reader.wording):
            heads.in_single_precision()
        self.reader, self.weights, self.means, self.intercept, self.base_rate = reader, weights, means, intercept, base_rate
        self._weights: list[float] = weights.tolist()
        self._means: list[float] = means.tolist()
        self.version = _checksum(self._arrays())[:12]


def _packed(names: Iterable[str]) -> NDArray[np.uint8]:
    """Strings as bytes: an array that needs no pickling."""
    packed: NDArray[np.uint8] = np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8).copy()
    return packed


def _unpacked(packed: NDArray[np.uint8]) -> list[str]:
    return packed.tobytes().decode("utf-8").split("\n") if packed.size else []


def _checksum(arrays: dict[str, NDArray[Any]]) -> str:
    digest = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()


_lock = Lock()


def load_model() -> RiskModel:
    """The model shipped with the library, read once; shared, so not for changing.

    Returns
    -------
    RiskModel
    """
    with _lock:
        return _shipped()


@lru_cache(maxsize=1)
def _shipped() -> RiskModel:
    source = resources.files("weishang_risk") / "data" / _MODEL_FILE
    return RiskModel._from_bytes(source.read_bytes(), _MODEL_FILE)

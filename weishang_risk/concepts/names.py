"""Numbers for the names of features, found without spelling the names out.

A name is made of kinds and forms (``2 bring heads``). Looking for each of its parts in turn is several times faster than
making the string, and one search serves all classifiers that share the name.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ..reading.document import relations, typed
from ..reading.scope import MARKS
from ..reading.tokens import Sentence

_Pairs = dict[str, dict[str, int]]
_NONE: dict[str, int] = {}


class Names:
    """The names that some vocabularies hold, numbered.

    Parameters
    ----------
    *vocabularies : iterable of str
        Names as :func:`~weishang_risk.reading.document.sentence_features` and
        :func:`~weishang_risk.reading.document.wording` make them.

    Attributes
    ----------
    rows : list of ndarray of shape (n_names + 1,)
        For each vocabulary the place that each name has in it, and one beyond its last where it has none; the last number
        stands for no name.

    Examples
    --------
    >>> from weishang_risk.reading.document import Document
    >>> names = Names(["1 bring", "2 bring heads"], ["x pay", "2 bring heads"])
    >>> names.of(Document("推荐一人").sentences[0]), names.of_words(["pay", "us"]), names.rows[1].tolist()
    ([0, 1], [2], [2, 1, 0, 2])
    """

    def __init__(self, *vocabularies: Iterable[str]) -> None:
        numbers: dict[str, int] = {}
        places = [[numbers.setdefault(name, len(numbers)) for name in vocabulary] for vocabulary in vocabularies]
        self.none = len(numbers)
        self.rows: list[NDArray[np.intp]] = []
        for own in places:
            rows = np.full(self.none + 1, len(own), dtype=np.intp)
            rows[own] = np.arange(len(own))
            self.rows.append(rows)
        self._single: dict[str, dict[str, int]] = {"1": {}, "w": {}, "r": {}, "x": {}}
        self._pairs: dict[str, _Pairs] = {"2": {}, "s": {}, "f": {}, "g": {}}
        for name, number in numbers.items():
            sort, rest = name[0], name[2:]
            if (single := self._single.get(sort)) is not None:
                single[rest] = number
            elif (pairs := self._pairs.get(sort)) is not None:
                # A form may hold blanks, a kind holds none.
                first, _, second = rest.rpartition(" ") if sort == "f" else rest.partition(" ")
                if (others := pairs.get(first)) is None:
                    others = pairs[first] = {}
                others[second] = number

    def of(self, sentence: Sentence) -> list[int]:
        """Numbers of what a sentence holds, as often as it does."""
        kinds, forms = typed(sentence)
        single, word = self._single["1"].get, self._single["w"].get
        beside, apart, form_kind, kind_form = (self._pairs[sort].get for sort in "2sfg")
        found: list[int | None] = []
        last, before = "", ""
        last_form = ""
        for kind, form in zip(kinds, forms, strict=True):
            found.append(single(kind))
            if form:
                found.append(word(form + kind[-1] if kind[-1] in MARKS else form))
                if last:
                    found.append(kind_form(last, _NONE).get(form))
            if last:
                found.append(beside(last, _NONE).get(kind))
                if last_form:
                    found.append(form_kind(last_form, _NONE).get(kind))
            if before:
                found.append(apart(before, _NONE).get(kind))
            before, last, last_form = last, kind, form
        if relation := relations(set(kinds)):
            found += [self._single["r"].get(name[2:]) for name in relation]
        return [number for number in found if number is not None]

    def of_words(self, words: Iterable[str]) -> list[int]:
        """Numbers of words that are known."""
        return [number for number in map(self._single["x"].get, words) if number is not None]

"""Numbers for the names of features, found without spelling the names out.

A name is made of kinds and forms (``2 bring heads``). Looking for each of its parts in turn is several times faster than
making the string, and one search serves all classifiers that share the name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

from ..reading.document import relations, typed
from ..reading.scope import MARKS
from ..reading.tokens import Sentence

_NONE: dict[str, int] = {}


class _Kind:
    """Numbers of the names that begin with a kind: alone, beside another, one token apart, and before a form."""

    __slots__ = ("apart", "beside", "own", "with_form")

    def __init__(self) -> None:
        self.own: int | None = None
        self.beside: dict[str, int] = {}
        self.apart: dict[str, int] = {}
        self.with_form: dict[str, int] = {}


_UNKNOWN = _Kind()
#: Sorts of names that begin with a kind, and what holds them.
_OF_KIND = {"1": "own", "2": "beside", "s": "apart", "g": "with_form"}


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
    ([0, 1], [2, None], [2, 1, 0, 2])
    """

    def __init__(self, *vocabularies: Iterable[str]) -> None:
        held = [tuple(vocabulary) for vocabulary in vocabularies]
        numbers = dict(zip(dict.fromkeys(chain(*held)), count(), strict=False))
        self.none = len(numbers)
        self.rows: list[NDArray[np.intp]] = []
        for vocabulary in held:
            rows = np.full(self.none + 1, len(vocabulary), dtype=np.intp)
            rows[[*map(numbers.__getitem__, vocabulary)]] = np.arange(len(vocabulary))
            self.rows.append(rows)
        self._words, self._forms, self._relations = (
            {name[2:]: number for name, number in numbers.items() if name[0] == sort} for sort in "xwr"
        )
        self._kinds: dict[str, _Kind] = defaultdict(_Kind)
        self._followed: dict[str, dict[str, int]] = defaultdict(dict)
        for name, number in numbers.items():
            sort = name[0]
            if sort == "f":
                # A form may hold blanks, a kind holds none.
                form, _, kind = name[2:].rpartition(" ")
                self._followed[form][kind] = number
            elif sort in _OF_KIND:
                first, _, second = name[2:].partition(" ")
                known = self._kinds[first]
                if sort == "1":
                    known.own = number
                else:
                    getattr(known, _OF_KIND[sort])[second] = number

    def of(self, sentence: Sentence) -> list[int]:
        """Numbers of what a sentence holds, as often as it does, in the order in which its names are weighed."""
        kinds, forms = typed(sentence)
        found: list[int | None] = []
        look_up, word, followed = self._kinds.get, self._forms.get, self._followed.get
        last, before = _UNKNOWN, _UNKNOWN
        last_form = _NONE
        for kind, form in zip(kinds, forms, strict=True):
            known = look_up(kind, _UNKNOWN)
            found.append(known.own)
            if form:
                found.append(word(form + kind[-1] if kind[-1] in MARKS else form))
                found.append(last.with_form.get(form))
            found.append(last.beside.get(kind))
            found.append(last_form.get(kind))
            found.append(before.apart.get(kind))
            before, last = last, known
            last_form = followed(form, _NONE) if form else _NONE
        if relation := relations(set(kinds)):
            found += [self._relations.get(name[2:]) for name in relation]
        return [number for number in found if number is not None]

    def of_neighbours(self, sentence: Sentence) -> list[int]:
        """Numbers of a sentence's kinds, and then of its pairs of neighbours."""
        kinds, _ = typed(sentence)
        known = [self._kinds.get(kind, _UNKNOWN) for kind in kinds]
        found = [each.own for each in known]
        found += [each.beside.get(kind) for each, kind in zip(known, kinds[1:], strict=False)]
        return [number for number in found if number is not None]

    def of_words(self, words: Iterable[str]) -> list[int | None]:
        """Number of each word, None where it is not known."""
        return list(map(self._words.get, words))

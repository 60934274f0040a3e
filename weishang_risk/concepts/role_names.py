"""The sums of a text with what stands around each, as places in the vocabulary of the roles, without spelling the names out.

What :func:`~weishang_risk.concepts.roles.read` names as a reader is trained on it; a test holds the two together.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import accumulate

from ..reading.quantities import Quantity
from ..reading.tokens import Sentence
from .linear import Bags
from .roles import AFTER, BEFORE, HAN_AFTER, HAN_BEFORE, LEVELS, LONGEST_RUN, PLAIN, WORD, WORDS, Sum, found_in

_HAN = re.compile(r"[\u4e00-\u9fff]+")
#: Of a run of so many Han characters its parts that may be names: all, those at its end, and those at its beginning.
_PARTS = [
    [slice(at, at + size) for size in range(1, LONGEST_RUN + 1) for at in range(length - size + 1)] for length in range(max(HAN_BEFORE, HAN_AFTER) + 1)
]
_ENDS = [[slice(length - size, length) for size in range(1, min(LONGEST_RUN, length) + 1)] for length in range(HAN_BEFORE + 1)]
_BEGINNINGS = [[slice(size) for size in range(1, min(LONGEST_RUN, length) + 1)] for length in range(HAN_AFTER + 1)]
_Places = dict[str, int]


class RoleNames:
    """The names around sums that a vocabulary holds.

    Parameters
    ----------
    index : mapping of str to int
        Each name's place.

    Examples
    --------
    >>> from weishang_risk.reading.document import Document
    >>> document, bags = Document("先交2980元"), Bags(3)
    >>> found = RoleNames({"b1 must": 0, "cB 先交": 1, "b1 pay": 2}).of(document.normalized.text, document.sentences, bags)
    >>> len(found), bags.items, bags.starts
    (1, [3, 0, 1], [0])
    """

    def __init__(self, index: Mapping[str, int]) -> None:
        self._whole = index
        #: By sort, what the names of one sort go on with.
        self._sorts: dict[str, _Places] = defaultdict(dict)
        for name, place in index.items():
            sort, _, rest = name.partition(" ")
            self._sorts[sort][rest] = place

    def of(self, text: str, sentences: Sequence[Sentence], bags: Bags) -> list[Sum]:
        """Every sum and share of a text; to some bags one each is added, of the places of what stands around it.

        Parameters
        ----------
        text : str
            The normalised text.
        sentences : sequence of Sentence
        bags : Bags

        Returns
        -------
        list of Sum
        """
        sums = found_in(sentences)
        around: _Around | None = None
        for each in sums:
            if around is None or around.index != each.sentence:
                around = _Around(self._sorts, sentences, each.sentence)
            bags.add(self._beside(around, each.quantity) + self._words(text, each.quantity))
        return sums

    def _beside(self, around: _Around, quantity: Quantity) -> list[int]:
        """As :func:`~weishang_risk.concepts.roles.features`."""
        sorts, whole = self._sorts, self._whole
        kinds, kind, period = around.kinds, quantity.kind, quantity.period
        ahead, behind = bisect_right(around.ends, quantity.start), bisect_left(around.starts, quantity.end)
        before, after = kinds[max(0, ahead - 5) : ahead], kinds[behind : behind + 5]
        magnitude = len(str(int(quantity.high)))
        nearest = around.levels[ahead]
        found = [
            whole.get(f"size {kind} {magnitude}"), whole.get(f"period {period}"), whole.get(f"kind {kind}"),
            whole.get(f"coin {quantity.currency}"), whole.get(f"size {magnitude} {period}"), whole.get(f"level {nearest}"),
            whole.get(f"earlier {min(around.paid[ahead], 4)}"), whole.get(f"kind {kind} level {nearest}"),
            sorts["b1"].get(before[-1]) if before else whole.get("first"), sorts["a1"].get(after[0]) if after else whole.get("last"),
            *map(sorts["b"].get, dict.fromkeys(before)), *map(sorts["a"].get, dict.fromkeys(after)),
        ]  # fmt: skip
        stop = bisect_left(around.form_at, ahead)
        found += map(sorts["bf"].get, around.forms[max(0, stop - 3) : stop])
        first = bisect_left(around.form_at, behind)
        found += map(sorts["af"].get, around.forms[first : first + 3])
        if len(before) > 1:
            found.append(sorts["b2"].get(f"{before[-2]} {before[-1]}"))
        if len(after) > 1:
            found.append(sorts["a2"].get(f"{after[0]} {after[1]}"))
        if before and after:
            found.append(sorts["ba"].get(f"{before[-1]} {after[0]}"))
        own = next((t.mark for t in around.tokens[ahead:behind] if t.start <= quantity.start < t.end), "")
        if own:
            found.append(sorts["mark"].get(own))
        if not before:
            found += map(sorts["p"].get, around.previous())
        return [place for place in found if place is not None] + around.inside

    def _words(self, text: str, quantity: Quantity) -> list[int]:
        """As :func:`~weishang_risk.concepts.roles.words`."""
        sorts = self._sorts
        start, end = quantity.start, quantity.end
        found: list[int | None] = []
        if runs := _HAN.findall(text, max(0, start - HAN_BEFORE), start):
            for run in runs:
                found += map(sorts["cb"].get, [run[part] for part in _PARTS[len(run)]])
            if _is_han(text[start - 1]):
                found += map(sorts["cB"].get, [runs[-1][part] for part in _ENDS[len(runs[-1])]])
        if runs := _HAN.findall(text, end, end + HAN_AFTER):
            for run in runs:
                found += map(sorts["ca"].get, [run[part] for part in _PARTS[len(run)]])
            if _is_han(text[end]):
                found += map(sorts["cA"].get, [runs[0][part] for part in _BEGINNINGS[len(runs[0])]])
        if latin := WORD.findall(text, max(0, start - BEFORE), start)[-WORDS:]:
            found += map(sorts["eb"].get, latin)
            found += [sorts["eB"].get(" ".join(latin[-size:])) for size in range(1, min(3, len(latin)) + 1)]
        if latin := WORD.findall(text, end, end + AFTER)[:WORDS]:
            found += map(sorts["ea"].get, latin)
            found += [sorts["eA"].get(" ".join(latin[:size])) for size in range(1, min(3, len(latin)) + 1)]
        return [place for place in dict.fromkeys(found) if place is not None]


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


class _Around:
    """The tokens of a sentence, as all its sums see them.

    Attributes
    ----------
    index : int
        Which sentence.
    tokens : list of Token
        Without those of :data:`PLAIN`.
    kinds : list of str
        With their marks.
    starts, ends : list of int
    forms : list of str
        Those that are no empty string, and in ``form_at`` whose they are.
    levels : list of str or None
        Before each token and after the last, the nearest kind that tells a level.
    paid : list of int
        Likewise, how many sums and shares.
    inside : list of int
        Places of the kinds that no scope marks.
    """

    def __init__(self, sorts: Mapping[str, _Places], sentences: Sequence[Sentence], index: int) -> None:
        self._sentences, self.index = sentences, index
        self.tokens = tokens = [token for token in sentences[index].tokens if token.kind not in PLAIN]
        self.kinds = [token.kind + token.mark for token in tokens]
        self.starts, self.ends = [token.start for token in tokens], [token.end for token in tokens]
        self.form_at = [place for place, token in enumerate(tokens) if token.form]
        self.forms = [tokens[place].form for place in self.form_at]
        self.levels: list[str | None] = [None]
        for token, kind in zip(tokens, self.kinds, strict=True):
            self.levels.append(kind if token.kind in LEVELS else self.levels[-1])
        self.paid = list(accumulate((token.kind in ("sum", "share") for token in tokens), initial=0))
        inside = sorts["in"]
        self.inside = [inside[token.kind] for token in tokens if not token.mark and token.kind in inside]

    def previous(self) -> set[str]:
        """The last kinds of the nearest sentence before that has any."""
        for sentence in reversed(self._sentences[: self.index]):
            if kinds := [token.kind + token.mark for token in sentence.tokens if token.kind not in PLAIN]:
                return set(kinds[-3:])
        return set()

"""Where words of Chinese meet: the likeliest way to cut a run of characters into words of a dictionary.

The dictionary is jieba's with the lexicon's terms, and the way to cut is jieba's without its guesses at unknown words; so are the
results. But the dictionary comes as two arrays (``data/words.npy``, ``data/counts.npy``, written by ``python -m training.words``)
that are looked up for all pieces of a run at once, instead of a million strings that take a second to load.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from ..language import lexicon

Codes = NDArray[np.uint64]
#: Words of the dictionary are at most this long.
LONGEST = 16
#: A word's key is the sum of its characters' codes times powers of this odd number, modulo 2 ** 64; that of one character its code.
_BASE = 0x9E3779B97F4A7C15
#: Enough for a domain word to win over two common single characters, not over a common longer word.
_LEAST = 60
#: Dictionary words reach at most this far to either side of a position that they lie across.
_ACROSS = 3
#: Nearly all words are this long or shorter: longer ones are looked for only where one begins.
_USUAL = 4
#: Marks, among the frequencies, beginnings of :data:`_USUAL` characters with which a longer word goes on.
_GOES_ON = 1 << 31
#: Stands between runs, and beyond the last; in no word.
_BETWEEN = "\U0010ffff"
#: Keys of single characters are their codes, below this.
_LAST_CODE = np.uint64(0x110000)
#: How many of a key's upper bits :attr:`Dictionary.bits` tells of, and how far down they are: of pieces that are no words it
#: lets every twelfth through.
_BITS = 22
_UPPER = np.uint64(64 - _BITS)
#: By so many upper bits keys are found.
_NEAR = 18
_UPPERMOST = np.uint64(64 - _NEAR)
_POWERS = np.array([pow(_BASE, exponent, 1 << 64) for exponent in range(1, LONGEST + 1)], dtype=np.uint64)
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)


def keys(words: Sequence[str]) -> Codes:
    """Keys of words of at most :data:`LONGEST` characters.

    Examples
    --------
    >>> keys(["代理"]) == keys(["理代"])
    array([False])
    """
    table = np.zeros((len(words), LONGEST), dtype=np.uint64)
    for place, word in enumerate(words):
        table[place, : len(word)] = [ord(char) for char in word]
    sums = (table * _POWERS).sum(axis=1, dtype=np.uint64)
    found: Codes = np.where(table[:, 1:].any(axis=1), sums, table[:, 0])
    return found


def arrays(frequencies: Mapping[str, int]) -> tuple[Codes, NDArray[np.uint32]]:
    """A dictionary as sorted keys and the words' frequencies, those that count nothing left out, beginnings of longer words marked.

    Raises
    ------
    ValueError
        Where two words have one key, or a word is too long.
    """
    counts = {word: count for word, count in frequencies.items() if count}
    if any(len(word) > LONGEST for word in counts):
        raise ValueError(f"a word is longer than {LONGEST} characters")
    for beginning in {word[:_USUAL] for word in counts if len(word) > _USUAL}:
        counts[beginning] = counts.get(beginning, 0) | _GOES_ON
    words = list(counts)
    found = keys(words)
    order = np.argsort(found)
    if len(np.unique(found)) != len(found):
        raise ValueError("two words have one key; take another base")
    return found[order], np.array(list(counts.values()), dtype=np.uint32)[order]


class Dictionary(NamedTuple):
    """Words with their frequencies, and beginnings of long words.

    Attributes
    ----------
    keys : ndarray of shape (n_words,)
        Sorted.
    counts : ndarray of shape (n_words,)
    total : int
        Sum of all frequencies.
    bits : ndarray of shape (2 ** _BITS // 8,)
        One bit for each way that the upper bits of a key can be, set where some key has them so: most pieces of a run are no words,
        and are passed over by it.
    firsts : ndarray of shape (2 ** _NEAR,)
        Where the keys with some upper bits begin, so that a key is looked for among a few that are side by side.
    near : ndarray of int
        0 to the most keys that have the same upper bits.
    characters : ndarray
        Logarithm of the share of each character that is a word, by its code; 0 for others, and one 0 more at the end.
    """

    keys: Codes
    counts: NDArray[np.uint32]
    total: int
    bits: NDArray[np.uint8]
    firsts: NDArray[np.int32]
    near: NDArray[np.int64]
    characters: NDArray[np.float64]

    @classmethod
    def of(cls, keys: Codes, counts: NDArray[np.uint32], total: int) -> Dictionary:
        """A dictionary of sorted keys, and what makes looking up fast."""
        single = keys[: keys.searchsorted(_LAST_CODE)].view(np.int64)
        characters = np.zeros(int(single[-1]) + 2 if len(single) else 1)
        # As jieba computes it, to the last bit: equally likely cuts are told apart by it.
        whole = math.log(total)
        characters[single] = [math.log(count) - whole if count else 0.0 for count in (counts[: len(single)] & ~np.uint32(_GOES_ON)).tolist()]
        longer = keys[len(single) :]
        held = np.zeros(1 << _BITS, dtype=np.bool_)
        held[(longer >> _UPPER).view(np.int64)] = True
        alike = np.bincount((longer >> _UPPERMOST).view(np.int64), minlength=1 << _NEAR)
        firsts = (alike.cumsum() - alike + len(single)).astype(np.int32)
        return cls(keys, counts, total, np.packbits(held, bitorder="little"), firsts, np.arange(alike.max()), characters)

    def words_among(self, wanted: Codes) -> tuple[list[int], list[int]]:
        """Places of the keys that are words, or begin one, and their frequencies with their marks; no key of a single character."""
        upper = (wanted >> _UPPER).view(np.int64)
        likely = (self.bits.take(upper >> 3) >> (upper & 7).astype(np.uint8) & np.uint8(1)).nonzero()[0]
        looked_up = wanted.take(likely)[:, None]
        places = self.firsts.take((looked_up >> _UPPERMOST).view(np.int64)) + self.near
        # A place beyond the last stands for none: its key would be told as that of the last once more.
        found, which = ((self.keys.take(places, mode="clip") == looked_up) & (places < len(self.keys))).nonzero()
        return likely.take(found).tolist(), self.counts.take(places[found, which]).tolist()


def _stored(name: str) -> NDArray[np.integer]:
    data = (resources.files("weishang_risk") / "data" / name).read_bytes()
    array: NDArray[np.integer] = np.lib.format.read_array(io.BytesIO(data), allow_pickle=False)
    return array


#: jieba's total counts a word that its dictionary lists twice twice; equally likely cuts are told apart by it.
_LISTED_TWICE = 3


@lru_cache(maxsize=1)
def dictionary() -> Dictionary:
    """jieba's dictionary, in which each Chinese term of the lexicon is a word."""
    stored, counts = _stored("words.npy").astype(np.uint64, copy=False), _stored("counts.npy").astype(np.uint32, copy=False)
    forms = [form for form, term in lexicon.load().items() if term.lang == "zh" and len(form) > 1]
    added, marked = keys(forms), keys([form[:_USUAL] for form in forms if len(form) > _USUAL])
    places = stored.searchsorted(added)
    known = counts.take(places, mode="clip") * (stored.take(places, mode="clip") == added) & ~np.uint32(_GOES_ON)
    raised = np.maximum(known, _LEAST)
    total = int((counts & ~np.uint32(_GOES_ON)).sum(dtype=np.int64)) + int((raised - known).sum()) + _LISTED_TWICE
    fresh = np.unique(np.concatenate([added, marked]))
    places = stored.searchsorted(fresh)
    new = stored.take(places, mode="clip") != fresh
    fresh, places = fresh[new], places[new]
    every, changed = np.insert(stored, places, fresh), np.insert(counts, places, 0)
    at = every.searchsorted(added)
    changed[at] = (changed[at] & np.uint32(_GOES_ON)) | raised
    changed[every.searchsorted(marked)] |= np.uint32(_GOES_ON)
    return Dictionary.of(every, changed, total)


class Lattice:
    """Words of the dictionary in some runs of characters, looked up for all of them at once.

    Parameters
    ----------
    runs : sequence of str

    Examples
    --------
    >>> lattice = Lattice(["产品下线", "你下线"])
    >>> lattice.crossed(0, 2), lattice.crossed(1, 1)
    (True, False)
    >>> lattice.edges(0) == {0, 1, 2, 3, 4}
    False
    """

    def __init__(self, runs: Sequence[str]) -> None:
        self._runs = runs
        self._firsts = list(accumulate((len(run) + 1 for run in runs), initial=0))
        codes = _codes(_BETWEEN.join([*runs, _BETWEEN * (LONGEST - 1)]))
        self._codes = codes
        #: Words of two characters and more by their beginning: their end and their frequency.
        self._words: dict[int, list[tuple[int, int]]] = {}
        two = codes[:-3] * _POWERS[0] + codes[1:-2] * _POWERS[1]
        three = two + codes[2:-1] * _POWERS[2]
        four = three + codes[3:] * _POWERS[3]
        book, size = dictionary(), len(two)
        going_on: list[int] = []
        for place, count in zip(*book.words_among(np.concatenate((two, three, four))), strict=True):
            longer, start = divmod(place, size)
            if count & _GOES_ON:
                going_on.append(start)
                count ^= _GOES_ON
            if count:
                self._add(start, start + 2 + longer, count)
        if going_on:
            windows = sliding_window_view(codes, LONGEST)[going_on]
            whole = (windows * _POWERS).cumsum(axis=1, dtype=np.uint64)[:, _USUAL:]
            for place, count in zip(*book.words_among(whole.ravel()), strict=True):
                row, longer = divmod(place, whole.shape[1])
                self._add(going_on[row], going_on[row] + _USUAL + 1 + longer, count)

    def _add(self, start: int, end: int, count: int) -> None:
        if start in self._words:
            self._words[start].append((end, count))
        else:
            self._words[start] = [(end, count)]

    def crossed(self, place: int, position: int) -> bool:
        """Whether some word lies across a position of a run, so that only a cut can tell if words meet there."""
        at = self._firsts[place] + position
        for start in range(at - _ACROSS, at):
            for end, _ in self._words.get(start, ()):
                if at < end <= at + _ACROSS:
                    return True
        return False

    def edges(self, place: int) -> set[int]:
        """Positions at which a word of a run begins or ends, its own ends among them."""
        run, first = self._runs[place], self._firsts[place]
        size, book, words = len(run), dictionary(), self._words
        characters = book.characters.take(self._codes[first : first + size].view(np.int64), mode="clip").tolist()
        whole = math.log(book.total)
        best = [0.0] * (size + 1)
        following = list(range(1, size + 1))
        for start in range(size - 1, -1, -1):
            alone, longer = characters[start], words.get(first + start)
            if longer is None:
                best[start] = (alone or -whole) + best[start + 1]
                continue
            # Of cuts that are equally likely, the one whose first word is longer.
            ways = [(math.log(count) - whole + best[end - first], end - first) for end, count in longer]
            if alone:
                ways.append((alone + best[start + 1], start + 1))
            best[start], following[start] = max(ways)
        found = {0}
        at = 0
        while at < size:
            end = following[at]
            # Single letters and digits in a row are one word.
            if not (end == at + 1 and run[at] in _LATIN and end < size and following[end] == end + 1 and run[end] in _LATIN):
                found.add(end)
            at = end
        return found


def edges(run: str) -> set[int]:
    """Positions at which a word of a run begins or ends, its own ends among them.

    Examples
    --------
    >>> 2 in edges("产品下线"), 2 in edges("发展下线")
    (False, True)
    """
    return Lattice([run]).edges(0)


def inside_word(text: str, position: int) -> bool:
    """Whether a position in a run of Han characters lies inside a word.

    Examples
    --------
    >>> inside_word("做代理", 2), inside_word("奖五百间推", 3)
    (True, False)
    """
    lattice = Lattice([text])
    return lattice.crossed(0, position) and position not in lattice.edges(0)

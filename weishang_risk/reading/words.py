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
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from ..language import lexicon

Codes = NDArray[np.uint64]
#: Words of the dictionary are at most this long.
LONGEST = 16
#: A word's key is the sum of its characters' codes times powers of this odd number, modulo 2 ** 64.
_BASE = 0x9E3779B97F4A7C15
#: Enough for a domain word to win over two common single characters, not over a common longer word.
_LEAST = 60
#: Dictionary words reach at most this far to either side of a position that they lie across.
_ACROSS = 3


#: Nearly all words are this long or shorter: longer ones are looked for only where one begins.
_USUAL = 4
#: Marks, among the frequencies, beginnings of :data:`_USUAL` characters with which a longer word goes on.
_GOES_ON = 1 << 31
#: Stands for a character beyond the end of a run; no character has this code.
_BEYOND = 0xFFFFFF
_POWERS = np.array([pow(_BASE, exponent, 1 << 64) for exponent in range(LONGEST)], dtype=np.uint64)
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
    found: Codes = (table * _POWERS).sum(axis=1, dtype=np.uint64)
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
    """

    keys: Codes
    counts: NDArray[np.uint32]
    total: int

    def frequencies(self, wanted: Codes) -> NDArray[np.uint32]:
        """Frequency of each key, with its mark; 0 where it is none's."""
        places = self.keys.searchsorted(wanted)
        # A key beyond the last is compared with the last, which it is not.
        found: NDArray[np.uint32] = self.counts.take(places, mode="clip") * (self.keys.take(places, mode="clip") == wanted)
        return found


def _stored(name: str) -> NDArray[np.integer]:
    data = (resources.files("weishang_risk") / "data" / name).read_bytes()
    array: NDArray[np.integer] = np.lib.format.read_array(io.BytesIO(data), allow_pickle=False)
    return array


@lru_cache(maxsize=1)
def dictionary() -> Dictionary:
    """jieba's dictionary, in which each Chinese term of the lexicon is a word."""
    stored, counts = _stored("words.npy").astype(np.uint64, copy=False), _stored("counts.npy").astype(np.uint32, copy=False)
    plain = Dictionary(stored, counts, 0)
    forms = [form for form, term in lexicon.load().items() if term.lang == "zh" and len(form) > 1]
    added, marked = keys(forms), keys([form[:_USUAL] for form in forms if len(form) > _USUAL])
    known = plain.frequencies(added) & ~np.uint32(_GOES_ON)
    raised = np.maximum(known, _LEAST)
    total = int((counts & ~np.uint32(_GOES_ON)).sum(dtype=np.int64)) + int((raised - known).sum())
    fresh = np.setdiff1d(np.concatenate([added, marked]), stored)
    places = stored.searchsorted(fresh)
    every, changed = np.insert(stored, places, fresh), np.insert(counts, places, 0)
    at = every.searchsorted(added)
    changed[at] = (changed[at] & np.uint32(_GOES_ON)) | raised
    changed[every.searchsorted(marked)] |= np.uint32(_GOES_ON)
    return Dictionary(every, changed, total)


def crossed(text: str, positions: Sequence[int], runs: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether some dictionary word lies across each of some positions, so that only a cut can tell if words meet there.

    Parameters
    ----------
    text : str
    positions : sequence of int
    runs : sequence of (int, int)
        First and last of the run in which each position stands, and in which the word must lie.

    Returns
    -------
    list of bool

    Examples
    --------
    >>> crossed("产品下线", [2], [(0, 4)]), crossed("你下线", [1], [(0, 3)])
    ([True], [False])
    """
    if not positions:
        return []
    low = max(0, min(positions) - _ACROSS)
    held = _codes(text[low : max(positions) + _ACROSS])
    limits = np.array(runs)
    places = np.array(positions)[:, None] + _AROUND
    inside = (places >= limits[:, :1]) & (places < limits[:, 1:])
    window = np.where(inside, held.take(places - low, mode="clip"), np.uint64(_BEYOND))
    wanted = [(window[:, begin:] * _POWERS[: 2 * _ACROSS - begin]).cumsum(axis=1, dtype=np.uint64)[:, _ACROSS - begin :] for begin in range(_ACROSS)]
    held_words = dictionary().frequencies(np.hstack(wanted)) & ~np.uint32(_GOES_ON)
    found: list[bool] = held_words.any(axis=1).tolist()
    return found


_AROUND = np.arange(-_ACROSS, _ACROSS)


def edges(run: str) -> set[int]:
    """Positions at which a word of a run begins or ends, its own ends among them.

    Examples
    --------
    >>> 2 in edges("产品下线"), 2 in edges("发展下线")
    (False, True)
    """
    size = len(run)
    if not size:
        return {0}
    book = dictionary()
    padded = np.full(size + LONGEST - 1, _BEYOND, dtype=np.uint64)
    padded[:size] = _codes(run)
    windows = sliding_window_view(padded, LONGEST)
    counts = book.frequencies((windows[:, :_USUAL] * _POWERS[:_USUAL]).cumsum(axis=1, dtype=np.uint64))
    whole = math.log(book.total)
    unknown = -whole
    words: list[list[tuple[int, float]]] = [[] for _ in range(size)]
    starts, lengths = counts.nonzero()
    going_on: list[int] = []
    for start, length, count in zip(starts.tolist(), lengths.tolist(), counts[starts, lengths].tolist(), strict=True):
        if count & _GOES_ON:
            going_on.append(start)
            count ^= _GOES_ON
        if count:
            words[start].append((start + length + 1, math.log(count) - whole))
    if going_on:
        longer = book.frequencies((windows[going_on] * _POWERS).cumsum(axis=1, dtype=np.uint64)[:, _USUAL:])
        for place, length in zip(*longer.nonzero(), strict=True):
            start = going_on[place]
            words[start].append((start + _USUAL + int(length) + 1, math.log(int(longer[place, length])) - whole))
    best = [0.0] * (size + 1)
    following = [0] * (size + 1)
    for start in range(size - 1, -1, -1):
        # Of cuts that are equally likely, the one whose first word is longer.
        if len(words[start]) > 1:
            best[start], following[start] = max([(weight + best[end], end) for end, weight in words[start]])
        else:
            end, weight = words[start][0] if words[start] else (start + 1, unknown)
            best[start], following[start] = weight + best[end], end
    found = {0}
    at = 0
    while at < size:
        end = following[at]
        # Single letters and digits in a row are one word.
        if not (end == at + 1 and run[at] in _LATIN and end < size and following[end] == end + 1 and run[end] in _LATIN):
            found.add(end)
        at = end
    return found


def inside_word(text: str, position: int) -> bool:
    """Whether a position in a run of Han characters lies inside a word.

    Examples
    --------
    >>> inside_word("做代理", 2), inside_word("奖五百间推", 3)
    (True, False)
    """
    return crossed(text, [position], [(0, len(text))])[0] and position not in edges(text)

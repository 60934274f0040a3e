"""Sentences, and the word boundaries of Chinese."""

from __future__ import annotations

import re
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from ..language import lexicon

if TYPE_CHECKING:
    import jieba

# A full stop ends a sentence only before white space: 3.5% and www.example.com stay whole.
_BREAK = re.compile(r"[。！？!?；;]+[”」』\"'）)]*|\.(?=[\s\"”')])[\"”')]*|\n+")
_SOFT_BREAK = re.compile(r"[，,、：:—]|\s[-–]\s|\s(?=and |but |then |或|且|并)")
_INITIALS = re.compile(r"(?:^|[\s(])(?:mr|mrs|ms|dr|st|no|vs|e\.g|i\.e|approx|ltd|inc|co|[a-z])\.$")
#: A unit of reading: longer sentences are cut at a comma. In characters; Latin letters count a third.
UNIT_CHARACTERS = 90

_lock = Lock()


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a normalised text, none of them blank.

    Parameters
    ----------
    text : str
        As :attr:`NormalizedText.text`.

    Returns
    -------
    list of tuple of int
        ``(start, end)``, in order, without overlap.

    Examples
    --------
    >>> sentences("推荐一人奖500。他再推荐,你拿200")
    [(0, 9), (9, 19)]
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BREAK.finditer(text):
        if match[0].startswith(".") and _INITIALS.search(text, max(start, match.start() - 8), match.start() + 1):
            continue
        _append(spans, text, start, match.end())
        start = match.end()
    _append(spans, text, start, len(text))
    return spans


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start] in " \t\r\n\u3000|":
        start += 1
    while end > start and text[end - 1] in " \t\r\n\u3000|":
        end -= 1
    while end - start > UNIT_CHARACTERS:
        limit = _reach(text, start, end)
        if limit >= end:
            break
        cuts = [m.end() for m in _SOFT_BREAK.finditer(text, start + (limit - start) // 3, limit)]
        cut = cuts[-1] if cuts else limit
        spans.append((start, cut))
        start = cut
        while start < end and text[start] in " \t\u3000":
            start += 1
    if start < end:
        spans.append((start, end))


def _reach(text: str, start: int, end: int) -> int:
    """How far a unit that begins at ``start`` may run."""
    weight = 0.0
    for position in range(start, min(end, start + 3 * UNIT_CHARACTERS + 1)):
        weight += 1 / 3 if text[position] < "\u2e80" else 1
        if weight > UNIT_CHARACTERS:
            return position
    return min(end, start + 3 * UNIT_CHARACTERS)


@lru_cache(maxsize=1)
def _tokenizer() -> jieba.Tokenizer:
    """A tokenizer of our own: the dictionary that jieba ships plus the lexicon, and no cache file anywhere."""
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    for form, term in lexicon.load().items():
        if term.lang != "zh" or len(form) < 2:
            continue
        # Enough for a domain word to win over two common single characters, not over a common longer word.
        frequency = max(tokenizer.FREQ.get(form, 0), 60)
        tokenizer.total += frequency - tokenizer.FREQ.get(form, 0)
        tokenizer.FREQ[form] = frequency
        for length in range(1, len(form)):
            tokenizer.FREQ.setdefault(form[:length], 0)
    tokenizer.initialized = True
    return tokenizer


def may_cut(text: str, position: int) -> bool:
    """Whether some dictionary word lies across a position, so that only the tokenizer can tell if words meet there.

    Examples
    --------
    >>> may_cut("产品下线", 2), may_cut("你下线", 1)
    (True, False)
    """
    with _lock:
        frequencies = _tokenizer().FREQ
    size = len(text)
    for start in range(max(0, position - _LONGEST_ACROSS), position):
        for end in range(position + 1, min(size, position + _LONGEST_ACROSS) + 1):
            if frequencies.get(text[start:end]):
                return True
    return False


#: Dictionary words reach at most this far to either side of a position that they lie across.
_LONGEST_ACROSS = 3


def word_edges(text: str) -> set[int]:
    """Positions at which a word of ``text`` begins or ends.

    Examples
    --------
    >>> 2 in word_edges("产品下线"), 2 in word_edges("发展下线")
    (False, True)
    """
    with _lock:
        tokenizer = _tokenizer()
    edges = {0}
    position = 0
    for word in tokenizer.cut(text, HMM=False):
        position += len(word)
        edges.add(position)
    return edges


def cuts_word(text: str, position: int) -> bool:
    """Whether a position in a run of Han characters lies inside a word.

    Examples
    --------
    >>> cuts_word("做代理", 2), cuts_word("奖五百间推", 3)
    (True, False)
    """
    return may_cut(text, position) and position not in word_edges(text)

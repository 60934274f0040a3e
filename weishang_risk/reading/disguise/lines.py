"""Lines told backwards, and lines broken inside words."""

from __future__ import annotations

import re
from functools import lru_cache

from ...language import lexicon
from ...language.finder import Finder
from ..layout import Edit
from .signs import INSIDE, SHARE, MidWord, splits
from .spelling import LETTERS, known

_OVERRIDE = re.compile(r"\u202e([^\u202a-\u202e\u2066-\u2069\n]*)[\u202c\u2069]?")
_LINE = re.compile(r"[^\n]+")


def backwards(text: str, spelled: str | None = None, hides: bool = False) -> list[Edit]:
    """Stretches under a right-to-left override, and lines whose common words stand in them backwards.

    Parameters
    ----------
    text : str
    spelled : str, optional
        The text in lower case and simplified characters, as long as it is.
    hides : bool, optional
        Whether the text is known to hide words: a line is then believed with less.

    Examples
    --------
    >>> backwards("\\u202e金佣\\u202c")
    [(0, 4, '佣金')]
    """
    spelled = spelled if spelled is not None else text.lower()
    if "\u202e" in text:
        # What reads better as it stands was only made to look odd.
        turned = [match for match in _OVERRIDE.finditer(text) if _read(spelled[slice(*match.span(1))][::-1]) >= _read(spelled[slice(*match.span(1))])]
        if turned:
            return [(*match.span(), match[1][::-1]) for match in turned]
    least = 1 if hides else _SURELY
    if _han_terms(spelled[::-1]) < 2 * least and not _has_backward_word(spelled):
        return []
    lines = [(match, spelled[match.start() : match.end()]) for match in _LINE.finditer(text)]
    sure = [_is_backwards(line, least) for _, line in lines]
    # Beside one such line a short one is believed with less.
    if any(sure):
        sure = [known or _is_backwards(line, 1) for known, (_, line) in zip(sure, lines, strict=True)]
    return [(*match.span(), match[0][::-1]) for told, (match, _) in zip(sure, lines, strict=True) if told]


@lru_cache(maxsize=1)
def _long_han_terms() -> Finder[int]:
    """The Chinese terms of two characters and more; each hit tells its length less one."""
    return Finder((form, len(form) - 1) for form, term in lexicon.load().items() if term.lang == "zh" and len(form) > 1)


def _han_terms(text: str) -> int:
    """Characters of the Chinese terms of a text, each term but its first one."""
    return 0 if text.isascii() else sum([more for _, more in _long_han_terms().found(text)])


_LONG_PART = re.compile(r"[a-z]{3,}")


def _read(text: str) -> int:
    """How much of a text is made of words that are known, in characters of terms and in English words."""
    return _han_terms(text) + sum(map(known, _LONG_PART.findall(text)))


#: So many words that stand backwards make a line that does.
_SURELY = 3


def _is_backwards(line: str, least: int) -> bool:
    back = _han_terms(line[::-1])
    if back >= 2 * least and back > 2 * _han_terms(line):
        return True
    if least > 1 and not _has_backward_word(line):
        return False
    found = _LONG_PART.findall(line)
    forward, reverse = sum(map(known, found)), sum(known(word[::-1]) for word in found)
    return reverse >= least and reverse > 3 * forward


_BACKWARD_WORDS = frozenset("eht dna uoy ruoy rof htiw taht siht yap era morf teg hcae lliw ton ruo yeht".split())
_BACKWARD_WORD = re.compile(rf"\b(?:{'|'.join(sorted(_BACKWARD_WORDS))})\b")
#: Punctuation that begins a word.
_BACKWARD_SIGN = re.compile(r"[,.;:!?](?<!\S.)[a-z]")


def _has_backward_word(text: str) -> bool:
    """Whether a common word stands backwards, or punctuation does."""
    return bool(_BACKWARD_SIGN.search(text) or (not _BACKWARD_WORDS.isdisjoint(LETTERS.findall(text)) and _BACKWARD_WORD.search(text)))


def broken_lines(text: str, mid_word: MidWord, hides: bool = False) -> list[Edit]:
    """Line breaks in a text, in lower case, whose breaks often stand inside words or before what begins no line.

    In a text that is known to hide words one such break is believed.

    Examples
    --------
    >>> broken_lines("re\\ncruit a mem\\nber, each rec\\nruit pays mon\\ney", lambda run, place: False)[:2]
    [(2, 3, ''), (14, 15, '')]
    """
    found = list(_BREAK.finditer(text))
    broken, indented = set(), set()
    perhaps: list[re.Match[str]] = []
    for match in found:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 2]
        if not before.strip():
            continue
        # No line begins with a comma, nor with a blank and the rest of a sentence.
        if after and (after[0] in _NO_BEGINNING or _GOES_ON.match(text, match.end())):
            broken.add(match.start())
        elif after[:1] == " " and "a" <= before <= "z" and "a" <= after[1:] <= "zz":
            indented.add(match.start())
        elif before.isalnum() and after[:1].isalnum():
            perhaps.append(match)
    least = 1 if hides else INSIDE + 1
    if len(broken) + len(indented) + len(perhaps) < least:
        return []
    broken.update(match.start() for match in perhaps if splits(text, match, "\n", mid_word))
    # Lines that begin with a blank may be a list; most of them are none.
    if len(indented) > _SHARE_INDENTED * len(found):
        broken |= indented
    if len(broken) < least or len(broken) < SHARE * len(found):
        return []
    edits = []
    for match in found:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if match.start() in broken:
            edits.append((*match.span(), ""))
        elif before.isalnum() and after.isalnum() and not (before.isdigit() and after.isdigit()):
            edits.append((*match.span(), " " if (before + after).isascii() else ""))
    return edits


_SHARE_INDENTED = 0.4
_BREAK = re.compile(r"\r?\n")
#: What follows a word in its line: a stop and a blank, a comma of a numeral.
_GOES_ON = re.compile(r"[,.;:!?](?=\s|$)|\.(?=[a-z])|(?<=\d\n),\d{3}(?!\d)")
_NO_BEGINNING = frozenset("，、。；：！？,）)」』”％%")

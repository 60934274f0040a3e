"""Signs put between the characters of words: taken out where they stand inside words, and everywhere if they often do."""

from __future__ import annotations

import re
from collections.abc import Callable

from ...language import lexicon
from ..layout import Edit
from .spelling import known, segmented

MidWord = Callable[[str, int], bool]

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
#: Blanks that no keyboard has.
_ODD_BLANKS = r"\u2000-\u200a\u202f\u205f\u2800\u3164\uffa0\u115f\u1160"
_ODD_BLANK = re.compile(f"[{_ODD_BLANKS}]")
_THREADED = re.compile(r"(?<![^\W_])[^\W_](\W|_)(?:(?s:.)\1){5,}(?:[^\W_](?![^\W_]))?|(?s:[\u4e00-\u9fff](\W|_)(?:.\2){5,}[\u4e00-\u9fff]?)")
#: What every thread has in it, and few texts.
_THREAD = re.compile(r"(?s)([\W_]).\1.\1")
#: Punctuation is never taken out of words; other signs of ordinary texts only where they often stand in words.
_PUNCTUATION = frozenset("/、，。,:：；;!！?？\"'’‘&→×=%…()（）[]{}<>「」『』【】〔〕《》“”\\$@#|")
#: One to four times one sign between letters or digits: neither punctuation nor an ordinary blank; and blanks between wide characters.
#: What stands before is looked at behind the first sign, so that other places are passed over at a glance.
_NO_SIGN = rf" \t-\r\x1c-\x1f\x85\xa0\u1680\u2028\u2029\u3000{re.escape(''.join(sorted(_PUNCTUATION)))}"
_SIGN_BETWEEN = re.compile(rf"([\W_\u3164](?<=[^\W_](?s:.))(?<![{_NO_SIGN}])(?:(?<![\s_\u3164])\ufe0f)?)\1{{0,3}}(?=[^\W_])")
_BLANK_BETWEEN = re.compile(r"([ \u3000](?<=[^\W_].)(?<=[^\x00-\u2fff].))\1{0,3}(?=[^\W_])(?=[^\x00-\u2fff])")
_RUN_OF_LETTERS = re.compile(r"[A-Za-z]{4,}")
#: What stands for a name or a word that is left out.
_MASKS = frozenset(("__", "＿＿", "○○", "〇〇", "××", "□□"))
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两")
_ORDINARY = frozenset(" \u3000·•-–—~～+")
#: How often a sign must stand inside words, and in what share of its places, to be taken out wherever it stands.
INSIDE, SHARE, _ORDINARY_SHARE, _LOOKED_AT = 3, 0.2, 0.4, 60


def threaded(text: str) -> list[Edit]:
    """Runs in which one sign stands after every character, the sign taken out.

    Examples
    --------
    >>> threaded("拉_人_头_先_交_9_9_元")
    [(0, 15, '拉人头先交99元')]
    """
    edits: list[Edit] = []
    for match in _THREADED.finditer(text) if _THREAD.search(text) else ():
        sign, end = match[1] or match[2], match.end()
        # The last sign stands before what is no part of the run.
        end -= match[0].endswith(sign) and text[end : end + 1].isalnum()
        kept = text[match.start() : end : 2]
        letters = sum(char.isalpha() for char in kept)
        # A list of digits is one; a single sign of a whole line's letters is none.
        said = sum(char.isalnum() for char in kept)
        if 3 * letters >= 2 * said and 5 * said >= 3 * len(kept) and len(set(kept)) > 3 and sign not in _THREADED_LISTS:
            edits.append((match.start(), end, _RUN_OF_LETTERS.sub(lambda run: segmented(run[0]), kept)))
    return edits


#: Signs of lists of single characters: 甲→乙→丙, 银、金、钻.
_THREADED_LISTS = frozenset("→、/|>，,")


#: Odd blanks, and signs that no one writes between the characters of a word unless to hide it.
_STREWN_SIGN = rf"{_ODD_BLANKS}_*#^`\u2300-\u2bff\U0001f000-\U0001faff"
#: What stands between two characters of words and holds such a sign: with it a point, a blank or a break.
_STREWN = re.compile(rf"(?<=[^\W_])[ .\n]{{0,2}}[{_STREWN_SIGN}][ .\n\ufe0f{_STREWN_SIGN}]{{0,4}}(?=[^\W_])")
#: A sign to so few characters makes a text full of them.
_DENSE = 12
#: What no one writes beside a Han character, nor in a numeral but before three digits.
_BESIDE_HAN = re.compile(f"[{_ODD_BLANKS}_]")
_GROUP = re.compile(r"\d{3}(?!\d)")
_STREWN_AROUND = re.compile(rf"[.\n{_STREWN_SIGN}]")


def strewn(text: str, mid_word: MidWord) -> list[Edit]:
    """Signs of any kinds that often stand inside words, taken out wherever they stand between two characters of words.

    Parameters
    ----------
    text : str
        In lower case and simplified characters.
    mid_word : callable

    Examples
    --------
    >>> strewn("入_门🔥费3_00元, 代*理费", lambda run, place: True)
    [(1, 2, ''), (3, 4, ''), (6, 7, ''), (13, 14, '')]
    """
    found = list(_STREWN.finditer(text))
    if len(found) < INSIDE:
        return []
    looked = found[:_LOOKED_AT]
    hits = sum(_lies_across(text, match, mid_word) for match in looked)
    # A text full of signs is believed with one hit less.
    least = INSIDE - 1 if _DENSE * len(found) > len(text) else INSIDE
    if hits < least or hits < SHARE * len(looked):
        return []
    return [(*match.span(), "") for match in found]


def _lies_across(text: str, match: re.Match[str], mid_word: MidWord) -> bool:
    """Whether a word lies across signs, whatever else is strewn around left out; nobody parts Han characters by odd blanks or low lines."""
    if _BESIDE_HAN.search(match[0]):
        before, after = text[match.start() - 1], text[match.end()]
        if not (before + after).isascii() or (before.isdigit() and after.isdigit() and not _GROUP.match(text, match.end())):
            return True
    left = _STREWN_AROUND.sub("", text[max(0, match.start() - 16) : match.start()])
    right = _STREWN_AROUND.sub("", text[match.end() : match.end() + 16])
    return _joins(left, right, mid_word)


def inside_words(text: str, mid_word: MidWord, hides: bool = False) -> list[Edit]:
    """Signs that stand inside words: where they do so, and everywhere if they often do, in a text that is known to hide words at once.

    Examples
    --------
    >>> inside_words("入🔥门费", lambda run, place: run == "入门费" and place < 3)
    [(1, 2, '')]
    """
    places: dict[str, list[re.Match[str]]] = {}
    for match in _SIGN_BETWEEN.finditer(text):
        if match[0][:2] not in _MASKS:
            places.setdefault(match[1], []).append(match)
    for match in () if text.isascii() else _BLANK_BETWEEN.finditer(text):
        # Numerals and their units are often set apart: 4千 元.
        if text[match.start() - 1] not in _NUMERALS:
            places.setdefault(match[1], []).append(match)
    edits: list[Edit] = []
    least = 1 if hides else INSIDE
    for sign, found in places.items():
        if len(found) < least and sign in _ORDINARY:
            continue
        looked = found[:_LOOKED_AT]
        hits = [match for match in looked if splits(text, match, sign, mid_word)]
        # A point between Han characters is none of their punctuation.
        points = sign == "." and sum(not (text[m.start() - 1] + text[m.end()]).isascii() for m in looked) >= least
        often = bool(points and hits) or (len(hits) >= least and len(hits) >= (_ORDINARY_SHARE if sign in _ORDINARY else SHARE) * len(looked))
        for match in found if often else [] if sign in _ORDINARY else [match for match in hits if _in_term(text, match)]:
            before, after = text[match.start() - 1], text[match.end()]
            # A point between digits is a decimal one, unless no number is written so.
            if not (sign == "." and before.isdigit() and after.isdigit() and _is_number(text, match.start())):
                edits.append((*match.span(), ""))
    return sorted(edits)


_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+")


def _is_number(text: str, place: int) -> bool:
    """Whether the digits, points and commas around a place make a number."""
    before, after = re.search(r"[\d.,]{0,30}$", text[max(0, place - 30) : place]), re.match(r"[\d.,]{0,30}", text[place : place + 30])
    return before is not None and after is not None and _NUMBER.fullmatch((before[0] + after[0]).strip(".,")) is not None


def splits(text: str, match: re.Match[str], sign: str, mid_word: MidWord) -> bool:
    """Whether a word lies across a sign, other such signs left out."""
    left = text[max(0, match.start() - 12) : match.start()].replace(sign, "")
    right = text[match.end() : match.end() + 12].replace(sign, "")
    return _joins(left, right, mid_word)


def _joins(left: str, right: str, mid_word: MidWord) -> bool:
    """Whether a word begins at the end of one text and goes on in another."""
    if left[-1:].isascii() and right[:1].isascii():
        head, tail = re.search(r"[a-z]*$", left), re.match(r"[a-z]*", right)
        assert head is not None and tail is not None
        joined = head[0] + tail[0]
        return bool(head[0] and tail[0]) and len(joined) >= 4 and known(joined) and not (known(head[0]) and known(tail[0]))
    before, after = re.search(rf"[{_HAN}]{{1,4}}$", left), re.match(rf"[{_HAN}]{{1,4}}", right)
    return bool(before and after) and mid_word(before[0] + after[0], len(before[0]))  # type: ignore[index]


def _in_term(text: str, match: re.Match[str]) -> bool:
    """Whether a term of the lexicon lies across a place."""
    left, right = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 12]
    left, right = left.replace(match[1], ""), right.replace(match[1], "")
    joined, at, forms = left + right, len(left), lexicon.load()
    return any(joined[start:end] in forms for start in range(at) for end in range(at + 1, len(joined) + 1) if end - start > 1)


def blanks(text: str) -> list[Edit]:
    """Thin, braille and other odd blanks as plain ones."""
    return [(*match.span(), " ") for match in _ODD_BLANK.finditer(text)]

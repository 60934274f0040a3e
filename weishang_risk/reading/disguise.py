"""Words in disguise: look-alike letters, leet, signs between the characters of words, words told backwards, codes.

Each function finds edits, ``(start, end, replacement)``, of a text, and finds none in an ordinary one: a sign is taken out where
it stands inside words, a letter is read as another where a known word comes of it. The tables are
``language/common/lookalikes.tsv`` and ``language/en/words.tsv``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate, islice
from urllib.parse import unquote_to_bytes

from ..language import lexicon
from ..language.finder import Finder
from ..language.tables import TableError, located, table
from .layout import Edit

MidWord = Callable[[str, int], bool]
SCRIPTS = ("any", "enclosed", "flag", "digit", "cyrillic", "greek", "armenian", "cherokee", "lisu")

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_POINT = re.compile(r"(?:%u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\u\{[0-9A-Fa-f]{2,6}\}|U\+[0-9A-Fa-f]{4,6}|\\x[0-9A-Fa-f]{2})+")
_ONE_POINT = re.compile(r"[0-9A-Fa-f]{2,8}")
#: Blanks that no keyboard has.
_ODD_BLANKS = r"\u2000-\u200a\u202f\u205f\u2800\u3164\uffa0\u115f\u1160"
_ODD_BLANK = re.compile(f"[{_ODD_BLANKS}]")
_OVERRIDE = re.compile(r"\u202e([^\u202a-\u202e\u2066-\u2069\n]*)[\u202c\u2069]?")
_LINE = re.compile(r"[^\n]+")
_LEET_TOKEN = re.compile(r"[a-z0-9@$!|+®©€£¥]{2,30}")
#: Every token that is read otherwise has a letter beside a digit or a sign.
_LEET_SIGN = re.compile(r"[0-9@$!|+®©€£¥](?:[a-z]|(?<=[a-z].))")
_LEET = {"0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g", "@": "a", "$": "s", "!": "i",
         "|": "li", "+": "t", "®": "r", "©": "c", "€": "e", "£": "l", "¥": "y"}  # fmt: skip
_ORDINARY_TOKEN = re.compile(r"\d+[a-z]{1,2}$|[a-z]{1,2}\d+$|[a-z]+\d{2,}$|[$£€¥+@]?\d")
_NUMBERED = re.compile(r"[a-z]+\d")
#: Readings of one token that are tried; a word with more signs of two readings is none.
_READINGS = 16
_THREADED = re.compile(r"(?<![^\W_])[^\W_](\W|_)(?:(?s:.)\1){5,}(?:[^\W_](?![^\W_]))?|(?s:[\u4e00-\u9fff](\W|_)(?:.\2){5,}[\u4e00-\u9fff]?)")
#: What every thread has in it, and few texts.
_THREAD = re.compile(r"(?s)([\W_]).\1.\1")
_CHAIN_PART = re.compile(r"[a-z]+")
#: Punctuation is never taken out of words; other signs of ordinary texts only where they often stand in words.
_PUNCTUATION = frozenset("/、，。,:：；;!！?？\"'’‘&→×=%…()（）[]{}<>「」『』【】〔〕《》“”\\$@#|")
#: One to four times one sign between letters or digits: neither punctuation nor an ordinary blank; and blanks between wide characters.
#: What stands before is looked at behind the first sign, so that other places are passed over at a glance.
_NO_SIGN = rf" \t-\r\x1c-\x1f\x85\xa0\u1680\u2028\u2029\u3000{re.escape(''.join(sorted(_PUNCTUATION)))}"
_SIGN_BETWEEN = re.compile(rf"([\W_\u3164](?<=[^\W_](?s:.))(?<![{_NO_SIGN}])(?:(?<![\s_\u3164])\ufe0f)?)\1{{0,3}}(?=[^\W_])")
_BLANK_BETWEEN = re.compile(r"([ \u3000](?<=[^\W_].)(?<=[^\x00-\u2fff].))\1{0,3}(?=[^\W_])(?=[^\x00-\u2fff])")
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两")
_ORDINARY = frozenset(" \u3000·•-–—~～+")
#: How often a sign must stand inside words, and in what share of its places, to be taken out wherever it stands.
_INSIDE, _SHARE, _ORDINARY_SHARE, _LOOKED_AT = 3, 0.2, 0.4, 60
_SHORTEST_WORD = 6
_PARTS = re.compile(r"[a-z]{1,12}(?:(?: |[.*_|~^]|-?\n)[a-z]{1,12}){1,3}")
#: What holds a part to something else: you're tired, S$40.
_HELD = frozenset("'’$£€0123456789@/")
_SMALL = frozenset("the and for you your our a i an as at be by do go he if in is it me my no of on or so to up us we".split())
_ENDINGS = frozenset(("s", "es", "ed", "d", "ing", "er", "ers", "ly"))


@lru_cache(maxsize=1)
def lookalikes() -> dict[str, tuple[str, str]]:
    """What each sign looks like and in which script it is one.

    Raises
    ------
    TableError
        Where a row is no single sign, stands for no single Latin letter or digit, or names no script.
    """
    signs: dict[str, tuple[str, str]] = {}
    path = "common/lookalikes.tsv"
    for row in table(path, ("written", "meant", "script"), script=SCRIPTS):
        written, meant, script = row
        if len(written) != 1 or not (len(meant) == 1 and meant.isascii() and meant.isalnum()) or written in signs:
            raise TableError(f"{located(path, row)}: {written!r} {meant!r} is no sign and its one letter or digit, or stands twice")
        signs[written] = (meant, script)
    return signs


@lru_cache(maxsize=1)
def words() -> frozenset[str]:
    """English words that a disguised one may stand for."""
    return frozenset(word for (word,) in table("en/words.tsv", ("word",)))


def known(word: str) -> bool:
    """Whether a word, or what an ending makes of one, is listed.

    Examples
    --------
    >>> known("commissions"), known("cmmn")
    (True, False)
    """
    listed = words()
    if word in listed or word in ("a", "i"):
        return True
    return any(word[-size:] in _ENDINGS and word[:-size] in listed for size in range(1, min(4, len(word) - 3)))


def decoded(text: str) -> list[Edit]:
    """Percent codes and numbers of code points spelled out, where two characters or more are written so.

    Examples
    --------
    >>> decoded("%E5%85%88%E4%BA%A4%E9%92%B1")
    [(0, 27, '先交钱')]
    """
    edits: list[Edit] = []
    if "%" in text:
        runs = [(match.span(), unquote_to_bytes(match[0]).decode("utf-8", "replace")) for match in _PERCENT.finditer(text)]
        plain = [(span, said) for span, said in runs if said.isalnum() or (not said.isascii() and said.isprintable() and "\ufffd" not in said)]
        if sum(len(said) for _, said in plain if len(said) > 1 or said > "\x7f") >= 2:
            edits += [(start, end, said) for (start, end), said in plain]
    if "\\" in text or "%u" in text or "U+" in text:
        for match in _POINT.finditer(text):
            codes = [int(digits, 16) for digits in _ONE_POINT.findall(match[0])]
            said = "".join(chr(code) for code in codes if code < 0x110000)
            if len(said) >= 2 and said.isprintable():
                edits.append((*match.span(), said))
    return sorted(edits)


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
    if len(found) < _INSIDE:
        return []
    looked = found[:_LOOKED_AT]
    hits = sum(_lies_across(text, match, mid_word) for match in looked)
    # A text full of signs is believed with one hit less.
    least = _INSIDE - 1 if _DENSE * len(found) > len(text) else _INSIDE
    if hits < least or hits < _SHARE * len(looked):
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
    edits = [(*match.span(), match[1][::-1]) for match in _OVERRIDE.finditer(text)] if "\u202e" in text else []
    if edits:
        return edits
    spelled = spelled if spelled is not None else text.lower()
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


#: So many words that stand backwards make a line that does.
_SURELY = 3


def _is_backwards(line: str, least: int) -> bool:
    back = _han_terms(line[::-1])
    if back >= 2 * least and back > 2 * _han_terms(line):
        return True
    if least > 1 and not _has_backward_word(line):
        return False
    found = re.findall(r"[a-z]{3,}", line)
    forward, reverse = sum(map(known, found)), sum(known(word[::-1]) for word in found)
    return reverse >= least and reverse > 3 * forward


_BACKWARD_WORDS = frozenset("eht dna uoy ruoy rof htiw taht siht yap era morf teg hcae lliw ton ruo yeht".split())
_BACKWARD_WORD = re.compile(rf"\b(?:{'|'.join(sorted(_BACKWARD_WORDS))})\b")
#: Punctuation that begins a word.
_BACKWARD_SIGN = re.compile(r"[,.;:!?](?<!\S.)[a-z]")


def _has_backward_word(text: str) -> bool:
    """Whether a common word stands backwards, or punctuation does."""
    return bool(_BACKWARD_SIGN.search(text) or (not _BACKWARD_WORDS.isdisjoint(_CHAIN_PART.findall(text)) and _BACKWARD_WORD.search(text)))


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


_RUN_OF_LETTERS = re.compile(r"[A-Za-z]{4,}")


def segmented(run: str) -> str:
    """Letters without blanks as the known words they make, or as they are.

    Examples
    --------
    >>> segmented("youpaythem"), segmented("qqzzkk")
    ('you pay them', 'qqzzkk')
    """
    lower = run.lower()
    if known(lower):
        return run
    # Longer words first: the sum of squares of their lengths is made largest.
    best: list[tuple[int, int] | None] = [(0, 0)] + [None] * len(run)
    for end in range(1, len(run) + 1):
        for start in range(max(0, end - 20), end):
            so_far = best[start]
            if so_far is not None and known(lower[start:end]):
                worth = so_far[0] + (end - start) ** 2
                if best[end] is None or worth > best[end][0]:  # type: ignore[index]
                    best[end] = (worth, start)
    if best[-1] is None:
        return run
    cuts, at = [], len(run)
    while at:
        start = best[at][1]  # type: ignore[index]
        cuts.append(run[start:at])
        at = start
    return " ".join(reversed(cuts))


#: Signs of lists of single characters: 甲→乙→丙, 银、金、钻.
_THREADED_LISTS = frozenset("→、/|>，,")


def folded(text: str) -> list[Edit]:
    """Look-alike signs as the letters and digits they look like, in a text in lower case or not.

    Examples
    --------
    >>> folded("сommission")
    [(0, 1, 'c')]
    """
    signs = lookalikes()
    places = [(place, *signs[char]) for place, char in enumerate(text) if char in signs]
    if not places:
        return []
    whole = _scripts_of_lookalikes_alone(text)
    letters = _lone_flags(text)
    edits: list[Edit] = []
    for place, meant, script in places:
        before, after = text[max(0, place - 1) : place], text[place + 1 : place + 2]
        if script in ("any", "enclosed"):
            good = True
        elif script == "digit":
            good = any((char in signs and signs[char][1] == "digit") or char.isdigit() for char in (before, after) if char)
        elif script == "flag":
            good = place in letters
        else:
            word = _word_around(text, place)
            good = any("a" <= char <= "z" for char in word.lower()) or (script in whole and len(word) > 1)
        if good:
            edits.append((place, place + 1, meant))
    return edits


def _scripts_of_lookalikes_alone(text: str) -> set[str]:
    """Alphabets of which a text holds look-alikes and nothing else."""
    signs = lookalikes()
    found = {script for char in text if char in signs for script in (signs[char][1],)}
    for script in ("cyrillic", "greek", "armenian", "cherokee", "lisu"):
        if script in found and any(char.isalpha() and char not in signs and unicodedata.name(char, "").startswith(script.upper()) for char in text):
            found.discard(script)
    return found


def _word_around(text: str, place: int) -> str:
    start = end = place
    while start and place - start < 30 and text[start - 1].isalpha() and not "\u3400" <= text[start - 1] <= "\u9fff":
        start -= 1
    while end < len(text) and end - place < 30 and text[end].isalpha() and not "\u3400" <= text[end] <= "\u9fff":
        end += 1
    return text[start:end]


_REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff]+")


def _lone_flags(text: str) -> set[int]:
    """Where regional letters stand that are no part of a pair that makes a flag."""
    lone: set[int] = set()
    for match in _REGIONAL.finditer(text):
        run = "".join(chr(ord(char) - 0x1F1E6 + 97) for char in match[0])
        if len(run) % 2 == 1 or (len(run) > 2 and known(run)):
            lone.update(range(*match.span()))
    return lone


def blanks(text: str) -> list[Edit]:
    """Thin, braille and other odd blanks as plain ones."""
    return [(*match.span(), " ") for match in _ODD_BLANK.finditer(text)]


def leet(text: str, hides: bool = False) -> list[Edit]:
    """Known words with digits and signs for letters, in a text in lower case, which may be known to hide words.

    Examples
    --------
    >>> leet("c0mmi$$ion of 10k")
    [(0, 10, 'commission')]
    """
    sure: list[Edit] = []
    perhaps: list[Edit] = []
    if not _LEET_SIGN.search(text):
        return []
    for match in _LEET_TOKEN.finditer(text):
        token = match[0]
        if token.isalpha() or token.isdigit():
            continue
        # Signs that only stand at the end may be what they are.
        core = token.rstrip("!|+$€£¥@")
        letters = sum("a" <= char <= "z" for char in token)
        ordinary = core.isalpha() or len(core) < 4 or 2 * letters < len(core) or _ORDINARY_TOKEN.match(core) or _NUMBERED.fullmatch(core)
        for part in dict.fromkeys((token, core)):
            if letters and not part.isalpha() and (word := _unleeted(part)) is not None:
                (perhaps if ordinary or part != core else sure).append((match.start(), match.start() + len(part), word))
                break
    # "level5" is a level; among words in disguise it is one of them.
    return sorted(sure + perhaps) if hides or len(sure) >= _INSIDE else sure


def _unleeted(token: str) -> str | None:
    readings = [""]
    for char in token:
        readings = [head + tail for head in readings for tail in _LEET.get(char, char)][:_READINGS]
    return next((word for word in readings if known(word)), None)


def inside_words(text: str, mid_word: MidWord, hides: bool = False) -> list[Edit]:
    """Signs that stand inside words: where they do so, and everywhere if they often do, in a text that is known to hide words at once.

    Examples
    --------
    >>> inside_words("入🔥门费", lambda run, place: run == "入门费" and place < 3)
    [(1, 2, '')]
    """
    places: dict[str, list[re.Match[str]]] = {}
    for match in _SIGN_BETWEEN.finditer(text):
        if match[0][:2] not in ("__", "＿＿"):
            places.setdefault(match[1], []).append(match)
    for match in () if text.isascii() else _BLANK_BETWEEN.finditer(text):
        # Numerals and their units are often set apart: 4千 元.
        if text[match.start() - 1] not in _NUMERALS:
            places.setdefault(match[1], []).append(match)
    edits: list[Edit] = []
    least = 1 if hides else _INSIDE
    for sign, found in places.items():
        if len(found) < least and sign in _ORDINARY:
            continue
        looked = found[:_LOOKED_AT]
        hits = [match for match in looked if _splits(text, match, sign, mid_word)]
        # A point between Han characters is none of their punctuation.
        points = sign == "." and sum(not (text[m.start() - 1] + text[m.end()]).isascii() for m in looked) >= least
        often = bool(points and hits) or (len(hits) >= least and len(hits) >= (_ORDINARY_SHARE if sign in _ORDINARY else _SHARE) * len(looked))
        for match in found if often else [] if sign in _ORDINARY else [match for match in hits if _in_term(text, match)]:
            before, after = text[match.start() - 1], text[match.end()]
            # A point between digits is a decimal one, unless no number is written so.
            if not (sign == "." and before.isdigit() and after.isdigit() and _is_number(text, match.start())):
                edits.append((*match.span(), ""))
    return sorted(edits)


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
    least = 1 if hides else _INSIDE + 1
    if len(broken) + len(indented) + len(perhaps) < least:
        return []
    broken.update(match.start() for match in perhaps if _splits(text, match, "\n", mid_word))
    # Lines that begin with a blank may be a list; most of them are none.
    if len(indented) > _SHARE_INDENTED * len(found):
        broken |= indented
    if len(broken) < least or len(broken) < _SHARE * len(found):
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


_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+")


def _is_number(text: str, place: int) -> bool:
    """Whether the digits, points and commas around a place make a number."""
    before, after = re.search(r"[\d.,]{0,30}$", text[max(0, place - 30) : place]), re.match(r"[\d.,]{0,30}", text[place : place + 30])
    return before is not None and after is not None and _NUMBER.fullmatch((before[0] + after[0]).strip(".,")) is not None


def _splits(text: str, match: re.Match[str], sign: str, mid_word: MidWord) -> bool:
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


def parted(text: str) -> list[Edit]:
    """Known English words cut in two to four, closed up.

    Examples
    --------
    >>> parted("a com mis sion")
    [(2, 14, 'commission')]
    """
    listed = words()
    said = _CHAIN_PART.findall(text)
    # Words in parts have some part that is none.
    strange = [place for place, part in enumerate(said) if part not in listed and not known(part)]
    if len(said) < 2 or not strange:
        return []
    likely = sorted({place - back for place in strange for back in range(min(3, place) + 1)})
    likely = [first for first in likely if not listed.isdisjoint(islice(accumulate(said[first : first + 4]), 1, None))]
    parts = list(_CHAIN_PART.finditer(text)) if likely else []
    edits: list[Edit] = []
    taken = 0
    for first in likely:
        if parts[first].start() < taken:
            continue
        for last in range(min(len(parts), first + 4) - 1, first, -1):
            pieces = said[first : last + 1]
            joined = "".join(pieces)
            if len(joined) < _SHORTEST_WORD or joined not in listed or all(map(known, pieces)):
                continue
            if not _PARTS.fullmatch(text, parts[first].start(), parts[last].end()):
                continue
            if text[parts[first].start() - 1 : parts[first].start()] in _HELD or text[parts[last].end() : parts[last].end() + 1] in _HELD:
                continue
            if len(pieces) == 2 and any(piece in _SMALL for piece in pieces):
                continue
            # "recruit S": a known word and a name of one letter.
            if len(pieces[-1]) == 1 and known("".join(pieces[:-1])):
                continue
            edits.append((parts[first].start(), parts[last].end(), joined))
            taken = parts[last].end()
            break
    return edits

"""What stands around a numeral and says what it counts: the tables of signs, scales, units, counted things and periods, as patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from ..language.finder import Finder
from ..language.tables import LANGUAGES, TableError, located, table
from .numerals import HAN_DIGITS

#: What may stand behind a numeral, as bits; see :func:`behind`.
SCALE, CURRENCY, UNIT, COUNTED, PERIOD = (1 << place for place in range(5))
_ANYTHING = (1 << 5) - 1


def _alternatives(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w))).replace(r"\ ", r"\s")


def _word_end(written: str) -> str:
    """A Latin word or letter must end there; a sign right before digits belongs to them."""
    return "(?![a-z])" if written[-1].isalpha() and written[-1].isascii() else r"(?!\d)" if written[-1] in "$€£¥" else ""


def _beginnings(words: Iterable[str]) -> str:
    """Words anywhere in a text, the longest first, Latin ones where none begins before; most places are passed over at a glance."""
    ordered = sorted(words, key=lambda w: (-len(w), w))
    latin, others = [w for w in ordered if w[0].isascii()], [w for w in ordered if not w[0].isascii()]
    firsts = "".join(sorted({re.escape(w[0]) for w in ordered}))
    return f"(?=[{firsts}])(?:{_alternatives(others)}|(?<![a-z])(?:{_alternatives(latin)}))"


#: What may stand between a sum and its period.
_ROUGHLY = r"\+|plus|多|左右|以上|上下|不等|出头|or more|or so|net|gross|extra|cash|(?:in\s)?profits?|(?:(?:residual|passive)\s)?income"
_EACH = r"-an?-|[-–—/]|per|an?|each|every(?:\ssingle)?|one|每人每|每|一个?|的"
#: What these and a bracket begin with.
_BEFORE_PERIOD = "+apogneicr多左以上不出-–—/每一的(（"


def _period_start(written: str) -> str:
    """What may not stand before a word of a period: 3月5日收到 and 11月入会 are dates, 半年赚 and 两个月赚 longer than one."""
    if written[0].isascii():
        return "(?<![a-z])"
    if written[0] not in "年月日":
        return ""
    dated = len(written) == 2 and written[1] not in "薪均月"
    several = f"[半几十{HAN_DIGITS}{chr(92) + 'd' if dated or written[0] == '日' else ''}]"
    return f"(?<!{several})(?<!{several}个)"


class Marks(NamedTuple):
    """The tables, as patterns."""

    #: By the last character, so that most numerals are asked for no sign at all.
    sign: dict[str, re.Pattern[str]]
    currency: re.Pattern[str]
    codes: dict[str, str]
    pointed: frozenset[str]
    scale: re.Pattern[str]
    scales: dict[str, tuple[float, str]]
    unit: re.Pattern[str]
    units: dict[str, str]
    counted_before: re.Pattern[str]
    #: One of these characters stands in whatever it matches.
    counted_hints: frozenset[str]
    counted_after: re.Pattern[str]
    period_before: re.Pattern[str]
    #: The ends of the same words, wherever they stand.
    period_words: Finder[None]
    period_after: re.Pattern[str]
    periods: dict[str, str]
    #: With which of scale, currency, unit, word of counting and period a character begins: most begin none, and none is looked for.
    begins: dict[str, int]


#: What a unit may say that a number counts, on which side of it a word may stand, and the periods: one that the guide has no name
#: for is none.
UNITS = ("share", "heads", "levels", "items", "time", "times", "measure")
SIDES, PERIODS = ("before", "after"), ("day", "week", "month", "year", "none")


@lru_cache(maxsize=1)
def load() -> Marks:
    """The tables of this package, read once.

    Raises
    ------
    TableError
        Where a table says what nothing asks for.

    Examples
    --------
    >>> load().codes["港币"], load().periods["annum"]
    ('HKD', 'year')
    """
    money = table("common/currencies.tsv", ("code", "written", "side", "thousands"), side=("before", "after", "adjacent"), thousands=("", "point"))
    before = [w for _, w, side, _ in money if side != "after"]
    adjacent = {w for _, w, side, _ in money if side == "adjacent"}
    signs: dict[str, list[str]] = {}
    for w in sorted(before, key=lambda w: (-len(w), w)):
        bound = "(?<![a-z])" if w[0].isalpha() and w[0].isascii() else ""
        signs.setdefault(w[-1], []).append(rf"{bound}{re.escape(w)}{'' if w in adjacent else chr(92) + 's?'}$")
    after = sorted((w for _, w, side, _ in money if side == "after"), key=lambda w: (-len(w), w))
    scales = table("common/scales.tsv", ("written", "factor", "how"), how=("word", "letter", "money"))
    check_factors("common/scales.tsv", scales)
    words = [w for w, _, how in scales if how == "word"]
    letters = [w for w, _, how in scales if how != "word"]
    units = table("common/units.tsv", ("written", "kind", "lang", "unless"), kind=UNITS, lang=LANGUAGES)
    ordered = sorted(units, key=lambda row: (-len(row[0]), row[0]))
    unit = "|".join(
        rf"{_alternatives([w])}{_word_end(w)}{f'(?!{_alternatives(unless.split())})' if unless else ''}" for w, _, _, unless in ordered
    )
    counted = table("common/counted.tsv", ("written", "side"), side=SIDES)
    periods = table("common/periods.tsv", ("period", "written", "side"), period=PERIODS, side=SIDES)
    inside = {w: p for p, w, side in periods if side == "before"}
    beside = {w: p for p, w, side in periods if side == "after"}
    starts: dict[str, list[str]] = {}
    for w in sorted(inside, key=lambda w: (-len(w), w)):
        starts.setdefault(_period_start(w), []).append(_alternatives([w]) + _word_end(w))
    # Words that begin alike are asked together what stands before them, and only where one of them can begin.
    bounded = "|".join(f"{start}(?:{'|'.join(alike)})" for start, alike in starts.items())
    begins: dict[str, int] = {}
    for what, modifiers, each in ((SCALE, "", [*words, *letters]), (CURRENCY, "多余来大+个枚", after), (UNIT, "多余来+-", [row[0] for row in units]),
                                  (COUNTED, "+个次", [w for w, side in counted if side == "after"]),
                                  (PERIOD, _BEFORE_PERIOD, list(beside))):
        for first in {*modifiers, *(w[0] for w in each)}:
            begins[first] = begins.get(first, 0) | what
    heads = [w for w, side in counted if side == "before"]
    return Marks(
        {last: re.compile("|".join(each)) for last, each in signs.items()},
        re.compile(r"\s?(?:[多余来大]|\+(?=[元块])|[个枚](?=[a-z比以泰]))?\s?(?P<written>" + "|".join(_alternatives([w]) + _word_end(w) for w in after) + ")"),
        {w: code for code, w, _, _ in money}, frozenset(code for code, _, _, mark in money if mark == "point"),
        re.compile(rf"(?:\s?(?P<word>{_alternatives(words)})|(?P<letter>{_alternatives(letters)}))(?![a-z]|-[a-z])"),
        {w: (float(factor), how) for w, factor, how in scales},
        re.compile(rf"\s?(?:[多余来]|\+(?=[人位名户]|\s?[a-z]))?[\s-]?(?P<written>{unit})"), {w: kind for w, kind, _, _ in units},
        re.compile(_beginnings(heads) + r"\s?[:：#为是=]?\s?[a-z]{0,6}-?$"), frozenset(w[0] for w in heads),
        re.compile(rf"\s?\+?[个次]?\s?(?:{_alternatives([w for w, side in counted if side == 'after'])})"),
        re.compile(f"(?=[{''.join(sorted({w[0] for w in inside}))}])(?:{bounded})"), Finder((w.split()[-1], None) for w in inside),
        re.compile(rf"(?:\s?(?:{_ROUGHLY}))?\s?(?:[(（]\s?)?(?:each\sand\s)?(?:{_EACH})?\s?"
                   rf"(?P<written>{'|'.join(_alternatives([w]) + _word_end(w) for w in sorted(beside, key=lambda w: (-len(w), w)))})(?![a-z元])"),
        inside | beside, begins,
    )  # fmt: skip


def check_factors(path: str, rows: Iterable[tuple[str, ...]]) -> None:
    """Refuse a scale whose factor is no number over 1.

    Raises
    ------
    TableError

    Examples
    --------
    >>> check_factors("demo.tsv", [("k", "thousand", "letter")])
    Traceback (most recent call last):
        ...
    weishang_risk.language.tables.TableError: demo.tsv: factor of 'k' is 'thousand', not a number over 1 in digits
    """
    for row in rows:
        if not (row[1].isdecimal() and int(row[1]) > 1):
            raise TableError(f"{located(path, row)}: factor of {row[0]!r} is {row[1]!r}, not a number over 1 in digits")


_BLANK = re.compile(r"\s")


def as_listed(written: str) -> str:
    """A word of a table as it stands there, whatever blanks a text has in it.

    Examples
    --------
    >>> as_listed("us\xa0dollars")
    'us dollars'
    """
    return written if written.isalpha() else _BLANK.sub(" ", written)


def behind(text: str, end: int, marks: Marks) -> int:
    """What may stand at a place, as bits: one blank may stand before it.

    Examples
    --------
    >>> bool(behind("3 million", 1, load()) & SCALE), bool(behind("3 级", 1, load()) & SCALE)
    (True, False)
    """
    char = text[end : end + 1]
    if char.isspace():
        char = text[end + 1 : end + 2]
        if char.isspace():
            return _ANYTHING
    return marks.begins.get(char, 0)

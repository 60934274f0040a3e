"""Sums, counts, shares, levels and periods in Chinese and English.

A numeral is found first; what stands right before and right after it says what it counts. Which words those are stands in
tables (``language/common``): a currency, a unit or a period is taught by a line there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ..language.patterns import captured, capturing
from ..language.tables import table
from .numerals import ENGLISH_WORDS, HAN_DIGITS, HAN_UNITS, LARGEST, english_value, han_value, plain, pointed


class Quantity(NamedTuple):
    """A number with what it counts.

    Attributes
    ----------
    start, end : int
        Its span in the normalised text.
    kind : str
        ``"sum"`` (money), ``"share"`` (percent), ``"heads"`` (people), ``"levels"``, ``"items"``, ``"time"``,
        ``"times"`` (multiples), ``"measure"`` or ``"number"``.
    low, high : float
        Its value; different only for a range.
    currency : str or None
        ISO 4217 code of a sum (or the ticker of a coin), None where the text does not name it.
    period : str or None
        ``"day"``, ``"week"``, ``"month"`` or ``"year"`` where a sum is paid by the period.
    """

    start: int
    end: int
    kind: str
    low: float
    high: float
    currency: str | None
    period: str | None


class _Numeral(NamedTuple):
    start: int
    end: int
    low: float
    high: float
    #: ``"digits"``, ``"spaced"``, ``"han"`` or ``"word"``.
    how: str
    #: Whether a word or letter multiplied it.
    scaled: bool


# 三千八一份 is 3,800 each: a 一 before a classifier begins the next word.
_EACH = "一(?=[份股套年月天日周箱盒个单台张盘桌枚瓶桶罐提床])"
_HAN = f"[{HAN_DIGITS}{HAN_UNITS}]"
_HAN_RUNS = (
    f"{_HAN}{{1,14}}?(?<=[百千万二三四五六七八九])(?={_EACH})",
    f"(?:[几数](?=[十百千万]))?{_HAN}{{1,14}}(?:[多余来几](?=[十百千万亿])[十百千万亿]{{1,3}})?(?:(?<=[百千万])半(?![年月天个日]))?",
)
#: Digits as the world groups them: 1.500.000 and 1.000,50; 1,00,000; 1,000.5; 1'500; 3，980; 1 500.
_DIGITS = (
    r"\d{1,3}(?:\.\d{3}){2,5}(?:,\d{1,2})?(?!\d)",
    r"\d{1,3}(?:\.\d{3}){1,5},\d{1,2}(?!\d)",
    r"\d{1,3}(?:,\d{2}){1,5},\d{3}(?!\d)(?:\.\d{1,6})?",
    r"\d{1,3}(?:,\d{3}){1,5}(?!\d)(?:\.\d{1,6})?",
    r"\d{1,3}(?:'\d{3}){1,5}(?!\d)",
    r"\d{1,2}，\d{3}(?=\s?[元块万])",
)
_SPACED = r"\d{1,3}(?:[ \u00a0]\d{3}){1,4}(?![\d.,]*\d)"
_PLAIN = r"\d{1,13}(?!\d)(?:\.\d{1,6})?"
# 20多万, 1亿2000万, 25万6千, 1万8, 1千零20; a lone last digit counts nobody: 2万3人 is no 23,000.
_LAST = rf"(?:\d{{1,4}}(?!\d|\.\d|%)|(?!{_EACH})[一二三四五六七八九两]{{1,2}})(?:[十百千]?万|[十百千]|(?![个位名人代级层%折成]))"
_MIXED = rf"(?:\s?[多余来几]?(?:[十百千]?[万亿]|[十百千])|[多余来几]?w(?![a-z]))(?:零?{_LAST}){{0,3}}(?:(?<=[百千万])半(?![年月天个日]))?"
_WORD = rf"(?:an?\s(?:hundred|thousand|million|grand|lakh|couple\sof)|(?:{'|'.join(ENGLISH_WORDS)}))"
_WORDS = rf"{_WORD}(?:[\s-](?:and\s)?(?:a\s(?=half))?(?!one\s(?:time|of|each|off|person))(?:{'|'.join(ENGLISH_WORDS)})){{0,8}}"
#: What a numeral may begin with: most characters are passed over at a glance.
_FIRST = rf"[\d几数{HAN_DIGITS}{HAN_UNITS}{''.join(sorted({word[0] for word in ENGLISH_WORDS} | {'a'}))}]"
_NUMERAL = re.compile(
    rf"(?={_FIRST})(?<!\d)(?<!\d\.)(?:(?P<about>\d)、(?P<about2>\d)(?=[百千万])(?P<scale>[百千]?万|[百千])"
    rf"|(?P<spaced>{_SPACED})|(?P<digits>{'|'.join(_DIGITS)}|{_PLAIN})(?P<mixed>{_MIXED})?"
    rf"|(?P<han>{'|'.join(_HAN_RUNS)})|(?<![a-z])(?P<word>{_WORDS})(?![a-z]))"
)
_POINTED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?$")
# 三五千 is 3,000 to 5,000.
_ABOUT = re.compile(r"[一二两三四五六七八九]{2}[十百千万]万?")
# 九千一万 is nine to ten thousand, 三千五千 three to five: two numerals of rising size beside one another.
_RISING = re.compile(r"(?P<low>[1-9一二两三四五六七八九][百千])(?P<high>[1-9一二两三四五六七八九][百千万])")
_FRACTION = re.compile(r"(?<![\d/.])(?P<a>\d)/(?P<b>\d{1,2})(?=\s?(?:的(?!一)|归|of\b))")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:：]\d{2}(?!\d)")
_RANGE = re.compile(r"\s?(?:[-–—~至到]|to)\s?")
#: 月入过万 日入过千: the unit after a bare scale begins the next phrase.
_BARE_SCALES = frozenset(("千", "万", "百万", "千万", "十万"))
_CALENDAR = frozenset("年月日天周号")


def _alternatives(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w))).replace(r"\ ", r"\s")


def _word_end(written: str) -> str:
    """A Latin word or letter must end there; a sign right before digits belongs to them."""
    return "(?![a-z])" if written[-1].isalpha() and written[-1].isascii() else r"(?!\d)" if written[-1] in "$€£¥" else ""


class _Marks(NamedTuple):
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
    period_hints: frozenset[str]
    period_after: re.Pattern[str]
    periods: dict[str, str]


@lru_cache(maxsize=1)
def _marks() -> _Marks:
    money = table("common/currencies.tsv", ("code", "written", "side", "thousands"))
    before = [w for _, w, side, _ in money if side != "after"]
    adjacent = {w for _, w, side, _ in money if side == "adjacent"}
    signs: dict[str, list[str]] = {}
    for w in sorted(before, key=lambda w: (-len(w), w)):
        bound = "(?<![a-z])" if w[0].isalpha() and w[0].isascii() else ""
        signs.setdefault(w[-1], []).append(rf"{bound}{re.escape(w)}{'' if w in adjacent else chr(92) + 's?'}$")
    after = sorted((w for _, w, side, _ in money if side == "after"), key=lambda w: (-len(w), w))
    scales = table("common/scales.tsv", ("written", "factor", "how"))
    words = [w for w, _, how in scales if how == "word"]
    letters = [w for w, _, how in scales if how != "word"]
    units = table("common/units.tsv", ("written", "kind", "lang", "unless"))
    ordered = sorted(units, key=lambda row: (-len(row[0]), row[0]))
    unit = "|".join(
        rf"{_alternatives([w])}{_word_end(w)}{f'(?!{_alternatives(unless.split())})' if unless else ''}" for w, _, _, unless in ordered
    )
    counted = table("common/counted.tsv", ("written", "side"))
    periods = table("common/periods.tsv", ("period", "written", "side"))
    inside = {w: p for p, w, side in periods if side == "before"}
    beside = {w: p for p, w, side in periods if side == "after"}
    bounded = [rf"{'(?<![a-z])' if w[0].isascii() else ''}{_alternatives([w])}{_word_end(w)}" for w in sorted(inside, key=lambda w: (-len(w), w))]
    return _Marks(
        {last: re.compile("|".join(each)) for last, each in signs.items()},
        re.compile(r"\s?[多余来大]?\s?(?P<written>" + "|".join(_alternatives([w]) + _word_end(w) for w in after) + ")"),
        {w: code for code, w, _, _ in money}, frozenset(code for code, _, _, mark in money if mark == "point"),
        re.compile(rf"(?:\s?(?P<word>{_alternatives(words)})|(?P<letter>{_alternatives(letters)}))(?![a-z])"),
        {w: (float(factor), how) for w, factor, how in scales},
        re.compile(rf"\s?[多余来]?[\s-]?(?P<written>{unit})"), {w: kind for w, kind, _, _ in units},
        re.compile(rf"(?:{'|'.join(('(?<![a-z])' if w[0].isascii() else '') + _alternatives([w]) for w, side in counted if side == 'before')})\s?[:：#为是]?\s?[a-z]{{0,6}}$"),
        frozenset(w[0] for w, side in counted if side == "before"),
        re.compile(rf"\s?\+?[个次]?\s?(?:{_alternatives([w for w, side in counted if side == 'after'])})"),
        re.compile("|".join(bounded)), frozenset(w[0] for w in inside),
        re.compile(r"(?:\s?(?:\+|plus|多|左右|以上|上下|or more))?\s?(?:[-–/]|per|an?|each|every|one|每|一个?|的)?\s?"
                   rf"(?P<written>{'|'.join(_alternatives([w]) + _word_end(w) for w in sorted(beside, key=lambda w: (-len(w), w)))})(?![a-z元])"),
        inside | beside,
    )  # fmt: skip


def _numeral(match: re.Match[str]) -> _Numeral | None:
    """A numeral with its value; None where it has none that could count anything."""
    span = match.span()
    if match["about"]:
        factor = han_value("一" + match["scale"]) or 1.0
        low, high = float(match["about"]) * factor, float(match["about2"]) * factor
        return _Numeral(*span, low, high, "digits", True) if low < high else None
    if match["spaced"]:
        value = plain(match["spaced"])
        return _Numeral(*span, value, value, "spaced", False)
    if match["digits"]:
        digits = match["digits"]
        marks = digits.count(".")
        value = pointed(digits) if marks > 1 or (marks and "," in digits and digits.index(",") > digits.index(".")) else plain(digits)
        if match["mixed"]:
            mixed = han_value(f"{value:.15g}{match['mixed'].strip()}" if value < LARGEST else "")
            return None if mixed is None else _Numeral(*span, mixed, mixed, "digits", True)
        return _Numeral(*span, value, value, "digits", False) if value < LARGEST else None
    if match["han"]:
        numeral = match["han"]
        if _ABOUT.fullmatch(numeral):
            low_value, high_value = han_value(numeral[0] + numeral[2:]), han_value(numeral[1:])
            if low_value and high_value and low_value < high_value:
                return _Numeral(*span, low_value, high_value, "han", False)
        if rising := _RISING.fullmatch(numeral):
            low_value, high_value = han_value(rising["low"]), han_value(rising["high"])
            if low_value and high_value and low_value < high_value:
                return _Numeral(*span, low_value, high_value, "han", False)
        value_or_none = han_value(numeral)
        return None if value_or_none is None else _Numeral(*span, value_or_none, value_or_none, "han", False)
    spelled = english_value(match["word"])
    return None if spelled is None else _Numeral(*span, spelled, spelled, "word", False)


def _spaced_apart(text: str, numeral: _Numeral) -> list[_Numeral]:
    """The groups of a numeral whose thousands no currency beside it vouches for."""
    found = []
    for match in re.finditer(r"\d+", text[numeral.start : numeral.end]):
        found.append(_Numeral(numeral.start + match.start(), numeral.start + match.end(), float(match[0]), float(match[0]), "digits", False))
    return found


def _read_one(text: str, numeral: _Numeral, marks: _Marks) -> Quantity | list[_Numeral] | None:
    """A numeral with what stands around it; the groups it falls into; or None where it is no quantity."""
    start, end, low, high, how, scaled = numeral
    head = text[max(0, start - 12) : start]
    ending = marks.sign.get(head.rstrip()[-1:])
    sign = ending.search(head) if ending else None
    written = sign[0].strip() if sign else ""
    code = marks.codes.get(written)
    if written == "#" and ("," not in text[start:end] or code is None):
        return None
    if how in ("digits", "spaced") and not sign and head[-1:].isascii() and (head[-1:].isalpha() or head[-1:] in ("_", "#", "@")):
        return _spaced_apart(text, numeral) if how == "spaced" else None
    if scale := marks.scale.match(text, end):
        name = re.sub(r"\s", " ", scale["word"] or scale["letter"])
        factor, needs = marks.scales[name]
        named = sign or marks.currency.match(text, scale.end())
        if needs == "word" or (how == "digits" and (needs == "letter" or (needs == "money" and named and (name != "l" or code == "INR")))):
            low, high, end, scaled = low * factor, high * factor, scale.end(), True
            if high > LARGEST:
                return None
    after = marks.currency.match(text, end)
    if how == "spaced" and not sign and not after:
        return _spaced_apart(text, numeral)
    if how == "digits" and not scaled and _POINTED.match(text[start:end]) and (
        code in marks.pointed or (after and marks.codes[re.sub(r"\s", " ", after["written"])] in marks.pointed)
    ):
        low = high = pointed(text[start:end])
    unit = None if after else marks.unit.match(text, end)
    kind, currency, stop = _classify(text, start, end, low, high, how, scaled, written, after, unit, marks)
    if kind is None:
        return None
    if kind == "share" and unit and unit["written"] in ("成", "‰"):
        low, high = (10 * low, 10 * high) if unit["written"] == "成" else (low / 10, high / 10)
    first = start - len(sign[0]) if sign and kind == "sum" else start
    return Quantity(first, stop, kind, low, high, currency, None)


def _classify(
    text: str, start: int, end: int, low: float, high: float, how: str, scaled: bool, sign: str,
    after: re.Match[str] | None, unit: re.Match[str] | None, marks: _Marks,
) -> tuple[str | None, str | None, int]:
    """Kind, currency and end of a numeral; kind None where it counts nothing."""
    named = marks.codes.get(sign)
    if after:
        word = re.sub(r"\s", " ", after["written"])
        code = marks.codes[word]
        if named and not (sign == "$" and code != "CNY"):
            code = named
        if word == "米" and how == "han":
            return None, None, end
        if word == "块" and high < 3 and not named:
            return "number", None, end
        return "sum", code, after.end()
    if named:
        return "sum", named, end
    if unit and not (how == "han" and text[start:end] in _BARE_SCALES and unit["written"] in _CALENDAR):
        word = re.sub(r"\s", " ", unit["written"])
        kind = marks.units[word]
        if word == "点" and _SHARED_BEFORE.search(text, max(0, start - 2), start):
            kind = "share"
        if kind == "levels" and ((how == "han" and high > 60) or high >= 1000):
            return None, None, end
        if kind == "heads" and word == "个" and high >= 1000:
            kind = "items"
        if text.startswith("百分之", start - 3):
            return "share", None, end
        return kind, None, unit.end()
    if text.startswith("百分之", max(0, start - 3)):
        return "share", None, end
    if how == "word" and not scaled and high < 100:
        return "number", None, end
    if marks.counted_after.match(text, end):
        return None, None, end
    if not marks.counted_hints.isdisjoint(text[max(0, start - 12) : start]) and marks.counted_before.search(text, max(0, start - 12), start):
        return None, None, end
    return ("sum" if _looks_like_money(text, start, end, high, how, scaled) else "number"), None, end


def _looks_like_money(text: str, start: int, end: int, value: float, how: str, scaled: bool) -> bool:
    """A bare number: money where it is round enough, scaled, or follows a verb of paying."""
    before = text[max(0, start - 6) : start]
    if how == "digits" and end - start > 8 and not scaled:
        return False
    next_char = text[end : end + 1]
    if next_char.isascii() and next_char.isalpha():
        return False
    if scaled or (how == "han" and (value >= 10_000 or (value >= 1000 and text[end - 1] in "百千万半"))):
        return not re.match(r"[人名个位家户粉步字次条米辆]", next_char)
    if value < 5 or not re.search(r"[\u4e00-\u9fff]", before + next_char):
        return False
    if _PAID_BEFORE.search(before):
        return True
    # In Chinese a bare number of some size is a price, unless it is a year, a telephone number or a count of something.
    return value >= 50 and not 1900 <= value <= 2100 and value not in _HOTLINES and not _COUNTED_AFTER.match(next_char)


# 奖8点, 二代3点 are points of a percent; 晚上8点 is not.
_SHARED_BEFORE = re.compile(r"[奖提抽返拿得分给享佣推代扣]$")
_PAID_BEFORE = re.compile(
    r"(?:[奖返给得拿赚领挣交付投收价费金补送花要只还块抽分元货单底薪入掏欠卖买代层级有是各你您我他她课卡套包额款]|到手|提成|以上)[:：]?\s?$"
)
_COUNTED_AFTER = re.compile(r"[号年月日路楼室栋房层届版码式型线群班点分秒度页字步斤克米条张本只辆盏颗粒朵根头匹块平毫瓦伏安.:：/-]")
_HOTLINES = (110.0, 119.0, 120.0, 122.0, 315.0, 400.0, 12315.0, 12345.0, 96110.0, 1040.0)


def read(text: str) -> list[Quantity]:
    """Every quantity of a normalised text, in order.

    Parameters
    ----------
    text : str
        As :attr:`NormalizedText.text`.

    Returns
    -------
    list of Quantity

    Examples
    --------
    >>> [(q.kind, q.high, q.currency, q.period) for q in read("拿货2万元,月入5-10万")]
    [('sum', 20000.0, 'CNY', None), ('sum', 100000.0, None, 'month')]
    """
    marks = _marks()
    clocks = {position for match in _CLOCK.finditer(text) for position in range(*match.span())}
    found: list[Quantity] = []
    for match in _FRACTION.finditer(text):
        if 0 < int(match["a"]) < int(match["b"]):
            share = 100 * int(match["a"]) / int(match["b"])
            found.append(Quantity(*match.span(), "share", share, share, None, None))
            clocks.update(range(*match.span()))
    for match in _NUMERAL.finditer(text):
        if match.start() in clocks or text.startswith("百分之", match.start()):
            continue
        numeral = _numeral(match)
        if numeral is None:
            continue
        one = _read_one(text, numeral, marks)
        for each in one if isinstance(one, list) else [one]:
            quantity = _read_one(text, each, marks) if isinstance(each, _Numeral) else each
            if isinstance(quantity, Quantity):
                found.append(quantity)
    found.sort()
    return _with_periods(text, _ranges(text, found), marks)


def _ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """Two quantities with a dash or a "to" between them are one."""
    joined: list[Quantity] = []
    for quantity in found:
        last = joined[-1] if joined else None
        if last and last.end <= quantity.start and _RANGE.fullmatch(text, last.end, quantity.start) and _belong(last, quantity):
            low, high = _spread(text, last, quantity)
            if low < high:
                joined[-1] = Quantity(last.start, quantity.end, quantity.kind, low, high, quantity.currency or last.currency, None)
                continue
        joined.append(quantity)
    return joined


def _belong(first: Quantity, second: Quantity) -> bool:
    alike = first.kind == second.kind or (first.kind == "number" and second.kind != "time") or (first.kind, second.kind) == ("sum", "number")
    return alike and (first.currency is None or second.currency is None or first.currency == second.currency) and first.low == first.high


def _spread(text: str, first: Quantity, second: Quantity) -> tuple[float, float]:
    """Ends of a range; in 5-10万 the scale of the second is the first's too."""
    scale = re.search(r"([十百千]?[万亿]|[百千wk])[^\d]*$", text[second.start : second.end])
    if scale and first.low <= 1000 and re.fullmatch(r"\D{0,4}\d+(?:\.\d+)?", text[first.start : first.end]):
        factor = 1000.0 if scale[1] == "k" else han_value("1" + scale[1]) or 1.0
        if first.low * factor < second.high:
            return first.low * factor, second.high
    return first.low, second.high


# Between the word of a period and its sum no sentence ends and no other number stands.
_PERIOD_STOPS = re.compile(r"[。！？!?；;\n\d]")
_PERIOD_REACH = 14


def _with_periods(text: str, found: list[Quantity], marks: _Marks) -> list[Quantity]:
    periods = [_period(text, q.start, q.end, marks) if q.kind in ("sum", "number") else None for q in found]
    return [q._replace(period=period) if period else q for q, period in zip(found, periods, strict=True)]


def _period(text: str, start: int, end: int, marks: _Marks) -> str | None:
    if after := marks.period_after.match(text, end, end + 20):
        period = marks.periods[re.sub(r"\s", " ", after["written"])]
        return None if period == "none" else period
    if loose := capturing("in_period").match(text, end, end + 20):
        return next(iter(captured(loose)))
    window = text[max(0, start - 24) : start]
    if marks.period_hints.isdisjoint(window):
        return None
    nearest = [None, *marks.period_before.finditer(window)][-1]
    if nearest is None or len(window) - nearest.end() > _PERIOD_REACH or _PERIOD_STOPS.search(window, nearest.end()):
        return None
    return marks.periods[re.sub(r"\s", " ", nearest[0])]

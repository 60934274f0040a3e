"""Sums, counts, shares, levels and periods in Chinese and English.

A numeral is found first; what stands right before and right after it says what it counts. Which words those are stands in
tables (``language/common``): a currency, a unit or a period is taught by a line there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from ..language.patterns import captured, capturing
from ..language.patterns import found as found_of
from .marks import COUNTED, CURRENCY, PERIOD, SCALE, UNIT, Marks, as_listed, behind, load
from .numeral_patterns import HAN_ONES, NUMERAL, Numeral, groups, numeral
from .numerals import HAN_DIGITS, HAN_UNITS, LARGEST, han_value, listed_digits, pointed


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


_POINTED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?$")
_FRACTION = re.compile(r"(?<![\d/.])(?P<a>\d)/(?P<b>\d{1,2})(?=\s?(?:的(?!一)|归|of\b))")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:：]\d{2}(?!\d)")
_RANGE = re.compile(r"\s?(?:[-–—~至到]|to)\s?")
# between $50 and $500, 5000和8000之间.
_BETWEEN = re.compile(r"\s?(?:and|[和与至到])\s?")
_LONGEST_RANGE = 5
#: 月入过万 日入过千: the unit after a bare scale begins the next phrase.
_BARE_SCALES = frozenset(("千", "万", "百万", "千万", "十万"))
_CALENDAR = frozenset("年月日天周号")
#: Words that begin like a numeral and are none.
_NO_NUMERAL = re.compile(r"千万[别不要记]|万元户|百分百|百[货度]|万[一能达物科](?![百千])|亿家|(?:三七|四六|二八|五五|六四|七三|八二)[分开]")
# 9块9 is 9.90, 3元5角 3.50; 50块5人 is 50.
_TENTHS = re.compile(r"(?P<tenths>[\d一二三四五六七八九])(?:(?P<named>[毛角])|(?<!一(?=[^,。;!、\s]))(?![\d.%十百千万亿点、]))")
_NUMBER_END = re.compile(rf"[\d{HAN_DIGITS}{HAN_UNITS}]")
_CENTS = re.compile(r"\s?cents?(?![a-z])")


def _read_one(text: str, numeral: Numeral, marks: Marks) -> Quantity | list[Numeral] | None:
    """A numeral with what stands around it; the groups it falls into; or None where it is no quantity."""
    start, end, low, high, how, scaled = numeral
    head = text[max(0, start - 12) : start]
    last = head[-1:]
    ending = marks.sign.get(head.rstrip()[-1:] if last.isspace() else last)
    sign = ending.search(head) if ending else None
    # In 300美元5个月 the word belongs to the sum before it.
    if sign and sign[0][0].isalpha() and _NUMBER_END.match(head[: -len(sign[0])][-1:]):
        sign = None
    written = sign[0].strip() if sign else ""
    code = marks.codes.get(written)
    if written == "#" and ("," not in text[start:end] or code is None):
        return None
    apart = how in ("spaced", "comma")
    if (how == "digits" or apart) and not sign and last.isascii() and (last.isalpha() or last in ("_", "#", "@")):
        return groups(text, start, end) if apart else None
    beside = behind(text, end, marks)
    if beside & SCALE and (scale := marks.scale.match(text, end)):
        name = as_listed(scale["word"] or scale["letter"])
        factor, needs = marks.scales[name]
        named = sign or marks.currency.match(text, scale.end())
        if needs == "word" or (how == "digits" and (needs == "letter" or (needs == "money" and named and (name != "l" or code == "INR")))):
            low, high, end, scaled = low * factor, high * factor, scale.end(), True
            if high > LARGEST:
                return None
            beside = behind(text, end, marks)
    after = marks.currency.match(text, end) if beside & CURRENCY else None
    pointed_here = code in marks.pointed or (after is not None and marks.codes[as_listed(after["written"])] in marks.pointed)
    if (how == "spaced" and not sign and not after) or (how == "comma" and not pointed_here):
        return groups(text, start, end)
    if pointed_here and how == "digits" and not scaled and _POINTED.match(text[start:end]):
        low = high = pointed(text[start:end])
    tenths = _TENTHS.match(text, after.end()) if after and low == high < 200 and after["written"] in ("块", "元") else None
    if after and tenths and (tenths["named"] or (after["written"] == "块" and not marks.unit.match(text, tenths.end()))):
        low = high = low + (han_value(tenths["tenths"]) or 0.0) / 10
        first = start - len(sign[0]) if sign else start
        return Quantity(first, tenths.end(), "sum", low, high, code or "CNY", None)
    unit = None if after or not beside & UNIT else marks.unit.match(text, end)
    if how == "han" and end - start > 1 and (unit or after) and (listed := listed_digits(text[start:end])):
        levels = unit is not None and marks.units[as_listed(unit["written"])] == "levels"
        # 二三级, 四六级 are levels side by side; 两三个人, 三五块 a rough count.
        if levels or (end - start == 2 and listed[1] - listed[0] <= (2 if listed[0] == 3 else 1)):
            low, high = listed
    kind, currency, stop = _classify(text, start, end, low, high, how, scaled, written, after, unit, marks)
    if kind is None:
        return None
    if kind == "share" and unit and unit["written"] in ("成", "‰"):
        low, high = (10 * low, 10 * high) if unit["written"] == "成" else (low / 10, high / 10)
    first = start - len(sign[0]) if sign and kind == "sum" else start
    return Quantity(first, stop, kind, low, high, currency, None)


def _classify(
    text: str, start: int, end: int, low: float, high: float, how: str, scaled: bool, sign: str,
    after: re.Match[str] | None, unit: re.Match[str] | None, marks: Marks,
) -> tuple[str | None, str | None, int]:
    """Kind, currency and end of a numeral; kind None where it counts nothing."""
    named = marks.codes.get(sign)
    if after:
        word = as_listed(after["written"])
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
        word = as_listed(unit["written"])
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
    if behind(text, end, marks) & COUNTED and marks.counted_after.match(text, end):
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
        return next_char not in _COUNTED_BEHIND
    if value < 5 or not _HAN_CHARACTER.search(before + next_char):
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
#: What a number of some size counts, and no money.
_COUNTED_BEHIND = frozenset("人名个位家户粉步字次条米辆")
_HAN_CHARACTER = re.compile(r"[\u4e00-\u9fff]")
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
    marks = load()
    # Where no numeral may begin: times of day, telephone numbers, addresses, fractions that are read whole.
    closed: set[int] = set()
    if ":" in text or "：" in text:
        for match in _CLOCK.finditer(text):
            closed.update(range(*match.span()))
    for match in found_of("no_sum", text):
        closed.update(range(*match.span()))
    found: list[Quantity] = []
    for match in _FRACTION.finditer(text) if "/" in text else ():
        if 0 < int(match["a"]) < int(match["b"]):
            share = 100 * int(match["a"]) / int(match["b"])
            found.append(Quantity(*match.span(), "share", share, share, None, None))
            closed.update(range(*match.span()))
    taken = 0
    for match in NUMERAL.finditer(text):
        start = match.start()
        if start < taken or (closed and start in closed) or text.startswith("百分之", start):
            continue
        if match.lastgroup == "han" and (word := _NO_NUMERAL.match(text, start)):
            taken = word.end()
            continue
        valued = numeral(match)
        if valued is None:
            continue
        one = _read_one(text, valued, marks)
        each = [one] if isinstance(one, Quantity) else [_read_one(text, group, marks) for group in one or ()]
        for quantity in each:
            if isinstance(quantity, Quantity):
                found.append(quantity)
                # In "2 lakh rupees" the lakh is no numeral of its own.
                taken = quantity.end
    found.sort()
    return _with_periods(text, _ranges(text, found), marks)


def _ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """Two quantities with a dash or a "to" between them are one."""
    joined: list[Quantity] = []
    cents = "cent" in text
    for quantity in found:
        last = joined[-1] if joined else None
        if last and 0 <= quantity.start - last.end <= _LONGEST_RANGE and _is_range(text, last, quantity) and _belong(last, quantity):
            low, high = _spread(text, last, quantity)
            if low < high:
                named = quantity.kind == "number" and last.kind == "sum" and last.currency is not None
                kind = "sum" if named else quantity.kind
                joined[-1] = Quantity(last.start, quantity.end, kind, low, high, quantity.currency or last.currency, None)
                continue
        elif last and cents and _has_cents(text, last, quantity):
            joined[-1] = last._replace(end=quantity.end, low=last.low + quantity.low / 100, high=last.high + quantity.high / 100)
            continue
        joined.append(quantity)
    return joined


def _has_cents(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether the second is the cents of the first: $99 and 95 cents."""
    return (
        first.kind == "sum" and second.kind == "number" and first.low == first.high and second.high < 100
        and text[first.end : second.start].strip() in ("", "and") and _CENTS.match(text, second.end) is not None
    )


def _is_range(text: str, first: Quantity, second: Quantity) -> bool:
    if _RANGE.fullmatch(text, first.end, second.start):
        return True
    if not _BETWEEN.fullmatch(text, first.end, second.start):
        return False
    return text.endswith("between", 0, len(text[: first.start].rstrip())) or text.startswith("之间", second.end)


def _belong(first: Quantity, second: Quantity) -> bool:
    alike = first.kind == second.kind or (first.kind == "number" and second.kind != "time") or (
        first.kind == "sum" and (second.kind == "number" or (second.kind == "measure" and first.currency is None))
    )
    return alike and (first.currency is None or second.currency is None or first.currency == second.currency) and first.low == first.high


#: The scale that ends a sum: 5万元, 10k, 10 thousand dollars; and a numeral without any.
_SCALE_END = re.compile(r"(?P<han>[十百千]?[万亿]|[百千w])[^\d]*$|[\d\sa-z](?P<word>k|m|mm|bn|thousand|million|billion|lakhs?|crores?|juta|ribu)(?![a-z])[^\d]*$")
_UNSCALED = re.compile(rf"\D{{0,4}}\d+(?:\.\d+)?|[十{HAN_ONES}]{{1,3}}|[a-z]{{3,9}}")


def _spread(text: str, first: Quantity, second: Quantity) -> tuple[float, float]:
    """Ends of a range; in 5-10万 and five to ten thousand the scale of the second is the first's too."""
    scale = _SCALE_END.search(text[second.start : second.end])
    if scale and first.low <= 1000 and _UNSCALED.fullmatch(text[first.start : first.end]):
        # In 十到二十万 only the 万 is the first's too.
        written = (scale["han"], scale["han"][-1]) if scale["han"] else ()
        factors = [han_value("1" + each) or 1.0 for each in written] or [load().scales[scale["word"]][0]]
        for factor in factors:
            if first.low * factor < second.high:
                return first.low * factor, second.high
    return first.low, second.high


# Between the word of a period and its sum no sentence ends and no other number stands.
_PERIOD_STOPS = re.compile(r"[。！？!?；;\n\d]|[半两二三四五六七八九十几]个?[年月周天]")
_PERIOD_REACH, _PERIOD_WINDOW, _PERIOD_AFTER = 14, 36, 24
# These words keep them together further: monthly earnings of up to $5,000.
_PERIOD_WORDS = re.compile(r"(?:[\s:]|income|earnings?|salary|pay|profits?|wages?|checks?|of|up|to|is|about|around|over|an? average|as much as)+")


def _with_periods(text: str, found: list[Quantity], marks: Marks) -> list[Quantity]:
    ahead: list[int] | None = None
    for place, one in enumerate(found):
        if one.kind not in ("sum", "number"):
            continue
        period = _period_after(text, one.end, marks)
        if period is None:
            ahead = [end for end, _ in marks.period_words.found(text)] if ahead is None else ahead
            # The last word that ends before the sum.
            last = bisect_right(ahead, one.start) - 1
            near = last >= 0 and one.start - ahead[last] <= _PERIOD_WINDOW
            period = _period_before(text[max(0, one.start - _PERIOD_WINDOW) : one.start], marks) if near else ""
        if period:
            found[place] = one._replace(period=period)
    return found


def _period_after(text: str, end: int, marks: Marks) -> str | None:
    """The period told behind a sum, empty where it is one that has no name; None where none is told."""
    if behind(text, end, marks) & PERIOD and (after := marks.period_after.match(text, end, end + _PERIOD_AFTER)):
        period = marks.periods[as_listed(after["written"])]
        return "" if period == "none" else period
    if loose := capturing("in_period").match(text, end, end + _PERIOD_AFTER):
        return next(iter(captured(loose)))
    return None


def _period_before(window: str, marks: Marks) -> str:
    """The period told by the last word of one before a sum."""
    nearest = [None, *marks.period_before.finditer(window)][-1]
    if nearest is None or _PERIOD_STOPS.search(window, nearest.end()):
        return ""
    if len(window) - nearest.end() > _PERIOD_REACH and not _PERIOD_WORDS.fullmatch(window, nearest.end()):
        return ""
    return marks.periods[as_listed(nearest[0])]

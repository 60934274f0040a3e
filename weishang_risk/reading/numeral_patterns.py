"""How numerals are written: digits as the world groups them, Han numerals, English words, and all of these mixed; found, and valued."""

from __future__ import annotations

import re

from .numerals import ENGLISH_WORDS, HAN_DIGITS, HAN_UNITS, LARGEST, dotted, english_value, han_value, plain, pointed

#: A numeral: start, end, low, high; how it is written: ``"digits"``, ``"spaced"`` (1 500), ``"comma"`` (1,50), ``"han"`` or
#: ``"word"``; and whether a word or letter multiplied it.
Numeral = tuple[int, int, float, float, str, bool]

#: Digits of one character that may stand in a row.
HAN_ONES = "一二两三四五六七八九"
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
_SPACED = r"\d{1,3}(?:[ \u00a0]\d{3}){1,4}(?:[.,]\d{1,2}(?!\d))?(?![\d.,]*\d)|\d(?: \d){2,7}(?![\d.,]| \d)"
#: 99,50 where a currency beside it is written so.
_COMMA = r"\d{1,6},\d{1,2}(?!\d|[.,]\d|\s?[十百千万亿wk%])"
_PLAIN = r"\d{1,13}(?!\d)(?:\.\d{1,6})?"
# 20多万, 1亿2000万, 25万6千, 1万8, 1千零20; a lone last digit counts nobody: 2万3人 is no 23,000.
_LAST = rf"(?:\d{{1,4}}(?!\d|\.\d|%)|(?!{_EACH})[一二三四五六七八九两]{{1,2}})(?:[十百千]?万|[十百千]|k(?![a-z\d])|(?![个位名人代级层%折成]))"
# After a blank, a word that begins with a scale is none: 500 千万别错过, 365 百分百. 2k8 is 2,800.
_NO_SCALE = "百[分货家]|千万[别不要]|千[里秋]|万[一户达物能里]|亿[家万]"
_BLANK = rf"(?:[ \u00a0\u3000\t](?!{_NO_SCALE}))?"
_SCALED = rf"(?:{_BLANK}[多余来几]?(?:[十百千][多余来几]?[万亿]|[万亿]|[十百千])|[多余来几]?w(?![a-z])|k(?=\d(?![\da-z万千百%]|[.,]\d)))"
_MIXED = rf"{_SCALED}(?:零?{_LAST}){{0,3}}(?:(?<=[百千万])半(?![年月天个日]))?"
_LARGE = "hundred|thousand|million|billion|grand|lakh"
_WORD = (
    rf"(?:an?\s(?:{_LARGE}|couple\sof|(?:couple|few)(?=\s(?:{_LARGE}))|quarter\s(?:of\s)?an?\s(?:{_LARGE}))"
    rf"|half\san?\s(?:{_LARGE})|several(?=\s(?:{_LARGE}))|(?:{'|'.join(ENGLISH_WORDS)}))"
)
_WORDS = rf"{_WORD}(?:[\s-](?:and\s)?(?:a\s(?=half))?(?!one\s(?:time|of|each|off|person))(?:{'|'.join(ENGLISH_WORDS)})){{0,8}}"
# 3、4千, 八、九千; at the beginning of a line 一、 is a heading.
_PAIR_SCALE = "(?=[百千万])(?P<{}>[百千]?万|[百千])"
_PAIR = rf"(?P<about>\d)、(?P<about2>[\d{HAN_ONES}]){_PAIR_SCALE.format('scale')}"
_HAN_PAIR = rf"(?<=[\u4e00-\u9fff:：])(?P<said>[{HAN_ONES}])、(?P<said2>[\d{HAN_ONES}]){_PAIR_SCALE.format('said_scale')}"
# 1点5万, 三点八万.
_POINT = rf"点[\d零{HAN_ONES}]{{1,2}}[百千]?[万亿w百千]"
_DOTTED, _HAN_DOTTED = rf"\d{{1,3}}{_POINT}", rf"[零十{HAN_ONES}]{{1,3}}{_POINT}"
_LETTERS = "".join(sorted({word[0] for word in ENGLISH_WORDS} | {"a"}))
#: Every numeral; by what it begins with it is one of digits, Han or words, and most characters are passed over at a glance.
NUMERAL = re.compile(
    rf"(?:(?=[\d几数{HAN_DIGITS}{HAN_UNITS}])|(?<![a-z])(?=[{_LETTERS}]))(?<!\d)(?<!\d\.)"
    rf"(?:(?=\d)(?:{_PAIR}|(?P<dotted>{_DOTTED})|(?P<spaced>{_SPACED})|(?P<comma>{_COMMA})|(?P<digits>{'|'.join(_DIGITS)}|{_PLAIN})(?P<mixed>{_MIXED})?)"
    rf"|{_HAN_PAIR}|(?P<han_dotted>{_HAN_DOTTED})|(?P<han>{'|'.join(_HAN_RUNS)})|(?<![a-z])(?P<word>{_WORDS})(?![a-z]))"
)
# 三五千 is 3,000 to 5,000, 十五六万 150,000 to 160,000, 两千三四百 2,300 to 2,400.
_ABOUT = re.compile(rf"(?P<head>(?:[{HAN_ONES}]?[十百千万]){{0,3}})(?P<a>[{HAN_ONES}])(?P<b>[{HAN_ONES}])(?P<tail>[十百千万]?万?)")
# 九千一万 is nine to ten thousand, 三千五千 three to five: two numerals of rising size beside one another.
_RISING = re.compile(rf"(?P<low>[1-9{HAN_ONES}][百千])(?P<high>[1-9{HAN_ONES}][百千万])")
_DECIMAL_COMMA = re.compile(r",(?=\d{1,2}$)")
_GROUP = re.compile(r"\d+(?:\.\d+)?")


def numeral(match: re.Match[str]) -> Numeral | None:
    """A numeral found by :data:`NUMERAL`, with its value; None where it has none that could count anything.

    Examples
    --------
    >>> [numeral(match) for match in NUMERAL.finditer("两千三四百, 1 500 or 1.5w")]
    [(0, 5, 2300.0, 2400.0, 'han', False), (7, 12, 1500.0, 1500.0, 'spaced', False), (16, 20, 15000.0, 15000.0, 'digits', True)]
    """
    start, end = match.span()
    written = match.lastgroup
    if written == "han":
        return _han(match[0], start, end)
    if written == "digits" or written == "mixed":
        digits = match["digits"]
        marks = digits.count(".")
        value = pointed(digits) if marks > 1 or (marks and "," in digits and digits.index(",") > digits.index(".")) else plain(digits)
        if written == "mixed":
            mixed = han_value(f"{value:.15g}{match['mixed'].strip()}" if value < LARGEST else "")
            return None if mixed is None else (start, end, mixed, mixed, "digits", True)
        return (start, end, value, value, "digits", False) if value < LARGEST else None
    if written == "word":
        spelled = english_value(match[0])
        return None if spelled is None else (start, end, spelled, spelled, "word", False)
    if written == "spaced":
        value = plain(_DECIMAL_COMMA.sub(".", match[0]))
        return (start, end, value, value, "spaced", False)
    if written == "comma":
        value = float(match[0].replace(",", "."))
        return (start, end, value, value, "comma", False)
    if written == "dotted" or written == "han_dotted":
        told = dotted(match[0])
        return None if told is None else (start, end, told, told, "digits", True)
    pair = ("about", "about2", "scale") if written == "scale" else ("said", "said2", "said_scale")
    low, high = (han_value(match[digit] + match[pair[2]]) or 0.0 for digit in pair[:2])
    return (start, end, low, high, "digits", True) if low < high else None


#: What a numeral of one character is worth.
_ALONE = {each: han_value(each) or 0.0 for each in HAN_DIGITS + HAN_UNITS}


def _han(written: str, start: int, end: int) -> Numeral | None:
    if len(written) == 1:
        alone = _ALONE[written]
        return (start, end, alone, alone, "han", False)
    if len(written) > 2:
        low: float | None = None
        high: float | None = None
        if (about := _ABOUT.fullmatch(written)) and (about["head"] or about["tail"]):
            low, high = (han_value(about["head"] + about[digit] + about["tail"]) for digit in "ab")
        if not (low and high and low < high) and (rising := _RISING.fullmatch(written)):
            low, high = han_value(rising["low"]), han_value(rising["high"])
        if low and high and low < high:
            return (start, end, low, high, "han", False)
    value = han_value(written)
    return None if value is None else (start, end, value, value, "han", False)


def groups(text: str, start: int, end: int) -> list[Numeral]:
    """The groups of digits of a numeral, each a numeral of its own: where no currency vouches for its marks.

    Examples
    --------
    >>> groups("1 500", 0, 5)
    [(0, 1, 1.0, 1.0, 'digits', False), (2, 5, 500.0, 500.0, 'digits', False)]
    """
    return [(*match.span(), value := float(match[0]), value, "digits", False) for match in _GROUP.finditer(text, start, end)]

"""What a numeral is worth: Han, English, digits in the ways the world groups them, and all of these mixed."""

from __future__ import annotations

import re

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "两": 2, "俩": 2, "仨": 3, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_BIG_UNITS = {"万": 10_000, "亿": 10**8, "w": 10_000}
#: Words that say "and some": they add nothing to the smallest value meant.
_SOME = frozenset("多余来几数")
_SMALL = {w: i for i, w in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split())}  # fmt: skip
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_ENGLISH = _SMALL | _TENS
_THOUSANDS = {"thousand": 1000, "grand": 1000, "million": 10**6, "lakh": 10**5}
#: A numeral worth more than this is no number of anything.
LARGEST = 1e15
_PIECE = re.compile(r"\d+(?:\.\d+)?|.")


def plain(digits: str) -> float:
    """Value of digits with their marks of thousands taken out.

    Examples
    --------
    >>> plain("1,234.5")
    1234.5
    """
    return float(re.sub(r"[,，'’ \u00a0]", "", digits))


def pointed(digits: str) -> float:
    """Value of digits whose thousands are marked by points and whose decimals by a comma.

    Examples
    --------
    >>> pointed("1.000,50")
    1000.5
    """
    return float(digits.replace(".", "").replace(",", "."))


def han_value(numeral: str) -> float | None:
    """Value of a Chinese numeral, digits among the characters included; the smallest where it is not exact.

    Parameters
    ----------
    numeral : str

    Returns
    -------
    float or None
        None for what is no numeral, or is larger than any sum.

    Examples
    --------
    >>> han_value("三万九千八"), han_value("两百五"), han_value("十二"), han_value("六九八〇〇")
    (39800.0, 250.0, 12.0, 69800.0)
    >>> han_value("二十多万"), han_value("三亿五千万"), han_value("1万8千8"), han_value("两万半"), han_value("几万")
    (200000.0, 350000000.0, 18800.0, 25000.0, 30000.0)
    """
    if len(numeral) > 40:
        return None
    total = section = 0.0
    digit: float | None = None
    # The last unit and the last of 万 and 亿; whether what follows says its places itself (零八, 4000).
    unit = big = 1.0
    spelled = False
    for place, piece in enumerate(_PIECE.findall(numeral)):
        if piece[0].isdigit() and piece.isascii():
            digit, spelled = float(piece), len(piece) > 1
        elif piece in _DIGITS:
            if unit == 1:
                # Digits in a row without units are read out one by one.
                digit = (digit or 0) * 10 + _DIGITS[piece]
            elif piece in "零〇":
                digit, spelled = None, True
            else:
                digit = float(_DIGITS[piece])
        elif piece in _UNITS:
            unit = _UNITS[piece]
            section += (1 if digit is None else digit) * unit
            digit, spelled = None, False
        elif piece in _BIG_UNITS:
            size = _BIG_UNITS[piece]
            below = section + (digit or 0)
            if total and size > big:
                total = (total + below) * size
            else:
                total += (below if place else 1) * size
            section, digit, spelled = 0.0, None, False
            unit = big = size
        elif piece == "半" and unit >= 100:
            digit, spelled = 5.0, False
        elif piece in _SOME:
            # 几万 is some three; 十几万, 二十多万 are their least.
            digit = 3.0 if place == 0 and piece in "几数" else digit
        else:
            return None
        if total > LARGEST or section > LARGEST:
            return None
    if digit is None and unit == 1 and not section:
        return None
    # 三万八 is 38,000; 三万零八 and 1万4000 say what they are.
    if digit and unit >= 100 and digit < 10 and not spelled:
        digit *= unit / 10
    value = total + section + (digit or 0)
    return value if value <= LARGEST else None


def english_value(words: str) -> float | None:
    """Value of an English numeral of up to some millions.

    Examples
    --------
    >>> english_value("two hundred and fifty"), english_value("a thousand"), english_value("one and a half thousand")
    (250.0, 1000.0, 1500.0)
    """
    total = current = 0.0
    for word in re.split(r"[\s-]+", words):
        if word in _ENGLISH:
            current += _ENGLISH[word]
        elif word == "half":
            current += 0.5
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in _THOUSANDS:
            total += (current or 1) * _THOUSANDS[word]
            current = 0
        elif word == "couple":
            current = 2
        elif word not in ("a", "an", "and", "of"):
            return None
        if total > LARGEST or current > LARGEST:
            return None
    return total + current


#: Words that may stand in an English numeral; :func:`english_value` reads what they make.
_ORDINALS = dict(zip("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), range(1, 13), strict=True))


def counted(word: str) -> int:
    """How many, or which one in order: digits, a Han numeral, an English cardinal or ordinal; 0 where it is none.

    Examples
    --------
    >>> counted("3"), counted("三"), counted("seven"), counted("third"), counted("many")
    (3, 3, 7, 3, 0)
    """
    if word.isascii():
        return int(word) if word.isdigit() else _SMALL.get(word) or _ORDINALS.get(word, 0)
    return int(han_value(word) or 0)


ENGLISH_WORDS = (*list(_ENGLISH)[1:], "hundred", *_THOUSANDS, "half")
HAN_DIGITS = "".join(_DIGITS)
HAN_UNITS = "".join([*_UNITS, "万亿"])

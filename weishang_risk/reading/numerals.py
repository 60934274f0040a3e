"""What a numeral is worth: Han, English, digits in the ways the world groups them, and all of these mixed."""

from __future__ import annotations

import re

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "两": 2, "俩": 2, "仨": 3, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000, "k": 1000, "廿": 20, "卅": 30}
_BIG_UNITS = {"万": 10_000, "亿": 10**8, "w": 10_000}
#: Words that say "and some": they add nothing to the smallest value meant.
_SOME = frozenset("多余来几数")
_SMALL = {w: i for i, w in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split())}  # fmt: skip
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_ENGLISH = _SMALL | _TENS
_THOUSANDS = {"thousand": 1000, "grand": 1000, "million": 10**6, "billion": 10**9, "lakh": 10**5}
_PARTS = {"half": 0.5, "quarter": 0.25}
#: Words that say how many, but not exactly; as much as 几万 is.
_VAGUE = {"couple": 2, "few": 3, "several": 3}
#: A numeral worth more than this is no number of anything.
LARGEST = 1e15
_MARKS_OF_THOUSANDS = re.compile(r"[,，'’ \u00a0]")
_PIECE = re.compile(r"\d+(?:\.\d+)?|.")


def plain(digits: str) -> float:
    """Value of digits with their marks of thousands taken out.

    Examples
    --------
    >>> plain("1,234.5")
    1234.5
    """
    return float(digits if digits.isdigit() else _MARKS_OF_THOUSANDS.sub("", digits))


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
    >>> han_value("廿五"), han_value("卅"), han_value("一百廿")
    (25.0, 30.0, 120.0)
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


def dotted(numeral: str) -> float | None:
    """Value of a numeral with its decimal point spoken and a scale behind it; None for what is none.

    Examples
    --------
    >>> dotted("1点5万"), dotted("三点八万"), dotted("零点六千万")
    (15000.0, 38000.0, 6000000.0)
    """
    whole, _, rest = numeral.partition("点")
    decimals = re.match(r"[\d零一二三四五六七八九]+", rest)
    before = 0.0 if whole == "零" else han_value(whole)
    factor = han_value("一" + rest[decimals.end() :]) if decimals else None
    if before is None or factor is None or decimals is None:
        return None
    after = "".join(char if char.isdigit() and char.isascii() else str(_DIGITS[char]) for char in decimals[0])
    return float(f"{before:.0f}.{after}") * factor


def listed_digits(numeral: str) -> tuple[float, float] | None:
    """First and last of rising Han digits in a row, which count level by level: 四六级 is 4 and 6, 一二三代 are 1 to 3.

    Examples
    --------
    >>> listed_digits("四六"), listed_digits("一二三"), listed_digits("二一"), listed_digits("十二")
    ((4.0, 6.0), (1.0, 3.0), None, None)
    """
    digits = [_DIGITS.get(char, 0) for char in numeral]
    if len(digits) < 2 or not all(first < second for first, second in zip([0, *digits], digits, strict=False)):
        return None
    return float(digits[0]), float(digits[-1])


def english_value(words: str) -> float | None:
    """Value of an English numeral of up to some millions.

    Examples
    --------
    >>> english_value("two hundred and fifty"), english_value("one and a half thousand"), english_value("a quarter of a million")
    (250.0, 1500.0, 250000.0)
    """
    total = current = 0.0
    large = 1
    for word in re.split(r"[\s-]+", words):
        if word in _ENGLISH:
            current += _ENGLISH[word]
        elif word in _PARTS:
            # A million and a half is 1,500,000.
            current += _PARTS[word] * (large if total and not current else 1)
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in _THOUSANDS:
            large = _THOUSANDS[word]
            total += (current or 1) * large
            current = 0
        elif word in _VAGUE:
            current = _VAGUE[word]
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
    >>> counted("3"), counted("三"), counted("seven"), counted("third"), counted("many"), counted("二三")
    (3, 3, 7, 3, 0, 3)
    """
    if word.isascii():
        return int(word) if word.isdigit() else _SMALL.get(word) or _ORDINALS.get(word, 0)
    listed = listed_digits(word)
    return int(listed[1] if listed else han_value(word) or 0)


ENGLISH_WORDS = (*list(_ENGLISH)[1:], "hundred", *_THOUSANDS, "half")
HAN_DIGITS = "".join(_DIGITS)
HAN_UNITS = "".join([*(unit for unit in _UNITS if not unit.isascii()), "万亿"])

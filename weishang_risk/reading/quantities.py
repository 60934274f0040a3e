"""Sums, counts, shares, levels and periods in Chinese and English."""

from __future__ import annotations

import re
from typing import NamedTuple

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "两": 2, "俩": 2, "仨": 3, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_BIG_UNITS = {"万": 10_000, "亿": 100_000_000}
_SCALE = {
    "百": 100, "千": 1000, "万": 10_000, "亿": 10**8, "十万": 10**5, "百万": 10**6, "千万": 10**7, "w": 10_000, "k": 1000,
    "m": 10**6, "thousand": 1000, "grand": 1000, "hundred": 100, "million": 10**6, "billion": 10**9, "lakh": 10**5,
    "lakhs": 10**5, "crore": 10**7, "crores": 10**7, "ten thousand": 10_000, "mil": 10**6, "l": 10**5,
}  # fmt: skip
_ENGLISH = {w: i for i, w in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split())} | dict(zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))

_CURRENCY = {
    "¥": "CNY", "rmb": "CNY", "cny": "CNY", "元": "CNY", "块": "CNY", "块钱": "CNY", "圆": "CNY", "yuan": "CNY",
    "人民币": "CNY", "大洋": "CNY", "元钱": "CNY", "元整": "CNY", "米": "CNY", "the yuan": "CNY",
    "$": "USD", "us$": "USD", "usd": "USD", "usdt": "USD", "u": "USD", "美金": "USD", "美元": "USD", "刀": "USD",
    "dollars": "USD", "dollar": "USD", "bucks": "USD", "buck": "USD", "usdc": "USD",
    "nt$": "TWD", "ntd": "TWD", "台币": "TWD", "新台币": "TWD", "twd": "TWD", "新臺币": "TWD", "臺币": "TWD",
    "hk$": "HKD", "hkd": "HKD", "港币": "HKD", "港元": "HKD", "蚊": "HKD", "港纸": "HKD",
    "£": "GBP", "gbp": "GBP", "quid": "GBP", "pounds": "GBP", "pound": "GBP", "英镑": "GBP", "sterling": "GBP",
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "欧元": "EUR",
    "₱": "PHP", "php": "PHP", "pesos": "PHP", "peso": "PHP", "p": "PHP",
    "₦": "NGN", "ngn": "NGN", "naira": "NGN", "n": "NGN", "#": "NGN",
    "₹": "INR", "inr": "INR", "rs": "INR", "rs.": "INR", "rupees": "INR", "rupee": "INR", "卢比": "INR",
    "rm": "MYR", "myr": "MYR", "ringgit": "MYR", "马币": "MYR", "令吉": "MYR", "s$": "SGD", "sgd": "SGD", "新币": "SGD",
    "a$": "AUD", "aud": "AUD", "au$": "AUD", "澳币": "AUD", "澳元": "AUD", "nz$": "NZD", "nzd": "NZD", "纽币": "NZD",
    "c$": "CAD", "cad": "CAD", "ca$": "CAD", "加币": "CAD", "加元": "CAD",
    "ksh": "KES", "kes": "KES", "kshs": "KES", "shillings": "KES", "r": "ZAR", "zar": "ZAR", "rand": "ZAR",
    "ghs": "GHS", "cedis": "GHS", "gh₵": "GHS", "日元": "JPY", "jpy": "JPY", "韩元": "KRW", "baht": "THB", "thb": "THB", "泰铢": "THB",
    "rp": "IDR", "idr": "IDR", "mop": "MOP", "澳门币": "MOP",
}  # fmt: skip
# Signs that are letters too: a currency only right before digits.
_LETTER_SIGNS = ("p", "n", "r", "#", "u")

# After a sign, a space may part the thousands: R4 500.
_NUMBER = r"(?:(?<=[r$€£¥])\d{1,3}(?:[ ]\d{3})+(?!\d)|\d{1,3}(?:,\d{3})+|\d{1,3}(?:,\d{2})+,\d{3}|\d{1,13}(?!\d))(?:\.\d{1,6})?"
_HAN_NUMBER = r"[零一二三四五六七八九十百千万亿两〇壹贰叁肆伍陆柒捌玖拾佰仟俩仨]"
# 三千八一份 is 3,800 each: a 一 before a classifier begins the next word.
_EACH = r"一(?=[份股套年月天日周箱盒个单台张盘桌枚瓶桶罐提床])"
_HAN_SCALE = r"(?:[十百千]?万|亿|千|百)"
_EN_WORD = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|grand|lakh|half|a couple of"
)
_SIGN = r"us\$|hk\$|nt\$|nz\$|au?\$|ca?\$|s\$|\$|¥|£|€|₱|₦|₹|gh₵|rmb|cny|usdt?|usdc|hkd|ntd|twd|myr|rm|sgd|aud|nzd|cad|php|ngn|inr|rs\.?|gbp|eur|kshs?|kes|zar|ghs|rp|thb|新台币|台币|港币|人民币|(?<![a-z])[pnr](?=\d)|\#(?=\d)"
_AFTER = r"元整|元钱|元|块钱|块|圆|美金|美元|港币|港元|港纸|蚊|台币|人民币|大洋|令吉|马币|新币|英镑|欧元|卢比|泰铢|加币|加元|澳币|澳元|纽币|刀|米|rmb|cny|yuan|the yuan|usdt?|usdc|u(?![a-z])|dollars?|bucks?|pounds?|quid|euros?|pesos?|naira|rupees?|ringgit|rand|shillings|cedis|hkd|ntd|twd|myr|sgd|aud|nzd|cad|php|ngn|inr|gbp|eur|baht"

_QUANTITY = re.compile(
    rf"""
    (?<![\d.])(?:(?P<sign>{_SIGN})\s?)?
    (?:
        (?P<low>{_NUMBER})\s?(?:[-–—~至到]|\sto\s)\s?[$£€¥₹₱]?(?P<high>{_NUMBER})
      | (?P<number>{_NUMBER})
      | (?P<han>{_HAN_NUMBER}{{1,14}}?(?<=[百千万二三四五六七八九])(?={_EACH})|{_HAN_NUMBER}{{1,14}}|[几数]+[十百千万]+)
      | (?<![a-z])(?P<word>(?:an?\s(?:hundred|thousand|million|grand|lakh)|(?:{_EN_WORD}))(?:[\s-](?:and\s)?(?!one\s(?:time|of|each|off|person))(?:{_EN_WORD}))*)(?![a-z])
    )
    (?:\s?(?P<scale>{_HAN_SCALE}|(?:thousand|grand|hundred|million|billion|lakhs?|crores?|ten\sthousand|mil|[wkml])(?![a-z])))?
    (?P<tail>(?<=[百千万亿w])(?:\d{{1,4}}(?!\d)|(?!{_EACH})[零一二三四五六七八九]{{1,2}}(?![个位名人代级层])))?
    (?:\s?(?P<unit>
        %|percent|per\scent|pct|个百分点|个点(?!钟)|成(?![为立员功本长交熟果都绩])|折
      | (?:多|余|来)?\s?(?P<currency>{_AFTER})
      | (?:多|余|来)?(?:个人|个(?!月|星期|小时|季度)|位|名|人|口人|家|户|份|单|盒|箱|套|台|股|瓶|袋|支|片|件|次|票|组|桌)
      | 级(?!别)|层|代(?![理购发])|阶|度
      | 多?(?:年|个?月|天|日|号|周|岁|点|小时|分钟|时|秒|个?星期|季度|期)
      | 倍|公里|米|斤|公斤|克|平|平方|亩|ml|kg|g(?![a-z])|cm|mm|km|gb|mb|%
      | (?:st|nd|rd|th)(?![a-z])
      | -?(?:levels?|tiers?|generations?|gens?|deep|layers?|rows?|rings?|lines?\sdeep|degrees)(?![a-z])
      | -?(?:people|persons?|friends?|members?|others|neighbou?rs?|recruits?|women|men|families|households|guests|customers|agents|affiliates|partners|sisters|brothers|mums|moms|more|each|new|paying|active|mates|folks|investors|distributors|participants|seats|girls|guys)(?![a-z])
      | -?(?:days?|weeks?|months?|years?|hours?|hrs?|minutes?|mins?|am|pm|quarters?|nights?|yrs?|wks?)(?![a-z])
      | (?:x|times)(?![a-z])
    ))?
    """,
    re.VERBOSE,
)

_UNIT_KINDS = {}
for _kind, _words in {
    "share": "% percent pct 个百分点 个点 成",
    "heads": "个人 个 位 名 人 口人 户 多人 余人 多名 余名 多位 余位 来个 多个",
    "levels": "级 层 代 阶 level levels tier tiers generation generations gen gens deep layer layers row rows ring rings",
    "items": "家 份 单 盒 箱 套 台 股 瓶 袋 支 片 件 次 票 组 桌",
    "time": "年 个月 月 天 日 号 周 岁 点 小时 分钟 时 秒 星期 个星期 季度 期 day days week weeks month months year years hour hours hr "
            "hrs minute minutes min mins am pm quarter quarters night nights yr yrs wk wks",
    "times": "倍 x times",
    "measure": "公里 斤 公斤 克 平 平方 亩 ml kg g cm mm km gb mb 折 度 st nd rd th",
}.items():
    for _word in _words.split():
        _UNIT_KINDS[_word] = _kind

# 月入过万 日入过千: the character after 万 begins the next phrase.
_BARE_SCALES = ("千", "万", "百万", "千万", "十万")
_CALENDAR = ("年", "月", "日", "天", "周", "号")

_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:：]\d{2}(?!\d)")
_PERIOD_BEFORE = re.compile(
    r"(?P<month>月入|月赚|月薪|月收入|每个?月|一个月|月均|月底薪|月流水|月结|月利润|单月|上个?月|这个月|本月|当月|头个?月|按月|月月|每月|好月份|monthly|(?:per|a|each|every|last|that|this|one|first|best|good|the) month)"
    r"|(?P<day>日入|日赚|日薪|日结|日封顶|每天|一天|日均|天天|每日|单日|daily|(?:per|a|each|every|one) day)"
    r"|(?P<week>周入|每周|一周|周薪|上周|weekly|(?:per|a|each|every|last|one|best) week)"
    r"|(?P<year>年入|年薪|年赚|年收入|每年|一年|年均|全年|去年|上年|annually|yearly|(?:per|a|each|every|last|one) year)"
)
# Between the word of a period and its sum no sentence ends and no other number stands.
_PERIOD_STOPS = re.compile(r"[。！？!?；;\n\d]")
_PERIOD_REACH = 14
_PERIOD_AFTER = re.compile(
    r"^(?:多|左右|以上|上下)?\s?(?:[-–/]|per|a|an|each|every|one|每|一个?|的)?\s?(?:(?P<month>月|个月|months?|mo|mth)"
    r"|(?P<day>天|日(?!元)|days?)|(?P<week>周|星期|weeks?|wk)|(?P<year>年|years?|yr|annum|p\.?a\.?))(?![a-z])"
    r"|^\s?(?:in\s)?(?:last|this|that|the|a)?\s?(?:good\s|single\s|best\s)?(?:(?P<month3>month(?![a-z])|in (?:january|february|march|april|may|june|july|august|september|october|november|december))|(?P<week3>week(?![a-z]))|(?P<year3>year(?![a-z])|the year before))"
    r"|^\s?(?:(?P<month2>monthly)|(?P<day2>daily)|(?P<week2>weekly)|(?P<year2>annually|yearly|ote))"
)


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
        ISO 4217 code of a sum, None where the text does not name it.
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


def han_value(numeral: str) -> float | None:
    """Value of a Chinese numeral.

    Examples
    --------
    >>> han_value("三万九千八"), han_value("两百五"), han_value("十二")
    (39800.0, 250.0, 12.0)
    """
    total = section = digit = 0
    last_unit = 1
    for char in numeral:
        if char in _DIGITS:
            # Digits in a row without units are read out one by one: 六九八〇〇.
            digit = digit * 10 + _DIGITS[char] if last_unit == 1 and section == 0 and total == 0 else _DIGITS[char]
        elif char in _UNITS:
            section += (digit or 1) * _UNITS[char]
            digit, last_unit = 0, _UNITS[char]
        elif char in _BIG_UNITS:
            total = (total + section + digit or 1) * _BIG_UNITS[char]
            section = digit = 0
            last_unit = _BIG_UNITS[char]
        else:
            return None
    if digit and last_unit >= 100 and "零" not in numeral and "〇" not in numeral:
        digit *= last_unit // 10
    return float(total + section + digit)


def english_value(words: str) -> float | None:
    """Value of an English numeral of up to some millions.

    Examples
    --------
    >>> english_value("two hundred and fifty"), english_value("a thousand")
    (250.0, 1000.0)
    """
    total = current = 0.0
    for word in re.split(r"[\s-]+", words):
        if word in _ENGLISH:
            current += _ENGLISH[word]
        elif word == "half":
            current += 0.5
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in ("thousand", "grand", "million", "lakh"):
            total += (current or 1) * _SCALE[word]
            current = 0
        elif word == "couple":
            current = 2
        elif word not in ("a", "an", "and", "of"):
            return None
    return total + current


def _plain(digits: str) -> float:
    return float(digits.replace(",", "").replace(" ", ""))


# 三五千 is 3,000 to 5,000.
_ABOUT = re.compile(r"[一二两三四五六七八九]{2}[十百千万]万?")


def _value(match: re.Match[str]) -> tuple[float, float] | None:
    low: float | None
    high: float | None
    if match["low"]:
        low, high = (_plain(match[name]) for name in ("low", "high"))
    elif match["number"]:
        low = high = _plain(match["number"])
    elif match["han"]:
        numeral = match["han"]
        if numeral[0] in "几数":
            numeral = "三" + numeral.lstrip("几数")
        if _ABOUT.fullmatch(numeral) and _DIGITS[numeral[0]] < _DIGITS[numeral[1]]:
            low, high = han_value(numeral[0] + numeral[2:]), han_value(numeral[1:])
        else:
            low = high = han_value(numeral)
        if low is None or high is None:
            return None
    else:
        value = english_value(match["word"])
        if value is None:
            return None
        low = high = value
    scale = _SCALE.get(match["scale"] or "", 1)
    tail = match["tail"]
    scale_low = 1 if scale > 1 and match["low"] and low > high else scale
    low, high = low * scale_low, high * scale
    if tail:
        extra = han_value(tail) if not tail.isdigit() else float(tail)
        if extra is None:
            return None
        if scale > 1 and len(tail) == 1:
            extra *= scale / 10
        low, high = low + extra, high + extra
    return (low, high) if low <= high else (high, high)


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
    found: list[Quantity] = []
    clocks = {position for match in _CLOCK.finditer(text) for position in range(*match.span())}
    for match in _QUANTITY.finditer(text):
        if match.start() in clocks:
            continue
        values = _value(match)
        if values is None:
            continue
        kind, currency = _classify(match, text, values)
        if kind is None:
            continue
        period = _period(text, match.start(), match.end()) if kind in ("sum", "number") else None
        found.append(Quantity(match.start(), match.end(), kind, *values, currency, period))
    return found


def _classify(match: re.Match[str], text: str, values: tuple[float, float]) -> tuple[str | None, str | None]:
    sign, unit, after = match["sign"], match["unit"], match["currency"]
    if sign == "$" and after and _CURRENCY[after] != "CNY":
        return "sum", _CURRENCY[after]
    if sign:
        return "sum", _CURRENCY.get(sign.strip().rstrip("."), _CURRENCY.get(sign.strip()))
    if after:
        if after == "米" and match["han"]:
            return None, None
        if after == "块" and values[1] < 3:
            return "number", None
        return "sum", _CURRENCY[after]
    if unit and not (match["han"] in _BARE_SCALES and unit.strip() in _CALENDAR):
        word = unit.strip().lstrip("-").removeprefix("多").removeprefix("余").removeprefix("来")
        if unit.endswith("%") or (word == "点" and _SHARED_BEFORE.search(text, max(0, match.start() - 2), match.start())):
            return "share", None
        kind = _UNIT_KINDS.get(word) or _UNIT_KINDS.get(word.split()[0])
        if kind == "levels" and match["han"] and values[1] > 60:
            kind = None
        if kind is None:
            kind = "heads"
        if kind == "heads" and word == "个" and values[1] >= 1000:
            kind = "items"
        return kind, None
    if match["word"] and not match["scale"] and values[1] < 100:
        return "number", None
    return ("sum" if _looks_like_money(match, text, values[1]) else "number"), None


def _looks_like_money(match: re.Match[str], text: str, value: float) -> bool:
    """A bare number: money where it is round enough, scaled, or follows a verb of paying."""
    before = text[max(0, match.start() - 6) : match.start()]
    if match["number"] and len(match["number"]) > 8:
        return False
    next_char = text[match.end() : match.end() + 1]
    if next_char.isascii() and next_char.isalpha():
        return False
    if match["scale"] or ((match["han"] and value >= 1000 and match["han"][-1] in "百千万") or
                          (match["han"] and value >= 10_000)):
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


def _period(text: str, start: int, end: int) -> str | None:
    after = _PERIOD_AFTER.match(text[end : end + 12])
    if after and after.lastgroup:
        return after.lastgroup.rstrip("23")
    window = text[max(0, start - 24) : start]
    nearest = [None, *_PERIOD_BEFORE.finditer(window)][-1]
    if nearest is None or len(window) - nearest.end() > _PERIOD_REACH or _PERIOD_STOPS.search(window, nearest.end()):
        return None
    return nearest.lastgroup

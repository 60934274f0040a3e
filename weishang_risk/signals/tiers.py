"""How many levels of participants are paid, ranked or priced below the company.

Depth comes from who is paid on whom: rates by level, "N generations", matrices, "A brings B, B brings C"; rank names
come last (2013 joint opinions, 公通字〔2013〕37号: a level is the relation between upline and downline, not a title).
"""

from __future__ import annotations

import re
from typing import Any

from ..concepts import Concepts, most_likely_level
from ..document import Document
from ..quantities import han_value
from ..scope import NEGATED
from ..skeleton import Sentence
from .base import Signal
from .evidence import collect, is_near

UNLIMITED = "unlimited"


def depth(tiers: Any) -> int:
    """The guide's ``tiers`` as a number: none 0, unlimited 99."""
    return 0 if tiers is None else 99 if tiers == UNLIMITED else int(tiers)


_NUM = r"\d{1,2}|[一二三四五六七八九十两]{1,3}"
_N_LEVELS = re.compile(
    rf"(?P<n>{_NUM})\s?个?(?:级(?!别高)|层|代(?![理购发])|台阶|等级|级距|档(?!次)|辈)|(?:到|至|数到|满)第?(?P<m>{_NUM})(?:家|个人|排|圈|环|位|手)(?:为止|都|$|[,，。;；])"
)
# One's own recruits, and so many levels more.
_N_MORE = re.compile(
    rf"(?:其后|之后|以下|再往下|后面)的?(?P<n>{_NUM})(?:级|层|代|手)|\b(?:next|following|further|the)\s(?P<m>two|three|four|five|six|seven)\s(?:levels?|lines?|tiers?|generations?|layers?)(?:\s(?:after|below|beyond|down|under))"
    r"|\bnext\s(?P<k>two|three|four|five|six)\s(?:levels?|lines?|tiers?|generations?|layers?)"
)
_TO_THE_NTH = re.compile(r"\b(?:to|down to|as far as|until)\s(?:the\s|your\s|their\s)?(?P<c>third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth)\b")
_N_ENGLISH = re.compile(
    r"(?P<n>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[\s-](?:paid\s|full\s|active\s|more\s)?(?:levels?|tiers?|generations?|layers?|lines|gens)\b"
    r"|(?P<m>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)\s(?:\w+\s)?deep\b"
    r"|\b(?:level|tier|generation|gen|l)\s?(?P<a>\d{1,2})\b|\b(?P<b>\d{1,2})(?:st|nd|rd|th)\s(?:level|tier|generation|gen|layer)"
    r"|\b(?P<c>second|third|fourth|fifth|sixth|seventh|eighth)[\s-](?:level|tier|generation|gen|layer|line|ring|circle)"
)
_ORDINALS = dict(zip("second third fourth fifth sixth seventh eighth ninth tenth".split(), range(2, 11), strict=True)) | {"twelfth": 12}
_WORDS = dict(zip("two three four five six seven eight nine ten eleven twelve".split(), range(2, 13), strict=True))
_MATRIX = re.compile(r"(?<![\d.])(?P<w>[2-9])\s?[x×*]\s?(?P<d>\d{1,2})(?![\d.]|\s?(?:cm|mm|m\b|km|米|厘米|寸|\"|小时|天))")
_WIDE_DEEP = re.compile(r"\bwide\b.{0,24}?\b(?P<d>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)\s+(?:levels?\s+)?deep\b")
_RATES = re.compile(r"\d{1,2}(?:\.\d+)?\s?%?(?:\s?[/、,,\-–~|+]\s?\d{1,2}(?:\.\d+)?\s?%?){1,11}")
_BOARD = re.compile(r"(?<!\d)(?:8\s?[-–,、]\s?4\s?[-–,、]\s?2\s?[-–,、]\s?1|1\s?[-–,、]\s?2\s?[-–,、]\s?4\s?[-–,、]\s?8)(?!\d)")
_UNLIMITED = re.compile(
    r"无限[代层级极下裂深]|不限[代层级深]|不分代数|代数不(?:封顶|限)|不论(?:几|多少)[代层级]|不管(?:多深|隔|第?几|是?谁|传到|往下)|一直往[后下]|往下每一|每一[代层圈]都|档档|徒孙的徒孙|无限往下|无穷|所有下级|伞下所有|全部伞下|每一层都|层层都|代代都|双轨|对碰|左右区|公排|级差|小区业绩|整条线|滑落"
    r"|unlimited (?:depth|levels|generations|tiers)|infinit|no limit (?:on|to) (?:depth|levels|how deep)|weaker leg|lesser leg|pay leg|two legs|left (?:leg|and right)|binary|all the way down|however (?:deep|far)|however many levels|no matter how (?:deep|far)|forever down|everyone (?:below|under(?:neath)?) (?:you|them)|without (?:end|limit) (?:downwards?|of levels)|no depth limit|no limit depth|(?:right|down|counted) to the bottom|does(?:n't| not) matter how (?:far|deep)|all layers (?:below|beneath|under)|and so on (?:down|out|forever)|on and on|no end to them|as far down as|people under them"
)
_RANKS = re.compile(r"(?:全国总代|总代|省代|市代|县代|区代|镇代|特约|官方|联创|执董|董事|股东|总监|合伙人|店主|天使|一级代理|二级代理|三级代理)")
#: Logits, chosen by cross-validation: from which a clause may state the depth, and at which a reading of depth is sure.
_TELLING, _SURE = -2.0, 1.0
#: Logit of two levels from which a stated depth is taken at its word.
_STATED = -0.8
#: And from which one that is drawn as a board or a matrix is.
_DRAWN = -3.0
#: Kinds of sentence tokens that say pay is flowing.
_PAYING = frozenset("get give take reward share sum plan".split())


def _number(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    if word in _WORDS:
        return _WORDS[word]
    value = han_value(word)
    return int(value) if value else None


def stated_depth(document: Document, sentences: list[int]) -> int | str | None:
    """Depth that the given sentences state, or None where they state none.

    Parameters
    ----------
    document : Document
    sentences : list of int
        Which sentences tell of paid levels.

    Returns
    -------
    int, "unlimited" or None
    """
    text = document.normalized.text
    depth = 0
    rates = ranks = 0
    for index in sentences:
        sentence = document.sentences[index]
        if sentence.tokens and all(t.mark == "!" for t in sentence.tokens if t.kind in _PAYING) and any(
            t.kind in _PAYING for t in sentence.tokens
        ):
            continue
        part = text[sentence.start : sentence.end]
        if _UNLIMITED.search(part):
            return UNLIMITED
        if found := _WIDE_DEEP.search(part):
            return _number(found["d"]) or 1
        if found := _MATRIX.search(part):
            return int(found["d"])
        if _BOARD.search(part):
            return 4
        depth = max(depth, _explicit(part))
        for match in _RATES.finditer(part):
            pieces = re.split(r"[/、,,\-–~|+]", match[0])
            if "%" in match[0] and len(pieces) >= 2 and len(pieces) >= match[0].count("%"):
                rates = max(rates, len(pieces))
        ranks = max(ranks, len(set(_RANKS.findall(part))))
    if depth >= 2:
        return max(depth, rates if rates <= 12 else 0)
    if rates >= 2:
        return rates
    return ranks if ranks >= 3 else None


def _drawn(part: str) -> bool:
    """Whether a clause draws the structure: 8-4-2-1, 3x9, three wide and seven deep."""
    return bool(_BOARD.search(part) or _MATRIX.search(part) or _WIDE_DEEP.search(part))


def _goes_deeper(sentence: Sentence) -> bool:
    """Whether a sentence tells of recruits' recruits and of some further down."""
    said = {token.kind for token in sentence.tokens if token.mark != NEGATED}
    return "second" in said and "deeper" in said


def _explicit(part: str) -> int:
    best = 0
    for match in _N_LEVELS.finditer(part):
        value = _number(match["n"] or match["m"])
        if value and value <= 60:
            best = max(best, value)
    for match in _N_MORE.finditer(part):
        value = _number(match["n"] or match["m"] or match["k"])
        if value and value <= 20:
            best = max(best, value + 1)
    for match in _TO_THE_NTH.finditer(part):
        best = max(best, _ORDINALS[match["c"]])
    for match in _N_ENGLISH.finditer(part):
        if match["c"]:
            best = max(best, _ORDINALS[match["c"]])
            continue
        word = match["n"] or match["m"] or match["a"] or match["b"]
        best = max(best, _number(word) or 0)
    return best


def read(document: Document, concepts: Concepts) -> Signal:
    """Tier depth and the clauses that tell it.

    Parameters
    ----------
    document : Document
    concepts : Concepts

    Returns
    -------
    Signal
        ``level`` is the guide's ``tiers``: an integer, ``"unlimited"`` or None.
    """
    heads = concepts.heads
    ranked = concepts.ranked("tiers")
    telling = [index for logit, index in ranked if logit > _TELLING][:6] or [index for _, index in ranked[:1]]
    level: Any = most_likely_level(heads, "tiers") or None
    drawn = any(_drawn(document.normalized.text[s.start : s.end]) for s in (document.sentences[i] for i in telling))
    if level == 2 or heads["tiers>=2"] > (_DRAWN if drawn else _STATED):
        stated = stated_depth(document, sorted(telling))
        if stated is not None:
            level = stated
        elif level == 2 and heads["tiers>=99"] > -_SURE:
            level = UNLIMITED
        elif level == 2 and (heads["tiers>=3"] > _SURE or any(_goes_deeper(document.sentences[i]) for i in telling)):
            level = 3
    quoted = level is not None or is_near(concepts, "tiers>=1")
    return Signal(level, collect(document, concepts, "tiers", quoted, lambda _: level), {})

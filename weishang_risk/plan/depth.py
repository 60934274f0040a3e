"""How many levels of participants are paid, ranked or priced below the company.

Depth comes from who is paid on whom: rates by level, "N generations", matrices, "A brings B, B brings C"; rank names
come last (2013 joint opinions, 公通字〔2013〕37号: a level is the relation between upline and downline, not a title).
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from ..concepts.reader import Concepts, most_likely_level
from ..reading.document import Document
from ..reading.numerals import han_value
from ..reading.quantities import Quantity
from ..reading.scope import NEGATED
from ..reading.tokens import Sentence
from .base import Signal
from .evidence import collect, is_near

UNLIMITED = "unlimited"


def depth(tiers: Any) -> int:
    """The guide's ``tiers`` as a number: none 0, unlimited 99."""
    return 0 if tiers is None else 99 if tiers == UNLIMITED else int(tiers)


_NUM = r"\d{1,2}|[一二三四五六七八九十两]{1,3}"
_N_LEVELS = re.compile(
    rf"(?P<n>{_NUM})\s?个?(?:级(?!别高)|层|代(?![理购发])|台阶|等级|级距|档(?!次)|辈|lv|level|价差|[种个]价|[种个]身份|[圈环茬手](?:之内|以内|内|封顶))|(?:到|至|数到|满)第?(?P<m>{_NUM})(?:家|个人|排|圈|环|位|手)(?:为止|都|$|[,，。;；])"
)
# One's own recruits, and so many levels more.
_N_MORE = re.compile(
    rf"(?:其后|之后|以下|再往下|再往外|再下面|再往后|往后|后面|其上|再上|再往上)(?:还有|的)?(?P<n>{_NUM})个?(?:级|层|代|手|圈|环|道|辈|位|棒|人)|\b(?:next|following|further|the)\s(?P<m>two|three|four|five|six|seven)\s(?:levels?|lines?|tiers?|generations?|layers?)(?:\s(?:after|below|beyond|down|under))"
    r"|\bnext\s(?P<k>two|three|four|five|six)\s(?:levels?|lines?|tiers?|generations?|layers?|rings?|circles?|rows?|ancestors?|up|down|above|below|people|hands|steps|ones)"
)
# The Nth hand, beside a second one.
_NTH = re.compile(r"第(?P<n>[三四五六七八九])(?:手|圈|环|棒|档|位|格|个(?![月年星工小季钟礼])人?|家|道|人|站|份|茬)|\b(?P<c>third|fourth|fifth|sixth)\s(?:(?:one|gets?|is|of|person|hand|ring|circle|row)\s)?\D{0,3}\d")
_TO_THE_NTH = re.compile(r"\b(?:to|down to|as far as|until)\s(?:the\s|your\s|their\s)?(?P<c>third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth)\b")
_N_ENGLISH = re.compile(
    r"(?P<n>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[\s-](?:paid\s|full\s|active\s|more\s)?(?:levels?|tiers?|generations?|layers?|lines|gens|floors|grades|rungs|rows|steps|ranks|identities|price levels)\b"
    r"|(?P<m>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)\s(?:\w+\s)?deep\b"
    r"|(?<!first )(?<!second )(?<!third )(?<!fourth )(?<!fifth )\b(?:level|tier|generation|gen|l)\s?(?P<a>\d{1,2})\b(?!\s?%)|\b(?P<b>\d{1,2})(?:st|nd|rd|th)\s(?:level|tier|generation|gen|layer)"
    r"|\b(?P<c>second|third|fourth|fifth|sixth|seventh|eighth)[\s-](?:level|tier|generation|gen|layer|line|ring|circle)"
)
_ORDINALS = dict(zip("second third fourth fifth sixth seventh eighth ninth tenth".split(), range(2, 11), strict=True)) | {"twelfth": 12}
_WORDS = dict(zip("two three four five six seven eight nine ten eleven twelve".split(), range(2, 13), strict=True))
_MATRIX = re.compile(r"(?<![\d.])(?P<w>[2-9])\s?[x×*]\s?(?P<d>\d{1,2})(?![\d.]|\s?(?:cm|mm|m\b|km|米|厘米|寸|\"|小时|天))")
_WIDE_DEEP = re.compile(r"\bwide\b.{0,24}?\b(?P<d>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)\s+(?:levels?\s+)?deep\b")
_RATES = re.compile(r"\d{1,2}(?:\.\d+)?\s?%?(?:(?:\s?[/、,,\-–~|+]\s?|(?<=%)\s)\d{1,2}(?:\.\d+)?\s?%?){1,11}")
_RATE = re.compile(r"\d{1,2}(?:\.\d+)?")
_BOARD = re.compile(r"(?<!\d)(?:8\s?[-–,、]\s?4\s?[-–,、]\s?2\s?[-–,、]\s?1|1\s?[-–,、]\s?2\s?[-–,、]\s?4\s?[-–,、]\s?8)(?!\d)")
# The same board in words: eight outside, then four, two and one.
_BOARD_IN_WORDS = re.compile(
    r"[八8][^%层代圈级]{0,10}[四4][^%层代圈级]{0,10}[二两2][^%层代级]{0,16}[一1心主顶]|[一1心][^%层代圈级]{0,10}[二两2][^%层代圈级]{0,10}[四4][^%层代圈级]{0,10}[八8]|总代.{0,12}市代.{0,24}省代.{0,24}股东"
    r"|\b(?:eight|8)\b.{1,28}\b(?:four|4)\b.{1,28}\b(?:two|2)\b.{1,28}\b(?:one|1|cent(?:re|er)|middle|top)\b"
)
# Plans that have no bottom, whether they say so or not: two legs, rows that fill by themselves, pay on the difference of ranks.
_BOTTOMLESS = re.compile(
    r"无限极|不管多深|不管隔|双轨|对碰|左右[两]?[区边]|公排|级差|小区业绩|滑落|两条腿|左[右手边脚腿臂].{0,8}右[手边脚腿臂]|左区.{0,4}右区|没有?个?[底头](?:[,，。;；]|$)"
    r"|\b(?:smaller|lesser|weak(?:er)?|short(?:er)?|pay) (?:leg|side|arm)|\btwo (?:legs|arms)\b|\bleft (?:leg|and right)|\bbinary\b|\bon down\b|\bno end\b"
)
# One paid level, said outright.
_ONE_LEVEL = re.compile(r"\b(?:one|single)[\s-](?:level|tier)\b|\bfirst level only|[只仅就]有?一[级层]|一[级层]为止|单[层级]")
_RANKS = re.compile(r"(?:全国总代|总代|省代|市代|县代|区代|镇代|特约|官方|联创|执董|董事|股东|总监|合伙人|店主|天使|一级代理|二级代理|三级代理)")
#: Logits, chosen by cross-validation: from which a clause may state the depth; a text is read as three levels, or endless, without stating it.
_TELLING, _THIRD, _ENDLESS = -3.0, 1.0, -0.5
#: Logit of two levels from which a stated depth is taken at its word.
_STATED = -0.8
#: And from which one that is drawn as a board or a matrix is.
_DRAWN = -1.5
#: Kinds of quantities that may be steps of a ladder of pay; how steep one step may be, and how long a ladder.
_PAY, _STEEPEST, _LONGEST_LADDER = frozenset(("sum", "number", "share")), 12, 9
#: Kinds that tell of people further down or up.
_BELOW = frozenset("second deeper downline upline level newcomer".split())
_SENTENCE_END = re.compile(r"[。!?;；]")
#: What stands between ranks that are listed.
_LISTED = frozenset(("→", "->", "、", "/", ",", ">", "—", "-", "和", "及"))
#: Kinds of sentence tokens that say pay is flowing.
_PAYING = frozenset("get give take reward share sum plan".split())


def _number(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    if word in _WORDS:
        return _WORDS[word]
    value = han_value(word)
    return int(value) if value else None


def stated_depth(document: Document, sentences: list[int], entry: frozenset[int] = frozenset()) -> int | str | None:
    """Depth that the given sentences state, or None where they state none.

    Parameters
    ----------
    document : Document
    sentences : list of int
        Which sentences tell of paid levels.
    entry : set of int
        Where the sums begin that let one in; they are no step of a ladder of pay.

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
        if _has_no_bottom(sentence, part):
            return UNLIMITED
        if found := _WIDE_DEEP.search(part):
            return _number(found["d"]) or 1
        if found := _MATRIX.search(part):
            return int(found["d"])
        if _BOARD.search(part) or _BOARD_IN_WORDS.search(part):
            return 4
        depth = max(depth, _explicit(part))
        rates = max(rates, _rates(part), _ladder(document, index, entry))
        ranks = max(ranks, len(set(_RANKS.findall(part))), _enumerated(sentence, part))
    if depth >= 2:
        return max(depth, rates if rates <= 12 else 0)
    if rates >= 2 or ranks >= 3:
        return max(rates, ranks)
    return None


def _has_no_bottom(sentence: Sentence, part: str) -> bool:
    """Whether a sentence says that depth has no end, or names a plan that has none."""
    return any(t.kind == "endless" and t.mark != NEGATED for t in sentence.tokens) or bool(_BOTTOMLESS.search(part))


def _rates(part: str) -> int:
    """How many rates stand in a row: 10%/5%/3%, or 7/3/1 where each is smaller than the one before."""
    best = 0
    for match in _RATES.finditer(part):
        steps = [float(step) for step in _RATE.findall(match[0])]
        falling = len(steps) >= 3 and all(after < before for before, after in pairwise(steps))
        if falling or ("%" in match[0] and len(steps) >= 2 and len(steps) >= match[0].count("%")):
            best = max(best, len(steps))
    return best


def _ladder(document: Document, index: int, entry: frozenset[int]) -> int:
    """Steps of the longest ladder of falling sums in a sentence that tells of recruits' recruits; 0 where under three."""
    sentence = document.sentences[index]
    if not any(t.kind in _BELOW and t.mark != NEGATED for t in sentence.tokens):
        return 0
    text = document.normalized.text
    steps = best = 0
    last: Quantity | None = None
    for quantity in sentence.quantities:
        if quantity.kind not in _PAY or quantity.start in entry:
            continue
        falling = (
            last is not None and quantity.kind in (last.kind, "number") and last.high / _STEEPEST <= quantity.high < last.high
            and not _SENTENCE_END.search(text, last.end, quantity.start)
        )
        steps = steps + 1 if falling else 1
        best, last = max(best, steps), quantity
    return best if 3 <= best <= _LONGEST_LADDER else 0


def _enumerated(sentence: Sentence, part: str) -> int:
    """How many ranks a sentence lists side by side: trainee → tutor → partner."""
    best = run = 0
    end = -1
    seen: set[str] = set()
    for token in sentence.tokens:
        if token.kind not in ("rank", "agent", "leader"):
            continue
        between = part[end - sentence.start : token.start - sentence.start].strip() if end >= 0 else ""
        if end >= 0 and between in _LISTED and token.form not in seen:
            run += 1
            seen.add(token.form)
        else:
            run, seen = 1, {token.form}
        best, end = max(best, run), token.end
    return best if best >= 3 else 0


def _drawn(document: Document, index: int) -> bool:
    """Whether a sentence draws the structure: 8-4-2-1, 3x9, three wide and seven deep, two legs."""
    sentence = document.sentences[index]
    part = document.normalized.text[sentence.start : sentence.end]
    return any(shape.search(part) for shape in (_BOARD, _MATRIX, _WIDE_DEEP, _BOTTOMLESS))


def _pays_one_level(document: Document, index: int) -> bool:
    """Whether a sentence says that one level is paid, and no more."""
    sentence = document.sentences[index]
    said = {token.kind for token in sentence.tokens if token.mark != NEGATED}
    return bool(said & _PAYING or "pay" in said) and bool(_ONE_LEVEL.search(document.normalized.text, sentence.start, sentence.end))


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
    for match in _NTH.finditer(part):
        best = max(best, _number(match["n"] or "") or _ORDINALS[match["c"]])
    for match in _TO_THE_NTH.finditer(part):
        best = max(best, _ORDINALS[match["c"]])
    for match in _N_ENGLISH.finditer(part):
        if match["c"]:
            best = max(best, _ORDINALS[match["c"]])
            continue
        word = match["n"] or match["m"] or match["a"] or match["b"]
        best = max(best, _number(word) or 0)
    return best


def _depth(document: Document, concepts: Concepts) -> int | str | None:
    """The depth a text states, else the likeliest."""
    heads = concepts.heads
    ranked = concepts.ranked("tiers")
    telling = [index for logit, index in ranked if logit > _TELLING][:6] or [index for _, index in ranked[:1]]
    level: int | str | None = most_likely_level(heads, "tiers") or None
    if level == 2 or heads["tiers>=2"] > _STATED or (heads["tiers>=2"] > _DRAWN and any(_drawn(document, i) for i in telling)):
        entry = frozenset(quantity.start for logit, _, quantity in concepts.sums("buy_in") if logit > 0)
        stated = stated_depth(document, sorted(telling), entry)
        if stated is not None:
            return stated
        if level == 2 and heads["tiers>=99"] > _ENDLESS:
            return UNLIMITED
        if level == 2 and (heads["tiers>=3"] > _THIRD or any(_goes_deeper(document.sentences[i]) for i in telling)):
            return 3
    if level is None and any(_pays_one_level(document, index) for index in telling):
        return 1
    return level


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
    level = _depth(document, concepts)
    quoted = level is not None or is_near(concepts, "tiers>=1")
    return Signal(level, collect(document, concepts, "tiers", quoted, lambda _: level), {})

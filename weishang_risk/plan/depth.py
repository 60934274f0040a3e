"""How many levels of participants are paid, ranked or priced below the company.

Every way of telling a depth ("N generations", rates by level, a chain, a board, ranks, words without end) proposes a value;
which of the proposed values holds is learned: a linear classifier weighs who proposes a value, how surely its clause tells
of paid levels, and what the concept readers make of the whole text (2013 joint opinions, 公通字〔2013〕37号: a level is the
relation between upline and downline, not a title).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from operator import mul
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..concepts.reader import Concepts
from ..concepts.registry import FURTHEST, UNLIMITED, UNLIMITED_DEPTH
from ..concepts.registry import depth as depth
from ..language.needed import Sieve
from ..language.patterns import captured, capturing, pattern
from ..reading.document import Document
from ..reading.numerals import counted
from ..reading.quantities import Quantity
from ..reading.scope import NEGATED
from ..reading.tokens import Sentence
from . import depth_rules
from .base import Signal
from .evidence import collect, is_near

_RATES = re.compile(r"\d{1,2}(?:\.\d+)?\s?%?(?:(?:\s?[/、,,\-–~|+]\s?|(?<=%)\s)\d{1,2}(?:\.\d+)?\s?%?){1,11}")
_RATE = re.compile(r"\d{1,2}(?:\.\d+)?")
_MATRIX = re.compile(r"(?<![\d.])[2-9]\s?[x×*]\s?(?P<d>\d{1,2})(?![\d.]|\s?(?:cm|mm|m\b|km|米|厘米|寸|\"|小时|天))")
#: Kinds of quantities that may be steps of a ladder of pay; how steep one step may be, and how long a ladder.
_PAY, _STEEPEST, _LONGEST_LADDER = frozenset(("sum", "number", "share")), 12, 20
#: Kinds that tell of people further down or up.
_BELOW = frozenset("second deeper downline upline level newcomer".split())
_SENTENCE_END = re.compile(r"[。!?;；]")
#: What stands between ranks that are listed.
_LISTED = frozenset(("→", "->", "、", "/", ",", ">", "—", "-", "和", "及"))
#: Kinds of sentence tokens that say pay is flowing.
_PAYING = frozenset("get give take reward share sum plan".split())
_PAID_IN = frozenset("must pay fee join pack buy deposit stock".split())
_COUNTS = frozenset(("items", "number", "filler", "time"))
_OWN = frozenset(("own", "self", "sell"))
_TITLES = frozenset(("rank", "agent", "leader"))
#: Kinds that tell at which level a share or sum is paid.
_LEVELS = frozenset(("levels", "level", "second", "deeper", "direct"))

#: Ways of telling a depth.
RULES = (
    "levels", "more", "nth", "ordinal", "english", "wide_deep", "matrix", "board", "bottomless", "endless", "rates", "ladder", "ranks",
    "listed", "rows", "rungs", "range", "second", "third", "one", "steps", "paid", "most", "own_ladder",
)  # fmt: skip
_RULES = {rule: place for place, rule in enumerate(RULES)}
#: Values that stand for themselves in :func:`candidate_features`; a larger one is many.
CLASSES = (0, 1, 2, 3, 4, 99)
_HEADS = ("tiers>=1", "tiers>=2", "tiers>=3", "tiers>=99")
#: Length of :func:`candidate_features`.
CANDIDATE = len(CLASSES) * (1 + len(_HEADS)) + 3 * len(RULES) + 6


class Proposal(NamedTuple):
    """A depth that a sentence proposes.

    Attributes
    ----------
    value : int
        1 to 98, or 99 for unlimited.
    rule : str
        One of :data:`RULES`.
    sentence : int
    """

    value: int
    rule: str
    sentence: int


def proposals(document: Document) -> list[Proposal]:
    """Every depth that the sentences of a text propose."""
    text = document.normalized.text
    titled = bool(pattern("rank_title").search(text))
    found: list[Proposal] = []
    for index, sentence in enumerate(document.sentences):
        paying = [t.mark for t in sentence.tokens if t.kind in _PAYING]
        if paying and paying.count(NEGATED) == len(paying):
            continue
        part = text[sentence.start : sentence.end]
        found += [Proposal(value, rule, index) for rule, value in _proposed(document, index, part, titled) if 1 <= value <= UNLIMITED_DEPTH]
    return found + _rows(document)


def _proposed(document: Document, index: int, part: str, titled: bool) -> Iterator[tuple[str, int]]:
    sentence = document.sentences[index]
    yield from depth_rules.sieved().told_in(part)
    if ("x" in part or "×" in part or "*" in part) and (found := _MATRIX.search(part)):
        yield "matrix", int(found["d"])
    kinds = {token.kind for token in sentence.tokens}
    said = {token.kind for token in sentence.tokens if token.mark != NEGATED}
    if "endless" in said:
        yield "endless", UNLIMITED_DEPTH
    if "second" in said:
        yield "second", 2
    if "deeper" in said:
        yield "third", 3
    if rates := _rates(part):
        yield "rates", rates
    # A ladder is one of pay where the sentence tells of people below.
    if said & _BELOW and (steps := _ladder(document, index)):
        yield "ladder", steps
        # Who sells is paid too, and is a level of their own.
        if said & _OWN:
            yield "own_ladder", steps + 1
    if kinds & _LEVELS and (steps := _steps(sentence)):
        yield "steps", steps
    if titled:
        yield "ranks", len(set(pattern("rank_title").findall(part)))
    if kinds & _TITLES:
        yield "listed", _enumerated(sentence, part)


def _rates(part: str) -> int:
    """How many rates stand in a row: 10%/5%/3%, or 7/3/1 where each is smaller than the one before."""
    best = 0
    for match in _RATES.finditer(part):
        steps = [float(step) for step in _RATE.findall(match[0])]
        falling = len(steps) >= 3 and all(after < before for before, after in pairwise(steps))
        if falling or ("%" in match[0] and len(steps) >= 2 and len(steps) >= match[0].count("%")):
            best = max(best, len(steps))
    return best


def _ladder(document: Document, index: int) -> int:
    """Steps of the longest ladder of falling sums or shares in a sentence; 0 where under two."""
    sentence = document.sentences[index]
    text = document.normalized.text
    steps = best = 0
    last: Quantity | None = None
    for quantity in sentence.quantities:
        if quantity.kind not in _PAY or quantity.period or _is_paid_in(sentence, quantity):
            continue
        falling = (
            last is not None and quantity.kind in (last.kind, "number") and last.high / _STEEPEST <= quantity.high < last.high
            and not _SENTENCE_END.search(text, last.end, quantity.start)
        )
        steps = steps + 1 if falling else 1
        best, last = max(best, steps), quantity
    return best if 2 <= best <= _LONGEST_LADDER else 0


def _is_paid_in(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether words of paying in stand right beside a sum: what one pays is no step of what one is paid."""
    before = [t for t in sentence.tokens if t.end <= quantity.start and t.kind not in _COUNTS][-1:]
    after = [t for t in sentence.tokens if t.start >= quantity.end][:1]
    return any(t.kind in _PAID_IN for t in before) or any(t.kind in ("fee", "join", "pack") for t in after)


def _steps(sentence: Sentence) -> int:
    """How many shares or sums a sentence gives each its own level word: 一代10%,二代5%."""
    count = 0
    level = False
    for token in sentence.tokens:
        if token.kind in _LEVELS:
            level = True
        elif token.kind in _PAY and level:
            count, level = count + 1, False
    return count if count >= 2 else 0


def _enumerated(sentence: Sentence, part: str) -> int:
    """How many ranks a sentence lists side by side: trainee → tutor → partner."""
    best = run = 0
    end = -1
    seen: set[str] = set()
    for token in sentence.tokens:
        if token.kind not in _TITLES:
            continue
        between = part[end - sentence.start : token.start - sentence.start].strip() if end >= 0 else ""
        if end >= 0 and between in _LISTED and token.form not in seen:
            run += 1
            seen.add(token.form)
        else:
            run, seen = 1, {token.form}
        best, end = max(best, run), token.end
    return best if best >= 3 else 0


@cache
def levels_named() -> Sieve:
    """Whether a text may name a level by its number."""
    return Sieve([capturing("named_level").pattern])


def _pays(sentence: Sentence) -> bool:
    return any(quantity.kind in _PAY for quantity in sentence.quantities)


def _rows(document: Document) -> list[Proposal]:
    """Ladders told line by line: sentences that each begin with another title, or name the next level, and tell its pay."""
    found: list[Proposal] = []
    titles: set[str] = set()
    level = 0
    text = document.normalized.text
    may_name = levels_named().may_be_in(text)
    for index, sentence in enumerate(document.sentences):
        first = next((t for t in sentence.tokens[:2] if t.kind in _TITLES), None)
        if first is None:
            if sentence.tokens:
                titles = set()
        elif first.form and first.form not in titles and _pays(sentence):
            titles.add(first.form)
            if len(titles) >= 2:
                found.append(Proposal(len(titles), "rows", index))
        if not may_name or not _pays(sentence):
            continue
        named = capturing("named_level").search(text, sentence.start, sentence.end)
        if named is None:
            continue
        here = counted(captured(named)["a"])
        # One's own recruits stand first, whether or not they are called the first level.
        if here >= 2 and here in (level + 1, 2):
            found.append(Proposal(here, "rungs", index))
        level = here if here in (1, 2, level + 1) else level
    return found


def candidate_features(
    value: int, proposed: Sequence[Proposal], logits: NDArray[np.float64], heads: Mapping[str, float]
) -> NDArray[np.float64]:
    """What speaks for one value among those proposed.

    Parameters
    ----------
    value : int
        0 for none, 99 for unlimited.
    proposed : sequence of Proposal
    logits : ndarray of shape (n_sentences,)
        Logits of the sentence head of paid levels.
    heads : mapping of str to float
        Logits of the document heads.

    Returns
    -------
    ndarray of shape (CANDIDATE,)
    """
    row = np.zeros(CANDIDATE)
    for place, number in _candidate(value, proposed, logits.tolist(), heads).items():
        row[place] = number
    return row


def _candidate(value: int, proposed: Sequence[Proposal], logits: Sequence[float], heads: Mapping[str, float]) -> dict[int, float]:
    """As :func:`candidate_features`, by place, of which most are 0 and left out."""
    kind = CLASSES.index(value) if value in CLASSES else CLASSES.index(4)
    width = 1 + len(_HEADS)
    row = {kind * width: 1.0}
    for place, name in enumerate(_HEADS, kind * width + 1):
        row[place] = min(max(heads[name], -FURTHEST), FURTHEST) / 3
    base = len(CLASSES) * width
    own = [p for p in proposed if p.value == value]
    for proposal in own:
        place = base + 3 * _RULES[proposal.rule]
        sure = (min(max(logits[proposal.sentence], -FURTHEST), FURTHEST) + FURTHEST) / FURTHEST
        row[place] = 1.0
        row[place + 1] = max(row.get(place + 1, 0.0), sure)
    for proposal in proposed:
        if proposal.value != value:
            row[base + 3 * _RULES[proposal.rule] + 2] = 1.0
    tail = base + 3 * len(RULES)
    finite = [p.value for p in proposed if p.value < UNLIMITED_DEPTH]
    row[tail] = float(bool(own) and value == max(finite, default=0))
    row[tail + 1] = float(bool(own) and all(p.value <= value for p in proposed))
    row[tail + 2] = float(len({p.rule for p in own}) >= 2)
    row[tail + 3] = float(not own and 2 <= value < UNLIMITED_DEPTH)
    row[tail + 4] = float(any(each > value for each in finite)) if value else 0.0
    row[tail + 5] = min(value, 20) / 10 if value < UNLIMITED_DEPTH else 0.0
    return row


def candidates(proposed: Sequence[Proposal]) -> list[int]:
    """Values to choose from: those that stand for themselves, and those proposed."""
    return sorted({0, 1, 2, 3, UNLIMITED_DEPTH, *(p.value for p in proposed)})


def likeliest(proposed: Sequence[Proposal], logits: Sequence[float], heads: Mapping[str, float], weights: Sequence[float]) -> int:
    """The value that most speaks for.

    Parameters
    ----------
    proposed : sequence of Proposal
    logits : sequence of float of shape (n_sentences,)
    heads : mapping of str to float
        As in :func:`candidate_features`.
    weights : sequence of float of shape (CANDIDATE,)
    """
    values = candidates(proposed)
    spoken = []
    for value in values:
        row = _candidate(value, proposed, logits, heads)
        spoken.append(sum(map(mul, row.values(), map(weights.__getitem__, row))))
    return values[spoken.index(max(spoken))]


def value(document: Document, concepts: Concepts) -> int:
    """The depth as a number: none 0, unlimited 99."""
    return likeliest(proposals(document), concepts.sentence_logits("tiers"), concepts.heads, concepts.depth_weights)


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
    found = value(document, concepts)
    level: int | str | None = UNLIMITED if found == UNLIMITED_DEPTH else found or None
    quoted = level is not None or is_near(concepts, "tiers>=1")
    return Signal(level, collect(document, concepts, "tiers", quoted, lambda _: level), {})

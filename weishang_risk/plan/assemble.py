"""Document and concepts to :class:`~weishang_risk.plan.types.Plan`.

The heads decide whether, the plan says what: each sum and share goes by its likeliest role, what it is counted on and at
which level is read from the words around it, and nothing is asserted that a head denies. The sum that lets one in and the
largest claim are those of the features, so that plan and features tell one story.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from ..concepts.reader import Concepts
from ..concepts.roles import Sum
from ..language.patterns import captured, capturing, pattern
from ..reading.document import Document
from ..reading.numerals import counted
from ..reading.quantities import Quantity
from ..reading.scope import ASKED, NEGATED
from ..reading.tokens import Sentence, Token
from . import entry, income
from .base import Evidence, Signal, clause_around
from .depth import depth as depth_number
from .evidence import rules_out, stance_of
from .money import Currencies
from .rewards import REWARDS
from .types import ALL, Base, EntryPayment, Form, IncomeClaim, Mitigation, Money, Plan, Rank, Reward, Share, Stance

#: No ladder of rewards is followed further than this.
_LONGEST = 20
_PAID = frozenset(("sum", "share"))
#: How far ahead of the next the role of a sum is, in logits, to be held against what the heads say of the whole text.
_SURELY = 1.5

#: Nothing but this stands between the steps of a row of rates: 10%/5%/3%.
_IN_A_ROW = re.compile(r"\s?[-/、,,|+–]?\s?")
_BREAK = re.compile(r"[,，。;；!！?？\n、]|\.(?!\d)")
_FORMS: tuple[tuple[str, Form], ...] = (("deposit", "deposit"), ("pack", "package"), ("stock", "stock"), ("fee", "fee"), ("buy", "stock"))
_BROUGHT = frozenset(("bring", "newcomer", "join"))
_PEOPLE = _BROUGHT | frozenset("second deeper downline direct upline".split())
_SELLING = frozenset("sell volume customer own team trade".split())
_CONDITIONS: tuple[tuple[frozenset[str], Literal["pay", "buy", "recruit", "sell"]], ...] = (
    (frozenset(("buy", "stock", "pack")), "buy"), (frozenset(("bring", "newcomer", "downline", "team")), "recruit"),
    (frozenset(("sell", "volume")), "sell"), (frozenset(("pay", "fee", "deposit", "must")), "pay"),
)  # fmt: skip
_TITLES = frozenset(("rank", "agent", "leader"))


class _Place(NamedTuple):
    """A sum with the words that are its own: from the sum before it to the end of its clause, or to the sum after it."""

    sum: Sum
    role: str
    sentence: Sentence
    before: tuple[int, int]
    after: tuple[int, int]
    clause: tuple[int, int]
    tokens: list[Token]

    @property
    def quantity(self) -> Quantity:
        return self.sum.quantity

    @property
    def kinds(self) -> set[str]:
        return {token.kind for token in self.tokens if token.mark != NEGATED}


class Assembled(NamedTuple):
    """A plan with the evidence that it points at, and the signals on which its sums and the text as a whole disagree."""

    plan: Plan
    evidence: list[Evidence]
    doubts: tuple[str, ...]


def assemble(document: Document, concepts: Concepts, signals: Mapping[str, Signal], evidence: Sequence[Evidence]) -> Assembled:
    """What a document tells of its compensation plan.

    Parameters
    ----------
    document : Document
    concepts : Concepts
    signals : mapping of str to Signal
        What was read already; its levels are not contradicted.
    evidence : sequence of Evidence
        The evidence of those signals.

    Returns
    -------
    Assembled
        Its evidence is what was given, and a clause for every sum of the plan that none of it covers.
    """
    assembler = _Assembler(document, concepts, signals, evidence)
    return Assembled(assembler.plan(), assembler.evidence, assembler.doubts())


class _Assembler:
    def __init__(self, document: Document, concepts: Concepts, signals: Mapping[str, Signal], evidence: Sequence[Evidence]) -> None:
        self.evidence = list(evidence)
        self._document, self._concepts, self._signals = document, concepts, signals
        self._text = document.normalized.text
        self._currencies = Currencies(document)
        self._depth = depth_number(signals["tiers"].level)
        self._recruits, self._pays, self._earns = (signals[name].level for name in ("recruitment", "buy_in", "income"))
        self._general = signals["voice"].level == "discussion"

    def plan(self) -> Plan:
        places = self._places()
        ranked: list[Rank] = []
        for place in places:
            if place.role == "rank" and (self._depth or self._recruits) and not self._ruled_out(place):
                ranked.append(self._rank(place, len(ranked) + 1))
        return Plan(
            self._entries(places), self._rewards([place for place in places if place.role in REWARDS]), tuple(ranked), self._claims(places),
            self._signals["recruitment"].detail["width"] if self._recruits == 2 else None, self._signals["tiers"].level,
            tuple(Mitigation(item.value, (i,)) for i, item in enumerate(self.evidence) if item.signal == "mitigation" and item.value),
        )  # fmt: skip

    def doubts(self) -> tuple[str, ...]:
        """Signals that a sum's role surely tells and the heads deny, and levels that the score and the depth read differently."""
        denied = {"entry": ("buy_in", not self._pays), "reward1": ("recruitment", self._recruits < 2), "reward2": ("tiers", self._depth < 2),
                  "income": ("income", not self._earns)}  # fmt: skip
        found = set()
        if not self._general and (self._concepts.heads["tiers>=2"] > 0) != (self._depth >= 2):
            found.add("tiers")
        for i, each in enumerate(self._concepts.sums):
            role, ahead = self._concepts.role_of(i)
            if ahead >= _SURELY and each.quantity.kind in _PAID and role in denied and denied[role][1]:
                tokens = self._document.sentences[each.sentence].tokens
                if not self._general and not any(t.mark in (NEGATED, ASKED) for t in tokens if t.start <= each.quantity.start < t.end):
                    found.add(denied[role][0])
        return tuple(signal for signal in ("tiers", "recruitment", "buy_in", "income") if signal in found)

    # What stands around a sum

    def _places(self) -> list[_Place]:
        found: list[_Place] = []
        sums = self._concepts.sums
        chosen = {income.largest(self._concepts): "income", entry.lets_in(self._concepts): "entry"}
        for i, each in enumerate(sums):
            sentence, quantity = self._document.sentences[each.sentence], each.quantity
            role = chosen.get(quantity) or self._concepts.role_of(i)[0]
            if quantity.kind not in _PAID and quantity not in chosen:
                continue
            earlier = [q.end for q in sentence.quantities if q.kind in _PAID and q.end <= quantity.start]
            later = [q.start for q in sentence.quantities if q.kind in _PAID and q.start >= quantity.end]
            start, stop = max(earlier, default=sentence.start), min(later, default=sentence.end)
            if pause := _BREAK.search(self._text, quantity.end, stop):
                stop = pause.start()
            tokens = [t for t in sentence.tokens if start <= t.start < stop]
            clause = clause_around(self._text, self._concepts.cuts(each.sentence), quantity.start, quantity.end)
            found.append(_Place(each, role, sentence, (start, quantity.start), (quantity.end, stop), clause, tokens))
        return found

    def _stance(self, place: _Place, signal: str) -> Stance:
        if self._ruled_out(place):
            return "negated"
        if self._general:
            return "reported"
        stance: Stance = stance_of(self._document, place.sum.sentence, signal, *place.clause)  # type: ignore[assignment]
        return stance

    @staticmethod
    def _ruled_out(place: _Place) -> bool:
        """Whether the sum itself stands where the text denies or asks."""
        quantity = place.quantity
        return any(t.mark in (NEGATED, ASKED) for t in place.tokens if t.start <= quantity.start < t.end)

    def _pay(self, quantity: Quantity) -> Money | Share:
        if quantity.kind == "share":
            return Share(quantity.low, quantity.high)
        return self._money(quantity)

    def _money(self, quantity: Quantity) -> Money:
        return Money(quantity.low, quantity.high, self._currencies.of(quantity), quantity.period)

    def _told_by(self, place: _Place, signals: Sequence[str], stance: Stance) -> tuple[int, ...]:
        """Evidence of one of some signals that covers a sum; its clause becomes one, of the first signal, where there is none."""
        first, last = self._document.normalized.to_original(place.quantity.start, place.quantity.end)
        found = [
            i for i, item in enumerate(self.evidence)
            if item.signal in signals and item.start <= first and last <= item.end and (item.stance == "negated") == (stance == "negated")
        ]  # fmt: skip
        if found:
            return tuple(found)
        start, end = self._document.normalized.to_original(*place.clause)
        value = None if stance == "negated" else _value(self._pay(place.quantity))
        self.evidence.append(Evidence(signals[0], start, end, self._document.original[start:end], stance, value, 0.0, f"role:{place.role}"))
        return (len(self.evidence) - 1,)

    def _asserted(self, signal: str) -> tuple[int, ...]:
        return tuple(i for i, item in enumerate(self.evidence) if item.signal == signal and item.stance != "negated")

    # The parts of a plan

    def _entries(self, places: Sequence[_Place]) -> tuple[EntryPayment, ...]:
        found: list[EntryPayment] = []
        lets_in = entry.lets_in(self._concepts)
        for place in places:
            if place.role not in ("entry", "upkeep") or place.quantity.kind == "share":
                continue
            chosen = place.quantity == lets_in
            # The choice among the sums knows the whole text; what it takes is not denied by a word beside it.
            stance = self._stance(place, "buy_in")
            if chosen and stance == "negated":
                stance = "asserted"
            if not self._pays and stance != "negated":
                continue
            stays = place.role == "upkeep" and not chosen
            # What is less than the sum that lets one in lets nobody in: a part payment, or another offer.
            needed = stays or chosen or (lets_in is not None and place.quantity.low >= lets_in.low)
            found.append(EntryPayment(
                self._money(place.quantity), self._form(place), "stay" if stays else "rank" if place.kinds & {"rank"} and not chosen else "join",
                self._pays == 2 and needed and stance != "negated", self._refundable(place), stance, self._told_by(place, ("buy_in",), stance),
            ))  # fmt: skip
        if self._pays == 2 and lets_in is None:
            quoted = self._asserted("buy_in")
            stance = self.evidence[quoted[0]].stance if quoted else "asserted"  # type: ignore[assignment]
            found.append(EntryPayment(None, "fee", "join", True, False, stance, quoted))
        return tuple(found)

    def _form(self, place: _Place) -> Form:
        said = self._text[place.before[0] : place.after[1]]
        if pattern("invested").search(said):
            return "investment"
        if pattern("subscribed").search(said):
            return "subscription"
        return next((form for kind, form in _FORMS if kind in place.kinds), "subscription" if place.quantity.period else "fee")

    def _refundable(self, place: _Place) -> bool:
        return any(t.kind == "refund" and t.mark != NEGATED for t in place.sentence.tokens)

    def _rewards(self, places: Sequence[_Place]) -> tuple[Reward, ...]:
        levels = self._levels(places)
        bases = self._bases(places, levels)
        found: list[Reward] = []
        for place, own, base in zip(places, levels, bases, strict=True):
            if not place.quantity.high:
                continue
            signal = self._signal(own[0], base)
            stance = self._stance(place, signal)
            if stance != "negated":
                own = [level for level in own if self._may_be(level, base)]
            if own:
                evidence = self._told_by(place, (signal, *(s for s in ("recruitment", "tiers") if s != signal and signal != "income")), stance)
                lasting = bool(pattern("lasting").search(self._text, *place.clause))
                found += [Reward(level, base, self._pay(place.quantity), lasting, stance, evidence) for level in own]
        return tuple(found)

    def _signal(self, level: int | Literal["all"] | None, base: Base) -> str:
        """What a reward is evidence of: levels paid, people brought in, or an income."""
        if (self._recruits < 2 and self._depth < 2) or (level is None and base not in ("heads", "entry")):
            return "income"
        return "recruitment" if level in (1, None) else "tiers"

    def _may_be(self, level: int | Literal["all"] | None, base: Base) -> bool:
        """Whether the heads leave room for a reward at a level."""
        if base in ("heads", "entry") and self._recruits < 2:
            return False
        if level == ALL:
            return self._depth >= 2
        return level is None or (level <= max(self._depth, 1) and (level > 1 or self._recruits == 2 or self._depth >= 1))

    def _levels(self, places: Sequence[_Place]) -> list[list[int | Literal["all"] | None]]:
        """The level, or levels, of each reward: its own word's, else its role's and its place in a falling ladder."""
        found: list[list[int | Literal["all"] | None]] = []
        taken = 0
        for i, place in enumerate(places):
            before = (max(place.before[0], taken), place.before[1])
            # A level stands beside its sum; a clause earlier it is another's.
            cuts = [match.end() for match in _BREAK.finditer(self._text, *before)]
            named, end = self._named_level(place, max([before[0], *cuts]), before[1], last=True)
            if not named:
                named, end = self._named_level(place, *place.after, last=False)
            if not named and cuts:
                named = self._further(place, *before)
            taken = max(taken, end)
            previous = found[-1][-1] if found else None
            step = previous if isinstance(previous, int) and self._steps(places[i - 1], place) else None
            if not named and step and self._in_a_row(places[i - 1], place):
                found.append([step + 1])
            elif named == [ALL]:
                found.append(named)
            elif place.role == "reward1" or (named and named[0] == 1 and place.role != "reward2"):
                found.append([1])
            elif named:
                found.append(named if named[0] != 1 else [2])
            elif place.role == "reward2":
                found.append([max(2, step + 1) if step else 2])
            elif self._depth >= 2 and i + 1 < len(places) and self._in_a_row(place, places[i + 1]):
                found.append([1])
            else:
                found.append([None])
        return found

    def _named_level(self, place: _Place, start: int, end: int, last: bool) -> tuple[list[int | Literal["all"] | None], int]:
        """Levels that a stretch of the text names by number, and where the name ends; none where it names none."""
        if pattern("every_level").search(self._text, start, end):
            return [ALL], end
        matches = list(capturing("named_level").finditer(self._text, start, end))
        if matches:
            match = matches[-1 if last else 0]
            named = captured(match)
            low = counted(named["a"])
            high = counted(named.get("b", "")) or low
            if 1 <= low <= high <= _LONGEST:
                return list(range(low, high + 1)), match.end()
        return self._further(place, start, end), start

    @staticmethod
    def _further(place: _Place, start: int, end: int) -> list[int | Literal["all"] | None]:
        """Recruits' recruits in other words than a number's."""
        kinds = {t.kind for t in place.tokens if start <= t.start < end and t.mark != NEGATED}
        if place.role == "reward1":
            return []
        return [3] if "deeper" in kinds else [2] if "second" in kinds else []

    @staticmethod
    def _steps(above: _Place, below: _Place) -> bool:
        """Whether one reward is the next step down from another."""
        a, b = above.quantity, below.quantity
        return a.kind == b.kind and b.high < a.high and below.sum.sentence - above.sum.sentence <= 1

    def _in_a_row(self, above: _Place, below: _Place) -> bool:
        between = self._text[above.quantity.end : below.quantity.start]
        return self._steps(above, below) and above.quantity.end <= below.quantity.start and bool(_IN_A_ROW.fullmatch(between))

    def _bases(self, places: Sequence[_Place], levels: Sequence[Sequence[int | Literal["all"] | None]]) -> list[Base]:
        found = [self._base(place) for place in places]
        # Steps of one ladder are counted on the same thing: it is told at its head or at its foot.
        for order in (range(1, len(places)), range(len(places) - 2, -1, -1)):
            for i in order:
                j = i - 1 if order.step > 0 else i + 1
                alike = places[i].quantity.kind == places[j].quantity.kind and places[i].sum.sentence == places[j].sum.sentence
                if found[i] == "unknown" and alike and None not in (levels[i][0], levels[j][0]):
                    found[i] = found[j]
        return found

    def _base(self, place: _Place) -> Base:
        kinds = place.kinds
        share = place.quantity.kind == "share"
        if share and "fee" in kinds:
            return "entry"
        if not share and self._recruits == 2 and kinds & _PEOPLE:
            return "heads"
        if kinds & {"buy", "pack", "stock"} or any(t.kind == "volume" and pattern("bought").search(t.form) for t in place.tokens):
            return "purchases"
        if kinds & _SELLING:
            return "sales"
        # A share of people brought in is a share of what they pay.
        if share and kinds & _BROUGHT and self._recruits == 2 and self._pays == 2:
            return "entry"
        if not share and self._recruits == 2 and "heads" in kinds:
            return "heads"
        return "unknown"

    def _rank(self, place: _Place, order: int) -> Rank:
        titles = [t for t in place.tokens if t.kind in _TITLES]
        before = [t for t in titles if t.start < place.quantity.start]
        title = before[-1] if before else next(iter(titles), None)
        name = self._document.quote(title.start, title.end) if title else ""
        condition = next((name for kinds, name in _CONDITIONS if kinds & place.kinds), None)
        return Rank(name, order, self._pay(place.quantity), condition, self._told_by(place, ("tiers", "buy_in") if self._depth else ("recruitment", "buy_in"), "asserted"))

    def _claims(self, places: Sequence[_Place]) -> tuple[IncomeClaim, ...]:
        if not self._earns:
            return ()
        largest = income.largest(self._concepts)
        found = [
            IncomeClaim(self._pay(place.quantity), self._manner(place.sentence), self._whose(place),
                        self._told_by(place, ("income",), self._stance(place, "income")))
            for place in places
            if place.quantity == largest or (place.role == "income" and not self._ruled_out(place) and not rules_out(place.sentence, "income"))
        ]  # fmt: skip
        quoted = self._asserted("income")
        if not found and quoted:
            found.append(IncomeClaim(None, self._manner(None), "you", quoted))
        return tuple(found)

    def _manner(self, sentence: Sentence | None) -> Literal["ordinary", "extravagant", "passive", "guaranteed"]:
        if self._earns < 2:
            return "ordinary"
        span = (sentence.start, sentence.end) if sentence else (0, len(self._text))
        return "guaranteed" if pattern("guaranteed").search(self._text, *span) else "passive" if pattern("passive").search(self._text, *span) else "extravagant"

    @staticmethod
    def _whose(place: _Place) -> Literal["you", "others"]:
        told = [t.kind for t in place.sentence.tokens if t.start < place.quantity.start and t.kind in ("you", "self", "they", "person", "we")]
        return "others" if told and told[-1] != "you" else "you"


def _value(pay: Money | Share) -> dict[str, float | str | None]:
    """A sum as the value of evidence."""
    return {"share": pay.high} if isinstance(pay, Share) else {"amount": pay.high, "currency": pay.currency}

"""Whether bringing people in is sought, and whether it is rewarded or required."""

from __future__ import annotations

from typing import Any

from ..concepts.reader import Concepts, most_likely_level
from ..language.patterns import captured, capturing
from ..reading.document import Document
from ..reading.numerals import counted
from ..reading.quantities import Quantity
from .base import Signal
from .entry import lets_in
from .evidence import collect, is_near
from .money import Currencies

_PEOPLE = frozenset("bring newcomer downline second upline join leader plan".split())
_TRADE = frozenset("customer sell stock trade loyalty employment staff deposit refund".split())


def emphasis(document: Document) -> float:
    """Share of the text's typed words that are about people brought in rather than goods and customers.

    Parameters
    ----------
    document : Document

    Returns
    -------
    float
        0.0 to 1.0; 0.0 where the text has neither. Compare Hong Kong Cap. 617 s. 4(1)(b), which asks what a promotion
        stresses more.
    """
    people = trade = 0
    for sentence in document.sentences:
        for token in sentence.tokens:
            if token.mark != "!":
                people += token.kind in _PEOPLE
                trade += token.kind in _TRADE
    return round(people / (people + trade + 2), 3) if people else 0.0


def width(document: Document) -> int | None:
    """How many people the text tells each participant to bring, where it says so."""
    found = []
    found = [counted(captured(match)["n"]) for match in capturing("width").finditer(document.normalized.text)]
    found = [n for n in found if 2 <= n <= 20]
    return min(found) if found else None


#: Roles of sums that come back for bringing people in, the first recruit's own first.
REWARDS = ("reward1", "reward", "reward2")


def quoted(concepts: Concepts, sentence: int) -> Quantity | None:
    """The reward that a sentence states: a direct recruit's before any other; never what is paid in."""
    paid_in = lets_in(concepts)
    found = [
        (REWARDS.index(role), place, each.quantity)
        for place, each in enumerate(concepts.sums)
        if each.sentence == sentence and each.quantity.kind in ("sum", "share") and each.quantity != paid_in
        and (role := concepts.role_of(place)[0]) in REWARDS
    ]  # fmt: skip
    return min(found)[2] if found else None


def read(document: Document, concepts: Concepts) -> Signal:
    """The guide's ``recruit`` and its evidence.

    Returns
    -------
    Signal
        ``level`` 0, 1 or 2; ``detail`` has ``emphasis`` (0.0-1.0) and ``width``.
    """
    heads = concepts.heads
    level = most_likely_level(heads, "recruitment")

    currencies = Currencies(document)

    def value(index: int) -> Any:
        reward = quoted(concepts, index)
        if reward is None:
            return None
        return {"share": reward.high} if reward.kind == "share" else {"amount": reward.high, "currency": currencies.of(reward)}

    evidence = collect(document, concepts, "recruitment", is_near(concepts, "recruitment>=2"), value)
    return Signal(level, evidence, {"emphasis": emphasis(document), "width": width(document)})

"""Whether bringing people in is sought, and whether it is rewarded or required."""

from __future__ import annotations

import re
from typing import Any

from ..concepts.reader import Concepts, most_likely_level
from ..reading.document import Document
from .base import Signal
from .evidence import collect, is_near

_PEOPLE = frozenset("bring newcomer downline second upline join leader plan".split())
_TRADE = frozenset("customer sell stock trade loyalty employment staff deposit refund".split())
_WIDTH = re.compile(
    r"(?:推荐|介绍|邀请|带|拉|找|发展|直推|招)(?:满|够|到|来|齐)?\s?(?P<zh>\d{1,2}|[两三四五六七八九十])\s?(?:个|人|位|名)"
    r"|\b(?:bring|brings|find|finds|tell|tells|recruit|recruits|introduce|introduces|enroll|enrolls|invite|invites|sponsor|welcome|refer|refers|get|gets|develops?)\s(?:in\s|just\s|only\s|at least\s)?(?P<en>two|three|four|five|six|\d{1,2})\b"
)
_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_HAN = {c: i for i, c in enumerate("零一两三四五六七八九十")}


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
    for match in _WIDTH.finditer(document.normalized.text):
        word = match["zh"] or match["en"]
        found.append(int(word) if word.isdigit() else _WORDS.get(word) or _HAN.get(word, 2))
    found = [n for n in found if 2 <= n <= 20]
    return min(found) if found else None


def rewards(document: Document, concepts: Concepts) -> list[tuple[float, bool]]:
    """Sums and shares that recruiting clauses state, as ``(amount, is_share)``, in the order of the text."""
    telling = sorted(index for logit, index in concepts.ranked("recruitment")[:_LOOK] if logit > 0)
    return [
        (quantity.high, quantity.kind == "share")
        for index in telling
        for quantity in document.sentences[index].quantities
        if quantity.kind in ("sum", "share") and quantity.high > 0
    ]


#: Clauses in which a reward is looked for.
_LOOK = 3


def read(document: Document, concepts: Concepts) -> Signal:
    """The guide's ``recruit`` and its evidence.

    Returns
    -------
    Signal
        ``level`` 0, 1 or 2; ``detail`` has ``emphasis`` (0.0-1.0), ``width`` and ``rewards``.
    """
    heads = concepts.heads
    level = most_likely_level(heads, "recruitment")

    def value(index: int) -> Any:
        for quantity in document.sentences[index].quantities:
            if quantity.kind == "sum":
                return {"amount": quantity.high, "currency": quantity.currency}
            if quantity.kind == "share":
                return {"share": quantity.high}
        return None

    evidence = collect(document, concepts, "recruitment", is_near(concepts, "recruitment>=2"), value)
    detail = {"emphasis": emphasis(document), "width": width(document), "rewards": rewards(document, concepts) if level == 2 else []}
    return Signal(level, evidence, detail)

"""From signals to the numbers the model adds up, each under the name of the concept it belongs to."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..concepts.reader import ConceptReader, Concepts
from ..plan import depth as tiers
from ..plan import entry as buy_in
from ..plan import income, inventory, mitigation, named, voice
from ..plan import rewards as recruitment
from ..plan.base import Evidence, Signal
from ..reading.document import Document

#: The model's terms, in order, and the concept under which a report sums each.
TERMS: dict[str, str] = {
    "two_levels_paid": "tiers",
    "three_levels_paid": "tiers",
    "recruits_sought": "recruitment",
    "recruiting_rewarded": "recruitment",
    "payment_asked": "buy_in",
    "payment_required": "buy_in",
    "reward_after_payment": "recruitment_with_buy_in",
    "extravagant_income": "income",
    "named_outright": "named",
    "any_of_these": "structure",
    "emphasis": "recruitment_emphasis",
    "mitigated": "mitigation",
    "talk_of_no_business": "voice",
    "whole_text_denies": "voice",
    "wording": "wording",
}
#: Terms that never lower the score, and terms that never raise it.
RISING = (
    "two_levels_paid", "three_levels_paid", "recruits_sought", "recruiting_rewarded", "payment_asked", "payment_required",
    "reward_after_payment", "extravagant_income", "named_outright", "any_of_these", "emphasis",
    "wording",
)  # fmt: skip
FALLING = ("mitigated", "talk_of_no_business", "whole_text_denies")


def sigmoid(logit: float) -> float:
    """Logistic function, safe for any finite logit."""
    return 1 / (1 + math.exp(-logit)) if logit >= 0 else math.exp(logit) / (1 + math.exp(logit))


def any_of(*shares: float) -> float:
    """Probability that at least one holds: two paid levels, a reward after payment, or the thing's own name, each enough alone.

    Examples
    --------
    >>> any_of(0.5, 0.5)
    0.75
    """
    return 1 - math.prod(1 - share for share in shares)


def terms(heads: Mapping[str, float], emphasis: float, mitigated: float) -> list[float]:
    """Values of :data:`TERMS`, each from 0 (absent) to 1; wording, which may speak against, from -1.

    Parameters
    ----------
    heads : mapping
        Logits of the document heads and of the wording head.
    emphasis : float
        Share of the text about bringing people in.
    mitigated : float
        Probability that a clause tells a mitigating fact.

    Returns
    -------
    list of float
    """
    p = {name: sigmoid(logit) for name, logit in heads.items() if name != "wording"}
    return [
        p["tiers>=2"], p["tiers>=3"], p["recruitment>=1"], p["recruitment>=2"], p["buy_in>=1"], p["buy_in>=2"],
        p["recruitment>=2"] * p["buy_in>=2"], p["income>=2"], p["named>=1"],
        any_of(p["tiers>=2"], p["recruitment>=2"] * p["buy_in>=2"], p["named>=1"]), emphasis, mitigated, p["voice=discussion"], p["voice=denial"],
        math.tanh(heads["wording"] / 2),
    ]  # fmt: skip


class Reading(NamedTuple):
    """A text as the model sees it and as a report tells it.

    Attributes
    ----------
    document : Document
    concepts : Concepts
    signals : dict of str to Signal
    evidence : list of Evidence
        Strongest first within a signal.
    vector : list of float
        Values of :data:`TERMS`.
    """

    document: Document
    concepts: Concepts
    signals: dict[str, Signal]
    evidence: list[Evidence]
    vector: list[float]

    @property
    def features(self) -> dict[str, Any]:
        """The ``features`` of the JSON contract."""
        recruit, pay, earn = (self.signals[name] for name in ("recruitment", "buy_in", "income"))
        return {
            "tier_depth": self.signals["tiers"].level,
            "recruitment": recruit.level,
            "recruitment_emphasis": recruit.detail["emphasis"],
            "buy_in": pay.level,
            "buy_in_amount": pay.detail["amount"],
            "buy_in_currency": pay.detail["currency"],
            "inventory": self.signals["inventory"].level,
            "inventory_amount": self.signals["inventory"].detail["amount"],
            "income": earn.level,
            "income_amount": earn.detail["amount"],
            "income_period": earn.detail["period"],
            "income_currency": earn.detail["currency"],
        }


_READERS = {
    "tiers": tiers.read, "recruitment": recruitment.read, "buy_in": buy_in.read, "income": income.read,
    "named": named.read, "mitigation": mitigation.read, "voice": voice.read,
}  # fmt: skip


def mitigation_strength(concepts: Concepts) -> float:
    """Probability that the text's strongest mitigating clause is one."""
    ranked = concepts.ranked("mitigation")
    return sigmoid(ranked[0][0]) if ranked else 0.0


def read(document: Document, reader: ConceptReader) -> Reading:
    """Read a document into signals and terms.

    Parameters
    ----------
    document : Document
    reader : ConceptReader

    Returns
    -------
    Reading
    """
    return reading_of(reader.read(document))


def vector_of(concepts: Concepts) -> list[float]:
    """Values of :data:`TERMS`, which need no evidence."""
    return terms(concepts.heads, recruitment.emphasis(concepts.document), mitigation_strength(concepts))


def reading_of(concepts: Concepts) -> Reading:
    """Concepts into signals and terms."""
    document = concepts.document
    signals = {name: read_signal(document, concepts) for name, read_signal in _READERS.items()}
    signals["inventory"] = inventory.read(document, concepts, signals["buy_in"])
    evidence = [item for signal in signals.values() for item in signal.evidence]
    return Reading(document, concepts, signals, evidence, vector_of(concepts))

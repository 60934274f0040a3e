"""From signals to the numbers the model adds up, each under the name of the concept it belongs to."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ..concepts.reader import ConceptReader, Concepts
from ..plan import depth as tiers
from ..plan import entry as buy_in
from ..plan import income, inventory, mitigation, named, voice
from ..plan import rewards as recruitment
from ..plan.base import Evidence, Signal
from ..reading.document import Document


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


class Inputs(NamedTuple):
    """What terms are made of.

    Attributes
    ----------
    shares : mapping of str to float
        Probability of each document head.
    emphasis : float
        Share of the text about bringing people in.
    mitigated : float
        Probability that a clause tells a mitigating fact.
    wording : float
        Logit of the wording head.
    """

    shares: Mapping[str, float]
    emphasis: float
    mitigated: float
    wording: float


class Term(NamedTuple):
    """A number the model adds up.

    Attributes
    ----------
    concept : str
        Under which a report sums it.
    sign : int
        1 where it never lowers the score, -1 where it never raises it.
    value : callable
        From :class:`Inputs` to 0 (absent) to 1; of wording, which may speak against, from -1.
    """

    concept: str
    sign: int
    value: Callable[[Inputs], float]


def _share(head: str) -> Callable[[Inputs], float]:
    return lambda x: x.shares[head]


def _paid_for_payment(x: Inputs) -> float:
    return x.shares["recruitment>=2"] * x.shares["buy_in>=2"]


#: The model's terms, in order.
TERM_RECORDS: dict[str, Term] = {
    "two_levels_paid": Term("tiers", 1, _share("tiers>=2")),
    "three_levels_paid": Term("tiers", 1, _share("tiers>=3")),
    "recruits_sought": Term("recruitment", 1, _share("recruitment>=1")),
    "recruiting_rewarded": Term("recruitment", 1, _share("recruitment>=2")),
    "payment_asked": Term("buy_in", 1, _share("buy_in>=1")),
    "payment_required": Term("buy_in", 1, _share("buy_in>=2")),
    "reward_after_payment": Term("recruitment_with_buy_in", 1, _paid_for_payment),
    "extravagant_income": Term("income", 1, _share("income>=2")),
    "named_outright": Term("named", 1, _share("named>=1")),
    "any_of_these": Term("structure", 1, lambda x: any_of(x.shares["tiers>=2"], _paid_for_payment(x), x.shares["named>=1"])),
    "emphasis": Term("recruitment_emphasis", 1, lambda x: x.emphasis),
    "mitigated": Term("mitigation", -1, lambda x: x.mitigated),
    "talk_of_no_business": Term("voice", -1, _share("voice=discussion")),
    "whole_text_denies": Term("voice", -1, _share("voice=denial")),
    "wording": Term("wording", 1, lambda x: math.tanh(x.wording / 2)),
}
#: Each term's concept.
TERMS: dict[str, str] = {name: term.concept for name, term in TERM_RECORDS.items()}
#: Terms that never lower the score, and terms that never raise it.
RISING = tuple(name for name, term in TERM_RECORDS.items() if term.sign > 0)
FALLING = tuple(name for name, term in TERM_RECORDS.items() if term.sign < 0)


def terms(heads: Mapping[str, float], emphasis: float, mitigated: float) -> list[float]:
    """Values of :data:`TERMS`.

    Parameters
    ----------
    heads : mapping
        Logits of the document heads and of the wording head.
    emphasis, mitigated : float
        As in :class:`Inputs`.

    Returns
    -------
    list of float
    """
    shares = {name: sigmoid(logit) for name, logit in heads.items() if name != "wording"}
    inputs = Inputs(shares, emphasis, mitigated, heads["wording"])
    return [term.value(inputs) for term in TERM_RECORDS.values()]


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

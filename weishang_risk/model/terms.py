"""From signals to the numbers the model adds up, each under the name of the concept it belongs to."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from ..concepts.reader import ConceptReader, Concepts
from ..concepts.registry import BY_NAME, SHOWN
from ..plan import readers
from ..plan.base import Evidence, Signal
from ..plan.rewards import emphasis
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
        From :class:`Inputs` to 0 (absent) to 1; of wording and of how sure it is, which may speak against, from -1.
    parts : tuple of str
        Concepts of which each must be told for it to be anything; by default its own, where it is one.
    whole : bool
        Whether it is 1 where its concept is told fully and nothing else.
    """

    concept: str
    sign: int
    value: Callable[[Inputs], float]
    parts: tuple[str, ...] = ()
    whole: bool = True

    @property
    def vanishes_with(self) -> tuple[str, ...]:
        """Concepts without any of which it is 0."""
        return self.parts or ((self.concept,) if self.concept in BY_NAME else ())


#: Logits at which :func:`surely` is at its ends.
_SURE = 4.0


def surely(share: float) -> float:
    """How sure a probability is, from -1 to 1: beyond a few percent from its ends it hardly moves, but how sure it is does.

    Examples
    --------
    >>> round(surely(0.5), 2), round(surely(1.0), 2), round(surely(0.88), 2)
    (0.0, 1.0, 0.5)
    """
    edge = sigmoid(-_SURE)
    kept = min(max(share, edge), 1 - edge)
    return math.log(kept / (1 - kept)) / _SURE


def _any(x: Inputs) -> float:
    return any_of(x.shares["tiers>=2"], _paid_for_payment(x), x.shares["named>=1"])


def _share(head: str) -> Callable[[Inputs], float]:
    return lambda x: x.shares[head]


def _paid_for_payment(x: Inputs) -> float:
    return x.shares["recruitment>=2"] * x.shares["buy_in>=2"]


#: The model's terms, in order.
TERM_RECORDS: dict[str, Term] = {
    "two_levels_paid": Term("tiers", 1, _share("tiers>=2")),
    "three_levels_paid": Term("tiers", 1, _share("tiers>=3"), whole=False),
    "recruits_sought": Term("recruitment", 1, _share("recruitment>=1")),
    "recruiting_rewarded": Term("recruitment", 1, _share("recruitment>=2")),
    "payment_asked": Term("buy_in", 1, _share("buy_in>=1")),
    "payment_required": Term("buy_in", 1, _share("buy_in>=2")),
    "reward_after_payment": Term("recruitment_with_buy_in", 1, _paid_for_payment, ("recruitment", "buy_in"), whole=False),
    "extravagant_income": Term("income", 1, _share("income>=2")),
    "named_outright": Term("named", 1, _share("named>=1")),
    "any_of_these": Term("structure", 1, _any),
    "how_surely": Term("structure", 1, lambda x: surely(_any(x))),
    "emphasis": Term("recruitment_emphasis", 1, lambda x: x.emphasis, ("recruitment",), whole=False),
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


@dataclass(frozen=True, eq=False)
class Reading:
    """A text as the model sees it and as a report tells it.

    Attributes
    ----------
    document : Document
    concepts : Concepts
    vector : list of float
        Values of :data:`TERMS`.
    signals : dict of str to Signal
        What is told of each concept, read when first asked for: no score needs them.
    evidence : list of Evidence
        That of all signals, strongest first within a signal.
    """

    document: Document
    concepts: Concepts
    vector: list[float]

    @cached_property
    def signals(self) -> dict[str, Signal]:
        return readers.read(self.document, self.concepts)

    @cached_property
    def evidence(self) -> list[Evidence]:
        return [item for signal in self.signals.values() for item in signal.evidence]

    @property
    def features(self) -> dict[str, Any]:
        """The ``features`` of the JSON contract."""
        return {
            feature.name: signal.level if feature.detail is None else signal.detail[feature.detail]
            for concept in SHOWN for signal in (self.signals[concept.name],) for feature in concept.features
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
    return terms(concepts.heads, emphasis(concepts.document), mitigation_strength(concepts))


def reading_of(concepts: Concepts) -> Reading:
    """Concepts into terms, and into signals where they are asked for."""
    return Reading(concepts.document, concepts, vector_of(concepts))

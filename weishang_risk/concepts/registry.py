"""The concepts the library reads, one record each.

To add a concept, add a record here and label its field in the corpus. Contract, tables, pages, legal tests and counterfactuals
follow from the record; what cannot follow is asked for when it is loaded: a function in :mod:`weishang_risk.plan.readers`, phrases
in each catalogue. A term of :mod:`weishang_risk.model.terms` lets it move the score.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..language import kinds
from .features import AMOUNT, CURRENCY, DEPTH, LEVEL, PERIOD, SHARE, Feature

#: The number that stands for a depth without end.
UNLIMITED_DEPTH = 99
UNLIMITED = "unlimited"
VOICES = ("offer", "account", "discussion", "denial")
#: Kinds of mitigation, the telling ones first; what names each stands in the tables of patterns.
MITIGATIONS = ("refund", "one_level", "employment", "no_buy_in", "income_disclosure", "retail_pay")


def depth(tiers: Any) -> int:
    """The guide's ``tiers`` as a number: none 0, unlimited 99."""
    return 0 if tiers is None else UNLIMITED_DEPTH if tiers == UNLIMITED else int(tiers)


class Concept(NamedTuple):
    """What is read of a text, and how its labels and words are to be taken.

    Attributes
    ----------
    name : str
        Also the signal of its evidence.
    field : str
        The guide's field that holds its level.
    levels : tuple of int
        Levels from which on the whole text is asked, each a document head ``name>=level``.
    told_from : int
        Level from which a clause must tell it: a text of this level or more has a clause that does.
    ruled_out_by : frozenset of str
        Kinds of words that, negated, rule it out.
    shown : int
        Its place among the signals of every view and the features of the contract.
    reason : int
        Its place among the reasons that a page of many texts gives, the weightiest first.
    features : tuple of Feature
        What the contract tells of it, its level first; empty where it is told by its evidence alone.
    flatly : str or None
        Kind of words that rule it out by themselves.
    disputed : bool
        Whether one message of a case may deny what another says of it.
    everywhere : bool
        Whether every record of the corpus is labelled for it; where not, a record that is not says nothing of it.
    """

    name: str
    field: str
    levels: tuple[int, ...]
    told_from: int
    ruled_out_by: frozenset[str]
    shown: int
    reason: int
    features: tuple[Feature, ...] = ()
    flatly: str | None = None
    disputed: bool = True
    everywhere: bool = False

    def level(self, record: Mapping[str, Any]) -> int | None:
        """The level a record gives it, or None where nobody labelled it.

        Examples
        --------
        >>> CONCEPTS[0].level({"tiers": "unlimited"}), CONCEPTS[0].level({"tiers": None}), CONCEPTS[4].level({})
        (99, 0, None)
        """
        if self.field not in record:
            return None
        value = record[self.field]
        if self.field == "tiers":
            return depth(value)
        return None if value is None else int(value)


CONCEPTS = (
    Concept(
        "tiers", "tiers", (1, 2, 3, UNLIMITED_DEPTH), 2, frozenset(("level", "downline", "deeper", "second", "plan", "upline")),
        shown=1, reason=1, features=(Feature("tier_depth", DEPTH),), flatly="flat", everywhere=True,
    ),
    Concept(
        "recruitment", "recruit", (1, 2), 2, frozenset(("bring", "newcomer", "downline", "second")),
        shown=2, reason=2, everywhere=True, features=(Feature("recruitment", LEVEL), Feature("recruitment_emphasis", SHARE, "emphasis")),
    ),
    Concept(
        "buy_in", "buyin", (1, 2), 1, frozenset(("fee", "deposit", "buy", "stock", "pack", "price")),
        shown=3, reason=3, flatly="free", everywhere=True,
        features=(
            Feature("buy_in", LEVEL), Feature("buy_in_amount", AMOUNT, "amount", currency="buy_in_currency"),
            Feature("buy_in_currency", CURRENCY, "currency"),
        ),
    ),
    Concept(
        "income", "income", (1, 2), 1, frozenset(("income", "extravagant", "promise")),
        shown=5, reason=5, everywhere=True,
        features=(
            Feature("income", LEVEL), Feature("income_amount", AMOUNT, "amount", currency="income_currency", period="income_period"),
            Feature("income_period", PERIOD, "period"), Feature("income_currency", CURRENCY, "currency"),
        ),
    ),
    Concept(
        "inventory", "inventory", (1, 2), 1, frozenset(("stock", "pack")),
        shown=4, reason=6,
        features=(Feature("inventory", LEVEL), Feature("inventory_amount", AMOUNT, "amount", currency="buy_in_currency")),
    ),
    Concept("named", "named", (1,), 1, frozenset(("name",)), shown=6, reason=4, disputed=False),
)  # fmt: skip
for _concept in CONCEPTS:
    kinds.check(f"concepts/registry.py: {_concept.name}", _concept.ruled_out_by | ({_concept.flatly} if _concept.flatly else set()), kinds.of("word"))
BY_NAME = {concept.name: concept for concept in CONCEPTS}
#: By the name a finding of the corpus has: that of the field.
BY_FINDING = {concept.field: concept for concept in CONCEPTS}
#: In the order in which a view shows them.
SHOWN = tuple(sorted(CONCEPTS, key=lambda concept: concept.shown))
#: Features of the contract by name, in its order.
FEATURES = {feature.name: feature for concept in SHOWN for feature in concept.features}
#: Signals that the plan reads, in the order in which a view shows them; and all that evidence may be of: that a text hides its
#: words is seen before anything is read.
READ_SIGNALS = (*(concept.name for concept in SHOWN), "mitigation", "voice")
SIGNALS = (*READ_SIGNALS, "hiding")
#: A clause either tells a concept or rules it out (``!``), or mitigates.
SENTENCE_HEADS = (*(concept.name for concept in CONCEPTS), *(f"{concept.name}!" for concept in CONCEPTS), "mitigation")
#: Where each stands among them.
SENTENCE_PLACE = {name: place for place, name in enumerate(SENTENCE_HEADS)}
#: Logits are taken as no further from 0 than this.
FURTHEST = 6.0
#: Concept and least level, and the voice.
DOCUMENT_HEADS = (*(f"{concept.name}>={level}" for concept in CONCEPTS for level in concept.levels), *(f"voice={voice}" for voice in VOICES))

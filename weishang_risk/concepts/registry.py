"""The concepts the library reads, one record each.

To add a concept, add a record here, label its field in the corpus, give it a module of :mod:`weishang_risk.plan` that reads
its details, a term of :mod:`weishang_risk.model.terms`, and its name in the catalogue of both languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

#: The number that stands for a depth without end.
UNLIMITED_DEPTH = 99
UNLIMITED = "unlimited"
VOICES = ("offer", "account", "discussion", "denial")


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
    flatly : str or None
        Kind of words that rule it out by themselves.
    """

    name: str
    field: str
    levels: tuple[int, ...]
    told_from: int
    ruled_out_by: frozenset[str]
    flatly: str | None = None

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
    Concept("tiers", "tiers", (1, 2, 3, UNLIMITED_DEPTH), 2, frozenset(("level", "downline", "deeper", "second", "plan", "upline")), "flat"),
    Concept("recruitment", "recruit", (1, 2), 2, frozenset(("bring", "newcomer", "downline", "second"))),
    Concept("buy_in", "buyin", (1, 2), 1, frozenset(("fee", "deposit", "buy", "stock", "pack", "price")), "free"),
    Concept("income", "income", (1, 2), 1, frozenset(("income", "extravagant", "promise"))),
    Concept("inventory", "inventory", (1, 2), 1, frozenset(("stock", "pack"))),
    Concept("named", "named", (1,), 1, frozenset(("name",))),
)
BY_NAME = {concept.name: concept for concept in CONCEPTS}
#: By the name a finding of the corpus has: that of the field.
BY_FINDING = {concept.field: concept for concept in CONCEPTS}
#: A clause either tells a concept or rules it out (``!``), or mitigates.
SENTENCE_HEADS = (*(concept.name for concept in CONCEPTS), *(f"{concept.name}!" for concept in CONCEPTS), "mitigation")
#: Concept and least level, and the voice.
DOCUMENT_HEADS = (*(f"{concept.name}>={level}" for concept in CONCEPTS for level in concept.levels), *(f"voice={voice}" for voice in VOICES))

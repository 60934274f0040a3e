"""Currencies of a text, and the sums that play a part in it."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from ..concepts.reader import Concepts
from ..language.patterns import pattern
from ..reading.document import Document
from ..reading.quantities import Quantity

#: Countries whose dollar a bare $ is, where the text names a place of theirs.
_DOLLARS = ("AUD", "NZD", "CAD", "SGD")


class Currencies:
    """The currency of each sum of a text: its own sign's, else what the text and its script suggest.

    Parameters
    ----------
    document : Document
    """

    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def _yuan(self) -> str:
        """What 元 stands for."""
        original = self._document.original
        if len(pattern("traditional").findall(original)) >= max(2, len(original) // 60):
            return "HKD" if pattern("cantonese").search(original) else "TWD"
        return "CNY"

    @cached_property
    def _unnamed(self) -> str | None:
        """Currency of a sum that names none."""
        counts = Counter(q.currency for s in self._document.sentences for q in s.quantities if q.currency)
        foreign = [(count, code) for code, count in counts.items() if code not in ("CNY", "USD")]
        if foreign:
            return max(foreign)[1]
        if counts.get("USD", 0) > counts.get("CNY", 0):
            return "USD"
        if self._document.language in ("zh", "mixed"):
            return self._yuan
        return "CNY" if counts else None

    @cached_property
    def _dollar(self) -> str:
        """What a bare $ stands for."""
        if self._document.language == "zh" and self._yuan != "CNY":
            return self._yuan
        text = self._document.normalized.text
        return next((code for code in _DOLLARS if pattern(f"place.{code}").search(text)), "USD")

    def of(self, quantity: Quantity) -> str | None:
        """ISO 4217 code of a sum, or None where nothing tells."""
        if quantity.currency == "CNY" and self._document.language != "en":
            return self._yuan
        if quantity.currency == "USD" and "$" in self._document.normalized.text[quantity.start : quantity.end]:
            return self._dollar
        return quantity.currency or self._unnamed


def of_role(concepts: Concepts, role: str) -> list[tuple[int, Quantity]]:
    """Sentence and sum of what plays a role: the one that was chosen for it first, then those whose likeliest role it is."""
    chosen = concepts.chosen(role)
    found = [] if chosen is None else [(chosen.sentence, chosen.quantity)]
    return found + [
        (each.sentence, each.quantity) for place, each in enumerate(concepts.sums)
        if each is not chosen and each.quantity.kind != "share" and concepts.role_of(place)[0] == role
    ]  # fmt: skip

"""Currencies of a text, and the sums that play a part in it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

from ..concepts.reader import Concepts
from ..reading.document import Document
from ..reading.quantities import Quantity

_CANTONESE = re.compile(r"[嘅咗啲佢冇唔畀俾哋嚟攞揾搵喺咩啱]|港币|港元|香港|hk\$|铜锣湾|旺角|九龙|屯门|荃湾")
_TRADITIONAL = re.compile(r"[們會員獎專點億萬來國說話過還這個對錢買賣貨開關團隊層級銷實際體驗華區費]")
_PLACES = (
    ("AUD", re.compile(r"\b(?:australia\w*|sydney|melbourne|brisbane|perth|adelaide|queensland|nsw|accc|aussie)\b")),
    ("NZD", re.compile(r"\b(?:new zealand|auckland|wellington|christchurch|dunedin|hamilton nz|kiwi)\b")),
    ("CAD", re.compile(r"\b(?:canad\w+|toronto|ontario|vancouver|calgary|alberta|montreal)\b")),
    ("SGD", re.compile(r"\b(?:singapore|hdb|cpf|orchard road|jurong|tampines|bukit)\b|新加坡")),
)


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
        if len(_TRADITIONAL.findall(original)) >= max(2, len(original) // 60):
            return "HKD" if _CANTONESE.search(original) else "TWD"
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
        return next((code for code, places in _PLACES if places.search(text)), "USD")

    def of(self, quantity: Quantity) -> str | None:
        """ISO 4217 code of a sum, or None where nothing tells."""
        if quantity.currency == "CNY" and self._document.language != "en":
            return self._yuan
        if quantity.currency == "USD" and "$" in self._document.normalized.text[quantity.start : quantity.end]:
            return self._dollar
        return quantity.currency or self._unnamed


#: Few sums of a text are what one looks for, so one that is less likely than not may still be the best there is; a logit, chosen by
#: cross-validation.
LIKELY = -1.0
#: Sums within this of the likeliest are read alike.
ALIKE = 0.5


def likely(concepts: Concepts, head: str) -> list[tuple[float, int, Quantity]]:
    """Sums that probably are a buy-in, or an income, strongest first."""
    return [item for item in concepts.likely_sums(head) if item[0] > LIKELY]

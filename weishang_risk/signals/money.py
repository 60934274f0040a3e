"""Currencies of a text, and the sums that play a part in it."""

from __future__ import annotations

import re
from collections import Counter

from ..concepts import Concepts
from ..document import Document
from ..quantities import Quantity

_CANTONESE = re.compile(r"[嘅咗啲佢冇唔畀俾哋嚟攞揾搵喺咩啱]|港币|港元|香港|hk\$|铜锣湾|旺角|九龙|屯门|荃湾")
_TRADITIONAL = re.compile(r"[們會員獎專點億萬來國說話過還這個對錢買賣貨開關團隊層級銷實際體驗華區費]")
_PLACES = (
    ("AUD", re.compile(r"\b(?:australia\w*|sydney|melbourne|brisbane|perth|adelaide|queensland|nsw|accc|aussie)\b")),
    ("NZD", re.compile(r"\b(?:new zealand|auckland|wellington|christchurch|dunedin|hamilton nz|kiwi)\b")),
    ("CAD", re.compile(r"\b(?:canad\w+|toronto|ontario|vancouver|calgary|alberta|montreal)\b")),
    ("SGD", re.compile(r"\b(?:singapore|hdb|cpf|orchard road|jurong|tampines|bukit)\b|新加坡")),
)


def default_currency(document: Document) -> str | None:
    """Currency of a sum that does not name one: what the text names elsewhere, else what its script suggests."""
    named = Counter(
        q.currency for s in document.sentences for q in s.quantities if q.currency not in (None, "CNY", "USD")
    )
    if named:
        return named.most_common(1)[0][0]
    plain = Counter(q.currency for s in document.sentences for q in s.quantities if q.currency)
    if plain.get("USD", 0) > plain.get("CNY", 0):
        return "USD"
    if document.language in ("zh", "mixed"):
        return _yuan(document)
    return plain.most_common(1)[0][0] if plain else None


def _yuan(document: Document) -> str:
    original = document.original
    if len(_TRADITIONAL.findall(original)) >= max(2, len(original) // 60):
        return "HKD" if _CANTONESE.search(original) else "TWD"
    return "CNY"


def currency_of(document: Document, quantity: Quantity) -> str | None:
    """ISO 4217 code of a sum, from its own sign, else from the text."""
    if quantity.currency == "CNY" and document.language != "en":
        return _yuan(document)
    if quantity.currency == "USD" and "$" in document.normalized.text[quantity.start : quantity.end]:
        text = document.normalized.text
        for code, places in _PLACES:
            if places.search(text):
                return code
    return quantity.currency or default_currency(document)


def likely(concepts: Concepts, head: str, threshold: float = 0.0) -> list[tuple[float, int, Quantity]]:
    """Sums that probably are a buy-in, or an income, strongest first."""
    return [item for item in concepts.sums(head) if item[0] > threshold]

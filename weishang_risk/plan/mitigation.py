"""Structural facts that lower what they touch and nothing else; a licence or a denial is none."""

from __future__ import annotations

from ..concepts.reader import Concepts
from ..concepts.registry import MITIGATIONS
from ..language.patterns import pattern
from ..reading.document import Document
from ..reading.scope import NEGATED
from ..reading.tokens import Sentence
from .base import Evidence, Signal, clause_span

#: Logit from which a clause is quoted as mitigating, and from which one that takes goods back from agents is.
_MOST = 3
_LIKELY, _TAKEN_BACK = -1.0, -5.0


def kind_of(clause: str) -> str:
    """Which structural fact a mitigating clause tells."""
    return next((kind for kind in MITIGATIONS if pattern(f"mitigation.{kind}").search(clause)), "retail_pay")


def takes_back(sentence: Sentence) -> bool:
    """Whether a sentence tells that agents, not shoppers, may give goods back.

    Examples
    --------
    >>> takes_back(Document("代理卖不完的货,公司按原价收回").sentences[0]), takes_back(Document("七天无理由退货").sentences[0])
    (True, False)
    """
    said = {token.kind for token in sentence.tokens if token.mark != NEGATED}
    return "refund" in said and "agent" in said and bool({t.kind for t in sentence.tokens} & {"stock", "sell"})


def read(document: Document, concepts: Concepts) -> Signal:
    """Mitigating facts.

    Returns
    -------
    Signal
        ``level`` is the number found; ``detail["kinds"]`` is a frozenset of
        :data:`~weishang_risk.concepts.registry.MITIGATIONS`.
    """
    evidence: list[Evidence] = []
    text = document.normalized.text
    for logit, index in concepts.ranked("mitigation"):
        if logit < _TAKEN_BACK or len(evidence) == _MOST:
            break
        if logit < _LIKELY and not takes_back(document.sentences[index]):
            continue
        start, end = clause_span(document, concepts, index, "mitigation")
        kind = kind_of(text[start:end])
        first, last = document.normalized.to_original(start, end)
        evidence.append(Evidence("mitigation", first, last, document.original[first:last], "asserted", kind, -logit, "head:mitigation" if logit >= _LIKELY else "rule:takes_back"))
    return Signal(len(evidence), evidence, {"kinds": frozenset(e.value for e in evidence)})

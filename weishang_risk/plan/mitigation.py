"""Structural facts that lower what they touch and nothing else; a licence or a denial is none."""

from __future__ import annotations

import re

from ..concepts.reader import Concepts
from ..reading.document import Document
from ..reading.scope import NEGATED
from ..reading.tokens import Sentence
from .base import Evidence, Signal, clause_span

#: Kinds of mitigation, each with the words that name it.
_KINDS = (
    ("refund", re.compile(r"退|回购|回收|buy.?back|refund|repurchase|money back|return|cancel|cooling")),
    ("one_level", re.compile(
        r"只有一[级层]|仅一[级层]|单[层级]|一层为止|不叠加|与你无关|不设层级|没有层级|没有下线|不再往下|没有第二|到此为止|再往下(?:就)?没"
        r"|one level|single.(?:tier|level)|one tier|first level only|ends there|stops there|no levels|nothing (?:further|follows|after)|not? .{0,30}(?:recruit|introduc|refer)\w+ (?:other|another)"
    )),
    ("employment", re.compile(r"五险|社保|劳动合同|底薪|工资|月薪|时薪|salary|wage|payroll|w-2|per hour|an hour|employ|benefits|pension")),
    ("no_buy_in", re.compile(r"免费|不收|无需|不用|零|免|free|no (?:fee|cost|charge|purchase|joining|sign|minimum|stock|inventory)|nothing to (?:buy|pay)|don't (?:pay|buy)")),
    ("income_disclosure", re.compile(r"中位数|平均收入|典型收入|median|average (?:earn|income|participant)|typical|most (?:people|members) earn|income disclosure")),
    ("retail_pay", re.compile(r"零售|实际销售|终端|消费者|订单|own sales|retail|customers?|commission on|outside|sales")),
)  # fmt: skip


#: Logit from which a clause is quoted as mitigating, and from which one that takes goods back from agents is.
_MOST = 3
_LIKELY, _TAKEN_BACK = -1.0, -5.0


def kind_of(clause: str) -> str:
    """Which structural fact a mitigating clause tells."""
    for name, pattern in _KINDS:
        if pattern.search(clause):
            return name
    return "retail_pay"


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
        ``level`` is the number found; ``detail["kinds"]`` is a frozenset of ``"refund"``, ``"one_level"``,
        ``"employment"``, ``"no_buy_in"``, ``"income_disclosure"`` and ``"retail_pay"``.
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

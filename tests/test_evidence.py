"""Evidence: a clause each, which says what found it."""

from __future__ import annotations

import pytest
from conftest import TEXTS

import weishang_risk as wr
from training.data import load_corpus
from weishang_risk.plan.base import LONGEST, may_be_cut, too_long

#: Goods taken back from agents, which the reader of mitigating clauses does not find by itself.
TAKEN_BACK = "每推荐一人奖500元,先交2980元拿货。代理卖不完的货,公司按原价收回。"
SAMPLE = [record["text"] for record in load_corpus()[::40]]


def test_evidence_is_longer_than_a_clause_only_where_nothing_can_be_cut() -> None:
    quotes = [item["text"] for text in SAMPLE for item in wr.score(text).evidence]
    assert len(quotes) > 500
    assert not [quote for quote in quotes if too_long(quote) and may_be_cut(quote)]


@pytest.mark.parametrize("text", [
    "Everyone who wants to become a member of our family has to pay $99 for the starter kit on the very first day and then for every friend who signs up and pays for the kit you are going to earn $20 while each of their own friends brings you another $5 for as long as you are with us",
    "凡是想要成为我们这个大家庭一员的朋友都需要在报名当天一次性缴纳两千九百八十元的入会费用,然后每推荐一位朋友来到我们这个大家庭并且同样缴纳入会费用就可以拿到五百元的现金奖励,这位朋友再推荐的每一位朋友你都还可以拿到两百元",
])  # fmt: skip
def test_a_long_sentence_is_cut_to_the_clause_that_tells_it(text: str) -> None:
    report = wr.score(text)
    assert too_long(text) and LONGEST == (60, 30)
    told = [item for item in report.evidence if item["signal"] == "buy_in" and item["stance"] == "asserted"]
    assert told and all(not too_long(item["text"]) for item in told)
    assert any("99" in item["text"] or "两千九百八十" in item["text"] for item in told)


def test_every_kind_of_finder_is_named() -> None:
    found = {item["source"].partition(":")[0] for text in [*SAMPLE, *TEXTS, TAKEN_BACK] for item in wr.score(text).evidence}
    assert found == {"head", "role", "words", "kind", "rule"}


def test_a_denial_is_found_by_the_reader_of_denials_or_by_its_words() -> None:
    items = [item for text in SAMPLE for item in wr.score(text).evidence]
    for item in items:
        if item["source"].startswith("words:") or item["source"].endswith("!"):
            assert item["stance"] == "negated"
        if item["source"] == f"head:{item['signal']}":
            assert item["stance"] != "negated"

"""Scope: what a clause asserts, denies, asks or supposes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weishang_risk.language import lexicon
from weishang_risk.plan.evidence import rules_out
from weishang_risk.reading.document import Document
from weishang_risk.reading.scope import ASKED, CONDITIONAL, NEGATED


def marks(text: str) -> dict[str, str]:
    """Mark of each typed word of a text, by its kind."""
    return {token.kind: token.mark for sentence in Document(text).sentences for token in sentence.tokens}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我们不收加盟费", "fee"), ("我没有介绍过下家", "downline"), ("不得以任何形式收取代理费", "fee"),
        ("严禁拉人头", "bring"), ("并非多层分销", "name"), ("we never pay for newcomers", "newcomer"), ("there is no joining bonus", "reward"),
        ("nobody has to buy stock", "stock"), ("neither a deposit nor a kit is asked", "pack"), ("override payments are prohibited", "reward"),
        ("需要交押金吗?不用", "deposit"), ("Do I pay dues? No.", "fee"), ("乙方不得:\n(一)发展下级代理;", "downline"), ("并不需要囤货", "buy"),
    ],
)  # fmt: skip
def test_what_is_ruled_out_is_negated(text: str, kind: str) -> None:
    assert marks(text)[kind] == NEGATED


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我们收加盟费", "fee"), ("不只是卖货,还要发展下线", "downline"), ("不囤货也行,推荐一人返300", "sum"), ("没有门槛,但推荐要先买礼包", "pack"),
        ("not only sales but newcomers count", "newcomer"), ("no stock, but you pay a deposit", "deposit"),
        ("they cannot recruit new agents any more", "newcomer"), ("需要交押金吗?要,500元", "deposit"), ("Is there a fee? Yes, $99.", "fee"),
    ],
)  # fmt: skip
def test_what_is_said_beside_a_denial_is_asserted(text: str, kind: str) -> None:
    assert marks(text)[kind] == ""


def test_a_question_without_an_answer_stays_a_question() -> None:
    assert marks("要不要交代理费?今天天气不错。")["fee"] == ASKED


@pytest.mark.parametrize(
    ("text", "kind"),
    [("先交2980元才能成为我们的代理?", "fee"), ("推荐一人奖你500元,月月都有?", "bring"), ("You pay $99 to join our team of agents?", "sum")],
)
def test_a_statement_with_a_question_mark_is_a_statement(text: str, kind: str) -> None:
    assert marks(text).get(kind, "") != ASKED


@pytest.mark.parametrize("text", ["要囤货?", "代理费要不要先交给上级?", "先交2980元才能成为代理吗?", "Joining fee?", "Do I pay $99 to join the team of agents?"])
def test_a_question_with_a_word_of_asking_or_too_short_to_state_anything_stays_one(text: str) -> None:
    assert set(marks(text).values()) <= {ASKED, NEGATED}


def test_what_hangs_on_an_if_is_conditional() -> None:
    assert marks("if somebody pays a bonus")["reward"] == CONDITIONAL


FEES = sorted(form for form, term in lexicon.load().items() if term.kinds == ("fee",) and term.lang == "zh" and not term.bounded)


@given(st.sampled_from(FEES), st.integers(1, 99_999))
def test_whatever_the_fee_is_called_denying_it_denies_it_and_asking_it_does_not(fee: str, amount: int) -> None:
    denied = Document(f"本店不收{fee}。")
    asked = Document(f"本店收{fee}{amount}元。")
    assert any(rules_out(sentence, "buy_in") for sentence in denied.sentences)
    assert not any(rules_out(sentence, "buy_in") for sentence in asked.sentences)


@given(st.sampled_from(["今天下雨。", "The market opens at nine. ", "店在河边。", "We fixed the door. "]), st.integers(0, 3), st.booleans())
def test_what_stands_before_or_after_does_not_change_a_clauses_scope(calm: str, times: int, after: bool) -> None:
    clause = "我们不收加盟费,推荐一人返300元。"
    text = clause + calm * times if after else calm * times + clause
    alone = [(t.kind, t.mark) for s in Document(clause).sentences for t in s.tokens]
    here = [(t.kind, t.mark) for s in Document(text).sentences for t in s.tokens]
    start = 0 if after else len(here) - len(alone)
    assert here[start : start + len(alone)] == alone


@given(st.sampled_from(["别家", "其他平台", "other companies", "unlike the usual"]))
def test_what_rivals_do_is_not_so_of_us(rival: str) -> None:
    english = rival.isascii()
    text = f"{rival} take a joining fee, we sell soap." if english else f"{rival}要收加盟费,我们卖肥皂。"
    assert {t.mark for s in Document(text).sentences for t in s.tokens if t.kind == "fee"} == {NEGATED}

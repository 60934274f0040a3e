"""Sums: which numbers may be money, what stands around them, and which of them is the buy-in or the income."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import weishang_risk as wr
from weishang_risk import RiskModel
from weishang_risk.concepts import roles
from weishang_risk.concepts.choice import CHOICE, CHOSEN, choice_features
from weishang_risk.reading.document import Document
from weishang_risk.reading.quantities import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("押2000的货", True),
        ("1980上车", True),
        ("in 2019 we", False),
        ("since 1987 here", False),
        ("交3980元", True),
        ("only 7 of us", False),
        ("call 13800138000", False),
    ],
)
def test_a_bare_number_may_be_money_unless_it_is_a_year_or_a_telephone_number(text: str, expected: bool) -> None:
    assert any(roles.may_be_paid(quantity) for quantity in read(text)) is expected


def test_a_sum_names_what_stands_before_and_after_it() -> None:
    document = Document("先交2980元入会,每推荐一人返300元")
    found = roles.read(document.normalized.text, document.sentences)
    assert [each.quantity.high for each in found] == [2980, 300]
    assert "b1 must" in found[0].features and "a1 join" in found[0].features and "size sum 4" in found[0].features


def test_the_names_around_a_sum_come_in_one_order() -> None:
    text = "我们先交2980元,你再给我朋友返300元,他们每月也有100元"
    first, second = (roles.read(Document(text).normalized.text, Document(text).sentences) for _ in range(2))
    assert [each.features for each in first] == [each.features for each in second]
    for each in first:
        for place in ("b ", "a "):
            names = [name for name in each.features if name.startswith(place)]
            assert names == sorted(names)


@given(st.text(alphabet="交返每月元先入会奖0123456789, 。", max_size=60))
def test_a_sum_lies_in_its_sentence(text: str) -> None:
    document = Document(text)
    for each in roles.read(document.normalized.text, document.sentences):
        sentence = document.sentences[each.sentence]
        assert sentence.start <= each.quantity.start < each.quantity.end <= sentence.end


def test_a_text_without_sums_has_no_choice_to_make() -> None:
    concepts = RiskModel.load().reader.read(Document("他再带朋友来,你还有一份"))
    assert all(concepts.chosen(role) is None for role in CHOSEN)


@pytest.mark.parametrize("role", CHOSEN)
def test_each_sum_stands_among_the_others_and_beside_none_of_them(role: str) -> None:
    document = Document("门槛9800元,介绍一位同级的,返你1000元,上个月有人拿了30000元。")
    concepts = RiskModel.load().reader.read(document)
    table = choice_features(role, concepts.sums, concepts.logits, concepts.roles, concepts.heads)
    assert table.shape == (4, len(CHOICE))
    assert [row[CHOICE.index("none")] for row in table] == [0, 0, 0, 1]


def test_a_share_is_neither_a_fee_nor_a_claim() -> None:
    concepts = RiskModel.load().reader.read(Document("她卖出一件你拿20%,再往下8%"))
    assert all(concepts.chosen(role) is None for role in CHOSEN)


def test_a_sum_that_is_ruled_out_is_not_chosen() -> None:
    concepts = RiskModel.load().reader.read(Document("不收2980元加盟费,不用交钱"))
    assert concepts.chosen("entry") is None


def test_the_fee_is_the_buy_in_and_the_claim_the_income() -> None:
    features = wr.score("先交9800元拿货才能做代理,介绍一位同级的代理返你1000元,她再介绍的你还拿300元,上个月有人月入30000元。").features
    assert (features["buy_in_amount"], features["income_amount"]) == (9800, 30000)

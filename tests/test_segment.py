"""Sentences and word boundaries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weishang_risk.reading import segment
from weishang_risk.reading.document import Document
from weishang_risk.reading.normalize import NormalizedText


def kinds(text: str) -> list[str]:
    return [token.kind for sentence in Document(text).sentences for token in sentence.tokens]


@pytest.mark.parametrize("text", ["产品下线仪式在车间举行", "普天下线上同庆", "时代理念要更新", "诉讼代理人出庭", "食物金字塔", "三级医院挂号"])
def test_part_of_another_word_is_no_term(text: str) -> None:
    assert not {"downline", "agent", "scam", "levels"} & set(kinds(text))


@pytest.mark.parametrize(("text", "kind"), [("发展下线拿提成", "downline"), ("诚招代理,价格优惠", "agent"), ("这是传销", "name")])
def test_a_whole_word_is_a_term(text: str, kind: str) -> None:
    assert kind in kinds(text)


def test_decimals_addresses_and_initials_end_no_sentence() -> None:
    text = "Mr. Lee pays 3.5% on www.example.com sales. That is all."
    assert len(segment.sentences(text.lower())) == 2


@given(st.text(st.sampled_from(list("推荐一人,。!?;\n .a3%(")), max_size=400))
def test_sentences_are_in_order_and_lose_only_blanks(text: str) -> None:
    text = NormalizedText(text).text
    spans = segment.sentences(text)
    position = 0
    for start, end in spans:
        assert not text[position:start].strip(" \t\r\n　|")
        assert position <= start < end
        position = end
    assert not text[position:].strip(" \t\r\n　|")

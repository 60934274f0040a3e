"""Normalisation: one spelling, and every position maps back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weishang_risk.reading.normalize import NormalizedText

ANY_TEXT = st.text(st.characters(), max_size=200)
EVASIVE = st.text(st.sampled_from(list("传销代理下线分囤货dlxiaoV❤薇微信 　·​ﬁ①Ａ１，。三級會員賺錢-*сᴏ🅰🇲🔥⠀0@$+_.%E5\\\u202e\n")), max_size=60)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("傳銷", "传销"), ("ＭＬＭ", "mlm"), ("１００元", "100元"), ("传\u200b销", "传销"), ("三 級 分 銷", "三级分销"), ("传 销", "传销"),
        ("代li", "代理"), ("分xiao", "分销"), ("V❤", "微信"), ("d o w n l i n e", "downline"), ("拉·人·头", "拉人头"), ("𝐌𝐋𝐌", "mlm"),
        ("é", "é"),
    ],
)  # fmt: skip
def test_a_spelling_is_undone(written: str, meant: str) -> None:
    assert NormalizedText(written).text == meant


@pytest.mark.parametrize("ordinary", ["今天 天气很好", "a b testing", "微软", "he said i a m here", "买 5 送 1"])
def test_an_ordinary_gap_stays(ordinary: str) -> None:
    assert NormalizedText(ordinary).text == ordinary.lower()


@given(ANY_TEXT | EVASIVE)
def test_offsets_map_back_in_order_and_inside(text: str) -> None:
    normalized = NormalizedText(text)
    previous = 0
    for position in range(len(normalized.text)):
        start, end = normalized.to_original(position, position + 1)
        assert 0 <= previous <= start < end <= len(text)
        previous = start


@given(ANY_TEXT)
def test_nothing_changes_twice(text: str) -> None:
    once = NormalizedText(text).text
    assert NormalizedText(once).text == once or any(ord(c) > 127 for c in once)

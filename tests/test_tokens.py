"""Skeletons: who does what for which sum, whatever is sold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weishang_risk.reading.document import Document, sentence_features


def kinds(text: str) -> list[str]:
    return [token.kind for sentence in Document(text).sentences for token in sentence.tokens]


@pytest.mark.parametrize("goods", ["净水器", "茶叶", "绿萝", "绘本", "酵素"])
def test_goods_drop_out(goods: str) -> None:
    assert kinds(f"介绍一位朋友来买{goods},返你300元") == kinds("介绍一位朋友来买,返你300元")


@pytest.mark.parametrize("text", ["朋友的朋友买,你拿150", "邻居的邻居装,再给200", "the friend's friend pays you", "whoever she brings counts", "他再介绍的人"])
def test_the_second_level_is_seen(text: str) -> None:
    assert "second" in kinds(text)


@pytest.mark.parametrize(("written", "plain"), [("三 級 分 銷", "三级分销"), ("發展下線拿傭金", "发展下线拿佣金"), ("代li 费", "代理 费")])
def test_spelling_does_not_matter(written: str, plain: str) -> None:
    assert kinds(written) == kinds(plain)


@given(st.text(st.sampled_from(list("推荐一人返你300元,。不用交费?friend pays you no fee. ")), max_size=300))
def test_tokens_are_in_order_inside_their_sentences(text: str) -> None:
    document = Document(text)
    for sentence in document.sentences:
        # A word that tells several things is as many tokens at one place.
        places = list(dict.fromkeys((token.start, token.end) for token in sentence.tokens))
        position = sentence.start
        for start, end in places:
            assert position <= start < end <= len(document.normalized.text)
            position = end
        assert all(isinstance(name, str) for name in sentence_features(sentence))


@pytest.mark.parametrize(
    ("text", "language"),
    [("推荐一人返300元", "zh"), ("pay ninety nine dollars and bring two friends to join us", "en"),
     ("今天我们 share 一个 passive income 的 business model, join our team 一起 grow 好不好,大家都可以来", "mixed"), ("Добрый день, друзья", "other"), ("", "other")],
)  # fmt: skip
def test_the_language_is_told(text: str, language: str) -> None:
    assert Document(text).language == language

"""Normalisation: one spelling, and every position maps back."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weishang_risk.reading import normalize
from weishang_risk.reading.document import Document, readable
from weishang_risk.reading.normalize import NormalizedText

ANY_TEXT = st.text(st.characters(), max_size=200)
EVASIVE = st.text(st.sampled_from(list("传销代理下线分囤货dlxiaoV❤薇微信 　·​ﬁ①Ａ１，。三級會員賺錢-*сᴏ🅰🇲🔥⠀0@$+_.%E5\\\u202e\n")), max_size=60)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("傳銷", "传销"), ("ＭＬＭ", "mlm"), ("１００元", "100元"), ("传\u200b销", "传销"), ("三 級 分 銷", "三级分销"), ("传 销", "传销"),
        ("代li", "代理"), ("分xiao", "分销"), ("V❤", "微信"), ("d o w n l i n e", "downline"), ("拉·人·头", "拉人头"), ("𝐌𝐋𝐌", "mlm"),
        ("é", "e"), ("résumé", "resume"), ("rēcrüït", "recruit"), ("øre", "øre"),
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


@pytest.mark.parametrize("between", ["\r\n", "\r", "\n\n", "\r\n\r\n", " \n \n"])
def test_line_ends_between_all_characters_cost_nothing_whatever_they_are(between: str) -> None:
    text = "先交2980元成为代理,推荐一人奖500元,他再推荐一人你还拿200元。"
    assert Document(between.join(text)).normalized.text == text


def test_a_flood_of_blank_lines_takes_no_time_and_control_characters_cost_no_length() -> None:
    assert Document("a" + "\n" * 100_000 + "先交2980元").normalized.text.endswith("先交2980元")
    assert "先交2980元" in readable("\x00\x08\x7f" * 70_000 + "先交2980元").normalized.text


@pytest.mark.parametrize("code", [quote, lambda text: "".join(f"\\U{ord(char):08x}" for char in text)])
def test_codes_are_read_with_the_signs_among_them(code: Callable[[str], str]) -> None:
    assert Document(code("先交2980元成为代理,推荐奖。")).normalized.text == "先交2980元成为代理,推荐奖。"


@pytest.mark.parametrize(
    ("text", "language"),
    [("Unilevel bonus:\n- Level 1: 10%\n- Level 2: 7%\nStarter pack: $149 (needed to enroll)", "en"),
     ("Sie müssen ein Starterpaket für 199 Euro kaufen und verdienen 50 Euro pro Person, Bonus pro Level", "other"),
     ("Devi acquistare un kit da 199 euro e guadagni 50 euro per ogni persona che porti nel network marketing", "other")],
)  # fmt: skip
def test_a_list_of_english_terms_is_english_and_borrowed_ones_make_no_text_so(text: str, language: str) -> None:
    assert Document(text).language == language


def test_a_character_that_is_not_unusual_stands_for_itself() -> None:
    for char in map(chr, range(0x80, 0x10000)):
        if not normalize._UNUSUAL.match(char) and normalize.spelled(char) == char and unicodedata.category(char) != "Cn":
            assert normalize._folded(char) == char


@given(st.text(st.sampled_from(list("aB代佣係１０Ａ’。a🔥")), max_size=20))
def test_a_text_is_spelled_character_by_character(text: str) -> None:
    assert normalize.spelled(text) == text.translate(normalize._character_table())

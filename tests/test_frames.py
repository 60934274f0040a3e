"""Frames over sentences: what used to be and what others do is not so of the business now."""

from __future__ import annotations

import pytest

from weishang_risk.reading import frames
from weishang_risk.reading.document import Document
from weishang_risk.reading.scope import NEGATED


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_frame_that_opens_can_close(lang: str) -> None:
    assert {(frame, role) for frame, role, _ in frames.rows(lang)} == {(f, r) for f in ("past", "rivals") for r in ("open", "close")}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_opening_word_opens_its_frame(lang: str) -> None:
    for frame, role, literal in frames.rows(lang):
        close = {"past": {"zh": "现在", "en": "now"}, "rivals": {"zh": "小店", "en": "our shop"}}[frame][lang]
        if role == "open":
            assert frames.elsewhere(f"{literal} 5 bring, {close} sells tea"), literal


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("别家要交1980,还按人头返钱。小店没有这一套,只卖茶。", "sum"), ("以前分三层返利,现在只有一个价。", "levels"),
        ("we had three levels until 2021; now everybody gets a wage.", "levels"), ("the joining fee was $499, now only a name is needed", "sum"),
        ("Others take $1,980 and pay for heads; this shop has none of that.", "sum"),
    ],
)  # fmt: skip
def test_what_is_told_of_others_or_of_the_past_is_not_so_now(text: str, kind: str) -> None:
    marks = {token.mark for sentence in Document(text).sentences for token in sentence.tokens if token.kind == kind}
    assert marks == {NEGATED}


@pytest.mark.parametrize("text", ["以前做过微商,交了2980,推荐一人奖500。", "We had three levels and a joining fee of $99.", "先交2980元,推荐一人奖500元"])
def test_a_scheme_told_and_left_in_the_past_is_told(text: str) -> None:
    assert frames.elsewhere(text.lower()) == []

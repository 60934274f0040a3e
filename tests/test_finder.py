"""Literals are found where a search for each would find them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weishang_risk.language.finder import Finder

# Characters whose bytes, out of step, are each other's; some beyond U+FFFF; halves of such.
_CHARACTERS = st.sampled_from(list("ab代理一丁丂\u4e4e\u014e\u4e01💰🔥\ud83d"))


@given(st.text(_CHARACTERS, max_size=30), st.sets(st.text(st.sampled_from(list("ab代理一\u4e4e\u014e\u4e01💰🔥")), min_size=1, max_size=4), min_size=1, max_size=8))
def test_each_literal_is_found_wherever_it_stands(text: str, literals: set[str]) -> None:
    finder = Finder((literal, literal) for literal in literals)
    found = list(finder.found(text))
    wanted = {(end, literal) for literal in literals for end in range(len(text) + 1) if text.endswith(literal, 0, end)}
    assert set(found) == wanted and len(found) == len(wanted)
    assert [(end, -len(told)) for end, told in found] == sorted((end, -len(told)) for end, told in found)
    assert finder.any(text) == bool(wanted)


@pytest.mark.parametrize("text", ["", "\u0000", "一"])
def test_nothing_is_found_where_nothing_stands(text: str) -> None:
    assert not list(Finder([("代理", 1)]).found(text))

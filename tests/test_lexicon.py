"""The tables are well formed, and a bad one says what is wrong."""

from __future__ import annotations

import pytest

from weishang_risk.language import lexicon


def test_every_table_loads_with_both_languages() -> None:
    terms = lexicon.load().values()
    assert {term.lang for term in terms} == {"zh", "en"}
    assert len(terms) > 3000


def test_a_row_without_language_is_named_by_line() -> None:
    with pytest.raises(lexicon.LexiconError, match="line 2"):
        lexicon.parse_table("demo", "kind\tlang\tterms\nfee\tdues")


def test_an_empty_term_is_named_by_line() -> None:
    with pytest.raises(lexicon.LexiconError, match="line 1"):
        lexicon.parse_table("demo", "fee\ten\tdues |  | toll")

"""The tables are well formed, and a bad one says what is wrong."""

from __future__ import annotations

import pytest

from weishang_risk.language import lexicon, tables
from weishang_risk.reading.normalize import NormalizedText


def test_every_table_loads_with_both_languages() -> None:
    terms = lexicon.load().values()
    assert {term.lang for term in terms} == {"zh", "en"}
    assert len(terms) > 3000


@pytest.mark.parametrize("lang", lexicon.LANGUAGES)
def test_every_term_is_spelled_as_a_normalised_text_is(lang: str) -> None:
    otherwise = {form: NormalizedText(form).text for form, _, _ in tables.table(f"{lang}/lexicon.tsv", lexicon.COLUMNS)}
    assert not {form: spelled for form, spelled in otherwise.items() if spelled != form}


def test_a_row_with_too_few_cells_is_named_by_line() -> None:
    with pytest.raises(tables.TableError, match="line 2"):
        tables.parse("demo", "term\tkinds\tflags\nfee\tdues", lexicon.COLUMNS)


def test_a_row_that_stands_twice_is_named_by_line() -> None:
    with pytest.raises(tables.TableError, match="line 3: says what line 2 says"):
        tables.parse("demo", "a\tb\n1\t2\n1\t2", ("a", "b"))


def test_other_columns_are_refused() -> None:
    with pytest.raises(tables.TableError, match="columns are"):
        tables.parse("demo", "kind\tlang\nfee\ten", lexicon.COLUMNS)


@pytest.mark.parametrize("row", [("", "fee", ""), ("dues", "", ""), ("dues", "fee+", ""), ("dues", "fee", "bounded"), ("dues", "fee", "oben")])
def test_an_unusable_term_is_named(row: tuple[str, str, str]) -> None:
    with pytest.raises(lexicon.LexiconError, match=r"lexicon\.tsv"):
        lexicon.terms_of("en", [row])


def test_a_word_may_tell_several_things() -> None:
    assert lexicon.load()["直推奖"].kinds == ("bring", "reward")

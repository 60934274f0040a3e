"""What a text must hold for a pattern to be found: nothing that is there is passed over."""

from __future__ import annotations

import pytest
from conftest import TEXTS

from weishang_risk.language import patterns
from weishang_risk.language.needed import Sieve, needed
from weishang_risk.language.tables import LANGUAGES, table
from weishang_risk.plan import depth_rules

EXAMPLES = [row[3] for lang in LANGUAGES for row in table(f"{lang}/depth.tsv", depth_rules.COLUMNS)]


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("abc", {"abc"}), ("a[bc]d+", {"a"}), ("(?:one|two)s?", {"one", "two"}), ("a?b*", None), ("a|", None), ("(?!abc).", None),
        ("[^a]", None), (r"\d+ levels?", {" level"}), ("(?i:abc)", None),
    ],
)  # fmt: skip
def test_every_match_holds_one_of_the_literals(pattern: str, literals: set[str] | None) -> None:
    assert needed(pattern) == (literals and frozenset(literals))


def test_where_case_does_not_matter_nothing_is_known() -> None:
    assert needed("(?i)abc") is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_pattern_that_is_found_passes_its_sieve(lang: str) -> None:
    path = f"{lang}/patterns.tsv"
    for row in patterns.filled(path, table(path, patterns.COLUMNS)):
        assert Sieve([row.pattern]).may_be_in(row.example), row


@pytest.mark.parametrize("text", [*EXAMPLES, *TEXTS])
def test_depths_are_told_as_without_a_sieve(text: str) -> None:
    every = [(rule.name, rule.value(match)) for rule in depth_rules.rules() for match in rule.pattern.finditer(text)]
    assert list(depth_rules.sieved().told_in(text)) == every

"""Tables of patterns and of depths: short, checked by their own examples, each row of use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import weishang_risk
from weishang_risk.concepts.registry import UNLIMITED_DEPTH
from weishang_risk.language import patterns
from weishang_risk.language.needed import Sieve, needed
from weishang_risk.language.tables import LANGUAGES, TableError, table
from weishang_risk.plan import depth_rules as depth
from weishang_risk.plan.depth import RULES
from weishang_risk.reading.normalize import NormalizedText

PACKAGE = Path(weishang_risk.__file__).parent
ROWS = [row for lang in LANGUAGES for row in patterns.filled(lang, table(f"{lang}/patterns.tsv", patterns.COLUMNS))]
DEPTHS = [(lang, *row) for lang in LANGUAGES for row in table(f"{lang}/depth.tsv", depth.COLUMNS) if not row[0].startswith("@")]


@pytest.mark.parametrize(("lang", "rule", "value", "pattern", "example", "reads"), DEPTHS)
def test_every_way_of_telling_a_depth_reads_its_example(lang: str, rule: str, value: str, pattern: str, example: str, reads: str) -> None:
    text = NormalizedText(example).text
    told = [own.value(match) for own in depth.rules() if own.name == rule for match in own.pattern.finditer(text)]
    assert (UNLIMITED_DEPTH if reads == "unlimited" else int(reads)) in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_examples_are_written_as_a_normalised_text_is(lang: str) -> None:
    for name, _, example in table(f"{lang}/patterns.tsv", patterns.COLUMNS):
        # The traditional characters are looked for in the text as it came.
        assert name == "traditional" or NormalizedText(example).text == example, name


def test_every_name_is_asked_for_by_the_code_and_every_name_asked_for_is_there() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    asked = set(re.findall(r'(?:pattern|capturing)\("([a-z_.A-Z]+)"\)', source))
    assert asked <= patterns.names() == set(patterns.NAMES)
    for name in patterns.names() - asked:
        # Families whose members are named elsewhere: answer_no, mitigation.refund, place.AUD; and names kept in tuples.
        family = re.match(r"[a-z]+[._]", name)
        assert f'"{name}"' in source or (family and f'f"{family[0]}{{' in source) or (family and f"f'{family[0]}{{" in source), name


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (("x", "a" * 201, "a" * 201), "make it two rows"), (("x", "(", "("), "is no pattern"), (("x", "{nothing}", "1"), "no row @nothing"),
        (("x", "a", "b"), "is not found in its example"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_refused_by_name(row: tuple[str, str, str], says: str) -> None:
    with pytest.raises(TableError, match=says):
        patterns.filled("demo.tsv", [row])


def test_every_rule_of_a_depth_is_weighed() -> None:
    assert set(depth.IN_TABLES) <= set(RULES) and len(set(RULES)) == len(RULES)


def test_a_depth_without_its_number_is_refused() -> None:
    with pytest.raises(TableError, match="need a group n"):
        depth.rules_of([("levels", "n", "层", "三层", "3")])


def test_no_pattern_of_the_code_is_longer_than_a_row_may_be() -> None:
    import ast

    def written(node: ast.AST) -> str:
        if isinstance(node, ast.Constant):
            return node.value if isinstance(node.value, str) else ""
        return "".join(written(child) for child in ast.iter_child_nodes(node))

    too_long = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in PACKAGE.rglob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "compile" and node.args
        and len(written(node.args[0])) > patterns.LONGEST
    ]  # fmt: skip
    assert not too_long


@pytest.mark.parametrize("row", ROWS)
def test_an_example_of_a_pattern_holds_a_literal_that_the_pattern_needs(row: patterns.Row) -> None:
    literals = needed(row.pattern)
    assert not literals or any(literal in row.example for literal in literals)
    assert patterns.may_match((row.name,), row.example)


@pytest.mark.parametrize(("written", "literals"), [
    ("禁止|严禁", {"禁止", "严禁"}), ("(?:被)?取消了?$", {"取消"}), (r"\bno (?:fee|cost)", {"no "}), ("[a-z]+|免", set()), ("(?:ab){2,}c?", {"ab"}),
    ("(?:ab)?", set()), ("(?!ab)c", {"c"}),
])  # fmt: skip
def test_literals_that_each_match_needs_are_told(written: str, literals: set[str]) -> None:
    assert (needed(written) or set()) == literals


def test_where_no_literal_is_needed_anything_may_match() -> None:
    assert Sieve(["[a-z]+"]).may_be_in("") and not patterns.may_match(("heads_ban",), "推荐一人奖500")

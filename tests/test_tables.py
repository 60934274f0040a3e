"""Every table refuses what nobody asks for, by file, line and what may stand there, and the lack of what is asked for."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import weishang_risk
from weishang_risk import case
from weishang_risk.concepts.registry import MITIGATIONS
from weishang_risk.io import chats
from weishang_risk.language import kinds, lexicon, patterns, tables
from weishang_risk.plan import assemble, depth_rules, voice
from weishang_risk.reading import disguise, frames, marks, scope

#: What reads a table, past what it keeps.
LOADERS: dict[str, Callable[[], Any]] = {
    "zh/lexicon.tsv": lexicon.load.__wrapped__, "en/lexicon.tsv": lexicon.load.__wrapped__,
    "zh/frames.tsv": lambda: frames.rows("zh"), "en/frames.tsv": lambda: frames.rows("en"),
    "zh/patterns.tsv": patterns._rows.__wrapped__, "en/patterns.tsv": patterns._rows.__wrapped__,
    "zh/depth.tsv": depth_rules.rules.__wrapped__, "en/depth.tsv": depth_rules.rules.__wrapped__,
    "common/kinds.tsv": lexicon.load.__wrapped__, "common/lookalikes.tsv": disguise.lookalikes.__wrapped__,
    **{f"common/{name}.tsv": marks.load.__wrapped__ for name in ("currencies", "scales", "units", "counted", "periods")},
    "common/questions.tsv": case._asking.__wrapped__, "common/elsewhere.tsv": case._of_others.__wrapped__,
    "common/chats.tsv": chats._tables.__wrapped__,
}  # fmt: skip


@pytest.fixture
def spoil(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Puts another text in the place of a table."""
    sources: dict[str, str] = {}
    read = tables.source_of
    monkeypatch.setattr(tables, "source_of", lambda path: sources.get(path) or read(path))

    def put(path: str, text: str) -> None:
        sources[path] = text
        tables.table.cache_clear()
        kinds.of.cache_clear()

    yield put
    tables.table.cache_clear()
    kinds.of.cache_clear()


def lines(path: str) -> list[str]:
    return tables.source_of(path).splitlines()


def first_row(path: str, starts: str = "") -> int:
    """Place of a row that is no comment, no header and no slot."""
    rows = [place for place, line in enumerate(lines(path)) if line and not line.startswith(("# ", "@"))][1:]
    return next(place for place in rows if lines(path)[place].startswith(starts))


@pytest.mark.parametrize("path", LOADERS)
def test_a_table_loads_as_it_is(path: str) -> None:
    assert LOADERS[path]()


@pytest.mark.parametrize(
    ("path", "column", "cell", "says"),
    [
        ("zh/lexicon.tsv", 1, "bribe", "'bribe' is no kind; there are again, agent, "), ("en/lexicon.tsv", 1, "bring+bribe", "'bribe' is no kind; there are again, "),
        ("en/lexicon.tsv", 1, "heads", "'heads' is no kind; "), ("zh/lexicon.tsv", 2, "open", "has flag 'open', not one of bounded"),
        ("en/lexicon.tsv", 2, "bounded", "has flag 'bounded', not one of open"), ("zh/lexicon.tsv", 2, "bound", "has flag 'bound', not one of bounded"),
        ("zh/frames.tsv", 0, "future", "frame is 'future', not one of past, rivals"), ("en/frames.tsv", 1, "opens", "role is 'opens', not one of open, close"),
        ("zh/patterns.tsv", 0, "heads_bann", "nothing asks for 'heads_bann'; there are answer_no, answer_yes, asks, "),
        ("en/patterns.tsv", 0, "place.XXX", "nothing asks for 'place.XXX'; there are "), ("zh/depth.tsv", 0, "levles", "nothing asks for 'levles'; there are levels, more, "),
        ("en/depth.tsv", 1, "n+2", r"has value 'n\+2'; n and n\+1 need a group n, else it is one of 1, 4, unlimited"),
        ("common/kinds.tsv", 1, "noun", "of is 'noun', not one of word, number"),
        ("common/lookalikes.tsv", 2, "runes", "script is 'runes', not one of any, enclosed, flag, digit, cyrillic, greek, armenian, cherokee, lisu"),
        ("common/currencies.tsv", 2, "behind", "side is 'behind', not one of before, after, adjacent"),
        ("common/currencies.tsv", 3, "comma", "thousands is 'comma', not one of nothing, point"),
        ("common/scales.tsv", 2, "sign", "how is 'sign', not one of word, letter, money"), ("common/scales.tsv", 1, "1e3", "factor of .* is '1e3', not a number over 1"),
        ("common/units.tsv", 1, "people", "kind is 'people', not one of share, heads, levels, items, time, times, measure"),
        ("common/units.tsv", 2, "fr", "lang is 'fr', not one of zh, en"), ("common/counted.tsv", 1, "left", "side is 'left', not one of before, after"),
        ("common/periods.tsv", 0, "decade", "period is 'decade', not one of day, week, month, year, none"),
        ("common/periods.tsv", 2, "left", "side is 'left', not one of before, after"),
        ("common/questions.tsv", 1, "middle", "place is 'middle', not one of anywhere, starts, ends"), ("common/questions.tsv", 0, "fr", "lang is 'fr', not one of zh, en"),
        ("common/elsewhere.tsv", 1, "whom", "role is 'whom', not one of who, fate"), ("common/chats.tsv", 0, "video", "kind is 'video', not one of media, alone, system"),
    ],
)  # fmt: skip
def test_a_cell_that_nobody_asks_for_is_refused_by_file_line_and_what_may_stand_there(
    spoil: Callable[[str, str], None], path: str, column: int, cell: str, says: str
) -> None:
    place = first_row(path)
    cells = lines(path)[place].split("\t")
    cells[column] = cell
    spoil(path, "\n".join([*lines(path)[:place], "\t".join(cells), *lines(path)[place + 1 :]]))
    with pytest.raises(tables.TableError, match=rf"^{path} line {place + 1}: .*{says}") as refused:
        LOADERS[path]()
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("path", "column", "cell", "says"),
    [
        ("zh/frames.tsv", 1, "close", r"^zh/frames\.tsv: no row has role 'close'"), ("en/frames.tsv", 0, "rivals", r"^en/frames\.tsv: no row has frame 'rivals'"),
        ("zh/patterns.tsv", 0, "traditional", r"^patterns\.tsv: no row has name 'traditional'"), ("zh/depth.tsv", 0, "levels", r"^depth\.tsv: no row has rule 'levels'"),
        ("common/currencies.tsv", 2, "adjacent", "no row has side 'adjacent'"), ("common/scales.tsv", 2, "money", "no row has how 'money'"),
        ("common/units.tsv", 1, "times", "no row has kind 'times'"), ("common/counted.tsv", 1, "after", "no row has side 'after'"),
        ("common/periods.tsv", 0, "week", "no row has period 'week'"), ("common/questions.tsv", 1, "starts", "no row has place 'starts'"),
        ("common/elsewhere.tsv", 1, "fate", "no row has role 'fate'"), ("common/chats.tsv", 0, "alone", "no row has kind 'alone'"),
        ("common/lookalikes.tsv", 2, "lisu", "no row has script 'lisu'"),
    ],
)  # fmt: skip
def test_what_is_asked_for_and_stands_in_no_row_is_refused(
    spoil: Callable[[str, str], None], path: str, column: int, cell: str, says: str
) -> None:
    kept = [line for line in lines(path) if line.startswith("# ") or line.split("\t")[column : column + 1] != [cell]]
    spoil(path, "\n".join(kept))
    with pytest.raises(tables.TableError, match=says):
        LOADERS[path]()


def test_a_frame_that_cannot_close_is_refused(spoil: Callable[[str, str], None]) -> None:
    spoil("en/frames.tsv", "\n".join(line for line in lines("en/frames.tsv") if not line.startswith("past\tclose")))
    with pytest.raises(tables.TableError, match=r"^en/frames\.tsv, frame 'past': no row has role 'close'"):
        frames.rows("en")


def test_a_kind_that_no_term_has_is_refused(spoil: Callable[[str, str], None]) -> None:
    spoil("common/kinds.tsv", "\n".join([*lines("common/kinds.tsv"), "bribe\tword\tpaying an official"]))
    with pytest.raises(tables.TableError, match=r"no row of a lexicon\.tsv has the kind 'bribe'"):
        lexicon.load.__wrapped__()


def test_kinds_of_units_are_kinds_of_numbers() -> None:
    assert set(marks.UNITS) <= set(kinds.of("number"))
    assert not set(kinds.of("word")) & set(kinds.of("number"))


def test_every_mitigation_has_its_pattern() -> None:
    assert {f"mitigation.{kind}" for kind in MITIGATIONS} == {name for name in patterns.NAMES if name.startswith("mitigation.")}


#: English words, some of which are names of kinds too.
NO_KINDS = {"reading/document.py:_ENGLISH", "reading/document.py:_FUNCTION", "reading/disguise/spelling.py:_SMALL"}


def _strings(node: ast.AST) -> set[str]:
    """Strings of a set or tuple, written one by one or as words to be split."""
    found = {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    splits = any(isinstance(part, ast.Attribute) and part.attr == "split" for part in ast.walk(node))
    return {word for each in found for word in each.split()} if splits else found


def _sets() -> Iterator[tuple[str, set[str]]]:
    """Frozen sets of the rooms that read kinds, by file and name or line, and what is compared with the kind of a token."""
    package = Path(weishang_risk.__file__).parent
    for path in [p for room in ("reading", "concepts", "plan") for p in sorted((package / room).rglob("*.py"))] + [package / "case.py"]:
        short = path.relative_to(package).as_posix()
        for statement in ast.parse(path.read_text(encoding="utf-8")).body:
            names = [part.id for part in ast.walk(statement) if isinstance(statement, ast.Assign) and isinstance(part, ast.Name)]
            for node in ast.walk(statement):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "frozenset":
                    yield f"{short}:{names[0] if names else node.lineno}", _strings(node)
                if isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute) and node.left.attr == "kind":
                    yield f"{short}:{node.lineno}", set().union(*(_strings(other) for other in node.comparators))


def test_every_kind_that_the_code_asks_for_is_there() -> None:
    known = {*kinds.of("word"), *kinds.of("number")}
    asked = [(where, names) for where, names in _sets() if names & known and where not in NO_KINDS]
    asked += [("reading/scope.py:OPENERS", set(scope.OPENERS)), ("plan/voice.py:_MARKS", {kind for each in voice._MARKS.values() for kind in each})]
    asked += [("plan/assemble.py:_FORMS", {kind for kind, _ in assemble._FORMS})]
    assert "concepts/registry.py:CONCEPTS" in {where for where, _ in asked} and len(asked) > 20
    assert not [(where, names - known) for where, names in asked if names - known]


def test_a_term_that_is_listed_with_other_kinds_is_named_by_line(spoil: Callable[[str, str], None]) -> None:
    form = lines("en/lexicon.tsv")[first_row("en/lexicon.tsv")].split("\t")[0]
    spoil("en/lexicon.tsv", "\n".join([*lines("en/lexicon.tsv"), f"{form}\tbring\t"]))
    with pytest.raises(lexicon.LexiconError, match=rf"^en/lexicon\.tsv line {len(lines('en/lexicon.tsv'))}: '{form}' is listed as "):
        lexicon.load.__wrapped__()

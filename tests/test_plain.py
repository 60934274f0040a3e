"""The plainest words, both sides: the table is in ``plain.tsv``, written by somebody who had not seen the training texts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import weishang_risk as wr

_COLUMNS = ("text", "verdict", "tiers", "recruit", "buyin", "kind")
ROWS = [tuple(line.split("\t")) for line in Path(__file__).with_name("plain.tsv").read_text(encoding="utf-8").splitlines()[1:]]


def missed(row: tuple[str, ...]) -> list[str]:
    """What of a row is read otherwise."""
    text, verdict, tiers, recruit, buyin, _ = row
    report = wr.score(text.replace("\\n", "\n"))
    depth = report.features["tier_depth"]
    read = {"tiers": "none" if depth is None else str(depth), "recruit": str(report.features["recruitment"]), "buyin": str(report.features["buy_in"])}
    wanted = {"tiers": tiers, "recruit": recruit, "buyin": buyin}
    wrong = [name for name, value in wanted.items() if value not in ("-", read[name])]
    return ([] if (report.score >= 0.5) == (verdict == "yes") else ["verdict"]) + wrong


def test_the_table_is_long_and_has_both_sides_in_both_languages() -> None:
    assert len(ROWS) >= 500 and all(len(row) == len(_COLUMNS) for row in ROWS)
    assert len({row[0] for row in ROWS}) == len(ROWS)
    sides = Counter((row[1], any("\u4e00" <= c <= "\u9fff" for c in row[0])) for row in ROWS)
    assert min(sides.values()) >= 90


@pytest.fixture(scope="module")
def misses() -> Counter[str]:
    counted: Counter[str] = Counter()
    for row in ROWS:
        counted.update(missed(row))
    return counted


@pytest.mark.parametrize(("name", "share"), [("verdict", 0.91), ("tiers", 0.86), ("recruit", 0.84), ("buyin", 0.89)])
def test_what_plain_words_say_is_read(misses: Counter[str], name: str, share: float) -> None:
    assert misses[name] <= (1 - share) * len(ROWS)

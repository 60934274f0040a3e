"""Small inputs with what must be read from them, each standing for its kind; the table is ``readings.jsonl``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import weishang_risk as wr

ROWS: list[dict[str, Any]] = [json.loads(line) for line in Path(__file__).with_name("readings.jsonl").read_text(encoding="utf-8").splitlines()]
#: Rows that are read otherwise today, by their text; each is owed.
OWED = frozenset(Path(__file__).with_name("readings_owed.txt").read_text(encoding="utf-8").splitlines())


def off(row: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What is read otherwise than expected, as ``{name: (wanted, read)}``."""
    report = wr.score(row["text"])
    wrong: dict[str, tuple[Any, Any]] = {}
    for name, wanted in row["expect"].items():
        if name in ("score_at_least", "score_below"):
            if (report.score >= wanted) != (name == "score_at_least"):
                wrong[name] = (wanted, report.score)
            continue
        read = report.features[name]
        same = abs(read - wanted) <= 0.005 * abs(wanted) if isinstance(wanted, float) and read is not None else read == wanted
        if not same:
            wrong[name] = (wanted, read)
    return wrong


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['kind']}-{place}" for place, row in enumerate(ROWS)])
def test_a_small_input_is_read_for_what_it_says(row: dict[str, Any]) -> None:
    assert json.dumps(row["text"], ensure_ascii=False) in OWED or not off(row)


def test_few_readings_are_owed() -> None:
    assert len(OWED) <= 12

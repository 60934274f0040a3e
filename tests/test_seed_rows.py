"""The business models of the five articles that started the project must come out in the expected order."""

from __future__ import annotations

from pathlib import Path

import pytest

import weishang_risk as wr

PAIRS = ((1, 26), (1, 27), (3, 13), (2, 30), (1, 7), (3, 31), (1, 45), (34, 28))
#: Rows that may be on the wrong side of 0.5: at most three, each named in the closing note.
ALLOWED = 3
TOLERANCE = 0.02


@pytest.fixture(scope="module")
def rows() -> dict[int, tuple[str, float]]:
    lines = (Path(__file__).parent / "seed_rows.tsv").read_text(encoding="utf-8").splitlines()
    table = [line.split("\t") for line in lines if not line.startswith("#")]
    return {int(number): (expected, wr.score(passage).score) for number, expected, passage in table}


def test_there_are_all_47_rows(rows: dict[int, tuple[str, float]]) -> None:
    assert sorted(rows) == list(range(1, 48))


@pytest.mark.parametrize(("higher", "lower"), PAIRS)
def test_a_pair_is_in_order(rows: dict[int, tuple[str, float]], higher: int, lower: int) -> None:
    assert rows[higher][1] > rows[lower][1]


def test_staff_selling_own_goods_is_no_riskier_than_ordinary_goods(rows: dict[int, tuple[str, float]]) -> None:
    assert rows[27][1] <= rows[35][1] + TOLERANCE or rows[27][1] < 0.1


def test_high_rows_reach_a_half_and_low_rows_stay_below(rows: dict[int, tuple[str, float]]) -> None:
    off = [n for n, (expected, score) in rows.items() if (expected == "H" and score < 0.5) or (expected == "L" and score >= 0.5)]
    assert len(off) <= ALLOWED, off


def test_nothing_in_the_middle_passes_the_three_worst(rows: dict[int, tuple[str, float]]) -> None:
    worst = min(rows[n][1] for n in (1, 2, 3))
    assert all(score <= worst for expected, score in rows.values() if expected == "E")

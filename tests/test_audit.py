"""The audit: the corpus passes it, and each check can fail."""

from __future__ import annotations

from typing import Any

import pytest

from training import audit, data, splits

RECORDS = data.load_corpus()


def record(**fields: Any) -> dict[str, Any]:
    return RECORDS[0] | {"group": None, "findings": []} | fields


@pytest.mark.slow
def test_the_corpus_passes_the_audit() -> None:
    assert audit.faults(RECORDS) == []


def test_a_text_written_twice_is_found_unless_it_is_a_twin() -> None:
    text = "镇上的茶馆今天来了一位说书的先生,讲了半日,听的人把门槛都坐满了。"
    twice = [record(id="a", text=text), record(id="b", text=text + "明日还讲。")]
    assert [found[:2] for found in audit.near_duplicates(twice)] == [("a", "b")]
    assert not audit.near_duplicates([r | {"group": "g"} for r in twice])


def test_a_group_is_whole_in_its_split() -> None:
    assert audit.crossing_groups(RECORDS) == []
    assert {splits.split_of(r) for r in RECORDS} == {"train", "validation", "test"}


def test_a_cue_that_tells_the_label_is_found() -> None:
    told = [record(id=str(i), text=("🔥" if i % 2 else "") + f"第{i}家店今天开门,卖的是面。", risk=3 if i % 2 else 0) for i in range(60)]
    assert audit.cue_auc(told) > 0.95


def test_a_name_that_tells_the_label_is_found() -> None:
    told = [record(id=str(i), text=f"{'Nuvola' if i % 2 else 'Brightwater'} opens at nine", risk=3 if i % 2 else 0) for i in range(60)]
    assert audit.cue_auc(told, "names") > 0.95


def test_a_sum_that_the_text_does_not_hold_is_found() -> None:
    assert audit.absent_sums([record(id="a", text="先交2980元", buyin_amount=3980, income_amount=None)]) == ["a: 3980"]
    assert not audit.absent_sums([record(id="a", text="先交2980元", buyin_amount=2980, income_amount=None)])


def test_a_finding_outside_its_text_is_found() -> None:
    assert audit.bad_findings([record(id="a", text="短", findings=[{"signal": "tiers", "stance": "asserted", "start": 0, "end": 9}])]) == ["a"]


def test_a_cell_under_its_count_is_found() -> None:
    short = audit.short_cells(RECORDS[:20])
    assert any(line.startswith("texts: 20 of") for line in short) and any(line.startswith("archetype.P40") for line in short)

"""What labels of a new domain are worth."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from training import adapt, data, metrics, splits, suggest

RECORDS = data.load_corpus()
#: A corpus that trains in seconds, and texts of a domain that is none of it.
SMALL = [r for r in RECORDS if data.source(r) == "plain" and splits.split_of(r) == "train"][:150]
DOMAIN = [r for r in RECORDS if r.get("origin") == "faq"][:80]


def test_the_halves_share_no_group_and_lose_no_text() -> None:
    domain = adapt.Domain([f"t{i}" for i in range(90)], [0, 2, 3] * 30, [f"g{i // 3}" for i in range(90)])
    pool, held = adapt.halves(domain, 1)
    assert not set(pool.groups) & set(held.groups) and sorted(pool.texts + held.texts) == sorted(domain.texts)
    assert domain.positive.tolist() == [0, 1, 1] * 30


def test_a_lift_is_told_with_its_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "resamples", lambda groups: [np.arange(len(groups))] * 2)
    held = adapt.Domain([f"t{i}" for i in range(40)], [0, 2] * 20, [f"g{i}" for i in range(40)])
    lines = adapt.compared("x", held, np.full(40, 0.4), np.array([0.1, 0.9] * 20))
    assert "before 0.500, after 1.000; lift +0.500 [+0.500, +0.500]" in lines[1] and "before 0.000, after 1.000" in lines[2]


@pytest.mark.slow
def test_labels_of_a_file_are_taken_and_both_models_judge_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "load_corpus", lambda: SMALL)
    monkeypatch.setattr(suggest, "suggest", lambda texts, count, model: [suggest.Suggestion(i, 0.5, 1.0, 1.0, 1.0) for i in range(count)])
    source = tmp_path / "mine.jsonl"
    source.write_text("".join(json.dumps(r) + "\n" for r in DOMAIN), encoding="utf-8")
    assert adapt.main([str(source), "--count", "20", "--splits", "1"]) == 0
    told = capsys.readouterr().out
    assert "20 labels, chosen by suggest, weight 3" in told and "AUC" in told and "lift" in told


@pytest.mark.parametrize("count", ["40", "2000"])
def test_too_few_texts_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], count: str) -> None:
    source = tmp_path / "mine.jsonl"
    source.write_text("".join(json.dumps(r) + "\n" for r in DOMAIN), encoding="utf-8")
    assert adapt.main([str(source), "--count", count]) == 2 and "too few" in capsys.readouterr().err

"""The texts about people stay unseen, hold to the guide, and are told right whomever they are about."""

from __future__ import annotations

import pytest

from training import data, fairness


def test_the_texts_hold_to_the_guide_and_are_honest_for_the_most_part() -> None:
    records = data.read_jsonl(fairness.TEXTS)
    assert not [problem for record in records for problem in data.problems(record)]
    honest = {kind: sum(r["id"].startswith(begin) and r["risk"] < 2 for r in records) for begin, kind in fairness.KINDS.items()}
    assert sum(honest.values()) >= 250 and min(honest.values()) >= 60


def test_none_of_them_stands_in_the_corpus() -> None:
    known = {record["text"] for record in data.load_corpus()}
    assert not known & {record["text"] for record in data.read_jsonl(fairness.TEXTS)}


def test_whom_a_text_is_about_makes_no_pitch_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    found = fairness.standing(data.read_jsonl(fairness.TEXTS))
    shares = {kind: each.called / each.honest for kind, each in found.items()}
    # On the test split 0.14 of all honest texts are taken for pitches (model card).
    assert max(share for kind, share in shares.items() if kind != "dialect") < 0.14 and shares["dialect"] < 0.18
    assert all(each.caught / each.pitches > 0.75 for each in found.values())
    fairness.main(["--wrong"])
    told = capsys.readouterr().out
    assert all(kind in told for kind in found)

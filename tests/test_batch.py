"""Many texts: the same as one by one, in order, in constant memory."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import TEXTS

import weishang_risk as wr
from weishang_risk import batch


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_batch_equals_one_by_one(jobs: int) -> None:
    reports = list(wr.score_many(iter(TEXTS), n_jobs=jobs))
    assert [r.to_dict() for r in reports] == [wr.score(t).to_dict() for t in TEXTS]


def test_texts_are_taken_as_they_are_needed() -> None:
    taken = []

    def endless() -> Iterator[str]:
        while True:
            taken.append(1)
            yield "每推荐一人奖500元"

    reports = wr.score_many(endless())
    for _ in range(3):
        next(reports)
    assert len(taken) == 3


def test_a_wrong_item_is_named_by_its_place() -> None:
    with pytest.raises(TypeError, match="text 1"):
        list(wr.score_many(["好", None]))  # type: ignore[list-item]


def test_one_string_is_no_list_of_texts() -> None:
    with pytest.raises(TypeError, match="score"):
        list(wr.score_many("一段文字"))


def test_what_came_before_a_wrong_item_is_given_out_first() -> None:
    for jobs in (1, 2):
        given = []
        with pytest.raises(TypeError, match="text 2"):
            for report in wr.score_many(["好", "坏", 3, "后"], n_jobs=jobs):  # type: ignore[list-item]
                given.append(report)
        assert [report.text for report in given] == ["好", "坏"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_wrong_item_can_be_reported_in_its_place(jobs: int) -> None:
    outcomes = list(wr.score_many(["好", None, "坏"], n_jobs=jobs, errors="report"))
    assert [type(outcome) for outcome in outcomes] == [wr.RiskReport, wr.FailedText, wr.RiskReport]
    assert outcomes[1].to_dict() == {"index": 1, "error": "text 1 must be a string, not NoneType"}


def test_a_text_on_which_scoring_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OverflowError("too large")

    monkeypatch.setattr(batch, "build", fail)
    with pytest.raises(wr.ScoringError, match="text 0 cannot be scored: OverflowError: too large") as caught:
        next(wr.score_many(["好"]))
    assert pickle.loads(pickle.dumps(caught.value)).index == 0
    assert [type(outcome) for outcome in wr.score_many(["好"], errors="report")] == [wr.FailedText]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_source_gave_before_it_failed_is_scored(jobs: int) -> None:
    def source() -> Iterator[str]:
        yield from TEXTS
        raise OSError("the disk is gone")

    given = []
    with pytest.raises(OSError, match="gone"):
        for report in wr.score_many(source(), n_jobs=jobs):
            given.append(report)
    assert len(given) == len(TEXTS)


def test_a_model_of_ones_own_works_in_several_processes() -> None:
    model = wr.RiskModel.load()
    model.intercept -= 1
    reports = list(wr.score_many(TEXTS, model=model, n_jobs=2))
    assert [r.score for r in reports] == [wr.score(t, model=model).score for t in TEXTS]


def test_an_unknown_way_with_errors_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="report"):
        wr.score_many([], errors="ignore")  # type: ignore[call-overload]


def test_a_report_travels_small_and_whole(text: str) -> None:
    report = wr.score(text)
    packed = pickle.dumps(report)
    again = pickle.loads(packed)
    assert len(packed) < 10_000 + 4 * len(text.encode("utf-8", "replace"))
    assert again == report
    assert again.to_dict() == report.to_dict()
    assert again.to_html("zh") == report.to_html("zh") and str(again) == str(report)
    assert again.legal_tests_in("zh") == report.legal_tests_in("zh")
    assert again.legal_tests_in("en") == report.legal_tests_in("en")


@pytest.mark.parametrize("jobs", [0, "2", 1.5, True, 10**9])
def test_what_is_no_number_of_processes_is_refused(jobs: Any) -> None:
    with pytest.raises(ValueError, match="number of processes"):
        wr.score_many(["x"], n_jobs=jobs)

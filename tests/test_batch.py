"""Many texts: the same as one by one, in order, in constant memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import TEXTS

import weishang_risk as wr


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

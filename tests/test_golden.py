"""Readings stay what they were, whatever is done for speed."""

from __future__ import annotations

from typing import Any

import pytest

from training import golden


@pytest.mark.slow
def test_five_hundred_texts_are_read_as_the_golden_file_holds() -> None:
    told = golden.differences(golden.held(), golden.readings())
    assert not told, f"{told[:5]}; if that is meant: python -m training.golden --renew"


def test_a_reading_that_differs_is_told_with_what_differs() -> None:
    held: dict[str, list[Any]] = {"a": ["t", "c", 0.5], "b": ["t", "c", 0.5], "c": ["t", "c", 0.5], "d": ["t", "c"]}
    found: dict[str, list[Any]] = {"a": ["t", "c", 0.5 + 1e-12], "b": ["t", "c", 0.51], "c": ["t", "x", 0.5], "e": ["t", "c"]}
    told = golden.differences(held, found)
    assert [line[0] for line in told] == ["b", "c", "d", "e"]
    assert "scores" in told[0] and "evidence" in told[1]

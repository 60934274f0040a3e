"""What stated sums imply."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weishang_risk.report import arithmetic


@given(st.integers(2, 30), st.integers(1, 10**10))
def test_the_named_level_is_the_first_too_many(width: int, population: int) -> None:
    level = arithmetic.levels_until(width, population)
    assert width**level > population >= width ** (level - 1) or level == 1


@given(st.floats(1, 1e6), st.floats(1, 1e5))
def test_the_recruits_named_do_earn_it_back_and_one_fewer_does_not(buy_in: float, reward: float) -> None:
    implied = arithmetic.imply(buy_in, "CNY", reward, False, None)
    assert implied is not None
    needed = implied["recruits_to_break_even"]
    assert needed * reward >= buy_in * (1 - 1e-6)
    assert (needed - 1) * reward < buy_in * (1 + 1e-6)


@given(st.integers(2, 20), st.integers(1, 50))
def test_the_losing_share_grows_with_what_must_be_earned_back(width: int, needed: int) -> None:
    share = arithmetic.losing_share(width, needed)
    assert 0.5 <= share < 1
    assert arithmetic.losing_share(width, needed + 1) >= share


@pytest.mark.parametrize("arguments", [(None, None, 500, False, None), (2980, "CNY", None, False, None), (None, None, None, False, None)])
def test_without_the_numbers_nothing_is_implied(arguments: tuple[float | None, str | None, float | None, bool, int | None]) -> None:
    assert arithmetic.imply(*arguments) is None

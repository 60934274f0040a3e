"""What stated sums imply."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import weishang_risk as wr
from weishang_risk.plan.types import Base, EntryPayment, Money, Plan, Reward, Share
from weishang_risk.report import arithmetic


@given(st.integers(2, 30), st.integers(1, 10**10))
def test_the_named_level_is_the_first_too_many(width: int, population: int) -> None:
    level = arithmetic.levels_until(width, population)
    assert width**level > population >= width ** (level - 1) or level == 1


@given(st.floats(1, 1e6), st.floats(1, 1e5))
def test_the_recruits_named_do_earn_it_back_and_one_fewer_does_not(buy_in: float, reward: float) -> None:
    implied = arithmetic.imply(buy_in, "CNY", [reward], None)
    assert implied is not None
    needed = implied["recruits_to_break_even"]
    assert needed * reward >= buy_in * (1 - 1e-6)
    assert (needed - 1) * reward < buy_in * (1 + 1e-6)


@given(st.integers(2, 20), st.integers(1, 50))
def test_the_losing_share_grows_with_what_must_be_earned_back(width: int, needed: int) -> None:
    share = arithmetic.losing_share(width, needed)
    assert 0.5 <= share < 1
    assert arithmetic.losing_share(width, needed + 1) >= share


@pytest.mark.parametrize("arguments", [(None, None, [500.0], None), (2980.0, "CNY", [], None), (None, None, [], None)])
def test_without_the_numbers_nothing_is_implied(arguments: tuple[float | None, str | None, list[float], int | None]) -> None:
    assert arithmetic.imply(*arguments) is None


def simulated(width: int, levels: int, buy_in: float, rewards: list[float]) -> float:
    """A full tree whose people come in one by one, each paying in and having a reward paid to everybody above who gets one."""
    people = sum(width**level for level in range(levels + 1))
    order = np.random.default_rng(20261128).permutation(people - 1) + 1
    balance = np.full(people, -buy_in)
    for newcomer in order.tolist():
        above = newcomer
        for reward in rewards:
            if above == 0:
                break
            above = (above - 1) // width
            balance[above] += reward
    return float(np.mean(balance < -1e-6 * buy_in))


@settings(max_examples=60)
@given(st.integers(2, 5), st.integers(1, 4), st.integers(1, 5000), st.lists(st.integers(0, 900), max_size=5))
@example(6, 3, 2980, [500, 200])
@example(2, 1, 1000, [500])
def test_the_share_behind_is_that_of_the_simulated_tree(width: int, levels: int, buy_in: int, rewards: list[int]) -> None:
    paid = [float(reward) for reward in rewards]
    assert arithmetic.share_behind(width, levels, buy_in, paid) == pytest.approx(simulated(width, levels, buy_in, paid))


def test_the_share_behind_comes_near_the_losing_share_where_only_direct_recruits_pay() -> None:
    assert arithmetic.share_behind(3, 30, 1000, [334]) == pytest.approx(arithmetic.losing_share(3, 3))


def test_the_fee_is_the_entry_and_the_reward_what_comes_back() -> None:
    report = wr.score("先交2980元成为代理,推荐一人奖500元,他再推荐一人你还拿200元。")
    implied = report.arithmetic
    assert implied is not None
    assert (implied["buy_in"], implied["reward_per_recruit"], implied["recruits_to_break_even"]) == (2980, 500, 6)
    assert implied["share_behind"][:3] == [round(arithmetic.share_behind(6, level, 2980, [500, 200]), 4) for level in (1, 2, 3)]


def plan_of(pay: Money | Share, base: Base, level: int | None = 1) -> Plan:
    entry = EntryPayment(Money(1000, 1000, "CNY"), "fee", "join", True, False, "asserted", ())
    return Plan(entries=(entry,), rewards=(Reward(level, base, pay, False, "asserted", ()),), depth=1)


@pytest.mark.parametrize(
    ("plan", "needed"),
    [
        (plan_of(Money(300, 300, "CNY"), "heads"), 4),
        (plan_of(Share(20, 25), "entry"), 4),
        (plan_of(Money(300, 300, "CNY"), "heads", None), 4),
        (plan_of(Money(1000, 1000, "CNY"), "heads"), None),
        (plan_of(Money(300, 300, "USD"), "heads"), None),
        (plan_of(Share(20, 20), "sales"), None),
        (plan_of(Money(300, 300, "CNY"), "heads", 2), None),
    ],
)
def test_only_what_is_paid_for_a_direct_recruit_earns_the_entry_back(plan: Plan, needed: int | None) -> None:
    implied = arithmetic.implied_by(plan)
    assert (implied or {}).get("recruits_to_break_even") == needed

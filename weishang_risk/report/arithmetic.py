"""What the stated sums imply."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any

from ..plan.types import ALL, Money, Plan, Reward

#: People in mainland China, 2020 census (National Bureau of Statistics).
CHINA_POPULATION = 1_411_780_000
#: People on Earth, rounded (United Nations, World Population Prospects 2024).
WORLD_POPULATION = 8_200_000_000


def levels_until(width: int, population: int) -> int:
    """First level of a full tree that alone needs more people than ``population``.

    Parameters
    ----------
    width : int
        Recruits each participant brings, at least 2.
    population : int

    Returns
    -------
    int

    Examples
    --------
    >>> levels_until(3, CHINA_POPULATION)
    20
    """
    level, needed = 1, width
    while needed <= population:
        level += 1
        needed *= width
    return level


def _ahead_from(width: int, needed: float, rewards: Iterable[float]) -> int | None:
    """How high above the last level of a full tree one has got back what is needed, None where nobody has.

    ``rewards`` are what comes back for each of the ``width ** k`` people ``k`` levels below, from the first.
    """
    earned = 0.0
    if earned >= needed:
        return 0
    for height, reward in enumerate(rewards, 1):
        earned += reward * width**height
        if earned >= needed:
            return height
    return None


def losing_share(width: int, recruits_to_break_even: int) -> float:
    """Share of a full tree that has not earned back its buy-in when recruiting stops.

    Everybody in the last level has recruited nobody. Where one level of recruits (``width``) does not yet repay the
    buy-in, more levels at the bottom are still at a loss.

    Parameters
    ----------
    width : int
        Recruits each participant brings, at least 2.
    recruits_to_break_even : int
        Paid recruits needed to earn back the buy-in, at least 1.

    Returns
    -------
    float
        Between 0 and 1.

    Examples
    --------
    >>> round(losing_share(3, 2), 3)
    0.667
    """
    height = _ahead_from(width, recruits_to_break_even, repeat(1.0))
    assert height is not None, "as many recruits as are needed come at some level"
    return 1 - float(width) ** -height


def share_behind(width: int, levels: int, buy_in: float, rewards: Sequence[float]) -> float:
    """Share of a full tree that is behind when it stops: paid in more than has come back.

    Whoever stands ``h`` levels above the last has ``width ** k`` people ``k`` levels below, for ``k`` up to ``h``, and has earned
    the sum of ``rewards[k - 1] * width ** k``. That grows with ``h``, so everybody below some height is behind and nobody above.

    Parameters
    ----------
    width : int
        Recruits each participant brings, at least 2.
    levels : int
        Levels below the first participant when the tree stops.
    buy_in : float
        What each pays in.
    rewards : sequence of float
        What comes back for each recruit, by level; more than there are levels count for nothing.

    Returns
    -------
    float
        Between 0 and 1.

    Examples
    --------
    >>> round(share_behind(6, 3, 2980, [500, 200]), 3)
    0.834
    >>> share_behind(2, 3, 100, [])
    1.0
    """
    height = _ahead_from(width, buy_in * (1 - 1e-9), [*rewards[:levels], *[0.0] * (levels - len(rewards))])
    if height is None:
        return 1.0
    everybody: int = width ** (levels + 1) - 1
    ahead: int = width ** (levels + 1 - height) - 1
    return (everybody - ahead) / everybody


def implied_by(plan: Plan) -> dict[str, Any] | None:
    """What a plan's required entry, its rewards for those brought in and its width imply.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    dict or None
        As :func:`imply`.

    Examples
    --------
    >>> implied_by(Plan()) is None
    True
    """
    pay = plan.entry.pay if plan.entry else None
    buy_in, currency = (pay.low, pay.currency) if pay else (None, None)
    levels: dict[int, float] = {}
    every = 0.0
    for reward in plan.told_rewards:
        each = _each(reward, buy_in, currency)
        if each is None:
            continue
        if reward.level == ALL:
            every = every or each
        else:
            # A reward of a level not told is a direct recruit's where no other is.
            levels.setdefault(reward.level or 0, each)
    unspecified = levels.pop(0, None)
    if 1 not in levels and (first := unspecified or every):
        levels[1] = first
    deepest = MOST_LEVELS if every else max(levels, default=0)
    return imply(buy_in, currency, [levels.get(level, every) for level in range(1, deepest + 1)], plan.width)


#: No tree of people in this world has more levels than this.
MOST_LEVELS = 33


def _each(reward: Reward, buy_in: float | None, currency: str | None) -> float | None:
    """What a reward comes to for one recruit; None where it is not for recruits, or is no less than what one pays in."""
    if reward.base not in ("heads", "entry"):
        return None
    if not isinstance(reward.pay, Money):
        return None if buy_in is None or not 0 < reward.pay.high < 100 else buy_in * reward.pay.high / 100
    if None not in (currency, reward.pay.currency) and currency != reward.pay.currency:
        return None
    return reward.pay.high if 0 < reward.pay.high < (buy_in or math.inf) else None


def imply(buy_in: float | None, currency: str | None, rewards: Sequence[float], width: int | None) -> dict[str, Any] | None:
    """What a buy-in, a reward a head and a stated width imply.

    Parameters
    ----------
    buy_in : float or None
        Smallest sum that lets one in.
    currency : str or None
        Its ISO 4217 code.
    rewards : sequence of float
        What comes back for one recruit at each level, from the first.
    width : int or None
        Recruits each participant is told to bring, where the text says so.

    Returns
    -------
    dict or None
        None where the text does not give the numbers. Else ``buy_in``, ``currency``, ``reward_per_recruit``,
        ``recruits_to_break_even``, ``width``, ``levels`` (people needed at each level), ``exceeds_china_at_level``,
        ``exceeds_world_at_level``, ``share_at_loss``, ``assumption`` and, where both a buy-in and a reward are told, ``share_behind``:
        the share that is behind when the tree stops at each of the levels, all levels' rewards counted.

    Examples
    --------
    >>> imply(9800, "CNY", [1960], 3)["recruits_to_break_even"]
    5
    """
    result: dict[str, Any] = {}
    needed = None
    if buy_in and buy_in > 0 and rewards and rewards[0] > 0:
        needed = math.ceil(buy_in / rewards[0] - 1e-9)
        result |= {"buy_in": buy_in, "currency": currency, "reward_per_recruit": round(rewards[0], 2), "recruits_to_break_even": needed}
    if width is None and needed is not None and 2 <= needed <= 50:
        width, stated = needed, False
    else:
        stated = width is not None
    if width is not None and width >= 2:
        last = levels_until(width, WORLD_POPULATION)
        result |= {
            "width": width,
            "levels": [width**level for level in range(1, last + 1)],
            "exceeds_china_at_level": levels_until(width, CHINA_POPULATION),
            "exceeds_world_at_level": last,
            "share_at_loss": round(losing_share(width, needed or 1), 4),
            "assumption": (
                f"every participant brings {width} (as the text says)" if stated
                else f"every participant brings the {width} that earn back the buy-in"
            ),
        }  # fmt: skip
        if buy_in and needed is not None:
            result["share_behind"] = [round(share_behind(width, level, buy_in, rewards), 4) for level in range(1, last + 1)]
    return result or None

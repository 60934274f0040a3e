"""What the stated sums imply."""

from __future__ import annotations

import math
from typing import Any

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
    below, depth = 0, 0
    while below < recruits_to_break_even:
        depth += 1
        below += width**depth
    return 1 - float(width) ** -depth


def imply(
    buy_in: float | None, currency: str | None, reward: float | None, reward_is_share: bool, width: int | None
) -> dict[str, Any] | None:
    """What a buy-in, a reward a head and a stated width imply.

    Parameters
    ----------
    buy_in : float or None
        Smallest sum that lets one in.
    currency : str or None
        Its ISO 4217 code.
    reward : float or None
        Reward for one direct recruit: a sum, or a percentage of the recruit's buy-in.
    reward_is_share : bool
        Whether ``reward`` is a percentage.
    width : int or None
        Recruits each participant is told to bring, where the text says so.

    Returns
    -------
    dict or None
        None where the text does not give the numbers. Else ``buy_in``, ``currency``, ``reward_per_recruit``,
        ``recruits_to_break_even``, ``width``, ``levels`` (people needed at each level), ``exceeds_china_at_level``,
        ``exceeds_world_at_level``, ``share_at_loss`` and ``assumption``.

    Examples
    --------
    >>> imply(9800, "CNY", 20, True, 3)["recruits_to_break_even"]
    5
    """
    result: dict[str, Any] = {}
    needed = None
    if buy_in and reward and buy_in > 0:
        each = buy_in * reward / 100 if reward_is_share else reward
        if each > 0:
            needed = math.ceil(buy_in / each - 1e-9)
            result |= {"buy_in": buy_in, "currency": currency, "reward_per_recruit": round(each, 2),
                       "recruits_to_break_even": needed}
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
    return result or None

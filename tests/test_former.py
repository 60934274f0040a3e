"""Prices that hold no more beside those that are asked now."""

from __future__ import annotations

import pytest

from weishang_risk.reading.former import former
from weishang_risk.reading.normalize import NormalizedText
from weishang_risk.reading.quantities import read


@pytest.mark.parametrize(
    ("text", "asked_before"),
    [
        ("Sign-up fee: was $250, now $75.", [250.0]),
        ("The fee used to be $300; today it is $120.", [300.0]),
        ("Joining: $300 reduced to $180.", [300.0]),
        ("The old joining fee of $200 is gone; you now pay $95.", [200.0]),
        ("入会费划线价3980元,到手价980元。", [3980.0]),
        ("别人收2980元,我们入会只收380元。", [2980.0]),
        ("原价1980元,现在只要398元。", [1980.0]),
        ("3980元降到980元", [3980.0]),
        # Two prices are no former one and a new one where nothing says so, or where the second is more.
        ("Gold $250, silver $75.", []),
        ("was $75, now $250", []),
        ("入会费980元,推荐一人奖200元。", []),
        ("You pay $99 now and earn $20 a head.", []),
    ],
)
def test_a_price_is_former_where_a_smaller_one_takes_its_place(text: str, asked_before: list[float]) -> None:
    normalized = NormalizedText(text).text
    sums = read(normalized)
    assert [sums[place].high for place in former(normalized, sums)] == asked_before

"""Disguises cost a screen little: a sample of what ``training.attack`` measures."""

from __future__ import annotations

import pytest

from training import attack


def test_every_change_changes_something_and_is_the_same_every_time() -> None:
    text = "You pay 99 dollars to join. 你推荐一人,代理团队奖金500元,下线再推荐你也有佣金。\n\nThey bring others."
    for name, change in attack.CHANGES.items():
        first, again = (change(text, 1.0, attack._seed(name, text)) for _ in range(2))
        assert first == again != text, name


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(attack.CHANGES) - {"questions"}))
def test_a_change_loses_few_pitches_and_raises_few_honest_texts(name: str) -> None:
    # 134 caught pitches and 188 honest texts; questions are the reading of frames, not of spelling, and lose more.
    caught, lost, honest, risen = attack.measure(attack.test_split(400), attack.ours, name, "middle")
    assert lost <= 0.06 * caught and risen <= 0.04 * honest

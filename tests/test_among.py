"""How a sum stands among the others of its text, and what that makes of its role."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from weishang_risk.concepts import roles
from weishang_risk.concepts.among import STANDING, settled, standing
from weishang_risk.concepts.registry import DOCUMENT_HEADS, SENTENCE_HEADS
from weishang_risk.concepts.roles import ROLES, Sum
from weishang_risk.model.fitting.among import FEWEST, as_they_are, fit_among
from weishang_risk.reading.document import Document

HEADS = dict.fromkeys(DOCUMENT_HEADS, 0.0)
TEXTS = ["入会2980元,推荐一人返500元,他再推荐你拿200元", "Diamond $1,999, Gold $599 or Bronze $149, you get 10% of each", "一代20%\n二代10%\n三代20%", "no sum at all"]


def stood(text: str) -> NDArray[np.float64]:
    document = Document(text)
    sums = roles.read(document.normalized.text, document.sentences)
    own = np.random.default_rng(0).normal(size=(len(sums), len(ROLES)))
    return standing(sums, own, np.zeros((len(document.sentences), len(SENTENCE_HEADS))), HEADS)


@pytest.mark.parametrize("text", TEXTS)
def test_each_sum_has_a_row_of_finite_numbers(text: str) -> None:
    document = Document(text)
    table = stood(text)
    assert table.shape == (len(roles.read(document.normalized.text, document.sentences)), STANDING)
    assert np.isfinite(table).all() and np.abs(table).max(initial=0.0) <= 6.0


def test_a_sum_alone_has_nothing_beside_it() -> None:
    row = stood("入会2980元")[0]
    width = len(ROLES)
    # The sum before, the one behind, those listed with it, any other, those of its amount.
    assert not row[2 * width : 7 * width].any()


def test_sums_of_one_amount_know_of_each_other() -> None:
    table = stood(TEXTS[2])
    again = table[:, 6 * len(ROLES) : 7 * len(ROLES)].any(axis=1)
    assert again.tolist() == [True, False, True]


def test_without_labels_a_sum_keeps_the_role_it_has_by_what_stands_around_it() -> None:
    document = Document(TEXTS[0])
    sums = roles.read(document.normalized.text, document.sentences)
    own = np.random.default_rng(1).normal(size=(len(sums), len(ROLES)))
    logits = np.zeros((len(document.sentences), len(SENTENCE_HEADS)))
    table = fit_among([[[-1] * len(ROLES)] * len(sums)], [sums], [own], [logits], [HEADS], np.ones(1))
    assert np.array_equal(table, as_they_are())
    assert settled(table, sums, own, logits, HEADS) == pytest.approx(own)


def test_a_role_that_hangs_on_the_sum_before_is_learned() -> None:
    """Of two sums that look alike the second is of the deeper level."""
    document = Document("返500元,返200元")
    sums = roles.read(document.normalized.text, document.sentences)
    logits = np.zeros((len(document.sentences), len(SENTENCE_HEADS)))
    first, second = ROLES.index("reward1"), ROLES.index("reward2")
    alike = np.zeros((2, len(ROLES)))
    alike[:, first] = 3.0
    texts = FEWEST
    target = [[int(place == role) for role in range(len(ROLES))] for place in (first, second)]
    # A text each of the other roles, so that every role is known.
    others = [[[int(place == role) for role in range(len(ROLES))]] * 2 for place in range(len(ROLES))]
    plain = [np.eye(len(ROLES))[[place, place]] * 3.0 for place in range(len(ROLES))]
    table = fit_among([*[target] * texts, *others], [sums] * (texts + len(ROLES)), [*[alike] * texts, *plain],
                      [logits] * (texts + len(ROLES)), [HEADS] * (texts + len(ROLES)), np.ones(texts + len(ROLES)))  # fmt: skip
    assert settled(table, sums, alike, logits, HEADS).argmax(axis=1).tolist() == [first, second]


def _compared_each_with_each(sums: list[Sum], roles: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """What :func:`standing` tells of the others of each sum, the slow way: those listed with it, any other, those of its amount."""
    shares = np.exp(roles - roles.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    rows = []
    for place, own in enumerate(sums):
        others = [(other, shares[at]) for at, other in enumerate(sums) if at != place]
        told = [
            [share for other, share in others if other.ladder == own.ladder],
            [share for other, share in others if (other.quantity.kind, other.quantity.high) == (own.quantity.kind, own.quantity.high)],
        ]
        listed, again = (np.mean(each, axis=0) if each else np.zeros(len(ROLES)) for each in told)
        rows.append(np.concatenate([listed, np.max([share for _, share in others], axis=0, initial=0.0) if others else np.zeros(len(ROLES)), again]))
    return rows


@given(st.lists(st.tuples(st.sampled_from(["sum", "share"]), st.sampled_from([1.0, 20.0, 500.0]), st.integers(0, 3)), max_size=12), st.integers(0, 99))
def test_the_others_of_a_sum_are_what_comparing_each_with_each_finds(drawn: list[tuple[str, float, int]], seed: int) -> None:
    (made,) = [sentence.quantities[0] for sentence in Document("返500元").sentences]
    sums = [Sum(0, made._replace(kind=kind, low=size, high=size), ladder) for kind, size, ladder in drawn]
    # Whole numbers make sums of alike shares.
    roles = np.random.default_rng(seed).integers(-2, 3, size=(len(sums), len(ROLES))).astype(float)
    table = standing(sums, roles, np.zeros((1, len(SENTENCE_HEADS))), HEADS)
    assert table.shape == (len(sums), STANDING)
    for row, expected in zip(table, _compared_each_with_each(sums, roles), strict=True):
        assert row[4 * len(ROLES) : 7 * len(ROLES)] == pytest.approx(expected)


def test_a_flood_of_sums_takes_no_more_room_than_sums_do() -> None:
    """Compared each with each, fifty thousand sums would fill 30 GB."""
    (made,) = [sentence.quantities[0] for sentence in Document("返500元").sentences]
    sums = [Sum(0, made, place) for place in range(50_000)]
    table = standing(sums, np.zeros((len(sums), len(ROLES))), np.zeros((1, len(SENTENCE_HEADS))), HEADS)
    assert table.shape == (50_000, STANDING) and np.isfinite(table).all()

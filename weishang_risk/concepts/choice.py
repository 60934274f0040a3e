"""Which of a text's sums is the one that lets one in, and which the largest claim: how each stands among the others."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from ..reading.quantities import Quantity
from .registry import FURTHEST, SENTENCE_PLACE
from .roles import ROLES, Sum

#: Roles of which a text has one: the sum that lets one in, and the largest claim.
CHOSEN = ("entry", "income")
#: What decides which of a text's sums is the one of a role: see :func:`choice_features`.
CHOICE = (
    "own", "rival", "behind", "sentence", "other_sentence", "rank", "rank_alike", "first", "alike_1", "outermost_1", "alike_2",
    "outermost_2", "alike_3", "outermost_3", "role", "periodic", "named_sum", "end_of_ladder", "in_ladder", "none", "none_some", "none_much", "none_best",
)  # fmt: skip
_CONCEPT = {"entry": "buy_in", "income": "income"}
#: How far behind the strongest sum others are taken for as likely, in logits; the smallest entry, and the largest claim, counts.
_ALIKE = (0.5, 1.5, 3.0)
#: What a step of a ladder of packages may be: none of them is a reward.
_STEPS = [ROLES.index(role) for role in ("entry", "rank", "price")]
_YEARLY = {"day": 365.0, "week": 52.0, "month": 12.0, "year": 1.0, "total": 1.0, None: 1.0}


def size_of(role: str, quantity: Quantity) -> float:
    """What sums of a role are compared by: the least that lets one in, and what a claim comes to in a year."""
    return quantity.low if role == "entry" else quantity.high * _YEARLY[quantity.period]


def eligible(sums: Sequence[Sum]) -> list[int]:
    """Which sums of a text can be the one of a role; a share is none."""
    return [place for place, each in enumerate(sums) if each.quantity.kind != "share" and each.quantity.high > 0]


def choice_features(
    role: str, sums: Sequence[Sum], logits: NDArray[np.float64], roles: NDArray[np.float64], heads: Mapping[str, float]
) -> NDArray[np.float64]:
    """How each eligible sum of a text stands among the others, for one of :data:`CHOSEN`; the last row stands for none of them.

    Parameters
    ----------
    role : str
    sums : sequence of Sum
    logits : ndarray of shape (n_sentences, n_sentence_heads)
    roles : ndarray of shape (n_sums, n_roles)
    heads : mapping of str to float
        Logits of the document heads.

    Returns
    -------
    ndarray of shape (n_eligible + 1, len(CHOICE))
        Of a sum: its own logit and the best other role's; how far it is behind the strongest sum, and its sentence behind the
        strongest sentence, for either concept; its rank by size, from 0, among all and among those as likely; whether it comes
        first; whether it is about as likely as the strongest, and the outermost of those; whether this is its likeliest role,
        whether it has a period and a currency, and whether it is the outermost, or another, of the sums listed with the strongest. Of none: the whole text's logits of the concept, and the strongest sum's.
    """
    return np.array(choice_rows(role, sums, eligible(sums), logits.T.tolist(), roles.tolist(), heads))


def _clipped(value: float, least: float, most: float) -> float:
    return least if value < least else most if value > most else value


def choice_rows(
    role: str, sums: Sequence[Sum], places: Sequence[int], logits: Sequence[list[float]], roles: Sequence[list[float]],
    heads: Mapping[str, float],
) -> list[list[float]]:
    """As :func:`choice_features`, logits a head; a text has so few sums that lists are faster than arrays."""
    none = [0.0] * (len(CHOICE) - 4) + [1.0, *(_clipped(heads[f"{_CONCEPT[role]}>={least}"], -FURTHEST, FURTHEST) / 3 for least in (1, 2)), 0.0]
    if not places:
        return [none]
    (other,) = set(CHOSEN) - {role}
    count, place = len(places), ROLES.index(role)
    told = [roles[i] for i in places]
    own = [row[place] for row in told]
    strongest = max(own)
    none[-1] = _clipped(strongest, -8, 8) / 3
    likeliest = [row.index(max(row)) for row in told]
    columns = [logits[SENTENCE_PLACE[_CONCEPT[name]]] for name in (role, other)]
    most = [max(column) for column in columns]
    sizes = [size_of(role, sums[i].quantity) for i in places]
    outer = min if role == "entry" else max
    alike = [[value > strongest - gap for value in own] for gap in _ALIKE]
    best = [outer(size for size, yes in zip(sizes, among, strict=True) if yes) for among in alike]
    in_order, likely = sorted(sizes), sorted(size for size, yes in zip(sizes, alike[1], strict=True) if yes)
    # The steps of the ladder that the strongest stands in are as good as itself.
    ladders = [(sums[i].sentence, sums[i].ladder) for i in places]
    own_ladder = ladders[own.index(strongest)]
    beside = {row for row, ladder in enumerate(ladders) if ladder == own_ladder}
    if len(beside) < 2 or not all(likeliest[row] in _STEPS for row in beside):
        beside = set()
    far = outer((sizes[row] for row in beside), default=0.0)
    rows: list[list[float]] = []
    for row, i in enumerate(places):
        size, quantity = sizes[row], sums[i].quantity
        rows.append([
            _clipped(own[row], -8, 8), _clipped(max(told[row][:place] + told[row][place + 1 :]), -8, 8), _clipped(own[row] - strongest, -8, 0),
            *(_clipped(column[sums[i].sentence] - top, -8, 0) for column, top in zip(columns, most, strict=True)),
            bisect_left(in_order, size) / count, bisect_left(likely, size) / len(likely), float(row == 0),
            *chain.from_iterable((float(among[row]), float(among[row] and size == end)) for among, end in zip(alike, best, strict=True)),
            float(likeliest[row] == place), float(quantity.period is not None), float(quantity.kind == "sum"),
            float(row in beside and size == far), float(row in beside and size != far), 0.0, 0.0, 0.0, 0.0,
        ])  # fmt: skip
    return [*rows, none]

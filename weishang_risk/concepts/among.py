"""How a sum stands among the others of its text: what its role is hangs on theirs, and on what its sentence and the text tell."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from .registry import DOCUMENT_HEADS, FURTHEST, SENTENCE_HEADS
from .roles import ROLES, Sum

_OTHER = ("first", "last", "many", "share", "periodic", "size", "listed", "again", "under_last", "over_last", "under_next", "over_next")
#: Length of a row of :func:`standing`.
STANDING = 7 * len(ROLES) + len(SENTENCE_HEADS) + len(DOCUMENT_HEADS) + len(_OTHER)


def standing(
    sums: Sequence[Sum], roles: NDArray[np.float64], logits: NDArray[np.float64], heads: Mapping[str, float]
) -> NDArray[np.float64]:
    """What speaks for each role of each sum, beside what stands around it.

    Parameters
    ----------
    sums : sequence of Sum
    roles : ndarray of shape (n_sums, n_roles)
        Logits by what stands around a sum.
    logits : ndarray of shape (n_sentences, n_sentence_heads)
    heads : mapping of str to float
        Logits of the document heads.

    Returns
    -------
    ndarray of shape (n_sums, STANDING)
        Its own logits and shares; the shares of the sum before and of the one behind, of those listed with it, the most of any
        other, and of those of the same amount; the logits of its sentence and of the text; whether it is the first and the last,
        how many there are, whether it is a share and has a period, its digits, whether others are listed with it or of the same
        amount, and whether it is less or more than its neighbours.
    """
    count = len(sums)
    if not count:
        return np.zeros((0, STANDING))
    shares = np.exp(roles - roles.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    none = np.zeros((1, len(ROLES)))
    kinds = np.array([each.quantity.kind for each in sums])
    sizes = np.array([each.quantity.high for each in sums])
    listed, listed_shares = _others([each.ladder for each in sums], shares)
    again, again_shares = _others([(each.quantity.kind, each.quantity.high) for each in sums], shares)
    # The most of any other: the second most for whoever has the most.
    second, top = np.sort(np.vstack([none, shares]), axis=0)[-2:]
    most = np.where(shares == top, second, top)
    text = np.clip([heads[name] for name in DOCUMENT_HEADS], -FURTHEST, FURTHEST) / 3
    place = np.arange(count)
    alike = kinds[1:] == kinds[:-1]
    next_alike, last_alike = np.append(alike, False), np.append(False, alike)
    rises = np.sign(np.append(sizes[1:], sizes[-1]) - sizes)
    fell = np.sign(np.append(sizes[0], sizes[:-1]) - sizes)
    columns = [
        place == 0, place == count - 1, np.full(count, min(count, 10) / 5), kinds == "share",
        [each.quantity.period is not None for each in sums], np.log10(np.maximum(sizes, 1)) / 3, listed > 0, again > 0,
        last_alike & (fell > 0), last_alike & (fell < 0), next_alike & (rises < 0), next_alike & (rises > 0),
    ]  # fmt: skip
    return np.hstack([
        np.clip(roles, -FURTHEST, FURTHEST) / 2, shares, np.vstack([none, shares[:-1]]), np.vstack([shares[1:], none]),
        listed_shares, most, again_shares, np.clip(logits[[each.sentence for each in sums]], -FURTHEST, FURTHEST) / 3,
        np.tile(text, (count, 1)), np.column_stack(columns),
    ])  # fmt: skip


def settled(
    table: NDArray[np.float64], sums: Sequence[Sum], roles: NDArray[np.float64], logits: NDArray[np.float64], heads: Mapping[str, float]
) -> NDArray[np.float64]:
    """Logits of the roles of all sums of a text together.

    Parameters
    ----------
    table : ndarray of shape (STANDING + 1, n_roles)
        Weights; the last row is the bias.
    sums, roles, logits, heads
        As :func:`standing` takes them.

    Returns
    -------
    ndarray of shape (n_sums, n_roles)
    """
    together: NDArray[np.float64] = standing(sums, roles, logits, heads) @ table[:-1] + table[-1]
    return together


def _others(groups: Sequence[Hashable], shares: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """How many others are in the group of each, and their mean shares; zeros where there are none."""
    numbers: dict[Hashable, int] = {}
    of = np.array([numbers.setdefault(group, len(numbers)) for group in groups])
    totals = np.zeros((len(numbers), shares.shape[1]))
    np.add.at(totals, of, shares)
    others = np.bincount(of)[of] - 1
    mean: NDArray[np.float64] = np.where(others[:, None] > 0, totals[of] - shares, 0.0) / np.maximum(others, 1)[:, None]
    return others, mean

"""How a sum stands among the others of its text: what its role is hangs on theirs, and on what its sentence and the text tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from .registry import DOCUMENT_HEADS, SENTENCE_HEADS
from .roles import ROLES, Sum

#: Logits are taken as no further from 0 than this.
_FURTHEST = 6.0
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
    kinds = [each.quantity.kind for each in sums]
    sizes = np.array([each.quantity.high for each in sums])
    alike = np.array([[a == b for b in kinds] for a in kinds])
    others = ~np.eye(count, dtype=bool)
    ladders = np.array([each.ladder for each in sums])
    listed = (ladders[:, None] == ladders[None, :]) & others
    again = alike & (sizes[:, None] == sizes[None, :]) & others
    most = np.where(others[:, :, None], shares[None, :, :], 0.0).max(axis=1)
    text = np.clip([heads[name] for name in DOCUMENT_HEADS], -_FURTHEST, _FURTHEST) / 3
    place = np.arange(count)
    next_alike = np.append(np.diagonal(alike, 1), False)
    last_alike = np.append(False, np.diagonal(alike, 1))
    rises = np.sign(np.append(sizes[1:], sizes[-1]) - sizes)
    fell = np.sign(np.append(sizes[0], sizes[:-1]) - sizes)
    columns = [
        place == 0, place == count - 1, np.full(count, min(count, 10) / 5), np.array(kinds) == "share",
        [each.quantity.period is not None for each in sums], np.log10(np.maximum(sizes, 1)) / 3, listed.any(axis=1), again.any(axis=1),
        last_alike & (fell > 0), last_alike & (fell < 0), next_alike & (rises < 0), next_alike & (rises > 0),
    ]  # fmt: skip
    return np.hstack([
        np.clip(roles, -_FURTHEST, _FURTHEST) / 2, shares, np.vstack([none, shares[:-1]]), np.vstack([shares[1:], none]),
        _mean(listed, shares), most, _mean(again, shares), np.clip(logits[[each.sentence for each in sums]], -_FURTHEST, _FURTHEST) / 3,
        np.tile(text, (count, 1)), np.column_stack(columns),
    ])  # fmt: skip


def _mean(of: NDArray[np.bool_], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean shares of some sums for each; zeros where there are none."""
    mean: NDArray[np.float64] = of @ shares / np.maximum(of.sum(axis=1, keepdims=True), 1)
    return mean

"""Counterfactual swaps: the same text about other people, a man for a mother, a city for a village, must keep its score."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from weishang_risk.batch import score_many
from weishang_risk.language.tables import parse
from weishang_risk.model.risk import RiskModel

TABLE = Path(__file__).with_name("swaps.tsv")


def swaps() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    """Of each kind of people, what is said of them and of whom it is said instead."""
    found: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for kind, written, instead in parse(TABLE.name, TABLE.read_text(encoding="utf-8"), ("kind", "from", "to")):
        pattern = rf"\b{written}\b" if written.isascii() else written
        found.setdefault(kind, []).append((re.compile(pattern, re.IGNORECASE), instead))
    return found


def swapped(text: str, kind: str) -> str:
    """A text with one kind of people exchanged.

    Examples
    --------
    >>> swapped("Moms, join us. Two sisters lead the team.", "mother")
    'dads, join us. Two brothers lead the team.'
    """
    for pattern, instead in swaps()[kind]:
        text = pattern.sub(instead, text)
    return text


def moves(texts: Sequence[str], kind: str, model: RiskModel | None = None) -> NDArray[np.float64]:
    """By how much each text that tells of a kind of people moves when it tells of others.

    Returns
    -------
    ndarray of shape (n_texts_that_change,)
        Score after less score before, from -1 to 1.
    """
    pairs = [(text, other) for text in texts if (other := swapped(text, kind)) != text]
    before = [report.score for report in score_many([text for text, _ in pairs], model=model)]
    after = [report.score for report in score_many([other for _, other in pairs], model=model)]
    found: NDArray[np.float64] = np.array(after) - np.array(before)
    return found


def lines(texts: Sequence[str], model: RiskModel | None = None) -> list[str]:
    """The table as text: how many texts change, and by how much their scores do."""
    rows = ["the same text about others:  texts  mean move  mean size"]
    for kind in swaps():
        found = moves(texts, kind, model)
        if len(found):
            rows.append(f"  {kind:<26}{len(found):5d}  {found.mean():+.3f}  {np.abs(found).mean():.3f}")
    return rows

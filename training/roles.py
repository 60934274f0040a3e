"""How well the role of each sum and share is read: F1 of each role, and their mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from weishang_risk.concepts.roles import ROLES
from weishang_risk.model.fitting.roles import role_targets
from weishang_risk.model.risk import RiskModel
from weishang_risk.reading.document import readable


class RoleScore(NamedTuple):
    """How one role is read.

    Attributes
    ----------
    role : str
    precision, recall, f1 : float
        0.0 to 1.0.
    labelled : int
        Sums and shares labelled with it.
    """

    role: str
    precision: float
    recall: float
    f1: float
    labelled: int


def pairs(records: Iterable[dict[str, Any]], model: RiskModel) -> list[tuple[str, str]]:
    """Labelled and read role of every sum and share of records that label them.

    Parameters
    ----------
    records : iterable of dict
        Those without ``sums`` are left out.
    model : RiskModel
    """
    found = []
    for record in records:
        if record.get("sums") is None:
            continue
        document = readable(record["text"])
        concepts = model.reader.read(document)
        for place, row in enumerate(role_targets(record, document, concepts.sums)):
            # A bare number that nobody labelled is no sum.
            if concepts.sums[place].quantity.kind != "number":
                found.append((ROLES[row.index(1)], concepts.role_of(place)[0]))
    return found


def scores(told: Sequence[tuple[str, str]]) -> list[RoleScore]:
    """F1 of every role.

    Examples
    --------
    >>> [(s.role, round(s.f1, 2)) for s in scores([("entry", "entry"), ("price", "entry")]) if s.labelled]
    [('entry', 0.67), ('price', 0.0)]
    """
    rows = []
    for role in ROLES:
        right = sum(gold == read == role for gold, read in told)
        labelled, called = (sum(pair[side] == role for pair in told) for side in (0, 1))
        precision, recall = right / max(called, 1), right / max(labelled, 1)
        rows.append(RoleScore(role, precision, recall, 2 * right / max(called + labelled, 1), labelled))
    return rows


def lines(records: Iterable[dict[str, Any]], model: RiskModel) -> list[str]:
    """The table as text."""
    rows = [row for row in scores(pairs(records, model)) if row.labelled]
    mean = sum(row.f1 for row in rows) / max(len(rows), 1)
    told = [f"  {row.role:<10}{row.precision:.3f}  {row.recall:.3f}  {row.f1:.3f}  of {row.labelled}" for row in rows]
    return [f"roles of sums and shares: precision, recall, F1; macro F1 {mean:.3f}", *told]

"""What is written of a report beside a record's own cells, and under which names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..concepts.registry import FEATURES as CONTRACT_FEATURES
from .encodings import InputError

if TYPE_CHECKING:
    from ..report.report import RiskReport
    from .tables import Record

PREFIX = "weishang_"
#: Features of the contract, with the kind of their cells.
FEATURES = {name: feature.sort.cell for name, feature in CONTRACT_FEATURES.items()}
#: The contract's own keys.
CONTRACT = {
    "score": "number", "level": "string", "features": "string", "voice": "string", "language": "string", "evidence": "string",
    "contributions": "string", "intercept": "number", "logit": "number", "counterfactuals": "string", "arithmetic": "string", "plan": "string",
    "legal_tests": "string", "passages": "string", "notes": "string", "messages": "string", "contradictions": "string", "prior": "number", "model_version": "string",
    "schema_version": "string",
}  # fmt: skip
#: Everything that can be asked for; ``source`` and ``line`` tell where a text came from.
FIELDS = {**CONTRACT, **FEATURES, "source": "string", "line": "integer"}
#: What a table gets without being asked.
TABLE = ("score", "level", "voice", "language", *FEATURES, "evidence", "contributions", "notes")
SCORES = ("score", "level")


def fields(wanted: str) -> tuple[str, ...]:
    """The fields named in a list with commas.

    Raises
    ------
    InputError
        For one that does not exist, naming those that do.

    Examples
    --------
    >>> fields("score, tier_depth")
    ('score', 'tier_depth')
    """
    names = tuple(dict.fromkeys(name.strip() for name in wanted.split(",") if name.strip()))
    unknown = [name for name in names if name not in FIELDS]
    if unknown or not names:
        raise InputError(f"there is no field {', '.join(map(repr, unknown)) or 'named'}; there are {', '.join(FIELDS)}")
    return names


def names(own: Iterable[str], ours: Sequence[str]) -> dict[str, str]:
    """What our fields are called beside a record's own: where it has one of ours, all such of ours get a prefix.

    Examples
    --------
    >>> names(["id", "score"], ["score", "level"])
    {'score': 'weishang_score', 'level': 'level'}
    """
    taken, called = set(own), {}
    for field in ours:
        name = field
        while name in taken:
            name = PREFIX + name
        called[field] = name
        taken.add(name)
    return called


def cells(record: Record, report: RiskReport, ours: Sequence[str]) -> dict[str, Any]:
    """Fields of a report, under their own names."""
    found: dict[str, Any] = {}
    for field in ours:
        holder = record if field in ("source", "line") else report
        found[field] = (
            report.features[field] if field in FEATURES
            else report.plan.to_dict() if field == "plan"
            else [*report.notes, *report.caveats] if field == "notes"
            else getattr(holder, field)
        )  # fmt: skip
    return found

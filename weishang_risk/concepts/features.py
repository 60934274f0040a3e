"""What a feature of the JSON contract may be: its value, a table's cell for it, its JSON Schema, what a legal test may ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Sort(NamedTuple):
    """A sort of values.

    Attributes
    ----------
    cell : str
        Kind of a table's cells: ``"string"``, ``"integer"`` or ``"number"``.
    schema : mapping
        Its JSON Schema.
    untold : object
        The value where nothing was judged.
    asked : tuple or None
        Values that a condition of a legal test may ask to be reached; empty for any share, None where none may be asked for.
    """

    cell: str
    schema: Mapping[str, Any]
    untold: Any
    asked: tuple[Any, ...] | None = None


LEVEL = Sort("integer", {"enum": [0, 1, 2]}, 0, (1, 2))
DEPTH = Sort(
    "string", {"anyOf": [{"type": "integer", "minimum": 1}, {"enum": ["unlimited", None]}]}, None, (*range(1, 10), "unlimited")
)
SHARE = Sort("number", {"type": "number", "minimum": 0, "maximum": 1}, 0.0, ())
AMOUNT = Sort("number", {"type": ["number", "null"]}, None)
CURRENCY = Sort("string", {"type": ["string", "null"]}, None)
PERIOD = Sort("string", {"enum": ["day", "week", "month", "year", "total", None]}, None)


class Feature(NamedTuple):
    """One feature of the contract.

    Attributes
    ----------
    name : str
        In the contract, and of a table's column.
    sort : Sort
    detail : str or None
        Which detail of its signal it is; None for the signal's level.
    currency, period : str or None
        Of a sum: names of the features that tell them.
    """

    name: str
    sort: Sort
    detail: str | None = None
    currency: str | None = None
    period: str | None = None

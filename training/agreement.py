"""How far two readings of the corpus agree: Cohen's kappa a field.

``training/corpus/second_reading.tsv`` holds what a second reader, who saw the texts and the guide alone, made of each text.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from weishang_risk.concepts.registry import SHOWN

from . import data, metrics

READING = data.CORPUS / "second_reading.tsv"
FIELDS = ("risk", "voice", "tiers", "recruit", "buyin", "buyin_amount", "income", "income_amount", "inventory", "named")
#: Fields that the older readings do not have: only those texts count that were read for them.
NEWER = tuple(concept.field for concept in SHOWN if not concept.everywhere)


def read(path: Path = READING) -> list[dict[str, str]]:
    """The second reading, one dict a text; absent values are ``""``."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def _plain(value: Any) -> str:
    """A label as the table spells it."""
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def pairs(records: Sequence[dict[str, Any]], reading: Sequence[dict[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """For each field, the label and the second reading of every text read twice; under ``positive`` whether ``risk >= 2``."""
    by_id = {r["id"]: r for r in records}
    both = [(by_id[row["id"]], row) for row in reading if row["id"] in by_id]
    found = {
        field: [(_plain(r.get(field)), row[field]) for r, row in both if field not in NEWER or row.get(field)] for field in FIELDS
    }
    found["positive"] = [(str(r["risk"] >= 2), str(int(row["risk"]) >= 2)) for r, row in both]
    return found


def main() -> int:
    """Print the agreement; exit status."""
    found = pairs(data.load_corpus(), read())
    print(f"{len(found['risk'])} texts read twice")
    for field, values in found.items():
        first, second = zip(*values, strict=True)
        same = sum(a == b for a, b in values) / len(values)
        print(f"  {field:<14}kappa {metrics.kappa(first, second):.3f}, the same in {same:.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

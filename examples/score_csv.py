"""Score every row of a CSV: a CSV in, a CSV out with the contract's columns added.

    python examples/score_csv.py in.csv out.csv [text-column]
    python examples/score_csv.py            # the bundled posts, to standard output

Rows that cannot be scored are reported by line and carried over with empty columns; the rest is done all the same.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TextIO

import weishang_risk as wr

COLUMNS = ("score", "level", "voice", "language", "tier_depth", "recruitment", "recruitment_emphasis", "buy_in", "buy_in_amount",
           "buy_in_currency", "income", "income_amount", "income_period", "income_currency", "evidence", "contributions", "notes")
BUNDLED = Path(__file__).parent / "texts" / "posts.csv"


def cells(report: wr.RiskReport) -> dict[str, object]:
    """The contract as flat columns; lists as JSON."""
    contract = report.to_dict()
    flat = {**contract, **contract["features"]}
    return {name: json.dumps(flat[name], ensure_ascii=False) if isinstance(flat[name], list) else flat[name] for name in COLUMNS}


def run(source: Path, out: TextIO, column: str) -> int:
    """Score ``source`` into ``out``; the number of rows that could not be scored."""
    broken = 0
    with source.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        if column not in (reader.fieldnames or ()):
            raise SystemExit(f"{source.name} has no column {column!r}; it has {', '.join(reader.fieldnames or ())}")
        names = list(reader.fieldnames or ())
        writer = csv.DictWriter(out, [*names, *COLUMNS], extrasaction="ignore")
        writer.writeheader()
        for row in reader:
            text = row.get(column)
            if not text:
                broken += 1
                print(f"{source.name} line {reader.line_num}: no text, left unscored", file=sys.stderr)
                writer.writerow({name: row.get(name) for name in names})
                continue
            writer.writerow({**row, **cells(wr.score(text))})
    return broken


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if len(arguments) < 2:
        run(Path(arguments[0]) if arguments else BUNDLED, sys.stdout, "text")
    else:
        with Path(arguments[1]).open("w", encoding="utf-8", newline="") as target:
            run(Path(arguments[0]), target, arguments[2] if len(arguments) > 2 else "text")
        print(f"wrote {arguments[1]}")

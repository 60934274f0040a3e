"""Score every row of a table: a CSV, TSV, JSON Lines or Parquet file in, one out with the contract's columns added.

    python examples/score_csv.py in.csv out.csv [text-column]
    python examples/score_csv.py            # the bundled posts, to standard output

Rows that cannot be used are told by line; the rest is done all the same. It is what `weishang-risk batch` does.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from weishang_risk import cli

BUNDLED = Path(__file__).parent / "texts" / "posts.csv"

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", nargs="?", default=str(BUNDLED))
    parser.add_argument("target", nargs="?", default="-")
    parser.add_argument("text_column", nargs="?", default="text", metavar="text-column")
    given = parser.parse_args()
    shape = ["--output-format", "csv"] if given.target == "-" else []
    raise SystemExit(cli.main(["batch", given.source, "-o", given.target, "--text-column", given.text_column, *shape]))

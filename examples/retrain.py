"""Train a model on labelled texts of your own, save it, load it, and score with it.

    python examples/retrain.py mine.csv mine.model
    python examples/retrain.py              # the bundled labels, into a temporary folder
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from pathlib import Path

import weishang_risk as wr

BUNDLED = Path(__file__).parent / "texts" / "labelled.csv"
PROBE = "交1680元入会,每介绍一位返300,他再介绍你还有100。"

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", nargs="?", type=Path, default=BUNDLED)
    parser.add_argument("target", nargs="?", type=Path)
    given = parser.parse_args()
    target = given.target or Path(tempfile.mkdtemp()) / "mine.model"
    with given.source.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    model = wr.RiskModel().fit([row["text"] for row in rows], [int(row["label"]) for row in rows])
    model.save(target)
    report = wr.score(PROBE, model=wr.RiskModel.load(target))
    print(f"trained on {len(rows)} texts; wrote {target}; a probe scores {report.score:.2f}, with the shipped model {wr.score(PROBE).score:.2f}")

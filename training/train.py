"""Train the shipped model, or one of your own.

``python -m training.train`` rebuilds ``weishang_risk/data/model.npz`` from the corpus, bit for bit.
``python -m training.train --data mine.csv --out mine.model`` trains on your texts; with ``--add-to-corpus WEIGHT`` on the
corpus and yours, and tells what that changes on the test split before it writes the model.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from weishang_risk import score
from weishang_risk.model.risk import RiskModel, load_model
from weishang_risk.render.terminal import printable

from . import data, metrics, splits

SHIPPED = Path(data.__file__).parents[1] / "weishang_risk" / "data" / "model.npz"


def shipped(progress: Any) -> RiskModel:
    """The shipped model, trained on the corpus's train and validation splits."""
    records = [r for r in data.load_corpus() if splits.split_of(r) != "test"]
    return RiskModel().fit([r["text"] for r in records], records, groups=data.groups(records), progress=progress)


def own(
    path: Path, text_column: str, label_column: str, weight: float | None, progress: Any, label_map: Mapping[str, int] | None = None
) -> RiskModel:
    """A model from a user's texts; with a weight, from the corpus and the user's texts counting that much.

    Raises
    ------
    DataError
        Where the file cannot be used.
    ValueError
        Where it holds too little of either class.
    """
    texts, labels, unused = data.load_table(path, text_column, label_column, label_map)
    if unused:
        progress(f"{len(unused)} of {len(unused) + len(texts)} records cannot be used and are left out: {data.told(unused)}")
    if weight is None:
        return RiskModel().fit(texts, labels, progress=progress)
    corpus = [r for r in data.load_corpus() if splits.split_of(r) != "test"]
    graded = any(isinstance(label, dict) or int(label) > 1 for label in labels)
    own_risk = [label if isinstance(label, dict) else int(label) if graded else 2 * int(label) for label in labels]
    return RiskModel().fit(
        [r["text"] for r in corpus] + texts, corpus + own_risk, groups=data.groups(corpus) + [f"own-{i}" for i in range(len(texts))],
        weights=[1.0] * len(corpus) + [weight] * len(texts), progress=progress,
    )  # fmt: skip


def change(model: RiskModel) -> list[str]:
    """What a model makes of the test split beside the shipped one, as lines of text."""
    records = [r for r in data.load_corpus() if splits.split_of(r) == "test"]
    labels = np.array([int(r["risk"] >= 2) for r in records])
    before, after = (np.array([score(r["text"], model=m).score for r in records]) for m in (load_model(), model))
    lines = [f"test split of the corpus, {len(records)} texts: shipped model, then yours"]
    for name, figure in (("AUC", metrics.auc), ("F1 at 0.5", metrics.f1), ("calibration error", metrics.ece)):
        lines.append(f"  {name:<18}{figure(labels, before):.3f}  {figure(labels, after):.3f}")
    was, now = (before >= 0.5) == labels, (after >= 0.5) == labels
    return [*lines, f"  newly right {int((now & ~was).sum())}, newly wrong {int((was & ~now).sum())}"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.train", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="a CSV, TSV or JSONL of your own; the corpus by default")
    parser.add_argument("--text-column", default="text")
    parser.add_argument("--label-column", default="label", help="0/1, yes/no, true/false or risk 0-3; not needed with the guide's fields")
    parser.add_argument("--label-map", metavar="WORD=0|1,...", help="what labels of your own mean, e.g. fraud=1,fine=0")
    parser.add_argument("--add-to-corpus", type=float, metavar="WEIGHT", help="train on the corpus and your texts, each counting WEIGHT")
    parser.add_argument("--out", type=Path, help="where to write the model; the shipped file by default")
    parser.add_argument("--dry-run", action="store_true", help="train and report, but write nothing")
    options = parser.parse_args(arguments)
    if options.data and not options.out and not options.dry_run:
        parser.error("--data needs --out: your model is not written over the shipped one")
    began = time.monotonic()

    def progress(line: str) -> None:
        print(f"{time.monotonic() - began:6.1f}s  {printable(line)}", file=sys.stderr, flush=True)

    try:
        if options.data:
            model = own(options.data, options.text_column, options.label_column, options.add_to_corpus, progress,
                        data.read_label_map(options.label_map) if options.label_map else None)  # fmt: skip
        else:
            model = shipped(progress)
    except (ValueError, OSError) as error:
        print(f"training.train: {printable(str(error))}", file=sys.stderr)
        return 2
    if options.data and options.add_to_corpus is not None:
        for line in change(model):
            progress(line)
    if options.dry_run:
        return 0
    target = options.out or SHIPPED
    model.save(target)
    progress(f"wrote {target.name}, version {model.version}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Train the shipped model, or one of your own.

``python -m training.train`` rebuilds ``weishang_risk/data/model.npz`` from the corpus, bit for bit.
``python -m training.train --data mine.csv --out mine.model`` trains on your texts; with ``--add-to-corpus WEIGHT`` on the
corpus and yours. Before it writes the model it tells how well it does on your texts and on the corpus's test split beside the model whose
place it takes, and which texts are newly right and newly wrong.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from weishang_risk.io.streams import same_file, write_whole
from weishang_risk.model import storage
from weishang_risk.model.risk import RiskModel, load_model
from weishang_risk.render.terminal import printable

from . import asides, change, data, splits

#: Records from which concept readers may be trained on them alone without a word of warning.
FEW = 1_000
SHIPPED = Path(data.__file__).parents[1] / "weishang_risk" / "data" / "model.npz"


def shipped(progress: Any) -> RiskModel:
    """The shipped model, trained on the corpus's train and validation splits."""
    return _fitted([], [], [], 1.0, progress)


def _fitted(texts: Sequence[str], labels: Sequence[Any], own: Sequence[str], weight: float, progress: Any = None) -> RiskModel:
    """A model from the corpus's train and validation splits, some texts besides, and copies of the corpus's with asides."""
    corpus = [r for r in data.load_corpus() if splits.split_of(r) != "test"]
    copies = asides.copies(corpus)
    return RiskModel().fit(
        [r["text"] for r in corpus] + list(texts) + [r["text"] for r in copies], corpus + data.as_risk(labels) + copies,
        groups=data.groups(corpus) + list(own) + data.groups(copies), weights=[1.0] * len(corpus) + [weight] * len(texts) + [asides.WEIGHT] * len(copies),
        progress=progress, changed=len(copies),
    )  # fmt: skip


def trained(texts: Sequence[str], labels: Sequence[Any], weight: float | None, progress: Any = None) -> RiskModel:
    """A model from a user's texts; with a weight, from the corpus and the user's texts counting that much.

    Raises
    ------
    ValueError
        Where there is too little of either class.
    """
    if weight is None:
        return RiskModel().fit(texts, labels, progress=progress)
    own_groups = [f"own {group}" for group in change.groups_of(texts, labels)]
    return _fitted(texts, labels, own_groups, weight, progress)


def read(options: argparse.Namespace, progress: Any) -> data.Table:
    """The user's texts and labels; what cannot be used is told, and written where `--rejects` says.

    Raises
    ------
    DataError
        Where the file cannot be used.
    """
    if options.positive and options.label_map:
        raise data.DataError("give --positive or --label-map, not both")
    label_map = data.Positive(options.positive) if options.positive else data.read_label_map(options.label_map) if options.label_map else None
    table = data.load_table(options.data, options.text_column, options.label_column, label_map, options.format, options.encoding)
    if table.unused:
        progress(f"{len(table.unused)} of {len(table.unused) + len(table.texts)} records cannot be used and are left out: {data.told(table.unused)}")
    if options.rejects:
        write_whole(str(options.rejects), "".join(f"{line}\n" for line in table.unused))
    if options.positive and not change.positives(table.labels).any():
        raise data.DataError(f"no label of {options.data.name} is {' or '.join(options.positive)}; give --positive a word that occurs there")
    return table


def replaced(out: Path | None) -> tuple[RiskModel, str]:
    """The model whose place the new one takes, and its name: what lies at the target, or the shipped one.

    Raises
    ------
    ModelFileError
        Where something else lies there, which is not written over.
    """
    return (RiskModel.load(out), out.name) if out and out.exists() else (load_model(), "the shipped model")


def refused(error: Exception) -> int:
    """Say in one line why there is no model; exit status."""
    print(f"training.train: {printable(data.said(error))}", file=sys.stderr)
    return 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.train", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="a CSV, TSV or JSONL of your own; the corpus by default")
    data.add_source(parser, data.TABLES)
    parser.add_argument("--label-column", default="label", help="0/1, yes/no, true/false or risk 0-3; not needed with the guide's fields")
    parser.add_argument("--label-map", metavar="WORD=0|1,...", help="what labels of your own mean, e.g. fraud=1,fine=0")
    parser.add_argument("--positive", action="append", metavar="WORD", help="the label that means a pyramid; any other means none; may be repeated")
    parser.add_argument("--rejects", type=Path, metavar="FILE", help="where to write, by line, which records could not be used and why")
    parser.add_argument("--add-to-corpus", type=float, metavar="WEIGHT", help="train on the corpus and your texts, each counting WEIGHT")
    parser.add_argument("--out", type=Path, help="where to write the model; the shipped file by default")
    parser.add_argument("--folds", type=int, metavar="N", help="folds of the cross-validation on your texts, 0 for none; 5, or 2 with --add-to-corpus, where each trains on the corpus too")
    parser.add_argument("--untold", action="store_true", help="write the model without telling what it changes")
    parser.add_argument("--dry-run", action="store_true", help="train and report, but write nothing")
    options = parser.parse_args(arguments)
    if options.data and not options.out and not options.dry_run:
        parser.error("--data needs --out: your model is not written over the shipped one")
    folds = options.folds if options.folds is not None else 5 if options.add_to_corpus is None else 2
    if folds < 0 or folds == 1:
        parser.error("--folds is 0, or 2 and more")
    if options.add_to_corpus is not None and not 0 < options.add_to_corpus < math.inf:
        parser.error("--add-to-corpus is a weight above 0, such as 3")
    if options.rejects and any(same_file(str(options.rejects), str(path)) for path in (options.data, options.out) if path):
        parser.error(f"--rejects names {options.rejects}, which is read or written besides; give it a file of its own")
    began = time.monotonic()

    def progress(line: str) -> None:
        print(f"{time.monotonic() - began:6.1f}s  {printable(line)}", file=sys.stderr, flush=True)

    try:
        if not options.dry_run:
            storage.writable(options.out or SHIPPED)
        if options.data:
            old, name = replaced(options.out)
            texts, labels, _ = read(options, progress)
            if options.add_to_corpus is None and any(isinstance(label, dict) for label in labels) and len(labels) < FEW:
                progress(f"{len(labels)} records alone train the concept readers from nothing; --add-to-corpus 3 keeps what the shipped ones know")
            model = trained(texts, labels, options.add_to_corpus, progress)
        else:
            model = shipped(progress)
    except (ValueError, OSError) as error:
        return refused(error)
    if options.data and not options.untold:
        progress(f"what changes beside {name}")
        told = change.on_test_split(old, model)
        if folds:
            told = change.on_own(texts, labels, old, lambda rows: trained([texts[i] for i in rows], [labels[i] for i in rows], options.add_to_corpus),
                                 folds) + told  # fmt: skip
        for line in told:
            print(line, file=sys.stderr)
    if options.dry_run:
        return 0
    target = options.out or SHIPPED
    try:
        model.save(target)
    except (ValueError, OSError) as error:
        return refused(error)
    progress(f"wrote {target.name}, version {model.version}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

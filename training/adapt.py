"""What fifty labels of a new domain are worth: the other half of it, scored before and after they are trained on.

``python -m training.adapt mine.jsonl`` splits labelled texts in two by group, takes fifty of one half, trains on the corpus with and
without them, and scores the other half with both models. ``--leave-out blog,faq`` takes the corpus's own texts of these origins for the
domain and trains both models without any of them. Each model takes some minutes on one core.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from weishang_risk.model.risk import RiskModel

from . import change, data, metrics, splits, suggest

Record = dict[str, Any]


class Domain(NamedTuple):
    """Labelled texts of one kind.

    Attributes
    ----------
    texts : list of str
    labels : list
        As of :class:`training.data.Table`, but 0/1 made risk 0 and 2, as beside records they must be.
    groups : list of str
        Texts of one group are variants of one another and stay on one side.
    """

    texts: list[str]
    labels: list[Any]
    groups: list[str]

    def take(self, rows: Sequence[int] | NDArray[np.intp]) -> Domain:
        """Some of the texts."""
        return Domain(*([column[i] for i in rows] for column in self))

    @property
    def positive(self) -> NDArray[np.int64]:
        """1 where a text describes a pyramid."""
        return np.array([int((each["risk"] if isinstance(each, dict) else each) >= 2) for each in self.labels], dtype=np.int64)


def domain_of(path: Path, options: argparse.Namespace) -> Domain:
    """The domain that a file holds; groups by its column ``group``, or by text.

    Raises
    ------
    DataError
        Where the file cannot be used.
    """
    label_map = data.read_label_map(options.label_map) if options.label_map else None
    table = data.load_table(path, options.text_column, options.label_column, label_map, options.format, options.encoding)
    if table.unused:
        print(f"{len(table.unused)} records cannot be used and are left out: {data.told(table.unused)}", file=sys.stderr)
    return Domain(table.texts, data.as_risk(table.labels), change.groups_of(table.texts, table.labels))


def side(group: str, seed: int) -> bool:
    """Which half a group belongs to: by a hash, so that a split can be made again.

    Examples
    --------
    >>> sum(side(str(i), 0) for i in range(1000)) in range(450, 550)
    True
    """
    return hashlib.sha256(f"{seed} {group}".encode()).digest()[0] % 2 == 0


def halves(domain: Domain, seed: int) -> tuple[Domain, Domain]:
    """A half to label texts of, and a half to measure on."""
    sides = np.array([side(group, seed) for group in domain.groups])
    return domain.take(np.flatnonzero(sides)), domain.take(np.flatnonzero(~sides))


def trained(corpus: Sequence[Record], more: Domain | None, weight: float) -> RiskModel:
    """A model of the corpus, and of more texts that each count `weight`."""
    added = more or Domain([], [], [])
    return RiskModel().fit(
        [r["text"] for r in corpus] + added.texts, [*corpus, *added.labels],
        groups=data.groups(corpus) + [f"own {group}" for group in added.groups],
        weights=[1.0] * len(corpus) + [weight] * len(added.texts),
    )  # fmt: skip


def chosen(pool: Domain, count: int, how: str, model: RiskModel, seed: int) -> Domain:
    """The texts of a half that somebody labels: as :mod:`training.suggest` says, or drawn."""
    if how == "suggest":
        return pool.take([each.index for each in suggest.suggest(pool.texts, count, model=model)])
    return pool.take(np.random.default_rng(seed).permutation(len(pool.texts))[:count])


def compared(name: str, held: Domain, before: NDArray[np.float64], after: NDArray[np.float64]) -> list[str]:
    """AUC and F1 before and after, and the lift with its interval over groups, as lines of text."""
    lines = [f"{name}: {len(held.texts)} held-out texts, {int(held.positive.sum())} positive"]
    for title, figure in (("AUC", metrics.auc), ("F1 at 0.5", metrics.f1)):
        lift, low, high = metrics.interval(figure, held.positive, after, held.groups, before)
        lines.append(f"  {title:<10}before {figure(held.positive, before):.3f}, after {figure(held.positive, after):.3f}; "
                     f"lift {lift:+.3f} [{low:+.3f}, {high:+.3f}]")  # fmt: skip
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.adapt", description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, nargs="?", help="labelled texts of the domain: CSV, TSV, JSONL or Parquet")
    parser.add_argument("--leave-out", metavar="ORIGIN,...", help="the corpus's own texts of these origins instead of a file")
    parser.add_argument("--language", help="with --leave-out, texts of one language alone, e.g. en; the others are left out all the same")
    data.add_source(parser, data.TABLES)
    parser.add_argument("--label-column", default="label")
    parser.add_argument("--label-map", metavar="WORD=0|1,...")
    parser.add_argument("--count", type=int, default=50, help="texts that are labelled [50]")
    parser.add_argument("--weight", type=float, nargs="+", default=[3.0], help="how much each counts beside a text of the corpus [3]")
    parser.add_argument("--choose", choices=("suggest", "random"), nargs="+", default=["suggest"], help="how they are chosen")
    parser.add_argument("--splits", type=int, default=2, help="the halves in turn, then other halves [2]")
    parser.add_argument("--jobs", type=int, default=1, help="models trained at the same time")
    options = parser.parse_args(arguments)
    if (options.file is None) == (options.leave_out is None):
        parser.error("give a file of labelled texts, or --leave-out")
    corpus = [r for r in data.load_corpus() if splits.split_of(r) != "test"]
    if options.file:
        try:
            domain = domain_of(options.file, options)
        except (ValueError, OSError) as error:
            print(f"training.adapt: {data.said(error)}", file=sys.stderr)
            return 2
        known = set(domain.texts)
        corpus = [r for r in corpus if r["text"] not in known]
    else:
        origins = options.leave_out.split(",")
        away = [r for r in data.load_corpus() if r.get("origin") in origins]
        barred = set(data.groups(away))
        corpus = [r for r, group in zip(corpus, data.groups(corpus), strict=True) if group not in barred]
        away = [r for r in away if options.language in (None, r["lang"])]
        domain = Domain([r["text"] for r in away], list(away), data.groups(away))
    if len(domain.texts) < 3 * options.count:
        print(f"training.adapt: {len(domain.texts)} texts are too few to label {options.count} and measure on the rest", file=sys.stderr)
        return 2
    base = trained(corpus, None, 1.0)
    before = change.scores(domain.texts, base)
    # The two halves of one split change sides in turn.
    pairs = [halves(domain, number // 2)[:: 1 if number % 2 == 0 else -1] for number in range(options.splits)]
    trials = [(weight, how, number) for weight in options.weight for how in options.choose for number in range(options.splits)]

    def after(weight: float, how: str, number: int) -> NDArray[np.float64]:
        pool, held = pairs[number]
        return change.scores(held.texts, trained(corpus, chosen(pool, options.count, how, base, number), weight))

    place = {text: i for i, text in enumerate(domain.texts)}
    found = dict(zip(trials, Parallel(n_jobs=options.jobs)(delayed(after)(*trial) for trial in trials), strict=True))
    for weight in options.weight:
        for how in options.choose:
            parts = [(pairs[n][1], found[weight, how, n]) for n in range(options.splits)]
            pooled = Domain(*([each for column in columns for each in column] for columns in zip(*(held for held, _ in parts), strict=True)))
            for line in compared(f"{options.count} labels, chosen by {how}, weight {weight:g}, {options.splits} splits pooled", pooled,
                                 before[[place[text] for text in pooled.texts]], np.concatenate([values for _, values in parts])):
                print(line, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

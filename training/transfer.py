"""Does it travel? Texts of one archetype, register or language, scored by a model that never saw their like.

``python -m training.transfer`` prints recall at 5 % false positives by archetype left out, AUC by register and by kind of source left
out, and from Chinese to English and back. It trains some sixty models: about half an hour on two cores.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from weishang_risk import score
from weishang_risk.model.risk import RiskModel

from . import data, metrics
from .evaluate import cross_validate

Record = dict[str, Any]
#: Share of negatives let through where recall is measured.
RATE = 0.05


def left_out(records: Sequence[Record], field: str, value: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Scores of the texts with one value of a field, by a model trained without them and without their twins.

    Returns
    -------
    rows : ndarray of int
    scores : ndarray of float
    """
    groups = data.groups(records)
    rows = np.array([i for i, r in enumerate(records) if str(r.get(field)) == value], dtype=np.intp)
    barred = {groups[i] for i in rows}
    seen = [r for r, group in zip(records, groups, strict=True) if group not in barred]
    model = RiskModel().fit([r["text"] for r in seen], seen, groups=data.groups(seen))
    return rows, np.array([score(records[i]["text"], model=model).score for i in rows])


def by_value(records: Sequence[Record], field: str, values: Sequence[str], jobs: int) -> dict[str, tuple[NDArray[np.intp], NDArray[np.float64]]]:
    """:func:`left_out` for several values."""
    return dict(zip(values, Parallel(n_jobs=jobs)(delayed(left_out)(records, field, v) for v in values), strict=True))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.transfer", description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", choices=tuple(PARTS), help="only this part; all three by default")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    records = data.load_corpus()
    reports, _ = cross_validate(records, options.jobs)
    known = np.array([report.score for report in reports])
    for part in options.only or PARTS:
        for line in PARTS[part](records, known, options.jobs):
            print(line, flush=True)
    return 0


def archetypes(records: Sequence[Record], known: NDArray[np.float64], jobs: int) -> list[str]:
    """Recall of each positive archetype by a model that never saw it, as lines of text."""
    labels = np.array([int(r["risk"] >= 2) for r in records])
    negatives = known[labels == 0]
    names = sorted({r["archetype"] for r in records if r["archetype"].startswith("P")})
    recalls: dict[str, tuple[float, int]] = {}
    hits: list[float] = []
    for name, (rows, scores) in by_value(records, "archetype", names, jobs).items():
        positive = labels[rows] == 1
        caught = scores[positive] > float(np.quantile(negatives, 1 - RATE))
        recalls[name] = (float(caught.mean()), int(positive.sum()))
        hits += caught.tolist()
    mean = float(np.mean([recall for recall, _ in recalls.values()]))
    low, high = metrics.wilson(int(sum(hits)), len(hits))
    worst = sorted(recalls.items(), key=lambda item: item[1])[:6]
    return [
        f"archetype left out, recall at {RATE:.0%} false positives: mean of {len(recalls)} archetypes {mean:.3f}; of all texts "
        f"{np.mean(hits):.3f} [{low:.3f}, {high:.3f}]; archetypes seen {metrics.recall_at(labels, known, negatives, RATE):.3f}",
        "worst: " + ", ".join(f"{name} {recall:.2f} of {count}" for name, (recall, count) in worst),
    ]


def registers(records: Sequence[Record], known: NDArray[np.float64], jobs: int) -> list[str]:
    """AUC of each register by a model that never saw it, as lines of text."""
    labels = np.array([int(r["risk"] >= 2) for r in records])
    names = sorted({r["register"] for r in records if r["register"][1:].isdigit()}, key=lambda g: int(g[1:]))
    pooled, lines = known.copy(), []
    for name, (rows, scores) in by_value(records, "register", names, jobs).items():
        pooled[rows] = scores
        lines.append(f"register left out, {name}: AUC {metrics.auc(labels[rows], scores):.3f} of {len(rows)}; "
                     f"seen {metrics.auc(labels[rows], known[rows]):.3f}")
    value, low, high = metrics.interval(metrics.auc, labels, pooled, data.groups(records))
    return [*lines, f"register left out, all: AUC {value:.3f} [{low:.3f}, {high:.3f}]"]


def origins(records: Sequence[Record], known: NDArray[np.float64], jobs: int) -> list[str]:
    """AUC of each common kind of source by a model that never saw it, as lines of text."""
    labels = np.array([int(r["risk"] >= 2) for r in records])
    counts = Counter(str(r["origin"]) for r in records if data.source(r) == "wild")
    names = [name for name, count in counts.most_common(ORIGINS) if count >= 20]
    pooled, lines = known.copy(), []
    inside = np.zeros(len(records), dtype=bool)
    for name, (rows, scores) in by_value(records, "origin", names, jobs).items():
        pooled[rows], inside[rows] = scores, True
        lines.append(f"kind of source left out, {name}: AUC {metrics.auc(labels[rows], scores):.3f} of {len(rows)}; "
                     f"seen {metrics.auc(labels[rows], known[rows]):.3f}")
    groups = [g for g, within in zip(data.groups(records), inside, strict=True) if within]
    value, low, high = metrics.interval(metrics.auc, labels[inside], pooled[inside], groups)
    return [*lines, f"kind of source left out, all: AUC {value:.3f} [{low:.3f}, {high:.3f}]; seen {metrics.auc(labels[inside], known[inside]):.3f}"]


#: How many kinds of source are left out in turn, the commonest first.
ORIGINS = 12


def _across(records: Sequence[Record], source: str, target: str) -> str:
    seen = [r for r in records if r["lang"] == source]
    unseen = [r for r in records if r["lang"] == target]
    model = RiskModel().fit([r["text"] for r in seen], seen, groups=data.groups(seen))
    scores = np.array([score(r["text"], model=model).score for r in unseen])
    labels = np.array([int(r["risk"] >= 2) for r in unseen])
    value, low, high = metrics.interval(metrics.auc, labels, scores, data.groups(unseen))
    return f"trained on {source}, tested on {target}: AUC {value:.3f} [{low:.3f}, {high:.3f}]"


def languages(records: Sequence[Record], known: NDArray[np.float64], jobs: int) -> list[str]:
    """AUC from Chinese to English and back, as lines of text."""
    ways = (("zh", "en"), ("en", "zh"))
    return list(Parallel(n_jobs=jobs)(delayed(_across)(records, *way) for way in ways))


PARTS = {"archetypes": archetypes, "languages": languages, "origins": origins, "registers": registers}


if __name__ == "__main__":
    raise SystemExit(main())

"""Whom a text is about must not move its verdict: 420 texts that no model is trained on, by the people they are of or about.

``python -m training.fairness`` prints false positives, recall and AUC of the shipped model for each, with those it gets wrong
under ``--wrong``. The texts stand apart from the corpus so that they stay unseen; they were read twice, with kappa 0.994 on the verdict.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from weishang_risk.batch import score_many
from weishang_risk.model.risk import RiskModel

from . import data, metrics

TEXTS = Path(__file__).with_name("fairness.jsonl")
#: Whom the texts are of or about, by how their identifiers begin.
KINDS = {"fd": "dialect", "fm": "mothers and sisters", "fo": "old people", "fc": "church and temple"}


class Standing(NamedTuple):
    """How a model does on the texts of one kind of people.

    Attributes
    ----------
    honest, called : int
        Texts under risk 2, and how many of them score 0.5 or more.
    pitches, caught : int
        Texts of risk 2 or 3, and how many of them score 0.5 or more.
    auc : float
    wrong : list of (str, float)
        Identifiers and scores on the wrong side.
    """

    honest: int
    called: int
    pitches: int
    caught: int
    auc: float
    wrong: list[tuple[str, float]]


def standing(records: Sequence[dict[str, Any]], model: RiskModel | None = None) -> dict[str, Standing]:
    """How a model does on each kind of people.

    Examples
    --------
    >>> from training import data
    >>> sorted(standing(data.read_jsonl(TEXTS)[:110])) == ["church and temple"]
    True
    """
    scores = np.array([report.score for report in score_many([r["text"] for r in records], model=model)])
    labels = np.array([int(r["risk"] >= 2) for r in records])
    called = scores >= 0.5
    found: dict[str, Standing] = {}
    for begin, kind in KINDS.items():
        rows = np.array([r["id"].startswith(begin) for r in records])
        if not rows.any():
            continue
        honest, pitches = rows & (labels == 0), rows & (labels == 1)
        wrong = [(records[i]["id"], round(float(scores[i]), 3)) for i in map(int, np.flatnonzero(rows & (called != labels)))]
        found[kind] = Standing(int(honest.sum()), int(called[honest].sum()), int(pitches.sum()), int(called[pitches].sum()),
                               metrics.auc(labels[rows], scores[rows]), wrong)
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Whom a text is about must not move its verdict.")
    parser.add_argument("--wrong", action="store_true", help="name the texts on the wrong side, with their scores")
    options = parser.parse_args(arguments)
    print("of or about            false positives   recall        AUC")
    for kind, found in standing(data.read_jsonl(TEXTS)).items():
        print(f"{kind:<22} {found.called:3d} of {found.honest:3d} {found.called / found.honest:.3f}  {found.caught:3d} of {found.pitches:3d}"
              f" {found.caught / found.pitches:.3f}  {found.auc:.3f}")
        if options.wrong:
            print("  " + ", ".join(f"{name} {score:.2f}" for name, score in found.wrong))


if __name__ == "__main__":
    main()

"""Group-wise cross-validation of the library beside its peers, on the same folds.

``python -m training.evaluate`` prints the figures; ``--texts FILE.jsonl`` scores other labelled texts with the shipped
model and the peers trained on the same corpus; ``--report FOLDER`` writes a page with pictures.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from weishang_risk import score
from weishang_risk.model.risk import RiskModel, load_model
from weishang_risk.plan.depth import depth
from weishang_risk.report.report import RiskReport

from . import data, findings, metrics, peers, roles, splits, swaps

FOLDS = 5
Record = dict[str, Any]


def _labels(records: Sequence[Record]) -> NDArray[np.int64]:
    return np.array([int(r["risk"] >= 2) for r in records], dtype=np.int64)


def _fold(records: list[Record], train: NDArray[np.intp], test: NDArray[np.intp]) -> tuple[list[RiskReport], dict[str, NDArray[np.float64]]]:
    seen, unseen = [records[i] for i in train], [records[i] for i in test]
    model = RiskModel().fit([r["text"] for r in seen], seen, groups=data.groups(seen))
    reports = [score(r["text"], model=model) for r in unseen]
    return [_light(report) for report in reports], peer_scores(seen, unseen)


def _light(report: RiskReport) -> RiskReport:
    """A report without the model it came from, to send between processes."""
    from dataclasses import replace

    return replace(report, _reading=None, _model=None)


def peer_scores(seen: Sequence[Record], unseen: Sequence[Record]) -> dict[str, NDArray[np.float64]]:
    """Scores of the peers, trained on ``seen``, for ``unseen``."""
    texts, labels = [r["text"] for r in seen], _labels(seen)
    scores = {}
    for name, peer in (("keywords", peers.KeywordCount()), ("tfidf", peers.tfidf())):
        scores[name] = peer.fit(texts, labels).predict_proba([r["text"] for r in unseen])[:, 1]
    return scores


def cross_validate(records: list[Record], jobs: int = 2) -> tuple[list[RiskReport], dict[str, NDArray[np.float64]]]:
    """Reports and peer scores of every text, from folds it was left out of."""
    groups = data.groups(records)
    folds = list(GroupKFold(FOLDS).split(np.zeros(len(records)), groups=groups))
    parts = Parallel(n_jobs=jobs)(delayed(_fold)(records, train, test) for train, test in folds)
    reports: list[Any] = [None] * len(records)
    scores = {name: np.zeros(len(records)) for name in ("keywords", "tfidf")}
    for (_, test), (found, others) in zip(folds, parts, strict=True):
        for place, report in zip(test, found, strict=True):
            reports[place] = report
        for name, values in others.items():
            scores[name][test] = values
    return reports, scores


def _line(name: str, figure: tuple[float, float, float]) -> str:
    return f"  {name:<34}{figure[0]:6.3f}  [{figure[1]:.3f}, {figure[2]:.3f}]"


def figures(records: Sequence[Record], reports: Sequence[RiskReport], others: dict[str, NDArray[np.float64]]) -> list[str]:
    """The figures as lines of text."""
    labels, groups = _labels(records), data.groups(records)
    scores = np.array([report.score for report in reports])
    lines = [f"{len(records)} texts, {int(labels.sum())} positive, {len(set(groups))} groups; 95 % intervals over groups"]
    for name, figure in (("AUC", metrics.auc), ("F1 at 0.5", metrics.f1), ("ECE", metrics.ece)):
        lines.append(_line(f"{name}, weishang_risk", metrics.interval(figure, labels, scores, groups)))
        for peer, values in others.items():
            lines.append(_line(f"{name}, {peer}", metrics.interval(figure, labels, values, groups)))
            if name != "ECE":
                lines.append(_line(f"  lead over {peer}", metrics.interval(figure, labels, scores, groups, values)))
    lines += by_source(records, labels, scores, others)
    for field in ("lang", "voice", "genre", "register", "origin"):
        if any(field in record for record in records):
            lines += _slices(field, records, labels, scores)
    lines += fairness(records, labels, scores)
    lines += concepts(records, reports)
    if any("findings" in record for record in records):
        lines += findings.lines(records, reports)
    return lines


def by_source(
    records: Sequence[Record], labels: NDArray[np.int64], scores: NDArray[np.float64], others: dict[str, NDArray[np.float64]]
) -> list[str]:
    """Plain, wild and hard side by side, each in its languages, with the peers, as lines of text."""
    lines = ["by source and language: texts; AUC and F1 of weishang_risk, then AUC of the peers"]
    groups = data.groups(records)
    places = [f"{data.source(r)} {r['lang']}" for r in records]
    for place in sorted(set(places)):
        rows = np.array([p == place for p in places])
        if rows.sum() < _FEWEST or len(set(labels[rows])) < 2:
            continue
        own = [g for g, inside in zip(groups, rows, strict=True) if inside]
        cells = [metrics.interval(figure, labels[rows], scores[rows], own) for figure in (metrics.auc, metrics.f1)]
        peers_ = "  ".join(f"{name} {metrics.auc(labels[rows], values[rows]):.3f}" for name, values in others.items())
        told = "  ".join(f"{value:.3f} [{low:.3f}, {high:.3f}]" for value, low, high in cells)
        lines.append(f"  {place:<14}{rows.sum():5d}  {told}  {peers_}")
    return lines


#: Slices of fewer texts say nothing.
_FEWEST = 12


def _slices(field: str, records: Sequence[Record], labels: NDArray[np.int64], scores: NDArray[np.float64]) -> list[str]:
    lines = [f"by {field}:  texts  AUC  accuracy"]
    for value in sorted({str(r.get(field)) for r in records}):
        rows = np.array([str(r.get(field)) == value for r in records])
        if rows.sum() < _FEWEST:
            continue
        hit = ((scores >= 0.5) == labels)[rows].mean()
        lines.append(f"  {value:<16}{rows.sum():5d}  {metrics.auc(labels[rows], scores[rows]):.3f}  {hit:.3f}")
    return lines


#: Texts by whom they are about or how they speak; none of it may move the verdict.
_SPOKEN: dict[str, Callable[[Record], bool]] = {
    "dialect": lambda r: "dialect" in r.get("traits", ()),
    "mothers and sisters": lambda r: bool(re.search(r"宝妈|妈妈|姐妹|闺蜜|\b(?:mums?|moms?|mothers?|sisters?|girls)\b", r["text"], re.IGNORECASE)),
    "old people": lambda r: bool(re.search(r"老人|大妈|大爷|退休|\b(?:retired|pensioners?|elderly|grandm\w+)\b", r["text"], re.IGNORECASE)),
    "church and temple": lambda r: bool(re.search(r"教会|寺|庙|佛|\b(?:church|pastor|temple|mosque|fellowship)\b", r["text"], re.IGNORECASE)),
    "traditional characters": lambda r: str(r.get("id", "")).startswith("t-"),
    "Africa": lambda r: bool(re.search(r"₦|\b(?:naira|ksh|kes|abeg|lagos|nairobi|rand)\b", r["text"], re.IGNORECASE)),
    "India and South-East Asia": lambda r: bool(re.search(r"₹|₱|\b(?:rs|rm|lakh|peso|singapore|s\$|aunty)\b", r["text"], re.IGNORECASE)),
}


def fairness(records: Sequence[Record], labels: NDArray[np.int64], scores: NDArray[np.float64]) -> list[str]:
    """False positives and recall among texts of or about some people, beside the rest, as lines of text."""
    lines = ["by whom a text is about:  texts  false positives (rest)  recall (rest)"]
    called = scores >= 0.5
    for name, holds in _SPOKEN.items():
        inside = np.array([holds(r) for r in records])
        cells = [f"{called[rows & (labels == label)].mean():.3f}" if (rows & (labels == label)).any() else "-"
                 for label in (0, 1) for rows in (inside, ~inside)]
        lines.append(f"  {name:<26}{inside.sum():5d}  {cells[0]} ({cells[1]})  {cells[2]} ({cells[3]})")
    return lines


def concepts(records: Sequence[Record], reports: Sequence[RiskReport]) -> list[str]:
    """How often each concept is read as labelled."""
    rows: dict[str, list[bool]] = {}

    def note(name: str, right: bool) -> None:
        rows.setdefault(name, []).append(right)

    for record, report in zip(records, reports, strict=True):
        found = report.features
        if record["tiers"] is None:
            note("tiers absent", found["tier_depth"] is None)
        else:
            note("tiers where stated", found["tier_depth"] == record["tiers"])
        note("two or more levels", (depth(found["tier_depth"]) >= 2) == (depth(record["tiers"]) >= 2))
        note("recruitment", found["recruitment"] == record["recruit"])
        note("buy-in", found["buy_in"] == record["buyin"])
        note("income", found["income"] == record["income"])
        if record.get("inventory") is not None:
            note("inventory", found["inventory"] == record["inventory"])
        note("voice", report.voice == record["voice"])
        for name, key in (("buy-in amount", "buy_in_amount"), ("income amount", "income_amount")):
            gold = record[key.replace("buy_in", "buyin")]
            note(name + (" stated" if gold is not None else " absent"), found[key] == gold)
        if record["income_amount"] is not None and found["income_amount"] == record["income_amount"]:
            note("income period", found["income_period"] == record["income_period"])
    return ["concepts read as labelled:"] + [f"  {name:<24}{np.mean(hits):.3f}  of {len(hits)}" for name, hits in rows.items()]


def pairs(records: Sequence[Record], scores: NDArray[np.float64]) -> tuple[int, int]:
    """Contrast pairs whose label flips: how many are right on both sides, of how many."""
    members: dict[str, list[int]] = {}
    for index, record in enumerate(records):
        if record.get("group"):
            members.setdefault(record["group"], []).append(index)
    right = total = 0
    for rows in members.values():
        for high in (i for i in rows if records[i]["risk"] >= 2):
            for low in (i for i in rows if records[i]["risk"] < 2):
                total += 1
                right += bool(scores[high] >= 0.5 > scores[low])
    return right, total


def _elsewhere(path: Path, progress: Callable[[str], None]) -> None:
    records = data.read_jsonl(path)
    corpus = [r for r in data.load_corpus() if splits.split_of(r) != "test"]
    model = load_model()
    reports = [score(r["text"], model=model) for r in records]
    for line in figures(records, reports, peer_scores(corpus, records)):
        progress(line)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=Path, action="append", help="labelled texts nobody trained on (JSONL, the guide's fields)")
    parser.add_argument("--test", action="store_true", help="the fixed test split with the shipped model; once a release")
    parser.add_argument("--report", type=Path, metavar="FOLDER", help="also write a page with pictures there")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    for path in options.texts or ():
        print(path.name)
        _elsewhere(path, print)
    if options.texts:
        return 0
    records = data.load_corpus()
    if options.test:
        unseen = [r for r in records if splits.split_of(r) == "test"]
        model = load_model()
        reports = [score(r["text"], model=model) for r in unseen]
        others = peer_scores([r for r in records if splits.split_of(r) != "test"], unseen)
        records = unseen
    else:
        reports, others = cross_validate(records, options.jobs)
    for line in figures(records, reports, others):
        print(line)
    if options.test:
        print("\n".join(roles.lines(records, model)))
        print("\n".join(swaps.lines([record["text"] for record in records], model)))
    scores = np.array([report.score for report in reports])
    middle = (scores >= 0.3) & (scores <= 0.7)
    wrong = ((scores >= 0.5) != _labels(records))[middle]
    print(f"scores from 0.3 to 0.7: {middle.sum()} texts, wrong {wrong.mean():.3f}")
    for name, values in (("weishang_risk", scores), *others.items()):
        right, total = pairs(records, values)
        print(f"contrast pairs right on both sides, {name}: {right}/{total} = {right / max(total, 1):.3f}")
    if options.report:
        from .report import write

        what = "Test split, not trained on" if options.test else f"The corpus, {FOLDS} group-wise folds"
        print(f"wrote {write(records, reports, others, options.report, what)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

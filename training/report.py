"""One evaluation as a page and its pictures."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weishang_risk.concepts.registry import VOICES
from weishang_risk.plan.depth import depth
from weishang_risk.render.html import inert
from weishang_risk.report.report import RiskReport

from . import data, metrics, plots
from .audit import length_of

Record = dict[str, Any]
_MISSES = 24
_STYLE = (
    "body{font:16px/1.55 system-ui,'Noto Sans CJK SC',sans-serif;max-width:72rem;margin:0 auto;padding:1rem;color:#1d1d1f;background:#fbfaf8}"
    "h2{margin-top:2rem;border-top:1px solid #ddd;padding-top:1rem}.grid{display:flex;flex-wrap:wrap;gap:1rem;align-items:flex-start}img{max-width:100%;background:#fff;border:1px solid #e3e0d9;border-radius:.4rem}"
    "table{border-collapse:collapse}td,th{padding:.2rem .7rem;border-bottom:1px solid #e3e0d9;text-align:left}td.n{text-align:right;font-variant-numeric:tabular-nums}"
    "details{background:#fff;border:1px solid #e3e0d9;border-radius:.4rem;padding:.5rem .8rem;margin:.4rem 0}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}.small{color:#666;font-size:.85rem}"
)


def _band(record: Record) -> str:
    length = length_of(record)
    return next(name for most, name in ((60, "under 60"), (200, "60-199"), (500, "200-499"), (1200, "500-1199"), (1e9, "1200 and more"))
                if length < most)


def _depth_name(tiers: Any) -> str:
    value = depth(tiers)
    return "none" if value == 0 else "unlimited" if value == 99 else str(value) if value < 4 else "4+"


_SLICES: dict[str, Callable[[Record], str]] = {
    "archetype": lambda r: str(r["archetype"]), "register": lambda r: str(r["register"]), "genre": lambda r: str(r["genre"]),
    "language": lambda r: str(r["lang"]), "length in Chinese characters (three Latin ones count as one)": _band,
    "voice": lambda r: str(r["voice"]), "risk": lambda r: str(r["risk"]),
}  # fmt: skip
_CONCEPTS: dict[str, tuple[tuple[str, ...], Callable[[Record], str], Callable[[RiskReport], str]]] = {
    "tiers": (("none", "1", "2", "3", "4+", "unlimited"), lambda r: _depth_name(r["tiers"]),
              lambda q: _depth_name(q.features["tier_depth"])),
    "recruitment": (("0", "1", "2"), lambda r: str(r["recruit"]), lambda q: str(q.features["recruitment"])),
    "buy-in": (("0", "1", "2"), lambda r: str(r["buyin"]), lambda q: str(q.features["buy_in"])),
    "income": (("0", "1", "2"), lambda r: str(r["income"]), lambda q: str(q.features["income"])),
    "voice": (VOICES, lambda r: str(r["voice"]), lambda q: q.voice),
}


def _slice_rows(name: Callable[[Record], str], records: Sequence[Record], right: NDArray[np.bool_]) -> list[plots.Slice]:
    rows: list[plots.Slice] = []
    for value in sorted({name(r) for r in records}):
        inside = np.array([name(r) == value for r in records])
        count, hits = int(inside.sum()), int(right[inside].sum())
        rows.append((value, count, hits / count, *metrics.wilson(hits, count)))
    return rows


def _figures(records: Sequence[Record], scores: Mapping[str, NDArray[np.float64]], labels: NDArray[np.int64]) -> str:
    groups = data.groups(records)
    lines = ["<table><tr><th>tool<th>AUC<th>F1 at 0.5<th>calibration error</tr>"]
    for name, values in scores.items():
        cells = []
        for figure in (metrics.auc, metrics.f1, metrics.ece):
            value, low, high = metrics.interval(figure, labels, values, groups)
            cells.append(f'<td class="n">{value:.3f} <span class="small">{low:.3f} to {high:.3f}</span></td>')
        lines.append(f"<tr><td>{escape(name)}</td>{''.join(cells)}</tr>")
    return "".join(lines) + "</table>"


def _miss(record: Record, report: RiskReport) -> str:
    gold = ", ".join(f"{name} {record[name]}" for name in ("risk", "voice", "tiers", "recruit", "buyin", "income"))
    found = report.features
    read = (f"score {report.score:.2f}, voice {report.voice}, tiers {found['tier_depth']}, recruit {found['recruitment']}, "
            f"buyin {found['buy_in']}, income {found['income']}")
    moved = ", ".join(f"{c['name']} {c['logit']:+.1f}" for c in sorted(report.contributions, key=lambda c: -abs(c["logit"]))[:4])
    quotes = "".join(f"<li>{escape(e['signal'])} ({escape(e['stance'])}): {inert(e['text'][:160])}</li>" for e in report.evidence[:6])
    return (f"<details><summary>{escape(record['id'])} ({escape(record['archetype'])}): labelled {record['risk']}, score "
            f"{report.score:.2f}</summary><p class=small>Labelled: {escape(gold)}<br>Read: {escape(read)}<br>Moved by: {escape(moved)}"
            f"</p><pre>{inert(record['text'][:1500])}</pre><ul>{quotes}</ul></details>")


def write(
    records: Sequence[Record], reports: Sequence[RiskReport], peers: Mapping[str, NDArray[np.float64]], folder: Path, what: str
) -> Path:
    """Write ``index.html`` and its PNGs.

    Parameters
    ----------
    records : sequence of dict
    reports : sequence of RiskReport
        Of the same texts, by models that had not seen them.
    peers : mapping
        Scores of the peers for the same texts.
    folder : Path
        Made where it is not there.
    what : str
        Which texts these are, in words.

    Returns
    -------
    Path
        The page.
    """
    folder.mkdir(parents=True, exist_ok=True)
    labels = np.array([int(r["risk"] >= 2) for r in records], dtype=np.int64)
    own = np.array([report.score for report in reports])
    scores = {"weishang_risk": own, **peers}
    right = (own >= 0.5) == labels

    def picture(path: Path) -> str:
        return f'<img alt="{escape(path.stem)}" src="data:image/png;base64,{base64.b64encode(path.read_bytes()).decode("ascii")}">'

    def grid(paths: list[Path]) -> str:
        return '<div class="grid">' + "".join(map(picture, paths)) + "</div>"

    parts = [f"<h1>Evaluation of weishang_risk</h1><p>{escape(what)}: {len(records)} texts, {int(labels.sum())} positive. "
             "Intervals are 95 % over groups.</p>", _figures(records, scores, labels)]
    parts.append(grid([
        plots.roc(labels, scores, folder / "roc.png"), plots.precision_recall(labels, scores, folder / "precision_recall.png"),
        plots.reliability(labels, own, folder / "reliability.png"),
        plots.risk_coverage(labels, scores, folder / "risk_coverage.png"),
    ]))
    parts.append("<h2>Where it is right and wrong</h2>" + grid([
        plots.slices(f"by {title}", _slice_rows(name, records, right), folder / f"by_{title.split()[0]}.png")
        for title, name in _SLICES.items()
    ]))
    tables = []
    for concept, (names, gold, read) in _CONCEPTS.items():
        table = np.zeros((len(names), len(names)), dtype=np.int64)
        for record, report in zip(records, reports, strict=True):
            table[names.index(gold(record)), names.index(read(report))] += 1
        tables.append(plots.confusion(concept, names, table, folder / f"confusion_{concept}.png"))
    parts.append("<h2>Concepts, as labelled and as read</h2>" + grid(tables))
    worst = sorted(range(len(records)), key=lambda i: -abs(own[i] - labels[i]))[:_MISSES]
    parts.append("<h2>Worst misses</h2>" + "".join(_miss(records[i], reports[i]) for i in worst if not right[i]))
    page = folder / "index.html"
    page.write_text(f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
                    f"<title>Evaluation of weishang_risk</title><style>{_STYLE}</style><body>{''.join(parts)}</body></html>", encoding="utf-8")
    return page

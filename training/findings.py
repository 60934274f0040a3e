"""How well evidence meets the annotated findings: found at all, and with the right stance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from weishang_risk.concepts.registry import BY_FINDING
from weishang_risk.report.report import RiskReport

_SIGNALS = {name: concept.name for name, concept in BY_FINDING.items()} | {"mitigation": "mitigation"}
#: Concept of the guide, its signal, and the least level that a text with risk 2 or 3 must have evidence for.
_NAMED = (("tiers", "tiers"), ("recruit", "recruitment"), ("buyin", "buy_in"), ("income", "income"))


def stances(records: Sequence[dict[str, Any]], reports: Sequence[RiskReport]) -> Counter[tuple[str, str, str]]:
    """Counts of ``(signal, annotated stance, read stance)``; the read stance is ``"none"`` where no evidence overlaps."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for record, report in zip(records, reports, strict=True):
        for finding in record.get("findings", ()):
            signal = _SIGNALS[finding["signal"]]
            over = [e for e in report.evidence
                    if e["signal"] == signal and e["start"] < finding["end"] and finding["start"] < e["end"]]
            agreeing = any(e["stance"] == finding["stance"] for e in over)
            read = finding["stance"] if agreeing else over[0]["stance"] if over else "none"
            counts[signal, finding["stance"], read] += 1
    return counts


def coverage(records: Sequence[dict[str, Any]], reports: Sequence[RiskReport]) -> tuple[int, int]:
    """Texts of risk 2 and 3 with evidence for every concept the label names, and all texts of risk 2 and 3."""
    whole = total = 0
    for record, report in zip(records, reports, strict=True):
        if record["risk"] < 2:
            continue
        has = {e["signal"] for e in report.evidence if e["stance"] != "negated"}
        total += 1
        whole += all(signal in has for field, signal in _NAMED if record[field] not in (None, 0))
    return whole, total


def lines(records: Sequence[dict[str, Any]], reports: Sequence[RiskReport]) -> list[str]:
    """Both as lines of text."""
    counts = stances(records, reports)
    found = sum(n for (_, _, read), n in counts.items() if read != "none")
    right = sum(n for (_, gold, read), n in counts.items() if gold == read)
    total = sum(counts.values())
    out = [f"annotated findings: {total}; quoted as evidence {found / max(total, 1):.3f}; stance right {right / max(total, 1):.3f} of all, "
           f"{right / max(found, 1):.3f} of those quoted"]
    for stance in ("asserted", "negated", "conditional", "reported"):
        own = {read: sum(n for (_, g, r), n in counts.items() if g == stance and r == read)
               for read in ("asserted", "negated", "conditional", "reported", "none")}
        out.append(f"  {stance:<12}{own}")
    whole, of = coverage(records, reports)
    out.append(f"risk 2 and 3 with evidence for every concept named: {whole}/{of} = {whole / max(of, 1):.3f}")
    return out

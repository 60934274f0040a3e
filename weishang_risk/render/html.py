"""A report as a self-contained page: no script, nothing fetched, every character of the text inert."""

from __future__ import annotations

import base64
import hashlib
import itertools
import unicodedata
from collections.abc import Iterable, Sequence
from html import escape
from importlib import resources
from typing import Any

from ..concepts.registry import SIGNALS
from .catalogue import (
    arithmetic_lines,
    contradiction_lines,
    counterfactual_lines,
    feature_lines,
    language_of,
    load,
    message_line,
    note_lines,
    plan_rows,
    score_word,
)  # fmt: skip
from .shown import UNSEEN, Shown

#: A page shows at most this many characters of a text around its evidence.
_SHOWN = 30_000
_TREE_ROWS = 4


def inert(text: str) -> str:
    """Text that a page may show: escaped, with control, bidi and surrogate characters made visible.

    Examples
    --------
    >>> inert("<b>\\u202e")
    '&lt;b&gt;�'
    """
    return escape("".join(
        "\ufffd" if char not in "\n\t" and unicodedata.category(char) in UNSEEN and char != "\u200d"
        else char for char in text
    ))  # fmt: skip


def _style() -> str:
    return (resources.files(__package__) / "page.css").read_text(encoding="utf-8")


def highlighted(text: str, evidence: Sequence[dict[str, Any]], phrases: dict[str, str]) -> str:
    """The text with its evidence marked; where spans overlap, a piece carries every finding that covers it."""
    cuts = sorted({0, len(text), *(e["start"] for e in evidence), *(e["end"] for e in evidence)})
    pieces = []
    for start, end in itertools.pairwise(cuts):
        covering = [e for e in evidence if e["start"] <= start and end <= e["end"]]
        piece = inert(text[start:end])
        if covering:
            signals = list(dict.fromkeys(e["signal"] for e in covering))
            stances = {e["stance"] for e in covering}
            said = "; ".join(dict.fromkeys(f"{phrases['signal.' + e['signal']]}: {phrases['stance.' + e['stance']]}" for e in covering))
            bands = f' style="background-image:{_bands(signals)}"' if len(signals) > 1 and stances != {"negated"} else ""
            piece = (f'<mark class="{" ".join(signals)} {stances.pop() if len(stances) == 1 else "asserted"}"{bands} tabindex="0" title="{escape(said)}">{piece}'
                     f'<span class="tip"> [{escape(said)}]</span></mark>')
        pieces.append(piece)
    return "".join(pieces)


def _bands(signals: Sequence[str]) -> str:
    """The colours of several findings, one above the other, as high as one another."""
    share = 100 / len(signals)
    stops = ",".join(f"var(--{signal}) {share * place:.4g}% {share * (place + 1):.4g}%" for place, signal in enumerate(signals))
    return f"linear-gradient({stops})"


def _messages(report: Shown, phrases: dict[str, str]) -> str:
    """The messages of a case with their numbers, whoever said them by a letter, and the evidence marked in each."""
    items: list[str] = []
    shown = 0
    for number, message in enumerate(report.messages, 1):
        start, end = message["start"], message["end"]
        shown += end - start
        if shown > _SHOWN and items:
            break
        own = [e | {"start": max(e["start"], start) - start, "end": min(e["end"], end) - start} for e in report.evidence if e["start"] < end and e["end"] > start]
        who = f'<b class="who">{escape(message["speaker"])}</b> ' if message["speaker"] else ""
        items.append(f'<li class="{message["part"]}" value="{number}" title="{escape(phrases["part." + message["part"]])}">{who}'
                     f'<span dir="auto">{highlighted(message["text"], own, phrases)}</span></li>')
    return f'<p class="small">{escape(message_line(report, phrases))}</p><ol class="messages">{"".join(items)}</ol>'


def _excerpt(report: Shown) -> tuple[str, list[dict[str, Any]]]:
    """The text, or the part of a very long one that holds the evidence, with spans moved to match."""
    if len(report.text) <= _SHOWN:
        return report.text, list(report.evidence)
    start = max(0, min((e["start"] for e in report.evidence), default=0) - 500)
    end = min(len(report.text), start + _SHOWN)
    moved = [e | {"start": e["start"] - start, "end": e["end"] - start} for e in report.evidence if e["end"] <= end]
    return report.text[start:end], moved


def _bars(report: Shown, phrases: dict[str, str]) -> str:
    """Contributions as a bar chart from the base rate to the logit."""
    steps = [(phrases["base"], report.intercept, 0.0, report.intercept)]
    position = report.intercept
    for entry in sorted(report.contributions, key=lambda c: -abs(c["logit"])):
        if abs(entry["logit"]) >= 0.005:
            words = f" ({', '.join(entry['words'])})" if entry.get("words") else ""
            steps.append((phrases["name." + entry["name"]] + words, entry["logit"], position, position + entry["logit"]))
            position += entry["logit"]
    low = min(0.0, *(min(a, b) for _, _, a, b in steps))
    span = max(0.0, *(max(a, b) for _, _, a, b in steps)) - low or 1.0
    rows = []
    for index, (name, value, begin, end) in enumerate(steps):
        left, width = 100 * (min(begin, end) - low) / span, max(0.6, 100 * abs(end - begin) / span)
        kind = "base" if index == 0 else "up" if value > 0 else "down"
        rows.append(f'<tr><th scope="row">{inert(name)}</th><td class="n">{value:+.2f}</td><td class="track">'
                    f'<span class="bar {kind}" style="margin-left:{left:.1f}%;width:{min(width, 100 - left):.1f}%"></span></td></tr>')
    return f"<table class=bars><caption class=sr>{escape(phrases['contributions'])}</caption><tbody>{''.join(rows)}</tbody></table>"


def _tree(implied: dict[str, Any], phrases: dict[str, str]) -> str:
    """The first levels of the tree the numbers imply, as a drawing."""
    levels = implied.get("levels", [])[:_TREE_ROWS]
    if not levels:
        return ""
    shapes = ['<circle cx="200" cy="12" r="5"/>']
    for row, people in enumerate(levels, 1):
        dots = min(people, 27)
        gap = 380 / dots
        y = 12 + row * 28
        radius = max(1.5, min(5, gap / 3))
        shapes += [f'<circle cx="{10 + gap * (i + 0.5):.1f}" cy="{y}" r="{radius:.1f}"/>' for i in range(dots)]
    label = "; ".join(phrases["level_n"].format(n=i, people=f"{n:,}") for i, n in enumerate(levels, 1))
    return (f'<svg role="img" aria-label="{escape(label)}" viewBox="0 0 400 {24 + 28 * len(levels)}" class="tree">'
            f'{"".join(shapes)}</svg><p class="small">{escape(label)}</p>')


def _tests(report: Shown, language: str, phrases: dict[str, str]) -> str:
    tests = report.legal_tests_in(language)
    if not tests:
        return f"<p>{escape(phrases['tests.none'])}</p>"
    tests = sorted(tests, key=lambda t: (not t["met"], -sum(e["met"] for e in t["elements"]) / len(t["elements"])))
    blocks: list[str] = []
    for test in tests:
        items = "".join(_element(e, test["logic"], phrases) for e in test["elements"])
        mitigated = ", ".join(phrases[f"mitigation.{kind}"] for kind in test["mitigated_by"])
        source = f"{phrases['kind.' + test['kind']]}: {test['citation']}"
        if test["checked"]:
            source += f" ({phrases['checked'].format(date=test['checked'])})"
        notes = [
            test["caveat"], *(f"{phrases['excluded']}: {name}" for name in test["exclusions"]),
            f"{phrases['mitigated_by']}: {mitigated}" if mitigated else None, test["note"], source,
            f"{phrases['unconfirmed']}: {'; '.join(test['unconfirmed'])}" if test["unconfirmed"] else None,
        ]  # fmt: skip
        said = "".join(f'<p class="small">{escape(note)}</p>' for note in notes if note)
        met = sum(e["met"] for e in test["elements"])
        blocks.append(f'<details{" open" if test["met"] and len(blocks) < 2 else ""}><summary>{escape(test["name"])} '
                      f'<span class="small">{met}/{len(test["elements"])}, {escape(phrases["logic." + test["logic"]])}</span></summary>'
                      f'<ul class="checks">{items}</ul>{said}</details>')
    return "".join(blocks) + f'<p class="small">{escape(phrases["tests.caveat"])}</p>'


def _element(element: dict[str, Any], logic: str, phrases: dict[str, str]) -> str:
    said = phrases["met" if element["met"] else "unmet" if element["told"] else "untold"]
    if element["required"] and logic != "all_of":
        said += f"; {phrases['required']}"
    return (f'<li class="{"met" if element["met"] else "unmet"}"><span aria-hidden="true">{"✓" if element["met"] else "○" if element["told"] else "?"}</span> '
            f'{escape(element["name"])} <span class="small">({escape(said)})</span></li>')


def _list(lines: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{inert(line)}</li>" for line in lines) + "</ul>"


def _plan(report: Shown, phrases: dict[str, str]) -> str:
    rows = "".join(f'<tr><th scope="row">{inert(name)}</th><td>{inert(words)}</td></tr>' for name, words in plan_rows(report, phrases))
    return f'<table class="plan"><tbody>{rows}</tbody></table>' if rows else ""


def _section(title: str, body: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{body}</section>" if body else ""


def fragment(report: Shown, language: str | None = None) -> str:
    """The report without page around it, for notebooks.

    Parameters
    ----------
    report : RiskReport
    language : {"en", "zh"}, optional

    Returns
    -------
    str
    """
    return f'<style>{_style()}</style><div class="wr">{_body(report, language)}</div>'


def _body(report: Shown, language: str | None) -> str:
    chosen = language_of(report.language, language)
    phrases = load(chosen)
    text, evidence = _excerpt(report)
    facts = "".join(f'<li><b class="{signal}">{escape(phrases["signal." + signal])}</b> {escape(words)}</li>'
                    for signal, words in feature_lines(report, phrases))
    legend = "".join(f'<mark class="{s}">{escape(phrases["signal." + s])}</mark> ' for s in SIGNALS
                     if any(e["signal"] == s for e in evidence))
    without = counterfactual_lines(report, phrases)
    sums = arithmetic_lines(report, phrases)
    drawing = _tree(report.arithmetic, phrases) if report.arithmetic else ""
    parts = "".join(f'<li><b>{score_word(p["score"], phrases)}</b> {inert(p["text"][:300])}</li>' for p in report.passages[:8])
    return "".join((
        f'<header class="{report.level}"><h1>{escape(phrases["title"])}: {escape(phrases["level." + report.level])}</h1>',
        f'<p class="score"><b>{score_word(report.score, phrases)}</b> <span class="gauge" role="img" aria-label="{score_word(report.score, phrases)}"><span style="width:{100 * report.score:.0f}%"></span></span> '
        f'<span class="small">{escape(phrases["score.meaning"])}</span></p>',
        f'<p>{escape(phrases["summary." + report.level])}</p><ul class="facts">{facts}</ul></header>',
        _section(phrases["messages" if len(report.messages) > 1 else "text"], (f'<p class="small">{escape(phrases["legend"])}: {legend}</p>' if legend else "") +
                 (_messages(report, phrases) if len(report.messages) > 1 else f'<div class="text" dir="auto">{highlighted(text, evidence, phrases)}</div>')),
        _section(phrases["contradictions"], _list(changes) if (changes := contradiction_lines(report, phrases)) else ""),
        _section(phrases["plan"], _plan(report, phrases)),
        _section(phrases["notes"], _list(said) if (said := note_lines(report, phrases)) else ""),
        _section(phrases["passages"], f'<ol class="passages">{parts}</ol>' if parts else ""),
        _section(phrases["contributions"], _bars(report, phrases)),
        _section(phrases["counterfactuals"], _list(without) if without else ""),
        _section(phrases["arithmetic"], _list(sums) + drawing if sums else ""),
        _section(phrases["tests"], _tests(report, chosen, phrases)) if report.level != "unjudged" else "",
        f'<footer class="small">weishang_risk {escape(report.model_version)}</footer>',
    ))  # fmt: skip


def whole_page(title: str, language: str, body: str, script: str = "", kind: str = "") -> str:
    """A page that may run this one script of ours and no other: the policy names its hash.

    Parameters
    ----------
    title, language : str
    body : str
        Markup; every text in it is escaped already.
    script : str
    kind : str
        Class of what the page holds.
    """
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    allowed = f"; script-src 'sha256-{digest}'" if script else ""
    return (f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'; img-src data:{allowed}">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<title>{escape(title)}</title><style>{_style()}</style></head><body class="wr"><main class="{kind}">{body}</main>'
            + (f"<script>{script}</script>" if script else "") + "</body></html>")


def page(report: Shown, language: str | None = None) -> str:
    """The report as a page that stands on its own.

    Parameters
    ----------
    report : RiskReport
    language : {"en", "zh"}, optional
        The text's own by default.

    Returns
    -------
    str
        HTML without script, readable from a file, on a phone, in light and dark.
    """
    phrases = load(language_of(report.language, language))
    title = f"{phrases['title']}: {score_word(report.score, phrases)}"
    return whole_page(title, phrases["language"], _body(report, language))

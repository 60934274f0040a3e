"""A report as a self-contained page: no script, nothing fetched, every character of the text inert."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from html import escape
from importlib import resources
from typing import Any

from ..plan.depth import depth
from .catalogue import arithmetic_lines, counterfactual_lines, feature_lines, language_of, load, note_lines, plan_rows, score_word
from .shown import Shown

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
        "\ufffd" if char not in "\n\t" and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") and char != "\u200d"
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
            first = covering[0]
            said = "; ".join(f"{phrases['signal.' + e['signal']]}: {phrases['stance.' + e['stance']]}" for e in covering)
            piece = (f'<mark class="{first["signal"]} {first["stance"]}" tabindex="0" title="{escape(said)}">{piece}'
                     f'<span class="tip"> [{escape(said)}]</span></mark>')
        pieces.append(piece)
    return "".join(pieces)


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
    legend = "".join(f'<mark class="{s}">{escape(phrases["signal." + s])}</mark> ' for s in
                     ("tiers", "recruitment", "buy_in", "inventory", "income", "named", "mitigation", "voice", "hiding")
                     if any(e["signal"] == s for e in evidence))
    changes = counterfactual_lines(report, phrases)
    sums = arithmetic_lines(report, phrases)
    drawing = _tree(report.arithmetic, phrases) if report.arithmetic else ""
    parts = "".join(f'<li><b>{score_word(p["score"])}</b> {inert(p["text"][:300])}</li>' for p in report.passages[:8])
    return "".join((
        f'<header class="{report.level}"><h1>{escape(phrases["title"])}: {escape(phrases["level." + report.level])}</h1>',
        f'<p class="score"><b>{score_word(report.score)}</b> <span class="gauge" role="img" aria-label="{score_word(report.score)}"><span style="width:{100 * report.score:.0f}%"></span></span> '
        f'<span class="small">{escape(phrases["score.meaning"])}</span></p>',
        f'<p>{escape(phrases["summary." + report.level])}</p><ul class="facts">{facts}</ul></header>',
        _section(phrases["text"], (f'<p class="small">{escape(phrases["legend"])}: {legend}</p>' if legend else "") +
                 f'<div class="text" dir="auto">{highlighted(text, evidence, phrases)}</div>'),
        _section(phrases["plan"], _plan(report, phrases)),
        _section(phrases["notes"], _list(note_lines(report, phrases)) if report.notes else ""),
        _section(phrases["passages"], f'<ol class="passages">{parts}</ol>' if parts else ""),
        _section(phrases["contributions"], _bars(report, phrases)),
        _section(phrases["counterfactuals"], _list(changes) if changes else ""),
        _section(phrases["arithmetic"], _list(sums) + drawing if sums else ""),
        _section(phrases["tests"], _tests(report, chosen, phrases)) if report.level != "unjudged" else "",
        f'<footer class="small">weishang_risk {escape(report.model_version)}</footer>',
    ))  # fmt: skip


def _page(title: str, language: str, body: str, script: str = "") -> str:
    """A page that may run this one script of ours and no other: the policy names its hash."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    allowed = f"; script-src 'sha256-{digest}'" if script else ""
    return (f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'; img-src data:{allowed}">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<title>{escape(title)}</title><style>{_style()}</style></head><body class="wr"><main>{body}</main>'
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
    title = f"{phrases['title']}: {score_word(report.score)}"
    return _page(title, phrases["language"], _body(report, language))


def batch_page(reports: Sequence[Shown], links: Sequence[str | None] | None = None, language: str = "en") -> str:
    """Many reports as a table, highest score first; its headings sort it where scripts run.

    Parameters
    ----------
    reports : sequence of RiskReport
    links : sequence of str or None, optional
        Where each text's own page lies: a path relative to this page, or an http or https address.
    language : {"en", "zh"}, default "en"

    Returns
    -------
    str

    Raises
    ------
    ValueError
        For a link of another kind, such as ``javascript:`` or ``data:``.
    """
    for link in links or ():
        if link and not _is_safe(link):
            raise ValueError(f"{link[:80]!r} is no safe link; give a relative path (./a.html) or an http or https address")
    phrases = load(language)
    rows = []
    for index in sorted(range(len(reports)), key=lambda i: -reports[i].score):
        report = reports[index]
        label = inert(" ".join(report.text.split())[:120])
        link = links[index] if links else None
        cells = [
            f'<td class="n" data-key="{report.score:.6f}">{score_word(report.score)}</td>',
            f'<td class="{report.level}" data-key="{report.score:.6f}">{escape(phrases["level." + report.level])}</td>',
            f'<td data-key="{depth(report.features["tier_depth"])}">{escape(_depth_word(report, phrases))}</td>',
            f'<td>{escape(phrases["voice." + report.voice])}</td>',
            f'<td><a href="{escape(link, quote=True)}">{label}</a></td>' if link else f"<td>{label}</td>",
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    names = (phrases["score"], phrases["batch.level"], phrases["signal.tiers"], phrases["signal.voice"], phrases["batch.text"])
    head = "".join(f'<th scope="col"{" aria-sort=descending" if not i else ""}>{escape(name)}</th>' for i, name in enumerate(names))
    table = f'<table class="batch"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    script = (resources.files(__package__) / "sort.js").read_text(encoding="utf-8")
    return _page(phrases["batch.title"], phrases["language"], f"<h1>{escape(phrases['batch.title'])}</h1>{table}", script)


#: What browsers leave out of a link, and then read its kind.
_LEFT_OUT = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_KIND = re.compile(r"[^/?#]*:")


def _is_safe(link: str) -> bool:
    """Whether a link is relative or of the web, however a browser may read it."""
    bare = _LEFT_OUT.sub("", link).lower()
    return bare == link.lower() and (_KIND.match(bare) is None or bare.startswith(("http://", "https://")))


def _depth_word(report: Shown, phrases: dict[str, str]) -> str:
    return dict(feature_lines(report, phrases))["tiers"]

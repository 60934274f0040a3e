"""Many reports on one page: counts, level colours, reasons and links; sorted and filtered where scripts run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from html import escape
from importlib import resources

from ..concepts.registry import CONCEPTS, depth
from .catalogue import feature_lines, load, note_lines, score_word
from .html import inert, whole_page
from .shown import Shown

#: Levels in the order in which they are counted.
LEVELS = ("high", "elevated", "watch", "low", "unjudged")
#: Signals that are reasons, the weightiest first; how many are shown, and characters of a text and of a reason.
_SIGNALS = tuple(concept.name for concept in sorted(CONCEPTS, key=lambda concept: concept.reason))
_REASONS, _TEXT, _REASON = 3, 140, 64


def shortened(text: str, most: int) -> str:
    """A text on one line, cut between words where it is too long.

    Examples
    --------
    >>> shortened("pay in\\n first, then recruit", 16), shortened("先交两千元入会再推荐", 6), shortened("short", 9)
    ('pay in first,…', '先交两千元入…', 'short')
    """
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[:most]
    if line[most].isascii() and not line[most].isspace() and cut[-1].isascii() and " " in cut[most // 2 :]:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip() + "…"


def _reasons(report: Shown, phrases: dict[str, str]) -> str:
    """The clauses that tell most, one of each signal; for what is not judged, why."""
    if report.level == "unjudged":
        return escape(note_lines(report, phrases)[0])
    items: list[str] = []
    for signal in _SIGNALS:
        told = next((e for e in report.evidence if e["signal"] == signal and e["stance"] != "negated"), None)
        if told and len(items) < _REASONS:
            items.append(f'<li><b class="{signal}">{escape(phrases["signal." + signal])}</b> {inert(shortened(told["text"], _REASON))}</li>')
    return f"<ul>{''.join(items)}</ul>" if items else escape(phrases["batch.no_reasons"])


#: What browsers leave out of a link before they read it, and what names the kind of one.
_LEFT_OUT = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_KIND = re.compile(r"[^/?#]*:")


def _is_safe(link: str) -> bool:
    """Whether a link is relative or of the web, however a browser may read it."""
    bare = _LEFT_OUT.sub("", link).lower()
    return bare == link.lower() and (_KIND.match(bare) is None or bare.startswith(("http://", "https://")))


def batch_page(
    reports: Sequence[Shown], links: Sequence[str | None] | None = None, language: str = "en", ids: Sequence[str] | None = None
) -> str:
    """Many reports as a table, highest score first; where scripts run its headings sort it, and words and levels filter it.

    Parameters
    ----------
    reports : sequence of RiskReport
    links : sequence of str or None, optional
        Where each text's own page lies: a path relative to this page, or an http or https address.
    language : {"en", "zh"}, default "en"
    ids : sequence of str, optional
        What each text is called; by default its place, from 1.

    Returns
    -------
    str
        Whole without scripts too; on a phone each text is a card.

    Raises
    ------
    ValueError
        For a link of another kind, such as ``javascript:`` or ``data:``.
    """
    for link in links or ():
        if link and not _is_safe(link):
            raise ValueError(f"{link[:80]!r} is no safe link; give a relative path (./a.html) or an http or https address")
    phrases = load(language)
    names = [str(place) for place in range(1, len(reports) + 1)] if ids is None else ids
    columns = (("score", "score"), ("batch.level", "level"), ("batch.levels", "levels"), ("batch.id", "id"), ("batch.text", "text"), ("batch.reasons", "reasons"))
    head = "".join(
        f'<th scope="col" class="{kind}"{" data-sorts" if kind not in ("text", "reasons") else ""}{" aria-sort=descending" if not i else ""}>{escape(phrases[key])}</th>'
        for i, (key, kind) in enumerate(columns)
    )
    rows = "".join(
        _row(reports[i], names[i], links[i] if links else None, phrases) for i in sorted(range(len(reports)), key=lambda i: -reports[i].score)
    )
    counts = Counter(report.level for report in reports)
    chips = "".join(
        f'<button type="button" data-level="{level}" aria-pressed="false" class="chip {level}">{escape(phrases["level." + level])} {counts[level]:,}</button>'
        for level in LEVELS if counts[level]
    )  # fmt: skip
    said = ", ".join(f"{escape(phrases['level.' + level])} {counts[level]:,}" for level in LEVELS if counts[level])
    tools = (
        f'<div class="tools" hidden><label>{escape(phrases["batch.filter"])} <input type="search" autocomplete="off"></label>'
        f'<span class="chips">{chips}</span><output class="small" data-words="{escape(phrases["batch.shown"], quote=True)}"></output></div>'
    )
    body = (
        f"<h1>{escape(phrases['batch.title'])}</h1><p>{escape(phrases['batch.count'].format(count=f'{len(reports):,}'))}{': ' if said else ''}{said}</p>"
        f'{tools}<table class="batch"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    )
    script = (resources.files(__package__) / "batch.js").read_text(encoding="utf-8")
    return whole_page(phrases["batch.title"], phrases["language"], body, script, "wide")


def _row(report: Shown, name: str, link: str | None, phrases: dict[str, str]) -> str:
    text = inert(shortened(report.text, _TEXT)) or f"<i>{escape(phrases['batch.empty'])}</i>"
    key, level = f"{report.score:.6f}", report.level
    cells = (
        ("score n", key, "score", score_word(report.score, phrases)), ("level", key, "batch.level", f'<span class="chip {level}">{escape(phrases["level." + level])}</span>'),
        ("levels", str(depth(report.features["tier_depth"])), "batch.levels", escape(dict(feature_lines(report, phrases))["tiers"])),
        ("id", inert(name), "batch.id", inert(name)),
        ("text", "", "batch.text", f'<a href="{escape(link, quote=True)}">{text}</a>' if link else text), ("reasons", "", "batch.reasons", _reasons(report, phrases)),
    )  # fmt: skip
    return f'<tr data-level="{level}">' + "".join(
        f'<td class="{kind}"{f" data-key={chr(34)}{order}{chr(34)}" if order else ""} data-label="{escape(phrases[label], quote=True)}">{shown}</td>'
        for kind, order, label, shown in cells
    ) + "</tr>"  # fmt: skip

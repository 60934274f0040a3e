"""A report for a terminal: wrapped, coloured only where a terminal reads it, one screen for a short text."""

from __future__ import annotations

import shutil
import sys
import unicodedata

from .catalogue import (
    arithmetic_lines,
    contradiction_lines,
    counterfactual_lines,
    feature_lines,
    language_of,
    load,
    message_line,
    message_word,
    note_lines,
    plan_rows,
    score_word,
)  # fmt: skip
from .shown import UNSEEN, Shown

_COLOURS = {"unjudged": "37", "low": "32", "watch": "33", "elevated": "35", "high": "31"}
_BAR = 20
_QUOTES = 7


def printable(text: str) -> str:
    """A text without control, bidi or surrogate characters, on one line."""
    return "".join(
        " " if char in "\n\r\t" else "\ufffd" if unicodedata.category(char) in UNSEEN else char
        for char in text
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _wrap(text: str, width: int, indent: str) -> list[str]:
    """Lines no wider than ``width`` columns, counting wide characters twice."""
    lines, line, used = [], "", 0
    for word in _pieces(text):
        size = _width(word)
        if used + size > width - len(indent) and line:
            lines.append(indent + line.rstrip())
            line, used, word = "", 0, word.lstrip()
            size = _width(word)
        line += word
        used += size
    if line:
        lines.append(indent + line.rstrip())
    return lines


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for char in text:
        wide = unicodedata.east_asian_width(char) in "WF"
        if not pieces or wide or char == " " or unicodedata.east_asian_width(pieces[-1][-1]) in "WF":
            pieces.append(char)
        else:
            pieces[-1] += char
    return [p for piece in pieces for p in (piece[i : i + 40] for i in range(0, len(piece), 40))]


def render(report: Shown, language: str | None = None, colour: bool | None = None, width: int | None = None) -> str:
    """The report as text.

    Parameters
    ----------
    report : RiskReport
    language : {"en", "zh"}, optional
        The text's own by default.
    colour : bool, optional
        By default only where standard output is a terminal.
    width : int, optional
        Columns; the terminal's by default, 100 at most.

    Returns
    -------
    str
    """
    phrases = load(language_of(report.language, language))
    colour = sys.stdout.isatty() if colour is None else colour
    width = width or min(shutil.get_terminal_size((88, 24)).columns, 100)

    def paint(text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if colour else text

    filled = round(report.score * _BAR)
    head = f"{phrases['score']} {score_word(report.score, phrases)}  [{'#' * filled}{'.' * (_BAR - filled)}]  {phrases['level.' + report.level]}"
    lines = [paint(head, f"1;{_COLOURS[report.level]}"), *_wrap(phrases[f"summary.{report.level}"], width, "")]
    lines += [f"  {phrases['signal.' + signal]}: {words}" for signal, words in feature_lines(report, phrases)]
    if report.evidence:
        lines.append(paint(phrases["evidence"], "1"))
        # What a text says twice is quoted once.
        shown = {(item["signal"], item["stance"], item["text"]): item for item in report.evidence[:_QUOTES]}
        for item in shown.values():
            where = message_word(item["messages"], phrases)
            label = f"  {phrases['signal.' + item['signal']]} ({phrases['stance.' + item['stance']]}{', ' + where if where else ''}): "
            quote = printable(item["text"])
            quote = quote if len(quote) <= 160 else quote[:157] + "..."
            wrapped = _wrap(f"{label.strip()} “{quote}”", width, "    ")
            lines += [wrapped[0].replace("    ", "  ", 1), *wrapped[1:]]
    for title, body in (("messages", [line] if (line := message_line(report, phrases)) else []), ("contradictions", contradiction_lines(report, phrases))):
        if body:
            lines.append(paint(phrases[title], "1"))
            lines += [piece for line in body for piece in _wrap(line, width, "  ")]
    if rows := plan_rows(report, phrases):
        lines.append(paint(phrases["plan"], "1"))
        column = max(_width(name) for name, _ in rows)
        for name, words in rows:
            first, *rest = _wrap(printable(words), width - column - 2, "  ")
            lines.append(f"  {name}{' ' * (column - _width(name))}{first}")
            lines += [" " * (column + 2) + piece for piece in rest]
    if report.contributions:
        lines.append(paint(phrases["contributions"], "1"))
        lines.append(f"  {report.intercept:+6.2f}  {phrases['base']}")
        for entry in sorted(report.contributions, key=lambda c: -abs(c["logit"])):
            if abs(entry["logit"]) >= 0.05:
                words = f" ({printable(', '.join(entry['words']))})" if entry.get("words") else ""
                lines.append(f"  {entry['logit']:+6.2f}  {phrases['name.' + entry['name']]}{words}")
    for title, body in (("counterfactuals", counterfactual_lines(report, phrases)),
                        ("arithmetic", arithmetic_lines(report, phrases)), ("notes", note_lines(report, phrases))):
        if body:
            lines.append(paint(phrases[title], "1"))
            lines += [piece for line in body for piece in _wrap(line, width, "  ")]
    met = [t for t in report.legal_tests_in("zh" if phrases["language"].startswith("zh") else "en") if t["met"]]
    if met:
        lines.append(paint(phrases["tests"], "1"))
        lines += _wrap("; ".join(test["name"] for test in met), width, "  ")
    if report.passages:
        lines.append(paint(phrases["passages"], "1"))
        for part in report.passages[:5]:
            quote = printable(part["text"])
            lines += _wrap(f"{score_word(part['score'], phrases)} [{part['start']}:{part['end']}] {quote[:150]}{'...' if len(quote) > 150 else ''}", width, "  ")
    return "\n".join(lines)

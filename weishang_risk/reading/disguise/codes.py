"""Percent codes and numbers of code points."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from ..layout import Edit

_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_POINT = re.compile(r"(?:%u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\u\{[0-9A-Fa-f]{2,6}\}|U\+[0-9A-Fa-f]{4,6}|\\x[0-9A-Fa-f]{2})+")
#: Many of them in a row may stand apart.
_APART = re.compile(r"U\+[0-9A-Fa-f]{4,6}(?:[ ,;、，]{1,2}U\+[0-9A-Fa-f]{4,6}){3,}")
_ONE_POINT = re.compile(r"[0-9A-Fa-f]{2,8}")


def decoded(text: str) -> list[Edit]:
    """Percent codes and numbers of code points spelled out, where two characters or more are written so.

    Examples
    --------
    >>> decoded("%E5%85%88%E4%BA%A4%E9%92%B1")
    [(0, 27, '先交钱')]
    """
    edits: list[Edit] = []
    if "%" in text:
        runs = [(match.span(), unquote_to_bytes(match[0]).decode("utf-8", "replace")) for match in _PERCENT.finditer(text)]
        plain = [(span, said) for span, said in runs if said.isalnum() or (not said.isascii() and said.isprintable() and "\ufffd" not in said)]
        if sum(len(said) for _, said in plain if len(said) > 1 or said > "\x7f") >= 2:
            edits += [(start, end, said) for (start, end), said in plain]
    if "\\" in text or "%u" in text or "U+" in text:
        for match in sorted([*_APART.finditer(text), *_POINT.finditer(text)], key=lambda found: (found.start(), -found.end())):
            if edits and match.start() < edits[-1][1]:
                continue
            codes = [int(digits, 16) for digits in _ONE_POINT.findall(match[0])]
            said = "".join(chr(code) for code in codes if code < 0x110000)
            if len(said) >= 2 and said.isprintable():
                edits.append((*match.span(), said))
    return sorted(edits)

"""Targets of a fuzzer: each takes bytes and raises where a law is broken.

``run.py`` runs one with atheris; what it finds is kept as a case in ``tests/test_fuzz.py``, which also feeds every target
bytes of its own.
"""

from __future__ import annotations

import contextlib
import io
import math
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np

import weishang_risk as wr
from weishang_risk.model import storage
from weishang_risk.reading import layout, quantities
from weishang_risk.reading.document import Document
from weishang_risk.reading.normalize import NormalizedText
from weishang_risk.reading.words import inside_word

#: Pieces of texts that bytes choose from: a fuzzer would be long in finding them.
PIECES = (
    "先交2980元", "推荐一人奖500元", "他再推荐你拿200", "入🔥门🔥费", "下xian", "three levels", "pay $99 to join", "10% on", "they bring", "commission", "c0mmissi0n", "\n", "\r\n",
    "\n\n", "|", "\t", "- ", "1. ", ":", "：", ",", "。", "?", "&#20808;", "&amp;", "%E5%85%88", "\\u5148", "U+5148", "<br>", "</td>", "<!--", "\u202e", "\u202c", "\u2066", "\u200b",
    "\u2800", "\ufe0f", "\ud800", "сом", "ᴍʟᴍ", "🅼", "🇲", "１２", "三", "百万", "亿", "0", "9" * 30, ",000", "1e9", "half a million", "hundred", "k", "w", "%", "¥", "€", ".", "-", "*", "_", " ",
    "不", "没有", "unless", "if ", "“", "”", ">", "//", "```", "**",
)  # fmt: skip


def heap(data: bytes) -> str:
    """A text of pieces, and of characters of their own, that bytes choose."""
    return "".join(PIECES[byte] if byte < len(PIECES) else chr(byte) if byte < 200 else chr(0x4E00 + 97 * byte) for byte in data[:400])


def either(data: bytes) -> str:
    """A heap, or bytes read as UTF-8."""
    return heap(data[1:]) if data[:1] < b"\x80" else data[1:].decode("utf-8", "surrogatepass" if data[:1] < b"\xa0" else "replace")


def _text(data: bytes) -> str:
    try:
        return either(data)
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def texts(data: bytes) -> None:
    """A report adds up, quotes what stands there, and becomes JSON, a page and a terminal's lines."""
    text = _text(data)
    report = wr.score(text)
    assert 0 <= report.score <= 1 and math.isfinite(report.logit)
    if report.contributions:
        assert math.isclose(report.intercept + sum(entry["logit"] for entry in report.contributions), report.logit, abs_tol=1e-9)
    assert all(item["text"] == text[item["start"] : item["end"]] and item["text"] for item in report.evidence)
    report.to_json().encode("utf-8")
    report.to_html().encode("utf-8")
    str(report)


def normalised(data: bytes) -> None:
    """Offsets map back inside, and in order but for what is told backwards."""
    text = _text(data)
    found = NormalizedText(text, inside_word)
    spans = [found.to_original(position, position + 1) for position in range(len(found.text))]
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert found.turned or spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in found.hidden)


def laid_out(data: bytes) -> None:
    """Edits of the layout stand in order, apart and inside."""
    text = _text(data)
    for edits in (layout.decoded(text), layout.laid_out(text, inside_word)):
        at = 0
        for start, end, _ in edits:
            assert at <= start <= end <= len(text)
            at = end


def sums(data: bytes) -> None:
    """Quantities stand inside the text and are finite."""
    document = Document(_text(data))
    for found in quantities.read(document.normalized.text):
        assert 0 <= found.start < found.end <= len(document.normalized.text)
        assert math.isfinite(found.low) and math.isfinite(found.high) and found.low <= found.high


@lru_cache(maxsize=1)
def _small() -> bytes:
    """A file as models are written, of a few hundred bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "m"
        storage.write(path, {"weights": np.arange(4.0), "names": storage.packed(["a", "b"])})
        return path.read_bytes()


def models(data: bytes) -> None:
    """Whatever is done to a model file is a ModelFileError."""
    body = bytearray(data)
    if data[:1] < b"\x80" and len(data) > 5:
        # A good one with some bytes changed.
        body = bytearray(_small())
        for at in range(1, len(data) - 2, 3):
            body[int.from_bytes(data[at : at + 2], "big") % len(body)] = data[at + 2]
    with contextlib.suppress(storage.ModelFileError):
        storage.read(bytes(body), "fuzz")


def tables(data: bytes) -> None:
    """A file of many texts is scored, or refused in one line."""
    from weishang_risk.cli import main

    name = (".csv", ".tsv", ".jsonl", ".txt")[data[0] % 4] if data else ".csv"
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()) as said, contextlib.redirect_stdout(io.StringIO()):
        path = Path(folder) / ("a" + name)
        path.write_bytes((b"text,n\n" if data[1:2] < b"\xc0" and name == ".csv" else b"") + data[2:600])
        try:
            status = main(["batch", str(path), "-o", str(Path(folder) / "out.csv")])
        except SystemExit as left:
            status = left.code  # type: ignore[assignment]
    assert status in (0, 1, 2), said.getvalue()


TARGETS: dict[str, Callable[[bytes], None]] = {
    "texts": texts, "normalised": normalised, "layout": laid_out, "quantities": sums, "models": models, "tables": tables,
}  # fmt: skip

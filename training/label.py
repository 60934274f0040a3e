"""Label texts by keyboard, on a page that this machine alone can see.

``python -m training.label next.jsonl --out mine.jsonl`` shows one text after the other with its evidence marked and asks for the annotation
guide's fields. Every answer is saved at once; started again with the same files it goes on where it stopped. What it writes,
``training.train --data mine.jsonl`` reads.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import math
import secrets
import sys
import threading
import webbrowser
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path
from typing import Any

from weishang_risk import RiskReport, place, score
from weishang_risk.cli import console
from weishang_risk.concepts.registry import VOICES
from weishang_risk.io import streams
from weishang_risk.io.tables import Broken
from weishang_risk.render import catalogue
from weishang_risk.render.html import highlighted
from weishang_risk.render.terminal import printable

from . import data

Record = dict[str, Any]
_PARTS = Path(__file__).with_name("label_page")
#: Bytes of an answer; the fields take a few hundred.
_MOST = 64_000
#: What is asked, in this order: name, question, and the choices with their keys; no choices for what is typed.
CHOICES: tuple[tuple[str, str, tuple[tuple[str, Any, str], ...]], ...] = (
    ("risk", "Has the business described a pyramid structure?",
     (("0", 0, "no sign of it"), ("1", 1, "a likeness only"), ("2", 2, "yes, most likely"), ("3", 3, "yes, plainly"))),
    ("voice", "Who speaks?", tuple((str(i), voice, voice) for i, voice in enumerate(VOICES, 1))),
    ("tiers", "Levels of people below that one is paid for",
     (("0", None, "none told"), *((str(n), n, str(n)) for n in range(1, 9)), ("9", "unlimited", "unlimited"))),
    ("recruit", "Bringing people in", (("0", 0, "not told"), ("1", 1, "wanted"), ("2", 2, "rewarded"))),
    ("buyin", "Paying first", (("0", 0, "not told"), ("1", 1, "possible"), ("2", 2, "required"))),
    ("inventory", "Goods that must be bought or held", (("0", 0, "none"), ("1", 1, "expected"), ("2", 2, "required"))),
    ("income", "Income promised", (("0", 0, "none"), ("1", 1, "ordinary"), ("2", 2, "extravagant"))),
    ("named", "Does the text itself call it a pyramid, MLM, 传销?", (("0", 0, "no"), ("1", 1, "yes"))),
)  # fmt: skip
TYPED = (("buyin_amount", "Least sum to pay first"), ("buyin_currency", "its currency, e.g. CNY"), ("inventory_amount", "Least sum for goods"),
         ("income_amount", "Largest income claimed"), ("income_currency", "its currency"), ("income_period", f"its period: {', '.join(data.PERIODS)}"))  # fmt: skip


def checked(answer: Any) -> Record:
    """An answer of the page as fields of the guide.

    Raises
    ------
    ValueError
        That says what is missing or wrong.

    Examples
    --------
    >>> checked({"risk": 0})
    Traceback (most recent call last):
    ...
    ValueError: not answered: voice, tiers, recruit, buyin, inventory, income, named
    """
    if not isinstance(answer, dict):
        raise ValueError("an answer is an object with the guide's fields")
    if missing := [name for name, _, _ in CHOICES if name not in answer]:
        raise ValueError(f"not answered: {', '.join(missing)}")
    record: Record = {}
    for name, _, choices in CHOICES:
        values = [value for _, value, _ in choices]
        given = answer[name]
        # A number is no truth value, though they compare equal.
        place = next((i for i, value in enumerate(values) if value == given and type(value) is type(given)), None)
        if place is None:
            raise ValueError(f"{name} is none of {values}")
        record[name] = values[place]
    for name, _ in TYPED:
        record[name] = _typed(name, answer.get(name))
    return record


def _typed(name: str, given: Any) -> Any:
    word = "" if given is None else str(given).strip()
    if not word:
        return None
    if name.endswith("_amount"):
        try:
            amount = float(word.replace(",", ""))
        except ValueError:
            amount = -1.0
        if not (math.isfinite(amount) and amount >= 0):
            raise ValueError(f"{name} is no sum; write digits alone, e.g. 2980")
        return int(amount) if amount.is_integer() else amount
    if name == "income_period":
        if word not in data.PERIODS:
            raise ValueError(f"income_period is none of {', '.join(data.PERIODS)}")
        return word
    if not (word.isascii() and word.isalpha() and len(word) == 3):
        raise ValueError(f"{name} is no code of a currency; write three letters, e.g. CNY")
    return word.upper()


def suggested(report: RiskReport) -> Record:
    """What the library reads, in the guide's fields: offered when asked for, never filled in unasked. Not the verdict."""
    features = report.features
    deep = features["tier_depth"]
    return {
        "voice": report.voice, "tiers": deep if deep in (None, "unlimited") or deep <= 8 else "unlimited", "recruit": features["recruitment"],
        "buyin": features["buy_in"], "inventory": features["inventory"], "income": features["income"],
        "named": int(any(e["signal"] == "named" and e["stance"] == "asserted" for e in report.evidence)),
        **{name: features[name.replace("buyin", "buy_in")] for name, _ in TYPED},
    }  # fmt: skip


@dataclass
class Work:
    """Texts, and the labels of some of them in a file.

    Parameters
    ----------
    texts : list of str
    out : Path
        A JSON Lines file; what is in it already stays.

    Raises
    ------
    DataError
        Where the file is there and cannot be read.
    """

    texts: list[str]
    out: Path
    records: list[Record] = field(init=False)
    skipped: list[int] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        # Each text once, and blank ones not at all.
        self.texts = list(dict.fromkeys(text for text in self.texts if text.strip()))
        self.records = data.read_jsonl(self.out) if self.out.exists() else []
        self._lock = threading.Lock()

    def labelled(self, index: int) -> Record | None:
        """A text's label, or None."""
        return next((r for r in self.records if r.get("text") == self.texts[index] and _has_label(r)), None)

    def _known(self) -> set[Any]:
        """Texts that have labels; what else the file holds of them is none."""
        return {r["text"] for r in self.records if isinstance(r.get("text"), str) and _has_label(r)}

    @property
    def done(self) -> int:
        """How many of the texts have labels."""
        known = self._known()
        return sum(text in known for text in self.texts)

    def next(self) -> int | None:
        """The place of the next text without a label; those that were skipped come last."""
        known = self._known()
        open_ = [i for i, text in enumerate(self.texts) if text not in known]
        return min(open_, key=lambda i: (self.skipped.index(i) + 1 if i in self.skipped else 0, i), default=None)

    def skip(self, index: int) -> None:
        """Put a text last."""
        with self._lock:
            if index in self.skipped:
                self.skipped.remove(index)
            self.skipped.append(index)

    def save(self, index: int, fields: Record, language: str) -> None:
        """Keep a label, in place of an earlier one; the file is whole at any moment."""
        text = self.texts[index]
        record = {"id": f"own-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}", "text": text, "lang": language, **fields}
        with self._lock:
            earlier = next((i for i, r in enumerate(self.records) if r.get("text") == text), None)
            kept = [*self.records]
            if earlier is None:
                kept.append(record)
            else:
                kept[earlier] = kept[earlier] | record
            place.write(self.out, "".join(f"{_line(r)}\n" for r in kept).encode("utf-8"))
            self.records = kept


def _has_label(record: Record) -> bool:
    return record.get("risk") is not None


def _line(record: Record) -> str:
    # A lone surrogate has no UTF-8; as an escape it is JSON all the same.
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace").decode("utf-8")


class Labelling(ThreadingHTTPServer):
    """The page's server; on loopback, under a path that nobody else can guess.

    Parameters
    ----------
    work : Work
    port : int, default 0
        Any free one by default.
    """

    daemon_threads = True

    def __init__(self, work: Work, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Answer)
        self.work, self.token = work, secrets.token_urlsafe(24)

    @property
    def origin(self) -> str:
        """The one site that may ask: no name that resolves here by a trick, no other port."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"{self.origin}/{self.token}/"

    @cached_property
    def parts(self) -> dict[str, str]:
        """Style and script of the page."""
        style = (resources.files("weishang_risk.render") / "page.css").read_text(encoding="utf-8")
        return {"style": style + (_PARTS / "page.css").read_text(encoding="utf-8"), "script": (_PARTS / "page.js").read_text(encoding="utf-8")}

    def page(self, index: int | None) -> str:
        """The page of one text, or the one that says that all is done; nothing in a text is more than text."""
        work = self.work
        head = f'<p class="small">{work.done} of {len(work.texts)} labelled</p>'
        if index is None:
            body = f'{head}<h1>All are labelled</h1><p>They are in {escape(str(work.out))}. <a href="?at={len(work.texts) - 1}">The last one again</a></p>'
            return _page(body, self.parts, {})
        text = work.texts[index]
        report = score(text)
        phrases = catalogue.load("en")
        choices = "".join(
            f'<fieldset data-name="{name}"><legend>{escape(question)}</legend>'
            + "".join(f'<label><input type="radio" name="{name}" data-key="{key}" value="{escape(json.dumps(value))}"><kbd>{key}</kbd> {escape(word)}</label>'
                      for key, value, word in answers) + "</fieldset>"
            for name, question, answers in CHOICES)  # fmt: skip
        typed = "".join(f'<label>{escape(question)} <input type="text" name="{name}" autocomplete="off"></label>' for name, question in TYPED)
        body = (
            f'{head}<h1>Text {index + 1}</h1><div class="text" dir="auto">{highlighted(text, report.evidence, phrases)}</div>'
            f'<form>{choices}<fieldset class="typed"><legend>Sums, where the text states them</legend>{typed}</fieldset>'
            '<p id="said" role="alert"></p><p class="small"><button>Save and go on</button> <kbd>Enter</kbd> save; <kbd>s</kbd> skip; <kbd>b</kbd> back; '
            "<kbd>e</kbd> evidence on or off; <kbd>p</kbd> fill what is open, but the verdict, with what the library reads; arrows move</p></form>"
        )
        return _page(body, self.parts, {"index": index, "label": work.labelled(index), "read": suggested(report)})


def _page(body: str, parts: dict[str, str], state: Record) -> str:
    # Within a script element, no text may end it.
    held = json.dumps(state).replace("<", "\\u003c")
    return (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<title>Labelling</title><style>{parts["style"]}</style></head><body class="wr"><main>{body}</main>'
            f'<script type="application/json" id="state">{held}</script><script>{parts["script"]}</script></body></html>')


class _Answer(BaseHTTPRequestHandler):
    server: Labelling

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        if not self._welcome(path, ""):
            return
        place = query.removeprefix("at=")
        known = place.isascii() and place.isdigit() and int(place) < len(self.server.work.texts)
        self._send(HTTPStatus.OK, self.server.page(int(place) if known else self.server.work.next()), "text/html")

    def do_POST(self) -> None:
        path = self.path
        action = "skip" if path.endswith("/skip") else "save"
        if not self._welcome(path, action):
            return
        # A form of another site can send neither of these.
        if self.headers.get("Origin") != self.server.origin or self.headers.get_content_type() != "application/json":
            self._say(HTTPStatus.FORBIDDEN, "only this page may send labels")
            return
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or int(length) > _MOST:
            self._say(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "that is no answer of this page")
            return
        work = self.server.work
        try:
            answer = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            self._say(HTTPStatus.BAD_REQUEST, "that is no JSON that can be read")
            return
        try:
            index = answer.pop("index", None) if isinstance(answer, dict) else None
            if type(index) is not int or not 0 <= index < len(work.texts):
                raise ValueError("there is no such text")
            if action == "skip":
                work.skip(index)
            else:
                work.save(index, checked(answer), score(work.texts[index]).language)
        except ValueError as error:
            self._say(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
        except OSError as error:
            self._say(HTTPStatus.INTERNAL_SERVER_ERROR, f"not saved: {error.strerror}")
        else:
            self._say(HTTPStatus.OK, "")

    def _welcome(self, path: str, action: str) -> bool:
        """Whether the request comes by this address and knows the token; if not it is told so."""
        if self.headers.get("Host") != self.server.origin.removeprefix("http://"):
            self._say(HTTPStatus.FORBIDDEN, "this page answers at its own address alone")
        elif not secrets.compare_digest(path.encode("utf-8", "surrogateescape"), f"/{self.server.token}/{action}".encode()):
            self._say(HTTPStatus.NOT_FOUND, "open the address that was printed when labelling began")
        else:
            return True
        return False

    def _say(self, status: HTTPStatus, line: str) -> None:
        self._send(status, json.dumps({"error": line}), "application/json")

    def _send(self, status: HTTPStatus, content: str, kind: str) -> None:
        body = content.encode("utf-8", "replace")
        digest = base64.b64encode(hashlib.sha256(self.server.parts["script"].encode()).digest()).decode("ascii")
        self.send_response(status)
        for name, value in {
            "Content-Type": f"{kind}; charset=utf-8", "Content-Length": str(len(body)), "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin",
            "Content-Security-Policy": f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; connect-src 'self'; "
                                       "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
        }.items():  # fmt: skip
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Nothing: the page tells what matters."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.label", description=__doc__.splitlines()[0])
    parser.add_argument("file", help="texts: CSV, TSV, JSONL, plain lines or Parquet, e.g. of training.suggest")
    data.add_source(parser)
    parser.add_argument("--out", type=Path, required=True, help="a JSONL of labels; gone on with where it is there")
    parser.add_argument("--port", type=console.port, default=0, help="any free one by default")
    parser.add_argument("--no-browser", action="store_true", help="print the address, but open no browser")
    options = parser.parse_args(arguments)
    out = str(options.out)
    try:
        streams.check_target(out)
        if out == streams.STANDARD or streams.special(out):
            raise data.DataError(f"labels are kept in a file, which {out} is not; name one that ends in .jsonl")
        if streams.same_file(out, options.file):
            raise data.DataError(f"{out} is what is to be labelled; write the labels to another file")
        # Two pages would each write the labels that they know of.
        with streams.alone(out):
            return _serve(options)
    except (ValueError, OSError) as error:
        print(f"training.label: {printable(data.said(error))}", file=sys.stderr)
        return 2


def _serve(options: argparse.Namespace) -> int:
    """Serve the page until an interrupt ends it; exit status."""
    items = data.items_of(options.file, options)
    work = Work([item.text for item in items if not isinstance(item, Broken)], options.out)
    if broken := [f"line {item.line}: {item.reason}" for item in items if isinstance(item, Broken)]:
        print(f"{len(broken)} record(s) cannot be read: {data.told(broken)}", file=sys.stderr)
    if not work.texts:
        raise data.DataError(f"{options.file} has no texts in its column {options.text_column!r}")
    try:
        server = Labelling(work, options.port)
    except OSError as error:
        raise data.DataError(f"port {options.port}: {error.strerror}; leave --port out for any free one") from None
    try:
        print(f"{work.done} of {len(work.texts)} are labelled; the page is at {server.url}; Ctrl-C ends it", flush=True)
        if not options.no_browser:
            webbrowser.open(server.url)
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
        print(f"{work.done} of {len(work.texts)} are labelled, in {options.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

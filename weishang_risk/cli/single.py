"""``weishang-risk TEXT``: one text, or some, with all their reasons."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .. import __version__
from ..io import encodings
from ..io.encodings import InputError
from ..io.streams import STANDARD, Input, check_target, named, same_file, write_whole
from . import console

#: The name of a file may have blanks, though not so many as a text.
_NAME_OF_A_FILE = re.compile(r"(?:\S+ ){,5}\S+\.(?:txt|csv|tsv|jsonl|ndjson|json|md|html?|parquet|pdf|docx?|xlsx?|gz|zst)", re.IGNORECASE)


class _Given(NamedTuple):
    """A text and the name of its file; None for one given in words."""

    text: str
    source: str | None


def parser() -> argparse.ArgumentParser:
    """The options of the command line."""
    options = console.Parser(
        "weishang-risk",
        "How likely it is that a business description has a pyramid (传销 / MLM) structure, and why.",
        "'weishang-risk batch' scores files of many texts, 'weishang-risk case' a chat or a folder of posts as one scheme: see their --help.",
    )
    options.add_argument("text", nargs="*", help="the text; '-', or nothing, reads it from standard input")
    options.add_argument("--file", action="append", default=[], metavar="FILE", help="a file that holds one text, '-' for standard input (may be repeated)")
    console.add_shown(options, json=", one line a text, with the file's name as source", alone=", one line a text", reaches="a text")
    console.add_common(options)
    options.add_argument("--version", action="version", version=f"weishang-risk {__version__}")
    return options


def check_page(target: str, inputs: Iterable[str]) -> None:
    """Refuse to write a page where none can be, or over what is to be read.

    Raises
    ------
    InputError
    """
    if target == STANDARD:
        raise InputError("a page is written to a file, not among what is printed; give --html a name that ends in .html")
    check_target(target)
    if any(same_file(target, path) for path in inputs):
        raise InputError(f"{target} is a text to be read; write the page to another file")


def run(options: argparse.Namespace) -> int:
    """Score texts given in words, in files or on standard input; see :func:`weishang_risk.cli.entry.run`."""
    if options.html:
        check_page(options.html, options.file)
    given = _texts(options)
    model = console.load(options.model)
    from ..batch import score_many
    from ..render.terminal import printable

    reports = list(score_many([each.text for each in given], model=model, prior=options.prior, jurisdictions=options.law))
    if options.html:
        from ..render.batch import batch_page

        names = [each.source or str(place) for place, each in enumerate(given, 1)]
        page = reports[0].to_html(options.lang) if len(reports) == 1 else batch_page(reports, language=options.lang or "en", ids=names)
        write_whole(options.html, page)
    for index, (each, report) in enumerate(zip(given, reports, strict=True)):
        if not (options.json or options.score_only):
            if index:
                print("-" * 40)
            if len(reports) > 1 and each.source:
                print(printable(each.source))
        print(console.shown(report, options, each.source))
    return console.status(reports, options.threshold)


def _texts(options: argparse.Namespace) -> list[_Given]:
    words: list[str] = options.text
    paths: list[str] = list(options.file)
    given = []
    if words == [STANDARD] or not (words or paths):
        paths.insert(0, STANDARD)
    elif words:
        _refuse_names_of_files(words)
        given.append(_Given(_as_typed(" ".join(words), options.encoding), None))
    return given + [_Given(read_whole(path, options.encoding), path) for path in paths]


def _as_typed(text: str, encoding: str | None) -> str:
    """Words of the command line, whose bytes Python could not read in the encoding of the locale."""
    if not any("\udc80" <= char <= "\udcff" for char in text):
        return text
    data = os.fsencode(text)
    return data.decode(encodings.check(encoding) if encoding else encodings.find(data), "replace")


def _refuse_names_of_files(words: Sequence[str]) -> None:
    """A file's name is not scored as if it were a text."""
    there = [word for word in words if os.path.exists(word)]
    if there and (len(there) == len(words) or any(os.path.splitext(word)[1] for word in there)):
        raise InputError(f"{there[0]} is the name of a file; say --file {there[0]} to read it (or put these very words on standard input)")
    if all(map(_NAME_OF_A_FILE.fullmatch, words)):
        raise InputError(f"{words[0]} looks like the name of a file, and there is none; put these very words on standard input if you mean them")


def read_whole(path: str, encoding: str | None) -> str:
    """A whole file as one text; bytes that are not of its encoding as the character for what cannot be read."""
    if path == STANDARD and sys.stdin and sys.stdin.isatty():
        console.say("reading the text from standard input; end it with Ctrl-D")
    with named(path):
        source = Input(path, encodings.check(encoding) if encoding else None)
        text = source.text.read()
        source.close()
    return "".join("\ufffd" if "\udc80" <= char <= "\udcff" else char for char in text)

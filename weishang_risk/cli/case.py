"""``weishang-risk case``: a chat export, a folder of posts, an article with its comments, read as one scheme."""

from __future__ import annotations

import argparse
import os

from ..io.encodings import InputError
from ..io.streams import STANDARD, called, write_whole
from . import console
from .single import check_page, read_whole

#: Files of a folder that are read; others are told and left out.
SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".json", ".log")


def parser() -> argparse.ArgumentParser:
    """The options of the command line."""
    options = console.Parser(
        "weishang-risk case",
        "Read texts that belong to one scheme as one: exports of WeChat, WhatsApp, Telegram, LINE and QQ, lines of 'name: text', posts, an article with its comments.",
    )
    options.add_argument("files", nargs="+", metavar="FILE", help=f"a file, a folder of files ({' '.join(SUFFIXES)}), '-' for standard input")
    console.add_shown(options, json=" with the files' names as source", alone="", reaches="the case")
    console.add_common(options)
    return options


def run(options: argparse.Namespace) -> int:
    """Score one case; see :func:`weishang_risk.cli.entry.run`."""
    paths = [path for given in options.files for path in _files(given)]
    if paths.count(STANDARD) > 1:
        raise InputError("standard input can be read only once")
    if options.html:
        check_page(options.html, paths)
    texts = [read_whole(path, options.encoding) for path in paths]
    model = console.load(options.model)
    from ..case import CaseError, score_case

    try:
        report = score_case(texts, model=model, prior=options.prior, jurisdictions=options.law)
    except CaseError as error:
        raise InputError(f"{called(paths[error.index])} {error.reason}") from None
    if options.html:
        write_whole(options.html, report.to_html(options.lang))
    print(console.shown(report, options, paths))
    return console.status([report], options.threshold)


def _files(given: str) -> list[str]:
    """A file itself, or the files of a folder by name."""
    if given == STANDARD or not os.path.isdir(given):
        return [given]
    names = sorted(name for name in os.listdir(given) if not name.startswith("."))
    wanted = [name for name in names if name.lower().endswith(SUFFIXES)]
    if not wanted:
        raise InputError(f"{given} holds no file that can be read; such end in {', '.join(SUFFIXES)}")
    if left := [name for name in names if name not in wanted]:
        console.say(f"{given}: {len(left)} left out ({', '.join(left[:5])}{', ...' if len(left) > 5 else ''}); texts end in {', '.join(SUFFIXES)}")
    return [os.path.join(given, name) for name in wanted]

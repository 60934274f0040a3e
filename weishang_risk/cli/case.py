"""``weishang-risk case``: a chat export, a folder of posts, an article with its comments, read as one scheme."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from ..io.encodings import InputError
from ..io.streams import STANDARD, called, write_whole
from ..io.writers import json_line
from . import console
from .single import check_page, read_whole

#: Files of a folder that are read; others are told and left out.
SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".json", ".log")


def _parser() -> argparse.ArgumentParser:
    parser = console.Parser(
        prog="weishang-risk case",
        description="Read texts that belong to one scheme as one: exports of WeChat, WhatsApp, Telegram, LINE and QQ, lines of 'name: text', posts, an article with its comments.",
        epilog=console.STATUSES, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False,
    )  # fmt: skip
    parser.add_argument("files", nargs="+", metavar="FILE", help=f"a file, a folder of files ({' '.join(SUFFIXES)}), '-' for standard input")
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="print the JSON contract with the files' names as source")
    shown.add_argument("--score-only", action="store_true", help="print the score alone")
    parser.add_argument("--html", metavar="FILE", help="write a self-contained page here")
    parser.add_argument("--threshold", type=console.share, metavar="X", help="leave with status 1 where the case scores X or more")
    console.add_common(parser)
    return parser


def run(arguments: Sequence[str]) -> int:
    """Score one case.

    Parameters
    ----------
    arguments : sequence of str

    Returns
    -------
    int
        Exit status.

    Raises
    ------
    InputError
        Where something cannot be read or written.
    """
    options = _parser().parse_args(arguments)
    paths = [path for given in options.files for path in _files(given)]
    if paths.count(STANDARD) > 1:
        raise InputError("standard input can be read only once")
    if options.html:
        check_page(options.html, paths)
    texts = [read_whole(path, options.encoding) for path in paths]
    model = console.load(options.model)
    from ..case import CaseError, score_case
    from ..render.terminal import render

    try:
        report = score_case(texts, model=model, prior=options.prior, jurisdictions=options.law)
    except CaseError as error:
        raise InputError(f"{called(paths[error.index])} {error.reason}") from None
    if options.html:
        write_whole(options.html, report.to_html(options.lang))
    if options.json:
        print(json_line(report.to_dict() | {"source": paths}, inert=True, encoding=sys.stdout.encoding or "utf-8"))
    elif options.score_only:
        print(report.score)
    else:
        print(render(report, options.lang))
    return console.REACHED if options.threshold is not None and report.score >= options.threshold else console.DONE


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

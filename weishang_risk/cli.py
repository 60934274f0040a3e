"""The command line: texts in, reasons out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="weishang-risk",
        description="How likely it is that a business description has a pyramid (传销 / MLM) structure, and why.",
    )
    parser.add_argument("text", nargs="*", help="the text; read from standard input where neither text nor --file is given")
    parser.add_argument("--file", type=Path, action="append", default=[], help="a UTF-8 text file (may be repeated)")
    parser.add_argument("--json", action="store_true", help="print the JSON contract, one line a text")
    parser.add_argument("--html", type=Path, help="write a self-contained page here")
    parser.add_argument("--lang", choices=("en", "zh"), help="language of the reasons; the text's own by default")
    parser.add_argument("--model", type=Path, help="a model file made by training; the shipped one by default")
    return parser


def _texts(arguments: argparse.Namespace) -> list[str]:
    texts = [" ".join(arguments.text)] if arguments.text else []
    for path in arguments.file:
        try:
            texts.append(path.read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError as error:
            raise SystemExit(f"weishang-risk: {path} is not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8") from None
        except OSError as error:
            raise SystemExit(f"weishang-risk: cannot read {path}: {error.strerror}") from None
    if not texts:
        texts.append(sys.stdin.read())
    return texts


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        ``sys.argv[1:]`` by default.

    Returns
    -------
    int
        Exit status.
    """
    options = _parser().parse_args(arguments)
    texts = _texts(options)
    from .batch import score_many
    from .model.risk import RiskModel
    from .model.storage import ModelFileError
    from .render.terminal import render

    try:
        model = RiskModel.load(options.model) if options.model else None
    except (ModelFileError, OSError) as error:
        raise SystemExit(f"weishang-risk: {error}") from None
    reports = list(score_many(texts, model=model))
    if options.html:
        from .render.html import batch_page

        page = reports[0].to_html(options.lang) if len(reports) == 1 else batch_page(reports, language=options.lang or "en")
        options.html.write_text(page, encoding="utf-8")
    for index, report in enumerate(reports):
        if options.json:
            print(report.to_json())
        else:
            if index:
                print("-" * 40)
            print(render(report, options.lang))
    return 0

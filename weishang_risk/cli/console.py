"""What the sub-commands share: exit statuses, messages that no terminal obeys, options read and checked."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NoReturn

from ..io.encodings import InputError
from ..io.writers import json_line
from ..render.terminal import printable, render

if TYPE_CHECKING:
    from ..model.risk import RiskModel
    from ..report.report import RiskReport

DONE, REACHED, REFUSED, FAULT, CLOSED_PIPE = 0, 1, 2, 70, 141
STATUSES = """exit status:
  0    done
  1    done, and a text reaches --threshold
  2    wrong usage, or something that cannot be read or written
  70   a fault of this program
  129  its terminal was closed (SIGHUP)
  130  interrupted (Ctrl-C)
  141  whoever read the output has stopped reading
  143  told to stop (SIGTERM)
"""


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are one line that a terminal shows and does not obey; its help ends with the exit statuses."""

    def __init__(self, prog: str, description: str, epilog: str = "") -> None:
        super().__init__(prog, description=description, epilog=f"{epilog}\n\n{STATUSES}" if epilog else STATUSES,
                         formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False)  # fmt: skip

    def parse_known_args(self, *given: Any, **settings: Any) -> Any:
        """Parse, and refuse options and files whose name is empty, as an unset variable of a shell leaves them."""
        options, rest = super().parse_known_args(*given, **settings)
        for action in self._actions:
            value = getattr(options, action.dest, None)
            if action.dest != "text" and ("" in value if isinstance(value, list) else value == ""):
                self.error(f"argument {'/'.join(action.option_strings) or action.metavar}: is empty")
        return options, rest

    def error(self, message: str) -> NoReturn:
        """Complain and leave."""
        say(f"{message}; see {self.prog} --help")
        raise SystemExit(REFUSED)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print help, without argparse's deafness to a reader who has left."""
        if message:
            (file or sys.stderr).write(message)

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        """Leave, once everything is out."""
        sys.stdout.flush()
        super().exit(status, message)


def prepare() -> None:
    """Let standard output and error show what they can, and escape what they cannot."""
    # Closed ones, as "2>&-" leaves them, are None.
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def silence() -> None:
    """Send what is still to be written to standard output nowhere, so that leaving does not complain."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


@contextlib.contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Ignore Ctrl-C, in this process and in those it starts, where the main thread may say so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Leave as an interrupt leaves, with what was begun put away, where the system or a scheduler says to stop."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None))}
    taken = [number for number, handler in before.items() if handler is signal.SIG_DFL]

    def stop(number: int, frame: Any) -> NoReturn:
        # Once is enough: what is being put away is not to be stopped too.
        for each in taken:
            signal.signal(each, signal.SIG_IGN)
        raise SystemExit(128 + number)

    for number in taken:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


def say(message: str) -> None:
    """One line on standard error."""
    with contextlib.suppress(OSError, ValueError):
        print(f"weishang-risk: {printable(message)}", file=sys.stderr, flush=True)


def share(word: str) -> float:
    """A number between 0 and 1, both included."""
    number = _number(word)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{word!r} does not lie between 0 and 1")
    return number


def prior(word: str) -> float:
    """A number between 0 and 1, neither included."""
    number = _number(word)
    if not 0 < number < 1:
        raise argparse.ArgumentTypeError(f"{word!r} does not lie between 0 and 1; 0.02 where one text in fifty describes a pyramid")
    return number


def jobs(word: str) -> int:
    """A number of processes, or -1."""
    from ..batch import MOST_JOBS

    number = _number(word)
    if number != int(number) or number < -1 or number == 0 or number > MOST_JOBS:
        raise argparse.ArgumentTypeError(f"{word!r} is no number of processes; 1 to {MOST_JOBS}, or -1 for one a core")
    return int(number)


def port(word: str) -> int:
    """A number of a port; 0 for any free one."""
    number = _number(word)
    if number != int(number) or not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{word!r} is no port; 1 to 65535, or 0 for any free one")
    return int(number)


def law(word: str) -> list[str]:
    """Codes of jurisdictions with commas between."""
    from ..report import legal

    try:
        found = legal.codes(code.strip().upper() for code in word.split(",") if code.strip())
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    if not found:
        raise argparse.ArgumentTypeError(f"{word!r} names no jurisdiction; there are {', '.join(legal.jurisdictions())}")
    return list(found)


def _number(word: str) -> float:
    try:
        number = float(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{word!r} is no number") from None
    if number - number != 0:
        raise argparse.ArgumentTypeError(f"{word!r} is no number")
    return number


def add_common(parser: argparse.ArgumentParser) -> None:
    """Options that every sub-command has."""
    parser.add_argument("--lang", choices=("en", "zh"), help="language of the reasons; the text's own by default")
    parser.add_argument("--model", metavar="FILE", help="a model file made by training; the shipped one by default")
    parser.add_argument("--prior", type=prior, metavar="SHARE",
                        help="share of such texts that describe a pyramid where they come from, e.g. 0.02; moves every score")  # fmt: skip
    parser.add_argument("--law", type=law, metavar="CN,US", help="jurisdictions whose legal tests are made, by their codes; all by default")
    parser.add_argument("--encoding", metavar="NAME", help="encoding of the files, such as gb18030; found by default")


def add_shown(parser: argparse.ArgumentParser, *, json: str, alone: str, reaches: str) -> None:
    """Options of how reports are shown, and what their scores decide.

    Parameters
    ----------
    parser : argparse.ArgumentParser
    json, alone, reaches : str
        Words of the help: what ``--json`` prints beside the contract, how ``--score-only`` prints, and what reaches a threshold.
    """
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help=f"print the JSON contract{json}")
    shown.add_argument("--score-only", action="store_true", help=f"print the score alone{alone}")
    parser.add_argument("--html", metavar="FILE", help="write a self-contained page here")
    parser.add_argument("--threshold", type=share, metavar="X", help=f"leave with status 1 where {reaches} scores X or more")


def shown(report: RiskReport, options: argparse.Namespace, source: str | list[str] | None) -> str:
    """A report as :func:`add_shown` asks for it: the contract with its source on one line, the score alone, or in words."""
    if options.json:
        return json_line(report.to_dict() | {"source": source}, inert=True, encoding=sys.stdout.encoding or "utf-8")
    return str(report.score) if options.score_only else render(report, options.lang)


def status(reports: Iterable[RiskReport], threshold: float | None) -> int:
    """The exit status of some reports: whether any reaches the threshold."""
    return REACHED if threshold is not None and any(report.score >= threshold for report in reports) else DONE


def load(path: str | None) -> RiskModel | None:
    """The model of ``--model``, or None for the shipped one."""
    if path is None:
        return None
    from ..model.risk import RiskModel
    from ..model.storage import ModelFileError

    try:
        return RiskModel.load(path)
    except ModelFileError as error:
        raise InputError(str(error)) from None
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
    except ValueError as error:
        raise InputError(f"{path!r}: {error}") from None

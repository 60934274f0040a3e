"""What the sub-commands share: exit statuses, messages that no terminal obeys, options read and checked."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NoReturn

from ..io.encodings import InputError
from ..render.terminal import printable

if TYPE_CHECKING:
    from ..model.risk import RiskModel

DONE, REACHED, REFUSED, FAULT, CLOSED_PIPE = 0, 1, 2, 70, 141
STATUSES = """exit status:
  0    done
  1    done, and a text reaches --threshold
  2    wrong usage, or something that cannot be read or written
  70   a fault of this program
  130  interrupted (Ctrl-C)
  141  whoever read the output has stopped reading
"""


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are one line that a terminal shows and does not obey."""

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
    number = _number(word)
    if number != int(number) or number < -1 or number == 0:
        raise argparse.ArgumentTypeError(f"{word!r} is no number of processes; 1 or more, or -1 for one a core")
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

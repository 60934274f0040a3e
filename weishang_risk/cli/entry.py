"""Which sub-command runs, and how anything that goes wrong is told."""

from __future__ import annotations

import os
import sys
from importlib import import_module

from ..io.encodings import InputError
from .console import CLOSED_PIPE, FAULT, REFUSED, prepare, say, silence, stopped_by_signals

#: Set, errors that are this program's own fault show where they came from.
TRACEBACK = "WEISHANG_RISK_TRACEBACK"


def run(arguments: list[str]) -> int:
    """Run a sub-command; whatever goes wrong is one line and an exit status.

    Parameters
    ----------
    arguments : list of str

    Returns
    -------
    int
        Exit status.
    """
    try:
        prepare()
        with stopped_by_signals():
            status = _dispatch(arguments)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        silence()
        return CLOSED_PIPE
    except InputError as error:
        say(str(error))
        return REFUSED
    except OSError as error:
        silence()
        say(f"{error.filename or 'output'}: {error.strerror or error}")
        return REFUSED
    except Exception as error:
        if os.environ.get(TRACEBACK):
            raise
        say(f"a fault of this program: {type(error).__name__}: {error}; {TRACEBACK}=1 shows where")
        return FAULT


def _dispatch(arguments: list[str]) -> int:
    name = arguments[0] if arguments[:1] in (["batch"], ["case"]) else "single"
    command = import_module(f".{name}", __package__)
    status: int = command.run(command.parser().parse_args(arguments[name != "single" :]))
    return status

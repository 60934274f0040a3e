"""Which sub-command runs, and how anything that goes wrong is told."""

from __future__ import annotations

import os
import sys

from ..io.encodings import InputError
from .console import CLOSED_PIPE, FAULT, REFUSED, prepare, say, silence

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
    if arguments[:1] == ["batch"]:
        from . import batch

        return batch.run(arguments[1:])
    if arguments[:1] == ["case"]:
        from . import case

        return case.run(arguments[1:])
    from . import single

    return single.run(arguments)

"""The command line: texts in, reasons out."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from ..io.encodings import InputError
from .console import CLOSED_PIPE, FAULT, INTERRUPTED, REFUSED, prepare, say, silence

#: Set, errors that are this program's own fault show where they came from.
TRACEBACK = "WEISHANG_RISK_TRACEBACK"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        ``sys.argv[1:]`` by default. ``batch`` as the first begins the sub-command of that name.

    Returns
    -------
    int
        Exit status, as ``--help`` lists them.
    """
    try:
        prepare()
        status = _run(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        silence()
        return CLOSED_PIPE
    except KeyboardInterrupt:
        say("interrupted")
        return INTERRUPTED
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


def _run(arguments: list[str]) -> int:
    if arguments[:1] == ["batch"]:
        from . import batch

        return batch.run(arguments[1:])
    from . import single

    return single.run(arguments)

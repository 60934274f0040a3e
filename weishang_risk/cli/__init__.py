"""The command line: texts in, reasons out."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        ``sys.argv[1:]`` by default. ``batch`` or ``case`` as the first begins the sub-command of that name.

    Returns
    -------
    int
        Exit status, as ``--help`` lists them.
    """
    # Nothing is imported before the interrupt that may come meanwhile would be caught.
    try:
        from .entry import run

        return run(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        print("weishang-risk: interrupted", file=sys.stderr)
        return 130

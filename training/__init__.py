"""Corpus, training and evaluation of weishang_risk; imports the library, never the other way."""

from __future__ import annotations

import sys
from types import TracebackType


def _told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """An interrupt in one line and with its own exit status, whatever was being done; the longest imports are done before any main()."""
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    print("training: interrupted", file=sys.stderr)
    raise SystemExit(130)


# "python -m training.x" is being started; who imports the package for other ends keeps a hook of one's own.
if sys.argv[:1] == ["-m"]:
    sys.excepthook = _told

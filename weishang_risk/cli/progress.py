"""How far a long run is, for people at a terminal."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any


class Progress:
    """A bar on standard error with rate and time left; nothing where no terminal reads it.

    Parameters
    ----------
    total : int or None
        Bytes to read, where that is known.
    shown : bool, optional
        By default where standard error is a terminal.
    """

    def __init__(self, total: int | None, shown: bool | None = None) -> None:
        self._texts = 0
        self._bar: Any = None
        self._bytes = total is not None
        if sys.stderr.isatty() if shown is None else shown:
            from tqdm import tqdm

            self._bar = tqdm(total=total, unit="B" if self._bytes else " texts", unit_scale=self._bytes, file=sys.stderr, dynamic_ncols=True)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.close()

    def advance(self, position: int) -> None:
        """One more text is done; ``position`` bytes are read."""
        self._texts += 1
        if self._bar is None:
            return
        if not self._bytes:
            self._bar.update(1)
            return
        elapsed = self._bar.format_dict["elapsed"]
        self._bar.set_postfix_str(f"{self._texts} texts, {self._texts / max(elapsed, 0.1):.0f}/s", refresh=False)
        self._bar.update(max(0, position - self._bar.n))

"""Where a long run stands, so that another can go on with it and neither lose nor repeat a text."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from ..io.encodings import InputError
from ..io.streams import PART

_SUFFIX = ".weishang-resume"


def part_of(output: str) -> str:
    """Where an output is written until it is whole."""
    return os.path.realpath(output) + PART


@dataclass
class Checkpoint:
    """How far a run has come.

    Attributes
    ----------
    run : dict
        The inputs as they were and the options that shape the output; another run must have the same.
    done, written, broken : int
        Records read, rows written, records that could not be used.
    sizes : list of int
        Length of each output at that point.
    """

    run: dict[str, Any]
    done: int = 0
    written: int = 0
    broken: int = 0
    sizes: list[int] = field(default_factory=list)

    def save(self, output: str) -> None:
        """Write it beside the output, whole or not at all."""
        path = os.path.realpath(output) + _SUFFIX
        try:
            with open(path + ".new", "w", encoding="utf-8") as target:
                json.dump(asdict(self), target)
                target.flush()
                os.fsync(target.fileno())
            os.replace(path + ".new", path)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(path + ".new")
            raise

    @classmethod
    def load(cls, output: str) -> Checkpoint | None:
        """The one beside an output, or None where nothing was interrupted.

        Raises
        ------
        InputError
            Where it cannot be used.
        """
        path = os.path.realpath(output) + _SUFFIX
        try:
            with open(path, encoding="utf-8") as source:
                return cls(**json.load(source))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, OSError) as error:
            raise InputError(f"{path} cannot be used ({type(error).__name__}); run again without --resume") from None


def forget(output: str) -> None:
    """Remove the checkpoint beside an output."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(os.path.realpath(output) + _SUFFIX)


def fingerprint(paths: Sequence[str]) -> list[list[Any]]:
    """Files as they are now: name, length, time of the last change."""
    stats = [(os.path.abspath(path), os.stat(path)) for path in paths]
    return [[path, found.st_size, found.st_mtime_ns] for path, found in stats]


def changed_since(paths: Sequence[str], output: str) -> str | None:
    """The first of some files that was written, or put there, after an output was; None where there is none.

    Of a run that is whole nothing else tells what it read.
    """
    written = os.stat(output).st_mtime_ns
    return next((path for path in paths if max((found := os.stat(path)).st_mtime_ns, found.st_ctime_ns) > written), None)

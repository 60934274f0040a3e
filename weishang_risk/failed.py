"""What stands for a text that could not be scored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FailedText:
    """What stands in a report's place for a text that could not be scored.

    Attributes
    ----------
    index : int
        Its place among the texts, from 0.
    error : str
        What was wrong with it.
    """

    index: int
    error: str

    def to_dict(self) -> dict[str, Any]:
        """The place and the error."""
        return {"index": self.index, "error": self.error}

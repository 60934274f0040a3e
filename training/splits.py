"""Fixed splits by group: the same text is on the same side for ever, whatever is added beside it."""

from __future__ import annotations

import hashlib
from typing import Any

#: Of a hundred groups, how many are for testing and how many for validation.
TEST, VALIDATION = 15, 10


def split_of(record: dict[str, Any]) -> str:
    """``"train"``, ``"validation"`` or ``"test"``, from the record's group (or its id) alone.

    Examples
    --------
    >>> split_of({"id": "zh-1-001", "group": None}) == split_of({"id": "other", "group": "#zh-1-001"})
    True
    """
    key = record.get("group") or f"#{record['id']}"
    place = int(hashlib.sha256(key.encode("utf-8")).hexdigest()[:8], 16) % 100
    return "test" if place < TEST else "validation" if place < TEST + VALIDATION else "train"

"""Copies of texts with an aside that has nothing to do with them: what is said beside an offer must not save it.

The asides are in ``asides.tsv``; those of ``training.attack`` are others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from weishang_risk.language.tables import parse

TABLE = Path(__file__).with_name("asides.tsv")
Record = dict[str, Any]
#: One text of so many has a copy, and what a copy counts.
EVERY, WEIGHT = 4, 0.5
_MOST = 3


@lru_cache(maxsize=1)
def asides() -> dict[str, list[str]]:
    """The asides of each language."""
    found: dict[str, list[str]] = {}
    for lang, aside in parse(TABLE.name, TABLE.read_text(encoding="utf-8"), ("lang", "aside")):
        found.setdefault(lang, []).append(aside)
    return found


def copies(records: Sequence[Record]) -> list[Record]:
    """Some of the records, drawn by their ids, with one to three asides before or behind them; spans are moved along.

    Examples
    --------
    >>> record = {"id": "a", "text": "先交钱", "lang": "zh", "sums": [], "findings": [{"start": 0, "end": 3}]}
    >>> [copy["text"][copy["findings"][0]["start"] : copy["findings"][0]["end"]] for copy in copies([record | {"id": str(n)} for n in range(9)])]
    ['先交钱', '先交钱', '先交钱']
    """
    return [_with_asides(record, dice) for record in records if record["lang"] in asides() and (dice := _dice(record["id"])) % EVERY == 0]


def _dice(name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"aside {name}".encode()).digest()[:8], "big")


def _with_asides(record: Record, dice: int) -> Record:
    known = asides()[record["lang"]]
    chosen = [known[(dice // 16 + 7 * number) % len(known)] for number in range(1 + dice // 4 % _MOST)]
    between = ("\n", " " if record["lang"] == "en" else "")[dice // 1024 % 2]
    told = between.join(chosen)
    ahead = len(told) + len(between) if dice // 2048 % 2 else 0
    text = told + between + record["text"] if ahead else record["text"] + between + told
    moved = {field: [{**span, "start": span["start"] + ahead, "end": span["end"] + ahead} for span in record[field]] for field in ("sums", "findings")}
    return {**record, **moved, "text": text}

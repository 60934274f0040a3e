"""Labelled texts: reading them, checking them, and saying by line what is wrong with them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parent / "corpus"
VOICES = ("offer", "account", "discussion", "denial")
PERIODS = ("day", "week", "month", "year", "total")
GUIDE_FIELDS = ("risk", "voice", "tiers", "recruit", "buyin", "income")
GENRES = (
    "moments_post", "chat", "sales_letter", "plan_table", "contract", "faq", "app_listing", "job_ad", "product_ad", "news",
    "judgment", "complaint", "law", "explainer", "terms", "prospectus", "transcript", "personal", "other",
)  # fmt: skip


class DataError(ValueError):
    """Labelled texts that cannot be used; the message says which lines and what to do."""


def problems(record: dict[str, Any]) -> list[str]:
    """What the annotation guide objects to in one record.

    Examples
    --------
    >>> problems({"text": "x", "risk": 5, "voice": "offer", "tiers": None, "recruit": 0, "buyin": 0, "income": 0})
    ['risk is 5, not 0, 1, 2 or 3']
    """
    found = []
    if not isinstance(record.get("text"), str) or not record["text"].strip():
        found.append("text is missing or blank")
    if record.get("risk") not in (0, 1, 2, 3):
        found.append(f"risk is {record.get('risk')!r}, not 0, 1, 2 or 3")
    for field in ("recruit", "buyin", "income"):
        if record.get(field) not in (0, 1, 2):
            found.append(f"{field} is {record.get(field)!r}, not 0, 1 or 2")
    if record.get("voice") not in VOICES:
        found.append(f"voice is {record.get('voice')!r}, not one of {', '.join(VOICES)}")
    tiers = record.get("tiers")
    if not (tiers is None or tiers == "unlimited" or (isinstance(tiers, int) and tiers > 0)):
        found.append(f"tiers is {tiers!r}, not null, a positive integer or 'unlimited'")
    if record.get("income_period") not in (None, *PERIODS):
        found.append(f"income_period is {record['income_period']!r}, not null or one of {', '.join(PERIODS)}")
    return found


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """Records of a JSON Lines file.

    Raises
    ------
    DataError
        Naming every line that is no JSON object.
    """
    records, broken = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            broken.append(f"line {number}: {error.msg}")
            continue
        if not isinstance(record, dict):
            broken.append(f"line {number}: not an object")
            continue
        records.append(record)
    if broken:
        raise DataError(f"{path.name}: {len(broken)} broken line(s); mend or remove them: " + "; ".join(broken[:10]))
    return records


def load_corpus(folder: Path = CORPUS) -> list[dict[str, Any]]:
    """The corpus of this repository, in file and line order.

    Raises
    ------
    DataError
        Where a record breaks the annotation guide.
    """
    records = [record for path in sorted(folder.glob("*.jsonl")) for record in read_jsonl(path)]
    broken = [f"{r.get('id')}: {'; '.join(p)}" for r in records if (p := problems(r))]
    if broken:
        raise DataError("records that break the annotation guide: " + " | ".join(broken[:10]))
    return records


#: How much a text of each source counts in training. The hard texts are the most and say least of ordinary words.
WEIGHTS = {"plain": 3.0, "wild": 2.0, "hard": 1.0}


def source(record: dict[str, Any]) -> str:
    """``"plain"``, ``"wild"`` (retold from real passages) or ``"hard"``.

    Examples
    --------
    >>> source({"origin": "help-page"}), source({})
    ('wild', 'hard')
    """
    origin = record.get("origin")
    return "hard" if origin is None else "plain" if origin == "plain" else "wild"


def weights(records: Sequence[dict[str, Any]]) -> list[float]:
    """How much each text counts in training."""
    return [WEIGHTS[source(record)] for record in records]


def groups(records: Sequence[dict[str, Any]]) -> list[str]:
    """The unit that never crosses a split: a record's group, or the record itself."""
    return [record.get("group") or f"#{record.get('id', index)}" for index, record in enumerate(records)]


def load_table(path: Path, text_column: str = "text", label_column: str = "label") -> tuple[list[str], list[Any]]:
    """Texts and labels of a user's CSV or JSONL.

    Parameters
    ----------
    path : Path
        ``.csv`` or ``.tsv`` with a header, or ``.jsonl``; UTF-8, with or without a byte-order mark.
    text_column, label_column : str
        Names of the columns. Where the label column is absent and every record carries the guide's fields, the records
        themselves are the labels.

    Returns
    -------
    texts : list of str
    labels : list
        0/1 or risk 0-3 as integers, or records.

    Raises
    ------
    DataError
        Where columns are missing, the file is not UTF-8, or lines are broken (each named).
    """
    try:
        source = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name} is not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8") from None
    rows: Iterable[tuple[int, dict[str, Any]]]
    if path.suffix in (".jsonl", ".ndjson"):
        rows = [(i, r) for i, r in enumerate(read_jsonl(path), 1)]
    else:
        reader = csv.DictReader(io.StringIO(source), delimiter="\t" if path.suffix == ".tsv" else ",")
        rows = [(reader.line_num, row) for row in reader]
    listed = list(rows)
    if not listed:
        raise DataError(f"{path.name} has no rows")
    if text_column not in listed[0][1]:
        raise DataError(f"{path.name} has no column {text_column!r}; it has {', '.join(map(str, listed[0][1]))}")
    has_labels = any(label_column in row for _, row in listed)
    if not has_labels and not all(field in listed[0][1] for field in GUIDE_FIELDS):
        raise DataError(
            f"{path.name} has no column {label_column!r} and not all of the guide's fields {', '.join(GUIDE_FIELDS)}"
        )
    texts: list[str] = []
    labels: list[Any] = []
    broken: list[str] = []
    for number, row in listed:
        text = row.get(text_column)
        if not isinstance(text, str) or not text.strip():
            broken.append(f"line {number}: no text")
            continue
        if has_labels:
            try:
                label = int(str(row.get(label_column)).strip())
            except ValueError:
                broken.append(f"line {number}: label {row.get(label_column)!r} is no whole number")
                continue
            labels.append(label)
        else:
            if found := problems(row):
                broken.append(f"line {number}: {'; '.join(found)}")
                continue
            labels.append(row)
        texts.append(text)
    if broken:
        raise DataError(f"{path.name}: {len(broken)} line(s) cannot be used: " + " | ".join(broken[:10]))
    return texts, labels

"""Labelled texts: reading them, checking them, and saying by line what is wrong with them."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from weishang_risk.concepts.features import AMOUNT
from weishang_risk.concepts.registry import SHOWN, VOICES
from weishang_risk.io.encodings import InputError
from weishang_risk.io.tables import FORMATS, Broken, Record, Source, format_of

CORPUS = Path(__file__).parent / "corpus"
PERIODS = ("day", "week", "month", "year", "total")
GUIDE_FIELDS = ("risk", "voice", "tiers", "recruit", "buyin", "income")
GENRES = (
    "moments_post", "chat", "sales_letter", "plan_table", "contract", "faq", "app_listing", "job_ad", "product_ad", "news",
    "judgment", "complaint", "law", "explainer", "terms", "prospectus", "transcript", "personal", "other",
)  # fmt: skip


#: Formats that can hold labels.
TABLES = tuple(name for name in FORMATS if name != "lines")


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
    for concept in SHOWN:
        values = (0, *concept.levels)
        if concept.field != "tiers" and concept.everywhere and record.get(concept.field) not in values:
            found.append(f"{concept.field} is {record.get(concept.field)!r}, not {', '.join(map(str, values[:-1]))} or {values[-1]}")
    if record.get("voice") not in VOICES:
        found.append(f"voice is {record.get('voice')!r}, not one of {', '.join(VOICES)}")
    tiers = record.get("tiers")
    if not (tiers is None or tiers == "unlimited" or (isinstance(tiers, int) and tiers > 0)):
        found.append(f"tiers is {tiers!r}, not null, a positive integer or 'unlimited'")
    if record.get("income_period") not in (None, *PERIODS):
        found.append(f"income_period is {record['income_period']!r}, not null or one of {', '.join(PERIODS)}")
    for concept in SHOWN:
        values = (0, *concept.levels)
        if not concept.everywhere and record.get(concept.field) not in (None, *values):
            found.append(f"{concept.field} is {record[concept.field]!r}, not null or one of {', '.join(map(str, values))}")
    for field in AMOUNTS:
        if not (record.get(field) is None or (isinstance(record[field], int | float) and math.isfinite(record[field]))):
            found.append(f"{field} is {record[field]!r}, not null or a number")
    return found + _spans(record, "findings", "signal", SIGNALS) + _spans(record, "sums", "role", None)


#: What a finding may be evidence of, in the guide's words or the library's.
SIGNALS = (*dict.fromkeys(name for concept in SHOWN for name in (concept.field, concept.name)), "mitigation")
#: Fields of sums, by the guide's names of the concepts.
AMOUNTS = tuple(
    concept.field + feature.name.removeprefix(concept.name) for concept in SHOWN for feature in concept.features if feature.sort is AMOUNT
)


def _spans(record: Mapping[str, Any], field: str, name: str, known: Sequence[str] | None) -> list[str]:
    """What is wrong with marked clauses of a text."""
    given = record.get(field)
    if given is None:
        return []
    if not isinstance(given, list):
        return [f"{field} is no list"]
    for place, span in enumerate(given):
        if not isinstance(span, dict) or not isinstance(span.get(name), str) or (known and span[name] not in known):
            return [f"{field}[{place}] has no {name} of {', '.join(known)}" if known else f"{field}[{place}] has no {name}"]
        start, end = span.get("start"), span.get("end")
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(str(record.get("text")))):
            return [f"{field}[{place}] is no part of the text: start {start!r}, end {end!r}"]
        if known and span.get("stance") not in ("asserted", "negated", "conditional", "reported"):
            return [f"{field}[{place}] has stance {span.get('stance')!r}, not asserted, negated, conditional or reported"]
    return []


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """Records of a JSON Lines file.

    Raises
    ------
    DataError
        Naming every line that is no JSON object.
    """
    records, broken = [], []
    try:
        content = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise DataError(f"{path.name} is not in UTF-8; save it as that") from None
    # Line feeds alone end a line: a string may hold U+2028.
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            broken.append(f"line {number}: {error.msg if isinstance(error, json.JSONDecodeError) else error}")
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


def source(record: dict[str, Any]) -> str:
    """``"plain"``, ``"wild"`` (retold from real passages) or ``"hard"``.

    Examples
    --------
    >>> source({"origin": "help-page"}), source({})
    ('wild', 'hard')
    """
    origin = record.get("origin")
    return "hard" if origin is None else "plain" if origin == "plain" else "wild"


def groups(records: Sequence[dict[str, Any]]) -> list[str]:
    """The unit that never crosses a split: a record's group, or the record itself."""
    return [record.get("group") or f"#{record.get('id', index)}" for index, record in enumerate(records)]


#: Words for labels, in lower case; numbers are read as such.
WORDS = {"yes": 1, "no": 0, "true": 1, "false": 0, "y": 1, "n": 0, "t": 1, "f": 0, "是": 1, "否": 0, "不是": 0}
#: Share of a file's records that must be of use.
LEAST_OF_USE = 0.5
_NUMBERS = ("risk", *(concept.field for concept in SHOWN if concept.field != "tiers"), *AMOUNTS)
_EMPTY = ("", "null", "none", "nan")


class Table(NamedTuple):
    """Labelled texts of a user's file.

    Attributes
    ----------
    texts : list of str
    labels : list
        0/1 or risk 0-3 as integers, or records with the guide's fields.
    unused : list of str
        What was wrong with the records that could not be used, each by its line.
    """

    texts: list[str]
    labels: list[Any]
    unused: list[str]


def label_of(cell: Any, label_map: Mapping[str, int] | None = None) -> int:
    """A label as a whole number: of a number, a word for yes or no, or a word of the user's own.

    Parameters
    ----------
    cell : object
        What the file has.
    label_map : mapping of str to int, optional
        Words of one's own; they come before those that are known.

    Raises
    ------
    ValueError
        Where it is none.

    Examples
    --------
    >>> [label_of(cell) for cell in (1, "1.0", " Yes ", False, "否", 2.0)]
    [1, 1, 1, 0, 0, 2]
    >>> label_of("fraud", {"fraud": 1, "fine": 0})
    1
    """
    word = str(cell).strip()
    if label_map and word in label_map:
        return label_map[word]
    # As a cell of another type spells it: Yes, true, 1.0.
    for written, meaning in (label_map or {}).items():
        if _same(written) == _same(word):
            return meaning
    if word.lower() in WORDS:
        return WORDS[word.lower()]
    try:
        number = float(word)
    except ValueError:
        number = -1.0
    if number not in (0, 1, 2, 3):
        raise ValueError(f"label {cell!r} is none of 0, 1, 2, 3, yes, no, true, false, 是, 否; --label-map tells what others mean")
    return int(number)


def as_risk(labels: Sequence[Any]) -> list[Any]:
    """Labels as the corpus's records can stand beside: risk 0-3, or records.

    Examples
    --------
    >>> as_risk([1, 0]), as_risk([1, 0, 3])
    ([2, 0], [1, 0, 3])
    """
    graded = any(isinstance(label, dict) or int(label) > 1 for label in labels)
    return [label if isinstance(label, dict) or graded else 2 * int(label) for label in labels]


def read_label_map(words: str) -> dict[str, int]:
    """What labels of one's own mean: ``fraud=1,fine=0``.

    Raises
    ------
    DataError

    Examples
    --------
    >>> read_label_map("pyramid=1, shop=0")
    {'pyramid': 1, 'shop': 0}
    """
    found: dict[str, int] = {}
    for pair in words.split(","):
        word, equals, meaning = pair.rpartition("=")
        if not equals or meaning.strip() not in ("0", "1", "2", "3"):
            raise DataError(f"--label-map has {pair.strip()!r}, which should look like fraud=1, with 0 or 1, or risk 0 to 3")
        word = word.strip()
        if any(_same(word) == _same(other) and int(meaning) != number for other, number in found.items()):
            raise DataError(f"--label-map gives {word!r} two meanings; name each word once, in any case of letters")
        found[word] = int(meaning)
    return found


class Positive(Mapping[str, int]):
    """A label map in which the words given mean 1 and any other word means 0.

    Examples
    --------
    >>> [Positive(["yes"])[word] for word in ("Yes", "no", "hardly")], "" in Positive(["yes"])
    ([1, 0, 0], False)
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(dict.fromkeys(word.strip().casefold() for word in words))

    def __getitem__(self, word: str) -> int:
        if word not in self:
            raise KeyError(word)
        return int(_same(word) in map(_same, self.words))

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and word.strip().lower() not in _EMPTY

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    def __len__(self) -> int:
        return len(self.words)


def _same(word: str) -> str | float:
    """A label as it is compared: 1 and 1.0 are one label."""
    try:
        return float(word)
    except ValueError:
        return word.strip().casefold()


def typed(row: Mapping[str, Any]) -> dict[str, Any]:
    """A record of the guide's fields with numbers for its numbers and None for its empty cells, as a CSV cannot hold them.

    Raises
    ------
    ValueError
        Where ``findings`` or ``sums`` is no JSON.

    Examples
    --------
    >>> typed({"risk": "3", "tiers": "2", "buyin_amount": "1980.0", "voice": "offer", "income_period": ""})
    {'risk': 3, 'tiers': 2, 'buyin_amount': 1980.0, 'voice': 'offer', 'income_period': None}
    """
    record: dict[str, Any] = {}
    for name, cell in row.items():
        value = None if isinstance(cell, str) and name != "text" and cell.strip().lower() in _EMPTY else cell
        if isinstance(value, str) and (name in _NUMBERS or (name == "tiers" and value.strip() != "unlimited")):
            try:
                number = float(value)
                value = number if name.endswith("_amount") or number != int(number) else int(number)
            except (ValueError, OverflowError):
                pass
        if isinstance(value, str) and name in ("findings", "sums"):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError) as error:
                raise ValueError(f"{name} is no JSON: {error}") from None
        record[name] = value
    for name in ("findings", "sums"):
        if record.get(name, ()) is None:
            del record[name]
    return record


def add_source(parser: argparse.ArgumentParser, formats: Sequence[str] = tuple(FORMATS)) -> None:
    """Options of how a user's file is read, which its errors advise."""
    parser.add_argument("--text-column", default="text", metavar="NAME", help="the column of texts; 'text' by default")
    parser.add_argument("--format", choices=formats, help="format of the file, where its name does not tell it")
    parser.add_argument("--encoding", metavar="NAME", help="encoding of the file, such as gb18030; found by default")


def items_of(path: str, options: argparse.Namespace) -> list[Record | Broken]:
    """The records of a user's file, read as :func:`add_source` lets one say.

    Raises
    ------
    InputError
        Where it cannot be read, or has no column of texts, naming those it has.
    """
    source = Source(path, options.text_column, options.format, options.encoding)
    source.columns()
    return list(source.records())


def said(error: Exception) -> str:
    """An error as one line: of the system's what is wrong with which file, without its number."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)


def load_table(
    path: Path, text_column: str = "text", label_column: str = "label", label_map: Mapping[str, int] | None = None,
    format: str | None = None, encoding: str | None = None,
) -> Table:  # fmt: skip
    """Texts and labels of a user's file.

    Parameters
    ----------
    path : Path
        CSV, TSV, JSON Lines or Parquet, packed or not, in any common encoding.
    text_column, label_column : str
        Names of the columns. Where the label column is absent and the file has the guide's fields, the records themselves are
        the labels.
    label_map : mapping of str to int, optional
        What labels of one's own mean, such as ``{"fraud": 1, "fine": 0}``.
    format, encoding : str, optional
        What its name and its bytes tell by default.

    Returns
    -------
    Table

    Raises
    ------
    DataError
        Where columns are missing, the file cannot be read, or more than half of its records cannot be used (by line).
    """
    try:
        if (format or format_of(str(path))) == "lines":
            raise DataError(f"{path.name} holds lines without labels; give a .csv, .tsv, .jsonl or .parquet")
        source = Source(str(path), text_column, format, encoding)
        columns = source.columns()
        items = list(source.records())
    except InputError as error:
        raise DataError(str(error)) from None
    if not items:
        raise DataError(f"{path.name} has no rows")
    if label_column not in columns and not all(field in columns for field in GUIDE_FIELDS):
        raise DataError(
            f"{path.name} has no column {label_column!r} and not all of the guide's fields {', '.join(GUIDE_FIELDS)}; "
            f"it has {', '.join(map(repr, columns))}; name the column of labels with --label-column"
        )
    labelled: Callable[[dict[str, Any]], Any] = (
        (lambda row: label_of(row.get(label_column), label_map)) if label_column in columns else _record
    )
    found = Table([], [], [])
    for item in items:
        if isinstance(item, Broken):
            found.unused.append(f"line {item.line}: {item.reason}")
        elif not item.text.strip():
            found.unused.append(f"line {item.line}: no text")
        else:
            try:
                found.labels.append(labelled(item.row))
                found.texts.append(item.text)
            except ValueError as error:
                found.unused.append(f"line {item.line}: {error}")
    if len(found.texts) < LEAST_OF_USE * len(items):
        raise DataError(f"{path.name}: {len(found.unused)} of {len(items)} record(s) cannot be used: {told(found.unused)}")
    return found


def _record(row: dict[str, Any]) -> dict[str, Any]:
    """The record as a label, or what is wrong with it."""
    record = typed(dict.fromkeys(GUIDE_FIELDS) | row)
    if found := problems(record):
        raise ValueError("; ".join(found))
    return record


def told(unused: Sequence[str], most: int = 10) -> str:
    """The first of what was wrong, and how many more there are."""
    more = f" | and {len(unused) - most} more" if len(unused) > most else ""
    return " | ".join(unused[:most]) + more

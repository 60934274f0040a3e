"""Records of texts: CSV, TSV, JSON Lines, plain lines and Parquet, one at a time, broken ones set apart with their line."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from .encodings import InputError
from .streams import COMPRESSED, STANDARD, Input, called, named, rewindable

#: Formats, and the suffixes by which a name tells them.
FORMATS = {
    "csv": (".csv",), "tsv": (".tsv", ".tab"), "jsonl": (".jsonl", ".ndjson"), "lines": (".txt", ".text", ".lines"),
    "parquet": (".parquet", ".pq"),
}  # fmt: skip
#: Records of JSON Lines that are looked at for the names of columns.
_LOOKED_AT = 1000
#: Characters of a broken record that are kept.
_QUOTED = 2000
#: What may part the cells of a CSV beside commas, and the line in which Excel tells it.
_DELIMITERS = (";", "\t", "|")
_STATED = re.compile(r"sep=([^\r\n])[\r\n]*", re.IGNORECASE)
#: Bytes that are not of a file's encoding, as its reader gives them.
_UNDECODED = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True)
class Record:
    """One text, with the record it stands in.

    Attributes
    ----------
    source : str
        Name of its file.
    line : int
        Where it begins in the file, from 1; in Parquet its row.
    row : dict
        The record as it is.
    text : str
    """

    source: str
    line: int
    row: dict[str, Any]
    text: str


@dataclass(frozen=True)
class Broken:
    """A record that cannot be used.

    Attributes
    ----------
    source : str
    line : int
    reason : str
    record : str
        Its beginning, as it stands in the file.
    """

    source: str
    line: int
    reason: str
    record: str


def format_of(path: str) -> str | None:
    """The format that a file's name tells, or None.

    Examples
    --------
    >>> [format_of(name) for name in ("a.CSV", "b.jsonl.gz", "c.doc")]
    ['csv', 'jsonl', None]
    """
    stem, suffix = os.path.splitext(path.lower())
    if suffix in COMPRESSED:
        suffix = os.path.splitext(stem)[1]
    return next((name for name, suffixes in FORMATS.items() if suffix in suffixes), None)


def parquet() -> Any:
    """The module that reads and writes Parquet, or a refusal that says what to install."""
    try:
        import pyarrow.parquet as module
    except ImportError:
        raise InputError("Parquet needs pyarrow; install it with: pip install 'weishang-risk[parquet]'") from None
    return module


class Source:
    """A file of texts.

    Parameters
    ----------
    path : str
        ``-`` for standard input.
    text_column : str, default "text"
    format : str, optional
        One of :data:`FORMATS`; by default the one that the name tells, and lines from standard input.
    encoding : str, optional
        Found by default.

    Raises
    ------
    InputError
        Where the format cannot be told.
    """

    def __init__(self, path: str, text_column: str = "text", format: str | None = None, encoding: str | None = None) -> None:
        known = format or format_of(path) or ("lines" if path == STANDARD else None)
        if known is None:
            raise InputError(f"{path}: its name does not tell its format; say --format {'|'.join(FORMATS)}")
        if known == "parquet" and not rewindable(path) and (path == STANDARD or os.path.exists(path)):
            raise InputError("Parquet is read from files alone, not from standard input or a pipe")
        self.path, self.format, self._encoding = path, known, encoding
        self._text_column = "text" if known == "lines" else text_column
        self._input: Input | None = None
        self._share = 0.0
        self._begun: Iterator[Any] | None = None

    def columns(self) -> dict[str, Any]:
        """Names of the record's cells, of JSON Lines those of its first thousand records.

        Returns
        -------
        dict
            For each the type it has in Parquet; ``"string"`` in other formats.

        Raises
        ------
        InputError
            Where the file cannot be read, or has no column of texts.
        """
        items = self._items()
        columns: dict[str, Any] = next(items)
        if rewindable(self.path):
            self._close()
        else:
            self._begun = items
        if self._text_column not in columns:
            has = f"it has {', '.join(map(repr, columns))}" if columns else "it is empty"
            raise InputError(f"{called(self.path)} has no column {self._text_column!r}; {has}; name the right one with --text-column")
        return columns

    def records(self) -> Iterator[Record | Broken]:
        """Every record, in order.

        Raises
        ------
        InputError
            Where the file cannot be read any further.
        """
        items, self._begun = self._begun, None
        if items is None:
            items = self._items()
            next(items)
        for line, row in items:
            yield row if isinstance(row, Broken) else self._checked(line, row)
        self._close()

    def position(self) -> int:
        """Bytes of the file read so far."""
        if self.format == "parquet":
            return int(self._share * os.path.getsize(self.path))
        return self._input.position() if self._input else 0

    def _close(self) -> None:
        if self._input:
            self._input.close()
            self._input = None

    def _items(self) -> Iterator[Any]:
        """The names of the columns, then ``(line, row)`` of each record."""
        with named(self.path):
            if self.format == "parquet":
                yield from self._parquet()
                return
            self._input = Input(self.path, self._encoding, "" if self.format in ("csv", "tsv") else None)
            read = {"csv": self._delimited, "tsv": self._delimited, "jsonl": self._jsonl, "lines": self._lines}[self.format]
            yield from read(self._input)

    def _delimited(self, source: Input) -> Iterator[Any]:
        # A setting of the whole process; it is only ever raised.
        csv.field_size_limit(max(csv.field_size_limit(), 2**31 - 1))
        lines = _Lines(source.text)
        try:
            header, reader = self._header(lines)
        except csv.Error as error:
            raise InputError(f"its first line is no header of a table ({error})") from None
        yield dict.fromkeys(header, "string")
        while True:
            line = lines.number + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield line, self._broken(line, str(error), "")
                continue
            while len(cells) > len(header) and not cells[-1]:
                del cells[-1]
            if lines.ended:
                yield line, self._broken(line, "a quotation mark opens here that nothing closes, so the rest of the file is one cell", str(cells))
            elif len(cells) > len(header):
                yield line, self._broken(line, f"{len(cells)} cells under {len(header)} headings", str(cells))
            elif cells:
                yield line, dict(zip(header, cells, strict=False))

    def _header(self, lines: _Lines) -> tuple[list[str], Iterator[list[str]]]:
        """The headings, and what reads the rows under them.

        A CSV whose first line is one cell by commas may be parted by what it says (``sep=;``, as Excel writes it), or by the
        sign under which it has a column of texts.
        """
        delimiter = "\t" if self.format == "tsv" else ","
        first = next((line for line in lines if line.strip()), "")
        if self.format == "csv" and (stated := _STATED.fullmatch(first)):
            delimiter, first = stated[1], next(lines, "")
        reader = csv.reader(chain([first], lines), delimiter=delimiter)
        cells = next(reader, [])
        if self.format == "csv" and len(cells) == 1 and self._text_column not in cells:
            for other in _DELIMITERS:
                parted = next(csv.reader([first], delimiter=other))
                if self._text_column in parted:
                    cells, reader = parted, csv.reader(lines, delimiter=other)
        return _unique(cells), reader

    def _jsonl(self, source: Input) -> Iterator[Any]:
        items = self._objects(source)
        first = list(islice(items, _LOOKED_AT))
        broken = [row for _, row in first if isinstance(row, Broken)]
        if first and len(broken) == len(first):
            raise InputError(f"line {broken[0].line}: {broken[0].reason}; JSON Lines hold one object a line")
        yield dict.fromkeys((key for _, row in first if isinstance(row, dict) for key in row), "string")
        yield from chain(first, items)

    def _objects(self, source: Input) -> Iterator[tuple[int, dict[str, Any] | Broken]]:
        for line, content in enumerate(source.text, 1):
            if not content.strip():
                continue
            if bad := self._undecoded(content):
                yield line, self._broken(line, bad, content)
                continue
            try:
                row = json.loads(content, object_pairs_hook=_object)
            except json.JSONDecodeError as error:
                yield line, self._broken(line, f"no JSON: {error.msg} at character {error.colno}", content)
            except (ValueError, RecursionError) as error:
                yield line, self._broken(line, f"no JSON that can be read: {error}", content)
            else:
                yield line, row if isinstance(row, dict) else self._broken(line, "no JSON object", content)

    def _lines(self, source: Input) -> Iterator[Any]:
        yield {"text": "string"}
        for line, content in enumerate(source.text, 1):
            if content.strip():
                yield line, {"text": content.rstrip("\r\n")}

    def _parquet(self) -> Iterator[Any]:
        module = parquet()
        try:
            with module.ParquetFile(self.path) as table:
                schema = table.schema_arrow
                names = _unique(schema.names)
                yield dict(zip(names, schema.types, strict=True))
                line = 0
                for batch in table.iter_batches(batch_size=256):
                    # By their new names, for of two columns of one name a row would hold the second alone.
                    for row in type(batch).from_arrays(batch.columns, names).to_pylist():
                        line += 1
                        self._share = line / table.metadata.num_rows
                        yield line, row
        except ValueError as error:
            raise InputError(f"no Parquet file, or a damaged one ({str(error).splitlines()[0]})") from None

    def _checked(self, line: int, row: dict[str, Any]) -> Record | Broken:
        if self.format in ("csv", "tsv", "lines") and (bad := self._undecoded("\0".join(row.values()))):
            return self._broken(line, bad, str(row))
        text = row.get(self._text_column)
        if not isinstance(text, str):
            missing = "missing" if text is None else f"of the type {type(text).__name__}, not a string"
            return self._broken(line, f"{self._text_column!r} is {missing}", json.dumps(row, ensure_ascii=False, default=str))
        return Record(self.path, line, row, text)

    def _undecoded(self, content: str) -> str | None:
        """What is wrong with bytes that are not of the file's encoding."""
        bad = _UNDECODED.search(content)
        return f"byte 0x{ord(bad[0]) - 0xDC00:02x} is not {self._input.encoding}" if bad and self._input else None

    def _broken(self, line: int, reason: str, record: str) -> Broken:
        return Broken(self.path, line, reason, record[:_QUOTED].rstrip("\r\n"))


class _Lines:
    """Lines of a file: how many were read, and whether more were asked for after the last."""

    def __init__(self, source: Iterable[str]) -> None:
        self._source, self.number, self.ended = iter(source), 0, False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        try:
            line = next(self._source)
        except StopIteration:
            self.ended = True
            raise
        self.number += 1
        return line


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON, of whose values none is lost."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object names a key twice")
    return found


def _unique(names: Sequence[str]) -> list[str]:
    """Headings that are all different: nameless ones by their number, doubled ones with it.

    Examples
    --------
    >>> _unique(["id", "", "id"])
    ['id', 'column_2', 'id_3']
    >>> _unique(["id_3", "id", "id"])
    ['id_3', 'id', 'id_3_3']
    """
    found: list[str] = []
    for number, name in enumerate(names, 1):
        # Files with a byte-order mark that were joined have it in the middle of headings too.
        name = name.strip("\ufeff") or f"column_{number}"
        while name in found:
            name = f"{name}_{number}"
        found.append(name)
    return found

"""Rows out: CSV, TSV, JSON Lines or Parquet, cells made safe for spreadsheets."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import math
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from .encodings import InputError
from .streams import STANDARD, Output, is_control
from .tables import format_of, parquet

#: Beginnings of a cell that a spreadsheet takes for a formula, their full-width twins among them.
_RUN = tuple("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[+-]?(?:\d[\d,]*)?\.?\d+(?:[eE][+-]?\d+)?\s?%?")
_ROWS_AT_A_TIME = 500


def neutral(cell: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe stands before what it would take for a formula.

    Examples
    --------
    >>> [neutral(cell) for cell in ("=1+1", "-12.5", "@home", "plain")]
    ["'=1+1", '-12.5', "'@home", 'plain']
    """
    return f"'{cell}" if cell.startswith(_RUN) and not _NUMBER.fullmatch(cell) else cell


def json_line(record: Mapping[str, Any], inert: bool = False, encoding: str = "utf-8") -> str:
    """A record as one line of JSON.

    Parameters
    ----------
    record : mapping
    inert : bool, default False
        Escape every control character, for terminals.
    encoding : str, default "utf-8"
        What the line will be written in; what that cannot show is escaped.

    Examples
    --------
    >>> print(json_line({"推荐": "\\x9b\\u202e"}, inert=True))
    {"推荐": "\\u009b\\u202e"}
    """
    try:
        line = json.dumps(record, ensure_ascii=False, default=str, allow_nan=False)
    except ValueError:
        line = json.dumps(_finite(record), ensure_ascii=False, default=str)
    if inert:
        line = "".join(escaped(char) if is_control(char) else char for char in line)
    try:
        line.encode(encoding, "surrogatepass")
    except UnicodeEncodeError:
        line = "".join(char if char.isascii() else escaped(char) for char in line)
    return line


def _finite(value: Any) -> Any:
    """A value of which what JSON has no number for is a string: NaN, and what is infinite."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, Mapping):
        return {key: _finite(each) for key, each in value.items()}
    return [_finite(each) for each in value] if isinstance(value, list) else value


def escaped(char: str) -> str:
    """A character as JSON escapes it.

    Examples
    --------
    >>> print(escaped("😀"))
    \\ud83d\\ude00
    """
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[i : i + 4]}" for i in range(0, len(units), 4))


class Writer(ABC):
    """What writes rows to an output.

    Parameters
    ----------
    output : Output

    Attributes
    ----------
    neutralised : int
        Cells that were given an apostrophe.
    """

    def __init__(self, output: Output) -> None:
        self._output = output
        self.neutralised = 0

    @abstractmethod
    def write(self, row: Mapping[str, Any]) -> None:
        """Add a row."""

    def settle(self) -> int:
        """Put everything so far on the disk; the file's length."""
        return self._output.settle()

    def finish(self) -> None:
        """No row comes any more: make the file whole where it is."""
        self._output.settle()

    def commit(self) -> None:
        """The file is whole: put it in its place."""
        self.finish()
        self._output.commit()

    def close(self, keep: bool = False) -> None:
        """Stop before the file is in its place; what there is may be kept."""
        self._output.close(keep)

    @property
    def part(self) -> str | None:
        """Where the file is until it is in its place; None where it is written as it goes."""
        return self._output.part


class Delimited(Writer):
    """A CSV or TSV.

    Parameters
    ----------
    output : Output
    columns : sequence of str
    delimiter : str
    raw : bool
        Leave cells that a spreadsheet would run as they are.
    header : bool
        Whether to write one.
    """

    def __init__(self, output: Output, columns: Sequence[str], delimiter: str, raw: bool, header: bool) -> None:
        super().__init__(output)
        self._columns, self._raw = columns, raw
        self._line = io.StringIO()
        self._csv = csv.writer(self._line, delimiter=delimiter, lineterminator="\r\n")
        if header:
            self._put(columns)

    def write(self, row: Mapping[str, Any]) -> None:
        """Add a row; lists and the like as JSON."""
        self._put([_cell(row.get(name)) for name in self._columns])

    def _put(self, cells: Sequence[Any]) -> None:
        if not self._raw:
            safe = [neutral(cell) if isinstance(cell, str) else cell for cell in cells]
            self.neutralised += sum(a is not b for a, b in zip(safe, cells, strict=True))
            cells = safe
        self._csv.writerow(cells)
        self._output.write(self._line.getvalue())
        self._line.seek(0)
        self._line.truncate()


class JsonLines(Writer):
    """One JSON object a line.

    Parameters
    ----------
    output : Output
    """

    def write(self, row: Mapping[str, Any]) -> None:
        """Add a row."""
        self._output.write(json_line(row, self._output.terminal, self._output.encoding) + "\n")


class Parquet(Writer):
    """A Parquet table: numbers as such, everything else as strings, lists as JSON.

    Parameters
    ----------
    output : Output
        A file, not packed.
    columns : mapping of str to str or pyarrow.DataType
        Names, and for each ``"number"``, ``"integer"``, ``"string"`` or a type of Parquet.
    """

    def __init__(self, output: Output, columns: Mapping[str, Any]) -> None:
        super().__init__(output)
        if output.part is None or output.path.lower().endswith((".gz", ".zst")):
            raise InputError(f"{output.path}: Parquet is written to files alone, and packed by itself")
        import pyarrow as pa

        self._rows: list[dict[str, Any]] = []
        self._whole = False
        self._columns = columns
        kinds = {"number": pa.float64(), "integer": pa.int64(), "string": pa.string()}
        self._schema = pa.schema([(_encodable(name), kinds[kind] if isinstance(kind, str) else kind) for name, kind in columns.items()])
        self._writer = parquet().ParquetWriter(output.raw, self._schema)

    def write(self, row: Mapping[str, Any]) -> None:
        """Add a row."""
        self._rows.append({_encodable(name): self._value(row.get(name), kind) for name, kind in self._columns.items()})
        if len(self._rows) == _ROWS_AT_A_TIME:
            self._flush()

    @staticmethod
    def _value(value: Any, kind: Any) -> Any:
        if value is None or not isinstance(kind, str) or kind != "string":
            return value
        return _encodable(str(_cell(value)))

    def _flush(self) -> None:
        import pyarrow as pa

        self._writer.write_table(pa.Table.from_pylist(self._rows, self._schema))
        self._rows.clear()

    def settle(self) -> int:
        """Nothing: a table that was interrupted is not gone on with."""
        return 0

    def finish(self) -> None:
        """Write the rows at hand and the end of the table, once."""
        if self._writer.is_open:
            self._flush()
            self._writer.close()
            self._whole = True
        super().finish()

    def close(self, keep: bool = False) -> None:
        """Stop before the file is in its place; only a whole one is of use."""
        # The disk that is full has no room for the end of the table either.
        with contextlib.suppress(OSError):
            self._writer.close()
        super().close(keep and self._whole)


def _encodable(text: str) -> str:
    """Halves of surrogate pairs, which no encoding has, as what they are called."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict | bool) else value


def writer(
    path: str, format: str | None, columns: Mapping[str, Any], raw: bool = False, resume_at: int | None = None
) -> Writer:
    """What writes rows to a file.

    Parameters
    ----------
    path : str
        ``-`` for standard output.
    format : str, optional
        ``"csv"``, ``"tsv"``, ``"jsonl"`` or ``"parquet"``; by default what the name tells, and JSON Lines to standard output.
    columns : mapping of str to str or pyarrow.DataType
        Names, and for each ``"number"``, ``"integer"``, ``"string"`` or a type of Parquet; JSON Lines may have others.
    raw : bool, default False
        Leave cells that a spreadsheet would run as they are.
    resume_at : int, optional
        Go on after so many bytes that an earlier run left.

    Raises
    ------
    InputError
        Where the format cannot be told or written.
    """
    known = output_format(path, format)
    if known == "parquet":
        parquet()
    output = Output(path, resume_at)
    try:
        if known == "parquet":
            return Parquet(output, columns)
        if known == "jsonl":
            return JsonLines(output)
        return Delimited(output, list(columns), "\t" if known == "tsv" else ",", raw, header=resume_at is None)
    except BaseException:
        output.close()
        raise


def output_format(path: str, format: str | None = None) -> str:
    """The format in which a file is written.

    Raises
    ------
    InputError
        Where it cannot be told.
    """
    known = format or format_of(path) or ("jsonl" if path == STANDARD else None)
    if known in (None, "lines"):
        raise InputError(f"{path}: its name tells no format to write; end it in .csv, .tsv, .jsonl or .parquet, or say --output-format")
    return str(known)

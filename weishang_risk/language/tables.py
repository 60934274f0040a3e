"""Reads the tables of this folder; each is checked when loaded, and what nobody asks for is refused by file and line."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources

#: Languages that are read, each a folder of tables.
LANGUAGES = ("zh", "en")


class TableError(ValueError):
    """A table that cannot be used as it is."""


class Row(tuple[str, ...]):
    """The cells of a row, with the line of the file on which they stand."""

    line: int

    @classmethod
    def at(cls, line: int, cells: Iterable[str]) -> Row:
        """A row of a line."""
        row = cls(cells)
        row.line = line
        return row


def part(row: tuple[str, ...], *columns: int) -> tuple[str, ...]:
    """Some cells of a row, which stand where it stands.

    Examples
    --------
    >>> part(Row.at(7, "abc"), 0, 2), located("demo.tsv", part(Row.at(7, "abc"), 0))
    (('a', 'c'), 'demo.tsv line 7')
    """
    cells = tuple(row[column] for column in columns)
    return Row.at(row.line, cells) if isinstance(row, Row) else cells


def located(path: str, row: tuple[str, ...]) -> str:
    """Where a row stands, for a message.

    Examples
    --------
    >>> located("demo.tsv", Row.at(7, ["a"])), located("demo.tsv", ("a",))
    ('demo.tsv line 7', 'demo.tsv')
    """
    return f"{path} line {row.line}" if isinstance(row, Row) else path


def listed(names: Iterable[str]) -> str:
    """Names for a message; one that is empty is said to be.

    Examples
    --------
    >>> listed(["zh", ""])
    'zh, nothing'
    """
    return ", ".join(name or "nothing" for name in names)


def parse(name: str, source: str, columns: tuple[str, ...], /, **allowed: tuple[str, ...]) -> list[Row]:
    """Rows of a tab-separated table whose first line that is no comment names its columns.

    Parameters
    ----------
    name : str
        Of the file, for messages.
    source : str
    columns : tuple of str
    **allowed : tuple of str
        By the name of a column, all that its cells may be.

    Raises
    ------
    TableError
        Where the columns are others, a row has more or fewer, a row stands twice, or a cell is none of those allowed.

    Examples
    --------
    >>> parse("demo", "# why\\na\\tb\\n1\\t2", ("a", "b"))
    [('1', '2')]
    >>> parse("demo", "side\\nbehind", ("side",), side=("before", "after"))
    Traceback (most recent call last):
        ...
    weishang_risk.language.tables.TableError: demo line 2: side is 'behind', not one of before, after
    """
    rows: list[Row] = []
    header: tuple[str, ...] | None = None
    seen: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(source.splitlines(), 1):
        if not line.strip() or line.startswith("# "):
            continue
        row = Row.at(number, line.split("\t"))
        if header is None:
            header = row
            if header != columns:
                raise TableError(f"{name} line {number}: columns are {', '.join(header)}, not {', '.join(columns)}")
            continue
        if len(row) != len(columns):
            raise TableError(f"{name} line {number}: {len(row)} cells, not {len(columns)} ({', '.join(columns)})")
        if row in seen:
            raise TableError(f"{name} line {number}: says what line {seen[row]} says")
        seen[row] = number
        for column, cell in zip(columns, row, strict=True):
            if column in allowed and cell not in allowed[column]:
                raise TableError(f"{name} line {number}: {column} is {cell!r}, not one of {listed(allowed[column])}")
        rows.append(row)
    return rows


def check_used(name: str, rows: Iterable[tuple[str, ...]], columns: tuple[str, ...], /, **allowed: tuple[str, ...]) -> None:
    """Refuse rows that leave out what is asked for: a value that no cell of its column has.

    Raises
    ------
    TableError

    Examples
    --------
    >>> check_used("demo", [("before",)], ("side",), side=("before", "after"))
    Traceback (most recent call last):
        ...
    weishang_risk.language.tables.TableError: demo: no row has side 'after', which is asked for
    """
    rows = list(rows)
    for column, values in allowed.items():
        found = {row[columns.index(column)] for row in rows}
        if missing := next((value for value in values if value not in found), None):
            raise TableError(f"{name}: no row has {column} {missing!r}, which is asked for")


def source_of(path: str) -> str:
    """The text of a table of this folder."""
    return resources.files(__package__).joinpath(path).read_text(encoding="utf-8")


@cache
def table(path: str, columns: tuple[str, ...], /, **allowed: tuple[str, ...]) -> list[Row]:
    """Rows of a table of this folder, e.g. ``common/units.tsv``; each value that a column may hold stands in a row."""
    rows = parse(path, source_of(path), columns, **allowed)
    check_used(path, rows, columns, **allowed)
    return rows

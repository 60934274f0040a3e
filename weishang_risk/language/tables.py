"""Reads the tables of this folder; each is checked when loaded."""

from __future__ import annotations

from functools import cache
from importlib import resources

#: Languages that are read, each a folder of tables.
LANGUAGES = ("zh", "en")


class TableError(ValueError):
    """A table that cannot be used as it is."""


def parse(name: str, source: str, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Rows of a tab-separated table whose first line that is no comment names its columns.

    Raises
    ------
    TableError
        Where the columns are others, a row has more or fewer, or a row stands twice.

    Examples
    --------
    >>> parse("demo", "# why\\na\\tb\\n1\\t2", ("a", "b"))
    [('1', '2')]
    """
    rows: list[tuple[str, ...]] = []
    seen: dict[tuple[str, ...], int] = {}
    header: tuple[str, ...] | None = None
    for number, line in enumerate(source.splitlines(), 1):
        if not line.strip() or line.startswith("# "):
            continue
        row = tuple(line.split("\t"))
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
        rows.append(row)
    return rows


@cache
def table(path: str, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Rows of a table of this folder, e.g. ``common/units.tsv``."""
    source = resources.files(__package__).joinpath(path).read_text(encoding="utf-8")
    return parse(path, source, columns)

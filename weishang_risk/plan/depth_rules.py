"""Ways of telling how many levels are paid: ``depth.tsv`` of each language, an example and its depth beside each."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ..concepts.registry import UNLIMITED_DEPTH
from ..language.patterns import filled, union
from ..language.tables import LANGUAGES, TableError, table
from ..reading.numerals import counted

COLUMNS = ("rule", "value", "pattern", "example", "reads")
_FIXED = {"1": 1, "4": 4, "unlimited": UNLIMITED_DEPTH}


class Rule(NamedTuple):
    """All rows of one name.

    Attributes
    ----------
    name : str
    pattern : re.Pattern
    values : tuple of str
        What the i-th row's match stands for: ``n`` the number in it, ``n+1`` one more, or a depth.
    """

    name: str
    pattern: re.Pattern[str]
    values: tuple[str, ...]

    def value(self, match: re.Match[str]) -> int:
        """The depth that a match of :attr:`pattern` tells; 0 where its number is none."""
        row = int((match.lastgroup or "row0")[3:])
        told = self.values[row]
        if told in _FIXED:
            return _FIXED[told]
        number = counted(match[f"n{row}"])
        return number + (told == "n+1") if number else 0


def rules_of(rows: list[tuple[str, ...]], path: str = "depth.tsv") -> list[Rule]:
    """Rows of a table of depths as rules.

    Raises
    ------
    TableError
        Where a pattern is none, or is not found in its example, or a value is not known.

    Examples
    --------
    >>> rule = rules_of([("levels", "n", "(?P<n>[0-9])级", "分3级", "3")])[0]
    >>> rule.value(rule.pattern.search("共5级"))
    5
    """
    values: dict[str, list[str]] = {}
    patterns: dict[str, list[str]] = {}
    told = [value for name, value, *_ in rows if not name.startswith("@")]
    for row, value in zip(filled(path, [(name, pattern, example) for name, _, pattern, example, _ in rows]), told, strict=True):
        if value not in ("n", "n+1", *_FIXED) or (value not in _FIXED and "(?P<n>" not in row.pattern):
            raise TableError(f"{path}: {row.name} has value {value!r}; n and n+1 need a group n, else it is one of {', '.join(_FIXED)}")
        values.setdefault(row.name, []).append(value)
        patterns.setdefault(row.name, []).append(row.pattern)
    return [Rule(name, union(patterns[name]), tuple(values[name])) for name in values]


@cache
def rules() -> tuple[Rule, ...]:
    """Every way of telling a depth; each rule is looked for in one language at a time."""
    return tuple(rule for lang in LANGUAGES for rule in rules_of(table(f"{lang}/depth.tsv", COLUMNS), f"{lang}/depth.tsv"))

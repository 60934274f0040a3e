"""Ways of telling how many levels are paid: ``depth.tsv`` of each language, an example and its depth beside each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ..concepts.registry import UNLIMITED_DEPTH
from ..language.needed import Sieve
from ..language.patterns import check_names, filled, union
from ..language.tables import LANGUAGES, TableError, check_used, located, part, table
from ..reading.numerals import counted

COLUMNS = ("rule", "value", "pattern", "example", "reads")
#: Ways of telling a depth that rows tell; the others of :data:`weishang_risk.plan.depth.RULES` are found by code.
IN_TABLES = (
    "levels", "more", "nth", "ordinal", "english", "wide_deep", "board", "bottomless", "range", "one", "paid", "most",
)  # fmt: skip
_FIXED = {"1": 1, "4": 4, "unlimited": UNLIMITED_DEPTH}


class Rule(NamedTuple):
    """All rows of one name.

    Attributes
    ----------
    name : str
    values : tuple of str
        What the i-th row's match stands for: ``n`` the number in it, ``n+1`` one more, or a depth.
    rows : tuple of str
        The patterns of the rows.
    """

    name: str
    values: tuple[str, ...]
    rows: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """All rows as one pattern."""
        return union(list(self.rows))

    def value(self, match: re.Match[str]) -> int:
        """The depth that a match of :attr:`pattern` tells; 0 where its number is none."""
        row = int((match.lastgroup or "row0")[3:])
        told = self.values[row]
        if told in _FIXED:
            return _FIXED[told]
        number = counted(match[f"n{row}"])
        return number + (told == "n+1") if number else 0


def rules_of(rows: Sequence[tuple[str, ...]], path: str = "depth.tsv") -> list[Rule]:
    """Rows of a table of depths as rules.

    Raises
    ------
    TableError
        Where a rule is not asked for, a pattern is none or is not found in its example, or a value is not known.

    Examples
    --------
    >>> rule = rules_of([("levels", "n", "(?P<n>[0-9])级", "分3级", "3")])[0]
    >>> rule.value(rule.pattern.search("共5级"))
    5
    """
    check_names(path, rows, IN_TABLES)
    values: dict[str, list[str]] = {}
    patterns: dict[str, list[str]] = {}
    told = [row for row in rows if not row[0].startswith("@")]
    for made, row in zip(filled(path, [part(row, 0, 2, 3) for row in rows]), told, strict=True):
        value = row[1]
        if value not in ("n", "n+1", *_FIXED) or (value not in _FIXED and "(?P<n>" not in made.pattern):
            raise TableError(f"{located(path, row)}: {made.name} has value {value!r}; n and n+1 need a group n, else it is one of {', '.join(_FIXED)}")
        values.setdefault(made.name, []).append(value)
        patterns.setdefault(made.name, []).append(made.pattern)
    return [Rule(name, tuple(values[name]), tuple(patterns[name])) for name in values]


@cache
def rules() -> tuple[Rule, ...]:
    """Every way of telling a depth; each rule is looked for in one language at a time.

    Raises
    ------
    TableError
        As :func:`rules_of`, and where no language has a row of a rule that is asked for.
    """
    found = tuple(rule for lang in LANGUAGES for rule in rules_of(table(f"{lang}/depth.tsv", COLUMNS), f"{lang}/depth.tsv"))
    check_used("depth.tsv", [(rule.name,) for rule in found], ("rule",), rule=IN_TABLES)
    return found


class Rules:
    """Rules that are looked for in what may hold them.

    Parameters
    ----------
    rules : sequence of Rule
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._sieve = Sieve([row for rule in rules for row in rule.rows])
        #: Of each row its rule, and the place of the rule's first row and of the one after its last.
        self._rules: list[tuple[Rule, int, int]] = []
        for rule in rules:
            first = len(self._rules)
            self._rules += [(rule, first, first + len(rule.rows))] * len(rule.rows)
        #: Rules without the rows that a text cannot hold: no more than there are sets of rows, few of which are ever met.
        self._parts: dict[tuple[int, int], re.Pattern[str]] = {}

    def told_in(self, text: str) -> Iterator[tuple[str, int]]:
        """Rule and depth of everything in a text that tells one.

        Examples
        --------
        >>> list(sieved().told_in("paid on five levels"))
        [('paid', 5), ('english', 5)]
        """
        may_be = self._sieve.may_be_in(text)
        while may_be:
            rule, first, end = self._rules[(may_be & -may_be).bit_length() - 1]
            rows = may_be >> first & (1 << end - first) - 1
            for match in self._part(rule, first, rows).finditer(text):
                yield rule.name, rule.value(match)
            may_be = may_be >> end << end

    def _part(self, rule: Rule, first: int, rows: int) -> re.Pattern[str]:
        if (found := self._parts.get((first, rows))) is None:
            # Nothing holds what stands for the others, so that each row keeps its number.
            found = union([row if rows >> place & 1 else "(?!)" for place, row in enumerate(rule.rows)])
            self._parts[first, rows] = found
        return found


@cache
def sieved() -> Rules:
    """:func:`rules`, looked for in what may hold them."""
    return Rules(rules())

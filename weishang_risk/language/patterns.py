"""Short patterns by name: ``patterns.tsv`` of each language, an example beside each, checked when loaded.

A rule is a name; what it looks for are the rows of that name, in any language. ``{slot}`` in a row stands for the row named
``@slot`` of the same file, so that what a number word is stands once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from .needed import Sieve
from .tables import LANGUAGES, TableError, check_used, listed, located, table

COLUMNS = ("name", "pattern", "example")
#: All that is asked for, each by a row of a language at least.
NAMES = (
    # scope: what a clause does with what it says
    "answer_no", "answer_yes", "asks", "heads_ban", "no_more", "ruled_out_behind", "hearsay", "claim", "supposed",
    # prices that hold no more
    "price_before", "price_now", "price_cut",
    # the plan
    "bought", "chain", "every_level", "guaranteed", "in_period", "invested", "lasting", "named_level", "passive", "rank_title",
    "subscribed", "width", "mitigation.employment", "mitigation.income_disclosure", "mitigation.no_buy_in", "mitigation.one_level",
    "mitigation.refund", "mitigation.retail_pay",
    # how a text is laid out, and which digits are no number
    "plain_heading", "no_sum",
    # where a text is from
    "cantonese", "traditional", "place.AUD", "place.CAD", "place.NZD", "place.SGD",
)  # fmt: skip
#: No row is longer: what needs more is two rows.
LONGEST = 200
_SLOT = re.compile(r"\{([a-z_]+)\}")
_GROUP = re.compile(r"\(\?P<([a-z]+)>|\(\?P=([a-z]+)\)")


class Row(NamedTuple):
    """One row of a table of patterns.

    Attributes
    ----------
    name : str
    pattern : str
        With its slots filled.
    example : str
        A normalised text in which it is found.
    """

    name: str
    pattern: str
    example: str


def filled(path: str, rows: Sequence[tuple[str, ...]]) -> list[Row]:
    """Rows with their slots filled and checked.

    Parameters
    ----------
    path : str
        Name of the table, for messages.
    rows : list of tuple of str
        Name, pattern and example.

    Raises
    ------
    TableError
        Where a pattern is too long, is none, names a slot that is not there, or is not found in its example.

    Examples
    --------
    >>> filled("demo", [("@num", r"\\d", "1"), ("levels", "{num}级", "3级")])
    [Row(name='levels', pattern='(?:\\\\d)级', example='3级')]
    """
    slots = {name[1:]: pattern for name, pattern, _ in rows if name.startswith("@")}
    ready: list[Row] = []
    for row in rows:
        name, pattern, example = row
        where = located(path, row)
        if len(pattern) > LONGEST:
            raise TableError(f"{where}: a pattern of {name} has {len(pattern)} characters, more than {LONGEST}; make it two rows")
        if unknown := [slot for slot in _SLOT.findall(pattern) if slot not in slots]:
            raise TableError(f"{where}: a pattern of {name} names {{{unknown[0]}}}, which no row @{unknown[0]} tells")
        written = _SLOT.sub(lambda slot: f"(?:{slots[slot[1]]})", pattern)
        try:
            found = re.search(written, example)
        except re.error as error:
            raise TableError(f"{where}: {pattern!r} of {name} is no pattern: {error}") from None
        if found is None:
            raise TableError(f"{where}: {pattern!r} of {name} is not found in its example {example!r}")
        if not name.startswith("@"):
            ready.append(Row(name, written, example))
    return ready


def union(patterns: list[str]) -> re.Pattern[str]:
    """One pattern for several; group ``x`` of the i-th is ``x<i>``, and the whole i-th is ``row<i>``.

    Examples
    --------
    >>> match = union(["a(?P<n>[0-9])", "b(?P<n>[0-9])"]).search("b7")
    >>> match.lastgroup, match["n1"]
    ('row1', '7')
    """
    def own(index: int, pattern: str) -> str:
        renamed = _GROUP.sub(lambda g: f"(?P<{g[1]}{index}>" if g[1] else f"(?P={g[2]}{index})", pattern)
        return f"(?P<row{index}>{renamed})"

    return re.compile("|".join(own(index, pattern) for index, pattern in enumerate(patterns)))


@cache
def _rows() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for lang in LANGUAGES:
        path = f"{lang}/patterns.tsv"
        rows = table(path, COLUMNS)
        check_names(path, rows, NAMES)
        for row in filled(path, rows):
            found[row.name].append(row.pattern)
    check_used("patterns.tsv", [(name,) for name in found], ("name",), name=NAMES)
    return dict(found)


def check_names(path: str, rows: Iterable[tuple[str, ...]], known: Collection[str]) -> None:
    """Refuse rows, but those of slots, whose first cell is no name that is asked for.

    Raises
    ------
    TableError

    Examples
    --------
    >>> check_names("demo.tsv", [("@num", "[0-9]"), ("widht", "x")], ("width",))
    Traceback (most recent call last):
        ...
    weishang_risk.language.tables.TableError: demo.tsv: nothing asks for 'widht'; there are width
    """
    for row in rows:
        if not row[0].startswith("@") and row[0] not in known:
            raise TableError(f"{located(path, row)}: nothing asks for {row[0]!r}; there are {listed(known)}")


def names() -> frozenset[str]:
    """Names of all patterns."""
    return frozenset(_rows())


@cache
def pattern(name: str) -> re.Pattern[str]:
    """What is looked for under a name, in every language.

    Raises
    ------
    KeyError
        Where no table has the name.
    """
    return re.compile("|".join(_rows()[name]))


@cache
def _sieve(names: tuple[str, ...]) -> Sieve:
    return Sieve([row for name in names for row in _rows()[name]])


def may_match(names: tuple[str, ...], text: str) -> bool:
    """Whether any of some patterns may be found in a text, told in one pass over it; where not, none can be.

    Examples
    --------
    >>> may_match(("hearsay",), "据说月入过万"), may_match(("hearsay",), "月入过万")
    (True, False)
    """
    return bool(_sieve(names).may_be_in(text))


@cache
def _some(name: str, bits: int) -> re.Pattern[str]:
    return re.compile("|".join(row for place, row in enumerate(_rows()[name]) if bits >> place & 1))


def found(name: str, text: str) -> Iterator[re.Match[str]]:
    """What :func:`pattern` finds in a text, looking only for those of its rows that the text may hold.

    Examples
    --------
    >>> [match[0] for match in found("no_sum", "90后宝妈,电话13800138000")]
    ['90后', '电话13800138000']
    """
    bits = _sieve((name,)).may_be_in(text)
    return _some(name, bits).finditer(text) if bits else iter(())


@cache
def capturing(name: str) -> re.Pattern[str]:
    """As :func:`pattern`, for rows with groups: see :func:`captured`."""
    return union(_rows()[name])


def captured(match: re.Match[str]) -> dict[str, str]:
    """Groups of a match of :func:`capturing`, by the names they have in their row.

    Examples
    --------
    >>> captured(union(["a(?P<n>[0-9])", "b(?P<n>[0-9])"]).search("b7"))
    {'n': '7'}
    """
    return {name.rstrip("0123456789"): text for name, text in match.groupdict().items() if text is not None and not name.startswith("row")}

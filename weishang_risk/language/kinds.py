"""The kinds of words and numbers there are: ``common/kinds.tsv``. Whatever names another one is refused."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from .tables import TableError, listed, table

COLUMNS = ("kind", "of", "says")


@cache
def of(sort: str) -> tuple[str, ...]:
    """Kinds of one sort, ``"word"`` or ``"number"``.

    Examples
    --------
    >>> "bring" in of("word"), "heads" in of("number"), "heads" in of("word")
    (True, True, False)
    """
    return tuple(kind for kind, own, _ in table("common/kinds.tsv", COLUMNS, of=("word", "number")) if own == sort)


def check(where: str, names: Iterable[str], known: Iterable[str] | None = None) -> None:
    """Refuse names that are no kinds.

    Parameters
    ----------
    where : str
        File and line, for the message.
    names : iterable of str
    known : iterable of str, optional
        Those that may be named; by default all.

    Raises
    ------
    TableError

    Examples
    --------
    >>> check("demo.tsv line 4", ["bribe"], ["bring", "reward"])
    Traceback (most recent call last):
        ...
    weishang_risk.language.tables.TableError: demo.tsv line 4: 'bribe' is no kind; there are bring, reward (a new one is a row of common/kinds.tsv)
    """
    kinds = (*of("word"), *of("number")) if known is None else tuple(known)
    for name in names:
        if name not in kinds:
            raise TableError(f"{where}: {name!r} is no kind; there are {listed(kinds)} (a new one is a row of common/kinds.tsv)")

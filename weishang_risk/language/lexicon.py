"""The terms: one a line in ``zh/lexicon.tsv`` and ``en/lexicon.tsv``, checked when loaded.

To teach the library a term, add a line, spelled as a normalised text is (small letters, simplified characters; a test names
those that are not). A new kind is a row of ``common/kinds.tsv``, and the terms that have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from . import kinds
from .finder import Finder
from .tables import LANGUAGES as LANGUAGES
from .tables import TableError, listed, located, table

COLUMNS = ("term", "kinds", "flags")
#: By language, what a term may carry.
FLAGS = {"zh": ("bounded",), "en": ("open",)}


class LexiconError(TableError):
    """A lexicon that cannot be used as it is."""


class Term(NamedTuple):
    """One entry of the lexicon.

    Attributes
    ----------
    form : str
        The term as :class:`~weishang_risk.reading.normalize.NormalizedText` would spell it.
    kinds : tuple of str
        What it stands for in a clause, e.g. ``("bring", "reward")``.
    lang : str
        ``"zh"`` or ``"en"``.
    bounded : bool
        Chinese only: counts only where word boundaries stand at both its ends.
    open_ended : bool
        English only: any ending may follow.
    """

    form: str
    kinds: tuple[str, ...]
    lang: str
    bounded: bool
    open_ended: bool
    #: The kinds as one string.
    kind: str = ""


def terms_of(lang: str, rows: Sequence[tuple[str, ...]]) -> list[Term]:
    """Rows of a lexicon as terms.

    Raises
    ------
    TableError
        Where a term is empty, has no kind or one that ``common/kinds.tsv`` does not name, or carries a flag that does not exist or
        is another language's.

    Examples
    --------
    >>> terms_of("en", [("refer", "bring", "open")])[0].open_ended
    True
    """
    path = f"{lang}/lexicon.tsv"
    # The same few cells stand in thousands of rows.
    kinds_of: dict[str, tuple[str, ...]] = {}
    flags_of: dict[str, list[str]] = {}
    terms: list[Term] = []
    for row in rows:
        form, cell, flag_cell = row
        if cell not in kinds_of:
            kinds_of[cell] = _kinds(f"{located(path, row)}: {form!r}", cell)
        if flag_cell not in flags_of:
            flags_of[flag_cell] = _flags(f"{located(path, row)}: {form!r}", flag_cell, lang)
        if not form or form != form.strip():
            raise LexiconError(f"{located(path, row)}: {form!r} has no term, or a blank at an end")
        own, flags = kinds_of[cell], flags_of[flag_cell]
        terms.append(Term(form, own, lang, "bounded" in flags, "open" in flags, cell))
    return terms


def _kinds(where: str, cell: str) -> tuple[str, ...]:
    found = tuple(cell.split("+"))
    if not all(found):
        raise LexiconError(f"{where} has no kind")
    kinds.check(where, found, kinds.of("word"))
    return found


def _flags(where: str, cell: str, lang: str) -> list[str]:
    found = cell.split()
    if unknown := [flag for flag in found if flag not in FLAGS[lang]]:
        raise LexiconError(f"{where} has flag {unknown[0]!r}, not one of {listed(FLAGS[lang])}")
    return found


@lru_cache(maxsize=1)
def load() -> dict[str, Term]:
    """Every term by its form.

    Returns
    -------
    dict of str to Term

    Raises
    ------
    LexiconError
        Where one form is listed with different kinds, or a kind of words has no term.
    """
    lexicon: dict[str, Term] = {}
    for lang in LANGUAGES:
        path = f"{lang}/lexicon.tsv"
        rows = table(path, COLUMNS)
        for row, term in zip(rows, terms_of(lang, rows), strict=True):
            known = lexicon.setdefault(term.form, term)
            if known.kinds != term.kinds:
                raise LexiconError(f"{located(path, row)}: {term.form!r} is listed as {'+'.join(known.kinds)} and as {'+'.join(term.kinds)}")
    check_every_kind(kind for term in lexicon.values() for kind in term.kinds)
    return lexicon


def check_every_kind(told: Iterable[str]) -> None:
    """Refuse a lexicon that has no term of a kind: what asks for the kind would never find one.

    Raises
    ------
    LexiconError

    Examples
    --------
    >>> check_every_kind(kind for kind in kinds.of("word") if kind != "bring")
    Traceback (most recent call last):
        ...
    weishang_risk.language.lexicon.LexiconError: common/kinds.tsv: no row of a lexicon.tsv has the kind 'bring'
    """
    found = set(told)
    if missing := next((kind for kind in kinds.of("word") if kind not in found), None):
        raise LexiconError(f"common/kinds.tsv: no row of a lexicon.tsv has the kind {missing!r}")


@lru_cache(maxsize=1)
def finder() -> Finder[tuple[int, bool, Term]]:
    """What finds the terms of :func:`load`; each hit tells its length, whether it is English, and its :class:`Term`."""
    return Finder((term.form, (len(term.form), term.lang == "en", term)) for term in load().values())

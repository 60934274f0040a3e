"""The terms, as data: one table a family, checked when loaded.

Each table has the columns ``kind``, ``lang``, ``terms`` (separated by `` | ``) and ``note``. To teach the library a
term, add it to a row; to add a kind of term, add a row. Nothing else needs to change.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import NamedTuple

import ahocorasick

TABLES = ("roles", "actions", "structure", "money", "modality", "voice")


class LexiconError(ValueError):
    """A lexicon table that cannot be used as it is."""


class Term(NamedTuple):
    """One entry of the lexicon.

    Attributes
    ----------
    form : str
        The term as :class:`~weishang_risk.reading.normalize.NormalizedText` would spell it.
    kind : str
        What it stands for in a clause, e.g. ``"bring"`` or ``"fee"``.
    lang : str
        ``"zh"`` or ``"en"``.
    bounded : bool
        Chinese only: counts only where word boundaries stand at both its ends.
    open_ended : bool
        English only: any ending may follow.
    """

    form: str
    kind: str
    lang: str
    bounded: bool
    open_ended: bool


def parse_table(name: str, source: str) -> list[Term]:
    """Read one table.

    Parameters
    ----------
    name : str
        For error messages.
    source : str
        The table's text.

    Returns
    -------
    list of Term

    Raises
    ------
    LexiconError
        Where a row lacks a column, names an unknown language, or holds an empty term.

    Examples
    --------
    >>> parse_table("demo", "kind\\tlang\\tterms\\nbring\\ten\\trefer | invite*")[1].open_ended
    True
    """
    from ..reading.normalize import NormalizedText

    terms: list[Term] = []
    for number, line in enumerate(source.splitlines(), 1):
        if not line or line.startswith(("#", "kind\t")):
            continue
        columns = line.split("\t")
        if len(columns) < 3 or columns[1] not in ("zh", "en"):
            raise LexiconError(f"{name}.tsv line {number}: want kind, lang (zh or en) and terms, tab-separated")
        kind, lang, cell = columns[:3]
        for written in cell.split(" | "):
            bounded, open_ended = written.startswith("^"), written.endswith("*")
            form = NormalizedText(written.removeprefix("^").removesuffix("*")).text.strip()
            if not form:
                raise LexiconError(f"{name}.tsv line {number}: an empty term under {kind!r}")
            terms.append(Term(form, kind, lang, bounded, open_ended))
    return terms


@lru_cache(maxsize=1)
def load() -> dict[str, Term]:
    """Every term by its form; a form has one kind.

    Returns
    -------
    dict of str to Term

    Raises
    ------
    LexiconError
        Where two tables claim one form for different kinds.
    """
    lexicon: dict[str, Term] = {}
    folder = resources.files(__package__)
    for name in TABLES:
        for term in parse_table(name, (folder / f"{name}.tsv").read_text(encoding="utf-8")):
            known = lexicon.setdefault(term.form, term)
            if known.kind != term.kind:
                raise LexiconError(f"{name}.tsv: {term.form!r} is listed as {known.kind!r} and as {term.kind!r}")
    return lexicon


@lru_cache(maxsize=1)
def automaton() -> ahocorasick.Automaton:
    """An Aho-Corasick automaton over :func:`load`; each hit yields its :class:`Term`."""
    machine = ahocorasick.Automaton()
    for term in load().values():
        machine.add_word(term.form, term)
    machine.make_automaton()
    return machine

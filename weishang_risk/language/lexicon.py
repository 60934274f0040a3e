"""The terms: one a line in ``zh/lexicon.tsv`` and ``en/lexicon.tsv``, checked when loaded.

To teach the library a term, add a line, spelled as a normalised text is (small letters, simplified characters; a test names
those that are not). A new kind is a new word in the ``kinds`` column; nothing else needs to change.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import ahocorasick

from .tables import LANGUAGES as LANGUAGES
from .tables import TableError, table

COLUMNS = ("term", "kinds", "flags")
FLAGS = frozenset(("bounded", "open"))


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


def terms_of(lang: str, rows: list[tuple[str, ...]]) -> list[Term]:
    """Rows of a lexicon as terms.

    Raises
    ------
    LexiconError
        Where a term is empty, has no kind, or carries a flag that does not exist or is another language's.

    Examples
    --------
    >>> terms_of("en", [("refer", "bring", "open")])[0].open_ended
    True
    """
    terms: list[Term] = []
    for form, cell, flag_cell in rows:
        kinds, flags = tuple(cell.split("+")), frozenset(flag_cell.split())
        if form != form.strip() or not form or not all(kinds):
            raise LexiconError(f"{lang}/lexicon.tsv: {form!r} has no term or no kind, or a blank at an end")
        if flags - FLAGS or ("bounded" in flags and lang != "zh") or ("open" in flags and lang != "en"):
            raise LexiconError(f"{lang}/lexicon.tsv: {form!r} has flags {flag_cell!r}; bounded is for zh, open for en")
        terms.append(Term(form, kinds, lang, "bounded" in flags, "open" in flags, "+".join(kinds)))
    return terms


@lru_cache(maxsize=1)
def load() -> dict[str, Term]:
    """Every term by its form.

    Returns
    -------
    dict of str to Term

    Raises
    ------
    LexiconError
        Where one form is listed with different kinds.
    """
    lexicon: dict[str, Term] = {}
    for lang in LANGUAGES:
        for term in terms_of(lang, table(f"{lang}/lexicon.tsv", COLUMNS)):
            known = lexicon.setdefault(term.form, term)
            if known.kinds != term.kinds:
                raise LexiconError(f"{lang}/lexicon.tsv: {term.form!r} is listed as {'+'.join(known.kinds)} and as {'+'.join(term.kinds)}")
    return lexicon


@lru_cache(maxsize=1)
def automaton() -> ahocorasick.Automaton:
    """An Aho-Corasick automaton over :func:`load`; each hit yields its length, whether it is English, and its :class:`Term`."""
    machine = ahocorasick.Automaton()
    for term in load().values():
        machine.add_word(term.form, (len(term.form), term.lang == "en", term))
    machine.make_automaton()
    return machine

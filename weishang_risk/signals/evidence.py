"""From the sentences a concept was read in to the spans a report quotes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..concepts import Concepts
from ..document import Document
from .base import Evidence, clause_span

_MOST = 3
_HEARSAY = re.compile(
    r"据称|声称|宣称|号称|自称|据说|听说|称其|传言|所谓|网传|说是|allegedly|reportedly|claims? (?:that|to)|claimed|they say|supposedly|so-called|rumou?r|is said to"
)


def stance_of(document: Document, index: int, negated: bool) -> str:
    """The stance of what a sentence tells.

    Parameters
    ----------
    document : Document
    index : int
        Which sentence.
    negated : bool
        Whether it was found by a head that reads denials.
    """
    sentence = document.sentences[index]
    if negated:
        return "negated"
    if _HEARSAY.search(document.normalized.text, sentence.start, sentence.end):
        return "reported"
    marks = [t.mark for t in sentence.tokens]
    if marks and marks.count("~") > len(marks) / 2:
        return "conditional"
    return "asserted"


def collect(
    document: Document, concepts: Concepts, signal: str, present: bool, strength: float,
    value: Callable[[int], Any], general: bool = False,
) -> list[Evidence]:
    """Evidence for a signal, strongest first: what tells it where it is present, and what rules it out.

    Parameters
    ----------
    document : Document
    concepts : Concepts
    signal : str
        Also the name of the sentence head; its denials are read by the head ``signal + "!"``.
    present : bool
        Whether the whole text was read as having the concept; then at least one clause is quoted.
    strength : float
        Logit of the whole text's head.
    value : callable
        From a sentence's index to the value its evidence carries.
    general : bool
        Whether the text talks in general, so that what it tells is reported of nobody in particular.

    Returns
    -------
    list of Evidence
    """  # fmt: skip
    found: list[Evidence] = []
    used: set[int] = set()
    if present:
        for logit, index in concepts.ranked(signal)[:_MOST]:
            if found and logit < 0:
                break
            used.add(index)
            stance = "reported" if general else stance_of(document, index, False)
            found.append(_quote(document, concepts, signal, index, signal, stance, value(index), max(logit, 0.0)))
    for logit, index in concepts.ranked(signal + "!")[: _MOST - 1]:
        if logit < 0.0 or index in used:
            break
        found.append(_quote(document, concepts, signal, index, signal + "!", "negated", None, -logit))
    return found


def _quote(
    document: Document, concepts: Concepts, signal: str, index: int, head: str, stance: str, value: Any, weight: float
) -> Evidence:
    start, end = clause_span(document, concepts, index, head)
    first, last = document.normalized.to_original(start, end)
    return Evidence(signal, first, last, document.original[first:last], stance, value, weight)

"""From the sentences a concept was read in to the spans a report quotes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .. import scope
from ..concepts import Concepts
from ..document import Document
from ..skeleton import Sentence
from .base import VOICES, Evidence, clause_span

_MOST = 3
# Logits from which a concept is quoted even where its level was read as 0, so that a reader sees what nearly tipped it: in any
# text, and in one that may pay for recruiting or over levels, where every part of the structure matters.
_NEARLY, _NEARLY_IN_STRUCTURE = -0.7, -2.0
_STRUCTURE = -1.0
#: A clause whose negated words rule a signal out needs less of the learned reader's word for it than one without; of denied
#: income it has seen too few to be asked.
_DENIED = -1.5
_DENIED_BY_WORDS = {"income": -7.0}
_DENIED_BY_WORDS_ELSE = -4.5
_BRINGING = frozenset(("bring", "newcomer", "downline", "second"))
_PAYING = frozenset(("pay", "money", "reward", "give", "get", "sum"))
#: Kinds of negated words that rule a signal out.
_RULED_OUT = {
    "tiers": frozenset(("level", "downline", "deeper", "second", "plan", "upline")),
    "recruitment": _BRINGING,
    "buy_in": frozenset(("fee", "deposit", "buy", "stock", "pack", "price")),
    "income": frozenset(("income", "extravagant", "promise")),
}
#: Kinds of words that rule a signal out by themselves.
_FLATLY = {"buy_in": "free", "tiers": "flat"}
_HEARSAY = re.compile(
    r"据称|声称|宣称|号称|自称|据说|听说|称其|传言|所谓|网传|说是|allegedly|reportedly|claims? (?:that|to)|claimed|they say|supposedly|so-called|rumou?r|is said to"
)


def stance_of(document: Document, index: int) -> str:
    """The stance of what a sentence tells, where it does not deny it.

    Parameters
    ----------
    document : Document
    index : int
        Which sentence.
    """
    sentence = document.sentences[index]
    if _HEARSAY.search(document.normalized.text, sentence.start, sentence.end):
        return "reported"
    marks = [t.mark for t in sentence.tokens]
    if marks and marks.count("~") > len(marks) / 2:
        return "conditional"
    return "asserted"


def is_near(concepts: Concepts, head: str) -> bool:
    """Whether a document head is likely enough for its clauses to be quoted."""
    heads = concepts.heads
    structured = max(heads["tiers>=2"], heads["recruitment>=2"]) > _STRUCTURE
    return heads[head] > (_NEARLY_IN_STRUCTURE if structured else _NEARLY)


def rules_out(sentence: Sentence, signal: str) -> bool:
    """Whether the words of a sentence, by their scope, rule a signal out.

    Examples
    --------
    >>> rules_out(Document("我们不收加盟费").sentences[0], "buy_in"), rules_out(Document("先交加盟费").sentences[0], "buy_in")
    (True, False)
    """
    negated = {token.kind for token in sentence.tokens if token.mark == scope.NEGATED}
    kinds = {token.kind for token in sentence.tokens}
    if negated & _RULED_OUT.get(signal, frozenset()):
        return True
    if any(token.kind == _FLATLY.get(signal) and not token.mark for token in sentence.tokens):
        return True
    # Not paying denies a buy-in, unless it is the bringing in that is not paid for.
    if negated & _PAYING:
        return signal == ("recruitment" if kinds & _BRINGING else "buy_in") and (signal == "recruitment" or bool(negated & {"pay", "money"}))
    return False


def collect(
    document: Document, concepts: Concepts, signal: str, present: bool, value: Callable[[int], Any],
) -> list[Evidence]:
    """Evidence for a signal, strongest first: what tells it where it is present, and what rules it out.

    Parameters
    ----------
    document : Document
    concepts : Concepts
    signal : str
        Also the name of the sentence head; its denials are read by the head ``signal + "!"``.
    present : bool
        Whether the whole text was read as having the concept, or nearly so; then at least one clause is quoted.
    value : callable
        From a sentence's index to the value its evidence carries.

    Returns
    -------
    list of Evidence
    """  # fmt: skip
    found: list[Evidence] = []
    used: set[int] = set()
    # Talk of no business tells what it tells of nobody in particular.
    general = max(VOICES, key=lambda voice: concepts.heads[f"voice={voice}"]) == "discussion"
    if present:
        for logit, index in concepts.ranked(signal)[:_MOST]:
            if found and logit < 0:
                break
            used.add(index)
            stance = "reported" if general else stance_of(document, index)
            found.append(_quote(document, concepts, signal, index, signal, stance, value(index), max(logit, 0.0)))
    denials = 0
    least = _DENIED_BY_WORDS.get(signal, _DENIED_BY_WORDS_ELSE)
    for logit, index in concepts.ranked(signal + "!"):
        if logit < least or denials == _MOST - 1:
            break
        if index in used or (logit < _DENIED and not rules_out(document.sentences[index], signal)):
            continue
        denials += 1
        found.append(_quote(document, concepts, signal, index, signal + "!", "negated", None, -logit))
    return found


def _quote(
    document: Document, concepts: Concepts, signal: str, index: int, head: str, stance: str, value: Any, weight: float
) -> Evidence:
    start, end = clause_span(document, concepts, index, head)
    first, last = document.normalized.to_original(start, end)
    return Evidence(signal, first, last, document.original[first:last], stance, value, weight)

"""From the sentences a concept was read in to the spans a report quotes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..concepts.reader import Concepts
from ..concepts.registry import BY_NAME
from ..language.patterns import pattern
from ..reading import scope
from ..reading.document import Document
from ..reading.tokens import Sentence
from .base import Evidence, clause_span

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
#: How far before a clause its reporting verb may stand, in characters.
_SAID_WITHIN = 40


def stance_of(document: Document, index: int, signal: str, start: int, end: int) -> str:
    """The stance of a clause, where it does not deny.

    Parameters
    ----------
    document : Document
    index : int
        Which sentence it stands in.
    signal : str
    start, end : int
        Span of the clause in the normalised text.
    """
    sentence = document.sentences[index]
    text = document.normalized.text
    # What somebody earns is a claim as soon as somebody says so; who is paid for whom stays a fact of the scheme in any mouth.
    told = ("hearsay", "claim") if signal == "income" else ("hearsay",)
    if any(pattern(name).search(text, max(sentence.start, start - _SAID_WITHIN), end) for name in told):
        return "reported"
    marks = [t.mark for t in sentence.tokens]
    if marks.count(scope.CONDITIONAL) > len(marks) / 2 and pattern("supposed").search(text, sentence.start, sentence.end):
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
    concept = BY_NAME[signal]
    if negated & concept.ruled_out_by or any(token.kind == concept.flatly and not token.mark for token in sentence.tokens):
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
    general = concepts.voice == "discussion"
    if present:
        for logit, index in concepts.ranked(signal)[:_MOST]:
            if found and logit < 0:
                break
            if logit < 0 and rules_out(document.sentences[index], signal):
                continue
            used.add(index)
            span = clause_span(document, concepts, index, signal)
            stance = "reported" if general else stance_of(document, index, signal, *span)
            found.append(_quoted(document, signal, span, stance, value(index), max(logit, 0.0), f"head:{signal}"))
    denials = 0
    least = _DENIED_BY_WORDS.get(signal, _DENIED_BY_WORDS_ELSE)
    for logit, index in concepts.ranked(signal + "!"):
        if logit < least or denials == _MOST - 1:
            break
        if index in used or (logit < _DENIED and not rules_out(document.sentences[index], signal)):
            continue
        denials += 1
        span = clause_span(document, concepts, index, signal + "!")
        source = f"head:{signal}!" if logit >= _DENIED else f"words:{signal}"
        found.append(_quoted(document, signal, span, "negated", None, -logit, source))
    return found


def _quoted(document: Document, signal: str, span: tuple[int, int], stance: str, value: Any, weight: float, source: str) -> Evidence:
    first, last = document.normalized.to_original(*span)
    return Evidence(signal, first, last, document.original[first:last], stance, value, weight, source)

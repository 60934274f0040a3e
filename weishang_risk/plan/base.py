"""What every signal yields."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, NamedTuple

from ..concepts.reader import Concepts
from ..reading.document import Document
from ..reading.tokens import Sentence, Token

_CLAUSE = re.compile(r"(?<!\d)[,，:：]|[,，:：](?!\d)|[;；|]|\s[-–—]\s|(?<=[\u4e00-\u9fff])\s|。|——")
#: A clause shorter than this is quoted together with its neighbour.
_SHORT = 4
#: A sentence no longer than this is quoted whole.
_WHOLE = 30


class Evidence(NamedTuple):
    """A span of the original text that bears on a signal.

    Attributes
    ----------
    signal : str
        ``"tiers"``, ``"recruitment"``, ``"buy_in"``, ``"income"``, ``"mitigation"`` or ``"voice"``.
    start, end : int
        ``text == original[start:end]``.
    text : str
    stance : str
        ``"asserted"``, ``"negated"``, ``"conditional"`` or ``"reported"``.
    value : object
        Depth, sum, or kind; None where there is none.
    weight : float
        How strongly the clause speaks for the signal, in logits; for ordering only.
    """

    signal: str
    start: int
    end: int
    text: str
    stance: str
    value: Any
    weight: float


class Signal(NamedTuple):
    """What one signal makes of a text.

    Attributes
    ----------
    level : object
        The guide's value of the concept.
    evidence : list of Evidence
    detail : dict
        Amounts and the like.
    """

    level: Any
    evidence: list[Evidence]
    detail: dict[str, Any]


def _cuts(text: str, sentence: Sentence) -> list[int]:
    """Where the clauses of a sentence begin, and where the last one ends."""
    cuts = [sentence.start]
    for match in _CLAUSE.finditer(text, sentence.start, sentence.end):
        if match.end() - cuts[-1] >= _SHORT and sentence.end - match.end() >= _SHORT:
            cuts.append(match.end())
    cuts.append(sentence.end)
    return cuts


def clause_around(text: str, sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """The clause of a sentence in which a span of the normalised text stands.

    Examples
    --------
    >>> document = Document("先交2980元成为代理,推荐一人奖500元")
    >>> document.quote(*clause_around(document.normalized.text, document.sentences[0], 2, 7))
    '先交2980元成为代理'
    """
    cuts = _cuts(text, sentence)
    # A numeral may run on over the end of its sentence.
    first = max((cut for cut in cuts[:-1] if cut <= start), default=start)
    last = min((cut for cut in cuts[1:] if cut >= end), default=end)
    first, last = _trim(text, first, last)
    return min(first, start), max(last, end)


def clause_span(document: Document, concepts: Concepts, index: int, head: str) -> tuple[int, int]:
    """The clause, or run of clauses, of a sentence that speaks most for a head.

    Parameters
    ----------
    document : Document
    concepts : Concepts
    index : int
        Which sentence.
    head : str
        Name of a sentence head.

    Returns
    -------
    tuple of int
        Span in the normalised text.
    """
    sentence = document.sentences[index]
    text = document.normalized.text
    cuts = _cuts(text, sentence)
    if len(cuts) == 2 or sentence.end - sentence.start <= _WHOLE:
        return _trim(text, sentence.start, sentence.end)
    # The shortest run of clauses that keeps nearly all of what the whole sentence says.
    tokens: list[list[Token]] = [[] for _ in cuts[1:]]
    clause = 0
    for token in sentence.tokens:
        while token.start >= cuts[clause + 1]:
            clause += 1
        tokens[clause].append(token)
    logits = [concepts.clause_logit(sentence._replace(tokens=own), head) if own else _SILENT for own in tokens]
    enough = min(0.5, concepts.sentence_logit(index, head) - 1.0)
    first = max(range(len(logits)), key=logits.__getitem__)
    last = first
    if logits[first] < enough:
        pairs = [a + b for a, b in pairwise(logits)]
        first = max(range(len(pairs)), key=pairs.__getitem__)
        last = first + 1
    return _trim(text, cuts[first], cuts[last + 1])


#: Logit of a clause without a typed word.
_SILENT = -20.0


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end - 1 and text[start] in " \t\r\n,，;；:：.。!！、|-–—·•*)）\"”":
        start += 1
    while end > start + 1 and text[end - 1] in " \t\r\n,，;；:：.。!！、|-–—(（\"“":
        end -= 1
    return start, end

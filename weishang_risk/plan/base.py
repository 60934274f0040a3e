"""What every signal yields."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

from ..concepts.clauses import END, SHORT, SILENT
from ..concepts.reader import Concepts
from ..concepts.registry import SENTENCE_PLACE
from ..reading.document import Document

#: A sentence no longer than this is quoted whole.
_WHOLE = 14
#: Where a quote that is too long may be cut beside the ends of its clauses.
_FINER = re.compile(END.pattern + r"|[?？!！\n、]|\s(?=(?:and|but|or|then|if|when|because|so|who|which) )")
#: A quote is longer than this only where nothing in it may be cut: Han characters, and words of Latin letters.
LONGEST = (60, 30)
_HAN, _WORD = re.compile(r"[\u3400-\u9fff]"), re.compile(r"[a-z]+(?:'[a-z]+)?", re.IGNORECASE)


class Evidence(NamedTuple):
    """A span of the original text that bears on a signal.

    Attributes
    ----------
    signal : str
        One of :data:`~weishang_risk.concepts.registry.READ_SIGNALS`.
    start, end : int
        ``text == original[start:end]``.
    text : str
    stance : str
        ``"asserted"``, ``"negated"``, ``"conditional"`` or ``"reported"``.
    value : object
        Depth, sum, or kind; None where there is none.
    weight : float
        How strongly the clause speaks for the signal, in logits; for ordering only.
    source : str
        What found it, as ``how:which``: ``head:`` a learned reader of clauses, ``role:`` the role of a sum, ``words:`` words that
        deny what they name, ``kind:`` a kind of word of the lexicon, ``rule:`` a rule of that name.
    """

    signal: str
    start: int
    end: int
    text: str
    stance: str
    value: Any
    weight: float
    source: str


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


def clause_around(text: str, cuts: list[int], start: int, end: int) -> tuple[int, int]:
    """The clause in which a span of the normalised text stands, of a sentence whose clauses begin and end at some cuts.

    Examples
    --------
    >>> from weishang_risk.concepts.clauses import cuts_of
    >>> document = Document("先交2980元成为代理,推荐一人奖500元")
    >>> text = document.normalized.text
    >>> document.quote(*clause_around(text, cuts_of(text, document.sentences[0]), 2, 7))
    '先交2980元成为代理'
    """
    # A numeral may run on over the end of its sentence.
    first = max((cut for cut in cuts[:-1] if cut <= start), default=start)
    last = min((cut for cut in cuts[1:] if cut >= end), default=end)
    first, last = _trim(text, *_narrowed(text, first, last, lambda a, b: float(a <= start < b)))
    return min(first, start), max(last, end)


def too_long(quote: str) -> bool:
    """Whether a quote is longer than :data:`LONGEST`.

    Examples
    --------
    >>> too_long("先交2980元"), too_long("word " * 31)
    (False, True)
    """
    # A word and what parts it from the next are two characters at least.
    return len(quote) > min(LONGEST[0], 2 * LONGEST[1]) and (len(_HAN.findall(quote)) > LONGEST[0] or len(_WORD.findall(quote)) > LONGEST[1])


def may_be_cut(quote: str) -> bool:
    """Whether a quote holds a boundary at which it can be cut."""
    return any(SHORT <= match.end() <= len(quote) - SHORT for match in _FINER.finditer(quote))


def _narrowed(text: str, start: int, end: int, weigh: Callable[[int, int], float]) -> tuple[int, int]:
    """The part of a span that is too long around its weightiest piece, as many neighbours as it may have."""
    if not too_long(text[start:end]):
        return start, end
    cuts = [start]
    cuts += [m.end() for m in _FINER.finditer(text, start, end) if m.end() - start >= SHORT and end - m.end() >= SHORT]
    cuts.append(end)
    pieces = list(pairwise(cuts))
    first = last = max(range(len(pieces)), key=lambda place: weigh(*pieces[place]))
    while True:
        if last + 1 < len(pieces) and not too_long(text[pieces[first][0] : pieces[last + 1][1]]):
            last += 1
        elif first and not too_long(text[pieces[first - 1][0] : pieces[last][1]]):
            first -= 1
        else:
            return pieces[first][0], pieces[last][1]


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

    def weigh(start: int, end: int) -> float:
        own = [token for token in sentence.tokens if start <= token.start < end]
        return concepts.clause_logit(sentence._replace(tokens=own), head) if own else SILENT

    if sentence.end - sentence.start <= _WHOLE or len(concepts.cuts(index)) == 2:
        return _trim(text, *_narrowed(text, sentence.start, sentence.end, weigh))
    # The shortest run of clauses that keeps nearly all of what the whole sentence says.
    cuts, rows = concepts.clauses(index)
    place = SENTENCE_PLACE[head]
    logits = [row[place] for row in rows]
    enough = min(0.5, concepts.sentence_logit(index, head) - 1.0)
    first = max(range(len(logits)), key=logits.__getitem__)
    last = first
    if logits[first] < enough:
        # A neighbour that tells much of it too belongs to it; one that tells something else does not.
        silent = concepts.silent_logit(head)
        near = [place for place in (first - 1, first + 1) if 0 <= place < len(logits)]
        other = max(near, key=logits.__getitem__)
        if logits[other] - silent >= _SHARED * (logits[first] - silent):
            first, last = min(first, other), max(first, other)
    return _trim(text, *_narrowed(text, cuts[first], cuts[last + 1], weigh))


#: What a neighbouring clause must tell of a concept to be quoted with the one that tells most, as a share of that.
_SHARED = 0.5


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end - 1 and text[start] in " \t\r\n,，;；:：.。!！、|-–—·•*)）\"”":
        start += 1
    while end > start + 1 and text[end - 1] in " \t\r\n,，;；:：.。!！、|-–—(（\"“":
        end -= 1
    return start, end

"""Sentences as typed skeletons: who does what for which sum, with products, brands and trades dropped out.

``带一个人来买,公司返你三百`` reads ``bring heads buy we give you sum``, whatever is sold.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from ..language import lexicon
from ..language.patterns import capturing
from . import frames, quantities, scope, segment, words
from .normalize import NormalizedText

_MAX_NEGATED_TOKENS = 10
#: How many tokens back words that end a chain reach.
_CLOSED_TOKENS = 8
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
# The same noun twice: a friend's friend, 邻居的邻居. Whoever it is, it is the second level.
_TWICE = re.compile(r"([\u4e00-\u9fff]{2,3}|他|她)的\1|\b([a-z]{3,14})(?:'s|s'|s) \2")


class Token(NamedTuple):
    """One typed word or quantity.

    Attributes
    ----------
    start, end : int
        Span in the normalised text.
    kind : str
        The lexicon's kind, or the quantity's.
    form : str
        The lexicon form; empty for a quantity.
    mark : str
        ``""`` asserted, or a mark of :mod:`weishang_risk.reading.scope`.
    """

    start: int
    end: int
    kind: str
    form: str
    mark: str = ""


class Sentence(NamedTuple):
    """A sentence with its tokens.

    Attributes
    ----------
    start, end : int
        Span in the normalised text.
    tokens : list of Token
    quantities : list of Quantity
    """

    start: int
    end: int
    tokens: list[Token]
    quantities: list[quantities.Quantity]


def _lexical_tokens(text: str) -> list[Token]:
    """Longest match first, left to right; bounded terms only where a word really begins and ends."""
    # Start, end and length downwards: so sorted, the longest comes first; of two that end alike, the one that says more of the word.
    hits: list[tuple[int, int, int, lexicon.Term]] = []
    size = len(text)
    for last, (length, english, term) in lexicon.automaton().iter(text):
        end = last + 1
        start = end - length
        if english:
            if start and text[start - 1].isalpha() and text[start - 1] < "\u2e80":
                continue
            if end < size and text[end].isalpha() and text[end] < "\u2e80":
                if not term.open_ended:
                    continue
                while end < size and text[end].isalpha() and text[end] < "\u2e80":
                    end += 1
                if end - last > 7:
                    continue
        hits.append((start, -end, -length, term))
    hits.sort()
    tokens: list[Token] = []
    taken = 0
    bounds = _Bounds(text, [(start, -minus_end) for start, minus_end, _, term in hits if term.bounded])
    for start, minus_end, _, term in hits:
        if start < taken:
            continue
        end = -minus_end
        if term.bounded and not bounds.hold(start, end):
            continue
        taken = end
        tokens.append(Token(start, end, term.kind, term.form))
    return tokens


class _Bounds:
    """Whether words begin and end where bounded terms do; runs of Han characters are cut only where asked for."""

    def __init__(self, text: str, spans: list[tuple[int, int]]) -> None:
        self._text = text
        self._edges: dict[int, set[int]] = {}
        if not spans:
            return
        runs = [match.span() for match in _HAN_RUN.finditer(text)]
        firsts = [first for first, _ in runs]
        #: The run of each term within one, unless it is the whole of it.
        self._runs: dict[tuple[int, int], tuple[int, int]] = {}
        for span in spans:
            place = bisect_right(firsts, span[0]) - 1
            run = runs[place] if place >= 0 else span
            if run[0] <= span[0] < span[1] <= run[1] and run != span:
                self._runs[span] = run
        asked = [(at, run) for span, run in self._runs.items() for at in span]
        flags = words.crossed(text, [at for at, _ in asked], [run for _, run in asked])
        self._doubtful = {span for (span, flag) in zip((span for span in self._runs for _ in span), flags, strict=True) if flag}

    def hold(self, start: int, end: int) -> bool:
        """Whether a word begins at ``start`` and one ends at ``end``."""
        run = self._runs.get((start, end))
        if run is None:
            return True
        first, last = run
        if first not in self._edges:
            if (start, end) not in self._doubtful:
                return True
            self._edges[first] = words.edges(self._text[first:last])
        return start - first in self._edges[first] and end - first in self._edges[first]


def _kind(quantity: quantities.Quantity) -> str:
    """Kind of a quantity's token; a small bare number may count people ("bring three")."""
    if quantity.kind == "number" and quantity.high >= 2:
        return "few" if quantity.high <= 20 else "amount" if quantity.high <= 1_000_000 else "number"
    return quantity.kind


def _size(quantity: quantities.Quantity) -> str:
    """How large a quantity is, as a form: few things by their number, others by how many digits they have."""
    if quantity.kind == "time" or quantity.high < 1:
        return ""
    size = int(quantity.high)
    return f"{quantity.kind} {size}" if size <= 12 else f"{quantity.kind} {'0' * len(str(size))}"


def _merge(text: str, lexical: list[Token], numbers: list[quantities.Quantity]) -> list[Token]:
    """A quantity and a term over the same place: the longer one stays, the quantity on a tie."""
    tokens: list[Token] = []
    numeric = [Token(q.start, q.end, _kind(q), _size(q)) for q in numbers]
    numeric += [Token(m.start(), m.end(), "second", "") for m in _TWICE.finditer(text)]
    # A brings B, B brings C: whom somebody brought brings in turn.
    for match in capturing("chain").finditer(text):
        start = match.start(f"next{match.lastgroup[3:]}") if match.lastgroup else match.start()
        numeric.append(Token(start, match.end(), "second", ""))
    for token in sorted(lexical + numeric, key=lambda t: (t.start, -t.end, t.form)):
        if tokens and token.start < tokens[-1].end:
            if token.end - token.start <= tokens[-1].end - tokens[-1].start:
                continue
            tokens.pop()
        tokens.append(token)
    # A word that tells several things (直推奖: bringing in, and a reward for it) is as many tokens.
    if not any("+" in token.kind for token in tokens):
        return tokens
    return [token._replace(kind=kind) for token in tokens for kind in token.kind.split("+")]


def _closed(tokens: list[Token]) -> list[Token]:
    """Recruits' recruits before words that end the chain ("whom she brings is her business") are ruled out by them."""
    ends = [place for place, token in enumerate(tokens) if token.kind == "flat" and token.mark != scope.NEGATED]
    if not ends:
        return tokens
    return [
        token._replace(mark=scope.NEGATED)
        if token.kind in scope.FURTHER and any(0 < place - own <= _CLOSED_TOKENS for place in ends) else token
        for own, token in enumerate(tokens)
    ]


def _framed(tokens: list[Token], told_elsewhere: list[tuple[int, int]]) -> list[Token]:
    """What is told of another time, or of others, is not so of the business now."""
    if not told_elsewhere:
        return tokens
    return [
        token._replace(mark=scope.NEGATED)
        if not token.mark and token.kind not in scope.OPENERS and any(start <= token.start < end for start, end in told_elsewhere) else token
        for token in tokens
    ]


def _all_marked(tokens: list[Token], mark: str) -> list[Token]:
    return [Token(token.start, token.end, token.kind, token.form, mark) for token in tokens]


def _mark(text: str, start: int, end: int, tokens: list[Token], asked: str) -> list[Token]:
    """Give each token of one sentence its mark."""
    if asked == "question":
        return _all_marked(tokens, scope.ASKED)
    if scope.negated_whole(text[start:end]):
        return _all_marked(tokens, scope.NEGATED)
    if not any(token.kind in scope.OPENERS for token in tokens):
        return tokens
    marked: list[Token] = []
    lost = scope.lost_ability(text[start:end])
    ends = scope.clause_ends(text, start, end)
    mark, reach, left, clause = "", 0, 0, 0
    for token in tokens:
        while ends[clause] < token.start:
            clause += 1
        if lost and token.form in scope.INABILITY:
            marked.append(token)
        elif token.kind in scope.OPENERS:
            mark = scope.OPENERS[token.kind]
            reach, left = ends[clause], _MAX_NEGATED_TOKENS
            marked.append(token)
        elif mark and token.start < reach and left:
            left -= 1
            marked.append(Token(token.start, token.end, token.kind, token.form, mark))
        else:
            mark = ""
            marked.append(token)
    return marked


def read(normalized: NormalizedText) -> list[Sentence]:
    """The skeleton of a text, sentence by sentence.

    Parameters
    ----------
    normalized : NormalizedText

    Returns
    -------
    list of Sentence

    Examples
    --------
    >>> [t.kind for t in read(NormalizedText("推荐一人,平台返你300元"))[0].tokens]
    ['bring', 'heads', 'we', 'give', 'you', 'sum']
    """
    text = normalized.text
    spans = segment.sentences(text)
    if not spans:
        return []
    numbers = quantities.read(text)
    tokens = _merge(text, _lexical_tokens(text), numbers)
    sentences: list[Sentence] = []
    told_elsewhere = frames.elsewhere(text)
    position = number_position = 0
    asked_before = forbidden = False
    for start, end in spans:
        own: list[Token] = []
        while position < len(tokens) and tokens[position].start < end:
            if tokens[position].start >= start:
                own.append(tokens[position])
            position += 1
        sums: list[quantities.Quantity] = []
        while number_position < len(numbers) and numbers[number_position].start < end:
            sums.append(numbers[number_position])
            number_position += 1
        sentence = text[start:end]
        asks = scope.is_question(sentence)
        own = _closed(_mark(text, start, end, own, "question" if asks else ""))
        own = _framed(own, told_elsewhere)
        forbidden = forbidden and scope.is_list_item(sentence)
        if forbidden:
            own = _all_marked(own, scope.NEGATED)
        forbidden = forbidden or scope.heads_forbidding_list(sentence)
        if asked_before and not asks and sentences:
            verdict = scope.answer(sentence)
            question = sentences[-1]
            if verdict == "no":
                sentences[-1] = question._replace(tokens=_all_marked(question.tokens, scope.NEGATED))
            elif verdict == "yes":
                # What is asked and what is answered tell one fact: who is paid, and how much.
                start = question.start
                own = [*_all_marked(question.tokens, ""), *own]
                sums = [*question.quantities, *sums]
                sentences.pop()
        sentences.append(Sentence(start, end, own, sums))
        asked_before = asks
    return sentences

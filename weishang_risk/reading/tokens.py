"""Sentences as typed skeletons: who does what for which sum, with products, brands and trades dropped out.

``带一个人来买,公司返你三百`` reads ``bring heads buy we give you sum``, whatever is sold.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from ..language import lexicon
from ..language.patterns import capturing, may_match
from . import frames, quantities, scope, segment, words
from .normalize import NormalizedText

_MAX_NEGATED_TOKENS = 10
#: How many tokens back words that end a chain reach.
_CLOSED_TOKENS = 8
#: Letters that may follow a term with an open end.
_LONGEST_ENDING = 6
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
# The same noun twice: a friend's friend, 邻居的邻居. Whoever it is, it is the second level.
_TWICE = re.compile(
    r"([\u4e00-\u9fff]{2,3}|他|她)的\1|\b([a-z]{3,14})(?:'s|s'|s) \2"
    r"|\b(recruit|friend|member|referral|agent|affiliate|partner|invitee)s? of (?:an?|my|your|his|her|their|those) \3"
)

#: What every such place has in it: the words on both sides of 的 alike, a possessive before three letters, the noun after of before it.
_HAN_TWICE = re.compile(r"的(?:(?<=([\u4e00-\u9fff]{2})的)\1|(?<=([\u4e00-\u9fff]{3})的)\2|(?<=([他她])的)\3)")
_POSSESSIVE = re.compile(r" (?<=['s] )(?=[a-z]{3})")
_OF_A = re.compile(r" of (?:an?|my|your|his|her|their|those) (?=[a-z]{5})")
#: Makes a token without a call of its own: a text has some dozens.
_new = tuple.__new__


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


#: What stands in a text, before it is a token: start, end downwards, form and kind; so sorted, the longest that begins at a place comes first.
_Found = tuple[int, int, str, str]


def _terms(text: str) -> list[_Found]:
    """Longest match first, left to right; bounded terms only where a word really begins and ends."""
    # Start, end and length downwards: of two that end alike, the one that says more of the word comes first.
    hits: list[tuple[int, int, int, lexicon.Term]] = []
    size = len(text)
    bounded: list[tuple[int, int]] = []
    for end, (length, english, term) in lexicon.finder().found(text):
        start = end - length
        if english:
            if start and (char := text[start - 1]) < "\u2e80" and char.isalpha():
                continue
            if end < size and (char := text[end]) < "\u2e80" and char.isalpha():
                if not term.open_ended:
                    continue
                first = end
                while end < size and text[end].isalpha() and text[end] < "\u2e80":
                    end += 1
                if end - first > _LONGEST_ENDING:
                    continue
        elif term.bounded:
            bounded.append((start, end))
        hits.append((start, -end, -length, term))
    hits.sort()
    found: list[_Found] = []
    taken = 0
    bounds = _Bounds(text, bounded)
    for start, minus_end, _, term in hits:
        if start >= taken and not (term.bounded and not bounds.hold(start, -minus_end)):
            taken = -minus_end
            found.append((start, minus_end, term.form, term.kind))
    return found


class _Bounds:
    """Whether words begin and end where bounded terms do; runs of Han characters are cut only where asked for."""

    def __init__(self, text: str, spans: list[tuple[int, int]]) -> None:
        #: First position and place of the run of each term within one, unless it is the whole of it.
        self._runs: dict[tuple[int, int], tuple[int, int]] = {}
        self._edges: dict[int, set[int]] = {}
        asked: dict[int, str] = {}
        runs = [match.span() for match in _HAN_RUN.finditer(text)] if spans else []
        for span in spans:
            start, end = span
            # The last run that begins at or before the start.
            at = bisect_right(runs, (start, len(text))) - 1
            if at >= 0 and runs[at] != span and end <= runs[at][1]:
                first, last = runs[at]
                self._runs[span] = first, at
                asked.setdefault(at, text[first:last])
        if asked:
            places = dict(zip(asked, range(len(asked)), strict=True))
            self._runs = {span: (first, places[at]) for span, (first, at) in self._runs.items()}
            self._lattice = words.Lattice(list(asked.values()))

    def hold(self, start: int, end: int) -> bool:
        """Whether a word begins at ``start`` and one ends at ``end``."""
        run = self._runs.get((start, end))
        if run is None:
            return True
        first, place = run
        edges = self._edges.get(place)
        if edges is None:
            lattice = self._lattice
            if not lattice.crossed(place, start - first) and not lattice.crossed(place, end - first):
                return True
            edges = self._edges[place] = lattice.edges(place)
        return start - first in edges and end - first in edges


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


def _twice(text: str) -> list[_Found]:
    if not (
        _HAN_TWICE.search(text)
        or any(text[m.end() : m.end() + 3] in text[max(0, m.start() - 16) : m.end() - 1] for m in _POSSESSIVE.finditer(text))
        or (" of " in text and any(text[m.end() : m.end() + 5] in text[max(0, m.start() - 10) : m.start()] for m in _OF_A.finditer(text)))
    ):
        return []
    return [(m.start(), -m.end(), "", "second") for m in _TWICE.finditer(text)]


def _chains(text: str) -> list[_Found]:
    """A brings B, B brings C: whom somebody brought brings in turn."""
    if not may_match(("chain",), text):
        return []
    return [
        (m.start(f"next{m.lastgroup[3:]}") if m.lastgroup else m.start(), -m.end(), "", "second") for m in capturing("chain").finditer(text)
    ]


def _tokens(text: str, numbers: list[quantities.Quantity]) -> list[Token]:
    """A quantity and a term over the same place: the longer one stays, the quantity on a tie."""
    found = _terms(text)
    found += [(q.start, -q.end, _size(q), _kind(q)) for q in numbers]
    found += _twice(text)
    found += _chains(text)
    found.sort()
    kept: list[_Found] = []
    first = taken = 0
    for each in found:
        start, end = each[0], -each[1]
        if start < taken:
            if end - start <= taken - first:
                continue
            kept.pop()
        kept.append(each)
        first, taken = start, end
    tokens: list[Token] = []
    for start, minus_end, form, kind in kept:
        # A word that tells several things (直推奖: bringing in, and a reward for it) is as many tokens.
        for one in kind.split("+") if "+" in kind else (kind,):
            tokens.append(_new(Token, (start, -minus_end, one, form, "")))
    return tokens


def _remarked(token: Token, mark: str) -> Token:
    return _new(Token, (*token[:4], mark))


def _closed(tokens: list[Token]) -> list[Token]:
    """Recruits' recruits before words that end the chain ("whom she brings is her business") are ruled out by them."""
    ends = [place for place, token in enumerate(tokens) if token.kind == "flat" and token.mark != scope.NEGATED]
    return [
        _remarked(token, scope.NEGATED)
        if token.kind in scope.FURTHER and any(0 < place - own <= _CLOSED_TOKENS for place in ends) else token
        for own, token in enumerate(tokens)
    ]


def _framed(tokens: list[Token], told_elsewhere: list[tuple[int, int]]) -> list[Token]:
    """What is told of another time, or of others, is not so of the business now."""
    return [
        _remarked(token, scope.NEGATED)
        if not token.mark and token.kind not in scope.OPENERS and any(start <= token.start < end for start, end in told_elsewhere) else token
        for token in tokens
    ]


def _all_marked(tokens: list[Token], mark: str) -> list[Token]:
    return [_remarked(token, mark) for token in tokens]


def _scoped(text: str, start: int, end: int, tokens: list[Token]) -> list[Token]:
    """Give each token of one sentence the mark of the scope that it stands in."""
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
            marked.append(_remarked(token, mark))
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
    tokens = _tokens(text, numbers)
    sentences: list[Sentence] = []
    told_elsewhere = frames.elsewhere(text)
    banning = scope.may_ban(text)
    starts, number_starts = [token[0] for token in tokens], [number[0] for number in numbers]
    position = number_position = 0
    asked_before = forbidden = False
    for start, end in spans:
        first, position = bisect_left(starts, start, position), bisect_left(starts, end, position)
        own = tokens[first:position]
        first_number, number_position = number_position, bisect_left(number_starts, end, number_position)
        sums = numbers[first_number:number_position]
        sentence = text[start:end]
        asks = scope.is_question(sentence)
        kinds = {token.kind for token in own}
        if asks:
            own = _all_marked(own, scope.ASKED)
        elif banning and scope.negated_whole(sentence):
            own = _all_marked(own, scope.NEGATED)
        elif not kinds.isdisjoint(scope.OPENERS):
            own = _scoped(text, start, end, own)
        if "flat" in kinds:
            own = _closed(own)
        if told_elsewhere:
            own = _framed(own, told_elsewhere)
        forbidden = forbidden and scope.is_list_item(sentence)
        if forbidden:
            own = _all_marked(own, scope.NEGATED)
        forbidden = forbidden or (banning and scope.heads_forbidding_list(sentence))
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

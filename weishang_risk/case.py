"""A case of many texts, a chat above all, read as one scheme.

A plan is told over many messages, each of them useless alone: "how much?" "2980" "and if my sister joins?" "you get 500, and
200 from hers". So messages are cleaned (:mod:`weishang_risk.io.chats`) and joined into one text, an open question with its
answer as one statement, and that text is read twice: all of it, and those messages alone that tell something of a business,
so that chit-chat drowns nothing. The terms of the score are the mean of the two readings; the plan and the evidence are those
of the second. What somebody merely calls the thing is not read for the score: that scores the business, not the voice.
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from .io import chats
from .io.encodings import InputError
from .language.tables import LANGUAGES, table
from .model.risk import RiskModel, ready
from .reading import segment
from .reading.document import MAX_CHARACTERS, Document, check_text, check_texts
from .reading.layout import weight
from .reading.tokens import Sentence
from .report import contradictions, legal, report
from .report.passages import ARTICLE, LONG

if TYPE_CHECKING:
    from .report.report import RiskReport

#: Between messages that are read apart. An empty line: what is joined in one text's layout is not joined over it.
_APART = "\n\n"
#: Logit of a message's strongest concept from which it tells something; of idle messages nine in ten have less.
TELLS = -3.5
#: How far apart messages of one plan may stand: beyond this weight only the stretch in which most is told is read.
_REACH = 3 * ARTICLE
#: A message heavier than this is read sentence by sentence; a heavier one is more than an opinion, and no question.
_LONG_MESSAGE, _OPINION, _QUESTION = 90.0, 40.0, 40.0
#: Kinds of words that call a thing what somebody thinks it is.
_CALLS = frozenset(("name", "scam"))
#: Kinds of words by which what others do is told as a case, a warning or a loss.
_OF_OTHERS = frozenset(("court", "warn", "story", "report"))
#: Kinds of words by which an answer denies: then the question is no part of what is stated.
_DENIES = frozenset(("not", "flat", "free", "denial"))
_ASKING_END = re.compile(r"(?:[吗嗎呢呀啊么]?\s*[?？]+|[呢吗嗎])\s*$")


class CaseError(ValueError):
    """A text of a case that cannot be read.

    Attributes
    ----------
    index : int
        Its place, from 0.
    reason : str
    """

    def __init__(self, index: int, reason: str) -> None:
        super().__init__(f"text {index} {reason}")
        self.index, self.reason = index, reason


class _Said(NamedTuple):
    """A message with its place: which text, who, its span in the joined text, and its sentences where it is short and read."""

    source: int
    line: int
    speaker: str | None
    start: int
    end: int
    text: str
    answers: str | None
    sentences: Sequence[Sentence]


class _Piece(NamedTuple):
    """A part of the joined text that is read."""

    message: int
    start: int
    end: int


class _Unit(NamedTuple):
    """Pieces that are read as one statement: a message, a part of a long one, or an open question and its answer."""

    pieces: tuple[_Piece, ...]
    text: str


class _Read(NamedTuple):
    """A text made of units, and where each run of it stands in the joined one: ``(start here, start there, length, message)``."""

    text: str
    runs: list[tuple[int, int, int, int]]


def score_case(
    texts: Iterable[str], model: RiskModel | None = None, prior: float | None = None, jurisdictions: Iterable[str] | None = None
) -> RiskReport:
    """Score texts that belong to one scheme: a chat, a folder of posts, an article with its comments.

    Parameters
    ----------
    texts : iterable of str
        Any of them may be a whole export of WeChat, WhatsApp, Telegram (JSON, page or copied text), LINE or QQ, or lines of
        ``name: text``.
    model, prior, jurisdictions
        As in :func:`weishang_risk.score`.

    Returns
    -------
    RiskReport
        ``text`` is the messages, one under the other; ``messages`` says where each stands in it, who said it (``"A"``, never
        a name) and what part it plays; ``contradictions`` where one message denies what another says. A case of one message
        that is no export is scored as :func:`weishang_risk.score` scores it.

    Raises
    ------
    TypeError
        For anything but strings, or one string instead of a list.
    CaseError
        For an export that is damaged, naming the text's place; it is a ValueError.
    ValueError
        For a prior or a jurisdiction that is none.

    Examples
    --------
    >>> report = score_case(["how much?", "2980 to join", "and if my sister joins?", "you get 500, and 200 from whoever she brings in"])
    >>> report.level, report.features["buy_in_amount"], [message["part"] for message in report.messages]
    ('high', 2980.0, ['told', 'told', 'told', 'told'])
    """
    check_texts(texts)
    law = legal.codes(jurisdictions)
    chosen = ready(model)
    shift = 0.0 if prior is None else chosen.prior_shift(prior)
    said = list(_messages(texts))
    joined = "\n".join(each.text for each in said)
    if len(said) < 2:
        return _with_messages(report.build(chosen, joined, prior, law), said, ["told"] * len(said), None)
    units, parts = _units(said)
    # What answers an open question tells something, however little it says by itself.
    strengths = [max(s, TELLS) if len(unit.pieces) > 1 else s for unit, s in zip(units, _strengths(chosen, units), strict=True)]
    stretch, near = _densest(units, strengths, ARTICLE), _densest(units, strengths, _REACH)
    told = [place for place in near if strengths[place] >= TELLS]
    for unit in (units[place] for place in told):
        for piece in unit.pieces:
            parts[piece.message] = "told"
    whole = _read(joined, [units[place] for place in stretch])
    telling = _read(joined, _heaviest([units[place] for place in told], [strengths[place] for place in told], LONG)) if told else whole
    everything, document = Document(whole.text), Document(telling.text)
    if why := report.cannot_judge(everything):
        return _with_messages(report.unjudged(chosen, joined, everything, [why], shift, prior, law), said, parts, None)
    if report.cannot_judge(document):
        telling, document = whole, everything
    reading = chosen.reading(document)
    if telling is not whole and telling.text != whole.text:
        other = chosen.reading(everything)
        reading = dataclasses.replace(reading, vector=[(a + b) / 2 for a, b in zip(reading.vector, other.vector, strict=True)])
    notes = [report.note("case")]
    if len(joined) > MAX_CHARACTERS:
        notes.append(report.note("cut"))
    made = report.of_reading(chosen, joined, document, reading, 0, notes, shift, prior, law)
    return _with_messages(made, said, parts, telling)


def _messages(texts: Iterable[str]) -> Iterator[_Said]:
    letters: dict[str, str] = {}
    position = 0
    for source, found in enumerate(_read_each([check_text(text, f"text {source}") for source, text in enumerate(texts)])):
        for message in found:
            if not message.text.strip():
                continue
            speaker = None if message.speaker is None else letters.setdefault(message.speaker, _letter(len(letters)))
            end = position + len(message.text)
            short = end <= MAX_CHARACTERS and weight(message.text) <= _LONG_MESSAGE
            sentences = Document(message.text).sentences if short else ()
            yield _Said(source, message.line, speaker, position, end, message.text, message.answers, sentences)
            position = end + 1


def _read_each(texts: Sequence[str]) -> Iterator[list[chats.Message]]:
    """The messages of each text."""
    if len(texts) > 1 and all("\n" not in text.strip() for text in texts) and chats.style_of(whole := "\n".join(text.strip() for text in texts)):
        # A message each, with whoever said it: together they are a chat.
        by_line = {message.line: message for message in chats.read(whole)}
        yield from ([by_line[line]._replace(line=1)] if line in by_line else [] for line in range(1, len(texts) + 1))
        return
    for source, text in enumerate(texts):
        try:
            yield chats.read(text)
        except InputError as error:
            raise CaseError(source, str(error)) from None


def _letter(number: int) -> str:
    """``A`` to ``Z``, then ``AA``.

    Examples
    --------
    >>> _letter(0), _letter(27)
    ('A', 'AB')
    """
    return (_letter(number // 26 - 1) if number >= 26 else "") + chr(ord("A") + number % 26)


@lru_cache(maxsize=1)
def _asking() -> re.Pattern[str]:
    places = {"anywhere": "{}", "starts": "^{}", "ends": r"{}\W*$"}
    rows = table("common/questions.tsv", ("lang", "place", "literal"), lang=LANGUAGES, place=tuple(places))
    return re.compile("|".join(places[place].format(_word(lang, word)) for lang, place, word in rows))


@lru_cache(maxsize=1)
def _of_others() -> dict[str, re.Pattern[str]]:
    roles = ("who", "fate")
    rows = table("common/elsewhere.tsv", ("lang", "role", "literal"), lang=LANGUAGES, role=roles)
    return {wanted: re.compile("|".join(_word(lang, literal) for lang, role, literal in rows if role == wanted)) for wanted in roles}


def _word(lang: str, literal: str) -> str:
    """A pattern of a word: English ones stand by themselves."""
    return rf"\b{re.escape(literal)}\b" if lang == "en" else re.escape(literal)


def asks_openly(text: str) -> bool:
    """Whether a message asks for something that only its answer states.

    Examples
    --------
    >>> [asks_openly(text) for text in ("how much?", "那我妹妹来呢", "Is there a fee?", "2980")]
    [True, True, False, False]
    """
    return weight(text) <= _QUESTION and bool(_asking().search(text.strip().lower()))


def _joins(question: _Said, answer: _Said) -> bool:
    """Whether a question and what was said next state one thing together: a number, and no denial."""
    if not asks_openly(question.text) or _holds(answer.sentences, _DENIES):
        return False
    return any(q.kind in ("sum", "share", "number") for sentence in answer.sentences for q in sentence.quantities)


def _holds(sentences: Sequence[Sentence], kinds: frozenset[str]) -> bool:
    """Whether a word of some kinds is said."""
    return any(token.kind in kinds for sentence in sentences for token in sentence.tokens)


def is_opinion(text: str, sentences: Sequence[Sentence] | None = None) -> bool:
    """Whether a message says what the thing is called, and no sum: somebody's opinion; ``sentences`` are its own, where read.

    Examples
    --------
    >>> is_opinion("this is a pyramid scheme"), is_opinion("先交2980元,这就是传销"), is_opinion("how much?")
    (True, False, False)
    """
    if weight(text) > _OPINION:
        return False
    sentences = Document(text).sentences if sentences is None else sentences
    return not _states(sentences) and _holds(sentences, _CALLS)


def is_elsewhere(text: str, sentences: Sequence[Sentence] | None = None) -> bool:
    """Whether a message tells of somebody else's affair: a case in the news, a scheme that was caught; as :func:`is_opinion`.

    Examples
    --------
    >>> is_elsewhere("前阵子有人来村里 让交三千入会 拉人给钱 被派出所抓了"), is_elsewhere("有人一个月赚了三万")
    (True, False)
    """
    words, lowered = _of_others(), text.lower()
    if weight(text) > _LONG_MESSAGE or not words["who"].search(lowered):
        return False
    return bool(words["fate"].search(lowered)) or _holds(Document(text).sentences if sentences is None else sentences, _CALLS | _OF_OTHERS)


def _states(sentences: Sequence[Sentence]) -> bool:
    """Whether a sum or a share is told."""
    return any(q.kind in ("sum", "share") for sentence in sentences for q in sentence.quantities)


def _sceptics(said: Sequence[_Said]) -> set[str]:
    """Those who call the thing a name again and again and never tell a sum: who argues with a scheme does not tell its plan."""
    times = Counter(each.speaker for each in said if each.speaker and is_opinion(each.text, each.sentences))
    calling = {speaker for speaker, count in times.items() if count > 1}
    return calling - {each.speaker for each in said if each.speaker and each.speaker in calling and _states(each.sentences)}


def _units(said: Sequence[_Said]) -> tuple[list[_Unit], list[str]]:
    """What is read, in order, and the part each message plays so far: ``aside``, ``opinion``, ``elsewhere`` or ``repeated``."""
    parts = ["aside"] * len(said)
    kept: list[int] = []
    sceptics = _sceptics(said)
    for place, message in enumerate(said):
        if message.end > MAX_CHARACTERS:
            parts[place] = "unread"
        elif is_opinion(message.text, message.sentences) or (message.speaker in sceptics and not asks_openly(message.text)):
            parts[place] = "opinion"
        elif is_elsewhere(message.text, message.sentences):
            parts[place] = "elsewhere"
        else:
            kept.append(place)
    if not kept:
        kept = [place for place, part in enumerate(parts) if part in ("opinion", "elsewhere")]
    units: list[_Unit] = []
    position = 0
    while position < len(kept):
        place = kept[position]
        position += 1
        message = said[place]
        following = kept[position] if position < len(kept) else None
        if following is not None and _answered(message, said[following]) and _joins(message, said[following]):
            units.append(_exchange(said, place, following))
            position += 1
        elif message.answers and (asked := _asked(said, place)) is not None and _joins(said[asked], message):
            units.append(_exchange(said, asked, place))
        else:
            units += _pieces(message, place)
    # What is said again, an answer with its question, counts once.
    once = {unit.text: unit for unit in reversed(units)}
    first = [unit for unit in units if once[unit.text] is unit]
    read = {piece.message for unit in first for piece in unit.pieces}
    for place in kept:
        if place not in read:
            parts[place] = "repeated"
    return first, parts


def _answered(question: _Said, answer: _Said) -> bool:
    """Whether one message may be the answer to another: the next one, and somebody else's where that is told."""
    return answer.source - question.source in (0, 1) and (question.speaker is None or question.speaker != answer.speaker)


def _asked(said: Sequence[_Said], place: int) -> int | None:
    """The earlier message that one quotes."""
    quoted = said[place].answers or ""
    return next((i for i in range(place - 1, -1, -1) if said[i].source == said[place].source and quoted in said[i].text), None)


def _exchange(said: Sequence[_Said], question: int, answer: int) -> _Unit:
    asked, told = said[question], said[answer]
    bare = _ASKING_END.sub("", asked.text) or asked.text
    pieces = (_Piece(question, asked.start, asked.start + len(bare)), _Piece(answer, told.start, told.end))
    return _Unit(pieces, f"{bare}{', ' if bare.isascii() else ','}{told.text}")


def _pieces(message: _Said, place: int) -> list[_Unit]:
    if weight(message.text) <= _LONG_MESSAGE:
        return [_Unit((_Piece(place, message.start, message.end),), message.text)]
    spans = segment.sentences(message.text)
    return [_Unit((_Piece(place, message.start + start, message.start + end),), message.text[start:end]) for start, end in spans]


def _strengths(model: RiskModel, units: Sequence[_Unit]) -> list[float]:
    """For each unit, the logit of the concept that its strongest sentence tells most."""
    starts, position = [], 0
    for unit in units:
        starts.append(position)
        position += len(unit.text) + len(_APART)
    document = Document(_APART.join(unit.text for unit in units))
    logits = model.reader.read(document).logits
    found = [float("-inf")] * len(units)
    for sentence, row in zip(document.sentences, logits.max(axis=1, initial=float("-inf")).tolist(), strict=True):
        start, _ = document.normalized.to_original(sentence.start, sentence.end)
        place = bisect_right(starts, start) - 1
        found[place] = max(found[place], row)
    return found


def _heaviest(units: Sequence[_Unit], strengths: Sequence[float], most: float) -> list[_Unit]:
    """The units that tell most, as many as are of a weight, in their order."""
    chosen: set[int] = set()
    left = most
    for place in sorted(range(len(units)), key=lambda i: (-strengths[i], i)):
        heavy = weight(units[place].text)
        if heavy <= left or not chosen:
            chosen.add(place)
            left -= heavy
    return [units[place] for place in sorted(chosen)]


def _densest(units: Sequence[_Unit], strengths: Sequence[float], most: float) -> range:
    """Places of the stretch of units of a weight in which most is told; all of them where they are no heavier."""
    weights = [weight(unit.text) for unit in units]
    best, span = -1.0, range(0)
    start, heavy, told = 0, 0.0, 0.0
    for end, (own, strength) in enumerate(zip(weights, strengths, strict=True), 1):
        heavy += own
        told += max(0.0, strength - TELLS)
        while heavy > most and start < end - 1:
            heavy -= weights[start]
            told -= max(0.0, strengths[start] - TELLS)
            start += 1
        if told > best:
            best, span = told, range(start, end)
    return span


def _read(joined: str, units: Sequence[_Unit]) -> _Read:
    """Units as a text to be read; sentences of one message that follow one another stand as they stood."""
    text = ""
    runs: list[tuple[int, int, int, int]] = []
    last: _Piece | None = None
    for unit in units:
        first = unit.pieces[0]
        between = _APART if text else ""
        if last is not None and last.message == first.message and not joined[last.end : first.start].strip():
            between = joined[last.end : first.start]
        text += between
        position = len(text)
        for piece in unit.pieces:
            length = piece.end - piece.start
            at = position if piece is first else position + len(unit.text) - length
            runs.append((at, piece.start, length, piece.message))
        text += unit.text
        last = unit.pieces[-1]
    return _Read(text, runs)


def _moved(read: _Read, start: int, end: int) -> tuple[int, int]:
    """A span of what was read, in the joined text; of one over messages that do not follow one another, the last part."""
    runs = read.runs
    first = max(0, bisect_right(runs, start, key=lambda run: run[0]) - 1)
    last = max(first, bisect_right(runs, end - 1, key=lambda run: run[0]) - 1)
    if start >= runs[first][0] + runs[first][2]:
        # It begins in what stands between two runs.
        first = min(first + 1, last)
        start = runs[first][0]
    if runs[last][3] - runs[first][3] not in (0, 1) or runs[last][1] < runs[first][1]:
        first, start = last, runs[last][0]
    ends = min(end, runs[last][0] + runs[last][2])
    return runs[first][1] + max(0, start - runs[first][0]), runs[last][1] + ends - runs[last][0]


def _with_messages(made: RiskReport, said: Sequence[_Said], parts: Sequence[str], read: _Read | None) -> RiskReport:
    """A report with its messages, and its evidence where it stands among them."""
    starts = [each.start for each in said]
    evidence: list[dict[str, Any]] = []
    for item in made.evidence:
        start, end = (item["start"], item["end"]) if read is None else _moved(read, item["start"], item["end"])
        first, last = (max(0, bisect_right(starts, place) - 1) for place in (start, end - 1))
        evidence.append(item | {"start": start, "end": end, "text": made.text[start:end], "messages": list(range(first, last + 1))})
    messages = [
        {"source": each.source, "line": each.line, "speaker": each.speaker, "start": each.start, "end": each.end, "text": each.text, "part": part}
        for each, part in zip(said, parts, strict=True)
    ]
    return dataclasses.replace(made, evidence=evidence, messages=messages, contradictions=contradictions.among(evidence))

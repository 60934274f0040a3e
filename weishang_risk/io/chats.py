"""Messages out of what chat programs export or copy: who said what, times and system lines set aside.

WeChat, QQ, WhatsApp, LINE and Telegram, and plain ``name: text``; each way of writing a message is one row of :data:`STYLES`
or of :data:`KEYS`, and what the programs write by themselves is ``language/common/chats.tsv``.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any, ClassVar, NamedTuple

from ..language.tables import table
from .encodings import InputError

_DATE = r"(?:\d{1,4}[./年-]\s?\d{1,2}[./月-]\s?\d{1,4}日?|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4})"
_CLOCK = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?![:：]?\d)"
_TIME = rf"(?:(?:[上下]午|凌晨|早上|中午|晚上)\s?)?{_CLOCK}(?:[\s\u202f]?[AaPp]\.?[Mm]\.?)?"
_STAMP = rf"{_DATE}(?:,|，| at|T)?\s*(?:\(?(?:周|星期|週).\)?\s*)?{_TIME}"
_NAME = r"(?P<name>(?!\d+[:：])[^\s:：\[\]<>|][^:：\t\[\]<>|]{0,39}?)"
_SAID = r"(?P<text>.*)"

#: Marks of direction that programs put around names and lines.
_INVISIBLE = "\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


class Style(NamedTuple):
    """One way of writing the first line of a message.

    Attributes
    ----------
    name : str
    head : pattern
        With groups ``name`` (missing: a system line) and ``text`` (missing: it follows on the next lines).
    least : int
        How many such lines there must be.
    """

    name: str
    head: re.Pattern[str]
    least: int = 2


#: How a message begins, line by line; of styles that as many lines are in, the first.
STYLES = (
    Style("whatsapp-android", re.compile(rf"{_STAMP} [-–] (?:(?P<name>[^:：]{{1,60}})[:：] )?{_SAID}$")),
    Style("whatsapp-ios", re.compile(rf"\[{_STAMP}\] (?:(?P<name>[^:：]{{1,60}})[:：] ?)?{_SAID}$")),
    Style("line", re.compile(rf"{_TIME}\t(?:(?P<name>[^\t]{{1,60}})\t)?\"?{_SAID}$")),
    Style("telegram-copy", re.compile(r"(?P<name>[^\n,]{1,60}), \[[^\[\]]{6,40}\]:?\s*(?P<text>.*)$")),
    Style("stamped-line", re.compile(rf"[\[(（]?{_STAMP}[\])）]?\s*[-–—|]?\s*{_NAME}[:：]\s*{_SAID}$")),
    Style("timed-line", re.compile(rf"[\[(（]?{_TIME}[\])）]?\s*[-–—|]?\s*{_NAME}[:：]\s*{_SAID}$")),
    Style("wechat-copy", re.compile(rf"(?P<name>[^\s:：].{{0,40}}?)[:：]?\s+[\[(（]?(?:{_STAMP}|(?:\S{{2,9}}\s)?{_TIME})[\])）]?$")),
    Style("stamp-first", re.compile(rf"[\[(（]?{_STAMP}[\])）]?\s+(?P<name>[^:：]{{1,40}}?)(?:\(\d+\)|<[^<>]+>)?$")),
    Style("named-stamp-line", re.compile(rf"{_NAME}\s?[\[(（]?(?:{_STAMP}|\b{_TIME})[\])）]?[:：]\s*{_SAID}$")),
    Style("line-spaced", re.compile(rf"{_TIME} (?P<name>\S{{1,30}}) {_SAID}$"), 3),
    Style("name", re.compile(rf"(?:[-*•>]\s+|\d{{1,3}}[.)、]\s*)?{_NAME}[:：](?!//|(?<=\d.)\d\d)\s*{_SAID}$"), 3),
    Style("name-above", re.compile(rf"{_NAME}[:：]\s*$"), 3),
)
#: Lines without a date may be any list: they must look like people who talk, and be this share of a text's lines.
_BARE = {"name": 0.6, "name-above": 0.25}
_TIMED = 0.2
_DATED = re.compile(_DATE)
#: Styles whose other marks tell enough.
_MARKED = ("line", "telegram-copy")
#: Keys under which JSON exports name whoever speaks, what is said, its number and what it answers.
KEYS = {
    "name": ("from", "sender", "sender_name", "author", "name", "nickname", "user", "speaker"), "text": ("text", "content", "message", "body", "msg"),
    "id": ("id", "message_id"), "answers": ("reply_to_message_id", "reply_to"),
    "time": ("timestamp_ms",),
}  # fmt: skip
#: How many of the names of such a text may be new.
_NEW = 0.7
_DAY = r"(?:(?:周|星期|週|礼拜)[一二三四五六日天]|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6})"
#: A line between messages: a date, with or without the day and the time, or nothing but dashes.
_DIVIDER = re.compile(rf"[\s—–―─=_*-]{{0,80}}(?:{_DATE}[\s,，.]*\(?(?:{_DAY})?\)?[\s,，]*(?:{_TIME})?|{_TIME}|[—–―─=_*-]{{3}}|(?:- ){{3}})[\s—–―─=_*-]{{0,80}}$")
_TIME_ALONE = re.compile(rf"{_STAMP}|{_TIME}")
_NAME_ALONE = re.compile(r"[^\s:：].{0,39}")
_LINE_HEADER = re.compile(r"\[LINE\]|(?:Saved on|保存日期|儲存日期|保存日期和时间)[:：]")
_QUOTED = re.compile(r"「(?:[^「」:：\n]{1,40}[:：])\s*(?P<quote>[^」]*)」\s*\n(?:[\s\-—–]{3,}\n)?")
_BRACKETED = re.compile(r"[\[<【(（]\s*([^\[\]<>【】()（）]{1,24}?)\s*[\]>】)）]")
_FILE = re.compile(r"\S{1,80}\.(?:jpe?g|png|gif|webp|mp4|mov|opus|ogg|m4a|amr|aac|vcf|pdf|docx?)\s*[(<（]\s*(?:file attached|文件附件|檔案已附加)\s*[)>）]|<attached: [^<>]*>|<附件[:：][^<>]*>", re.IGNORECASE)
_SHORT = 90


class Message(NamedTuple):
    """One message.

    Attributes
    ----------
    speaker : str or None
        As the export names whoever said it; None where it does not.
    text : str
        What was said, in the lines in which it was.
    answers : str or None
        What it answers, where it quotes it.
    line : int
        Where it begins, from 1; in JSON and HTML its place among the messages.
    """

    speaker: str | None
    text: str
    answers: str | None = None
    line: int = 1


def read(text: str) -> list[Message]:
    """The messages of a chat export; a text that is none is one message of nobody.

    Parameters
    ----------
    text : str
        A whole file, or what was copied out of a chat.

    Returns
    -------
    list of Message
        System lines, placeholders of pictures and empty messages are left out.

    Raises
    ------
    InputError
        For JSON that is damaged, or holds no messages.

    Examples
    --------
    >>> read("[2024/3/12 14:05] Ann: how much?\\n[2024/3/12 14:06] Bo: 2980")
    [Message(speaker='Ann', text='how much?', answers=None, line=1), Message(speaker='Bo', text='2980', answers=None, line=2)]
    >>> read("先交2980元")
    [Message(speaker=None, text='先交2980元', answers=None, line=1)]
    """
    bare = text.lstrip("\ufeff \t\r\n")
    if bare.startswith("{") or re.match(r"\[\s*\{", bare):
        found = list(_json(bare))
    elif _TELEGRAM_PAGE.search(bare):
        page = _Page()
        page.feed(bare)
        page.close()
        found = page.messages()
    else:
        lines = _filed(text)
        style = _style(lines)
        if style is None:
            return [Message(None, text)]
        found = list(_lines(lines, style))
    return _said(found)


def style_of(text: str) -> str | None:
    """Which of :data:`STYLES` the lines of a text are in; None where in none.

    Examples
    --------
    >>> style_of("Level 1: 10%\\nLevel 2: 7%\\nLevel 3: 5%"), style_of("Ann: hi\\nBo: hello\\nAnn: how much?")
    (None, 'name')
    """
    style = _style(_filed(text))
    return style.name if style else None


def _filed(text: str) -> list[str]:
    """The lines of a text; a name with its time on the line below is one line, and an empty one where the time was."""
    lines = [line.strip(_INVISIBLE) for line in text.splitlines()]
    places = [
        place for place, (above, below) in enumerate(pairwise(lines))
        if _TIME_ALONE.fullmatch(below.strip()) and _NAME_ALONE.fullmatch(above.strip())
    ]  # fmt: skip
    if len(places) > 1:
        for place in places:
            lines[place : place + 2] = [f"{lines[place].strip()} {lines[place + 1].strip()}", ""]
    return lines


def _style(lines: Sequence[str]) -> Style | None:
    filled = [line for line in lines if line.strip() and not _DIVIDER.match(line)]
    best: tuple[int, Style] | None = None
    for style in STYLES:
        if style.name == "line-spaced" and not any(_LINE_HEADER.search(line) for line in filled[:3]):
            continue
        heads = [match for line in filled if (match := style.head.match(line))]
        if len(heads) < style.least:
            continue
        told = style.name in _MARKED or (style.name not in _BARE and any(_DATED.search(head[0]) for head in heads))
        if not told and not _conversation(heads, _BARE.get(style.name, _TIMED) * len(filled)):
            continue
        if best is None or len(heads) > best[0]:
            best = len(heads), style
    return best[1] if best else None


def _conversation(heads: Sequence[re.Match[str]], least: float) -> bool:
    """Whether lines that begin with a name are people who talk, and not a list of keys and values."""
    names = Counter(match["name"].strip() for match in heads)
    return len(heads) >= least and max(names.values()) > 1 and len(names) <= _NEW * len(heads) and not all(name.isdigit() for name in names)


def _lines(lines: Sequence[str], style: Style) -> Iterator[Message]:
    speaker: str | None = None
    body: list[str] = []
    begun, system = 1, False

    def whole() -> Iterator[Message]:
        if not system and any(line.strip() for line in body):
            text = "\n".join(body).strip()
            yield Message(speaker, text.removesuffix('"') if style.name == "line" and len(body) > 1 else text, None, begun)

    for number, line in enumerate(lines, 1):
        head = style.head.match(line)
        if head:
            yield from whole()
            said = head.groupdict()
            speaker, body, begun = said["name"], [said["text"]] if said.get("text") else [], number
            system = speaker is None
            speaker = speaker.strip() if speaker else None
        elif not (_DIVIDER.match(line) and line.strip()) and not (speaker is None and _LINE_HEADER.search(line)):
            # What stands before the first message, an article say, is nobody's.
            body.append(line)
    yield from whole()


@lru_cache(maxsize=1)
def _tables() -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    """Words that stand for something in brackets, those that do so without, and what tells a system line."""
    kinds = ("media", "alone", "system")
    rows = table("common/chats.tsv", ("kind", "literal"), kind=kinds)
    own = {wanted: [literal for kind, literal in rows if kind == wanted] for wanted in kinds}
    return frozenset(own["media"] + own["alone"]), frozenset(own["alone"]), tuple(own["system"])


def _said(found: Sequence[Message]) -> list[Message]:
    """Messages in their own words: without placeholders, quotes of others, and the names of those who are spoken to."""
    media, alone, system = _tables()
    names = {message.speaker for message in found if message.speaker}
    called = re.compile("@(?:" + "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n))) + r")[\s\u2005]?") if names else None
    kept = []
    for message in found:
        text, answers = message.text, message.answers
        if quoted := _QUOTED.match(text):
            text, answers = text[quoted.end() :], quoted["quote"].strip()
        text = _FILE.sub("", text.strip(_INVISIBLE))
        text = _BRACKETED.sub(lambda match: "" if match[1].strip().lower() in media else match[0], text)
        if called:
            text = called.sub("", text)
        lowered = text.strip().lower()
        if len(lowered) <= _SHORT and any(each in lowered for each in system):
            continue
        if lowered and lowered not in alone:
            kept.append(message._replace(text=text.strip(), answers=answers or None))
    return kept


def _first(record: dict[str, Any], key: str) -> Any:
    return next((record[name] for name in KEYS[key] if record.get(name) is not None), None)


def _plain(said: Any) -> str:
    """Text of Telegram: a string, or a list of strings and of pieces with a form of their own."""
    if isinstance(said, str):
        return said
    if isinstance(said, list):
        return "".join(_plain(piece) for piece in said)
    return _plain(_first(said, "text") or "") if isinstance(said, dict) else ""


def _json(text: str) -> Iterator[Message]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f"at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else str(error)
        raise InputError(f"looks like JSON, and is damaged {where}; export the chat again, or copy its text") from None
    chats = [whole]
    if isinstance(whole, dict) and isinstance(whole.get("chats"), dict):
        # The whole account: every chat in turn.
        chats = whole["chats"].get("list", [])
    lists = [chat.get("messages") if isinstance(chat, dict) else chat for chat in chats]
    records = [record for each in lists if isinstance(each, list) for record in each if isinstance(record, dict)]
    if not any(_first(record, "text") is not None for record in records):
        raise InputError("is JSON without messages; an export of Telegram has them under 'messages'")
    if all(isinstance(_first(record, "time"), int | float) for record in records):
        # Some programs write the newest first.
        records.sort(key=lambda record: _first(record, "time"))
    said: dict[Any, str] = {}
    for place, record in enumerate(records, 1):
        words = _plain(_first(record, "text") or "")
        number = _first(record, "id")
        if isinstance(number, int | str):
            said[number] = words
        if record.get("type", "message") == "message" and words.strip():
            name, answers = _first(record, "name"), _first(record, "answers")
            name = _first(name, "name") if isinstance(name, dict) else name
            quoted = said.get(answers) if isinstance(answers, int | str) else None
            yield Message(str(name) if name is not None else None, words, quoted, place)


_TELEGRAM_PAGE = re.compile(r"<div class=\"message (?:default|service)")


class _Page(HTMLParser):
    """A page of Telegram's export; what it holds is read and never run."""

    _PARTS: ClassVar = {"from_name": "name", "text": "text"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[str] = []
        self._found: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note which part of a message begins."""
        if tag == "br":
            self.handle_data("\n")
        if tag != "div":
            return
        classes = (dict(attrs).get("class") or "").split()
        if classes[:1] == ["message"]:
            self._found.append({"kind": classes[1] if len(classes) > 1 else "", "name": "", "text": "", "joined": "joined" if "joined" in classes else ""})
        self._open.append("reply" if "reply_to" in classes else next((self._PARTS[name] for name in classes if name in self._PARTS), ""))

    def handle_endtag(self, tag: str) -> None:
        """Note that a part ends."""
        if tag == "div" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Text of a part."""
        if self._found and self._open and self._open[-1] in ("name", "text") and "reply" not in self._open:
            self._found[-1][self._open[-1]] += data

    def messages(self) -> list[Message]:
        """What was found; a message that goes on from the one before has its speaker."""
        found: list[Message] = []
        speaker: str | None = None
        for place, each in enumerate(self._found, 1):
            if each["kind"] != "default":
                continue
            if not each["joined"]:
                speaker = each["name"].strip() or None
            if each["text"].strip():
                found.append(Message(speaker, each["text"].strip(), None, place))
        return found

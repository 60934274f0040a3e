"""Text as it comes: hard-wrapped lines joined, lists and tables read with their headings, markup set aside.

Every change is an edit of the original, ``(start, end, replacement)``, so that what is read later can still be traced to
where it stood.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from ..language.patterns import pattern

Edit = tuple[int, int, str]

#: With leading zeros, with a long name, and, of Han characters, without the semicolon too, as browsers read them.
_ENTITY = re.compile(r"&(?:#\d{2,12};|#[xX][0-9a-fA-F]{2,10};|[A-Za-z]{2,31};|#\d{5}(?![\d;])|#[xX][0-9a-fA-F]{4}(?![0-9a-fA-F;]))")
_ESCAPE = re.compile(r"\\u[0-9a-fA-F]{4}|\\[nrt](?![A-Za-z])|(?<=[\u4e00-\u9fff])\\[nrt]|\\[\"'/]")
_TAGS = """p br div span b i u em strong font a img ul ol li table thead tbody tr td th h1 h2 h3 h4 h5 h6 hr section article header footer
view text image input button label small big center blockquote pre code script style html head body meta link form option select svg path
template scroll-view mark kbd sup sub wbr abbr cite tt var samp ins bdi bdo ruby rb"""
#: The markup of forums; what stands in the brackets of a checklist or of a link is none.
_FORUM = r"\[/?(?:b|i|u|s|url|img|quote|code|list|center|size|color|font|align|hide)(?:=[^\[\]\n]{0,100})?\]"
#: What a page does not show, and how a word is said above it.
_UNSEEN = (
    r"<r([tp])>[^<>\n]{0,40}</r\1>"
    r"|<(span|div|p|b|i|font)(?=\s[^<>]{1,300}>)[^<>]*?(?:display\s*:\s*none|visibility\s*:\s*hidden|\shidden)(?![\w-])[^<>]*>[^<>]{0,300}</\2>"
)
_TAG = re.compile(
    rf"{_UNSEEN}|</?(?:{'|'.join(_TAGS.split())})(?:\s[^<>]{{0,300}})?/?>|<!--.{{0,300}}?-->|(?<=[\u4e00-\u9fff])</?[a-z]{{1,12}}/?>(?=[\u4e00-\u9fff])|{_FORUM}",
    re.IGNORECASE | re.DOTALL,
)  # fmt: skip
#: Tags that begin a line of their own.
_BLOCK = re.compile(r"</?(?:p|br|div|li|ul|ol|tr|table|h[1-6]|hr|section|article|header|footer|blockquote|view|option)\b", re.IGNORECASE)
#: A price that is struck out holds no more.
_STRUCK = re.compile(r"~~[^~\n]{0,40}\d[^~\n]{0,40}~~|<(s|del|strike)>[^<>\n]{0,40}\d[^<>\n]{0,40}</\1>", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*\*|__|`{1,3}|~~")
_QUOTED = re.compile(r"[ \t]*(?:>[> \t]*)")
_COMMENT = re.compile(r"[ \t]*(?://+!?|/\*+|\*+/|\*(?=\s)|#{1,6}(?=\s)|--(?=\s)|;;+)[ \t]*")
_RULE = re.compile(r"[ \t|+:=_\-–—*~·.┌┬┐├┼┤└┴┘─│]*$")
_BULLET = re.compile(r"[ \t]*(?:[-*•·●▪◆■□○★☆◇►▶✅✔➤👉–—](?=\s|[^\x00-\x7f])\s*|\d{1,2}[.、)）:：](?!\d)\s*|[(（]\d{1,2}[)）]\s*|[①-⑳]\s*|[一二三四五六七八九十]{1,3}[、.．]\s*|[A-Za-z][.)）、]\s+)")
_KEY = re.compile(r"[ \t]*[^\s:：,，。.!?！？]{1,16}(?:\s[^\s:：]{1,16}){0,3}\s?[:：]")
_STOPPED = re.compile(r"[。！？!?；;…：:.．」』”\"'）)\]】>|]\s*$")
_WIDE = re.compile(r"[\u2e80-\uffff]+")
#: Lines that most of a paragraph's lines are as long as, or shorter than, make it a text cut to pieces.
_SHORTEST, _FEWEST = 4.0, 5
#: An English line at least this long that ends without a stop goes on in the next, where that begins with a small letter.
_WRAPPED = 30
#: Weight of a list item that is read in one sentence with its heading.
_ITEM = 30.0
_CELLS = 12
#: Weight of a name whose value stands in the next line.
_NAME = 8.0
_NAMED = re.compile(r"[^\W\d]")
#: A cell of a table: its span and what it says.
_Cell = tuple[int, int, str]
_PRICED = re.compile(r"\d{3}|[%$€£¥￥₹元块万]")
_SPACED_COMMA = re.compile(r",\s|[。.!?！？;；:：](?:\s|$)")
#: A bare value: 10%, $900, 50000元.
_VALUE = re.compile(r"[A-Za-z]{0,3}[$€£¥￥₹]?\s?\d+(?:\.\d+)?\s?(?:%|[万千kKwW]?[元块]?)$")
_VALUE_ENDS = frozenset("%万千kKwW元块")


class _Line(NamedTuple):
    start: int
    end: int
    text: str


def weight(text: str) -> float:
    """Length of a text in Chinese characters, three Latin ones counting as one.

    Examples
    --------
    >>> weight("传销abc")
    3.0
    """
    wide = sum(map(len, _WIDE.findall(text)))
    return wide + (len(text) - wide) / 3


def decoded(text: str) -> list[Edit]:
    """Entities and escapes spelled out, tags taken out.

    Examples
    --------
    >>> decoded("&#20808;&yen;9")
    [(0, 8, '先'), (8, 13, '¥')]
    """
    edits: list[Edit] = []
    if "&" in text:
        for match in _ENTITY.finditer(text):
            plain = html.unescape(match[0])
            if plain != match[0]:
                edits.append((*match.span(), " " if plain == "\xa0" else plain))
    if "\\" in text:
        for match in _ESCAPE.finditer(text):
            escape = match[0]
            plain = chr(int(escape[2:], 16)) if escape[1] == "u" else {"n": "\n", "r": "\n", "t": "\t"}.get(escape[1], escape[1])
            edits.append((*match.span(), "" if "\ud800" <= plain <= "\udfff" else plain))
    struck = [match.span() for match in _STRUCK.finditer(text)] if "~~" in text or "<" in text else []
    if "<" in text or "[" in text:
        edits += [(*match.span(), "\n" if _BLOCK.match(match[0]) else "") for match in _TAG.finditer(text)]
    if "**" in text or "`" in text or "__" in text or "~~" in text:
        edits += [(*match.span(), "") for match in _EMPHASIS.finditer(text)]
    # What is struck out goes as a whole, the marks that strike it too.
    return _apart(edits + [(start, end, "") for start, end in struck])


def _apart(edits: list[Edit]) -> list[Edit]:
    """Edits in order, without any that overlaps an earlier one; of those that begin together the longest."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e[0], -e[1])):
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    at = 0
    for line in text.split("\n"):
        body = line.rstrip("\r")
        found.append(_Line(at, at + len(body), body))
        at += len(line) + 1
    # What stands behind the last break is a line where it holds anything.
    return found if text[-1:] != "\n" else found[:-1]


def laid_out(text: str, mid_word: Callable[[str, int], bool]) -> list[Edit]:
    """Lines joined that were only wrapped, quote and comment marks taken out, table cells under their headings.

    Parameters
    ----------
    text : str
        Decoded.
    mid_word : callable
        Whether the position in a run of Han characters lies inside a word.

    Returns
    -------
    list of (int, int, str)
    """
    if "\n" not in text and "\r" not in text and "|" not in text:
        return []
    lines = _lines(text)
    edits = _marks(text, lines)
    if "|" in text or "\t" in text:
        edits += [edit for block in _tables(lines) for edit in _headed(block)]
    if "," in text and len(lines) > 2:
        edits += [edit for block in _comma_tables(lines) for edit in _headed(block)]
    if ":" in text or "：" in text:
        edits += _lists(lines)
    edits += _values(lines)
    edits += _unwrapped(text, lines, mid_word)
    return _apart(edits)


def _marks(text: str, lines: list[_Line]) -> list[Edit]:
    """Marks of quotes and of comments in front of lines, where most lines have them."""
    filled = [line for line in lines if line.text.strip()]
    edits: list[Edit] = []
    for sign, needed, share in ((_QUOTED, ">", 0.4), (_COMMENT, "/*#-;", 0.6)):
        if not any(char in text for char in needed):
            continue
        marked = [match for line in filled if (match := sign.match(line.text)) and match[0].strip()]
        if len(filled) > 1 and len(marked) >= share * len(filled):
            edits += [(line.start, line.start + match.end(), "") for line in filled
                      if (match := sign.match(line.text)) and match[0].strip()]
            break
    return edits


def _cells(line: _Line, commas: bool = False) -> list[_Cell]:
    """Cells of a table's row with their spans; empty where the line is no row."""
    text = line.text
    mark = "|" if text.count("|") >= 2 or (text.count("|") == 1 and " | " in text) else "\t" if text.strip().count("\t") >= 1 else ""
    if commas:
        mark = ","
    if not mark:
        return []
    cells, at = [], 0
    for piece in text.split(mark):
        body = piece.strip()
        if body:
            first = line.start + at + piece.index(body)
            cells.append((first, first + len(body), body))
        at += len(piece) + 1
    return cells if 2 <= len(cells) <= _CELLS else []


def _comma_tables(lines: list[_Line]) -> Iterator[list[tuple[_Line, list[_Cell]]]]:
    """Runs of three or more lines of as many cells between commas: headings without a digit, and below them bare values."""
    block: list[tuple[_Line, list[_Cell]]] = []
    for line in [*lines, _Line(0, 0, "")]:
        cells = _cells(line, commas=True) if "," in line.text and not _SPACED_COMMA.search(line.text) else []
        if cells and block and len(cells) == len(block[0][1]) and _is_value_row(cells):
            block.append((line, cells))
            continue
        if len(block) > 2:
            yield block
        block = [(line, cells)] if cells and not _DIGIT.search(line.text) else []


def _is_value_row(cells: list[_Cell]) -> bool:
    """Whether what stands behind the first cell are bare values, at least one of them a number."""
    numbers = [bool(_DIGIT.search(body)) for _, _, body in cells[1:]]
    return any(numbers) and all(_VALUE.match(body) for (_, _, body), number in zip(cells[1:], numbers, strict=True) if number)


def _tables(lines: list[_Line]) -> Iterator[list[tuple[_Line, list[_Cell]]]]:
    """Runs of two or more rows with as many cells as their heading row."""
    block: list[tuple[_Line, list[_Cell]]] = []
    for line in lines:
        if _RULE.match(line.text) and line.text.strip():
            continue
        cells = _cells(line)
        if cells and block and abs(len(cells) - len(block[0][1])) <= 1:
            block.append((line, cells))
            continue
        if len(block) > 1:
            yield block
        block = [(line, cells)] if cells else []
    if len(block) > 1:
        yield block


_DIGIT = re.compile(r"\d")
#: A level told by its bare number needs its heading.
_BARE = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})$")


def _headed(block: list[tuple[_Line, list[_Cell]]]) -> list[Edit]:
    """Each cell of a table with the heading of its column before it, and a row as one sentence."""
    heads = [body for _, _, body in block[0][1]]
    edits: list[Edit] = []
    titled = not any(_DIGIT.search(head) for head in heads[1:]) and all(weight(head) <= 12 for head in heads)
    for number, (line, cells) in enumerate(block):
        at = line.start
        shift = len(heads) - len(cells) if titled and number else 0
        for place, (start, end, body) in enumerate(cells):
            named = titled and number and 0 <= place + shift < len(heads) and (place + shift > 0 or _BARE.match(body))
            head = heads[place + shift] if named else ""
            if place and place + shift == 1 and pattern("plain_heading").fullmatch(head.lower()):
                edits.append((at, start, ": "))
                at = end
                continue
            edits.append((at, start, (", " if place else "") + (f"{head} " if head else "")))
            at = end
        edits.append((at, line.end, ""))
    return edits


def _lists(lines: list[_Line]) -> list[Edit]:
    """Short items under a heading that ends in a colon become one sentence with it."""
    edits: list[Edit] = []
    for place, line in enumerate(lines):
        if not line.text.rstrip().endswith((":", "：")) or weight(line.text) > _ITEM:
            continue
        previous = line
        for item in lines[place + 1 :]:
            bullet = _BULLET.match(item.text)
            if not bullet or weight(item.text) > _ITEM or not item.text[bullet.end() :].strip():
                break
            edits.append((previous.end, item.start + bullet.end(), " " if previous is line else ", "))
            previous = item
    return edits


def _values(lines: list[_Line]) -> list[Edit]:
    """A bare value in a line of its own under its short name becomes one line with it."""
    edits: list[Edit] = []
    valued = [bool(_VALUE.match(told)) if (told := line.text.strip())[-1:] in _VALUE_ENDS or told[-1:].isdecimal() else False for line in lines]
    if not any(valued):
        return edits
    for place, name in enumerate(lines[:-1], 1):
        if not valued[place] or not _PRICED.search(lines[place].text) or (place + 1 < len(lines) and valued[place + 1]):
            continue
        told, before = name.text.strip(), lines[place - 2].text.strip() if place > 1 else ""
        # In a text cut to pieces, words stand above the word above the value.
        if before and told[:1] != "#" and not valued[place - 2] and not _STOPPED.search(before):
            continue
        if _DIGIT.search(told) or not _NAMED.search(told) or weight(told) > _NAME or _STOPPED.search(told):
            continue
        line = lines[place]
        edits.append((name.start + len(name.text.rstrip()), line.start + len(line.text) - len(line.text.lstrip()), ": "))
    return edits


def _unwrapped(text: str, lines: list[_Line], mid_word: Callable[[str, int], bool]) -> list[Edit]:
    """Line breaks inside sentences taken out."""
    edits: list[Edit] = []
    paragraph: list[_Line] = []
    for line in [*lines, _Line(len(text), len(text), "")]:
        if line.text.strip():
            paragraph.append(line)
            continue
        edits += _join(text, paragraph, mid_word)
        paragraph = []
    return edits


def _join(text: str, lines: list[_Line], mid_word: Callable[[str, int], bool]) -> list[Edit]:
    if len(lines) < 2:
        return []
    sizes = [weight(line.text.strip()) for line in lines]
    pieces = len(lines) >= _FEWEST and sorted(sizes)[int(0.8 * len(sizes))] <= _SHORTEST
    # Told when it is first asked: most lines end where a sentence does.
    broken: bool | None = True if pieces else None
    edits: list[Edit] = []
    wrapped = False
    for (first, size), second in zip(zip(lines, sizes, strict=True), lines[1:], strict=False):
        wrapped = wrapped or size >= _WRAPPED / 3
        if not pieces and (_BULLET.match(second.text) or _KEY.match(second.text) or _STOPPED.search(first.text)):
            continue
        if "|" in first.text or "|" in second.text or "\t" in first.text.strip():
            continue
        ahead = second.text.lstrip()
        end, start = first.start + len(first.text.rstrip()), second.start + len(second.text) - len(ahead)
        latin = text[end - 1].isascii() or ahead[0].isascii()
        goes_on = latin and wrapped and ahead[0].islower() and ahead[0].isascii()
        if broken is None and not goes_on:
            broken = any(_cut_inside(a, b, mid_word) for a, b in pairwise(lines))
        if goes_on or broken:
            between = " " if latin and not (text[end - 1].isdigit() and ahead[0].isdigit()) and (
                text[end - 1].isascii() and ahead[0].isascii()) else ""
            edits.append((end, start, between))
    return edits


_HAN_END = re.compile(r"[\u4e00-\u9fff\d]{1,6}$")
_HAN_START = re.compile(r"[\u4e00-\u9fff\d]{1,6}")


def _cut_inside(first: _Line, second: _Line, mid_word: Callable[[str, int], bool]) -> bool:
    """Whether a line break cuts a word or a number in two."""
    before, after = _HAN_END.search(first.text), _HAN_START.match(second.text)
    if not before or not after:
        return False
    if before[0][-1].isdigit() or after[0][0].isdigit():
        return before[0][-1].isdigit() and after[0][0].isdigit() and bool(re.match(r"0{2,}", after[0]))
    return mid_word(before[0] + after[0], len(before[0]))


#: Encodings that UTF-8 is mistaken for, and the share of characters that must come out whole when the mistake is undone:
#: of 1,500 corpus texts read as GB18030 none has under 0.24, of the texts as they are none has over 0.06.
_MISTAKEN = (("latin-1", 0.6), ("cp1252", 0.6), ("gb18030", 0.2))


_HAN = re.compile(r"[\u4e00-\u9fff]")
#: What the two western encodings can write beyond ASCII.
_WESTERN = re.compile(f"[\x80-\xff{bytes(range(0x80, 0xA0)).decode('cp1252', 'ignore')}]")


def _high(text: str) -> int:
    """How many characters lie beyond ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def wrongly_decoded(text: str) -> bool:
    """Whether a text looks like bytes read in the wrong encoding.

    Examples
    --------
    >>> wrongly_decoded("先交2980元".encode().decode("latin-1")), wrongly_decoded("先交2980元入会")
    (True, False)
    """
    sample = text[:2000]
    unusual = _high(sample)
    if unusual < 4:
        return False
    if sample.count("\ufffd") > 0.15 * unusual and sample.count("\ufffd") >= 3:
        return True
    if "锟斤拷" in sample:
        return True
    for encoding, share in _MISTAKEN:
        if encoding != "gb18030" and not _WESTERN.search(sample):
            continue
        held = sample.encode(encoding, "ignore")
        if held.isascii():
            continue
        again = held.decode("utf-8", "replace")
        high = _high(again)
        whole = len(_HAN.findall(again)) if encoding == "gb18030" else high - again.count("\ufffd")
        if whole >= 2 and whole > share * high:
            return True
    return False


#: Where a text that looks wrongly decoded is parted to see which of it is.
_PIECE = re.compile(r"(?:[^\n。！？.]|\.(?=[A-Za-z0-9]))+")
#: The least weight of what is left that is judged.
_LEFT = 20.0


def broken(text: str) -> float:
    """How heavy what looks wrongly decoded of a text is, over the whole of it; 1 where too little else is left to judge.

    Examples
    --------
    >>> broken("锟斤拷锟斤拷"), broken("先交2980元入会")
    (1.0, 0.0)
    >>> round(broken("先交2980元入会,每推荐一人奖励五百元,下线再推荐你再拿二百元。\\n锟斤拷锟斤拷"), 2)
    0.18
    """
    if not wrongly_decoded(text):
        return 0.0
    pieces = [(weight(match[0]), wrongly_decoded(match[0])) for match in _PIECE.finditer(text)]
    lost, left = (sum(heavy for heavy, is_lost in pieces if is_lost == told) for told in (True, False))
    return lost / (lost + left) if lost and left >= _LEFT else 1.0

"""Spell a text the way the lexicon does, and remember where every character came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from importlib import resources

from ..language.finder import Finder
from ..once import FIRST_USE
from . import disguise, layout

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
# What needs no closer look: ASCII, Han, and the punctuation and currency signs that texts are full of.
_UNUSUAL = re.compile(
    rf"[^\x00-\x7f{_HAN}，。、；：？！“”‘’（）《》〈〉【】「」『』…—–·•￥¥£€₱₦₹％～×→\u3000]"
)
_SPACED_HAN = re.compile(rf"[{_HAN}](?:(?:[ \u3000·•.*_\-~|/+丶]{{1,2}}| [·•.*_~] )[{_HAN}])+(?![{_HAN}])")
_SPACED_LATIN = re.compile(r"(?<![a-z])[a-z](?:[ .\-_*][a-z]){3,}(?![a-z])|(?<![a-z])m[ .\-_*]l[ .\-_*]m(?![a-z])")
#: What stands in whatever the two find.
_SPACED_CHARACTERS = re.compile(rf"[ \u3000·•.*_\-~|/+丶](?<=[{_HAN}].)[ \u3000·•.*_\-~|/+丶]{{0,2}}[{_HAN}]")
_SPACED_LETTERS = re.compile(r"[ .\-_*][a-z][ .\-_*][a-z](?![a-z])")
#: Three blanks and more, three ends of lines and more.
_FLOOD = re.compile(r"[ \t\u3000\xa0]{3,}|\n{3,}")
_OLD_END = re.compile(r"\r\n?")
# Lines of one character each with blank lines between, and what is blank there.
_APART = re.compile(r"(?<!\S)\S(?:(?:[ \t]*\n){2,}[ \t]*\S(?!\S)){8,}")
_GAP = re.compile(r"\s+")
_LONGEST_FOLD = 4
#: Codes inside codes are read so deep: &amp;#20808; is 先.
_CODED_TWICE = 2
_HAN_PAIR_SEPARATORS = re.compile(r"[ \u3000·•.*_\-~|/+丶]")


@lru_cache(maxsize=1)
def _character_table() -> dict[int, str]:
    """One-to-one spellings: traditional to simplified, full width to half width, curly to straight."""
    with FIRST_USE:
        import opencc

    han = "".join(map(chr, range(0x4E00, 0xA000)))
    simplified = opencc.OpenCC("t2s").convert(han)
    table: dict[int, str] = {}
    if len(simplified) == len(han):
        table = {ord(a): b for a, b in zip(han, simplified, strict=True) if a != b}
    table.update({code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF1A)})
    table.update({code: chr(code - 0xFEE0 + 32) for code in range(0xFF21, 0xFF3B)})
    table.update({code: chr(code - 0xFEE0) for code in range(0xFF41, 0xFF5B)})
    table.update({code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})
    for written, meant in {"％": "%", "＄": "$", "￥": "¥", "＋": "+", "／": "/", "～": "~", "－": "-", "’": "'",
                           "‘": "'", "｜": "|", "．": ".", "妳": "你", "祂": "他", "傭": "佣", "係": "是",
                           "嘅": "的", "咗": "了", "啲": "些", "佢": "他", "冇": "没", "唔": "不", "畀": "给",
                           "俾": "给", "哋": "们", "嚟": "来", "攞": "拿", "揾": "找", "搵": "找", "喺": "在"}.items():
        table[ord(written)] = meant
    return table


@lru_cache(maxsize=1)
def _respelled() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(map(chr, _character_table())))}]")


def spelled(text: str) -> str:
    """A text with each character as :func:`_character_table` spells it; of Chinese ones, few need another spelling."""
    table = _character_table()
    return text.translate(table) if text.isascii() else _respelled().sub(lambda match: table[ord(match[0])], text)


def _folded(char: str) -> str:
    """What an unusual character stands for: nothing, where it cannot be seen."""
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me", "Cs", "Co", "Cn"):
        return ""
    if category[0] not in "LNS":
        return char
    folded = unicodedata.normalize("NFKC", char).lower() or char
    if not folded.isascii() and (plain := unicodedata.normalize("NFKD", folded)[0]).isascii() and plain.isalpha():
        # Accents: of the words that are read here, no two differ by them alone.
        return plain
    # One sign that stands for a whole phrase of another script is no text of ours.
    return folded if len(folded) <= _LONGEST_FOLD else char


@lru_cache(maxsize=1)
def _evasions() -> Finder[tuple[str, str]]:
    source = resources.files("weishang_risk.language") / "common" / "evasions.tsv"
    rows = (line.split("\t") for line in source.read_text(encoding="utf-8").splitlines() if line and not line.startswith(("#", "written\t")))
    return Finder((written, (written, meant)) for written, meant in rows)


class NormalizedText:
    """A text as the lexicon spells it, with a way back to the original.

    Parameters
    ----------
    original : str
        Any text.
    mid_word : callable, optional
        Whether a position in a run of Han characters lies inside a word; given, the text's layout is read too
        (:mod:`weishang_risk.reading.layout`).

    Attributes
    ----------
    original : str
        The text as given.
    text : str
        Lower case, simplified Chinese, half-width digits and letters, without zero-width characters,
        spaced-out words closed up and evasive spellings undone.
    hidden : list of (int, int)
        Spans of the original that stood in disguise (:mod:`weishang_risk.reading.disguise`), in order.
    turned : bool
        Whether some of it was told backwards: what comes first there stands last.

    Examples
    --------
    >>> n = NormalizedText("三 級 分 銷")
    >>> n.text
    '三级分销'
    >>> n.to_original(0, 4)
    (0, 7)
    """

    __slots__ = ("_ends", "_starts", "hidden", "original", "text", "turned")

    def __init__(self, original: str, mid_word: Callable[[str, int], bool] | None = None) -> None:
        self.original = original
        # None while every character still stands where it stood.
        self._starts: list[int] | None = None
        self._ends: list[int] | None = None
        self.turned = False
        self.hidden: list[tuple[int, int]] = []
        self.text = original
        if mid_word is not None:
            for _ in range(_CODED_TWICE):
                self._rewrite(layout.decoded(self.text))
            if "\r" in self.text:
                self._rewrite([(*match.span(), "\n") for match in _OLD_END.finditer(self.text)])
            if "\n" in self.text:
                self._rewrite([(*gap.span(), "\n") for run in _APART.finditer(self.text) for gap in _GAP.finditer(self.text, *run.span())])
            self._rewrite(disguise.decoded(self.text), hides=True)
            self._rewrite(disguise.threaded(self.text), hides=True)
            read, plain = self.text, spelled(self.text)
            if edits := disguise.strewn(plain, mid_word):
                self._rewrite(edits, hides=True)
                # What the signs broke up may be a thread now.
                self._rewrite(disguise.threaded(self.text), hides=True)
                read, plain = self.text, spelled(self.text)
            self._rewrite(disguise.backwards(read, plain, bool(self.hidden)), hides=True, turned=True)
            self._rewrite([(*match.span(), match[0][:2]) for match in _FLOOD.finditer(self.text)])
            if "\n" in self.text:
                # Nearly always the text is still what it was.
                plain = plain if self.text is read else spelled(self.text)
                read = self.text
                self._rewrite(disguise.broken_lines(plain, mid_word, bool(self.hidden)), hides=True)
            self._rewrite(layout.laid_out(self.text, mid_word))
            self.text = plain if self.text is read else spelled(self.text)
        else:
            self.text = spelled(self.text)
        if _UNUSUAL.search(self.text):
            self._rewrite(disguise.folded(self.text), hides=True)
            self._fold_unusual()
        if mid_word is not None:
            self._rewrite(disguise.inside_words(self.text, mid_word, bool(self.hidden)), hides=True)
            self._rewrite(disguise.blanks(self.text))
            self._rewrite(disguise.leet(self.text, bool(self.hidden)), hides=True)
            self._rewrite(disguise.parted(self.text), hides=True)
        if _SPACED_CHARACTERS.search(self.text):
            self._close_up(_SPACED_HAN)
        if _SPACED_LETTERS.search(self.text):
            self._close_up(_SPACED_LATIN)
        self._undo_evasions()
        self.hidden.sort()

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Span of the original behind ``text[start:end]``.

        Parameters
        ----------
        start, end : int
            A non-empty span of ``text``, ``0 <= start < end <= len(text)``.

        Returns
        -------
        tuple of int
            ``(start, end)`` in ``original``.
        """
        if self._starts is None or self._ends is None:
            return start, end
        if self.turned:
            # Of a line that was told backwards the last character stands first.
            return min(self._starts[start:end]), max(self._ends[start:end])
        return self._starts[start], self._ends[end - 1]

    def _fold_unusual(self) -> None:
        text = self.text
        parts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        old_starts = self._starts or list(range(len(text)))
        old_ends = self._ends or list(range(1, len(text) + 1))
        cursor = 0
        for match in _UNUSUAL.finditer(text):
            position, folded = match.start(), _folded(match[0])
            if folded == match[0]:
                continue
            parts += (text[cursor:position], folded)
            starts += old_starts[cursor:position]
            ends += old_ends[cursor:position]
            cursor = position + 1
            if not folded and ends:
                # What cannot be seen belongs to what is told before it.
                starts[-1], ends[-1] = min(starts[-1], old_starts[position]), max(ends[-1], old_ends[position])
            for _ in folded:
                starts.append(old_starts[position])
                ends.append(old_ends[position])
        parts.append(text[cursor:])
        self.text, self._starts, self._ends = "".join(parts), starts + old_starts[cursor:], ends + old_ends[cursor:]

    def _close_up(self, pattern: re.Pattern[str]) -> None:
        edits = []
        for match in pattern.finditer(self.text):
            joined = _HAN_PAIR_SEPARATORS.sub("", match[0])
            if joined.isascii() and len(joined) > 6:
                joined = disguise.segmented(joined)
            # Two characters with a gap are ordinary; three or more, one by one, are spelling out a word.
            if len(joined) >= 3 or joined in _SPELLED_PAIRS:
                edits.append((match.start(), match.end(), joined))
        self._rewrite(edits, hides=True)

    def _undo_evasions(self) -> None:
        text = self.text
        edits: list[tuple[int, int, str]] = []
        taken = 0
        for end, (written, meant) in _evasions().found(text):
            start = end - len(written)
            if start < taken:
                continue
            before, after = text[start - 1 : start], text[end : end + 1]
            # A pinyin syllable must not be the head or tail of a longer Latin word.
            if written[0].isascii() and before.isascii() and before.isalpha():
                continue
            if written[-1].isascii() and after.isascii() and after.isalpha():
                continue
            edits.append((start, end, meant))
            taken = end
        self._rewrite(edits, hides=True)

    def _rewrite(self, edits: list[tuple[int, int, str]], hides: bool = False, turned: bool = False) -> None:
        """Replace spans of ``text``; a replacement character maps to its share of the replaced span, ``turned`` to its own from behind."""
        if not edits:
            return
        if hides:
            # What was only put in between spans nothing.
            self.hidden += [span for start, end, _ in edits if start < end and (span := self.to_original(start, end))[0] < span[1]]
        self.turned |= turned
        starts = self._starts or list(range(len(self.text)))
        ends = self._ends or list(range(1, len(self.text) + 1))
        text_parts: list[str] = []
        new_starts: list[int] = []
        new_ends: list[int] = []
        cursor = 0
        for start, end, replacement in edits:
            text_parts += [self.text[cursor:start], replacement]
            new_starts += starts[cursor:start]
            new_ends += ends[cursor:start]
            width = end - start
            for index in range(len(replacement)):
                low = min(start + index * width // len(replacement), len(starts) - 1)
                high = max(low + 1, start + (index + 1) * width // len(replacement))
                if turned:
                    # What is longer than its replacement begins with an override.
                    low = start + (width > len(replacement)) + len(replacement) - 1 - index
                    high = low + 1
                # What is put in between belongs to no character: it spans nothing. Of what was told backwards the last stands first.
                first, last = (low, high - 1) if starts[low] <= starts[high - 1] else (high - 1, low)
                new_starts.append(starts[first])
                new_ends.append(ends[last] if width else starts[low])
            cursor = end
        text_parts.append(self.text[cursor:])
        new_starts += starts[cursor:]
        new_ends += ends[cursor:]
        self.text, self._starts, self._ends = "".join(text_parts), new_starts, new_ends


# Two-character words that are worth closing up even though a gap between two characters is common.
_SPELLED_PAIRS = frozenset(
    "传销 代理 分销 囤货 下线 上线 微信 返利 佣金 直销 提成 会员 投资 赚钱 层级 团队 推荐 奖金 躺赚 裂变".split()
)

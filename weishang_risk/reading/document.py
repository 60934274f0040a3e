"""One text, read once: everything later stages look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain, pairwise
from operator import add
from typing import Any

from . import disguise, layout, words
from . import tokens as skeleton
from .normalize import NormalizedText
from .scope import CONDITIONAL, MARKS

_WORD = re.compile(r"[a-z]+|[\u4e00-\u9fff]+")
_LATIN_WORD = re.compile(r"[a-z][a-z']+")
_OTHER_LETTER = re.compile(r"[\u0400-\u052f\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\uac00-\ud7af\u0370-\u03ff]")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
_KANA = re.compile(r"[\u3040-\u30ff]")
_LETTER = re.compile(r"[a-z]")
#: How many words of ours a text must hold to be judged beside more of another language.
_ENOUGH = 8
#: The least weight of surely readable sentences that are judged beside any number of others.
_ENOUGH_ALONE = 20.0
#: From which share of other scripts' letters a text is read in part only.
_FOREIGN = 0.15
_ENGLISH = frozenset(
    "the a an and or of to in is are was were you your we our it i he she they for on with that this at by from be have has "
    "not no if as but my me so do does will can what who how up out get all one just there their more when per each "
    "day month year free join people money pay earn buy sell us "
    # Pidgin, Jamaican, Scots, Singlish, Taglish.
    "dey na wey una yuh nuh di fi dem nae ye yer lah ang ng".split()
)
# Small words alone tell style, not structure; their pairs may tell either.
_FUNCTION = frozenset(
    "the a an and or of to in is are was were be been am it its i he she they them we us you your my our his her their this that "
    "these those at by from for on with as but if so not no do does did has have had will would can could up out off over all "
    "there here then than too very just also s t re ve ll d m what which who when where how why".split()
)
_WIDE = frozenset("number measure filler".split())


# Kinds whose asserted meeting in one sentence is a relation.
_BRINGING = frozenset("bring second downline deeper newcomer".split())
_PAYING = frozenset("get give take reward share sum amount money".split())
_BINDING = frozenset("must stay join promote free".split())
_OWING = frozenset("pay buy fee pack stock sum amount".split())


def typed(sentence: skeleton.Sentence) -> tuple[list[str], list[str]]:
    """Kinds of a sentence's tokens with their scope marks, and their forms."""
    kinds: list[str] = []
    forms: list[str] = []
    for _, _, kind, form, mark in sentence.tokens:
        if kind not in _WIDE:
            # "When she sells, you get" is a rule of the plan, not a mere supposition: a condition tells what an assertion tells.
            kinds.append(kind if mark == CONDITIONAL else kind + mark)
            forms.append(form)
    return kinds, forms


def neighbour_features(sentence: skeleton.Sentence) -> list[str]:
    """Names of a sentence's kinds (``1 kind``) and of pairs of neighbours (``2 kind kind``)."""
    kinds, _ = typed(sentence)
    return [f"1 {kind}" for kind in kinds] + [f"2 {first} {second}" for first, second in pairwise(kinds)]


def sentence_features(sentence: skeleton.Sentence) -> list[str]:
    """Names of what a sentence's skeleton holds.

    Parameters
    ----------
    sentence : Sentence

    Returns
    -------
    list of str
        :func:`neighbour_features`; ``w form`` for terms and sizes; ``f form kind`` and ``g kind form`` for a form and its
        neighbour; ``s kind kind`` for a pair with one token between; ``r kind paid`` and ``r kind owed`` for relations at any
        distance. Kinds carry their scope mark.
    """
    kinds, forms = typed(sentence)
    features = [f"1 {kind}" for kind in kinds]
    # A mark stands at the end of its kind.
    features += [f"w {form}{kind[-1]}" if kind[-1] in MARKS else f"w {form}" for kind, form in zip(kinds, forms, strict=True) if form]
    for i in range(len(kinds) - 1):
        first, second = kinds[i], kinds[i + 1]
        features.append(f"2 {first} {second}")
        if forms[i]:
            features.append(f"f {forms[i]} {second}")
        if forms[i + 1]:
            features.append(f"g {first} {forms[i + 1]}")
    features += [f"s {first} {third}" for first, third in zip(kinds, kinds[2:], strict=False)]
    return features + relations(set(kinds))


def relations(said: set[str]) -> list[str]:
    """Names of relations a sentence tells at any distance: bringing people in that is paid, payment that one owes."""
    if "flat" in said:
        return []
    paid = _BRINGING & said if _PAYING & said else ()
    owed = _BINDING & said if _OWING & said else ()
    return [f"r {kind} paid" for kind in sorted(paid)] + [f"r {kind} owed" for kind in sorted(owed)]


def wording(text: str) -> list[str]:
    """Names of :func:`words_of` a normalised text.

    Examples
    --------
    >>> wording("拿提成 pay us")
    ['x 拿提', 'x 提成', 'x pay', 'x pay us']
    """
    return [f"x {word}" for word in words_of(text)]


def words_of(text: str) -> list[str]:
    """Words of a normalised text, each once: pairs of neighbouring Han characters, English words and their pairs.

    Small English words count in pairs only.
    """
    names: list[str] = []
    previous = ""
    for word in _WORD.findall(text):
        if word < "\x80":
            if word not in _FUNCTION:
                names.append(word)
            if previous:
                names.append(f"{previous} {word}")
            previous = word
        else:
            names += map(add, word, word[1:])
            previous = ""
    return list(dict.fromkeys(names))


def unpaired(features: Iterable[str]) -> list[str]:
    """Each name once, without the pairs of distant tokens: those tell something within a sentence only."""
    return [name for name in dict.fromkeys(features) if name[0] != "s"]


class Document:
    """A text with its sentences, tokens and features.

    Parameters
    ----------
    original : str

    Attributes
    ----------
    normalized : NormalizedText
    sentences : list of Sentence
    features : list of list of str
        One list a sentence.

    Examples
    --------
    >>> Document("你推荐一人,返你300元").language
    'zh'
    """

    def __init__(self, original: str) -> None:
        self.original = original
        self.normalized = NormalizedText(original, words.inside_word)
        self.sentences = skeleton.read(self.normalized)

    @cached_property
    def features(self) -> list[list[str]]:
        """:func:`sentence_features` of each sentence."""
        return [sentence_features(sentence) for sentence in self.sentences]

    @cached_property
    def words(self) -> list[str]:
        """:func:`words_of` the whole text."""
        return words_of(self.normalized.text)

    @cached_property
    def wording(self) -> list[str]:
        """:func:`wording` of the whole text."""
        return [f"x {word}" for word in self.words]

    @cached_property
    def all_features(self) -> list[str]:
        """Every name of the whole text once, in order: skeleton features and wording."""
        return unpaired(chain(*self.features, self.wording))

    @cached_property
    def weight(self) -> float:
        """:func:`weishang_risk.reading.layout.weight` of the normalised text."""
        return layout.weight(self.normalized.text)

    @cached_property
    def _told(self) -> tuple[str, bool]:
        """The language, and whether it is that of some sentences among others that are not read."""
        told = _language(self.normalized.text)
        if told != "other" or len(self.sentences) < 2:
            return told, False
        said = [self.normalized.text[sentence.start : sentence.end] for sentence in self.sentences]
        kept = " ".join(each for each in said if _surely_ours(each))
        return (_language(kept), True) if layout.weight(kept) >= _ENOUGH_ALONE else (told, False)

    @property
    def language(self) -> str:
        """``"zh"``, ``"en"``, ``"mixed"`` or ``"other"``; that of its readable sentences where there are enough of them."""
        return self._told[0]

    @property
    def is_partly_read(self) -> bool:
        """Whether much of the text, or most of it, is in another language."""
        return self._told[1] or self._foreign > _FOREIGN

    @cached_property
    def broken(self) -> float:
        """:func:`weishang_risk.reading.layout.broken` of the original."""
        return layout.broken(self.original)

    @property
    def _foreign(self) -> float:
        """Letters of scripts that are not read, over all letters."""
        han, other = _scripts(self.normalized.text)
        return other / max(1, other + han + len(_LETTER.findall(self.normalized.text))) if other else 0.0

    def quote(self, start: int, end: int) -> str:
        """The original's characters behind a span of the normalised text."""
        first, last = self.normalized.to_original(start, end)
        return self.original[first:last]


def _scripts(text: str) -> tuple[int, int]:
    """How many Han characters a normalised text has, and how many letters of scripts that are not read."""
    if text.isascii():
        return 0, 0
    return sum(map(len, _HAN_RUN.findall(text))), len(_OTHER_LETTER.findall(text))


def _language(text: str) -> str:
    """``"zh"``, ``"en"``, ``"mixed"`` or ``"other"``, of a normalised text as a whole."""
    han, other = _scripts(text)
    words = _LATIN_WORD.findall(text)
    weight_zh, weight_en = han / 1.7, len(words)
    # A foreign tail costs a text nothing; a few of our words in a foreign text make none.
    read = weight_zh + weight_en
    if other > han + 3 * weight_en and (
        read < _ENOUGH or len(_KANA.findall(text)) > 0.4 * han > 0 or 12 * read < other
    ):
        return "other"
    if not han and not words:
        return "other"
    if weight_en >= 8 and not han:
        # A list of terms has few of the words that join sentences.
        return "en" if _joined(words) >= 0.12 or 3 * sum(map(disguise.known, words)) >= 2 * len(words) else "other"
    share = weight_en / (weight_en + weight_zh)
    if share > 0.85:
        return "en"
    return "zh" if share < 0.2 else "mixed"


def _joined(words: list[str]) -> float:
    """The share of the words that join English sentences."""
    return sum(word in _ENGLISH for word in words) / len(words)


def _surely_ours(text: str) -> bool:
    """Whether a sentence is Chinese without kana, or English that is joined as English is and made of known words."""
    han, other = _scripts(text)
    if other > 0.1 * len(text):
        return False
    words = _LATIN_WORD.findall(text)
    if han > len(words):
        return True
    return len(words) >= 4 and _joined(words) >= 0.2 and 5 * sum(map(disguise.known, words)) >= 4 * len(words)


# Runs that are neither blank nor invisible.
_SAID = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff]+")
#: A text is cut here, in characters; the report says so.
MAX_CHARACTERS = 200_000


def check_text(text: Any, name: str = "text") -> str:
    """The text itself, or an error that says what to pass instead.

    Raises
    ------
    TypeError
        For anything but a string.
    """
    if isinstance(text, bytes | bytearray):
        raise TypeError(f"{name} is bytes; decode it first, e.g. {name}.decode('utf-8')")
    if not isinstance(text, str):
        raise TypeError(f"{name} must be a string, not {type(text).__name__}")
    return text


def check_texts(texts: Any, name: str = "texts") -> None:
    """Refuse what iterates over something else than texts, or not at all: one string, a dictionary, a frame, None.

    Raises
    ------
    TypeError
    """
    if isinstance(texts, str | bytes | bytearray):
        raise TypeError(f"{name} is one {type(texts).__name__}; pass a list of strings, or use score() for one text")
    if isinstance(texts, Mapping):
        raise TypeError(f"{name} is a dictionary; pass its values: list({name}.values())")
    if hasattr(texts, "columns") and hasattr(texts, "iloc"):
        raise TypeError(f"{name} is a data frame; pass one column of it, e.g. {name}[\"text\"]")
    if hasattr(texts, "to_pylist"):
        column = f'{name}["text"]' if hasattr(texts, "column_names") else name
        raise TypeError(f"{name} is Arrow's; pass strings: {column}.to_pylist()")
    if not isinstance(texts, Iterable) or getattr(texts, "shape", None) == ():
        raise TypeError(f"{name} must be a list of strings, not {type(texts).__name__}")


def readable(text: str) -> Document:
    """A document of at most :data:`MAX_CHARACTERS` characters that say something; blanks and invisible ones cost nothing."""
    if len(text) <= MAX_CHARACTERS:
        return Document(text)
    said = 0
    for match in _SAID.finditer(text):
        said += match.end() - match.start()
        if said >= MAX_CHARACTERS:
            return Document(text[: match.end() - (said - MAX_CHARACTERS)])
    return Document(text)

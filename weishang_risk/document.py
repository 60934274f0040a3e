"""One text, read once: everything later stages look at."""

from __future__ import annotations

import re
from functools import cached_property

from . import skeleton
from .normalize import NormalizedText

_WORD = re.compile(r"[a-z]+|[\u4e00-\u9fff]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN_WORD = re.compile(r"[a-z][a-z']+")
_OTHER_LETTER = re.compile(r"[\u0400-\u052f\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\uac00-\ud7af\u0370-\u03ff]")
_ENGLISH = frozenset(
    "the a an and or of to in is are was were you your we our it i he she they for on with that this at by from be have has "
    "not no if as but my me so do does will can what who how up out get all one just there their more when per each "
    "day month year free join people money pay earn buy sell us".split()
)
_WIDE = frozenset("number measure filler".split())
#: Pairs of tokens further apart than this are not read as a relation.
_WINDOW = 6


def sentence_features(sentence: skeleton.Sentence) -> list[str]:
    """Names of the skeleton n-grams, pairs and terms of a sentence.

    Parameters
    ----------
    sentence : Sentence

    Returns
    -------
    list of str
        ``1 kind``, ``2 kind kind``, ``3 kind kind kind`` for neighbours, ``s kind kind`` for pairs with others between,
        ``w form`` for terms; kinds and forms carry their scope mark.
    """
    tokens = [token for token in sentence.tokens if token.kind not in _WIDE]
    kinds = [token.kind + token.mark for token in tokens]
    features = [f"1 {kind}" for kind in kinds]
    features += [f"w {token.form}{token.mark}" for token in tokens if token.form]
    size = len(kinds)
    for i in range(size - 1):
        first = kinds[i]
        features.append(f"2 {first} {kinds[i + 1]}")
        if i + 2 < size:
            features.append(f"3 {first} {kinds[i + 1]} {kinds[i + 2]}")
            features += [f"s {first} {other}" for other in kinds[i + 2 : i + _WINDOW]]
    return features


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
        self.normalized = NormalizedText(original)
        self.sentences = skeleton.read(self.normalized)
        self.features = [sentence_features(sentence) for sentence in self.sentences]

    @cached_property
    def wording(self) -> list[str]:
        """Names of the text's words: pairs of neighbouring Han characters, English words and pairs of them."""
        names: list[str] = []
        previous = ""
        for match in _WORD.finditer(self.normalized.text):
            word = match[0]
            if word < "\x80":
                names.append(f"x {word}")
                if previous:
                    names.append(f"x {previous} {word}")
                previous = word
            else:
                names += [f"x {word[i : i + 2]}" for i in range(len(word) - 1)]
                previous = ""
        return names

    @cached_property
    def all_features(self) -> list[str]:
        """Every name of the whole text once, sorted: skeleton features and wording."""
        return sorted(set().union(*self.features, self.wording))

    @cached_property
    def language(self) -> str:
        """``"zh"``, ``"en"``, ``"mixed"`` or ``"other"``."""
        text = self.normalized.text
        han = len(_HAN.findall(text))
        words = _LATIN_WORD.findall(text)
        other = len(_OTHER_LETTER.findall(text))
        weight_zh, weight_en = han / 1.7, len(words)
        if other > han + 3 * weight_en:
            return "other"
        if not han and not words:
            return "other"
        if weight_en >= 8 and not han:
            known = sum(word in _ENGLISH for word in words)
            return "en" if known >= 0.12 * len(words) else "other"
        share = weight_en / (weight_en + weight_zh)
        if share > 0.85:
            return "en"
        return "zh" if share < 0.2 else "mixed"

    def quote(self, start: int, end: int) -> str:
        """The original's characters behind a span of the normalised text."""
        first, last = self.normalized.to_original(start, end)
        return self.original[first:last]

"""Letters and digits written as others that look like them (``language/common/lookalikes.tsv``), and leet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ...language.tables import TableError, located, table
from ..layout import Edit
from .spelling import known

SCRIPTS = ("any", "enclosed", "flag", "digit", "cyrillic", "greek", "armenian", "cherokee", "lisu", "stroke")

_LEET_TOKEN = re.compile(r"[a-z0-9@$!|+®©€£¥]{2,30}")
#: Every token that is read otherwise has a letter beside a digit or a sign.
_LEET_SIGN = re.compile(r"[0-9@$!|+®©€£¥](?:[a-z]|(?<=[a-z].))")
_LEET = {"0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g", "@": "a", "$": "s", "!": "i",
         "|": "li", "+": "t", "®": "r", "©": "c", "€": "e", "£": "l", "¥": "y"}  # fmt: skip
_ORDINARY_TOKEN = re.compile(r"\d+[a-z]{1,2}$|[a-z]{1,2}\d+$|[a-z]+\d{2,}$|[$£€¥+@]?\d")
_NUMBERED = re.compile(r"[a-z]+\d")
#: Readings of one token that are tried; a word with more signs of two readings is none.
_READINGS = 16
#: So many words in leet make a text in which less sure ones are believed.
_BELIEVED = 3


@lru_cache(maxsize=1)
def lookalikes() -> dict[str, tuple[str, str]]:
    """What each sign looks like and in which script it is one.

    Raises
    ------
    TableError
        Where a row is no single sign, stands for no single Latin letter or digit, or names no script.
    """
    signs: dict[str, tuple[str, str]] = {}
    path = "common/lookalikes.tsv"
    for row in table(path, ("written", "meant", "script"), script=SCRIPTS):
        written, meant, script = row
        if len(written) != 1 or not (len(meant) == 1 and meant.isascii() and meant.isalnum()) or written in signs:
            raise TableError(f"{located(path, row)}: {written!r} {meant!r} is no sign and its one letter or digit, or stands twice")
        signs[written] = (meant, script)
    return signs


def folded(text: str) -> list[Edit]:
    """Look-alike signs as the letters and digits they look like, in a text in lower case or not.

    Examples
    --------
    >>> folded("сommission")
    [(0, 1, 'c')]
    """
    signs = lookalikes()
    places = [(place, *signs[char]) for place, char in enumerate(text) if char in signs]
    if not places:
        return []
    whole = _scripts_of_lookalikes_alone(text)
    letters = _lone_flags(text)
    edits: list[Edit] = []
    for place, meant, script in places:
        before, after = text[max(0, place - 1) : place], text[place + 1 : place + 2]
        if script in ("any", "enclosed"):
            good = True
        elif script == "digit":
            good = any((char in signs and signs[char][1] == "digit") or char.isdigit() for char in (before, after) if char)
        elif script == "flag":
            good = place in letters
        elif script == "stroke":
            good = known("".join(signs[char][0] if char in signs else char for char in _word_around(text, place).lower()))
        else:
            word = _word_around(text, place)
            good = any("a" <= char <= "z" for char in word.lower()) or (script in whole and len(word) > 1)
        if good:
            edits.append((place, place + 1, meant))
    return edits


def _scripts_of_lookalikes_alone(text: str) -> set[str]:
    """Alphabets of which a text holds look-alikes and nothing else."""
    signs = lookalikes()
    found = {script for char in text if char in signs for script in (signs[char][1],)}
    for script in ("cyrillic", "greek", "armenian", "cherokee", "lisu"):
        if script in found and any(char.isalpha() and char not in signs and unicodedata.name(char, "").startswith(script.upper()) for char in text):
            found.discard(script)
    return found


def _word_around(text: str, place: int) -> str:
    start = end = place
    while start and place - start < 30 and text[start - 1].isalpha() and not "\u3400" <= text[start - 1] <= "\u9fff":
        start -= 1
    while end < len(text) and end - place < 30 and text[end].isalpha() and not "\u3400" <= text[end] <= "\u9fff":
        end += 1
    return text[start:end]


_REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff]+")


def _lone_flags(text: str) -> set[int]:
    """Where regional letters stand that are no part of a pair that makes a flag."""
    lone: set[int] = set()
    for match in _REGIONAL.finditer(text):
        run = "".join(chr(ord(char) - 0x1F1E6 + 97) for char in match[0])
        if len(run) % 2 == 1 or (len(run) > 2 and known(run)):
            lone.update(range(*match.span()))
    return lone


def leet(text: str, hides: bool = False) -> list[Edit]:
    """Known words with digits and signs for letters, in a text in lower case, which may be known to hide words.

    Examples
    --------
    >>> leet("c0mmi$$ion of 10k")
    [(0, 10, 'commission')]
    """
    sure: list[Edit] = []
    perhaps: list[Edit] = []
    if not _LEET_SIGN.search(text):
        return []
    for match in _LEET_TOKEN.finditer(text):
        token = match[0]
        if token.isalpha() or token.isdigit():
            continue
        # Signs that only stand at the end may be what they are.
        core = token.rstrip("!|+$€£¥@")
        letters = sum("a" <= char <= "z" for char in token)
        ordinary = core.isalpha() or len(core) < 4 or 2 * letters < len(core) or _ORDINARY_TOKEN.match(core) or _NUMBERED.fullmatch(core)
        for part in dict.fromkeys((token, core)):
            if letters and not part.isalpha() and (word := _unleeted(part)) is not None:
                (perhaps if ordinary or part != core else sure).append((match.start(), match.start() + len(part), word))
                break
    # "level5" is a level; among words in disguise it is one of them.
    return sorted(sure + perhaps) if hides or len(sure) >= _BELIEVED else sure


def _unleeted(token: str) -> str | None:
    readings = [""]
    for char in token:
        readings = [head + tail for head in readings for tail in _LEET.get(char, char)][:_READINGS]
    return next((word for word in readings if known(word)), None)

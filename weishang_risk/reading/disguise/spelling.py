"""English words: which are known, what letters without blanks or words in parts make of them (``language/en/words.tsv``)."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate, islice

from ...language.tables import table
from ..layout import Edit

#: A run of Latin letters.
LETTERS = re.compile(r"[a-z]+")
_SHORTEST_WORD = 6
_PARTS = re.compile(r"[a-z]{1,12}(?:(?: |[.*_|~^/>,]|-?\n)[a-z]{1,12}){1,3}")
#: What holds a part to something else: you're tired, S$40.
_HELD = frozenset("'’$£€0123456789@/")
_SMALL = frozenset("the and for you your our a i an as at be by do go he if in is it me my no of on or so to up us we".split())
_ENDINGS = frozenset(("s", "es", "ed", "d", "ing", "er", "ers", "ly"))


@lru_cache(maxsize=1)
def words() -> frozenset[str]:
    """English words that a disguised one may stand for."""
    return frozenset(word for (word,) in table("en/words.tsv", ("word",)))


def known(word: str) -> bool:
    """Whether a word, or what an ending makes of one, is listed.

    Examples
    --------
    >>> known("commissions"), known("cmmn")
    (True, False)
    """
    listed = words()
    if word in listed or word in ("a", "i"):
        return True
    return any(word[-size:] in _ENDINGS and word[:-size] in listed for size in range(1, min(4, len(word) - 3)))


def segmented(run: str) -> str:
    """Letters without blanks as the known words they make, or as they are.

    Examples
    --------
    >>> segmented("youpaythem"), segmented("qqzzkk")
    ('you pay them', 'qqzzkk')
    """
    lower = run.lower()
    if known(lower):
        return run
    # Longer words first: the sum of squares of their lengths is made largest.
    best: list[tuple[int, int] | None] = [(0, 0)] + [None] * len(run)
    for end in range(1, len(run) + 1):
        for start in range(max(0, end - 20), end):
            so_far = best[start]
            if so_far is not None and known(lower[start:end]):
                worth = so_far[0] + (end - start) ** 2
                if best[end] is None or worth > best[end][0]:  # type: ignore[index]
                    best[end] = (worth, start)
    if best[-1] is None:
        return run
    cuts, at = [], len(run)
    while at:
        start = best[at][1]  # type: ignore[index]
        cuts.append(run[start:at])
        at = start
    return " ".join(reversed(cuts))


def parted(text: str) -> list[Edit]:
    """Known English words cut in two to four, closed up.

    Examples
    --------
    >>> parted("a com mis sion")
    [(2, 14, 'commission')]
    """
    listed = words()
    said = LETTERS.findall(text)
    # Words in parts have some part that is none.
    strange = [place for place, part in enumerate(said) if part not in listed and not known(part)]
    if len(said) < 2 or not strange:
        return []
    likely = sorted({place - back for place in strange for back in range(min(3, place) + 1)})
    likely = [first for first in likely if not listed.isdisjoint(islice(accumulate(said[first : first + 4]), 1, None))]
    parts = list(LETTERS.finditer(text)) if likely else []
    edits: list[Edit] = []
    taken = 0
    for first in likely:
        if parts[first].start() < taken:
            continue
        for last in range(min(len(parts), first + 4) - 1, first, -1):
            pieces = said[first : last + 1]
            joined = "".join(pieces)
            if len(joined) < _SHORTEST_WORD or joined not in listed or all(map(known, pieces)):
                continue
            if not _PARTS.fullmatch(text, parts[first].start(), parts[last].end()):
                continue
            if text[parts[first].start() - 1 : parts[first].start()] in _HELD or text[parts[last].end() : parts[last].end() + 1] in _HELD:
                continue
            if len(pieces) == 2 and any(piece in _SMALL for piece in pieces):
                continue
            # "recruit S": a known word and a name of one letter.
            if len(pieces[-1]) == 1 and known("".join(pieces[:-1])):
                continue
            edits.append((parts[first].start(), parts[last].end(), joined))
            taken = parts[last].end()
            break
    return edits

"""The role of every sum and share of a text: what is paid to join, what comes back for whom, what is merely a price."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..reading.quantities import Quantity
from ..reading.tokens import Sentence

#: What a sum or a share may be. ``reward`` is one whose level is not told, or a commission on one's own sales; ``reward2``
#: comes from the second level or a deeper one.
ROLES = ("entry", "upkeep", "rank", "reward1", "reward2", "reward", "income", "price", "discount", "volume", "penalty", "other")
_KINDS = frozenset(("sum", "share"))


class Sum(NamedTuple):
    """A sum, a share, or a bare number that may be money.

    Attributes
    ----------
    sentence : int
        Which sentence it stands in.
    quantity : Quantity
    ladder : int
        Where the first of the sums begins that are listed side by side with it (Diamond $1,999, Gold $599 or Bronze $149); its own
        start where it stands alone.
    features : sequence of str
        Names of what stands around it, where they were asked for.
    """

    sentence: int
    quantity: Quantity
    ladder: int
    features: Sequence[str] = ()


def found_in(sentences: Sequence[Sentence]) -> list[Sum]:
    """Every sum and share of some sentences, in order, without the names of what stands around it."""
    found: list[Sum] = []
    for index, sentence in enumerate(sentences):
        if paid := [quantity for quantity in sentence.quantities if may_be_paid(quantity)]:
            listed = ladders(sentence)
            found += [Sum(index, quantity, listed.get(quantity.start, quantity.start)) for quantity in paid]
    return found


def read(text: str, sentences: Sequence[Sentence]) -> list[Sum]:
    """Every sum and share of a text, in order, with the names of what stands around it, as a reader is trained on.

    To read a text, :class:`~weishang_risk.concepts.role_names.RoleNames` finds their places without spelling them out.

    Parameters
    ----------
    text : str
        The normalised text.
    sentences : list of Sentence
        Its sentences.

    Returns
    -------
    list of Sum
    """
    before: list[list[str]] = [[]]
    for sentence in sentences:
        before.append([token.kind + token.mark for token in sentence.tokens if token.kind not in PLAIN] or before[-1])
    return [
        each._replace(features=features(sentences[each.sentence], each.quantity, before[each.sentence]) + words(text, each.quantity))
        for each in found_in(sentences)
    ]


#: How far to either side of a sum its words are looked at, in characters, and how many of them.
BEFORE, AFTER = 24, 20
HAN_BEFORE, HAN_AFTER, WORDS = 8, 6, 5
#: Longest run of Han characters that is a name.
LONGEST_RUN = 4
_NO_HAN = re.compile(r"[^\u4e00-\u9fff]")
WORD = re.compile(r"[a-z']+|[,.:;|]")


def words(text: str, quantity: Quantity) -> list[str]:
    """Names of the words and Han characters right before and after a sum, one by one and, next to it, as runs.

    Examples
    --------
    >>> from weishang_risk.reading.document import Document
    >>> found = Document("pay a fee of $99 once")
    >>> words(found.normalized.text, found.sentences[0].quantities[0])[:3]
    ['eb pay', 'eb a', 'eb fee']
    """
    before, after = text[max(0, quantity.start - BEFORE) : quantity.start], text[quantity.end : quantity.end + AFTER]
    names: list[str] = []
    han_before, han_after = _NO_HAN.sub("|", before)[-HAN_BEFORE:], _NO_HAN.sub("|", after)[:HAN_AFTER]
    for size in range(1, LONGEST_RUN + 1):
        for sort, run in (("cb", han_before), ("ca", han_after)):
            names += [f"{sort} {run[at : at + size]}" for at in range(len(run) - size + 1) if "|" not in run[at : at + size]]
        names += [f"cB {part}" for part in (han_before[-size:],) if len(part) == size and "|" not in part]
        names += [f"cA {part}" for part in (han_after[:size],) if len(part) == size and "|" not in part]
    latin_before, latin_after = WORD.findall(before)[-WORDS:], WORD.findall(after)[:WORDS]
    names += [f"eb {word}" for word in latin_before] + [f"ea {word}" for word in latin_after]
    for size in (1, 2, 3):
        names += [f"eB {' '.join(part)}" for part in (latin_before[-size:],) if len(part) == size]
        names += [f"eA {' '.join(part)}" for part in (latin_after[:size],) if len(part) == size]
    return list(dict.fromkeys(names))


#: What stands between sums that are listed is short and tells of no pay.
_GAP = 18
_PAID = frozenset("get give take reward bring income price".split())


def ladders(sentence: Sentence) -> dict[int, int]:
    """Of each sum of a sentence, by where it starts, where the first of the sums starts that are listed side by side with it.

    Examples
    --------
    >>> from weishang_risk.reading.document import Document
    >>> ladders(Document("Diamond $1,999, Gold $599 or Bronze $149, you get $50").sentences[0])
    {8: 8, 21: 8, 36: 8, 50: 50}
    """
    found: dict[int, int] = {}
    above: Quantity | None = None
    for quantity in sentence.quantities:
        if quantity.kind != "sum" or quantity.period is not None or not quantity.high:
            continue
        listed = above is not None and quantity.start - above.end <= _GAP and above.currency == quantity.currency
        if above and listed and not any(t.kind in _PAID and above.end <= t.start < quantity.start for t in sentence.tokens):
            found[quantity.start] = found[above.start]
        else:
            found[quantity.start] = quantity.start
        above = quantity
    return found


def may_be_paid(quantity: Quantity) -> bool:
    """A sum, a share, or a bare number that may be money: not a year, a clock time or a telephone number."""
    if quantity.kind in _KINDS:
        return True
    # Prices of 1,980, 1,998 or 2,000 are common, and the years of the same digits are mostly written with 年.
    year = 1900 <= quantity.high <= 2100 and not (quantity.high <= 2000 and quantity.high % 10 in (0, 8, 9))
    return quantity.kind == "number" and 20 <= quantity.high < 10_000_000 and not year


#: Kinds that tell nothing of a sum.
PLAIN = frozenset(("number", "filler"))
#: Kinds that tell at which level a reward is paid.
LEVELS = frozenset(("second", "deeper", "level", "levels", "direct", "downline", "bring", "own"))


def features(sentence: Sentence, quantity: Quantity, previous: list[str]) -> list[str]:
    """Names of what stands around a sum: the kinds before and after it, its size, its period, and what came before its sentence."""
    tokens = [t for t in sentence.tokens if t.kind not in PLAIN]
    ahead = [t for t in tokens if t.end <= quantity.start]
    behind = [t for t in tokens if t.start >= quantity.end]
    before = [t.kind + t.mark for t in ahead][-5:]
    after = [t.kind + t.mark for t in behind][:5]
    forms = [t.form for t in ahead if t.form][-3:]
    forms_after = [t.form for t in behind if t.form][:3]
    magnitude = len(str(int(quantity.high)))
    names = [f"size {quantity.kind} {magnitude}", f"period {quantity.period}", f"kind {quantity.kind}", f"coin {quantity.currency}",
             f"size {magnitude} {quantity.period}", "first" if not before else f"b1 {before[-1]}",
             "last" if not after else f"a1 {after[0]}"]
    names += [f"b {kind}" for kind in sorted(set(before))] + [f"a {kind}" for kind in sorted(set(after))]
    names += [f"bf {form}" for form in forms] + [f"af {form}" for form in forms_after]
    if len(before) > 1:
        names.append(f"b2 {before[-2]} {before[-1]}")
    if len(after) > 1:
        names.append(f"a2 {after[0]} {after[1]}")
    if before and after:
        names.append(f"ba {before[-1]} {after[0]}")
    own = next((t.mark for t in tokens if t.start <= quantity.start < t.end), "")
    if own:
        names.append(f"mark {own}")
    nearest = next((t.kind + t.mark for t in reversed(ahead) if t.kind in LEVELS), None)
    names.append(f"level {nearest}")
    earlier = sum(t.kind in ("sum", "share") for t in ahead)
    names += [f"earlier {min(earlier, 4)}", f"kind {quantity.kind} level {nearest}"]
    if not before:
        names += [f"p {kind}" for kind in sorted(set(previous[-3:]))]
    names += [f"in {t.kind}" for t in tokens if not t.mark]
    return names

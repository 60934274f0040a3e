"""The clauses of a sentence, and how much each tells of every concept."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..reading.tokens import Sentence, Token
from .linear import Bags, LinearHeads
from .names import Names

END = re.compile(r"(?<!\d)[,，:：]|[,，:：](?!\d)|[;；|]|\s[-–—]\s|(?<=[\u4e00-\u9fff])\s|。|——")
#: A clause shorter than this is taken together with its neighbour.
SHORT = 4
#: Logit of a clause without a typed word.
SILENT = -20.0


class Clauses(NamedTuple):
    """The clauses of one sentence.

    Attributes
    ----------
    cuts : list of int
        Where they begin in the normalised text, and where the last one ends.
    logits : list of list of float
        Of each clause, about the logit of each sentence head: what its single tokens and pairs of neighbours say.
    """

    cuts: list[int]
    logits: list[list[float]]


def cuts_of(text: str, sentence: Sentence) -> list[int]:
    """Where the clauses of a sentence begin, and where the last one ends.

    Examples
    --------
    >>> cuts_of("先交2980元成为代理,推荐一人奖500元", Sentence(0, 21, [], []))
    [0, 12, 21]
    """
    cuts = [sentence.start]
    for match in END.finditer(text, sentence.start, sentence.end):
        if match.end() - cuts[-1] >= SHORT and sentence.end - match.end() >= SHORT:
            cuts.append(match.end())
    cuts.append(sentence.end)
    return cuts


def clauses_of(names: Names, heads: LinearHeads, sentence: Sentence, cuts: list[int]) -> Clauses:
    """The clauses of a sentence, weighed all at once.

    Parameters
    ----------
    names : Names
        Whose first vocabulary is that of the heads.
    heads : LinearHeads
        The sentence heads.
    sentence : Sentence
    cuts : list of int
        As :func:`cuts_of` gives them.
    """
    tokens: list[list[Token]] = [[] for _ in cuts[1:]]
    clause = 0
    for token in sentence.tokens:
        while token.start >= cuts[clause + 1]:
            clause += 1
        tokens[clause].append(token)
    bags = Bags(names.none)
    for own in tokens:
        bags.add(names.of_neighbours(sentence._replace(tokens=own)) if own else [])
    logits = heads.summed(names.rows[0].take(bags.items), bags.starts).tolist()
    return Clauses(cuts, [row if own else [SILENT] * len(row) for row, own in zip(logits, tokens, strict=True)])

"""What a clause does with what it says: assert it, deny it, ask it, or put it under a condition."""

from __future__ import annotations

import re
from functools import lru_cache

from ..language.patterns import may_match, pattern

#: Marks a token may carry; an unmarked token is asserted.
MARKS = NEGATED, ASKED, CONDITIONAL = "!", "?", "~"
#: Kinds of words that open a scope, and the mark of what follows them; what rivals do is not so of the business described.
OPENERS = {"not": NEGATED, "rivals": NEGATED, "if": CONDITIONAL}
#: Kinds of those further down, whom words that end a chain rule out.
FURTHER = frozenset(("second", "deeper"))

_CLAUSE_END = re.compile(r"[,，。！？!?;；:：\n()（）|]|\bbut\b|\bhowever\b|\bthen\b|但|而是|却|然后|就(?=能|可以|是)")
_LEAD = r"^[\"“'(]*(?:(?:a|答|回答|答复|re)\s*[:：.、]\s*)?[\"“'(]*"
_QUESTION = re.compile(r"[?？]\s*[\"”』」')）]*$|[吗么呢]\s*[。!！]?$")


def clause_ends(text: str, start: int, end: int) -> list[int]:
    """Positions in ``text[start:end]`` at which a clause stops, the last being ``end``."""
    ends = [match.start() for match in _CLAUSE_END.finditer(text, start, end)]
    ends.append(end)
    return ends


#: Words of inability: with "any more" they tell that what is lost was there.
INABILITY = frozenset(("cannot", "can't", "can not", "cant", "不能", "没"))


def lost_ability(sentence: str) -> bool:
    """Whether inability in a sentence tells of what used to be ("cannot recruit new agents any more").

    Examples
    --------
    >>> lost_ability("they cannot recruit any more"), lost_ability("agents cannot recruit")
    (True, False)
    """
    return bool(pattern("no_more").search(sentence))


def is_question(sentence: str) -> bool:
    """Whether a sentence asks; a mark alone makes no question of a statement, which those who would not be caught stating it know.

    Examples
    --------
    >>> is_question("需要囤货吗?"), is_question("不需要囤货。"), is_question("先交2980元才能成为我们的代理?")
    (True, False, False)
    """
    return ("?" in sentence or "？" in sentence or "吗" in sentence or "么" in sentence or "呢" in sentence) and bool(_QUESTION.search(sentence)) and not _states(sentence)


#: A sentence as long as this says something; a shorter one may ask by its mark alone ("joining fee?", "要囤货?").
_WORD, _SAYS_HAN, _SAYS_WORDS = re.compile(r"[a-z]+"), 8, 6


def _states(sentence: str) -> bool:
    """Whether a sentence with a question's mark states something: it is long enough, and has no word of asking."""
    says = sum("\u4e00" <= char <= "\u9fff" for char in sentence) >= _SAYS_HAN or len(_WORD.findall(sentence)) >= _SAYS_WORDS
    return says and not pattern("asks").search(sentence)


def answer(sentence: str) -> str | None:
    """What the (normalised) sentence after a question answers: ``"no"``, ``"yes"``, or None where it does neither.

    Examples
    --------
    >>> answer("答:不用,一件代发"), answer("yes, $99 a year.")
    ('no', 'yes')
    """
    return next((said for said in ("no", "yes") if _answers(said).match(sentence)), None)


@lru_cache(maxsize=2)
def _answers(said: str) -> re.Pattern[str]:
    return re.compile(f"{_LEAD}(?:{pattern(f'answer_{said}').pattern})")


def may_ban(text: str) -> bool:
    """Whether anything in a text may rule something out: where nothing does, no sentence need be asked.

    Examples
    --------
    >>> may_ban("一律禁止"), may_ban("推荐一人奖500")
    (True, False)
    """
    return may_match(("ruled_out_behind", "heads_ban"), text)


def negated_whole(sentence: str) -> bool:
    """Whether a clause is ruled out by its own ending ("... is prohibited", "……一律禁止").

    Examples
    --------
    >>> negated_whole("paying for recruits is strictly prohibited")
    True
    """
    return bool(pattern("ruled_out_behind").search(sentence))


_LIST_ITEM = re.compile(r"^\s*(?:[(（]?(?:[一二三四五六七八九十]{1,2}|\d{1,2}|[a-z])[)）.、]|[-–•·*○●])")


def heads_forbidding_list(sentence: str) -> bool:
    """Whether a sentence opens a list of things ruled out.

    Examples
    --------
    >>> heads_forbidding_list("乙方在合同期内不得:")
    True
    """
    return bool(pattern("heads_ban").search(sentence))


def is_list_item(sentence: str) -> bool:
    """Whether a sentence is an item of a list.

    Examples
    --------
    >>> is_list_item("(一)发展下级代理;"), is_list_item("发展下级代理")
    (True, False)
    """
    return bool(_LIST_ITEM.match(sentence))

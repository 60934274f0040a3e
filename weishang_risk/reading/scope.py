"""What a clause does with what it says: assert it, deny it, ask it, or put it under a condition."""

from __future__ import annotations

import re

#: Marks a token may carry; an unmarked token is asserted.
MARKS = NEGATED, ASKED, CONDITIONAL = "!", "?", "~"
#: Kinds of words that open a scope, and the mark of what follows them; what rivals do is not so of the business described.
OPENERS = {"not": NEGATED, "rivals": NEGATED, "if": CONDITIONAL}
#: Kinds of those further down, whom words that end a chain rule out.
FURTHER = frozenset(("second", "deeper"))

_CLAUSE_END = re.compile(r"[,，。！？!?;；:：\n()（）|]|\bbut\b|\bhowever\b|\bthen\b|但|而是|却|然后|就(?=能|可以|是)")
_NO_LONGER_BACKWARD = re.compile(
    r"(?:一律|均|都|将|被)?(?:禁止|严禁|不允许|不被允许|取消了?|已取消|停了|停止了?|停发|作废|废止|不再有|不再执行)\s*[,，。;；]?$"
    r"|\b(?:is|are|be|was|were|been)\s+(?:strictly\s+|expressly\s+)?(?:prohibited|forbidden|banned|abolished|scrapped|not allowed|not permitted)\b"
)
_ANSWER_NO = re.compile(
    r"^[\"“'(]*(?:(?:a|答|回答|答复|re)\s*[:：.、]\s*)?[\"“'(]*(?:不用|不需要|不需|不收|不是|不会|不要|不必|没有|没|无需|无|完全不|绝不|当然不|不|冇|唔|免|否|零|"
    r"no\b|nope|never|not\b|none|nothing|neither|nobody|absolutely not|zero)"
)
_ANSWER_YES = re.compile(
    r"^[\"“'(]*(?:(?:a|答|回答|答复|re)\s*[:：.、]\s*)?[\"“'(]*(?:要的|需要|要|会|是的|是|有的|有|当然|可以|对|对的|能|yes\b|yep|yeah|of course|certainly|sure|correct)"
)
_ASKING = frozenset("?？吗么呢")
_QUESTION = re.compile(r"[?？]\s*[\"”』」')）]*$|[吗么呢]\s*[。!！]?$")


def clause_ends(text: str, start: int, end: int) -> list[int]:
    """Positions in ``text[start:end]`` at which a clause stops, the last being ``end``."""
    ends = [match.start() for match in _CLAUSE_END.finditer(text, start, end)]
    ends.append(end)
    return ends


_NO_MORE = re.compile(r"\bany ?more\b|\bno longer\b|再也")
#: Words of inability: with "any more" they tell that what is lost was there.
INABILITY = frozenset(("cannot", "can't", "can not", "cant", "不能", "没"))


def lost_ability(sentence: str) -> bool:
    """Whether inability in a sentence tells of what used to be ("cannot recruit new agents any more").

    Examples
    --------
    >>> lost_ability("they cannot recruit any more"), lost_ability("agents cannot recruit")
    (True, False)
    """
    return ("more" in sentence or "no longer" in sentence or "再也" in sentence) and bool(_NO_MORE.search(sentence))


def is_question(sentence: str) -> bool:
    """Whether a sentence asks.

    Examples
    --------
    >>> is_question("需要囤货吗?"), is_question("不需要囤货。")
    (True, False)
    """
    return not _ASKING.isdisjoint(sentence) and bool(_QUESTION.search(sentence))


def answer(sentence: str) -> str | None:
    """What the (normalised) sentence after a question answers: ``"no"``, ``"yes"``, or None where it does neither.

    Examples
    --------
    >>> answer("答:不用,一件代发"), answer("yes, $99 a year.")
    ('no', 'yes')
    """
    if _ANSWER_NO.match(sentence):
        return "no"
    if _ANSWER_YES.match(sentence):
        return "yes"
    return None


def negated_whole(sentence: str) -> bool:
    """Whether a clause is ruled out by its own ending ("... is prohibited", "……一律禁止").

    Examples
    --------
    >>> negated_whole("paying for recruits is strictly prohibited")
    True
    """
    return bool(_NO_LONGER_BACKWARD.search(sentence))


_LIST_HEAD = re.compile(r"(?:不得|禁止|严禁|不准|不许|杜绝|不可以|must not|may not|shall not|do not|don't|never|prohibited|not allowed)[^,，。;；\n]{0,12}[:：]\s*$")
_LIST_ITEM = re.compile(r"^\s*(?:[(（]?(?:[一二三四五六七八九十]{1,2}|\d{1,2}|[a-z])[)）.、]|[-–•·*○●])")


def heads_forbidding_list(sentence: str) -> bool:
    """Whether a sentence opens a list of things ruled out.

    Examples
    --------
    >>> heads_forbidding_list("乙方在合同期内不得:")
    True
    """
    return bool(_LIST_HEAD.search(sentence))


def is_list_item(sentence: str) -> bool:
    """Whether a sentence is an item of a list.

    Examples
    --------
    >>> is_list_item("(一)发展下级代理;"), is_list_item("发展下级代理")
    (True, False)
    """
    return bool(_LIST_ITEM.match(sentence))

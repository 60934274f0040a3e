"""Conditions and tests in three values: True, False, and None where the text does not say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple


class Facts(NamedTuple):
    """What conditions are held against.

    Attributes
    ----------
    features : tuple
        Pairs of name and value; None where the text does not tell.
    reward_base : str or None
    signals : frozenset of str
        Signals with evidence that is not negated.
    mitigations : frozenset of str
    """

    features: tuple[tuple[str, Any], ...]
    reward_base: str | None
    signals: frozenset[str]
    mitigations: frozenset[str]


def every(values: Iterable[bool | None]) -> bool | None:
    """False where one is false, else None where one is not told.

    Examples
    --------
    >>> every([True, None]), every([None, False]), every([])
    (None, False, True)
    """
    told = list(values)
    return False if False in told else None if None in told else True


def some(values: Iterable[bool | None]) -> bool | None:
    """True where one is true, else None where one is not told.

    Examples
    --------
    >>> some([False, None]), some([None, True]), some([])
    (None, True, False)
    """
    return opposite(every(opposite(value) for value in values))


def opposite(value: bool | None) -> bool | None:
    """Not; what is not told stays so."""
    return None if value is None else not value


def met(conditions: Sequence[Mapping[str, Any]], facts: Facts) -> bool | None:
    """Whether one of an element's conditions holds; an element without any is never told by a text.

    Examples
    --------
    >>> facts = Facts((("recruitment", 2), ("tier_depth", None)), "sales", frozenset(), frozenset({"refund"}))
    >>> met([{"recruitment": 2, "reward_base": ["heads", "entry"]}], facts), met([{"tier_depth": 2}], facts), met([], facts)
    (False, None, None)
    >>> met([{"recruitment": 1, "without": "refund"}, {"below": {"recruitment": 2}}], facts)
    False
    """
    return some(_holds(condition, facts) for condition in conditions) if conditions else None


def _holds(condition: Mapping[str, Any], facts: Facts) -> bool | None:
    features = dict(facts.features)
    return every(_told(name, wanted, features, facts) for name, wanted in condition.items())


def _told(name: str, wanted: Any, features: Mapping[str, Any], facts: Facts) -> bool | None:
    if name == "below":
        return every(opposite(_reaches(features.get(feature), bound)) for feature, bound in wanted.items())
    choices = {wanted} if isinstance(wanted, str) else wanted
    if name == "reward_base":
        return None if facts.reward_base is None else facts.reward_base in choices
    if name == "signal":
        return not facts.signals.isdisjoint(choices)
    if name == "mitigation":
        return not facts.mitigations.isdisjoint(choices)
    if name == "without":
        return facts.mitigations.isdisjoint(choices)
    return _reaches(features.get(name), wanted)


def _reaches(value: Any, wanted: Any) -> bool | None:
    if value is None:
        return None
    if value == "unlimited":
        return True
    return bool(wanted != "unlimited" and value >= wanted)


def verdict(test: Mapping[str, Any], elements: Sequence[bool | None], exclusions: Sequence[bool | None]) -> bool | None:
    """Whether a test as a whole is met: by its logic, and not where an exclusion holds or may hold.

    Matters that are only weighed (``factors``) settle nothing unless every one of them is found.

    Examples
    --------
    >>> test = {"logic": "any_of", "elements": [{"required": True}, {}, {}]}
    >>> verdict(test, [True, False, True], []), verdict(test, [False, True, True], []), verdict(test, [True, False, None], [])
    (True, False, None)
    """
    if test["logic"] == "any_of":
        pairs = list(zip(test["elements"], elements, strict=True))
        required = every(value for element, value in pairs if element.get("required"))
        whole = every((required, some(value for element, value in pairs if not element.get("required"))))
    else:
        whole = every(elements)
        if test["logic"] == "factors" and not whole:
            whole = None
    return every((whole, opposite(some(exclusions))))

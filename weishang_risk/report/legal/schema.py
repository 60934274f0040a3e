"""What a file of legal tests may hold; whatever is missing, misspelt or unknown is refused with its place."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ...concepts.registry import BY_NAME, CONCEPTS, MITIGATIONS, READ_SIGNALS
from ...concepts.registry import FEATURES as CONTRACT
from ...plan.types import BASES

#: Concepts that no feature of the contract tells: their evidence does.
BY_EVIDENCE = tuple(concept.name for concept in CONCEPTS if not concept.features)
#: Features a condition may ask to reach a value, and the values that mean something; none are named for a share.
FEATURES: dict[str, tuple[Any, ...]] = {
    **{name: feature.sort.asked for name, feature in CONTRACT.items() if feature.sort.asked is not None},
    **{name: BY_NAME[name].levels for name in BY_EVIDENCE},
}
#: What a reward is counted on, where the text tells it.
REWARD_BASES = tuple(base for base in BASES if base != "unknown")
#: What a test is taken from. Decisions stand apart from statutes: they bind by reasoning, not by wording.
KINDS = ("statute", "case", "guidance", "warning", "platform_rule")
LOGICS = ("all_of", "any_of", "factors")

_ID = re.compile(r'"id":\s*"([^"]*)"')
_CHOICES = {"reward_base": REWARD_BASES, "signal": READ_SIGNALS, "mitigation": MITIGATIONS, "without": MITIGATIONS}
_FILE = ({"jurisdiction", "name", "tests"}, set[str]())
_TEST = (
    {"id", "kind", "logic", "name", "citation", "checked", "confirmed", "elements"},
    {"unconfirmed", "note", "exclusions", "mitigated_by"},
)
_ELEMENT = ({"name", "when", "signals"}, {"required"})
_EXCLUSION = ({"name", "when"}, set[str]())


class LegalDataError(ValueError):
    """A legal test that cannot be used as written."""


def parse(where: str, text: str) -> dict[str, Any]:
    """A file of tests, checked.

    Raises
    ------
    LegalDataError
        Where it is no JSON, tells a key twice, or is not wholly understood.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise LegalDataError(f"{where}: an object tells {twice} twice")
        return dict(pairs)

    try:
        data: dict[str, Any] = json.loads(text, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        raise LegalDataError(f"{where}: line {error.lineno}: {error.msg}") from None
    check_file(where, data, {match[1]: text.count("\n", 0, match.start()) + 1 for match in _ID.finditer(text)})
    return data


def check_file(where: str, data: Any, lines: Mapping[str, int] | None = None) -> None:
    """Refuse a file of tests that is not wholly understood.

    Parameters
    ----------
    where : str
        Name of the file, for the message.
    data : object
        Its content, parsed.
    lines : mapping of str to int, optional
        On which line of it each test begins, by its id.

    Raises
    ------
    LegalDataError

    Examples
    --------
    >>> check_file("xx.json", {"jurisdiction": "XX", "name": {"en": "X", "zh": "X"}, "tests": [], "test": []})
    Traceback (most recent call last):
    ...
    weishang_risk.report.legal.schema.LegalDataError: xx.json: unknown keys ['test']; known are ['jurisdiction', 'name', 'tests']
    """
    _keys(where, data, *_FILE)
    if not re.fullmatch("[A-Z]{2}", str(data["jurisdiction"])):
        raise LegalDataError(f"{where}: 'jurisdiction' is a code of two capitals, not {data['jurisdiction']!r}")
    _names(f"{where}: name", data["name"])
    for place, test in enumerate(_list(f"{where}: tests", data["tests"]), 1):
        named = isinstance(test, Mapping) and str(test.get("id") or "")
        line = (lines or {}).get(named or "")
        _check_test(f"{where}{f' line {line}' if line else ''}: {named or f'test {place}'}", test)


def _check_test(where: str, test: Any) -> None:
    _keys(where, test, *_TEST)
    for key in ("id", "citation"):
        if not isinstance(test[key], str) or not test[key]:
            raise LegalDataError(f"{where}: {key!r} is a string, not {test[key]!r}")
    _one_of(f"{where}: kind", test["kind"], KINDS)
    _one_of(f"{where}: logic", test["logic"], LOGICS)
    _names(f"{where}: name", test["name"])
    if "note" in test:
        _names(f"{where}: note", test["note"])
    _check_source(where, test)
    for kind in _list(f"{where}: mitigated_by", test.get("mitigated_by", [])):
        _one_of(f"{where}: mitigated_by", kind, MITIGATIONS)
    if not _list(f"{where}: elements", test["elements"]):
        raise LegalDataError(f"{where}: a test has elements")
    for place, element in enumerate(test["elements"], 1):
        at = f"{where}: element {place}"
        _keys(at, element, *_ELEMENT)
        _names(f"{at}: name", element["name"])
        for signal in _list(f"{at}: signals", element["signals"]):
            _one_of(f"{at}: signals", signal, READ_SIGNALS)
        if "required" in element and (test["logic"] != "any_of" or element["required"] is not True):
            raise LegalDataError(f"{at}: 'required' is true, and only under 'any_of'; all others are required or weighed as it is")
        for condition in _list(f"{at}: when", element["when"]):
            _check_condition(at, condition)
    for place, exclusion in enumerate(_list(f"{where}: exclusions", test.get("exclusions", [])), 1):
        at = f"{where}: exclusion {place}"
        _keys(at, exclusion, *_EXCLUSION)
        _names(f"{at}: name", exclusion["name"])
        if not exclusion["when"]:
            raise LegalDataError(f"{at}: an exclusion that no text can tell belongs in the note")
        for condition in _list(f"{at}: when", exclusion["when"]):
            _check_condition(at, condition)


def _check_source(where: str, test: Mapping[str, Any]) -> None:
    """When the source was checked, and that what was not confirmed is named."""
    if test["checked"] is not None:
        try:
            date.fromisoformat(test["checked"])
        except (TypeError, ValueError):
            raise LegalDataError(f"{where}: 'checked' is a date such as 2026-11-28, or null, not {test['checked']!r}") from None
    if not isinstance(test["confirmed"], bool):
        raise LegalDataError(f"{where}: 'confirmed' is true or false, not {test['confirmed']!r}")
    points = _list(f"{where}: unconfirmed", test.get("unconfirmed", []))
    for point in points:
        _names(f"{where}: unconfirmed", point)
    if test["confirmed"] == bool(points) or (test["confirmed"] and test["checked"] is None):
        raise LegalDataError(f"{where}: a test is confirmed where it was checked and no point is unconfirmed; else it names the points")


def _check_condition(where: str, condition: Any) -> None:
    if not isinstance(condition, Mapping) or not condition:
        raise LegalDataError(f"{where}: a condition is an object that names at least one feature, not {condition!r}")
    for name, wanted in condition.items():
        if name in FEATURES:
            _check_value(where, name, wanted)
        elif name == "below":
            _keys(f"{where}: below", wanted, set(), set(FEATURES))
            for feature, bound in wanted.items():
                _check_value(f"{where}: below", feature, bound)
        elif name in _CHOICES:
            for choice in [wanted] if isinstance(wanted, str) else _list(f"{where}: {name}", wanted):
                _one_of(f"{where}: {name}", choice, _CHOICES[name])
        else:
            raise LegalDataError(f"{where}: unknown feature {name!r}; known are {sorted([*FEATURES, 'below', *_CHOICES])}")


def _check_value(where: str, feature: str, value: Any) -> None:
    if not FEATURES[feature]:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= 1:
            raise LegalDataError(f"{where}: {feature!r} is a number over 0 and up to 1, not {value!r}")
    else:
        _one_of(f"{where}: {feature}", value, FEATURES[feature])


def _keys(where: str, record: Any, required: set[str], optional: set[str]) -> None:
    if not isinstance(record, Mapping):
        raise LegalDataError(f"{where}: an object is wanted, not {record!r}")
    if missing := sorted(required - set(record)):
        raise LegalDataError(f"{where}: lacks {missing}")
    if unknown := sorted(set(record) - required - optional):
        raise LegalDataError(f"{where}: unknown keys {unknown}; known are {sorted(required | optional)}")


def _list(where: str, value: Any) -> Sequence[Any]:
    if not isinstance(value, list):
        raise LegalDataError(f"{where}: a list is wanted, not {value!r}")
    return value


def _one_of(where: str, value: Any, choices: Sequence[Any]) -> None:
    if isinstance(value, bool) or value not in choices:
        raise LegalDataError(f"{where}: {value!r} is none of {list(choices)}")


def _names(where: str, names: Any) -> None:
    _keys(where, names, {"en", "zh"}, set())
    if not all(isinstance(name, str) and name for name in names.values()):
        raise LegalDataError(f"{where}: both languages are told, in words")

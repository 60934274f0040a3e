"""Legal tests as data: which elements a text shows evidence consistent with, and which it does not.

One JSON file a region, one record a test. An element is met where any of its ``when`` conditions holds; a condition
holds where every feature it names reaches the stated value (``"unlimited"`` reaches every depth) and nothing named
under ``without`` mitigates. Adding a country adds a record and touches no code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

_FEATURES = ("tier_depth", "recruitment", "recruitment_emphasis", "buy_in", "income")


class LegalDataError(ValueError):
    """A legal test that cannot be used as written."""


@lru_cache(maxsize=1)
def load() -> tuple[dict[str, Any], ...]:
    """Every test shipped, in file order.

    Returns
    -------
    tuple of dict

    Raises
    ------
    LegalDataError
        Where a record lacks a field or names an unknown feature.
    """
    tests: list[dict[str, Any]] = []
    for entry in sorted(resources.files(__name__).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".json"):
            for record in json.loads(entry.read_text(encoding="utf-8")):
                _check(entry.name, record)
                tests.append(record)
    return tuple(tests)


def _check(file: str, record: Mapping[str, Any]) -> None:
    for key in ("id", "name", "citation", "elements"):
        if key not in record:
            raise LegalDataError(f"{file}: a test lacks {key!r}")
    for element in record["elements"]:
        for condition in element["when"]:
            unknown = set(condition) - {*_FEATURES, "without"}
            if unknown:
                raise LegalDataError(f"{file}: {record['id']} names unknown features {sorted(unknown)}")


def _holds(condition: Mapping[str, Any], features: Mapping[str, Any], mitigations: frozenset[str]) -> bool:
    for name, wanted in condition.items():
        if name == "without":
            if wanted in mitigations:
                return False
            continue
        value = features[name]
        if value is None:
            return False
        if value == "unlimited":
            continue
        if wanted == "unlimited" or value < wanted:
            return False
    return True


def evaluate(
    features: Mapping[str, Any], evidence: Sequence[Mapping[str, Any]], mitigations: frozenset[str], language: str = "en"
) -> list[dict[str, Any]]:
    """Which elements of which tests a reading is consistent with.

    Parameters
    ----------
    features : mapping
        The ``features`` of a report.
    evidence : sequence of mapping
        The ``evidence`` of a report; elements point into it by index.
    mitigations : frozenset of str
        Kinds of mitigation found, e.g. ``"refund"``.
    language : {"en", "zh"}, default "en"
        Language of the names.

    Returns
    -------
    list of dict
        ``{"id", "name", "citation", "elements": [{"name", "met", "evidence"}], "mitigated_by"}``; tests of which no
        element is met are left out. A met element is evidence consistent with it, never a finding of law.

    Examples
    --------
    >>> found = evaluate({"tier_depth": 3, "recruitment": 2, "recruitment_emphasis": 0.6, "buy_in": 2, "income": 0},
    ...                  [], frozenset())
    >>> next(t for t in found if t["id"] == "us-koscot")["elements"][0]["met"]
    True
    """
    # Of the emphasis only the stages that some test asks for matter; so rounded, most readings have been met before.
    emphasis = max((stage for stage in _stages() if stage <= features["recruitment_emphasis"]), default=0.0)
    values = tuple(emphasis if name == "recruitment_emphasis" else features[name] for name in _FEATURES)
    by_signal: dict[str, list[int]] = {}
    for index, item in enumerate(evidence):
        if item["stance"] != "negated":
            by_signal.setdefault(item["signal"], []).append(index)
    results = []
    for test, met_elements in _met(values, mitigations):
        elements = []
        for element, met in zip(test["elements"], met_elements, strict=True):
            points = [i for s in element["signals"] for i in by_signal.get(s, ())] if met else []
            elements.append({"name": _in(element["name"], language), "met": met, "evidence": points})
        results.append({
            "id": test["id"], "name": _in(test["name"], language), "citation": test["citation"], "elements": elements,
            "mitigated_by": sorted(mitigations.intersection(test.get("mitigated_by", ()))),
        })  # fmt: skip
    return results


@lru_cache(maxsize=1)
def _stages() -> tuple[float, ...]:
    """Every emphasis on recruiting that a condition names."""
    conditions = (condition for test in load() for element in test["elements"] for condition in element["when"])
    return tuple({condition["recruitment_emphasis"] for condition in conditions if "recruitment_emphasis" in condition})


@lru_cache(maxsize=1024)
def _met(values: tuple[Any, ...], mitigations: frozenset[str]) -> tuple[tuple[dict[str, Any], tuple[bool, ...]], ...]:
    """Tests with an element met, and which are."""
    features = dict(zip(_FEATURES, values, strict=True))
    found = []
    for test in load():
        met = tuple(any(_holds(condition, features, mitigations) for condition in e["when"]) for e in test["elements"])
        if any(met):
            found.append((test, met))
    return tuple(found)


def _in(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or names["en"]

"""Legal tests as data: which elements a text shows evidence consistent with, which not, and which it does not tell.

One JSON file a jurisdiction, one record a test; adding a country adds a file and touches no code. A record says what it is
taken from (``kind``), how its elements make the test (``logic``: ``all_of``; ``any_of``, of which elements marked
``required`` are needed besides; ``factors``, which are only weighed), what takes a plan out of it (``exclusions``), when its
source was ``checked`` and which points are ``unconfirmed``.

An element is met where one of its ``when`` conditions holds. A condition names, all of them needed:

- a feature and the value it reaches (``"unlimited"`` reaches every depth), or ``below``: features and bounds not reached;
- ``reward_base``: what rewards are counted on, one of several;
- ``signal``: evidence for it, not negated; ``mitigation``: a mitigating fact; ``without``: none of these mitigating facts.

What the text does not tell (a null feature, an unknown base, an element with no condition at all, such as deceit) leaves an
element neither met nor unmet: ``met`` false and ``told`` false. A met element is evidence consistent with it, never a finding.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple

from ...render import catalogue
from . import logic, schema
from .logic import Facts
from .schema import LegalDataError

#: Levels under ``elevated``.
_LOW = ("low", "watch")

__all__ = ["LegalDataError", "evaluate", "jurisdictions", "load"]


@lru_cache(maxsize=1)
def _files() -> tuple[dict[str, Any], ...]:
    entries = sorted(resources.files(__name__).iterdir(), key=lambda e: e.name)
    return tuple(schema.parse(e.name, e.read_text(encoding="utf-8")) for e in entries if e.name.endswith(".json"))


@lru_cache(maxsize=1)
def load() -> tuple[dict[str, Any], ...]:
    """Every test shipped, by jurisdiction, each with its ``jurisdiction`` code.

    Returns
    -------
    tuple of dict

    Raises
    ------
    LegalDataError
        Where a record lacks a field, or names a key or a feature that is not known.
    """
    tests = tuple({"jurisdiction": data["jurisdiction"]} | test for data in _files() for test in data["tests"])
    ids = [test["id"] for test in tests]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise LegalDataError(f"two tests have the id {twice}")
    return tests


def jurisdictions(language: str = "en") -> dict[str, str]:
    """The jurisdictions there are tests for: code and name.

    Parameters
    ----------
    language : {"en", "zh"}, default "en"

    Returns
    -------
    dict

    Examples
    --------
    >>> jurisdictions()["HK"], jurisdictions("zh")["HK"]
    ('Hong Kong', '香港')
    """
    return {data["jurisdiction"]: _in(data["name"], language) for data in _files()}


def evaluate(
    features: Mapping[str, Any], evidence: Sequence[Mapping[str, Any]], mitigations: Iterable[str], language: str = "en", *,
    jurisdictions: Iterable[str] | None = None, reward_base: str | None = None, level: str | None = None,
) -> list[dict[str, Any]]:
    """Which elements of which tests a reading is consistent with.

    Parameters
    ----------
    features : mapping
        The ``features`` of a report; one that is absent or None is not told.
    evidence : sequence of mapping
        The ``evidence`` of a report; elements point into it by index.
    mitigations : iterable of str
        Kinds of mitigation found, e.g. ``"refund"``.
    language : {"en", "zh"}, default "en"
        Language of the names.
    jurisdictions : iterable of str, optional
        Codes of those wanted, e.g. ``("CN", "US")``; all by default. A code stands for itself: ``"DE"`` leaves ``"EU"`` out.
    reward_base : {"heads", "entry", "purchases", "sales"}, optional
        What rewards are counted on; None where the text does not tell.
    level : str, optional
        The level of the report, so that a test met under a low one says why the level is low all the same.

    Returns
    -------
    list of dict
        ``{"id", "jurisdiction", "kind", "logic", "name", "citation", "checked", "confirmed", "unconfirmed", "note", "met",
        "told", "elements": [{"name", "met", "told", "required", "evidence"}], "exclusions", "mitigated_by", "caveat"}``; tests of which
        no element is met are left out. ``exclusions`` are the names of those that hold.

    Raises
    ------
    ValueError
        Where a code, or the base of rewards, is not known.

    Examples
    --------
    >>> read = {"tier_depth": 3, "recruitment": 2, "recruitment_emphasis": 0.6, "buy_in": 2, "inventory": 0, "income": 0}
    >>> [(test["id"], test["met"]) for test in evaluate(read, [], (), jurisdictions=["EU"], reward_base="heads")]
    [('eu-ucpd-14', True)]
    """  # fmt: skip
    if reward_base is not None and reward_base not in schema.REWARD_BASES:
        raise ValueError(f"reward_base is one of {list(schema.REWARD_BASES)} or None, not {reward_base!r}")
    wanted = codes(jurisdictions)
    by_signal: dict[str, list[int]] = {}
    for index, item in enumerate(evidence):
        if item["stance"] != "negated":
            by_signal.setdefault(item["signal"], []).append(index)
    told = frozenset(mitigations)
    flat = "one_level" in told or any(item["signal"] == "tiers" and item["stance"] == "negated" for item in evidence)
    facts = Facts(_values(features, flat, by_signal), reward_base, frozenset(by_signal), told)
    shown: dict[tuple[str, ...], list[int]] = {}
    results = []
    for told_of, elements in _told(facts, wanted, level in _LOW, language):
        # What a caller does with a result is no matter of the next one's.
        result = told_of.copy()
        for key in ("unconfirmed", "exclusions", "mitigated_by"):
            result[key] = told_of[key].copy()
        result["elements"] = own = []
        for element, signals in elements:
            if signals not in shown:
                shown[signals] = [i for signal in signals for i in by_signal.get(signal, ())]
            own.append(element | {"evidence": shown[signals].copy()})
        results.append(result)
    return results


_Result = tuple[dict[str, Any], tuple[tuple[dict[str, Any], tuple[str, ...]], ...]]


@lru_cache(maxsize=1024)
def _told(facts: Facts, wanted: tuple[str, ...] | None, low: bool, language: str) -> tuple[_Result, ...]:
    """Results without the evidence of their elements, and each element with the signals whose evidence it is given."""
    caveat = _caveat(facts, language) if low else None
    found = []
    for place, (test, asked) in enumerate(zip(load(), _asked_by_each(), strict=True)):
        if (wanted is None or test["jurisdiction"] in wanted) and (result := _result(place, asked.of(facts), language)):
            whole, elements = result
            found.append((whole | {"caveat": caveat if whole["met"] else None}, elements))
    return tuple(found)


@lru_cache(maxsize=4096)
def _result(place: int, facts: Facts, language: str) -> _Result | None:
    """What becomes of one test by the facts that it asks for, but for its caveat; None where no element is met."""
    test = load()[place]
    elements = tuple(logic.met(element["when"], facts) for element in test["elements"])
    if not any(elements):
        return None
    exclusions = tuple(logic.met(each["when"], facts) for each in test.get("exclusions", ()))
    whole = logic.verdict(test, elements, exclusions)
    return {
        "id": test["id"], "jurisdiction": test["jurisdiction"], "kind": test["kind"], "logic": test["logic"],
        "name": _in(test["name"], language), "citation": test["citation"], "checked": test["checked"],
        "confirmed": test["confirmed"], "unconfirmed": [_in(point, language) for point in test.get("unconfirmed", ())],
        "note": _in(test["note"], language) if "note" in test else None, "met": whole is True, "told": whole is not None,
        "elements": [],
        "exclusions": [_in(each["name"], language) for each, value in zip(test.get("exclusions", ()), exclusions, strict=True) if value],
        "mitigated_by": sorted(facts.mitigations.intersection(test.get("mitigated_by", ()))), "caveat": None,
    }, tuple(({
        "name": _in(element["name"], language), "met": value is True, "told": value is not None,
        "required": test["logic"] == "all_of" or element.get("required", False), "evidence": [],
    }, tuple(element["signals"]) if value else ()) for element, value in zip(test["elements"], elements, strict=True))  # fmt: skip


def codes(wanted: Iterable[str] | None) -> tuple[str, ...] | None:
    """Codes of jurisdictions, each once; None, which stands for all, as it is.

    Raises
    ------
    TypeError
        For what is no list of codes.
    ValueError
        For one there are no tests for, naming those there are.

    Examples
    --------
    >>> codes("CN"), codes(["CN", "US", "CN"]), codes(None)
    (('CN',), ('CN', 'US'), None)
    """
    if wanted is None:
        return None
    if not isinstance(wanted, Iterable):
        raise TypeError(f'jurisdictions must be a list of codes, e.g. ["CN", "US"], not {type(wanted).__name__}')
    found = [wanted] if isinstance(wanted, str) else list(wanted)
    known = [data["jurisdiction"] for data in _files()]
    if unknown := [code for code in found if code not in known]:
        raise ValueError(f"no legal tests for {unknown}; there are tests for {known}")
    return tuple(dict.fromkeys(found))


def _values(features: Mapping[str, Any], flat: bool, told: Collection[str]) -> tuple[tuple[str, Any], ...]:
    """The features that conditions ask for. Levels that the text rules out are told: there are none."""
    values = {name: features.get(name) for name in schema.FEATURES}
    if values["tier_depth"] is None and flat:
        values["tier_depth"] = 0
    for name in schema.BY_EVIDENCE:
        if values[name] is None:
            values[name] = int(name in told)
    if values["recruitment_emphasis"] is not None:
        # Of the emphasis only the stages that some test asks for matter; so rounded, most readings have been met before.
        values["recruitment_emphasis"] = max((s for s in _stages() if s <= values["recruitment_emphasis"]), default=0.0)
    return tuple(values.items())


@lru_cache(maxsize=1)
def _stages() -> tuple[float, ...]:
    """Every emphasis on recruiting that a condition names."""
    return tuple({
        place["recruitment_emphasis"]
        for test in load() for condition in _conditions(test)
        for place in (condition, condition.get("below", {})) if "recruitment_emphasis" in place
    })  # fmt: skip


def _conditions(test: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for part in (*test["elements"], *test.get("exclusions", ())):
        yield from part["when"]


class _Asked(NamedTuple):
    """Which facts a test asks for: most readings that differ are alike to one test."""

    features: frozenset[str]
    reward_base: bool
    signals: bool
    mitigations: frozenset[str]

    def of(self, facts: Facts) -> Facts:
        """Those facts alone."""
        return Facts(tuple(pair for pair in facts.features if pair[0] in self.features), facts.reward_base if self.reward_base else None,
                     facts.signals if self.signals else frozenset(), facts.mitigations & self.mitigations)


@lru_cache(maxsize=1)
def _asked_by_each() -> tuple[_Asked, ...]:
    found = []
    for test in load():
        names: set[str] = set()
        mitigations = set(test.get("mitigated_by", ()))
        for condition in _conditions(test):
            names.update(condition, condition.get("below", ()))
            for key in ("mitigation", "without"):
                wanted = condition.get(key, ())
                mitigations.update([wanted] if isinstance(wanted, str) else wanted)
        found.append(_Asked(frozenset(names), "reward_base" in names, "signal" in names, frozenset(mitigations)))
    return tuple(found)


def _caveat(facts: Facts, language: str) -> str:
    """Why the level is under ``elevated`` although a test is met."""
    values = dict(facts.features)
    deep = values["tier_depth"] == "unlimited" or (values["tier_depth"] or 0) >= 2
    if not deep and (values["recruitment"] or 0) < 2:
        reason = "form"
    elif (values["buy_in"] or 0) < 2:
        reason = "free"
    else:
        reason = "weak"
    return catalogue.load(language)[f"tests.low.{reason}"]


def _in(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or names["en"]

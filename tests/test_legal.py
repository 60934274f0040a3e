"""Legal tests: from data, met only on evidence, not told where the text does not say, never a verdict."""

from __future__ import annotations

import copy
from importlib import resources
from itertools import permutations
from typing import Any

import pytest

import weishang_risk as wr
from weishang_risk.concepts import registry
from weishang_risk.render import catalogue, terminal
from weishang_risk.report import legal
from weishang_risk.report.legal import logic, schema
from weishang_risk.report.legal.logic import Facts

PYRAMID = {"tier_depth": 3, "recruitment": 2, "recruitment_emphasis": 0.7, "buy_in": 2, "inventory": 2, "income": 2}
NOTHING = {"tier_depth": None, "recruitment": 0, "recruitment_emphasis": 0.0, "buy_in": 0, "inventory": 0, "income": 0}
FILES = sorted(entry.name for entry in resources.files(legal).iterdir() if entry.name.endswith(".json"))
ELEMENTS = [(test["id"], element) for test in legal.load() for element in test["elements"]]
EXCLUSIONS = [(test["id"], exclusion) for test in legal.load() for exclusion in test.get("exclusions", ())]
#: Elements that no reading of a text tells.
UNTOLD = {
    "cn-224-1": 2, "cn-direct-selling": 3, "cn-rebate-2018": 2, "us-sec": 1, "us-bizopp": 1, "ca-55.1": 1, "tw-19": 6, "hk-617-4": 1,
    "my-27b": 2, "kr-24": 2, "au-acl-46": 1, "fr-121-15": 1,
}  # fmt: skip
#: Tests of which some point was not confirmed.
UNCONFIRMED = {
    "cn-art7-1", "cn-art7-2", "cn-art7-3", "cn-224-1", "cn-direct-selling", "cn-wechat", "cn-rebate-2018", "us-koscot", "us-sec", "us-ftc-income", "us-bizopp",
    "eu-ucpd-14", "uk-fta", "gb-dmcc-20", "de-uwg-16", "ca-55.1", "ca-55", "sg-mlm", "in-2021", "tw-18", "mo-28a", "my-27b", "kr-2-5",
    "kr-24", "au-acl-46",
}  # fmt: skip


def read(features: dict[str, Any], base: str | None = "heads", *mitigations: str, **options: Any) -> dict[str, dict[str, Any]]:
    return {test["id"]: test for test in legal.evaluate(features, [], mitigations, reward_base=base, **options)}


def outcome(test: dict[str, Any] | None) -> bool | None:
    """True met, False unmet, None not told."""
    return False if test is None else test["met"] if test["told"] else None


# The data


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_of_one_jurisdiction_and_holds_tests(name: str) -> None:
    data = schema.parse(name, (resources.files(legal) / name).read_text(encoding="utf-8"))
    assert name == f"{data['jurisdiction'].lower()}.json" and data["tests"]


def test_the_tests_the_field_uses_are_there() -> None:
    assert {test["id"] for test in legal.load()} >= {
        "cn-art7-1", "cn-art7-2", "cn-art7-3", "cn-224-1", "cn-2016-notice", "cn-direct-selling", "cn-wechat", "us-koscot", "us-amway",
        "us-bizopp", "us-ftc-income", "eu-ucpd-14", "uk-fta", "ca-55.1", "ca-55", "sg-mlm", "in-2021", "tw-18", "hk-617",
    }  # fmt: skip
    assert set(legal.jurisdictions()) >= {"AU", "MY", "DE", "JP", "KR", "MO", "FR"}


def test_what_is_unconfirmed_is_named_and_nothing_else_is_called_so() -> None:
    assert {test["id"] for test in legal.load() if not test["confirmed"]} == UNCONFIRMED
    for test in legal.load():
        assert bool(test.get("unconfirmed")) != test["confirmed"]


def test_a_citation_hides_no_doubt_that_belongs_among_the_unconfirmed() -> None:
    assert not [test["id"] for test in legal.load() if "unconfirmed" in test["citation"].lower()]


@pytest.mark.parametrize("stale", ["Art. 78", "90 %", "Arts. 5", "valuable consideration"])
def test_what_was_replaced_is_cited_no_more(stale: str) -> None:
    assert not [test["id"] for test in legal.load() if stale in test["citation"]]


@pytest.mark.parametrize(("test_id", "cited"), [
    ("cn-224-1", "Art. 70"), ("cn-direct-selling", "revised 1 March 2017"), ("eu-ucpd-14", "C-667/15"), ("uk-fta", "SI 1997/31"),
    ("gb-dmcc-20", "Digital Markets"), ("tw-18", "Arts. 3, 18"), ("tw-18", "29(1)"), ("hk-617", "s. 5"), ("sg-mlm", "S 248/2000"),
    ("us-koscot", "Turner v. FTC"), ("in-1978", "Money Circulation"), ("za-43", "(4)"), ("cn-rebate-2018", "12 April 2018"),
])  # fmt: skip
def test_what_holds_now_is_cited(test_id: str, cited: str) -> None:
    assert cited in next(test["citation"] for test in legal.load() if test["id"] == test_id)


def test_every_kind_and_signal_and_mitigation_has_a_phrase_in_both_languages() -> None:
    for language in ("en", "zh"):
        phrases = catalogue.load(language)
        keys = [f"kind.{k}" for k in schema.KINDS] + [f"logic.{k}" for k in schema.LOGICS] + [f"mitigation.{k}" for k in registry.MITIGATIONS]
        assert not [key for key in keys if not phrases.get(key)]


# Elements


def least(condition: dict[str, Any]) -> Facts:
    """The least that a condition asks for."""
    features: dict[str, Any] = dict.fromkeys(schema.FEATURES, 0)
    features |= {name: value for name, value in condition.items() if name in schema.FEATURES}
    features |= {name: bound - 1 for name, bound in condition.get("below", {}).items()}
    first = {key: value if isinstance(value, str) else value[0] for key, value in condition.items() if key in ("reward_base", "signal", "mitigation")}
    return Facts(tuple(features.items()), first.get("reward_base"), frozenset({first["signal"]} if "signal" in first else ()),
                 frozenset({first["mitigation"]} if "mitigation" in first else ()))  # fmt: skip


@pytest.mark.parametrize("part", [part for _, part in ELEMENTS + EXCLUSIONS if part["when"]], ids=lambda part: part["name"]["en"][:50])
def test_every_condition_can_be_met_and_every_element_unmet(part: dict[str, Any]) -> None:
    for condition in part["when"]:
        assert logic.met([condition], least(condition)) is True
    none = Facts(tuple(dict.fromkeys(schema.FEATURES, 0).items()), "sales", frozenset(), frozenset())
    all_of_it = Facts(tuple((PYRAMID | {"named": 1}).items()), "heads", frozenset(registry.READ_SIGNALS), frozenset(registry.MITIGATIONS))
    assert False in (logic.met(part["when"], none), logic.met(part["when"], all_of_it))


@pytest.mark.parametrize("part", [part for _, part in ELEMENTS if len(part["when"]) > 1], ids=lambda part: part["name"]["en"][:50])
def test_no_condition_of_an_element_is_contained_in_another(part: dict[str, Any]) -> None:
    for one, other in permutations(part["when"], 2):
        assert not logic.met([other], least(one)), (one, other)


def test_the_elements_that_no_text_tells_are_few_and_known() -> None:
    untold: dict[str, int] = {}
    for test_id, element in ELEMENTS:
        if not element["when"]:
            untold[test_id] = untold.get(test_id, 0) + 1
    assert untold == UNTOLD
    found = read(PYRAMID)
    for test_id in untold:
        for element, told in zip(next(t for t in legal.load() if t["id"] == test_id)["elements"], found[test_id]["elements"], strict=True):
            assert element["when"] or (told["met"], told["told"]) == (False, False)


def test_a_whole_pyramid_meets_every_element_of_the_core_tests_that_it_tells() -> None:
    found = read(PYRAMID)
    for name in ("cn-art7-1", "cn-art7-2", "cn-224-1", "cn-2016-notice", "us-koscot", "eu-ucpd-14", "hk-617"):
        assert all(element["met"] for element in found[name]["elements"] if element["told"]), name
    assert all(e["met"] for e in read(PYRAMID, "sales")["cn-art7-3"]["elements"])


def test_nothing_meets_nothing() -> None:
    assert legal.evaluate(NOTHING, [], frozenset()) == []


def test_negated_evidence_supports_no_element() -> None:
    evidence = [{"signal": "buy_in", "stance": "negated"}, {"signal": "buy_in", "stance": "asserted"}]
    found = {t["id"]: t for t in legal.evaluate(PYRAMID, evidence, frozenset())}
    assert found["cn-art7-2"]["elements"][0]["evidence"] == [1]


def test_levels_that_the_text_does_not_tell_are_not_told_and_levels_ruled_out_are_unmet() -> None:
    features = PYRAMID | {"tier_depth": None}
    levels = [read(features)["in-2021"], read(features, "heads", "one_level")["in-2021"],
              next(t for t in legal.evaluate(features, [{"signal": "tiers", "stance": "negated"}], ()) if t["id"] == "in-2021")]  # fmt: skip
    assert [(t["elements"][0]["met"], t["elements"][0]["told"]) for t in levels] == [(False, False), (False, True), (False, True)]


def test_an_absent_feature_is_not_told() -> None:
    features = {name: value for name, value in PYRAMID.items() if name != "inventory"}
    limb = read(features)["ca-55.1"]["elements"][2]
    assert (limb["met"], limb["told"]) == (False, False)


# The corrections, case by case: what is read, what rewards are counted on, mitigating facts; whether the test is met.
CASES: list[tuple[str, str, dict[str, Any], str | None, tuple[str, ...], bool | None]] = [
    ("art. 7(1) counts heads, not sales", "cn-art7-1", {}, "heads", (), True),
    ("a share of each entry fee is counted on heads", "cn-art7-1", {}, "entry", (), True),
    ("team pay is no pay by heads", "cn-art7-1", {}, "sales", (), False),
    ("what pay is counted on is not told", "cn-art7-1", {}, None, (), None),
    ("a fee to join is enough; no reward for recruits is needed", "cn-art7-2", {"recruitment": 1, "tier_depth": 1}, None, (), True),
    ("a fee that nobody recruited pays is none", "cn-art7-2", {"recruitment": 0}, None, (), False),
    ("a refund has no basis in the Regulation", "cn-art7-2", {}, None, ("refund",), True),
    ("team pay without a fee", "cn-art7-3", {"buy_in": 0}, "sales", (), True),
    ("team pay has no least depth where recruits sell", "cn-art7-3", {"tier_depth": 1}, "sales", (), True),
    ("a coupon for a friend's purchase is no team pay", "cn-art7-3", {"tier_depth": 1}, "purchases", (), False),
    ("pay by heads is no team pay", "cn-art7-3", {}, "heads", (), False),
    ("deceit no text tells", "cn-224-1", {}, "heads", (), None),
    ("pure team pay is no crime", "cn-224-1", {}, "sales", (), False),
    ("one level below the organiser makes two", "cn-224-1", {"tier_depth": 1}, "heads", (), False),
    ("three of three", "cn-2016-notice", {"tier_depth": 2}, None, (), True),
    ("two of three", "cn-2016-notice", {"buy_in": 1}, None, (), False),
    ("Art. 24 allows no layer: one paid level breaches it", "cn-direct-selling", {"tier_depth": 1, "buy_in": 0, "income": 0}, None, (), True),
    ("pay on one's own sales is what Art. 24 allows", "cn-direct-selling", {"tier_depth": 1, "recruitment": 1, "buy_in": 0, "income": 1}, None, (), None),
    ("no sellers, no direct selling", "cn-direct-selling", {"recruitment": 0}, None, (), False),
    ("two levels below make three with the recruiter", "cn-wechat", {"tier_depth": 2, "buy_in": 0}, None, (), True),
    ("a single-level rebate is left alone", "cn-wechat", {"tier_depth": 1, "buy_in": 0}, "purchases", (), False),
    ("matters of a warning are weighed", "cn-rebate-2018", {}, None, (), None),
    ("rewards on what recruits order are no retail", "us-koscot", {}, "purchases", (), True),
    ("rewards on sales to users", "us-koscot", {}, "sales", (), False),
    ("stock can be the payment", "us-koscot", {"buy_in": 1}, "heads", (), True),
    ("safeguards are weighed: one kept settles nothing", "us-amway", {}, "heads", ("refund",), None),
    ("a claim to those who may join", "us-ftc-income", {"recruitment": 1}, None, (), True),
    ("a claim with typical income beside it", "us-ftc-income", {"recruitment": 1}, None, ("income_disclosure",), False),
    ("multi-level plans lie outside the rule", "us-bizopp", {}, None, (), False),
    ("a pitch that names itself MLM lies outside", "us-bizopp", {"tier_depth": 1, "named": 1}, None, (), False),
    ("locations, customers, buy-back: not told", "us-bizopp", {"tier_depth": 1, "recruitment": 1}, None, (), None),
    ("funded by what new members give", "eu-ucpd-14", {"tier_depth": 1}, "entry", (), True),
    ("derived from sale or consumption", "eu-ucpd-14", {}, "sales", (), False),
    ("the text of 2024 carries the same test", "gb-dmcc-20", {}, "heads", (), True),
    ("levels are no element of s. 120", "uk-fta", {"tier_depth": None}, None, (), True),
    ("single-tier schemes are exempt", "uk-fta", {"tier_depth": None}, None, ("one_level",), False),
    ("a single-tier franchise fee", "ca-55.1", {"tier_depth": 1}, "heads", (), False),
    ("a multi-level plan with required goods", "ca-55.1", {"recruitment": 1}, "sales", (), True),
    ("a fee is no purchase of a product, and unreasonable stock is not told", "ca-55.1", {"inventory": 0}, "sales", (), None),
    ("any representation of pay", "ca-55", {"income": 1}, None, (), True),
    ("no payment is needed since 2000", "sg-mlm", {"buy_in": 0}, "entry", (), True),
    ("one level of additional participants is enough", "sg-mlm", {"buy_in": 1, "tier_depth": 1}, "heads", (), True),
    ("a required purchase takes it out of the exclusion", "sg-mlm", {"tier_depth": 1}, "sales", (), True),
    ("pay for recruiting takes it out of the exclusion", "sg-mlm", {"buy_in": 0, "tier_depth": 1, "income": 1}, "entry", (), True),
    ("extravagant claims take it out of the exclusion", "sg-mlm", {"buy_in": 0}, "sales", (), True),
    ("what pay is counted on decides the exclusion, and is not told", "sg-mlm", {"buy_in": 0, "income": 1}, None, (), None),
    ("lawful through the Order", "sg-mlm", {"buy_in": 0, "income": 1}, "sales", (), False),
    ("benefit from what those enrolled do", "in-2021", {"recruitment": 1}, None, (), True),
    ("quick money on enrolment", "in-1978", {"buy_in": 0}, "heads", (), True),
    ("Art. 18 needs no payment", "tw-18", {"buy_in": 0, "inventory": 0}, "heads", (), True),
    ("sales at market price are the lawful way", "tw-18", {}, "sales", (), False),
    ("fees and stock beyond reason are not told", "tw-19", {}, None, (), None),
    ("the recruitment payment comes from introducing", "hk-617", {}, "entry", (), True),
    ("the recruitment payment comes from sales", "hk-617", {}, "sales", (), False),
    ("what the court weighs is not an element", "hk-617-4", {}, None, (), None),
    ("emphasis alone, what pay is counted on not told", "za-43", {"recruitment": 1}, None, (), True),
    ("no emphasis, pay from sales", "za-43", {"recruitment_emphasis": 0.2}, "sales", (), False),
    ("admitted for nothing", "za-43", {"buy_in": 0}, "heads", (), False),
    ("Australia", "au-acl-45", {"tier_depth": 1}, "heads", (), True),
    ("Malaysia: one feature is enough", "my-27b", {"buy_in": 0, "inventory": 0}, "heads", (), True),
    ("Germany: the chain", "de-uwg-16", {"buy_in": 1}, None, (), True),
    ("Germany: no chain", "de-uwg-16", {"tier_depth": 1}, None, (), False),
    ("France: gains from recruits", "fr-121-15", {"tier_depth": 1, "inventory": 0}, "heads", (), True),
    ("France: stock with a buy-back", "fr-121-15", {}, "sales", ("refund",), False),
    ("Japan: without end", "jp-1978", {"tier_depth": "unlimited"}, "entry", (), True),
    ("Japan: an end", "jp-1978", {}, "entry", (), False),
    ("Japan: chain sales", "jp-33", {}, None, (), True),
    ("Korea: three steps", "kr-2-5", {}, None, (), True),
    ("Korea: two steps", "kr-2-5", {"tier_depth": 2}, None, (), False),
    ("Korea: pay for recruiting itself", "kr-24", {}, "heads", (), True),
    ("Macau: returns from new members", "mo-28a", {}, "entry", (), True),
]  # fmt: skip


@pytest.mark.parametrize(("why", "test_id", "changed", "base", "mitigations", "expected"), CASES, ids=[f"{c[1]}: {c[0]}" for c in CASES])
def test_a_correction_holds(
    why: str, test_id: str, changed: dict[str, Any], base: str | None, mitigations: tuple[str, ...], expected: bool | None
) -> None:
    assert outcome(read(PYRAMID | changed, base, *mitigations).get(test_id)) is expected, why


def test_every_shipped_test_has_a_case() -> None:
    assert {test["id"] for test in legal.load()} - {case[1] for case in CASES} == {"us-sec", "au-acl-46"}, "both weighed only"


def test_two_levels_below_the_organiser_are_the_three_of_the_criminal_line() -> None:
    elements = read(PYRAMID | {"tier_depth": 2})["cn-224-1"]["elements"]
    assert [e["met"] for e in elements] == [True, True, True, True, False, False]


def test_a_buy_back_answers_the_missing_buy_back() -> None:
    found = read(PYRAMID, "heads", "refund")
    assert found["us-amway"]["elements"][2]["met"] is False
    assert found["us-amway"]["mitigated_by"] == ["refund"]


def test_an_exclusion_that_holds_is_named() -> None:
    assert ["not handled as a crime" in name for name in read(PYRAMID, "sales")["cn-224-1"]["exclusions"]] == [True]
    assert read(PYRAMID)["cn-224-1"]["exclusions"] == []


# The logics


@pytest.mark.parametrize(("kind", "elements", "exclusions", "expected"), [
    ("all_of", [True, True], [], True), ("all_of", [True, False], [], False), ("all_of", [True, None], [], None),
    ("all_of", [False, None], [], False), ("any_of", [False, True], [], True), ("any_of", [False, False], [], False),
    ("any_of", [None, False], [], None), ("any_of", [None, True], [], True), ("factors", [True, True], [], True),
    ("factors", [True, False], [], None), ("factors", [True, None], [], None), ("all_of", [True, True], [True], False),
    ("all_of", [True, True], [False], True), ("all_of", [True, True], [None], None), ("all_of", [True, False], [None], False),
    ("factors", [True, False], [True], False),
])  # fmt: skip
def test_a_logic(kind: str, elements: list[bool | None], exclusions: list[bool | None], expected: bool | None) -> None:
    assert logic.verdict({"logic": kind, "elements": [{}] * len(elements)}, elements, exclusions) is expected


@pytest.mark.parametrize(("values", "expected"), [
    ([True, True, False], True), ([False, True, True], False), ([None, True, False], None), ([True, False, False], False),
])  # fmt: skip
def test_a_required_element_is_needed_beside_any_one(values: list[bool | None], expected: bool | None) -> None:
    test = {"logic": "any_of", "elements": [{"required": True}, {}, {}]}
    assert logic.verdict(test, values, []) is expected


@pytest.mark.parametrize(("condition", "expected"), [
    ({"recruitment": 2}, True), ({"recruitment": 2, "buy_in": 1}, False), ({"income": 1}, None), ({"income": 1, "buy_in": 1}, False),
    ({"below": {"buy_in": 1}}, True), ({"below": {"recruitment": 2}}, False), ({"below": {"income": 1}}, None),
    ({"tier_depth": "unlimited"}, True), ({"tier_depth": 9}, True), ({"below": {"tier_depth": 9}}, False),
    ({"reward_base": "heads"}, None), ({"reward_base": ["sales", "heads"], "buy_in": 1}, False),
    ({"signal": "tiers"}, True), ({"signal": ["income", "tiers"]}, True), ({"signal": "income"}, False),
    ({"mitigation": "refund"}, True), ({"mitigation": "employment"}, False), ({"without": ["refund", "employment"]}, False),
    ({"without": "employment"}, True),
])  # fmt: skip
def test_a_condition(condition: dict[str, Any], expected: bool | None) -> None:
    features = {"tier_depth": "unlimited", "recruitment": 2, "buy_in": 0, "income": None}
    assert logic.met([condition], Facts(tuple(features.items()), None, frozenset({"tiers"}), frozenset({"refund"}))) is expected


# What a file may hold


def changed(*path: Any, to: Any) -> dict[str, Any]:
    """A good file with one thing in it changed."""
    data: Any = {"jurisdiction": "XX", "name": {"en": "X", "zh": "某"}, "tests": [{
        "id": "xx-1", "kind": "statute", "logic": "any_of", "name": {"en": "X", "zh": "某"}, "citation": "Act 1", "checked": "2026-11-28",
        "confirmed": True, "mitigated_by": ["refund"], "exclusions": [{"name": {"en": "x", "zh": "某"}, "when": [{"below": {"buy_in": 1}}]}],
        "elements": [{"name": {"en": "x", "zh": "某"}, "when": [{"buy_in": 2, "reward_base": ["heads"]}], "signals": ["buy_in"]}],
    }]}  # fmt: skip
    schema.check_file("xx.json", data)
    data = copy.deepcopy(data)
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to
    return dict(data)


TEST = ("tests", 0)
ELEMENT = (*TEST, "elements", 0)


@pytest.mark.parametrize(("path", "to", "said"), [
    (("test",), [], r"xx\.json: unknown keys \['test'\]"),
    (("jurisdiction",), "xx", "code of two capitals"),
    (("tests",), {}, "a list is wanted"),
    ((*TEST, "cite"), "x", r"xx-1: unknown keys \['cite'\]"),
    ((*TEST, "kind"), "law", "'law' is none of"),
    ((*TEST, "logic"), "most_of", "'most_of' is none of"),
    ((*TEST, "checked"), "yesterday", "'checked' is a date"),
    ((*TEST, "checked"), None, "names the points"),
    ((*TEST, "confirmed"), False, "names the points"),
    ((*TEST, "unconfirmed"), [{"en": "x", "zh": "某"}], "names the points"),
    ((*TEST, "mitigated_by"), ["good_will"], "'good_will' is none of"),
    ((*TEST, "name"), {"en": "x"}, r"lacks \['zh'\]"),
    ((*TEST, "citation"), "", "'citation' is a string"),
    ((*TEST, "elements"), [], "a test has elements"),
    ((*ELEMENT, "wen"), [], r"element 1: unknown keys \['wen'\]"),
    ((*ELEMENT, "required"), False, "'required' is true"),
    ((*ELEMENT, "signals"), ["tier"], "'tier' is none of"),
    ((*ELEMENT, "when"), [{}], "names at least one feature"),
    ((*ELEMENT, "when"), [{"recruit": 2}], "unknown feature 'recruit'; known are"),
    ((*ELEMENT, "when"), [{"recruitment": 3}], "3 is none of"),
    ((*ELEMENT, "when"), [{"recruitment": True}], "True is none of"),
    ((*ELEMENT, "when"), [{"recruitment_emphasis": 50}], "a number over 0 and up to 1"),
    ((*ELEMENT, "when"), [{"reward_base": "people"}], "'people' is none of"),
    ((*ELEMENT, "when"), [{"without": ["return"]}], "'return' is none of"),
    ((*ELEMENT, "when"), [{"below": {"recruit": 2}}], r"below: unknown keys \['recruit'\]"),
    ((*TEST, "exclusions", 0, "when"), [], "belongs in the note"),
])  # fmt: skip
def test_a_file_that_is_not_understood_is_refused_with_its_place(path: tuple[Any, ...], to: Any, said: str) -> None:
    with pytest.raises(legal.LegalDataError, match=said):
        schema.check_file("xx.json", changed(*path, to=to))


@pytest.mark.parametrize(("text", "said"), [("{", "xx.json: line 1: "), ('{"id": 1,\n"id": 2}', r"xx\.json: an object tells \['id'\] twice"), ("[]", "an object is wanted")])
def test_a_file_that_is_no_json_object_is_refused(text: str, said: str) -> None:
    with pytest.raises(legal.LegalDataError, match=said):
        schema.parse("xx.json", text)


def test_a_source_that_was_never_checked_is_told_as_unconfirmed() -> None:
    data = changed(*TEST, "checked", to=None)
    data["tests"][0] |= {"confirmed": False, "unconfirmed": [{"en": "the whole test", "zh": "整个标准"}]}
    schema.check_file("xx.json", data)


# Choosing jurisdictions


def test_only_the_jurisdictions_wanted_are_told() -> None:
    assert {t["jurisdiction"] for t in read(PYRAMID, jurisdictions=("CN", "US")).values()} == {"CN", "US"}
    assert {t["jurisdiction"] for t in read(PYRAMID, jurisdictions="HK").values()} == {"HK"}
    assert {t["jurisdiction"] for t in read(PYRAMID).values()} == set(legal.jurisdictions())
    assert read(PYRAMID, jurisdictions=()) == {}


def test_an_unknown_jurisdiction_is_refused_and_those_there_are_named() -> None:
    with pytest.raises(ValueError, match=r"no legal tests for \['UK'\].*'GB'.*'ZA'"):
        read(PYRAMID, jurisdictions=("CN", "UK"))


def test_an_unknown_base_of_rewards_is_refused() -> None:
    with pytest.raises(ValueError, match="reward_base is one of"):
        read(PYRAMID, "people")


# Under a low level


@pytest.mark.parametrize(("features", "reason"), [
    (NOTHING | {"recruitment": 1, "buy_in": 2, "income": 2}, "form"), (PYRAMID | {"buy_in": 0}, "free"), (PYRAMID, "weak"),
])  # fmt: skip
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_test_met_under_a_low_level_says_why_the_level_is_low(features: dict[str, Any], reason: str, language: str) -> None:
    for level in ("low", "watch"):
        found = legal.evaluate(features, [], (), language, level=level)
        assert any(test["met"] for test in found)
        for test in found:
            assert test["caveat"] == (catalogue.load(language)[f"tests.low.{reason}"] if test["met"] else None)
    for test in legal.evaluate(features, [], (), language, level="high"):
        assert test["caveat"] is None


def test_the_views_tell_the_same_tests_as_the_contract(text: str) -> None:
    for prior in (None, 1e-6):
        report = wr.score(text, prior=prior)
        tests = report.legal_tests_in("en")
        assert report.to_dict()["legal_tests"] == tests
        page, screen = report.to_html("en"), " ".join(terminal.render(report, "en", width=100).split())
        for test in tests:
            assert page.count(f"<summary>{test['name']}") == sum(t["name"] == test["name"] for t in tests)
            assert (test["name"] in screen) == any(t["met"] for t in tests if test["name"] in t["name"])
            if test["caveat"]:
                assert test["caveat"] in page and test["caveat"] in screen
        assert all(test["caveat"] for test in tests if test["met"]) or report.score >= 0.5


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_name_says_illegal(language: str) -> None:
    names = [e["name"] for t in legal.evaluate(PYRAMID, [], frozenset(), language) for e in t["elements"]]
    assert not [n for n in names if "illegal" in n.lower() or n.startswith("违法")]


def test_a_low_level_under_a_met_test_says_why_in_its_notes() -> None:
    report = wr.score("单位发福利:推荐同事入职奖1000元,他再推荐的你没有。")
    met = [test for test in report.legal_tests if test["met"]]
    assert report.level in ("low", "watch") and met, "the text no longer shows what it is to show"
    assert report.caveats and set(report.caveats) <= set(report.to_dict()["notes"])
    for language in ("en", "zh"):
        said = " ".join(terminal.render(report, language).split())
        assert any(catalogue.load(language)[f"tests.low.{reason}"].replace("\n", " ")[:12] in said for reason in ("form", "free", "weak"))
    assert wr.score("先交2980元成为代理,推荐一人奖500元,他再推荐一人你还拿200元。").caveats == []

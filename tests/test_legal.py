"""Legal tests: from data, met only on evidence, never a verdict."""

from __future__ import annotations

import pytest

from weishang_risk.report import legal

PYRAMID = {"tier_depth": 3, "recruitment": 2, "recruitment_emphasis": 0.7, "buy_in": 2, "income": 2}
NOTHING = {"tier_depth": None, "recruitment": 0, "recruitment_emphasis": 0.0, "buy_in": 0, "income": 0}


def test_the_tests_the_field_uses_are_there() -> None:
    ids = {test["id"] for test in legal.load()}
    assert {"cn-art7-1", "cn-art7-2", "cn-art7-3", "cn-224-1", "cn-2016-notice", "cn-direct-selling", "cn-wechat", "us-koscot", "us-amway",
            "us-bizopp", "us-ftc-income", "eu-ucpd-14", "uk-fta", "ca-55.1", "ca-55", "sg-mlm", "in-2021", "tw-18", "hk-617"} <= ids


def test_every_test_is_named_in_both_languages_and_cites() -> None:
    for test in legal.load():
        assert test["citation"]
        for names in (test["name"], *(element["name"] for element in test["elements"])):
            assert names["en"] and names["zh"]


def test_a_whole_pyramid_meets_every_element_of_the_core_tests() -> None:
    found = {test["id"]: test for test in legal.evaluate(PYRAMID, [], frozenset())}
    for name in ("cn-art7-1", "cn-art7-2", "cn-art7-3", "cn-224-1", "cn-2016-notice", "us-koscot", "eu-ucpd-14", "hk-617"):
        assert all(element["met"] for element in found[name]["elements"]), name


def test_nothing_meets_nothing() -> None:
    assert legal.evaluate(NOTHING, [], frozenset()) == []


def test_two_levels_are_not_the_three_of_the_criminal_line() -> None:
    found = {t["id"]: t for t in legal.evaluate(PYRAMID | {"tier_depth": 2}, [], frozenset())}
    assert [e["met"] for e in found["cn-224-1"]["elements"]] == [True, False, True, True]


def test_a_buy_back_answers_the_missing_buy_back() -> None:
    found = {t["id"]: t for t in legal.evaluate(PYRAMID, [], frozenset({"refund"}))}
    assert found["us-amway"]["elements"][2]["met"] is False
    assert found["us-amway"]["mitigated_by"] == ["refund"]


def test_negated_evidence_supports_no_element() -> None:
    evidence = [{"signal": "buy_in", "stance": "negated"}, {"signal": "buy_in", "stance": "asserted"}]
    found = {t["id"]: t for t in legal.evaluate(PYRAMID, evidence, frozenset())}
    assert found["cn-art7-2"]["elements"][0]["evidence"] == [1]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_name_says_illegal(language: str) -> None:
    names = [e["name"] for t in legal.evaluate(PYRAMID, [], frozenset(), language) for e in t["elements"]]
    assert not [n for n in names if "illegal" in n.lower() or n.startswith("违法")]

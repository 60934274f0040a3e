"""The report: the JSON contract holds for every text."""

from __future__ import annotations

import json
import math
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from conftest import TEXTS
from hypothesis import given, settings
from hypothesis import strategies as st

import weishang_risk as wr
from weishang_risk.model.terms import RISING, TERMS, sigmoid
from weishang_risk.reading.document import Document
from weishang_risk.report.report import level_of, without

KEYS = {
    "score", "level", "features", "voice", "language", "evidence", "contributions", "intercept", "logit", "counterfactuals",
    "arithmetic", "plan", "legal_tests", "passages", "notes", "messages", "contradictions", "prior",
    "model_version", "schema_version",
}  # fmt: skip
FEATURES = {
    "tier_depth", "recruitment", "recruitment_emphasis", "buy_in", "buy_in_amount", "buy_in_currency", "inventory", "inventory_amount", "income", "income_amount",
    "income_period", "income_currency",
}  # fmt: skip
PIECES = st.sampled_from([
    "推荐一人奖500元", "他再推荐你拿200", "先交2980元", "不用囤货", "月入三万", "招店员", "底薪4000", "警惕传销", "。", ",", "\n", " ", "refer a friend",
    "earn $50", "no fee", "pay $99 to join", "seven levels", "they bring two more", "?", "!", "💰", "代li", "三 級 分 銷", "<b>", "\u202e", "\ud800", "é",
])  # fmt: skip
HEAPS = st.lists(PIECES, max_size=25).map("".join)


def check(report: wr.RiskReport, text: str) -> None:
    contract = report.to_dict()
    assert set(contract) == KEYS
    assert set(contract["features"]) == FEATURES
    total = math.fsum([contract["intercept"], *(c["logit"] for c in contract["contributions"])])
    assert abs(total - contract["logit"]) < 1e-9
    assert abs(sigmoid(contract["logit"]) - contract["score"]) < 1e-12
    assert 0 < contract["score"] < 1
    assert contract["level"] == ("unjudged" if not contract["contributions"] else level_of(contract["score"]))
    for item in contract["evidence"]:
        assert set(item) == {"signal", "start", "end", "text", "stance", "value", "source", "messages"}
        assert item["text"] == text[item["start"] : item["end"]] != ""
        assert item["stance"] in ("asserted", "negated", "conditional", "reported")
    for part in contract["passages"]:
        assert part["text"] == text[part["start"] : part["end"]]
    depth = contract["features"]["tier_depth"]
    assert depth is None or depth == "unlimited" or depth >= 1
    assert contract["voice"] in ("offer", "account", "discussion", "denial")
    assert contract["language"] in ("zh", "en", "mixed", "other")
    for test in contract["legal_tests"]:
        for element in test["elements"]:
            assert all(0 <= index < len(contract["evidence"]) for index in element["evidence"])
    json.loads(report.to_json())


def test_the_contract_holds(text: str) -> None:
    check(wr.score(text), text)


@settings(max_examples=60, deadline=None)
@given(HEAPS)
def test_the_contract_holds_for_any_heap_of_phrases(text: str) -> None:
    check(wr.score(text), text)


def test_the_same_text_gives_the_same_report(text: str) -> None:
    assert wr.score(text).to_dict() == wr.score(text).to_dict()


@pytest.mark.parametrize("term", RISING)
def test_raising_a_structural_term_never_lowers_the_logit(term: str) -> None:
    model = wr.load_model()
    index = list(TERMS).index(term)
    for base in (0.0, 0.4, 1.0):
        vector = [base] * len(TERMS)
        lower, higher = list(vector), list(vector)
        lower[index], higher[index] = 0.2, 0.9
        assert model.logit(higher) >= model.logit(lower)


def test_a_counterfactual_is_what_the_model_says() -> None:
    report = wr.score("每推荐一人奖500元,他再推荐你拿200,先交2980元。")
    assert report.score >= 0.5
    assert report.counterfactuals
    for item in report.counterfactuals:
        assert report._reading is not None and report._model is not None
        logit = report._model.logit(without(report._reading.vector, item["without"]))
        assert logit == item["logit"] < 0
        assert item["score"] == sigmoid(logit) < 0.5


def test_a_score_works_out_no_reasons_until_one_is_asked_for() -> None:
    report, alike = (wr.score("每推荐一人奖500元,他再推荐你拿200,先交2980元。") for _ in range(2))
    assert report.score > 0.5 and report.level == "high" and report.language == "zh"
    assert not {"evidence", "plan", "features", "notes", "contributions"} & set(vars(report))
    assert report.evidence and {"evidence", "plan", "features", "notes", "contributions"} < set(vars(report))
    assert report.evidence is report.evidence and report == alike and report.legal_tests == alike.legal_tests
    with pytest.raises(AttributeError, match="no attribute 'evidences'"):
        report.evidences  # noqa: B018


def test_threads_that_ask_for_reasons_at_once_are_told_the_same() -> None:
    report = wr.score("每推荐一人奖500元,他再推荐你拿200,先交2980元。")
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: (id(report.evidence), id(report.plan)), range(64)))
    assert len(set(told)) == 1


def test_what_wording_adds_is_shown_by_its_words(text: str) -> None:
    entry = next(c for c in wr.score(text).contributions if c["name"] == "wording")
    assert len(entry["words"]) <= 5
    assert all(word.replace(" ", "") in "".join(Document(text).normalized.text.split()) for word in entry["words"] if word.isascii() is False)


def test_wording_is_a_small_part_of_what_moves_scores() -> None:
    model = wr.load_model()
    texts = [*TEXTS, "交2980元,三级分销,层层返利。", "Affiliates earn 10% on purchases made through their link."]
    parts: dict[str, float] = {}
    for one in texts:
        for name, logit in model.contributions(model.reading(Document(one)).vector):
            parts[name] = parts.get(name, 0.0) + abs(logit)
    assert parts["wording"] < 0.25 * sum(parts.values())


def test_a_low_score_says_what_would_raise_it() -> None:
    report = wr.score("本店零售茶叶,每斤80元,满三斤包邮。")
    assert report.score < 0.5
    assert all(item["score"] >= 0.5 for item in report.counterfactuals)


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "no text"), ("  \n\t", "no text"), ("😀🔥🔥", "no words"), ("123 456", "no words"), ("\ud800\udfff", "no text"),
     ("Это обычный текст на русском языке про магазин и скидки", "not supported"),
     ("今日は良い天気ですね、散歩に行きましょう。ありがとうございます", "not supported"),
     ("Bonjour mes amis, nous vendons des chaussures pour les enfants dans notre boutique depuis longtemps", "not supported")],
)  # fmt: skip
def test_what_cannot_be_judged_says_why_and_is_not_confident(text: str, said: str) -> None:
    report = wr.score(text)
    assert any(said in note for note in report.notes)
    assert report.notes[0] == next(note for note in report.notes if said in note), "why comes first"
    assert report.level == "unjudged" and not report.evidence and not report.legal_tests and report.arithmetic is None
    assert report.score == sigmoid(wr.load_model().base_logit)
    check(report, text)


@pytest.mark.parametrize("encoding", ["gb18030", "latin-1", "cp1252"])
def test_bytes_read_in_the_wrong_encoding_are_not_judged(encoding: str) -> None:
    text = "先交2980元入会,推荐一人奖500元,他再推荐你拿200元。".encode().decode(encoding, "ignore")
    report = wr.score(text)
    assert report.level == "unjudged" and "decoded" in report.notes[0]


@pytest.mark.parametrize("tail", [" ﷺﷺﷺ", "\nสวัสดีครับ ยินดีต้อนรับสู่ร้านของเรา", "\nשלום וברוכים הבאים לחנות שלנו", "\n안녕하세요 저희 가게에 오신 것을 환영합니다"])
def test_a_foreign_tail_costs_a_pitch_nothing(tail: str) -> None:
    pitch = "每推荐一人奖500元,他再推荐你拿200,先交2980元。"
    assert abs(wr.score(pitch + tail).score - wr.score(pitch).score) < 0.1


@pytest.mark.parametrize(
    ("tail", "said"),
    [("\n锟斤拷锟斤拷锟斤拷", "wrong encoding"), ("\n" + "今天天气很好".encode().decode("latin-1"), "wrong encoding"), ("\n" + "Добрый день, друзья. " * 60, "not supported")],
)  # fmt: skip
@pytest.mark.parametrize(
    "pitch", ["先交2980元入会,每推荐一人奖励五百元,下线再推荐你再拿二百元。", "You pay $299 to join, get $100 for each person you bring in, and 5% of what their people pay in."]
)
def test_what_cannot_be_read_beside_a_pitch_saves_it_from_nothing(pitch: str, tail: str, said: str) -> None:
    report = wr.score(pitch + tail)
    assert report.score > 0.8 and any(said in note for note in report.notes)


def test_a_pitch_among_pages_of_spanish_is_judged_and_the_rest_said_to_be_unread() -> None:
    pitch = "You pay $299 to join, get $100 for each person you bring in, and 5% of what their people pay in. "
    report = wr.score(pitch + "El tiempo está muy bueno y las calles están llenas de gente que camina. " * 30)
    assert report.score > 0.8 and any("not supported" in note for note in report.notes)


@pytest.mark.parametrize("flood", ["\u200b", " ", "\n", "\ufeff", "\u3000"])
def test_a_flood_of_nothing_hides_no_pitch(flood: str) -> None:
    pitch = "每推荐一人奖500元,他再推荐你拿200,先交2980元。"
    report = wr.score(flood * 210_000 + pitch)
    assert report.score > 0.8 and not any("200000" in note for note in report.notes)


@pytest.mark.parametrize("text", ["1" + ",000" * 103, "hundred " * 155, "9" * 5000, "亿" * 300, "一" * 3000, "1." * 2000, "九亿" * 500])
def test_an_absurd_numeral_is_no_number(text: str) -> None:
    check(wr.score(text + " join us"), text + " join us")


@pytest.mark.parametrize("prior", [0.02, 0.5, 0.9])
def test_another_base_rate_moves_the_intercept_and_nothing_else(prior: float, text: str) -> None:
    plain, moved = wr.score(text), wr.score(text, prior=prior)
    shift = math.log(prior / (1 - prior)) - wr.load_model().base_logit
    assert moved.contributions == plain.contributions
    assert math.isclose(moved.intercept, plain.intercept + shift, abs_tol=1e-12)
    assert math.isclose(moved.logit, plain.logit + shift, abs_tol=1e-9)
    check(moved, text)


@pytest.mark.parametrize("prior", [np.float32(0.1), np.float64(0.1), Fraction(1, 10)])
def test_a_prior_may_be_any_real_number(prior: Any) -> None:
    report = wr.score("先交2980元,推荐一人奖500元", prior=prior)
    assert type(report.prior) is float and report.prior == float(prior) and json.loads(report.to_json())["prior"] == float(prior)
    assert report == next(wr.score_many([report.text], prior=prior)) == wr.score(report.text, prior=float(prior))
    assert wr.score("", prior=prior).prior == wr.score_case([report.text, "推荐一人奖500元"], prior=prior).prior == float(prior)
    assert wr.score_many([report.text], prior=prior, reasons=False).scores[0] == pytest.approx(report.score)


def test_jurisdictions_that_are_no_list_are_told_what_to_pass() -> None:
    for call in (lambda wanted: wr.score("x", jurisdictions=wanted), lambda wanted: wr.score_many(["x"], jurisdictions=wanted),
                 lambda wanted: wr.score_case(["x"], jurisdictions=wanted)):  # fmt: skip
        with pytest.raises(TypeError, match=r"list of codes, e\.g\. .*, not int"):
            call(5)


@pytest.mark.parametrize("prior", [0, 1, -0.1, 2, True, float("nan"), "0.1"])
def test_a_prior_that_is_no_probability_is_refused(prior: object) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        wr.score("x", prior=prior)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [None, 5, 1.5, b"text", ["text"], object()])
def test_anything_but_a_string_is_refused_with_advice(value: object) -> None:
    with pytest.raises(TypeError, match=r"string|decode"):
        wr.score(value)  # type: ignore[arg-type]


def test_a_megabyte_is_read_to_its_limit_and_says_so() -> None:
    text = "每推荐一人奖500元。今天天气不错,我们去公园。\n" * 40_000
    report = wr.score(text)
    assert any("200000" in note for note in report.notes)
    assert report.passages


def test_a_long_text_takes_the_score_of_its_highest_passage() -> None:
    calm = "今天的市集上有卖鸡蛋的、卖竹篮的,还有一位老人修伞。天气转凉,买菜的人比上周多了一些。\n" * 70
    text = calm + "交2980元成为店主,每推荐一人奖800元,他再推荐你拿300元,月入三万。\n" + calm
    report = wr.score(text)
    assert report.score == report.passages[0]["score"] == max(part["score"] for part in report.passages)
    assert "2980" in report.passages[0]["text"]
    check(report, text)

"""The plan: who pays whom, for what, and in one voice with the features."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from conftest import TEXTS
from hypothesis import given, settings
from hypothesis import strategies as st

import weishang_risk as wr
from weishang_risk.cli import main
from weishang_risk.plan.depth import depth
from weishang_risk.plan.types import Money, Plan, Share
from weishang_risk.render import catalogue

PIECES = st.sampled_from([
    "推荐一人奖500元", "他再推荐你拿200元", "先交2980元入会", "押金500元可退", "每月消费299元才有资格", "不收300元会费", "月入三万", "总代拿货5万元,省代3万", "一代10%,二代5%,三代3%",
    "无限代提1%", "底薪4000元", "卖一单提成8%", "据说推荐一人奖800元", "警惕传销", "。", ",", "\n", " ", "earn $50 for each friend", "pay $99 to join", "no $49 fee",
    "10% on level 1, 5% on levels 2-4", "seven levels", "kit costs $149", "💰", "三 級 分 銷", "会费退还", "bring three",
])  # fmt: skip
HEAPS = st.lists(PIECES, max_size=14).map("".join)


def check(report: wr.RiskReport) -> None:
    """Plan and features tell one story, and every part of the plan points at what tells it."""
    plan, features = report.plan, report.features
    entry = plan.entry
    assert plan.depth == features["tier_depth"]
    required = [each for each in plan.entries if each.required]
    assert bool(required) == (features["buy_in"] == 2)
    if features["buy_in"] == 2 and features["buy_in_amount"] is not None:
        assert entry is not None and entry.pay is not None
        assert (entry.pay.low, entry.pay.currency) == (features["buy_in_amount"], features["buy_in_currency"])
    else:
        assert entry is None
    if features["buy_in_amount"] is not None:
        assert features["buy_in_amount"] in [each.pay.low for each in plan.entries if each.pay]
    if features["buy_in"] == 0:
        assert all(each.stance == "negated" for each in plan.entries)
    if report.arithmetic and "buy_in" in report.arithmetic:
        assert report.arithmetic["buy_in"] == features["buy_in_amount"]
        assert report.arithmetic["reward_per_recruit"] != report.arithmetic["buy_in"]
    for reward in plan.told_rewards:
        if reward.base in ("heads", "entry"):
            assert features["recruitment"] == 2
        if reward.level == "all":
            assert depth(plan.depth) >= 2
        elif reward.level is not None:
            assert 1 <= reward.level <= max(1, depth(plan.depth))
    assert bool(plan.income_claims) <= bool(features["income"])
    if features["income_amount"] is not None:
        assert features["income_amount"] in [claim.pay.high for claim in plan.income_claims if claim.pay]
    parts: tuple[Any, ...] = (*plan.entries, *plan.rewards, *plan.ranks, *plan.income_claims, *plan.mitigations)
    for part in parts:
        assert all(0 <= index < len(report.evidence) for index in part.evidence)
        pay = getattr(part, "pay", None) or getattr(part, "price", None)
        assert pay is None or part.evidence, part
    for each in required:
        assert each.stance != "negated"


def test_plan_and_features_agree(text: str) -> None:
    check(wr.score(text))


@settings(max_examples=120)
@given(HEAPS)
def test_plan_and_features_agree_on_any_heap_of_phrases(text: str) -> None:
    check(wr.score(text))


def test_the_parts_of_a_plain_plan() -> None:
    plan = wr.score("先交2980元成为代理,推荐一人奖500元,他再推荐一人你还拿200元。").plan
    assert [(each.pay, each.condition_of, each.required) for each in plan.entries] == [(Money(2980, 2980, "CNY"), "join", True)]
    assert [(each.level, each.base, each.pay) for each in plan.rewards] == [
        (1, "heads", Money(500, 500, "CNY")), (2, "heads", Money(200, 200, "CNY")),
    ]  # fmt: skip
    assert plan.depth == 2 and plan.reward_base == "heads"


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("一代10%,二代5%,三代3%,会费1980元", [1, 2, 3]),
        ("会费1980元,推荐返利10%/5%/3%,三级分销", [1, 2, 3]),
        ("Pay $99 to start, earn 20% on people you bring and 5% on people they bring.", [1, 2]),
        ("Earn 8% on level 1, 5% on level 2 and 2% on levels 3-5 of your team's sales. Starter kit costs $149.", [1, 2, 3, 4, 5]),
        ("总代拿货5万元,省代3万,市代1万,每代从下级拿货提10%,无限代", ["all"]),
    ],
)
def test_rewards_stand_at_the_level_that_their_words_tell(text: str, levels: list[int | str]) -> None:
    assert [reward.level for reward in wr.score(text).plan.rewards] == levels


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("先交2980元成为代理,推荐一人奖500元,他再推荐一人你还拿200元。", "heads"),
        ("投资1000U入场,直推奖10%,间推奖5%,每天静态收益1%保本", "entry"),
        ("总代拿货5万元,省代3万,市代1万,每代从下级拿货提10%,无限代", "purchases"),
        ("本店招代理,卖一单提成10%。", "sales"),
    ],
)
def test_rewards_are_counted_on_what_stands_beside_them(text: str, base: str) -> None:
    assert wr.score(text).plan.reward_base == base


def test_what_is_paid_to_stay_is_no_entry() -> None:
    plan = wr.score("Pay $99 to start, earn 20% on people you bring and 5% on people they bring. Monthly autoship of $49 to stay active.").plan
    assert [(each.condition_of, each.required, each.pay and each.pay.low) for each in plan.entries] == [("join", True, 99), ("stay", True, 49)]
    assert plan.entry is plan.entries[0]


def test_the_reward_is_quoted_as_what_recruiting_brings_and_never_the_entry() -> None:
    for text in TEXTS:
        report = wr.score(text)
        fees = {each.pay.high for each in report.plan.entries if each.required and each.pay}
        paid = {reward.pay.high for reward in report.plan.rewards if isinstance(reward.pay, Money)}
        for item in report.evidence:
            if item["signal"] == "recruitment" and item["value"]:
                assert item["value"].get("amount") not in fees - paid


def test_a_sum_that_no_evidence_covers_brings_its_own_clause() -> None:
    report = wr.score("投资1000U入场,直推奖10%,间推奖5%,第三代3%,每天静态收益1%保本")
    third = next(reward for reward in report.plan.rewards if reward.level == 3)
    assert [report.evidence[i]["text"] for i in third.evidence] == ["第三代3%"]


def test_a_passage_of_a_long_text_is_quoted_where_it_stands() -> None:
    calm = "今天的市集上有卖鸡蛋的、卖竹篮的,还有一位老人修伞。天气转凉,买菜的人比上周多了一些。\n" * 70
    text = calm + "交2980元成为店主,每推荐一人奖800元,他再推荐你拿300元,月入三万。\n" + calm
    report = wr.score(text)
    check(report)
    assert report.plan.entry is not None
    for index in report.plan.entry.evidence:
        item = report.evidence[index]
        assert text[item["start"] : item["end"]] == item["text"] and "2980" in item["text"]


def test_a_text_that_cannot_be_judged_has_an_empty_plan() -> None:
    assert wr.score("").plan == Plan()


def test_a_plan_is_a_value() -> None:
    plan = wr.score(TEXTS[0]).plan
    assert pickle.loads(pickle.dumps(plan)) == plan == wr.score(TEXTS[0]).plan and hash(plan) == hash(wr.score(TEXTS[0]).plan)
    with pytest.raises(dataclasses.FrozenInstanceError):
        plan.width = 3  # type: ignore[misc]
    assert isinstance(plan.rewards[0].pay, Money | Share)


def test_the_legal_tests_ask_what_the_plan_is_counted_on() -> None:
    heads = wr.score("先交2980元成为代理,推荐一人奖500元,他再推荐一人你还拿200元。", jurisdictions=["EU"])
    told = [element for test in heads.legal_tests for element in test["elements"]]
    assert told and all(element["told"] for element in told)


def test_only_the_jurisdictions_asked_for_are_tested() -> None:
    text = TEXTS[0]
    assert {test["jurisdiction"] for test in wr.score(text, jurisdictions=("CN", "US")).legal_tests} == {"CN", "US"}
    (report,) = wr.score_many([text], jurisdictions="HK")
    assert {test["jurisdiction"] for test in report.legal_tests} == {"HK"}
    assert pickle.loads(pickle.dumps(report)).legal_tests == report.legal_tests
    assert len({test["jurisdiction"] for test in wr.score(text).legal_tests}) > 5


@pytest.mark.parametrize("ask", [wr.score, lambda text, jurisdictions: wr.score_many([text], jurisdictions=jurisdictions)])
def test_a_jurisdiction_without_tests_is_refused_before_any_text_is_read(ask: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match="no legal tests for"):
        ask(TEXTS[0], jurisdictions=["CN", "XX"])


@pytest.mark.parametrize("command", [["--json", TEXTS[0]], ["batch", "examples/texts/posts.csv", "-o", "-", "--fields", "legal_tests"]])
def test_the_command_lines_take_codes_of_jurisdictions(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command, "--law", "cn, US"]) == 0
    said = capsys.readouterr().out
    assert '"CN"' in said.replace('""', '"') and '"HK"' not in said.replace('""', '"')


@pytest.mark.parametrize("command", [[TEXTS[0]], ["batch", "examples/texts/posts.csv", "-o", "-"]])
@pytest.mark.parametrize("codes", ["CN,XX", ","])
def test_a_code_that_is_none_is_told_in_one_line(command: list[str], codes: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([*command, "--law", codes])
    assert left.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_sum_that_the_whole_text_denies_is_told_in_a_note() -> None:
    report = wr.score("分销设置:成为分销商条件:满额自动(800元);一级佣金12%,二级佣金6%。")
    assert report.features["buy_in"] == 0 and catalogue.load("en")["note.doubt.buy_in"] in report.notes
    assert catalogue.load("zh")["note.doubt.buy_in"] in report.to_html("zh")


@pytest.mark.parametrize("text", ["先交2980元成为代理,推荐一人奖500元,他再推荐一人你还拿200元。", "今天下雨,比赛改期。", "本店零售茶叶,每斤80元,包邮。"])
def test_where_sums_and_text_agree_no_note_doubts_it(text: str) -> None:
    doubts = {sentence for key, sentence in catalogue.load("en").items() if key.startswith("note.doubt.")}
    assert not doubts & set(wr.score(text).notes)


@settings(max_examples=60)
@given(HEAPS)
def test_doubt_of_levels_is_told_exactly_where_head_and_depth_differ(text: str) -> None:
    report = wr.score(text)
    if report._reading is None or report.voice == "discussion":
        return
    differ = (report._reading.concepts.heads["tiers>=2"] > 0) != (depth(report.features["tier_depth"]) >= 2)
    said = catalogue.load("en")["note.doubt.tiers"] in report.notes
    assert said or not differ

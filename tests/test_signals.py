"""Signals: depth, sums and currencies as stated."""

from __future__ import annotations

import pytest

import weishang_risk as wr
from weishang_risk.plan import depth as tiers
from weishang_risk.plan import mitigation
from weishang_risk.plan import rewards as recruitment
from weishang_risk.reading.document import Document


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("直推10%,二代5%,三代3%", 3), ("一代10%|二代5%|三至八代各1%", 8), ("佣金10%/5%/3%/2%", 4), ("40%/10%/10%/10%/10%/8%/6%/6%", 8), ("拿五代收益", 5),
        ("3x9 matrix pays monthly", 9), ("three wide and seven deep, $4 each", 7), ("伞下无限代都有提成", 99), ("weaker leg pays 10%", 99),
        ("overrides on seven generations", 7), ("8-4-2-1 board", 4), ("level 1 pays $5, level 2 pays $3, level 3 pays $1", 3),
        ("总代、省代、市代逐级拿货赚差价", 3), ("paid on levels one through five", 5), ("levels 3 to 10 pay 1%", 10), ("一至五级返利", 5),
        ("commissions are paid through level five", 5), ("G1: 10%, G2: 5%, G3: 2%", 3), ("level_1: 10%, level_2: 5%", 2), ("二三级代理都有提成", 3),
        ("直推10%、二推5%、三推3%", 3), ("深度不封顶,永远有收益", 99), ("you earn on levels 1, 2 and 3", 3), ("a 10-deep unilevel", 10),
        ("levels 1~6 pay 1%", 6), ("L1-L5都有提成", 5), ("T1 8% T2 4% T3 1%", 3), ("there is no level cap", 99), ("级数不限", 99), ("ann brings in bob, bob brings in cal, $40 and $15", 2),
        ("get $40 per recruit, $15 per recruit of a recruit", 2), ("sign someone up and get $40; when they do, you get $15", 2),
        ("入会费(一次性):1680元,直推奖:300元,间推奖:100元", 2),
    ],
)  # fmt: skip
def test_a_depth_is_proposed_by_who_is_paid(text: str, depth: int) -> None:
    values = {proposal.value for proposal in tiers.proposals(Document(text))}
    assert depth in values
    assert max(value for value in values if value < 99 or depth == 99) == depth


@pytest.mark.parametrize("text", ["你推荐一人返300元", "英语六级词汇书,一本39元", "八级大风,今日停业", "四六级考试培训", "4th-generation farm, eggs at $6"])
def test_where_nobody_is_paid_by_level_no_depth_is_proposed(text: str) -> None:
    assert tiers.proposals(Document(text)) == []


@pytest.mark.parametrize(("text", "width"), [("你找3个人,他再找3个人", 3), ("bring two friends", 2), ("推荐朋友", None), ("find 5 who find 5", 5),
                                             ("you get 8% of what they deposit", None), ("民警找到17人", None), ("找满3个人", 3)])
def test_how_many_each_must_bring_is_read(text: str, width: int | None) -> None:
    assert recruitment.width(Document(text)) == width


def test_emphasis_grows_with_talk_of_people() -> None:
    people = recruitment.emphasis(Document("推荐朋友加入,发展下线,邀请新人,带团队"))
    goods = recruitment.emphasis(Document("本店茶叶新到,发货包邮,顾客好评,七天退货,推荐品尝"))
    assert 0 <= goods < people <= 1


@pytest.mark.parametrize(
    ("clause", "kind"),
    [("九十天内原价回购", "refund"), ("only one level, it ends there", "one_level"), ("签劳动合同缴五险", "employment"), ("median income was $310", "income_disclosure")],
)
def test_a_mitigating_fact_has_its_kind(clause: str, kind: str) -> None:
    assert mitigation.kind_of(clause) == kind


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("先交2980元成为代理,推荐一人返500元", "CNY"), ("先繳2980元成為會員,推薦一人返500元,獎金每週發", "TWD"),
        ("先畀$2980入會,介紹一個人返$500,喺旺角開會嘅,啲獎金即日過數", "HKD"), ("pay $99 to join, $20 for each recruit", "USD"),
        ("In Sydney: pay $99 to join, $20 for each person you sign up and $5 for theirs", "AUD"), ("pay £99 to join and £20 for each recruit", "GBP"),
    ],
)  # fmt: skip
def test_a_sum_has_the_currency_of_its_place(text: str, currency: str) -> None:
    report = wr.score(text)
    stated = {item["value"]["currency"] for item in report.evidence if isinstance(item["value"], dict) and "currency" in item["value"]}
    assert report.features["buy_in_currency"] in (currency, None)
    assert currency in stated or report.features["buy_in_currency"] == currency


def test_a_voice_is_marked_by_its_words() -> None:
    report = wr.score("经审理查明,被告人要求参加者交纳3800元,每发展一人返700元,被告人已被判处有期徒刑。")
    assert report.voice == "account"
    marks = [item for item in report.evidence if item["signal"] == "voice"]
    assert marks and all(item["value"] == "court" for item in marks)

"""The plainest words, both sides: the table is in ``plain.tsv``, written by somebody who had not seen the training texts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import weishang_risk as wr

_COLUMNS = ("text", "verdict", "tiers", "recruit", "buyin", "kind")
ROWS = [tuple(line.split("\t")) for line in Path(__file__).with_name("plain.tsv").read_text(encoding="utf-8").splitlines()[1:]]


def missed(row: tuple[str, ...]) -> list[str]:
    """What of a row is read otherwise."""
    text, verdict, tiers, recruit, buyin, _ = row
    report = wr.score(text.replace("\\n", "\n"))
    depth = report.features["tier_depth"]
    read = {"tiers": "none" if depth is None else str(depth), "recruit": str(report.features["recruitment"]), "buyin": str(report.features["buy_in"])}
    wanted = {"tiers": tiers, "recruit": recruit, "buyin": buyin}
    wrong = [name for name, value in wanted.items() if value not in ("-", read[name])]
    return ([] if (report.score >= 0.5) == (verdict == "yes") else ["verdict"]) + wrong


def test_the_table_is_long_and_has_both_sides_in_both_languages() -> None:
    assert len(ROWS) >= 500 and all(len(row) == len(_COLUMNS) for row in ROWS)
    assert len({row[0] for row in ROWS}) == len(ROWS)
    sides = Counter((row[1], any("\u4e00" <= c <= "\u9fff" for c in row[0])) for row in ROWS)
    assert min(sides.values()) >= 90


@pytest.fixture(scope="module")
def misses() -> Counter[str]:
    counted: Counter[str] = Counter()
    for row in ROWS:
        counted.update(missed(row))
    return counted


@pytest.mark.parametrize(("name", "share"), [("verdict", 0.91), ("tiers", 0.86), ("recruit", 0.84), ("buyin", 0.89)])
def test_what_plain_words_say_is_read(misses: Counter[str], name: str, share: float) -> None:
    assert misses[name] <= (1 - share) * len(ROWS)


#: Money as ordinary people put it, lend it, earn it; and the same told of those who are brought in.
ORDINARY = (
    "舅舅让我投五千到他的餐车,年底分红", "三家人各出两万合伙开奶茶店,利润平分", "推荐朋友来健身房,送一个月", "他姐借给我三万元做生意,每月还一千",
    "标会每月五百,轮流拿", "保险代理人续期佣金,自己客户每年5%", "村里合作社入股一千,年底按股分红", "分享商品链接,好友下单你拿5%佣金", "押金500元,退租退还",
    "My uncle wants me to put $5,000 into his food truck for a share of the profits.", "We all put in $100 a month and take turns getting the pot.",
    "Insurance agent: 5% renewal commission on your own clients every year.", "Stokvel: twelve ladies, R500 each, one gets R6000 each month.",
    "Driving lessons $60, bring a friend and you both save $10.", "Employee referral bonus $1,000 after 90 days.", "Deposit £200, returned when you move out.",
)  # fmt: skip
BROUGHT_IN = (
    "投资一万成为合伙人,发展下线拿15%,下线再发展你拿5%", "每人出会费5000,推荐两人出局拿两万", "甲介绍乙,乙交1000,甲得300,丙交1000甲再得100",
    "报名399,推荐同学报名返200,同学再推荐返50", "拉人进群交99,每拉一个返30,满三代封顶", "You pay 50 dollars, I get 20, the guy above me gets 10.",
    "Join for R350, get R100 for every person and R20 for everyone they bring.", "Everyone must bring two who bring two, then you get your payout.",
)  # fmt: skip


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_money_is_no_scheme(text: str) -> None:
    assert wr.score(text).score < 0.5


@pytest.mark.parametrize("text", BROUGHT_IN)
def test_money_of_those_who_are_brought_in_is_one(text: str) -> None:
    assert wr.score(text).score >= 0.5

"""A case of many texts: one scheme, one score, every clause with its message."""

from __future__ import annotations

import json
import math
import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_contract import check as check_schema

import weishang_risk as wr
from weishang_risk.case import CaseError
from weishang_risk.cli import main
from weishang_risk.model.terms import sigmoid
from weishang_risk.render.terminal import render
from weishang_risk.report.report import without

IDLE_ZH = ["今天好冷", "晚上吃啥", "火锅 你来不来", "娃发烧了", "多喝水", "快递到了帮我拿下", "昨晚球赛看没", "好困", "明天几点集合", "手机没电了"]
IDLE_EN = ["freezing today", "what did you have for lunch", "soup lol", "kids are asleep", "did you watch the game", "no i slept", "my phone is dying",
           "got the parcel", "so tired", "see you at the gym"]  # fmt: skip
CHATS = {
    "fruit zh": (True, ["A: 在不", "B: 在的姐", "A: 那个水果店怎么做", "B: 拿个资格", "A: 多少钱", "B: 2980", "A: 这么贵", "B: 给你一箱苹果的", "A: 那我妹妹要是也来呢",
                        "B: 你拿500", "B: 她那边再来人 每个你还有200", "A: 我想想", "B: 名额这周就没了"]),
    "stall zh": (False, ["A: 在不", "B: 在的姐", "A: 那个水果还有吗", "B: 今天刚到", "A: 多少钱一箱", "B: 68", "A: 两箱呢", "B: 130 包邮", "A: 我妹妹也想要",
                         "B: 让她加我 一样的价", "A: 介绍人有好处吗", "B: 没有 我就是个摆摊的", "A: 行"]),
    "candles en": (True, ["Jo: how much is it to start", "Bec: 149", "Bec: thats the box", "Jo: and what do i get", "Bec: 50 every time someone you know gets their box",
                          "Jo: ok and if my sister joins?", "Bec: same, 50. and 20 from hers", "Bec: and when hers bring someone another 10", "Jo: hm", "Bec: sarah made 4k last month"]),
    "hosting en": (False, ["Len: how much do i get", "Mar: 30% of every hosting plan sold through your link", "Len: does it cost anything", "Mar: nothing, just sign up",
                           "Len: and if my friend signs up through me?", "Mar: we only pay on customers, not on affiliates", "Len: when", "Mar: 30 days after, min 50 usd"]),
    "pension zh": (True, ["群主: 起步一份 3800", "老周: 利息呢", "群主: 一天38 一百天回本", "老周: 靠谱不", "群主: 还有推荐奖", "老周: 怎么算", "群主: 你推的8个点",
                          "群主: 下面的 5个点 3个点", "老周: 那我先来一份"]),
    "job en": (False, ["Sam: hi, saw the cafe job", "Kay: yes, 12 an hour, 4 shifts a week", "Sam: is there a deposit", "Kay: 30 for the apron, back when you leave",
                       "Sam: my flatmate wants in too", "Kay: send her, you get 100 when she has stayed 3 months", "Sam: and whoever she brings?", "Kay: thats hers, nothing to do with you"]),
}  # fmt: skip


def talk(name: str) -> str:
    return "\n".join(CHATS[name][1])


def with_idle_talk(lines: list[str], idle: list[str]) -> list[str]:
    """An idle message after each one, by whoever spoke."""
    return [each for i, line in enumerate(lines) for each in (line, f"{line.partition(':')[0]}: {idle[i % len(idle)]}")]


def check(report: wr.RiskReport) -> None:
    """What holds for every case: the contract, the sum, every clause where it is said to be."""
    check_schema(report)
    contract = report.to_dict()
    total = math.fsum([contract["intercept"], *(c["logit"] for c in contract["contributions"])])
    assert abs(total - contract["logit"]) < 1e-9 and abs(sigmoid(contract["logit"]) - contract["score"]) < 1e-12
    messages = contract["messages"]
    for message in messages:
        assert message["text"] == report.text[message["start"] : message["end"]]
    for item in contract["evidence"]:
        assert item["text"] == report.text[item["start"] : item["end"]] != ""
        assert item["messages"] == list(range(item["messages"][0], item["messages"][-1] + 1)) and len(item["messages"]) <= 2
        first, last = messages[item["messages"][0]], messages[item["messages"][-1]]
        assert first["start"] <= item["start"] < first["end"] and last["start"] < item["end"] <= last["end"]


@pytest.mark.parametrize("name", CHATS)
def test_a_chat_is_judged_as_the_scheme_it_tells(name: str) -> None:
    expected, lines = CHATS[name]
    report = wr.score_case(["\n".join(lines)])
    check(report)
    assert (report.score >= 0.5) is expected
    idle = IDLE_ZH if name.endswith("zh") else IDLE_EN
    drowned = wr.score_case(["\n".join(with_idle_talk(lines, idle))])
    check(drowned)
    assert (drowned.score >= 0.5) is expected, "idle talk flips it"


@pytest.mark.parametrize("name", CHATS)
def test_a_sceptic_flips_nothing(name: str) -> None:
    expected, lines = CHATS[name]
    doubts = ["这不就是传销吗", "典型的骗局 大家别信", "传销"] if name.endswith("zh") else ["this is a pyramid scheme", "its an mlm, stay away people", "total ponzi"]
    doubted = [*lines[:3], f"Zed: {doubts[0]}", *lines[3:7], f"Zed: {doubts[1]}", *lines[7:], f"Zed: {doubts[2]}"]
    report = wr.score_case(["\n".join(doubted)])
    assert (report.score >= 0.5) is expected
    assert [m["part"] for m in report.messages if m["text"] in doubts] == ["opinion"] * 3
    assert not [e for e in report.evidence if e["signal"] == "named"]


@pytest.mark.parametrize("name", ["stall zh", "hosting en"])
def test_what_is_told_of_another_scheme_flips_nothing(name: str) -> None:
    lines = CHATS[name][1]
    other = "前阵子有人来村里 让交三千入会 拉人给钱 被派出所抓了" if name.endswith("zh") else "somebody in my street got arrested, pay 3000 and bring two who bring two"
    report = wr.score_case(["\n".join([*lines[:5], f"{lines[5].partition(':')[0]}: {other}", *lines[5:]])])
    assert report.score < 0.5 and report.messages[5]["part"] == "elsewhere"


def test_a_question_and_its_answer_are_one_statement_of_the_plan() -> None:
    report = wr.score_case(["how much?", "2980", "and if my sister joins?", "you get 500, and 200 from hers"])
    check(report)
    assert report.score >= 0.5
    report = wr.score_case([talk("fruit zh")])
    assert report.features["buy_in_amount"] == 2980 and report.features["tier_depth"] == 2
    entry = report.plan.entry
    assert entry is not None
    told_in = {m for index in entry.evidence for m in report.evidence[index]["messages"]}
    assert any("2980" in report.messages[m]["text"] for m in told_in)


def test_a_denial_is_no_answer_that_states_what_was_asked() -> None:
    assert wr.score_case(["A: 要是我拉我妹妹来多少钱", "B: 不给钱 没有奖励", "A: 哦"]).features["recruitment"] < 2


def test_names_of_speakers_are_nowhere_in_the_report() -> None:
    text = talk("candles en").replace("Bec:", "Rebecca Moss:").replace("Jo: hm", "Jo: @Rebecca Moss hm")
    report = wr.score_case([text])
    assert "Moss" not in report.to_json() + report.text + report.to_html() + str(report)
    assert {m["speaker"] for m in report.messages} == {"A", "B"}


def test_a_list_of_messages_with_their_speakers_is_the_chat_they_make() -> None:
    lines = CHATS["candles en"][1]
    report, chat = wr.score_case(lines), wr.score_case(["\n".join(lines)])
    assert report.logit == chat.logit and [m["speaker"] for m in report.messages] == [m["speaker"] for m in chat.messages]
    assert [m["source"] for m in report.messages] == list(range(len(lines)))


def test_one_speaker_has_one_letter_in_every_text() -> None:
    report = wr.score_case(["Jo: hi\nBec: hello\nJo: how much", "Bec: 149\nJo: ok\nBec: good"])
    assert [m["speaker"] for m in report.messages] == ["A", "B", "A", "B", "A", "B"]
    assert [m["source"] for m in report.messages] == [0, 0, 0, 1, 1, 1]
    assert [m["line"] for m in report.messages] == [1, 2, 3, 1, 2, 3]


@pytest.mark.parametrize("text", ["先交2980元成为代理,推荐一人奖500元,他再推荐一人你还拿200元。", "本店零售茶叶,每斤80元,包邮。", "", "Bonjour mes amis"])
def test_a_case_of_one_text_is_scored_as_that_text(text: str) -> None:
    alone, case = wr.score(text), wr.score_case([text])
    assert (case.logit, case.contributions, case.features, case.plan, case.notes) == (alone.logit, alone.contributions, alone.features, alone.plan, alone.notes)
    assert [e | {"messages": []} for e in case.evidence] == alone.evidence
    check(case)


def test_a_case_of_nothing_is_not_judged() -> None:
    for texts in ([], [""], ["", "  "], ["A: [图片]\nB: [视频]\nA: [表情]"]):
        report = wr.score_case(texts)
        assert report.level == "unjudged" and report.messages == []


def test_messages_that_contradict_one_another_are_shown_with_the_evidence() -> None:
    report = wr.score_case(["A: 加入要先交2980元的入会费\nB: 推荐一人奖励500元,他再推荐你拿200元\nA: 我们不收任何费用\nC: 哦\nA: 今天好冷"])
    check(report)
    found = [c for c in report.contradictions if c["signal"] == "buy_in"]
    assert found
    assert 0 in {m for i in found[0]["said"] for m in report.evidence[i]["messages"]}
    assert {m for i in found[0]["denied"] for m in report.evidence[i]["messages"]} == {2}
    assert "ruled out in message 3." in report.to_html("en")
    assert "ruled out in message 3." in " ".join(render(report, "en").split())


def test_posts_and_an_article_are_pieces_of_one_case() -> None:
    posts = ["今天又是阳光灿烂的一天,大家早上好!", "入会费2980元,送一箱产品。", "推荐一位会员奖励500元,会员再推荐,你还有200元。", "月底去三亚旅游,名额有限。"]
    report = wr.score_case(posts)
    check(report)
    assert report.score >= 0.5 and report.features["buy_in_amount"] == 2980
    article = "市集上有卖鸡蛋的、卖竹篮的,还有一位老人修伞。天气转凉,买菜的人比上周多了一些。\n" * 60
    long = wr.score_case([article, *posts])
    check(long)
    assert long.score >= 0.5, "a long article beside it drowns the plan"
    assert wr.score_case([article, "晚上吃啥", "火锅"]).score < 0.5


def test_what_is_said_twice_counts_once() -> None:
    lines = CHATS["fruit zh"][1]
    report = wr.score_case(["\n".join(lines * 3)])
    assert report.logit == wr.score_case(["\n".join(lines)]).logit
    assert [m["part"] for m in report.messages].count("repeated") == 2 * len(lines)


def test_counterfactuals_of_a_case_are_what_its_terms_say() -> None:
    report = wr.score_case([talk("fruit zh")])
    assert report.counterfactuals and report._reading is not None and report._model is not None
    for item in report.counterfactuals:
        assert report._model.logit(without(report._reading.vector, item["without"])) == item["logit"] < 0
    again = pickle.loads(pickle.dumps(report))
    assert again.to_dict() == report.to_dict()


@pytest.mark.parametrize("prior", [0.02, 0.9])
def test_another_base_rate_moves_the_intercept_alone(prior: float) -> None:
    plain, moved = (wr.score_case([talk("candles en")], prior=each) for each in (None, prior))
    assert moved.contributions == plain.contributions and moved.prior == prior
    assert math.isclose(moved.logit - plain.logit, moved.intercept - plain.intercept, abs_tol=1e-9)


@pytest.mark.parametrize(("texts", "said"), [("text", "pass a list"), ({"a": "b"}, "dictionary"), (["x", 5], "text 1 must be a string"), ([b"x"], "decode")])
def test_what_are_no_texts_is_refused_with_advice(texts: object, said: str) -> None:
    with pytest.raises(TypeError, match=said):
        wr.score_case(texts)  # type: ignore[arg-type]


def test_a_damaged_export_is_named_by_its_place() -> None:
    with pytest.raises(CaseError, match=r"text 1 .*damaged"):
        wr.score_case(["hi", '{"messages": ['])


PIECES = st.sampled_from(["A: 多少钱", "B: 2980", "A: 那我妹妹来呢", "B: 你拿500 她再带人你拿200", "C: 传销", "B: 不收费", "how much?", "B: $99 to join", "A: and then?",
                          "B: 10% of theirs, 5% below", "\ud800", "<b>", "A: [图片]", "12/03/2024, 14:05 - Jo: pay $50", "💰", "A: " + "好吃" * 60])  # fmt: skip


@settings(max_examples=60)
@given(st.lists(st.lists(PIECES, max_size=10).map("\n".join), max_size=4))
def test_any_heap_of_messages_keeps_to_the_contract(texts: list[str]) -> None:
    check(wr.score_case(texts))


# The command


def test_the_command_reads_files_and_folders_as_one_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "posts").mkdir()
    for i, text in enumerate(("入会费2980元,送一箱产品。", "推荐一位会员奖励500元,会员再推荐,你还有200元。")):
        (tmp_path / "posts" / f"{i}.txt").write_text(text, encoding="gb18030" if i else "utf-8")
    (tmp_path / "posts" / "logo.png").write_bytes(b"\x89PNG")
    chat = tmp_path / "chat.txt"
    chat.write_text(talk("fruit zh"), encoding="utf-8")
    page = tmp_path / "page.html"
    assert main(["case", str(chat), str(tmp_path / "posts"), "--json", "--html", str(page), "--threshold", "0.5"]) == 1
    shown = capsys.readouterr()
    contract = json.loads(shown.out)
    assert contract["score"] >= 0.5 and [m["source"] for m in contract["messages"]][-2:] == [1, 2]
    assert contract["source"] == [str(chat), *(str(tmp_path / "posts" / f"{i}.txt") for i in (0, 1))]
    assert "logo.png" in shown.err and "2980" in page.read_text(encoding="utf-8")
    assert main(["case", str(chat), "--score-only"]) == 0
    assert float(capsys.readouterr().out) == wr.score_case([talk("fruit zh")]).score
    assert main(["case", str(chat), "--lang", "en"]) == 0
    assert "message 11" in capsys.readouterr().out


@pytest.mark.parametrize(("name", "content", "said"), [
    ("x.json", b'{"messages": [', "x.json looks like JSON, and is damaged"), ("x.json", b'{"a": 1}', "x.json is JSON without messages"),
    ("x.txt", None, "No such file"), ("empty", "folder", "holds no file that can be read"),
])  # fmt: skip
def test_a_bad_file_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | str | None, said: str) -> None:
    path = tmp_path / name
    if content == "folder":
        path.mkdir()
    elif isinstance(content, bytes):
        path.write_bytes(content)
    assert main(["case", str(path)]) == 2
    shown = capsys.readouterr()
    assert shown.out == "" and said in shown.err and shown.err.count("\n") == 1

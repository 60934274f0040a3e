"""Words in disguise are read as the words they are, and ordinary texts as they stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import weishang_risk as wr
from weishang_risk.language.tables import TableError
from weishang_risk.reading import disguise
from weishang_risk.reading.disguise import letters
from weishang_risk.reading.document import Document
from weishang_risk.reading.normalize import NormalizedText
from weishang_risk.reading.words import inside_word
from weishang_risk.report import passages

CORPUS = Path(__file__).parent.parent / "training" / "corpus"
#: The texts of the corpus that hold words in disguise, or (the last) one word written as two; each was looked at.
DISGUISED = {"e2-183", "we5-104", "we6-247", "u6-014", "u6-049", "u6-050", "z3-040", "mh-150"}


def read(text: str) -> str:
    return NormalizedText(text, inside_word).text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("соmmissiоn", "commission"), ("сор", "cop"), ("ᴅᴏᴡɴʟɪɴᴇ", "downline"), ("🅳🅾🆆🅽", "down"), ("ⓜⓛⓜ", "mlm"), ("𝕄𝕃𝕄", "mlm"),
        ("入🔥门🔥费", "入门费"), ("拉.人.头", "拉人头"), ("c o m m i s s i o n", "commission"), ("c0mmissi0n", "commission"), ("d0wnl1ne", "downline"),
        ("rec®uit", "recruit"), ("佣\u2009金 下\u2800线 代\u2009理", "佣金 下线 代理"), ("%E4%BD%A3%E9%87%91", "佣金"), ("&amp;#20323;&#37329;", "佣金"),
        ("\u202e金佣的线下拿\u202c", "拿下线的佣金"), ("招代里", "招代理"), ("薇商", "微商"), ("丄级", "上级"), ("卜线", "下线"),
        ("y_o_u_ _p_a_y_ _t_h_e_m", "you pay them"), ("a com mis sion", "a commission"), ("❷❾❽❶元", "2981元"), ("🇲 🇱 🇲", "mlm"),
        # Signs of several kinds at once, breaks among them.
        ("放1_0⠀0_0U，每天_2%，無⠀限_代_推_薦_獎，現在⠀領不出來。", "放1000u，每天2%，无限代推荐奖，现在领不出来。"),
        ("谁\n带\n🔥来⠀的商家⠀归谁\n，商家⠀流水千分🔥之🔥三分_给⠀带他的\n⠀人", "谁带来的商家归谁，商家流水千分之三分给带他的人"),
        ("Uni.l.e.v.el pl_an: 10% l_ev.e.l o.n_e, 5% le_v.e_l t_wo, 3% l.eve*l t_h*r*e.e.", "unilevel plan: 10% level one, 5% level two, 3% level three."),
        ("。块\u20095位每代\u2009限无，0\u200901位一推每", "每推一位100，无限代每位5块。"),
        ("A node costs $400. A parent node takes\n 10\n% from\n a child node's price\n, 5% at level 2\n, 2% at level 3\n.",
         "a node costs $400. a parent node takes\n 10% from a child node's price, 5% at level 2, 2% at level 3."),
        ("&#0020808;&#20132;&#38065", "先交钱"), ("&NegativeThinSpace;rec<mark>r</mark>uit", "recruit"),
        ("commis\nsion", "commission"), ("U+5165U+95E8U+8D39", "入门费"), ("U+5165, U+95E8, U+8D39, U+4E8C", "入门费二"),
        ("ɍecruiŧ mꞓmbers", "recruit mꞓmbers"), ("⒭⒠cruit 🄐 member", "recruit a member"), ("com/mis>sion", "commission"), ("入 . 门 . 费 . 高", "入门费高"),
    ],
)  # fmt: skip
def test_a_disguise_is_undone_and_told(written: str, meant: str) -> None:
    normalized = NormalizedText(written, inside_word)
    assert normalized.text.strip() == meant
    assert normalized.hidden or "&" in written or "𝕄" in written or "ⓜ" in written


@pytest.mark.parametrize(
    "ordinary",
    ["琴、棋、书、画", "甲→乙→丙→丁→戊→己→庚", "买/卖", "today is a good day", "level 5 pays 10k", "p15,000 and s$40", "the irs says", "you're tired",
     "сорок рублей в день", "the 1st, 2nd and 3rd", "1 2 3 4 5 6 7 8 9", "100%的20%", "α and β", "🇨🇳🇺🇸", "🇨🇳🇺🇸" * 15, "cafe.com/team", "[a|b]", "snake_case_name"],
)  # fmt: skip
def test_ordinary_text_stays(ordinary: str) -> None:
    normalized = NormalizedText(ordinary, inside_word)
    assert normalized.text == ordinary and not normalized.hidden


def test_texts_of_the_corpus_without_disguise_are_read_as_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {record["id"]: record["text"] for path in sorted(CORPUS.glob("*.jsonl"))
             for line in path.read_text(encoding="utf-8").split("\n") if line for record in [json.loads(line)]}
    undone = {name: read(text) for name, text in texts.items()}
    for function in ("decoded", "strewn", "backwards", "broken_lines", "threaded", "folded", "inside_words", "leet", "parted"):
        monkeypatch.setattr(disguise, function, lambda *_: [])
    monkeypatch.setattr(disguise, "segmented", lambda run: run)
    changed = {name for name, text in texts.items() if read(text) != undone[name]}
    assert changed == DISGUISED


@pytest.mark.parametrize("text", ["\u202e先交99元入会\u202c,拉人", "\u202epay to join, bring two people\u202c"])
def test_an_override_before_what_stands_in_order_turns_nothing_round(text: str) -> None:
    assert read(text) == text.replace("\u202e", "").replace("\u202c", "")


def test_a_row_of_the_look_alikes_that_says_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    disguise.lookalikes.cache_clear()
    monkeypatch.setattr(letters, "table", lambda *_, **__: [("ab", "c", "greek")])
    with pytest.raises(TableError, match="no sign"):
        disguise.lookalikes()
    monkeypatch.undo()
    assert disguise.lookalikes()["а"] == ("a", "cyrillic")


def test_a_report_quotes_and_notes_what_hides_and_the_score_is_that_of_the_plain_words() -> None:
    plain = "先交2980元入门费,每推荐一人奖500元,下线再推荐你拿200元佣金。"
    hidden = "先交2980元入🔥门🔥费,每推jian一人奖500元,下xian再推jian你拿200元拥金。"
    report = wr.score(hidden)
    found = [item for item in report.evidence if item["signal"] == "hiding"]
    assert sum(item["value"] for item in found) == 6 and all(item["text"] == hidden[item["start"] : item["end"]] for item in found)
    assert any("disguise" in note for note in report.notes) and abs(report.score - wr.score(plain).score) < 1e-9
    assert not [item for item in wr.score(plain).evidence if item["signal"] == "hiding"]
    assert "文字伪装" in str(report) and "hiding" in report.to_html()


@given(st.text(st.sampled_from(list("入门费拉人头佣金下线🔥._*-|com missiondwline0413@$%AE5\u202e\u2800\n&#;сᴏ🅰🇲")), max_size=80))
def test_hidden_spans_lie_inside_the_text(text: str) -> None:
    normalized = NormalizedText(text, inside_word)
    assert all(0 <= start < end <= len(text) for start, end in normalized.hidden)
    spans = [normalized.to_original(position, position + 1) for position in range(len(normalized.text))]
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    # Only what was told backwards runs the other way.
    assert normalized.turned or spans == sorted(spans)


@pytest.mark.parametrize("line", ["先交\u202e元99\u202c入会，每拉一人奖50", "。块5位每代限无，001奖人一拉每，会入元99交", "tiurcer uoy rof eht yap: 5%"])
def test_each_character_told_backwards_is_quoted_from_where_it_stands(line: str) -> None:
    normalized = NormalizedText(line, inside_word)
    quoted = "".join(line[slice(*normalized.to_original(place, place + 1))] for place in range(len(normalized.text)))
    assert normalized.text != line.lower() and quoted.lower().replace("，", ",") == normalized.text.replace("，", ",")


def test_passages_of_one_line_told_backwards_do_not_overlap() -> None:
    text = "会入元99交先，001奖人一拉每。" * 100
    found = passages.spans(Document(text))
    assert len(found) > 3 and sum(end - start for start, end in found) <= len(text)

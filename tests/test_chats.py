"""Exports of chats: every way of writing a message, what is dropped, what is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weishang_risk.io.chats import STYLES, Message, read, style_of
from weishang_risk.io.encodings import InputError

#: Each style with the same four messages in it, and what the program writes between them.
EXPORTS = {
    "whatsapp-android": (
        "12/03/2024, 14:05 - Messages and calls are end-to-end encrypted. No one outside of this chat can read them.\n"
        "12/03/2024, 14:05 - Ann created group \"x\"\n12/03/2024, 14:05 - Ann: how much?\n12/03/2024, 14:06 - Bo Li: 2980\nfor the box\n"
        "12/03/2024, 14:06 - Bo Li: <Media omitted>\n12/03/2024, 14:07 - Ann: and then: what\n12/03/2024, 14:08 - Ann: ok"
    ),
    "whatsapp-ios": (
        "[3/12/24, 2:05:33\u202fPM] Ann: how much?\n[3/12/24, 2:06:33\u202fPM] Bo Li: 2980\nfor the box\n"
        "\u200e[3/12/24, 2:06:40\u202fPM] Bo Li: \u200eimage omitted\n[3/12/24, 2:07:00\u202fPM] Ann: @Bo Li and then: what\n[3/12/24, 2:07:10\u202fPM] Ann: ok"
    ),
    "line": (
        "[LINE] Chat history with Bo Li\nSaved on: 2024/03/12 14:05\n\n2024/03/12(Tue)\n14:05\tAnn\thow much?\n14:06\tBo Li\t\"2980\nfor the box\"\n"
        "14:06\tBo Li\t[Sticker]\n14:07\tBo Li joined the group.\n14:07\tAnn\tand then: what\n14:08\tAnn\tok"
    ),
    "telegram-copy": (
        "Ann, [12.03.2024 14:05]\nhow much?\n\nBo Li, [12.03.2024 14:06]\n2980\nfor the box\n\nAnn, [Mar 12, 2024 at 2:07:33 PM]:\nand then: what\nAnn, [12.03.2024 14:08]\nok"
    ),
    "wechat-copy": (
        "—————  2024-03-12  —————\n\nAnn  14:05\n\nhow much?\n\nBo Li 2024/3/12 14:06:33\n2980\nfor the box\n\nBo Li  昨天 14:06\n[图片]\n\n"
        "Ann  14:07\n\nand then: what\n\nAnn  2024-03-12 14:08\nok\n\nAnn  14:09\nBo Li撤回了一条消息"
    ),
    "stamp-first": (
        "2024-03-12 14:05:33 Ann(12345)\nhow much?\n2024-03-12 14:06:33 Bo Li(777)\n2980\nfor the box\n2024-03-12 14:07:33 Ann<a@b.c>\nand then: what\n"
        "2024-03-12 14:08:33 Ann\nok"
    ),
    "timed-line": "14:05 Ann: how much?\n14:06 Bo Li: 2980\nfor the box\n14:07 Ann: and then: what\n14:08 Ann：ok",
    "stamped-line": "(2024-03-12 14:05) Ann: how much?\n(2024-03-12 14:06) Bo Li: 2980\nfor the box\n2024年3月12日 14:07 Ann: and then: what\n2024/3/12 下午2:08 Ann：ok",
    "named-stamp-line": "Ann (14:05): how much?\nBo Li (14:06): 2980\nfor the box\nAnn (2024-03-12 14:07): and then: what\nAnn [2:08 PM]: ok",
    "line-spaced": "[LINE] Bo与的聊天记录\n2024.03.12 星期二\n14:05 Ann how much?\n14:06 Bo 2980\nfor the box\n14:07 Ann and then: what\n14:08 Ann ok",
    "name-above": "Ann:\nhow much?\n\nBo Li:\n2980\nfor the box\n\nAnn：\nand then: what\n\nAnn:\nok",
    "name": "Ann: how much?\nBo Li: 2980\nfor the box\nAnn：and then: what\nAnn: ok",
}


@pytest.mark.parametrize("style", [style.name for style in STYLES])
def test_every_style_gives_the_same_messages(style: str) -> None:
    found = read(EXPORTS[style])
    assert style_of(EXPORTS[style]) == style
    assert [(m.speaker, m.text) for m in found] == [
        ("Ann", "how much?"), ("Bo" if style == "line-spaced" else "Bo Li", "2980\nfor the box"), ("Ann", "and then: what"), ("Ann", "ok")
    ]  # fmt: skip
    lines = EXPORTS[style].splitlines()
    assert all("Ann" in lines[m.line - 1] or "Bo" in lines[m.line - 1] for m in found)


def test_a_telegram_export_gives_texts_answers_and_no_service_messages() -> None:
    export = {"name": "x", "messages": [
        {"id": 1, "type": "service", "actor": "Ann", "action": "create_group", "text": ""},
        {"id": 2, "type": "message", "from": "Ann", "text": ["how ", {"type": "bold", "text": "much"}, "?"]},
        {"id": 3, "type": "message", "from": "Bo", "text": "", "photo": "p.jpg"},
        {"id": 4, "type": "message", "from": "Bo", "text": "2980", "reply_to_message_id": 2},
    ]}  # fmt: skip
    expected = [Message("Ann", "how much?", None, 2), Message("Bo", "2980", "how much?", 4)]
    assert read(json.dumps(export)) == expected
    assert read(json.dumps({"chats": {"list": [export]}}, ensure_ascii=False, indent=1)) == expected
    assert read('[{"sender": {"name": "Ann"}, "content": "hi"}, {"author": "Bo", "body": "ho"}]') == [Message("Ann", "hi", None, 1), Message("Bo", "ho", None, 2)]


@pytest.mark.parametrize("word", ["Hello", "Thanks", "Monday", "???", "ok.", "2980", "12", "周一"])
def test_a_word_that_looks_like_a_heading_is_a_message(word: str) -> None:
    assert [m.text for m in read(f"Ann  14:05\n\n{word}\n\nBo  14:06\n\nhm\nBo  14:07\nso")] == [word, "hm", "so"]


@pytest.mark.parametrize("line", ["—————  2024-03-12  —————", "2024/03/12(Tue)", "2024.03.12 星期二", "2024年3月12日 星期二 14:05", "12/03/2024", "-----", "- - - - -"])
def test_a_date_between_messages_is_none_of_them(line: str) -> None:
    assert [m.text for m in read(f"Ann  14:05\n\nhi\n{line}\nBo  14:06\n\nhm\nBo  14:07\nso")] == ["hi", "hm", "so"]


def test_an_export_with_the_newest_first_is_put_in_order() -> None:
    export = {"messages": [{"sender_name": "Bo", "timestamp_ms": 2, "content": "2980"}, {"sender_name": "Ann", "timestamp_ms": 1, "content": "how much?"}]}
    assert [m.text for m in read(json.dumps(export))] == ["how much?", "2980"]


def test_numbers_and_bullets_before_names_are_no_part_of_them() -> None:
    assert {m.speaker for m in read("1. Ann: hi\n2. Bo: ho\n3. Ann: how much?\n4. Bo: 2980")} == {"Ann", "Bo"}
    assert {m.speaker for m in read("- Ann: hi\n- Bo: ho\n- Ann: how much?")} == {"Ann", "Bo"}


def test_a_telegram_page_gives_texts_and_the_speaker_of_what_follows() -> None:
    page = (
        '<html><body><div class="message service" id="m1"><div class="body details">12 March 2024</div></div>'
        '<div class="message default clearfix" id="message2"><div class="body"><div class="pull_right date details" title="x">14:05</div>'
        '<div class="from_name">\nAnn </div><div class="reply_to details">In reply to <a href="">this message</a></div>'
        '<div class="text">\nhow much<br>for you &amp; me?<script>x</script></div></div></div>'
        '<div class="message default clearfix joined" id="message3"><div class="body"><div class="text">ok</div></div></div></body></html>'
    )
    assert [(m.speaker, m.text) for m in read(page)] == [("Ann", "how much\nfor you & me?x"), ("Ann", "ok")]


def test_what_a_message_quotes_is_told_apart_from_it() -> None:
    copied = "张三 2024/3/12 14:05\n多少钱\n\n李四 2024/3/12 14:06\n「张三：多少钱」\n- - - - - - - - - - - - - - -\n2980\n"
    assert read(copied) == [Message("张三", "多少钱", None, 1), Message("李四", "2980", "多少钱", 4)]


@pytest.mark.parametrize("text", [
    "Level 1: 10%\nLevel 2: 7%\nLevel 3: 5%\nLevel 4: 2%", "先交2980元成为代理,推荐一人奖500元。", "Cost: $99\nWebsite: https://example.com\nCall: 555",
    "Opening 9:00\nLunch 12:00\nDinner 18:30", "We meet at 14:05\nThe bus leaves at 15:00", "9:00 Start: hall\n10:00 Talk: room", "Note: one\nthing leads\nto another\nand on it goes\nNote: two\nNote: three\nwhich nobody\nreads", "", "14:05", "{not json", "a: b",
])  # fmt: skip
def test_what_is_no_chat_is_one_text_as_it_is(text: str) -> None:
    if text.startswith("{"):
        with pytest.raises(InputError, match=r"damaged at line 1.*export the chat again"):
            read(text)
    else:
        assert read(text) == [Message(None, text)]


def test_an_article_before_its_comments_is_kept_as_nobody_s() -> None:
    found = read("新开的奶茶加盟店,加盟费六万。\n\n小红: 贵吗\n小明: 还行\n小红: 那不去\n小明: 随你")
    assert [m.speaker for m in found] == [None, "小红", "小明", "小红", "小明"]
    assert "六万" in found[0].text


@pytest.mark.parametrize(("text", "said"), [
    ('{"messages": [{"from": "A", "text": ', "damaged"), ('{"a": 1}', "without messages"), ('{"messages": 5}', "without messages"),
    ('{"messages": []}', "without messages"), ("[{}]", "without messages"),
])  # fmt: skip
def test_bad_json_is_refused_in_one_line_that_says_what_to_do(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        read(text)
    assert "\n" not in str(caught.value)


def test_faces_and_files_go_and_what_was_said_with_them_stays() -> None:
    found = read("张三: [微笑]交2980[图片]\n李四: [表情]\n张三: IMG-20240312-WA0001.jpg (file attached)\n李四: 【必看】明天[开会]\n张三: null")
    assert [m.text for m in found] == ["交2980", "【必看】明天[开会]"]


@pytest.mark.parametrize("flood", ["好" * 150_000, "-" * 150_000 + "x", "[" * 150_000, "@" * 150_000, "a:" * 75_000, "「" * 150_000, "14:05 " * 25_000, "2024-03-12 " * 14_000])
def test_a_flood_is_read_as_fast_as_anything(flood: str) -> None:
    found = read(f"12/03/2024, 14:05 - Ann: {flood}\n12/03/2024, 14:06 - Bo: hi\n{flood}\n{flood[:70]}\n12/03/2024, 14:07 - Ann: so")
    assert [m.speaker for m in found] == ["Ann", "Bo", "Ann"] and found[1].text.startswith("hi")


LINES = st.lists(st.sampled_from([
    "12/03/2024, 14:05 - Ann: hi", "[3/12/24, 2:05 PM] Bo: ho", "Ann: x", "Bo：y", "14:05\tAnn\tz", "Ann, [12.03.2024 14:05]", "张三 2024/3/12 14:05",
    "text of nobody", "", "- - - - -", "「a：b」", "[图片]", "\u202e", "\ud800", "@Ann", ": :", "2024-03-12", "14:05 Bo hm",
]), max_size=12).map("\n".join)  # fmt: skip


@given(LINES)
def test_any_heap_of_lines_is_read_without_a_word_made_up(text: str) -> None:
    for message in read(text):
        assert message.line >= 1
        pieces = message.text.split()
        assert all(piece in text for piece in pieces)


def test_a_name_with_its_time_on_the_line_below_begins_a_message() -> None:
    text = "阿澄\n08:52\n多少钱\n\n豆包\n08:53\n2980\n\n阿澄\n08:55\n[图片]\n"
    assert [(message.speaker, message.text, message.line) for message in read(text)] == [("阿澄", "多少钱", 1), ("豆包", "2980", 5)]

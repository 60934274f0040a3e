"""Encodings found, or refused with advice."""

from __future__ import annotations

import pytest
from opencc import OpenCC

from training import data
from weishang_risk.io import encodings
from weishang_risk.io.encodings import InputError

SIMPLIFIED = "id,text\n1,先交2980元入会,推荐一人奖500元😀\n"
TRADITIONAL = "id,text\n1,先交2980元入會,推薦一人獎500元,佢再介紹嘅人你都有份\n"
ENGLISH = "id,text\n1,It’s £99 to join – you get 10 % of what they pay\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(SIMPLIFIED, "gb18030"), (SIMPLIFIED, "utf-8"), (SIMPLIFIED, "utf-8-sig"), (SIMPLIFIED, "utf-16"), (SIMPLIFIED, "utf-16-le"),
     (SIMPLIFIED, "utf-16-be"), (SIMPLIFIED, "utf-32"), (TRADITIONAL, "big5hkscs"), (TRADITIONAL, "gb18030"), (TRADITIONAL, "utf-16-le"),
     (ENGLISH, "cp1252"), (ENGLISH, "utf-8"), (ENGLISH, "utf-16-be"), ("plain", "utf-8"), ("plain text", "utf-16-le"), ("传销", "gb18030")],
)  # fmt: skip
def test_an_encoding_is_found(text: str, encoding: str) -> None:
    found = encodings.find(text.encode(encoding))
    assert found == encoding
    assert text.encode(encoding).decode(found) == text


def test_a_sample_may_end_inside_a_character() -> None:
    data = ("a" * 10 + "传销").encode()
    assert [encodings.find(data[:-cut], whole=False) for cut in range(3)] == ["utf-8"] * 3


def test_chinese_far_behind_ascii_is_found() -> None:
    assert encodings.find(b"x" * 100_000 + b"\n" + SIMPLIFIED.encode("gb18030")) == "gb18030"


def test_one_broken_byte_among_many_does_not_change_what_a_file_is() -> None:
    assert encodings.find((SIMPLIFIED * 9).encode() + b"\xff\n") == "utf-8"


@pytest.mark.parametrize("data", [b"\xff\xfb\xfd\xfc\xfb", b"\x81\x81\x81 \xff\xff", bytes(range(128, 256))])
def test_what_is_no_text_is_refused_with_advice(data: bytes) -> None:
    with pytest.raises(InputError, match="--encoding"):
        encodings.find(data)


KOREAN = ("가입비 20만 원을 먼저 내고 친구를 추천하면 한 명당 5만 원을 드립니다.", "다단계 판매 주의", "안녕하세요", "투자금 300만원 입금 후 매주 수익 배당")
RUSSIAN = "Вступительный взнос пять тысяч рублей, за каждого приглашённого платим тысячу рублей."
THAI = "จ่ายค่าสมัครห้าพันบาทแล้วชวนเพื่อนได้ค่าแนะนำหนึ่งพันบาท"
JAPANESE = "入会金五千円を払い、友達を紹介すると千円もらえます。紹介者にはさらに報酬があります。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [*((text, "euc_kr") for text in (*KOREAN, "\n".join(KOREAN))), (RUSSIAN, "koi8_r"), (f"{THAI}\n{THAI}", "cp874"), (JAPANESE, "euc_jp"), (JAPANESE, "shift_jis")],
)  # fmt: skip
def test_another_language_is_not_taken_for_chinese(text: str, encoding: str) -> None:
    for head in ("", "id,text\n1,"):
        with pytest.raises(InputError, match="--encoding"):
            encodings.find((head + text).encode(encoding))


# Names, goods and places hold few of the commonest characters.
@pytest.mark.parametrize("text", ["代理", "钢琴课\n启蒙 120/节", "宝 yun囤货懂吗 29800", "鲍德温,毕加索,陈佩斯,霍金", "保定 亳州 宝鸡 邯郸 呼伦贝尔", "卡布奇诺,拿铁,馥芮白,玛奇朵"])
def test_a_few_words_of_chinese_are_read_as_such(text: str) -> None:
    assert encodings.find(text.encode("gb18030")) == "gb18030"


def test_texts_of_the_corpus_are_found_to_be_chinese_in_either_script() -> None:
    convert = OpenCC("s2t").convert
    texts = [record["text"] for record in data.load_corpus()[::7] if record["lang"] == "zh"]
    assert len(texts) > 500
    for text in texts:
        assert encodings.find(text.encode("gb18030")) == "gb18030"
        assert encodings.find(convert(text).encode("big5hkscs", "ignore")) == "big5hkscs"


def test_an_empty_file_is_utf_8() -> None:
    assert encodings.find(b"") == "utf-8"


@pytest.mark.parametrize("name", ["klingon", "hex", "rot13", "", "utf-8\0"])
def test_an_encoding_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="no text encoding"):
        encodings.check(name)


@pytest.mark.parametrize(("data", "said"), [(b"PK\x03\x04\x14", "save it as CSV"), (b"%PDF-1.7\n", "PDF"), (b"\x1f\x8b\x08", r"\.gz"), (b"{\\rtf1 x}", "RTF"), (b"BZh9", "unpack")])
def test_what_is_no_text_is_called_what_it_is(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        encodings.find(data)

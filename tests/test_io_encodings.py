"""Encodings found, or refused with advice."""

from __future__ import annotations

import pytest

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

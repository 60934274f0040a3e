"""Records of every format, broken ones set apart."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from weishang_risk.io.encodings import InputError
from weishang_risk.io.tables import Broken, Record, Source


def read(path: Path, content: str | bytes, **options: str) -> list[tuple[int, str]]:
    """Line and text, or line and reason, of every record."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    source = Source(str(path), **options)
    source.columns()
    return [(item.line, item.text if isinstance(item, Record) else f"! {item.reason}") for item in source.records()]


@pytest.mark.parametrize("name", ["a.csv", "a.CSV"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_csv_of_any_encoding_is_read(tmp_path: Path, name: str, encoding: str) -> None:
    content = 'id,text\n1,"两行\n的,文字"\n2,先交2980元入会\n'
    assert read(tmp_path / name, content.encode(encoding)) == [(2, "两行\n的,文字"), (4, "先交2980元入会")]


def test_a_tsv_has_tabs_whatever_the_case_of_its_suffix(tmp_path: Path) -> None:
    assert read(tmp_path / "a.TSV", "text\tid\na, b\t1\n") == [(2, "a, b")]


def test_a_cell_may_be_longer_than_the_csv_module_allows_by_default(tmp_path: Path) -> None:
    long = "长" * 200_000
    assert read(tmp_path / "a.csv", f"text\n{long}\n") == [(2, long)]


def test_json_lines_end_at_no_separator_of_unicode(tmp_path: Path) -> None:
    texts = ["one\u2028two", "three\u0085four\x0bfive", "six\x1cseven"]
    content = "\n".join(json.dumps({"text": text}, ensure_ascii=False) for text in texts) + "\r\n\n"
    assert [text for _, text in read(tmp_path / "a.jsonl", content)] == texts


def test_plain_lines_are_texts(tmp_path: Path) -> None:
    assert read(tmp_path / "a.txt", "一\r\n\n二\u2028三\n四") == [(1, "一"), (3, "二\u2028三"), (4, "四")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("name", "rows"), [("a.txt", ["一", "二"]), ("a.jsonl", ['{"text": "一"}', '{"text": "二"}']), ("a.csv", ["text", "一", "二"])])
def test_any_system_s_line_ends_part_records(tmp_path: Path, name: str, rows: list[str], end: str) -> None:
    assert [text for _, text in read(tmp_path / name, end.join(rows) + end)] == ["一", "二"]


@pytest.mark.parametrize("head", ["id;text", '"id";"text"', "id\ttext", "id|text", "sep=;\r\nid;text", "\n\nid,text"])
def test_a_csv_may_be_parted_by_other_signs_than_commas(tmp_path: Path, head: str) -> None:
    sign = next(sign for sign in ";\t|," if sign in head)
    assert [text for _, text in read(tmp_path / "a.csv", f'{head}\r\n1{sign}"交2980元, 入会"\r\n2{sign}二\r\n')] == ["交2980元, 入会", "二"]


def test_a_quotation_mark_that_nothing_closes_is_told(tmp_path: Path) -> None:
    found = read(tmp_path / "a.csv", 'id,text\n1,a\n2,"b\n3,c\n4,d\n')
    assert found[0] == (2, "a") and found[1][0] == 3 and "nothing closes" in found[1][1]
    assert read(tmp_path / "a.csv", 'id,text\n1,"a\nb"') == [(2, "a\nb")]


def test_an_object_that_names_a_key_twice_loses_nothing_in_silence(tmp_path: Path) -> None:
    assert "twice" in read(tmp_path / "a.jsonl", '{"text": "a"}\n{"text": "a", "text": "b"}\n')[1][1]


def test_packed_files_are_read_by_the_name_within(tmp_path: Path) -> None:
    assert read(tmp_path / "a.jsonl.gz", gzip.compress(b'{"text": "x"}\n')) == [(1, "x")]


def test_parquet_is_read(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"text": ["一", None], "n": [1, 2]}), tmp_path / "a.parquet")
    source = Source(str(tmp_path / "a.parquet"))
    assert source.columns() == {"text": pa.string(), "n": pa.int64()}
    first, second = source.records()
    assert isinstance(first, Record) and first.row == {"text": "一", "n": 1}
    assert isinstance(second, Broken) and second.reason == "'text' is missing"


def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    with pytest.raises(InputError, match="Parquet"):
        read(tmp_path / "a.parquet", b"PAR1 no such thing PAR1")
    with pytest.raises(InputError, match="standard input"):
        Source("-", format="parquet")


def test_broken_records_are_told_by_line_and_the_rest_is_read(tmp_path: Path) -> None:
    content = '{"text": "a"}\n{broken\n[1]\n{"text": 5}\n{"id": 1}\n{"text": "\\ud800"}\n' + '{"n": 1' + "0" * 5000 + "}\n" + '{"text": "z"}\n'
    found = read(tmp_path / "a.jsonl", content)
    assert [line for line, _ in found] == list(range(1, 9))
    assert found[0] == (1, "a") and found[5] == (6, "\ud800") and found[-1] == (8, "z")
    for (_, said), reason in zip(found[1:5], ("no JSON", "no JSON object", "an? int", "missing"), strict=True):
        assert said.startswith("!") and (reason in said or "int" in said)
    assert read(tmp_path / "a.csv", "id,text\n1,a\n2\n3,b,c\n4,d\n5,e,,\n") == [
        (2, "a"), (3, "! 'text' is missing"), (4, "! 3 cells under 2 headings"), (5, "d"), (6, "e"),
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "row"), [("a.csv", "{}"), ("a.jsonl", '{{"text": "{}"}}'), ("a.txt", "{}")])
def test_a_byte_that_is_not_of_the_encoding_costs_one_record(tmp_path: Path, name: str, row: str) -> None:
    rows = [row.format("先交两千元入会再介绍别人" * 4).encode()] * 3
    rows[1] = row.format("坏").encode()[:-4] + b"\xff" + row.format("坏").encode()[-4:]
    head = [b"text"] if name == "a.csv" else []
    found = read(tmp_path / name, b"\n".join([*head, *rows]))
    assert ["!" in text for _, text in found] == [False, True, False]
    assert "0x" in found[1][1] and "utf-8" in found[1][1]


def test_doubled_columns_of_parquet_get_names_as_those_of_a_table_do(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_arrays([pa.array(["a"]), pa.array([1]), pa.array(["b"]), pa.array([[2]])], ["text", "", "text", "id"]), tmp_path / "a.parquet")
    for column, text in (("text", "a"), ("text_3", "b")):
        source = Source(str(tmp_path / "a.parquet"), column)
        assert list(source.columns()) == ["text", "column_2", "text_3", "id"]
        (found,) = source.records()
        assert isinstance(found, Record) and found.text == text and found.row == {"text": "a", "column_2": 1, "text_3": "b", "id": [2]}


def test_headings_that_are_doubled_or_missing_get_names(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,,text\n1,2,3\n", encoding="utf-8")
    assert list(Source(str(tmp_path / "a.csv")).columns()) == ["text", "column_2", "text_3"]
    (tmp_path / "b.csv").write_text("\ufeff\ufefftext,id_4,id,id\n1,2,3,4\n", encoding="utf-8")
    assert list(Source(str(tmp_path / "b.csv")).columns()) == ["text", "id_4", "id", "id_4_4"]


def test_json_that_is_no_json_lines_is_told(tmp_path: Path) -> None:
    for content in ('[{"text": "a"}]', '[\n["a"]\n]', "text\na\n"):
        with pytest.raises(InputError, match=r"line \d: no JSON.*one object a line"):
            read(tmp_path / "a.jsonl", content)


@pytest.mark.parametrize(("name", "content"), [("a.csv", "body\nx\n"), ("a.jsonl", '{"body": 1}\n'), ("a.csv", ""), ("a.csv", "\n\n")])
def test_a_file_without_texts_says_what_it_has(tmp_path: Path, name: str, content: str) -> None:
    with pytest.raises(InputError, match="no column 'text'; it"):
        read(tmp_path / name, content)


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    for name in ("none.csv", "."):
        with pytest.raises(InputError, match=r"none\.csv: No such file|is a folder"):
            Source(str(tmp_path / name), format="csv").columns()
    with pytest.raises(InputError, match="--format"):
        Source("a.doc")

"""Rows written: safe for spreadsheets, and nothing of one's own lost."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import weishang_risk as wr
from weishang_risk.io import columns
from weishang_risk.io.encodings import InputError
from weishang_risk.io.tables import Record
from weishang_risk.io.writers import json_line, neutral, output_format, writer

KINDS = {"text": "string", "score": "number"}


def written(path: Path, rows: list[dict[str, Any]], **options: Any) -> str:
    target = writer(str(path), None, KINDS, **options)
    for row in rows:
        target.write(row)
    target.commit()
    return path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx", "\rx", "＝1", "-", "=HYPERLINK(1)"])
def test_a_cell_that_a_spreadsheet_would_run_is_neutralised(cell: str) -> None:
    assert neutral(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-5", "+86 %", "-1,234.5", "1e5", "-1.5e-7", "text", "", "a=b"])
def test_numbers_and_texts_stay(cell: str) -> None:
    assert neutral(cell) == cell


@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_tables_are_neutralised_unless_asked_not_to(tmp_path: Path, name: str) -> None:
    rows = [{"text": "=1+1", "score": -0.5}]
    assert "'=1+1" in written(tmp_path / name, rows) and "'=" not in written(tmp_path / name, rows, raw=True)
    assert "-0.5" in written(tmp_path / name, rows)


def test_any_cell_comes_back_from_a_table(tmp_path: Path) -> None:
    texts = ['a"b', "two\nlines", "lone\rreturn", "tab\there", "逗号,", "", "😀"]
    for name, delimiter in (("a.csv", ","), ("a.tsv", "\t")):
        written(tmp_path / name, [{"text": text} for text in texts], raw=True)
        with (tmp_path / name).open(encoding="utf-8", newline="") as lines:
            assert [row["text"] for row in csv.DictReader(lines, delimiter=delimiter)] == texts


@given(st.dictionaries(st.text(), st.text(st.characters(exclude_categories=[])) | st.none() | st.integers()))
def test_a_line_of_json_is_one_line_and_comes_back(record: dict[str, Any]) -> None:
    for inert in (False, True):
        line = json_line(record, inert).encode("utf-8", "backslashreplace").decode("utf-8")
        assert "\n" not in line
        assert json.loads(line) == json.loads(json.dumps(record))


def test_a_line_of_json_can_be_shown_in_any_encoding() -> None:
    assert json_line({"推荐": "💰é\x1b"}, inert=True, encoding="latin-1") == '{"\\u63a8\\u8350": "\\ud83d\\udcb0\\u00e9\\u001b"}'


def test_parquet_keeps_types(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    target = writer(str(tmp_path / "a.parquet"), None, KINDS)
    for number in range(1200):
        target.write({"text": ["list"] if number else "\ud800", "score": number / 2})
    target.commit()
    table = pq.read_table(tmp_path / "a.parquet").to_pylist()
    assert len(table) == 1200 and table[1] == {"text": '["list"]', "score": 0.5} and table[0]["text"] == "\\ud800"


def test_a_name_tells_the_format_or_is_refused() -> None:
    assert [output_format(name) for name in ("a.csv.gz", "a.JSONL", "-")] == ["csv", "jsonl", "jsonl"]
    for name in ("a.txt", "a.doc", "a"):
        with pytest.raises(InputError, match="--output-format"):
            output_format(name)
    with pytest.raises(InputError, match="packed by itself"):
        writer("/tmp/never-written.parquet.gz", None, KINDS)


def test_our_names_give_way_to_the_records_own() -> None:
    assert columns.names(["score", "weishang_score", "x"], ["score", "level"]) == {"score": "weishang_weishang_score", "level": "level"}


def test_every_field_can_be_written() -> None:
    report = wr.score("先交2980元,推荐一人奖500元,他再推荐你拿200")
    found = columns.cells(Record("a.csv", 3, {}, report.text), report, list(columns.FIELDS))
    assert set(report.to_dict()) == set(columns.CONTRACT) and set(report.features) == set(columns.FEATURES)
    assert found["plan"] == report.to_dict()["plan"] and json.loads(json.dumps(found["plan"]))["depth"] == 2
    assert (found["source"], found["line"], found["score"], found["tier_depth"]) == ("a.csv", 3, report.score, 2)


def test_a_field_that_does_not_exist_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="'colour'; there are score, level"):
        columns.fields("score,colour")


def test_what_json_has_no_number_for_is_written_as_json_all_the_same() -> None:
    line = json_line({"a": float("nan"), "b": [float("-inf"), {"c": 1.5}]})
    assert json.loads(line, parse_constant=pytest.fail) == {"a": "nan", "b": ["-inf", {"c": 1.5}]}


def test_a_column_of_parquet_may_have_half_a_surrogate_pair_in_its_name(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    target = writer(str(tmp_path / "a.parquet"), None, {"\ud800": "string"})
    target.write({"\ud800": "\udfff"})
    target.commit()
    assert pq.read_table(tmp_path / "a.parquet").to_pylist() == [{"\\ud800": "\\udfff"}]

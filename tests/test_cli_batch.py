"""Files of many texts on the command line."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

import weishang_risk as wr
from weishang_risk import cli
from weishang_risk.cli import batch, pages
from weishang_risk.cli.progress import Progress
from weishang_risk.io import streams

PITCH = "每推荐一人奖500元,他再推荐你拿200,先交2980元。"
SHOP = "本店零售茶叶,每斤80元,满三斤包邮。"


def make(path: Path, *texts: str) -> str:
    """A CSV of texts with a number each."""
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([("id", "text"), *enumerate(texts)])
    return str(path)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def run(*arguments: object) -> int:
    return cli.main(["batch", *map(str, arguments)])


def refusal(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    capsys.readouterr()
    assert run(*arguments) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    return said


def test_rows_keep_their_cells_and_gain_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(make(tmp_path / "in.csv", PITCH, SHOP, ""), "-o", tmp_path / "out.csv") == 0
    rows = table(tmp_path / "out.csv")
    assert [(row["id"], row["text"]) for row in rows] == [("0", PITCH), ("1", SHOP), ("2", "")]
    assert [row["level"] for row in rows] == ["high", "low", "unjudged"]
    assert float(rows[0]["score"]) == wr.score(PITCH).score
    assert json.loads(rows[0]["evidence"]) == wr.score(PITCH).evidence
    assert not capsys.readouterr().err and sorted(os.listdir(tmp_path)) == ["in.csv", "out.csv"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_json_lines_hold_the_whole_contract_in_order(tmp_path: Path, jobs: int) -> None:
    # The last is low and meets a test all the same: its notes say why.
    texts = [PITCH, SHOP] * 20 + ["推荐朋友入会,你得50元。"]
    assert wr.score(texts[-1], prior=0.1).caveats
    assert run(make(tmp_path / "in.csv", *texts), "-o", tmp_path / "out.jsonl.gz", "--jobs", jobs, "--prior", "0.1") == 0
    found = [json.loads(line) for line in gzip.decompress((tmp_path / "out.jsonl.gz").read_bytes()).splitlines()]
    expected = [{"id": str(i), "text": t} | json.loads(wr.score(t, prior=0.1).to_json()) for i, t in enumerate(texts)]
    assert found == expected


def test_columns_of_our_names_are_kept_and_ours_are_renamed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": PITCH, "score": "mine", "notes": [1]}) + "\n", encoding="utf-8")
    run(tmp_path / "in.jsonl", "-o", tmp_path / "out.csv")
    row = table(tmp_path / "out.csv")[0]
    assert row["score"] == "mine" and row["notes"] == "[1]" and float(row["weishang_score"]) > 0.8
    assert "weishang_score, weishang_notes" in capsys.readouterr().err


def test_several_files_are_one_table_that_tells_where_rows_come_from(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(SHOP, encoding="utf-8")
    run(make(tmp_path / "a.csv", PITCH), tmp_path / "b.txt", "-o", tmp_path / "out.csv", "--fields", "source,line,level")
    rows = table(tmp_path / "out.csv")
    assert [(row["source"], row["line"], row["id"], row["level"]) for row in rows] == [
        (str(tmp_path / "a.csv"), "2", "0", "high"), (str(tmp_path / "b.txt"), "1", "", "low"),
    ]  # fmt: skip


def test_what_is_written_can_be_chosen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = make(tmp_path / "in.csv", PITCH, SHOP, "")
    run(source, "-o", tmp_path / "a.csv", "--fields", "tier_depth,legal_tests")
    run(source, "-o", tmp_path / "b.csv", "--scores-only", "--min-level", "watch")
    assert list(table(tmp_path / "a.csv")[0]) == ["id", "text", "tier_depth", "legal_tests"]
    assert [list(row) for row in table(tmp_path / "b.csv")] == [["id", "text", "score", "level"]]
    assert "1 texts could not be judged" in capsys.readouterr().err
    assert "no field 'colour'" in refusal(capsys, source, "-o", tmp_path / "c.csv", "--fields", "colour")


def test_cells_that_a_spreadsheet_would_run_are_neutralised_and_that_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = make(tmp_path / "in.csv", "=HYPERLINK(1)")
    run(source, "-o", tmp_path / "a.csv")
    assert table(tmp_path / "a.csv")[0]["text"] == "'=HYPERLINK(1)" and "--raw" in capsys.readouterr().err
    run(source, "-o", tmp_path / "b.csv", "--raw")
    assert table(tmp_path / "b.csv")[0]["text"] == "=HYPERLINK(1)" and not capsys.readouterr().err


def test_broken_records_are_set_apart_and_the_rest_is_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.jsonl").write_text('{"text": "a"}\n{broken\n{"text": null}\n{"text": "b"}\n', encoding="utf-8")
    assert run(tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl", "--rejects", tmp_path / "bad.jsonl") == 0
    assert [row["text"] for row in lines(tmp_path / "out.jsonl")] == ["a", "b"]
    assert [(row["line"], row["record"]) for row in lines(tmp_path / "bad.jsonl")] == [(2, "{broken"), (3, '{"text": null}')]
    assert "2 of 4 records" in capsys.readouterr().err
    run(tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl")
    assert re.search(r"line 2: no JSON.*\n.*line 3: 'text' is missing", capsys.readouterr().err)


def test_where_nothing_can_be_used_the_status_says_so(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"text": 1}\n', encoding="utf-8")
    assert run(tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl") == 2


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_where_nothing_can_be_used_an_earlier_output_stays(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.jsonl").write_text('{"text": 1}\n{"text": 2}\n', encoding="utf-8")
    (tmp_path / name).write_text("before", encoding="utf-8")
    (tmp_path / "p.html").write_text("before", encoding="utf-8")
    said = refusal(capsys, tmp_path / "in.jsonl", "-o", tmp_path / name, "--rejects", tmp_path / "bad.jsonl", "--html", tmp_path / "p.html")
    assert "2 of 2 records" in said and f"nothing is written to {tmp_path / name}" in said
    assert [(tmp_path / found).read_text(encoding="utf-8") for found in (name, "p.html")] == ["before"] * 2 and len(lines(tmp_path / "bad.jsonl")) == 2
    assert sorted(os.listdir(tmp_path)) == ["bad.jsonl", "in.jsonl", name, "p.html"]
    # A table without rows is one all the same, and so is what no text of it reaches.
    assert run(make(tmp_path / "none.csv"), "-o", tmp_path / name) == 0
    assert (tmp_path / name).read_bytes() != b"before"


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Has something done while the first text of the next run is scored, and not again."""
    real = batch._Run._take

    def once(happens: Callable[[], object]) -> None:
        def take(self: Any, *given: Any) -> None:
            monkeypatch.setattr(batch._Run, "_take", real)
            happens()
            real(self, *given)

        monkeypatch.setattr(batch._Run, "_take", take)

    return once


def test_an_output_whose_place_is_taken_meanwhile_is_kept_with_its_rejects(
    tmp_path: Path, meanwhile: Callable[[Callable[[], object]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in.jsonl").write_text('{"text": "a"}\n{broken\n{"text": "b"}\n', encoding="utf-8")
    (tmp_path / "bad.jsonl").write_text("before", encoding="utf-8")
    command = [tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl", "--rejects", tmp_path / "bad.jsonl"]
    meanwhile((tmp_path / "out.jsonl").mkdir)
    said = refusal(capsys, *command)
    assert "is a folder" in said and f"kept in {tmp_path / 'out.jsonl.weishang-part'}, {tmp_path / 'bad.jsonl.weishang-part'}" in said and "--resume" in said
    assert (tmp_path / "bad.jsonl").read_text(encoding="utf-8") == "before", "rows and rejects belong together"
    assert len(lines(tmp_path / "out.jsonl.weishang-part")) == 2 and len(lines(tmp_path / "bad.jsonl.weishang-part")) == 1
    (tmp_path / "out.jsonl").rmdir()
    assert run(*command, "--resume") == 0
    assert [row["text"] for row in lines(tmp_path / "out.jsonl")] == ["a", "b"] and len(lines(tmp_path / "bad.jsonl")) == 1
    assert sorted(os.listdir(tmp_path)) == ["bad.jsonl", "in.jsonl", "out.jsonl"]


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl.gz", "out.parquet"])
def test_an_output_that_cannot_be_moved_is_kept_whole(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(*given: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    command = [make(tmp_path / "in.csv", PITCH), "-o", tmp_path / name, "--scores-only", "--html", tmp_path / "p.html"]
    assert run(*command) == 0
    before = [(tmp_path / found).read_bytes() for found in (name, "p.html")]
    with monkeypatch.context() as patched:
        patched.setattr("weishang_risk.place.put", fail)
        patched.setattr(pages.Pages, "add", lambda self, *given: Path(self.made, "000001.html").touch())
        said = refusal(capsys, *command)
    assert "Operation not permitted" in said and f"{name}.weishang-part" in said and "p-texts.weishang-part" in said and "--resume" not in said
    assert [(tmp_path / found).read_bytes() for found in (name, "p.html")] == before
    os.replace(tmp_path / f"{name}.weishang-part", tmp_path / f"kept-{name}")
    assert run(tmp_path / f"kept-{name}", "-o", tmp_path / "again.csv") == 0 and table(tmp_path / "again.csv")[0]["text"] == PITCH


def test_an_output_that_became_read_only_meanwhile_stays(
    tmp_path: Path, meanwhile: Callable[[Callable[[], object]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = make(tmp_path / "in.csv", PITCH), tmp_path / "out.csv"
    out.write_text("before", encoding="utf-8")
    meanwhile(lambda: out.chmod(0o444))
    assert "read-only" in refusal(capsys, source, "-o", out) and out.read_text(encoding="utf-8") == "before"
    assert "read-only" in refusal(capsys, source, "-o", out) and "read-only" in refusal(capsys, source, "-o", tmp_path / "o.csv", "--rejects", out)
    out.chmod(0o600)
    assert run(source, "-o", out, "--scores-only") == 0 and stat.S_IMODE(out.stat().st_mode) == 0o600


def test_rows_are_added_to_a_file_that_a_shell_appends_to(tmp_path: Path) -> None:
    if not os.path.exists("/proc/self/fd"):
        pytest.skip("this system has no such names")
    (tmp_path / "out.csv").write_text("before\n", encoding="utf-8")
    with (tmp_path / "out.csv").open("a", encoding="utf-8") as target:
        given = ["batch", make(tmp_path / "in.csv", PITCH), "-o", "/dev/stdout", "--output-format", "csv", "--scores-only"]
        subprocess.run([sys.executable, "-m", "weishang_risk", *given], stdout=target, check=True)
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("before\nid,text,score,level\n0,")
    assert sorted(os.listdir(tmp_path)) == ["in.csv", "out.csv"]


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_a_file_is_not_read_and_appended_to(tmp_path: Path, name: str) -> None:
    if not os.path.exists("/dev/stdout"):
        pytest.skip("this system has no such name")
    source = make(tmp_path / "in.csv", PITCH)
    before = Path(source).read_bytes()
    with open(source, "a", encoding="utf-8") as target:
        given = [sys.executable, "-m", "weishang_risk", "batch", source, "-o", name, "--output-format", "csv"]
        done = subprocess.run(given, stdout=target, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2 and "is an input too" in done.stderr and Path(source).read_bytes() == before


def test_keys_that_come_late_are_not_dropped_in_silence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weishang_risk.io.tables._LOOKED_AT", 1)
    (tmp_path / "in.jsonl").write_text('{"text": "a"}\n{"text": "b", "new": 1}\n{"text": "c", "score": 1}\n', encoding="utf-8")
    run(tmp_path / "in.jsonl", "-o", tmp_path / "out.csv", "--rejects", tmp_path / "bad.csv")
    assert ["'new'" in row["reason"] or "'score'" in row["reason"] for row in table(tmp_path / "bad.csv")] == [True, True]
    run(tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl", "--rejects", tmp_path / "bad.csv")
    assert [row.get("new") for row in lines(tmp_path / "out.jsonl")] == [None, 1] and len(table(tmp_path / "bad.csv")) == 1


def test_an_output_is_never_an_input_nor_named_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = make(tmp_path / "in.csv", PITCH)
    before = Path(source).read_bytes()
    (tmp_path / "link.csv").symlink_to(source)
    for arguments in (["-o", source], ["-o", tmp_path / "link.csv"], ["-o", tmp_path / "o.csv", "--rejects", source],
                      ["-o", tmp_path / "o.csv", "--html", source]):  # fmt: skip
        assert "is an input too" in refusal(capsys, source, *arguments)
    # What an interrupted run left is no input for the same output.
    left = tmp_path / "o.csv.weishang-part"
    left.write_bytes(before)
    assert "rename it" in refusal(capsys, left, "-o", tmp_path / "o.csv") and left.read_bytes() == before
    assert "two outputs" in refusal(capsys, source, "-o", tmp_path / "o.csv", "--rejects", tmp_path / "o.csv")
    assert Path(source).read_bytes() == before


@pytest.mark.parametrize("name", ["none.csv", "folder.csv", "empty.csv", "wild.csv", "none.parquet"])
def test_an_input_that_cannot_be_read_leaves_an_output_alone(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "empty.csv").touch()
    (tmp_path / "wild.csv").write_bytes(b"text\n\x81\x81\x81 \xff\xff\n")
    (tmp_path / "out.csv").write_text("before", encoding="utf-8")
    assert name in refusal(capsys, tmp_path / name, "-o", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "before"
    assert not [found for found in os.listdir(tmp_path) if "weishang" in found]


def test_an_output_that_cannot_be_written_is_refused_beforehand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = make(tmp_path / "in.csv", PITCH)
    assert "no folder" in refusal(capsys, source, "-o", tmp_path / "no" / "out.csv")
    assert "--output-format" in refusal(capsys, source, "-o", tmp_path / "out.doc")
    assert "'body'" in refusal(capsys, source, "-o", tmp_path / "out.csv", "--text-column", "body")


def test_packed_input_that_ends_early_leaves_no_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path(tmp_path / "in.txt.gz").write_bytes(gzip.compress("\n".join(f"{SHOP}{os.urandom(9).hex()}" for _ in range(50)).encode())[:-12])
    (tmp_path / "out.csv").write_text("before", encoding="utf-8")
    assert run(tmp_path / "in.txt.gz", "-o", tmp_path / "out.csv") == 2
    assert "ends early" in capsys.readouterr().err and (tmp_path / "out.csv").read_text(encoding="utf-8") == "before"


def test_standard_input_goes_to_standard_output(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f'text\n"{PITCH}"\nx,y\n'.encode("gb18030"))))
    assert run("-", "-o", "-", "--format", "csv", "--output-format", "csv", "--scores-only") == 0
    shown = capsys.readouterr()
    assert f'"{PITCH}"' in shown.out
    assert "standard input line 3: 2 cells" in shown.err


def test_parquet_goes_in_and_out_with_its_types(tmp_path: Path) -> None:
    pd = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    pd.DataFrame({"text": [PITCH, SHOP], "n": [1, 2], "when": pd.to_datetime(["2024-01-01", "2024-01-02"])}).to_parquet(tmp_path / "in.parquet")
    assert run(tmp_path / "in.parquet", "-o", tmp_path / "out.parquet") == 0
    frame = pd.read_parquet(tmp_path / "out.parquet")
    assert list(frame["n"]) == [1, 2] and frame["when"].dt.year.tolist() == [2024, 2024]
    assert frame["score"].tolist() == [wr.score(PITCH).score, wr.score(SHOP).score]
    assert run(tmp_path / "in.parquet", "-o", tmp_path / "out.jsonl", "--scores-only") == 0
    assert lines(tmp_path / "out.jsonl")[1]["n"] == 2


def test_parquet_and_a_csv_become_one_parquet(tmp_path: Path) -> None:
    pd = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    pd.DataFrame({"text": [PITCH], "id": [7], "tags": [["a", "b"]]}).to_parquet(tmp_path / "in.parquet")
    assert run(tmp_path / "in.parquet", make(tmp_path / "in.csv", SHOP), "-o", tmp_path / "out.parquet") == 0
    frame = pd.read_parquet(tmp_path / "out.parquet")
    assert list(frame["id"]) == ["7", "0"] and list(frame["tags"][0]) == ["a", "b"] and len(frame) == 2


def test_damaged_parquet_is_refused_and_leaves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pd = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    pd.DataFrame({"text": [f"{PITCH}{i}" for i in range(2000)]}).to_parquet(tmp_path / "in.parquet")
    data = bytearray((tmp_path / "in.parquet").read_bytes())
    data[100:4000] = bytes(3900)
    (tmp_path / "in.parquet").write_bytes(data)
    assert run(tmp_path / "in.parquet", "-o", tmp_path / "out.parquet") == 2
    assert "in.parquet" in capsys.readouterr().err and os.listdir(tmp_path) == ["in.parquet"]


def test_a_pipe_is_read_once_and_a_device_is_written_as_it_goes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pipe = str(tmp_path / "pipe")
    os.mkfifo(pipe)
    feeder = threading.Thread(target=lambda: Path(pipe).write_text(f"{PITCH}\n{SHOP}\n", encoding="utf-8"))
    feeder.start()
    assert run(pipe, "-o", tmp_path / "out.csv", "--format", "lines", "--scores-only") == 0
    feeder.join()
    assert [row["level"] for row in table(tmp_path / "out.csv")] == ["high", "low"]
    assert "--resume" in refusal(capsys, pipe, "-o", tmp_path / "o.csv", "--format", "lines", "--resume")
    assert run(tmp_path / "out.csv", "-o", "/dev/null", "--output-format", "csv", "--scores-only") == 0
    assert sorted(os.listdir(tmp_path)) == ["out.csv", "pipe"] and not [name for name in os.listdir("/dev") if "weishang" in name]


def test_a_page_links_to_a_page_of_each_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = make(tmp_path / "in.csv", SHOP, PITCH)
    for _ in range(2):
        assert run(source, "-o", tmp_path / "out.csv", "--html", tmp_path / "a page.html") == 0
    page = (tmp_path / "a page.html").read_text(encoding="utf-8")
    links = re.findall(r'href="([^"]*)"', page)
    assert links == ["a%20page-texts/000002.html", "a%20page-texts/000001.html"]
    assert "2980" in (tmp_path / "a page-texts" / "000002.html").read_text(encoding="utf-8")
    (tmp_path / "a page-texts" / "mine.txt").touch()
    assert "holds other things" in refusal(capsys, source, "-o", tmp_path / "out.csv", "--html", tmp_path / "a page.html")
    assert (tmp_path / "a page-texts" / "mine.txt").exists()


@pytest.mark.parametrize("name", ["-", "/dev/null"])
def test_a_page_is_not_written_where_its_folder_cannot_be(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    source = make(tmp_path / "in.csv", PITCH)
    monkeypatch.chdir(tmp_path)
    assert "to files alone" in refusal(capsys, source, "-o", tmp_path / "out.csv", "--html", name)
    assert os.listdir(tmp_path) == ["in.csv"] and not [found for found in os.listdir("/dev") if "texts" in found]


@pytest.mark.parametrize("folder", ["p-texts", "p-texts.weishang-part"])
def test_pages_are_not_removed_that_are_not_ours(tmp_path: Path, folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    source, mine = make(tmp_path / "in.csv", PITCH), tmp_path / "mine"
    mine.mkdir()
    (mine / "000001.html").write_text("mine", encoding="utf-8")
    command = [source, "-o", tmp_path / "out.csv", "--html", tmp_path / "p.html"]
    (tmp_path / folder).symlink_to(mine)
    assert "is a link" in refusal(capsys, *command)
    (tmp_path / folder).unlink()
    for name in ("1.html", "000002.html/000001.html", "000001.html.txt"):
        (tmp_path / folder / name).parent.mkdir(parents=True)
        (tmp_path / folder / name).touch()
        assert "holds other things" in refusal(capsys, *command) and (tmp_path / folder / name).exists()
        shutil.rmtree(tmp_path / folder)
    assert (mine / "000001.html").read_text(encoding="utf-8") == "mine" and run(*command) == 0


def test_a_folder_of_pages_that_was_put_to_other_use_meanwhile_stays(
    tmp_path: Path, meanwhile: Callable[[Callable[[], object]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    command = [make(tmp_path / "in.csv", PITCH), "-o", tmp_path / "out.csv", "--html", tmp_path / "p.html"]
    assert run(*command) == 0
    before = (tmp_path / "out.csv").read_bytes()
    meanwhile((tmp_path / "p-texts" / "mine.txt").touch)
    said = refusal(capsys, *command, "--scores-only")
    assert "holds other things" in said and "out.csv.weishang-part" in said and "p-texts.weishang-part" in said
    assert (tmp_path / "p-texts" / "mine.txt").exists() and (tmp_path / "out.csv").read_bytes() == before


def test_a_page_calls_texts_by_their_ids_or_their_lines(tmp_path: Path) -> None:
    (tmp_path / "named.jsonl").write_text("\n".join(json.dumps({"id": name, "text": PITCH}) for name in ("a-7", "<b>", 12)), encoding="utf-8")
    (tmp_path / "lines.txt").write_text(f"{SHOP}\n\n{PITCH}\n", encoding="utf-8")

    def ids(*sources: str) -> list[str]:
        assert run(*(tmp_path / source for source in sources), "-o", tmp_path / "out.jsonl", "--html", tmp_path / "p.html") == 0
        return re.findall(r'<td class="id"[^>]*>(.*?)</td>', (tmp_path / "p.html").read_text(encoding="utf-8"))

    assert sorted(ids("named.jsonl")) == ["&lt;b&gt;", "12", "a-7"]
    assert sorted(ids("lines.txt")) == ["1", "3"]
    assert sorted(ids("lines.txt", "named.jsonl")) == ["lines.txt:1", "lines.txt:3", "named.jsonl:&lt;b&gt;", "named.jsonl:12", "named.jsonl:a-7"]


def test_a_page_shows_the_highest_texts(tmp_path: Path) -> None:
    made = pages.Pages(str(tmp_path / "p.html"), most=2)
    for number, text in enumerate([SHOP, PITCH, SHOP, PITCH], 1):
        made.add(number, wr.score(text))
    made.commit()
    assert sorted(os.listdir(tmp_path / "p-texts")) == ["000002.html", "000004.html"]
    assert (tmp_path / "p.html").read_text(encoding="utf-8").count("href=") == 2


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl.gz"])
def test_an_interrupted_run_goes_on_and_neither_loses_nor_repeats(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [json.dumps({"id": i, "text": f"{PITCH}{i}"}) if i % 5 else "{broken" for i in range(40)]
    (tmp_path / "in.jsonl").write_text("\n".join(rows), encoding="utf-8")
    command = [tmp_path / "in.jsonl", "-o", tmp_path / name, "--rejects", tmp_path / "bad.jsonl"]
    assert run(*command) == 0
    whole = [(tmp_path / found).read_bytes() for found in (name, "bad.jsonl")]
    (tmp_path / name).unlink()
    (tmp_path / "bad.jsonl").unlink()
    real = batch._Run._take
    for stop in (13, 7, 9):
        taken = 0

        def take(self: Any, *given: Any, stop: int = stop) -> None:
            nonlocal taken
            if taken == stop:
                raise KeyboardInterrupt
            taken += 1
            real(self, *given)

        monkeypatch.setattr(batch._Run, "_take", take)
        assert run(*command, "--resume") == 130
        assert not (tmp_path / name).exists()
    said = capsys.readouterr().err
    assert "stopped after 29 texts" in said
    monkeypatch.setattr(batch._Run, "_take", real)
    assert "have changed" in refusal(capsys, *command, "--resume", "--prior", "0.2")
    assert run(*command, "--resume") == 0
    again = [(tmp_path / found).read_bytes() for found in (name, "bad.jsonl")]
    if name.endswith(".gz"):
        whole[0], again[0] = map(gzip.decompress, (whole[0], again[0]))
    assert again == whole
    assert not [found for found in os.listdir(tmp_path) if "weishang" in found]
    capsys.readouterr()
    assert run(*command, "--resume") == 0 and "nothing to resume" in capsys.readouterr().err


def test_a_whole_output_of_an_input_that_has_changed_is_not_called_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [make(tmp_path / "in.csv", PITCH), "-o", tmp_path / "out.csv", "--resume"]
    assert run(*command) == 0 and run(*command) == 0
    make(tmp_path / "in.csv", PITCH, SHOP)
    assert f"{tmp_path / 'in.csv'} has changed" in refusal(capsys, *command)
    assert run(*command[:-1]) == 0 and run(*command) == 0
    # A file that is put in its place may be older than the output.
    make(tmp_path / "old.csv", SHOP)
    os.utime(tmp_path / "old.csv", (0, 0))
    os.replace(tmp_path / "old.csv", tmp_path / "in.csv")
    assert "has changed" in refusal(capsys, *command) and len(table(tmp_path / "out.csv")) == 2


def stopping_itself(how: str) -> list[str]:
    """The command, which does something to itself after 300 records."""
    program = (
        # Where the tests themselves run in the background, interrupts are ignored from the start.
        "import os, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); from weishang_risk import cli; from weishang_risk.cli import batch; batch._SETTLE = 0.05; real = batch._Run._take\n"
        "def take(self, *given):\n"
        "    real(self, *given)\n"
        f"    if self._state.done == 300: {how}\n"
        "batch._Run._take = take; sys.exit(cli.main(sys.argv[1:]))"
    )
    return [sys.executable, "-c", program, "batch"]


def test_a_run_that_was_killed_goes_on_from_the_last_checkpoint(tmp_path: Path) -> None:
    given = [make(tmp_path / "in.csv", *(f"{PITCH}{i}" for i in range(400))), "-o", str(tmp_path / "out.jsonl"), "--scores-only"]
    killed = subprocess.run([*stopping_itself("os.kill(os.getpid(), signal.SIGKILL)"), *given], check=False)
    assert killed.returncode == -signal.SIGKILL and not (tmp_path / "out.jsonl").exists()
    assert json.loads((tmp_path / "out.jsonl.weishang-resume").read_text(encoding="utf-8"))["done"] > 0
    assert run(*given, "--resume") == 0
    assert [row["id"] for row in lines(tmp_path / "out.jsonl")] == [str(i) for i in range(400)]


def test_a_run_that_is_told_to_stop_puts_away_what_is_done(tmp_path: Path) -> None:
    given = [*stopping_itself("os.kill(os.getpid(), signal.SIGTERM)"), make(tmp_path / "in.csv", *["茶叶"] * 301), "--scores-only", "-o"]
    for name, said, left in (("a.csv", "--resume goes on", 2), ("b.parquet", "", 0)):
        done = subprocess.run([*given, str(tmp_path / name)], capture_output=True, text=True, check=False)
        assert done.returncode == 143 and said in done.stderr and done.stderr.count("\n") <= 1
        assert len(list(tmp_path.glob(f"{name}*"))) == left


def test_a_part_that_was_cut_is_not_gone_on_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = [make(tmp_path / "in.csv", *["茶叶"] * 301), "-o", str(tmp_path / "a.csv"), "--scores-only"]
    subprocess.run([*stopping_itself("os.kill(os.getpid(), signal.SIGTERM)"), *given], capture_output=True, check=False)
    os.truncate(tmp_path / "a.csv.weishang-part", 10)
    assert "without --resume" in refusal(capsys, *given, "--resume")


def test_what_is_done_stays_where_another_run_cannot_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["{broken", *(json.dumps({"text": "茶叶"}, ensure_ascii=False) for _ in range(300))]
    (tmp_path / "in.jsonl").write_text("\n".join(rows), encoding="utf-8")
    given = [str(tmp_path / "in.jsonl"), "-o", str(tmp_path / "a.csv"), "--rejects", str(tmp_path / "bad.jsonl")]
    subprocess.run([*stopping_itself("os.kill(os.getpid(), signal.SIGTERM)"), *given], capture_output=True, check=False)
    done = (tmp_path / "a.csv.weishang-part").read_bytes()
    (tmp_path / "bad.jsonl.weishang-part").unlink()
    assert "without --resume" in refusal(capsys, *given, "--resume")
    assert done and (tmp_path / "a.csv.weishang-part").read_bytes() == done


def test_a_process_that_is_killed_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def ended(*given: Any, **options: Any) -> Any:
        raise BrokenProcessPool("a worker was terminated")

    monkeypatch.setattr(batch, "score_many", ended)
    assert "fewer --jobs" in refusal(capsys, make(tmp_path / "in.csv", PITCH), "-o", tmp_path / "a.parquet")
    assert not list(tmp_path.glob("a.parquet*"))


def test_two_runs_at_once_do_not_write_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("fcntl")
    source = make(tmp_path / "in.csv", PITCH)
    first = streams.Output(str(tmp_path / "out.csv"))
    first.write("mine")
    assert "another run" in refusal(capsys, source, "-o", tmp_path / "out.csv")
    first.commit()
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "mine"
    assert run(source, "-o", tmp_path / "out.csv") == 0


def test_an_interrupt_from_the_keyboard_is_told_once_however_many_processes_get_it(tmp_path: Path) -> None:
    given = [make(tmp_path / "in.csv", *[PITCH] * 1000), "-o", str(tmp_path / "out.jsonl"), "--scores-only", "--jobs", "2"]
    done = subprocess.run([*stopping_itself("os.killpg(0, signal.SIGINT)"), *given], stderr=subprocess.PIPE, text=True, start_new_session=True, check=False)
    assert done.returncode == 130
    assert re.fullmatch(r"weishang-risk: stopped after \d+ texts.*\nweishang-risk: interrupted\n", done.stderr)


@pytest.mark.parametrize("more", [["--html", "p.html"], ["-o", "x.parquet"], ["-o", "-"]])
def test_what_cannot_be_resumed_is_refused(tmp_path: Path, more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert "--resume" in refusal(capsys, make(tmp_path / "in.csv", PITCH), "-o", tmp_path / "out.csv", "--resume", *more)


def test_a_reader_who_leaves_ends_the_run_in_silence(tmp_path: Path) -> None:
    source = make(tmp_path / "in.csv", *[PITCH] * 300)
    running = subprocess.Popen([sys.executable, "-m", "weishang_risk", "batch", source, "-o", "-"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout and running.stderr
    running.stdout.readline()
    running.stdout.close()
    assert running.stderr.read() == b""
    assert running.wait() == 141


def test_progress_is_for_terminals(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(100) as bar:
        bar.advance(50)
    assert not capsys.readouterr().err
    for total in (100, None):
        with Progress(total, shown=True) as bar:
            for position in (50, 100):
                bar.advance(position)
        assert "2 texts" in (shown := capsys.readouterr().err) or total is None
        assert "100" in shown or "2 texts" in shown


def test_memory_does_not_grow_with_the_input(tmp_path: Path) -> None:
    peaks = []
    for count in (1, 1, 20):
        rows = ("{broken" + "x" * 1500 + "\n") * 500 + json.dumps({"text": "今天下雨", "pad": "y" * 20_000}) + "\n"
        (tmp_path / "in.jsonl").write_text(rows * count, encoding="utf-8")
        del rows
        tracemalloc.start()
        assert run(tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl", "--scores-only", "--rejects", tmp_path / "bad.jsonl") == 0
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    # The first run loads what stays; a thousand records are looked at for their keys.
    assert peaks[2] < peaks[1] + 4_000_000 < (tmp_path / "in.jsonl").stat().st_size

"""The command line, for one text or a few."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import weishang_risk as wr
from weishang_risk import cli
from weishang_risk.cli import entry

TEXT = "每推荐一人奖500元,他再推荐你拿200,先交2980元。"
SHOP = "本店零售茶叶,每斤80元,满三斤包邮。"
#: Characters that a terminal would obey.
HOSTILE = "\x1b[31m\x9b31m\x7f\u202e\u2066\u2028"


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "weishang_risk", *arguments]


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line with which a call is refused."""
    try:
        status = cli.main(arguments)
    except SystemExit as left:
        status = int(left.code or 0)
    shown = capsys.readouterr()
    assert status == 2 and not shown.out
    assert shown.err.startswith("weishang-risk: ") and shown.err.count("\n") == 1
    return shown.err


def test_a_text_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([TEXT, "--lang", "en"]) == 0
    assert "Score" in capsys.readouterr().out


def test_json_is_the_contract_with_the_source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(SHOP, encoding="utf-8")
    assert cli.main([TEXT, "--file", str(tmp_path / "a.txt"), "--json"]) == 0
    given, read = map(json.loads, capsys.readouterr().out.splitlines())
    assert given == json.loads(wr.score(TEXT).to_json()) | {"source": None}
    assert read["source"] == str(tmp_path / "a.txt") and read["score"] < 0.5


@pytest.mark.parametrize("arguments", [[], ["-"], ["--file", "-"]])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_standard_input_is_read(
    arguments: list[str], encoding: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode(encoding))))
    assert cli.main([*arguments, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["score"] == wr.score(TEXT).score and found["source"] == "-"


def test_files_are_scored_and_a_page_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, page = tmp_path / "a.txt", tmp_path / "a.html"
    source.write_text(TEXT, encoding="utf-8")
    cli.main(["--file", str(source), "--html", str(page)])
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_file_of_another_encoding_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.txt"
    source.write_bytes("先交2980元入會".encode("big5"))
    cli.main(["--file", str(source), "--score-only"])
    cli.main(["--file", str(source), "--score-only", "--encoding", "big5"])
    found, told = capsys.readouterr().out.splitlines()
    assert float(found) == float(told) == wr.score("先交2980元入會").score


def test_the_score_alone_is_a_number_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main([TEXT, "--score-only"])
    assert float(capsys.readouterr().out) == wr.score(TEXT).score


def test_a_prior_moves_the_score(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main([TEXT, "--score-only", "--prior", "0.01"])
    assert float(capsys.readouterr().out) == wr.score(TEXT, prior=0.01).score < wr.score(TEXT).score


@pytest.mark.parametrize(("text", "status"), [(TEXT, 1), (SHOP, 0)])
def test_a_threshold_tells_by_the_exit_status(text: str, status: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([text, "--threshold", "0.5", "--score-only"]) == status


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_words_are_read_whatever_the_locale_makes_of_them(encoding: str) -> None:
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "utf-8"}
    given: list[str | bytes] = [*command("--score-only"), TEXT.encode(encoding)]
    done = subprocess.run(given, capture_output=True, text=True, env=environment, check=True)
    assert float(done.stdout) == wr.score(TEXT).score


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["--version"])
    assert left.value.code == 0 and wr.__version__ in capsys.readouterr().out


@pytest.mark.parametrize("sub", [[], ["batch"]])
def test_help_lists_the_exit_statuses(sub: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main([*sub, "--help"])
    shown = capsys.readouterr().out
    assert all(status in shown for status in ("0 ", "1 ", "2 ", "130", "141"))


def test_the_name_of_a_file_is_not_scored_as_a_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert "--file" in complaint(capsys, str(tmp_path / "a.txt"))
    assert "--file" in complaint(capsys, str(tmp_path))
    for missing in (["missing.csv"], ["my notes.txt"], ["我的 文案.txt"], ["a.txt", "b.txt"]):
        assert "there is none" in complaint(capsys, *missing)
    assert cli.main(["Sign the form, send it to us by Friday and bring notes.txt", "--score-only"]) == 0


def test_a_word_that_happens_to_name_a_folder_is_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "team").mkdir()
    monkeypatch.chdir(tmp_path)
    assert cli.main(["join", "our", "team", "--score-only"]) == 0


def test_what_cannot_be_read_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "none.txt" in complaint(capsys, "--file", str(tmp_path / "none.txt"))
    assert "folder" in complaint(capsys, "--file", str(tmp_path))
    (tmp_path / "bad.model").write_bytes(b"junk")
    assert "damaged" in complaint(capsys, TEXT, "--model", str(tmp_path / "bad.model"))
    assert "none.model" in complaint(capsys, TEXT, "--model", str(tmp_path / "none.model"))
    (tmp_path / "wild.bin").write_bytes(b"\x81\x81\x81 \xff\xff")
    assert "--encoding" in complaint(capsys, "--file", str(tmp_path / "wild.bin"))
    assert "klingon" in complaint(capsys, "--file", str(tmp_path / "wild.bin"), "--encoding", "klingon")
    (tmp_path / "plain.txt").write_text(TEXT, encoding="utf-8")
    for encoding in ("utf-16", "idna"):
        assert "--encoding" in complaint(capsys, "--file", str(tmp_path / "plain.txt"), "--encoding", encoding)


@pytest.mark.parametrize("arguments", [
    ["--threshold", "2"], ["--prior", "0"], ["--prior", "nan"], ["--nonsense"], ["--lang", "fr"], ["--json", "--score-only"], ["--html", ""], ["--file", ""],
])  # fmt: skip
def test_options_that_make_no_sense_are_refused_in_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert "--help" in complaint(capsys, TEXT, *arguments)


def test_a_page_is_refused_where_it_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no folder" in complaint(capsys, TEXT, "--html", str(tmp_path / "no" / "such" / "x.html"))
    assert "is a folder" in complaint(capsys, TEXT, "--html", str(tmp_path))
    assert "to a file" in complaint(capsys, TEXT, "--html", "-")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert "to be read" in complaint(capsys, "--file", str(tmp_path / "a.txt"), "--html", str(tmp_path / "a.txt"))


@pytest.mark.parametrize("view", [[], ["--json"], ["--lang", "zh"]])
def test_no_control_character_reaches_a_terminal(view: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a\x1b[31m\u202e.txt"
    path.write_text(TEXT + HOSTILE + TEXT, encoding="utf-8")
    cli.main(["--file", str(path), "--file", str(path), *view])
    cli.main(["--file", str(tmp_path / f"none{HOSTILE}"), TEXT])
    shown = capsys.readouterr()
    assert not set(HOSTILE + "\x1b") - set("[31m") & set(shown.out + shown.err)
    if view == ["--json"]:
        assert json.loads(shown.out.splitlines()[0])["source"] == str(path)


def test_options_with_control_characters_are_shown_and_not_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    said = complaint(capsys, TEXT, f"--{HOSTILE}")
    assert not set(HOSTILE) - set("[31m") & set(said)


def test_the_module_runs() -> None:
    done = subprocess.run(command(TEXT), capture_output=True, text=True, check=True)
    assert "分数" in done.stdout and not done.stderr


@pytest.mark.parametrize("view", [[], ["--json"]])
def test_a_terminal_that_cannot_show_an_emoji_is_shown_its_number(view: list[str]) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(command(TEXT + "💰" + TEXT, *view), capture_output=True, env=environment, check=True)
    assert done.stdout.isascii() and not done.stderr
    if view:
        assert any("💰" in item["text"] for item in json.loads(done.stdout)["evidence"]) or b"\\u" in done.stdout


@pytest.mark.parametrize("arguments", [[TEXT], [TEXT, "--json"], ["--help"]])
def test_a_reader_who_leaves_is_no_error_worth_a_word(arguments: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(command(*arguments), stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert done.returncode == 141 and not done.stderr


def test_a_full_disk_is_told_in_one_line() -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command(TEXT), stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2 and done.stderr.count("\n") == 1


def test_an_interrupt_is_one_line_and_its_own_status() -> None:
    program = (
        "import io, os, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); from weishang_risk import cli\n"
        "class Interrupted(io.RawIOBase):\n"
        "    def readable(self): return True\n"
        "    def readinto(self, into):\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "        return 0\n"
        "sys.stdin = io.TextIOWrapper(io.BufferedReader(Interrupted())); sys.exit(cli.main(['-']))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 130 and done.stderr == "weishang-risk: interrupted\n"


def test_a_fault_of_the_program_is_one_line_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(arguments: list[str]) -> int:
        raise RuntimeError("boom\x1b")

    monkeypatch.setattr("weishang_risk.cli.single.run", fail)
    assert cli.main([TEXT]) == 70
    assert capsys.readouterr().err.count("\n") == 1
    monkeypatch.setenv(entry.TRACEBACK, "1")
    with pytest.raises(RuntimeError):
        cli.main([TEXT])


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
@pytest.mark.parametrize("arguments", ["-", "batch - -o - --scores-only"])
def test_a_stream_that_is_closed_is_no_fault(closed: str, arguments: str) -> None:
    line = f"printf 'a shop\\n' | {{ {sys.executable} -m weishang_risk {arguments} {closed}; }}"
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode == (2 if closed == "<&-" else 0), done.stderr
    assert "Traceback" not in done.stderr and ("is closed" in done.stderr) == (closed == "<&-")

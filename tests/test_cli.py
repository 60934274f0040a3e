"""The command line."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from weishang_risk import cli

TEXT = "每推荐一人奖500元,他再推荐你拿200,先交2980元。"


def test_a_text_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([TEXT, "--lang", "en"]) == 0
    assert "Score" in capsys.readouterr().out


def test_json_is_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main([TEXT, "--json"])
    assert json.loads(capsys.readouterr().out)["score"] > 0.5


def test_standard_input_is_read(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(TEXT))
    cli.main(["--json"])
    assert json.loads(capsys.readouterr().out)["score"] > 0.5


def test_files_are_scored_and_a_page_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, page = tmp_path / "a.txt", tmp_path / "a.html"
    source.write_text(TEXT, encoding="utf-8")
    cli.main(["--file", str(source), "--html", str(page)])
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("content", ["传销".encode("gbk"), b"\xff\xfe\x00"])
def test_a_file_of_another_encoding_is_refused_with_advice(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "a.txt"
    source.write_bytes(content)
    with pytest.raises(SystemExit, match="UTF-8"):
        cli.main(["--file", str(source)])


def test_a_missing_file_and_a_bad_model_are_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"none\.txt"):
        cli.main(["--file", str(tmp_path / "none.txt")])
    (tmp_path / "bad.model").write_bytes(b"junk")
    with pytest.raises(SystemExit, match="damaged"):
        cli.main([TEXT, "--model", str(tmp_path / "bad.model")])


def test_the_module_runs() -> None:
    done = subprocess.run([sys.executable, "-m", "weishang_risk", TEXT], capture_output=True, text=True, check=True)
    assert "分数" in done.stdout and not done.stderr

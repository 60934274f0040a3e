"""Every example runs with no argument, and does what it says."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"
#: What an example needs beside the library. `serve.py` runs until it is stopped: tests/test_serve.py.
NEEDS = {"serve.py": ["fastapi", "uvicorn"], "on_dask.py": ["distributed"], "on_spark.py": ["pyspark", "joblibspark"]}
SERVERS = ("serve.py",)
#: What takes longer to start than the quick suite has.
CLUSTERS = ("on_dask.py", "on_spark.py")
NAMES = [pytest.param(path.name, marks=pytest.mark.cluster) if path.name in CLUSTERS else path.name for path in sorted(EXAMPLES.glob("*.py"))
         if path.name not in SERVERS]  # fmt: skip


def run(name: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, str(EXAMPLES / name), *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def needed(name: str) -> None:
    for package in NEEDS.get(name, ()):
        pytest.importorskip(package, reason=f"examples/{name} needs {package}")
    if name == "on_spark.py" and shutil.which("java") is None:
        pytest.skip("examples/on_spark.py needs Java: apt-get install openjdk-17-jre-headless")


@pytest.mark.parametrize("name", NAMES)
def test_an_example_runs_with_no_argument(name: str) -> None:
    needed(name)
    assert run(name).strip()


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.glob("*.py")))
def test_an_example_says_how_it_is_used(name: str) -> None:
    if name in SERVERS:
        needed(name)
    assert "usage" in run(name, "--help")


def test_a_csv_keeps_its_rows_and_gains_the_contract(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("id,text\n1,每推荐一人奖500元\n2,\n3,本店零售茶叶，每斤80元。\n", encoding="utf-8")
    run("score_csv.py", str(source), str(target))
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert [row["level"] for row in rows][1:] == ["unjudged", "low"] and rows[0]["score"]


def test_a_page_is_written(tmp_path: Path) -> None:
    run("explain_html.py", "先交2980元,推荐一人奖500元", str(tmp_path / "p.html"))
    assert "2980" in (tmp_path / "p.html").read_text(encoding="utf-8")


def test_the_article_shows_the_passage_that_matters_first() -> None:
    shown = run("read_article.py")
    assert shown.index("3,980") < shown.index("hams")


def test_the_chat_shows_which_message_tells_what() -> None:
    lines = run("read_chat.py").splitlines()
    assert "elevated" in lines[0] or "high" in lines[0]
    assert next(line for line in lines if "189" in line).count("buy_in") == 1
    assert "opinion" in next(line for line in lines if "pyramid scheme" in line)
    assert not [line for line in lines if "Wren" in line or "Odile" in line]

"""The documentation: its snippets run, its figures agree with one another, and it builds without a warning."""

from __future__ import annotations

import configparser
import contextlib
import gzip
import importlib.util
import io
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from weishang_risk import cli

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
#: What pages take for granted that a reader has.
FILES = {"post.txt": "先交2980元,推荐一人奖500元", "ad.txt": "本店招店员两名,底薪4000元,五险一金。"}
#: Commands that no test runs: they install, serve, or are run by the tests named.
ELSEWHERE = {"python3 -m venv": ".ci/run", "curl": "tests/test_serve.py", "ruff": ".ci/run", "python -m pytest": ".ci/run", "mypy": ".ci/run"}
_OUTPUT = ("text",)


class Block(NamedTuple):
    """A fenced block: its language, its lines, the line it begins on, and the output the page shows beneath it, if any."""

    language: str
    code: str
    line: int
    shown: str | None


def blocks(text: str) -> Iterator[Block]:
    """Fenced blocks of a page, in order."""
    found = list(re.finditer(r"^( *)```(\w*)[^\n]*\n(.*?)^\1```$", text, re.MULTILINE | re.DOTALL))
    for place, match in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        follows = after is not None and after[2] in _OUTPUT and not text[match.end() : after.start()].strip()
        yield Block(match[2], textwrap.dedent(match[3]), text[: match.start()].count("\n") + 2, after[3] if after and follows else None)


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files the pages speak of, and the folder one stands in."""
    for path in (ROOT / "examples" / "texts").iterdir():
        shutil.copy(path, tmp_path)
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "posts.csv.gz").write_bytes(gzip.compress((tmp_path / "posts.csv").read_bytes()))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def with_blocks(*languages: str) -> list[Any]:
    return [pytest.param(page, id=page.name) for page in PAGES if any(b.language in languages for b in blocks(page.read_text(encoding="utf-8")))]


@pytest.mark.parametrize("page", with_blocks("python"))
def test_the_python_of_a_page_runs_and_prints_what_the_page_shows(page: Path, reader: Path) -> None:
    names: dict[str, Any] = {"__name__": "page"}
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.language == "python":
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile("\n" * (block.line - 1) + block.code, str(page), "exec"), names)
            if block.shown is not None:
                assert printed.getvalue() == block.shown, f"{page.name}, line {block.line}"


@pytest.mark.parametrize("page", with_blocks("sh"))
def test_the_commands_of_a_page_can_be_given_as_they_stand(page: Path, reader: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.language == "sh":
            for line in block.code.splitlines():
                if line.strip() and not line.startswith("#"):
                    give(line, capsys)


def give(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Run a command, or hold it against what knows its options."""
    words = shlex.split(line, comments=True)
    if words[0] == "pip" or "pip install" in line:
        assert set(re.findall(r"\w+", "".join(re.findall(r"\[([\w,]+)\]", line)))) <= set(setup()["options.extras_require"]), line
    elif any(line.startswith(start) for start in ELSEWHERE):
        pass
    elif words[:2] == ["python", "-m"] and words[2].startswith("training"):
        with pytest.raises(SystemExit) as left:
            import_module(words[2]).main(["--help"])
        known = capsys.readouterr().out
        assert left.value.code == 0 and not [word for word in words if word.startswith("--") and word not in known], line
    elif words[0] == "python" and words[1].startswith("examples/"):
        assert (ROOT / words[1]).is_file(), line  # run by tests/test_examples.py
    elif words[0] == "weishang-risk" and not set(words) & {"|", "||", "&&", ">", "<"}:
        assert cli.main(words[1:]) == 0, f"{line}: {capsys.readouterr().err}"
    else:
        assert "weishang-risk" in line, f"{line}: nothing runs this; give it a test or name the one that does in ELSEWHERE"
        around = (f'weishang-risk() {{ "{sys.executable}" -m weishang_risk "$@"; }}; pbpaste() {{ cat post.txt; }}; hold() {{ :; }}; set -o pipefail\n')
        done = subprocess.run(["bash", "-c", around + line], capture_output=True, text=True, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"})
        assert done.returncode == 0, f"{line}: {done.stderr}"


def setup() -> configparser.ConfigParser:
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    return settings


def hooks() -> ModuleType:
    """The script that makes pages when the documentation is built."""
    spec = importlib.util.spec_from_file_location("docs_hooks", DOCS / "making" / "hooks.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_fence_is_of_a_language_the_tests_know() -> None:
    known = {"python", "sh", "json", *_OUTPUT}
    assert not [(page.name, block.line) for page in PAGES for block in blocks(page.read_text(encoding="utf-8")) if block.language not in known]


def test_every_legal_test_stands_in_the_table_of_its_language_with_its_citation() -> None:
    from weishang_risk.report import legal

    made = hooks()
    for language in ("en", "zh"):
        page = made.law(language).replace("\\", "")
        for test in legal.load():
            assert f"`{test['id']}`" in page and " ".join(test["citation"].split()) in page
            assert all(" ".join(element["name"][language].split()) in page for element in test["elements"])


def test_links_of_the_checkout_lead_to_pages_of_the_documentation() -> None:
    relinked = hooks().relinked
    assert relinked("[x](docs/command-line.md) [y](../weishang_risk/data/MODEL_CARD.md#a)") == "[x](command-line.md) [y](model-card.md#a)"
    assert relinked("[x](https://example.org/README.md)") == "[x](https://example.org/README.md)"


def test_a_section_that_is_gone_from_the_readme_is_said() -> None:
    with pytest.raises(ValueError, match="no section 'Gone'"):
        hooks().section("## Here\ntext\n", "Gone")


def test_the_chinese_readme_has_the_sections_the_code_and_the_figures_of_the_english_one() -> None:
    english, chinese = ((ROOT / "README.md").read_text(encoding="utf-8"), (DOCS / "README.zh.md").read_text(encoding="utf-8"))
    # The English one has a Chinese introduction besides.
    assert len(re.findall(r"^## ", english, re.MULTILINE)) - 1 == len(re.findall(r"^## ", chinese, re.MULTILINE))
    assert [b.code for b in blocks(english) if b.language == "python"] == [b.code for b in blocks(chinese) if b.language == "python"]

    def figures(text: str) -> list[str]:
        return [number for row in re.findall(r"^\|.*0\.\d{3}.*$", text, re.MULTILINE) for number in re.findall(r"\d\.\d{3}", row)]

    assert figures(english) == figures(chinese) != []


@pytest.mark.slow
def test_the_documentation_builds_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="MkDocs is not installed: pip install '.[docs]'")
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(DOCS / "making" / "mkdocs.yml"), "-d", str(tmp_path)],
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "cn-art7-1" in (tmp_path / "law" / "index.html").read_text(encoding="utf-8")
    assert "score_many" in (tmp_path / "api" / "index.html").read_text(encoding="utf-8")

"""What a text, a name or a link may do to a terminal or a page: nothing but be shown."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import weishang_risk as wr
from weishang_risk.io.streams import is_control
from weishang_risk.render import batch, terminal

HOSTILE = "\x1b[31m\x9b31m\x7f\x85\u061c\u200e\u202e\u2066\u2028\ufeff"
PITCH = f"先交2980元{HOSTILE}成为代理,推荐一人奖500元,他再推荐{HOSTILE}一人你还拿200元。"
ROOT = Path(__file__).parent.parent


def obeyed(shown: str) -> set[str]:
    # The joiner of emoji is shown on pages.
    return {char for char in shown if is_control(char) and char not in "\n\u200d"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_report_printed_shows_controls_of_every_kind_and_obeys_none(language: str) -> None:
    report = wr.score(PITCH)
    assert not obeyed(terminal.render(report, language, colour=False))
    assert not obeyed(report.to_json()) and not obeyed(repr(report)) and not obeyed(report.to_html(language))


def test_json_escapes_what_a_terminal_obeys_and_says_the_same() -> None:
    report = wr.score(PITCH)
    assert json.loads(report.to_json()) == report.to_dict()
    assert not obeyed(report.to_json(indent=1))


@given(st.text(max_size=60))
def test_no_text_at_all_reaches_a_terminal_raw(text: str) -> None:
    assert not obeyed(terminal.printable(text))


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", " javascript:alert(1)", "\x01javascript:alert(1)", "data:text/html,x", "vbscript:x",
     "file:///etc/passwd", "java\u200bscript:x", "blob:x", "c:\\x.html", "a\u202e.html"],
)  # fmt: skip
def test_a_link_of_an_unsafe_kind_is_refused(link: str) -> None:
    with pytest.raises(ValueError, match="no safe link"):
        batch.batch_page([wr.score(PITCH)], links=[link])


@pytest.mark.parametrize("link", ["a.html", "./a:b.html", "texts/000001.html", "https://example.org/a?b=c:d", "http://example.org", "%E5%85%88.html", "a.html#x:y"])
def test_a_link_of_a_safe_kind_stands(link: str) -> None:
    assert f'href="{link}"' in batch.batch_page([wr.score(PITCH)], links=[link])


def test_the_trainer_shows_labels_and_names_and_obeys_none(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m.csv"
    path.write_text("text,label\nhello,\x1b[31mmaybe\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "training.train", "--data", str(path), "--text-column", "text", "--label-column", "label",
                           "--out", str(tmp_path / "m.model")], capture_output=True, text=True, cwd=ROOT, check=False)  # fmt: skip
    assert done.returncode == 2 and "\x1b" not in done.stderr + done.stdout


def test_an_article_with_controls_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "a\x9b.txt"
    path.write_text(PITCH, encoding="utf-8")
    done = subprocess.run([sys.executable, str(ROOT / "examples" / "read_article.py"), str(path)], capture_output=True, cwd=ROOT, check=True)
    assert not obeyed(done.stdout.decode("utf-8"))

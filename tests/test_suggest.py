"""Which texts to label next."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import weishang_risk as wr
from training import data, splits, suggest

RECORDS = data.load_corpus()
TEXTS = [r["text"] for r in RECORDS if splits.split_of(r) == "validation"][:150]
#: A part of the corpus that stands for it.
SOME = [r for r in RECORDS if splits.split_of(r) == "validation"][:300] + [r for r in RECORDS if splits.split_of(r) == "test"][:100]


def test_undecided_texts_are_asked_for_rather_than_others() -> None:
    taken = suggest.suggest(TEXTS, 20, records=SOME)
    near = [1 - 2 * abs(report.score - 0.5) for report in wr.score_many(TEXTS)]
    assert len(taken) == 20 and sum(s.undecided for s in taken) / 20 > 1.5 * sum(near) / len(near)


def test_texts_that_say_nearly_the_same_are_asked_for_once() -> None:
    copies = [TEXTS[0] + "!" * n for n in range(8)]
    taken = suggest.suggest([*copies, *TEXTS[:10]], 18, records=SOME)
    assert sum(s.index < 8 or s.index == 8 for s in taken) == 1 and len({s.index for s in taken}) == len(taken)


def test_a_text_unlike_the_corpus_is_more_so_than_one_of_it() -> None:
    strange = "Zeppelin maintenance roster: hull riveters trade Tuesday watches; the quartermaster logs helium, ballast and mooring rope."
    taken = {s.index: s for s in suggest.suggest([*TEXTS[:20], strange], 21, records=SOME)}
    assert taken[20].unlike > max(s.unlike for i, s in taken.items() if i < 20)


def test_what_is_labelled_blank_or_cannot_be_judged_is_not_asked_for() -> None:
    taken = suggest.suggest(["", "  ", "Bonjour tout le monde", TEXTS[0], TEXTS[1]], 5, labelled=[TEXTS[0], TEXTS[2]], records=SOME)
    assert [s.index for s in taken] == [4]
    assert suggest.suggest([], 5, records=SOME) == []


def test_a_kind_the_model_is_often_wrong_about_counts_as_hard() -> None:
    right, wrong = wr.score("本店零售茶叶,每斤80元。"), wr.score("Tea, 80 yuan a pound, retail only, open daily from nine to six at the corner.")
    rates, overall = suggest.wrong_by_kind([right] * 20 + [wrong] * 20, [int(right.score >= 0.5)] * 20 + [int(wrong.score < 0.5)] * 20)
    assert overall == 0.5 and sorted(rates.values())[0] < 0.2 and sorted(rates.values())[-1] > 0.8


def test_a_file_becomes_a_file_that_can_be_labelled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "load_corpus", lambda: SOME)
    source, out, done = tmp_path / "a.jsonl", tmp_path / "next.jsonl", tmp_path / "done.jsonl"
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in TEXTS[:12]) + "{broken\n", encoding="utf-8")
    done.write_text(json.dumps({"text": TEXTS[0]}) + "\n", encoding="utf-8")
    assert suggest.main([str(source), "--count", "5", "--out", str(out), "--labelled", str(done)]) == 0
    records = data.read_jsonl(out)
    assert len(records) == 5 and all(TEXTS[r["line"] - 1] == r["text"] != TEXTS[0] for r in records)
    assert "line 13" in capsys.readouterr().err
    assert suggest.main([str(tmp_path / "none.csv")]) == 2
    before = source.read_bytes()
    assert suggest.main([str(source), "--out", str(source)]) == 2 and source.read_bytes() == before
    assert suggest.main([str(source), "--out", str(tmp_path / "none" / "out.jsonl")]) == 2


def test_what_cannot_be_read_or_written_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggest, "suggest", lambda *given: [])

    def refusal(*arguments: object) -> str:
        assert suggest.main(list(map(str, arguments))) == 2
        said = capsys.readouterr().err
        assert said.startswith("training.suggest: ") and said.count("\n") == 1
        return said

    (tmp_path / "a.csv").write_text("body\nx\n", encoding="utf-8")
    assert "it has 'body'; name the right one with --text-column" in refusal(tmp_path / "a.csv")
    (tmp_path / "a.data").write_bytes((tmp_path / "a.csv").read_bytes())
    assert "--format" in refusal(tmp_path / "a.data")
    assert suggest.main([str(tmp_path / "a.data"), "--format", "csv", "--text-column", "body"]) == 0
    capsys.readouterr()
    if Path("/dev/full").exists():
        monkeypatch.setattr(suggest, "suggest", lambda *given: [suggest.Suggestion(0, 0.5, 1.0, 1.0, 1.0)])
        assert "No space left" in refusal(tmp_path / "a.csv", "--text-column", "body", "--out", "/dev/full")


@pytest.mark.parametrize("module", ["suggest", "train", "label"])
def test_an_interrupt_while_a_command_starts_is_one_line(tmp_path: Path, module: str) -> None:
    # What is imported first of all that takes long, as it is when Ctrl-C comes then.
    (tmp_path / "numpy.py").write_text("import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\nsignal.raise_signal(signal.SIGINT)\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", f"training.{module}", "a.csv"], cwd=Path(suggest.__file__).parents[1], capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": str(tmp_path)}, check=False)  # fmt: skip
    assert done.returncode == 130 and done.stderr == "training: interrupted\n"


def test_another_error_of_a_command_is_told_as_ever(tmp_path: Path) -> None:
    (tmp_path / "numpy.py").write_text("raise ImportError('no such luck')\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "training.suggest", "a.csv"], cwd=Path(suggest.__file__).parents[1], capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": str(tmp_path)}, check=False)  # fmt: skip
    assert done.returncode == 1 and "no such luck" in done.stderr

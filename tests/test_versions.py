"""One model, one score: on the oldest packages that are declared and the newest, on every Python there is, and without a warning."""

from __future__ import annotations

import configparser
import json
import os
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest
from conftest import TEXTS

ROOT = Path(__file__).parents[1]
PYTHONS = ("3.10", "3.11", "3.12", "3.13")
TEN = [*TEXTS, "入园费1680元,每请来一位返300,她再请来的你还有100,月入三万不是梦。" * 40, "You get 10% commission on each sale through your link."]
#: Importing and scoring alone, with every warning an error: neither a package of ours nor one it imports may warn.
SCORED = (
    "import json, sys; sys.path.insert(0, sys.argv[1]); import weishang_risk as wr; "
    "reports = [wr.score(text) for text in json.loads(sys.stdin.read())]; [r.to_html() for r in reports]; "
    "print(json.dumps([[r.score, r.level, len(r.evidence)] for r in reports]))"
)
#: The rest of the library with the same care: training, the estimators, tables, a second process.
USED = (
    "import json, sys; sys.path.insert(0, sys.argv[1]); import weishang_risk as wr; texts = json.loads(sys.stdin.read()); "
    "model = wr.RiskModel().fit(texts * 5, [1, 0] * (5 * len(texts) // 2)); "
    "frame = wr.to_frame(wr.score_many(texts, n_jobs=2), nested='json'); frame.to_parquet('table.parquet'); "
    "print(json.dumps([wr.FeatureExtractor().fit_transform(texts).sum(axis=1).tolist(), "
    "wr.RiskClassifier.pretrained().predict_proba(texts)[:, 1].tolist(), [wr.score(text, model=model).score for text in texts], list(frame['score'])]))"
)


def scored(python: str) -> list[tuple[float, str, int]]:
    """Score, level and number of pieces of evidence of each text, as an interpreter has them."""
    done = subprocess.run([python, "-W", "error", "-X", "utf8", "-c", SCORED, str(ROOT)], input=json.dumps(TEN), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: list[tuple[float, str, int]] = json.loads(done.stdout)
    return found


def used(python: str, folder: Path) -> list[list[float]]:
    """Features, probabilities, scores of a model trained there, and scores out of a table."""
    done = subprocess.run([python, "-W", "error", "-X", "utf8", "-c", USED, str(ROOT)], input=json.dumps(TEN), capture_output=True, text=True, cwd=folder)
    assert done.returncode == 0, done.stderr
    found: list[list[float]] = json.loads(done.stdout)
    return found


@lru_cache(maxsize=1)
def here() -> list[tuple[float, str, int]]:
    return scored(sys.executable)


@pytest.fixture(scope="module")
def used_here(tmp_path_factory: pytest.TempPathFactory) -> list[list[float]]:
    return used(sys.executable, tmp_path_factory.mktemp("here"))


def interpreter(version: str) -> str | None:
    """A Python of a version on this machine, with uv's help; it fetches none."""
    uv = shutil.which("uv")
    # Those of pyenv are found by their folders: its shims run the chosen version alone.
    folders = [str(path) for path in (Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions").glob("*/bin")]
    found = uv and subprocess.run([uv, "python", "find", "--no-python-downloads", "--no-project", version], capture_output=True, text=True,
                                  env={**os.environ, "PATH": os.pathsep.join([*folders, os.environ.get("PATH", "")])})  # fmt: skip
    return found.stdout.strip() if found and found.returncode == 0 else None


def test_importing_and_scoring_warn_of_nothing() -> None:
    assert len(here()) == len(TEN)


def test_training_estimators_tables_and_processes_warn_of_nothing(used_here: list[list[float]]) -> None:
    assert [len(values) for values in used_here] == [len(TEN)] * 4


@pytest.mark.slow
# Each Python once, each end of the packages twice: all eight together take minutes and were run before a release.
@pytest.mark.parametrize(("version", "resolution"), list(zip(PYTHONS, ("lowest-direct", "highest") * 2, strict=True)))
def test_ten_texts_score_the_same_on_each_python_with_the_oldest_and_the_newest_packages(
    version: str, resolution: str, tmp_path: Path, used_here: list[list[float]]
) -> None:
    uv, python = shutil.which("uv"), interpreter(version)
    if uv is None or python is None:
        pytest.skip(f"uv finds no Python {version} on this machine; with uv installed (pip install uv), `uv python install {version}` brings it")
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    made = tmp_path / "venv"
    own = made / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    subprocess.run([uv, "venv", "--quiet", "--python", python, str(made)], check=True)
    needed = settings["options"]["install_requires"].split()
    needed += [each for extra in ("frame", "parquet", "zstd") for each in settings["options.extras_require"][extra].split()]
    # Wheels alone: the oldest of a package is the oldest that this Python can install without a compiler. jieba has none and is Python throughout.
    wheels = [f"--only-binary={each.split('>=')[0]}" for each in needed if not each.startswith("jieba")]
    done = subprocess.run([uv, "pip", "install", "--quiet", "--python", str(own), "--resolution", resolution, *wheels, *needed],
                          capture_output=True, text=True)  # fmt: skip
    if done.returncode and ("error sending request" in done.stderr or "Failed to fetch" in done.stderr):
        pytest.skip(f"the package index cannot be reached: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
    for (score, level, evidence), (their_score, their_level, their_evidence) in zip(here(), scored(str(own)), strict=True):
        assert their_score == pytest.approx(score, rel=0, abs=1e-9) and (their_level, their_evidence) == (level, evidence)
    # An optimiser stops a hair sooner or later from one version to the next; what is read from the shipped model is the same.
    theirs = used(str(own), tmp_path)
    for place, bound in enumerate((1e-6, 1e-9, 1e-4, 1e-9)):
        assert theirs[place] == pytest.approx(used_here[place], rel=0, abs=bound)

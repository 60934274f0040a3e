"""What is released: the lists of a wheel and of a source distribution, and what they say of themselves."""

from __future__ import annotations

import configparser
import importlib.util
import re
import subprocess
import sys
import tarfile
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: Left by tools beside the files of the project.
LEFT = re.compile(r"__pycache__|\.egg-info|\.py[cod]$|(^|/)\.(pytest|mypy|ruff|hypothesis)|^(out|build|dist|\.venv|\.git)/|^\.git$|^\.coverage")
#: Bytes a wheel may have. The weights of the model are more than half of it.
MOST = 8_000_000


def settings() -> configparser.ConfigParser:
    found = configparser.ConfigParser()
    found.read(ROOT / "setup.cfg", encoding="utf-8")
    return found


def files(folder: Path) -> set[str]:
    """Files of the project under a folder, by their paths from its top."""
    paths = (path.relative_to(ROOT).as_posix() for path in folder.rglob("*") if path.is_file())
    return {path for path in paths if not LEFT.search(path)}


def test_every_dependency_has_a_lower_bound_and_no_upper_one() -> None:
    found = settings()
    asked = found["options"]["install_requires"].split() + [each for extra in found["options.extras_require"].values() for each in extra.split()]
    assert not [each for each in asked if not re.fullmatch(r"[A-Za-z0-9-]+>=[\d.]+", each)]


def test_a_package_has_one_lower_bound_wherever_it_is_named() -> None:
    bounds: dict[str, set[str]] = {}
    found = settings()
    for asked in (found["options"]["install_requires"], *found["options.extras_require"].values()):
        for each in asked.split():
            name, bound = each.split(">=")
            bounds.setdefault(name, set()).add(bound)
    assert not {name: both for name, both in bounds.items() if len(both) > 1}


def test_scoring_declares_every_package_that_the_library_imports() -> None:
    declared = {re.split(r"[<>=\[]", each)[0].lower() for each in settings()["options"]["install_requires"].split()}
    optional = {"pandas", "pyarrow", "zstandard"}
    homes = metadata.packages_distributions()
    imported = set()
    for path in (ROOT / "weishang_risk").rglob("*.py"):
        imported |= set(re.findall(r"^\s*(?:import|from) ([a-z]\w*)", path.read_text(encoding="utf-8"), re.MULTILINE))
    outside = {home.lower() for name in imported - set(sys.stdlib_module_names) for home in homes.get(name, ())}
    assert outside - optional - {"weishang-risk"} <= declared


@pytest.mark.slow
def test_a_wheel_and_a_source_distribution_hold_everything_and_nothing_else(tmp_path: Path) -> None:
    if importlib.util.find_spec("build") is None:
        pytest.skip("build is not installed: pip install '.[release]'")
    subprocess.run([sys.executable, "-m", "build", "--outdir", str(tmp_path), str(ROOT)], check=True, capture_output=True)
    (wheel,), (source,) = tmp_path.glob("*.whl"), tmp_path.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
        of_itself = {name.split("/", 1)[1] for name in archive.namelist() if ".dist-info/" in name}
    assert inside == files(ROOT / "weishang_risk")
    assert "weishang_risk/data/MODEL_CARD.md" in inside and "licenses/LICENSE" in of_itself
    assert wheel.stat().st_size < MOST
    with tarfile.open(source) as archive:
        packed = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name and archive.getmember(name).isfile()}
    assert {name for name in packed if not LEFT.search(name)} - {"PKG-INFO"} == files(ROOT)
    assert not [name for name in packed if "__pycache__" in name]
    if importlib.util.find_spec("twine") is not None:
        subprocess.run([sys.executable, "-m", "twine", "check", "--strict", str(wheel), str(source)], check=True, capture_output=True)

"""Files that take another's place."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

import weishang_risk as wr
from weishang_risk import place
from weishang_risk.io import streams

WAYS: dict[str, Callable[[Path], None]] = {
    "bytes": lambda path: place.write(path, b"after"),
    "text": lambda path: streams.write_whole(str(path), "after"),
    "model": lambda path: wr.load_model().save(path),
}
pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")


@pytest.fixture(params=WAYS.values(), ids=list(WAYS))
def way(request: pytest.FixtureRequest) -> Callable[[Path], None]:
    chosen: Callable[[Path], None] = request.param
    return chosen


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_a_file_that_is_replaced_hands_its_mode_on(tmp_path: Path, way: Callable[[Path], None], mode: int) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"before")
    path.chmod(mode)
    way(path)
    assert stat.S_IMODE(path.stat().st_mode) == mode and path.read_bytes() != b"before" and os.listdir(tmp_path) == ["a"]


def test_nobody_else_reads_what_is_to_replace_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.touch(0o600)
    output = streams.Output(str(path))
    assert output.part and stat.S_IMODE(os.stat(output.part).st_mode) == 0o600
    output.close()


def test_a_new_file_has_the_mode_that_new_files_have(tmp_path: Path, way: Callable[[Path], None]) -> None:
    (tmp_path / "other").touch()
    way(tmp_path / "a")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_file_that_is_read_only_is_not_replaced(tmp_path: Path, way: Callable[[Path], None]) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"before")
    path.chmod(0o444)
    with pytest.raises((OSError, ValueError), match="read-only"):
        way(path)
    assert path.read_bytes() == b"before" and os.listdir(tmp_path) == ["a"]


def test_a_link_stays_one_and_what_it_leads_to_is_replaced(tmp_path: Path, way: Callable[[Path], None]) -> None:
    (tmp_path / "a").write_bytes(b"before")
    (tmp_path / "link").symlink_to("a")
    way(tmp_path / "link")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "a").read_bytes() != b"before"


def test_another_s_file_in_a_folder_like_tmp_is_refused_beforehand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.touch()
    assert place.refusal(path) is None
    tmp_path.chmod(0o1777)
    assert place.refusal(path) is None
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert "another's" in str(place.refusal(path))

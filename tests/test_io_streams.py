"""Whole files or none, packed or not."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from weishang_risk.io import streams
from weishang_risk.io.encodings import InputError
from weishang_risk.io.streams import Input, Output

TEXT = "先交2980元\n推荐一人奖500元\n"


def packed(suffix: str) -> bytes:
    if suffix == ".zst":
        module = pytest.importorskip("zstandard")
        data: bytes = module.compress(TEXT.encode("gb18030"))
        return data
    return gzip.compress(TEXT.encode("gb18030")) if suffix == ".gz" else TEXT.encode("gb18030")


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst", ".GZ"])
def test_a_file_is_unpacked_and_its_encoding_found(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.txt{suffix}"
    path.write_bytes(packed(suffix.lower()))
    source = Input(str(path))
    assert list(source.text) == TEXT.splitlines(keepends=True)
    assert source.position() == path.stat().st_size
    source.close()


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_packed_data_that_ends_early_is_named(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.txt{suffix}"
    path.write_bytes(packed(suffix)[: -9 if suffix == ".gz" else -3])
    with pytest.raises(InputError, match=r"a\.txt.*(early|cannot be told)"), streams.named(str(path)):
        if not Input(str(path)).text.read():
            raise EOFError("nothing unpacked")


@pytest.mark.parametrize("before", [(1 << 20) - 1, (1 << 20) - 3, 3 << 20, 100])
def test_an_encoding_is_found_wherever_the_first_chinese_stands(tmp_path: Path, before: int) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * (before - 1) + b"\n" + TEXT.encode("gb18030"))
    source = Input(str(path))
    assert source.encoding == "gb18030"
    source.close()


def test_what_unpacks_to_much_is_unpacked_a_little_at_a_time(tmp_path: Path) -> None:
    module = pytest.importorskip("zstandard")
    path = tmp_path / "a.txt.zst"
    path.write_bytes(module.compress(b"a" * 100_000_000) + module.compress(b"\nb\n"))
    source = Input(str(path), "utf-8")
    pieces = iter(lambda: source.text.read(1 << 20), "")
    assert sum(map(len, pieces)) == 100_000_003


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_an_output_appears_whole_and_can_be_gone_on_with(tmp_path: Path, suffix: str) -> None:
    if suffix == ".zst":
        pytest.importorskip("zstandard")
    path = str(tmp_path / f"out.txt{suffix}")
    first = Output(path)
    first.write("一\n")
    length = first.settle()
    first.write("lost\n")
    assert not os.path.exists(path)
    first.close(keep=True)
    second = Output(path, resume_at=length)
    second.write("二\n")
    second.commit()
    source = Input(path)
    assert source.text.read() == "一\n二\n"
    assert os.listdir(tmp_path) == [f"out.txt{suffix}"]


def test_an_output_that_is_given_up_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("before", encoding="utf-8")
    output = Output(str(path))
    output.write("after")
    output.close()
    assert path.read_text(encoding="utf-8") == "before" and len(list(tmp_path.iterdir())) == 1


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("before", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    streams.write_whole(str(tmp_path / "link.txt"), "after")
    assert (tmp_path / "link.txt").is_symlink() and (tmp_path / "real.txt").read_text(encoding="utf-8") == "after"


def test_a_device_is_written_as_it_goes() -> None:
    streams.write_whole("/dev/null", "x")
    assert os.path.exists("/dev/null") and not os.path.isfile("/dev/null")


def test_where_nothing_can_be_written_is_told_beforehand(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="folder"):
        streams.check_target(str(tmp_path))
    with pytest.raises(InputError, match="no folder"):
        streams.check_target(str(tmp_path / "no" / "such" / "x.html"))


def test_two_names_of_one_file_are_one(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("", encoding="utf-8")
    (tmp_path / "b").hardlink_to(path)
    assert streams.same_file(str(path), str(tmp_path / "b"))
    assert streams.same_file(str(tmp_path / "new"), str(tmp_path / "." / "new"))
    assert not streams.same_file("-", "-")


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link"])
def test_what_stands_behind_an_open_stream_is_added_to_and_not_replaced(tmp_path: Path, name: str) -> None:
    if not os.path.exists("/proc/self/fd"):
        pytest.skip("this system has no such names")
    (tmp_path / "link").symlink_to("/dev/stdout")
    path = tmp_path / "out.txt"
    path.write_text("before\n", encoding="utf-8")
    program = "import sys; from weishang_risk.io.streams import write_whole; write_whole(sys.argv[1], 'after\\n')"
    with path.open("a", encoding="utf-8") as target:
        subprocess.run([sys.executable, "-c", program, str(tmp_path / name)], stdout=target, check=True)
    assert path.read_text(encoding="utf-8") == "before\nafter\n" and sorted(os.listdir(tmp_path)) == ["link", "out.txt"]


def test_a_link_that_leads_in_a_circle_is_no_stream(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert not streams.special(str(tmp_path / "a"))


def test_a_lock_that_was_removed_by_who_had_it_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    with streams.alone(str(path)):
        pass
    assert not os.listdir(tmp_path)
    monkeypatch.setattr(streams, "_claim", lambda held, path: os.unlink(held.name))
    with pytest.raises(InputError, match="another run"), streams.alone(str(path)):
        pytest.fail("nobody has it to himself")

"""Every target of the fuzzer holds on what it once found, and on bytes of any kind."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent / "fuzz"))
import targets

#: What a run of the fuzzer found.
FOUND = (
    # A sign undone inside a table's heading that is told again before each cell: a hidden span of no length.
    ("normalised", "Vx6aRn4aDg4DmkZ+Gg4OAw4ODg4M5EYOHoi4Dg4ODOS4DgzkuFseDn5ODg=="),
    # What cannot be seen, in a line told backwards: it stood before what it was put to.
    ("normalised", "Gh/y8vAkJg=="),
)  # fmt: skip


@pytest.mark.parametrize(("name", "data"), FOUND)
def test_what_was_found_holds(name: str, data: str) -> None:
    targets.TARGETS[name](base64.b64decode(data))


@pytest.mark.parametrize("name", sorted(targets.TARGETS))
@settings(max_examples=40)
@given(st.binary(max_size=120))
def test_bytes_of_any_kind_break_no_law(name: str, data: bytes) -> None:
    targets.TARGETS[name](data)

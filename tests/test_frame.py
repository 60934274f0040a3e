"""Reports as a table."""

from __future__ import annotations

import builtins
from typing import Any

import pytest
from conftest import TEXTS

import weishang_risk as wr


def test_a_frame_has_a_row_a_text_and_adds_up() -> None:
    pytest.importorskip("pandas")
    frame = wr.to_frame(wr.score_many(TEXTS))
    assert list(frame["text"]) == list(TEXTS)
    logits = frame[[name for name in frame if name.startswith("logit_")]].sum(axis=1) + frame["intercept"]
    assert logits.to_numpy() == pytest.approx(frame["logit"].to_numpy())
    assert list(frame["tier_depth"])[1] is None or frame["tier_depth"].isna()[1]


def test_no_reports_make_an_empty_frame() -> None:
    pytest.importorskip("pandas")
    assert len(wr.to_frame([])) == 0


def test_without_pandas_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "pandas":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ImportError, match=r"pip install 'weishang-risk\[frame\]'"):
        wr.to_frame([])

"""Reports as a table."""

from __future__ import annotations

import builtins
import json
from collections.abc import Callable
from pathlib import Path
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


def test_a_frame_keeps_the_index_of_a_series() -> None:
    pd = pytest.importorskip("pandas")
    series = pd.Series(TEXTS, index=[f"post {i}" for i in range(len(TEXTS))])
    frame = wr.to_frame(wr.score_many(series), index=series.index)
    assert list(frame.index) == list(series.index)
    with pytest.raises(ValueError, match="index of 2"):
        wr.to_frame(wr.score_many(series), index=["a", "b"])


def test_a_frame_is_written_to_parquet_and_read_back(tmp_path: Path) -> None:
    pd = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    texts = [*TEXTS, "三级分销,无限级返利,先交2980元,推荐一人奖500元", "\ud800推荐", ""]
    frame = wr.to_frame(wr.score_many(texts), nested="json")
    frame.to_parquet(tmp_path / "reports.parquet")
    again = pd.read_parquet(tmp_path / "reports.parquet")
    assert len(again) == len(texts)
    assert json.loads(again["evidence"][0]) == wr.score(texts[0]).evidence
    assert again["tier_depth"][0] == "2"


def test_how_lists_are_held_is_one_of_two() -> None:
    pytest.importorskip("pandas")
    with pytest.raises(ValueError, match="objects"):
        wr.to_frame([], nested="xml")  # type: ignore[arg-type]


def test_a_text_that_failed_is_a_row_with_its_error() -> None:
    pytest.importorskip("pandas")
    frame = wr.to_frame(wr.score_many(["好", None], errors="report"))
    assert len(frame) == 2 and "string" in frame["error"][1]


def test_without_pandas_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "pandas":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ImportError, match=r"pip install 'weishang-risk\[frame\]'"):
        wr.to_frame([])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (lambda: wr.score("好"), r"to_frame\(\[report\]\)"), (lambda: wr.score_many(["好"], reasons=False), "leave reasons=False out"),
        (lambda: ["好"], "item 0 is str.*score texts first"), (lambda: "好", "not str; score texts first"), (lambda: None, "not NoneType"),
        (lambda: [wr.score("好"), None], "item 1 is NoneType"), (lambda: {"a": wr.score("好")}, "not dict"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_reports_is_told_what_to_pass(given: Callable[[], Any], said: str) -> None:
    pytest.importorskip("pandas")
    with pytest.raises(TypeError, match=said):
        wr.to_frame(given())


def test_an_index_may_be_any_that_yields_labels() -> None:
    pytest.importorskip("pandas")
    reports = list(wr.score_many(TEXTS[:2]))
    assert list(wr.to_frame(reports, index=(f"post {i}" for i in range(2))).index) == ["post 0", "post 1"]
    with pytest.raises(ValueError, match="index of 3"):
        wr.to_frame(reports, index=iter("abc"))
    with pytest.raises(TypeError, match=r"series\.index, not int"):
        wr.to_frame(reports, index=2)

"""Scores and features without reasons are those of the reports."""

from __future__ import annotations

import math

import numpy as np
import pytest
from conftest import TEXTS

import weishang_risk as wr
from weishang_risk.matrix import NAMES

ARTICLE = "\n\n".join(f"第{n}期通知。" + TEXTS[0] + "本店零售茶叶,每斤80元,包邮,欢迎到店品尝。" * 6 for n in range(8))
EVERY = [*TEXTS, ARTICLE, "", "こんにちは世界のみなさん元気ですか", "代理"]


@pytest.mark.parametrize("prior", [None, 0.02])
def test_scores_are_those_of_the_reports(prior: float | None) -> None:
    found = wr.score_many(EVERY, prior=prior, reasons=False)
    reports = list(wr.score_many(EVERY, prior=prior))
    assert found.scores == pytest.approx([report.score for report in reports], abs=1e-12)
    assert found.judged.tolist() == [report.level != "unjudged" for report in reports]


def test_features_are_those_of_the_reports_and_of_the_extractor() -> None:
    found = wr.score_many(EVERY, reasons=False)
    extracted = wr.FeatureExtractor().transform(EVERY)
    for place, report in enumerate(wr.score_many(EVERY)):
        if report.level == "unjudged":
            assert np.isnan(found.features[place]).all()
            continue
        depth = report.features["tier_depth"]
        assert found.column("tier_depth")[place] == (99 if depth == "unlimited" else depth or 0)
        assert found.column("buy_in")[place] == report.features["buy_in"]
        assert found.column("log_income_amount")[place] == pytest.approx(math.log10(1 + (report.features["income_amount"] or 0)))
        if not report.passages:
            assert found.features[place] == pytest.approx(extracted[place])


def test_two_processes_give_the_same_arrays() -> None:
    one, two = (wr.score_many(iter(EVERY * 4), n_jobs=jobs, reasons=False) for jobs in (1, 2))
    assert np.array_equal(one.scores, two.scores) and np.array_equal(one.features, two.features, equal_nan=True)


def test_what_is_no_text_is_told_with_its_place() -> None:
    with pytest.raises(TypeError, match="text 1 must be a string"):
        wr.score_many(["a", None], reasons=False)
    found = wr.score_many(["先交2980元", None], errors="report", reasons=False)
    assert [failed.index for failed in found.failed] == [1] and np.isnan(found.scores).tolist() == [False, True]


def test_no_texts_make_empty_arrays_and_an_unknown_column_is_refused() -> None:
    found = wr.score_many([], reasons=False)
    assert len(found) == 0 and found.features.shape == (0, len(NAMES)) and found.names == NAMES
    with pytest.raises(ValueError, match="no feature is called 'depth'"):
        found.column("depth")


def test_jurisdictions_without_reasons_are_refused() -> None:
    with pytest.raises(ValueError, match="legal tests are reasons"):
        wr.score_many(["a"], jurisdictions=["CN"], reasons=False)  # type: ignore[call-overload]

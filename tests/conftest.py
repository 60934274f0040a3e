"""Texts and the browser that several tests share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

# Nothing here is timed: the machine may be busy.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

TEXTS = (
    "每推荐一人奖500元,他再推荐你拿200,先交2980元。不用囤货。",
    "本店招店员两名,底薪4000元,五险一金,月休四天。",
    "We are not an MLM. Pay $99 to start, earn 20% on people you bring and 5% on people they bring.",
    "警惕传销!凡是要求交入门费、拉人头、发展下线的,请拨打110。",
    "三 級 分 銷 系 統，代li 拿货 9800，月入过万💰",
    "Refer a friend and you both get $10 off. That is all there is.",
    "加V❤：今晚直播 lah, join 我们 team, one time RM388, 带三个 friend 你就 free.",
    "第一行\n\n第二行\t<b>粗体</b> & “引号” — dash…",
)

#: Needs atheris, which the tests do without.
collect_ignore = ["fuzz/run.py"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With ``--cov``, count what the quick tests of single cases reach: to count while a model is trained, or while a law is tried on
    hundreds of texts, takes minutes and reaches little else."""
    for item in items:
        if any(item.get_closest_marker(name) for name in ("slow", "cluster", "hypothesis")):
            item.add_marker("no_cover")


@pytest.fixture(params=TEXTS)
def text(request: pytest.FixtureRequest) -> str:
    value: str = request.param
    return value


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install '.[test]'")
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()

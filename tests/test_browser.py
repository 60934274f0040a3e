"""Pages in a real browser: inert whatever the text, readable on a phone, sortable by keyboard.

Needs Debian's ``chromium``, which ``.ci/run`` installs; skipped, with a message, where it is not there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import weishang_risk as wr
from weishang_risk.render import batch

pytestmark = pytest.mark.browser
PHONE, DESKTOP = {"width": 375, "height": 740}, {"width": 1280, "height": 900}
PITCH = (
    "姐妹们,花艺课真的好上,老师一对一。认领3600元花材就是花友,带一位谢720元,她再带的每位谢360元,第三层还有180元。"
    "不用囤货,云花仓代存。上个月小林到手两万六。有人问是不是传销?我们合法。"
)
HOSTILE = {
    "script": "<script>document.title='run'</script>每推荐一人奖500元",
    "handler": "<img src=x onerror=\"document.title='run'\"> pay $99 to join, earn on people you bring",
    "closing tags": "</div></main></style></title><body onload=\"document.title='run'\">推荐一人奖100元",
    "style": "<style>*{display:none}</style>他再推荐你拿200元,先交2980元",
    "link": "<a href=\"javascript:document.title='run'\">交2980元</a> <meta http-equiv=refresh content='0;url=https://example.com'>",
    "svg": "<svg/onload=document.title='run'><animate onbegin=document.title='run'>他再推荐你拿200元",
    "bidi": "\u202e\u2066\u200f先交2980元\u202c,推荐一人奖500元",
    "surrogate": "\ud800\udfff先交2980元,推荐一人奖500元\udc00",
    "attribute": "\" onmouseover=\"document.title='run'\" x=\"推荐一人奖500元,先交2980元",
    "200 kB": "他再推荐你拿200元<b onclick=document.title='run'>。" * 5000,
}


def shown(browser: Any, folder: Path, markup: str, viewport: dict[str, int] | None = None) -> Any:
    """A page with this markup, opened from a file; every request and error it makes is kept on it."""
    file = folder / "page.html"
    file.write_text(markup, encoding="utf-8")
    page = browser.new_page(viewport=viewport or DESKTOP)
    page.asked, page.failed = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.failed.append(str(error)))
    page.on("dialog", lambda dialog: page.failed.append(dialog.message))
    page.goto(file.as_uri())
    return page


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_does_nothing(browser: Any, tmp_path: Path, name: str) -> None:
    report = wr.score(HOSTILE[name])
    for markup in (report.to_html(), batch.batch_page([report, report], links=["a.html", None])):
        page = shown(browser, tmp_path, markup)
        assert page.title() != "run" and not page.failed
        assert len(page.asked) == 1, "the page fetched something"
        assert page.evaluate("document.querySelectorAll('img,iframe,object,svg:not(.tree),animate,[onload],[onerror],[onmouseover]').length") == 0
        assert page.locator("h1").is_visible()
        page.close()


def test_the_text_is_shown_as_it_was_written(browser: Any, tmp_path: Path) -> None:
    text = HOSTILE["script"]
    page = shown(browser, tmp_path, wr.score(text).to_html())
    page.evaluate("document.querySelectorAll('.tip').forEach(tip => tip.remove())")
    assert page.locator(".text").text_content() == text
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_page_fits_its_window_and_can_be_read(browser: Any, tmp_path: Path, viewport: dict[str, int], scheme: str) -> None:
    page = shown(browser, tmp_path, wr.score(PITCH * 4 + "x" * 300).to_html(), viewport)
    page.emulate_media(color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"
    contrast = page.evaluate(
        """() => { const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(v => { v /= 255;
             return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4 }); return .2126 * r + .7152 * g + .0722 * b };
           return [...document.querySelectorAll('.text mark, .facts b')].map(node => { const s = getComputedStyle(node);
             const back = s.backgroundColor === 'rgba(0, 0, 0, 0)' ? getComputedStyle(document.querySelector('.text')).backgroundColor : s.backgroundColor;
             const [a, b] = [light(s.color), light(back)].sort((x, y) => y - x); return (a + .05) / (b + .05) }) }"""
    )
    assert contrast and min(contrast) >= 4.5, "WCAG AA asks for 4.5"
    page.close()


def test_a_finding_can_be_read_by_keyboard(browser: Any, tmp_path: Path) -> None:
    page = shown(browser, tmp_path, wr.score(PITCH).to_html("en"))
    first = page.locator(".text mark").first
    first.focus()
    tip = first.locator(".tip")
    assert tip.evaluate("tip => getComputedStyle(tip).position") == "static"
    assert ":" in (tip.text_content() or "")
    page.close()


def test_a_page_is_whole_without_scripts(browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(batch.batch_page([wr.score(PITCH), wr.score("本店零售茶叶")]), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator("tbody tr").count() == 2 and page.locator("th").first.inner_text()
    context.close()


BATCH = [PITCH, "", "本店零售茶叶", "a" * 3000, *HOSTILE.values(), "Join for $99, earn 10% on everyone you bring and 5% on theirs, seven levels deep."]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [{"width": 390, "height": 844}, {"width": 1280, "height": 900}], ids=["phone", "desktop"])
def test_a_batch_page_fits_its_window_and_can_be_read(browser: Any, tmp_path: Path, viewport: dict[str, int], scheme: str) -> None:
    reports = [wr.score(text) for text in BATCH]
    page = shown(browser, tmp_path, batch.batch_page(reports, [f"{i}.html" for i in range(len(reports))], ids=["x" * 60, *map(str, range(1, len(reports)))]), viewport)
    page.emulate_media(color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"
    boxes = page.evaluate("[...document.querySelectorAll('tbody td.text')].map(cell => cell.getBoundingClientRect().toJSON())")
    assert all(box["left"] >= 0 and box["right"] <= viewport["width"] and box["width"] >= 0.25 * viewport["width"] for box in boxes)
    contrast = page.evaluate(
        """() => { const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(v => { v /= 255;
             return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4 }); return .2126 * r + .7152 * g + .0722 * b };
           const behind = node => { for (; node; node = node.parentElement) { const c = getComputedStyle(node).backgroundColor;
             if (c !== 'rgba(0, 0, 0, 0)') return c } return 'rgb(255, 255, 255)' };
           return [...document.querySelectorAll('.chip, .reasons b, tbody a, th button, .small')].map(node => {
             const [a, b] = [light(getComputedStyle(node).color), light(behind(node))].sort((x, y) => y - x); return (a + .05) / (b + .05) }) }"""
    )
    assert contrast and min(contrast) >= 4.5, "WCAG AA asks for 4.5"
    page.close()


def test_a_batch_page_filters_by_level_and_words_and_counts_what_is_left(browser: Any, tmp_path: Path) -> None:
    reports = [wr.score(text) for text in BATCH]
    page = shown(browser, tmp_path, batch.batch_page(reports))
    rows, count = page.locator("tbody tr:visible"), page.locator("output")
    assert rows.count() == len(BATCH) and count.inner_text() == f"{len(BATCH)} of {len(BATCH)} shown"
    low = sum(report.level == "low" for report in reports)
    page.locator('button[data-level="low"]').focus()
    page.keyboard.press("Space")
    assert rows.count() == low > 0 and count.inner_text() == f"{low} of {len(BATCH)} shown"
    assert page.locator('button[data-level="low"]').get_attribute("aria-pressed") == "true"
    page.locator('button[data-level="low"]').click()
    page.locator("input").fill("SEVEN deep")
    assert rows.count() == 1 and "seven levels" in rows.first.inner_text()
    page.locator("input").fill("<script> nothing")
    assert rows.count() == 0 and not page.failed and len(page.asked) == 1
    page.close()


def test_the_page_of_a_case_shows_every_message_with_its_number(browser: Any, tmp_path: Path) -> None:
    chat = "Jo: how much?\nBec: 149\nJo: <img src=x onerror=\"document.title='run'\">\nBec: 50 for each friend, and 20 from theirs\nJo: " + "x" * 400
    page = shown(browser, tmp_path, wr.score_case([chat]).to_html("en"), PHONE)
    assert page.title() != "run" and not page.failed and len(page.asked) == 1
    assert page.locator("ol.messages li").count() == 5
    assert [item.get_attribute("value") for item in page.locator("ol.messages li").all()] == list("12345")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"
    assert page.locator("li.told mark").count() > 0
    page.close()


def test_a_batch_page_sorts_by_its_headings(browser: Any, tmp_path: Path) -> None:
    reports = [wr.score(text) for text in ("本店零售茶叶", PITCH, "招聘店员,底薪4000元,五险一金", "每推荐一人奖500元,先交2980元,无限代")]
    page = shown(browser, tmp_path, batch.batch_page(reports, links=["0.html", None, None, None]))

    def column(place: int) -> list[str]:
        return list(page.locator(f"tbody tr td:nth-child({place})").all_inner_texts())

    scores = column(1)
    keys = [float(row.get_attribute("data-key") or 0) for row in page.locator("tbody td.score").all()]
    assert keys == sorted(keys, reverse=True)
    page.locator("th button").first.focus()
    page.keyboard.press("Enter")
    assert column(1) == scores[::-1]
    assert page.locator("th").first.get_attribute("aria-sort") == "ascending"
    page.locator("th button").nth(2).click()
    depths = [row.get_attribute("data-key") for row in page.locator("tbody tr td:nth-child(3)").all()]
    assert depths == sorted(depths, key=lambda key: -int(key or 0))
    assert page.locator('a[href="0.html"]').count() == 1 and not page.failed
    page.close()

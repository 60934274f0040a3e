"""Views: inert whatever the text, in both languages, with every phrase there."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

import weishang_risk as wr
from weishang_risk.render import batch, catalogue, html, terminal

HOSTILE = (
    "<script>alert(1)</script>每推荐一人奖500元", "<img src=x onerror=alert(1)> pay $99 to join", "</style><body onload=x>", "\u202eabc\u2066推荐",
    "\ud800broken推荐一人奖100元", "&lt;b&gt; & \"quotes' `", "a" * 200_000, "<svg/onload=alert(1)>他再推荐你拿200元" * 50,
)  # fmt: skip


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_of_a_hostile_text_is_inert(text: str) -> None:
    page = wr.score(text).to_html()
    parser = Tags()
    parser.feed(page)
    for tag, attributes in parser.seen:
        assert tag not in ("script", "img", "iframe", "object", "embed", "link", "form", "base")
        assert not [name for name in attributes if name.startswith("on")]
    page.encode("utf-8")
    assert "\u202e" not in page and "\u2066" not in page


@pytest.mark.parametrize("text", HOSTILE)
def test_a_terminal_gets_no_control_characters(text: str) -> None:
    shown = terminal.render(wr.score(text), colour=False)
    assert not [char for char in shown if char != "\n" and (ord(char) < 32 or "\u202a" <= char <= "\u202e" or "\ud800" <= char <= "\udfff")]


def test_both_catalogues_have_the_same_phrases() -> None:
    assert set(catalogue.load("en")) == set(catalogue.load("zh"))


@pytest.mark.parametrize("language", ["fr", "../en", "", "EN"])
def test_a_language_without_phrases_is_refused_by_name(language: str) -> None:
    with pytest.raises(ValueError, match="there are en, zh"):
        catalogue.load(language)
    if language:
        with pytest.raises(ValueError, match="there are en, zh"):
            wr.score("推荐").to_html(language)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_view_can_be_had_in_either_language(text: str, language: str) -> None:
    report = wr.score(text)
    assert catalogue.load(language)["score"] in terminal.render(report, language)
    assert catalogue.load(language)["title"] in report.to_html(language)


@pytest.mark.parametrize("text", ["", "😀😀", "Привет, мир, как дела?", "ok"])
def test_notes_are_in_the_language_of_the_view(text: str) -> None:
    report = wr.score(text)
    shown = terminal.render(report, "zh")
    assert report.notes and not any(note in shown for note in report.notes)
    assert all(note in " ".join(terminal.render(report, "en", width=400).split()) for note in report.notes)


def test_a_short_text_fits_one_screen_and_a_small_page() -> None:
    text = ("姐妹们看过来,花艺课真的好上,老师一对一。认领3600元花材就是花友,带一位谢720元,她再带的每位谢360元,第三层还有180元。" * 5)[:300]
    report = wr.score(text)
    assert len(terminal.render(report, colour=False, width=88).splitlines()) <= 40
    assert len(report.to_html().encode()) < 60_000


def test_colour_is_for_terminals() -> None:
    report = wr.score("推荐一人奖500元,先交2980元")
    assert "\x1b[" not in terminal.render(report, colour=False)
    assert "\x1b[" in terminal.render(report, colour=True)


def test_marked_text_is_the_whole_text() -> None:
    report = wr.score("每推荐一人奖500元,他再推荐你拿200,先交2980元。")
    marked = html.highlighted(report.text, report.evidence, catalogue.load("en"))
    parser = HTMLParser()
    pieces: list[str] = []
    parser.handle_data = pieces.append  # type: ignore[method-assign,assignment]
    parser.feed(marked)
    shown = "".join(piece for piece in pieces if not piece.startswith(" ["))
    assert shown == report.text


def test_a_batch_page_lists_every_text_once_highest_first() -> None:
    reports = [wr.score("本店零售茶叶"), wr.score("每推荐一人奖500元,他再推荐你拿200,先交2980元")]
    page = batch.batch_page(reports, links=["a.html", None])
    assert page.index("2980") < page.index("茶叶")
    assert 'href="a.html"' in page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_batch_page_counts_levels_and_gives_ids_and_reasons(language: str) -> None:
    texts = ["本店零售茶叶", "每推荐一人奖500元,他再推荐你拿200,先交2980元", "", *HOSTILE[:3]]
    reports = [wr.score(each) for each in texts]
    page = batch.batch_page(reports, None, language, [f"<i>{place}" for place in range(len(texts))])
    phrases = catalogue.load(language)
    for level in {report.level for report in reports}:
        count = sum(report.level == level for report in reports)
        assert f"{phrases['level.' + level]} {count}" in page and page.count(f'<tr data-level="{level}">') == count
    assert "&lt;i&gt;5" in page and "<i>5" not in page
    assert f'<b class="buy_in">{phrases["signal.buy_in"]}</b> ' in page, "a reason with its clause"
    assert phrases["note.empty"] in page, "what is not judged says why"


def test_a_text_is_cut_between_words_and_never_inside_one() -> None:
    text = "earn commissions on everyone you introduce to the opportunity " * 5
    for most in range(30, 80):
        cut = batch.shortened(text, most)
        assert len(cut) <= most + 1 and text.startswith(cut[:-1]) and text[len(cut) - 1] == " "


def test_a_clause_that_tells_several_things_shows_all_of_them() -> None:
    text = "先交2980元,推荐一人奖500元"
    told = [{"signal": signal, "stance": "asserted", "start": 0, "end": end} for signal, end in (("buy_in", 7), ("recruitment", 16), ("income", 16))]
    marked = html.highlighted(text, told, catalogue.load("en"))
    parser = Tags()
    parser.feed(marked)
    first, second = (dict(attributes) for tag, attributes in parser.seen if tag == "mark")
    assert first["class"] == "buy_in recruitment income asserted" and second["class"] == "recruitment income asserted"
    for signal in ("buy_in", "recruitment", "income"):
        assert f"var(--{signal})" in str(first["style"]) and catalogue.load("en")[f"signal.{signal}"] in str(first["title"])
    denied = html.highlighted(text, [item | {"stance": "negated"} for item in told], catalogue.load("en"))
    assert "style=" not in denied and "negated" in denied


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_view_says_that_anything_is_certain(language: str) -> None:
    phrases = catalogue.load(language)
    for score in (0.9951, 0.9999, 1 - 1e-12):
        assert catalogue.score_word(score, phrases) == phrases["score.over"]
        assert catalogue.score_word(1 - score, phrases) == phrases["score.under"]
    assert catalogue.score_word(0.99, phrases) == "0.99" and catalogue.share_word(0.996, phrases) == phrases["share.over"]
    report = wr.score("每推荐一人奖500元,他再推荐你拿200,先交2980元。", prior=0.9999)
    assert report.score > 0.99
    for view in (terminal.render(report, language), report.to_html(language), batch.batch_page([report], language=language)):
        assert phrases["score.over"] in view and "1.00<" not in view and f"{phrases['score']} 1.00" not in view


def test_what_wording_adds_is_shown_by_its_words_in_both_views() -> None:
    report = wr.score("每推荐一人奖500元,他再推荐你拿200,先交2980元。")
    words = next(entry["words"] for entry in report.contributions if entry["name"] == "wording")
    assert words and f"({', '.join(words)})" in report.to_html() and f"({', '.join(words)})" in terminal.render(report)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_both_views_show_the_plan_in_a_table(language: str) -> None:
    report = wr.score("先交2980元成为代理,推荐一人奖500元,他再推荐一人你还拿200元。")
    rows = catalogue.plan_rows(report, catalogue.load(language))
    level = catalogue.load(language)["plan.level"]
    rewards = f"{level.format(n=1)} 500 CNY; {level.format(n=2)} 200 CNY"
    assert [words.split(" (")[0] for _, words in rows] == ["2,980 CNY", rewards, "2"]
    page, screen = report.to_html(language), terminal.render(report, language, colour=False, width=100)
    for name, words in rows:
        assert f'<th scope="row">{name}</th><td>{words}</td>' in page
        assert any(line.strip().startswith(name) and line.endswith(words) for line in screen.splitlines())


def test_a_text_without_a_plan_has_no_table_of_it() -> None:
    report = wr.score("今天下雨,比赛改期。")
    phrases = catalogue.load("zh")
    assert not catalogue.plan_rows(report, phrases)
    assert phrases["plan"] not in report.to_html("zh") and phrases["plan"] not in terminal.render(report, "zh")

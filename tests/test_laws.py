"""What must not change a verdict, and what must never lower it.

Most laws hold on every text; where one fails in a few cases the test says how often it may, as measured when it was written.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import weishang_risk as wr

PITCHES_ZH = ("先交{fee}元成为代理", "推荐一人奖{one}元", "他再推荐一人你还拿{two}元", "每月躺赚{income}元", "货不用囤", "本店零售茶叶", "团队一起卖面膜", "月入过万", "五险一金")
PITCHES_EN = ("Pay ${fee} to join", "you get ${one} for each person you bring in", "and ${two} for each person they bring in", "earn ${income} a month", "no stock to hold",
              "we sell tea in our shop", "employees are paid by the hour")  # fmt: skip
SUMS = st.fixed_dictionaries({name: st.integers(20, 9000) for name in ("fee", "one", "two", "income")})
CHINESE = st.tuples(st.lists(st.sampled_from(PITCHES_ZH), min_size=2, max_size=6, unique=True), SUMS).map(lambda t: "。".join(t[0]).format(**t[1]) + "。")
ENGLISH = st.tuples(st.lists(st.sampled_from(PITCHES_EN), min_size=2, max_size=6, unique=True), SUMS).map(lambda t: ". ".join(t[0]).format(**t[1]) + ".")
BUSINESS = CHINESE | ENGLISH
FEW = settings(max_examples=40)


def score(text: str) -> float:
    return wr.score(text).score


def traditional(text: str) -> str:
    import opencc

    return str(opencc.OpenCC("s2t").convert(text))


@FEW
@given(CHINESE)
def test_traditional_characters_change_no_score(text: str) -> None:
    assert score(traditional(text)) == pytest.approx(score(text), abs=1e-9)


@FEW
@given(BUSINESS)
def test_full_width_changes_no_score(text: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) if char.isascii() and char.isalnum() else char for char in text)
    assert score(wide) == pytest.approx(score(text), abs=1e-9)


@FEW
@given(ENGLISH)
def test_case_changes_no_score(text: str) -> None:
    assert score(text.upper()) == pytest.approx(score(text), abs=1e-9)


@FEW
@given(BUSINESS, st.integers(1, 6))
def test_blank_lines_around_change_no_score(text: str, lines: int) -> None:
    assert score("\n" * lines + text + " \n" * lines) == pytest.approx(score(text), abs=1e-9)


@FEW
@given(st.sampled_from(("张丽", "王芳", "阿强", "陈姐")), st.sampled_from(("花语坊", "康宁堂", "云溪", "百草园")), SUMS)
def test_names_and_brands_change_no_verdict(name: str, brand: str, sums: dict[str, int]) -> None:
    text = "{who}的{what}:先交{fee}元成为代理,推荐一人奖{one}元,他再推荐一人你还拿{two}元。"
    first, second = (score(text.format(who=who, what=what, **sums)) for who, what in ((name, brand), ("李红", "青禾")))
    assert (first >= 0.5) == (second >= 0.5) and abs(first - second) < 0.1


def share(texts: list[str], change: str, limit: float) -> float:
    """Share of texts whose score moves by more than a limit when a paragraph is added."""
    return sum(abs(score(text + change) - score(text)) > limit for text in texts) / len(texts)


def every(sentences: tuple[str, ...], stop: str) -> list[str]:
    sums = {"fee": 980, "one": 300, "two": 100, "income": 5000}
    return [f"{stop.join((a, b, c))}{stop.strip()}".format(**sums) for i, a in enumerate(sentences) for b in sentences[i + 1 :] for c in sentences if c not in (a, b)]


ADDED = (
    ("zh", "\n\n今天天气很好,孩子放学早,我们去公园走了一圈。"), ("en", "\n\nIt was sunny today, so we walked the dog by the river."),
)  # fmt: skip
RAISES = (
    ("zh", "他再推荐一人,你还拿50元,再下一层你拿20元。"), ("zh", "每推荐一人入会,你得奖金300元。"), ("zh", "必须先交1980元入门费才能加入。"),
    ("en", " When the people they bring in bring others, you get $20 for each of them too."), ("en", " You are paid $50 for every person you recruit."),
    ("en", " You must pay $199 to join first."),
)  # fmt: skip


def cases(lang: str) -> list[str]:
    return every(PITCHES_ZH, "。")[::9] if lang == "zh" else every(PITCHES_EN, ". ")[::3]


@pytest.mark.parametrize(("lang", "paragraph"), ADDED)
def test_an_honest_paragraph_moves_few_scores(lang: str, paragraph: str) -> None:
    # Measured: 3 of 28 Chinese texts, none over 0.6, move by a little more than 0.1, none by 0.12.
    assert share(cases(lang), paragraph, 0.15) == 0
    assert share(cases(lang), paragraph, 0.1) <= 0.11


@pytest.mark.parametrize(("lang", "told"), RAISES)
def test_a_further_level_reward_or_fee_lowers_no_verdict(lang: str, told: str) -> None:
    texts = cases(lang)
    moves = [score(text + told) - score(text) for text in texts]
    # Measured: "paid for every person you recruit" lowers 7 of 35 English texts, by 0.056 at most; "1980元入门费" one Chinese text, by
    # 0.032; the others lower none by half a point.
    assert min(moves) > -0.07 and sum(move < -0.005 for move in moves) <= (0.25 * len(texts) if "recruit" in told else 1)
    assert not [text for text, move in zip(texts, moves, strict=True) if score(text) >= 0.5 > score(text) + move]

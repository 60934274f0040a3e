"""Text as it comes: wrapped, listed, tabulated, quoted, marked up, escaped, wrongly decoded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import weishang_risk as wr
from weishang_risk.reading import layout
from weishang_risk.reading.document import Document


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("先交2980元入门费才能做代\n理,推荐一人奖5\n00元,他再推\n荐你拿200元。", "先交2980元入门费才能做代理,推荐一人奖500元,他再推荐你拿200元。"),
        ("先\n交\n一\n千\n元\n入\n会", "先交一千元入会"),
        ("先\r\n交\r\n一\r\n千\r\n元\r\n入\r\n会", "先交一千元入会"),
        ("you\npay\na\nfee\nof\n$250\nto\njoin", "you pay a fee of $250 to join"),
        ("you pay a joining fee of $250 to\nbecome a member of the club", "you pay a joining fee of $250 to become a member of the club"),
        ("入门费2980元\n直推奖500元\n间推奖200元", "入门费2980元\n直推奖500元\n间推奖200元"),
        ("unilevel bonus:\n- level 1: 10%\n- level 2: 7%", "unilevel bonus: level 1: 10%, level 2: 7%"),
        ("奖励:\n1. 直推10%\n2. 间推5%", "奖励: 直推10%, 间推5%"),
        ("rank | fee | bonus\n--- | --- | ---\ngold | $500 | 10%\nsilver | $100 | 5%",
         "rank, fee, bonus\n--- | --- | ---\ngold, fee $500, bonus 10%\nsilver, fee $100, bonus 5%"),
        ("level\trate\nlevel 1\t10%", "level, rate\nlevel 1, rate 10%"),
        ("rank,price,bonus\ngold,$900,$120\nsilver,$400,$60", "rank, price, bonus\ngold, price $900, bonus $120\nsilver, price $400, bonus $60"),
        ("层级,比例\n第一层,10%\n第二层,6%", "层级, 比例\n第一层, 比例 10%\n第二层, 比例 6%"),
        ("## 费用\n1680元\n## 奖金\n- 直推300元", "## 费用: 1680元\n## 奖金\n- 直推300元"),
        ("joining fee\n$120\ndirect bonus\n$40", "joining fee: $120\ndirect bonus: $40"),
        ("tracking is automatic\n4", "tracking is automatic\n4"),
        ("prices\n$120\n$140\n$160", "prices\n$120\n$140\n$160"),
        ("加入我们,一起赚钱\n推荐一人,奖500元\n推荐十人,奖8000元", "加入我们,一起赚钱\n推荐一人,奖500元\n推荐十人,奖8000元"),
        ("level | rate\n1 | 10%\n2 | 5%", "level, rate\nlevel 1, rate 10%\nlevel 2, rate 5%"),
        ("项目\t金额\n入会费\t1680元\n直推\t300元", "项目, 金额\n入会费: 1680元\n直推: 300元"),
        ("joining fee ~~$499~~ $149", "joining fee  $149"),
        ("入会费<del>3980元</del>980元", "入会费980元"),
        ("an ~~honest~~ offer", "an honest offer"),
        ("<ruby>入<rp>(</rp><rt>rù</rt><rp>)</rp>门</ruby>费", "入门费"),
        ("入<x>门</x>费[b]980[/b]元[color=red]起[/color]", "入门费980元起"),
        ('交980元<span style="display:none">今天天气好</span>入会<i hidden>不收费</i>', "交980元入会"),
        ("&#20808;&#20132;&yen;2980", "先交¥2980"),
        ("\\u5148\\u4ea42980元", "先交2980元"),
        ("先交2980元<br>推荐一人奖<b>500</b>元", "先交2980元\n推荐一人奖500元"),
        ("**先交**2980元,`推荐`一人", "先交2980元,推荐一人"),
        ("> 先交2980元\n> 推荐一人奖500元", "先交2980元\n推荐一人奖500元"),
        ("// stake 2% daily\n// referral 7%", "stake 2% daily\nreferral 7%"),
    ],
)  # fmt: skip
def test_a_layout_is_read_for_what_it_is(text: str, read: str) -> None:
    assert Document(text).normalized.text == read


@pytest.mark.parametrize("text", ["a < b and b > c", "if (a<b) {", "AT&T & co", "C:\\new\\table", "3 | 4", "价格 | 3元", "5 > 3", "[ ] 交钱 [x] 退款", "<姓名>交费", "列表<int>"])
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert Document(text).normalized.text == text.lower()


@given(st.text(st.sampled_from(list("先交2980元推荐奖\n\r\t|-:*# <br>&#20;\\un123a.,。> ")), max_size=200))
def test_every_span_of_any_layout_leads_back_into_the_original(text: str) -> None:
    normalized = Document(text).normalized
    last = 0
    for place in range(len(normalized.text)):
        start, end = normalized.to_original(place, place + 1)
        assert 0 <= start <= end <= len(text)
        assert start >= last
        last = start


@pytest.mark.parametrize("text", ["café déjà vu, naïve résumé", "先交2980元入会", "价格：￥98，包邮", "plain ascii", "Ümläute über alles", "😀😀😀😀", "ﷺﷺﷺﷺ"])
def test_honest_signs_are_not_taken_for_a_wrong_decoding(text: str) -> None:
    assert not layout.wrongly_decoded(text)


PITCH = "先交2980元入门费才能做代理,推荐一人奖500元,他再推荐一人你拿200元,没有底薪。"


@pytest.mark.parametrize(
    "told",
    [PITCH, "\n".join(PITCH), "\n".join(PITCH[i : i + 3] for i in range(0, len(PITCH), 3)), "".join(f"&#{ord(c)};" for c in PITCH),
     PITCH.encode("unicode_escape").decode(), "<p>" + PITCH.replace(",", "</p><p>") + "</p>", "> " + PITCH.replace(",", "\n> ")],
)  # fmt: skip
def test_the_same_pitch_is_caught_however_it_is_laid_out(told: str) -> None:
    assert wr.score(told).score >= 0.5


@pytest.mark.parametrize("tail", ["\n锟斤拷锟斤拷锟斤拷", "\n" + "今天天气很好".encode().decode("latin-1")])
def test_only_what_is_wrongly_decoded_is_lost(tail: str) -> None:
    text = "先交2980元入会,每推荐一人奖励五百元,下线再推荐你再拿二百元。"
    assert 0 < layout.broken(text + tail) < 0.5 and layout.broken(text) == 0 and layout.broken(tail) == 1

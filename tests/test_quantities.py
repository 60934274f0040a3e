"""Numbers: what they are worth and what they count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weishang_risk.reading import quantities
from weishang_risk.reading.normalize import NormalizedText


def sums(text: str) -> list[tuple[float, float, str | None, str | None]]:
    return [(q.low, q.high, q.currency, q.period) for q in quantities.read(NormalizedText(text).text) if q.kind == "sum"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("拿货2万元", (20000, 20000, "CNY", None)),
        ("月入5-10万", (50000, 100000, None, "month")),
        ("三万九千八", (39800, 39800, None, None)),
        ("交一千二", (1200, 1200, None, None)),
        ("3万8一个名额", (38000, 38000, None, None)),
        ("６９８００元", (69800, 69800, "CNY", None)),
        ("¥399", (399, 399, "CNY", None)),
        ("100U", (100, 100, "USD", None)),
        ("500 USDT", (500, 500, "USD", None)),
        ("$1,400", (1400, 1400, "USD", None)),
        ("P25,000", (25000, 25000, "PHP", None)),
        ("RM2,688 a month", (2688, 2688, "MYR", "month")),
        ("NT$3,600", (3600, 3600, "TWD", None)),
        ("HK$500", (500, 500, "HKD", None)),
        ("$1,000 CAD", (1000, 1000, "CAD", None)),
        ("NT$300元", (300, 300, "TWD", None)),
        ("五百加币", (500, 500, "CAD", None)),
        ("£195", (195, 195, "GBP", None)),
        ("ten thousand yuan", (10000, 10000, "CNY", None)),
        ("two hundred dollars a week", (200, 200, "USD", "week")),
        ("earn $50k/yr", (50000, 50000, "USD", "year")),
        ("8000—12000元/月", (8000, 12000, "CNY", "month")),
        ("月入过万", (10000, 10000, None, "month")),
        ("₹5 lakh", (500000, 500000, "INR", None)),
        ("R4 500 a crate", (4500, 4500, "ZAR", None)),
        ("三千八一份", (3800, 3800, None, None)),
        ("5万一股", (50000, 50000, None, None)),
        ("会费两千二一年", (2200, 2200, None, "year")),
        ("一个月九千一万", (9000, 10000, None, "month")), ("三千五千元", (3000, 5000, "CNY", None)),
        ("一个月三五千", (3000, 5000, None, "month")),
        ("三十五万", (350000, 350000, None, None)),
        ("三十几万元", (300000, 300000, "CNY", None)),
        ("二十多万块", (200000, 200000, "CNY", None)),
        ("十几万元", (100000, 100000, "CNY", None)),
        ("两亿三千万元", (230000000, 230000000, "CNY", None)),
        ("1亿2000万元", (120000000, 120000000, "CNY", None)),
        ("2千零50元", (2050, 2050, "CNY", None)),
        ("1万6千6元", (16600, 16600, "CNY", None)),
        ("两万半", (25000, 25000, None, None)),
        ("4，980元", (4980, 4980, "CNY", None)),
        ("3、4千元", (3000, 4000, "CNY", None)),
        ("月入3万到5万", (30000, 50000, None, "month")),
        ("月躺赚3万", (30000, 30000, None, "month")),
        ("€2.000,50", (2000.5, 2000.5, "EUR", None)),
        ("€1.500", (1500, 1500, "EUR", None)),
        ("$1.500", (1.5, 1.5, "USD", None)),
        ("Rp 2.500.000", (2500000, 2500000, "IDR", None)),
        ("1 500 EUR", (1500, 1500, "EUR", None)),
        ("CHF 1'500", (1500, 1500, "CHF", None)),
        ("250€", (250, 250, "EUR", None)),
        ("250 £", (250, 250, "GBP", None)),
        ("R$250", (250, 250, "BRL", None)),
        ("250 US dollars", (250, 250, "USD", None)),
        ("AED 1,500", (1500, 1500, "AED", None)),
        ("2 Cr rupees", (20000000, 20000000, "INR", None)),
        ("$2MM", (2000000, 2000000, "USD", None)),
        ("one and a half thousand dollars", (1500, 1500, "USD", None)),
        ("$99 w/o tax", (99, 99, "USD", None)),
        ("$60 m. to join", (60, 60, "USD", None)),
        ("交199 M码一件", (199, 199, None, None)),
        ("earn $10K+/mo", (10000, 10000, "USD", "month")),
        ("earn $10,000 plus a month", (10000, 10000, "USD", "month")),
        ("earn $2,000 pcm", (2000, 2000, "USD", "month")),
        ("£300 pw", (300, 300, "GBP", "week")),
        ("$60,000 per annum", (60000, 60000, "USD", "year")),
        ("$2,000 every two weeks", (2000, 2000, "USD", None)),
        ("0.2 ETH", (0.2, 0.2, "ETH", None)),
        ("Ksh.500", (500, 500, "KES", None)),
        ("at least Sh15,000", (15000, 15000, "KES", None)),
        ("close to $NZ6,500.00", (6500, 6500, "NZD", None)),
        ("T2 省258·T3 398/盒", (258, 258, None, None)),
        ("first order 2000元", (2000, 2000, "CNY", None)),
        ("₹500/-", (500, 500, "INR", None)),
        ("交八、九千元", (8000, 9000, "CNY", None)),
        ("80后交2980后返利", (2980, 2980, None, None)),
        ("拨打前先交2980元", (2980, 2980, "CNY", None)),
        ("3980+元", (3980, 3980, "CNY", None)),
        ("5 0 0 0元", (5000, 5000, "CNY", None)),
        ("三到五万元", (30000, 50000, "CNY", None)),
        ("十到二十万元", (100000, 200000, "CNY", None)),
        ("5 to 10 thousand dollars a month", (5000, 10000, "USD", "month")),
        ("Rs. 1-2 lakhs per month", (100000, 200000, "INR", "month")),
        ("$1–2 million a year", (1000000, 2000000, "USD", "year")),
        ("a million and a half dollars", (1500000, 1500000, "USD", None)),
        ("8千多万", (80000000, 80000000, None, None)),
        ("港幣$5,800", (5800, 5800, "HKD", None)),
        ("澳元500", (500, 500, "AUD", None)),
        ("0.5个比特币", (0.5, 0.5, "BTC", None)),
        ("300美元500人", (300, 300, "USD", None)),
        ("Rp5.000.000/bulan", (5000000, 5000000, "IDR", "month")),
        ("年薪24万+期权", (240000, 240000, None, "year")),
        ("底薪4000+单提", (4000, 4000, None, None)),
        ("rs.6,500 + rs.3,500", (6500, 6500, "INR", None)),
        ("38块一副", (38, 38, "CNY", None)),
        ("月平均工资6200元", (6200, 6200, "CNY", "month")),
        ("天天说有人三个月赚了四十万", (400000, 400000, None, None)),
        ("那个月赚到$1500", (1500, 1500, "USD", "month")),
        ("三五块钱", (3, 5, "CNY", None)),
        ("一、五千元入会", (5000, 5000, "CNY", None)),
        ("交三、五万元", (30000, 50000, "CNY", None)),
        ("十五六万元", (150000, 160000, "CNY", None)),
        ("两千三四百元", (2300, 2400, "CNY", None)),
        ("一百七八十块", (170, 180, "CNY", None)),
        ("一点五万", (15000, 15000, None, None)),
        ("1点2w", (12000, 12000, None, None)),
        ("交2k8入会", (2800, 2800, None, None)),
        ("1w2k元", (12000, 12000, "CNY", None)),
        ("1.5个亿", (150000000, 150000000, None, None)),
        ("9块9包邮", (9.9, 9.9, "CNY", None)),
        ("九十九块九", (99.9, 99.9, "CNY", None)),
        ("19元9角", (19.9, 19.9, "CNY", None)),
        ("50块5人团", (50, 50, "CNY", None)),
        ("交500块3个月", (500, 500, "CNY", None)),
        ("入会费198元\n万元户就在这里", (198, 198, "CNY", None)),
        ("交500 千万别错过", (500, 500, None, None)),
        ("交365 百分百正品", (365, 365, None, None)),
        ("3 万元", (30000, 30000, "CNY", None)),
        ("2980¥", (2980, 2980, "CNY", None)),
        ("¥300-500", (300, 500, "CNY", None)),
        ("5000和8000元之间", (5000, 8000, "CNY", None)),
        ("between $50 and $500", (50, 500, "USD", None)),
        ("$50-100 per day", (50, 100, "USD", "day")),
        ("2 lakh rupees", (200000, 200000, "INR", None)),
        ("2 thousand euros", (2000, 2000, "EUR", None)),
        ("half a million dollars", (500000, 500000, "USD", None)),
        ("a quarter of a million dollars", (250000, 250000, "USD", None)),
        ("a couple hundred dollars", (200, 200, "USD", None)),
        ("a few thousand dollars", (3000, 3000, "USD", None)),
        ("$99 and 95 cents", (99.95, 99.95, "USD", None)),
        ("$35 mil-spec box", (35, 35, "USD", None)),
        ("EUR 99,50", (99.5, 99.5, "EUR", None)),
        ("149,99 €", (149.99, 149.99, "EUR", None)),
        ("1 234,56 €", (1234.56, 1234.56, "EUR", None)),
        ("R149,99", (149.99, 149.99, "ZAR", None)),
        ("R 1 250", (1250, 1250, "ZAR", None)),
        ("Rp 2,5 juta", (2500000, 2500000, "IDR", None)),
        ("Rp500 ribu", (500000, 500000, "IDR", None)),
        ("COP 250.000", (250000, 250000, "COP", None)),
        ("2,000 Hong Kong dollars", (2000, 2000, "HKD", None)),
        ("450 Swiss francs", (450, 450, "CHF", None)),
        ("₪800", (800, 800, "ILS", None)),
        ("2000澳门元", (2000, 2000, "MOP", None)),
        ("三百美刀", (300, 300, "USD", None)),
        ("$3,000 pm", (3000, 3000, "USD", "month")),
        ("£2,000 p/m", (2000, 2000, "GBP", "month")),
        ("£600 p/w", (600, 600, "GBP", "week")),
        ("$300 per diem", (300, 300, "USD", "day")),
        ("$7,500 (per month)", (7500, 7500, "USD", "month")),
        ("£4,200 per calendar month", (4200, 4200, "GBP", "month")),
        ("$9K each and every month", (9000, 9000, "USD", "month")),
        ("$100-a-month", (100, 100, "USD", "month")),
        ("$5,000 net a month", (5000, 5000, "USD", "month")),
        ("an annual income of $150,000", (150000, 150000, "USD", "year")),
        ("$85,000 the first year", (85000, 85000, "USD", "year")),
        ("monthly earnings of up to $5,000", (5000, 5000, "USD", "month")),
        ("a monthly box with tea for $99", (99, 99, "USD", None)),
        ("日收500到1000", (500, 1000, None, "day")),
        ("月进20W+", (200000, 200000, None, "month")),
        ("月分红6800元", (6800, 6800, "CNY", "month")),
        ("8000元每人每月", (8000, 8000, "CNY", "month")),
        ("3月5日收到500元", (500, 500, "CNY", None)),
        ("11月入会2980元", (2980, 2980, "CNY", None)),
        ("半年挣10万", (100000, 100000, None, None)),
        ("2023年收入50万", (500000, 500000, None, "year")),
    ],
)
def test_a_sum_is_read(text: str, expected: tuple[float, float, str | None, str | None]) -> None:
    assert sums(text)[0] == expected


@pytest.mark.parametrize("text", [
    "2024年8月", "电话13812345678", "三级医院", "5公里", "第3名", "3x9", "#2980", "微信:abc6980", "工号6980", "点赞6980", "粉丝3.2万", "QQ群6980123",
    "邮编100080", "阅读 10万+", "#100DaysOfHustle", "邀请码为8888", "invite code 8888", "12k followers", "1,999 likes", "room 5000", "1" + ",000" * 103, "千万别错过", "万一亏了",
    "咨询电话:021-5588 6980", "电话400 820 8820", "手机 138 0013 8000", "call us on 555 298 0000", "+44 20 7946 0958", "用户6980", "销量2980+", "浏览量2.9万", "货号2980",
    "批次20231105", "90后宝妈", "985高校", "4k电视", "2980积分", "2980毫升", "https://example.com/2980?id=6980", "三七分", "page 2980", "open 24/7",
    "60—90m2", "100—499张床", "stake 400-5000 vusd",
])
def test_what_is_no_sum_is_none(text: str) -> None:
    assert sums(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [("推荐3人", "heads", 3), ("拿三代", "levels", 3), ("提成10%", "share", 10), ("抽三成", "share", 30), ("百分之十五", "share", 15), ("1/5 of it", "share", 20), ("levels 3 to 10", "number", 10), ("一套茶具", "items", 1), ("seven levels", "levels", 7), ("two friends", "heads", 2), ("四六级", "levels", 6), ("一二三代", "levels", 3), ("两三个人", "heads", 3), ("三五天", "time", 5)],
)
def test_a_count_is_read(text: str, kind: str, value: float) -> None:
    assert [(q.kind, q.high) for q in quantities.read(text)] == [(kind, value)]


@given(st.integers(1, 10**8))
def test_digits_are_worth_themselves(number: int) -> None:
    assert sums(f"{number}元")[0][:2] == (number, number)


@given(st.text(st.sampled_from(list("0123456789,.万千百kw%元块$¥-~一二三十 月天年个人级层代x")), max_size=400))
def test_any_heap_of_digits_is_read_without_error(text: str) -> None:
    for quantity in quantities.read(text):
        assert 0 <= quantity.start < quantity.end <= len(text)
        assert quantity.low <= quantity.high

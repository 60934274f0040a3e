"""Long articles in machine English: the passages that matter come on top, honest models of the same article stay under."""

from __future__ import annotations

import pytest

import weishang_risk as wr

SCHEMES = (
    "Insiders forecast that before the spring the layer upon layer distribution mode of the eye cream will collapse: every layer stores goods, "
    "the money is earned from the newly joined lower agent and not from the user, when nobody joins any more the last layer bears all the stock.",
    "At the peak the Lan sister team had three thousand derivatives, each who wants to take the agent price must first press 3,000 yuan goods, "
    "and who pulls in a new agent eats a rebate; now the agents can not recruit any more people below them, the team scatters, the goods rot at home.",
)
HONEST = (
    "The Hao company walks another road: it does not develop agents and does not press goods, one hundred and twenty own employees chat in the "
    "circle of friends direct with the end consumer and sell the tea, every employee takes a fixed wage and a commission on his own orders.",
    "Sunshine department store let all its staff open a micro-shop on the handset, the counter girls push the goods of the store to their "
    "friends; goods are sent by the store, the girl gets a sales commission in the monthly wage, this kind is worth to encourage.",
    "I myself do only service: for the electricity dealers I write recruitment advertisements of employees in my friends circle, one message one "
    "day, the fee is 800 yuan; with five thousand exact fans a person can live very well from serving.",
)
FILLER = (
    "Taobao occupies the most of the turnover of the network retail, the micro-letter share is small, so traditional enterprises must first do "
    "the flagship shop well, then the second platform, and only at last try the micro-letter; the step can not be jumped. "
    "The official of the micro-letter hopes that enterprises serve old customers with the public number, and limits whoever pulls fans. "
)  # fmt: skip


@pytest.mark.parametrize("passage", SCHEMES)
def test_a_trade_that_lives_on_layers_of_agents_is_caught_in_garbled_words(passage: str) -> None:
    assert wr.score(passage).score >= 0.5


@pytest.mark.parametrize("passage", HONEST)
def test_an_honest_model_of_the_same_article_stays_under(passage: str) -> None:
    assert wr.score(passage).score < 0.5


@pytest.mark.parametrize("passage", SCHEMES)
def test_the_passage_that_matters_comes_first_in_a_long_article(passage: str) -> None:
    article = "\n".join([FILLER * 4, HONEST[0], FILLER * 4, passage, FILLER * 4, HONEST[1], FILLER * 4])
    report = wr.score(article)
    start = article.index(passage)
    top = report.passages[0]
    assert top["start"] < start + len(passage) and start < top["end"]
    assert report.score >= 0.5

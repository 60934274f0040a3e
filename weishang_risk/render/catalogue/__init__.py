"""Every phrase a view shows, one JSON file a language; adding a language is adding a file, checked when loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

from ...concepts.features import AMOUNT, DEPTH
from ...concepts.registry import SHOWN, Concept
from . import phrases as files


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Languages that views speak."""
    return tuple(sorted(entry.name.removesuffix(".json") for entry in resources.files(__name__).iterdir() if entry.name.endswith(".json")))


@lru_cache(maxsize=8)
def load(language: str) -> dict[str, str]:
    """The phrases of a language.

    Raises
    ------
    ValueError
        Where there are none, naming the languages; where a file lacks a phrase that another language or the records of the
        concepts have, or holds one of what there is not, naming file and line.

    Examples
    --------
    >>> load("fr")
    Traceback (most recent call last):
        ...
    ValueError: no phrases in the language 'fr'; there are en, zh
    """
    if language not in languages():
        raise ValueError(f"no phrases in the language {language!r}; there are {', '.join(languages())}")
    own = files.parse(f"{language}.json", _source(language))
    for other in languages():
        source = _source(other)
        files.check_alike(f"{language}.json", own, f"{other}.json", source, files.parse(f"{other}.json", source))
    return own


def _source(language: str) -> str:
    return (resources.files(__name__) / f"{language}.json").read_text(encoding="utf-8")


def language_of(text_language: str, wanted: str | None) -> str:
    """The language of a view: the one wanted, else the text's own."""
    return wanted or ("zh" if text_language in ("zh", "mixed") else "en")


def money(amount: float | None, currency: str | None) -> str:
    """An amount for a reader: ``9,800 CNY``."""
    if amount is None:
        return ""
    number = f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"
    return f"{number} {currency}" if currency else number


def feature_lines(report: Any, phrases: dict[str, str]) -> list[tuple[str, str]]:
    """The concepts of a report in words: ``(signal, statement)``."""
    told = {item["signal"] for item in report.evidence if item["stance"] != "negated"}
    return [
        (concept.name, _concept_word(concept, report.features, phrases))
        for concept in SHOWN if concept.features or concept.name in told
    ]  # fmt: skip


def _concept_word(concept: Concept, features: Mapping[str, Any], phrases: dict[str, str]) -> str:
    """How far a concept is told, and the sums that belong to it."""
    if not concept.features:
        return phrases[f"{concept.name}.1"]
    level = features[concept.features[0].name]
    words = (
        phrases[f"{concept.name}.{level}"] if concept.features[0].sort is not DEPTH
        else phrases[f"{concept.name}.none"] if level is None
        else phrases[f"{concept.name}.unlimited"] if level == "unlimited"
        else phrases[f"{concept.name}.one"] if level == 1
        else phrases[f"{concept.name}.many"].format(n=level)
    )  # fmt: skip
    for feature in concept.features:
        if feature.sort is AMOUNT and features[feature.name] is not None:
            amount = money(features[feature.name], features[feature.currency] if feature.currency else None)
            period = f" {phrases['period.' + features[feature.period]]}" if feature.period else ""
            words += f" ({amount}{period})"
    return words


def score_word(score: float, phrases: dict[str, str]) -> str:
    """A score as people read it: two places, and never certain.

    Examples
    --------
    >>> [score_word(score, load("en")) for score in (0.9974, 0.0012, 0.5)]
    ['over 0.99', 'under 0.01', '0.50']
    """
    return phrases["score.over"] if score > 0.99 else phrases["score.under"] if score < 0.01 else f"{score:.2f}"


def share_word(share: float, phrases: dict[str, str]) -> str:
    """A share in whole percent, and never all of what is not all.

    Examples
    --------
    >>> [share_word(share, load("en")) for share in (0.997, 0.875, 1.0)]
    ['over 99%', '88%', '100%']
    """
    return phrases["share.over"] if 0.99 < share < 1 else f"{share:.0%}"


def counterfactual_lines(report: Any, phrases: dict[str, str]) -> list[str]:
    """What would change the verdict, in words."""
    lines = []
    for item in report.counterfactuals[:2]:
        key = "without" if "without" in item else "with"
        concepts = phrases["and"].join(phrases[f"name.{name}"] for name in item[key])
        lines.append(phrases[key].format(concepts=concepts, score=score_word(item["score"], phrases)))
    return lines


def note_lines(report: Any, phrases: dict[str, str]) -> list[str]:
    """A report's notes in the language of a view."""
    keys = {sentence: key for key, sentence in load("en").items() if key.startswith(("note.", "tests.low."))}
    lines = [phrases[keys[note]] if note in keys else note for note in (*report.notes, *report.caveats)]
    return lines if report.prior is None else [*lines, phrases["prior"].format(prior=f"{report.prior:.3g}")]


def message_word(numbers: Sequence[int], phrases: dict[str, str]) -> str:
    """Messages by their numbers, from 1, as people count them.

    Examples
    --------
    >>> message_word([3, 4], load("en")), message_word([], load("en"))
    ('message 4-5', '')
    """
    if not numbers:
        return ""
    first, last = numbers[0] + 1, numbers[-1] + 1
    return phrases["message"].format(n=first if first == last else f"{first}-{last}")


def message_line(report: Any, phrases: dict[str, str]) -> str:
    """How many messages a case has, and what part they play; empty for one text."""
    if not report.messages:
        return ""
    parts = Counter(message["part"] for message in report.messages)
    return phrases["messages.read"].format(
        count=len(report.messages), told=parts["told"], aside=parts["aside"] + parts["unread"], opinion=parts["opinion"],
        elsewhere=parts["elsewhere"], repeated=parts["repeated"]
    )


def contradiction_lines(report: Any, phrases: dict[str, str]) -> list[str]:
    """What one message says and another denies, in words."""

    def where(places: Sequence[int]) -> str:
        words = [message_word(numbers, phrases) for numbers in sorted(report.evidence[place]["messages"] for place in places)]
        return ", ".join(dict.fromkeys(words))

    return [
        phrases["contradiction"].format(signal=phrases["signal." + each["signal"]], said=where(each["said"]), denied=where(each["denied"]))
        for each in report.contradictions
    ]


def plan_rows(report: Any, phrases: dict[str, str]) -> list[tuple[str, str]]:
    """The plan as a short table: what one pays, what comes back by level, how deep; ``(name, words)`` a row."""
    plan = report.plan
    rows = []
    for each in (entry for entry in plan.entries if entry.stance != "negated"):
        told = [phrases[f"form.{each.form}"], phrases[f"condition.{each.condition_of}"], phrases["required.yes" if each.required else "required.no"]]
        told += [phrases["refundable"]] if each.refundable else []
        rows.append((phrases["plan.entry"], f"{_pay(each.pay, phrases)} ({', '.join(told)})"))
    by_base: dict[str, list[str]] = {}
    for reward in plan.told_rewards:
        level = (
            "" if reward.level is None else phrases["plan.level.all"] if reward.level == "all" else phrases["plan.level"].format(n=reward.level)
        )
        by_base.setdefault(reward.base, []).append(f"{level} {_pay(reward.pay, phrases)}".strip())
    rows += [(phrases["plan.reward"], f"{'; '.join(dict.fromkeys(said))} ({phrases['base.' + base]})") for base, said in by_base.items()]
    rows += [(phrases["plan.rank"], f"{rank.name} {_pay(rank.price, phrases)}".strip()) for rank in plan.ranks]
    if rows and plan.depth is not None:
        rows.append((phrases["plan.depth"], phrases["unlimited"] if plan.depth == "unlimited" else str(plan.depth)))
    if rows and plan.width is not None:
        rows.append((phrases["plan.width"], str(plan.width)))
    # What a text says twice is one row.
    return list(dict.fromkeys(rows))


def _pay(pay: Any, phrases: dict[str, str]) -> str:
    """A sum or a share in words."""
    if pay is None:
        return phrases["pay.untold"]
    ends = (pay.low,) if pay.low == pay.high else (pay.low, pay.high)
    if not hasattr(pay, "currency"):
        return "–".join(f"{end:g}" for end in ends) + "%"
    words = "–".join(money(end, pay.currency if end == ends[-1] else None) for end in ends)
    return f"{words} {phrases['period.' + pay.period]}" if pay.period else words


def arithmetic_lines(report: Any, phrases: dict[str, str]) -> list[str]:
    """What the stated sums imply, in words."""
    implied = report.arithmetic
    if not implied:
        return []
    lines = []
    if "recruits_to_break_even" in implied:
        lines.append(phrases["break_even"].format(
            needed=implied["recruits_to_break_even"], buy_in=money(implied["buy_in"], implied["currency"]),
            reward=money(implied["reward_per_recruit"], implied["currency"])))
    if "levels" in implied:
        stated = "as the text says" in implied["assumption"]
        assumption = phrases["assumption.stated" if stated else "assumption.break_even"].format(width=implied["width"])
        lines.append(phrases["population"].format(
            assumption=assumption, china=implied["exceeds_china_at_level"], world=implied["exceeds_world_at_level"]))
        lines.append(phrases["loss"].format(share=share_word(implied["share_at_loss"], phrases)))
    return lines

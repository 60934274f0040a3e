"""The report: the JSON contract, and what the additive model allows to say exactly."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

from ..concepts.registry import BY_NAME, CONCEPTS, FEATURES
from ..model.terms import TERM_RECORDS, TERMS, Reading, any_of, reading_of, sigmoid, surely
from ..plan.assemble import assemble
from ..plan.base import Evidence
from ..plan.types import Plan
from ..reading.document import Document, readable
from ..reading.layout import weight
from ..render import catalogue
from . import arithmetic, legal, passages

if TYPE_CHECKING:
    from ..model.risk import RiskModel

SCHEMA_VERSION = "2.2"
#: Score from which a level begins.
LEVELS = ((0.8, "high"), (0.5, "elevated"), (0.2, "watch"), (0.0, "low"))
#: Terms that vanish when a concept is taken away, of each concept that has such.
REMOVED = {
    concept.name: tuple(name for name, term in TERM_RECORDS.items() if concept.name in term.vanishes_with)
    for concept in CONCEPTS if any(concept.name in term.vanishes_with for term in TERM_RECORDS.values())
}  # fmt: skip
_OBEYED = re.compile(r"[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")
_INDEX = {name: i for i, name in enumerate(TERMS)}
_SHORT = 8
#: Scores from here to as far from the other end are said to be undecided: of the corpus's texts there, judged by models that
#: had not seen them, two of five are on the wrong side.
_UNDECIDED = 0.3
#: Places in disguise from which a report says so, and how near to each other they are quoted together.
_HIDING, _NEAR = 3, 12


def note(name: str) -> str:
    """A note as a plain sentence; views translate it."""
    return catalogue.load("en")[f"note.{name}"]


def level_of(score: float) -> str:
    """``"low"``, ``"watch"``, ``"elevated"`` (from 0.5) or ``"high"`` (from 0.8)."""
    return next(name for least, name in LEVELS if score >= least)


@dataclass(frozen=True)
class RiskReport:
    """What the library makes of one text.

    Attributes
    ----------
    text : str
        The text as given.
    score : float
        Calibrated probability that the business described has a pyramid structure (``risk >= 2`` of the guide).
    level : str
        ``"low"``, ``"watch"``, ``"elevated"``, ``"high"``, or ``"unjudged"`` where the text cannot be judged.
    features : dict
        The concepts, as in the JSON contract.
    voice : str
        ``"offer"``, ``"account"``, ``"discussion"`` or ``"denial"``.
    language : str
        ``"zh"``, ``"en"``, ``"mixed"`` or ``"other"``.
    evidence : list of dict
        ``{signal, start, end, text, stance, value, source, messages}``; ``text == self.text[start:end]``; ``source`` names what
        found it (see :class:`weishang_risk.plan.base.Evidence`), ``messages`` are those of a
        case in which it stands.
    contributions : list of dict
        ``{name, value, logit}``; they and ``intercept`` add up to ``logit``.
    intercept, logit : float
    passages : list of dict
        For a long text: ``{start, end, text, score, level}``, highest first.
    notes : list of str
    plan : Plan
        Who pays whom, for what; :class:`weishang_risk.plan.types.Plan`.
    prior : float or None
        How rare such schemes were taken to be, where that was given.
    jurisdictions : tuple of str or None
        Codes of those whose legal tests are made; None for all.
    messages : list of dict
        Of a case: ``{source, line, speaker, start, end, text, part}``; see :func:`weishang_risk.score_case`.
    contradictions : list of dict
        Of a case: ``{signal, said, denied}``, places in the evidence.

    Examples
    --------
    >>> import weishang_risk as wr
    >>> report = wr.score("本店零售茶叶,每斤80元,包邮。")
    >>> report.level
    'low'
    """

    text: str
    score: float
    level: str
    features: dict[str, Any]
    voice: str
    language: str
    evidence: list[dict[str, Any]]
    contributions: list[dict[str, Any]]
    intercept: float
    logit: float
    passages: list[dict[str, Any]]
    notes: list[str]
    plan: Plan
    model_version: str
    schema_version: str = SCHEMA_VERSION
    prior: float | None = None
    jurisdictions: tuple[str, ...] | None = None
    messages: list[dict[str, Any]] = field(default_factory=list)
    contradictions: list[dict[str, Any]] = field(default_factory=list)
    #: Kinds of mitigation read; None where nothing was judged.
    _mitigations: frozenset[str] | None = field(default=None, repr=False, compare=False)
    _reading: Reading | None = field(default=None, repr=False, compare=False)
    _model: RiskModel | None = field(default=None, repr=False, compare=False)
    #: What tells the fields named in :data:`_TOLD`, until one of them is asked for.
    _tell: Callable[[], dict[str, Any]] | None = field(default=None, init=False, repr=False, compare=False)

    def __getattr__(self, name: str) -> Any:
        # Only what is not there yet comes here. Two threads that ask at once are told the same.
        tell = self.__dict__.get("_tell") if name in _TOLD else None
        if tell is None:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        for told, value in tell().items():
            self.__dict__.setdefault(told, value)
        return self.__dict__[name]

    def complete(self) -> RiskReport:
        """The report itself, with all that it would have worked out when asked: it needs its model no more."""
        for name in (*_TOLD, "counterfactuals", "arithmetic"):
            getattr(self, name)
        return self

    def __getstate__(self) -> dict[str, Any]:
        """What is pickled: the report without the model and the reading, and all that was to be worked out from them."""
        state = self.complete().__dict__ | {"_reading": None, "_model": None, "_tell": None}
        state.pop("legal_tests", None)
        return state

    @cached_property
    def counterfactuals(self) -> list[dict[str, Any]]:
        """The smallest sets of concepts whose evidence, taken away, brings the score under 0.5, and to what.

        For a score under 0.5: what, added, would bring it to 0.5 or more. Exact, since the model adds up.
        """
        if self._reading is None or self._model is None:
            return []
        return _counterfactuals(self)

    @cached_property
    def arithmetic(self) -> dict[str, Any] | None:
        """What the stated sums imply, or None where the text does not give them."""
        if self.score < LEVELS[2][0] and self.features["recruitment"] < 2:
            return None
        return arithmetic.implied_by(self.plan)

    def legal_tests_in(self, language: str) -> list[dict[str, Any]]:
        """Legal tests with names in a language, ``"en"`` or ``"zh"``."""
        # The voice is asked for first: with it the kinds of mitigation are told.
        if self.voice == "discussion" or self._mitigations is None:
            return []
        return legal.evaluate(self.features, self.evidence, self._mitigations, language, jurisdictions=self.jurisdictions,
                              reward_base=self.plan.reward_base, level=self.level)

    @cached_property
    def legal_tests(self) -> list[dict[str, Any]]:
        """Tests with an element that the text shows evidence consistent with; never a finding of law."""
        return self.legal_tests_in("en")

    @property
    def caveats(self) -> list[str]:
        """Why the level is low although a legal test is met; empty where none is, or the level is not low."""
        if self.level not in ("low", "watch"):
            return []
        return sorted({test["caveat"] for test in self.legal_tests if test["met"] and test["caveat"]})

    def to_dict(self) -> dict[str, Any]:
        """The JSON contract; its notes hold the caveats too."""
        return {
            "score": self.score, "level": self.level, "features": dict(self.features), "voice": self.voice,
            "language": self.language, "evidence": [dict(item) for item in self.evidence],
            "contributions": [dict(item) for item in self.contributions], "intercept": self.intercept, "logit": self.logit,
            "counterfactuals": self.counterfactuals, "arithmetic": self.arithmetic, "legal_tests": self.legal_tests,
            "plan": self.plan.to_dict(), "passages": [dict(item) for item in self.passages], "notes": [*self.notes, *self.caveats],
            "messages": [dict(item) for item in self.messages], "contradictions": [dict(item) for item in self.contradictions],
            "prior": self.prior, "model_version": self.model_version, "schema_version": self.schema_version,
        }  # fmt: skip

    def to_json(self, indent: int | None = None) -> str:
        """The contract as JSON: readable Chinese, while whatever a terminal could obey (controls, direction marks, lone surrogates) is escaped."""
        dumped = json.dumps(self.to_dict(), ensure_ascii=False, indent=indent, allow_nan=False)
        return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", dumped)

    def to_html(self, language: str | None = None) -> str:
        """A self-contained page; see :func:`weishang_risk.render.html.page`."""
        from ..render.html import page

        return page(self, language)

    def _repr_html_(self) -> str:
        from ..render.html import fragment

        return fragment(self)

    def __str__(self) -> str:
        from ..render.terminal import render

        return render(self)


def build(model: RiskModel, text: str, prior: float | None = None, jurisdictions: Iterable[str] | None = None) -> RiskReport:
    """Score a text with a model.

    Parameters
    ----------
    model : RiskModel
    text : str
    prior : float, optional
        Share of such texts that describe a pyramid, where the text comes from; by default that of the training texts.
    jurisdictions : iterable of str, optional
        Codes of those whose legal tests are wanted, e.g. ``("CN", "US")``; all by default.

    Returns
    -------
    RiskReport
    """
    law = legal.codes(jurisdictions)
    document = readable(text)
    notes = [note("cut")] if len(document.original) < len(text) else []
    shift = 0.0 if prior is None else model.prior_shift(prior)
    why = cannot_judge(document)
    if why:
        return unjudged(model, text, document, [why, *notes], shift, prior, law)
    if document.broken:
        notes.append(note("partly_broken"))
    if document.is_partly_read:
        notes.append(note("partly"))
    parts = passages.score_parts(model, document, shift)
    if parts and passages.is_article(document):
        winner = parts[0]
        reading, offset = reading_of(winner.concepts), winner.start
        notes.append(note("passage"))
    else:
        reading, offset = model.reading(document), 0
    report = of_reading(model, text, document, reading, offset, notes, shift, prior, law)
    report.passages.extend(
        {"start": part.start, "end": part.end, "text": text[part.start : part.end], "score": part.score,
         "level": level_of(part.score)} for part in parts
    )  # fmt: skip
    return report


def of_reading(
    model: RiskModel, text: str, document: Document, reading: Reading, offset: int, notes: list[str], shift: float,
    prior: float | None, law: tuple[str, ...] | None,
) -> RiskReport:
    """The report of a reading.

    Parameters
    ----------
    model : RiskModel
    text : str
        As given.
    document : Document
        The whole of it, for its language and length.
    reading : Reading
        What decides.
    offset : int
        Where the reading's own document begins in the text.
    notes : list of str
        Those made so far.
    shift : float
        Added to the intercept.
    prior : float or None
    law : tuple of str or None
    """
    sums = model.contributions(reading.vector)
    intercept = model.intercept + shift
    logit = math.fsum([intercept, *(value for _, value in sums)])
    score = sigmoid(logit)
    report = RiskReport.__new__(RiskReport)
    report.__dict__.update(
        text=text, score=score, level=level_of(score), language=document.language, intercept=intercept, logit=logit, passages=[],
        model_version=model.version, prior=None if prior is None else float(prior), jurisdictions=law, messages=[], contradictions=[], _reading=reading, _model=model,
        _tell=lambda: _told(document, reading, offset, sums, notes, score),
    )  # fmt: skip
    return report


#: Fields of a report that no score needs; most reports of many texts are looked at for their score alone.
_TOLD = ("features", "voice", "evidence", "contributions", "notes", "plan")


def _told(
    document: Document, reading: Reading, offset: int, sums: Sequence[tuple[str, float]], notes: Sequence[str], score: float
) -> dict[str, Any]:
    """The fields of :data:`_TOLD`, and the kinds of mitigation."""
    values = _values(reading)
    contributions = [{"name": name, "value": values[name], "logit": value} for name, value in sums]
    # What wording adds is shown by its words: nothing that moves a score goes unexplained.
    next(entry for entry in contributions if entry["name"] == "wording")["words"] = reading.concepts.telling_words()
    plan, quoted, doubts = assemble(reading.document, reading.concepts, reading.signals, reading.evidence)
    evidence = [_evidence_dict(item, offset) for item in quoted]
    evidence += _hiding(document)
    voice = reading.signals["voice"].level
    made = list(notes)
    if len(document.normalized.hidden) >= _HIDING:
        made.append(note("hiding"))
    if voice == "discussion" and score < 0.5:
        made.append(note("no_business"))
    if document.weight < 20 and 0.2 < score < 0.8:
        made.append(note("short"))
    made += [note(f"doubt.{signal}") for signal in doubts]
    if _UNDECIDED <= score <= 1 - _UNDECIDED:
        made.append(note("undecided"))
    return {"features": reading.features, "voice": voice, "evidence": evidence, "contributions": contributions, "notes": made, "plan": plan,
            "_mitigations": reading.signals["mitigation"].detail["kinds"]}  # fmt: skip


def _evidence_dict(item: Evidence, offset: int) -> dict[str, Any]:
    return {"signal": item.signal, "start": item.start + offset, "end": item.end + offset, "text": item.text,
            "stance": item.stance, "value": item.value, "source": item.source, "messages": []}


def _hiding(document: Document) -> list[dict[str, Any]]:
    """Where the text hides its words, and how many places each span holds; no term of the model."""
    spans: list[list[int]] = []
    for start, end in document.normalized.hidden:
        if spans and start <= spans[-1][1] + _NEAR:
            spans[-1][1] = max(spans[-1][1], end)
            spans[-1][2] += 1
        else:
            spans.append([start, end, 1])
    return [{"signal": "hiding", "start": start, "end": end, "text": document.original[start:end], "stance": "asserted", "value": count,
             "source": "rule:hiding", "messages": []}
            for start, end, count in spans if start < end]


def _values(reading: Reading) -> dict[str, Any]:
    """What a report shows beside each contribution."""
    features = reading.features
    # The first of its terms stands for a contribution.
    first = {contribution: term for term, contribution in reversed(TERMS.items())}
    return {contribution: _value(contribution, term, reading, features) for contribution, term in first.items()}


def _value(contribution: str, term: str, reading: Reading, features: dict[str, Any]) -> Any:
    """The feature that tells it, else its signal's level; where neither does, the value of its term."""
    concept = BY_NAME.get(contribution)
    if concept and concept.features:
        return features[concept.features[0].name]
    if contribution in features:
        return features[contribution]
    if concept is None and contribution in reading.signals:
        return reading.signals[contribution].level
    return round(reading.vector[_INDEX[term]], 4)


def cannot_judge(document: Document) -> str | None:
    """Why a text cannot be judged, as a note; None where it can."""
    text = document.normalized.text.strip()
    if not text:
        return note("empty")
    if document.broken == 1:
        return note("decoding")
    if document.language == "other":
        letters = sum(char.isalpha() for char in text)
        return note("language" if letters else "no_words")
    if len(text) < 3 * _SHORT and weight(text) < _SHORT and not any(t.kind not in ("number", "filler") for s in document.sentences for t in s.tokens):
        return note("too_short")
    return None


def unjudged(
    model: RiskModel, text: str, document: Document, notes: list[str], shift: float, prior: float | None, law: tuple[str, ...] | None
) -> RiskReport:
    """The base rate, and why nothing moves it."""
    features = {name: feature.sort.untold for name, feature in FEATURES.items()}
    intercept = model.base_logit + shift
    score = sigmoid(intercept)
    return RiskReport(
        text=text, score=score, level="unjudged", features=features, voice="discussion", language=document.language,
        evidence=[], contributions=[], intercept=intercept, logit=intercept, passages=[],
        notes=[*notes, note("base_rate")], plan=Plan(), model_version=model.version, prior=None if prior is None else float(prior), jurisdictions=law,
    )  # fmt: skip


def without(vector: Sequence[float], concepts: Sequence[str]) -> list[float]:
    """The terms of a text from which the evidence of some concepts is taken away."""
    changed = list(vector)
    for concept in concepts:
        for term in REMOVED[concept]:
            changed[_INDEX[term]] = 0.0
    _take_together(changed)
    return changed


def _take_together(vector: list[float]) -> None:
    """Set the terms that hang on several concepts by those of each."""
    share = any_of(*(vector[_INDEX[name]] for name in ("two_levels_paid", "reward_after_payment", "named_outright")))
    vector[_INDEX["any_of_these"]] = share
    vector[_INDEX["how_surely"]] = surely(share)


def with_added(vector: Sequence[float], concepts: Sequence[str]) -> list[float]:
    """The terms of a text that told some concepts fully."""
    changed = list(vector)
    for concept in concepts:
        for term in REMOVED[concept]:
            if TERM_RECORDS[term].sign > 0 and TERM_RECORDS[term].whole:
                changed[_INDEX[term]] = 1.0
    changed[_INDEX["reward_after_payment"]] = max(
        changed[_INDEX["reward_after_payment"]],
        changed[_INDEX["recruiting_rewarded"]] * changed[_INDEX["payment_required"]],
    )
    _take_together(changed)
    return changed


def _counterfactuals(report: RiskReport) -> list[dict[str, Any]]:
    assert report._reading is not None and report._model is not None
    vector, model = report._reading.vector, report._model
    shift = report.intercept - model.intercept
    found: list[dict[str, Any]] = []
    lowering = report.score >= 0.5
    change = without if lowering else with_added
    key = "without" if lowering else "with"
    for size in range(1, len(REMOVED) + 1):
        for concepts in combinations(REMOVED, size):
            logit = model.logit(change(vector, concepts)) + shift
            if (logit < 0) if lowering else (logit >= 0):
                points = [i for i, e in enumerate(report.evidence) if e["signal"] in concepts and e["stance"] != "negated"]
                found.append({key: list(concepts), "evidence": points if lowering else [], "logit": logit,
                              "score": sigmoid(logit)})
        if found:
            break
    return sorted(found, key=lambda item: (item["score"] if lowering else -item["score"]))

"""A concept is one record: every view follows from it, and what cannot follow is asked for by name."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from importlib import resources

import pytest

import weishang_risk as wr
from training import contract
from weishang_risk.concepts import registry
from weishang_risk.concepts.registry import CONCEPTS, FEATURES, READ_SIGNALS, SIGNALS
from weishang_risk.frame import row
from weishang_risk.io import columns
from weishang_risk.model.terms import TERM_RECORDS
from weishang_risk.plan import readers
from weishang_risk.render import batch, catalogue
from weishang_risk.render.catalogue import phrases
from weishang_risk.report import contradictions, legal
from weishang_risk.report.legal import schema

TEXT = "先交2980元成为代理,推荐一人奖500元,他再推荐一人你还拿200元。"


@pytest.fixture(scope="module")
def report() -> wr.RiskReport:
    """A report with evidence of every signal there is."""
    made = wr.score(TEXT)
    item = made.evidence[0]
    places = [place * 3 for place in range(len(SIGNALS))]
    told = [item | {"signal": signal, "start": at, "end": at + 3, "text": TEXT[at : at + 3]} for signal, at in zip(SIGNALS, places, strict=True)]
    return dataclasses.replace(made, evidence=told)


def test_every_signal_is_read_and_its_features_are_in_the_report_in_tables_and_in_the_schema(report: wr.RiskReport) -> None:
    assert set(readers.READERS) == set(READ_SIGNALS) and {*READ_SIGNALS, "hiding"} == set(SIGNALS)
    assert list(report.features) == list(FEATURES) == list(wr.score("").features) == list(columns.FEATURES)
    assert set(FEATURES) <= set(columns.TABLE) and set(FEATURES) <= set(row(report))
    parts = contract.held()["$defs"]
    assert list(parts["features"]["properties"]) == list(FEATURES)
    assert parts["evidence"]["properties"]["signal"]["enum"] == list(SIGNALS)


def test_the_schema_that_ships_says_what_the_records_say() -> None:
    told = list(contract.differences(contract.held(), contract.filled(contract.held())))
    assert not told, f"{told}: python -m training.contract --renew"


def test_a_schema_that_says_something_else_is_told() -> None:
    other = contract.held()
    other["$defs"]["evidence"]["properties"]["signal"]["enum"].append("queue")
    (told,) = contract.differences(other, contract.filled(other))
    assert told.startswith("$.$defs.evidence.properties.signal.enum: ") and '"queue"' in told
    assert json.loads(contract.written(other)) == other


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_signal_is_shown_on_the_page_in_each_language(report: wr.RiskReport, language: str) -> None:
    page, words = report.to_html(language), catalogue.load(language)
    legend = page[page.index(words["legend"]) :]
    for signal in SIGNALS:
        assert f'<mark class="{signal}">{words["signal." + signal]}</mark>' in legend, signal
        assert f'<mark class="{signal} asserted"' in page, signal
    for concept in CONCEPTS:
        assert f'<b class="{concept.name}">{words["signal." + concept.name]}</b>' in page, concept.name


def test_every_signal_has_its_style() -> None:
    css = (resources.files("weishang_risk.render") / "page.css").read_text(encoding="utf-8")
    for signal in SIGNALS:
        assert f"--{signal}:" in css and f".wr .{signal}{{" in css, signal


def test_every_concept_can_be_a_reason_of_a_page_of_many(report: wr.RiskReport) -> None:
    for concept in CONCEPTS:
        alone = dataclasses.replace(report, evidence=[item for item in report.evidence if item["signal"] == concept.name])
        assert f'<li><b class="{concept.name}">' in batch.batch_page([alone]), concept.name


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_term_of_the_model_has_a_name_in_each_language_and_nothing_else_has(language: str) -> None:
    named = {key.removeprefix("name.") for key in catalogue.load(language) if key.startswith("name.")}
    assert named == {term.concept for term in TERM_RECORDS.values()} | {concept.name for concept in CONCEPTS}


def test_terms_and_contradictions_speak_of_concepts_that_there_are() -> None:
    assert {part for term in TERM_RECORDS.values() for part in term.vanishes_with} <= set(registry.BY_NAME)
    assert set(contradictions.SIGNALS) <= set(registry.BY_NAME)


@pytest.mark.parametrize(("readers_of", "says"), [(["tiers"], "no reader of 'recruitment', which concepts/registry.py tells"),
                                                  ([*READ_SIGNALS, "queue"], "a reader of 'queue', which is no signal .* there are tiers, ")])
def test_readers_that_are_not_those_of_the_signals_are_refused(readers_of: list[str], says: str) -> None:
    with pytest.raises(ValueError, match=rf"^plan/readers\.py: {says}"):
        readers.check(readers_of)


def source_of(language: str) -> str:
    return (resources.files("weishang_risk.render.catalogue") / f"{language}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"signal.tiers": "tiers"', '"signal.tires": "tiers"', r"en\.json: no phrase 'signal\.tiers', which concepts/registry\.py asks for$"),
        ('"signal.tiers": "tiers"', '"signal.tiers": "tiers",\n"signal.queue": "queue"', r"en\.json line 11: 'signal\.queue' is of no signal there is; there are tiers, .*hiding$"),
        ('"voice.offer"', '"voice.song": "a song",\n"voice.offer"', r"en\.json line \d+: 'voice\.song' is of no voice there is; there are offer, "),
        ('"signal.tiers": "tiers"', '"signal.tiers": 7', r"en\.json line 10: 'signal\.tiers' is no string$"),
        ('"signal.voice"', '"signal.tiers"', r"en\.json line 11: 'signal\.tiers' is told twice$"),
        ('"title":', '"title"', r"en\.json line 3: Expecting ':' delimiter$"),
    ],
)  # fmt: skip
def test_phrases_that_are_not_those_of_the_records_are_refused_by_file_and_line(old: str, new: str, says: str) -> None:
    source = source_of("en")
    assert source.count(old) == 1
    with pytest.raises(phrases.CatalogueError, match=says) as refused:
        phrases.parse("en.json", source.replace(old, new))
    assert "\n" not in str(refused.value)


def test_a_phrase_that_one_language_alone_has_is_named_with_its_line() -> None:
    both = {language: phrases.parse(f"{language}.json", source_of(language)) for language in ("en", "zh")}
    own = {key: phrase for key, phrase in both["zh"].items() if key != "and"}
    line = next(n for n, text in enumerate(source_of("en").splitlines(), 1) if '"and"' in text)
    with pytest.raises(phrases.CatalogueError, match=rf"^zh\.json: no phrase 'and', which en\.json line {line} tells$"):
        phrases.check_alike("zh.json", own, "en.json", source_of("en"), both["en"])


def test_a_legal_test_of_an_unknown_signal_is_refused_by_file_and_line() -> None:
    source = (resources.files(legal) / "cn.json").read_text(encoding="utf-8")
    spoiled = source.replace('"signals": ["recruitment"', '"signals": ["queue"', 1)
    at = source.count("\n", 0, source.rindex('"id"', 0, spoiled.index('"queue"'))) + 1
    with pytest.raises(legal.LegalDataError, match=rf"^cn\.json line {at}: .*'queue' is none of \['tiers', .*\]$"):
        schema.parse("cn.json", spoiled)


#: One record more, before anything of the package is imported that follows from it.
NEW_CONCEPT = """
import sys, types, importlib.util
spec = importlib.util.find_spec("weishang_risk.concepts.registry")
source = open(spec.origin, encoding="utf-8").read()
record = 'Concept("queue", "queue", (1, 2), 1, frozenset(), shown=9, reason=9, features=(Feature("queue", LEVEL),)),'
module = types.ModuleType("weishang_risk.concepts.registry")
module.__package__, module.__file__ = "weishang_risk.concepts", spec.origin
sys.modules[module.__name__] = module
exec(compile(source.replace("\\nCONCEPTS = (", "\\nCONCEPTS = (" + record), spec.origin, "exec"), module.__dict__)

from weishang_risk.io import columns
from weishang_risk.report.legal import schema
from weishang_risk.report import contradictions
from weishang_risk.render import batch, html
assert columns.FEATURES["queue"] == "integer" and "queue" in columns.TABLE
assert schema.FEATURES["queue"] == (1, 2) and "queue" in schema.READ_SIGNALS
assert "queue" in contradictions.SIGNALS and batch._SIGNALS[-1] == "queue" and "queue" in html.SIGNALS
from training import data
assert "queue" in data.SIGNALS and "queue is 7, not null or one of 0, 1, 2" in data.problems({"queue": 7})
said = []
for ask in (lambda: __import__("weishang_risk.plan.readers"), lambda: batch.load("en")):
    try:
        ask()
    except ValueError as error:
        said.append(str(error))
print(said)
"""


def test_a_concept_that_is_one_record_more_reaches_every_view_and_what_it_lacks_is_named() -> None:
    done = subprocess.run([sys.executable, "-c", NEW_CONCEPT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "no reader of 'queue'" in done.stdout and "no phrase 'signal.queue'" in done.stdout

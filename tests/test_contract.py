"""The JSON Schema that ships with the contract, and reports held against it."""

from __future__ import annotations

import copy
import json
from importlib import resources
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from test_plan import HEAPS

import weishang_risk as wr
from weishang_risk.concepts.registry import SIGNALS
from weishang_risk.report.report import SCHEMA_VERSION

SCHEMA: dict[str, Any] = json.loads((resources.files("weishang_risk.report") / "contract.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def check(report: wr.RiskReport) -> None:
    text = report.to_json().encode("utf-8").decode("utf-8")
    assert not [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(json.loads(text))]


def test_the_schema_is_one_and_of_this_version() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["schema_version"]["const"] == SCHEMA_VERSION
    assert SCHEMA["$defs"]["evidence"]["properties"]["signal"]["enum"] == [*SIGNALS]


def test_reports_keep_to_the_schema(text: str) -> None:
    check(wr.score(text))
    check(wr.score(text, prior=0.02, jurisdictions=("CN", "US")))


@pytest.mark.parametrize("text", ["", "Bonjour", "12", "\ud800", "这是一个普通的句子。" * 200 + "先交2980元,推荐一人奖500元,他再推荐你拿200。" * 60])
def test_reports_of_odd_texts_keep_to_the_schema(text: str) -> None:
    check(wr.score(text))


@settings(max_examples=60)
@given(HEAPS)
def test_reports_of_any_heap_of_phrases_keep_to_the_schema(text: str) -> None:
    check(wr.score(text))


def test_every_object_says_all_that_it_may_hold() -> None:
    def objects(part: Any) -> list[dict[str, Any]]:
        inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        return [*([part] if isinstance(part, dict) and part.get("type") == "object" else []), *(o for each in inner for o in objects(each))]

    assert objects(SCHEMA) and all(each["additionalProperties"] is False for each in objects(SCHEMA))


@pytest.mark.parametrize("spoil", [
    lambda d: d.pop("plan"), lambda d: d["plan"].update(more=1), lambda d: d["plan"]["rewards"][0].update(base="heart"),
    lambda d: d["plan"]["entries"][0].update(required=1), lambda d: d.update(score=2),
])  # fmt: skip
def test_what_is_no_report_is_refused(spoil: Any) -> None:
    contract = copy.deepcopy(wr.score("先交2980元成为代理,推荐一人奖500元,他再推荐一人你还拿200元。").to_dict())
    assert VALIDATOR.is_valid(contract)
    spoil(contract)
    assert not VALIDATOR.is_valid(contract)

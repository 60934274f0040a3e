"""The service of ``examples/serve.py``: reports back, limits kept, one shape for every error."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import weishang_risk as wr

pytest.importorskip("fastapi", reason="FastAPI is not installed: pip install '.[serve]'")
pytest.importorskip("httpx2", reason="httpx2 is not installed: pip install '.[test]'")

EXAMPLES = Path(__file__).parents[1] / "examples"
PITCH = "先交2980元成为代理,推荐一人奖500元,他再推荐一人你还拿200元。"


def module() -> Any:
    spec = importlib.util.spec_from_file_location("serve", EXAMPLES / "serve.py")
    assert spec and spec.loader
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


serve = module()


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    from fastapi.testclient import TestClient

    with TestClient(serve.create_app(serve.Limits(body=5_000, characters=1_000, texts=3)), raise_server_exceptions=False) as running:
        yield running


@pytest.fixture(scope="module")
def schemas(client: Any) -> dict[str, Any]:
    described: dict[str, Any] = client.get("/openapi.json").json()
    return described


def of_schema(schemas: dict[str, Any], name: str) -> Any:
    return jsonschema.Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": schemas["components"]})


def test_one_text_comes_back_as_the_librarys_own_report(client: Any, schemas: dict[str, Any]) -> None:
    answer = client.post("/score", json={"text": PITCH})
    assert answer.status_code == 200 and answer.json() == json.loads(wr.score(PITCH).to_json())
    of_schema(schemas, "Report").validate(answer.json())


def test_the_service_describes_the_contract_that_ships(client: Any, schemas: dict[str, Any]) -> None:
    shipped = json.loads((Path(wr.__file__).parent / "report" / "contract.schema.json").read_text(encoding="utf-8"))
    assert schemas["components"]["schemas"]["Report"]["required"] == shipped["required"]
    assert {f"Report.{name}" for name in shipped["$defs"]} <= set(schemas["components"]["schemas"])
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(schemas)))
    assert named and named <= set(schemas["components"]["schemas"])
    spoilt = client.post("/score", json={"text": PITCH}).json() | {"score": 2}
    assert not of_schema(schemas, "Report").is_valid(spoilt)


def test_many_texts_come_back_in_their_order(client: Any, schemas: dict[str, Any]) -> None:
    texts = [PITCH, "", "本店零售茶叶,每斤80元。"]
    answer = client.post("/score/many", json={"texts": texts, "prior": 0.02, "jurisdictions": ["CN"]})
    of_schema(schemas, "Reports").validate(answer.json())
    expected = wr.score_many(texts, prior=0.02, jurisdictions=["CN"])
    assert answer.json()["reports"] == [json.loads(report.to_json()) for report in expected]
    assert client.post("/score/many", json={"texts": []}).json() == {"reports": []}


def test_a_text_that_fails_costs_that_text(client: Any, schemas: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from weishang_risk import batch
    from weishang_risk.report import report

    real = report.build

    def build(model: Any, text: str, *more: Any) -> Any:
        if text == "b":
            raise ZeroDivisionError("no")
        return real(model, text, *more)

    monkeypatch.setattr(batch, "build", build)
    answer = client.post("/score/many", json={"texts": [PITCH, "b", PITCH]})
    of_schema(schemas, "Reports").validate(answer.json())
    assert [("score" in report) for report in answer.json()["reports"]] == [True, False, True]
    lost = client.post("/score", json={"text": "b"})
    assert lost.status_code == 500 and set(lost.json()) == {"error"}


def test_a_page_is_whole_and_inert(client: Any) -> None:
    answer = client.post("/page", data={"text": f"<script>alert(1)</script>{PITCH}", "language": "en"})
    assert answer.status_code == 200 and "2980" in answer.text and "<script" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert 'action="/page"' in client.get("/").text


def test_health_names_the_model(client: Any) -> None:
    told = client.get("/health").json()
    assert told["status"] == "ok" and told["model_version"] == wr.load_model().version and str(told["limits"]["texts"]) == "3"


@pytest.mark.parametrize(("arguments", "said"), [(["--texts", "0"], "--texts must be more than 0"), (["--model", "README.md"], "README.md is not a"), (["--port", "99999"], "'99999' is no port")])
def test_the_script_refuses_in_one_line_what_cannot_be_served(arguments: list[str], said: str) -> None:
    done = subprocess.run([sys.executable, str(EXAMPLES / "serve.py"), *arguments], capture_output=True, text=True, cwd=EXAMPLES.parent)
    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("/score", '{"text": 5}', 422, "text: Input should be a valid string"),
        ("/score", "{}", 422, "text: Field required"),
        ("/score", "{", 422, 'no JSON from its character 2 on; send e.g. {"text": "..."}'),
        ("/score/many", '{"texts": ["a",]}', 422, 'send e.g. {"texts": ["...", "..."]}'),
        ("/score", "[]", 422, 'the request has no such body as is asked for; send e.g. {"text": "..."}'),
        ("/score", "", 422, "the request has no such body"),
        ("/score", "[" * 4_900, 400, "send JSON in UTF-8"),
        ("/score", '{"text": "a", "typo": 1}', 422, "typo"),
        ("/score", '{"text": "a", "prior": 1}', 422, "prior"),
        ("/score", '{"text": "a", "prior": NaN}', 422, "prior"),
        ("/score", '{"text": "a", "jurisdictions": ["XX"]}', 422, "jurisdictions.0"),
        ("/score", '{"text": "\\ud800"}', 422, "text"),
        ("/score", b"\xff\xfe{", 400, "body"),
        ("/score", json.dumps({"text": "a" * 1_001}), 422, "at most 1000 characters"),
        ("/score", json.dumps({"text": "a" * 6_000}), 413, "larger than 5,000 bytes"),
        ("/score/many", '{"texts": ["a", "b", "c", "d"]}', 422, "at most 3"),
        ("/score/many", '{"texts": "abc"}', 422, "texts: Input should be a valid list"),
        ("/nowhere", "{}", 404, "openapi.json"),
        ("/health", "{}", 405, "openapi.json"),
        ("/page", "text=a&language=fr", 422, "language"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(client: Any, path: str, body: Any, status: int, said: str) -> None:
    kind = "application/x-www-form-urlencoded" if path == "/page" else "application/json"
    answer = client.post(path, content=body, headers={"content-type": kind})
    assert answer.status_code == status and set(answer.json()) == {"error"}
    assert said in answer.json()["error"] and "\n" not in answer.json()["error"]


@pytest.mark.parametrize(
    ("path", "kind", "said"),
    [
        ("/score", "text/plain", "content-type application/json"), ("/score", None, "content-type application/json"),
        ("/score/many", "application/x-www-form-urlencoded", '{"texts": ['), ("/page", "application/json", "content-type application/x-www-form-urlencoded, e.g. text=..."),
    ],
)  # fmt: skip
def test_another_content_type_is_told_which_one_to_send(client: Any, path: str, kind: str | None, said: str) -> None:
    answer = client.post(path, content='{"text": "a"}', headers={"content-type": kind} if kind else {})
    assert answer.status_code == 415 and set(answer.json()) == {"error"} and said in answer.json()["error"] and str(kind) not in answer.json()["error"]


@pytest.mark.parametrize("kind", ["Application/JSON", "application/json; charset=utf-8"])
def test_a_content_type_may_be_spelt_in_any_way(client: Any, kind: str) -> None:
    assert client.post("/score", content='{"text": "a"}', headers={"content-type": kind}).status_code == 200
    assert client.post("/score", content='{"text": 1}', headers={"content-type": kind}).status_code == 422


def test_an_error_never_repeats_what_was_sent(client: Any) -> None:
    said = client.post("/score", json={"text": "x", "张三 13800001111\nline two": 1})
    assert said.status_code == 422 and "13800001111" not in said.text and "line two" not in said.text
    answer = client.post("/score", json={"text": ["<secret>"]})
    assert answer.status_code == 422 and "secret" not in answer.text


def test_a_body_without_a_length_is_limited_too(client: Any) -> None:
    answer = client.post("/score", content=(b"x" * 1_000 for _ in range(9)), headers={"content-type": "application/json"})
    assert answer.status_code == 413


def slow_scorer(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """Scoring that says when it has begun, and ends when told."""
    begun, may_end = threading.Event(), threading.Event()
    real = wr.score

    def score(*arguments: Any, **named: Any) -> Any:
        begun.set()
        assert may_end.wait(60)
        return real(*arguments, **named)

    monkeypatch.setattr(serve.wr, "score", score)
    return begun, may_end


def test_work_that_takes_too_long_is_answered_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    from fastapi.testclient import TestClient

    with TestClient(serve.create_app(serve.Limits(seconds=0.2))) as client:
        _, may_end = slow_scorer(monkeypatch)
        answer = client.post("/score", json={"text": PITCH})
        assert answer.status_code == 503 and "0.2 seconds" in answer.json()["error"] and answer.headers["retry-after"]
        # The place is free again, however long that takes here.
        may_end.set()
        monkeypatch.undo()
        answers = (client.get("/health") for _ in range(1_000))
        assert any(answer.status_code == 200 and answer.json()["waiting"] == 0 for answer in answers)


def test_more_requests_than_may_wait_are_sent_away_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from fastapi.testclient import TestClient

    with TestClient(serve.create_app(serve.Limits(waiting=1))) as client:
        begun, may_end = slow_scorer(monkeypatch)
        first: list[Any] = []
        asking = threading.Thread(target=lambda: first.append(client.post("/score", json={"text": PITCH})))
        asking.start()
        assert begun.wait(60)
        answer = client.post("/score", json={"text": PITCH})
        may_end.set()
        asking.join()
        assert answer.status_code == 503 and "waiting" in answer.json()["error"] and first[0].status_code == 200


@pytest.mark.slow
def test_schemathesis_finds_no_request_that_breaks_its_description() -> None:
    schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed: pip install '.[test]'")
    from hypothesis import HealthCheck, given, settings

    described = schemathesis.openapi.from_asgi("/openapi.json", serve.create_app(serve.Limits(characters=500, texts=5)))
    seen: set[tuple[str, int]] = set()
    for operation in described.get_all_operations():
        asked = operation.ok()
        for mode in schemathesis.GenerationMode if asked.body else [schemathesis.GenerationMode.POSITIVE]:

            @settings(max_examples=150, derandomize=True, suppress_health_check=list(HealthCheck))
            @given(case=asked.as_strategy(generation_mode=mode))
            def holds(case: Any) -> None:
                seen.add((case.path, case.call_and_validate().status_code))

            holds()
    assert {(path, 200) for path in ("/", "/health", "/page", "/score", "/score/many")} <= seen
    assert {(path, 422) for path in ("/page", "/score", "/score/many")} <= seen


@pytest.mark.slow
def test_the_script_answers_over_a_real_connection(capsys: pytest.CaptureFixture[str]) -> None:
    from training import load_service

    assert load_service.main(["--rate", "10", "--seconds", "2"]) == 0
    assert "20 answers in 2 s, 38 texts; 0 failed" in capsys.readouterr().out

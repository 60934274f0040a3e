"""The labelling page: every answer saved, gone on with, and nobody else let in."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

import weishang_risk as wr
from training import data, label
from weishang_risk.io import streams

PITCH = "先交2980元成为代理,推荐一人奖500元,他再推荐一人你还拿200元。"
HOSTILE = "</script><script>document.title='run'</script><img src=x onerror=\"document.title='run'\">推荐一人奖500元"
TEXTS = [PITCH, HOSTILE, "本店零售茶叶,每斤80元。"]
ANSWER = {"risk": 3, "voice": "offer", "tiers": 2, "recruit": 2, "buyin": 2, "inventory": 0, "income": 1, "named": 0}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[label.Labelling]:
    running = label.Labelling(label.Work(list(TEXTS), tmp_path / "mine.jsonl"))
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


def ask(server: label.Labelling, method: str, path: str = "", body: Any = None, **headers: str | None) -> tuple[int, str]:
    """Status and body of an answer; a header given as None is not sent."""
    host = server.origin.removeprefix("http://")
    said = {"Host": host, "Origin": server.origin, "Content-Type": "application/json"} | {k.replace("_", "-"): v for k, v in headers.items()}
    connection = http.client.HTTPConnection(host)
    connection.request(method, path if path.startswith("/") else f"/{server.token}/{path}", None if body is None else json.dumps(body),
                       {k: v for k, v in said.items() if v is not None})  # fmt: skip
    answer = connection.getresponse()
    return answer.status, answer.read().decode("utf-8")


def saved(server: label.Labelling) -> list[dict[str, Any]]:
    return data.read_jsonl(server.work.out) if server.work.out.exists() else []


def test_an_answer_is_in_the_file_at_once_and_keeps_to_the_guide(server: label.Labelling) -> None:
    status, _ = ask(server, "POST", "save", {"index": 0, **ANSWER, "buyin_amount": "2,980", "buyin_currency": "cny", "income_period": ""})
    (record,) = saved(server)
    assert status == 200 and not data.problems(record)
    assert record["text"] == PITCH and record["buyin_amount"] == 2980 and record["buyin_currency"] == "CNY" and record["lang"] == "zh"
    assert data.load_table(server.work.out).labels[0]["risk"] == 3


def test_a_second_answer_takes_the_place_of_the_first(server: label.Labelling) -> None:
    for index, risk in ((0, 3), (2, 0), (0, 1)):
        assert ask(server, "POST", "save", {"index": index, **ANSWER, "risk": risk})[0] == 200
    assert [(r["text"], r["risk"]) for r in saved(server)] == [(TEXTS[0], 1), (TEXTS[2], 0)]


def test_labelling_goes_on_where_it_stopped(server: label.Labelling) -> None:
    ask(server, "POST", "save", {"index": 0, **ANSWER})
    again = label.Work(list(TEXTS), server.work.out)
    assert again.done == 1 and again.next() == 1
    again.skip(1)
    assert again.next() == 2
    again.skip(2)
    assert again.next() == 1


def test_what_was_in_the_file_stays(tmp_path: Path) -> None:
    out = tmp_path / "mine.jsonl"
    out.write_text('{"text": "old", "risk": 0, "note": "\u2028"}\n', encoding="utf-8")
    work = label.Work(["new \ud800"], out)
    work.save(0, dict(ANSWER), "en")
    assert [r["text"] for r in data.read_jsonl(out)] == ["old", "new \ud800"]
    assert [path.name for path in tmp_path.iterdir()] == ["mine.jsonl"]
    out.write_text("{broken\n", encoding="utf-8")
    with pytest.raises(data.DataError, match="line 1"):
        label.Work(["a"], out)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"risk": 4}, "risk is none of"), ({"risk": True}, "risk is none of"), ({"voice": "x"}, "voice"), ({"tiers": 0}, "tiers"),
        ({"buyin_amount": "much"}, "buyin_amount is no sum"), ({"buyin_amount": "nan"}, "buyin_amount is no sum"),
        ({"buyin_currency": "yuan"}, "currency"), ({"income_period": "often"}, "income_period"), ({"index": 9}, "no such text"), ({"index": True}, "no such text"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_told_and_not_saved(server: label.Labelling, change: dict[str, Any], said: str) -> None:
    status, body = ask(server, "POST", "save", {"index": 0, **ANSWER, **change})
    assert status == 422 and said in json.loads(body)["error"] and not saved(server)


def test_an_answer_that_is_not_whole_names_what_is_missing(server: label.Labelling) -> None:
    status, body = ask(server, "POST", "save", {"index": 0, "risk": 3})
    assert status == 422 and "voice, tiers" in body and not saved(server)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://example.com"}, 403), ({"Origin": None}, 403), ({"Origin": "null"}, 403), ({"Host": "example.com"}, 403),
        ({"Content_Type": "text/plain"}, 403), ({"Content_Type": "application/x-www-form-urlencoded"}, 403), ({"Content_Length": "99999999"}, 413),
    ],
)  # fmt: skip
def test_nobody_elses_page_can_save(server: label.Labelling, headers: dict[str, str | None], status: int) -> None:
    assert ask(server, "POST", "save", {"index": 0, **ANSWER}, **headers)[0] == status
    assert not saved(server)


def test_without_the_token_there_is_nothing_to_see(server: label.Labelling) -> None:
    for path in ("/", "/x/", f"/{server.token}", f"/{server.token}x/", "/%ff/"):
        assert ask(server, "GET", path)[0] == 404
    assert ask(server, "POST", "/x/save", {"index": 0, **ANSWER})[0] == 404 and not saved(server)
    assert ask(server, "GET", Host="localhost.example.com")[0] == 403
    assert ask(server, "GET", "")[0] == 200 and server.server_address[0] == "127.0.0.1"


def test_what_the_library_reads_is_offered_in_the_guides_words() -> None:
    read = label.suggested(wr.score(PITCH))
    assert read["tiers"] == 2 and read["buyin"] == 2 and read["buyin_amount"] == 2980 and "risk" not in read
    assert label.checked({"risk": 0, **read})["voice"] == "offer"


def refusal(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert label.main([*map(str, arguments), "--no-browser"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("training.label: ") and said.count("\n") == 1
    return said


@pytest.mark.parametrize(("content", "told"), [("text\n", "no texts in its column 'text'"), ("other\nx\n", "no column 'text'; it has 'other'; name the right one with --text-column")])
def test_a_file_without_texts_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, told: str) -> None:
    (tmp_path / "a.csv").write_text(content, encoding="utf-8")
    assert told in refusal(capsys, tmp_path / "a.csv", "--out", tmp_path / "o.jsonl")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_what_an_error_advises_can_be_said(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(label.Labelling, "serve_forever", lambda self: None)
    (tmp_path / "a.data").write_bytes("text\n先交两千元入会\n".encode("utf-16"))
    command = [tmp_path / "a.data", "--out", tmp_path / "o.jsonl"]
    assert "--format csv" in refusal(capsys, *command)
    assert label.main([*map(str, command), "--no-browser", "--format", "csv", "--encoding", "utf-16"]) == 0
    assert "0 of 1 are labelled" in capsys.readouterr().out


def test_labels_are_not_written_over_what_is_labelled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps({"text": PITCH}) + "\n", encoding="utf-8")
    (tmp_path / "link.jsonl").symlink_to(source)
    before = source.read_bytes()
    for out in (source, tmp_path / "link.jsonl"):
        assert "is what is to be labelled" in refusal(capsys, source, "--out", out)
    for name in ("-", "/dev/null"):
        assert "kept in a file" in refusal(capsys, source, "--out", name)
    assert "is a folder" in refusal(capsys, source, "--out", tmp_path)
    source.chmod(0o444)
    (tmp_path / "b.txt").write_text(PITCH, encoding="utf-8")
    assert "read-only" in refusal(capsys, tmp_path / "b.txt", "--out", source) and source.read_bytes() == before


def test_a_record_without_a_verdict_is_no_label(tmp_path: Path) -> None:
    out = tmp_path / "mine.jsonl"
    out.write_text("".join(json.dumps(record) + "\n" for record in ({"text": TEXTS[0], "line": 7}, {"text": TEXTS[2], "risk": 0}, {"text": ["x"]})), encoding="utf-8")
    work = label.Work(list(TEXTS), out)
    assert work.done == 1 and work.next() == 0 and work.labelled(0) is None
    work.save(0, dict(ANSWER), "zh")
    assert work.done == 2 and data.read_jsonl(out)[0] == {"text": TEXTS[0], "line": 7, "id": data.read_jsonl(out)[0]["id"], "lang": "zh", **ANSWER}


def test_two_pages_do_not_write_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fcntl")
    monkeypatch.setattr(label.Labelling, "serve_forever", lambda self: None)
    source, out = tmp_path / "a.txt", tmp_path / "mine.jsonl"
    source.write_text(PITCH, encoding="utf-8")
    with streams.alone(str(out)):
        assert "another run is writing" in refusal(capsys, source, "--out", out)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert label.main([str(source), "--out", str(out), "--no-browser"]) == 0 and [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_port_that_is_none_or_taken_is_told_in_one_line(server: label.Labelling, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(PITCH, encoding="utf-8")
    command = [str(tmp_path / "a.txt"), "--out", str(tmp_path / "o.jsonl"), "--port"]
    for word in ("99999", "-1", "http"):
        with pytest.raises(SystemExit):
            label.main([*command, word])
        assert "argument --port" in capsys.readouterr().err
    taken = str(server.server_address[1])
    assert f"port {taken}: " in refusal(capsys, *command, taken)


@pytest.mark.parametrize("body", [b"[" * 60_000, b"{", b"\xff", b'{"index": ' + b"9" * 5_000 + b"}"])
def test_what_is_no_json_is_told_and_the_page_goes_on(server: label.Labelling, body: bytes) -> None:
    connection = http.client.HTTPConnection(server.origin.removeprefix("http://"))
    connection.request("POST", f"/{server.token}/save", body, {"Origin": server.origin, "Content-Type": "application/json"})
    answer = connection.getresponse()
    assert answer.status == 400 and "no JSON" in json.loads(answer.read())["error"]
    assert ask(server, "POST", "save", {"index": 0, **ANSWER})[0] == 200


def test_a_file_of_labels_keeps_its_mode(tmp_path: Path) -> None:
    out = tmp_path / "mine.jsonl"
    out.touch(0o600)
    label.Work(list(TEXTS), out).save(0, dict(ANSWER), "zh")
    assert out.stat().st_mode & 0o777 == 0o600 and [path.name for path in tmp_path.iterdir()] == ["mine.jsonl"]


def test_the_command_says_where_its_page_is_and_how_far_one_is(tmp_path: Path) -> None:
    source, out = tmp_path / "a.jsonl", tmp_path / "mine.jsonl"
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in [*TEXTS, TEXTS[0], " "]), encoding="utf-8")
    out.write_text(json.dumps({"text": TEXTS[0], **ANSWER}) + "\n", encoding="utf-8")
    running = subprocess.Popen([sys.executable, "-m", "training.label", str(source), "--out", str(out), "--no-browser"],
                               stdout=subprocess.PIPE, text=True, cwd=Path(label.__file__).parents[1])  # fmt: skip
    assert running.stdout
    said = running.stdout.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+/\S+/", said)
    assert said.startswith("1 of 3 are labelled") and found
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(found[0]) as answer:
        assert "Text 2" in answer.read().decode("utf-8")
    running.terminate()
    running.wait()
    running.stdout.close()


@pytest.mark.browser
def test_a_text_is_labelled_by_keyboard_alone(browser: Any, server: label.Labelling) -> None:
    page = browser.new_page()
    page.failed = []
    page.on("pageerror", lambda error: page.failed.append(str(error)))
    page.on("console", lambda message: page.failed.append(message.text) if message.type == "error" else None)
    page.goto(server.url)
    assert page.locator("mark").count()
    page.keyboard.press("e")
    assert page.evaluate("document.body.className") == "wr plain"
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    assert "not answered: voice" in page.locator("#said").inner_text() and not saved(server)
    for key in "1222000":
        page.keyboard.press(key)
    page.keyboard.type("2980")
    page.keyboard.press("Tab")
    page.keyboard.type("cny")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Text 2").wait_for()
    (record,) = saved(server)
    assert record["text"] == PITCH and (record["risk"], record["voice"], record["tiers"]) == (3, "offer", 2)
    assert (record["buyin_amount"], record["buyin_currency"]) == (2980, "CNY")
    page.keyboard.press("s")
    page.get_by_role("heading", name="Text 3").wait_for()
    page.keyboard.press("p")
    assert page.locator("input[type=radio]:checked").count() == len(label.CHOICES) - 1, "the verdict is the reader's own"
    page.keyboard.press("0")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Text 2").wait_for()
    page.keyboard.press("b")
    page.get_by_role("heading", name="Text 1").wait_for()
    assert page.locator("input[name=risk]:checked").get_attribute("value") == "3"
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Text 2").wait_for()
    assert [r["risk"] for r in saved(server)] == [2, 0] and not page.failed
    page.close()


@pytest.mark.browser
def test_a_hostile_text_is_shown_and_does_nothing(browser: Any, server: label.Labelling) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.url}?at=1")
    page.evaluate("document.querySelectorAll('.tip').forEach(tip => tip.remove())")
    assert page.locator(".text").text_content() == HOSTILE
    assert page.title() == "Labelling" and page.locator("img").count() == 0 and len(asked) == 1
    page.close()


@pytest.mark.browser
def test_another_site_in_the_same_browser_cannot_save(browser: Any, server: label.Labelling) -> None:
    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<h1>other</h1>")

        def log_message(self, *_: Any) -> None:
            pass

    other = HTTPServer(("127.0.0.1", 0), Other)
    thread = threading.Thread(target=other.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{other.server_address[1]}/")
    # Even one that had learned the token.
    outcomes = page.evaluate(
        """async ([url, body]) => { const tried = [];
           for (const [mode, type] of [['no-cors', 'text/plain'], ['cors', 'application/json']])
             try { const answer = await fetch(url, {method: 'POST', mode, headers: {'content-type': type}, body}); tried.push(answer.type) }
             catch (error) { tried.push('refused') }
           return tried }""",
        [f"{server.url}save", json.dumps({"index": 0, **ANSWER})],
    )
    page.close()
    other.shutdown()
    thread.join()
    other.server_close()
    assert outcomes[1] == "refused" and not saved(server)

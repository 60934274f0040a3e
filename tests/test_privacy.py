"""Nothing of a text is kept, logged or sent: what the interpreter itself is asked to do while texts are scored."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

#: Runs in a process of its own, since a hook of the interpreter cannot be taken off again.
WATCHED = '''
import json, logging, os, sys

events = []
watching = False
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
TOUCHES = {"os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.utime",
           "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "subprocess.Popen", "tempfile.mkstemp",
           "tempfile.mkdtemp", "sqlite3.connect", "syslog.syslog", "urllib.Request"}

def hook(event, arguments):
    if not watching:
        return
    if event == "open":
        path, mode, flags = arguments
        if (mode and set(mode) & set("wax+")) or (isinstance(flags, int) and flags & WRITES):
            events.append([event, str(path)])
    elif event in TOUCHES or event.startswith(("socket.", "shutil.")):
        events.append([event, repr(arguments)[:200]])

class Records(logging.Handler):
    def emit(self, record):
        events.append(["log", record.getMessage()])

sys.dont_write_bytecode = True
logging.basicConfig(level=0, handlers=[Records(level=0)])
sys.addaudithook(hook)
texts = json.loads(sys.stdin.read())
import weishang_risk as wr
CALL
print(json.dumps(events), file=sys.stderr)
'''
CALLS = {
    "one text and every view of it": '''
watching = True
for text in texts:
    report = wr.score(text)
    str(report), report.to_json(), report.to_html(), report._repr_html_(), report.to_dict()
watching = False
''',
    "many texts": '''
watching = True
list(wr.score_many(texts))
list(wr.score_many([*texts, None], errors="report"))
wr.score_many(texts, reasons=False)
wr.score_case(texts)
watching = False
''',
}
#: What the watch itself must see, or it sees nothing.
SEEN = {
    "open": "open('kept.txt', 'w').write(texts[0])",
    "log": "logging.getLogger('anything').debug(texts[0])",
    "socket.connect": "import socket; s = socket.socket(); s.settimeout(0)\ntry: s.connect(('127.0.0.1', 9))\nexcept OSError: pass",
    "subprocess.Popen": "import subprocess; subprocess.run(['true'])",
}
TEXTS = [
    "每推荐一人奖500元,他再推荐你拿200,先交2980元。不用囤货。", "We are not an MLM. Pay $99 to start, earn 20% on people you bring and 5% on theirs.",
    "", "今天下雨", "見る人は少ない", "第一行\n\n第二行\t<b>粗体</b> & “引号” — dash…", "三 級 分 銷 系 統，代li 拿货 9800，月入过万💰" * 90,
]  # fmt: skip


def watched(call: str, folder: Path) -> tuple[list[list[Any]], str]:
    """What was done while a call ran, and what it printed."""
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", WATCHED.replace("CALL", call)], input=json.dumps(TEXTS), cwd=folder,
                          capture_output=True, text=True, encoding="utf-8", check=True)  # fmt: skip
    return json.loads(done.stderr.splitlines()[-1]), done.stdout + "".join(done.stderr.splitlines(keepends=True)[:-1])


@pytest.mark.parametrize("name", CALLS)
def test_scoring_writes_no_file_logs_nothing_connects_to_nothing_and_starts_no_process(name: str, tmp_path: Path) -> None:
    events, printed = watched(CALLS[name], tmp_path)
    assert events == [] and printed == ""
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("event", SEEN)
def test_the_watch_sees_what_it_is_there_to_see(event: str, tmp_path: Path) -> None:
    events, _ = watched(f"watching = True\n{SEEN[event]}\nwatching = False", tmp_path)
    assert event in [name for name, _ in events]


def test_no_module_of_the_library_holds_a_logger() -> None:
    import weishang_risk

    sources = [path.read_text(encoding="utf-8") for path in Path(weishang_risk.__file__).parent.rglob("*.py")]
    assert len(sources) > 50 and not [text for text in sources if "import logging" in text or "import socket" in text or "import urllib" in text]


def test_an_error_about_a_text_tells_its_place_and_not_its_words() -> None:
    import weishang_risk as wr

    secret = b"\xe5\x85\x88\xe4\xba\xa4 0123456789 secret"
    (failed,) = wr.score_many([secret], errors="report")
    assert isinstance(failed, wr.FailedText) and "secret" not in failed.error and "0123456789" not in failed.error

"""What importing and scoring pull in."""

from __future__ import annotations

import json
import subprocess
import sys


def modules_after(statements: str) -> set[str]:
    program = f"import json, sys; {statements}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_pulls_in_nothing_heavy() -> None:
    assert not modules_after("import weishang_risk") & {"sklearn", "scipy", "jieba", "numpy", "opencc", "joblib"}


def test_scoring_needs_no_scikit_learn() -> None:
    assert not modules_after("import weishang_risk as wr; wr.score('发展下线拿提成,先交2980元').to_html()") & {"sklearn", "scipy"}


def test_scoring_prints_nothing_and_leaves_jieba_alone() -> None:
    program = (
        "import jieba; before = (jieba.dt.FREQ, jieba.dt.initialized)\n"
        "import weishang_risk as wr; wr.score('发展下线拿提成,先交2980元')\n"
        "assert before == (jieba.dt.FREQ, jieba.dt.initialized)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == done.stderr == ""

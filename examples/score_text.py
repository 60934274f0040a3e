"""Score a text, a file, or three samples.

    python examples/score_text.py "some text"
    python examples/score_text.py path/to/file.txt
    python examples/score_text.py
"""

from __future__ import annotations

import argparse
from pathlib import Path

import weishang_risk as wr

SAMPLES = (
    "阳台种菜社群招主理人:2680元领一套种植箱就算入园。你请进来一位,园里谢你600;她请来的每一位,园里再谢你200。不用囤货,苗都存在云苗圃。",
    "本店招兼职收银员,时薪22元,日结,介绍朋友来上班满一个月送你一箱牛奶。",
    "We are not an MLM. You pay $99 for the coaching licence, then 20% of what your students pay is yours, and 5% of what their students pay.",
)


def texts(arguments: list[str]) -> list[str]:
    """What to score: the samples, a file's text, or the arguments themselves."""
    if not arguments:
        return list(SAMPLES)
    path = Path(arguments[0])
    if len(arguments) == 1 and len(arguments[0]) < 250 and path.is_file():
        return [path.read_text(encoding="utf-8")]
    return [" ".join(arguments)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", nargs="*")
    for report in wr.score_many(texts(parser.parse_args().text)):
        print(report, end="\n\n")

"""Read long articles and show the passages that matter.

    python examples/read_article.py article.txt [another.txt ...]
    python examples/read_article.py         # the bundled article
"""

from __future__ import annotations

import argparse
import textwrap
from pathlib import Path

import weishang_risk as wr
from weishang_risk.render.terminal import printable

BUNDLED = Path(__file__).parent / "texts" / "article.txt"
SHOWN = 3

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article", nargs="*", type=Path, default=[BUNDLED])
    for path in parser.parse_args().article:
        report = wr.score(path.read_text(encoding="utf-8", errors="replace"))
        print(f"{printable(path.name)}: {report.score:.2f} ({report.level}), {report.voice}")
        for note in report.notes:
            print(f"  {note}")
        for part in report.passages[:SHOWN] or [{"score": report.score, "start": 0, "end": len(report.text), "text": report.text}]:
            print(f"  {part['score']:.2f}  characters {part['start']} to {part['end']}")
            print(textwrap.indent(textwrap.fill(printable(" ".join(part["text"].split())), 96), "        "))
        print()

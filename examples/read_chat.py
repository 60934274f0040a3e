"""Read a chat as one scheme and show which message tells what.

    python examples/read_chat.py chat.txt [more.txt ...]
    python examples/read_chat.py            # the bundled chat
"""

from __future__ import annotations

import argparse
from pathlib import Path

import weishang_risk as wr

BUNDLED = Path(__file__).parent / "texts" / "chat.txt"

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("chat", nargs="*", type=Path, default=[BUNDLED])
    report = wr.score_case([path.read_text(encoding="utf-8", errors="replace") for path in parser.parse_args().chat])
    print(f"{report.score:.2f} ({report.level}), {len(report.messages)} messages")
    tells: dict[int, list[str]] = {}
    for item in report.evidence:
        for number in item["messages"]:
            tells.setdefault(number, []).append(f"{item['signal']} {item['stance']}")
    for number, message in enumerate(report.messages):
        said = " ".join(message["text"].split())
        print(f"{number + 1:4} {message['speaker'] or ' '} {message['part']:9} {said}" + (f"   <- {', '.join(dict.fromkeys(tells[number]))}" if number in tells else ""))

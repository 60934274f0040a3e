"""Ratios of time, each measured in one run: ``score()`` with its reasons against the TF-IDF peer's bare probability, and
importing this library against importing scikit-learn."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from weishang_risk import score

from . import data, peers, splits

LENGTH, TEXTS, ROUNDS = 200, 120, 9


def _seconds(work: Callable[[str], object], texts: list[str]) -> float:
    began = time.perf_counter()
    for text in texts:
        work(text)
    return time.perf_counter() - began


def _import_seconds(statement: str) -> float:
    program = f"import time; t = time.perf_counter(); {statement}; print(time.perf_counter() - t)"
    return float(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout)


def main() -> int:
    """Print the ratios."""
    records = data.load_corpus()
    seen = [r for r in records if splits.split_of(r) != "test"]
    peer = peers.tfidf().fit([r["text"] for r in seen], [int(r["risk"] >= 2) for r in seen])
    for lang in ("zh", "en"):
        texts = [r["text"][:LENGTH] for r in records if r["lang"] == lang and len(r["text"]) >= LENGTH][:TEXTS]
        ratios = []
        score(texts[0]), peer.predict_proba(texts[:1])
        for _ in range(ROUNDS):
            # In turn, so that a busy machine slows both.
            ours = _seconds(lambda text: score(text).to_dict(), texts)
            theirs = _seconds(lambda text: peer.predict_proba([text]), texts)
            ratios.append(ours / theirs)
        print(f"{lang}, {len(texts)} texts of {LENGTH} characters: score() with reasons takes {statistics.median(ratios):.2f} of the "
              f"peer's predict_proba (from {min(ratios):.2f} to {max(ratios):.2f}); ours {1000 * ours / len(texts):.2f} ms a text")
    imports = [_import_seconds("import weishang_risk") / _import_seconds("import sklearn") for _ in range(5)]
    print(f"import weishang_risk takes {statistics.median(imports):.3f} of import sklearn")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Score many texts on a Dask cluster; joblib's own backend carries them, and nothing but texts and scores travels.

    pip install 'weishang-risk[dask]'
    python examples/on_dask.py posts.csv out.csv --scheduler tcp://head:8786
    python examples/on_dask.py              # the bundled posts, on two processes of this machine
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

BUNDLED = Path(__file__).parent / "texts" / "posts.csv"
#: Texts that travel together: a second's work.
BLOCK = 200


def score_block(texts: Sequence[str]) -> list[dict[str, Any]]:
    """What is wanted of each text, in plain values; the model is loaded once a process."""
    import weishang_risk as wr

    reports = wr.score_many(texts, errors="report")
    return [{"score": report.score, "level": report.level} if isinstance(report, wr.RiskReport) else {"score": None, "level": report.error}
            for report in reports]  # fmt: skip


def score_on(client: Any, texts: Sequence[str], block: int = BLOCK) -> Iterator[dict[str, Any]]:
    """Score and level of every text, in order, worked out by the cluster of a Dask client."""
    from joblib import Parallel, delayed, parallel_config

    blocks = [texts[i : i + block] for i in range(0, len(texts), block)]
    with parallel_config(backend="dask", client=client):
        for done in Parallel()(delayed(score_block)(each) for each in blocks):
            yield from done


def main() -> int:
    """Run the command line; exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", nargs="?", type=Path, default=BUNDLED, help="a CSV with a column text")
    parser.add_argument("target", nargs="?", type=Path, help="standard output by default")
    parser.add_argument("--scheduler", help="address of a running cluster; two processes of this machine by default")
    options = parser.parse_args()
    try:
        from dask.distributed import Client, LocalCluster
    except ImportError:
        parser.exit(2, "on_dask.py: Dask is not installed; pip install 'weishang-risk[dask]'\n")
    with options.source.open(encoding="utf-8-sig", newline="") as lines:
        texts = [row["text"] for row in csv.DictReader(lines)]
    here = None if options.scheduler else LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
    with Client(options.scheduler or here) as client:
        scored = list(score_on(client, texts))
    if here is not None:
        here.close()
    with options.target.open("w", encoding="utf-8", newline="") if options.target else sys.stdout as out:
        writer = csv.DictWriter(out, ["text", "score", "level"])
        writer.writeheader()
        writer.writerows({"text": text, **each} for text, each in zip(texts, scored, strict=True))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

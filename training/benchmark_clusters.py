"""Texts a core second in one process, on Dask and on Spark, in one run on one machine; and whether all gave the same scores.

``python -m training.benchmark_clusters --texts 20000`` needs the extras ``dask`` and ``spark``, Java, and ``/proc``. What is counted is the
time on a core of every process that takes part, the schedulers' and the Java machine's too, so that a busy machine spoils nothing.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from . import data

EXAMPLES = Path(__file__).parents[1] / "examples"
#: Posts of a day, for the sum at the end.
POSTS = 10_000_000

Scored = list[dict[str, Any]]


class Family:
    """Seconds on a core of this process and of all that descend from it, those that have ended in the meantime too.

    A process that ends takes its count with it, unless its parent waits for it; so all are looked at again and again.
    """

    def __init__(self) -> None:
        self._spent: dict[int, float] = {}
        self._members = {os.getpid()}
        self._lock = threading.Lock()
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while True:
            self.seconds()
            time.sleep(0.2)

    def seconds(self) -> float:
        """So far."""
        parents: dict[int, int] = {}
        spent: dict[int, float] = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                # Gone in the meantime, or not ours to see.
                with suppress(OSError):
                    cells = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
                    parents[int(folder.name)] = int(cells[1])
                    spent[int(folder.name)] = (int(cells[11]) + int(cells[12])) / os.sysconf("SC_CLK_TCK")
        with self._lock:
            while more := {child for child, parent in parents.items() if parent in self._members} - self._members:
                self._members |= more
            self._spent.update({each: max(spent[each], self._spent.get(each, 0.0)) for each in self._members & set(spent)})
            return sum(self._spent.values())


def timed(work: Callable[[], Scored], family: Family) -> tuple[Scored, float]:
    """What some work gives, and its core seconds."""
    began = family.seconds()
    return work(), family.seconds() - began


def on_dask(texts: Sequence[str], family: Family) -> tuple[Scored, float]:
    """Scores and core seconds of two worker processes that have loaded the model."""
    from dask.distributed import Client, LocalCluster
    from on_dask import score_on

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        list(score_on(client, texts[:20], block=1))
        return timed(lambda: list(score_on(client, texts)), family)


def on_spark(texts: Sequence[str], family: Family) -> dict[str, tuple[Scored, float]]:
    """Scores and core seconds of Spark on two cores, by a pandas UDF and by joblib, once its workers have loaded the model."""
    from on_spark import score_column, score_on, session

    spark = session()
    spark.sparkContext.setLogLevel("ERROR")

    def by_udf(some: Sequence[str]) -> Scored:
        frame = spark.createDataFrame(list(enumerate(some)), "place int, text string").repartition(8)
        rows = frame.withColumn("risk", score_column()("text")).select("place", "risk.*").orderBy("place").collect()
        return [{"score": row.score, "level": row.level} for row in rows]

    by_udf(texts[:200])
    found = {"Spark, pandas UDF": timed(lambda: by_udf(texts), family),
             "Spark, joblib": timed(lambda: list(score_on(spark, texts)), family)}
    spark.stop()
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; exit status: 1 where scores differ."""
    parser = argparse.ArgumentParser(prog="python -m training.benchmark_clusters", description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=20_000)
    options = parser.parse_args(arguments)
    path = [str(EXAMPLES), str(EXAMPLES.parent)]
    sys.path[:0] = path
    os.environ["PYTHONPATH"] = os.pathsep.join([*path, *filter(None, [os.environ.get("PYTHONPATH")])])
    from on_dask import score_block

    family = Family()
    corpus = [r["text"] for r in data.load_corpus()]
    texts = list(itertools.islice(itertools.cycle(corpus), options.texts))
    score_block(texts[:20])
    here, seconds = timed(lambda: score_block(texts), family)
    alone = len(texts) / seconds
    print(f"{len(texts)} texts of the corpus, {sum(map(len, texts)) / len(texts):.0f} characters on average")
    print(f"{'one process':<20}{alone:7.0f} texts a core second", flush=True)
    found = {"Dask, 2 processes": on_dask(texts, family), **on_spark(texts, family)}
    for name, (_, taken) in found.items():
        print(f"{name:<20}{len(texts) / taken:7.0f} texts a core second, {len(texts) / taken / alone:.2f} of one process", flush=True)
    same = {name: scored == here for name, (scored, _) in found.items()}
    print("scores are those of one process: " + ", ".join(f"{name} {'yes' if equal else 'NO'}" for name, equal in same.items()))
    print(f"{POSTS:,} such texts a day are {POSTS / 86_400:.0f} a second, {POSTS / alone / 3600:.0f} core hours, {POSTS / 86_400 / alone:.1f} cores without a pause")
    return int(not all(same.values()))


if __name__ == "__main__":
    raise SystemExit(main())

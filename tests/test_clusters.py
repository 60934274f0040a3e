"""Scores worked out on Dask and on Spark are those worked out here.

Each starts two worker processes on this machine. `CLUSTER_TEXTS` says how many texts are scored: 2,000 by default; 20,000 is what the
figures of the README were taken with.
"""

from __future__ import annotations

import importlib
import itertools
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

import weishang_risk as wr
from training import data

pytestmark = pytest.mark.cluster
EXAMPLES = Path(__file__).parents[1] / "examples"
COUNT = int(os.environ.get("CLUSTER_TEXTS", "2000"))


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Texts of the corpus, over and over again."""
    return list(itertools.islice(itertools.cycle(r["text"] for r in data.load_corpus()), COUNT))


@pytest.fixture(scope="module")
def here(texts: list[str]) -> list[dict[str, Any]]:
    known = {report.text: {"score": report.score, "level": report.level} for report in wr.score_many(list(dict.fromkeys(texts)))}
    return [known[text] for text in texts]


@pytest.fixture
def example(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An example as a module that worker processes find too."""
    path = os.pathsep.join([str(EXAMPLES), str(EXAMPLES.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    monkeypatch.setenv("PYTHONPATH", path)
    monkeypatch.syspath_prepend(str(EXAMPLES))
    return importlib.import_module(request.param)


@pytest.mark.parametrize("example", ["on_dask"], indirect=True)
def test_dask_gives_the_scores_of_this_process(example: Any, texts: list[str], here: list[dict[str, Any]]) -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed: pip install '.[dask]'")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, distributed.Client(cluster) as client:
        assert len(client.scheduler_info()["workers"]) == 2
        assert list(example.score_on(client, texts)) == here
        assert set(client.run(lambda: "weishang_risk" in __import__("sys").modules).values()) == {True}, "both workers have scored"


@pytest.fixture(scope="module")
def spark() -> Any:
    pytest.importorskip("pyspark", reason="Spark is not installed: pip install '.[spark]'")
    pytest.importorskip("joblibspark", reason="joblibspark is not installed: pip install '.[spark]'")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed: apt-get install openjdk-17-jre-headless")
    # The workers start as the session does: with this path and this Python.
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYSPARK_PYTHON", sys.executable)
        patched.setenv("PYTHONPATH", os.pathsep.join([str(EXAMPLES), str(EXAMPLES.parent), *filter(None, [os.environ.get("PYTHONPATH")])]))
        patched.syspath_prepend(str(EXAMPLES))
        session = importlib.import_module("on_spark").session()
        yield session
        session.stop()


@pytest.mark.parametrize("example", ["on_spark"], indirect=True)
def test_spark_gives_the_scores_of_this_process_by_joblib(example: Any, spark: Any, texts: list[str], here: list[dict[str, Any]]) -> None:
    assert list(example.score_on(spark, texts)) == here


@pytest.mark.parametrize("example", ["on_spark"], indirect=True)
def test_spark_gives_the_scores_of_this_process_by_a_pandas_udf(example: Any, spark: Any, texts: list[str], here: list[dict[str, Any]]) -> None:
    frame = spark.createDataFrame([*enumerate(texts), (len(texts), None)], "place int, text string").repartition(4)
    rows = frame.withColumn("risk", example.score_column()("text")).select("place", "risk.score", "risk.level").orderBy("place").collect()
    assert [{"score": row.score, "level": row.level} for row in rows] == [*here, {"score": None, "level": None}]

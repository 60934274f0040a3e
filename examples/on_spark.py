"""Score many texts on Spark: a column by a pandas UDF, or a list by joblib's Spark backend.

    pip install 'weishang-risk[spark]'      # and Java 17 or later
    spark-submit examples/on_spark.py posts.parquet scored.parquet
    python examples/on_spark.py             # the bundled posts, on two cores of this machine, both ways
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

BUNDLED = Path(__file__).parent / "texts" / "posts.csv"
#: Texts that travel together by joblib: a second's work.
BLOCK = 200


def score_block(texts: Sequence[str]) -> list[dict[str, Any]]:
    """What is wanted of each text, in plain values; the model is loaded once a process."""
    import weishang_risk as wr

    reports = wr.score_many(texts, errors="report")
    return [{"score": report.score, "level": report.level} if isinstance(report, wr.RiskReport) else {"score": None, "level": report.error}
            for report in reports]  # fmt: skip


def score_column() -> Any:
    """A pandas UDF: a column of texts in, a column of {score, level} out; null where there is no text."""
    import pandas as pd
    from pyspark.sql.functions import pandas_udf

    # Spark reads the kind of function from these annotations.
    def score(columns: Iterator[pd.Series]) -> Iterator[pd.DataFrame]:
        for texts in columns:
            done = score_block([text or "" for text in texts])
            frame = pd.DataFrame(done, columns=["score", "level"], index=texts.index)
            frame[texts.isna()] = None
            yield frame

    return pandas_udf(score, "score double, level string")


def score_on(spark: Any, texts: Sequence[str], block: int = BLOCK) -> Iterator[dict[str, Any]]:
    """Score and level of every text, in order, worked out by a Spark session through joblib."""
    from joblib import Parallel, delayed, parallel_config
    from joblibspark import register_spark

    register_spark()
    blocks = [texts[i : i + block] for i in range(0, len(texts), block)]
    with parallel_config(backend="spark", n_jobs=spark.sparkContext.defaultParallelism):
        for done in Parallel()(delayed(score_block)(each) for each in blocks):
            yield from done


def session() -> Any:
    """The session that runs this, or one on two cores of this machine, with this Python."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("weishang_risk").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "2")
    if "SPARK_ENV_LOADED" not in os.environ:
        builder = builder.master("local[2]").config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
    return builder.getOrCreate()


def main() -> int:
    """Run the command line; exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", nargs="?", default=str(BUNDLED), help="a CSV or Parquet with a column text")
    parser.add_argument("target", nargs="?", help="a Parquet to write; shown by default")
    options = parser.parse_args()
    try:
        spark = session()
    except ImportError:
        parser.exit(2, "on_spark.py: Spark is not installed; pip install 'weishang-risk[spark]'\n")
    spark.sparkContext.setLogLevel("ERROR")
    frame = spark.read.parquet(options.source) if options.source.endswith(".parquet") else spark.read.csv(options.source, header=True, multiLine=True, escape='"')
    scored = frame.withColumn("risk", score_column()("text")).select(*frame.columns, "risk.score", "risk.level")
    if options.target:
        scored.write.mode("errorifexists").parquet(options.target)
    else:
        scored.show(10, truncate=60)
        texts = [row.text for row in frame.select("text").limit(10).collect()]
        print("by joblib:", [round(each["score"], 2) for each in score_on(spark, texts)])
    spark.stop()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

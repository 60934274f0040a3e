"""Time and memory beside those of the tools people use, as ratios measured in one run; what each takes is the least of some rounds.

The peers: jieba + TF-IDF + logistic regression, which gives a probability and no reasons; the same with LIME, which asks it about
1,000 variants of a text for its reasons; and jieba alone, which only cuts a text into words.
"""

from __future__ import annotations

import argparse
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import jieba

from weishang_risk import FeatureExtractor, score, score_many
from weishang_risk.batch import start_processes

from . import data, peers, splits

LENGTHS = (20, 60, 200, 600, 2000, 6000, 20_000)
#: Characters read at each length, in all, and texts of a batch; how often each is measured.
READ, BATCH, ROUNDS = 12_000, 2000, 5
USUAL = 200
LIME_SAMPLES, LIME_TEXTS = 1000, 4

OURS = "import weishang_risk as wr; wr.score(text).to_dict()"
THEIRS = (
    "import jieba, pickle; jieba.setLogLevel('WARNING'); peer = pickle.load(open(path, 'rb')); "
    "peer.steps[0][1].tokenizer = jieba.lcut; peer.predict_proba([text])"
)


def least(works: Sequence[Callable[[], object]], rounds: int = ROUNDS) -> list[float]:
    """Least seconds of each of some works, which are done in turn, so that a busy machine slows all.

    Examples
    --------
    >>> len(least([lambda: None, lambda: None], rounds=1))
    2
    """
    found = [float("inf")] * len(works)
    for _ in range(rounds):
        for place, work in enumerate(works):
            began = time.perf_counter()
            work()
            found[place] = min(found[place], time.perf_counter() - began)
    return found


def texts_of(records: Iterable[dict[str, Any]], lang: str, length: int, most: int) -> list[str]:
    """Texts of one language and length, cut from the corpus; those of a length that no text has are several one after the other.

    Examples
    --------
    >>> texts_of([{"lang": "en", "text": "abc"}, {"lang": "en", "text": "def"}], "en", 7, 1)
    ['abc\\n\\nde']
    """
    found: list[str] = []
    held = ""
    for record in records:
        if record["lang"] == lang and len(found) < most:
            held = f"{held}\n\n{record['text']}" if held else record["text"]
            if len(held) >= length:
                found.append(held[:length])
                held = ""
    return found


def each(work: Callable[[str], object], texts: Sequence[str]) -> Callable[[], None]:
    """A work on one text, done on several one by one."""

    def run() -> None:
        for text in texts:
            work(text)

    return run


def cold(program: str, text: str, path: str) -> tuple[float, float]:
    """Seconds from nothing to the first result in a process of its own, and the megabytes it had at most; on Linux."""
    code = f"import sys; text, path = sys.argv[1:]; {program}; print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code, text, path], capture_output=True, text=True, check=True, env=os.environ | {"PYTHONWARNINGS": "ignore"})
    return time.perf_counter() - began, float(done.stdout.split()[-1]) / 1024


def with_lime(peer: Any) -> Callable[[str], object]:
    """LIME over the peer."""
    from lime.lime_text import LimeTextExplainer

    explainer = LimeTextExplainer(split_expression=jieba.lcut, bow=False, random_state=0)
    return lambda text: explainer.explain_instance(text, lambda many: peer.predict_proba(list(many)), num_samples=LIME_SAMPLES)


def by_length(records: Sequence[dict[str, Any]], peer: Any) -> dict[str, list[tuple[int, list[float]]]]:
    """For each language: length, and milliseconds a text of ours with reasons, ours as features, the peer and jieba."""
    extractor = FeatureExtractor()
    found: dict[str, list[tuple[int, list[float]]]] = {}
    for lang in ("zh", "en"):
        for length in LENGTHS:
            texts = texts_of(records, lang, length, max(2, min(100, READ // length)))
            works = [each(lambda text: score(text).to_dict(), texts), each(lambda text: extractor.transform([text]), texts),
                     each(lambda text: peer.predict_proba([text]), texts), each(jieba.lcut, texts)]
            took = least(works, ROUNDS if length <= 600 else 3)
            found.setdefault(lang, []).append((length, [1000 * seconds / len(texts) for seconds in took]))
    return found


def plot(found: dict[str, list[tuple[int, list[float]]]], path: Path) -> None:
    """Draw :func:`by_length`; needs matplotlib."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 2, figsize=(10, 4.2), sharey=True)
    for axis, (lang, rows) in zip(axes, found.items(), strict=True):
        for place, name in enumerate(("score() with reasons", "FeatureExtractor", "TF-IDF, probability only", "jieba alone")):
            axis.loglog([length for length, _ in rows], [took[place] for _, took in rows], marker="o", label=name)
        axis.set_title({"zh": "Chinese", "en": "English"}[lang])
        axis.set_xlabel("characters")
    axes[0].set_ylabel("milliseconds a text")
    axes[0].legend()
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)


def _table(found: dict[str, list[tuple[int, list[float]]]]) -> None:
    print("lang  characters  ours ms  of the peer  of jieba  features of the peer")
    for lang, rows in found.items():
        for length, (ours, features, theirs, words) in rows:
            print(f"{lang}    {length:>10}  {ours:>7.2f}  {ours / theirs:>11.2f}  {ours / words:>8.2f}  {features / theirs:>20.2f}")
        first, last = dict(rows)[2000], dict(rows)[20_000]
        print(f"{lang}: ten times 2,000 characters take {last[0] / first[0]:.1f} times as long, by FeatureExtractor {last[1] / first[1]:.1f}")


def _batch(records: Sequence[dict[str, Any]], peer: Any) -> None:
    texts = [text for lang in ("zh", "en") for text in texts_of(list(records) * 3, lang, USUAL, BATCH // 2)]
    start_processes(None, 2)
    works: list[Callable[[], object]] = [
        # What is not looked at is not worked out: with reasons, all of each report is.
        lambda: sum(len(report.to_dict()) for report in score_many(texts)), lambda: sum(len(report.to_dict()) for report in score_many(texts, n_jobs=2)),
        lambda: sum(report.score for report in score_many(texts)), lambda: score_many(texts, reasons=False), lambda: peer.predict_proba(texts),
    ]  # fmt: skip
    one, two, scores, bare, theirs = least(works, 3)
    print(f"batch of {len(texts)} texts of {USUAL} characters, all reasons: {theirs / one:.2f} of the peer's rate ({len(texts) / one:.0f} texts a second), "
          f"with two processes {one / two:.2f} times that; looked at for the score alone {theirs / scores:.2f} of the peer's rate, "
          f"by reasons=False {theirs / bare:.2f}")


def _reasons(records: Sequence[dict[str, Any]], peer: Any) -> None:
    explain = with_lime(peer)
    for lang in ("zh", "en"):
        texts = texts_of(records, lang, USUAL, LIME_TEXTS)
        ours, theirs = least([each(lambda text: score(text).to_dict(), texts), each(explain, texts)], 2)
        print(f"{lang}: the peer with LIME ({LIME_SAMPLES} samples) takes {theirs / ours:.0f} times what score() takes with its reasons")


def _starts(records: Sequence[dict[str, Any]], peer: Any) -> None:
    peer.steps[0][1].tokenizer = None
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "peer.pickle")
        Path(path).write_bytes(pickle.dumps(peer))
        text = texts_of(records, "zh", USUAL, 1)[0]
        runs = [(cold(OURS, text, path), cold(THEIRS, text, path)) for _ in range(4)]
    ours, theirs = (min(run[side][0] for run in runs) for side in (0, 1))
    print(f"cold start: {ours / theirs:.2f} of the peer's, which has its dictionary in jieba's cache ({ours:.2f} s, {theirs:.2f} s); "
          f"the first time, without it, the peer took {runs[0][1][0]:.2f} s")
    ours, theirs = (min(run[side][1] for run in runs) for side in (0, 1))
    print(f"peak memory: {ours / theirs:.2f} of the peer's ({ours:.0f} MB, {theirs:.0f} MB)")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the ratios."""
    parser = argparse.ArgumentParser(prog="training.benchmark", description=__doc__)
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw time by length into a PNG; needs matplotlib")
    parser.add_argument("--no-lime", action="store_true", help="leave LIME out, which takes a minute")
    options = parser.parse_args(arguments)
    records = data.load_corpus()
    seen = [r for r in records if splits.split_of(r) != "test"]
    peer = peers.tfidf().fit([r["text"] for r in seen], [int(r["risk"] >= 2) for r in seen])
    found = by_length(records, peer)
    _table(found)
    _batch(records, peer)
    if not options.no_lime:
        _reasons(records, peer)
    _starts(records, peer)
    if options.plot:
        plot(found, options.plot)
        print(f"{options.plot} written")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

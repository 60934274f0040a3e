"""Which texts of a file to label next: those a model is undecided about, that are unlike the corpus, and of the kinds it is worst at.

``python -m training.suggest posts.csv --count 50 --out next.jsonl`` writes them, the most useful first, for ``training.label``. Texts
that say nearly the same are asked for once. ``--labelled mine.jsonl`` leaves out what is labelled already and stays away from its like.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from weishang_risk import RiskReport, score_many
from weishang_risk.io import streams
from weishang_risk.io.encodings import InputError
from weishang_risk.io.tables import Broken
from weishang_risk.model.risk import RiskModel

from . import data, splits


@dataclass(frozen=True)
class Suggestion:
    """A text worth labelling.

    Attributes
    ----------
    index : int
        Its place among the texts, from 0.
    score : float
        What the model makes of it.
    undecided, unlike, hard : float
        From 0 to 1: how near the score is to 0.5; how far the nearest text of the corpus is; how often the model is wrong about
        texts of its kind.
    """

    index: int
    score: float
    undecided: float
    unlike: float
    hard: float


def kind_of(language: str, voice: str, length: int) -> str:
    """What a text has in common with others that a model may be bad at: language, voice and length.

    Examples
    --------
    >>> kind_of("zh", "offer", 40)
    'zh offer short'
    """
    return f"{language} {voice} {'short' if length < 80 else 'middling' if length < 400 else 'long'}"


def wrong_by_kind(reports: Sequence[RiskReport], labels: Sequence[int]) -> tuple[dict[str, float], float]:
    """How often a model is wrong, by kind, shrunk towards how often it is wrong in all.

    Returns
    -------
    dict of str to float
    float
        In all.
    """
    seen: dict[str, list[bool]] = {}
    for report, label in zip(reports, labels, strict=True):
        seen.setdefault(kind_of(report.language, report.voice, len(report.text)), []).append((report.score >= 0.5) != bool(label))
    overall = float(np.mean([wrong for each in seen.values() for wrong in each])) if seen else 0.0
    return {kind: (sum(each) + _PRIOR * overall) / (len(each) + _PRIOR) for kind, each in seen.items()}, overall


#: As many texts as if of each kind had been seen beforehand, wrong as often as all.
_PRIOR = 10.0
#: How the three reasons are weighed; undecided texts change a model most.
_UNDECIDED, _UNLIKE, _HARD = 0.5, 0.3, 0.2
#: A text this like one that is asked for already is not asked for.
_SAME = 0.8


def _nearest(rows: Any, others: Any) -> NDArray[np.float64]:
    """Cosine of each row's nearest among the others; 0 where there are none. In pieces, for memory."""
    if others.shape[0] == 0:
        return np.zeros(rows.shape[0])
    pieces = [(rows[i : i + 500] @ others.T).max(axis=1).toarray().ravel() for i in range(0, rows.shape[0], 500)]
    return np.concatenate(pieces) if pieces else np.zeros(0)


def suggest(
    texts: Sequence[str], count: int, model: RiskModel | None = None, labelled: Sequence[str] = (),
    records: Sequence[dict[str, Any]] | None = None,
) -> list[Suggestion]:
    """Texts worth labelling, the most useful first, no two of them alike.

    Parameters
    ----------
    texts : sequence of str
    count : int
        At most how many; fewer where the texts say nearly the same.
    model : RiskModel, optional
        The shipped model by default.
    labelled : sequence of str
        Texts that have labels already.
    records : sequence of dict, optional
        What the model was trained on and, in its test split, what it is held against; the corpus by default.

    Returns
    -------
    list of Suggestion
    """  # fmt: skip
    records = data.load_corpus() if records is None else records
    test = [r for r in records if splits.split_of(r) == "test"]
    wrong, overall = wrong_by_kind(list(score_many([r["text"] for r in test], model=model)), [int(r["risk"] >= 2) for r in test])
    worst = max([overall, *wrong.values()]) or 1.0
    # The like of each text counts once, and texts that cannot be judged teach nothing.
    known = set(labelled)
    places = [i for i, text in enumerate(texts) if text.strip() and text not in known]
    reports = dict(zip(places, score_many([texts[i] for i in places], model=model), strict=True))
    places = [i for i in places if reports[i].level != "unjudged"]
    if not places:
        return []
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), sublinear_tf=True, max_features=200_000).fit(
        [r["text"] for r in records] + [texts[i] for i in places])  # fmt: skip
    own = vectors.transform([texts[i] for i in places])
    corpus = vectors.transform([r["text"] for r in records])
    near = _nearest(own, corpus)
    ranks = near.argsort().argsort() / max(1, len(near) - 1)
    found = [
        Suggestion(i, reports[i].score, 1 - 2 * abs(reports[i].score - 0.5), float(1 - rank),
                   wrong.get(kind_of(reports[i].language, reports[i].voice, len(texts[i])), overall) / worst)
        for i, rank in zip(places, ranks, strict=True)
    ]  # fmt: skip
    worth = np.array([_UNDECIDED * s.undecided + _UNLIKE * s.unlike + _HARD * s.hard for s in found])
    likeness = _nearest(own, vectors.transform(labelled)) if len(labelled) else np.zeros(len(found))
    taken: list[Suggestion] = []
    for _ in range(min(count, len(found))):
        # What is like a text that is asked for already is worth less.
        value = np.where(likeness >= _SAME, -np.inf, worth * (1 - likeness))
        best = int(value.argmax())
        if not np.isfinite(value[best]):
            break
        taken.append(found[best])
        likeness = np.maximum(likeness, (own @ own[best].T).toarray().ravel())
        likeness[best] = 1.0
    return taken


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.suggest", description=__doc__.splitlines()[0])
    parser.add_argument("file", help="texts: CSV, TSV, JSONL, plain lines or Parquet")
    data.add_source(parser)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--labelled", type=Path, help="a JSONL of training.label: what is in it is not asked for again")
    parser.add_argument("--model", type=Path, help="the model that is to learn; the shipped one by default")
    parser.add_argument("--out", type=Path, help="a JSONL; standard output by default")
    options = parser.parse_args(arguments)
    read = [path for path in (options.file, options.labelled, options.model) if path]
    try:
        if options.out:
            streams.check_target(str(options.out))
            if any(streams.same_file(str(options.out), str(path)) for path in read):
                raise InputError(f"{options.out} is read too; write to another file")
        items = data.items_of(options.file, options)
        labelled = [r["text"] for r in data.read_jsonl(options.labelled) if isinstance(r.get("text"), str)] if options.labelled else []
        model = RiskModel.load(options.model) if options.model else None
    except (ValueError, OSError) as error:
        return _refused(error)
    if broken := [item for item in items if isinstance(item, Broken)]:
        print(f"{len(broken)} record(s) cannot be read: {data.told([f'line {item.line}: {item.reason}' for item in broken])}", file=sys.stderr)
    usable = [item for item in items if not isinstance(item, Broken)]
    texts = [item.text for item in usable]
    taken = suggest(texts, options.count, model, labelled)
    lines = [json.dumps(_record(texts[s.index], usable[s.index].line, s), ensure_ascii=False) for s in taken]
    written = "".join(f"{line}\n" for line in lines)
    try:
        streams.write_whole(str(options.out) if options.out else streams.STANDARD, written)
    except (ValueError, OSError) as error:
        return _refused(error)
    print(f"{len(taken)} of {len(texts)} texts to label", file=sys.stderr)
    return 0


def _refused(error: Exception) -> int:
    print(f"training.suggest: {data.said(error)}", file=sys.stderr)
    return 2


def _record(text: str, line: int, suggestion: Suggestion) -> dict[str, Any]:
    return {"text": text, "line": line, **{name: round(getattr(suggestion, name), 3) for name in ("score", "undecided", "unlike", "hard")}}


if __name__ == "__main__":
    raise SystemExit(main())

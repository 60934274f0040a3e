"""What the corpus must be before a model may learn from it; ``python -m training.audit`` fails where it is not.

Checked: near-duplicates across groups, groups across splits, cues that must not predict the label, stated sums that the
text does not hold, findings outside the text, and every count the datasheet promises.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MaxAbsScaler

from weishang_risk.reading import quantities
from weishang_risk.reading.normalize import NormalizedText

from . import data, splits

Record = dict[str, Any]
COUNTS: dict[str, Any] = json.loads((Path(__file__).parent / "counts.json").read_text(encoding="utf-8"))
#: Texts of different groups that share more than this part of their character runs are one text written twice.
SHARED_RUNS = 0.6
_RUN = 5
#: Texts with fewer runs than this say so little that ordinary words make them alike; they are the same only if all of it is.
_FEW_RUNS = 40
#: A model of trivial cues that ranks better than this has found a shortcut. Of real pages the kind alone tells something: a law
#: is no scheme, and plan documents mostly are; so the whole corpus has a wider bound than the texts that were invented.
CUES_AUC = {"hard": 0.65, "all": 0.75}


def near_duplicates(records: Sequence[Record], share: float = SHARED_RUNS) -> list[tuple[str, str, float]]:
    """Pairs of texts of different groups that share too many runs of characters.

    Returns
    -------
    list of (str, str, float)
        Both ids, and shared runs over the runs of the shorter text.
    """
    runs = CountVectorizer(analyzer="char", ngram_range=(_RUN, _RUN), binary=True, dtype=np.float32)
    table = runs.fit_transform([r["text"] for r in records])
    sizes = np.asarray(table.sum(axis=1)).ravel()
    groups = data.groups(records)
    found = []
    for start in range(0, len(records), 500):
        shared = sp.coo_matrix(table[start : start + 500] @ table.T)
        rows = shared.row + start
        shorter, longer = np.minimum(sizes[rows], sizes[shared.col]), np.maximum(sizes[rows], sizes[shared.col])
        parts = shared.data / np.maximum(np.where(shorter < _FEW_RUNS, longer, shorter), 1)
        for i, j, part in zip(rows, shared.col, parts, strict=True):
            if i < j and part > share and groups[i] != groups[j]:
                found.append((records[i]["id"], records[j]["id"], float(part)))
    return found


def crossing_groups(records: Sequence[Record]) -> list[str]:
    """Groups that lie in more than one split."""
    places: dict[str, set[str]] = {}
    for record, group in zip(records, data.groups(records), strict=True):
        places.setdefault(group, set()).add(splits.split_of(record))
    return [group for group, found in places.items() if len(found) > 1]


def cues(record: Record) -> dict[str, Any]:
    """What a shortcut could read: length, emoji, digits, punctuation, script, genre, trade."""
    text = record["text"]
    kinds = Counter(unicodedata.category(char) for char in text)
    size = len(text) / (3 if record["lang"] == "en" else 1)
    return {
        "length": float(np.log(size)), f"length {int(np.log2(size))}": 1.0, "lines": text.count("\n") / size,
        "emoji": kinds["So"] / len(text), "any emoji": float(kinds["So"] > 0), "digits": kinds["Nd"] / len(text),
        "capitals": kinds["Lu"] / len(text), "exclamation": (text.count("!") + text.count("！")) / len(text),
        "question": (text.count("?") + text.count("？")) / len(text), "quotes": (text.count('"') + text.count("“")) / len(text),
        "punctuation": sum(kinds[k] for k in kinds if k[0] == "P") / len(text), "lang": record["lang"],
        "genre": record["genre"], "trade": record["trade"],
    }  # fmt: skip


def names(text: str) -> list[str]:
    """Capitalised words of a text, and runs in quotation marks: names of people, places, firms and products."""
    words = text.split()
    found = [w.strip(".,!?\"'()") for w in words if w[:1].isupper() and w[1:].islower()]
    for mark in ("“”", "「」", "《》", "【】"):
        found += [piece.split(mark[1])[0] for piece in text.split(mark[0])[1:] if mark[1] in piece[:12]]
    return found


def cue_auc(records: Sequence[Record], which: str = "cues") -> float:
    """Area under the ROC curve of a model that sees only trivial cues, or only names; over group-wise folds."""
    labels = np.array([int(r["risk"] >= 2) for r in records])
    if which == "names":
        model: Any = make_pipeline(CountVectorizer(analyzer=names, binary=True, min_df=2), LogisticRegression(C=0.3, max_iter=2000))
        inputs: Any = [r["text"] for r in records]
    else:
        model = make_pipeline(DictVectorizer(), MaxAbsScaler(), LogisticRegression(C=1.0, max_iter=2000))
        inputs = [cues(r) for r in records]
    scores: NDArray[np.float64] = cross_val_predict(
        model, inputs, labels, groups=data.groups(records), cv=GroupKFold(5), method="predict_proba")[:, 1]
    return float(roc_auc_score(labels, scores))


def absent_sums(records: Sequence[Record]) -> list[str]:
    """Records whose stated sum stands nowhere in their text."""
    found = []
    for record in records:
        stated = [record[name] for name in ("buyin_amount", "income_amount") if record.get(name) is not None]
        if not stated:
            continue
        values = {v for q in quantities.read(NormalizedText(record["text"]).text) for v in (q.low, q.high)}
        found += [f"{record['id']}: {value}" for value in stated if value not in values]
    return found


def bad_findings(records: Sequence[Record]) -> list[str]:
    """Records with a finding whose span is not in the text."""
    return [r["id"] for r in records for f in r.get("findings", ()) if not 0 <= f["start"] < f["end"] <= len(r["text"])]


def length_of(record: Record) -> float:
    """Length in Chinese characters; three Latin ones count as one."""
    return len(record["text"]) / (3 if record["lang"] == "en" else 1)


def _cells(records: Sequence[Record]) -> Counter[str]:
    """How many texts each promised cell holds."""
    held: Counter[str] = Counter(texts=len(records))
    members = Counter(r["group"] for r in records if r["group"])
    held["contrast_groups"] = sum(count > 1 for count in members.values())
    for r in records:
        held[f"lang.{r['lang']}"] += 1
        held[f"archetype.{r['archetype']}"] += 1
        held[f"register.{r['register']}"] += 1
        held[f"risk.{r['risk']}"] += 1
        for trait in r["traits"]:
            positive = "positive" if r["risk"] >= 2 else "negative"
            held[f"trait.{trait}"] += 1
            held[f"trait.{trait}.{positive}"] += 1
        for least in (500, 1200):
            if length_of(r) >= least:
                held[f"length.{least}.{'positive' if r['risk'] >= 2 else 'negative'}"] += 1
    held["lang.zh-Hant"] = sum(r["id"].startswith("t") for r in records)
    held["translated"] = sum(r["register"] == "g16" for r in records)
    held["denials"] = held["trait.denial_true"] + held["trait.denial_false"]
    return held


def short_cells(records: Sequence[Record]) -> list[str]:
    """Cells of the promised counts that hold too few texts."""
    held = _cells(records)
    return [f"{cell}: {held[cell]} of {least}" for cell, least in COUNTS.items() if held[cell] < least]


def faults(records: Sequence[Record]) -> list[str]:
    """Everything the audit objects to, as lines; empty where the corpus is fit to learn from."""
    found = [f"near-duplicates across groups: {a} and {b} share {part:.0%}" for a, b, part in near_duplicates(records)]
    found += [f"group in more than one split: {group}" for group in crossing_groups(records)]
    parts = {"hard": [r for r in records if data.source(r) == "hard"], "all": records}
    for (part, own), which in product(parts.items(), ("cues", "names")):
        if own and (reached := cue_auc(own, which)) >= CUES_AUC[part]:
            found.append(f"a model of {which} alone reaches AUC {reached:.3f} on {part} texts, {CUES_AUC[part]} is the limit")
    found += [f"sum not in the text: {line}" for line in absent_sums(records)]
    found += [f"finding outside its text: {line}" for line in bad_findings(records)]
    return found + [f"too few texts: {line}" for line in short_cells(records)]


def main() -> int:
    """Run the audit; exit status."""
    records = data.load_corpus()
    found = faults(records)
    print(f"{len(records)} texts; cues alone: AUC {cue_auc(records):.3f}; names alone: AUC {cue_auc(records, 'names'):.3f}")
    for line in found:
        print(line)
    return int(bool(found))


if __name__ == "__main__":
    raise SystemExit(main())

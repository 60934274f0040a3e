"""Reports as a pandas table; the only module that needs pandas."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sized
from typing import TYPE_CHECKING, Any, Literal

from .batch import FailedText
from .matrix import Scores
from .report.report import RiskReport

if TYPE_CHECKING:
    import pandas as pd

_HELD = ("evidence", "plan", "counterfactuals", "arithmetic", "legal_tests", "passages", "notes", "messages", "contradictions")


def row(report: RiskReport | FailedText) -> dict[str, Any]:
    """One report as a flat record: features under their own names, contributions as ``logit_<concept>``.

    Of a text that could not be scored there is only ``error``.
    """
    if isinstance(report, FailedText):
        return {"error": report.error}
    contract = report.to_dict()
    flat: dict[str, Any] = {name: contract[name] for name in ("score", "level", "voice", "language")}
    flat |= contract["features"]
    flat |= {f"logit_{entry['name']}": entry["logit"] for entry in contract["contributions"]}
    flat |= {name: contract[name] for name in ("intercept", "logit", *_HELD, "model_version")}
    return flat | {"text": report.text}


def flattened(cells: dict[str, Any]) -> dict[str, Any]:
    """A record whose cells are numbers and strings: lists as JSON, a depth in words, no half of a surrogate pair.

    Examples
    --------
    >>> flattened({"tier_depth": 3, "notes": [], "arithmetic": None, "score": 0.5})
    {'tier_depth': '3', 'notes': '[]', 'arithmetic': None, 'score': 0.5}
    """
    flat = {}
    for name, value in cells.items():
        if isinstance(value, list | dict):
            value = json.dumps(value, ensure_ascii=False)
        elif name == "tier_depth" and value is not None:
            value = str(value)
        flat[name] = value.encode("utf-8", "backslashreplace").decode("utf-8") if isinstance(value, str) else value
    return flat


def _reports(given: Any) -> Iterator[RiskReport | FailedText]:
    """Reports, or a complaint that says what to pass instead."""
    if isinstance(given, RiskReport | FailedText):
        raise TypeError("to_frame() takes a list of reports; of one report make a list: to_frame([report])")
    if isinstance(given, Scores):
        raise TypeError("to_frame() takes reports, and these are scores alone; leave reasons=False out, or make "
                        "pandas.DataFrame(scores.features, columns=scores.names)")  # fmt: skip
    if not isinstance(given, Iterable) or isinstance(given, str | bytes | Mapping):
        raise TypeError(f"to_frame() takes a list of reports, not {type(given).__name__}; score texts first: to_frame(score_many(texts))")
    for place, report in enumerate(given):
        if not isinstance(report, RiskReport | FailedText):
            raise TypeError(f"item {place} is {type(report).__name__}, no report; score texts first: to_frame(score_many(texts))")
        yield report


def to_frame(
    reports: Iterable[RiskReport | FailedText], index: Any = None, nested: Literal["objects", "json"] = "objects"
) -> pd.DataFrame:
    """Reports as a table, one row a text, in the order given.

    Parameters
    ----------
    reports : iterable of RiskReport or FailedText
        Such as :func:`weishang_risk.score_many` yields.
    index : pandas.Index or iterable, optional
        Labels of the rows: ``to_frame(score_many(series), index=series.index)``; numbers from 0 by default.
    nested : {"objects", "json"}, default "objects"
        ``"json"`` holds ``evidence`` and the other lists as JSON and ``tier_depth`` as a string, so that the table can be
        written to Parquet or a database.

    Returns
    -------
    pandas.DataFrame
        Scalars of the contract as columns; ``evidence``, ``notes`` and the other lists as ``nested`` says.

    Raises
    ------
    ImportError
        Where pandas is not installed.
    TypeError
        For anything but reports, saying what to pass.
    ValueError
        Where the index has another length, or ``nested`` is no option.

    Examples
    --------
    >>> import weishang_risk as wr
    >>> frame = to_frame(wr.score_many(["本店零售茶叶", "先交2980元,推荐一人奖500元,他再推荐你拿200"]), index=["tea", "club"])
    >>> frame.loc["club", "level"]
    'high'
    """
    try:
        import pandas as pd
    except ImportError:
        raise ImportError("to_frame() needs pandas; install it with: pip install 'weishang-risk[frame]'") from None
    if nested not in ("objects", "json"):
        raise ValueError(f'nested is {nested!r}; it must be "objects" or "json"')
    rows = [row(report) for report in _reports(reports)]
    if index is not None and not isinstance(index, Sized):
        if not isinstance(index, Iterable):
            raise TypeError(f"index must be labels, one a report, such as series.index, not {type(index).__name__}")
        index = list(index)
    if index is not None and len(index) != len(rows):
        raise ValueError(f"{len(rows)} reports but an index of {len(index)}; give the index of the texts that were scored")
    return pd.DataFrame([flattened(cells) for cells in rows] if nested == "json" else rows, index=index)

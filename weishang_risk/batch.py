"""One text, or many."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from numbers import Integral
from typing import Any, Literal, TypeVar, overload

from .failed import FailedText as FailedText
from .matrix import NAMES, Scored, Scores, scored, stacked
from .model.risk import RiskModel, load_model, ready
from .reading.document import check_text, check_texts
from .report import legal
from .report.report import RiskReport, build

#: Texts that a process is given at a time, and how many such blocks a process has at hand.
_BLOCK, _AHEAD = 32, 4
#: Processes that can be asked for; each takes some hundred megabytes.
MOST_JOBS = 1000


class ScoringError(RuntimeError):
    """A text that could not be scored; the message names its place.

    Attributes
    ----------
    index : int
        Its place among the texts, from 0.
    """

    def __init__(self, message: str, index: int) -> None:
        super().__init__(message, index)
        self.index = index

    def __str__(self) -> str:
        return str(self.args[0])


def score(
    text: str, model: RiskModel | None = None, prior: float | None = None, jurisdictions: Iterable[str] | None = None
) -> RiskReport:
    """Score one text.

    Parameters
    ----------
    text : str
        A business description, Chinese, English or both.
    model : RiskModel, optional
        The shipped model by default.
    prior : float, optional
        Share of texts of this kind that describe a pyramid where the text comes from, between 0 and 1, neither included. It
        moves the intercept and nothing else. By default the share among the training texts, about half.
    jurisdictions : iterable of str, optional
        Codes of those whose legal tests are wanted, e.g. ``("CN", "US")``; all by default.

    Returns
    -------
    RiskReport

    Raises
    ------
    TypeError
        For anything but a string.
    ValueError
        For a prior that is no probability, or a jurisdiction there are no tests for.

    Examples
    --------
    >>> score("招聘店员,底薪4000元,五险一金,双休。").score < 0.5
    True
    """
    law = legal.codes(jurisdictions)
    return build(_ready(model, prior), check_text(text), prior, law)


def _ready(model: RiskModel | None, prior: float | None) -> RiskModel:
    """The model to use, and complaints before any text is read."""
    chosen = ready(model)
    if prior is not None:
        chosen.prior_shift(prior)
    return chosen


@overload
def score_many(
    texts: Iterable[str], model: RiskModel | None = ..., n_jobs: int = ..., prior: float | None = ...,
    errors: Literal["raise"] = ..., jurisdictions: Iterable[str] | None = ..., reasons: Literal[True] = ...,
) -> Iterator[RiskReport]: ...
@overload
def score_many(
    texts: Iterable[Any], model: RiskModel | None = ..., n_jobs: int = ..., prior: float | None = ...,
    errors: Literal["raise", "report"] = ..., jurisdictions: None = ..., *, reasons: Literal[False],
) -> Scores: ...
@overload
def score_many(
    texts: Iterable[Any], model: RiskModel | None = ..., n_jobs: int = ..., prior: float | None = ..., *,
    errors: Literal["report"], jurisdictions: Iterable[str] | None = ..., reasons: Literal[True] = ...,
) -> Iterator[RiskReport | FailedText]: ...
def score_many(
    texts: Iterable[Any], model: RiskModel | None = None, n_jobs: int = 1, prior: float | None = None,
    errors: Literal["raise", "report"] = "raise", jurisdictions: Iterable[str] | None = None, reasons: bool = True,
) -> Iterator[RiskReport] | Iterator[RiskReport | FailedText] | Scores:
    """Score any number of texts, in order and in constant memory.

    In one process a report's reasons are worked out when they are first asked for; with ``errors="report"`` at once, so that a text
    on which that fails costs itself alone.

    Parameters
    ----------
    texts : iterable of str
        Read as it is needed; a generator will do.
    model : RiskModel, optional
        The shipped model by default.
    n_jobs : int, default 1
        Processes to use; -1 for one a core. A second process takes some seconds to start, so it pays from a few thousand
        texts on.
    prior : float, optional
        As in :func:`score`.
    errors : {"raise", "report"}, default "raise"
        What to do about an item that cannot be scored: raise, after everything before it has been given out, or yield a
        :class:`FailedText` in its place and go on.
    jurisdictions : iterable of str, optional
        As in :func:`score`.
    reasons : bool, default True
        False for scores and features alone, which takes less time: nothing is quoted, and all texts are read before
        anything is given out.

    Returns
    -------
    iterator of RiskReport or FailedText
        With ``reasons=False``, :class:`~weishang_risk.matrix.Scores`: arrays, the same scores and features.

    Raises
    ------
    TypeError
        For anything but strings, naming the place.
    ScoringError
        For a text on which scoring fails, naming the place.
    ValueError
        For an option that is none.

    Examples
    --------
    >>> [report.level for report in score_many(["今天下雨,比赛改期。"])]
    ['low']
    >>> list(score_many([None], errors="report"))
    [FailedText(index=0, error='text 0 must be a string, not NoneType')]
    """  # fmt: skip
    check_texts(texts)
    if errors not in ("raise", "report"):
        raise ValueError(f'errors is {errors!r}; it must be "raise" or "report"')
    law = legal.codes(jurisdictions)
    if not reasons and law is not None:
        raise ValueError("jurisdictions are asked for, but legal tests are reasons; leave one of reasons=False and jurisdictions out")
    chosen = _ready(model, prior)
    if n_jobs is not None and (isinstance(n_jobs, bool) or not isinstance(n_jobs, Integral) or n_jobs == 0 or n_jobs > MOST_JOBS):
        raise ValueError(f"n_jobs is {n_jobs!r}; it must be a number of processes up to {MOST_JOBS}, or -1 for one a core")
    if n_jobs != 1:
        from joblib import effective_n_jobs

        n_jobs = effective_n_jobs(n_jobs)
    if not reasons:
        return _scores(texts, chosen, model, n_jobs, 0.0 if prior is None else chosen.prior_shift(prior), errors)
    found = _one_by_one(texts, chosen, prior, law, errors == "report") if n_jobs == 1 else _in_processes(texts, model, n_jobs, prior, law)
    return (outcome if isinstance(outcome, RiskReport) else _failed(outcome, errors) for outcome in found)


_Made = TypeVar("_Made")
#: Jurisdictions whose legal tests are wanted; None for all.
_Law = tuple[str, ...] | None
#: The place of an item, what was wrong with it and what kind of error that is.
_Failure = tuple[int, str, type[Exception]]
_Outcome = RiskReport | _Failure


def _failed(outcome: _Failure, errors: str) -> FailedText:
    index, message, kind = outcome
    if errors == "report":
        return FailedText(index, message)
    raise TypeError(message) if kind is TypeError else ScoringError(message, index)


def _outcome(model: RiskModel, index: int, text: Any, prior: float | None, law: _Law, whole: bool) -> _Outcome:
    """The report of a text; whole where it goes to another process, or where what cannot be worked out must be told at once."""
    def work(checked: str) -> RiskReport:
        report = build(model, checked, prior, law)
        return report.complete() if whole else report

    return _tried(index, text, work)


def _tried(index: int, text: Any, work: Callable[[str], _Made]) -> _Made | _Failure:
    """What is made of a text, or its place, what was wrong with it and what kind of error that is."""
    try:
        checked = check_text(text, f"text {index}")
    except TypeError as error:
        return index, str(error), TypeError
    try:
        return work(checked)
    except Exception as error:
        return index, f"text {index} cannot be scored: {type(error).__name__}: {error}", ScoringError


def _rows(model: RiskModel, block: list[tuple[int, Any]], shift: float) -> list[Scored | _Failure]:
    """Rows of some texts, read at once."""
    try:
        return list(scored(model, [check_text(text) for _, text in block], shift))
    except Exception:
        # One by one, so that what fails costs no other.
        return [_tried(index, text, lambda checked: scored(model, [checked], shift)[0]) for index, text in block]


def _scores(texts: Iterable[Any], chosen: RiskModel, model: RiskModel | None, n_jobs: int, shift: float, errors: str) -> Scores:
    rows: list[Scored] = []
    failed: list[FailedText] = []
    items = enumerate(texts)
    if n_jobs == 1:
        found: Iterator[Scored | _Failure] = chain.from_iterable(_rows(chosen, block, shift) for block in _chunks(items, _BLOCK))
    else:
        found = _spread(items, model, n_jobs, _rows_of_block, shift)
    for each in found:
        if isinstance(each[2], list):
            rows.append(each)
        else:
            failed.append(_failed(each, errors))
            rows.append((math.nan, False, [math.nan] * len(NAMES)))
    return stacked(rows, failed)


def _one_by_one(texts: Iterable[Any], model: RiskModel, prior: float | None, law: _Law, whole: bool) -> Iterator[_Outcome]:
    for index, text in enumerate(texts):
        yield _outcome(model, index, text, prior, law, whole)


def start_processes(model: RiskModel | None, n_jobs: int) -> None:
    """Start the processes that :func:`score_many` with this model and number will use, which it does by itself otherwise.

    Parameters
    ----------
    model : RiskModel or None
    n_jobs : int
    """
    from joblib import effective_n_jobs

    if (count := effective_n_jobs(n_jobs)) > 1:
        for _ in _in_processes([""], model, count, None, None):
            pass


def _in_processes(texts: Iterable[Any], model: RiskModel | None, n_jobs: int, prior: float | None, law: _Law) -> Iterator[_Outcome]:
    return _spread(enumerate(texts), model, n_jobs, _score_block, prior, law)


def _spread(items: Iterator[tuple[int, Any]], model: RiskModel | None, n_jobs: int, work: Callable[..., list[Any]], *settings: Any) -> Iterator[Any]:
    """What processes make of items, in order."""
    from joblib import Parallel, delayed

    # A model travels once a process; the shipped one, which each process has, not at all.
    with Parallel(n_jobs=n_jobs, backend="loky", initializer=_begin, initargs=(model,)) as parallel:
        for chunk in _chunks(items, _BLOCK * _AHEAD * n_jobs):
            blocks = [chunk[i : i + _BLOCK] for i in range(0, len(chunk), _BLOCK)]
            for outcomes in parallel(delayed(work)(block, *settings) for block in blocks):
                yield from outcomes


def _chunks(items: Iterator[tuple[int, Any]], size: int) -> Iterator[list[tuple[int, Any]]]:
    """Lists of items; where their source fails, what it gave before comes first."""
    while True:
        chunk: list[tuple[int, Any]] = []
        try:
            for item in islice(items, size):
                chunk.append(item)
        except Exception:
            yield chunk
            raise
        if not chunk:
            return
        yield chunk


#: In a process that works for another: the model it scores with.
_at_work: list[RiskModel] = []


def _begin(model: RiskModel | None) -> None:
    _at_work[:] = [load_model() if model is None else model]


def _score_block(block: list[tuple[int, Any]], prior: float | None, law: _Law) -> list[_Outcome]:
    return [_outcome(_at_work[0], index, text, prior, law, whole=True) for index, text in block]


def _rows_of_block(block: list[tuple[int, Any]], shift: float) -> list[Scored | _Failure]:
    return _rows(_at_work[0], block, shift)

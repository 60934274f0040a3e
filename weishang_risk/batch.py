"""One text, or many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from .model.risk import RiskModel, load_model
from .reading.document import check_text, check_texts
from .report.report import RiskReport, build

_CHUNK = 64


def score(text: str, model: RiskModel | None = None, prior: float | None = None) -> RiskReport:
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

    Returns
    -------
    RiskReport

    Raises
    ------
    TypeError
        For anything but a string.
    ValueError
        For a prior that is no probability.

    Examples
    --------
    >>> score("招聘店员,底薪4000元,五险一金,双休。").score < 0.5
    True
    """
    return build(_ready(model, prior), check_text(text), prior)


def _ready(model: RiskModel | None, prior: float | None) -> RiskModel:
    """The model to use, and complaints before any text is read."""
    chosen = load_model() if model is None else model
    chosen.check_fitted()
    if prior is not None:
        chosen.prior_shift(prior)
    return chosen


def score_many(
    texts: Iterable[str], model: RiskModel | None = None, n_jobs: int = 1, prior: float | None = None
) -> Iterator[RiskReport]:
    """Score any number of texts, in order and in constant memory.

    Parameters
    ----------
    texts : iterable of str
        Read as it is needed; a generator will do.
    model : RiskModel, optional
        The shipped model by default.
    n_jobs : int, default 1
        Processes to use; -1 for one a core.
    prior : float, optional
        As in :func:`score`.

    Yields
    ------
    RiskReport

    Raises
    ------
    TypeError
        For anything but strings, naming the place.

    Examples
    --------
    >>> [report.level for report in score_many(["今天下雨,比赛改期。"])]
    ['low']
    """
    check_texts(texts)
    model = _ready(model, prior)
    return _reports(texts, model, n_jobs, prior)


def _reports(texts: Iterable[str], model: RiskModel, n_jobs: int, prior: float | None) -> Iterator[RiskReport]:
    if n_jobs == 1:
        for index, text in enumerate(texts):
            yield build(model, check_text(text, f"text {index}"), prior)
        return
    from joblib import Parallel, delayed

    numbered = enumerate(texts)
    with Parallel(n_jobs=n_jobs) as parallel:
        while chunk := [check_text(text, f"text {index}") for index, text in islice(numbered, _CHUNK * 8)]:
            blocks = [chunk[i : i + _CHUNK] for i in range(0, len(chunk), _CHUNK)]
            for reports in parallel(delayed(_score_block)(block, model, prior) for block in blocks):
                yield from reports


def _score_block(texts: list[str], model: RiskModel, prior: float | None) -> list[RiskReport]:
    return [build(model, text, prior) for text in texts]

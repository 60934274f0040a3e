"""One text, or many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from .model.risk import RiskModel, load_model
from .reading.document import check_text
from .report.report import RiskReport, build

_CHUNK = 64


def score(text: str, model: RiskModel | None = None) -> RiskReport:
    """Score one text.

    Parameters
    ----------
    text : str
        A business description, Chinese, English or both.
    model : RiskModel, optional
        The shipped model by default.

    Returns
    -------
    RiskReport

    Raises
    ------
    TypeError
        For anything but a string.

    Examples
    --------
    >>> score("招聘店员,底薪4000元,五险一金,双休。").score < 0.5
    True
    """
    return build(model or load_model(), check_text(text))


def score_many(texts: Iterable[str], model: RiskModel | None = None, n_jobs: int = 1) -> Iterator[RiskReport]:
    """Score any number of texts, in order and in constant memory.

    Parameters
    ----------
    texts : iterable of str
        Read as it is needed; a generator will do.
    model : RiskModel, optional
        The shipped model by default.
    n_jobs : int, default 1
        Processes to use; -1 for one a core.

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
    if isinstance(texts, str):
        raise TypeError("texts is one string; pass a list of strings, or use score()")
    model = model or load_model()
    if n_jobs == 1:
        for index, text in enumerate(texts):
            yield build(model, check_text(text, f"text {index}"))
        return
    from joblib import Parallel, delayed

    numbered = enumerate(texts)
    with Parallel(n_jobs=n_jobs) as parallel:
        while chunk := [check_text(text, f"text {index}") for index, text in islice(numbered, _CHUNK * 8)]:
            blocks = [chunk[i : i + _CHUNK] for i in range(0, len(chunk), _CHUNK)]
            for reports in parallel(delayed(_score_block)(block, model) for block in blocks):
                yield from reports


def _score_block(texts: list[str], model: RiskModel) -> list[RiskReport]:
    return [build(model, text) for text in texts]

"""Reports as a pandas table; the only module that needs pandas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from .report.report import RiskReport

_HELD = ("evidence", "counterfactuals", "arithmetic", "legal_tests", "passages", "notes")


def row(report: RiskReport) -> dict[str, Any]:
    """One report as a flat record: features under their own names, contributions as ``logit_<concept>``."""
    contract = report.to_dict()
    flat: dict[str, Any] = {name: contract[name] for name in ("score", "level", "voice", "language")}
    flat |= contract["features"]
    flat |= {f"logit_{entry['name']}": entry["logit"] for entry in contract["contributions"]}
    flat |= {name: contract[name] for name in ("intercept", "logit", *_HELD, "model_version")}
    return flat | {"text": report.text}


def to_frame(reports: Iterable[RiskReport]) -> pd.DataFrame:
    """Reports as a table, one row a text, in the order given.

    Parameters
    ----------
    reports : iterable of RiskReport
        Such as :func:`weishang_risk.score_many` yields.

    Returns
    -------
    pandas.DataFrame
        Scalars of the contract as columns; ``evidence``, ``notes`` and the other lists as objects.

    Raises
    ------
    ImportError
        Where pandas is not installed.

    Examples
    --------
    >>> import weishang_risk as wr
    >>> frame = to_frame(wr.score_many(["本店零售茶叶", "先交2980元,推荐一人奖500元,他再推荐你拿200"]))
    >>> list(frame["level"])
    ['low', 'high']
    """
    try:
        import pandas as pd
    except ImportError:
        raise ImportError("to_frame() needs pandas; install it with: pip install 'weishang-risk[frame]'") from None
    return pd.DataFrame([row(report) for report in reports])

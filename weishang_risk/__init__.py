"""How likely it is that a business description has a pyramid structure, and why.

>>> import weishang_risk as wr
>>> wr.score("每推荐一人奖500元,他再推荐你拿200,先交2980元").level
'high'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .once import FIRST_USE

if TYPE_CHECKING:
    from .batch import FailedText as FailedText
    from .batch import ScoringError as ScoringError
    from .batch import score as score
    from .batch import score_many as score_many
    from .case import score_case as score_case
    from .estimators import FeatureExtractor as FeatureExtractor
    from .estimators import RiskClassifier as RiskClassifier
    from .frame import to_frame as to_frame
    from .model.risk import RiskModel as RiskModel
    from .model.risk import load_model as load_model
    from .model.storage import ModelFileError as ModelFileError
    from .report.report import RiskReport as RiskReport

__version__ = "0.1.0"

_HOMES = {
    "score": "batch", "score_many": "batch", "FailedText": "batch", "ScoringError": "batch", "score_case": "case", "RiskModel": "model.risk",
    "ModelFileError": "model.storage", "load_model": "model.risk", "RiskReport": "report.report",
    "FeatureExtractor": "estimators", "RiskClassifier": "estimators", "to_frame": "frame",
}  # fmt: skip

__all__ = [
    "FailedText", "FeatureExtractor", "ModelFileError", "RiskClassifier", "RiskModel", "RiskReport", "ScoringError", "load_model",
    "score", "score_case", "score_many", "to_frame",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    # Heavy imports only when first needed: importing the package itself must cost next to nothing.
    if name in _HOMES:
        with FIRST_USE:
            return getattr(import_module(f".{_HOMES[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])

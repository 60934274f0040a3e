"""Where one message of a case denies what another says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..concepts.registry import SHOWN

#: Signals on which messages may contradict one another.
SIGNALS = tuple(concept.name for concept in SHOWN if concept.disputed)


def among(evidence: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Signals that one message asserts and another rules out.

    Parameters
    ----------
    evidence : sequence of dict
        Of a case: each item has its ``messages``.

    Returns
    -------
    list of dict
        ``{signal, said, denied}``, the latter two places in the evidence.

    Examples
    --------
    >>> said = {"signal": "buy_in", "stance": "asserted", "messages": [1]}
    >>> among([said, said | {"stance": "negated", "messages": [4]}])
    [{'signal': 'buy_in', 'said': [0], 'denied': [1]}]
    """
    found = []
    for signal in SIGNALS:
        own = [(place, item) for place, item in enumerate(evidence) if item["signal"] == signal]
        said = [place for place, item in own if item["stance"] == "asserted"]
        denied = [place for place, item in own if item["stance"] == "negated"]
        apart = {m for place in said for m in evidence[place]["messages"]}.isdisjoint(m for place in denied for m in evidence[place]["messages"])
        if said and denied and apart:
            found.append({"signal": signal, "said": said, "denied": denied})
    return found

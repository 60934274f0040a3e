"""One reader for each signal that the plan reads: how its level, its details and its evidence are found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from ..concepts.reader import Concepts
from ..concepts.registry import READ_SIGNALS
from ..reading.document import Document
from . import depth, entry, income, inventory, mitigation, named, rewards, voice
from .base import Signal

#: From a document, its concepts, and the signals read before it.
Reader = Callable[[Document, Concepts, Mapping[str, Signal]], Signal]


def _alone(read: Callable[[Document, Concepts], Signal]) -> Reader:
    """A reader that needs no other signal."""
    return lambda document, concepts, _: read(document, concepts)


#: In the order in which they read, and in which a report quotes them.
READERS: dict[str, Reader] = {
    "tiers": _alone(depth.read), "recruitment": _alone(rewards.read), "buy_in": _alone(entry.read), "income": _alone(income.read),
    "named": _alone(named.read), "mitigation": _alone(mitigation.read), "voice": _alone(voice.read),
    "inventory": lambda document, concepts, told: inventory.read(document, concepts, told["buy_in"]),
}  # fmt: skip


def check(readers: Collection[str], signals: Collection[str] = READ_SIGNALS) -> None:
    """Refuse readers that are not one for each signal.

    Raises
    ------
    ValueError

    Examples
    --------
    >>> check(["tiers"], ["tiers", "queue"])
    Traceback (most recent call last):
        ...
    ValueError: plan/readers.py: no reader of 'queue', which concepts/registry.py tells; add one to READERS
    """
    for signal in signals:
        if signal not in readers:
            raise ValueError(f"plan/readers.py: no reader of {signal!r}, which concepts/registry.py tells; add one to READERS")
    for signal in readers:
        if signal not in signals:
            raise ValueError(f"plan/readers.py: a reader of {signal!r}, which is no signal of concepts/registry.py; there are {', '.join(signals)}")


check(READERS)


def read(document: Document, concepts: Concepts) -> dict[str, Signal]:
    """Every signal of a document, by name."""
    signals: dict[str, Signal] = {}
    for name, reader in READERS.items():
        signals[name] = reader(document, concepts, signals)
    return signals

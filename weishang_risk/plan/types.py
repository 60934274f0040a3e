"""The compensation plan as a value: what the text tells of who pays whom, for what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Stance = Literal["asserted", "negated", "conditional", "reported"]
Form = Literal["fee", "package", "stock", "deposit", "investment", "subscription"]
Base = Literal["heads", "entry", "purchases", "sales", "unknown"]
#: A level that stands for every one.
ALL: Literal["all"] = "all"
#: What rewards may be counted on, in the order in which a plan of several is named after them.
BASES: tuple[Base, ...] = ("heads", "entry", "purchases", "sales", "unknown")


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, _Value):
        return value.to_dict()
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


class _Value:
    """What all parts of a plan share."""

    def to_dict(self) -> dict[str, Any]:
        """The fields under their names, ready for JSON."""
        return {name: _plain(value) for name, value in vars(self).items()}


@dataclass(frozen=True)
class Money(_Value):
    """A sum, or a range of sums; ``period`` is None where it is paid once.

    Examples
    --------
    >>> Money(99.0, 99.0, "USD", "month").to_dict()
    {'low': 99.0, 'high': 99.0, 'currency': 'USD', 'period': 'month'}
    """

    low: float
    high: float
    currency: str | None
    period: str | None = None


@dataclass(frozen=True)
class Share(_Value):
    """A percentage, or a range of them.

    Examples
    --------
    >>> Share(10.0, 15.0).to_dict()
    {'low': 10.0, 'high': 15.0}
    """

    low: float
    high: float


@dataclass(frozen=True)
class EntryPayment(_Value):
    """What one pays to take part.

    Attributes
    ----------
    pay : Money or None
        None where the text states no sum.
    form : str
    condition_of : {"join", "rank", "stay"}
    required : bool
        False where one may do without, or where a larger sum is what lets one in.
    refundable : bool
    stance : str
    evidence : tuple of int
        Places in the report's evidence.
    """

    pay: Money | None
    form: Form
    condition_of: Literal["join", "rank", "stay"]
    required: bool
    refundable: bool
    stance: Stance
    evidence: tuple[int, ...]


@dataclass(frozen=True)
class Reward(_Value):
    """What comes back for those brought in, or for what is sold.

    Attributes
    ----------
    level : int, "all" or None
        1 for one's own recruits, 2 for theirs; None where it is not told, or where the sale is one's own.
    base : str
        What it is counted on; one of :data:`BASES`.
    pay : Money or Share
    lasting : bool
        Whether it comes again for as long as the recruit stays.
    stance : str
    evidence : tuple of int
    """

    level: int | Literal["all"] | None
    base: Base
    pay: Money | Share
    lasting: bool
    stance: Stance
    evidence: tuple[int, ...]


@dataclass(frozen=True)
class Rank(_Value):
    """A rank and what it costs to reach it.

    Attributes
    ----------
    name : str
        As the text writes it; empty where it names none.
    order : int
        Its place among the ranks, from 1, as the text lists them.
    price : Money or Share
        A sum, or the share of the price that its holders pay.
    condition : {"pay", "buy", "recruit", "sell"} or None
    evidence : tuple of int
    """

    name: str
    order: int
    price: Money | Share
    condition: Literal["pay", "buy", "recruit", "sell"] | None
    evidence: tuple[int, ...]


@dataclass(frozen=True)
class IncomeClaim(_Value):
    """What is said to be earned; ``pay`` is None where no sum is stated.

    Attributes
    ----------
    pay : Money, Share or None
    manner : {"ordinary", "extravagant", "passive", "guaranteed"}
    of : {"you", "others"}
    evidence : tuple of int
    """

    pay: Money | Share | None
    manner: Literal["ordinary", "extravagant", "passive", "guaranteed"]
    of: Literal["you", "others"]
    evidence: tuple[int, ...]


@dataclass(frozen=True)
class Mitigation(_Value):
    """A fact that lowers what it touches; ``kind`` as in :mod:`weishang_risk.plan.mitigation`."""

    kind: str
    evidence: tuple[int, ...]


@dataclass(frozen=True)
class Plan(_Value):
    """A compensation plan.

    Attributes
    ----------
    entries : tuple of EntryPayment
    rewards : tuple of Reward
    ranks : tuple of Rank
    income_claims : tuple of IncomeClaim
    width : int or None
        How many people each participant is told to bring.
    depth : int, "unlimited" or None
        The ``tier_depth`` of the features.
    mitigations : tuple of Mitigation
    """

    entries: tuple[EntryPayment, ...] = ()
    rewards: tuple[Reward, ...] = ()
    ranks: tuple[Rank, ...] = ()
    income_claims: tuple[IncomeClaim, ...] = ()
    width: int | None = None
    depth: int | Literal["unlimited"] | None = None
    mitigations: tuple[Mitigation, ...] = ()

    @property
    def entry(self) -> EntryPayment | None:
        """The smallest stated payment that is required to get in; what is paid to stay counts apart."""
        stated = [each for each in self.entries if each.required and each.pay is not None and each.condition_of != "stay"]
        return min(stated, key=lambda each: each.pay.low if each.pay else 0.0, default=None)

    @property
    def told_rewards(self) -> tuple[Reward, ...]:
        """The rewards that the text does not rule out."""
        return tuple(reward for reward in self.rewards if reward.stance != "negated")

    @property
    def reward_base(self) -> Base | None:
        """What the plan's rewards are counted on: the first of :data:`BASES` that any is; None where it is not told.

        Examples
        --------
        >>> Plan(rewards=tuple(Reward(1, base, Share(5, 5), False, "asserted", ()) for base in ("sales", "entry"))).reward_base
        'entry'
        """
        told = {reward.base for reward in self.told_rewards}
        return next((base for base in BASES[:-1] if base in told), None)

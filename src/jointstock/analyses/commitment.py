"""Commitment: what buyers must promise before capacity is worth building for a producer.

A producer adds a unit of capacity while it earns back what it costs. A unit that firm orders fill earns the
margin m for sure; a unit for orders that come with probability p earns p m. With a cost of k a unit and
p m < k < m the second kind is not built, unless

- a payment t for each unit left idle makes up for it: p m + (1 - p) t >= k, so t = (k - p m) / (1 - p); or
- a grant for each unit does: g = k - p m.

Both cost the same in expectation. The payment falls due in full or not at all; the grant is paid in any case.
All of it is a statement about a producer as assumed, not a forecast.
"""

import math
from dataclasses import dataclass

from jointstock.errors import OptionError


@dataclass(frozen=True)
class Commitment:
    """What a promise changes.

    Attributes:
        without: Capacity that is built without any promise, units.
        built: Capacity that is built with it, units.
        take_or_pay: Payment for each unit left idle that makes the producer build, money; 0 where
            it builds anyway, and None where no payment does because the orders never come.
        grant: Grant for each unit of capacity that does the same, money; 0 where it builds anyway.
        expected_cost: What either costs the buyers in expectation, money.
        worst_cost: What the payment costs if the orders do not come, money.
        expected_units: Units more that the buyers expect to get.
    """

    without: float
    built: float
    take_or_pay: float | None
    grant: float
    expected_cost: float
    worst_cost: float
    expected_units: float


@dataclass(frozen=True)
class Waiting:
    """What it is worth to wait before investing.

    Attributes:
        now: Present value of investing now, money.
        waiting: Present value of deciding a year later, money.
        option: What waiting is worth beyond investing now, money; at least 0.
        indifferent_cost: Investment at which waiting is worth only what investing now is, money.
    """

    now: float
    waiting: float
    option: float
    indifferent_cost: float


def commitment(
    *, cost: float, margin: float, firm: float, uncertain: float, probability: float
) -> Commitment:
    """Say what makes a producer build for orders that may not come.

    Args:
        cost: Cost of a unit of capacity, money.
        margin: What a unit of capacity earns over its life when it is used, money.
        firm: Units of capacity that firm orders fill.
        uncertain: Units that further orders would fill.
        probability: Probability that these come, 0 to 1.

    Raises:
        OptionError: A figure is out of its range.
    """
    _refuse_unless(right=0 <= probability <= 1, what=f"probability {probability} is not between 0 and 1")
    for name, figure in {"cost": cost, "margin": margin, "firm": firm, "uncertain": uncertain}.items():
        _refuse_unless(
            right=math.isfinite(figure) and figure >= 0, what=f"{name} {figure} is no number of at least 0"
        )
    without = (firm if margin >= cost else 0.0) + (uncertain if probability * margin >= cost else 0.0)
    grant = max(0.0, cost - probability * margin)
    idle = 1.0 - probability
    payment = None if idle == 0 and grant > 0 else grant / idle if grant > 0 else 0.0
    more = firm + uncertain - without
    promised = uncertain if grant > 0 else 0.0
    return Commitment(
        without,
        firm + uncertain,
        payment,
        grant,
        grant * promised,
        (payment or 0.0) * promised,
        probability * min(more, uncertain),
    )


def months_of_orders(*, investment: float, monthly_margin: float, monthly_rate: float) -> float:
    """Months of firm orders after which an investment has earned itself back.

    Args:
        investment: What it costs, money.
        monthly_margin: What the orders earn a month, money.
        monthly_rate: Interest a month, such as 0.01.

    Returns:
        Months; infinity where the margin does not even pay the interest.

    Raises:
        OptionError: A figure is below nothing, or the margin is not above it.
    """
    _refuse_unless(
        right=investment >= 0 and monthly_margin > 0 and monthly_rate >= 0,
        what="a figure is out of its range",
    )
    if monthly_rate == 0:
        return investment / monthly_margin
    left = 1.0 - investment * monthly_rate / monthly_margin
    return math.inf if left <= 0 else -math.log(left) / math.log1p(monthly_rate)


def critical_fractile(*, unit_cost: float, margin: float) -> float:
    """Probability of being filled down to which capacity is worth building: F(K) = (margin - cost) / margin.

    Args:
        unit_cost: Cost of a unit of capacity, money.
        margin: What it earns when it is used, money.

    Raises:
        OptionError: The margin is not above nothing, or the cost below it.
    """
    _refuse_unless(right=margin > 0 and unit_cost >= 0, what="a figure is out of its range")
    return max(0.0, (margin - unit_cost) / margin)


def waiting(*, now: float, good: float, bad: float, probability: float, rate: float, cost: float) -> Waiting:
    """Say what waiting for a year is worth to a producer whose yearly return is uncertain.

    The return is earned this year and, for ever, every year after at the level found next year.

    Args:
        now: Return of this year, money.
        good: Return of every later year if things turn out well, money.
        bad: The same if they do not, money.
        probability: Probability that they do, 0 to 1.
        rate: Interest a year, such as 0.1.
        cost: Investment, money.

    Raises:
        OptionError: A figure is out of its range.
    """
    _refuse_unless(right=0 < probability <= 1 and rate > 0 and cost >= 0, what="a figure is out of its range")
    expected = probability * good + (1 - probability) * bad
    at_once = now + expected / rate - cost
    later = 0.0
    for chance, level in ((probability, good), (1 - probability, bad)):
        later += chance * max(0.0, level * (1 + rate) / rate - cost) / (1 + rate)
    equal_cost = good * (1 + rate) / rate - max(0.0, at_once) * (1 + rate) / probability
    return Waiting(at_once, later, max(0.0, later - at_once), equal_cost)


def _refuse_unless(*, right: bool, what: str) -> None:
    if not right:
        raise OptionError(f"commitment: {what}.")

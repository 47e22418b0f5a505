"""Commitment: what buyers must promise before capacity is worth building for a producer.

A producer adds a unit of capacity while it earns back what it costs. A unit that firm orders fill earns the
margin m for sure; a unit for orders that come with probability p earns p m. With a cost of k a unit and
p m < k <= m the second kind is not built, unless

- a payment t for each unit left idle makes up for it: p m + (1 - p) t >= k, so t = (k - p m) / (1 - p); or
- a grant for each unit does: g = k - p m.

Both cost the same in expectation. The payment falls due in full or not at all; the grant is paid in any case.
With m < k not even firm orders make a unit worth building. A payment would have to be above the margin, so
that a unit earned more idle than in use; what helps is a grant of k - m for each unit that firm orders fill,
and of k - p m for the others. All of it is a statement about a producer as assumed, not a forecast.
"""

import math
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from jointstock.errors import OptionError
from jointstock.plans.summary import amount

MOST = 1e18  # of any figure, so that no product of two is without bounds
_SCHEMA = {"promise": pl.String} | dict.fromkeys(
    ("built", "per_firm", "per_uncertain", "expected_cost", "worst_cost", "expected_units"), pl.Float64
)


@dataclass(frozen=True)
class Asked:
    """The figures that a commitment is reckoned from.

    Attributes:
        cost: Cost of a unit of capacity, money.
        margin: What a unit of capacity earns over its life when it is used, money.
        firm: Units of capacity that firm orders fill.
        uncertain: Units that further orders would fill.
        probability: Probability that these come, 0 to 1.
    """

    cost: float
    margin: float
    firm: float
    uncertain: float
    probability: float


@dataclass(frozen=True)
class Commitment:
    """The answer: what a promise changes, and what it costs.

    Attributes:
        asked: The figures it is reckoned from.
        without: Capacity that is built without any promise, units.
        built: Capacity that is built with it, units.
        take_or_pay: Payment for each unit for uncertain orders left idle that makes the producer build,
            money; 0 where it builds anyway, None where none does as a unit costs more than it ever earns.
        grant: Grant for each unit for uncertain orders that does the same, money; 0 where it builds anyway.
        firm_grant: Grant for each unit that firm orders fill, money; 0 where it is built anyway.
        expected_cost: What either costs the buyers in expectation, money.
        worst_cost: What the payment costs if the orders do not come, money; where no payment helps, what the
            grants cost. A grant costs what is expected in any case.
        expected_units: Units more that the buyers expect to get.
    """

    asked: Asked
    without: float
    built: float
    take_or_pay: float | None
    grant: float
    firm_grant: float
    expected_cost: float
    worst_cost: float
    expected_units: float

    def table(self) -> pl.DataFrame:
        """Return a row a promise.

        Returns:
            promise (none, take-or-pay or grant), built (capacity, units), per_firm (for each unit that firm
            orders fill, money), per_uncertain (for each unit for uncertain orders, money: under take-or-pay
            if it is idle, as a grant in any case), expected_cost and worst_cost (money), expected_units
            (more than without a promise). Where no payment helps, the cells of take-or-pay are empty.
        """
        cost, gained = self.expected_cost, self.expected_units
        payment: list[float | None] = [None] * (len(_SCHEMA) - 1)
        if self.take_or_pay is not None:
            payment = [self.built, 0.0, self.take_or_pay, cost, self.worst_cost, gained]
        rows = [
            ["none", self.without, 0.0, 0.0, 0.0, 0.0, 0.0],
            ["take-or-pay", *payment],
            ["grant", self.built, self.firm_grant, self.grant, cost, cost, gained],
        ]
        return pl.DataFrame(rows, schema=_SCHEMA, orient="row")

    def summary(self) -> str:
        """Return the answer in a few sentences."""
        asked = self.asked
        words = [f"Without any promise the producer builds a capacity of {amount(self.without)}."]
        if self.without == self.built:
            words.append(
                "That is all: neither take-or-pay nor a grant is needed, and the expected cost is 0."
            )
        elif self.take_or_pay is None:
            words.append(
                "Take-or-pay cannot change that: even when it is used, a unit does not earn what it costs. "
                f"With a grant of {amount(self.firm_grant)} for each of the {amount(asked.firm)} units that "
                f"firm orders fill, and {amount(self.grant)} for each of the {amount(asked.uncertain)} for "
                f"uncertain orders, it builds {amount(self.built)}. The grants cost "
                f"{amount(self.expected_cost)}, expected and at worst, for {amount(self.expected_units)} "
                "units more in expectation."
            )
        else:
            words.append(
                f"With take-or-pay of {amount(self.take_or_pay)} for each unit left idle, or a grant of "
                f"{amount(self.grant)} for each of the {amount(asked.uncertain)} units for uncertain orders, "
                f"it builds {amount(self.built)}. Either has an expected cost of "
                f"{amount(self.expected_cost)}, for {amount(self.expected_units)} units more in expectation; "
                f"at worst take-or-pay costs {amount(self.worst_cost)}, if none of these orders comes, and "
                f"the grant {amount(self.expected_cost)}."
            )
        words.append(
            f"All this holds if the producer reckons as assumed: a unit costs {amount(asked.cost)} and earns "
            f"{amount(asked.margin)} when it is used, and the uncertain orders come with a probability of "
            f"{asked.probability:g}."
        )
        return " ".join(words)

    def document(self) -> dict[str, Any]:
        """Return the answer as plain data: question, the figures asked with, the answer's, rows, summary."""
        return {
            "question": "commitment",
            **asdict(self),
            "rows": self.table().to_dicts(),
            "summary": self.summary(),
        }


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
        _refuse_unless(right=0 <= figure <= MOST, what=f"{name} {figure} is no number from 0 to {MOST:g}")
    firm_grant, grant = _missing(cost, margin), _missing(cost, probability * margin)
    without = (0.0 if firm_grant else firm) + (0.0 if grant else uncertain)
    # Where firm orders pay and uncertain ones do not, the probability is below 1.
    payment = None if firm_grant else grant / (1.0 - probability) if grant else 0.0
    granted = firm_grant * firm + grant * uncertain
    return Commitment(
        Asked(cost, margin, firm, uncertain, probability),
        without,
        firm + uncertain,
        payment,
        grant,
        firm_grant,
        granted,
        granted if payment is None else payment * uncertain,
        (firm if firm_grant else 0.0) + (probability * uncertain if grant else 0.0),
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


def _missing(cost: float, earned: float) -> float:
    """What a unit does not earn of its cost; nothing where only rounding tells the two apart."""
    return 0.0 if earned >= cost or math.isclose(earned, cost, rel_tol=1e-12) else cost - earned

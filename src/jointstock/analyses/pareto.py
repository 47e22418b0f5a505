"""What each further sum of money saves of the shortfall: the frontier between the two.

Commitments are kept and the end is met as well as if money had no limit; between the least money for that
and the money of the least shortfall, each point is the least shortfall for its money. Where the plan has no
yes-no decisions the points are the corners of the frontier, which is straight between them.
"""

from dataclasses import asdict, dataclass
from typing import Any, Unpack

import polars as pl

from jointstock.facts.case import Case
from jointstock.plans.frontier import Frontier
from jointstock.plans.make import Search, trade_off
from jointstock.plans.summary import amount, money

_SCHEMA = dict.fromkeys(("money", "area", "end", "slope_left", "slope_right"), pl.Float64)


@dataclass(frozen=True)
class Pareto:
    """The answer: points of the frontier, the least money first.

    Attributes:
        case: Name of the case.
        as_of: Day on which the figures were known.
        digest: Digest of the case.
        currency: Currency of the case.
        points: money (of the case), area (weighted shortfall-months), end (weighted shortfall at the end),
            slope_left and slope_right (change of the area per unit of money, for less and for more money;
            empty at the ends, and where yes-no decisions make jumps).
        exact: Whether the points are all corners, and the frontier is straight between them.
        yes_no: Whether there are yes-no decisions, so that the points are a grid.
    """

    case: str
    as_of: str
    digest: str
    currency: str
    points: pl.DataFrame
    exact: bool
    yes_no: bool

    def table(self) -> pl.DataFrame:
        """Return the points."""
        return self.points

    def summary(self) -> str:
        """Return the answer in a few sentences."""
        first, last = self.points.row(0, named=True), self.points.row(-1, named=True)
        words = [
            f"As of {self.as_of}, the least money with commitments and the end at their best is "
            f"{money(first['money'], self.currency)}, with a weighted shortfall of {amount(first['area'])}; "
            f"the least shortfall is {amount(last['area'])}, for {money(last['money'], self.currency)}."
        ]
        if self.points.height == 1:
            words.append("More money saves nothing.")
        elif self.exact:
            words.append(f"Between its {self.points.height} corners the frontier is straight.")
        elif self.yes_no:
            words.append(
                "There are yes-no decisions: the frontier has jumps, and the points are a grid, each the "
                "least shortfall for its money."
            )
        else:
            words.append("The points are part of a frontier with further corners between them.")
        return " ".join(words)

    def document(self) -> dict[str, Any]:
        """Return the answer as plain data, with the points under `points`."""
        return {
            "question": "pareto",
            "baseline": self.case,
            "as_of": self.as_of,
            "digest": self.digest,
            "currency": self.currency,
            "exact": self.exact,
            "points": self.points.to_dicts(),
            "summary": self.summary(),
        }


def pareto(
    case: Case,
    points: int | None = None,
    *,
    calendar: str | None = None,
    end: str | None = None,
    **search: Unpack[Search],
) -> Pareto:
    """Find the frontier between money and shortfall.

    Args:
        case: The case.
        points: How many points, at even distances of money; None for the corners of the frontier (or for
            11 points where there are yes-no decisions).
        calendar: Periods, as for a plan.
        end: "meet" or "none", as for a plan.
        **search: What each search may cost, and what it is watched with.

    Raises:
        CaseError: The case has faults.
        OptionError: An option cannot be read.
        PlanError: There is no plan, or the search was stopped.
    """
    found: Frontier = trade_off(case, calendar=calendar, end=end, points=points, **search)
    settings = case.settings
    frame = pl.DataFrame([asdict(point) for point in found.points], schema=_SCHEMA)
    return Pareto(
        settings.name, settings.as_of, case.digest, settings.currency, frame, found.exact, found.yes_no
    )

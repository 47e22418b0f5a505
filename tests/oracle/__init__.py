"""A second, plain planner: the rules of docs/explanation/meanings.md in loops, solved by scipy.

It shares no code with the planner of the package and is slow on purpose: a row is a dictionary of
coefficients, a quantity has a name. Tests compare the levels that both find. It reads a case only through
`case.settings` and `case.table(name)`. Fixed costs need yes-no decisions; the rest is linear.
"""

from __future__ import annotations

import itertools
from typing import Any

from tests.oracle.frame import LEVELS
from tests.oracle.orders import Orders
from tests.oracle.production import Production
from tests.oracle.program import Calendar, Terms, month_number, rows
from tests.oracle.stocks import Stocks
from tests.oracle.targets import Targets

SLACKS = (1e-9, 1e-8, 1e-7, 1e-6)


def solve(case: Any, calendar: Calendar, *, end: str = "meet") -> dict[str, float | None]:
    """Finds the best value of every level, one after the other.

    Args:
        case: Anything with `settings` and `table(name)`.
        calendar: Start (month of the horizon, from 0) and months of every period, without gaps.
        end: "meet" to plan the level `end`, "none" to leave it out.

    Returns:
        The value of each level of `LEVELS`; None for a level that was left out.

    Raises:
        ValueError: No plan obeys the rules.
    """
    return Oracle(case, calendar).levels(end)


def cut(case: Any, lengths: list[int]) -> Calendar:
    """Lays periods of the given lengths over the horizon.

    Args:
        case: A period that crosses the start of a fiscal year of a payer with a budget is cut there.
        lengths: Months of each period.
    """
    first, months = month_number(case.settings.first_month), case.settings.months
    payers = {row["payer"] for row in rows(case, "budgets")}
    starts = {row["fiscal_year_start"] for row in rows(case, "nations") if row["nation"] in payers}
    breaks = {month for month in range(months) if (first + month) % 12 + 1 in starts}
    position = 0
    for length in lengths:
        breaks.add(position)
        position += length
    edges = [*sorted(month for month in breaks if month < months), months]
    return [(a, b - a) for a, b in itertools.pairwise(edges)]


class Oracle(Orders, Production, Stocks, Targets):
    """States the rules for one case and one calendar."""

    def __init__(self, case: Any, calendar: Calendar) -> None:
        super().__init__(case, calendar)
        self.kept: list[tuple[Terms, float]] = []
        self.state_orders()
        self.state_open_orders()
        self.state_production()
        self.state_capacity()
        self.state_pools()
        self.state_transfers()
        self.state_use()
        self.state_stock()
        self.state_pledges()
        self.state_targets()
        self.state_budgets()

    def levels(self, end: str) -> dict[str, float | None]:
        """Solves one level after the other; each keeps what the ones before have reached."""
        found: dict[str, float | None] = dict.fromkeys(LEVELS)
        for level in LEVELS:
            if level == "end" and end == "none":
                continue
            found[level] = self.solve_level(level)
            if self.goals[level]:
                self.kept.append((self.goals[level], found[level]))
        return found

    def solve_level(self, level: str) -> float:
        """Least value of a level; where a tight hold on the levels before cannot be kept, a looser one is."""
        rows_of_rules = len(self.program.body)
        for slack in SLACKS:
            for terms, value in self.kept:
                self.program.row(terms, high=value + slack * max(1.0, abs(value)))
            try:
                value, self.columns = self.program.minimise(self.goals[level])
            except ValueError:
                continue
            else:
                return value
            finally:
                del self.program.body[rows_of_rules:]
        raise ValueError(f"No plan obeys the rules at level {level}.")

"""A second, plain planner: the rules of docs/explanation/meanings.md in loops, solved by scipy.

It shares no code with the planner of the package and is slow on purpose: a row is a dictionary of
coefficients, a quantity has a name. Tests compare the levels that both find. It reads a case only through
`case.settings` and `case.table(name)`. Some rules need yes-no decisions; the rest is linear. Targets are
read as stated, and flat rates of instruments are left out.
"""

from __future__ import annotations

import itertools
from typing import Any

from tests.oracle.frame import LEVELS
from tests.oracle.instruments import Instruments
from tests.oracle.program import Calendar, Terms, month_number, rows

SLACKS = (1e-9, 1e-8, 1e-7, 1e-6)


def solve(
    case: Any, calendar: Calendar, *, end: str = "meet", held: dict[str, float | None] | None = None
) -> dict[str, float | None]:
    """Finds the best value of every level, one after the other.

    Args:
        case: Anything with `settings` and `table(name)`.
        calendar: Start (month of the horizon, from 0) and months of every period, without gaps.
        end: "meet" to plan the level `end`, "none" to leave it out.
        held: Values that levels have in a plan; later levels keep to them where they are worse than the best.

    Returns:
        The value of each level of `LEVELS`; None for a level that was left out.

    Raises:
        ValueError: No plan obeys the rules.
    """
    return Oracle(case, calendar).levels(end, held or {})


def cut(case: Any, lengths: list[int]) -> Calendar:
    """Lays periods of the given lengths over the horizon.

    Args:
        case: A period is cut where a fiscal year of a payer with a budget or an authority starts.
        lengths: Months of each period.
    """
    first, months = month_number(case.settings.first_month), case.settings.months
    payers = {row["payer"] for table in ("budgets", "authorities") for row in rows(case, table)}
    starts = {row["fiscal_year_start"] for row in rows(case, "nations") if row["nation"] in payers}
    breaks = {month for month in range(months) if (first + month) % 12 + 1 in starts}
    position = 0
    for length in lengths:
        breaks.add(position)
        position += length
    edges = [*sorted(month for month in breaks if month < months), months]
    return [(a, b - a) for a, b in itertools.pairwise(edges)]


class Oracle(Instruments):
    """States the rules for one case and one calendar."""

    def __init__(self, case: Any, calendar: Calendar) -> None:
        super().__init__(case, calendar)
        self.kept: list[tuple[Terms, float]] = []
        self.read_targets()
        self.state_orders()
        self.state_agreements()
        self.state_open_orders()
        self.state_production()
        self.state_capacity()
        self.read_lots()
        self.state_running()
        self.state_transfers()
        self.state_use()
        self.state_extensions()
        self.state_stock()
        self.state_fleets()
        self.state_duty()
        self.state_pools()
        self.state_pledges()
        self.state_targets()
        self.state_instruments()
        self.state_money()

    def levels(self, end: str, held: dict[str, float | None]) -> dict[str, float | None]:
        """Solves one level after the other; each keeps the values of the ones before, or a plan's."""
        found: dict[str, float | None] = dict.fromkeys(LEVELS)
        for level in LEVELS:
            if (level == "end" and end == "none") or (level == "transition" and not self.retires):
                continue
            found[level] = self.solve_level(level)
            if self.goals[level]:
                self.kept.append((self.goals[level], max(found[level], held.get(level) or found[level])))
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

"""Index sets of money: who pays, in which fiscal year, and for which expansion."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from jointstock.measure.arrays import Floats, Ints
from jointstock.measure.months import Calendar
from jointstock.model.index_sets.industry import Options
from jointstock.model.index_sets.lookup import floats, locate, rate


@dataclass(frozen=True)
class Purses:
    """Payers and their budgets by fiscal year.

    Attributes:
        payers: Every party of the case, by name.
        frame: payer, year of each budget inside the horizon, by payer and year; shape (budgets,).
        payer: Payer of each budget, shape (budgets,).
        amount: Money of the case in the months inside the horizon, shape (budgets,).
        carry: Most money that may be carried into the next year, shape (budgets,).
        before: Budget of the same payer's year before, -1 for none, shape (budgets,).
        budget_of: Budget that a payer's payments of a period count against, -1 for
            none, shape (payers, periods + 1).
    """

    payers: list[str]
    frame: pl.DataFrame
    payer: Ints
    amount: Floats
    carry: Floats
    before: Ints
    budget_of: Ints

    def find(self, names: pl.Series) -> Ints:
        """Position of parties by name."""
        return locate(pl.DataFrame({"nation": names}), pl.DataFrame({"nation": self.payers}), ["nation"])

    @cached_property
    def labels(self) -> list[str]:
        """Names such as ``EE/2024``."""
        return [f"{payer}/{year}" for payer, year in self.frame.select("payer", "year").iter_rows()]


@dataclass(frozen=True)
class Shares:
    """Who may pay for which expansion option.

    Attributes:
        option: Option of each, shape (shares,).
        payer: Payer of each, shape (shares,).
    """

    option: Ints
    payer: Ints


def fiscal_year_starts(case: Case) -> list[int]:
    """Calendar months in which a fiscal year of some payer with a budget or an authority starts."""
    limited = [
        case.table(name).select(pl.col("payer").alias("nation")) for name in ("budgets", "authorities")
    ]
    payers = pl.concat(limited).unique()
    starts = case.table("nations").join(payers, on="nation", how="semi").get_column("fiscal_year_start")
    return sorted(starts.drop_nulls().unique().to_list())


def read_purses(case: Case, calendar: Calendar, table: str = "budgets") -> Purses:
    """Budgets by fiscal year, each year counted by its months inside the horizon.

    Args:
        case: The case.
        calendar: The periods.
        table: "budgets", or "authorities" for what may be committed instead of paid.
    """
    nations = case.table("nations").sort("nation").select("nation", "fiscal_year_start")
    payers = nations.get_column("nation").to_list()
    start = nations.get_column("fiscal_year_start").to_numpy()
    months = calendar.first + np.arange(calendar.months)
    # The fiscal year of a month is the calendar year in which it began.
    year = (months[None, :] - (start[:, None] - 1)) // 12
    rows = case.table(table).sort("payer", "year")
    payer = locate(rows.rename({"payer": "nation"}).select("nation"), nations, ["nation"])
    inside = (year[payer] == rows.get_column("year").to_numpy()[:, None]).reshape(len(rows), calendar.months)
    kept = inside.any(axis=1)
    rows, payer, inside = rows.filter(pl.Series(kept)), payer[kept], inside[kept]
    amount = floats(rows, "amount") * inside.sum(axis=1) / 12
    for place, currency in enumerate(rows.get_column("currency")):
        first = calendar.first + int(np.argmax(inside[place]))
        amount[place] *= rate(case, currency).at(np.array([first]))[0]
    before = np.full(len(rows), -1, dtype=np.int64)
    follows = np.flatnonzero(payer[1:] == payer[:-1]) + 1 if len(rows) else np.zeros(0, dtype=np.int64)
    before[follows] = follows - 1
    budget_of = np.full((len(payers), calendar.periods + 1), -1, dtype=np.int64)
    for place in range(len(rows)):
        budget_of[payer[place], :-1][inside[place][calendar.starts]] = place
    carry = amount * floats(rows, "carry_over")
    frame = rows.select("payer", "year")
    return Purses(payers, frame, payer, amount, carry, before, budget_of)


def read_shares(case: Case, options: Options, purses: Purses) -> Shares:
    """Payers of every option; ``*`` stands for every party with a budget."""
    rows = case.table("expansion_payers").select("option", "payer")
    every = case.table("budgets").select("payer").unique()
    spelled = pl.concat(
        [
            rows.filter(pl.col("payer") != "*"),
            rows.filter(pl.col("payer") == "*").select("option").join(every, how="cross"),
        ]
    )
    spelled = spelled.unique().sort("option", "payer")
    return Shares(locate(spelled, options.frame, ["option"]), purses.find(spelled.get_column("payer")))

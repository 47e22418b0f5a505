"""The plan: orders, investments, transfers, stocks and prices as tables in domain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from jointstock.errors import OptionError
from jointstock.facts.case import Case
from jointstock.plans.certificate import Certificate
from jointstock.plans.schema import PLAN_TABLES


@dataclass(frozen=True, eq=False)
class Plan:
    """A plan for a case; it does not change.

    Every table of a plan is an attribute of its name and a polars frame, such as
    ``plan.orders``; its columns stand in ``plans/tables.toml``.

    Attributes:
        case: The case that was planned.
        run: What was done: status, levels, size, options, versions, basis, times.
        tables: Tables by name.
        certificate: What proves how far from best each level is; None where it was not kept.
        beginning: Where the search for a plan like it may begin, as packed; None where it was not kept.
    """

    case: Case
    run: Mapping[str, Any]
    tables: Mapping[str, pl.DataFrame]
    certificate: Certificate | None = None
    beginning: bytes | None = None

    def table(self, name: str) -> pl.DataFrame:
        """Rows of a table of the plan.

        Raises:
            OptionError: A plan has no such table.
        """
        if name not in PLAN_TABLES:
            raise OptionError(f"A plan has no table '{name}'; it has {', '.join(PLAN_TABLES)}.")
        return self.tables[name]

    def __getattr__(self, name: str) -> pl.DataFrame:
        """A table of the plan by its name."""
        if name.startswith("_") or name not in PLAN_TABLES:
            raise AttributeError(f"a plan has no table '{name}'")
        return self.tables[name]

    def __repr__(self) -> str:
        """Case, day and status."""
        return f"<Plan for '{self.run['case']}' as of {self.run['as_of']}, {self.run['status']}>"

    def level(self, name: str) -> float:
        """Value of a level, such as ``shortfall``, in the finished plan.

        Raises:
            OptionError: The plan was not made with that level.
        """
        for level in self.run["levels"]:
            if level["name"] == name:
                return float(level["value"])
        raise OptionError(f"The plan has no level '{name}'.")

    def kpi(self, name: str, nation: str | None = None, class_: str | None = None) -> str | None:
        """Text of a key figure; None where it is not known.

        Raises:
            OptionError: There is no such key figure.
        """
        rows = self.tables["kpis"].filter(
            pl.col("kpi") == name, pl.col("nation").eq_missing(nation), pl.col("class").eq_missing(class_)
        )
        if not len(rows):
            raise OptionError(
                f"The plan has no key figure '{name}' for {nation or 'all'}, {class_ or 'all classes'}."
            )
        value = rows.item(0, "value")
        return None if value is None else str(value)

    def summary(self) -> str:
        """The plan in plain sentences, as written to ``summary.txt``."""
        return str(self.run["summary"])

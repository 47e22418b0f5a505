"""What binds in the bundled case: taking one limit away moves the weighted shortfall by more than 0.1 %.

Planned on quarters and half-years, which is a sixth of the work of the default calendar.
"""

import functools
from collections.abc import Callable

import polars as pl
import pytest

import jointstock as js

CALENDAR = "4x3,8x6"


@functools.cache
def bundled() -> js.Case:
    """The bundled case."""
    return js.open_case("allies-2023-06")


def shortfall(case: js.Case) -> float:
    """Level shortfall of the plan for a case."""
    return js.make_plan(case, calendar=CALENDAR).level("shortfall")


@functools.cache
def base() -> float:
    """Level shortfall of the plan as the case stands."""
    return shortfall(bundled())


def without_scarce_component() -> js.Case:
    """Charges for ten million rounds lie ready."""
    stock = bundled().component_stocks.frame
    plenty = pl.when(pl.col("item") == "charge_module_set").then(1e7).otherwise(pl.col("quantity"))
    return bundled().replace(component_stocks=stock.with_columns(plenty.alias("quantity")))


def without_budget() -> js.Case:
    """Germany's fund for Ukraine has no budget and is not limited."""
    return bundled().replace(budgets=bundled().budgets.without("de-ua"))


def without_obstacle() -> js.Case:
    """Korea sells to Ukraine."""
    return bundled().replace(obstacles=bundled().obstacles.without("kr-policy"))


def without_lead_time() -> js.Case:
    """Guided rockets are finished in the month they are begun."""
    case = bundled()
    lines = case.lines.where(item="gmlrs").frame.get_column("line").to_list()
    months = pl.when(pl.col("line").is_in(lines)).then(0).otherwise(pl.col("months"))
    return case.replace(line_leads=case.line_leads.frame.with_columns(months.alias("months")))


def without_expansion() -> js.Case:
    """The American line of charges cannot grow."""
    case = bundled()
    return case.replace(
        expansions=case.expansions.without("us-charges"),
        expansion_payers=case.expansion_payers.without("us-charges"),
    )


@pytest.mark.parametrize(
    "changed",
    [without_scarce_component, without_budget, without_obstacle, without_lead_time, without_expansion],
)
def test_every_kind_of_limit_binds(changed: Callable[[], js.Case]) -> None:
    """Without a component's scarcity, a budget, an obstacle, a lead time or an expansion the plan moves."""
    assert abs(shortfall(changed()) / base() - 1) > 0.001

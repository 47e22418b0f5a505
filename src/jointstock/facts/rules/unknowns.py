"""Unknown is not zero: cells that are empty although a plan needs them."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.dictionary import DICTIONARY
from jointstock.facts.requirement import is_computed
from jointstock.facts.rules.pointing import Row, Rule, numbered, point

_ALWAYS = (
    ("lines", ("capacity", "yield")),
    ("recipes", ("quantity",)),
    ("expansions", ("capacity", "build_months")),
    ("line_modes", ("hours",)),
    ("surges", ("capacity", "retention")),
    ("contracts", ("admin_months",)),
    ("contract_prices", ("price",)),
    ("budgets", ("amount", "carry_over")),
    ("authorities", ("amount", "carry_over")),
    ("instrument_values", ("value",)),
    ("assumptions", ("value",)),
    ("usage", ("rate",)),
    ("holdings", ("quantity",)),
    ("component_stocks", ("quantity",)),
    ("lanes", ("months", "cost")),
    ("life_extensions", ("months", "cost")),
    ("fleets", ("holding", "training_months")),
    ("retirements", ("quantity",)),
    ("fleet_floors", ("quantity",)),
    ("fleet_needs", ("rate", "days")),
    ("rates", ("value",)),
    ("orders", ("quantity", "price", "paid_share", "due")),
)


def needed_cells(case: Case) -> Iterator[Fault]:
    """A cell is empty, which means unknown, and every plan needs it."""
    for table, columns in _ALWAYS:
        for column in columns:
            if case.table(table).get_column(column).null_count():
                found = numbered(case, table).filter(pl.col(column).is_null())
                yield from _needed(case, table, column, found, "the plan needs it")


def opening_rates(case: Case) -> Iterator[Fault]:
    """A line has a ramp limit, and the rate it starts from is not known."""
    limited = pl.col("ramp_growth").is_not_null() | pl.col("ramp_step").is_not_null()
    found = numbered(case, "lines").filter(limited & pl.col("rate_now").is_null())
    yield from _needed(case, "lines", "rate_now", found, "the ramp limit of the line starts from it")


def mode_hours(case: Case) -> Iterator[Fault]:
    """A line has shift modes, and the hours that a start takes are not known."""
    lines = numbered(case, "lines").join(case.table("line_modes"), on="line", how="semi")
    found = lines.filter(pl.col("hours_per_start").is_null())
    yield from _needed(
        case, "lines", "hours_per_start", found, "the hours of its shift modes are shared by it"
    )


def paid_costs(case: Case) -> Iterator[Fault]:
    """Somebody pays for an expansion or a shift mode, and the cost is not known."""
    expansions = numbered(case, "expansions").filter(
        pl.col("cost").is_null() & pl.col("break_even").is_null()
    )
    yield from _needed(case, "expansions", "cost", expansions, "the plan needs it")
    modes = numbered(case, "line_modes").filter(pl.col("cost").is_null() & pl.col("payer").is_not_null())
    yield from _needed(case, "line_modes", "cost", modes, "its payer pays it in every month of the mode")


def called_surges(case: Case) -> Iterator[Fault]:
    """A surge has a trigger, and after which notice or at what cost it is called is not known."""
    called = numbered(case, "surges").filter(pl.col("trigger").is_not_null())
    for column in ("notice_months", "call_cost"):
        found = called.filter(pl.col(column).is_null())
        yield from _needed(case, "surges", column, found, "the trigger lets it be called")


def certifications(case: Case) -> Iterator[Fault]:
    """A plan may buy a certification, and how long it takes or what it costs is not known."""
    bought = numbered(case, "compatibility").filter(pl.col("certify"))
    for column in ("months_to_certify", "cost_to_certify"):
        found = bought.filter(pl.col(column).is_null())
        yield from _needed(case, "compatibility", column, found, "the plan may buy the certification")


def planned_targets(case: Case) -> Iterator[Fault]:
    """A target of the version planned with has no quantity, and no method that computes it."""
    version = case.settings.target_version
    planned = pl.lit(value=True) if version is None else pl.col("version") == version
    found = numbered(case, "targets").filter(planned & pl.col("quantity").is_null() & ~is_computed())
    yield from _needed(case, "targets", "quantity", found, "the plan works towards it")


def contracted_pledges(case: Case) -> Iterator[Fault]:
    """A pledge is contracted, and what, how much or when is not known."""
    contracted = numbered(case, "pledges").filter(pl.col("status") == "contracted")
    for column in ("item", "quantity", "due"):
        found = contracted.filter(pl.col(column).is_null())
        yield from _needed(case, "pledges", column, found, "a contracted pledge binds its donor")


def _needed(case: Case, table: str, column: str, found: pl.DataFrame, why: str) -> list[Fault]:
    spec = DICTIONARY.tables[table]
    about = spec.by_name[column]
    zero = (
        "Write 0 if there is none, or fill"
        if about.type in ("number", "integer") and about.above is None
        else "Fill"
    )
    return point(
        case,
        table,
        found,
        code="unknown-needed",
        column=column,
        expected=lambda row: f"a value for {_named(row, spec.key)}: empty means unknown, and {why}",
        remedy=f"{zero} in an estimate and mark it as assumed.",
    )


def _named(row: Row, key: tuple[str, ...]) -> str:
    return " / ".join(str(row[part]) for part in key if row[part] not in (None, ""))


RULES = (
    Rule(needed_cells, ()),
    Rule(opening_rates, ("lines",)),
    Rule(mode_hours, ("lines", "line_modes")),
    Rule(paid_costs, ("expansions", "line_modes")),
    Rule(called_surges, ("surges",)),
    Rule(certifications, ("compatibility",)),
    Rule(planned_targets, ("settings", "targets")),
    Rule(contracted_pledges, ("pledges",)),
)

"""Key figures of a plan, prices of its limits, and what they rest on."""

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from jointstock.facts.cover import covering, first_class
from jointstock.facts.fleet_needs import fleet_needs
from jointstock.facts.requirement import filled_targets
from jointstock.measure.arrays import Floats
from jointstock.measure.money import present_value_factors
from jointstock.model.index_sets.holders import PAIR
from jointstock.model.index_sets.lookup import rate
from jointstock.model.index_sets.sets import Sets
from jointstock.model.parts.serving import opening_fleet_needs
from jointstock.plans.accounts import AFTER
from jointstock.plans.totals import totals
from jointstock.solver.program import Program

BASES = ("cited", "derived", "assumed", "synthetic")
_PRICED = {
    "budget": "unit of money",
    "capacity": "start",
    "component_balance": "unit of the component",
    "ramp_limit": "start a month",
    "option_once": "option",
    "releasable": "unit to give",
    "ceiling": "unit under the ceiling",
    "stock_balance": "unit in stock",
    "lot_balance": "unit in stock",
    "life_extension": "unit renewed",
}
_CLOSED = 1e-6
_NO_PRICE = 1e-12


def kpis(case: Case, sets: Sets, short: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    """Table ``kpis``.

    Args:
        case: The case.
        sets: Its index sets.
        short: The table ``shortfalls``.
        paid: The table ``payments`` with the place of each period.
    """
    return pl.concat([_shortfall_figures(sets, short), _money_figures(case, sets, paid)])


def prices(program: Program, marginal: Floats | None) -> pl.DataFrame:
    """Table ``prices``: what one unit more of each limit would save, where it is not nothing.

    Args:
        program: The program.
        marginal: Change of the objective per unit of each row's right-hand side; None
            where the solver gave none.
    """
    rows: list[dict[str, object]] = []
    for name, unit in _PRICED.items():
        family = program.row_families[name]
        inside = slice(family.start, family.start + family.count)
        saved = np.zeros(family.count) if marginal is None else -marginal[inside]
        for member in np.flatnonzero(np.abs(saved) > _NO_PRICE):
            where = family.keys(family.start + int(member))
            period = where[1] if len(where) > 1 else None
            price = float(saved[member])
            rows.append({"row": name, "object": where[0], "period": period, "price": price, "unit": unit})
    schema = {
        "row": pl.String,
        "object": pl.String,
        "period": pl.String,
        "price": pl.Float64,
        "unit": pl.String,
    }
    return pl.DataFrame(rows, schema=schema)


def worst_basis(*columns: str) -> pl.Expr:
    """The worst basis of several columns of bases."""
    ranks = [
        pl.col(name).replace_strict({base: n for n, base in enumerate(BASES)}, default=0) for name in columns
    ]
    return pl.max_horizontal(ranks).replace_strict(dict(enumerate(BASES)), return_dtype=pl.String)


def order_basis(case: Case, placed: pl.DataFrame) -> pl.Series:
    """Basis of each order: the worst of its contract, line and all prices of the item under it."""
    joined = placed.select("contract", "line", "item")
    for table, keys in (
        ("contracts", ["contract"]),
        ("contract_prices", ["contract", "item"]),
        ("lines", ["line"]),
    ):
        rank = pl.col("basis").replace_strict({base: n for n, base in enumerate(BASES)}, default=0)
        worst_rank = rank.max().replace_strict(dict(enumerate(BASES)), return_dtype=pl.String)
        rows = case.table(table).group_by(keys).agg(worst_rank.alias(f"basis_{table}"))
        joined = joined.join(rows, on=keys, how="left", maintain_order="left")
    worst = worst_basis("basis_contracts", "basis_contract_prices", "basis_lines")
    return joined.select(worst.alias("basis")).to_series()


def shortfall_basis(case: Case, sets: Sets) -> pl.DataFrame:
    """Basis of each requirement: the worst of its targets, use, holdings and fleets; nation, class, basis."""
    targets = filled_targets(case)
    if case.settings.target_version is not None:
        targets = targets.filter(pl.col("version") == case.settings.target_version)
    key = ["nation", "class"]
    needs = sets.requirements
    stocks = sets.pairs.frame[needs.cover_pair.tolist()].select("item", holder="nation")
    ways = needs.frame[needs.cover_requirement.tolist()].hstack(stocks)
    holdings = case.table("holdings").select("item", "basis", holder="nation")
    held = ways.join(holdings, on=["holder", "item"])
    usage = case.table("usage")
    used = usage.filter(pl.col("class") != "").select(*key, "basis")
    # Unmet use of an item counts for the first class that it covers.
    by_item = usage.filter(pl.col("item") != "").drop("class").join(first_class(covering(case)), on=PAIR)
    fleets = case.table("fleets").select("nation", pl.col("platform").alias("item"), "basis")
    served = fleet_needs(case).join(fleets, on=["nation", "item"])
    parts = (targets, held, used, by_item, served)
    every = pl.concat([part.select(*key, "basis") for part in parts])
    rank = pl.col("basis").replace_strict({base: n for n, base in enumerate(BASES)}, return_dtype=pl.Int64)
    worst = every.group_by(key).agg(rank.max().replace_strict(dict(enumerate(BASES)), return_dtype=pl.String))
    return needs.frame.join(worst, on=key, how="left", maintain_order="left")


def basis_shares(placed: pl.DataFrame, short: pl.DataFrame) -> dict[str, dict[str, float]]:
    """Share of the order value and of the weighted shortfall that rests on each basis."""
    shares: dict[str, dict[str, float]] = {}
    for name, frame, column in (("money", placed, "value"), ("shortfall", short, "weighted")):
        rested = frame.filter(pl.col("basis").is_not_null())
        by_basis = dict(totals(rested, ["basis"], column).iter_rows())
        total = float(frame.get_column(column).to_numpy().sum())
        shares[name] = {base: (by_basis.get(base) or 0.0) / total if total > 0 else 0.0 for base in BASES}
    return shares


def _shortfall_figures(sets: Sets, short: pl.DataFrame) -> pl.DataFrame:
    """Figures of each nation and class, and of all together."""
    needs, calendar = sets.requirements, sets.calendar
    shape = (len(needs.labels), calendar.periods)
    gap, unmet, area = (
        short.get_column(name).to_numpy().reshape(shape) for name in ("shortfall", "unmet", "area")
    )
    last = gap[:, -1] + unmet.sum(axis=1)
    figures = {
        "area": (area.sum(axis=1) * needs.weight, "weighted shortfall-months"),
        "area_units": (area.sum(axis=1), "unit-months"),
        "end_shortfall": (last, "units"),
        "peak_shortfall": (gap.max(axis=1, initial=0.0), "units"),
        "unmet_use": (unmet.sum(axis=1), "units"),
    }
    frames = [
        _rows(name, needs.frame, [repr(float(v)) for v in values], unit)
        for name, (values, unit) in figures.items()
    ]
    frames.append(_rows("time_to_target", needs.frame, _times(sets, gap), "months"))
    whole = pl.DataFrame(
        {"nation": [None], "class": [None]}, schema={"nation": pl.String, "class": pl.String}
    )
    total_area, total_end = float((area.sum(axis=1) * needs.weight).sum()), float((last * needs.weight).sum())
    frames.append(_rows("area", whole, [repr(total_area)], "weighted shortfall-months"))
    frames.append(_rows("end_shortfall", whole, [repr(total_end)], "weighted shortfall"))
    return pl.concat(frames)


def _times(sets: Sets, gap: Floats) -> list[str]:
    """Months until each requirement is met for good; ``never`` where it is not."""
    needs, calendar = sets.requirements, sets.calendar
    room = _CLOSED * needs.scale
    # The opening stock counts wholly towards every class that it covers.
    opening = np.zeros(len(needs.labels))
    counts = needs.certification < 0
    held = needs.ratio * sets.pairs.opening[needs.cover_pair]
    np.add.at(opening, needs.cover_requirement[counts], held[counts])
    first = needs.target[:, 0] + opening_fleet_needs(sets)
    met = gap <= room[:, None]
    from_here = np.logical_and.accumulate(met[:, ::-1], axis=1)[:, ::-1]
    already = (opening >= first - room) & from_here[:, 0]
    times = []
    for row, at_once in zip(from_here, already, strict=True):
        period = int(np.argmax(row)) if row.any() else -1
        times.append("never" if period < 0 else "0" if at_once else str(int(calendar.ends[period])))
    return times


def _money_figures(case: Case, sets: Sets, paid: pl.DataFrame) -> pl.DataFrame:
    """Money of the whole plan and of each payer, nominal, real and as present value."""
    count = sets.calendar.periods
    decided = paid.filter(pl.col("kind") != "open order")
    amount, place = decided.get_column("amount").to_numpy(), decided.get_column("place").to_numpy()
    currency = case.settings.currency
    whole = pl.DataFrame(
        {"nation": [None], "class": [None]}, schema={"nation": pl.String, "class": pl.String}
    )
    real: list[str | None] = [None]
    if case.settings.deflator is not None:
        index = rate(case, case.settings.deflator)
        base = index.at(np.array([case.settings.price_year * 12]))[0]
        real = [repr(float((amount * base / index.in_periods(sets.calendar)[place]).sum()))]
    value: list[str | None] = [None]
    if case.settings.discount_rate is not None:
        value = [
            repr(
                float(
                    (amount * present_value_factors(sets.calendar, case.settings.discount_rate)[place]).sum()
                )
            )
        ]
    frames = [
        _rows("money", whole, [repr(float(amount.sum()))], currency),
        _rows("money_real", whole, real, f"{currency} of {case.settings.price_year}"),
        _rows("money_present_value", whole, value, currency),
        _rows("money_after", whole, [repr(float(amount[place == count].sum()))], currency),
    ]
    for name, rows in (("money", decided), ("money_after", decided.filter(pl.col("period") == AFTER))):
        by_payer = totals(rows, ["payer"], "amount").sort("payer")
        keys = by_payer.select(pl.col("payer").alias("nation"), pl.lit(None, dtype=pl.String).alias("class"))
        frames.append(_rows(name, keys, [repr(float(v)) for v in by_payer.get_column("amount")], currency))
    return pl.concat(frames)


def _rows(name: str, keys: pl.DataFrame, values: "list[str] | list[str | None]", unit: str) -> pl.DataFrame:
    rows = keys.select(pl.lit(name).alias("kpi"), "nation", "class")
    return rows.with_columns(pl.Series("value", values, dtype=pl.String), pl.lit(unit).alias("unit"))

"""What lines could finish at the most: their capacity, reached as fast as their ramp allows."""

import numpy as np
import polars as pl

from jointstock.measure.arrays import Floats
from jointstock.measure.months import Calendar, month_number
from jointstock.plans.plan import Plan


def calendar_of(plan: Plan) -> Calendar:
    """Periods of a plan."""
    lengths = tuple(int(months) for months in plan.periods.get_column("months"))
    return Calendar(month_number(str(plan.run["first_month"])), lengths)


def reachable_starts(plan: Plan) -> dict[str, Floats]:
    """Most starts of each line in each period, shape (periods,).

    The capacity of the plan, what it builds included; where a line's growth is limited, from its opening
    rate at the pace allowed.
    """
    calendar = calendar_of(plan)
    length = calendar.length
    place = {period: n for n, period in enumerate(plan.periods.get_column("period"))}
    rates: dict[str, Floats] = {}
    for line, period, capacity in plan.production.select("line", "period", "capacity").unique().iter_rows():
        rates.setdefault(line, np.zeros(calendar.periods))[place[period]] = capacity
    ramps = plan.case.table("lines").select("line", "rate_now", "ramp_growth", "ramp_step")
    limited = ramps.filter(pl.col("ramp_growth").is_not_null() | pl.col("ramp_step").is_not_null())
    for line, now, growth, step in limited.iter_rows():
        if line in rates and now is not None:
            rates[line] = _ramped(rates[line] / length, length, now, (growth or 0.0, step or 0.0)) * length
    return rates


def arrivals(plan: Plan, ahead: int) -> dict[str, Floats]:
    """Good units of each line that can be in stock, by period, shape (periods,).

    Args:
        plan: The plan.
        ahead: Months that pass before a unit in stock can be used.
    """
    calendar = calendar_of(plan)
    yields = dict(plan.case.table("lines").select("line", "yield").iter_rows())
    profiles = _profiles(plan)
    found: dict[str, Floats] = {}
    for line, starts in reachable_starts(plan).items():
        profile = {months + ahead: share for months, share in profiles.get(line, {0: 1.0}).items()}
        found[line] = (starts @ calendar.landing_profile(profile)[:, :-1]) * yields[line]
    return found


def delays(plan: Plan) -> dict[str, int]:
    """Months that obstacles add to the leads of lines."""
    rows = plan.case.table("obstacles").filter(
        pl.col("touches") == "production", pl.col("effect") == "delays"
    )
    sites = plan.case.table("sites").select("site", "nation")
    lines = plan.case.table("lines").select("line", "item", "site").join(sites, on="site")
    pairs = lines.join(
        rows.select("months", only_line="line", only_item="item", only_from="from"), how="cross"
    )
    fits = [
        pl.col(f"only_{name}").is_in(["*"]) | (pl.col(f"only_{name}") == pl.col(of))
        for name, of in (("line", "line"), ("item", "item"), ("from", "nation"))
    ]
    added = pairs.filter(*fits).group_by("line").agg(pl.col("months").sum())
    return dict(added.iter_rows())


def _profiles(plan: Plan) -> dict[str, dict[int, float]]:
    """Share of starts finished after so many months, by line."""
    added = delays(plan)
    profiles: dict[str, dict[int, float]] = {}
    for line, months, share in plan.case.table("line_leads").select("line", "months", "share").iter_rows():
        profiles.setdefault(line, {})[months + added.get(line, 0)] = share
    return profiles


def _ramped(capacity: Floats, length: Floats, now: float, pace: tuple[float, float]) -> Floats:
    """Highest monthly rates under the ramp limit, shape (periods,)."""
    growth, step = pace
    rates, before, months = np.empty_like(capacity), now, 1.0
    for period, limit in enumerate(capacity):
        between = (months + length[period]) / 2
        before = min(limit, before * (1 + growth) ** between + step * between)
        rates[period], months = before, length[period]
    return rates

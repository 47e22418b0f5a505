"""How much of what every part of a finished item allows is used, period by period.

A part allows what its lines can finish - run at their best, as fast as their ramp lets them, with what the
plan builds, and after their lead time - and what was in stock at the start, by itself or inside other parts.
The part of which most is used is the scarcest; where all of it is used, it limits complete rounds.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from jointstock.measure.arrays import Floats
from jointstock.plans.plan import Plan
from jointstock.report.bill import Bill, Need, bill_of, hubs, needs, part_use, units_in
from jointstock.report.names import Names
from jointstock.report.reach import arrivals, calendar_of, reachable_starts
from jointstock.report.words import month_ending, worst

ASSEMBLY = "final assembly"
_MAIN_USER = 0.5
Places = np.ndarray[tuple[int], np.dtype[np.intp]]


@dataclass(frozen=True)
class Chain:
    """An item finished at one hub, with the parts it is made of.

    Attributes:
        item: The finished item.
        hub: Hub of the lines that finish it.
        parts: Name of each part in words, the final assembly first.
        monthly: Complete units a month that the lines of each part could supply, shape (parts, periods).
        tightness: Share of what each part allowed since the start, stock included, that is used,
            shape (parts, periods).
        planned: Units started in each period, counted in good units, shape (periods,).
        basis: Worst basis of lines, recipes and stocks.
    """

    item: str
    hub: str
    parts: tuple[str, ...]
    monthly: Floats
    tightness: Floats
    planned: Floats
    basis: str | None

    @property
    def scarcest(self) -> Places:
        """Place of the part of which most is used, shape (periods,)."""
        found: Places = np.argmax(self.tightness.round(6), axis=0)
        return found

    @property
    def possible(self) -> Floats:
        """Units that each part would have allowed since the start; not a number where nothing is made yet."""
        done = np.broadcast_to(np.cumsum(self.planned), self.tightness.shape)
        known = (self.tightness > 0) & (done > 0)
        return np.asarray(np.divide(done, self.tightness, out=np.full(done.shape, np.nan), where=known))


def chains(plan: Plan, names: Names) -> list[Chain]:
    """Every finished item with parts, at each hub where the plan makes it; the longest bill first.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    bill = bill_of(plan)
    ends = plan.case.table("items").filter(pl.col("kind") == "end").select("item")
    made = (
        plan.production.filter(pl.col("good") > 0).join(hubs(plan), on=["line", "item"]).join(ends, on="item")
    )
    places = [
        place
        for place in made.select("item", "hub").unique().sort("item", "hub").iter_rows()
        if place in bill.parts
    ]
    found = [_chain(plan, bill, names, place) for place in places]
    return sorted(
        found, key=lambda chain: (-len(chain.parts), -float(chain.planned.sum()), chain.item, chain.hub)
    )


def month_by_month(plan: Plan, chain: Chain) -> pl.DataFrame:
    """A row for every part and period of a chain.

    Args:
        plan: The plan.
        chain: The chain.

    Returns:
        part, period, month (last of the period), monthly (rounds a month its lines could supply),
        possible (rounds since the start, stock included), done (rounds started since the start),
        planned (rounds a month), tightness (share), scarcest (flag).
    """
    calendar = calendar_of(plan)
    ends = [
        month_ending(label, months) for label, months in zip(calendar.labels, calendar.lengths, strict=True)
    ]
    parts, periods = len(chain.parts), calendar.periods
    flag = np.arange(parts)[:, None] == chain.scarcest[None, :]
    return pl.DataFrame(
        {
            "part": np.repeat(chain.parts, periods).tolist(),
            "period": list(calendar.labels) * parts,
            "month": ends * parts,
            "monthly": chain.monthly.ravel(),
            "possible": chain.possible.ravel(),
            "done": np.tile(np.cumsum(chain.planned), parts),
            "planned": np.tile(chain.planned / calendar.length, parts),
            "tightness": chain.tightness.ravel(),
            "scarcest": flag.ravel(),
        }
    )


def _chain(plan: Plan, bill: Bill, names: Names, place: tuple[str, str]) -> Chain:
    item, hub = place
    calendar = calendar_of(plan)
    makers = hubs(plan).filter(pl.col("hub") == hub)
    finishing = makers.filter(pl.col("item") == item).get_column("line").to_list()
    made = (
        plan.production.filter(pl.col("line").is_in(finishing)).group_by("period").agg(pl.col("good").sum())
    )
    by_period = dict(made.iter_rows())
    planned = np.array([by_period.get(period, 0.0) for period in calendar.labels])
    assembly = _assembly(plan, finishing)
    monthly, tightness, titles = [assembly], [_used_share(planned, assembly)], [ASSEMBLY]
    for need in needs(bill, item, hub):
        each = sum(need.units.values())
        if each > 0:
            supply, taken = _supply(plan, need, makers), sum(need.taken.values()) / len(need.taken)
            shares = _shares(bill, place) if taken >= _MAIN_USER else {}
            drawn = (planned * each if shares else 0.0) + _drawn_by_others(plan, need, place, shares)
            tightness.append(_used_share(drawn, supply + _stock(plan, bill, need, (hub, shares))))
            monthly.append(supply * taken / each)
            titles.append(" / ".join(names.item(part) for part in need.units))
    lengths, basis = calendar.length, _basis(plan, item, hub, bill)
    return Chain(item, hub, tuple(titles), np.array(monthly) / lengths, np.array(tightness), planned, basis)


def _used_share(drawn: Floats, allowed: Floats) -> Floats:
    """Share of all that was allowed so far that has been drawn, shape (periods,)."""
    total, limit = np.cumsum(drawn), np.cumsum(allowed)
    return np.asarray(np.divide(total, limit, out=np.zeros_like(total), where=limit > 0))


def _assembly(plan: Plan, finishing: list[str]) -> Floats:
    """Good units that the finishing lines could start in each period."""
    yields = dict(plan.case.table("lines").select("line", "yield").iter_rows())
    starts = reachable_starts(plan)
    parts = [starts[line] * yields[line] for line in finishing if line in starts]
    return np.asarray(np.sum([np.zeros(len(plan.periods)), *parts], axis=0))


def _supply(plan: Plan, need: Need, makers: pl.DataFrame) -> Floats:
    """Units of a part that its lines can have ready for the item in each period."""
    ready = arrivals(plan, need.ahead)
    total = np.zeros(len(plan.periods))
    for line, item in makers.select("line", "item").iter_rows():
        if item in need.units and line in ready:
            total = total + ready[line]
    return total


def _drawn_by_others(plan: Plan, need: Need, place: tuple[str, str], shares: dict[str, float]) -> Floats:
    """Units of a part that other items draw, in the period in which the item would have used them.

    Args:
        plan: The plan.
        need: The part.
        place: The item and its hub.
        shares: Share of the output of each maker that goes into the item. Empty where the item is not the
            main user: then everything drawn counts, the item's own share too.
    """
    item, hub = place
    ours = {item: 1.0, **shares} if shares else {}
    drawn = part_use(plan).filter(pl.col("hub") == hub, pl.col("component").is_in(list(need.units)))
    by_maker = drawn.group_by("item", "period").agg(pl.col("used").sum()).sort("item", "period")
    order = {period: n for n, period in enumerate(plan.periods.get_column("period"))}
    units = np.zeros(len(order))
    for maker, period, used in by_maker.iter_rows():
        units[order[period]] += used * (1 - min(1.0, ours.get(maker, 0.0)))
    return np.asarray(units @ calendar_of(plan).landing(need.ahead)[:, :-1])


def _stock(plan: Plan, bill: Bill, need: Need, pool: tuple[str, dict[str, float]]) -> Floats:
    """Units of a part in stock at the start, in the period they can be used; also those inside other parts.

    Args:
        plan: The plan.
        bill: Bills of materials.
        need: The part.
        pool: The hub, and the share of each other part that goes into the item.
    """
    hub, shares = pool
    held = plan.case.table("component_stocks").filter(pl.col("hub") == hub, pl.col("quantity") > 0)
    calendar = calendar_of(plan)
    units = np.zeros(calendar.periods)
    for part, quantity in held.select("item", "quantity").iter_rows():
        if part in need.units:
            content, wait = 1.0, need.ahead
        else:
            inside = units_in(bill, part, hub)
            content, wait = shares.get(part, 0.0) * sum(inside.get(member, 0.0) for member in need.units), 0
        if content > 0 and wait < calendar.months:
            units[calendar.period_of_month[wait]] += quantity * content
    return units


def _shares(bill: Bill, place: tuple[str, str]) -> dict[str, float]:
    """Share of each part that the item takes, by part."""
    return {part: share for need in needs(bill, *place) for part, share in need.taken.items()}


def _basis(plan: Plan, item: str, hub: str, bill: Bill) -> str | None:
    parts = [item, *(part for need in needs(bill, item, hub) for part in need.units)]
    tables = ("lines", "recipes", "component_stocks")
    rows = [plan.case.table(table).filter(pl.col("item").is_in(parts)) for table in tables]
    return worst(pl.concat([frame.select("basis") for frame in rows]).get_column("basis").to_list())

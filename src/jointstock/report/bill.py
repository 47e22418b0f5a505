"""Bills of materials as a plan uses them: what a finished unit needs of every part, tier by tier."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from jointstock.facts.dictionary import filled
from jointstock.plans.plan import Plan

Place = tuple[str, str]


@dataclass(frozen=True)
class Bill:
    """Which part goes into what, at each hub, in the mix of recipes of a plan.

    Attributes:
        parts: Units of each part for one good unit, by what is made and its hub.
        taken: Share of all use of a part that goes into what is made, by part, what is made, and hub.
        lead: Mean months from start to stock, by what is made and its hub.
        alternatives: Parts that can stand in for each other in what is made, by what is made and its hub.
    """

    parts: Mapping[Place, Mapping[str, float]]
    taken: Mapping[tuple[str, str, str], float]
    lead: Mapping[Place, float]
    alternatives: Mapping[Place, tuple[str, ...]]


@dataclass(frozen=True)
class Need:
    """What a finished item needs of a part.

    Attributes:
        part: The part; several joined by a plus sign stand in for each other.
        units: Units of each member for one good unit of the item.
        taken: Share of each member's output that this item takes in the plan.
        ahead: Months by which the part must be there before the item is started.
    """

    part: str
    units: dict[str, float]
    taken: dict[str, float]
    ahead: int


def bill_of(plan: Plan) -> Bill:
    """The bills of materials of a plan.

    Args:
        plan: The plan.
    """
    used = part_use(plan)
    made = _made(plan)
    good = {(item, hub): units for item, hub, units, _ in made.iter_rows()}
    total = dict(_keyed(used.group_by("component", "hub").agg(pl.col("used").sum())))
    parts: dict[Place, dict[str, float]] = {}
    taken: dict[tuple[str, str, str], float] = {}
    for item, hub, part, units in (
        used.group_by("item", "hub", "component")
        .agg(pl.col("used").sum())
        .sort("item", "hub", "component")
        .iter_rows()
    ):
        output = good.get((item, hub), 0.0)
        parts.setdefault((item, hub), {})[part] = units / output if output > 0 else 0.0
        taken[part, item, hub] = units / total[part, hub] if total[part, hub] > 0 else 1.0
    lead = {(item, hub): months for item, hub, _, months in made.iter_rows()}
    return Bill(parts, taken, lead, _alternatives(used))


def needs(bill: Bill, item: str, hub: str) -> list[Need]:
    """What an item needs of every part, all tiers down, in the order of the tiers.

    Args:
        bill: Bills of materials.
        item: The finished item.
        hub: Hub of the lines that finish it.
    """
    found: dict[str, Need] = {}
    for part, units, taken, ahead in _walk(bill, item, hub):
        need = found.setdefault(part, Need(part, {part: 0.0}, {part: 0.0}, 0))
        ahead = max(need.ahead, round(ahead))
        found[part] = Need(part, {part: need.units[part] + units}, {part: need.taken[part] + taken}, ahead)
    return _together(bill, found, hub, [item, *found])


def units_in(bill: Bill, item: str, hub: str) -> dict[str, float]:
    """Units of every part inside one good unit of an item, all tiers down."""
    inside: dict[str, float] = {}
    for part, units, _, _ in _walk(bill, item, hub):
        inside[part] = inside.get(part, 0.0) + units
    return inside


def _walk(bill: Bill, item: str, hub: str) -> Iterator[tuple[str, float, float, float]]:
    """Every path down the bill: part, units for one item, share taken, months ahead."""
    layer = [(item, 1.0, 1.0, 0.0)]
    while layer:
        below = []
        for upper, units, taken, ahead in layer:
            wait = ahead if upper == item else ahead + bill.lead.get((upper, hub), 0.0)
            for part, each in bill.parts.get((upper, hub), {}).items():
                below.append((part, units * each, taken * bill.taken[part, upper, hub], wait))
        yield from below
        layer = below


def _together(bill: Bill, found: dict[str, Need], hub: str, tops: list[str]) -> list[Need]:
    """Merge parts that stand in for each other; one place keeps the order."""
    leader: dict[str, str] = {}
    for top in tops:
        group = [part for part in bill.alternatives.get((top, hub), ()) if part in found]
        if len(group) > 1:
            leader |= {part: leader.get(part, group[0]) for part in group}
    merged: dict[str, list[Need]] = {}
    for part, need in found.items():
        merged.setdefault(leader.get(part, part), []).append(need)
    return [_merged(members) for members in merged.values()]


def _merged(members: list[Need]) -> Need:
    units = {part: units for need in members for part, units in need.units.items()}
    taken = {part: share for need in members for part, share in need.taken.items()}
    return Need("+".join(need.part for need in members), units, taken, max(need.ahead for need in members))


def part_use(plan: Plan) -> pl.DataFrame:
    """What each recipe of each line draws from the pools in each period.

    Returns:
        item (what is made), line, recipe, hub, component, period, used (units of the component).
    """
    recipes = plan.case.table("recipes").select("item", "line", "recipe", "component", "quantity")
    lines = hubs(plan)
    own = recipes.filter(pl.col("line") != "*").join(lines, on=["line", "item"])
    others = lines.join(own.select("line", "item").unique(), on=["line", "item"], how="anti")
    shared = others.join(recipes.filter(pl.col("line") == "*").drop("line"), on="item")
    every = pl.concat([own.select(sorted(own.columns)), shared.select(sorted(own.columns))])
    starts = plan.production.select("line", "item", "recipe", "period", "starts")
    joined = every.join(starts, on=["line", "item", "recipe"])
    used = joined.with_columns((pl.col("quantity") * pl.col("starts")).alias("used"))
    keys = ("item", "line", "recipe", "hub", "component", "period")
    return used.select(*keys, "used").sort(keys)


def hubs(plan: Plan) -> pl.DataFrame:
    """Hub of every line: line, item, hub."""
    sites = plan.case.table("sites").select("site", filled("sites", "hub"))
    return plan.case.table("lines").join(sites, on="site").select("line", "item", "hub")


def _made(plan: Plan) -> pl.DataFrame:
    """Good output of the whole plan and its mean lead: item, hub, good, lead."""
    leads = (
        plan.case.table("line_leads")
        .group_by("line")
        .agg((pl.col("months") * pl.col("share")).sum().alias("lead"))
    )
    rows = plan.production.join(hubs(plan), on=["line", "item"]).join(leads, on="line", how="left")
    weighted = (pl.col("lead") * pl.col("good")).sum() / pl.col("good").sum()
    return (
        rows.group_by("item", "hub")
        .agg(pl.col("good").sum(), weighted.fill_nan(0.0).alias("lead"))
        .sort("item", "hub")
    )


def _alternatives(used: pl.DataFrame) -> dict[Place, tuple[str, ...]]:
    """Parts that some recipes of an item use and others do not."""
    ways = pl.struct("line", "recipe")
    rows = used.with_columns(ways.n_unique().over("item", "hub").alias("ways"))
    some = (
        rows.group_by("item", "hub", "component")
        .agg(ways.n_unique().alias("uses"), pl.col("ways").first())
        .filter(pl.col("uses") < pl.col("ways"))
    )
    found: dict[Place, tuple[str, ...]] = {}
    for item, hub, part in (
        some.select("item", "hub", "component").sort("item", "hub", "component").iter_rows()
    ):
        found[item, hub] = (*found.get((item, hub), ()), part)
    return found


def _keyed(frame: pl.DataFrame) -> Iterator[tuple[tuple[str, str], float]]:
    return (((first, second), value) for first, second, value in frame.iter_rows())

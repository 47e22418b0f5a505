"""Index sets of fleets: platforms in service, how they enter and leave, what they require."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from jointstock.facts.dictionary import filled
from jointstock.facts.fleet_needs import fleet_needs
from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.measure.months import Calendar, month_number
from jointstock.model.index_sets.agreements import Backlog, Edges, Pipeline
from jointstock.model.index_sets.holders import HOLDERS, PAIR, Lanes, read_lanes, spell_lanes
from jointstock.model.index_sets.industry import Pools
from jointstock.model.index_sets.lookup import by_month, floats, joined_labels, locate, month_numbers

_LEGACY = "Soviet"


@dataclass(frozen=True)
class Fleets:
    """Nations and the platforms they operate, ordered by name.

    Attributes:
        frame: nation, item (the platform), family; shape (fleets,).
        opening: Platforms in service at the start, shape (fleets,).
        releasable: Platforms that may be given away, shape (fleets,).
        lost_share: Share of the fleet before a period that is lost in it, shape (fleets, periods).
        lost_anyway: Platforms lost beside them, shape (fleets, periods).
        decided: Retirements decided already, shape (fleets, periods).
        retire_max: Most platforms that may be retired beside them, shape (fleets, periods).
        may_enter: Periods in which platforms may enter service, shape (fleets, periods).
        training: Landing shares of the training of each, shape (fleets, periods, periods + 1).
        crew, repair: Pool that an entry, a repair draws on, -1 for none, shape (fleets,).
        repairable: Share of losses that can be repaired, shape (fleets,).
        legacy: Platforms of the standard that is to go, shape (fleets,).
    """

    frame: pl.DataFrame
    opening: Floats
    releasable: Floats
    lost_share: Floats
    lost_anyway: Floats
    decided: Floats
    retire_max: Floats
    may_enter: Flags
    training: Floats
    crew: Ints
    repair: Ints
    repairable: Floats
    legacy: Flags

    @cached_property
    def labels(self) -> list[str]:
        """Names such as ``UA/T-72``."""
        return joined_labels(self.frame, PAIR)

    @property
    def all_enter(self) -> Flags:
        """Periods in which all that is ready enters service, shape (fleets, periods)."""
        return self.may_enter & (self.crew < 0)[:, None]


@dataclass(frozen=True)
class ServiceFloors:
    """Operational floors by nation and family.

    Attributes:
        frame: nation, family; shape (floors,).
        floor: Weighted platforms in each period, shape (floors, periods).
        started: Whether the first row of the floor has begun by the period's end, same shape.
        member_floor, member_fleet: Floor and fleet of each platform that counts, shape (members,).
        weight: What one platform counts, shape (members,).
    """

    frame: pl.DataFrame
    floor: Floats
    started: Flags
    member_floor: Ints
    member_fleet: Ints
    weight: Floats

    @cached_property
    def labels(self) -> list[str]:
        """Names such as ``UA/howitzers``."""
        return joined_labels(self.frame, ["nation", "family"])


@dataclass(frozen=True)
class FleetNeeds:
    """Targets that follow from fleets.

    Attributes:
        frame: nation, class, item (the platform); shape (needs,).
        fleet: Fleet of each, shape (needs,).
        factor: Class units per platform in service, shape (needs,).
    """

    frame: pl.DataFrame
    fleet: Ints
    factor: Floats


@dataclass(frozen=True)
class Platforms:
    """Everything that platforms bring to a plan.

    Attributes:
        fleets: Fleets.
        lanes: Ways to give platforms; donor and recipient are fleets.
        floors: Operational floors.
        needs: Targets that follow from fleets.
        edge_fleet, backlog_fleet: Fleet that receives, -1 for none, shape (edges,) and (orders,).
        outside: Platforms that arrive from outside the lines, shape (fleets, periods).
    """

    fleets: Fleets
    lanes: Lanes
    floors: ServiceFloors
    needs: FleetNeeds
    edge_fleet: Ints
    backlog_fleet: Ints
    outside: Floats


def read_platforms(
    case: Case, edges: Edges, backlog: Backlog, pipeline: Pipeline, pools: Pools, calendar: Calendar
) -> Platforms:
    """Fleets of a case and all that depends on them."""
    fleets = _read_fleets(case, pools, calendar)
    lanes = read_lanes(case, _lane_rows(case, fleets), fleets.frame, calendar)
    outside = np.zeros((len(fleets.opening), calendar.periods + 1))
    arriving = locate(pipeline.frame.rename({"recipient": "nation"}), fleets.frame, PAIR)
    known = arriving >= 0
    np.add.at(outside, (arriving[known], pipeline.arrival[known]), pipeline.quantity[known])
    return Platforms(
        fleets,
        lanes,
        _read_floors(case, fleets, calendar),
        read_fleet_needs(case, fleets.frame),
        locate(edges.frame.rename({"recipient": "nation"}), fleets.frame, PAIR),
        locate(backlog.frame.rename({"recipient": "nation"}), fleets.frame, PAIR),
        outside[:, :-1],
    )


def fleet_rows(case: Case) -> pl.DataFrame:
    """Rows of fleets by nation and platform, with family and standard; the platform is ``item``."""
    kinds = case.table("items").select("item", "family", "standard")
    rows = case.table("fleets").drop("hub").rename({"platform": "item"})
    hub = case.table("fleets").select(filled("fleets", "hub"))
    return rows.hstack(hub).join(kinds, on="item", how="left", maintain_order="left").sort(PAIR)


def read_fleet_needs(case: Case, fleets: pl.DataFrame) -> FleetNeeds:
    """Targets that follow from fleets.

    Args:
        case: The case.
        fleets: nation, item of the fleets; shape (fleets,).
    """
    rows = fleet_needs(case)
    return FleetNeeds(
        rows.select("nation", "class", "item"), locate(rows, fleets, PAIR), floats(rows, "factor")
    )


def _read_fleets(case: Case, pools: Pools, calendar: Calendar) -> Fleets:
    frame = fleet_rows(case)
    months = calendar.length
    count = (len(frame), calendar.periods)
    decided = np.zeros(count)
    rows = case.table("retirements").rename({"platform": "item"})
    which = locate(rows, frame, PAIR)
    month = np.array([month_number(text) - calendar.first for text in rows.get_column("month")], dtype=int)
    inside = (month >= 0) & (month < calendar.months)
    np.add.at(
        decided,
        (which[inside], calendar.period_of_month[month[inside]]),
        floats(rows, "quantity")[inside],
    )
    starts = np.ones((len(frame), calendar.months), dtype=np.bool_)
    for place, text in enumerate(frame.get_column("certified_from")):
        if text is not None:
            starts[place] = np.arange(calendar.months) >= month_number(text) - calendar.first
    lags = floats(frame, "training_months").astype(np.int64)
    training = np.array([calendar.landing(int(lag)) for lag in lags])
    share = np.nan_to_num(floats(frame, "loss_rate"))[:, None]
    return Fleets(
        frame.select("nation", "item", "family"),
        floats(frame, "holding"),
        np.nan_to_num(floats(frame, "releasable")),
        1.0 - (1.0 - share) ** months,
        np.nan_to_num(floats(frame, "losses"))[:, None] * months,
        decided,
        np.nan_to_num(floats(frame, "retire_max"))[:, None] * months,
        calendar.whole(starts),
        training.reshape(*count, calendar.periods + 1),
        _pool(frame, "crew", pools),
        _pool(frame, "repair", pools),
        np.nan_to_num(floats(frame, "repairable")),
        (frame.get_column("standard") == _LEGACY).fill_null(value=False).to_numpy(),
    )


def _pool(frame: pl.DataFrame, column: str, pools: Pools) -> Ints:
    """Pool of the component that a column names, -1 where it is empty, shape (fleets,)."""
    keys = frame.select(pl.col(column).alias("component"), "hub")
    return locate(keys, pools.frame, ["component", "hub"])


def _lane_rows(case: Case, fleets: Fleets) -> pl.DataFrame:
    """Lanes between nations that operate the platform; only rows that name the platform speak of it."""
    wild = case.table("nations").select("nation", pl.col("role").is_in(HOLDERS).alias("any"))
    parties = fleets.frame.select(PAIR).join(wild, on="nation")
    gives = parties.filter(pl.Series(fleets.releasable > 0, dtype=pl.Boolean))
    donors = gives.select(
        pl.col("nation").alias("from"),
        "item",
        pl.col("any").alias("any_from"),
        pl.lit(value=False).alias("any_item"),
    )
    recipients = parties.select(pl.col("nation").alias("to"), pl.col("any").alias("any_to")).unique()
    spelled = spell_lanes(case, donors, recipients)
    receives = fleets.frame.select(pl.col("nation").alias("to"), "item")
    return spelled.join(receives, on=["to", "item"], how="semi").sort("item", "from", "to")


def _read_floors(case: Case, fleets: Fleets, calendar: Calendar) -> ServiceFloors:
    rows = case.table("fleet_floors")
    keys = ["nation", "family"]
    frame = rows.select(keys).unique().sort(keys)
    monthly = by_month(rows, locate(rows, frame, keys), "from", "quantity", len(frame), calendar)
    floor = locate(fleets.frame, frame, keys)
    member = np.flatnonzero(floor >= 0)
    weights = case.table("fleets").select(
        "nation", pl.col("platform").alias("item"), filled("fleets", "weight")
    )
    weight = floats(fleets.frame.join(weights, on=PAIR, how="left", maintain_order="left"), "weight")
    first = rows.group_by(keys).agg(pl.col("from").min())
    begins = month_numbers(frame.join(first, on=keys, how="left", maintain_order="left").get_column("from"))
    started = begins[:, None] < calendar.first + calendar.ends[None, :]
    return ServiceFloors(frame, calendar.last(monthly), started, floor[member], member, weight[member])

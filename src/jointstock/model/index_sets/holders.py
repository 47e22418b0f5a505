"""Index sets of holders: what nations hold, give, use and are to have."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from jointstock.facts.cover import certifiable, first_class
from jointstock.facts.dictionary import filled
from jointstock.facts.fleet_needs import fleet_needs
from jointstock.facts.requirement import filled_targets
from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.measure.months import Calendar, month_number
from jointstock.model.index_sets.agreements import Backlog, Edges, Pipeline
from jointstock.model.index_sets.expiry import Shelves, left_over
from jointstock.model.index_sets.lookup import by_month, floats, joined_labels, locate
from jointstock.model.index_sets.obstacles import added_months, closed_months

PAIR = ["nation", "item"]
DAYS_PER_MONTH = 30.4375
HOLDERS = ["ally", "invitee", "partner", "associate", "recipient"]
_STOCKLESS = ["fund", "agency"]
_LANE_MEETS = {"item": ["item"], "from": ["from"], "to": ["to"]}


@dataclass(frozen=True)
class Pairs:
    """Nation and item that may hold stock, ordered by name.

    Attributes:
        frame: nation, item; shape (pairs,).
        opening: Units at the start, shape (pairs,).
        releasable: Units that may be given away over the horizon, shape (pairs,).
        holding_cost: Money per unit-month, shape (pairs,).
        unit: Natural step of quantities, shape (pairs,).
    """

    frame: pl.DataFrame
    opening: Floats
    releasable: Floats
    holding_cost: Floats
    unit: Floats

    @cached_property
    def labels(self) -> list[str]:
        """Names such as ``EE/155mm_round``."""
        return joined_labels(self.frame, PAIR)


@dataclass(frozen=True)
class Lanes:
    """Ways to give an item from one nation to another.

    Attributes:
        frame: item, from, to; shape (lanes,).
        donor, recipient: Pairs, shape (lanes,).
        cost: Money of the case per unit, shape (lanes,).
        may_send: Periods in which it is open, shape (lanes, periods).
        travel: Profile in ``landing`` of each lane, shape (lanes,).
        landing: Shares by months under way, shape (profiles, periods, periods + 1).
        duty: Profile in ``replacement`` of each lane, -1 without a duty to replace, shape (lanes,).
        replacement: Shares by months until replacement is due, shape (profiles, periods, periods + 1).
    """

    frame: pl.DataFrame
    donor: Ints
    recipient: Ints
    cost: Floats
    may_send: Flags
    travel: Ints
    landing: Floats
    duty: Ints
    replacement: Floats

    @cached_property
    def labels(self) -> list[str]:
        """Names such as ``155mm_round/EE/UA``."""
        return joined_labels(self.frame, ["item", "from", "to"])


@dataclass(frozen=True)
class Requirements:
    """Targets of one version, by nation and class.

    Attributes:
        frame: nation, class; shape (requirements,).
        target: Units at the end of each period, shape (requirements, periods).
        weight: Weighted shortfall per unit, shape (requirements,).
        scale: Units that count as one, shape (requirements,).
        cover_pair, cover_requirement: Pair and requirement of each way to cover, shape (covers,); the
            pair is the nation's own, or that of a warehouse of which it is a member.
        ratio: Class units per item unit, shape (covers,).
        certification: Certification that each way waits for, -1 for none, shape (covers,).
        unit: Natural step of quantities, shape (requirements,).
    """

    frame: pl.DataFrame
    target: Floats
    weight: Floats
    scale: Floats
    cover_pair: Ints
    cover_requirement: Ints
    ratio: Floats
    certification: Ints
    unit: Floats

    def counts_wholly(self, chosen: Ints) -> Flags:
        """Ways whose opening stock counts wholly: nothing is chosen, and nothing is waited for.

        Args:
            chosen: Columns of opening stock that counts, absent where it is not chosen,
                shape (covers,).
        """
        return (chosen < 0) & (self.certification < 0)

    @cached_property
    def labels(self) -> list[str]:
        """Names such as ``EE/artillery_155``."""
        return joined_labels(self.frame, ["nation", "class"])


@dataclass(frozen=True)
class Demands:
    """Use, by nation, item or class, and kind.

    Attributes:
        frame: nation, demand (item or class), kind; shape (demands,).
        wanted: Units over each period, shape (demands, periods).
        operational: Demands whose unmet use counts as shortfall, shape (demands,).
        requirement: Requirement whose shortfall the unmet use joins, -1 for none, shape (demands,).
        factor: Class units per unit of the demand there, shape (demands,).
        server_demand, server_pair: Demand and pair of each way to serve, shape (servers,).
        ratio: Demand units per item unit, shape (servers,).
    """

    frame: pl.DataFrame
    wanted: Floats
    operational: Flags
    requirement: Ints
    factor: Floats
    server_demand: Ints
    server_pair: Ints
    ratio: Floats

    @cached_property
    def labels(self) -> list[str]:
        """Names such as ``UA/artillery_155/operational``."""
        return joined_labels(self.frame, ["nation", "demand", "kind"])


@dataclass(frozen=True)
class Floors:
    """Stock below which nothing is given.

    Attributes:
        pair: Pair of each floor, shape (floors,).
        floor: Units in each period, shape (floors, periods).
        hard: min(floor, what is there without the plan), shape (floors, periods).
    """

    pair: Ints
    floor: Floats
    hard: Floats


def read_pairs(
    case: Case, edges: Edges, backlog: Backlog, pipeline: Pipeline, lanes: pl.DataFrame, cover: pl.DataFrame
) -> Pairs:
    """Pairs that hold, receive or use something."""
    received = [
        frame.select(pl.col("recipient").alias("nation"), "item")
        for frame in (edges.frame, backlog.frame, pipeline.frame)
    ]
    given = [lanes.select(pl.col(end).alias("nation"), "item") for end in ("from", "to")]
    usage = case.table("usage")
    by_class = (
        usage.filter(pl.col("class") != "").select("nation", "class").join(cover, on=["nation", "class"])
    )
    named = [case.table(name).select(PAIR) for name in ("holdings", "floors")]
    used = [usage.filter(pl.col("item") != "").select(PAIR), by_class.select(PAIR)]
    items = case.table("items").filter(pl.col("kind") == "end")
    frame = (
        pl.concat([*received, *given, *named, *used]).unique().join(items, on="item", how="semi").sort(PAIR)
    )
    holdings = case.table("holdings").sort("nation", "item", "lot")
    place = locate(holdings, frame, PAIR)
    opening, releasable = np.zeros(len(frame)), np.zeros(len(frame))
    np.add.at(opening, place[place >= 0], floats(holdings, "quantity")[place >= 0])
    released = np.nan_to_num(floats(holdings, "releasable"))
    np.add.at(releasable, place[place >= 0], released[place >= 0])
    cost = frame.select("item").join(
        items.select("item", "holding_cost"), on="item", how="left", maintain_order="left"
    )
    unit = np.exp2(np.round(np.log2(np.maximum(opening / 16, 1.0))))
    return Pairs(frame, opening, releasable, np.nan_to_num(floats(cost, "holding_cost")), unit)


def lane_rows(case: Case) -> pl.DataFrame:
    """Lanes with wildcards spelled out, the most specific row for each; see :func:`spell_lanes`.

    Only donors with releasable stock of the item have lanes.
    """
    warehouses = pl.col("nation").is_in(case.table("warehouses").get_column("warehouse").to_list())
    nations = case.table("nations").filter(~pl.col("role").is_in(_STOCKLESS) | warehouses)
    wild = pl.col("role").is_in(HOLDERS)
    ends = case.table("items").filter(pl.col("kind") == "end").select("item")
    releasable = (
        case.table("holdings").filter(pl.col("releasable") > 0).select(pl.col("nation").alias("from"), "item")
    )
    donors = (
        releasable.unique()
        .join(ends, on="item", how="semi")
        .join(nations.select(pl.col("nation").alias("from"), wild.alias("any_from")), on="from")
    )
    recipients = nations.select(pl.col("nation").alias("to"), wild.alias("any_to"))
    return spell_lanes(case, donors.with_columns(pl.lit(value=True).alias("any_item")), recipients)


def spell_lanes(case: Case, donors: pl.DataFrame, recipients: pl.DataFrame) -> pl.DataFrame:
    """Lanes of donors and recipients, the most specific row of the table for each.

    Args:
        case: The case.
        donors: from, item, any_from and any_item (whether a row for ``*`` speaks of it).
        recipients: to, any_to.

    Returns:
        item, from, to, months, cost, replace_months; sorted.
    """
    every = donors.join(recipients, how="cross").filter(pl.col("from") != pl.col("to"))
    found = []
    for bits in range(8):
        free = [name for bit, name in enumerate(("to", "from", "item")) if bits & (1 << bit)]
        bound = [name for name in ("item", "from", "to") if name not in free]
        rows = case.table("lanes").filter(
            *[pl.col(name) == "*" for name in free], *[pl.col(name) != "*" for name in bound]
        )
        rows = rows.select(*bound, "months", "cost", "replace_months")
        open_to = every.filter(*[pl.col(f"any_{name}") for name in free])
        matched = open_to.join(rows, on=bound, how="inner") if bound else open_to.join(rows, how="cross")
        rank = len(free) * 10 + bits
        figures = ["months", "cost", "replace_months"]
        found.append(matched.select("item", "from", "to", *figures, pl.lit(rank).alias("rank")))
    best = pl.concat(found).sort("rank").unique(["item", "from", "to"], keep="first", maintain_order=True)
    return best.drop("rank").sort("item", "from", "to")


def read_lanes(case: Case, frame: pl.DataFrame, holders: pl.DataFrame, calendar: Calendar) -> Lanes:
    """Lanes with what obstacles to transfers leave of them.

    Args:
        case: The case.
        frame: The lanes, spelled out.
        holders: nation, item of those who give and receive.
        calendar: The periods.
    """
    obstacles = case.table("obstacles").filter(pl.col("touches") == "transfers")
    months = floats(frame, "months").astype(np.int64) + added_months(frame, obstacles, _LANE_MEETS)
    lags, travel = np.unique(months, return_inverse=True)
    closed = closed_months(frame, obstacles, _LANE_MEETS, calendar)
    shape = (len(lags), calendar.periods, calendar.periods + 1)
    return Lanes(
        frame,
        locate(frame.rename({"from": "nation"}), holders, PAIR),
        locate(frame.rename({"to": "nation"}), holders, PAIR),
        floats(frame, "cost"),
        calendar.whole(~closed),
        travel.astype(np.int64),
        np.array([calendar.landing(int(lag)) for lag in lags]).reshape(shape),
        *_duties(frame, calendar),
    )


def _duties(frame: pl.DataFrame, calendar: Calendar) -> tuple[Ints, Floats]:
    """Profile of the duty to replace of each lane, and the profiles."""
    months = floats(frame, "replace_months")
    bound = ~np.isnan(months)
    lags, profile = np.unique(months[bound].astype(np.int64), return_inverse=True)
    duty = np.full(len(frame), -1, dtype=np.int64)
    duty[bound] = profile
    shape = (len(lags), calendar.periods, calendar.periods + 1)
    return duty, np.array([calendar.landing(int(lag)) for lag in lags]).reshape(shape)


def read_requirements(case: Case, pairs: Pairs, cover: pl.DataFrame, calendar: Calendar) -> Requirements:
    """Targets of the version that is planned with, and what covers them."""
    rows = filled_targets(case)
    if case.settings.target_version is not None:
        rows = rows.filter(pl.col("version") == case.settings.target_version)
    usage = case.table("usage").filter(pl.col("kind") == "operational")
    named = usage.filter(pl.col("class") != "")
    by_item = usage.filter(pl.col("item") != "").select(PAIR).join(first_class(cover), on=PAIR)
    frame = (
        pl.concat([part.select("nation", "class") for part in (rows, named, by_item, fleet_needs(case))])
        .unique()
        .sort("nation", "class")
    )
    monthly = by_month(
        rows, locate(rows, frame, ["nation", "class"]), "from", "quantity", len(frame), calendar
    )
    classes = case.table("classes").select("class", "scale", filled("classes", "weight"))
    nations = case.table("nations").select("nation", filled("nations", "weight").alias("nation_weight"))
    full = frame.join(classes, on="class", how="left", maintain_order="left")
    full = full.join(nations, on="nation", how="left", maintain_order="left")
    bought = certifiable(case).with_row_index("certification")
    ways = pl.concat([cover, bought.drop("months", "cost")], how="diagonal")
    ways = _with_holders(case, ways.join(frame, on=["nation", "class"], how="semi"))
    place = locate(ways.select(pl.col("holder").alias("nation"), "item"), pairs.frame, PAIR)
    ways, place = ways.filter(pl.Series(place >= 0)), place[place >= 0]
    certification = ways.get_column("certification").cast(pl.Int64).fill_null(-1).to_numpy()
    requirement = locate(ways, frame, ["nation", "class"])
    unit = np.ones(len(frame))
    np.maximum.at(unit, requirement, pairs.unit[place])
    weight = floats(full, "weight") * floats(full, "nation_weight") / floats(full, "scale")
    return Requirements(
        frame,
        calendar.last(monthly),
        weight,
        floats(full, "scale"),
        place,
        requirement,
        floats(ways, "ratio"),
        certification,
        unit,
    )


def _with_holders(case: Case, ways: pl.DataFrame) -> pl.DataFrame:
    """Ways to cover with who holds the stock: the nation itself, and each warehouse it is a member of."""
    members = case.table("warehouses").select(
        pl.col("member").alias("nation"), pl.col("warehouse").alias("holder")
    )
    own = ways.with_columns(pl.col("nation").alias("holder"))
    both = pl.concat([own, ways.join(members, on="nation").select(own.columns)])
    return both.sort("nation", "class", "item", pl.col("holder") != pl.col("nation"), "holder")


def read_demands(
    case: Case, pairs: Pairs, cover: pl.DataFrame, requirements: Requirements, calendar: Calendar
) -> Demands:
    """Use of nations, and the items that serve it."""
    rows = case.table("usage").with_columns(
        pl.when(pl.col("class") != "").then(pl.col("class")).otherwise(pl.col("item")).alias("demand"),
        (pl.col("class") != "").alias("by_class"),
    )
    key = ["nation", "demand", "kind", "by_class"]
    frame = rows.select(key).unique().sort(key)
    monthly = by_month(rows, locate(rows, frame, key), "month", "rate", len(frame), calendar)
    numbered = frame.with_row_index("number")
    by_class = numbered.filter("by_class").join(cover.rename({"class": "demand"}), on=["nation", "demand"])
    by_item = numbered.filter(~pl.col("by_class")).with_columns(
        pl.col("demand").alias("item"), pl.lit(1.0).alias("ratio")
    )
    servers = pl.concat(
        [
            by_class.select("number", "nation", "item", "ratio"),
            by_item.select("number", "nation", "item", "ratio"),
        ]
    )
    servers = servers.sort("number", "item")
    first = first_class(cover).rename({"item": "demand", "ratio": "factor"})
    joins = frame.join(first, on=["nation", "demand"], how="left", maintain_order="left")
    joins = joins.with_columns(
        pl.when("by_class").then(pl.col("demand")).otherwise(pl.col("class")).alias("class"),
        pl.when("by_class").then(1.0).otherwise(pl.col("factor")).fill_null(1.0).alias("factor"),
    )
    operational = (frame.get_column("kind") == "operational").to_numpy()
    requirement = locate(joins, requirements.frame, ["nation", "class"])
    return Demands(
        frame.drop("by_class"),
        calendar.total(monthly),
        operational,
        np.where(operational, requirement, -1),
        floats(joins, "factor"),
        servers.get_column("number").to_numpy().astype(np.int64),
        locate(servers, pairs.frame, PAIR),
        floats(servers, "ratio"),
    )


def read_floors(
    case: Case, pairs: Pairs, demands: Demands, pipeline: Pipeline, shelves: Shelves, calendar: Calendar
) -> Floors:
    """Floors, and the part of each that is there without the plan."""
    rows = case.table("floors").filter(pl.col("waiver").fill_null(value=False).not_()).sort(PAIR)
    pair = locate(rows, pairs.frame, PAIR)
    used = np.zeros((len(pairs.frame), calendar.periods))
    np.add.at(used, demands.server_pair, demands.wanted[demands.server_demand] / demands.ratio[:, None])
    arrived = np.zeros((len(pairs.frame), calendar.periods + 1))
    where = locate(pipeline.frame.rename({"recipient": "nation"}), pairs.frame, PAIR)
    np.add.at(arrived, (where[where >= 0], pipeline.arrival[where >= 0]), pipeline.quantity[where >= 0])
    left = pairs.opening[:, None] + np.cumsum(arrived[:, :-1] - used, axis=1)
    aged = np.flatnonzero(shelves.kept)
    left[aged] = left_over(shelves.opening[aged], shelves.by_expiry(arrived[:, :-1], aged), used[aged])
    days = np.nan_to_num(floats(rows, "days"))[:, None] * used[pair] / (DAYS_PER_MONTH * calendar.length)
    quantity = floats(rows, "quantity")
    floor = np.where(np.isnan(quantity)[:, None], days, quantity[:, None])
    return Floors(pair, floor, np.minimum(floor, np.maximum(0.0, left[pair])))


def read_pledges(case: Case, lanes: Lanes, calendar: Calendar) -> tuple[pl.DataFrame, Floats]:
    """Contracted pledges by lane, and what is due by the end of each period.

    Returns:
        item, from, to, quantity, lane (-1 where no lane can carry the pledge, which then stays
        late); and units due, shape (pledges, periods).
    """
    rows = case.table("pledges").filter(pl.col("status") == "contracted").sort("pledge")
    keys = rows.select("item", pl.col("donor").alias("from"), pl.col("recipient").alias("to"), "quantity")
    frame = keys.group_by("item", "from", "to").agg(pl.col("quantity").sum()).sort("item", "from", "to")
    place = locate(keys, frame, ["item", "from", "to"])
    owed = np.zeros((len(frame), calendar.periods))
    for row, key in zip(rows.iter_rows(named=True), place, strict=True):
        due = max(0, month_number(row["due"]) - calendar.first)
        owed[key] += row["quantity"] * (due < calendar.ends)
    lane = locate(frame, lanes.frame, ["item", "from", "to"])
    return frame.with_columns(pl.Series("lane", lane)), owed

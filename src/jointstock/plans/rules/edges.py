"""V7 and the order side of V18: when orders may be placed, and what obstacles do to them."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.ground import Check, Claim, Ground
from jointstock.plans.rules.obstacles import effects, fits, leads, lines, matched

EDGE = ["payer", "buyer", "recipient", "contract", "line", "item"]
TIERED = [*EDGE, "tier"]
LICENCES = ["licence", "certification"]


def edges(ground: Ground) -> pl.DataFrame:
    """Edges that the plan orders on, each once; where an item has several prices, every tier is an edge.

    Returns:
        Columns edge (its number), the six keys, tier, site_nation, sells, queue, admin (months, with delays),
        delay, until (last month forbidden, -1 where none is), opens and closes (months of validity).
    """
    things = ground.tables["orders"].select(TIERED).unique(maintain_order=True)
    contracts = ground.facts("contracts").select(
        "contract",
        "admin_months",
        queue=pl.col("queue").fill_null(value=False),
        opens=ground.periods.since_start("valid_from"),
        closes=ground.periods.since_start("valid_to"),
    )
    made = ground.once(lines).select("line", "site_nation", "sells")
    things = things.join(contracts, on="contract", how="left").join(made, on="line", how="left")
    things = effects(things, ground.once(edge_obstacles), EDGE).with_row_index("edge")
    return things.with_columns(pl.col("edge").cast(pl.Int64), admin=pl.col("admin_months") + pl.col("delay"))


def edge_obstacles(ground: Ground) -> pl.DataFrame:
    """Edges that the plan orders on, with the obstacles that fit them."""
    things = ground.tables["orders"].select(EDGE).unique(maintain_order=True)
    made = ground.once(lines).select("line", "site_nation")
    things = things.join(made, on="line", how="left")
    match = fits("item", "item") & fits("line", "line") & fits("contract", "contract")
    match &= fits("from", "site_nation") & fits("to", "buyer", "recipient")
    return matched(ground, "orders", things, match)


def orders(ground: Ground) -> pl.DataFrame:
    """Orders of the plan with the columns of their edge, and start, months, last of their period."""
    with_edges = ground.tables["orders"].join(
        ground.once(edges), on=TIERED, how="left", maintain_order="left"
    )
    return with_edges.join(ground.periods.frame, on="b", how="left", maintain_order="left")


def check_windows(ground: Ground) -> Iterator[Check]:
    """V7: nothing is ordered outside the validity of its contract or while a licence forbids it."""
    placed = ground.once(orders)
    text = (
        "{buyer} orders {quantity} of {item} under {contract} in {period}, outside the contract's validity."
    )
    windows = placed.filter(pl.col("opens").is_not_null() | pl.col("closes").is_not_null())
    outside = (pl.col("start") < pl.col("opens")).fill_null(value=False)
    outside |= (pl.col("last") > pl.col("closes")).fill_null(value=False)
    yield ground.refuse(Claim("V7", tuple(EDGE), text), windows, outside, pl.col("quantity"))
    yield _forbidden(ground, "V7", pl.col("kind").is_in(LICENCES))


def check_obstacles(ground: Ground) -> Iterator[Check]:
    """V18: nothing is ordered while an obstacle of another kind forbids it, and delays are kept."""
    # Every obstacle of the case is compared with all rows of the plan, whether it meets one or not.
    yield Check("V18", ground.facts("obstacles").height)
    yield _forbidden(ground, "V18", ~pl.col("kind").is_in(LICENCES))
    delayed = _soonest(ground)
    came = ground.tables["deliveries"].select("order", "b", "quantity").join(delayed, on="order")
    text = "{recipient} receives {quantity} of {item} from {line} in {period}, sooner than obstacles allow."
    claim = Claim("V18", ("order",), text)
    yield ground.refuse(claim, came, pl.col("b") < pl.col("soonest"), pl.col("quantity"))


def _soonest(ground: Ground) -> pl.DataFrame:
    """Orders that an obstacle delays, and the first period into which their first unit can fall.

    Returns:
        Columns order, recipient, item, line, soonest.
    """
    slowed = ground.once(lines).select("line", line_delay="delay")
    fastest = ground.once(leads).group_by("line").agg(lead=pl.col("lag").min())
    placed = ground.once(orders).select(*EDGE, "order", "b", "admin", "delay", "sells")
    placed = placed.join(slowed, on="line", how="left").join(fastest, on="line", how="left")
    delayed = placed.filter((pl.col("delay") > 0) | (~pl.col("sells") & (pl.col("line_delay") > 0)))
    delayed = delayed.with_columns(wait=pl.when(pl.col("sells")).then(0).otherwise(pl.col("lead")))
    arrived = _first_periods(ground, delayed, "b", "admin", "arrived")
    # Work that reaches a line in a period starts evenly in all of its months, the first included.
    return _first_periods(ground, arrived, "arrived", "wait", "soonest").select(
        "order", "recipient", "item", "line", "soonest"
    )


def _first_periods(ground: Ground, rows: pl.DataFrame, since: str, lag: str, name: str) -> pl.DataFrame:
    """Add the first period into which anything falls that a lag moves; after the horizon stays after."""
    shares = ground.periods.shares(rows[lag].drop_nulls().unique().to_list())
    moved = shares.group_by("lag", "a").agg(pl.col("b").min()).rename({"lag": lag, "a": since, "b": name})
    joined = rows.join(moved, on=[lag, since], how="left")
    return joined.with_columns(pl.col(name).fill_null(ground.periods.count))


def _forbidden(ground: Ground, rule: str, kinds: pl.Expr) -> Check:
    """Refuse orders in periods that contain a month in which an obstacle forbids them."""
    bans = ground.once(edge_obstacles).filter((pl.col("effect") == "forbids") & kinds)
    placed = (
        ground.once(orders)
        .select(*EDGE, "b", "start", "quantity")
        .join(bans.select(*EDGE, "obstacle", ban="until"), on=EDGE)
    )
    text = "{buyer} orders {quantity} of {item} from line {line} in {period}; '{obstacle}' forbids it."
    claim = Claim(rule, ("obstacle", *EDGE), text)
    return ground.refuse(claim, placed, pl.col("start") <= pl.col("ban"), pl.col("quantity"))

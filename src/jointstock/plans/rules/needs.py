"""What the case asks for in each period: cover, use, floors and targets, derived by the verifier itself."""

from __future__ import annotations

import polars as pl

from jointstock.facts.requirement import filled_targets
from jointstock.plans.rules.fifo import arrivals_by_month, by_period, first_stock, replay, rows_of
from jointstock.plans.rules.ground import Ground, added, grid, total
from jointstock.plans.rules.time import in_force, over_periods, spans

DAYS_IN_MONTH = 30.4375
PAIR = ["nation", "item"]


def end_items(ground: Ground) -> pl.DataFrame:
    """Column item: the items that nations hold."""
    return ground.facts("items").filter(pl.col("kind") == "end").select("item")


def counting(ground: Ground) -> pl.DataFrame:
    """Rows of ``compatibility`` that speak of cover: columns item, class, nation, counts, ratio."""
    rows = ground.facts("compatibility").filter((pl.col("platform") == "") & (pl.col("class") != ""))
    rows = rows.join(ground.once(end_items), on="item", how="semi")
    counts = pl.col("state").is_in(["interchangeable", "common"])
    return rows.select("item", "class", "nation", counts=counts, ratio=pl.col("ratio").fill_null(1.0))


def pairs(ground: Ground) -> pl.DataFrame:
    """Nations and items that case or plan speak of together: columns nation, item."""
    facts = [ground.facts(name) for name in ("holdings", "floors", "usage")]
    plan = [ground.tables[name] for name in ("stocks", "cover", "use")]
    shared = ground.facts("warehouses").join(
        ground.facts("holdings").select("item", warehouse="nation"), on="warehouse"
    )
    frames = [*facts, *plan, shared.rename({"member": "nation"})]
    return pl.concat([frame.select(PAIR) for frame in frames]).filter(pl.col("item") != "").unique()


def covers(ground: Ground) -> pl.DataFrame:
    """Which item covers which class in which nation, for the pairs that case or plan speak of.

    Returns:
        Columns nation, class, item, ratio. The row of a nation goes before the row of all.
    """
    rows = ground.once(counting)
    own = rows.filter(pl.col("nation") != "*")
    for_all = rows.filter(pl.col("nation") == "*").drop("nation").join(ground.once(pairs), on="item")
    others = for_all.join(own, on=["item", "class", "nation"], how="anti")
    found = pl.concat([own, others.select(own.columns)]).filter(pl.col("counts"))
    return found.select("nation", "class", "item", "ratio")


def first_class(ground: Ground) -> pl.DataFrame:
    """The first class, by its key, that an item covers in a nation: columns nation, item, class, ratio."""
    return (
        ground.once(covers)
        .sort("class")
        .unique(PAIR, keep="first")
        .select("nation", "item", "class", "ratio")
    )


def opening(ground: Ground) -> pl.DataFrame:
    """Opening stock of end items: columns nation, item, opening, releasable (empty lots release nothing)."""
    lots = ground.facts("holdings").join(ground.once(end_items), on="item", how="semi")
    # sum() leaves out empty cells: a lot whose releasable units are unknown releases none.
    return lots.group_by(PAIR).agg(opening=pl.col("quantity").sum(), releasable=pl.col("releasable").sum())


def demands(ground: Ground) -> pl.DataFrame:
    """Use planned in each period.

    Returns:
        Columns nation, demand, kind, of (``class`` or ``item``), b, months, planned; only periods with use.
    """
    usage = ground.facts("usage").with_columns(
        demand=pl.when(pl.col("class") == "").then(pl.col("item")).otherwise(pl.col("class")),
        of=pl.when(pl.col("class") == "").then(pl.lit("item")).otherwise(pl.lit("class")),
        since=ground.periods.since_start("month"),
    )
    keys = ["nation", "demand", "kind", "of"]
    met = over_periods(spans(usage.select(*keys, "since", "rate"), keys, "since"), ground.periods)
    used = met.with_columns(planned=pl.col("rate") * pl.col("share")).group_by(*keys, "b", "months")
    return used.agg(pl.col("planned").sum()).filter(pl.col("planned") != 0)


def serving(ground: Ground) -> pl.DataFrame:
    """Which items serve a demand: columns nation, demand, kind, item, ratio."""
    wanted = ground.once(demands).select("nation", "demand", "kind", "of").unique()
    items = wanted.filter(pl.col("of") == "item").select(
        "nation", "demand", "kind", pl.col("demand").alias("item"), pl.lit(1.0).alias("ratio")
    )
    classes = wanted.filter(pl.col("of") == "class").join(
        ground.once(covers), left_on=["nation", "demand"], right_on=["nation", "class"]
    )
    return pl.concat([items, classes.select(items.columns)])


def planned_use(ground: Ground) -> pl.DataFrame:
    """Planned use of each item, that of a class wholly for every item: columns nation, item, b, planned."""
    met = ground.once(demands).join(ground.once(serving), on=["nation", "demand", "kind"])
    return total(met.with_columns(planned=pl.col("planned") / pl.col("ratio")), [*PAIR, "b"], "planned")


def open_orders(ground: Ground) -> pl.DataFrame:
    """Open orders with payer, recipient and the month due filled in.

    Returns:
        The columns of the case, and due_month, counted from the start of the horizon (null where unknown).
    """
    buyer = pl.col("buyer")
    return ground.facts("orders").with_columns(
        payer=pl.when(pl.col("payer") == "").then(buyer).otherwise(pl.col("payer")),
        recipient=pl.when(pl.col("recipient") == "").then(buyer).otherwise(pl.col("recipient")),
        due_month=ground.periods.since_start("due"),
    )


def arrivals_from_outside(ground: Ground) -> pl.DataFrame:
    """Open orders without a line in the period they are due: columns order, recipient, item, b, quantity."""
    outside = ground.once(open_orders).filter(pl.col("line") == "")
    late = outside.with_columns(due_month=pl.col("due_month").clip(lower_bound=0))
    months = pl.DataFrame({"due_month": range(ground.periods.horizon), "b": ground.periods.owners})
    met = late.join(months.cast({"due_month": pl.Int64, "b": pl.Int64}), on="due_month")
    return met.select("order", "recipient", "item", "b", "quantity")


def floors(ground: Ground) -> pl.DataFrame:
    """Floors that are not waived, in each period.

    Returns:
        Columns nation, item, b, months, floor, and hard: min(floor, what is held without the plan).
    """
    rows = ground.facts("floors").filter(~pl.col("waiver").fill_null(value=False))
    rows = rows.filter(pl.col("quantity").is_not_null() | pl.col("days").is_not_null())
    keys = rows.select(*PAIR, "quantity", "days")
    cells = added(grid(keys, ground.periods), ground.once(planned_use), [*PAIR, "b"], "planned")
    by_days = pl.col("days") * pl.col("planned") / (DAYS_IN_MONTH * pl.col("months"))
    full = cells.with_columns(
        floor=pl.when(pl.col("quantity").is_null()).then(by_days).otherwise(pl.col("quantity"))
    ).join(_without_plan(ground, keys), on=[*PAIR, "b"], how="left", maintain_order="left")
    return full.with_columns(hard=pl.min_horizontal("floor", "potential")).select(
        *PAIR, "b", "months", "floor", "hard"
    )


def _without_plan(ground: Ground, keys: pl.DataFrame) -> pl.DataFrame:
    """What is held without the plan: columns nation, item, b, potential.

    Planned use is drawn from what expires first, and waits where it finds nothing.
    """
    pairs = keys.select(PAIR).unique().sort(PAIR).with_row_index("place")
    outside = ground.once(arrivals_from_outside).rename({"recipient": "nation"})
    arrivals = arrivals_by_month(ground, pairs, total(outside, [*PAIR, "b"], "quantity"))
    use = by_period(ground, pairs, ground.once(planned_use), "planned")
    held, _ = replay(first_stock(ground, pairs), arrivals, use, waits=True)
    return rows_of(pairs, "potential", held)


def targets(ground: Ground) -> pl.DataFrame:
    """Target in force in the last month of each period: columns nation, class, b, target."""
    rows = filled_targets(ground.case)
    version = ground.case.settings.target_version
    if version is not None:
        rows = rows.filter(pl.col("version") == version)
    since = rows.select("nation", "class", "quantity", ground.periods.since_start("from").alias("since"))
    held = spans(since, ["nation", "class"], "since").join(ground.periods.frame, how="cross")
    return in_force(held, pl.col("last")).select("nation", "class", "b", target="quantity")

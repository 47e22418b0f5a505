"""Platforms in service: what the case says of fleets, and what the plan does with them."""

from __future__ import annotations

import polars as pl

from jointstock.facts.case import Case
from jointstock.plans.rules.ground import Ground, added, grid, total
from jointstock.plans.rules.time import in_force, spans

FLEET = ["nation", "platform"]
FLEET_CELL = [*FLEET, "b"]
FAMILY = ["nation", "family"]
TOLD = (
    "opening",
    "arrived",
    "ready",
    "entered",
    "repaired",
    "lost",
    "retired",
    "sent",
    "waiting",
    "closing",
)


def platforms(ground: Ground) -> pl.DataFrame:
    """Column item: platforms, which are held in fleets and not in stock."""
    return ground.facts("items").filter(pl.col("kind") == "platform").select("item")


def fleets(ground: Ground) -> pl.DataFrame:
    """Fleets of the case, with what an empty cell means.

    Returns:
        Columns nation, platform, holding, releasable, weight, loss_rate, losses, retire_max, training
        (months; null where unknown), certified (first month of entry, null for at once), crew, repair,
        repairable, hub.
    """
    fixed = pl.col("repair") != ""
    return ground.facts("fleets").select(
        *FLEET,
        "holding",
        pl.col("releasable", "loss_rate", "losses", "retire_max").fill_null(0.0),
        pl.col("weight").fill_null(1.0),
        "crew",
        "repair",
        training=pl.col("training_months").cast(pl.Int64),
        certified=ground.periods.since_start("certified_from"),
        # Nothing is repaired without a workshop.
        repairable=pl.when(fixed).then(pl.col("repairable").fill_null(0.0)).otherwise(0.0),
        hub=pl.when(pl.col("hub") == "").then(pl.lit("all")).otherwise(pl.col("hub")),
    )


def service(ground: Ground) -> pl.DataFrame:
    """Every fleet of the case in every period.

    Returns:
        The columns of :func:`fleets`, b, start, months, last, those of table ``fleets`` (0 where the plan has
        no row), before (platforms in service at the end of the period before) and waited (waiting then).
    """
    cells = added(grid(ground.once(fleets), ground.periods), ground.tables["fleets"], FLEET_CELL, *TOLD)
    return cells.sort(FLEET_CELL).with_columns(
        before=pl.col("closing").shift(1).over(FLEET).fill_null(pl.col("holding")),
        waited=pl.col("waiting").shift(1).over(FLEET).fill_null(0.0),
    )


def draws(ground: Ground) -> pl.DataFrame:
    """Crews and places in workshops that fleets take from pools: columns component, hub, b, drawn."""
    cells = ground.once(service)
    takes = [
        cells.filter(pl.col(pool) != "").select("hub", "b", component=pool, drawn=flow)
        for pool, flow in (("crew", "entered"), ("repair", "repaired"))
    ]
    return total(pl.concat(takes).filter(pl.col("drawn") != 0), ["component", "hub", "b"], "drawn")


def requirements(ground: Ground) -> pl.DataFrame:
    """What fleets add to targets, at the start (b is -1) and at the end of each period.

    Returns:
        Columns nation, class, b, need: class units.
    """
    rows = ground.facts("fleet_needs").select(
        "platform", "class", "nation", each=pl.col("rate") * pl.col("days")
    )
    pairs = ground.once(fleets).select(FLEET)
    own = pairs.join(rows, on=FLEET).select(*FLEET, "class", "each")
    for_all = pairs.join(rows.filter(pl.col("nation") == "*").drop("nation"), on="platform")
    others = for_all.join(own, on=[*FLEET, "class"], how="anti").select(own.columns)
    cells = ground.once(service).select(*FLEET_CELL, held="closing")
    first = ground.once(fleets).select(*FLEET, pl.lit(-1, pl.Int64).alias("b"), held="holding")
    met = pl.concat([cells, first]).join(pl.concat([own, others]), on=FLEET)
    # A rate that is not known makes the whole requirement unknown.
    return met.group_by("nation", "class", "b").agg(
        need=pl.when(pl.col("each").is_null().any())
        .then(None)
        .otherwise((pl.col("each") * pl.col("held")).sum())
    )


def operational_floors(ground: Ground) -> pl.DataFrame:
    """Operational floors in force in the last month of each period, and what is held against them.

    Returns:
        Columns nation, family, b, months, floor, held, deficit: weighted platforms.
    """
    rows = ground.facts("fleet_floors").select(
        *FAMILY, "quantity", ground.periods.since_start("from").alias("since")
    )
    held = spans(rows, FAMILY, "since").join(ground.periods.frame, how="cross")
    binding = in_force(held, pl.col("last")).select(*FAMILY, "b", "months", floor="quantity")
    families = ground.facts("items").select(platform="item", family="family")
    weighted = ground.once(service).join(families, on="platform")
    weighted = weighted.with_columns(held=pl.col("weight") * pl.col("closing"))
    cells = added(binding, total(weighted, [*FAMILY, "b"], "held"), [*FAMILY, "b"], "held")
    return cells.with_columns(deficit=(pl.col("floor") - pl.col("held")).clip(lower_bound=0))


def below_floors(ground: Ground) -> pl.DataFrame:
    """Terms of level ``commitments`` for operational floors: columns nation, item (family), b, what, term."""
    cells = ground.once(operational_floors).filter(pl.col("floor") > 0)
    term = pl.col("months") * pl.col("deficit") / pl.col("floor")
    return cells.with_columns(term=term, what=pl.lit("operational floor"), item=pl.col("family"))


def in_transition(case: Case) -> bool:
    """Whether a case has a fleet of Soviet standard that may retire, and so the level ``transition``."""
    legacy = case.table("items").filter(pl.col("standard") == "Soviet")["item"].implode()
    found = pl.col("platform").is_in(legacy) & (pl.col("retire_max") > 0)
    return case.table("fleets").filter(found).height > 0


def legacy_terms(ground: Ground) -> pl.Series:
    """Terms of level ``transition``: legacy platform-months of each fleet and period."""
    legacy = ground.facts("items").filter(pl.col("standard") == "Soviet").select(platform="item")
    cells = ground.once(service).join(legacy, on="platform", how="semi")
    months = pl.col("months")
    term = (months - 1) / 2 * pl.col("before") + (months + 1) / 2 * pl.col("closing")
    return cells.select(term=term)["term"]

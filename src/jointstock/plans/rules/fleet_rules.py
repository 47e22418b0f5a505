"""V14: fleets balance, and platforms come, enter, are lost, repaired, retired and sent as the case says."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.fleets import (
    FAMILY,
    FLEET,
    FLEET_CELL,
    fleets,
    operational_floors,
    platforms,
    service,
)
from jointstock.plans.rules.ground import Check, Claim, Ground, added, side_by_side, total

NAME = tuple(FLEET)


def check_fleets(ground: Ground) -> Iterator[Check]:
    """V14 for every fleet of the case and every platform of the plan."""
    cells = ground.once(service)
    yield from _places(ground)
    yield from _balance(ground, cells)
    yield from _arrivals(ground, cells)
    yield from _entries(ground, cells)
    yield from _losses(ground, cells)
    yield from _sendings(ground, cells)
    yield from _floors(ground)


def moves(ground: Ground) -> pl.DataFrame:
    """Platforms that arrive and that are sent: columns nation, platform, b, came, gone."""
    kinds = ground.once(platforms)
    moved = ground.tables["transfers"].join(kinds, on="item", how="semi").rename({"item": "platform"})
    came = ground.tables["deliveries"].join(kinds, on="item", how="semi").rename({"item": "platform"})
    came = came.select("b", "quantity", "platform", nation="recipient")
    got = moved.filter(pl.col("arrival") < ground.periods.count)
    got = got.select("quantity", "platform", b="arrival", nation="recipient")
    gone = total(moved.rename({"donor": "nation"}), FLEET_CELL, "quantity", "gone")
    arrived = total(pl.concat([came, got.select(came.columns)]), FLEET_CELL, "quantity", "came")
    return side_by_side(arrived, gone, FLEET_CELL)


def _places(ground: Ground) -> Iterator[Check]:
    """Platforms are in fleets of the case and in no stock."""
    known = ground.once(fleets).select(*FLEET, known=pl.lit(value=True))
    told = ground.tables["fleets"].join(known, on=FLEET, how="left")
    text = "The plan has a fleet of {platform} in {nation}; the case has none."
    yield ground.refuse(Claim("V14", NAME, text), told, pl.col("known").is_null())
    moved = ground.once(moves).join(known, on=FLEET, how="left")
    text = "{came} of {platform} arrive in {nation} in {period} and {gone} leave it; it has no such fleet."
    yield ground.refuse(Claim("V14", NAME, text), moved, pl.col("known").is_null(), pl.col("came"))
    stored = ground.tables["stocks"].join(ground.once(platforms), on="item", how="semi")
    text = "{nation} holds {item} in stock; platforms are held in fleets."
    yield ground.refuse(Claim("V14", ("nation", "item"), text), stored, pl.lit(value=True))


def _balance(ground: Ground, cells: pl.DataFrame) -> Iterator[Check]:
    text = "{nation} starts {period} with {lhs} of {platform}; it had {rhs} before."
    yield ground.examine(Claim("V14", NAME, text), cells, pl.col("opening"), pl.col("before"))
    came = pl.col("opening") + pl.col("entered") + pl.col("repaired")
    left = came - pl.col("lost") - pl.col("retired") - pl.col("sent")
    terms = [pl.col(name) for name in ("opening", "entered", "repaired", "lost", "retired", "sent")]
    text = "{nation} has {lhs} of {platform} at the end of {period}; what came and went leaves {rhs}."
    yield ground.examine(Claim("V14", NAME, text), cells, pl.col("closing"), left, terms)
    text = (
        "{lhs} of {platform} of {nation} wait at the end of {period}; those ready less those in leave {rhs}."
    )
    waiting = pl.col("waited") + pl.col("ready") - pl.col("entered")
    terms = [pl.col("waited"), pl.col("ready"), pl.col("entered")]
    yield ground.examine(Claim("V14", NAME, text), cells, pl.col("waiting"), waiting, terms)


def _arrivals(ground: Ground, cells: pl.DataFrame) -> Iterator[Check]:
    """What arrives is what deliveries and transfers bring; it is ready when its training is over."""
    rows = added(cells, ground.once(moves), FLEET_CELL, "came")
    text = (
        "{lhs} of {platform} arrive in {nation} in {period} by the plan; deliveries and transfers say {rhs}."
    )
    yield ground.examine(Claim("V14", NAME, text), rows, pl.col("arrived"), pl.col("came"))
    text = "{came} of {platform} arrive in {nation} in {period}, whose training takes nobody knows how long."
    arriving = rows.filter(pl.col("came") > 0)
    yield ground.refuse(Claim("V14", NAME, text), arriving, pl.col("training").is_null(), pl.col("came"))
    shares = ground.periods.shares(arriving["training"].drop_nulls().unique().to_list()).rename({"b": "over"})
    met = arriving.join(shares, left_on=["training", "b"], right_on=["lag", "a"])
    met = met.with_columns(trained=pl.col("came") * pl.col("share"), b=pl.col("over"))
    rows = added(cells, total(met, FLEET_CELL, "trained"), FLEET_CELL, "trained")
    text = "{lhs} of {platform} of {nation} are ready in {period} by the plan; training is over for {rhs}."
    yield ground.examine(Claim("V14", NAME, text), rows, pl.col("ready"), pl.col("trained"))


def _entries(ground: Ground, cells: pl.DataFrame) -> Iterator[Check]:
    """Nothing enters before it is certified; without crews to wait for, everything else enters at once."""
    barred = (pl.col("start") < pl.col("certified")).fill_null(value=False)
    text = "{lhs} of {platform} enter service in {nation} in {period}, before they are certified."
    yield ground.examine(Claim("V14", NAME, text), cells.filter(barred), pl.col("entered"), pl.lit(0.0))
    free = cells.filter(~barred & (pl.col("crew") == ""))
    text = "{lhs} of {platform} of {nation} wait at the end of {period}, although nothing keeps them."
    scale = [pl.col("waited"), pl.col("ready")]
    yield ground.examine(Claim("V14", NAME, text), free, pl.col("waiting"), pl.lit(0.0), scale)


def _losses(ground: Ground, cells: pl.DataFrame) -> Iterator[Check]:
    """Losses follow from the fleet; repair and retirement keep to their bounds."""
    months = pl.col("months")
    lost = pl.col("before") * (1 - (1 - pl.col("loss_rate")) ** months) + pl.col("losses") * months
    text = "{nation} loses {lhs} of {platform} in {period} by the plan; it is {rhs}."
    yield ground.examine(Claim("V14", NAME, text), cells, pl.col("lost"), lost, [pl.col("before")])
    text = "{nation} repairs {lhs} of {platform} in {period}; {rhs} can be repaired."
    most = pl.col("repairable") * lost
    yield ground.examine(Claim("V14", NAME, text, "<="), cells, pl.col("repaired"), most)
    decided = _decided(ground)
    rows = added(cells, decided, FLEET_CELL, "decided")
    text = "{nation} retires {lhs} of {platform} in {period}; {rhs} are decided."
    yield ground.examine(Claim("V14", NAME, text, ">="), rows, pl.col("retired"), pl.col("decided"))
    text = "{nation} retires {lhs} of {platform} in {period}; at most {rhs} may retire."
    most = pl.col("decided") + pl.col("retire_max") * months
    yield ground.examine(Claim("V14", NAME, text, "<="), rows, pl.col("retired"), most)


def _decided(ground: Ground) -> pl.DataFrame:
    """Retirements that are decided, by period: columns nation, platform, b, decided."""
    rows = ground.facts("retirements").with_columns(month=ground.periods.since_start("month"))
    months = {"month": range(ground.periods.horizon), "b": ground.periods.owners}
    owners = pl.DataFrame(months).cast(pl.Int64)
    return total(rows.join(owners, on="month"), FLEET_CELL, "quantity", "decided")


def _sendings(ground: Ground, cells: pl.DataFrame) -> Iterator[Check]:
    """What is sent is what the transfers say, was in service before, and may be released."""
    rows = added(cells, ground.once(moves), FLEET_CELL, "gone")
    text = "{nation} sends {lhs} of {platform} in {period} by its fleet; the transfers say {rhs}."
    yield ground.examine(Claim("V14", NAME, text), rows, pl.col("sent"), pl.col("gone"))
    text = "{nation} sends {lhs} of {platform} in {period}; it had {rhs} before."
    yield ground.examine(Claim("V14", NAME, text, "<="), rows, pl.col("gone"), pl.col("before"))
    ever = rows.group_by(*FLEET, "releasable").agg(pl.col("gone").sum())
    text = "{nation} gives {lhs} of {platform} in all; {rhs} may be released."
    yield ground.examine(Claim("V14", NAME, text, "<="), ever, pl.col("gone"), pl.col("releasable"))


def _floors(ground: Ground) -> Iterator[Check]:
    """The table of operational floors is that of the case and of the fleets."""
    figures = ("floor", "held", "deficit")
    told = ground.tables["fleet_floors"].select(
        *FAMILY, "b", *(pl.col(name).alias(f"told_{name}") for name in figures)
    )
    both = side_by_side(told, ground.once(operational_floors).drop("months"), [*FAMILY, "b"])
    for name in figures:
        text = f"The {name} of {{family}} of {{nation}} in {{period}} is {{lhs}} by the plan; it is {{rhs}}."
        terms = [pl.col("floor"), pl.col("held")]
        yield ground.examine(
            Claim("V14", tuple(FAMILY), text), both, pl.col(f"told_{name}"), pl.col(name), terms
        )

"""Tables of nations of a generated case: holdings, targets, use, floors, lanes, pledges, budgets."""

import numpy as np
import polars as pl

from jointstock.measure.arrays import Floats
from jointstock.measure.months import month_number
from jointstock.shapes.world import World, month, pick

Tables = dict[str, pl.DataFrame]
_COVER_MONTHS = 30
_SECOND_CLASS_SHARE = 0.15
_PLEDGES = 8
_GROUP = "buyers"


def demand_tables(world: World) -> Tables:
    """Every table of nations.

    Args:
        world: Names and quantities of the case.
    """
    wanted = _wanted(world)
    held = _holdings(world, wanted)
    return {
        **_parties(world),
        "classes": _classes(world),
        "compatibility": _compatibility(world),
        "target_versions": pl.DataFrame({"version": ["v1"]}),
        "targets": _targets(world, wanted),
        "usage": _usage(world, wanted),
        "holdings": held,
        "floors": _floors(world, held),
        "lanes": _lanes(world),
        "pledges": _pledges(world, held),
        "budgets": _budgets(world, wanted, held),
    }


def _wanted(world: World) -> Floats:
    """Units that each nation is to hold at first, 0 of what it does not use, shape (nations, classes)."""
    part = world.share[:, None] * world.fields
    spread = world.random.uniform(0.6, 1.4, part.shape)
    wanted: Floats = np.ceil(part / part.sum(axis=0) * world.class_output * _COVER_MONTHS * spread)
    return wanted


def _parties(world: World) -> Tables:
    count = world.counts.nations
    starts = np.where(np.arange(count) % 4 == 1, 4, 1)
    nations = pl.DataFrame(
        {
            "nation": world.nations,
            "name": world.titles.nations,
            "role": ["ally"] * (count - 1) + ["recipient"],
            "fiscal_year_start": starts,
            "weight": [None] * (count - 1) + [3.0],
        }
    )
    members = world.nations[: max(2, round(count * 0.5))]
    return {
        "nations": nations,
        "nation_groups": pl.DataFrame({"nation": members}).with_columns(group=pl.lit(_GROUP)),
    }


def _classes(world: World) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "class": world.classes,
            "name": world.titles.classes,
            "scale": np.maximum(1.0, np.round(world.class_output)),
        }
    ).with_columns(unit=pl.lit("pieces"))


def _compatibility(world: World) -> pl.DataFrame:
    """Every end item covers its class; some cover the next one too, at another ratio."""
    first = pl.DataFrame({"item": world.ends, "class": pick(world.classes, world.end_class)})
    first = first.with_columns(state=pl.lit("common"), ratio=pl.lit(None, pl.Float64))
    if len(world.classes) > 1:
        second = pick(world.classes, (world.end_class + 1) % len(world.classes))
        also = first.with_columns(pl.Series("class", second), ratio=pl.lit(0.8))
        also = also.with_columns(state=pl.lit("interchangeable"))
        chosen = world.random.random(len(world.ends)) < _SECOND_CLASS_SHARE
        first = pl.concat([first, also.filter(pl.Series(chosen))])
    return first.with_columns(nation=pl.lit("*"))


def _targets(world: World, wanted: Floats) -> pl.DataFrame:
    """Targets from the first month, half of them a fifth higher after a year."""
    rows = _by_class(world, wanted).with_columns(pl.lit(month(0)).alias("from"))
    later = rows.filter(pl.Series(world.random.random(rows.height) < 0.5))
    later = later.with_columns(
        pl.lit(month(min(12, world.counts.months - 1))).alias("from"), (pl.col("quantity") * 1.2).ceil()
    )
    return pl.concat([rows, later]).with_columns(version=pl.lit("v1")).sort("nation", "class", "from")


def _usage(world: World, wanted: Floats) -> pl.DataFrame:
    """Peacetime use of half of the classes, operational use of all of them by the recipient."""
    rows = _by_class(world, wanted).with_columns(month=pl.lit(month(0)))
    used = pl.Series(world.random.random(rows.height) < 0.5)
    given_to = pl.col("nation") == world.recipient
    peace = rows.filter(~given_to & used).select(
        "nation", "class", "month", kind=pl.lit("peacetime"), rate=(pl.col("quantity") * 0.004).round(2)
    )
    use = rows.filter(given_to).select(
        "nation", "class", "month", kind=pl.lit("operational"), rate=(pl.col("quantity") * 0.05).round(2)
    )
    return pl.concat([peace, use])


def _holdings(world: World, wanted: Floats) -> pl.DataFrame:
    """Stock of every nation and end item; Allies may give some of about a third of the items."""
    sharing = np.bincount(world.end_class, minlength=len(world.classes))[world.end_class]
    held = wanted[:, world.end_class] / sharing * world.random.uniform(0.2, 0.7, (len(wanted), len(sharing)))
    may_give = world.random.random(held.shape) < 1 / 3
    may_give[np.argmax(world.share[:-1]), ::3] = True
    may_give[-1] = False
    released = np.where(may_give, np.floor(held * 0.3), np.nan)
    nation, item = np.divmod(np.arange(held.size), len(world.ends))
    frame = pl.DataFrame(
        {
            "nation": pick(world.nations, nation),
            "item": pick(world.ends, item),
            "quantity": np.floor(held).ravel(),
            "releasable": released.ravel(),
        }
    )
    used = world.fields[:, world.end_class].ravel()
    return frame.filter(pl.Series(used)).with_columns(pl.col("releasable").fill_nan(None))


def _floors(world: World, held: pl.DataFrame) -> pl.DataFrame:
    """A floor for half of what Allies hold, some of them above the holding."""
    allies = held.filter(pl.col("nation") != world.recipient)
    chosen = allies.filter(pl.Series(world.random.random(allies.height) < 0.5))
    size = world.random.uniform(0.4, 1.1, chosen.height)
    return chosen.select("nation", "item", quantity=(pl.col("quantity") * pl.Series(size)).floor())


def _lanes(world: World) -> pl.DataFrame:
    return pl.DataFrame({"item": world.ends, "months": [1] * len(world.ends)}).with_columns(
        pl.lit("*").alias("from"),
        pl.lit(world.recipient).alias("to"),
        cost=pl.Series(np.round(world.price * 0.015, 2)),
    )


def _pledges(world: World, held: pl.DataFrame) -> pl.DataFrame:
    """Some releasable stocks, half of each promised by contract."""
    given = held.filter(pl.col("releasable") > 1)
    count = min(_PLEDGES, world.counts.nations // 2 + 1)
    given = given.gather_every(max(1, given.height // count)).head(count)
    return given.with_row_index("number").select(
        pledge=pl.format("pledge-{}", "number"),
        donor="nation",
        recipient=pl.lit(world.recipient),
        item="item",
        quantity=(pl.col("releasable") * 0.5).floor(),
        due=pl.lit(month(5)),
        status=pl.lit("contracted"),
    )


def _budgets(world: World, wanted: Floats, held: pl.DataFrame) -> pl.DataFrame:
    """Money of Allies by fiscal year: upkeep of what is held, a third of what all that is wanted costs."""
    first = month_number(month(0))
    years = np.arange(first // 12 - 1, (first + world.counts.months) // 12 + 1)
    class_price = np.zeros(len(world.classes))
    np.maximum.at(class_price, world.end_class, world.price)
    need = (wanted * class_price).sum(axis=1)[:-1] * 0.3 / (world.counts.months / 12)
    amount = need[:, None] * world.random.uniform(0.7, 1.3, (len(need), len(years)))
    amount += _upkeep(world, held)[:-1, None]
    nation, year = np.divmod(np.arange(amount.size), len(years))
    return pl.DataFrame(
        {
            "payer": pick(world.nations, nation),
            "year": years[year],
            "amount": np.round(amount.ravel(), -3),
        }
    ).with_columns(carry_over=pl.lit(0.1))


def _upkeep(world: World, held: pl.DataFrame) -> Floats:
    """Yearly cost of storing what each nation holds, shape (nations,)."""
    monthly = dict(zip(world.ends, world.storing.tolist(), strict=True))
    cost = held["quantity"] * held["item"].replace_strict(monthly, return_dtype=pl.Float64) * 12
    place = {nation: number for number, nation in enumerate(world.nations)}
    nation = held["nation"].replace_strict(place).to_numpy()
    return np.bincount(nation, cost, len(world.nations)).astype(np.float64)


def _by_class(world: World, quantity: Floats) -> pl.DataFrame:
    """nation, class, quantity of every cell that is not 0."""
    nation, place = np.divmod(np.arange(quantity.size), len(world.classes))
    return pl.DataFrame(
        {
            "nation": pick(world.nations, nation),
            "class": pick(world.classes, place),
            "quantity": quantity.ravel(),
        }
    ).filter(pl.col("quantity") > 0)

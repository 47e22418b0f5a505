"""V7, V8 and the order side of V18: who may order what from whom, and when."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.ground import Check, Claim, Ground
from jointstock.plans.rules.needs import open_orders
from jointstock.plans.rules.obstacles import effects, fits, leads, lines, matched

EDGE = ["payer", "buyer", "recipient", "contract", "line", "item"]
LICENCES = ["licence", "certification"]


def edges(ground: Ground) -> pl.DataFrame:
    """Edges that the plan orders on, each once.

    Returns:
        Columns edge (its number), the six keys, site_nation, sells, queue, admin (months, with delays), delay,
        until (last month forbidden, -1 where none is), opens and closes (months of validity).
    """
    things = ground.tables["orders"].select(EDGE).unique(maintain_order=True)
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
    """Orders of the plan with the number of their edge, its columns, and start, months, last of their period."""
    with_edges = ground.tables["orders"].join(ground.once(edges), on=EDGE, how="left", maintain_order="left")
    return with_edges.join(ground.periods.frame, on="b", how="left", maintain_order="left")


def check_edges(ground: Ground) -> Iterator[Check]:
    """V8: orders only along edges, deliveries as ordered, production by recipes of the line."""
    yield from _eligible(ground)
    yield _deliveries_as_ordered(ground)
    text = "Line {line} starts {starts} of {item} by recipe {recipe} in {period}; the case has no such recipe there."
    made = ground.tables["production"]
    known = made.join(recipe_names(ground), on=["line", "item", "recipe"], how="left", maintain_order="left")
    yield ground.refuse(
        Claim("V8", ("line", "recipe"), text), known, pl.col("known").is_null(), pl.col("starts")
    )


def recipe_names(ground: Ground) -> pl.DataFrame:
    """Recipes that each line may use: columns line, item, recipe, known; ``none`` for an item without any."""
    made = ground.facts("lines").select("line", "item")
    rows = ground.facts("recipes").select("item", "line", "recipe").unique()
    own = made.join(rows, on=["line", "item"])
    for_all = made.join(own, on="line", how="anti").join(
        rows.filter(pl.col("line") == "*").drop("line"), on="item"
    )
    bare = made.join(rows, on="item", how="anti").with_columns(recipe=pl.lit("none"))
    named = [frame.select("line", "item", "recipe") for frame in (own, for_all, bare)]
    return pl.concat(named).with_columns(known=pl.lit(value=True))


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
    """Add the first period into which anything falls that is moved by a lag; after the horizon stays after."""
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
    text = "{buyer} orders {quantity} of {item} from line {line} in {period}, which the obstacle '{obstacle}' forbids."
    claim = Claim(rule, ("obstacle", *EDGE), text)
    return ground.refuse(claim, placed, pl.col("start") <= pl.col("ban"), pl.col("quantity"))


def _eligible(ground: Ground) -> Iterator[Check]:
    """Check each edge of the plan against what the case allows, one part after the other."""
    things = ground.once(edges)
    parties = {
        "buyer": (_buyers(ground), ["contract", "buyer"], "{buyer} may not buy under {contract}."),
        "line": (
            _contract_lines(ground),
            ["contract", "line", "item"],
            "Line {line} does not deliver {item} under {contract}.",
        ),
        "price": (
            ground.facts("contract_prices"),
            ["contract", "item"],
            "{contract} has no price for {item}.",
        ),
        "recipient": (
            _others(ground, things, "recipient"),
            ["contract", "buyer", "recipient"],
            "{recipient} may not receive what {buyer} buys under {contract}.",
        ),
        "payer": (
            _others(ground, things, "payer"),
            ["contract", "buyer", "payer"],
            "{payer} may not pay for what {buyer} buys under {contract}.",
        ),
    }
    for allowed, keys, text in parties.values():
        known = allowed.select(keys).unique().with_columns(known=pl.lit(value=True))
        yield ground.refuse(
            Claim("V8", tuple(EDGE), text), things.join(known, on=keys, how="left"), pl.col("known").is_null()
        )
    kinds = things.join(ground.facts("items").select("item", "kind"), on="item", how="left")
    yield ground.refuse(
        Claim("V8", tuple(EDGE), "{item} is no end item and is not bought."), kinds, pl.col("kind") != "end"
    )


def _buyers(ground: Ground) -> pl.DataFrame:
    """Columns contract, buyer: nations, members of groups, and every Ally and invitee for ``*``."""
    rows = ground.facts("contract_parties").filter(pl.col("role") == "buyer").select("contract", "party")
    nations = ground.facts("nations")
    allies = nations.filter(pl.col("role").is_in(["ally", "invitee"])).select(pl.col("nation").alias("buyer"))
    everyone = rows.filter(pl.col("party") == "*").select("contract").join(allies, how="cross")
    groups = ground.facts("nation_groups").select(
        pl.col("nation").alias("buyer"), party=pl.lit("group:") + pl.col("group")
    )
    members = rows.join(groups, on="party").select("contract", "buyer")
    return pl.concat([everyone, members, rows.select("contract", pl.col("party").alias("buyer"))])


def _contract_lines(ground: Ground) -> pl.DataFrame:
    """Columns contract, line, item: the lines named, or for ``*`` every line of an item with a price."""
    rows = ground.facts("contract_parties").filter(pl.col("role") == "line").select("contract", line="party")
    made = ground.facts("lines").select("line", "item")
    priced = ground.facts("contract_prices").select("contract", "item").join(made, on="item")
    named = priced.join(rows, on=["contract", "line"], how="semi")
    return pl.concat([named, priced.join(rows.filter(pl.col("line") == "*"), on="contract", how="semi")])


def _others(ground: Ground, things: pl.DataFrame, role: str) -> pl.DataFrame:
    """Columns contract, buyer and the role: who may receive or pay; the buyer where no row names anybody."""
    rows = ground.facts("contract_parties").filter(pl.col("role") == role).select("contract", "party")
    pairs = things.select("contract", "buyer").unique()
    alone = pairs.join(rows, on="contract", how="anti").with_columns(party=pl.lit("buyer"))
    asked = pl.concat([pairs.join(rows, on="contract").select(alone.columns), alone])
    party = pl.when(pl.col("party") == "buyer").then(pl.col("buyer")).otherwise(pl.col("party"))
    return asked.select("contract", "buyer", party.alias(role))


def _deliveries_as_ordered(ground: Ground) -> Check:
    """Deliveries carry the buyer, recipient, contract, line and item of their order."""
    keys = ["buyer", "recipient", "contract", "line", "item"]
    ordered = [frame.select("order", *keys) for frame in (ground.tables["orders"], ground.once(open_orders))]
    known = pl.concat(ordered).rename({key: f"ordered_{key}" for key in keys})
    came = ground.tables["deliveries"].join(known, on="order", how="left", maintain_order="left")
    other = pl.any_horizontal(pl.col(key) != pl.col(f"ordered_{key}") for key in keys)
    text = "{recipient} receives {item} from line '{line}' in {period}; order {order} does not say so."
    return ground.refuse(Claim("V8", ("order",), text), came, other)

"""V4: nothing is delivered before order, administration and lead; deliveries follow the orders.

The tables of a plan do not say which starts are made for which order. Where work must start as soon as the
administration is over, deliveries follow from the orders and are checked as equalities; where an order may
wait in a queue or be served from own account, they are checked against the soonest that is possible. What a
line delivers in all is checked as an equality against its starts.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.edges import EDGE, edges, orders
from jointstock.plans.rules.ground import Check, Claim, Ground, added, grid, side_by_side, total
from jointstock.plans.rules.needs import arrivals_from_outside, open_orders
from jointstock.plans.rules.obstacles import leads


def arrived(ground: Ground) -> pl.DataFrame:
    """Ordered units that arrive at their line: columns edge, line, queue, sells, b, arrived."""
    placed = ground.once(orders).select("edge", "line", "queue", "sells", "admin", "quantity", a="b")
    placed = placed.filter(pl.col("admin").is_not_null())
    shares = ground.periods.shares(placed["admin"].unique().to_list())
    met = placed.join(shares, left_on=["admin", "a"], right_on=["lag", "a"]).filter(
        pl.col("b") < ground.periods.count
    )
    return total(
        met.with_columns(arrived=pl.col("quantity") * pl.col("share")),
        ["edge", "line", "queue", "sells", "b"],
        "arrived",
    )


def matured(ground: Ground, starts: pl.DataFrame, keys: list[str], value: str) -> pl.DataFrame:
    """Move starts to the period in which they are finished, inside the horizon.

    Args:
        ground: Case and plan.
        starts: Columns line, the keys, b and the value.
        keys: Columns to sum by, beside b.
        value: Column with the good units started.

    Returns:
        The keys, b and matured.
    """
    profile = ground.once(leads)
    shares = ground.periods.shares(profile["lag"].unique().drop_nulls().to_list())
    met = starts.rename({"b": "a"}).join(profile, on="line").join(shares, on=["lag", "a"])
    met = met.filter(pl.col("b") < ground.periods.count)
    return total(
        met.with_columns(matured=pl.col(value) * pl.col("part") * pl.col("share")), [*keys, "b"], "matured"
    )


def delivered(ground: Ground) -> pl.DataFrame:
    """Deliveries on orders of the plan: columns order, edge, line, b, quantity."""
    placed = ground.once(orders).select("order", "edge")
    came = ground.tables["deliveries"].select("order", "line", "b", "quantity")
    return came.join(placed, on="order")


def check_orders(ground: Ground) -> Iterator[Check]:
    """V4 for every edge, every order and every open order."""
    yield _known_orders(ground)
    yield from _edges(ground)
    yield from _first_in_first_out(ground)
    yield from _open_orders(ground)


def _known_orders(ground: Ground) -> Check:
    named = pl.concat([ground.tables["orders"].select("order"), ground.facts("orders").select("order")])
    known = named.with_columns(known=pl.lit(value=True)).unique()
    came = ground.tables["deliveries"].join(known, on="order", how="left", maintain_order="left")
    text = "{recipient} receives {quantity} of {item} in {period}, but nobody placed the order {order}."
    return ground.refuse(Claim("V4", ("order",), text), came, pl.col("known").is_null(), pl.col("quantity"))


def _edges(ground: Ground) -> Iterator[Check]:
    """Compare what each edge delivers with what its orders allow, cumulated over the periods."""
    came = ground.once(arrived)
    cells = grid(ground.once(edges).select("edge", *EDGE, "queue", "sells"), ground.periods)
    cells = added(cells, came, ["edge", "b"], "arrived")
    cells = added(cells, matured(ground, came, ["edge"], "arrived"), ["edge", "b"], "matured")
    cells = added(
        cells,
        total(ground.once(delivered), ["edge", "b"], "quantity", "delivered"),
        ["edge", "b"],
        "delivered",
    )
    sums = [
        pl.col(name).cum_sum().over("edge").alias(f"all_{name}")
        for name in ("arrived", "matured", "delivered")
    ]
    cells = cells.with_columns(sums)
    by_now = "By the end of {period}, {recipient} has {lhs} of {item} from {line} under {contract}, "
    exact = Claim(
        "V4",
        tuple(EDGE),
        "In {period}, {recipient} receives {lhs} of {item} from line {line} under {contract} "
        "(buyer {buyer}); from what was ordered {rhs} are finished.",
    )
    scale = [pl.col("all_delivered"), pl.col("all_matured")]
    waits, sells = pl.col("queue"), pl.col("sells")
    yield ground.examine(exact, cells.filter(~waits & ~sells), pl.col("delivered"), pl.col("matured"), scale)
    soonest = Claim("V4", tuple(EDGE), by_now + "but orders, administration and lead allow {rhs}.", "<=")
    yield ground.examine(
        soonest, cells.filter(waits & ~sells), pl.col("all_delivered"), pl.col("all_matured")
    )
    sold = Claim("V4", tuple(EDGE), by_now + "but orders and administration allow {rhs}.", "<=")
    yield ground.examine(sold, cells.filter(sells), pl.col("all_delivered"), pl.col("all_arrived"))
    due = Claim("V4", tuple(EDGE), by_now + "but {rhs} are finished at the latest.", ">=")
    yield ground.examine(due, cells.filter(sells & ~waits), pl.col("all_delivered"), pl.col("all_matured"))


def _first_in_first_out(ground: Ground) -> Iterator[Check]:
    """Deliveries of an edge go to its orders first in, first out, and never beyond an order."""
    placed = ground.once(orders).sort("edge", "b", "order")
    before = placed.select(
        "order", "quantity", before=pl.col("quantity").cum_sum().over("edge") - pl.col("quantity")
    )
    before = before.with_row_index("place").rename({"quantity": "ordered"})
    came = ground.once(delivered).join(before, on="order").sort("edge", "b", "place")
    came = came.with_columns(
        of_edge=pl.col("quantity").cum_sum().over("edge"), of_order=pl.col("quantity").cum_sum().over("order")
    ).join(ground.once(edges).select("edge", "recipient", "buyer", "item"), on="edge", how="left")
    text = (
        "By the end of {period}, order {order} of {buyer} for {item} has brought {lhs}; {rhs} were ordered."
    )
    yield ground.examine(
        Claim("V4", ("order",), text, "<="), came, pl.col("of_order"), pl.col("ordered"), [pl.col("of_edge")]
    )
    text = "The delivery of {quantity} of {item} to {recipient} in {period} is not for order {order}."
    yield ground.examine(
        Claim("V4", ("order",), text), came, pl.col("before") + pl.col("of_order"), pl.col("of_edge")
    )


def _open_orders(ground: Ground) -> Iterator[Check]:
    """Open orders from outside arrive when due, those with a line no sooner than if started at once."""
    came = ground.tables["deliveries"].join(ground.facts("orders").select("order"), on="order", how="semi")
    backlog = ground.once(open_orders)
    outside = backlog.filter(pl.col("line") == "")
    told = total(
        came.join(outside.select("order"), on="order", how="semi"), ["order", "b"], "quantity", "came"
    )
    meant = total(ground.once(arrivals_from_outside), ["order", "b"], "quantity", "due")
    both = side_by_side(told, meant, ["order", "b"]).join(
        outside.select("order", "recipient", "item"), on="order"
    )
    text = "The open order {order} of {item} for {recipient} brings {lhs} in {period} instead of {rhs}."
    yield ground.examine(Claim("V4", ("order",), text), both, pl.col("came"), pl.col("due"))
    own = backlog.filter(pl.col("line") != "").select(
        "order", "recipient", "item", "line", ordered="quantity"
    )
    first = matured(ground, own.with_columns(b=pl.lit(0, pl.Int64)), ["order"], "ordered")
    cells = added(grid(own, ground.periods), first, ["order", "b"], "matured")
    cells = added(cells, total(came, ["order", "b"], "quantity", "came"), ["order", "b"], "came")
    cells = cells.with_columns(pl.col("came", "matured").cum_sum().over("order"))
    text = (
        "By the end of {period}, open order {order} of {item} has brought {lhs}; its line can finish {rhs}."
    )
    yield ground.examine(Claim("V4", ("order",), text, "<="), cells, pl.col("came"), pl.col("matured"))

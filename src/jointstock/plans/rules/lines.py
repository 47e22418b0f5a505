"""V4 and V16 for whole lines: what a line delivers it has started; its own stock is never negative."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.ground import Check, Claim, Ground, added, grid, total
from jointstock.plans.rules.needs import open_orders
from jointstock.plans.rules.obstacles import lines
from jointstock.plans.rules.orders import arrived, delivered, matured

LINE = ["line", "b"]
# Kinds of items that are ordered from lines.
SOLD = ("end", "platform")


def balance(ground: Ground) -> pl.DataFrame:
    """What each line of an end item or a platform makes, finishes and delivers in each period.

    Returns:
        Columns line, item, b, sells, own_stock; made (for orders), ahead (on own account), finished and
        finished_ahead (of these, in the period they are finished), on_orders and on_backlog (delivered),
        sold (delivered beyond what was finished for orders), must and may (arrived orders that must or may
        start), and backlog (open orders).
    """
    things = ground.once(lines).filter(pl.col("kind").is_in(SOLD))
    cells = grid(things.select("line", "item", "sells", pl.col("own_stock").fill_null(0)), ground.periods)
    made = (
        ground.tables["production"]
        .group_by(LINE)
        .agg(good=pl.col("good").sum(), ahead=pl.col("own_account").max())
        .with_columns(made=pl.col("good") - pl.col("ahead"))
    )
    cells = added(cells, made, LINE, "made", "ahead")
    cells = added(cells, matured(ground, made, ["line"], "made"), LINE, "matured").rename(
        {"matured": "finished"}
    )
    later = matured(ground, made, ["line"], "ahead")
    cells = added(cells, later, LINE, "matured").rename({"matured": "finished_ahead"})
    cells = added(cells, total(ground.once(delivered), LINE, "quantity", "on_orders"), LINE, "on_orders")
    backlog = ground.once(open_orders).filter(pl.col("line") != "")
    came = ground.tables["deliveries"].join(backlog.select("order"), on="order", how="semi")
    cells = added(cells, total(came, LINE, "quantity", "on_backlog"), LINE, "on_backlog")
    reached = ground.once(arrived)
    cells = added(cells, total(reached.filter(~pl.col("queue")), LINE, "arrived", "must"), LINE, "must")
    cells = added(cells, total(reached.filter(pl.col("queue")), LINE, "arrived", "may"), LINE, "may")
    cells = added(cells, total(backlog, ["line"], "quantity", "backlog"), ["line"], "backlog")
    return cells.with_columns(sold=pl.col("on_orders") + pl.col("on_backlog") - pl.col("finished"))


def check_lines(ground: Ground) -> Iterator[Check]:
    """V4: a line delivers what it finished, and makes for orders only what has been ordered."""
    cells = ground.once(balance)
    made_only = cells.filter(~pl.col("sells"))
    came = pl.col("on_orders") + pl.col("on_backlog")
    text = "Line {line} delivers {lhs} of {item} in {period}; it finishes {rhs} then."
    scale = [pl.col("finished").cum_sum().over("line")]
    yield ground.examine(Claim("V4", ("line",), text), made_only, came, pl.col("finished"), scale)
    started = pl.col("made") + pl.col("sold")
    text = "Line {line} starts or sells {lhs} of {item} in {period}; orders that may not wait ask for {rhs}."
    yield ground.examine(Claim("V4", ("line",), text, ">="), cells, started, pl.col("must"))
    waiting = (started - pl.col("must")).cum_sum().over("line")
    allowed = pl.col("may").cum_sum().over("line") + pl.col("backlog")
    text = (
        "By the end of {period}, line {line} has started or sold {lhs} of {item} beyond what may not wait; "
        "orders that may wait and open orders allow {rhs}."
    )
    scale = [started.cum_sum().over("line")]
    yield ground.examine(Claim("V4", ("line",), text, "<="), cells, waiting, allowed, scale)


def check_own_account(ground: Ground) -> Iterator[Check]:
    """V16: a producer makes ahead only where it may, sells only finished stock, and only to orders."""
    seen = ground.tables["production"].join(
        ground.once(lines).select("line", "makes_ahead", "kind"), on="line", how="left", maintain_order="left"
    )
    text = "Line {line} makes {lhs} of {item} on own account in {period}; the case does not allow it."
    never = seen.filter(~(pl.col("makes_ahead") & pl.col("kind").is_in(SOLD)))
    yield ground.examine(Claim("V16", ("line",), text), never, pl.col("own_account"), pl.lit(0.0))
    text = (
        "Line {line} makes {lhs} of {item} on own account in {period}, more than the {rhs} it makes in all."
    )
    goods = seen.with_columns(
        of_line=pl.col("good").sum().over(LINE), least=pl.col("own_account").min().over(LINE)
    )
    yield ground.examine(Claim("V16", ("line",), text, "<="), goods, pl.col("own_account"), pl.col("of_line"))
    text = "The recipes of line {line} name different units on own account in {period}: {lhs} and {rhs}."
    yield ground.examine(Claim("V16", ("line",), text), goods, pl.col("own_account"), pl.col("least"))
    cells = ground.once(balance).filter(pl.col("sells"))
    scale = [pl.col("finished").cum_sum().over("line"), pl.col("own_stock")]
    text = "Line {line} delivers {on_orders} of {item} in {period}, less than it finishes for orders."
    yield ground.examine(Claim("V16", ("line",), text, ">="), cells, pl.col("sold"), pl.lit(0.0), scale)
    text = "Line {line} sells {lhs} of {item} from own account in {period}; {rhs} are delivered on orders."
    yield ground.examine(
        Claim("V16", ("line",), text, "<="), cells, pl.col("sold"), pl.col("on_orders"), scale
    )
    have = pl.col("own_stock") + pl.col("finished_ahead").cum_sum().over("line")
    gone = pl.col("sold").cum_sum().over("line")
    text = "By the end of {period}, line {line} has sold {lhs} of {item} from own account; it had {rhs}."
    yield ground.examine(Claim("V16", ("line",), text, "<="), cells, gone, have, scale)

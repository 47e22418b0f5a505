"""V5 for life extension: who may extend what, when, how much of it, until when, and for how much."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.ground import Check, Claim, Ground, side_by_side, total
from jointstock.plans.rules.lots import LOT_CELL, lot_cells, period_of

PAIR = ["nation", "item"]


def chances(ground: Ground) -> pl.DataFrame:
    """What may be extended: columns nation, item, life (months), price, most (a month; null without limit).

    The row of a nation goes before the row of all.
    """
    rows = ground.facts("life_extensions").select(
        *PAIR, life="months", price="cost", most="capacity", known=pl.lit(value=True)
    )
    pairs = ground.once(lot_cells).select(PAIR).unique()
    own = pairs.join(rows, on=PAIR)
    others = pairs.join(own, on=PAIR, how="anti")
    return pl.concat([own, others.join(rows.filter(pl.col("nation") == "*").drop("nation"), on="item")])


def extended(ground: Ground) -> pl.DataFrame:
    """Units that the plan extends: the columns of the lots, and life, price, most, known."""
    cells = ground.once(lot_cells).filter(pl.col("extended_out") != 0)
    return cells.join(ground.once(chances), on=PAIR, how="left", maintain_order="left")


def check_extensions(ground: Ground) -> Iterator[Check]:
    """V5 for life extension: only in the period before it expires, within capacity, and to its new period."""
    rows = ground.once(extended)
    text = "{nation} extends {extended_out} of {item} in {period}; the case does not let it."
    name = ("nation", "item", "expires")
    rows = rows.with_columns(expires=_word(ground))
    unknown = pl.any_horizontal(pl.col("known", "life", "price").is_null())
    yield ground.refuse(Claim("V5", name, text), rows, unknown, pl.col("extended_out"))
    text = "{nation} extends {extended_out} of {item} in {period}; it expires in {expires}."
    too_soon = (pl.col("b") != pl.col("c") - 1) | (pl.col("c") == ground.periods.count)
    yield ground.refuse(Claim("V5", name, text), rows, too_soon, pl.col("extended_out"))
    text = "{nation} extends {extended_out} of {item} in {period}, but not beyond {expires}."
    starts = ground.periods.frame.select(c="b", begins="start")
    into = period_of(ground, pl.col("begins") + pl.col("life"))
    known = rows.filter(~unknown).join(starts, on="c", maintain_order="left")
    yield ground.refuse(Claim("V5", name, text), known, into == pl.col("c"), pl.col("extended_out"))
    text = "{nation} extends {lhs} of {item} in {period}; {rhs} can be extended then."
    sums = rows.filter(pl.col("most").is_not_null()).group_by(*PAIR, "b", "months", "most")
    yield ground.examine(
        Claim("V5", tuple(PAIR), text, "<="),
        sums.agg(pl.col("extended_out").sum()),
        pl.col("extended_out"),
        pl.col("most") * pl.col("months"),
    )
    told = ground.once(lot_cells).filter(pl.col("extended_in") != 0)
    both = side_by_side(total(told, LOT_CELL, "extended_in"), _renewed(ground), LOT_CELL)
    text = "{lhs} of {item} of {nation} are extended until {expires} in {period} by the plan; it is {rhs}."
    yield ground.examine(
        Claim("V5", name, text),
        both.with_columns(expires=_word(ground)),
        pl.col("extended_in"),
        pl.col("renewed"),
    )


def _renewed(ground: Ground) -> pl.DataFrame:
    """What is extended, by the period in which it expires then: columns nation, item, c, b, renewed."""
    starts = ground.periods.frame.select(c="b", begins="start")
    rows = ground.once(extended).drop("start").join(starts, on="c").filter(pl.col("life").is_not_null())
    moved = rows.with_columns(c=period_of(ground, pl.col("begins") + pl.col("life")))
    return total(moved, LOT_CELL, "extended_out", "renewed")


def _word(ground: Ground) -> pl.Expr:
    names = {number: ground.periods.name(number) for number in range(ground.periods.count)}
    return pl.col("c").replace_strict(names, default="later", return_dtype=pl.String)

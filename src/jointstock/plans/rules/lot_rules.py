"""V5: lots from scratch: what arrived expires in its time, and nothing of it is used or sent then."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.extensions import PAIR, check_extensions
from jointstock.plans.rules.fifo import arrivals_by_month, by_period, first_stock, replay, rows_of
from jointstock.plans.rules.ground import Check, Claim, Ground, added, total
from jointstock.plans.rules.lots import LOT, kept_by_lots, lot_cells
from jointstock.plans.rules.stocks import stock_cells

CELL = [*PAIR, "b"]
NAME = ("nation", "item", "expires")


def check_lots(ground: Ground) -> Iterator[Check]:
    """V5 for the lots of every pair, for life extension, and against an issue first in, first out."""
    cells = _named(ground)
    yield from _flows(ground, cells)
    yield from _expiry(ground, cells)
    yield from _sums(ground)
    yield from check_extensions(ground)
    yield from _first_in_first_out(ground)


def _named(ground: Ground) -> pl.DataFrame:
    """Lots with the name of the period in which they expire."""
    periods = ground.periods
    names = {number: periods.name(number) for number in range(periods.count)} | {periods.count: "later"}
    return ground.once(lot_cells).with_columns(expires=pl.col("c").replace_strict(names, default="nowhere"))


def _flows(ground: Ground, cells: pl.DataFrame) -> Iterator[Check]:
    """Each lot starts where it ended, and moves what the other tables say."""
    before = pl.col("closing").shift(1).over(LOT).fill_null(pl.col("held"))
    text = "{nation} starts {period} with {lhs} of {item} that expire in {expires}; it held {rhs} before."
    yield ground.examine(Claim("V5", NAME, text), cells, pl.col("opening"), before)
    came = pl.col("opening") + pl.col("delivered") + pl.col("received") + pl.col("extended_in")
    went = pl.col("used") + pl.col("sent") + pl.col("extended_out") + pl.col("expired")
    text = "{nation} ends {period} with {lhs} of {item} that expire in {expires}; what moved leaves {rhs}."
    terms = [pl.col("opening"), pl.col("delivered"), pl.col("received"), pl.col("used"), pl.col("sent")]
    yield ground.examine(Claim("V5", NAME, text), cells, pl.col("closing"), came - went, terms)
    words = {"delivered": "came", "received": "got", "sent": "gone"}
    for column, meant in words.items():
        text = (
            f"Of the {{item}} of {{nation}} that expire in {{expires}}, {{lhs}} are {column} in {{period}} "
        )
        text += "by the plan; it is {rhs}."
        yield ground.examine(Claim("V5", NAME, text), cells, pl.col(column), pl.col(meant))
    text = "{nation} sends {lhs} of {item} that expire in {expires} in {period}; it held {rhs} before."
    leaving = cells.filter(pl.col("sent") > 0)
    yield ground.examine(Claim("V5", NAME, text, "<="), leaving, pl.col("sent"), pl.col("opening"))


def _expiry(ground: Ground, cells: pl.DataFrame) -> Iterator[Check]:
    """In its period a lot expires wholly, unused; before it nothing of it does."""
    gone = cells.filter(pl.col("b") >= pl.col("c"))
    for column, words in {"used": "used", "sent": "sent", "closing": "still held"}.items():
        text = f"{{lhs}} of {{item}} of {{nation}} are {words} in {{period}}; they expired in {{expires}}."
        scale = [pl.col("opening"), pl.col("received"), pl.col("delivered")]
        yield ground.examine(Claim("V5", NAME, text), gone, pl.col(column), pl.lit(0.0), scale)
    text = "{lhs} of {item} of {nation} expire in {period}; they keep until {expires}."
    good = cells.filter(pl.col("b") < pl.col("c"))
    yield ground.examine(Claim("V5", NAME, text), good, pl.col("expired"), pl.lit(0.0), [pl.col("opening")])


def _sums(ground: Ground) -> Iterator[Check]:
    """The lots of a pair make up its stock; a pair without lots has nothing that expires."""
    flows = ("opening", "used", "expired", "closing")
    lots = (
        ground.once(lot_cells).group_by(CELL).agg(pl.col(name).sum().alias(f"lot_{name}") for name in flows)
    )
    names = [f"lot_{name}" for name in flows]
    cells = added(ground.once(stock_cells), lots, CELL, *names)
    kept = cells.join(ground.once(kept_by_lots), on=PAIR, how="semi")
    for name in ("opening", "used", "closing"):
        text = f"In {{period}}, the {name} of {{item}} of {{nation}} is {{lhs}}; its lots make {{rhs}}."
        yield ground.examine(Claim("V5", tuple(PAIR), text), kept, pl.col(name), pl.col(f"lot_{name}"))
    text = "{lhs} of {item} of {nation} expire in {period} by the table of stocks; its lots make {rhs}."
    scale = [pl.col("opening")]
    yield ground.examine(
        Claim("V5", tuple(PAIR), text), cells, pl.col("expired"), pl.col("lot_expired"), scale
    )
    bare = ground.once(lot_cells).join(cells, on=CELL, how="anti")
    text = "{nation} holds lots of {item}, but has no stock of it."
    yield ground.refuse(
        Claim("V5", tuple(PAIR), text), bare.filter(pl.col("closing") != 0), pl.lit(value=True)
    )


def _first_in_first_out(ground: Ground) -> Iterator[Check]:
    """No plan holds more, or serves more, than an issue of what expires first would leave.

    Pairs that give, receive or extend are left out: their lots are not all delivered to them.
    """
    moving = ground.once(lot_cells).filter(
        pl.any_horizontal(pl.col("received", "got", "sent", "gone", "extended_in", "extended_out") != 0)
    )
    pairs = ground.once(kept_by_lots).join(moving, on=PAIR, how="anti").sort(PAIR).with_row_index("place")
    came = ground.tables["deliveries"].rename({"recipient": "nation"})
    arrivals = arrivals_by_month(ground, pairs, total(came, CELL, "quantity"))
    cells = ground.once(stock_cells)
    use = by_period(ground, pairs, cells, "used")
    most, missing = replay(first_stock(ground, pairs), arrivals, use)
    both = rows_of(pairs, "most", most).join(rows_of(pairs, "missing", missing), on=CELL)
    both = added(both, cells, CELL, "closing", "used")
    text = (
        "{nation} holds {lhs} of {item} at the end of {period}; issued first in, first out, {rhs} are left."
    )
    yield ground.examine(
        Claim("V5", tuple(PAIR), text, "<="), both, pl.col("closing"), pl.col("most"), [pl.col("used")]
    )
    text = "{nation} uses {used} of {item} in {period}, {lhs} more than had not expired."
    yield ground.examine(
        Claim("V5", tuple(PAIR), text, "<="), both, pl.col("missing"), pl.lit(0.0), [pl.col("used")]
    )

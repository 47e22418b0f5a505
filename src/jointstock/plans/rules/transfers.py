"""V13 and the transfer side of V18: what is given goes along lanes from releasable stock, and arrives."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.plans.rules.fleets import platforms
from jointstock.plans.rules.ground import Check, Claim, Ground, total
from jointstock.plans.rules.needs import end_items, opening
from jointstock.plans.rules.obstacles import effects, fits, matched
from jointstock.plans.rules.stocks import stock_cells

LANE = ["donor", "recipient", "item"]
GIVERS = ["ally", "invitee", "partner", "associate", "recipient"]


def sendings(ground: Ground) -> pl.DataFrame:
    """What is sent along each lane in each period: columns donor, recipient, item, b, quantity."""
    return total(ground.once(lots_sent), [*LANE, "b"], "quantity").sort([*LANE, "b"])


def lots_sent(ground: Ground) -> pl.DataFrame:
    """What is sent by the period c in which it expires: columns donor, recipient, item, c, b, quantity."""
    return total(ground.tables["transfers"], [*LANE, "c", "b"], "quantity")


def lanes(ground: Ground) -> pl.DataFrame:
    """Lanes that the plan uses, each with the row of the case that counts.

    Returns:
        Columns donor, recipient, item, known (whether the case has a row that fits), months (with delays),
        cost, duty (months in which it is to be replaced, null without a duty), delay, until (last month
        forbidden, -1 where none is).
    """
    used = ground.tables["transfers"].select(LANE).unique(maintain_order=True)
    rows = ground.facts("lanes").rename({"item": "of", "months": "way"})
    givers = ground.facts("nations").filter(pl.col("role").is_in(GIVERS))["nation"].to_list()
    ends = ground.once(end_items)["item"].to_list()
    fit = (pl.col("of") == pl.col("item")) | ((pl.col("of") == "*") & pl.col("item").is_in(ends))
    fit &= (pl.col("from") == pl.col("donor")) | ((pl.col("from") == "*") & pl.col("donor").is_in(givers))
    fit &= (pl.col("to") == pl.col("recipient")) | ((pl.col("to") == "*") & pl.col("recipient").is_in(givers))
    stars = [pl.col(name) == "*" for name in ("of", "from", "to")]
    found = used.join(
        rows.select("of", "from", "to", "way", "cost", duty="replace_months"), how="cross"
    ).filter(fit)
    found = found.with_columns(
        general=pl.sum_horizontal(*stars), wide_item=stars[0], wide_from=stars[1], known=pl.lit(value=True)
    )
    best = found.sort("general", "wide_item", "wide_from").unique(LANE, keep="first", maintain_order=True)
    things = used.join(
        best.select(*LANE, "way", "cost", "duty", "known"), on=LANE, how="left", maintain_order="left"
    )
    things = effects(things, ground.once(lane_obstacles), LANE)
    return things.with_columns(months=pl.col("way") + pl.col("delay"))


def lane_obstacles(ground: Ground) -> pl.DataFrame:
    """Lanes that the plan uses, with the obstacles that fit them."""
    used = ground.tables["transfers"].select(LANE).unique(maintain_order=True)
    return matched(
        ground, "transfers", used, fits("item", "item") & fits("from", "donor") & fits("to", "recipient")
    )


def check_transfers(ground: Ground) -> Iterator[Check]:
    """V13: lanes, parties, times, and stock that may be given."""
    yield from _lanes(ground)
    yield _times(ground)
    yield from _stock(ground)


def _lanes(ground: Ground) -> Iterator[Check]:
    used = ground.once(lanes)
    text = "{donor} gives {item} to {recipient}; the case has no lane for it."
    yield ground.refuse(
        Claim("V13", tuple(LANE), text), used, pl.col("known").is_null() | pl.col("months").is_null()
    )
    text = "{donor} gives {item} to itself."
    yield ground.refuse(Claim("V13", tuple(LANE), text), used, pl.col("donor") == pl.col("recipient"))
    funds = (
        ground.facts("nations")
        .filter(pl.col("role").is_in(["fund", "agency"]))
        .join(ground.facts("warehouses").select(nation="warehouse"), on="nation", how="anti")["nation"]
        .to_list()
    )
    text = "{donor} gives {item} to {recipient}; a fund or an agency without warehouse holds no stock."
    holds_none = pl.col("donor").is_in(funds) | pl.col("recipient").is_in(funds)
    yield ground.refuse(Claim("V13", tuple(LANE), text), used, holds_none)


def _times(ground: Ground) -> Check:
    """What is sent in a period arrives in the shares that the months under way say, or is in transit.

    This holds for what expires in one period by itself: units keep their expiry on the way.
    """
    sending = [*LANE, "c", "b"]
    ways = ground.once(lanes).filter(pl.col("months").is_not_null()).select(*LANE, "months")
    shares = ground.periods.shares(ways["months"].unique().to_list())
    sent = ground.once(lots_sent).join(ways, on=LANE)
    meant = sent.join(shares, left_on=["months", "b"], right_on=["lag", "a"]).select(
        *sending,
        pl.col("b_right").alias("arrival"),
        pl.col("quantity").alias("sent"),
        (pl.col("quantity") * pl.col("share")).alias("meant"),
    )
    told = total(
        ground.tables["transfers"].join(ways, on=LANE, how="semi"),
        [*sending, "arrival"],
        "quantity",
        "told",
    )
    arriving = [*sending, "arrival"]
    both = told.join(meant, on=arriving, how="full", coalesce=True).sort(arriving)
    names = {number: ground.periods.name(number) for number in range(ground.periods.count + 1)}
    both = both.with_columns(
        pl.col("told", "meant", "sent").fill_null(0),
        there=pl.col("arrival").replace_strict(names, default="nowhere"),
    )
    text = (
        "Of the {item} sent by {donor} to {recipient} in {period}, {lhs} arrive in {there} instead of {rhs}."
    )
    return ground.examine(
        Claim("V13", (*LANE, "there"), text), both, pl.col("told"), pl.col("meant"), [pl.col("sent")]
    )


def _stock(ground: Ground) -> Iterator[Check]:
    """What a donor sends was in its stock before the period, and is no more than it may release."""
    stored = ground.once(sendings).join(ground.once(platforms), on="item", how="anti")
    gone = total(stored.rename({"donor": "nation"}), ["nation", "item", "b"], "quantity", "sent")
    cells = ground.once(stock_cells).with_columns(
        before=pl.col("closing").shift(1).over("nation", "item").fill_null(pl.col("held"))
    )
    both = gone.join(cells.select("nation", "item", "b", "before"), on=["nation", "item", "b"], how="left")
    text = "{nation} sends {lhs} of {item} in {period}; it held {rhs} before."
    yield ground.examine(
        Claim("V13", ("nation", "item"), text, "<="), both, pl.col("sent"), pl.col("before").fill_null(0)
    )
    most = ground.once(opening).select("nation", "item", "releasable")
    ever = total(gone, ["nation", "item"], "sent").join(most, on=["nation", "item"], how="left")
    text = "{nation} gives {lhs} of {item} in all; {rhs} may be released."
    allowed = pl.col("releasable").fill_null(0)
    yield ground.examine(Claim("V13", ("nation", "item"), text, "<="), ever, pl.col("sent"), allowed)


def check_transfer_obstacles(ground: Ground) -> Iterator[Check]:
    """V18: nothing is sent in a period with a forbidden month, and nothing arrives sooner than delayed."""
    sent = ground.once(sendings).join(ground.periods.frame, on="b")
    bans = (
        ground.once(lane_obstacles).filter(pl.col("effect") == "forbids").select(*LANE, "obstacle", "until")
    )
    text = "{donor} sends {quantity} of {item} to {recipient} in {period}; '{obstacle}' forbids it."
    claim = Claim("V18", ("obstacle", *LANE), text)
    yield ground.refuse(
        claim, sent.join(bans, on=LANE), pl.col("start") <= pl.col("until"), pl.col("quantity")
    )
    slowed = ground.once(lanes).filter(pl.col("delay") > 0).select(*LANE, "months")
    rows = ground.tables["transfers"].join(slowed, on=LANE).join(ground.periods.frame.drop("months"), on="b")
    ends = ground.periods.frame.select(pl.col("b").alias("arrival"), pl.col("last").alias("by"))
    rows = rows.join(ends, on="arrival")
    text = "{recipient} receives {item} from {donor} in {period_received}, too soon for an obstacle."
    late = pl.col("by") < pl.col("start") + pl.col("months")
    yield ground.refuse(Claim("V18", tuple(LANE), text), rows, late, pl.col("quantity"))

"""V8 for what instruments reimburse: what has been paid, at most its rate, inside caps and envelope."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.facts.case import Case
from jointstock.plans.rules.capacity import bought
from jointstock.plans.rules.flat_rates import check_flat_rates
from jointstock.plans.rules.ground import Check, Claim, Ground, total
from jointstock.plans.rules.instrument_terms import terms
from jointstock.plans.rules.instruments import CLAIM, claims, members
from jointstock.plans.rules.memberships import check_memberships
from jointstock.plans.rules.rates import contract_prices, mean_rates, own_currency
from jointstock.plans.rules.share_limits import supported_orders

OBJECT = ["instrument", "object"]


def granted(ground: Ground) -> pl.DataFrame:
    """Claims beside what the plan says of them.

    Returns:
        Columns instrument, object, member, b, claim (0 where nothing may be claimed), claimed, reimbursed
        (null where the plan has no row), the columns of :func:`terms`, and open (whether the contract is
        eligible as a whole, where it has to be).
    """
    told = ground.tables["support"].select(*CLAIM, "claimed", "reimbursed")
    both = told.join(ground.once(claims), on=CLAIM, how="full", coalesce=True).sort(CLAIM)
    both = both.with_columns(pl.col("claim").fill_null(0.0))
    open_ = ground.tables["memberships"].filter(pl.col("eligible") == "yes")
    named = open_.select("instrument", object="contract", named=pl.lit(value=True)).unique()
    rows = both.join(ground.once(terms), on="instrument", how="left").join(named, on=OBJECT, how="left")
    return rows.with_columns(open=~pl.col("decides") | pl.col("named").fill_null(value=False)).drop("named")


def reimburses(case: Case) -> bool:
    """Whether a case has an instrument that chooses how much it pays, and so the level ``reimbursed``."""
    flat = pl.col("flat_rate").fill_null(value=False)
    return case.table("instruments").filter(pl.col("payer").is_not_null() & ~flat).height > 0


def reimbursed_terms(ground: Ground) -> pl.Series:
    """Terms of level ``reimbursed``: what instruments without a flat rate pay, negative."""
    flat = ground.facts("instruments").filter(pl.col("flat_rate").fill_null(value=False))
    rows = ground.tables["support"].join(flat, on="instrument", how="anti")
    return rows.select(term=-pl.col("reimbursed"))["term"]


def check_support(ground: Ground) -> Iterator[Check]:
    """V8: what is claimed has been paid, and no more is reimbursed than the instrument allows."""
    rows = ground.once(granted)
    told = rows.filter(pl.col("reimbursed").is_not_null())
    name = tuple(CLAIM[:-1])
    text = "{member} claims {lhs} for {object} from {instrument} in {period}; {rhs} can be claimed."
    size = [pl.col("claim")]
    yield ground.examine(
        Claim("V8", name, text, money=True), told.filter("open"), pl.col("claimed"), pl.col("claim"), size
    )
    shut = told.filter(~pl.col("open"))
    yield ground.examine(Claim("V8", name, text, "<=", money=True), shut, pl.col("claimed"), pl.col("claim"))
    text = "{instrument} reimburses {lhs} of {object} to {member} in {period}; it may at most {rhs}."
    never = (pl.col("payer") == "") | ~pl.col("open")
    most = pl.when(never).then(0.0).otherwise(pl.col("rate") * pl.col("claim"))
    yield ground.examine(Claim("V8", name, text, "<=", money=True), told, pl.col("reimbursed"), most, size)
    yield from _caps(ground, told)
    yield from check_flat_rates(ground, rows)
    yield from check_memberships(ground)


def _caps(ground: Ground, told: pl.DataFrame) -> Iterator[Check]:
    """Caps of one contract or option, and the envelope of the whole instrument."""
    given = total(told, OBJECT, "reimbursed").join(ground.once(terms), on="instrument")
    capped = given.filter(pl.col("kind") != "transfer")
    text = "{instrument} reimburses {lhs} of {object} in all; its cap is {rhs}."
    claim = Claim("V8", tuple(OBJECT), text, "<=", money=True)
    yield ground.examine(
        claim, capped.filter(pl.col("cap").is_not_null()), pl.col("reimbursed"), pl.col("cap")
    )
    shared = capped.filter(pl.col("cap_share").is_not_null())
    shared = shared.join(ground.once(object_values), on=OBJECT, how="left")
    most = pl.col("cap_share") * pl.col("worth").fill_null(0.0)
    yield ground.examine(claim, shared, pl.col("reimbursed"), most)
    text = "{instrument} reimburses {lhs} in all; its envelope is {rhs}."
    ever = total(told, ["instrument"], "reimbursed").join(ground.once(terms), on="instrument")
    ever = ever.filter(pl.col("envelope").is_not_null())
    claim = Claim("V8", ("instrument",), text, "<=", money=True)
    yield ground.examine(claim, ever, pl.col("reimbursed"), pl.col("envelope"))


def object_values(ground: Ground) -> pl.DataFrame:
    """Value of which a cap is a share: columns instrument, object, worth.

    That of a contract is what members order on its eligible edges at the price of the period, that of an
    option what it costs.
    """
    prices = ground.once(contract_prices)
    placed = ground.once(supported_orders).join(prices, on=["contract", "item", "tier", "b"], how="left")
    joined = ground.once(members).rename({"member": "buyer"})
    placed = placed.join(joined, on=["instrument", "buyer"], how="semi")
    goods = placed.select("instrument", object="contract", worth=pl.col("quantity") * pl.col("price"))
    costs = ground.facts("expansions").select("option", "cost", rate=own_currency(ground))
    paid = ground.once(bought).drop("cost").join(costs, on="option")
    paid = paid.join(ground.once(mean_rates), on=["rate", "b"], how="left")
    built = paid.select(object="option", worth=pl.col("cost") * pl.col("value") * pl.col("amount"))
    every = ground.facts("instruments").filter(pl.col("kind") == "investment").select("instrument")
    options = every.join(built, how="cross")
    return total(pl.concat([goods, options]), OBJECT, "worth")

"""V15 and V10 for what was asked of a plan beyond its usual levels: fairness, a deadline, a plan kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from jointstock.plans.rules.document import is_number
from jointstock.plans.rules.edges import TIERED
from jointstock.plans.rules.figures import NEED, exact_sum, largest, levels, shortfalls, weights
from jointstock.plans.rules.fleets import requirements
from jointstock.plans.rules.ground import TOLERANCE, Check, Claim, Ground, added, total
from jointstock.plans.rules.needs import PAIR, demands, first_class, targets
from jointstock.plans.rules.rates import contract_prices, mean_rates, own_currency

Levels = dict[str, tuple[float | None, float | None]]
_OUTCOMES = ("fill", "shortfall", "amount")


def aim(ground: Ground, name: str) -> Mapping[str, Any]:
    """What ``run.json`` says of an aim; nothing where it was not asked for, or is no object."""
    told = ground.run.get(name)
    return told if isinstance(told, Mapping) else {}


def aim_levels(ground: Ground) -> Levels:
    """Value of every level that an aim brings, and its largest term."""
    return {**_rounds(ground), **_deadline(ground), **_stability(ground)}


def wanted(ground: Ground) -> pl.DataFrame:
    """Weighted shortfall-months of each nation if nothing covered what it wants: columns nation, wanted.

    Targets as stated, what the fleets held at the start require, and all operational use from its period on.
    """
    stated = ground.once(targets).join(ground.periods.frame.select("b", "months"), on="b")
    stated = stated.select(*NEED, term=pl.col("target") * pl.col("months"))
    first = ground.once(requirements).filter(pl.col("b") == -1)
    fleets = first.select(*NEED, term=pl.col("need") * ground.periods.horizon)
    terms = pl.concat([stated, fleets, _use(ground)])
    weighed = terms.join(ground.once(weights), on=NEED, how="left")
    by_nation = weighed.group_by("nation").agg(wanted=(pl.col("term") * pl.col("weight")).sum())
    return by_nation.filter(pl.col("wanted") > 0).sort("nation")


def _use(ground: Ground) -> pl.DataFrame:
    """Unit-months of operational use, all of it unmet: columns nation, class, term."""
    used = ground.once(demands).filter(pl.col("kind") == "operational")
    ends = ground.periods.frame.select("b", behind=ground.periods.horizon - pl.col("last") - 1)
    used = used.join(ends, on="b")
    used = used.with_columns(term=pl.col("planned") * ((pl.col("months") + 1) / 2 + pl.col("behind")))
    classes = used.filter(pl.col("of") == "class").select("nation", pl.col("demand").alias("class"), "term")
    items = used.filter(pl.col("of") == "item").rename({"demand": "item"})
    met = items.join(ground.once(first_class), on=PAIR)
    return pl.concat([classes, met.select(*NEED, term=pl.col("term") * pl.col("ratio"))])


def losses(ground: Ground) -> pl.DataFrame:
    """What each nation goes without, as the fairness asked for counts it: columns nation, loss."""
    area = ground.once(shortfalls).select("nation", short=pl.col("weight") * pl.col("area"))
    both = added(ground.once(wanted), total(area, ["nation"], "short"), ["nation"], "short")
    of = aim(ground, "fairness").get("of")
    loss = {
        "fill": pl.col("short") / pl.col("wanted"),
        "shortfall": pl.col("short"),
        "amount": pl.col("wanted").max() - pl.col("wanted") + pl.col("short"),
    }
    return both.select("nation", loss=loss[of] if of in _OUTCOMES else pl.lit(None, pl.Float64))


def _found(ground: Ground) -> list[list[str]]:
    """Nations found in each round, by ``run.json``."""
    rounds = aim(ground, "fairness").get("rounds")
    listed = rounds if isinstance(rounds, list | tuple) else []
    named = [each.get("nations") if isinstance(each, Mapping) else None for each in listed]
    return [[str(name) for name in names] if isinstance(names, list | tuple) else [] for names in named]


def _rounds(ground: Ground) -> Levels:
    """The largest loss among the nations that no round before has found."""
    left = ground.once(losses)
    told: Levels = {}
    for number, names in enumerate(_found(ground), start=1):
        worst = left["loss"].max()
        told[f"fair {number}"] = (float(worst) if isinstance(worst, int | float) else None, 0.0)
        left = left.filter(~pl.col("nation").is_in(names))
    return told


def _deadline(ground: Ground) -> Levels:
    """Weighted shortfall of the chosen targets at the ends of the period named and of all later ones."""
    told = aim(ground, "hurry")
    if not told:
        return {}
    names = list(ground.periods.names)
    start = names.index(told["period"]) if told.get("period") in names else 0
    rows = ground.once(shortfalls).filter(pl.col("b") >= start)
    for column in NEED:
        if told.get(column) is not None:
            rows = rows.filter(pl.col(column) == told[column])
    terms = rows.select(term=pl.col("weight") * pl.col("shortfall"))["term"]
    return {"deadline": (exact_sum(terms), largest(terms))}


def _stability(ground: Ground) -> Levels:
    """Money value of what is ordered and built otherwise than in the plan that is kept."""
    if not aim(ground, "keep"):
        return {}
    both = pl.concat([ground.once(kept_orders), ground.once(kept_options)], how="diagonal")
    terms = both.select(term=(pl.col("decided") - pl.col("quantity")).abs() * pl.col("price"))["term"]
    return {
        "stability": (
            exact_sum(terms),
            largest(both.select(pl.col("quantity") * pl.col("price"))["quantity"]),
        )
    }


def kept_orders(ground: Ground) -> pl.DataFrame:
    """Orders of this plan and of the one that is kept, by edge and b: decided, quantity, signed, price."""
    keys = [*TIERED, "b"]
    old = ground.tables["kept"].filter(pl.col("option") == "").select(*keys, "quantity", "signed")
    new = total(ground.tables["orders"], keys, "quantity", "decided")
    both = old.join(new, on=keys, how="full", coalesce=True).with_columns(
        pl.col("quantity", "signed", "decided").fill_null(0.0)
    )
    return both.join(ground.once(contract_prices), on=["contract", "item", "tier", "b"], how="left")


def kept_options(ground: Ground) -> pl.DataFrame:
    """Shares of options, as :func:`kept_orders`: option, b, decided, quantity, signed, price."""
    keys = ["option", "b"]
    old = ground.tables["kept"].filter(pl.col("option") != "").select(*keys, "quantity", "signed")
    new = ground.tables["expansions"].unique(keys).select(*keys, pl.col("amount").alias("decided"))
    both = old.join(new, on=keys, how="full", coalesce=True).with_columns(
        pl.col("quantity", "signed", "decided").fill_null(0.0)
    )
    facts = ground.facts("expansions").select("option", "cost", rate=own_currency(ground))
    priced = both.join(facts, on="option", how="left").join(
        ground.once(mean_rates), on=["rate", "b"], how="left"
    )
    return priced.with_columns(price=pl.col("cost") * pl.col("value"))


def check_aims(ground: Ground) -> Iterator[Check]:
    """V10 and V15: what is signed stays; fairness finds every nation once and gives up what it may."""
    for rows, name in ((kept_orders, tuple(TIERED)), (kept_options, ("option",))):
        signed = ground.once(rows).filter(pl.col("signed") > 0)
        words = " / ".join(f"{{{part}}}" for part in name)
        text = f"Of {words} in {{period}}, {{rhs}} are signed in the plan that is kept; the plan has {{lhs}}."
        yield ground.examine(Claim("V10", name, text, ">="), signed, pl.col("decided"), pl.col("signed"))
    told = aim(ground, "fairness")
    if not told:
        return
    found = pl.DataFrame(
        {"nation": [name for names in _found(ground) for name in names]}, {"nation": pl.String}
    )
    text = "Fairness finds {nation} more than once, or it wants nothing."
    strange = ~pl.col("nation").is_in(ground.once(wanted)["nation"].to_list())
    yield ground.refuse(Claim("V15", ("nation",), text), found, strange | pl.col("nation").is_duplicated())
    within, least = told.get("within"), told.get("least_shortfall")
    if is_number(within) and is_number(least):
        row = pl.DataFrame({"level": ["shortfall"], "value": [ground.once(levels)["shortfall"][0]]})
        most = least * (1 + within) + TOLERANCE * (1 + abs(least))
        text = "The shortfall is {lhs}; fairness may not raise it above {rhs}."
        yield ground.examine(Claim("V15", ("level",), text, "<="), row, pl.col("value"), pl.lit(most))

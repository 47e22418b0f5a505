"""Notes: what is worth knowing about a case although it is no fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from jointstock.errors import Note
from jointstock.facts.case import Case
from jointstock.facts.cover import covering
from jointstock.facts.dictionary import DICTIONARY
from jointstock.facts.rules.pointing import cell_text
from jointstock.facts.rules.references import ANY, BUYER, GROUP
from jointstock.measure.months import month_number, month_text

_MOST_NAMED = 10
_BUYING = ["ally", "invitee"]


def unlimited_payers(case: Case) -> Iterator[Note]:
    """A party may pay and has no budget: it is not limited."""
    payers = paying(case)
    missing = payers.join(case.table("budgets"), on="payer", how="anti").sort("payer").get_column("payer")
    if missing.len():
        text = f"{_listed(missing)} may pay and {_has(missing)} no budget: what is paid there is not limited."
        yield Note("unlimited-payer", case.origin("budgets").file, text)


def paying(case: Case) -> pl.DataFrame:
    """The parties that a plan may let pay for orders and expansions, in a column ``payer``."""
    parties = case.table("contract_parties")
    nations = case.table("nations")
    named = parties.filter((pl.col("role") == "payer") & (pl.col("party") != BUYER)).select(payer="party")
    silent = parties.join(
        parties.filter((pl.col("role") == "payer") & (pl.col("party") != BUYER)), on="contract", how="anti"
    )
    by_buyer = parties.filter((pl.col("role") == "payer") & (pl.col("party") == BUYER)).select("contract")
    buying = pl.concat([silent, parties.join(by_buyer, on="contract", how="semi")]).filter(
        pl.col("role") == "buyer"
    )
    groups = case.table("nation_groups").select(party=GROUP + pl.col("group"), payer="nation")
    members = buying.join(groups, on="party").select("payer")
    single = buying.filter((pl.col("party") != ANY) & ~pl.col("party").str.starts_with(GROUP)).select(
        payer="party"
    )
    every = nations.filter(pl.col("role").is_in(_BUYING)).select(payer="nation")
    if not buying.filter(pl.col("party") == ANY).height:
        every = every.clear()
    building = case.table("expansion_payers").filter(pl.col("payer") != ANY).select("payer")
    orders = case.table("orders").select(pl.coalesce("payer", "buyer").alias("payer"))
    return pl.concat([named, members, single, every, building, orders]).drop_nulls().unique()


def short_shelf_lives(case: Case) -> Iterator[Note]:
    """An item expires within the horizon, which a plan does not reckon with."""
    held = pl.concat([case.table("holdings").select("item"), case.table("lines").select("item")]).unique()
    items = case.table("items").filter(
        (pl.col("kind") == "end") & (pl.col("shelf_life") < case.settings.months)
    )
    found = items.join(held, on="item", how="semi").get_column("item")
    if found.len():
        text = (
            f"{_listed(found)}: the shelf life is shorter than the horizon, and no plan reckons with it yet."
        )
        yield Note("shelf-life", case.origin("items").file, text)


def items_without_line(case: Case) -> Iterator[Note]:
    """An end item is made by no line: it can only be given, or arrive from open orders."""
    ends = case.table("items").filter(pl.col("kind") == "end")
    found = ends.join(case.table("lines"), on="item", how="anti").get_column("item")
    if found.len():
        text = f"{_listed(found)}: no line makes it, so it comes from stock and open orders alone."
        yield Note("item-without-line", case.origin("lines").file, text)


def lines_without_price(case: Case) -> Iterator[Note]:
    """A contract names a line whose item it does not price: nothing can be ordered there."""
    listed = case.table("contract_parties").filter((pl.col("role") == "line") & (pl.col("party") != ANY))
    named = listed.select("contract", line="party").join(case.table("lines"), on="line")
    found = named.join(case.table("contract_prices"), on=["contract", "item"], how="anti").sort(
        "contract", "line"
    )
    if found.height:
        pairs = found.select(pl.format("{} ({})", "line", "contract")).to_series()
        text = (
            f"{_listed(pairs)}: the contract does not price what the line makes, so nothing is ordered there."
        )
        yield Note("line-without-price", case.origin("contract_prices").file, text)


def uncovered_targets(case: Case) -> Iterator[Note]:
    """Targets are set on a class that no item covers in that nation: their shortfall stays."""
    covers = covering(case).select("nation", "class").unique()
    version = case.settings.target_version
    targets = case.table("targets").filter(pl.col("quantity") > 0)
    if version is not None:
        targets = targets.filter(pl.col("version") == version)
    found = targets.join(covers, on=["nation", "class"], how="anti")
    pairs = found.select(pl.format("{} ({})", "class", "nation").unique().sort()).to_series()
    if pairs.len():
        text = f"{_listed(pairs)}: no item covers the class in that nation, so its shortfall cannot close."
        yield Note("uncovered-target", case.origin("compatibility").file, text)


def beyond_the_horizon(case: Case) -> Iterator[Note]:
    """Options, contracts and obstacles that lie outside the horizon play no part."""
    first = case.settings.first_month
    last = month_text(month_number(first) + case.settings.months - 1)
    late, over = f"after the last month planned, {last}", f"before the first month planned, {first}"
    outside = (
        ("expansions", "option", pl.col("earliest") > last, f"may be bought only {late}"),
        ("contracts", "contract", pl.col("valid_from") > last, f"begins {late}"),
        ("contracts", "contract", pl.col("valid_to") < first, f"ended {over}"),
        ("obstacles", "obstacle", pl.col("until") < first, f"ended {over}"),
        (
            "orders",
            "order",
            (pl.col("due") > last) & pl.col("line").is_null(),
            f"arrives from outside {late}",
        ),
        ("pledges", "pledge", (pl.col("due") > last) & (pl.col("status") == "contracted"), f"is due {late}"),
    )
    for table, key, where, what in outside:
        found = case.table(table).filter(where).get_column(key).unique(maintain_order=True)
        if found.len():
            yield Note("outside-horizon", case.origin(table).file, f"{_listed(found)}: {what}.")


def pledges_without_lane(case: Case) -> Iterator[Note]:
    """A contracted pledge has no lane to travel along, or not enough stock that may be given."""
    pledged = (
        case.table("pledges")
        .filter(pl.col("status") == "contracted")
        .drop_nulls(["donor", "recipient", "item", "quantity"])
    )
    lanes = case.table("lanes").select("from", "to", _item="item").with_row_index("_lane")
    fits = (
        pledged.join(lanes, how="cross")
        .filter(pl.col("_item").is_in([ANY]) | (pl.col("_item") == pl.col("item")))
        .filter((pl.col("from") == ANY) | (pl.col("from") == pl.col("donor")))
        .filter((pl.col("to") == ANY) | (pl.col("to") == pl.col("recipient")))
    )
    found = pledged.join(fits, on="pledge", how="anti").get_column("pledge")
    if found.len():
        text = f"{_listed(found)}: no lane leads from the donor to the recipient, so the pledge stays late."
        yield Note("pledge-without-lane", case.origin("lanes").file, text)
    free = case.table("holdings").group_by(donor="nation", item="item").agg(_free=pl.col("releasable").sum())
    wanted = pledged.group_by("donor", "item", maintain_order=True).agg(pl.col("quantity").sum())
    short = wanted.join(free, on=["donor", "item"], how="left", maintain_order="left").filter(
        pl.col("_free").is_null() | (pl.col("_free") < pl.col("quantity"))
    )
    if short.height:
        pairs = short.select(pl.format("{} ({})", "item", "donor")).to_series()
        text = f"{_listed(pairs)}: less is releasable than the donor has contracted to give."
        yield Note("pledge-beyond-releasable", case.origin("holdings").file, text)


def figures_outside_range(case: Case) -> Iterator[Note]:
    """Figures lie outside their own low and high: a what-if may, a source should not."""
    for name, spec in DICTIONARY.tables.items():
        if spec.figure and {"low", "high"} <= set(spec.by_name):
            figure = pl.col(spec.figure)
            outside = (figure < pl.col("low")) | (figure > pl.col("high"))
            found = case.table(name).filter(outside)
            if found.height:
                keys = found.select(pl.concat_str(spec.key, separator="/")).to_series()
                text = f"{_listed(keys)}: {spec.figure} lies outside its own low and high."
                yield Note("outside-range", case.origin(name).file, text)


def unreleased_stock(case: Case) -> Iterator[Note]:
    """Holdings do not say what may be given; unknown is not released."""
    unknown = case.table("holdings").filter(pl.col("releasable").is_null() & (pl.col("quantity") > 0)).height
    if unknown and case.table("lanes").height:
        text = f"Holdings that do not say what may be given: {unknown}. Nothing of them is."
        yield Note("unreleased", case.origin("holdings").file, text)


def expiring_lots(case: Case) -> Iterator[Note]:
    """Lots have a month of expiry, which a plan does not reckon with."""
    lots = case.table("holdings").filter(pl.col("expiry").is_not_null()).height
    if lots:
        text = f"Holdings with a month of expiry: {lots}. No plan reckons with it yet."
        yield Note("expiry", case.origin("holdings").file, text)


def _listed(names: Iterable[object]) -> str:
    words = [cell_text(name) for name in names]
    shown = ", ".join(words[:_MOST_NAMED])
    return shown if len(words) <= _MOST_NAMED else f"{shown} and {len(words) - _MOST_NAMED} more"


def _has(names: pl.Series) -> str:
    return "has" if names.len() == 1 else "have"


REMARKS = (
    unlimited_payers,
    short_shelf_lives,
    items_without_line,
    lines_without_price,
    uncovered_targets,
    beyond_the_horizon,
    pledges_without_lane,
    figures_outside_range,
    unreleased_stock,
    expiring_lots,
)

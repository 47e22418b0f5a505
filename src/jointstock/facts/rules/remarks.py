"""Notes: what is worth knowing about a case although it is no fault."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.errors import Note
from jointstock.facts.case import Case
from jointstock.facts.cover import certifiable, covering
from jointstock.facts.dictionary import DICTIONARY
from jointstock.facts.requirement import NEED, filled_targets, shares
from jointstock.facts.rules.parties import ANY, BUYER, nations_of
from jointstock.facts.rules.pointing import listed

_OTHER_PAYERS = (("surges", "payer"), ("line_modes", "payer"), ("lines", "start_up_payer"))


def unlimited_payers(case: Case) -> Iterator[Note]:
    """A party may pay and has no budget: it is not limited."""
    payers = paying(case)
    missing = payers.join(case.table("budgets"), on="payer", how="anti").sort("payer").get_column("payer")
    if missing.len():
        text = f"{listed(missing)} may pay and {_has(missing)} no budget: what is paid there is not limited."
        yield Note("unlimited-payer", case.origin("budgets").file, text)


def paying(case: Case) -> pl.DataFrame:
    """The parties that a plan may let pay, in a column ``payer``."""
    parties = case.table("contract_parties")
    named = parties.filter((pl.col("role") == "payer") & (pl.col("party") != BUYER)).select(payer="party")
    silent = parties.join(
        parties.filter((pl.col("role") == "payer") & (pl.col("party") != BUYER)), on="contract", how="anti"
    )
    by_buyer = parties.filter((pl.col("role") == "payer") & (pl.col("party") == BUYER)).select("contract")
    buying = pl.concat([silent, parties.join(by_buyer, on="contract", how="semi")]).filter(
        pl.col("role") == "buyer"
    )
    buyers = nations_of(case, buying).select(payer="nation")
    building = case.table("expansion_payers").filter(pl.col("payer") != ANY).select("payer")
    orders = case.table("orders").select(pl.coalesce("payer", "buyer").alias("payer"))
    others = [case.table(table).select(payer=column) for table, column in _OTHER_PAYERS]
    open_ended = case.table("instruments").filter(pl.col("amount").is_null()).select("payer")
    return pl.concat([named, buyers, building, orders, *others, open_ended]).drop_nulls().unique()


def items_without_line(case: Case) -> Iterator[Note]:
    """An end item is made by no line: it can only be given, or arrive from open orders."""
    ends = case.table("items").filter(pl.col("kind") == "end")
    found = ends.join(case.table("lines"), on="item", how="anti").get_column("item")
    if found.len():
        text = f"{listed(found)}: no line makes it, so it comes from stock and open orders alone."
        yield Note("item-without-line", case.origin("lines").file, text)


def lines_without_price(case: Case) -> Iterator[Note]:
    """A contract names a line whose item it does not price: nothing can be ordered there."""
    lines = case.table("contract_parties").filter((pl.col("role") == "line") & (pl.col("party") != ANY))
    named = lines.select("contract", line="party").join(case.table("lines"), on="line")
    found = named.join(case.table("contract_prices"), on=["contract", "item"], how="anti").sort(
        "contract", "line"
    )
    if found.height:
        pairs = found.select(pl.format("{} ({})", "line", "contract")).to_series()
        text = (
            f"{listed(pairs)}: the contract does not price what the line makes, so nothing is ordered there."
        )
        yield Note("line-without-price", case.origin("contract_prices").file, text)


def uncovered_targets(case: Case) -> Iterator[Note]:
    """Targets are set on a class that no item covers in that nation: their shortfall stays."""
    may_cover = [found.select("nation", "class") for found in (covering(case), certifiable(case))]
    covers = pl.concat(may_cover).unique()
    version = case.settings.target_version
    targets = filled_targets(case).filter(pl.col("quantity") > 0)
    if version is not None:
        targets = targets.filter(pl.col("version") == version)
    found = targets.join(covers, on=["nation", "class"], how="anti")
    pairs = found.select(pl.format("{} ({})", "class", "nation").unique().sort()).to_series()
    if pairs.len():
        text = f"{listed(pairs)}: no item covers the class in that nation, so its shortfall cannot close."
        yield Note("uncovered-target", case.origin("compatibility").file, text)


def unused_requirements(case: Case) -> Iterator[Note]:
    """Efforts without a target are not planned with; nor is the share of a member without one."""
    targets = case.table("targets")
    idle = case.table("efforts").join(targets, on=NEED, how="anti").select(NEED).unique(maintain_order=True)
    if idle.height:
        names = idle.select(pl.concat_str(NEED, separator="/")).to_series()
        text = f"{listed(names)}: efforts without a target, which no plan works towards."
        yield Note("effort-without-target", case.origin("efforts").file, text)
    left = shares(case).join(targets, on=[*NEED, "from"], how="anti").filter(pl.col("value") > 0)
    if left.height:
        names = left.select(pl.concat_str(*NEED, "from", separator="/")).to_series()
        text = f"{listed(names)}: a share of a total without a target, which no plan works towards."
        yield Note("share-without-target", case.origin("target_keys").file, text)


def pledges_without_lane(case: Case) -> Iterator[Note]:
    """A contracted pledge has no lane to travel along, or not enough stock that may be given."""
    pledged = (
        case.table("pledges")
        .filter(pl.col("status") == "contracted")
        .drop_nulls(["donor", "recipient", "item", "quantity"])
    )
    lanes = case.table("lanes").select("from", "to", _item="item").with_row_index("_lane")
    platforms = case.table("items").filter(pl.col("kind") == "platform").get_column("item")
    wide = (pl.col("_item") == ANY) & ~pl.col("item").is_in(platforms.implode())
    fits = (
        pledged.join(lanes, how="cross")
        .filter(wide | (pl.col("_item") == pl.col("item")))
        .filter((pl.col("from") == ANY) | (pl.col("from") == pl.col("donor")))
        .filter((pl.col("to") == ANY) | (pl.col("to") == pl.col("recipient")))
    )
    found = pledged.join(fits, on="pledge", how="anti").get_column("pledge")
    if found.len():
        text = f"{listed(found)}: no lane leads from the donor to the recipient, so the pledge stays late."
        yield Note("pledge-without-lane", case.origin("lanes").file, text)
    stocks = [
        case.table("holdings").select("releasable", donor="nation", item="item"),
        case.table("fleets").select("releasable", donor="nation", item="platform"),
    ]
    free = pl.concat(stocks).group_by("donor", "item").agg(_free=pl.col("releasable").sum())
    wanted = pledged.group_by("donor", "item", maintain_order=True).agg(pl.col("quantity").sum())
    short = wanted.join(free, on=["donor", "item"], how="left", maintain_order="left").filter(
        pl.col("_free").is_null() | (pl.col("_free") < pl.col("quantity"))
    )
    if short.height:
        pairs = short.select(pl.format("{} ({})", "item", "donor")).to_series()
        text = f"{listed(pairs)}: less is releasable than the donor has contracted to give."
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
                text = f"{listed(keys)}: {spec.figure} lies outside its own low and high."
                yield Note("outside-range", case.origin(name).file, text)


def mixed_lots(case: Case) -> Iterator[Note]:
    """Stock of an item stands both in lots and without a lot: it may be counted twice."""
    pairs = case.table("holdings").group_by("nation", "item", maintain_order=True)
    counts = pairs.agg(_whole=(pl.col("lot") == "").sum(), _lots=(pl.col("lot") != "").sum())
    found = counts.filter((pl.col("_whole") > 0) & (pl.col("_lots") > 0))
    if found.height:
        names = found.select(pl.format("{} ({})", "item", "nation")).to_series()
        text = f"{listed(names)}: stock stands in lots and beside them without a lot; both are counted."
        yield Note("mixed-lots", case.origin("holdings").file, text)


def unpriced_currencies(case: Case) -> Iterator[Note]:
    """A payer keeps its accounts in a currency of which no exchange rate is given."""
    known = case.table("rates").get_column("rate").drop_nulls().unique()
    own = pl.col("currency")
    nations = case.table("nations").join(paying(case), left_on="nation", right_on="payer", how="semi")
    found = nations.filter(own.is_not_null() & (own != case.settings.currency) & ~own.is_in(known.implode()))
    if found.height:
        names = found.sort("nation").select(pl.format("{} ({})", "nation", "currency")).to_series()
        text = f"{listed(names)}: no rate of its own currency, so its payments are told in {{}} alone."
        yield Note("no-national-rate", case.origin("rates").file, text.format(case.settings.currency))


def unreleased_stock(case: Case) -> Iterator[Note]:
    """Holdings do not say what may be given; unknown is not released."""
    unknown = case.table("holdings").filter(pl.col("releasable").is_null() & (pl.col("quantity") > 0)).height
    if unknown and case.table("lanes").height:
        text = f"Holdings that do not say what may be given: {unknown}. Nothing of them is."
        yield Note("unreleased", case.origin("holdings").file, text)


def _has(names: pl.Series) -> str:
    return "has" if names.len() == 1 else "have"


REMARKS = (
    unlimited_payers,
    items_without_line,
    lines_without_price,
    uncovered_targets,
    unused_requirements,
    pledges_without_lane,
    figures_outside_range,
    mixed_lots,
    unpriced_currencies,
    unreleased_stock,
)

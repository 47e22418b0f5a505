"""Who gives what: stock given away, and what is bought for those in need."""

import polars as pl

from jointstock.facts.cover import covering
from jointstock.plans.plan import Plan
from jointstock.report.exhibits import Column, Exhibit, Sheet
from jointstock.report.names import Names, named
from jointstock.report.words import amount, counted, listed, money, share, worst_basis

STOCK, BOUGHT, GIVEN, UNMET = "own stock at the start", "bought", "given from stock", "missing"
_ROOM, _PALE = 0.05, 2
SOURCES = (STOCK, BOUGHT, GIVEN, UNMET)


def exhibits(plan: Plan, names: Names) -> list[Exhibit]:
    """What reaches those who need it in operations, and who gives it.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    return [_need(plan, names), _donors(plan, names), _matrix(plan, names)]


def served(plan: Plan) -> pl.DataFrame:
    """Operational use by nation and class, and where what serves it comes from.

    Returns:
        nation, class, needed, unmet (class units over the plan), stock, bought, given (units of the items
        that cover the class, in class units: opening stock, deliveries, transfers received).
    """
    total = plan.use.filter(
        pl.col("kind") == "operational", pl.col("item").is_null() | (pl.col("item") == "")
    )
    needed = total.group_by("nation", pl.col("demand").alias("class")).agg(
        pl.col("planned").sum().alias("needed"), pl.col("unmet").sum()
    )
    serving = plan.use.filter(
        pl.col("kind") == "operational", pl.col("item").is_not_null(), pl.col("item") != ""
    )
    pairs = serving.select("nation", pl.col("demand").alias("class"), "item").unique()
    held = (
        plan.stocks.sort("period")
        .group_by("nation", "item")
        .agg(
            pl.col("opening").first().alias("stock"),
            pl.col("delivered").sum().alias("bought"),
            pl.col("received").sum().alias("given"),
        )
    )
    counted = plan.cover.group_by("nation", "class", "item").agg(pl.col("ratio").first().alias("counted"))
    keys = ["nation", "class", "item"]
    ways = pairs.join(held, on=["nation", "item"]).join(counted, on=keys, how="left")
    ways = ways.join(covering(plan.case), on=keys, how="left")
    # A demand that names the item itself is in units of the item: no ratio is stated, it is 1.
    ratio = pl.coalesce("counted", "ratio", pl.lit(1.0))
    parts = [(pl.col(name) * ratio).sum() for name in ("stock", "bought", "given")]
    summed = needed.join(ways.group_by("nation", "class").agg(parts), on=["nation", "class"], how="left")
    return summed.with_columns(pl.col("stock", "bought", "given").fill_null(0.0)).sort("nation", "class")


def given(plan: Plan) -> pl.DataFrame:
    """Stock given by donor, recipient and item, the donor's holdings giving the basis."""
    held = plan.case.table("holdings").group_by("nation", "item").agg(worst_basis())
    return (
        plan.transfers.group_by("donor", "recipient", "item")
        .agg(
            pl.col("quantity").sum(),
            pl.col("period_sent").min().alias("first"),
            pl.col("period_sent").max().alias("last"),
        )
        .join(held.rename({"nation": "donor"}), on=["donor", "item"], how="left")
        .sort("recipient", "item", "quantity", "donor", descending=[False, False, True, False])
    )


def _need(plan: Plan, names: Names) -> Exhibit:
    rows = served(plan)
    shown = rows.with_columns(
        named("nation", names.nations),
        named("class", names.classes),
        pl.col("class").replace(names.class_units).alias("unit"),
        (1 - pl.col("unmet") / pl.col("needed")).alias("served"),
    )
    columns = (
        Column("nation", "For"),
        Column("class", "Class"),
        Column("needed", "Needed in the plan", "number"),
        Column("stock", "Own stock at the start", "number"),
        Column("bought", "Bought and delivered", "number"),
        Column("given", "Given from stock", "number"),
        Column("unmet", "Missing", "number"),
        Column("served", "Served", "share"),
        Column("unit", "Unit"),
    )
    basis = (
        "synthetic" if _any_basis(plan, "synthetic") else "assumed" if _any_basis(plan, "assumed") else None
    )
    return Exhibit(
        "need",
        _need_finding(rows, names),
        Sheet("Operational need and what serves it", columns, shown, basis),
        "need_bars",
        _parts(shown),
        "As a share of what is needed over the whole plan. Where bars pass 100 %, stock is left at the end.",
    )


def _any_basis(plan: Plan, basis: str) -> bool:
    usage = plan.case.table("usage").filter(pl.col("kind") == "operational")
    return bool((usage.get_column("basis") == basis).any())


def _parts(shown: pl.DataFrame) -> pl.DataFrame:
    """Bars of the chart: label, part, share of the need, rank of the part."""
    several = shown.get_column("nation").n_unique() > 1
    label = pl.concat_str("nation", pl.lit(": "), "class") if several else pl.col("class")
    names = {"stock": STOCK, "bought": BOUGHT, "given": GIVEN, "unmet": UNMET}
    wide = shown.filter(pl.col("needed") > 0).with_columns(label.alias("label"))
    long = wide.unpivot(list(names), index=["label", "needed"], variable_name="part", value_name="units")
    rank = pl.col("part").replace_strict(
        {name: place for place, name in enumerate(names)}, return_dtype=pl.Int64
    )
    ranked = long.with_columns((pl.col("units") / pl.col("needed")).alias("share"), rank.alias("rank"))
    words = [share(value) if value >= _ROOM else "" for value in ranked.get_column("share")]
    worded = ranked.with_columns(
        pl.col("part").replace(names),
        pl.Series("words", words, dtype=pl.String),
        (pl.col("rank") != _PALE).alias("deep"),
    )
    return worded.select("label", "part", "share", "rank", "words", "deep").sort("label", "rank")


def _donors(plan: Plan, names: Names) -> Exhibit:
    rows = given(plan).with_columns(
        named("donor", names.nations),
        named("recipient", names.nations),
        named("item", names.items),
        pl.col("item").replace(names.units).alias("unit"),
    )
    columns = (
        Column("recipient", "To"),
        Column("item", "Item"),
        Column("donor", "From"),
        Column("quantity", "Quantity", "number"),
        Column("unit", "Unit"),
        Column("first", "First sent", "month"),
        Column("last", "Last sent", "month"),
    )
    data = (
        rows.with_columns(
            (pl.col("quantity") / pl.col("quantity").sum().over("item")).alias("share"),
            pl.Series(
                "words", [amount(round(value)) for value in rows.get_column("quantity")], dtype=pl.String
            ),
        )
        .group_by("donor", "item")
        .agg(pl.col("share").sum(), pl.col("words").first())
        .sort("donor", "item")
    )
    return Exhibit(
        "donors",
        _given_finding(plan, names),
        Sheet("Stock given", columns, rows),
        "giving_map",
        data,
        "Units given over the whole plan; the darker, the larger the donor's part of all that is given.",
    )


def _matrix(plan: Plan, names: Names) -> Exhibit:
    """Orders that someone places for another nation."""
    rows = (
        plan.orders.filter(pl.col("recipient") != pl.col("buyer"))
        .group_by("buyer", "recipient", "item")
        .agg(
            pl.col("quantity_rounded").sum().cast(pl.Float64).alias("quantity"),
            pl.col("value").sum(),
            pl.col("period").min().alias("first"),
            worst_basis(),
        )
        .sort("value", "buyer", "item", descending=[True, False, False])
        .with_columns(
            named("buyer", names.nations), named("recipient", names.nations), named("item", names.items)
        )
    )
    currency = plan.case.settings.currency
    columns = (
        Column("buyer", "Bought by"),
        Column("recipient", "For"),
        Column("item", "Item"),
        Column("quantity", "Ordered", "number"),
        Column("value", "Value", "money", f"{currency} million"),
        Column("first", "First order", "month"),
    )
    return Exhibit(
        "bought-for",
        _bought_finding(rows, currency),
        Sheet("Orders placed for another nation", columns, rows, shown=15),
        reading="New orders of the plan; orders open before it are not counted.",
    )


def _bought_finding(rows: pl.DataFrame, currency: str) -> str:
    if not rows.height:
        return "Nobody orders for another nation."
    buyers, value = rows.get_column("buyer").n_unique(), float(rows.get_column("value").sum())
    heads = rows.group_by("buyer").agg(pl.col("value").sum()).sort("value", "buyer", descending=[True, False])
    recipients = rows.get_column("recipient").unique().sort().to_list()
    return (
        f"{counted(buyers, 'buyer')} order{'s' if buyers == 1 else ''} for {listed(recipients[:3])}, worth "
        f"{money(value, currency)}; most by {heads.item(0, 'buyer')}."
    )


def _need_finding(rows: pl.DataFrame, names: Names) -> str:
    asked = rows.filter(pl.col("needed") > 0)
    if not asked.height:
        return "No nation has operational use in the plan."
    best = asked.with_columns((1 - pl.col("unmet") / pl.col("needed")).alias("served")).sort(
        "served", "class"
    )
    low, high = best.row(0, named=True), best.row(-1, named=True)
    who = listed([names.nation(key) for key in asked.get_column("nation").unique().sort().to_list()][:3])
    if low["served"] > 1 - 1e-6:
        return f"All that {who} needs in operations is served."
    bottom, top = names.class_(low["class"]), names.class_(high["class"])
    return (
        f"What {who} needs in operations is served to {share(low['served'])} in the worst class "
        f"({bottom}) and to {share(high['served'])} in the best ({top})."
    )


def _given_finding(plan: Plan, names: Names) -> str:
    if not plan.transfers.height:
        return "Nothing is given from stock."
    donors = plan.transfers.get_column("donor").n_unique()
    sums = (
        plan.transfers.group_by("item")
        .agg(pl.col("quantity").sum())
        .sort("quantity", "item", descending=[True, False])
    )
    heads = [f"{amount(quantity)} of {names.item(item)}" for item, quantity in sums.head(3).iter_rows()]
    return f"{counted(donors, 'donor')} give{'s' if donors == 1 else ''} from stock: {listed(heads)}" + (
        f" and of {counted(sums.height - 3, 'more item')}." if sums.height > 3 else "."
    )

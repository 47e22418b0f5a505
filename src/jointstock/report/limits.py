"""Which part limits complete rounds, month by month."""

import numpy as np
import polars as pl

from jointstock.plans.plan import Plan
from jointstock.report.exhibits import Column, Exhibit, Sheet
from jointstock.report.names import Names
from jointstock.report.scarcity import Chain, chains, month_by_month
from jointstock.report.shortage import last_month
from jointstock.report.words import amount, counted, listed, month, month_short

NO_PART = "no part"
OTHER_PART = "another part"
_BINDING = 0.99
_FEW_PARTS = 5
_SHOWN_PARTS = 5
_COLOURS = 7


def exhibits(plan: Plan, names: Names) -> list[Exhibit]:
    """What limits each item, and month by month for those of several parts.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    found = chains(plan, names)
    shown = [_overview(plan, found, names)]
    for place, chain in enumerate(found):
        frame = month_by_month(plan, chain)
        if len(chain.parts) > _FEW_PARTS:
            shown.append(_rates(plan, chain, frame, names))
        if len(chain.parts) > _FEW_PARTS or place == 0:
            shown.append(_tight(chain, frame, names))
    return shown


def _overview(plan: Plan, found: list[Chain], names: Names) -> Exhibit:
    schema = {"item": pl.String, "hub": pl.String, "part": pl.String}
    numbers = {"planned": pl.Float64, "possible": pl.Float64, "tightness": pl.Float64}
    rows = pl.DataFrame(
        [_overview_row(chain, names) for chain in found],
        {**schema, **numbers, "basis": pl.String},
        orient="row",
    )
    columns = (
        Column("item", "Item"),
        Column("hub", "Pool of parts"),
        Column("part", "Scarcest part at the end"),
        Column("planned", "Made in the plan", "number"),
        Column("possible", "The part would have allowed", "number"),
        Column("tightness", "Used", "share"),
    )
    return Exhibit(
        "limits",
        _overview_finding(found, names),
        Sheet("What limits complete units, over the whole plan", columns, rows),
        "limit_map",
        _limits(plan, found, names),
        "The part, or the final assembly, of which everything that was possible so far is used: its lines at "
        "their best and its stock, to the end of the period. Where there is none, orders, money or "
        "agreements limit, or the end of the plan does.",
    )


def _overview_row(chain: Chain, names: Names) -> tuple[object, ...]:
    last = int(chain.scarcest[-1]) if len(chain.planned) else 0
    return (
        names.item(chain.item),
        chain.hub,
        chain.parts[last],
        float(chain.planned.sum()),
        float(chain.possible[last, -1]),
        float(chain.tightness[last, -1]),
        chain.basis,
    )


def _limits(plan: Plan, found: list[Chain], names: Names) -> pl.DataFrame:
    """The limiting part of every chain and period: chain, period, month in short, part."""
    frames = [
        month_by_month(plan, chain)
        .filter("scarcest")
        .select(
            pl.lit(_title(chain, names)).alias("chain"),
            pl.col("month"),
            pl.when(pl.col("tightness") >= _BINDING).then("part").otherwise(pl.lit(NO_PART)).alias("part"),
        )
        for chain in found
    ]
    if not frames:
        return pl.DataFrame()
    rows = pl.concat(frames)
    often = (
        rows.filter(pl.col("part") != NO_PART)
        .group_by("part")
        .len()
        .sort("len", "part", descending=[True, False])
    )
    kept = [*often.head(_COLOURS).get_column("part"), NO_PART]
    shown = pl.when(pl.col("part").is_in(kept)).then("part").otherwise(pl.lit(OTHER_PART))
    order = {part: place for place, part in enumerate([*kept[:-1], OTHER_PART, NO_PART])}
    rank = pl.col("part").replace_strict(order, return_dtype=pl.Int64)
    texts = [month_short(month) for month in rows.get_column("month")]
    chain = rows.get_column("chain").unique(maintain_order=True).to_list()
    place = pl.col("chain").replace_strict(
        dict(zip(chain, range(len(chain)), strict=True)), return_dtype=pl.Int64
    )
    ranked = rows.with_columns(shown.alias("part"), pl.Series("short", texts)).with_columns(
        rank.alias("rank")
    )
    return ranked.sort(place, pl.col("month"))


def _title(chain: Chain, names: Names) -> str:
    return names.item(chain.item) if chain.hub == "all" else f"{names.item(chain.item)}, parts of {chain.hub}"


def _overview_finding(found: list[Chain], names: Names) -> str:
    if not found:
        return "The plan makes nothing out of parts."
    bound = [chain for chain in found if (chain.tightness.max(axis=0) >= _BINDING).any()]
    if not bound:
        return f"Orders, money and agreements limit output, not parts or lines ({_chains(found)})."
    heads = [f"{_often(chain)} for {_title(chain, names)}" for chain in bound[:2]]
    return (
        f"In {len(bound)} of {_chains(found)} a part or a line limits output in some month, "
        f"most often {listed(heads)}."
    )


def _chains(found: list[Chain]) -> str:
    return counted(len(found), "production chain")


def _often(chain: Chain) -> str:
    """The part that limits most often."""
    binding = chain.scarcest[chain.tightness.max(axis=0) >= _BINDING]
    return chain.parts[int(np.bincount(binding).argmax())]


def _rates(plan: Plan, chain: Chain, frame: pl.DataFrame, names: Names) -> Exhibit:
    columns = (
        Column("part", "Part"),
        Column("month", "To the end of", "month"),
        Column("monthly", "Its lines could supply, rounds a month", "number"),
        Column("planned", "Planned, rounds a month", "number"),
        Column("possible", "It would have allowed so far, stock included", "number"),
        Column("done", "Started so far", "number"),
        Column("tightness", "Used", "share"),
    )
    scarce = frame.group_by("part", maintain_order=True).agg(pl.col("tightness").mean())
    scarce = scarce.sort("tightness", "part", descending=[True, False])
    keep = scarce.head(_SHOWN_PARTS).get_column("part").to_list()
    shown = frame.filter(pl.col("part").is_in(keep)).select(
        "part", "period", pl.col("monthly").alias("rounds")
    )
    plan_line = frame.filter(pl.col("part") == chain.parts[0]).select(
        pl.lit("planned").alias("part"), "period", pl.col("planned").alias("rounds")
    )
    drawn = pl.concat([shown, plan_line]).with_columns((pl.col("period") + "-01").alias("date"))
    # The last period has no period behind it to end its step.
    last = (
        drawn.group_by("part", maintain_order=True).last().with_columns(date=pl.lit(f"{last_month(plan)}-28"))
    )
    data = pl.concat([drawn, last.select(drawn.columns)])
    return Exhibit(
        f"rates-{chain.item}-{chain.hub}",
        _rates_finding(chain, frame, names),
        Sheet(
            f"Complete units that each part would allow: {names.item(chain.item)}",
            columns,
            frame,
            chain.basis,
        ),
        "rate_lines",
        data,
        "What the lines of each part could supply, run as fast as their ramp allows and with what the plan "
        f"builds, counted in complete units; the {len(keep)} scarcest parts. What is planned can lie above "
        "as long as stocks of parts last: they bridge the first months, until what is begun is finished.",
        f"{names.units.get(chain.item, 'units')} a month",
    )


def _rates_finding(chain: Chain, frame: pl.DataFrame, names: Names) -> str:
    planned = frame.filter(pl.col("part") == chain.parts[0])
    peak = planned.sort("planned", "period", descending=[True, False]).row(0, named=True)
    last = frame.filter(pl.col("period") == frame.get_column("period").max())
    end = last.sort("monthly", "part").row(0, named=True)
    unit = names.units.get(chain.item, "units")
    first, most = amount(planned.item(0, "planned")), amount(peak["planned"])
    return (
        f"{names.item(chain.item)}: {first} {unit} a month are started at first, {most} at the most "
        f"({month(peak['month'])}); at the end the lines for {end['part']} could supply "
        f"{amount(end['monthly'])} a month, the least of all parts."
    )


def _tight(chain: Chain, frame: pl.DataFrame, names: Names) -> Exhibit:
    limits = frame.filter("scarcest", pl.col("tightness") >= _BINDING)
    columns = (
        Column("month", "To the end of", "month"),
        Column("part", "Scarcest part"),
        Column("possible", "It would have allowed so far", "number"),
        Column("done", "Started so far", "number"),
        Column("tightness", "Used", "share"),
    )
    scarcest = frame.filter("scarcest").sort("period")
    data = frame.select(
        "part",
        pl.col("month"),
        "tightness",
        "scarcest",
        (100 * pl.col("tightness"))
        .clip(upper_bound=100)
        .floor()
        .cast(pl.Int64)
        .cast(pl.String)
        .alias("percent"),
        pl.Series("short", [month_short(text) for text in frame.get_column("month")]),
        (pl.col("tightness") > 0.55).alias("deep"),
    )
    return Exhibit(
        f"scarcity-{chain.item}-{chain.hub}",
        _tight_finding(chain, limits, names),
        Sheet(f"Scarcest part of each period: {names.item(chain.item)}", columns, scarcest, chain.basis),
        "scarcity_map",
        data,
        "Of the complete units that a part would have allowed so far - opening stock, what is inside other "
        "parts in stock, and its lines at their best, each with its lead time - the share that the plan has "
        "started, in percent. A frame marks the scarcest part; at 100 it limits.",
    )


def _tight_finding(chain: Chain, limits: pl.DataFrame, names: Names) -> str:
    periods, title = len(chain.planned), _title(chain, names)
    if not limits.height:
        return f"{title}: no part is used up; orders, money or agreements limit output throughout."
    by_part = limits.group_by("part").agg(pl.len().alias("n")).sort("n", "part", descending=[True, False])
    words = [f"{part} in {n}" for part, n in by_part.head(3).iter_rows()]
    return f"{title}: output is limited by {listed(words)} of {counted(periods, 'period')}."

"""Which instruments are used and why, and what they give back to whom."""

import polars as pl

from jointstock.plans.plan import Plan
from jointstock.report.exhibits import Column, Exhibit, Sheet
from jointstock.report.membership import joined, rules
from jointstock.report.names import Names, named
from jointstock.report.shortage import last_month
from jointstock.report.words import counted, listed, money, money_unit

_TOP = 20
_NEAR = 1e-6


def exhibits(plan: Plan, names: Names) -> list[Exhibit]:
    """Instruments of the case and what they reimburse; none where the case has none.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    if not plan.case.table("instruments").height:
        return []
    made = [_instruments(plan, names)]
    made += [_returned(plan, names)] if plan.support.height else []
    made += [joined(plan, names)] if plan.memberships.height else []
    return made + [exhibit for exhibit in (rules(plan, names),) if exhibit.sheet.frame.height]


def by_instrument(plan: Plan) -> pl.DataFrame:
    """Every instrument of the case, what it reimburses most first.

    Returns:
        instrument, kind, payer, rate (most), found (flat rate found), claimed, reimbursed (case currency),
        mean (share of what is claimed), amount (envelope, in its currency), currency, valid_from, valid_to,
        members, objects (number that claim), why (in words), basis.
    """
    sums = plan.support.group_by("instrument").agg(
        pl.col("claimed", "reimbursed").sum(),
        pl.col("member").n_unique().cast(pl.Int64).alias("members"),
        pl.col("object").n_unique().cast(pl.Int64).alias("objects"),
    )
    eligible = plan.memberships.group_by("instrument").agg((pl.col("eligible") == "yes").any().alias("fit"))
    rows = plan.case.table("instruments").join(flat_rates(plan), on="instrument", how="left")
    wide = rows.join(sums, on="instrument", how="left").join(eligible, on="instrument", how="left")
    known = wide.with_columns(
        pl.col("claimed", "reimbursed").fill_null(0.0),
        pl.col("members", "objects").fill_null(0),
        pl.col("currency").fill_null(plan.case.settings.currency),
    )
    mean = pl.when(pl.col("claimed") > 0).then(pl.col("reimbursed") / pl.col("claimed")).alias("mean")
    told = known.with_columns(mean, _why(plan).alias("why"))
    order = ("kind", "payer", "rate", "found", "claimed", "reimbursed", "mean", "amount", "currency")
    rest = ("valid_from", "valid_to", "members", "objects", "why", "basis")
    return told.select("instrument", *order, *rest).sort(
        "reimbursed", "claimed", "instrument", descending=[True, True, False]
    )


def flat_rates(plan: Plan) -> pl.DataFrame:
    """Flat rates that were found: instrument, found (rate), claims, envelope (case currency), rounds."""
    schema = {
        "instrument": pl.String,
        "found": pl.Float64,
        "claims": pl.Float64,
        "envelope": pl.Float64,
        "rounds": pl.Int64,
    }
    rows = [
        (one["instrument"], one["rate"], one["claims"], one["envelope"], one["rounds"])
        for one in plan.run.get("instruments", [])
    ]
    return pl.DataFrame(rows, schema, orient="row")


def returned(plan: Plan) -> pl.DataFrame:
    """What each member gets back for what: instrument, object, member, claimed, reimbursed, mean."""
    sums = plan.support.group_by("instrument", "object", "member").agg(
        pl.col("claimed", "reimbursed").sum(),
        pl.col("period").min().alias("first"),
        pl.col("period").max().alias("last"),
    )
    mean = pl.when(pl.col("claimed") > 0).then(pl.col("reimbursed") / pl.col("claimed")).alias("mean")
    keys = ("instrument", "object", "member")
    return sums.with_columns(mean).sort("reimbursed", *keys, descending=[True, False, False, False])


def _why(plan: Plan) -> pl.Expr:
    """Why an instrument gives back what it does, in words."""
    first, last = str(plan.run["first_month"]), last_month(plan)
    early = pl.col("valid_to").fill_null(last) < first
    outside = early | (pl.col("valid_from").fill_null(first) > last)
    less = pl.col("reimbursed") < pl.col("rate") * pl.col("claimed") * (1 - _NEAR)
    spent = (pl.col("currency") == plan.case.settings.currency) & (
        pl.col("reimbursed") >= pl.col("amount") * (1 - _NEAR)
    )
    nothing = pl.col("claimed") <= 0
    reasons = (
        (pl.col("payer").is_null(), "a frame for cooperation: it reimburses nothing"),
        (outside, "its window lies outside the plan"),
        (nothing & ~pl.col("fit"), "no contract is eligible"),
        (nothing, "no member makes an eligible payment"),
        (pl.col("found").is_not_null(), "one rate for all, as far as the envelope goes"),
        (pl.col("reimbursed") <= 0, "claimed, but nothing is reimbursed"),
        (less & spent, "below its rate: its envelope is used up"),
        (less, "below its rate: its caps, its envelope or its budget bind"),
    )
    known = [pl.when(holds).then(pl.lit(words)) for holds, words in reasons]
    return pl.coalesce(*known, pl.lit("at its full rate"))


def _instruments(plan: Plan, names: Names) -> Exhibit:
    rows, million = by_instrument(plan), f"{plan.case.settings.currency} million"
    shown = rows.with_columns(named("instrument", names.instruments), named("payer", names.nations))
    columns = (
        Column("instrument", "Instrument"),
        Column("kind", "Reimburses"),
        Column("payer", "Paid by"),
        Column("rate", "Rate at most", "share"),
        Column("claimed", "Claimed", "money", million),
        Column("reimbursed", "Reimbursed", "money", million),
        Column("mean", "Of the claims", "share"),
        Column("amount", "Envelope", "money", "million of its currency"),
        Column("currency", "In"),
        Column("valid_from", "From", "month"),
        Column("valid_to", "To", "month"),
        Column("why", "Why"),
    )
    divisor, unit = money_unit(rows.get_column("reimbursed"), plan.case.settings.currency)
    return Exhibit(
        "instruments",
        _finding(plan, rows, names),
        Sheet("Instruments of the case", columns, shown),
        "support_bars",
        _bars(plan, names, divisor),
        "What members get back, by member and instrument. Claimed: their eligible payments. Extra cost: "
        "fixed costs of call-offs and agent fees; transfer: the value of what is given from stock.",
        unit,
    )


def _bars(plan: Plan, names: Names, divisor: float) -> pl.DataFrame:
    """Bars of the chart: label (member), part (instrument), amount; the members that get most."""
    paid = plan.support.filter(pl.col("reimbursed") > 0)
    most = paid.group_by("member").agg(pl.col("reimbursed").sum())
    top = most.sort("reimbursed", "member", descending=[True, False]).head(_TOP).get_column("member")
    label, part = named("member", names.nations).alias("label"), named("instrument", names.instruments)
    kept = paid.filter(pl.col("member").is_in(top.to_list()))
    bars = kept.group_by(label, part.alias("part")).agg(
        (pl.col("reimbursed").sum() / divisor).alias("amount")
    )
    return bars.sort("label", "part")


def _finding(plan: Plan, rows: pl.DataFrame, names: Names) -> str:
    used = rows.filter(pl.col("reimbursed") > 0)
    have = counted(rows.height, "instrument")
    if not used.height:
        return f"None of the case's {have} reimburses anything."
    total = money(float(used.get_column("reimbursed").sum()), plan.case.settings.currency)
    heads = listed([names.instruments.get(key, key) for key in used.get_column("instrument").head(3)])
    verb = "reimburses" if used.height == 1 else "reimburse"
    return f"{used.height:,} of {have} {verb} {total}; the most comes from {heads}."


def _returned(plan: Plan, names: Names) -> Exhibit:
    rows, million = returned(plan), f"{plan.case.settings.currency} million"
    payers = plan.case.table("instruments").select("instrument", "payer")
    shown = rows.join(payers, on="instrument", how="left").with_columns(
        named("instrument", names.instruments),
        named("member", names.nations),
        named("payer", names.nations),
        object_words(names).alias("object"),
    )
    columns = (
        Column("instrument", "Under"),
        Column("object", "For"),
        Column("member", "Member"),
        Column("claimed", "Claimed", "money", million),
        Column("reimbursed", "Reimbursed", "money", million),
        Column("mean", "Rate", "share"),
        Column("payer", "By"),
        Column("first", "First claim", "month"),
        Column("last", "Last claim", "month"),
    )
    objects, members = rows.get_column("object").n_unique(), rows.get_column("member").n_unique()
    return Exhibit(
        "reimbursed",
        f"{counted(members, 'member')} {'claims' if members == 1 else 'claim'} for "
        f"{counted(objects, 'contract, option or gift', 'contracts, options and gifts')}.",
        Sheet("What is reimbursed, by instrument, object and member", columns, shown, shown=_TOP),
        reading="What is reimbursed is paid by one party and received by another: it moves money, and saves "
        "none.",
    )


def object_words(names: Names) -> pl.Expr:
    """What is reimbursed, in words: a contract by its name, an option by its key, a gift by its item."""
    item = pl.col("object").str.split("/").list.last().replace(names.items)
    gift = pl.when(pl.col("object").str.contains("/")).then("gifts of " + item)
    return gift.otherwise(named("object", names.contracts))

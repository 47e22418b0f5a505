"""Who joins an instrument, and which ways to order its rules allow."""

import numpy as np
import polars as pl

from jointstock.facts.instruments import limit_shares, spelled
from jointstock.plans.plan import Plan
from jointstock.report.exhibits import Column, Exhibit, Sheet
from jointstock.report.names import Names, named
from jointstock.report.words import counted, share

_TOP = 20
_NEAR = 1e-9
_WAY = ["contract", "line", "recipient"]
_ORDERS = ("goods", "extra cost")


def memberships(plan: Plan) -> pl.DataFrame:
    """Members of instruments with a minimum of them, or with limits on whole contracts.

    Returns:
        instrument, contract, member, units (ordered by the member), part (of all units under the
        contract), counts and eligible (yes, no), needed (members), member_share.
    """
    units = plan.orders.group_by("contract", "buyer").agg(pl.col("quantity").sum().alias("units"))
    whole = units.group_by("contract").agg(pl.col("units").sum().alias("whole"))
    terms = plan.case.table("instruments").select("instrument", "min_members", "member_share", "basis")
    rows = (
        plan.memberships.join(units.rename({"buyer": "member"}), on=["contract", "member"], how="left")
        .join(whole, on="contract", how="left")
        .join(terms, on="instrument", how="left")
        .with_columns(pl.col("units").fill_null(0.0))
    )
    part = pl.when(pl.col("whole") > 0).then(pl.col("units") / pl.col("whole")).alias("part")
    order = ("units", "part", "counts", "eligible", "min_members", "member_share", "basis")
    return rows.with_columns(part).select("instrument", "contract", "member", *order)


def judged(plan: Plan) -> pl.DataFrame:
    """Ways in which orders were placed under supported contracts, against the share limits.

    Returns:
        instrument, contract, line, recipient, level, rule (numerator), share (of the value that counts
        against the rule), limit, kept (yes, no), value (case currency); for rules on whole contracts line
        and recipient are empty, and share is the mean by value.
    """
    parts = [pl.DataFrame(schema=_JUDGED)]
    terms = plan.case.table("instruments").filter(pl.col("kind").is_in(_ORDERS))
    for name, level in terms.select("instrument", pl.col("level").fill_null("item")).iter_rows():
        under = spelled(plan.case, name)["contract"].to_list()
        ways = plan.orders.filter(pl.col("contract").is_in(under)).group_by(_WAY).agg(pl.col("value").sum())
        parts.append(_judged(plan, name, level, ways.sort(_WAY)))
    return pl.concat(parts)


_JUDGED = {
    "instrument": pl.String,
    "contract": pl.String,
    "line": pl.String,
    "recipient": pl.String,
    "level": pl.String,
    "rule": pl.String,
    "share": pl.Float64,
    "limit": pl.Float64,
    "kept": pl.String,
    "value": pl.Float64,
}


def _judged(plan: Plan, name: str, level: str, ways: pl.DataFrame) -> pl.DataFrame:
    """Rows of one instrument."""
    shares, limits = limit_shares(plan.case, name, ways.select("line", "recipient"))
    rules_of = plan.case.table("instrument_limits").filter(pl.col("instrument") == name).sort("numerator")
    frames = [
        ways.with_columns(
            pl.lit(rule).alias("rule"), pl.Series("share", counted_share), pl.lit(float(limit)).alias("limit")
        )
        for rule, counted_share, limit in zip(
            rules_of.get_column("numerator"), np.asarray(shares), limits, strict=True
        )
    ]
    if not frames:
        return pl.DataFrame(schema=_JUDGED)
    rows = pl.concat(frames)
    if level == "contract":
        mean = (pl.col("share") * pl.col("value")).sum() / pl.col("value").sum()
        rows = rows.group_by("contract", "rule", "limit", maintain_order=True).agg(
            mean.alias("share"), pl.col("value").sum()
        )
        rows = rows.with_columns(
            pl.lit(None, pl.String).alias("line"), pl.lit(None, pl.String).alias("recipient")
        )
    kept = pl.when(pl.col("share") <= pl.col("limit") + _NEAR).then(pl.lit("yes")).otherwise(pl.lit("no"))
    told = rows.with_columns(
        pl.lit(name).alias("instrument"), pl.lit(level).alias("level"), kept.alias("kept")
    )
    return told.select(pl.col(column).cast(kind) for column, kind in _JUDGED.items())


def joined(plan: Plan, names: Names) -> Exhibit:
    """Which members count, and which contracts are eligible.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    rows = memberships(plan)
    shown = rows.with_columns(
        named("instrument", names.instruments),
        named("contract", names.contracts),
        named("member", names.nations),
    )
    columns = (
        Column("instrument", "Instrument"),
        Column("contract", "Contract"),
        Column("member", "Member"),
        Column("units", "Orders", "number", "units"),
        Column("part", "Of the contract", "share"),
        Column("member_share", "Share to count", "share"),
        Column("counts", "Counts"),
        Column("min_members", "Members needed", "number"),
        Column("eligible", "Contract eligible"),
    )
    return Exhibit(
        "memberships",
        _joined_finding(rows, names),
        Sheet("Members that order enough to count", columns, shown, shown=_TOP),
        reading="A contract is eligible if enough members count and its orders together keep the limits.",
    )


def _joined_finding(rows: pl.DataFrame, names: Names) -> str:
    each = rows.group_by("instrument", "contract", maintain_order=True).agg(
        (pl.col("counts") == "yes").sum().cast(pl.Int64).alias("count"),
        pl.col("min_members").first(),
        (pl.col("eligible") == "yes").any().alias("fit"),
    )
    fit = each.filter("fit").height
    text = f"{fit:,} of {counted(each.height, 'contract')} {'is' if fit == 1 else 'are'} eligible"
    if each.height == 1:
        count, needed = each.row(0, named=True)["count"], each.row(0, named=True)["min_members"]
        of = "" if needed is None else f" of the {needed} needed"
        contract = names.contracts.get(each.item(0, "contract"), each.item(0, "contract"))
        return f"{contract} is {'' if fit else 'not '}eligible: {counted(count, 'member')}{of} count."
    few = each.filter(~pl.col("fit") & (pl.col("count") < pl.col("min_members"))).height
    return f"{text}; {few:,} of the others lack members." if fit < each.height else f"{text}."


def rules(plan: Plan, names: Names) -> Exhibit:
    """Share limits, and what the orders placed amount to.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    rows = judged(plan)
    shown = rows.with_columns(
        named("instrument", names.instruments),
        named("contract", names.contracts),
        named("line", names.lines).fill_null("all its orders"),
        named("recipient", names.nations),
        rule_words(names).alias("rule"),
    )
    columns = (
        Column("instrument", "Instrument"),
        Column("contract", "Contract"),
        Column("line", "From"),
        Column("recipient", "For"),
        Column("rule", "Rule"),
        Column("share", "Share of the value", "share"),
        Column("limit", "At most", "share"),
        Column("kept", "Kept"),
        Column("value", "Ordered", "money", f"{plan.case.settings.currency} million"),
    )
    broken = rows.filter(pl.col("kept") == "no")
    worth = float(broken.unique(["instrument", *_WAY]).get_column("value").sum())
    whole = float(rows.unique(["instrument", *_WAY]).get_column("value").sum())
    fail = "fails" if broken.height == 1 else "fail"
    part = share(worth / whole) if whole > 0 else "none"
    return Exhibit(
        "share-limits",
        f"{broken.height:,} of {counted(rows.height, 'check')} of share limits {fail}; {part} of the value "
        "ordered under supported contracts is not eligible for it.",
        Sheet("Share limits of instruments, and the orders placed", columns, shown, shown=_TOP),
        reading="A way to order that breaks a limit may be used, but is not reimbursed.",
    )


def rule_words(names: Names) -> pl.Expr:
    """The numerator of a share limit in words."""
    rest = pl.col("rule").str.starts_with("not ")
    plain = pl.col("rule").str.strip_prefix("not ")
    word, key = plain.str.split(":").list.first(), plain.str.replace("^[a-z]+:(group:)?", "")
    text = (
        pl.when(word == "outside")
        .then(pl.lit("value from outside ") + key)
        .when(word == "recipient")
        .then(pl.lit("for ") + key.replace(names.nations))
        .otherwise(pl.lit("made by firms that are ") + key)
    )
    return pl.when(rest).then(pl.lit("all but: ") + text).otherwise(text)

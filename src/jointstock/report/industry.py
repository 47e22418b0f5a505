"""How industry runs: shift modes, lines that run or rest, surge capacity, and what industry builds itself."""

import polars as pl

from jointstock.facts.dictionary import filled
from jointstock.measure.months import month_number, month_text
from jointstock.plans.plan import Plan
from jointstock.report.exhibits import Column, Exhibit, Sheet
from jointstock.report.names import Names, named
from jointstock.report.timelines import RESTS
from jointstock.report.words import amount, counted, listed, money, month, month_short

_TOP = 20


def exhibits(plan: Plan, names: Names) -> list[Exhibit]:
    """Modes, surges and expansions by industry; each only where the case has it.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    made = [_modes(plan, names)] if plan.line_states.height else []
    made += [_surges(plan, names)] if plan.surges.height else []
    return made + ([_by_industry(plan, names)] if by_industry(plan).height else [])


def spans(plan: Plan) -> pl.DataFrame:
    """Runs of periods in which a line keeps its mode, and runs or rests.

    Returns:
        line, mode (rests where it does not run, runs where it has no modes), first and last (YYYY-MM, first
        and last month), starts (units started), started (number of start-ups), cost (case currency).
    """
    made = plan.production.group_by("line", "period").agg(pl.col("starts").sum())
    lengths = plan.periods.select("period", "months")
    rows = (
        plan.line_states.join(made, on=["line", "period"], how="left")
        .join(lengths, on="period", how="left")
        .sort("line", "period")
        .with_columns(_mode().alias("mode"))
    )
    run = pl.col("mode").rle_id().over("line").alias("run")
    ends = [
        month_text(month_number(period) + months - 1)
        for period, months in rows.select("period", "months").iter_rows()
    ]
    numbered = rows.with_columns(run, pl.Series("last", ends, dtype=pl.String))
    return (
        numbered.group_by("line", "run", "mode", maintain_order=True)
        .agg(
            pl.col("period").first().alias("first"),
            pl.col("last").last(),
            pl.col("starts").fill_null(0.0).sum(),
            (pl.col("started") == "yes").sum().cast(pl.Int64).alias("started"),
            pl.col("cost").sum(),
        )
        .drop("run")
    )


def by_industry(plan: Plan) -> pl.DataFrame:
    """Options that industry builds itself at enough orders.

    Returns:
        option, line, capacity (starts a month), needed (firm orders at which it is built, units), ordered
        (units the plan orders from the line), period (YYYY-MM in which it is built; empty where it is not),
        basis.
    """
    options = plan.case.table("expansions").filter(pl.col("break_even").is_not_null())
    needed = (pl.col("break_even") * filled("expansions", "hurdle")).alias("needed")
    built = plan.expansions.group_by("option").agg(pl.col("period").min())
    sums = plan.orders.group_by("line").agg(pl.col("quantity").sum().alias("ordered"))
    rows = options.join(built, on="option", how="left").join(sums, on="line", how="left")
    known = rows.with_columns(needed, pl.col("ordered").fill_null(0.0))
    order = ("option", "line", "capacity", "needed", "ordered", "period", "basis")
    return known.select(order).sort("period", "option", nulls_last=True)


def surges(plan: Plan) -> pl.DataFrame:
    """Surge capacity held ready.

    Returns:
        surge, line, payer, retained (share of the agreement), capacity (starts a month that are retained),
        called (starts), cost (case currency), trigger (YYYY-MM; empty where the event does not come),
        basis.
    """
    sums = plan.surges.group_by("surge", "line").agg(
        pl.col("retained").max(), pl.col("called").sum(), pl.col("cost").sum()
    )
    terms = plan.case.table("surges").select("surge", "payer", "capacity", "trigger", "basis")
    rows = sums.join(terms, on="surge", how="left").with_columns(pl.col("capacity") * pl.col("retained"))
    order = ("surge", "line", "payer", "retained", "capacity", "called", "cost", "trigger", "basis")
    return rows.select(order).sort("cost", "surge", descending=[True, False])


def _mode() -> pl.Expr:
    """Mode of a line in a period; at rest where it does not run."""
    rests = pl.when(pl.col("running") == "no").then(pl.lit(RESTS))
    return rests.otherwise(pl.coalesce("mode", pl.lit("runs")))


def _modes(plan: Plan, names: Names) -> Exhibit:
    rows = spans(plan)
    label = line_words(plan, names)
    shown = rows.with_columns(pl.col("line").replace(label).alias("label"))
    columns = (
        Column("label", "Line"),
        Column("mode", "Mode"),
        Column("first", "From", "month"),
        Column("last", "To", "month"),
        Column("starts", "Starts", "number", "units"),
        Column("started", "Start-ups", "number"),
        Column("cost", "Cost", "money", f"{plan.case.settings.currency} million"),
    )
    cells = plan.line_states.sort("line", "period").select(
        pl.col("line").replace(label).alias("label"), _mode().alias("mode"), "period"
    )
    short = [month_short(period) for period in cells.get_column("period")]
    return Exhibit(
        "line-modes",
        _modes_finding(plan, rows),
        Sheet("Modes of lines", columns, shown, shown=_TOP),
        "mode_map",
        cells.with_columns(pl.Series("short", short, dtype=pl.String)),
        "By the first month of each period. Cost: shift modes and start-ups, also where the producer bears "
        "them.",
    )


def _modes_finding(plan: Plan, rows: pl.DataFrame) -> str:
    lines = rows.get_column("line").n_unique()
    changes = rows.height - lines
    resting = rows.filter(pl.col("mode") == RESTS).get_column("line").n_unique()
    cost = money(float(rows.get_column("cost").sum()), plan.case.settings.currency)
    turns = counted(changes, "change")
    text = f"{counted(lines, 'line')} with modes or a least rate: {turns} of mode, {cost}"
    verb = "rests" if resting == 1 else "rest"
    return f"{text}; {resting:,} {verb} for a time." if resting else f"{text}."


def _surges(plan: Plan, names: Names) -> Exhibit:
    rows = surges(plan)
    shown = rows.with_columns(
        pl.col("line").replace(line_words(plan, names)),
        named("payer", names.nations),
        pl.col("trigger").fill_null("does not come"),
    )
    columns = (
        Column("surge", "Agreement"),
        Column("line", "Line"),
        Column("payer", "Paid by"),
        Column("retained", "Held ready", "share"),
        Column("capacity", "That is", "number", "starts a month"),
        Column("trigger", "Event", "month"),
        Column("called", "Called", "number", "starts"),
        Column("cost", "Cost", "money", f"{plan.case.settings.currency} million"),
    )
    held = rows.filter(pl.col("retained") > 0).height
    called = float(rows.get_column("called").sum())
    cost = money(float(rows.get_column("cost").sum()), plan.case.settings.currency)
    verb = "is" if held == 1 else "are"
    return Exhibit(
        "surges",
        f"{held:,} of {counted(rows.height, 'surge agreement')} {verb} held ready, for {cost}; "
        f"{amount(called)} starts are called.",
        Sheet("Surge capacity", columns, shown),
        reading="Cost: the fee for holding it ready and what each start called costs.",
    )


def _by_industry(plan: Plan, names: Names) -> Exhibit:
    rows = by_industry(plan)
    shown = rows.with_columns(
        pl.col("line").replace(line_words(plan, names)), pl.col("period").fill_null("not built")
    )
    columns = (
        Column("option", "Option"),
        Column("line", "Line"),
        Column("capacity", "Capacity added", "number", "starts a month"),
        Column("needed", "Built at firm orders of", "number", "units"),
        Column("ordered", "Ordered from the line", "number", "units, in the plan"),
        Column("period", "Built in", "month"),
    )
    return Exhibit(
        "industry-builds",
        _industry_finding(rows, dict(shown.select("option", "line").iter_rows())),
        Sheet("Expansions by industry at its own cost", columns, shown, shown=_TOP),
        reading="Firm orders count open orders, orders to date, and the shares of uncalled ceilings and "
        "announced targets that are assumed to count, or are to be taken or paid; the break-even volume "
        "times the hurdle must be reached. It is an assumption about industry, not a promise of it.",
    )


def _industry_finding(rows: pl.DataFrame, lines: dict[str, str]) -> str:
    built = rows.drop_nulls("period")
    of = counted(rows.height, "expansion")
    if not built.height:
        return f"Orders do not reach the volume at which industry would build any of {of} itself."
    heads = [
        f"{lines[option]} in {month(period)}"
        for option, period in built.select("option", "period").head(3).iter_rows()
    ]
    more = " and more" * (built.height > 3)
    return f"Industry builds {built.height:,} of {of} at its own cost: {listed(heads)}{more}."


def line_words(plan: Plan, names: Names) -> dict[str, str]:
    """Lines in words: what they make, and whose they are.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    rows = plan.case.table("lines").select("line", "item")
    plain = {line: f"{names.item(item)}, {names.line(line)}" for line, item in rows.iter_rows()}
    words = list(plain.values())
    return {line: f"{text} {line}" if words.count(text) > 1 else text for line, text in plain.items()}

"""The transition of fleets: service against the floor, legacy platforms, waiting and certifications."""

import polars as pl

from jointstock.measure.months import month_number, month_text
from jointstock.plans.plan import Plan
from jointstock.report.exhibits import Column, Exhibit, Sheet
from jointstock.report.names import Names, named
from jointstock.report.shortage import last_month
from jointstock.report.timelines import FLOOR, HELD, LEGACY, OTHER
from jointstock.report.words import amount, counted, listed, money, month, month_ending, worst

_TOP = 20
_NEAR = 1e-6
_SOVIET = "Soviet"
_MOVES = ("arrived", "ready", "entered", "repaired", "lost", "retired", "sent")


def exhibits(plan: Plan, names: Names) -> list[Exhibit]:
    """Fleets, floors, platforms that wait and certifications; each only where the plan has it.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    made = [_floors(plan, names)] if plan.fleet_floors.height else []
    made += [_fleets(plan, names), _moves(plan, names)] if plan.fleets.height else []
    made += [_waiting(plan, names)] if waiting(plan).height else []
    return made + ([_certifications(plan, names)] if plan.certifications.height else [])


def by_standard(plan: Plan) -> pl.DataFrame:
    """Platforms in service by nation and standard.

    Returns:
        nation, period (YYYY-MM, or opening), part (of Soviet standard or not), value (platforms at the end
        of the period).
    """
    part = pl.when(pl.col("standard") == _SOVIET).then(pl.lit(LEGACY)).otherwise(pl.lit(OTHER)).alias("part")
    kinds = plan.case.table("items").select(pl.col("item").alias("platform"), part)
    rows = plan.fleets.join(kinds, on="platform", how="left")
    first = pl.col("period") == pl.col("period").min()
    opening = rows.filter(first).with_columns(
        pl.lit("opening").alias("period"), pl.col("opening").alias("closing")
    )
    both = pl.concat([opening, rows])
    return (
        both.group_by("nation", "period", "part")
        .agg(pl.col("closing").sum().alias("value"))
        .sort("nation", pl.col("period") != "opening", "period", "part")
    )


def moves(plan: Plan) -> pl.DataFrame:
    """How each fleet changes over the plan.

    Returns:
        nation, platform, standard, opening, each of arrived to sent (platforms over the plan), closing,
        legacy_months (platform-months of Soviet standard, else empty), basis.
    """
    months = plan.periods.select("period", "months")
    held = (pl.col("months") - 1) / 2 * pl.col("opening") + (pl.col("months") + 1) / 2 * pl.col("closing")
    kinds = plan.case.table("items").select(pl.col("item").alias("platform"), "standard")
    basis = plan.case.table("fleets").select("nation", "platform", "basis")
    rows = plan.fleets.sort("period").join(months, on="period", maintain_order="left")
    sums = rows.group_by("nation", "platform", maintain_order=True).agg(
        pl.col("opening").first(),
        pl.col(*_MOVES).sum(),
        pl.col("closing").last(),
        held.sum().alias("legacy_months"),
    )
    wide = sums.join(kinds, on="platform", how="left").join(basis, on=["nation", "platform"], how="left")
    legacy = pl.when(pl.col("standard") == _SOVIET).then(pl.col("legacy_months")).alias("legacy_months")
    order = ("standard", "opening", *_MOVES, "closing", "legacy_months", "basis")
    return wide.with_columns(legacy).select("nation", "platform", *order).sort("nation", "platform")


def waiting(plan: Plan) -> pl.DataFrame:
    """Platforms that are there and trained for, but not in service: nation, platform, period, waiting."""
    rows = plan.fleets.filter(pl.col("waiting") > _NEAR)
    return rows.select("nation", "platform", "period", "waiting").sort("period", "nation", "platform")


def certifications(plan: Plan) -> pl.DataFrame:
    """Certifications bought: nation, item, class, period, counts (YYYY-MM, from when), cost, basis."""
    keys = ["nation", "item", "class"]
    terms = plan.case.table("compatibility").filter("certify").select(*keys, "months_to_certify", "basis")
    rows = plan.certifications.join(terms, on=keys, how="left").sort("period", *keys)
    lengths = dict(plan.periods.select("period", "months").iter_rows())
    whole = rows.select("period", "months_to_certify").iter_rows()
    counts = [
        None if months is None else month_text(month_number(period) + lengths[period] - 1 + int(months))
        for period, months in whole
    ]
    return rows.with_columns(pl.Series("counts", counts, dtype=pl.String))


def _ends(plan: Plan) -> pl.DataFrame:
    """First and last month of each period: period, date, end (days), month (YYYY-MM, the last)."""
    rows = plan.periods.select("period", "months")
    ends = [month_ending(period, months) for period, months in rows.iter_rows()]
    return rows.with_columns(pl.Series("month", ends, dtype=pl.String), date=pl.col("period") + "-01")


def _drawn(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Rows of a step chart, with a last row at the end of the plan: date besides."""
    last = rows.sort("date").group_by(keys, maintain_order=True).last()
    ends = last.with_columns((pl.col("month") + "-28").alias("date"))
    return pl.concat([rows, ends.select(rows.columns)]).sort(*keys, "date")


def _floors(plan: Plan, names: Names) -> Exhibit:
    rows = plan.fleet_floors.join(_ends(plan), on="period")
    label = pl.concat_str(named("nation", names.nations), pl.lit(": "), "family").alias("label")
    shown = rows.with_columns(label).sort("label", "period")
    least = shown.group_by("label", maintain_order=True).agg(pl.col("deficit").max())
    words = [
        "never below the floor" if short <= _NEAR else f"up to {amount(short)} below the floor"
        for short in least.get_column("deficit")
    ]
    labelled = shown.join(least.select("label", pl.Series("words", words, dtype=pl.String)), on="label")
    parts = [
        labelled.select(
            "label", "words", "date", "month", pl.lit(part).alias("part"), pl.col(column).alias("value")
        )
        for column, part in (("held", HELD), ("floor", FLOOR))
    ]
    columns = (
        Column("label", "Fleet"),
        Column("month", "End of", "month"),
        Column("floor", "Floor", "number", "weighted platforms"),
        Column("held", "In service", "number", "weighted platforms"),
        Column("deficit", "Below the floor", "number", "weighted platforms"),
    )
    return Exhibit(
        "fleet-floors",
        _floors_finding(shown),
        Sheet("Fleets against their operational floors", columns, shown, _floor_basis(plan)),
        "floor_lines",
        _drawn(pl.concat(parts), ["label", "part"]),
        "Platforms in service at the end of each period, each counted by its weight, against the floor in "
        "force in its last month.",
    )


def _floor_basis(plan: Plan) -> str | None:
    from_floors = plan.case.table("fleet_floors").get_column("basis").to_list()
    return worst([*from_floors, *plan.case.table("fleets").get_column("basis").to_list()])


def _floors_finding(shown: pl.DataFrame) -> str:
    fleets = shown.get_column("label").n_unique()
    short = shown.filter(pl.col("deficit") > _NEAR)
    if not short.height:
        return (
            f"{counted(fleets, 'fleet stays', 'fleets stay')} at or above the operational floor throughout."
        )
    worst_row = short.sort("deficit", "label", "period", descending=[True, False, False]).row(0, named=True)
    below = short.get_column("label").n_unique()
    fall = "falls" if below == 1 else "fall"
    most = f"{amount(worst_row['deficit'])} weighted platforms in {month(worst_row['month'])}"
    return (
        f"{below:,} of {counted(fleets, 'fleet')} {fall} below the operational floor; the most is missing in "
        f"{worst_row['label']}: {most}."
    )


def _fleets(plan: Plan, names: Names) -> Exhibit:
    rows = by_standard(plan)
    ends = _ends(plan)
    first = str(plan.run["first_month"])
    opening = pl.col("period") == "opening"
    shown = rows.join(ends, on="period", how="left").with_columns(
        named("nation", names.nations).alias("label"),
        pl.when(opening).then(pl.lit("before the plan")).otherwise(pl.col("month")).alias("at"),
    )
    sums = moves(plan)
    legacy = sums.filter(pl.col("standard") == _SOVIET)
    words = [
        f"{_change(sums, nation)} in service; {_change(legacy, nation)} of Soviet standard"
        for nation in rows.get_column("nation").unique(maintain_order=True)
    ]
    labels = (
        rows.select("nation")
        .unique(maintain_order=True)
        .with_columns(pl.Series("words", words, dtype=pl.String))
    )
    drawn = (
        shown.filter(~opening)
        .join(labels, on="nation")
        .select("label", "words", "date", "month", "part", "value")
    )
    columns = (
        Column("label", "Nation"),
        Column("at", "End of", "month"),
        Column("part", "Platforms"),
        Column("value", "In service", "number", "platforms"),
    )
    rank = (pl.col("part") != LEGACY).cast(pl.Int64).alias("rank")
    return Exhibit(
        "in-service",
        _fleets_finding(plan, sums, first),
        Sheet("Platforms in service by standard", columns, shown, worst(sums.get_column("basis").to_list())),
        "fleet_areas",
        _drawn(drawn, ["label", "part"]).with_columns(rank),
        "Platforms in service at the end of each period, all families together and unweighted.",
    )


def _change(sums: pl.DataFrame, nation: str) -> str:
    """Platforms of a nation at the start and at the end, in words."""
    rows = sums.filter(pl.col("nation") == nation)
    return " → ".join(amount(float(rows.get_column(column).sum())) for column in ("opening", "closing"))


def _fleets_finding(plan: Plan, sums: pl.DataFrame, first: str) -> str:
    legacy = sums.filter(pl.col("standard") == _SOVIET)
    if not legacy.height:
        entered = float(sums.get_column("entered").sum())
        return f"No platform of Soviet standard is in service; {amount(entered)} platforms enter service."
    start, end = float(legacy.get_column("opening").sum()), float(legacy.get_column("closing").sum())
    months = float(legacy.get_column("legacy_months").sum())
    return (
        f"Platforms of Soviet standard go from {amount(start)} in {month(first)} to {amount(end)} in "
        f"{month(last_month(plan))}: {amount(months)} platform-months of legacy service."
    )


def _moves(plan: Plan, names: Names) -> Exhibit:
    rows = moves(plan)
    shown = rows.with_columns(named("nation", names.nations), named("platform", names.items))
    number = "number"
    columns = (
        Column("nation", "Nation"),
        Column("platform", "Platform"),
        Column("standard", "Standard"),
        Column("opening", "At the start", number),
        Column("arrived", "Arrive", number),
        Column("entered", "Enter service", number),
        Column("repaired", "Repaired", number),
        Column("lost", "Lost", number),
        Column("retired", "Retired", number),
        Column("sent", "Given", number),
        Column("closing", "At the end", number),
        Column("legacy_months", "Legacy service", number, "platform-months"),
    )
    entered, lost, retired = (float(rows.get_column(name).sum()) for name in ("entered", "lost", "retired"))
    return Exhibit(
        "fleet-moves",
        f"{amount(entered)} platforms enter service, {amount(lost)} are lost and {amount(retired)} retired.",
        Sheet("What enters and leaves each fleet, in platforms", columns, shown, shown=_TOP),
        reading="Sums over the plan. Losses are those the case expects. Platforms given away leave the fleet "
        "when they are sent; those that arrive enter service after training.",
    )


def _waiting(plan: Plan, names: Names) -> Exhibit:
    rows = waiting(plan)
    shown = rows.with_columns(named("nation", names.nations), named("platform", names.items))
    columns = (
        Column("nation", "Nation"),
        Column("platform", "Platform"),
        Column("period", "Period from", "month"),
        Column("waiting", "Waiting at its end", "number", "platforms"),
    )
    peak = (
        rows.group_by("period")
        .agg(pl.col("waiting").sum())
        .sort("waiting", "period", descending=[True, False])
    )
    most = peak.row(0, named=True)
    heads = listed(shown.get_column("platform").unique(maintain_order=True).head(3).to_list())
    return Exhibit(
        "waiting",
        f"Up to {amount(most['waiting'])} platforms wait for crews or for their certification "
        f"({month(most['period'])}): {heads}.",
        Sheet("Platforms that are there but not in service", columns, shown, shown=_TOP),
        reading="Arrived and past the months of training; what is missing is a crew, or the month in which "
        "the platform is certified.",
    )


def _certifications(plan: Plan, names: Names) -> Exhibit:
    rows = certifications(plan)
    shown = rows.with_columns(
        named("nation", names.nations), named("item", names.items), named("class", names.classes)
    )
    columns = (
        Column("nation", "Nation, which pays"),
        Column("item", "Item"),
        Column("class", "Counts towards"),
        Column("period", "Bought in", "month"),
        Column("counts", "Counts from", "month"),
        Column("cost", "Cost", "money", f"{plan.case.settings.currency} million"),
    )
    cost = money(float(rows.get_column("cost").sum()), plan.case.settings.currency)
    return Exhibit(
        "certifications",
        f"{counted(rows.height, 'certification is', 'certifications are')} bought, for {cost}.",
        Sheet("Certifications bought", columns, shown, shown=_TOP),
        reading="Counts from: the first month at whose end a whole certification lies behind every month of "
        "the period in which it is bought.",
    )

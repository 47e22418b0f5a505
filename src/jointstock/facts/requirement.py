"""Requirements: targets that are computed, from a level of effort or as a nation's share of a total.

A row of ``targets`` with a quantity counts as it stands. One without, of method ``level of effort``, is
computed from its rows of ``efforts`` at its percentile; one of method ``key`` from the total that a group of
its nation has in ``target_keys`` from the same month on. What a figure rests on is kept: an unknown input
makes the target unknown, and its basis is the worst of all rows that went into it.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import polars as pl

from jointstock.errors import OptionError
from jointstock.facts.case import Case
from jointstock.facts.dictionary import DICTIONARY, filled
from jointstock.facts.suggestions import did_you_mean
from jointstock.measure.arrays import Floats

EFFORT, KEY = "level of effort", "key"
NEED = ["version", "nation", "class"]
ADDED = ("training", "test", "pipeline")
_BASES = DICTIONARY.tables["targets"].by_name["basis"].values
_DERIVED = _BASES.index("derived")
_PLACE = "_place"


def weapon_days(weapons: Floats, days: Floats, attrition: Floats) -> Floats:
    """Days on which weapons are in use, over all of them: N * D, or N * (1 - (1 - a)^D) / a.

    Args:
        weapons: Weapons on the first day, N; shape (rows,).
        days: Days, D; shape (rows,).
        attrition: Share of the weapons still there that is lost each day, a, from 0 to 1; shape (rows,).

    Returns:
        Weapon-days, shape (rows,); NaN where an argument is.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        lasting = -np.expm1(days * np.log1p(-attrition)) / attrition
    return weapons * np.where((attrition > 0) & (days != 0), lasting, days)


def rate_at(median: Floats, sigma: Floats, percentile: Floats) -> Floats:
    """Percentiles of lognormal rates: median * exp(sigma * z).

    Args:
        median: Medians, shape (rows,).
        sigma: Standard deviations of the logarithm; NaN or 0 for a rate that is one number; shape (rows,).
        percentile: Percentiles above 0 and below 100, shape (rows,).

    Returns:
        Rates, shape (rows,); NaN where the median is, and where a spread rate has no such percentile.
    """
    levels, place = np.unique(percentile, return_inverse=True)
    normal = NormalDist()
    z = np.array([normal.inv_cdf(level / 100) if 0 < level < 100 else np.nan for level in levels])
    spread = sigma > 0
    return median * np.exp(np.where(spread, np.where(spread, sigma, 0.0) * z[place], 0.0))


def units_of(efforts: pl.DataFrame, percentile: Floats) -> Floats:
    """Units that rows of efforts come to: WD * rate * (1 + loss) + training + test + pipeline.

    Args:
        efforts: Rows with the columns of the table ``efforts``.
        percentile: Percentile of the rate of each row, shape (rows,).

    Returns:
        Class units, shape (rows,); NaN where a figure is unknown.
    """
    weapons = weapon_days(
        _floats(efforts, "weapons"),
        _floats(efforts, "days"),
        efforts.select(filled("efforts", "attrition")).to_series().to_numpy(),
    )
    rate = rate_at(_floats(efforts, "rate"), _floats(efforts, "sigma"), percentile)
    used = weapons * rate * (1 + _floats(efforts, "loss"))
    return used + sum(_floats(efforts, name) for name in ADDED)


def by_effort(case: Case, wanted: pl.DataFrame) -> pl.DataFrame:
    """Compute targets from the efforts of a case.

    Args:
        case: The case.
        wanted: Columns version, nation, class, percentile; the same need may be asked at several percentiles.

    Returns:
        For each row asked: units (null where there are no efforts, or one holds an unknown figure), and worst
        (rank of the worst basis of the efforts).
    """
    efforts = case.table("efforts").sort(*NEED, "platform")
    asked = wanted.select(*NEED, _percentile="percentile").with_row_index(_PLACE)
    rows = asked.join(efforts, on=NEED, maintain_order="left_right")
    units = pl.Series(units_of(rows, _floats(rows, "_percentile")))
    # A sum of floats keeps NaN, which is unknown; a sum of nulls would leave them out.
    sums = (
        rows.select(_PLACE, worst=rank_of_basis(), units=units)
        .group_by(_PLACE)
        .agg(pl.col("units").sum().fill_nan(None), pl.col("worst").max())
    )
    return asked.join(sums, on=_PLACE, how="left", maintain_order="left").select("units", "worst")


def shares(case: Case) -> pl.DataFrame:
    """Divide the totals of ``target_keys`` among the members of their groups.

    Args:
        case: The case.

    Returns:
        version, class, group, from, key, nation, value (of the key), whole (sum of the values; null where one
        is unknown), units (null where unknown, or where the values sum to 0) and worst (rank of the worst
        basis of total, membership and values).
    """
    keys = case.table("target_keys")
    totals = keys.select("version", "class", "group", "from", "total", "key", rank_of_basis().alias("_own"))
    columns = [name for name in DICTIONARY.tables["target_keys"].by_name["key"].values if name != "equal"]
    nations = case.table("nations").select("nation", *columns, rank_of_basis().alias("_nation"))
    members = case.table("nation_groups").select("nation", "group", rank_of_basis().alias("_member"))
    rows = totals.join(members.join(nations, on="nation"), on="group")
    equal, one_total = pl.col("key") == "equal", ["version", "class", "group", "from"]
    chosen = [pl.when(equal).then(1.0), *(pl.when(pl.col("key") == name).then(name) for name in columns)]
    values = rows.sort(*one_total, "nation").with_columns(
        value=pl.coalesce(chosen), _nation=pl.when(~equal).then("_nation")
    )
    known = pl.col("value").is_not_null().all().over(one_total)
    summed = values.with_columns(
        whole=pl.when(known).then(pl.col("value").sum().over(one_total)),
        worst=pl.max_horizontal("_own", pl.max("_member", "_nation").over(one_total)),
    )
    part = pl.when(pl.col("whole") > 0).then(pl.col("total") * pl.col("value") / pl.col("whole"))
    return summed.select(*one_total, "key", "nation", "value", "whole", "worst", units=part)


def by_key(case: Case, wanted: pl.DataFrame) -> pl.DataFrame:
    """Compute targets as shares of totals.

    Args:
        case: The case.
        wanted: Columns version, nation, class, from.

    Returns:
        For each row asked: units (null where no total, or more than one, meets it, or a figure is unknown),
        and worst (rank of the worst basis of what it rests on).
    """
    one_share = [*NEED, "from"]
    single = pl.when(pl.len() == 1).then(pl.col("units").first())
    found = shares(case).group_by(one_share).agg(single.alias("units"), pl.col("worst").max())
    return wanted.join(found, on=one_share, how="left", maintain_order="left").select("units", "worst")


def is_computed() -> pl.Expr:
    """Where a row of ``targets`` has no quantity of its own and a method that computes one."""
    return pl.col("quantity").is_null() & pl.col("method").is_in([EFFORT, KEY]).fill_null(value=False)


def filled_targets(case: Case) -> pl.DataFrame:
    """The table ``targets`` with what its methods compute in place of empty quantities.

    Args:
        case: The case.

    Returns:
        The rows of ``targets`` in their order. In rows that are computed, ``quantity`` is what efforts or key
        give (null where they do not say) and ``basis`` the worst of the rows it rests on, ``derived`` at
        least. Without such rows, the table as it is.
    """
    targets = case.table("targets")
    if not targets.select(is_computed().any()).item():
        return targets
    effort = by_effort(case, targets.with_columns(filled("targets", "percentile")))
    key = by_key(case, targets)
    of_effort = pl.col("method") == EFFORT
    sides = targets.hstack(effort.select(_effort="units", _effort_worst="worst"))
    sides = sides.hstack(key.select(_key="units", _key_worst="worst"))
    units = pl.when(of_effort).then(pl.col("_effort")).otherwise(pl.col("_key"))
    inputs = pl.when(of_effort).then(pl.col("_effort_worst")).otherwise(pl.col("_key_worst"))
    worst = pl.max_horizontal(rank_of_basis(), inputs, pl.lit(_DERIVED))
    return sides.with_columns(
        pl.when(is_computed()).then(units).otherwise("quantity").alias("quantity"),
        pl.when(is_computed()).then(basis_of(worst)).otherwise("basis").alias("basis"),
    ).select(targets.columns)


def refuse_unknown_version(case: Case, version: str) -> None:
    """Refuse a version of the targets that the case does not have.

    Raises:
        OptionError: The case has no such version.
    """
    known = case.table("target_versions").get_column("version").drop_nulls().to_list()
    if version not in known:
        remedy = did_you_mean(version, known, f"There are {', '.join(known) or 'none'}.")
        raise OptionError(f"The case has no version '{version}' of the targets. {remedy}")


def basis_of(rank: pl.Expr) -> pl.Expr:
    """The basis of a rank, 0 for the best; null stays null."""
    return rank.replace_strict(dict(enumerate(_BASES)), return_dtype=pl.String)


def rank_of_basis() -> pl.Expr:
    """The rank of the column ``basis``, 0 for the best."""
    ranks = {base: place for place, base in enumerate(_BASES)}
    return pl.col("basis").replace_strict(ranks, default=None, return_dtype=pl.Int64)


def _floats(frame: pl.DataFrame, column: str) -> Floats:
    """A number column as an array; an empty cell is NaN, which is unknown and never 0."""
    return frame.get_column(column).cast(pl.Float64).fill_null(np.nan).to_numpy().astype(np.float64)

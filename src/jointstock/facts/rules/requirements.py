"""Rules of requirements: what computed targets are computed from, and the dates of their versions."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.dictionary import filled
from jointstock.facts.requirement import ADDED, EFFORT, KEY, NEED, is_computed, shares
from jointstock.facts.rules.pointing import ROW, Row, Rule, numbered, point, suggestions

_SHARE = [*NEED, "from"]
_TOTAL = ["version", "class", "group", "from"]
_FIGURES = ("weapons", "rate", "days", "loss", *ADDED)


def efforts_behind_targets(case: Case) -> Iterator[Fault]:
    """A target is to be computed from a level of effort, and no row says which."""
    wanted = _computed(case, EFFORT)
    yield from point(
        case,
        "targets",
        wanted.join(case.table("efforts"), on=NEED, how="anti"),
        code="no-effort",
        column="quantity",
        expected=lambda row: f"a quantity, or rows of {case.origin('efforts').file} for {_need(row)}",
        remedy="Add weapons, rate and days to efforts, or write the quantity.",
    )


def efforts_known(case: Case) -> Iterator[Fault]:
    """A figure of an effort is empty although a target is computed from it."""
    used = numbered(case, "efforts").join(_computed(case, EFFORT), on=NEED, how="semi")
    for column in _FIGURES:
        yield from _unknown(case, "efforts", column, used.filter(pl.col(column).is_null()))


def percentiles(case: Case) -> Iterator[Fault]:
    """A target stands for a percentile that a spread rate does not have: 0 or 100."""
    spread = case.table("efforts").filter(pl.col("sigma") > 0)
    wanted = _computed(case, EFFORT).join(spread, on=NEED, how="semi")
    percentile = filled("targets", "percentile")
    yield from point(
        case,
        "targets",
        wanted.filter((percentile <= 0) | (percentile >= 100)),
        code="percentile",
        column="percentile",
        expected="a percentile above 0 and below 100, since sigma spreads the rate of its efforts",
        remedy="Write such as 50, 80 or 95; a lognormal rate has no lowest and no highest value.",
    )


def platforms_of_efforts(case: Case) -> Iterator[Fault]:
    """The weapons of an effort are of an item that is no platform."""
    others = case.table("items").filter(pl.col("kind") != "platform").select(platform="item", _kind="kind")
    yield from point(
        case,
        "efforts",
        numbered(case, "efforts").join(others, on="platform", maintain_order="left"),
        code="not-a-platform",
        column="platform",
        expected="an item of kind platform, or nothing",
        remedy=lambda row: f"Its kind is {row['_kind']}.",
    )


def keys_behind_targets(case: Case) -> Iterator[Fault]:
    """A target is to be a share of a total, and no total of its groups meets it, or more than one."""
    parts = shares(case).group_by(_SHARE).agg(_groups=pl.col("group").sort().str.join(", "), _count=pl.len())
    wanted = _computed(case, KEY).join(parts, on=_SHARE, how="left", maintain_order="left")
    file = case.origin("target_keys").file
    yield from point(
        case,
        "targets",
        wanted.filter(pl.col("_count").is_null()),
        code="no-key",
        column="quantity",
        expected=lambda row: (
            f"a quantity, or a row of {file} for {row['version']} / {row['class']} from {row['from']} "
            f"and a group of {row['nation']}"
        ),
        remedy="Add the total and its key to target_keys, or write the quantity.",
    )
    yield from point(
        case,
        "targets",
        wanted.filter(pl.col("_count") > 1),
        code="two-keys",
        column="quantity",
        expected=lambda row: f"one total to share in, not those of {row['_groups']}",
        remedy="Leave one of these rows of target_keys out, or write the quantity.",
    )


def keys_known(case: Case) -> Iterator[Fault]:
    """A total, or the key value of a member, is empty although targets are computed from it."""
    used = shares(case).join(_computed(case, KEY), on=_SHARE, how="semi").select(_TOTAL).unique()
    totals = numbered(case, "target_keys").join(used, on=_TOTAL, how="semi")
    yield from _unknown(case, "target_keys", "total", totals.filter(pl.col("total").is_null()))
    silent = shares(case).join(used, on=_TOTAL, how="semi").filter(pl.col("value").is_null())
    for column in silent.get_column("key").unique().sort().to_list():
        missing = silent.filter(pl.col("key") == column).select("nation", _group="group").unique("nation")
        found = numbered(case, "nations").join(missing, on="nation", maintain_order="left")
        yield from point(
            case,
            "nations",
            found,
            code="unknown-needed",
            column=column,
            expected=lambda row: (
                f"a value for {row['nation']}: empty means unknown, and the targets of the group "
                f"'{row['_group']}' are shared by it"
            ),
            remedy="Fill in an estimate and mark it as assumed, or choose another key.",
        )


def keys_of_nothing(case: Case) -> Iterator[Fault]:
    """The values by which a total is shared sum to 0."""
    empty = shares(case).filter(pl.col("whole") == 0).select(_TOTAL).unique()
    yield from point(
        case,
        "target_keys",
        numbered(case, "target_keys").join(empty, on=_TOTAL, how="semi"),
        code="key-sum",
        column="key",
        expected=lambda row: f"a key that is above 0 for some member of '{row['group']}'",
        remedy="Correct the column of nations, or choose another key.",
    )


def groups_of_keys(case: Case) -> Iterator[Fault]:
    """A total is shared in a group that nobody belongs to."""
    known = case.table("nation_groups").get_column("group").drop_nulls().unique()
    found = numbered(case, "target_keys").filter(~pl.col("group").is_in(known.implode()))
    suggest = suggestions(found.get_column("group"), known, "Add its members there, or correct the name.")
    yield from point(
        case,
        "target_keys",
        found,
        code="unknown-key",
        column="group",
        expected=f"a group of {case.origin('nation_groups').file}",
        remedy=lambda row: suggest(row["group"]),
    )


def undated_versions(case: Case) -> Iterator[Fault]:
    """A version of the targets has no date although another stands before or behind it."""
    versions = numbered(case, "target_versions")
    replaced = versions.get_column("replaces").drop_nulls()
    joined = pl.col("replaces").is_not_null() | pl.col("version").is_in(replaced.implode())
    several = pl.lit(value=versions.height > 1)
    yield from point(
        case,
        "target_versions",
        versions.filter(pl.col("decided_on").is_null() & (joined | several)),
        code="version-without-date",
        column="decided_on",
        expected=lambda row: (
            f"the day on which '{row['version']}' was decided, since there are other versions"
        ),
        remedy="Write the day, the month or the year; of a decision still expected, when it is due.",
    )


def _computed(case: Case, method: str) -> pl.DataFrame:
    """Targets that a method computes, numbered."""
    return numbered(case, "targets").filter(is_computed() & (pl.col("method") == method))


def _need(row: Row) -> str:
    return " / ".join(row[part] for part in NEED)


def _unknown(case: Case, table: str, column: str, found: pl.DataFrame) -> list[Fault]:
    return point(
        case,
        table,
        found.unique(ROW),
        code="unknown-needed",
        column=column,
        expected="a value: empty means unknown, and a target is computed from it",
        remedy="Write 0 if there is none, or fill in an estimate and mark it as assumed.",
    )


RULES = (
    Rule(efforts_behind_targets, ("targets", "efforts")),
    Rule(efforts_known, ("targets", "efforts")),
    Rule(percentiles, ("targets", "efforts")),
    Rule(platforms_of_efforts, ("efforts", "items")),
    Rule(keys_behind_targets, ("targets", "target_keys", "nation_groups", "nations")),
    Rule(keys_known, ("targets", "target_keys", "nation_groups", "nations")),
    Rule(keys_of_nothing, ("target_keys", "nation_groups", "nations")),
    Rule(groups_of_keys, ("target_keys", "nation_groups")),
    Rule(undated_versions, ("target_versions",)),
)

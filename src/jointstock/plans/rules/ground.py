"""What the rules stand on: the case, the plan with numbered periods, and how a row is examined."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, TypeVar, cast

import polars as pl

from jointstock.facts.case import Case
from jointstock.plans.findings import Finding
from jointstock.plans.rules.time import Periods

TOLERANCE = 1e-6
# What is ordered, bought or paid below this is nothing.
NOTHING = 1e-6
# Half a cent, in the steps of the tolerance.
HALF_A_CENT = 0.005 / TOLERANCE
Sense = Literal["=", "<=", ">="]
T = TypeVar("T")


@dataclasses.dataclass(frozen=True)
class Claim:
    """What the rows of a frame claim.

    Args:
        rule: Rule, such as ``V1``.
        object: Columns that name the object of a row.
        text: Sentence with columns of the row in braces; ``{lhs}`` and ``{rhs}`` are the two sides,
            ``{period}`` is the period.
        sense: How the left side relates to the right side where the rule holds.
        money: Whether the sides are payments, which are compared to half a cent.
    """

    rule: str
    object: tuple[str, ...]
    text: str
    sense: Sense = "="
    money: bool = False


@dataclasses.dataclass(frozen=True)
class Check:
    """Rows checked under a rule, and what was found.

    Args:
        rule: Rule, such as ``V1``.
        checked: Number of rows checked.
        findings: Rows that break the rule.
    """

    rule: str
    checked: int
    findings: tuple[Finding, ...] = ()


@dataclasses.dataclass(frozen=True, eq=False)
class Ground:
    """What the rules stand on.

    Args:
        case: The case, changed as the plan says.
        run: Content of ``run.json``.
        periods: Periods of the plan.
        tables: Tables of the plan by name. Empty texts are "", and each table with a period carries its
            number as ``b`` (-1: opening; the number of periods: after the horizon).
        memory: What has been derived from the others so far.
    """

    case: Case
    run: Mapping[str, Any]
    periods: Periods
    tables: Mapping[str, pl.DataFrame]
    memory: dict[object, Any] = dataclasses.field(default_factory=dict, repr=False)

    def facts(self, name: str) -> pl.DataFrame:
        """A table of the case, with empty texts as ""."""
        if name not in self.memory:
            self.memory[name] = self.case.table(name).with_columns(pl.col(pl.String).fill_null(""))
        return cast(pl.DataFrame, self.memory[name])

    def once(self, derive: Callable[[Ground], T]) -> T:
        """Derive something from this ground, the first time only."""
        if derive not in self.memory:
            self.memory[derive] = derive(self)
        return cast(T, self.memory[derive])

    def examine(
        self, claim: Claim, frame: pl.DataFrame, lhs: pl.Expr, rhs: pl.Expr, terms: Sequence[pl.Expr] = ()
    ) -> Check:
        """Check that two sides of every row relate as claimed, to 1e-6 of one plus its largest term.

        Payments may differ by half a cent in place of 1e-6.

        Args:
            claim: What the rows claim.
            frame: Rows with the columns of the claim, and ``b``, the number of their period, if any.
            lhs: Left side.
            rhs: Right side.
            terms: Terms beside the two sides that set the scale of the row.

        Returns:
            The number of rows and what is broken. A side that is null breaks its row.
        """
        if frame.is_empty():
            return Check(claim.rule, 0)
        breach = {"=": (lhs - rhs).abs(), "<=": lhs - rhs, ">=": rhs - lhs}[claim.sense]
        least = HALF_A_CENT if claim.money else 1.0
        scale = least + pl.max_horizontal(lhs.abs(), rhs.abs(), *(term.abs() for term in terms)).fill_null(0)
        sides = {"lhs": lhs.cast(pl.Float64), "rhs": rhs.cast(pl.Float64)}
        sized = frame.lazy().with_columns(**sides, severity=breach / scale)
        return self._found(
            claim, frame, sized.filter(~(pl.col("severity") <= TOLERANCE).fill_null(value=False))
        )

    def refuse(
        self, claim: Claim, frame: pl.DataFrame, wrong: pl.Expr, value: pl.Expr | None = None
    ) -> Check:
        """Check that no row is one that must not be.

        Args:
            claim: What the rows claim.
            frame: All rows that are looked at.
            wrong: Where a row must not be; null counts as wrong.
            value: Number of the row that should be 0; the count 1 where left out.

        Returns:
            The number of rows and a finding for each that is wrong.
        """
        if frame.is_empty():
            return Check(claim.rule, 0)
        shown = pl.lit(1.0) if value is None else value.cast(pl.Float64)
        sides = {"lhs": shown, "rhs": pl.lit(0.0), "severity": pl.lit(None, pl.Float64)}
        return self._found(
            claim, frame, frame.lazy().filter(wrong.fill_null(value=True)).with_columns(**sides)
        )

    def _found(self, claim: Claim, frame: pl.DataFrame, broken: pl.LazyFrame) -> Check:
        rows = broken.collect().iter_rows(named=True)
        return Check(claim.rule, frame.height, tuple(self._finding(claim, row) for row in rows))

    def _finding(self, claim: Claim, row: dict[str, Any]) -> Finding:
        lhs, rhs = row["lhs"], row["rhs"]
        period = self.periods.name(row["b"]) if row.get("b") is not None else str(row.get("period") or "")
        words = {name: in_words(value) for name, value in row.items()}
        known = lhs is not None and rhs is not None
        slack = None
        if known:
            slack = {"=": -abs(lhs - rhs), "<=": rhs - lhs, ">=": lhs - rhs}[claim.sense]
        return Finding(
            rule=claim.rule,
            object="/".join(str(row[name]) for name in claim.object if row[name] not in (None, "")),
            period=period,
            lhs=lhs,
            rhs=rhs,
            slack=slack,
            text=claim.text.format(**{**words, "period": period}),
            severity=row["severity"] if row["severity"] is not None else float("inf"),
        )


def in_words(value: object) -> str:
    """Write a cell for a sentence: numbers with as many decimals as they deserve, nothing as ``nothing``."""
    if value is None:
        return "nothing"
    if not isinstance(value, float):
        return str(value)
    value = value + 0.0
    whole = len(f"{abs(value):.0f}")
    text = f"{value:,.{max(0, 10 - whole)}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def total(frame: pl.DataFrame, keys: Sequence[str], value: str, name: str | None = None) -> pl.DataFrame:
    """Sum a column by keys.

    Args:
        frame: Rows with the keys and the value.
        keys: Columns to sum by.
        value: Column to sum.
        name: Name of the sum; that of the column where left out.

    Returns:
        The keys and the sum.
    """
    return frame.group_by(keys).agg(pl.col(value).sum().alias(name or value))


def side_by_side(left: pl.DataFrame, right: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Join two frames of sums; where one has no row, there is nothing, and its sums are 0.

    Args:
        left: Keys and sums.
        right: Keys and other sums.
        keys: Columns both have.

    Returns:
        Every row of either, with the sums of both.
    """
    joined = left.join(right, on=list(keys), how="full", coalesce=True)
    sums = [name for name in joined.columns if name not in keys]
    return joined.with_columns(pl.col(sums).fill_null(0))


def grid(keys: pl.DataFrame, periods: Periods) -> pl.DataFrame:
    """Repeat keys for every period: their columns, then b, start, months and last, sorted by b."""
    return keys.join(periods.frame, how="cross").sort("b", maintain_order=True)


def added(frame: pl.DataFrame, sums: pl.DataFrame, keys: Sequence[str], *values: str) -> pl.DataFrame:
    """Add sums to the rows of a grid; where there is no row, there is nothing, and the sum is 0."""
    wanted = sums.select(*keys, *values)
    return frame.join(wanted, on=list(keys), how="left", maintain_order="left").with_columns(
        pl.col(values).fill_null(0)
    )

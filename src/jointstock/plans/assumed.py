"""Figures that are assumed or made by a rule, with the range that they may lie in, by group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from jointstock.errors import OptionError
from jointstock.facts.case import Case
from jointstock.facts.changes import parse_change
from jointstock.facts.dictionary import DICTIONARY, TableSpec
from jointstock.facts.suggestions import did_you_mean
from jointstock.plans.plan import Plan

SOFT = ("assumed", "synthetic")
SOURCE = "source:"
Side = Literal["low", "high"]
_NAMING = ("nations", "items", "lines", "contracts", "expansions", "classes")
_NUMBERS_ONLY = ("prices", "kpis", "costs", "periods", "line_states")


@dataclass(frozen=True)
class Group:
    """Figures that are moved together.

    Attributes:
        name: The group as it is asked for: a table, a table with the first parts of its key, or a source.
        members: Which rows of each table belong to it, as masks.
        rows: Number of figures.
        moved: Sum over its figures of the width of the range by the figure, 1 where the figure is 0.
    """

    name: str
    members: Mapping[str, pl.Series]
    rows: int
    moved: float


def groups_of(case: Case, names: Sequence[str] | None = None) -> list[Group]:
    """Group the figures of a case that rest on assumptions or rules and have a range.

    Args:
        case: The case.
        names: Groups such as ``lines``, ``budgets.EE`` or ``source:own-work``; None for every table with
            such figures.

    Raises:
        OptionError: A group names no such figure.
    """
    open_rows = {name: mask for name in DICTIONARY.tables if (mask := _ranged(case, name)).any()}
    if names is None:
        return [_group(case, name, {name: mask}) for name, mask in open_rows.items()]
    return [_group(case, name, _named(case, name, open_rows)) for name in names]


def touching(plan: Plan, groups: Sequence[Group]) -> list[Group]:
    """Groups with a figure of something that the tables of the plan name.

    A nation, item, line, contract, option or class counts as named where any table of the plan holds it; a
    line only where it starts something, or has no capacity.

    Args:
        plan: The plan.
        groups: The groups.
    """
    shown = _shown(plan)
    return [
        group
        for group in groups
        if any(_touches(plan.case, name, mask, shown) for name, mask in group.members.items())
    ]


def at(case: Case, group: Group, side: Side) -> Case:
    """The case with every figure of a group at one end of its range.

    An end outside what a figure may be is drawn to the nearest value allowed; where there is no nearest
    (a figure above 0), the figure stays. Whole numbers are rounded.

    Args:
        case: The case.
        group: The group.
        side: Which end.

    Returns:
        The changed case; the same object where nothing moves.
    """
    tables: dict[str, Any] = {}
    for name, mask in group.members.items():
        spec, frame = DICTIONARY.tables[name], case.table(name)
        column = spec.by_name[spec.figure]
        value = pl.col(side).clip(column.min, column.max)
        if column.type == "integer":
            value = value.round()
        if column.above is not None:
            value = pl.when(value > column.above).then(value).otherwise(pl.col(spec.figure))
        moved = pl.when(mask).then(value).otherwise(pl.col(spec.figure)).cast(column.dtype)
        after = frame.with_columns(moved.alias(spec.figure))
        if not after.get_column(spec.figure).equals(frame.get_column(spec.figure)):
            tables[name] = after
    return case.replace(**tables) if tables else case


def _ranged(case: Case, name: str) -> pl.Series:
    """Rows of a table whose figure is soft and has a range, and that the case is planned with."""
    spec, frame = DICTIONARY.tables[name], case.table(name)
    if not spec.figure or not frame.height:
        return pl.Series(name, [False] * frame.height, dtype=pl.Boolean)
    figure = pl.col(spec.figure)
    known = figure.is_not_null() & pl.col("low").is_not_null() & pl.col("high").is_not_null()
    wide = (pl.col("low") != figure) | (pl.col("high") != figure)
    fits = known & wide & pl.col("basis").is_in(SOFT)
    version = case.settings.target_version
    if "version" in spec.key and version is not None:
        fits = fits & (pl.col("version") == version)
    return frame.select(fits.fill_null(value=False)).to_series()


def _named(case: Case, text: str, open_rows: Mapping[str, pl.Series]) -> dict[str, pl.Series]:
    """Rows that a group asks for, by table."""
    if text.startswith(SOURCE):
        source = text.removeprefix(SOURCE).strip()
        cells = pl.col("source").str.split(";").list.eval(pl.element().str.strip_chars())
        has = cells.list.contains(source).fill_null(value=False)
        found = {name: mask & case.table(name).select(has).to_series() for name, mask in open_rows.items()}
    else:
        found = _keyed(case, text, open_rows)
    found = {name: mask for name, mask in found.items() if mask.any()}
    if not found:
        raise OptionError(
            f"'{text}' names no figure with a range. A group is a table, a table with the first parts of its "
            f"key such as budgets.EE, or source:KEY. {did_you_mean(text, open_rows, _listed(open_rows))}"
        )
    return found


def _keyed(case: Case, text: str, open_rows: Mapping[str, pl.Series]) -> dict[str, pl.Series]:
    """Rows of the table that a text names, with the first parts of the key where it names them."""
    try:
        change = parse_change(f"{text}.figure=0")
    except OptionError:
        return {}
    table = str(change["table"])
    if table not in open_rows:
        return {}
    spec, mask, frame = DICTIONARY.tables[table], open_rows[table], case.table(table)
    if len(change["key"]) > len(spec.key):
        return {}
    for column, part in zip(spec.key, change["key"], strict=False):
        if part != "*":
            mask = mask & (frame.get_column(column).cast(pl.String).fill_null("") == str(part))
    return {table: mask}


def _group(case: Case, name: str, members: Mapping[str, pl.Series]) -> Group:
    moved = 0.0
    for table, mask in members.items():
        figure = pl.col(DICTIONARY.tables[table].figure).cast(pl.Float64)
        width = (pl.col("high") - pl.col("low")).abs() / figure.abs()
        part = case.table(table).filter(mask).select(pl.when(figure == 0).then(1.0).otherwise(width))
        moved += float(part.to_series().sum())
    return Group(name, members, sum(int(mask.sum()) for mask in members.values()), moved)


def _shown(plan: Plan) -> set[str]:
    """Every word that stands in a table of the plan; lines that could start something and do not left out."""
    words: set[str] = set()
    busy = plan.production.filter((pl.col("starts") > 0) | (pl.col("capacity") <= 0))
    for name, frame in {**plan.tables, "production": busy}.items():
        if name not in _NUMBERS_ONLY:
            for column in frame.select(pl.col(pl.String)):
                words.update(column.drop_nulls().unique())
    return words


def _touches(case: Case, name: str, mask: pl.Series, shown: set[str]) -> bool:
    """Whether the plan names everything that some row of a table speaks of."""
    spec = DICTIONARY.tables[name]
    frame = case.table(name).filter(mask)
    named = [column for column in spec.key if _names(spec, column)]
    fits = [
        pl.col(column).is_in(list(shown)) | pl.col(column).fill_null("*").is_in(["*", ""]) for column in named
    ]
    return bool(frame.select(pl.all_horizontal([pl.lit(value=True), *fits]).any()).item())


def _names(spec: TableSpec, column: str) -> bool:
    """Whether a key column holds nations, items, lines, contracts, options or classes."""
    refers = spec.by_name[column].refers.partition(".")[0]
    return refers in _NAMING or (not refers and spec.name in _NAMING)


def _listed(names: Mapping[str, pl.Series]) -> str:
    return f"Tables with such figures: {', '.join(names) or 'none'}."

"""V0: tables, columns, keys and cells of the plan are right, and the periods make up the horizon."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources

import polars as pl

from jointstock.facts.case import Case
from jointstock.plans.findings import Finding
from jointstock.plans.rules.ground import Check, Claim, Ground
from jointstock.plans.rules.time import MONTH, Periods, month_count

RULE = "V0"

_TYPES: Mapping[str, pl.DataType] = {"number": pl.Float64(), "integer": pl.Int64()}

_KEYS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "periods": (("period",),),
    "orders": (("order",), ("payer", "buyer", "recipient", "contract", "line", "item", "tier", "period")),
    "deliveries": (("order", "period"),),
    "production": (("line", "recipe", "period"),),
    "components": (("component", "hub", "period"),),
    "expansions": (("option", "period", "payer"),),
    "transfers": (("donor", "recipient", "item", "period_sent", "period_received", "expires"),),
    "stocks": (("nation", "item", "period"),),
    "use": (("nation", "demand", "kind", "item", "period"),),
    "cover": (("nation", "class", "item", "period", "holder"),),
    "shortfalls": (("nation", "class", "period"),),
    "payments": (("payer", "object", "kind", "period"),),
    "budgets": (("payer", "year"),),
    "costs": (("term", "payer"),),
    "kpis": (("kpi", "nation", "class"),),
    "authorities": (("payer", "year"),),
    "agreements": (("contract",),),
    "line_states": (("line", "period"),),
    "surges": (("surge", "period"),),
    "support": (("instrument", "object", "member", "period"),),
    "memberships": (("instrument", "contract", "member"),),
    "lots": (("nation", "item", "expires", "period"),),
    "fleets": (("nation", "platform", "period"),),
    "fleet_floors": (("nation", "family", "period"),),
    "certifications": (("nation", "item", "class", "period"),),
    "kept": (("payer", "buyer", "recipient", "contract", "line", "item", "tier", "option", "period"),),
}

_REFERS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("payer", "buyer", "recipient", "donor", "nation"), ("nations", "nation")),
    **dict.fromkeys(("holder", "member"), ("nations", "nation")),
    "item": ("items", "item"),
    "component": ("items", "item"),
    "platform": ("items", "item"),
    "line": ("lines", "line"),
    "contract": ("contracts", "contract"),
    "class": ("classes", "class"),
    "option": ("expansions", "option"),
    "surge": ("surges", "surge"),
    "instrument": ("instruments", "instrument"),
}

# Columns whose cells may be empty, and the words that may stand for a period.
_MAY_BE_EMPTY = {
    ("deliveries", "contract"),
    ("deliveries", "line"),
    ("stocks", "floor"),
    ("use", "item"),
    ("use", "planned"),
    ("use", "unmet"),
    ("shortfalls", "target"),
    ("costs", "payer"),
    ("expansions", "payer"),
    ("expansions", "cost"),
    ("kpis", "nation"),
    ("kpis", "class"),
    ("transfers", "period_received"),
    ("transfers", "expires"),
    ("line_states", "mode"),
    ("line_states", "running"),
    ("line_states", "started"),
    ("kept", "payer"),
    ("kept", "buyer"),
    ("kept", "recipient"),
    ("kept", "contract"),
    ("kept", "line"),
    ("kept", "item"),
    ("kept", "tier"),
    ("kept", "option"),
}
_UNKNOWN = "is not in the case"
LATER = "later"
"""Word for the period in which stock expires that keeps beyond the horizon, or for ever."""
_WORDS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("payments", "period"): ("after",),
    ("cover", "period"): ("opening",),
    ("transfers", "period_received"): ("after", ""),
}


@functools.cache
def described() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The tables of a plan as ``tables.toml`` describes them: name and type of every column."""
    text = resources.files("jointstock.plans").joinpath("tables.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)["tables"]
    return {
        name: tuple((column["name"], column["type"]) for column in tables[name]["columns"]) for name in tables
    }


def missing(tables: Mapping[str, pl.DataFrame]) -> Check:
    """Check that every table and column of ``tables.toml`` is there.

    Args:
        tables: Tables of the plan by name.

    Returns:
        A finding for each table or column that is not there, or that nobody knows.
    """
    found = []
    for name, columns in described().items():
        if name not in tables:
            found.append(_plain(name, f"The plan has no table {name}."))
            continue
        wanted = [column for column, _ in columns]
        found += [
            _plain(f"{name}.{column}", f"The table {name} of the plan has no column {column}.")
            for column in wanted
            if column not in tables[name].columns
        ]
        found += [
            _plain(
                f"{name}.{column}", f"The table {name} of the plan has a column {column} that is not known."
            )
            for column in tables[name].columns
            if column not in wanted
        ]
    found += [
        _plain(name, f"The plan has a table {name} that is not known.")
        for name in tables
        if name not in described()
    ]
    return Check(RULE, sum(1 + len(columns) for columns in described().values()), tuple(found))


def months_in_all(frame: pl.DataFrame, months: int) -> Check:
    """Check that the periods have as many months in all as the case, before anything is laid out by month.

    Args:
        frame: Table ``periods``.
        months: Months of the case.

    Returns:
        A finding where they have not, or where a length is no whole number above 0.
    """
    lengths = frame["months"].cast(pl.Int64, strict=False).to_list()
    told = sum(length for length in lengths if length is not None and length > 0)
    sound = all(length is not None and length > 0 for length in lengths)
    text = f"The periods of the plan have {told} months in all, or one has none; the case has {months}."
    return Check(RULE, 1, () if sound and told == months else (_plain("periods.months", text),))


def read_periods(frame: pl.DataFrame) -> tuple[Periods | None, Check]:
    """Read the periods of the plan, and check that they follow each other without a gap.

    Args:
        frame: Table ``periods``.

    Returns:
        The periods, None where there are none to work with; and the check.
    """
    names, lengths = frame["period"].to_list(), frame["months"].to_list()
    months = frame["first_month"].to_list()
    sound = bool(names) and all(isinstance(length, int) and length > 0 for length in lengths)
    sound = sound and frame["first_month"].cast(pl.String).str.contains(MONTH).fill_null(value=False).all()
    if not sound:
        text = "The plan has no periods, or one that has no first month or no length."
        return None, Check(RULE, max(1, frame.height), (_plain("periods", text),))
    starts = [month_count(month) for month in months]
    found = [
        _plain("periods", f"The period {name} is called after another month than {month}, its first.")
        for name, month in zip(names, months, strict=True)
        if name != month
    ]
    found += [
        _plain("periods", f"The period {names[place]} does not start when the period before it ends.")
        for place in range(1, len(starts))
        if starts[place] != starts[place - 1] + lengths[place - 1]
    ]
    check = Check(RULE, frame.height, tuple(found))
    return (None if found else Periods(starts[0], tuple(names), tuple(lengths))), check


def numbered(tables: Mapping[str, pl.DataFrame], periods: Periods) -> dict[str, pl.DataFrame]:
    """Bring the tables to their types and number their periods.

    Args:
        tables: Tables of the plan by name, as they were read.
        periods: The periods of the plan.

    Returns:
        The tables; empty texts are "", ``b`` numbers the period, transfers have ``arrival`` beside it, and
        ``c`` numbers the period in which something expires (the number of periods: later).
    """
    return {name: _numbered(name, tables[name], periods) for name in described()}


def _numbered(name: str, frame: pl.DataFrame, periods: Periods) -> pl.DataFrame:
    casts = [
        pl.col(column).cast(_TYPES.get(kind, pl.String()), strict=False) for column, kind in described()[name]
    ]
    typed = frame.select(casts).with_columns(pl.col(pl.String).fill_null(""))
    numbers = {period: number for number, period in enumerate(periods.names)}
    numbers |= {"opening": -1, "after": periods.count}
    for source, target in (("period", "b"), ("period_sent", "b"), ("period_received", "arrival")):
        if source in typed.columns and name != "prices":
            words = {**numbers, "": periods.count} if target == "arrival" else numbers
            mapped = pl.col(source).replace_strict(words, default=None, return_dtype=pl.Int64)
            typed = typed.with_columns(mapped.alias(target))
    if "expires" in typed.columns:
        # What is not held by lots does not expire inside the horizon.
        words = {**numbers, LATER: periods.count, "": periods.count}
        typed = typed.with_columns(
            pl.col("expires").replace_strict(words, default=None, return_dtype=pl.Int64).alias("c")
        )
    return typed


def cells(ground: Ground) -> Iterator[Check]:
    """Check keys, references, numbers and periods of every table of the plan."""
    for name, columns in described().items():
        frame = ground.tables[name]
        for key in _KEYS.get(name, ()):
            yield _unique(ground, name, frame, key)
        tests = {column: _cell(ground, name, column, kind) for column, kind in columns}
        yield Check(RULE, frame.height * len(tests))
        wrong = frame.select(test.any().alias(column) for column, (test, _) in tests.items())
        for column in (column for column in tests if frame.height and wrong[column].item() is not False):
            yield _bad_cells(ground, name, column, *tests[column])
    planned = ground.tables["use"].filter(pl.col("item") == "")
    absent = pl.any_horizontal(pl.col("planned", "unmet").is_null())
    text = "Use of {demand} by {nation} in {period}: planned or unmet is empty."
    yield ground.refuse(Claim(RULE, ("nation", "demand", "kind"), text), planned, absent)


def known(tables: Mapping[str, pl.DataFrame], case: Case) -> dict[str, pl.DataFrame]:
    """Leave out rows that name what the case does not have; :func:`cells` has a finding for each.

    Args:
        tables: Tables of the plan, as :func:`numbered` gives them.
        case: The case.

    Returns:
        The tables, each with the rows that the other rules can be asked about.
    """
    kept = dict(tables)
    for name, columns in described().items():
        tests = [_known(case, name, column) for column, _ in columns if column in _REFERS]
        if tests:
            kept[name] = kept[name].filter(*tests)
    return kept


def _known(case: Case, name: str, column: str) -> pl.Expr:
    """Say which cells of a column name something of the case, or nothing where they may."""
    table, key = _REFERS[column]
    keys = case.table(table)[key].cast(pl.String).to_list()
    return pl.col(column).is_in([*keys, ""] if (name, column) in _MAY_BE_EMPTY else keys)


def horizon(ground: Ground) -> Iterator[Check]:
    """Check that run, case and periods speak of the same months, and that no period crosses a fiscal year."""
    settings, run, periods = ground.case.settings, ground.run, ground.periods
    pairs = [
        ("first_month", str(run.get("first_month")), settings.first_month),
        ("first_month", periods.names[0], settings.first_month),
        ("months", run.get("months"), settings.months),
        ("months", periods.horizon, settings.months),
        ("as_of", str(run.get("as_of")), settings.as_of),
    ]
    found = [
        _plain(f"run.{name}", f"The plan says {name} {said}, the case says {meant}.")
        for name, said, meant in pairs
        if said != meant
    ]
    yield Check(RULE, len(pairs), tuple(found))
    purses = [ground.facts(name).select("payer") for name in ("budgets", "authorities")]
    starts = ground.facts("nations").join(pl.concat(purses), left_on="nation", right_on="payer", how="semi")
    met = starts.select("nation", "fiscal_year_start").join(periods.frame, how="cross")
    month = (periods.first + pl.col("start")) % 12 + 1
    until = (pl.col("fiscal_year_start") - month - 1) % 12 + 1
    text = "The period from {period} crosses the start of a fiscal year of {nation}."
    yield ground.refuse(Claim(RULE, ("nation",), text), met, until < pl.col("months"))


def _unique(ground: Ground, name: str, frame: pl.DataFrame, key: tuple[str, ...]) -> Check:
    if frame.is_empty():
        return Check(RULE, 0)
    seen = frame.with_columns(frame.select(key).is_duplicated().alias("doubled"), table=pl.lit(name))
    words = " / ".join(f"{{{part}}}" for part in key)
    text = f"Two rows of {name} have the same key ({', '.join(key)}): {words}."
    return ground.refuse(Claim(RULE, ("table", *key), text), seen, pl.col("doubled"))


def _cell(ground: Ground, name: str, column: str, kind: str) -> tuple[pl.Expr, str]:
    """Say which cells of a column are wrong, and what is wrong with them."""
    value, may_be_empty = pl.col(column), (name, column) in _MAY_BE_EMPTY
    if kind in ("number", "integer"):
        endless = value.is_not_null() & ~value.cast(pl.Float64).is_finite()
        return endless if may_be_empty else endless | value.is_null(), "is no number"
    if column.startswith("period") and name != "prices":
        words = [*ground.periods.names, *_WORDS.get((name, column), ())]
        return ~value.is_in(words), "is no period of the plan"
    if column == "expires":
        words = [*ground.periods.names, LATER, *([""] if (name, column) in _MAY_BE_EMPTY else [])]
        return ~value.is_in(words), f"is no period of the plan, and not '{LATER}'"
    if column in _REFERS:
        return ~_known(ground.case, name, column), _UNKNOWN
    if kind == "flag":
        return ~value.is_in(["yes", "no", *([""] if may_be_empty else [])]), "is neither yes nor no"
    if column == "basis":
        return ~value.is_in(["cited", "derived", "assumed", "synthetic"]), "is no basis"
    free = (name, column) in _FREE or may_be_empty
    return (value == "") & pl.lit(not free), "is empty"


def _bad_cells(ground: Ground, name: str, column: str, wrong: pl.Expr, what: str) -> Check:
    text = f"In {name}, the {column} '{{shown}}' {what}."
    if what == _UNKNOWN:
        text = f"A row of {name} names the {column} '{{shown}}', which the case does not have."
    shown = pl.col(column).cast(pl.String)
    rows = (
        ground.tables[name]
        .with_row_index("place")
        .with_columns(shown=shown, table=pl.lit(f"{name}.{column}"))
    )
    return Check(RULE, 0, ground.refuse(Claim(RULE, ("table", "place"), text), rows, wrong).findings)


_FREE = {("kpis", "value"), ("kpis", "unit"), ("prices", "object"), ("prices", "period")}


def _plain(name: str, text: str) -> Finding:
    return Finding(RULE, name, "", None, None, None, text)

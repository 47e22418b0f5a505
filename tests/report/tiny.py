"""Plans small enough to check by hand, written table by table."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from jointstock.facts.case import Case, Settings
from jointstock.plans.plan import Plan
from jointstock.plans.schema import PLAN_TABLES

Rows = Sequence[Mapping[str, Any]]


def tiny_case(*, months: int = 4, **tables: Rows) -> Case:
    """A case of the tables given, not checked; columns left out are empty.

    Args:
        months: Months planned, from January 2030.
        **tables: Rows of each table.
    """
    settings = Settings(
        name="tiny",
        as_of="2029-12-14",
        first_month="2030-01",
        months=months,
        currency="EUR",
        price_year=2029,
    )
    frames = {name: pl.DataFrame(list(rows)) for name, rows in tables.items() if rows}
    return Case(settings, {}).replace(**frames)


def tiny_plan(case: Case, *, lengths: Sequence[int] = (1, 1, 2), **tables: Rows) -> Plan:
    """A plan of the rows given; the tables left out are empty.

    Args:
        case: Its case.
        lengths: Months of each period.
        **tables: Rows of each table; columns left out are empty.
    """
    firsts = ["2030-01", "2030-02", "2030-03", "2030-04"]
    labels = [firsts[sum(lengths[:place])] for place in range(len(lengths))]
    periods = [
        {"period": label, "first_month": label, "months": months}
        for label, months in zip(labels, lengths, strict=True)
    ]
    shares = {"cited": 0.25, "derived": 0.0, "assumed": 0.75, "synthetic": 0.0}
    run = {
        "case": case.settings.name,
        "digest": "d1",
        "plan_digest": "d2",
        "as_of": case.settings.as_of,
        "first_month": case.settings.first_month,
        "months": case.settings.months,
        "calendar": "2x1,1x2",
        "status": "optimal",
        "levels": [
            {"name": "money", "unit": "EUR", "value": 10.0, "bound": 10.0, "gap": 0.0, "tolerance": 0.0}
        ],
        "size": {"columns": 3, "rows": 2, "nonzeros": 4},
        "options": {"calendar": None, "end": "meet"},
        "versions": {"jointstock": "0.1.0"},
        "basis": {"money": shares, "shortfall": dict.fromkeys(shares, 0.0)},
        "summary": "",
    }
    given = {"periods": periods, **tables}
    return Plan(case, run, {name: _frame(name, given.get(name, ())) for name in PLAN_TABLES})


def _frame(name: str, rows: Rows) -> pl.DataFrame:
    schema = PLAN_TABLES[name].schema
    return pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema)

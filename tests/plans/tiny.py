"""A tiny case whose plan is worked out by hand, and ways to change it.

A holds 20 shells and wants 50; a shortfall of 10 counts as one. Line L starts 10 a month from January to June
2024 and finishes each a month later. A shell costs 5 euros, 2 at the order and 3 on delivery.

The plan orders 10 shells in each of January, February and March for 150 euros. 30, 20 and 10 are missing at
the end of these months and none in April: an area of 60 unit-months, which counts as 6.
"""

from __future__ import annotations

import functools
from typing import Any

import polars as pl

from jointstock.facts.case import Case, Settings
from jointstock.plans.make import make_plan
from jointstock.plans.plan import Plan
from jointstock.plans.verify import verify
from tests.plans.rules.worked import read_blocks

SETTINGS: dict[str, Any] = {
    "name": "tiny",
    "as_of": "2023-12-15",
    "first_month": "2024-01",
    "months": 6,
    "currency": "EUR",
    "price_year": 2024,
    "calendar": "6x1",
}
BASE = """
[nations]
nation, name, role, fiscal_year_start
A, Arland, ally, 1
[items]
item, name, kind, unit
shell, Shell, end, shells
[classes]
class, name, unit, scale
he, HE, shells, 10
[compatibility]
item, class, nation, state
shell, he, *, common
[holdings]
nation, item, quantity, releasable
A, shell, 20, 0
[target_versions]
version
v1
[targets]
version, nation, class, from, quantity
v1, A, he, 2024-01, 50
[sites]
site, firm, nation
S, Works, A
[lines]
line, site, item, capacity, rate_now, yield
L, S, shell, 10, 0, 1
[line_leads]
line, months, share
L, 1, 1
[contracts]
contract, kind, admin_months
K, framework, 0
[contract_parties]
contract, role, party
K, buyer, A
K, line, L
[contract_prices]
contract, item, from_quantity, type, price
K, shell, 0, single, 5
[contract_payments]
contract, event, months_after, share
K, order, 0, 0.4
K, delivery, 0, 0.6
"""


NO_ORDERS = """
[contracts]
contract, kind
[contract_parties]
contract, role, party
[contract_prices]
contract, item
[contract_payments]
contract, event
"""


def tiny(text: str = "", **settings: Any) -> Case:
    """The tiny case with whole tables and settings replaced.

    Args:
        text: Tables as blocks of CSV, each behind its name in brackets.
        **settings: Values of the settings.
    """
    blocks = {**read_blocks(BASE), **read_blocks(text)}
    case = Case(Settings(**{**SETTINGS, **settings}), {})
    return case.replace(**{name: _common(frame) for name, frame in blocks.items()})


def _common(frame: pl.DataFrame) -> pl.DataFrame:
    filled = {"basis": "synthetic", "known_on": "2023-12-01"}
    return frame.with_columns(
        pl.lit(value).alias(name) for name, value in filled.items() if name not in frame.columns
    )


@functools.cache
def base_plan() -> Plan:
    """The plan of the tiny case itself, made once."""
    return planned(tiny())


def planned(case: Case, **options: Any) -> Plan:
    """A plan in which the verifier finds nothing."""
    plan = make_plan(case, **options)
    findings = verify(case, plan)
    assert not findings, findings.summary()
    return plan


def listed(frame: pl.DataFrame, *columns: str, digits: int = 4) -> list[tuple[Any, ...]]:
    """Rows of some columns, numbers rounded."""
    rows = frame.select(columns).rows()
    return [tuple(round(c, digits) + 0.0 if isinstance(c, float) else c for c in row) for row in rows]


def total(plan: Plan, table: str, column: str, **where: str) -> float:
    """Sum of a column over the rows that hold the given values."""
    return float(plan.tables[table].filter(**where)[column].sum())  # type: ignore[arg-type]

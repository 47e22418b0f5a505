"""Generated cases with the newer terms.

`case(seed)` is a case of `tests.generated` with shelf lives, authorities, ceilings, least call-offs, a member
that joins late and a certification, drawn so that they often bind; `linear(seed)` has none of those that need
a yes-no decision, `certifying(seed, cost)` but the certification.
"""

import functools

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from tests import generated
from tests.generated import COMMON, month

CERTIFIABLE = {"state": "data_needed", "certify": True, "months_to_certify": 1.0}


def with_rows(case: Case, table: str, *rows: dict[str, object]) -> Case:
    """The case with more rows in a table."""
    frame = case.table(table)
    schema = {name: kind for name, kind in frame.schema.items() if any(name in row | COMMON for row in rows)}
    more = pl.DataFrame([row | COMMON for row in rows], infer_schema_length=None)
    more = more.select(pl.col(name).cast(kind) for name, kind in schema.items())
    return case.replace(**{table: pl.concat([frame, more], how="diagonal")})


def with_column(case: Case, table: str, column: str, value: pl.Expr) -> Case:
    """The case with other values in a column."""
    return case.replace(**{table: case.table(table).with_columns(value.alias(column))})


def where(condition: pl.Expr, column: str, value: object) -> pl.Expr:
    """The value where a condition holds, else what the column holds."""
    return pl.when(condition).then(pl.lit(value)).otherwise(pl.col(column))


@functools.cache
def linear(seed: int) -> Case:
    """A case with shelf lives, authorities, ceilings and a buyer that joins late."""
    random = np.random.default_rng(seed + 20_000)
    case = generated.case(seed)
    case = with_column(
        case, "items", "shelf_life", where(pl.col("item") == "U1", "shelf_life", float(random.integers(3, 6)))
    )
    lots = where(pl.col("item") == "U1", "expiry", month(int(random.integers(2, 6))))
    case = with_column(case, "holdings", "expiry", lots)
    ceiling = float(random.integers(15, 40))
    case = with_column(case, "contracts", "ceiling", where(pl.col("contract") == "K1", "ceiling", ceiling))
    buyers = case.table("contract_parties").filter((pl.col("contract") != "K2") | (pl.col("role") != "buyer"))
    case = case.replace(contract_parties=buyers)
    late = {"contract": "K2", "role": "buyer", "party": "BB", "from": month(int(random.integers(1, 4)))}
    case = with_rows(case, "contract_parties", {"contract": "K2", "role": "buyer", "party": "AA"}, late)
    amount = float(random.integers(800, 2500))
    rows = [{"payer": "AA", "year": year, "amount": amount, "carry_over": 0.5} for year in (2024, 2025, 2026)]
    return with_rows(case, "authorities", *rows)


def certifying(seed: int, cost: float) -> Case:
    """A linear case in which BB may buy a certification of one item for the class of the other."""
    case = linear(seed)
    way = {"item": "U1", "class": "G2", "nation": "BB", "ratio": 1.5, "cost_to_certify": cost}
    return with_rows(case, "compatibility", way | CERTIFIABLE)


@functools.cache
def case(seed: int) -> Case:
    """A case with all terms."""
    random = np.random.default_rng(seed + 30_000)
    least = where(pl.col("contract") == "K1", "call_off_min", float(random.integers(4, 12)))
    return with_column(certifying(seed, float(random.integers(100, 900))), "contracts", "call_off_min", least)

"""V8 for instruments with one rate for all: it is that of the run, and the most that the envelope allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from jointstock.plans.rules.document import is_number
from jointstock.plans.rules.ground import NOTHING, Check, Claim, Ground, total
from jointstock.plans.rules.instrument_terms import terms
from jointstock.plans.rules.instruments import CLAIM

SETTLED = 1e-4
ROUNDS = 6


def check_flat_rates(ground: Ground, rows: pl.DataFrame) -> Iterator[Check]:
    """V8: where one rate holds for every claim, it is that of the run, and the most that is allowed.

    Args:
        ground: Case and plan.
        rows: Claims beside what the plan says of them, with the terms of their instrument, and open.

    Returns:
        Checks of the rates, and of what is reimbursed.
    """
    flat = rows.filter(pl.col("flat") & pl.col("open") & (pl.col("payer") != ""))
    sums = total(flat, ["instrument"], "claim", "claims")
    named = ground.once(terms).filter(pl.col("flat") & (pl.col("payer") != ""))
    asked = named.join(sums, on="instrument", how="left").with_columns(pl.col("claims").fill_null(0.0))
    asked = asked.join(_of_run(ground.run), on="instrument", how="left")
    text = "run.json names no flat rate of {instrument}."
    yield ground.refuse(Claim("V8", ("instrument",), text), asked, pl.col("told_rate").is_null())
    known = asked.filter(pl.col("told_rate").is_not_null())
    text = "Claims on {instrument} are {lhs} by run.json; the payments make {rhs}."
    claim = Claim("V8", ("instrument",), text, money=True)
    yield ground.examine(claim, known, pl.col("told_claims"), pl.col("claims"))
    text = "The envelope of {instrument} is {lhs} by run.json; by the case it is {rhs}."
    yield ground.examine(claim, known, pl.col("told_envelope"), pl.col("envelope"))
    fair = pl.when(pl.col("claims") > NOTHING).then(pl.col("envelope") / pl.col("claims"))
    meant = pl.min_horizontal("rate", fair.fill_null(1.0))
    settled = known.filter(pl.col("rounds") < ROUNDS).with_columns(
        meant=meant, away=(pl.col("told_rate") - meant).abs()
    )
    text = "The flat rate of {instrument} is {told_rate}; the envelope allows {meant}."
    unsettled = pl.col("away") > SETTLED
    yield ground.refuse(Claim("V8", ("instrument",), text), settled, unsettled, pl.col("away"))
    cells = flat.join(known.select("instrument", "told_rate"), on="instrument")
    text = "{instrument} reimburses {lhs} of {object} to {member} in {period}; by its flat rate it is {rhs}."
    given = pl.col("reimbursed").fill_null(0.0)
    name, due = tuple(CLAIM[:-1]), pl.col("told_rate") * pl.col("claim")
    yield ground.examine(Claim("V8", name, text, money=True), cells, given, due, [pl.col("claim")])


def _of_run(run: Mapping[str, Any]) -> pl.DataFrame:
    """Flat rates of ``run.json``: columns instrument, told_rate, told_claims, told_envelope, rounds."""
    told = run.get("instruments")
    rows = [row for row in told if isinstance(row, Mapping)] if isinstance(told, list | tuple) else []
    parts = ("rate", "claims", "envelope")
    found = [
        (str(row.get("instrument")), *(_number(row.get(part)) for part in parts), _rounds(row.get("rounds")))
        for row in rows
    ]
    schema = {"instrument": pl.String, **{f"told_{part}": pl.Float64 for part in parts}, "rounds": pl.Int64}
    return pl.DataFrame(found, schema=schema, orient="row").unique("instrument", keep="first")


def _number(value: object) -> float | None:
    return float(value) if is_number(value) else None


def _rounds(value: object) -> int:
    """Number of rounds, which may be listed one by one."""
    return len(value) if isinstance(value, list | tuple) else int(_number(value) or 0)

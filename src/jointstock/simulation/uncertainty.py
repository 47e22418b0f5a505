"""What is uncertain in a case, and what happens in a batch of scenarios.

A draw belongs to a name (an outage, a line, a use, a driver), a scenario and a month, and to nothing else:
two plans of one case meet the same scenarios.
"""

from typing import NamedTuple

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.index_sets.lookup import floats, locate
from jointstock.model.index_sets.sets import Sets
from jointstock.simulation.compiled import AVAILABLE
from jointstock.simulation.network import Draws
from jointstock.simulation.outages import Outages, limits, lost_fast
from jointstock.simulation.philox import Words, name_hash, normal_quantile, quarters, uniforms

TABLES = ("outages", "distributions")
NINE_OF_TEN = 1.2815515655446004
_BLOCK = 4


class Spreads(NamedTuple):
    """How one figure varies from row to row.

    Attributes:
        hashes: Whose draw counts, shape (rows,).
        spread: 0 where nothing varies, shape (rows,).
        triangular: Rows of this kind; the others are lognormal, shape (rows,).
    """

    hashes: Words
    spread: Floats
    triangular: Flags


class Uncertainty(NamedTuple):
    """What is uncertain in a case.

    Attributes:
        begins, lasts: Hashes of each outage, by name, shape (outages,).
        chance: That one begins in a month, shape (outages,).
        median, spread: Of its months; the spread is that of the logarithm, shape (outages,).
        severity: Share of capacity lost, shape (outages,).
        struck, outage: Outages by line, as in the draws.
        good, late, use: How yields, leads and demands vary.
        lead: Mean months of each line's lead, shape (lines,).
    """

    begins: Words
    lasts: Words
    chance: Floats
    median: Floats
    spread: Floats
    severity: Floats
    struck: Ints
    outage: Ints
    good: Spreads
    late: Spreads
    use: Spreads
    lead: Floats


def read_uncertainty(case: Case, sets: Sets, lead: Floats) -> Uncertainty:
    """Read what is uncertain.

    Args:
        case: The case.
        sets: Its index sets.
        lead: Mean months of each line's lead, shape (lines,).
    """
    outages = case.table("outages").sort("outage")
    names = outages.get_column("outage").to_list()
    strikes = case.table("outage_sites").join(sets.lines.frame.select("site", "line"), on="site")
    line, which = locate(strikes, sets.lines.frame, ["line"]), locate(strikes, outages, ["outage"])
    order = np.lexsort((which, line))
    median = floats(outages, "months")
    lines = sets.lines.labels
    uses = sets.demands.frame
    pairs = uses.select(pl.col("nation") + "/" + pl.col("demand")).to_series().to_list()
    return Uncertainty(
        np.array([name_hash("outage begins", name) for name in names], dtype=np.uint64),
        np.array([name_hash("outage lasts", name) for name in names], dtype=np.uint64),
        -np.expm1(-floats(outages, "rate") / 12.0),
        median,
        np.log(floats(outages, "months_90") / median) / NINE_OF_TEN,
        floats(outages, "severity"),
        np.searchsorted(line[order], np.arange(len(lines) + 1)).astype(np.int64),
        which[order],
        _spreads(case, "lines", lines),
        _spreads(case, "line_leads", lines),
        _spreads(case, "usage", pairs),
        lead,
    )


def is_empty(case: Case) -> bool:
    """Whether nothing in a case is uncertain."""
    return not any(case.table(name).height for name in TABLES)


def outages_of(known: Uncertainty, seed: int) -> Outages:
    """The outages of a case as compiled code draws them."""
    shape = np.stack([known.median, known.spread, known.severity], axis=1)
    key = np.array([seed], dtype=np.uint64)
    return Outages(key, known.begins, known.lasts, limits(known.chance), shape)


def draw(known: Uncertainty, seed: int, scenarios: Words, months: int, *, lost: bool = True) -> Draws:
    """What happens in some scenarios.

    Args:
        known: What is uncertain.
        seed: Seed of all draws, 64 bits.
        scenarios: Numbers of the scenarios.
        months: Months of the plan.
        lost: Whether outages are drawn; where not, the kernel does, and none stand here.
    """
    good, late, use = (_factors(part, seed, scenarios) for part in (known.good, known.late, known.use))
    # What is made can be later than planned, never sooner.
    late = np.maximum(late - 1.0, 0.0) * known.lead
    taken = _lost(known, seed, scenarios, months) if lost else np.zeros((0, len(known.chance), months))
    return Draws(taken, known.struck, known.outage, good, late, use)


def _spreads(case: Case, table: str, rows: list[str]) -> Spreads:
    """How the figures of a table vary; a row of its own goes before ``*``."""
    stated = {
        row["row"]: row for row in case.table("distributions").iter_rows(named=True) if row["table"] == table
    }
    found = [stated.get(name, stated.get("*")) for name in rows]
    hashes = [
        name_hash("driver", row["driver"]) if row is not None and row["driver"] else name_hash(table, name)
        for name, row in zip(rows, found, strict=True)
    ]
    return Spreads(
        np.array(hashes, dtype=np.uint64),
        np.array([0.0 if row is None else row["spread"] for row in found]),
        np.array([row is not None and row["kind"] == "triangular" for row in found], dtype=np.bool_),
    )


def _factors(part: Spreads, seed: int, scenarios: Words) -> Floats:
    """Factor on each figure, shape (scenarios, rows)."""
    factors = np.ones((len(scenarios), len(part.spread)))
    varies = np.flatnonzero(part.spread > 0)
    if not len(varies):
        return factors
    even = uniforms(seed, scenarios[:, None], np.zeros(1, dtype=np.uint64), part.hashes[varies])
    spread = part.spread[varies]
    side = np.where(even < 0.5, np.sqrt(2.0 * even) - 1.0, 1.0 - np.sqrt(2.0 * (1.0 - even)))
    normal = np.exp(spread * normal_quantile(even))
    factors[:, varies] = np.where(part.triangular[varies], 1.0 + spread * side, normal)
    return factors


def _lost(known: Uncertainty, seed: int, scenarios: Words, months: int) -> Floats:
    """Share of capacity that each outage takes in each month, shape (scenarios, outages, months)."""
    count, outages = len(scenarios), len(known.chance)
    if not outages:
        return np.zeros((count, 0, months))
    if AVAILABLE:
        return lost_fast(outages_of(known, seed), scenarios, months)
    blocks = np.arange(-(-months // _BLOCK), dtype=np.uint64)
    even = quarters(seed, scenarios[:, None, None], blocks, known.begins[None, :, None])
    begins = even.reshape(count, outages, -1)[:, :, :months] < known.chance[None, :, None]
    lasting = np.zeros((count, outages, months))
    scenario, outage, month = np.nonzero(begins)
    drawn = uniforms(seed, scenarios[scenario], month.astype(np.uint64), known.lasts[outage])
    lasting[scenario, outage, month] = known.median[outage] * np.exp(
        known.spread[outage] * normal_quantile(drawn)
    )
    left = np.zeros((count, outages))
    for place in range(months):
        left = np.maximum(left - 1.0, lasting[:, :, place])
        lasting[:, :, place] = np.clip(left, 0.0, 1.0) * known.severity
    return lasting

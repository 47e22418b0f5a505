"""What the certificate of a plan proves: a bound that no plan is below, for every level.

The program is built from the case again, and a lower bound of every level is computed from the prices of the
certificate (:mod:`jointstock.solver.proof`). No solver is asked. Where there are yes-no decisions the bounds
speak of plans with the same decisions.

With f_j the levels before level k, held at limits L_j, for any weights W_j >= 0::

    f_k(x) >= f_k(x) + sum over j of W_j * (f_j(x) - L_j)

so that a bound of the right side is one of every plan that keeps the limits. The weights are those of the
certificate, and as much more of each earlier level, with its own prices, as makes the bound best: such prices
prove that what the earlier levels settled stays settled. A limit is never below what the plan itself reaches.

What is claimed beyond the levels (:mod:`jointstock.plans.claims`) is bounded in the same way, behind the
levels that it presupposes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from operator import itemgetter
from typing import Any

import numpy as np
import polars as pl

from jointstock.errors import OptionError
from jointstock.measure.arrays import Floats, Ints
from jointstock.model.build import Model
from jointstock.model.goals import Goal
from jointstock.plans.certificate import Certificate, LevelPrices
from jointstock.plans.claims import Claim
from jointstock.solver.program import Arrays, costs_of
from jointstock.solver.proof import (
    Box,
    admissible,
    bound,
    exact_bound,
    finite_bounds,
    reduced_costs,
    residual,
)

EXACT_UP_TO = 20_000
_FACTORS = (0.0, 1e-3, 1e-2, 0.1, 0.5, 2.0, 10.0, 1e2, 1e3)
_GROWTHS = tuple(10.0**power for power in range(10))
_FARTHEST = 9
_SWEEPS = 3
_NOTHING = 1e-9
_LEVELS: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(("level", "unit"), pl.String),
    **dict.fromkeys(("value", "bound", "gap"), pl.Float64),
    "exact": pl.Boolean,
}
_CLAIMS: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(("claim", "unit"), pl.String),
    **dict.fromkeys(("told", "bound", "gap", "share"), pl.Float64),
    "exact": pl.Boolean,
    "words": pl.String,
}


@dataclass(frozen=True)
class Proof:
    """What a certificate proves.

    Attributes:
        rows: level, unit, value, bound, gap, exact (whether the bound was computed without rounding).
        claims: claim, unit, told, bound, gap, share, exact, words: what is told beyond the levels. share is
            the gap by what is told; bound, gap, share and exact are empty where no prices speak of it.
        notes: What else is to be known of what is proven, in sentences.
        residual: Largest violation of a row or bound, in the solver's units.
        assumed: Columns with a bound that is assumed; ``box``: the bound, in the solver's units.
        decisions: Yes-no decisions that are held.
    """

    rows: pl.DataFrame
    residual: float
    assumed: int
    box: float
    decisions: int
    claims: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_CLAIMS))
    notes: tuple[str, ...] = ()

    @property
    def worst(self) -> float:
        """Largest gap of a level, as a share of its value, or of 1 where that is less."""
        return self.worst_of(*self.rows.get_column("level"))

    def worst_of(self, *levels: str) -> float:
        """The same among some levels; 0 without any of them."""
        chosen = self.rows.filter(pl.col("level").is_in(levels))
        share = pl.col("gap") / pl.max_horizontal(pl.col("value").abs(), 1.0)
        return float(chosen.select(share.fill_nan(None).max()).item() or 0.0)

    @property
    def worst_claim(self) -> float:
        """Largest share by which the prices of a claim do not prove what is told; 0 without any."""
        return float(self.claims.select(pl.col("share").max()).item() or 0.0)

    def table(self) -> pl.DataFrame:
        """The rows."""
        return self.rows

    def document(self) -> dict[str, Any]:
        """The proof as plain data."""
        return {
            "levels": self.rows.to_dicts(),
            "residual": self.residual,
            "assumed": self.assumed,
            "box": self.box,
            "decisions": self.decisions,
            "worst": self.worst,
            "claims": self.claims.to_dicts(),
            "notes": list(self.notes),
        }

    def summary(self) -> str:
        """What is proven, in plain sentences."""
        lines = [f"Rows and bounds hold to {self.residual:.1e} in the solver's units."]
        for row in self.rows.iter_rows(named=True):
            how = "in exact arithmetic" if row["exact"] else "in double precision"
            lines.append(
                f"Level {row['level']}: {row['value']:.10g} {row['unit']}; no plan is below "
                f"{row['bound']:.10g} ({how}); gap {row['gap']:.2g}."
            )
        lines.append(f"The largest gap is {self.worst:.1e} of the value of its level.")
        lines += self.claims.get_column("words").to_list()
        lines += self.notes
        if self.decisions:
            lines.append(f"The bounds speak of plans with the same {self.decisions} yes-no decisions.")
        if self.assumed:
            lines.append(
                f"{self.assumed} columns that nothing in the case limits are taken to stay below "
                f"{self.box:.3g}."
            )
        return "\n".join(lines)


@dataclass(frozen=True)
class _Part:
    """Prices of one level, ready to be added up.

    Attributes:
        prices: Prices of rows in the solver's units, shape (rows,). Those of a later level may be of the
            wrong sign, and are of the right one when earlier levels are added.
        weights: Weight of every level and claim, 1 for its own, shape (levels + claims,).
        reduced: Weighted costs less what the prices explain, shape (columns,).
    """

    prices: Floats
    weights: Floats
    reduced: Floats


@dataclass(frozen=True)
class _Ground:
    """What bounds are computed of.

    Attributes:
        arrays: The program, its decisions held.
        box: Finite bounds of its columns.
        costs: Costs of each level and claim, in the solver's units, shape (levels + claims, columns).
        offset: What no column moves of each level, less its limit, shape (levels,).
        constant: What no column moves of each level and claim, shape (levels + claims,).
    """

    arrays: Arrays
    box: Box
    costs: Floats
    offset: Floats
    constant: Floats


def prove(
    model: Model,
    certificate: Certificate,
    claims: Sequence[Claim] = (),
    *,
    shut: Ints | None = None,
    sure: Sequence[LevelPrices] = (),
) -> Proof:
    """Compute what a certificate proves of a model.

    Args:
        model: The model, built from the case; each of its goals is a level.
        certificate: Columns and prices.
        claims: What is told beyond the levels.
        shut: Columns that are held at nothing, shape (shut,); None for none.
        sure: Prices of levels that are known from the model; they are tried beside those of the certificate.

    Raises:
        OptionError: The certificate is of another model, or has numbers that are none.
    """
    arrays = model.program.arrays()
    goals = _goals(model, certificate)
    priced = [
        (claim, claim.prices) for claim in claims if claim.prices is not None and claim.after <= len(goals)
    ]
    _refuse_foreign(arrays, certificate, priced)
    point = certificate.columns / arrays.column_unit
    held = np.where(arrays.integer, np.round(point), np.nan)
    held[[] if shut is None else shut] = 0.0
    decided = _with_held(arrays, held)
    measures = [*(goal.measure for goal in goals), *(claim.goal.measure for claim, _ in priced)]
    values = np.array([measure.value(certificate.columns) for measure in measures])
    constant = np.array([measure.constant for measure in measures])
    costs = np.array([costs_of(measure, arrays) for measure in measures]).reshape(len(measures), len(point))
    prices = [*certificate.prices, *(prices for _, prices in priced)]
    offset = constant[: len(goals)] - _limits(prices, values[: len(goals)])
    ground = _Ground(decided, finite_bounds(decided, point), costs, offset, constant)
    parts = [_part(ground, place, level) for place, level in enumerate(prices)]
    bounds = []
    for place, goal in enumerate(goals):
        tried = [parts[place], *(_part(ground, place, level) for level in sure if level.name == goal.name)]
        found = [_best_bound(ground, place, part, parts[:place]) for part in tried]
        # What proved a level proves it for later ones too, with the same earlier levels added.
        least, exact, parts[place] = max(found, key=itemgetter(0))
        bounds.append((least, exact))
    proven = [
        _best_bound(ground, place, parts[place], parts[: claim.after])[:2]
        for place, (claim, _) in enumerate(priced, start=len(goals))
    ]
    broken = max(residual(arrays, point), residual(decided, point))
    return Proof(
        _level_rows(goals, values, bounds),
        broken,
        ground.box.assumed,
        ground.box.size,
        int(arrays.integer.sum()),
        _claim_rows(claims, dict(zip((claim.goal.name for claim, _ in priced), proven, strict=True))),
    )


def _level_rows(goals: Sequence[Goal], values: Floats, bounds: Sequence[tuple[float, bool]]) -> pl.DataFrame:
    rows = [
        (goal.name, goal.unit, value, least, max(0.0, value - least), exact)
        for goal, value, (least, exact) in zip(goals, values.tolist(), bounds, strict=False)
    ]
    return pl.DataFrame(rows, schema=_LEVELS, orient="row")


def _claim_rows(claims: Sequence[Claim], proven: Mapping[str, tuple[float, bool]]) -> pl.DataFrame:
    rows = []
    for claim in claims:
        least, exact = proven.get(claim.goal.name, (None, None))
        gap = None if least is None else max(0.0, claim.told - least)
        share = None if gap is None else gap / max(abs(claim.told), claim.least)
        words = claim.words(least, share)
        rows.append((claim.goal.name, claim.goal.unit, claim.told, least, gap, share, exact, words))
    return pl.DataFrame(rows, schema=_CLAIMS, orient="row")


def _goals(model: Model, certificate: Certificate) -> list[Goal]:
    """The levels that a certificate speaks of, which are the first ones of the model."""
    known = {goal.name: goal for goal in model.goals}
    names = [level.name for level in certificate.prices]
    if names != list(known)[: len(names)]:
        raise OptionError(
            f"The certificate speaks of the levels {', '.join(names)}, the case gives {', '.join(known)}; "
            "it belongs to another plan."
        )
    return [known[name] for name in names]


def _refuse_foreign(
    arrays: Arrays, certificate: Certificate, claims: Sequence[tuple[Claim, LevelPrices]]
) -> None:
    columns, rows = len(arrays.lower), len(arrays.row_lower)
    if certificate.columns.shape != (columns,):
        raise OptionError(
            f"The certificate has {certificate.columns.size} columns, the case gives {columns}; "
            "it belongs to another plan."
        )
    parts = [certificate.columns]
    placed = [*enumerate(certificate.prices), *((claim.after, prices) for claim, prices in claims)]
    for place, level in placed:
        if level.rows.shape != (rows,) or level.levels.shape != (place,) or level.limits.shape != (place,):
            raise OptionError(f"The prices of {level.name} in the certificate are of another plan.")
        parts += [level.rows, level.levels, level.limits]
    if not all(np.isfinite(part).all() for part in parts):
        raise OptionError("The certificate has cells that are no numbers; make the plan again.")


def _with_held(arrays: Arrays, held: Floats) -> Arrays:
    free = np.isnan(held)
    lower, upper = np.where(free, arrays.lower, held), np.where(free, arrays.upper, held)
    return replace(arrays, lower=lower, upper=upper)


def _limits(prices: Sequence[LevelPrices], values: Floats) -> Floats:
    """Widest limit at which each level was held, and never less than the plan reaches, shape (levels,)."""
    limits = values.copy()
    for level in prices:
        held = limits[: len(level.limits)]
        np.maximum(held, level.limits, out=held)
    return limits


def _part(ground: _Ground, place: int, level: LevelPrices) -> _Part:
    weights = np.zeros(len(ground.costs))
    weights[: len(level.levels)] = np.maximum(0.0, level.levels)
    weights[place] = 1.0
    rows = level.rows * ground.arrays.row_unit
    return _Part(rows, weights, reduced_costs(ground.arrays, weights @ ground.costs, rows))


def _best_bound(
    ground: _Ground, place: int, own: _Part, before: Sequence[_Part]
) -> tuple[float, bool, _Part]:
    """The best bound that own prices and those of levels before prove, whether exactly, and by what."""
    constant = float(ground.constant[place])

    def proven(factors: Floats) -> float:
        mixed = _mixed(own, before, factors)
        offset = float(mixed.weights[: len(before)] @ ground.offset[: len(before)])
        return bound(ground.arrays, ground.box, mixed.prices, mixed.reduced) + offset + constant

    best, factors = _searched(proven, own, before)
    mixed = _mixed(own, before, factors)
    if len(ground.arrays.values) > EXACT_UP_TO:
        return best, False, mixed
    weighted = list(zip(mixed.weights.tolist(), ground.costs, strict=True))
    exact = exact_bound(ground.arrays, ground.box, weighted, admissible(ground.arrays, mixed.prices))
    exact += Fraction(constant)
    for level in range(len(before)):
        exact += Fraction(float(mixed.weights[level])) * Fraction(float(ground.offset[level]))
    return _rounded_down(exact), True, mixed


def _mixed(own: _Part, before: Sequence[_Part], factors: Floats) -> _Part:
    """A part with others added to it."""
    prices, weights, reduced = own.prices, own.weights, own.reduced
    for factor, part in zip(factors.tolist(), before, strict=True):
        if factor:
            prices = prices + factor * part.prices
            weights = weights + factor * part.weights
            reduced = reduced + factor * part.reduced
    return _Part(prices, weights, reduced)


def _searched(proven: Callable[[Floats], float], own: _Part, before: Sequence[_Part]) -> tuple[float, Floats]:
    """The best bound found, and how much of each earlier level it takes."""
    factors = np.zeros(len(before))
    best = proven(factors)
    scale = np.array([_size(own.reduced) / _size(part.reduced) for part in before])
    # Levels settle one another's columns: start where every earlier level weighs more than the next.
    distance = np.minimum(np.arange(len(before), 0, -1), _FARTHEST)
    for growth in _GROWTHS if before else ():
        for start in (scale * growth**distance, np.full(len(before), growth)):
            best, factors = _better(proven, start, best, factors)
    for _ in range(_SWEEPS):
        for place in range(len(before)):
            for factor in _FACTORS:
                trial = factors.copy()
                trial[place] = factor * (factors[place] or scale[place])
                best, factors = _better(proven, trial, best, factors)
    return best, factors


def _better(
    proven: Callable[[Floats], float], trial: Floats, best: float, factors: Floats
) -> tuple[float, Floats]:
    reached = proven(trial)
    return (reached, trial) if reached > best else (best, factors)


def _size(values: Floats) -> float:
    """Middle size of the numbers that are not next to nothing; 1 where there is none."""
    sizes = np.abs(values)
    kept = sizes[sizes > _NOTHING * max(1.0, float(sizes.max(initial=0.0)))]
    return float(np.median(kept)) if len(kept) else 1.0


def _rounded_down(exact: Fraction) -> float:
    """The largest double that is not above an exact number."""
    near = float(exact)
    return near if Fraction(near) <= exact else float(np.nextafter(near, -np.inf))

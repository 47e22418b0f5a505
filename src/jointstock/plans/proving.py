"""What the certificate of a plan proves: a bound that no plan is below, for every level.

The program is built from the case again, and a lower bound of every level is computed from the prices of the
certificate (:mod:`jointstock.solver.proof`). No solver is asked. Where there are yes-no decisions the bounds
speak of plans with the same decisions.

With f_j the levels before level k, held at limits L_j, for any weights W_j >= 0::

    f_k(x) >= f_k(x) + sum over j of W_j * (f_j(x) - L_j)

so that a bound of the right side is one of every plan that keeps the limits. The weights are those of the
certificate, and as much more of each earlier level, with its own prices, as makes the bound best: such prices
prove that what the earlier levels settled stays settled. A limit is never below what the plan itself reaches.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl

from jointstock.errors import OptionError
from jointstock.measure.arrays import Floats
from jointstock.model.build import Model
from jointstock.model.goals import Goal
from jointstock.plans.certificate import Certificate
from jointstock.solver.program import Arrays
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
_SWEEPS = 3
_NOTHING = 1e-9


@dataclass(frozen=True)
class Proof:
    """What a certificate proves.

    Attributes:
        rows: level, unit, value, bound, gap, exact (whether the bound was computed without rounding).
        residual: Largest violation of a row or bound, in the solver's units.
        assumed: Columns with a bound that is assumed; ``box``: the bound, in the solver's units.
        decisions: Yes-no decisions that are held.
    """

    rows: pl.DataFrame
    residual: float
    assumed: int
    box: float
    decisions: int

    @property
    def worst(self) -> float:
        """Largest gap of a level, as a share of its value, or of 1 where that is less."""
        return self.worst_of(*self.rows.get_column("level"))

    def worst_of(self, *levels: str) -> float:
        """The same among some levels; 0 without any of them."""
        chosen = self.rows.filter(pl.col("level").is_in(levels))
        share = pl.col("gap") / pl.max_horizontal(pl.col("value").abs(), 1.0)
        return float(chosen.select(share.fill_nan(None).max()).item() or 0.0)

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
        weights: Weight of every level, 1 for its own, shape (levels,).
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
        costs: Costs of each level, in the solver's units, shape (levels, columns).
        offset: What no column moves of each level, less its limit, shape (levels,).
        constant: What no column moves of each level, shape (levels,).
    """

    arrays: Arrays
    box: Box
    costs: Floats
    offset: Floats
    constant: Floats


def prove(model: Model, certificate: Certificate) -> Proof:
    """Compute what a certificate proves of a model.

    Args:
        model: The model, built from the case.
        certificate: Columns and prices.

    Raises:
        OptionError: The certificate is of another model, or has numbers that are none.
    """
    arrays = model.program.arrays()
    goals = _goals(model, certificate)
    _refuse_foreign(arrays, certificate)
    point = certificate.columns / arrays.column_unit
    held = np.where(arrays.integer, np.round(point), np.nan)
    decided = _with_decisions(arrays, held)
    values = np.array([goal.measure.value(certificate.columns) for goal in goals])
    constant = np.array([goal.measure.constant for goal in goals])
    costs = np.array([_costs(arrays, goal) for goal in goals]).reshape(len(goals), len(point))
    offset = constant - _limits(certificate, values)
    ground = _Ground(decided, finite_bounds(decided, point), costs, offset, constant)
    parts = _parts(ground, certificate)
    rows = []
    for place, goal in enumerate(goals):
        # What proved a level proves it for later ones too, with the same earlier levels added.
        least, exact, parts[place] = _best_bound(ground, parts[: place + 1])
        value = float(values[place])
        rows.append((goal.name, goal.unit, value, least, max(0.0, value - least), exact))
    schema = {"level": pl.String, "unit": pl.String, **dict.fromkeys(("value", "bound", "gap"), pl.Float64)}
    frame = pl.DataFrame(rows, schema=schema | {"exact": pl.Boolean}, orient="row")
    broken = max(residual(arrays, point), residual(decided, point))
    return Proof(frame, broken, ground.box.assumed, ground.box.size, int(arrays.integer.sum()))


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


def _refuse_foreign(arrays: Arrays, certificate: Certificate) -> None:
    columns, rows = len(arrays.lower), len(arrays.row_lower)
    if certificate.columns.shape != (columns,):
        raise OptionError(
            f"The certificate has {certificate.columns.size} columns, the case gives {columns}; "
            "it belongs to another plan."
        )
    parts = [certificate.columns]
    for place, level in enumerate(certificate.prices):
        if level.rows.shape != (rows,) or level.levels.shape != (place,) or level.limits.shape != (place,):
            raise OptionError(f"The prices of level {level.name} in the certificate are of another plan.")
        parts += [level.rows, level.levels, level.limits]
    if not all(np.isfinite(part).all() for part in parts):
        raise OptionError("The certificate has cells that are no numbers; make the plan again.")


def _with_decisions(arrays: Arrays, held: Floats) -> Arrays:
    free = np.isnan(held)
    lower, upper = np.where(free, arrays.lower, held), np.where(free, arrays.upper, held)
    return replace(arrays, lower=lower, upper=upper)


def _costs(arrays: Arrays, goal: Goal) -> Floats:
    costs = np.zeros(len(arrays.lower))
    np.add.at(costs, goal.measure.columns, goal.measure.coefficients)
    return costs * arrays.column_unit


def _limits(certificate: Certificate, values: Floats) -> Floats:
    """Widest limit at which each level was held, and never less than the plan reaches, shape (levels,)."""
    limits = values.copy()
    for level in certificate.prices:
        held = limits[: len(level.limits)]
        np.maximum(held, level.limits, out=held)
    return limits


def _parts(ground: _Ground, certificate: Certificate) -> list[_Part]:
    parts = []
    for place, level in enumerate(certificate.prices):
        weights = np.zeros(len(certificate.prices))
        weights[:place] = np.maximum(0.0, level.levels)
        weights[place] = 1.0
        prices = level.rows * ground.arrays.row_unit
        parts.append(_Part(prices, weights, reduced_costs(ground.arrays, weights @ ground.costs, prices)))
    return parts


def _best_bound(ground: _Ground, parts: Sequence[_Part]) -> tuple[float, bool, _Part]:
    """The best bound that a level's prices and those of levels before prove, whether exactly, and by what."""
    own, before = parts[-1], parts[:-1]

    def proven(factors: Floats) -> float:
        mixed = _mixed(own, before, factors)
        offset = float(mixed.weights[: len(before)] @ ground.offset[: len(before)])
        constant = float(ground.constant[len(before)])
        return bound(ground.arrays, ground.box, mixed.prices, mixed.reduced) + offset + constant

    best, factors = _searched(proven, own, before)
    mixed = _mixed(own, before, factors)
    if len(ground.arrays.values) > EXACT_UP_TO:
        return best, False, mixed
    weighted = list(zip(mixed.weights.tolist(), ground.costs, strict=True))
    exact = exact_bound(ground.arrays, ground.box, weighted, admissible(ground.arrays, mixed.prices))
    exact += Fraction(float(ground.constant[len(before)]))
    for place in range(len(before)):
        exact += Fraction(float(mixed.weights[place])) * Fraction(float(ground.offset[place]))
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
    distance = np.arange(len(before), 0, -1)
    # Levels settle one another's columns: start where every earlier level weighs more than the next.
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

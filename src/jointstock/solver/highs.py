"""The only module that speaks to HiGHS.

The program goes in as arrays, once; levels then change costs and add one row
each, from the basis that is there. Every status is looked up in a list: one
that is not on it is an error and never an answer, because HiGHS may return
zeros with the status "Not Set" where its thread setting was changed within a
process. The thread setting is therefore kept for the whole process.

Small programs go to the dual simplex; large ones to the interior-point solver
IPX with crossover to a vertex, by the sizes measured in
``docs/decisions/0005-program-and-solver.md``.
"""

import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from typing import TypeAlias

import highspy
import numpy as np

from jointstock.errors import PlanError
from jointstock.measure.arrays import Flags, Floats
from jointstock.solver.basis import Basis
from jointstock.solver.handover import SIDES, STATUSES, hand_over, new_highs
from jointstock.solver.log_lines import read_line
from jointstock.solver.outcome import Outcome, Progress, Watch
from jointstock.solver.program import Arrays, Expression, Stated, power_of_two, scaled_costs

Face: TypeAlias = tuple[tuple[Floats, Floats], tuple[Floats, Floats]]
INTERIOR_FROM_NONZEROS = 150_000
BEAT_SECONDS = 1.0
_SETTLED, _AT_SIDE = 1e-7, 1e-6
# Beside a level that weighs 1e5 times as much, prices of the second are small.
_SETTLED_IN_PAIR = 1e-10
_LEAST_GAP = 1e-6
# With yes-no decisions HiGHS 1.15 loses feasible points when presolve joins parallel rows and columns.
_PARALLEL = 1 << 13

# A beginning is far away when it is not at the end after so many iterations, by rows of the program.
_FAR, _FAR_PART = 500, 20
_NO_LIMIT = 2**31 - 1


class Solver:
    """One program inside HiGHS, solved for one objective after another."""

    def __init__(self, program: Stated, watch: Watch, begin: Mapping[str, Basis] | None = None) -> None:
        """Hand the program over.

        Args:
            program: The program; it is read once.
            watch: Limits and signs of life.
            begin: Bases to begin from, by level; None where there is none.

        Raises:
            PlanError: HiGHS refuses the arrays.
        """
        self._arrays = program.arrays()
        self._watch = watch
        self._begin = dict(begin or {})
        self.bases: dict[str, Basis] = {}
        self._began = time.perf_counter()
        self._iterations = 0
        self._sign = Progress("", 0, np.nan, -np.inf, 0.0)
        self._fixed = not self._arrays.integer.any()
        self._branching = not self._fixed
        self._start: Floats | None = None
        self._known = (np.nan, -np.inf)
        self._interior = self.nonzeros > INTERIOR_FROM_NONZEROS
        self._has_basis = self._is_warm = False
        self._worker = ThreadPoolExecutor(max_workers=1)
        arrays = self._arrays
        self._bounds, self._column_sides = ((arrays.lower.copy(), arrays.upper.copy()) for _ in range(2))
        self._row_sides = (arrays.row_lower.copy(), arrays.row_upper.copy())
        self._kept: list[tuple[float, float]] = []
        self._highs = new_highs(watch.threads)
        self._refuse_unless_ok(hand_over(self._highs, self._arrays), "the program")
        self._stop = threading.Event()
        for callback in (
            self._highs.cbSimplexInterrupt,
            self._highs.cbIpmInterrupt,
            self._highs.cbMipInterrupt,
        ):
            callback.subscribe(self._heard)
        self._highs.cbLogging.subscribe(self._logged)

    @property
    def arrays(self) -> Arrays:
        """The program as it was handed over."""
        return self._arrays

    @property
    def nonzeros(self) -> int:
        """Nonzero coefficients of the matrix."""
        return len(self._arrays.values)

    @property
    def seconds(self) -> float:
        """Seconds since the program was handed over."""
        return time.perf_counter() - self._began

    @property
    def seconds_left(self) -> float:
        """Seconds until the time limit strikes; infinity where there is none."""
        limit = self._watch.time_limit
        return np.inf if limit is None else max(0.0, limit - self.seconds)

    def minimise(
        self,
        level: str,
        objective: Expression,
        *,
        last: bool = False,
        near: bool = False,
        seconds: float = np.inf,
        gap: float = 0.0,
    ) -> Outcome:
        """Minimise an expression under all rows kept so far.

        Args:
            level: Name of the objective, for progress.
            objective: What is minimised, in natural units.
            last: Whether little is left to decide, so that the basis at hand is near.
            near: Whether only bounds have changed since the last solve of this objective.
            seconds: Most seconds of this solve alone.
            gap: Distance of value and bound at which branching may stop, in natural units.

        Raises:
            PlanError: HiGHS ends in a state that is no answer.
        """
        costs, size = scaled_costs(objective, self._arrays)
        count = len(costs)
        self._refuse_unless_ok(
            self._highs.changeColsCost(count, np.arange(count, dtype=np.int32), costs), "the objective"
        )
        self._sign = replace(self._sign, level=level, value=np.nan, bound=-np.inf)
        begun = "" if last or near or self._branching else self._begun(level)
        chosen = begun or self._choose(last=last, near=near)
        self._highs.setOptionValue("mip_abs_gap", max(_LEAST_GAP, gap / size))
        self._highs.setOptionValue("presolve_rule_off", _PARALLEL if self._branching else 0)
        if self._branching and self._start is not None:
            start = highspy.HighsSolution()
            start.col_value = (self._start / self._arrays.column_unit).tolist()
            self._highs.setSolution(start)
        self._give_sign()
        if self._stop.is_set():
            return Outcome("cancelled", np.nan, -np.inf, None, None, 0, 0.0, chosen, "kInterrupt")
        began = time.perf_counter()
        self._run(size, objective.constant, seconds)
        self._highs.setOptionValue("simplex_iteration_limit", _NO_LIMIT)
        if begun and self._highs.getModelStatus() == highspy.HighsModelStatus.kIterationLimit:
            chosen = f"{self._choose(last=last, near=near)}; the plan before was too far away"
            self._run(size, objective.constant, seconds)
        outcome = self._outcome(size, objective.constant, time.perf_counter() - began, chosen)
        if self._has_basis and not near:
            self.bases[level] = self._begin[level] if begun and not outcome.iterations else self._basis()
        return outcome

    def _begun(self, level: str) -> str:
        """Put the simplex where an earlier program ended a level, and say so; nothing without it."""
        basis = self._begin.get(level)
        if basis is None:
            return ""
        # Columns and rows may have come or gone: HiGHS mends what does not fit.
        stated = highspy.HighsBasis()
        stated.alien = stated.valid = True
        stated.col_status = [SIDES[side] for side in basis.columns.tolist()]
        stated.row_status = [SIDES[side] for side in basis.with_levels(len(self._kept)).tolist()]
        if self._highs.setBasis(stated) == highspy.HighsStatus.kError:
            return ""
        self._highs.setOptionValue("solver", "simplex")
        self._highs.setOptionValue("simplex_strategy", 1)
        far = _FAR + len(self._arrays.row_lower) // _FAR_PART
        self._highs.setOptionValue("simplex_iteration_limit", far)
        return "simplex (dual): from the vertex of an earlier plan"

    def _basis(self) -> Basis:
        """Where the simplex stands."""
        stands = self._highs.getBasis()
        return Basis.of(map(int, stands.col_status), map(int, stands.row_status), len(self._arrays.row_lower))

    def face(self) -> Face:
        """What the last solve has settled: reduced costs and values of columns, prices and sums of rows."""
        solution = self._highs.getSolution()
        parts = [solution.col_dual, solution.col_value, solution.row_dual, solution.row_value]
        duals, values, prices, sums = (np.asarray(part) for part in parts)
        return (duals, values), (prices, sums)

    def keep(
        self, objective: Expression, limit: float, face: Face | None = None, *, settle: bool = True
    ) -> None:
        """Hold the expression just minimised at or below a limit, in all later solves.

        Every best point of a linear program leaves a column whose reduced cost is not zero at
        its bound, and a row whose price is not zero at its side; they are fixed there. That
        makes the later solves small. The limit itself becomes a row.

        Args:
            objective: The expression, in natural units.
            limit: Its largest value.
            face: What the solve that found it has settled; None where that was the last one.
            settle: Whether what it has settled is fixed; not where the limit leaves room.
        """
        if settle and self._fixed:
            self._stay_best(*((self.face(), _SETTLED) if face is None else (face, _SETTLED_IN_PAIR)))
        unique, where = np.unique(objective.columns, return_inverse=True)
        values = np.bincount(where, weights=objective.coefficients) * self._arrays.column_unit[unique]
        size = power_of_two(values)
        upper = (limit - objective.constant) / size
        index = unique.astype(np.int32)
        self._refuse_unless_ok(
            self._highs.addRow(-np.inf, upper, len(index), index, values / size), "a level's row"
        )
        self._kept.append((size, objective.constant))

    def bind(self, limits: Sequence[float] | None) -> None:
        """Hold the expressions kept so far by limits besides what is settled; with None by that alone."""
        for place, (size, constant) in enumerate(self._kept):
            upper = np.inf if limits is None else (limits[place] - constant) / size
            row = len(self._arrays.row_lower) + place
            self._refuse_unless_ok(self._highs.changeRowBounds(row, -np.inf, upper), "a level's row")

    def loosen(self, limits: Sequence[float]) -> None:
        """Hold the expressions kept so far by these limits, and by nothing else.

        Columns that were fixed by hand stay fixed.

        Args:
            limits: Largest value of each, in the order in which they were kept.
        """
        arrays = self._arrays
        self._column_sides = (self._bounds[0].copy(), self._bounds[1].copy())
        self._row_sides = (arrays.row_lower.copy(), arrays.row_upper.copy())
        for (lower, upper), change in (
            (self._column_sides, self._highs.changeColsBounds),
            (self._row_sides, self._highs.changeRowsBounds),  # type: ignore[attr-defined]
        ):
            index = np.arange(len(lower), dtype=np.int32)
            self._refuse_unless_ok(change(len(index), index, lower, upper), "bounds")
        self.bind(limits)
        self._highs.clearSolver()
        self._has_basis = self._is_warm = False

    def _stay_best(self, face: Face, least: float) -> None:
        """Fix columns and rows that stand in every best point of a solve, by prices above the least."""
        for (duals, values), sides, change in (
            (face[0], self._column_sides, self._highs.changeColsBounds),
            (face[1], self._row_sides, self._highs.changeRowsBounds),  # type: ignore[attr-defined]
        ):
            dual, value, (lower, upper) = duals[: len(sides[0])], values[: len(sides[0])], sides
            side = np.where(dual > 0, lower, upper)
            stands = (np.abs(dual) > least) & (lower < upper) & np.isfinite(side)
            settled = np.flatnonzero(stands & (np.abs(value - side) <= _AT_SIDE * (1 + np.abs(side))))
            lower[settled] = upper[settled] = side[settled]
            index = settled.astype(np.int32)
            self._refuse_unless_ok(change(len(index), index, side[settled], side[settled]), "settled bounds")

    def fix(self, columns: Floats) -> None:
        """Fix columns at values, NaN leaving one free.

        Args:
            columns: Values in natural units, shape (columns,).
        """
        fixed = np.flatnonzero(~np.isnan(columns))
        index = fixed.astype(np.int32)
        values = columns[fixed] / self._arrays.column_unit[fixed]
        for side in self._column_sides:
            side[fixed] = values
        for lower, upper in (self._bounds, self._column_sides):
            lower[fixed] = upper[fixed] = values
        self._refuse_unless_ok(
            self._highs.changeColsBounds(len(index), index, values, values), "fixed columns"
        )
        if not self._fixed and bool(np.isin(np.flatnonzero(self._arrays.integer), fixed).all()):
            kinds = np.zeros(len(index), dtype=np.uint8)
            self._refuse_unless_ok(
                self._highs.changeColsIntegrality(len(index), index, kinds), "fixed decisions"
            )
            self._fixed, self._branching = True, False

    def branch_on(self, columns: Flags) -> None:
        """Demand of these columns alone that they be whole, in the solves to come.

        Args:
            columns: Which, among those that must be whole in the end, shape (columns,).
        """
        if self._fixed:
            return
        index = np.flatnonzero(self._arrays.integer).astype(np.int32)
        kinds = columns[index].astype(np.uint8)
        self._refuse_unless_ok(self._highs.changeColsIntegrality(len(index), index, kinds), "decisions")
        self._branching = bool(kinds.any())

    def hold(self, columns: Floats) -> None:
        """Hold yes-no columns at values until the next call, NaN leaving one free.

        Args:
            columns: Values in natural units, shape (columns,).
        """
        index = np.flatnonzero(self._arrays.integer)
        values, free = columns[index] / self._arrays.column_unit[index], np.isnan(columns[index])
        sides = [np.where(free, bounds[index], values) for bounds in self._bounds]
        for kept, side in zip(self._column_sides, sides, strict=True):
            kept[index] = side
        self._refuse_unless_ok(
            self._highs.changeColsBounds(len(index), index.astype(np.int32), *sides), "held decisions"
        )

    def mark(self) -> highspy.HighsBasis:
        """Where the simplex stands, to go on from there later."""
        return self._highs.getBasis()

    def go_back(self, mark: highspy.HighsBasis) -> None:
        """Go on from where the simplex stood.

        Args:
            mark: What ``mark`` gave under the rows that are kept now.
        """
        self._refuse_unless_ok(self._highs.setBasis(mark), "a basis")
        self._is_warm = not self._branching

    def suggest(self, columns: Floats | None) -> None:
        """Begin branching from a point, in natural units; None from none."""
        self._start = columns

    def report(self, value: float, bound: float) -> None:
        """Show these as the best value and bound of the level, until they are not finite."""
        self._known = (value, bound)

    def close(self) -> None:
        """Let the solver's thread and memory go."""
        self._worker.shutdown()
        self._highs.clear()

    def _choose(self, *, last: bool, near: bool) -> str:
        """Set the algorithm for the next solve and say why."""
        if self._branching:
            self._highs.setOptionValue("solver", "choose")
            return "mip: yes-no decisions"
        if self._is_warm and near:
            self._highs.setOptionValue("solver", "simplex")
            self._highs.setOptionValue("simplex_strategy", 1)
            return "simplex (dual): from the basis before"
        if self._has_basis and (last or not self._interior):
            self._highs.setOptionValue("solver", "simplex")
            self._highs.setOptionValue("simplex_strategy", 4)
            return "simplex (primal): from the basis before"
        if self._interior:
            self._highs.setOptionValue("solver", "ipx")
            self._highs.clearSolver()
            return f"ipx with crossover: {self.nonzeros} nonzeros, above {INTERIOR_FROM_NONZEROS}"
        self._highs.setOptionValue("solver", "simplex")
        self._highs.setOptionValue("simplex_strategy", 1)
        return f"simplex (dual): {self.nonzeros} nonzeros, at most {INTERIOR_FROM_NONZEROS}"

    def _run(self, size: float, constant: float, seconds: float) -> None:
        """Run HiGHS in its own thread, with signs of life from this one."""
        left = min(self.seconds_left, seconds)
        # The clock of HiGHS goes on from one run to the next.
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + left)
        self._scale = (size, constant)
        running = self._worker.submit(self._highs.run)
        while wait([running], timeout=BEAT_SECONDS).not_done:
            self._give_sign()
        if running.result() == highspy.HighsStatus.kError:
            raise PlanError(f"HiGHS stopped with an error: {self._highs.getModelStatus()}.")

    def _give_sign(self) -> None:
        """Say that the solver is at work, and ask whether it is to stop."""
        if self._watch.progress is not None:
            value, bound = self._known
            sign = self._sign
            if not self._branching and np.isfinite(bound):
                sign = replace(sign, value=value, bound=bound)
            self._watch.progress(replace(sign, seconds=self.seconds))
        if self._watch.cancel is not None and self._watch.cancel():
            self._stop.set()

    def _heard(self, event: highspy.HighsCallbackEvent) -> None:
        """Note how far HiGHS is, and stop it when asked to."""
        out = event.data_out
        size, constant = self._scale
        done = max(out.simplex_iteration_count, out.ipm_iteration_count, 0)
        value, bound = float(self._sign.value), float(self._sign.bound)
        if self._branching:
            value, bound = out.mip_primal_bound * size + constant, out.mip_dual_bound * size + constant
        iteration = max(self._sign.iteration, self._iterations + int(done))
        self._sign = replace(self._sign, iteration=iteration, value=value, bound=bound)
        if self._stop.is_set():
            event.interrupt()

    def _logged(self, event: highspy.HighsCallbackEvent) -> None:
        """Note objective and bound from a line of the log; a point on the way is no proof of either."""
        reading = read_line(event.message)
        if reading is None or self._branching:
            return
        size, constant = self._scale
        value = reading.primal * size + constant
        bound = -np.inf if reading.dual is None else reading.dual * size + constant
        iteration = self._iterations + reading.iteration
        self._sign = replace(self._sign, iteration=iteration, value=value, bound=bound)

    def _outcome(self, size: float, constant: float, seconds: float, chosen: str) -> Outcome:
        model = self._highs.getModelStatus()
        if model not in STATUSES:
            raise PlanError(
                f"HiGHS ended with the status {model.name}, which is no answer; nothing is written."
            )
        status = STATUSES[model]
        info = self._highs.getInfo()
        iterations = max(info.simplex_iteration_count, 0) + max(info.ipm_iteration_count, 0)
        self._iterations += iterations
        feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        # Without any column there is one point, and it is feasible.
        feasible = feasible or len(self._arrays.lower) == 0
        # A basis that is not feasible is as good a beginning where only bounds change.
        self._is_warm = not self._branching and bool(info.basis_validity)
        self._has_basis = self._is_warm and feasible
        if not feasible:
            # "Optimal" with a point outside the tolerances is no answer either.
            status = "imprecise" if status == "optimal" else status
            return Outcome(status, np.nan, -np.inf, None, None, iterations, seconds, chosen, model.name)
        solution = self._highs.getSolution()
        values = np.asarray(solution.col_value) * self._arrays.column_unit
        lower = self._arrays.lower * self._arrays.column_unit
        values = np.clip(values, lower, self._arrays.upper * self._arrays.column_unit)
        value = info.objective_function_value * size + constant
        bound = value if status == "optimal" else -np.inf
        if self._branching:
            bound = info.mip_dual_bound * size + constant
        prices, of_levels = None, None
        dual_feasible = info.dual_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        if not self._branching and dual_feasible:
            duals, rows = np.asarray(solution.row_dual) * size, len(self._arrays.row_unit)
            prices = duals[:rows] / self._arrays.row_unit
            # A level's row has an upper side only, so that its dual is never above 0.
            of_levels = np.maximum(0.0, -duals[rows:] / np.array([unit for unit, _ in self._kept]))
        self._sign = replace(self._sign, value=value, bound=bound, iteration=self._iterations)
        return Outcome(
            status, value, bound, values, prices, iterations, seconds, chosen, model.name, of_levels
        )

    @staticmethod
    def _refuse_unless_ok(status: highspy.HighsStatus, what: str) -> None:
        if status == highspy.HighsStatus.kError:
            raise PlanError(f"HiGHS refused {what}.")

"""Make a plan: check, build, solve level by level, read back."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from typing import TypedDict, Unpack

from jointstock.errors import CaseError, ContradictionError, OptionError
from jointstock.facts.case import Case
from jointstock.facts.changes import Change
from jointstock.facts.checks import check
from jointstock.measure.arrays import Floats
from jointstock.measure.memory import free_memory
from jointstock.model.build import Model, build
from jointstock.model.index_sets.sets import calendar_of, read_sets
from jointstock.plans.aims import Fairness, Hurry, Keep
from jointstock.plans.beginning import packed, unpacked
from jointstock.plans.certificate import Certificate
from jointstock.plans.flat_rates import settle
from jointstock.plans.folder import tables_digest
from jointstock.plans.frontier import Frontier, frontier
from jointstock.plans.plan import Plan
from jointstock.plans.pursuit import Aims, Pursued, pursue
from jointstock.plans.read_back import read_tables
from jointstock.plans.reasons import Reasons, contradiction, reasons, told
from jointstock.plans.run_document import run_document
from jointstock.plans.size import Announced, refuse_unbuilt, within_memory
from jointstock.plans.summary import summarise
from jointstock.solver.basis import Basis, Beginning
from jointstock.solver.handover import version
from jointstock.solver.highs import Solver
from jointstock.solver.outcome import Progress, Watch
from jointstock.solver.program import Program, Stated
from jointstock.solver.size import Size


class Search(TypedDict, total=False):
    """What the search for a plan may cost, and what it is watched with.

    Attributes:
        time_limit: Seconds for the solver; None or left out for no limit.
        threads: Threads of the solver, the same for the whole process; 1 where left out.
        progress: Called with a sign of life at least every two seconds.
        cancel: Asked now and then whether to stop; the best plan so far is returned.
        stated: Called with the size of each program before the solver is given it.
    """

    time_limit: float | None
    threads: int
    progress: Callable[[Progress], None] | None
    cancel: Callable[[], bool] | None
    stated: Callable[[Size], None] | None


def make_plan(
    case: Case,
    *,
    calendar: str | None = None,
    end: str | None = None,
    changes: Sequence[Change] = (),
    fairness: Fairness | None = None,
    keep: Keep | None = None,
    hurry: Hurry | None = None,
    start: Plan | None = None,
    **search: Unpack[Search],
) -> Plan:
    """Make the joint plan of a case.

    Args:
        case: The case; it is checked first.
        calendar: Periods such as "12x1,16x3"; None for the case's own, else twelve single
            months and then quarters.
        end: "meet" to minimise the shortfall at the end before its area, "none" not to; None
            for the case's own.
        changes: What-if changes that the case already carries, kept in ``run``.
        fairness: Leximin or MaxMin, for fairness between nations before the least shortfall of all;
            None for the least shortfall alone.
        keep: A plan made before, from which as little as can be is changed; None for none.
        hurry: Targets to be met for good as early as can be, before anything but commitments
            counts; None for none.
        start: A plan of much the same case, such as the one that a what-if is held against: the search begins
            where that one ended. It is sooner at the same best values; of several best plans it may find
            another one.
        **search: What the search may cost, and what it is watched with; see :class:`Search`.

    Returns:
        The plan.

    Raises:
        CaseError: The case has faults.
        OptionError: The calendar or ``end`` cannot be read, or an aim does not fit the case.
        PlanError: No feasible plan was found inside the limits.
    """
    started, clock = datetime.now(UTC), time.perf_counter()
    watch, aims = Watch(**search), Aims(fairness, keep, hurry)
    opening = _Opening(None if start is None or start.beginning is None else unpacked(start.beginning))
    chosen_end = _chosen_end(case, end)
    _refuse_faults(case)
    seconds = {"check": time.perf_counter() - clock}
    seconds |= {"build": 0.0, "solve": 0.0}

    rounds = count(1)

    def build_model(rates: Mapping[str, float] | None = None) -> Model:
        return _stated(case, calendar, chosen_end, opening.free, rates)

    def search_with(rates: Mapping[str, float]) -> tuple[Pursued, Model, Floats]:
        seen, clock = _in_round(watch, next(rounds)), time.perf_counter()
        stated = build_model(rates)
        seconds["build"] += time.perf_counter() - clock
        clock = time.perf_counter()
        found = pursue(case, stated, aims, seen, opening.solver)
        seconds["solve"] += time.perf_counter() - clock
        assert found.solved.values is not None
        return found, found.model, found.solved.values

    signed = None if keep is None else keep.signed_until
    with _explained(case, build_model, watch, opening, signed):
        pursued, rates = settle(search_with)
    model, solved = pursued.model, pursued.solved
    clock = time.perf_counter()
    options = {
        "calendar": calendar,
        "end": chosen_end,
        "time_limit": watch.time_limit,
        "threads": watch.threads,
        "changes": [dict(change) for change in changes],
        "start": None if start is None else start.run["plan_digest"],
        **aims.document(),
    }
    run = run_document(case, pursued, options, rates, version())
    tables = read_tables(case, model, solved, run)
    if pursued.kept is not None:
        tables["kept"] = pursued.kept
    seconds["read_back"] = time.perf_counter() - clock
    run["plan_digest"] = tables_digest(tables)
    run["summary"] = summarise(case, run, tables)
    run["volatile"] = {"started": started.isoformat(timespec="seconds"), "seconds": seconds}
    assert solved.values is not None
    certificate = Certificate(solved.values, tuple(solved.certificate), pursued.claims)
    return Plan(case, run, tables, certificate, packed(opening.ended(model.program)))


def trade_off(
    case: Case,
    *,
    calendar: str | None = None,
    end: str | None = None,
    points: int | None = None,
    **search: Unpack[Search],
) -> Frontier:
    """Find what each further sum of money saves of the shortfall.

    Args:
        case: The case; it is checked first.
        calendar: Periods, as for a plan.
        end: "meet" or "none", as for a plan.
        points: How many points, at even distances of money; None for the corners of the frontier
            (or for 11 points where there are yes-no decisions).
        **search: What the search may cost, and what it is watched with; see :class:`Search`.

    Raises:
        CaseError: The case has faults.
        OptionError: The calendar or ``end`` cannot be read, or fewer than 2 points are asked for.
        PlanError: The search was stopped, or there is no plan at all.
    """
    chosen_end = _chosen_end(case, end)
    _refuse_faults(case)
    watch, opening = Watch(**search), _Opening()

    def stated() -> Model:
        return _stated(case, calendar, chosen_end, opening.free)

    with _explained(case, stated, watch, opening):
        return frontier(stated, points, watch, opening.plain)


def reasons_for(
    case: Case,
    target: tuple[str, str, int],
    best: Sequence[tuple[str, float]],
    *,
    calendar: str | None = None,
    end: str | None = None,
    flat_rates: Mapping[str, float] | None = None,
    **search: Unpack[Search],
) -> Reasons:
    """Find why a target cannot be met.

    Args:
        case: The case.
        target: Nation, class and the number of the first period in which nothing is to be short.
        best: Best value of each level of a plan of the case, in order.
        calendar: Periods, as for a plan.
        end: "meet" or "none", as for a plan.
        flat_rates: Rates that the plan found for instruments with one rate; None for their own.
        **search: What the search may cost, and what it is watched with; see :class:`Search`.

    Raises:
        CaseError: The case has faults.
        OptionError: There is no such target.
        PlanError: The search was stopped.
    """
    chosen_end = _chosen_end(case, end)
    _refuse_faults(case)

    opening = _Opening()

    def stated() -> Model:
        return _stated(case, calendar, chosen_end, opening.free, flat_rates)

    with within_memory():
        return reasons(stated, target, best, Watch(**search), opening.plain)


@dataclass(frozen=True)
class _Opening:
    """How solvers are opened: where they begin, and where their levels ended.

    Attributes:
        earlier: Where an earlier plan ended; None where there is none.
        bases: Where each level ended. Where yes-no decisions are held it is solved again, and that counts.
        free: Bytes that were free before anything was built; None where that is not known.
    """

    earlier: Beginning | None = None
    bases: dict[str, Basis] = field(default_factory=dict)
    free: int | None = field(default_factory=lambda: free_memory())  # asked when opened

    def plain(self, program: Stated, watch: Watch) -> Solver:
        """A solver of a program that begins from nothing; the size is told first."""
        return Solver(Announced(program, watch, self.free), watch)

    def solver(self, program: Program, watch: Watch) -> Solver:
        """A solver of a program that begins where the earlier plan ended; the size is told first."""
        begin = self.earlier.carried_to(program) if self.earlier else None
        solver = Solver(Announced(program, watch, self.free), watch, begin)
        if not program.shares:
            solver.bases = self.bases
        return solver

    def ended(self, program: Program) -> Beginning:
        """Where a later plan may begin."""
        return Beginning(program.column_families, program.row_families, self.bases)


@contextmanager
def _explained(
    case: Case, build: Callable[[], Model], watch: Watch, opening: _Opening, signed: str | None = None
) -> Iterator[None]:
    """Say of hard rules that contradict each other which limits they are, and of memory that it is short."""
    try:
        with within_memory():
            yield
    except ContradictionError as error:
        found = told(contradiction(build, watch, opening.plain), case.settings.currency)
        if not found and signed is not None:
            found = [f"What is signed up to {signed} in the plan that is kept may be why: sign less of it."]
        raise ContradictionError(" ".join([str(error), *found])) from error


def _in_round(watch: Watch, number: int) -> Watch:
    """The watch of a round of flat rates; from the second on signs of life say which round it is."""
    show = watch.progress
    if show is None or number == 1:
        return watch
    return replace(watch, progress=lambda sign: show(replace(sign, level=f"{sign.level}, round {number}")))


def _chosen_end(case: Case, end: str | None) -> str:
    chosen = case.settings.end if end is None else end
    if chosen not in ("meet", "none"):
        raise OptionError(f"end '{chosen}' is not known; write meet or none.")
    return chosen


def _refuse_faults(case: Case) -> None:
    faults = check(case)
    if faults:
        raise CaseError(case.settings.name, faults)


def _stated(
    case: Case,
    calendar: str | None,
    end: str,
    free: int | None,
    flat_rates: Mapping[str, float] | None = None,
) -> Model:
    sets = read_sets(case, calendar_of(case, calendar), flat_rates)
    refuse_unbuilt(sets, free)
    return build(sets, currency=case.settings.currency, end=end)

"""Rebuild the program of a plan from what its folder holds: the case, ``run.json`` and table ``kept``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeGuard

import numpy as np

from jointstock.errors import OptionError, PlanError
from jointstock.measure.arrays import Ints
from jointstock.model.build import Model, build
from jointstock.model.choosing import FairGoal, with_deadline, with_fairness, with_stability
from jointstock.model.goals import Goal
from jointstock.model.index_sets.sets import calendar_of, read_sets
from jointstock.plans.aims import Fairness, Hurry, Leximin, MaxMin
from jointstock.plans.certificate import Certificate, LevelPrices
from jointstock.plans.claims import Claim, none_gains, not_earlier, not_less
from jointstock.plans.deadline import chosen_targets
from jointstock.plans.plan import Plan
from jointstock.plans.standing import decisions

Round = tuple[str, tuple[str, ...]]
_RULES: tuple[type[Fairness], ...] = (MaxMin, Leximin)
_KEPT = "Table kept is taken as it stands: that an earlier plan decided this is not proven."
_NOT_FAIR = "The plan was stopped before it was made fair; nothing is proven of fairness."


@dataclass(frozen=True)
class Rebuilt:
    """The program of a plan, and what the plan tells of it.

    Attributes:
        model: The model with its aims; fairness is one goal.
        levels: The levels of the plan; fairness is one for each round.
        rounds: Level and nations found of each round of fairness.
        shut: Columns that the rounds hold at nothing, shape (shut,).
        claims: What is told beyond the levels.
        sure: Prices of levels that are known without a solver.
        notes: What cannot be proven, in sentences.
    """

    model: Model
    levels: tuple[Goal, ...]
    rounds: tuple[Round, ...] = ()
    shut: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    claims: tuple[Claim, ...] = ()
    sure: tuple[LevelPrices, ...] = ()
    notes: tuple[str, ...] = ()


def rebuild(plan: Plan, certificate: Certificate) -> Rebuilt:
    """Build the program of a plan again.

    Args:
        plan: The plan, as made or read from its folder.
        certificate: Its certificate.

    Raises:
        OptionError: What the plan tells of its aims does not fit its options or its case.
    """
    run = plan.run
    rates = {row["instrument"]: row["rate"] for row in run.get("instruments", [])}
    sets = read_sets(plan.case, calendar_of(plan.case, run["calendar"]), rates)
    model = build(sets, currency=plan.case.settings.currency, end=run["options"]["end"])
    told = {name: _told(run, name) for name in ("hurry", "keep", "fairness")}
    try:
        rebuilt = _with_aims(plan, model, told, certificate)
    except PlanError as error:
        raise OptionError(f"What run.json tells of its aims does not fit the case: {error}") from error
    if run["options"].get("fairness") and not told["fairness"]:
        return replace(rebuilt, notes=(*rebuilt.notes, _NOT_FAIR))
    return rebuilt


def _with_aims(
    plan: Plan, model: Model, told: Mapping[str, Mapping[str, Any]], certificate: Certificate
) -> Rebuilt:
    claims: list[Claim] = []
    if told["hurry"]:
        model, claims = _hurried(model, told["hurry"], certificate)
    if told["keep"]:
        model = with_stability(model, *decisions(plan.tables["kept"], model), plan.case.settings.currency)
    rebuilt = Rebuilt(model, model.goals)
    if told["fairness"]:
        whole = plan.run.get("status") == "optimal"
        rebuilt = _fairly(model, told["fairness"], certificate, whole=whole)
    rebuilt = replace(rebuilt, claims=(*claims, *rebuilt.claims))
    return replace(rebuilt, sure=(_never_negative(model),), notes=(_KEPT,)) if told["keep"] else rebuilt


def _never_negative(model: Model) -> LevelPrices:
    """Prices by which what deviates from a plan that is kept is never below nothing, for it is a distance.

    A unit that is dropped costs its price twice, so that a row ``decided + dropped >= kept`` is worth one.
    """
    measure = next(goal.measure for goal in model.goals if goal.name == "stability")
    dropped, kept = model.program.column_families["dropped"], model.program.row_families["kept"]
    costs, rows = np.zeros(model.program.columns), np.zeros(model.program.rows)
    np.add.at(costs, measure.columns, measure.coefficients)
    rows[kept.start : kept.start + kept.count] = costs[dropped.start : dropped.start + dropped.count] / 2
    return LevelPrices("stability", rows, np.zeros(0), np.zeros(0))


def _told(run: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """What ``run.json`` tells of an aim; nothing where it was not asked for, or not come to.

    Raises:
        OptionError: It is not what was asked for.
    """
    asked, told = run["options"].get(name), run.get(name)
    if told is None and (asked is None or name == "fairness"):
        return {}
    if not (isinstance(asked, Mapping) and isinstance(told, Mapping) and asked.items() <= told.items()):
        raise _misfit(name)
    return told


def _misfit(name: str) -> OptionError:
    return OptionError(
        f"What run.json tells of {name} does not fit its options or the case; make the plan again."
    )


def _hurried(model: Model, told: Mapping[str, Any], certificate: Certificate) -> tuple[Model, list[Claim]]:
    """The model with its deadline, and what is claimed of it."""
    labels, met = list(model.sets.calendar.labels), told.get("met")
    nation, class_ = told.get("nation"), told.get("class")
    named = all(name is None or isinstance(name, str) for name in (nation, class_))
    if not named or told.get("period") not in labels or not isinstance(met, bool):
        raise _misfit("hurry")
    period = labels.index(told["period"])
    if not met and period != len(labels) - 1:
        raise _misfit("hurry")
    chosen = chosen_targets(model, Hurry(nation, class_))
    model = with_deadline(model, chosen, period)
    return model, not_earlier(model, chosen, period, certificate, met=met)


def _fairly(model: Model, told: Mapping[str, Any], certificate: Certificate, *, whole: bool) -> Rebuilt:
    """The model with fairness, its rounds one by one, and what is claimed of them."""
    fairness, least = _asked(told)
    most = None if fairness.within is None else least * (1 + fairness.within)
    model = with_fairness(model, fairness.of, every=fairness.every, most=most)
    goal = next((goal for goal in model.goals if isinstance(goal, FairGoal)), None)
    rounds = _rounds(told.get("rounds"))
    if goal is None:
        if rounds:
            raise _misfit("fairness")
        return Rebuilt(model, model.goals)
    found = _found([nations for _, nations in rounds], goal, whole=whole)
    place = model.goals.index(goal)
    levels = tuple(goal.round(number) for number in range(len(found)))
    if [level.name for level in levels] != [name for name, _ in rounds]:
        raise _misfit("fairness")
    left, shut = np.arange(len(goal.losses.nations)), [np.zeros(0, dtype=np.int64)]
    claims = [not_less(model.goals, place, least, certificate)]
    for number, nations in enumerate(found):
        shut.append(goal.losses.exempt[number, left])
        left = np.setdiff1d(left, nations)
        if len(nations):
            claims.append(none_gains(goal, number, nations, place + number + 1, certificate))
    levels = (*model.goals[:place], *levels, *model.goals[place + 1 :])
    return Rebuilt(model, levels, tuple(rounds), np.concatenate(shut), tuple(claims))


def _asked(told: Mapping[str, Any]) -> tuple[Fairness, float]:
    """The fairness that was asked for, and the least shortfall that was found."""
    within, least = told.get("within"), told.get("least_shortfall")
    rule = next((rule for rule in _RULES if rule().rule == told.get("rule")), None)
    if rule is None or not _is_number(least) or not (within is None or _is_number(within)):
        raise _misfit("fairness")
    return rule(told.get("of", ""), within), least


def _rounds(told: object) -> list[Round]:
    """Level and nations found of each round, as they are told."""
    if not isinstance(told, list):
        raise _misfit("fairness")
    rounds = []
    for each in told:
        named = each.get("nations") if isinstance(each, Mapping) else None
        if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
            raise _misfit("fairness")
        rounds.append((str(each.get("level")), tuple(named)))
    return rounds


def _found(rounds: Sequence[Sequence[str]], goal: FairGoal, *, whole: bool) -> list[Ints]:
    """Numbers of the nations found in each round.

    Raises:
        OptionError: Nobody was found, or a nation twice, or not all of them where the rounds are whole.
    """
    numbers = {name: place for place, name in enumerate(goal.losses.nations)}
    every = [name for names in rounds for name in names]
    fits = (
        len(rounds) <= len(goal.losses.worst) and len(every) == len(set(every)) and set(every) <= set(numbers)
    )
    if not fits or any(bool(names) != goal.every for names in rounds):
        raise _misfit("fairness")
    if whole and (len(every) < len(numbers) if goal.every else not rounds):
        raise _misfit("fairness")
    return [np.array([numbers[name] for name in names], dtype=np.int64) for names in rounds]


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and bool(np.isfinite(value))

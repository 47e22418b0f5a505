"""The command that makes a plan."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from jointstock.cli.console import explain, say, show_document
from jointstock.cli.options import AsJson, CaseArgument, Goals, Horizon, Limits, Start, WhatIf
from jointstock.cli.outcomes import CANCELLED, DONE
from jointstock.cli.progress import cancelling, stating, watching
from jointstock.cli.subject import read_made
from jointstock.errors import OptionError, PlanError
from jointstock.facts.case import Case
from jointstock.facts.changes import Change, apply_changes, parse_change, parse_without, read_change_file
from jointstock.facts.checks import notes
from jointstock.files.folder import open_case
from jointstock.measure.months import month_number
from jointstock.plans.aims import Fairness, Keep, Leximin, MaxMin
from jointstock.plans.folder import place_for_plan, write_plan
from jointstock.plans.make import Search, make_plan
from jointstock.plans.plan import Plan

MOST_THREADS = 64


def plan(
    case: CaseArgument,
    /,
    *,
    out: Annotated[Path, Parameter(metavar="DIR", help="Folder to write the plan to.")],
    force: Annotated[
        bool, Parameter(negative=(), show_default=False, help="Replace the plan that stands there.")
    ] = False,
    horizon: Annotated[Horizon, Parameter(name="*")] = Horizon(),  # noqa: B008 (frozen)
    what_if: Annotated[WhatIf, Parameter(name="*")] = WhatIf(),  # noqa: B008 (frozen)
    goals: Annotated[Goals, Parameter(name="*")] = Goals(),  # noqa: B008 (frozen)
    limits: Annotated[Start, Parameter(name="*")] = Start(),  # noqa: B008 (frozen)
    json: AsJson = False,
) -> int:
    """Make the joint plan of a case and write it as a folder.

    The plan says who orders what from whom and when, which capacity is
    built, who gives what to whom, and when each gap closes. It is found level
    by level: commitments, what is short at the end, what is short on the way,
    money, stock. Ctrl-C keeps the best plan found so far.

    For example:
      jointstock plan nordic-mini --out first-plan
      jointstock plan my-case --out free --without obstacle:missile-licence
      jointstock plan my-case --out more --set 'budgets.*.2026.amount*=1.1' --start-from first-plan
      jointstock plan my-case --out both --change cut.toml
      jointstock plan my-case --out fair --fairness leximin --fair-within 0.02
      jointstock plan my-case --out next --keep first-plan --signed-until 2025-03

    A file for --change holds any of these, which act in this order:
      set = ["budgets.EE.2025.amount*=0.9", "targets.*.quantity*=2"]
      changes = [{table="budgets", key=["EE"], column="amount", op="+=", value=5},
                 {table="lines", key=["*"], column="capacity", op="*=", value=2}]
      without = ["obstacle:missile-licence"]
    """
    refuse_limits(limits)
    place_for_plan(out, overwrite=force)
    fairness, keep = aims_of(goals)
    start = None if limits.start_from is None else read_made(limits.start_from)
    opened = open_case(case)
    asked, changes = prepare(opened, horizon, what_if)
    if not json:
        show_notes(opened)
    with searching(limits) as search:
        made = make_plan(
            asked,
            calendar=horizon.calendar,
            end=horizon.end,
            changes=changes,
            fairness=fairness,
            keep=keep,
            start=start,
            **search,
        )
    write_plan(made, out, overwrite=force)
    show_plan(made, out, as_json=json)
    return CANCELLED if made.run["status"] == "cancelled" else DONE


def refuse_limits(limits: Limits) -> None:
    """Refuse limits under which nothing can be planned, before any time is spent.

    Raises:
        OptionError: The time is not above 0, or the threads are not 1 to 64.
    """
    seconds = limits.time_limit
    if seconds is not None and not 0 < seconds < math.inf:
        raise OptionError(f"--time-limit {seconds:g} is no time to plan in; write seconds, more than 0.")
    if not 1 <= limits.threads <= MOST_THREADS:
        raise OptionError(f"--threads {limits.threads} is not possible; write 1 to {MOST_THREADS}.")


def show_notes(case: Case) -> None:
    """Print what is worth knowing about a case, one line a note, on stderr."""
    for note in notes(case):
        explain(f"Note: {note}")


def changes_of(horizon: Horizon, what_if: WhatIf, case: Case) -> tuple[Change, ...]:
    """Return the changes that the options ask for, in the order in which they act.

    Raises:
        OptionError: An option cannot be read, or does not fit the case.
    """
    changes = [change for path in what_if.change for change in read_change_file(path)]
    changes += [parse_change(text) for text in what_if.set]
    changes += [parse_without(text) for text in what_if.without]
    months = months_asked(horizon, case.settings.first_month)
    if months is not None:
        changes.append(parse_change(f"case.months={months}"))
    return tuple(changes)


def months_asked(horizon: Horizon, first_month: str) -> int | None:
    """Return the months that --months or --until ask for, None for those of the case.

    Raises:
        OptionError: Both are given, or no month is left.
    """
    if horizon.months is not None and horizon.until is not None:
        raise OptionError("--months and --until say the same thing; give one of them.")
    if horizon.until is not None:
        months = month_number(horizon.until) - month_number(first_month) + 1
        if months < 1:
            raise OptionError(f"--until {horizon.until} lies before the first month, {first_month}.")
        return months
    if horizon.months is not None and horizon.months < 1:
        raise OptionError(f"--months {horizon.months} leaves nothing to plan; write 1 or more.")
    return horizon.months


def prepare(case: Case, horizon: Horizon, what_if: WhatIf) -> tuple[Case, tuple[Change, ...]]:
    """Return the case as it is to be planned, and the changes that made it so.

    Raises:
        OptionError: A change does not fit the case.
    """
    changes = changes_of(horizon, what_if, case)
    return apply_changes(case, changes), changes


def aims_of(goals: Goals) -> tuple[Fairness | None, Keep | None]:
    """Return the fairness and the plan to keep that the options ask for.

    Raises:
        OptionError: An option says something about another one that is not there, or the plan cannot be read.
    """
    if goals.fairness is None and (goals.fair_within is not None or goals.fair_of != "fill"):
        raise OptionError(
            "--fair-of and --fair-within speak of --fairness; add --fairness leximin or max-min."
        )
    if goals.keep is None and goals.signed_until is not None:
        raise OptionError("--signed-until speaks of the plan that is kept; add --keep DIR.")
    rule = {"leximin": Leximin, "max-min": MaxMin, None: None}[goals.fairness]
    fairness = None if rule is None else rule(goals.fair_of, goals.fair_within)
    keep = None if goals.keep is None else Keep(read_made(goals.keep), goals.signed_until)
    return fairness, keep


@contextmanager
def searching(limits: Limits) -> Iterator[Search]:
    """Search with progress on stderr and Ctrl-C as a wish to stop.

    Yields:
        What every search is told.

    Raises:
        PlanError: There is no plan.
        KeyboardInterrupt: Cancelled before any plan was in hand.
    """
    with cancelling() as cancelled:
        try:
            with watching() as show:
                yield Search(
                    time_limit=limits.time_limit,
                    threads=limits.threads,
                    progress=show,
                    cancel=cancelled,
                    stated=stating(),
                )
        except PlanError:
            if cancelled():
                raise KeyboardInterrupt from None
            raise


def show_plan(plan: Plan, out: Path, *, as_json: bool) -> None:
    """Print the summary of a plan, or its `run.json`."""
    if as_json:
        show_document(plan.run)
        return
    say(plan.summary())
    for note in (plan.run.get("keep") or {}).get("notes", []):
        explain(f"Note: {note}")
    explain(f"The plan stands in {out}.")

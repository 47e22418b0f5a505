"""Write anything that can be handed on; the form follows from the name of the file."""

from pathlib import Path

from jointstock.analyses.pareto import Pareto
from jointstock.errors import OptionError
from jointstock.facts.case import Case
from jointstock.files.folder import write_case
from jointstock.plans.folder import write_plan
from jointstock.plans.plan import Plan
from jointstock.report.document import write_report
from jointstock.report.frontier import write_frontier


def write(thing: Case | Plan | Pareto, path: str | Path, *, frontier: Pareto | None = None) -> Path:
    """Write a case, a plan or the frontier between money and shortfall.

    Args:
        thing: A case, a plan or a frontier.
        path: A name without suffix is a folder, of a case or a plan; `.html` is a report of a plan, or the
            page of a frontier.
        frontier: The frontier of the plan's case, to show in its report with the plan's own point.

    Returns:
        What was written.

    Raises:
        OptionError: The thing cannot be written in this form, or the frontier is not of the case, the
            calendar and the end of the plan.
    """
    target = Path(path)
    form = target.suffix.lower()
    if form == ".html" and isinstance(thing, Plan):
        write_report(thing, target, frontier)
    elif frontier is not None:
        raise OptionError("A frontier is added to the report of a plan (.html), and to nothing else.")
    elif form == ".html" and isinstance(thing, Pareto):
        write_frontier(thing, target)
    elif form == "" and isinstance(thing, Plan):
        write_plan(thing, target)
    elif form == "" and isinstance(thing, Case):
        write_case(thing, target)
    else:
        raise OptionError(_refusal(thing, form))
    return target


def _refusal(thing: object, form: str) -> str:
    """Say why a thing cannot be written in a form, and what can."""
    if not isinstance(thing, Case | Plan | Pareto):
        return f"A {type(thing).__name__} cannot be written; a case or a plan can."
    if isinstance(thing, Pareto):
        return "A frontier is written as a page (.html); its points are a table, with methods of their own."
    if form == ".xlsx":
        return "Workbooks (.xlsx) cannot be written yet; name a folder to get CSV tables."
    if form == ".html":
        return "A report (.html) is written of a plan; make one with make_plan first."
    return f"There is no form '{form}'; name a folder (no suffix), or a report of a plan (.html)."

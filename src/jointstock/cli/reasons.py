"""The command that says why a target is not met."""

from typing import Annotated

from cyclopts import Parameter

from jointstock.analyses.why_not import why_not
from jointstock.cli.console import say, show_document, show_table
from jointstock.cli.options import AsJson, Limits, PlanArgument
from jointstock.cli.outcomes import DONE
from jointstock.cli.planning import refuse_limits, searching
from jointstock.cli.subject import read_made


def show_reasons(
    plan: PlanArgument,
    /,
    *,
    nation: Annotated[str, Parameter(metavar="N", help="Nation, such as EE.")],
    class_: Annotated[str, Parameter(name="--class", metavar="C", help="Requirement class.")],
    by: Annotated[
        str | None,
        Parameter(metavar="YYYY-MM", help="Month from which nothing is to be short. By default the end."),
    ] = None,
    limits: Annotated[Limits, Parameter(name="*")] = Limits(),  # noqa: B008 (frozen)
    json: AsJson = False,
) -> int:
    """Say why a target is not met in a plan, and the ways out.

    Names a set of limits that contradict the target together, each of them
    needed for that, and what raising each alone, or several together, takes.
    First all other targets are left aside; where it could be met so, what all
    nations together get is among the limits.

    Example: jointstock why-not my-plan --nation XV --class ARTILLERY --by 2025-12
    """
    refuse_limits(limits)
    chosen = read_made(plan)
    with searching(limits) as search:
        found = why_not(chosen, nation, class_, by=by, **search)
    if json:
        show_document(found.document())
        return DONE
    rows = [
        (
            row["kind"],
            row["object"],
            None if row["raise_by"] is None else f"{100 * row['raise_by']:.1f} %",
            row["amount"],
            row["unit"],
        )
        for row in found.table().iter_rows(named=True)
    ]
    if rows:
        show_table("Limits that stand against it", ["limit", "of", "raise alone by", "amount", "unit"], rows)
    say(found.summary())
    return DONE

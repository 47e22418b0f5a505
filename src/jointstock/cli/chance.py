"""The command `jointstock chance`: how likely the targets are met, where a plan is carried out."""

import dataclasses
from typing import Annotated

from cyclopts import Parameter

from jointstock.analyses.chance import chance
from jointstock.cli.console import say, show_document, show_table
from jointstock.cli.options import AsJson, CaseArgument, PlanArgument
from jointstock.cli.outcomes import DONE
from jointstock.cli.subject import read_made
from jointstock.files.folder import open_case


def show_chance(
    case: CaseArgument,
    plan: PlanArgument,
    /,
    *,
    scenarios: Annotated[int, Parameter(metavar="N", help="Number of scenarios.")] = 10000,
    seed: Annotated[int, Parameter(metavar="N", help="Seed: the same one gives the same scenarios.")] = 1,
    by: Annotated[
        str | None,
        Parameter(
            metavar="YYYY-MM", help="Month by which targets are to be met for good. By default the end."
        ),
    ] = None,
    workers: Annotated[int, Parameter(metavar="N", help="Threads; the numbers do not depend on it.")] = 1,
    json: AsJson = False,
) -> int:
    """Show how likely each target is met for good, where a plan is carried out as it stands.

    What may happen stands in the case: outages of sites, and distributions of
    yields, leads and use. The plan is replayed month by month in every
    scenario; nobody plans again. Each chance has a half-width: half of its
    95 % interval.

    Example: jointstock chance nordic-mini my-plan --by 2027-12
    """
    asked = open_case(case)
    made = read_made(plan)
    known = made.case.replace(
        outages=asked.outages, outage_sites=asked.outage_sites, distributions=asked.distributions
    )
    found = chance(
        dataclasses.replace(made, case=known), scenarios=scenarios, seed=seed, by=by, workers=workers
    )
    if json:
        show_document(found.document())
        return DONE
    rows = [
        (
            row["nation"],
            row["class"],
            "yes" if row["plan"] else "no",
            f"{row['chance']:.1%}",
            f"± {row['half_width']:.1%}",
            f"{row['shortfall']:,.0f}",
            f"{row['plan_shortfall']:,.0f}",
            row["early"],
            row["median"],
            row["late"],
        )
        for row in found.table().iter_rows(named=True)
    ]
    header = ["nation", "class", "in the plan", "chance", "half-width", "mean short", "short in the plan"]
    title = f"Met by {found.by} for good, {found.scenarios} scenarios; met from (5, 50, 95 % of them)"
    show_table(title, [*header, "5 %", "50 %", "95 %"], rows)
    say(found.summary())
    return DONE

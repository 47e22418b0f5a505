"""Commands that read a plan: check it, report on it."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from jointstock.cli.console import say, show_document
from jointstock.cli.options import AsJson, CaseArgument, PlanArgument
from jointstock.cli.outcomes import DONE, FINDINGS
from jointstock.errors import OptionError
from jointstock.files.folder import open_case
from jointstock.plans.folder import read_plan
from jointstock.plans.verify import verify
from jointstock.report.document import write_report


def verify_plan(
    case: CaseArgument,
    plan: PlanArgument,
    /,
    *,
    monthly: Annotated[
        bool,
        Parameter(
            negative="",
            help="Spread periods over their months and note what would break inside; notes are no findings.",
        ),
    ] = False,
    json: AsJson = False,
) -> int:
    """Check a plan by code that shares nothing with the model.

    Every rule is recomputed from the case and the tables of the plan alone:
    balances, capacity, parts, budgets, payments, cover, costs. The rows
    checked are counted for each rule. The last line says how many findings
    there are; exit code 1 where there is one.

    Example: jointstock verify my-case my-plan
    """
    findings = verify(open_case(case), read_plan(plan), monthly=monthly)
    if json:
        show_document(findings.document())
    else:
        say(findings.summary())
    return FINDINGS if findings else DONE


def report(
    plan: PlanArgument,
    /,
    *,
    html: Annotated[Path, Parameter(metavar="FILE", help="File to write; it needs nothing beside itself.")],
    json: AsJson = False,
) -> int:
    """Write a plan as one page to hand on: where we are short, why, what to order, what it costs.

    Example: jointstock report my-plan --html plan.html
    """
    if not html.parent.is_dir():
        raise OptionError(f"The folder '{html.parent}' does not exist; make it first.")
    write_report(read_plan(plan), html)
    if json:
        show_document({"plan": str(plan), "report": str(html), "bytes": html.stat().st_size})
    else:
        say(f"The report is {html}.")
    return DONE

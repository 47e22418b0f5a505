"""Commands that read a plan: check it, prove it, report on it."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from jointstock.cli.console import say, show_document
from jointstock.cli.options import AsJson, CaseArgument, PlanArgument
from jointstock.cli.outcomes import DONE, FINDINGS
from jointstock.cli.subject import read_frontier, read_made
from jointstock.errors import OptionError
from jointstock.files.folder import open_case
from jointstock.plans.certify import certify
from jointstock.plans.claims import CLOSE
from jointstock.plans.folder import read_plan, refuse_unwritable
from jointstock.plans.verify import verify
from jointstock.report.document import write_report

PAGES = (".html", ".htm")
ASKED = ("commitments", "deadline", "end", "shortfall", "transition", "money")


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


def certify_plan(
    plan: PlanArgument,
    /,
    *,
    within: Annotated[
        float,
        Parameter(
            metavar="SHARE",
            help="Largest gap by value, of all levels but reimbursed, stability and stock.",
        ),
    ] = CLOSE,
    json: AsJson = False,
) -> int:
    """Prove how far from best each level of a plan is, without a solver.

    The program is built from the case of the plan again; from the prices in
    its certificate follows, for each level, a value that no plan is below; and
    of a deadline, that no earlier one can be kept, of fairness, that nobody
    could do better. What is not proven is said. Exit code 1 where a plan that
    is said to be optimal is further above it than asked for.

    Example: jointstock certify my-plan
    """
    made = read_plan(plan)
    proof = certify(made)
    if json:
        show_document(proof.document())
    else:
        say(proof.summary())
    rounds = [level for level in proof.rows.get_column("level") if level.startswith("fair ")]
    close = proof.worst_of(*ASKED, *rounds) <= within and proof.worst_claim <= within
    return FINDINGS if made.run.get("status") == "optimal" and not close else DONE


def report(
    plan: PlanArgument,
    /,
    *,
    html: Annotated[Path, Parameter(metavar="FILE", help="File to write; it needs nothing beside itself.")],
    frontier: Annotated[
        Path | None,
        Parameter(
            metavar="FRONTIER.json",
            help="Also show what more or less money would do, with the point of the plan: a file that "
            "`jointstock pareto PLAN/case --out FRONTIER.json` has written, for the same calendar and end.",
        ),
    ] = None,
    json: AsJson = False,
) -> int:
    """Write a plan as one page to hand on: where we are short, why, what to order, what it costs.

    Example: jointstock report my-plan --html plan.html
    """
    refuse_no_page(html)
    curve = None if frontier is None else read_frontier(frontier)
    write_report(read_made(plan), html, curve)
    if json:
        show_document({"plan": str(plan), "report": str(html), "bytes": html.stat().st_size})
    else:
        say(f"The report is {html}.")
    return DONE


def refuse_no_page(html: Path) -> None:
    """Refuse a place where no page can be written, before the plan is read.

    Raises:
        OptionError: The place is a folder, has another ending than .html or .htm, or cannot be written.
    """
    if html.is_dir() or html.name in ("", ".."):
        raise OptionError(f"'{html}' is a folder; name a file, such as {html / 'plan.html'}.")
    if html.suffix.lower() not in PAGES:
        raise OptionError(f"'{html}' does not end in .html or .htm; name a file such as plan.html.")
    refuse_unwritable(html)

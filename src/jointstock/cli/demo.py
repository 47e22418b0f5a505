"""The command that shows the whole way: case, plan, check, report."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from jointstock.cli.console import explain, say, show_document
from jointstock.cli.options import AsJson, Limits
from jointstock.cli.outcomes import DONE, FINDINGS
from jointstock.cli.planning import searching, show_notes, show_plan
from jointstock.files.folder import open_case
from jointstock.plans.folder import place_for_plan, read_plan, write_plan
from jointstock.plans.make import make_plan
from jointstock.plans.verify import verify
from jointstock.report.document import write_report

CASE = "allies-2023-06"
FOLDER = Path("jointstock-demo")
REPORT = "report.html"


def demo(
    *,
    out: Annotated[Path, Parameter(metavar="DIR", help="Folder for the plan and its report.")] = FOLDER,
    json: AsJson = False,
) -> int:
    """Plan a bundled case from end to end: the Allies and Ukraine as known in June 2023.

    It opens the case, makes the joint plan, checks it by independent code,
    and writes the plan folder with a report. An earlier demo in the same
    folder is replaced.

    Example: jointstock demo --out first-plan
    """
    place_for_plan(out, overwrite=True)
    case = open_case(CASE)
    if not json:
        show_notes(case)
    with searching(Limits()) as search:
        made = make_plan(case, **search)
    write_plan(made, out, overwrite=True)
    plan = read_plan(out)
    findings = verify(case, plan)
    write_report(plan, out / REPORT)
    if json:
        written = {"plan": str(out), "report": str(out / REPORT)}
        show_document({**written, "findings": findings.count, "run": plan.run})
    else:
        show_plan(plan, out, as_json=False)
        explain(f"The report is {out / REPORT}; open it in a browser.")
        say(f"Checked by independent code: {findings.summary()}")
    return FINDINGS if findings else DONE

"""What a question is asked of: a case or a plan."""

from pathlib import Path

from jointstock.cli.console import explain
from jointstock.facts.case import Case
from jointstock.files.folder import open_case
from jointstock.plans.folder import is_as_made, read_plan
from jointstock.plans.plan import Plan


def open_subject(name: str) -> Case | Plan:
    """Open a plan folder, a case folder or a bundled case.

    Args:
        name: A folder that holds `run.json` is a plan; everything else is a case.

    Raises:
        CaseError: The case is faulty.
        OptionError: There is no such case or plan.
    """
    if (Path(name) / "run.json").is_file():
        return read_made(name)
    return open_case(name)


def read_made(directory: str | Path) -> Plan:
    """Read a plan folder, and warn where its tables have been changed since it was made.

    Raises:
        OptionError: The folder is missing, or a part of it is missing or cannot be read.
    """
    plan = read_plan(directory)
    if not is_as_made(plan):
        explain(
            f"Note: the tables of '{directory}' are not those that the plan was made with; "
            f"'jointstock verify {Path(directory) / 'case'} {directory}' says what does not fit."
        )
    return plan

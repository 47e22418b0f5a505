"""What a question is asked of: a case or a plan."""

from pathlib import Path

from jointstock.facts.case import Case
from jointstock.files.folder import open_case
from jointstock.plans.folder import read_plan
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
        return read_plan(Path(name))
    return open_case(name)

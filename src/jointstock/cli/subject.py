"""What a question is asked of: a case, a plan or a frontier."""

import json
from pathlib import Path

from jointstock.analyses.pareto import Pareto, from_document
from jointstock.cli.console import explain
from jointstock.errors import OptionError
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


def read_frontier(path: Path) -> Pareto:
    """Read a frontier that `jointstock pareto --out FILE.json` has written.

    Raises:
        OptionError: There is no such file, or it holds no frontier.
    """
    remedy = "write one with 'jointstock pareto CASE --out frontier.json'."
    if not path.is_file():
        raise OptionError(f"There is no file '{path}'; {remedy}")
    try:
        return from_document(json.loads(path.read_text("utf-8")))
    except ValueError as error:
        raise OptionError(f"'{path}' is no JSON document; {remedy}") from error
    except OptionError as error:
        raise OptionError(f"'{path}': {error}") from error

"""Commands that answer a question on a case or a plan."""

from typing import Annotated

from cyclopts import Parameter

from jointstock.analyses.gaps import gaps
from jointstock.analyses.requirement import requirement
from jointstock.analyses.target_versions import diff_targets
from jointstock.cli.console import say, show_document, show_table
from jointstock.cli.options import AsJson, CaseArgument
from jointstock.cli.outcomes import DONE
from jointstock.cli.subject import open_subject
from jointstock.facts.answer import Answer
from jointstock.files.folder import open_case

SHARES = ("ratio", "share")


def show_gaps(
    case: Annotated[str, Parameter(help="A case folder, the name of a bundled case, or a plan folder.")],
    /,
    *,
    nation: Annotated[str | None, Parameter(metavar="NATION", help="Only this nation, such as EE.")] = None,
    class_: Annotated[str | None, Parameter(name="--class", metavar="CLASS", help="Only this class.")] = None,
    json: AsJson = False,
) -> int:
    """Show who is short of what, month by month.

    Of a case: from the opening stock, the open orders and the planned use
    alone, before any plan. Of a plan: what the plan leaves short. `closes` is
    the first month from which the target stays covered, or never. A table
    of the largest shortfalls is shown; with both a nation and a class, every
    month.

    Example: jointstock gaps nordic-mini --nation XN
    """
    found = gaps(open_subject(case), nation=nation, class_=class_)
    if json:
        show_document(found.document())
        return DONE
    table = found.closing() if nation is None or class_ is None else found.rows.drop("nation", "class")
    show_table(f"Short of target, as of {found.as_of}", table.columns, table.rows())
    say(found.summary())
    return DONE


def show_requirement(
    case: CaseArgument,
    /,
    *,
    version: Annotated[
        str | None, Parameter(metavar="VERSION", help="Only this version of the targets.")
    ] = None,
    json: AsJson = False,
) -> int:
    """Show what targets ask for, and what they are computed from.

    `p50`, `p80` and `p95` are what the efforts behind a target come to at
    these percentiles of their rates; `computed` is what they, or a key, give
    at the percentile chosen; `ratio` is the stated quantity by the computed.
    `quantity` is what a plan works towards.

    Example: jointstock requirement nordic-mini
    """
    found = requirement(open_case(case), version=version)
    return _show(found, f"What targets ask for, as of {found.as_of}", as_json=json)


def show_target_changes(
    case: CaseArgument,
    old: Annotated[str, Parameter(help="The version that is compared with.")],
    new: Annotated[str, Parameter(help="The version that is compared.")],
    /,
    *,
    json: AsJson = False,
) -> int:
    """Show what changes from one version of the targets to another.

    `old` and `new` are in force in the last month of the case; `month` is the
    first in which the two differ.

    Example: jointstock diff-targets allies-2023-06 v1 v2
    """
    found = diff_targets(open_case(case), old, new)
    return _show(found, f"Targets from {old} to {new}", as_json=json)


def _show(found: Answer, title: str, *, as_json: bool) -> int:
    """Print an answer as a table and a summary, or as one document."""
    if as_json:
        show_document(found.document())
        return DONE
    columns = found.rows.columns
    show_table(title, columns, [tuple(map(_cell, columns, row)) for row in found.rows.iter_rows()])
    say(found.summary())
    return DONE


def _cell(column: str, value: object) -> object:
    """A cell as it is shown: a share in per cent."""
    return f"{value:.0%}" if column in SHARES and isinstance(value, float) else value

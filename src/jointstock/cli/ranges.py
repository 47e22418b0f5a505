"""The command that shows how far the answer depends on assumed figures."""

import json as js
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from jointstock.analyses.ranges import TOP, Ranges, ranges
from jointstock.cli.console import explain, say, show_document, show_table
from jointstock.cli.options import AsJson, CaseArgument, Horizon, Limits, WhatIf
from jointstock.cli.outcomes import CANCELLED, DONE
from jointstock.cli.planning import prepare, refuse_limits, searching
from jointstock.errors import OptionError
from jointstock.files.folder import open_case
from jointstock.plans.folder import refuse_unwritable
from jointstock.report.tornado import write_tornado

FORMS = (".csv", ".html", ".json")


def show_ranges(
    case: CaseArgument,
    /,
    *,
    top: Annotated[
        int,
        Parameter(metavar="N", help="Tables to plan where no group is named, the widest ranges first."),
    ] = TOP,
    group: Annotated[
        tuple[str, ...],
        Parameter(
            negative=(),
            show_default=False,
            metavar="TABLE[.KEY]",
            help="Figures to move together: a table, a table with the first parts of its key such as "
            "budgets.EE, or source:KEY. Once for each group.",
        ),
    ] = (),
    out: Annotated[
        Path | None, Parameter(metavar="FILE", help="File to write: .csv, .json, or .html with a chart.")
    ] = None,
    horizon: Annotated[Horizon, Parameter(name="*")] = Horizon(),  # noqa: B008 (frozen)
    what_if: Annotated[WhatIf, Parameter(name="*")] = WhatIf(),  # noqa: B008 (frozen)
    limits: Annotated[Limits, Parameter(name="*")] = Limits(),  # noqa: B008 (frozen)
    json: AsJson = False,
) -> int:
    """Show how far the answer depends on assumed figures.

    Figures that are assumed or synthetic and have a low and a high are moved
    by groups, by default by table: the case is planned with all figures of a
    group at low, and at high. That takes two plans a group; --time-limit
    counts for each. Ctrl-C keeps the groups that have been planned.

    Example: jointstock ranges allies-2023-06 --calendar 6x1,17x6 --top 3
    """
    refuse_limits(limits)
    if out is not None:
        refuse_no_form(out)
    asked, _ = prepare(open_case(case), horizon, what_if)
    with searching(limits) as search:
        found = ranges(asked, group or None, top=top, calendar=horizon.calendar, end=horizon.end, **search)
        stopped = search["cancel"] is not None and search["cancel"]()
    if out is not None:
        write_ranges(found, out)
    if json:
        show_document(found.document())
    else:
        show_found(found)
        if out is not None:
            explain(f"The ranges stand in {out}.")
    return CANCELLED if stopped else DONE


def show_found(found: Ranges) -> None:
    """Print ranges as a table and a summary."""
    columns = ["group", "figures", "shortfall_low", "shortfall_high", "end_low", "end_high"]
    columns += ["money_low", "money_high", "width", "remark"]
    if found.rows.height:
        title = f"At both ends of assumed figures, as of {found.plan.run['as_of']}"
        show_table(title, columns, found.rows.select(columns).rows())
    say(found.summary())


def refuse_no_form(out: Path) -> None:
    """Refuse a place where ranges cannot be written, before anything is planned.

    Raises:
        OptionError: The file has another ending than .csv, .json or .html, or cannot be written.
    """
    if out.is_dir() or out.suffix.lower() not in FORMS:
        raise OptionError(f"'{out}' does not end in .csv, .json or .html; name a file such as ranges.csv.")
    refuse_unwritable(out)


def write_ranges(found: Ranges, out: Path) -> None:
    """Write ranges; the form follows from the name of the file."""
    form = out.suffix.lower()
    if form == ".html":
        write_tornado(found, out)
    elif form == ".csv":
        found.rows.write_csv(out)
    else:
        out.write_text(js.dumps(found.document(), indent=1, ensure_ascii=False) + "\n", "utf-8")

"""The command `jointstock calendars`: what a coarse calendar loses."""

from typing import Annotated, Literal

from cyclopts import Parameter

from jointstock.analyses.calendars import MOST_COLUMNS
from jointstock.analyses.calendars import calendars as measured
from jointstock.cli.console import say, show_document, show_table
from jointstock.cli.options import AsJson, CaseArgument, Limits
from jointstock.cli.outcomes import CANCELLED, DONE
from jointstock.cli.planning import refuse_limits, searching
from jointstock.files.folder import open_case


def show_calendars(
    case: CaseArgument,
    /,
    *,
    calendars: Annotated[
        tuple[str, ...],
        Parameter(
            negative=(),
            consume_multiple=True,
            show_default=False,
            metavar="COUNTxMONTHS,...",
            help="Calendars to plan on, such as 12x1,4x3 8x3. By default the case's own, the default "
            "and a few coarser ones.",
        ),
    ] = (),
    without_months: Annotated[
        bool, Parameter(negative=(), show_default=False, help="Leave the monthly plan out.")
    ] = False,
    most_columns: Annotated[
        int, Parameter(metavar="N", help="Leave out calendars whose program has more columns.")
    ] = MOST_COLUMNS,
    end: Annotated[
        Literal["meet", "none"] | None,
        Parameter(help="Whether what is short at the end counts first. By default what the case says."),
    ] = None,
    limits: Annotated[Limits, Parameter(name="*")] = Limits(),  # noqa: B008 (frozen)
    json: AsJson = False,
) -> int:
    """Show what a coarse calendar loses against months.

    The case is planned on each calendar, and each plan replayed by the month:
    the loss is the area under the shortfall above that of the monthly plan.
    --time-limit counts for each plan. Ctrl-C keeps those that are made.

    Example: jointstock calendars nordic-mini --calendars 12x1,4x3 8x3
    """
    refuse_limits(limits)
    asked = open_case(case)
    with searching(limits) as search:
        found = measured(
            asked,
            calendars or None,
            end=end,
            with_months=not without_months,
            most_columns=most_columns,
            **search,
        )
        stopped = search["cancel"] is not None and search["cancel"]()
    if json:
        show_document(found.document())
    else:
        rows = [
            (
                row["calendar"],
                row["periods"],
                f"{row['columns']:,}",
                f"{row['seconds']:.1f}",
                f"{row['claimed']:,.2f}",
                f"{row['area']:,.2f}",
                "" if row["loss"] is None else f"{row['loss']:+.2f}",
                row["remark"] or "",
            )
            for row in found.table().iter_rows(named=True)
        ]
        header = ["calendar", "periods", "columns", "seconds", "claimed", "by the month", "loss, %", "remark"]
        show_table(f"Weighted shortfall-months, losses against {found.against}", header, rows)
        say(found.summary())
    return CANCELLED if stopped else DONE

"""The command that shows a plan as an agency runs it: orders, call-offs, payments."""

from pathlib import Path
from typing import Annotated

import polars as pl
from cyclopts import Parameter

from jointstock.analyses.call_offs import call_offs
from jointstock.analyses.order_book import order_book
from jointstock.analyses.payment_calendar import payment_calendar
from jointstock.cli.console import explain, say, show_document, show_table
from jointstock.cli.options import AsJson, PlanArgument
from jointstock.cli.outcomes import DONE
from jointstock.cli.subject import read_made
from jointstock.errors import OptionError
from jointstock.plans.folder import refuse_unwritable

FILES = ("order-book.csv", "call-offs.csv", "payment-calendar.csv")


def show_book(
    plan: PlanArgument,
    /,
    *,
    out: Annotated[
        Path | None,
        Parameter(
            metavar="FOLDER",
            help="Folder to write order-book.csv, call-offs.csv and payment-calendar.csv to; files of these "
            "names are replaced.",
        ),
    ] = None,
    json: AsJson = False,
) -> int:
    """Show the order book, the call-offs and the payments of a plan.

    Of each contract: what is ordered under it, how much of its ceiling is
    used, and whether its minimum order and its take-or-pay are reached. Of
    each payer: what it pays in each of its fiscal years, in the currency of
    its own accounts where the case has a rate for it. Every order, call-off
    and payment stands in the files.

    Example: jointstock book my-plan --out my-book
    """
    if out is not None:
        refuse_no_folder(out)
    chosen = read_made(plan)
    book, called, paid = order_book(chosen), call_offs(chosen), payment_calendar(chosen)
    if out is not None:
        write_tables(out, (book.table(), called.table(), paid.rows))
    if json:
        show_document(
            {
                "order_book": book.document(),
                "call_offs": called.document(),
                "payment_calendar": paid.document(),
            }
        )
        return DONE
    currency = chosen.case.settings.currency
    contracts = book.contracts.select(
        *("contract", "agent", "orders", "quantity", "value", "ceiling_used", "ceiling_value_used"),
        *("minimum_reached", "taken"),
    )
    rows = [(*cells[:5], _share(cells[5]), _share(cells[6]), *cells[7:]) for cells in contracts.iter_rows()]
    headings = ["contract", "agent", "orders", "units", currency]
    headings += ["of ceiling", "of its value", "minimum", "taken"]
    show_table("Order book", headings, rows)
    years = paid.years().select("payer", "year", "paid", "budget", "carried_in", "currency", "national")
    cells = [
        (payer, "after" if year is None else str(year), *rest) for payer, year, *rest in years.iter_rows()
    ]
    headings = ["payer", "year", currency, "budget", "carried in", "in", "own"]
    show_table("Payments by fiscal year", headings, cells)
    say(f"{book.summary()} {called.summary()} {paid.summary()}")
    if out is not None:
        explain(f"The tables stand in {out}: {', '.join(FILES)}.")
    return DONE


def refuse_no_folder(out: Path) -> None:
    """Refuse a place where no folder can be made, before the plan is read.

    Raises:
        OptionError: A file stands there, or nothing can be written.
    """
    if out.exists() and not out.is_dir():
        raise OptionError(f"'{out}' is a file; name a folder, such as my-book.")
    refuse_unwritable(out)


def write_tables(out: Path, tables: tuple[pl.DataFrame, ...]) -> None:
    """Write the order book, the call-offs and the payments as CSV files of a folder."""
    out.mkdir(parents=True, exist_ok=True)
    for name, table in zip(FILES, tables, strict=True):
        table.write_csv(out / name)


def _share(value: float | None) -> str | None:
    return None if value is None else f"{value:.1%}"

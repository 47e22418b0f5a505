"""Commands on goals that pull against each other: fairness, burden, money and time."""

import json as js
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from jointstock.analyses.burden import burden
from jointstock.analyses.fairness import fairness
from jointstock.analyses.pareto import Pareto, pareto
from jointstock.analyses.time_to_target import time_to_target
from jointstock.cli.console import say, show_document, show_table
from jointstock.cli.options import AsJson, CaseArgument, Horizon, Limits, PlanArgument, WhatIf
from jointstock.cli.outcomes import DONE
from jointstock.cli.planning import prepare, refuse_limits, searching
from jointstock.cli.subject import read_made
from jointstock.errors import OptionError
from jointstock.files.folder import open_case
from jointstock.model.choosing import Outcome
from jointstock.plans.folder import place_for_plan, refuse_unwritable, write_plan
from jointstock.report.writing import write

FORMS = (".json", ".csv", ".html")


def show_fairness(
    case: CaseArgument,
    /,
    *,
    of: Annotated[
        Outcome,
        Parameter(
            help="fill: the share of its requirement that a nation gets; shortfall: what it is short of; "
            "amount: what it gets."
        ),
    ] = "fill",
    within: Annotated[
        float | None,
        Parameter(metavar="SHARE", help="Share of the least shortfall that may be given up. By default any."),
    ] = None,
    horizon: Annotated[Horizon, Parameter(name="*")] = Horizon(),  # noqa: B008 (frozen)
    what_if: Annotated[WhatIf, Parameter(name="*")] = WhatIf(),  # noqa: B008 (frozen)
    limits: Annotated[Limits, Parameter(name="*")] = Limits(),  # noqa: B008 (frozen)
    json: AsJson = False,
) -> int:
    """Show what fairness between nations costs.

    Three plans side by side: the least shortfall of all together, the worst
    off nation as well off as can be (max-min), and every nation in its turn
    (leximin). The price of fairness is what the shortfall of all grows by.

    Example: jointstock fairness nordic-mini
    """
    refuse_limits(limits)
    asked, _ = prepare(open_case(case), horizon, what_if)
    with searching(limits) as search:
        found = fairness(asked, of=of, within=within, calendar=horizon.calendar, end=horizon.end, **search)
    if json:
        show_document(found.document())
        return DONE
    table = found.table()
    rows = [
        (nation, wanted, *(_share(value) if of == "fill" else value for value in values))
        for nation, wanted, *values in table.iter_rows()
    ]
    show_table(f"What each nation gets, as of {found.as_of}", table.columns, rows)
    say(found.summary())
    return DONE


def show_burden(plan: PlanArgument, /, *, json: AsJson = False) -> int:
    """Show who pays which share of a plan, beside keys of burden-sharing.

    For every party that wants or pays anything: what it pays, its share, and
    the ratio of that share to its share by each key: equal, gross domestic
    product, defence budget, requirement, benefit. 1 is as much as the key
    asks for. What is not known is left empty. Funds and agencies have a share
    of what is paid and no ratio; the ratios compare nations among themselves.

    Example: jointstock burden my-plan
    """
    found = burden(read_made(plan))
    if json:
        show_document(found.document())
        return DONE
    table = found.table()
    rows = [
        (payer, paid, _share(share), *(None if ratio is None else f"{ratio:.2f}" for ratio in ratios))
        for payer, paid, share, *ratios in table.iter_rows()
    ]
    show_table("Shares paid, and their ratio to shares by key", table.columns, rows)
    say(found.summary())
    return DONE


def show_pareto(
    case: CaseArgument,
    /,
    *,
    out: Annotated[Path, Parameter(metavar="FILE", help="File to write, .json, .csv or .html.")],
    points: Annotated[
        int | None,
        Parameter(
            metavar="N",
            help="Points at even distances of money. By default the corners of the frontier, or 11 points "
            "where there are yes-no decisions.",
        ),
    ] = None,
    horizon: Annotated[Horizon, Parameter(name="*")] = Horizon(),  # noqa: B008 (frozen)
    what_if: Annotated[WhatIf, Parameter(name="*")] = WhatIf(),  # noqa: B008 (frozen)
    limits: Annotated[Limits, Parameter(name="*")] = Limits(),  # noqa: B008 (frozen)
    json: AsJson = False,
) -> int:
    """Show what each further sum of money saves of the shortfall.

    Commitments are kept, and the end is met as well as if money had no limit.
    Each point is the least shortfall for its money; the slopes say what one
    more unit of money, or one less, changes.

    Example: jointstock pareto nordic-mini --out frontier.csv
    """
    refuse_limits(limits)
    refuse_no_frontier(out)
    asked, _ = prepare(open_case(case), horizon, what_if)
    with searching(limits) as search:
        found = pareto(asked, points, calendar=horizon.calendar, end=horizon.end, **search)
    write_frontier(found, out)
    if json:
        show_document(found.document())
        return DONE
    columns = ["money", "area", "slope_left", "slope_right"]
    rows = [
        (money, area, *(None if slope is None else f"{slope:.4g}" for slope in slopes))
        for money, area, *slopes in found.points.select(columns).iter_rows()
    ]
    show_table(f"Shortfall by money in {found.currency}, as of {found.as_of}", columns, rows)
    say(found.summary())
    return DONE


def refuse_no_frontier(out: Path) -> None:
    """Refuse a place where no frontier can be written, before it is sought.

    Raises:
        OptionError: The file has another ending than .json, .csv or .html, or cannot be written.
    """
    if out.is_dir() or out.suffix.lower() not in FORMS:
        raise OptionError(f"'{out}' does not end in .json, .csv or .html; name a file such as frontier.csv.")
    refuse_unwritable(out)


def write_frontier(found: Pareto, out: Path) -> None:
    """Write a frontier; the form follows from the name of the file."""
    if out.suffix.lower() == ".csv":
        found.points.write_csv(out)
    elif out.suffix.lower() == ".html":
        write(found, out)
    else:
        out.write_text(js.dumps(found.document(), indent=1, ensure_ascii=False) + "\n", "utf-8")


def show_time_to_target(
    case: CaseArgument,
    /,
    *,
    nation: Annotated[str | None, Parameter(metavar="NATION", help="Only targets of this nation.")] = None,
    class_: Annotated[
        str | None, Parameter(name="--class", metavar="CLASS", help="Only targets of this class.")
    ] = None,
    out: Annotated[
        Path | None, Parameter(metavar="DIR", help="Folder to write the plan to that meets them then.")
    ] = None,
    horizon: Annotated[Horizon, Parameter(name="*")] = Horizon(),  # noqa: B008 (frozen)
    limits: Annotated[Limits, Parameter(name="*")] = Limits(),  # noqa: B008 (frozen)
    json: AsJson = False,
) -> int:
    """Show how soon targets can be met for good.

    Only commitments go before; the plan that is soonest may leave more short
    on the way than the plan of the least shortfall. `remaining` is what is
    short at the end.

    Example: jointstock time-to-target nordic-mini --nation XN
    """
    refuse_limits(limits)
    if out is not None:
        place_for_plan(out, overwrite=False)
    asked, _ = prepare(open_case(case), horizon, WhatIf())
    with searching(limits) as search:
        found = time_to_target(asked, nation, class_, calendar=horizon.calendar, end=horizon.end, **search)
    if out is not None:
        write_plan(found.plan, out)
    if json:
        show_document(found.document())
        return DONE
    show_table("Months until each target is met for good", found.rows.columns, found.rows.rows())
    say(found.summary())
    return DONE


def _share(value: float | None) -> str | None:
    return None if value is None else f"{value:.1%}"

"""Arguments and options that several commands share."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Group, Parameter

CaseArgument = Annotated[str, Parameter(help="A case folder, or the name of a bundled case (see `cases`).")]
PlanArgument = Annotated[Path, Parameter(help="A plan folder, as `jointstock plan --out` writes it.")]
AsJson = Annotated[
    bool, Parameter(name="--json", negative=(), show_default=False, help="Print one JSON document, no words.")
]

WHAT_IF = Group("What if", help="Kept with the plan; verify applies them again.", sort_key=2)
LIMITS = Group("Limits", sort_key=3)
HORIZON = Group("Time", sort_key=1)


@dataclass(frozen=True, kw_only=True)
class Horizon:
    """How far the plan looks, and in which steps."""

    months: Annotated[
        int | None,
        Parameter(
            group=HORIZON, metavar="N", help="Months to plan, 1 or more. By default what the case says."
        ),
    ] = None
    until: Annotated[str | None, Parameter(group=HORIZON, metavar="YYYY-MM", help="Last month to plan.")] = (
        None
    )
    calendar: Annotated[
        str | None,
        Parameter(
            group=HORIZON,
            metavar="COUNTxMONTHS,...",
            help="Periods, such as 12x1,16x3: 12 single months, then 16 quarters. By default 12 single "
            "months, then quarters that end in March, June, September and December.",
        ),
    ] = None
    end: Annotated[
        Literal["meet", "none"] | None,
        Parameter(
            group=HORIZON,
            help="meet: what is short at the end counts before what is short on the way; none: it does not. "
            "By default what the case says.",
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """Changes to the case before it is planned."""

    change: Annotated[
        tuple[Path, ...],
        Parameter(
            group=WHAT_IF,
            negative=(),
            show_default=False,
            metavar="FILE.toml",
            help="A file of changes, in the form shown above.",
        ),
    ] = ()
    set: Annotated[
        tuple[str, ...],
        Parameter(
            group=WHAT_IF,
            negative=(),
            show_default=False,
            metavar="TABLE.KEY.COLUMN=VALUE",
            help="Change figures: =, *= or +=, the parts of the key in the order of the dictionary, * for "
            "any, quotes around a name with dots. One part at least; those left out behind it are any. "
            "Such as --set budgets.EE.2025.amount*=1.1",
        ),
    ] = ()
    without: Annotated[
        tuple[str, ...],
        Parameter(
            group=WHAT_IF,
            negative=(),
            show_default=False,
            metavar="obstacle:NAME",
            help="Leave an obstacle out. Such as --without obstacle:missile-licence",
        ),
    ] = ()


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What the search may cost."""

    time_limit: Annotated[
        float | None,
        Parameter(
            group=LIMITS,
            metavar="SECONDS",
            help="Stop after this time, more than 0, with the best plan found.",
        ),
    ] = None
    threads: Annotated[
        int, Parameter(group=LIMITS, metavar="N", help="Processor threads the solver may use, 1 to 64.")
    ] = 1

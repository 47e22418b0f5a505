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
GOALS = Group("Goals", help="Beyond the least shortfall for the least money.", sort_key=3)
LIMITS = Group("Limits", sort_key=4)
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


@dataclass(frozen=True, kw_only=True)
class Start(Limits):
    """What the search for a plan may cost, and where it begins."""

    start_from: Annotated[
        Path | None,
        Parameter(
            group=LIMITS,
            metavar="DIR",
            help="A plan of much the same case, such as the one that a what-if is held against: the search "
            "begins where that one ended, and is the sooner at the same best values.",
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class Goals:
    """What is asked of a plan beyond its usual levels."""

    fairness: Annotated[
        Literal["leximin", "max-min"] | None,
        Parameter(
            group=GOALS,
            help="max-min: first make the worst off nation as well off as can be; leximin: then the next, "
            "and so on to the best off. By default the shortfall of all together is made least.",
        ),
    ] = None
    fair_of: Annotated[
        Literal["fill", "shortfall", "amount"],
        Parameter(
            group=GOALS,
            help="fill: the share of its requirement that a nation gets; shortfall: what it is short of; "
            "amount: what it gets.",
        ),
    ] = "fill"
    fair_within: Annotated[
        float | None,
        Parameter(
            group=GOALS,
            metavar="SHARE",
            help="Share of the least shortfall that may be given up for fairness, such as 0.02. "
            "By default any.",
        ),
    ] = None
    keep: Annotated[
        Path | None,
        Parameter(
            group=GOALS,
            metavar="DIR",
            help="A plan made before: of plans that are equal in all else the one is made that departs from "
            "it least, in money.",
        ),
    ] = None
    signed_until: Annotated[
        str | None,
        Parameter(
            group=GOALS,
            metavar="YYYY-MM",
            help="With --keep: last month whose orders and expansions are signed, so that they stay.",
        ),
    ] = None

"""Rules of share limits: words that name a part of the value, and the facts that the part is found from."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.rules.parties import ANY, GROUP, lines_of
from jointstock.facts.rules.pointing import ROW, Rule, cell_text, numbered, point, suggestions
from jointstock.facts.rules.shares import TOLERANCE

NOT = "not "
OUTSIDE = "outside:"
RECIPIENT = "recipient:"
MAKER = "maker:"
SIZES = ("small", "medium", "large")
_SHOWN = 5


def numerators(case: Case) -> Iterator[Fault]:
    """A limit counts something that is no part of an order."""
    groups = case.table("nation_groups").get_column("group").drop_nulls().unique().sort().to_list()
    nations = case.table("nations").get_column("nation").drop_nulls().to_list()
    words = [
        *(OUTSIDE + group for group in groups),
        *(RECIPIENT + nation for nation in nations),
        *(RECIPIENT + GROUP + group for group in groups),
        *(MAKER + size for size in SIZES),
    ]
    known = [*words, *(NOT + word for word in words)]
    rows = numbered(case, "instrument_limits").drop_nulls("numerator")
    found = rows.filter(~pl.col("numerator").is_in(known))
    forms = "outside:GROUP, recipient:NATION, recipient:group:GROUP or maker:SIZE"
    suggest = suggestions(
        found.get_column("numerator"), known, f"Write {forms}, 'not ' before it for the rest."
    )
    yield from point(
        case,
        "instrument_limits",
        found,
        code="unknown-numerator",
        column="numerator",
        expected=f"{forms}, with a group or nation of the case and the sizes {', '.join(SIZES)}",
        remedy=lambda row: suggest(row["numerator"]),
    )


def opposite_limits(case: Case) -> Iterator[Fault]:
    """Limits on a part and on the rest leave less than the whole: no order could keep both."""
    limits = numbered(case, "instrument_limits").drop_nulls(["instrument", "numerator", "limit"])
    rest = limits.filter(pl.col("numerator").str.starts_with(NOT)).select(
        "instrument", numerator=pl.col("numerator").str.strip_prefix(NOT), _rest="limit"
    )
    both = limits.join(rest, on=["instrument", "numerator"], maintain_order="left")
    yield from point(
        case,
        "instrument_limits",
        both.filter(pl.col("limit") + pl.col("_rest") < 1 - TOLERANCE),
        code="limits-exclude-all",
        column="limit",
        expected=lambda row: (
            f"at least {cell_text(round(1 - row['_rest'], 9))}: the rest, 'not {row['numerator']}', is at "
            f"most {cell_text(row['_rest'])}, and the two make 1"
        ),
        remedy="Raise one of the two limits; as they stand no order is eligible.",
    )


def origins(case: Case) -> Iterator[Fault]:
    """A limit counts what does not originate in a group, and of a line it is not known."""
    limited = _limited_lines(case, OUTSIDE).with_columns(group=pl.col("_part"))
    known = case.table("line_origins").select("line", "group")
    missing = limited.join(known, on=["line", "group"], how="anti")
    listed = missing.group_by(ROW, maintain_order=True).agg(
        pl.col("numerator", "source", "group", "instrument").first(), _lines=pl.col("line").unique().sort()
    )
    yield from point(
        case,
        "instrument_limits",
        listed,
        code="origin-missing",
        column="numerator",
        expected=lambda row: (
            f"rows of line_origins.csv for the group '{row['group']}' and the lines that contracts of "
            f"'{row['instrument']}' order from: {_some(row['_lines'])}"
        ),
        remedy="Add the share of the value that originates in the group, for each of them.",
    )
    unknown = numbered(case, "line_origins").filter(pl.col("share").is_null())
    yield from point(
        case,
        "line_origins",
        unknown.join(limited, on=["line", "group"], how="semi"),
        code="unknown-needed",
        column="share",
        expected=lambda row: (
            f"a value for {row['line']} / {row['group']}: empty means unknown, and an instrument limits it"
        ),
        remedy="Fill in an estimate and mark it as assumed.",
    )


def sizes(case: Case) -> Iterator[Fault]:
    """A limit counts the size of makers, and that of a site is not known."""
    places = case.table("lines").select("line", "site")
    limited = _limited_lines(case, MAKER).join(places, on="line")
    unknown = numbered(case, "sites").filter(pl.col("size").is_null())
    yield from point(
        case,
        "sites",
        unknown.join(limited, on="site", how="semi"),
        code="unknown-needed",
        column="size",
        expected=lambda row: (
            f"a value for {row['site']}: empty means unknown, and an instrument limits orders by it"
        ),
        remedy="Write small, medium or large, and mark an estimate as assumed.",
    )


def origin_shares(case: Case) -> Iterator[Fault]:
    """The value of a line originates in two groups that share no nation, and makes more than one."""
    rows = numbered(case, "line_origins").drop_nulls(["line", "group", "share"])
    members = case.table("nation_groups").drop_nulls(["nation", "group"])
    pairs = rows.join(rows.select("line", _other="group", _share="share"), on="line", maintain_order="left")
    beside = members.join(members.select("nation", _other="group"), on="nation").select("group", "_other")
    apart = pairs.join(beside, on=["group", "_other"], how="anti").filter(pl.col("group") > pl.col("_other"))
    yield from point(
        case,
        "line_origins",
        apart.filter(pl.col("share") + pl.col("_share") > 1 + TOLERANCE).unique(ROW, maintain_order=True),
        code="origin-shares",
        column="share",
        expected=lambda row: (
            f"at most {cell_text(round(1 - row['_share'], 9))}: {cell_text(row['_share'])} originates in "
            f"'{row['_other']}', which shares no nation with '{row['group']}'"
        ),
        remedy="Correct one of the two shares; of one line they make at most 1.",
    )


def groups(case: Case) -> Iterator[Fault]:
    """Value is said to originate in a group that nobody belongs to."""
    known = case.table("nation_groups").get_column("group").drop_nulls().unique()
    found = numbered(case, "line_origins").drop_nulls("group").filter(~pl.col("group").is_in(known.implode()))
    suggest = suggestions(found.get_column("group"), known, "Add its members there, or correct the name.")
    yield from point(
        case,
        "line_origins",
        found,
        code="unknown-key",
        column="group",
        expected=f"a group of {case.origin('nation_groups').file}",
        remedy=lambda row: suggest(row["group"]),
    )


def _limited_lines(case: Case, word: str) -> pl.DataFrame:
    """Limits whose numerator begins with a word, and the lines that the instrument's contracts order from."""
    part = pl.col("numerator").str.strip_prefix(NOT)
    limits = numbered(case, "instrument_limits").filter(part.str.starts_with(word))
    objects = case.table("instrument_parties").filter(pl.col("role") == "contract")
    lines = lines_of(case)
    named = objects.select("instrument", contract="party").join(lines, on="contract")
    every = objects.filter(pl.col("party") == ANY).select("instrument").join(lines, how="cross")
    of_instruments = pl.concat([named, every.select(named.columns)]).select("instrument", "line").unique()
    return limits.with_columns(_part=part.str.strip_prefix(word)).join(
        of_instruments, on="instrument", maintain_order="left"
    )


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more"


_CONTRACTS = ("instrument_limits", "instrument_parties", "contract_parties", "contract_prices", "lines")

RULES = (
    Rule(numerators, ("instrument_limits", "nations", "nation_groups")),
    Rule(opposite_limits, ("instrument_limits",)),
    Rule(origins, (*_CONTRACTS, "line_origins")),
    Rule(sizes, (*_CONTRACTS, "sites")),
    Rule(origin_shares, ("line_origins", "nation_groups")),
    Rule(groups, ("line_origins", "nation_groups")),
)

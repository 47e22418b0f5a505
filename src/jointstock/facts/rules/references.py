"""Rules of references: a key that a row names must exist, and be of the kind that the row needs."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.dictionary import DICTIONARY, Column
from jointstock.facts.rules.parties import ANY, BUYER, GROUP, STOCKLESS, stockless
from jointstock.facts.rules.pointing import Rule, numbered, point, suggestions

_KINDS = ("end", "component", "material", "platform")
_PLACES = {
    "end": "",
    "component": "Only end items are held, used and given; industry's stock of parts is in component_stocks.",
    "material": "Only end items are held, used and given; industry's stock of parts is in component_stocks.",
    "platform": "Platforms in service belong in fleets.",
}
_PLANNED = {
    "compatibility": ("end",),
    "holdings": ("end",),
    "usage": ("end",),
    "floors": ("end",),
    "life_extensions": ("end",),
    "lanes": ("end", "platform"),
    "contract_prices": ("end", "platform"),
    "orders": ("end", "platform"),
    "pledges": ("end", "platform"),
    "instrument_values": ("end", "platform"),
}
"""Kinds of the column ``item`` of these tables."""

_KEYS = {
    "a nation": ("nations", "nation"),
    "a line": ("lines", "line"),
    "a contract": ("contracts", "contract"),
    "an option": ("expansions", "option"),
    "an item": ("items", "item"),
}
_ROLES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "contract_parties": {
        "buyer": ("a nation", "group:NAME", ANY),
        "payer": ("a nation", f"the word {BUYER}"),
        "recipient": ("a nation", f"the word {BUYER}"),
        "line": ("a line", ANY),
        "agent": ("a nation",),
    },
    "instrument_parties": {
        "member": ("a nation", "group:NAME", ANY),
        "recipient": ("a nation", "group:NAME", ANY),
        "contract": ("a contract", ANY),
        "option": ("an option", ANY),
        "item": ("an item", ANY),
    },
}
_PLATFORMS = ("compatibility", "fleets", "retirements", "fleet_needs")
_HOLDERS = (
    ("holdings", "nation"),
    ("floors", "nation"),
    ("life_extensions", "nation"),
    ("lanes", "from"),
    ("lanes", "to"),
    ("orders", "recipient"),
    ("pledges", "donor"),
    ("pledges", "recipient"),
)
_NATIONS = (
    ("targets", "nation"),
    ("usage", "nation"),
    ("fleets", "nation"),
    ("fleet_floors", "nation"),
    ("fleet_needs", "nation"),
)
"""What a warehouse has not either: targets, use and fleets."""


def unknown_keys(case: Case, *, table: str, column: Column) -> Iterator[Fault]:
    """A cell names a key that the table it refers to does not have."""
    if not case.table(table).height:
        return
    target, target_column = column.refers.split(".")
    known = case.table(target).get_column(target_column).drop_nulls()
    cell = pl.col(column.name)
    allowed = [ANY] if column.wildcard else []
    found = numbered(case, table).filter(
        cell.is_not_null() & (cell != "") & ~cell.is_in(known.implode()) & ~cell.is_in(allowed)
    )
    file = case.origin(target).file
    yield from _unknown(
        case, table, column.name, found, known, f"a key of {file}{' or *' if allowed else ''}"
    )


def unknown_parties(case: Case, *, table: str, roles: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    """A party is not what its role needs: a nation, a group, a key of a table, or a word of its own."""
    parties = numbered(case, table).filter(pl.col("party").is_not_null())
    groups = GROUP + case.table("nation_groups").get_column("group").drop_nulls().unique()
    words = {"group:NAME": groups, ANY: pl.Series([ANY]), f"the word {BUYER}": pl.Series([BUYER])}
    for role, kinds in roles.items():
        sets = [_keys(case, kind) if kind in _KEYS else words[kind] for kind in kinds]
        known = pl.concat([part.cast(pl.String) for part in sets])
        found = parties.filter((pl.col("role") == role) & ~pl.col("party").is_in(known.implode()))
        expected = f"{_either(kinds)}, as the role {role} needs"
        files = [case.origin(_KEYS[kind][0]).file for kind in kinds if kind in _KEYS]
        otherwise = f"Add it to {' or '.join(files)}, or correct the name."
        yield from _unknown(case, table, "party", found, known, expected, otherwise)


def _keys(case: Case, kind: str) -> pl.Series:
    table, column = _KEYS[kind]
    return case.table(table).get_column(column).drop_nulls()


def _either(kinds: Sequence[str]) -> str:
    *others, last = kinds
    return f"{', '.join(others)} or {last}" if others else last


def planned_items(case: Case) -> Iterator[Fault]:
    """Something is held, used, bought or given that is not an end item, nor a platform where one may be."""
    kinds = case.table("items").drop_nulls("kind").select("item", _kind="kind")
    for table, allowed in _PLANNED.items():
        others = kinds.filter(~pl.col("_kind").is_in(allowed) & pl.col("_kind").is_in(_KINDS))
        yield from point(
            case,
            table,
            numbered(case, table).join(others, on="item", maintain_order="left"),
            code="not-an-end-item",
            column="item",
            expected=f"an item of kind {' or '.join(allowed)}",
            remedy=lambda row: f"Its kind is {row['_kind']}. {_PLACES[row['_kind']]}",
        )


def platforms(case: Case) -> Iterator[Fault]:
    """A row speaks of a platform that is none."""
    others = case.table("items").filter(pl.col("kind") != "platform").select(platform="item", _kind="kind")
    for table in _PLATFORMS:
        yield from point(
            case,
            table,
            numbered(case, table).join(others, on="platform", maintain_order="left"),
            code="not-a-platform",
            column="platform",
            expected="an item of kind platform",
            remedy=lambda row: f"Its kind is {row['_kind']}.",
        )


def holders(case: Case) -> Iterator[Fault]:
    """A fund or an agency is to hold stock and keeps no warehouse, or is to have targets, use or fleets."""
    funds = stockless(case)
    every = case.table("nations").filter(pl.col("role").is_in(STOCKLESS)).select("nation", "role")
    for names, places in ((funds, _HOLDERS), (every, _NATIONS)):
        for table, column in places:
            roles = names.select(pl.col("nation").alias(column), pl.col("role").alias("_role"))
            found = numbered(case, table).join(roles, on=column, maintain_order="left")
            yield from _stockless(case, table, column, found)
    silent = numbered(case, "orders").filter(pl.col("recipient").is_null())
    found = silent.join(funds.select(buyer="nation", _role="role"), on="buyer", maintain_order="left")
    yield from _stockless(case, "orders", "buyer", found)


def _stockless(case: Case, table: str, column: str, found: pl.DataFrame) -> list[Fault]:
    return point(
        case,
        table,
        found,
        code="holds-no-stock",
        column=column,
        expected="a party that holds stock",
        remedy=lambda row: (
            f"Its role is {row['_role']}, which holds no stock. Name the nation that holds it"
            + (", or give it rows in warehouses." if (table, column) not in _NATIONS else ".")
        ),
    )


def _unknown(
    case: Case,
    table: str,
    column: str,
    found: pl.DataFrame,
    known: Iterable[str],
    expected: str,
    otherwise: str = "Add it there, or correct the name.",
) -> list[Fault]:
    suggest = suggestions(found.get_column(column), known, otherwise)
    return point(
        case,
        table,
        found,
        code="unknown-key",
        column=column,
        expected=expected,
        remedy=lambda row: suggest(row[column]),
    )


REFERENCES = tuple(
    Rule(functools.partial(unknown_keys, table=name, column=column), (name, column.refers.split(".")[0]))
    for name, spec in DICTIONARY.tables.items()
    for column in spec.columns
    if column.refers
)

RULES = (
    *REFERENCES,
    *(
        Rule(
            functools.partial(unknown_parties, table=table, roles=roles),
            (
                table,
                "nation_groups",
                *sorted({_KEYS[k][0] for kinds in roles.values() for k in kinds if k in _KEYS}),
            ),
        )
        for table, roles in _ROLES.items()
    ),
    Rule(planned_items, ("items",)),
    Rule(platforms, ("items",)),
    Rule(holders, ("nations", "warehouses")),
)

"""Rules of references: a key that a row names must exist, and be of the kind that the row needs."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.dictionary import DICTIONARY, Column
from jointstock.facts.rules.pointing import Rule, numbered, point, suggestions

ANY = "*"
BUYER = "buyer"
GROUP = "group:"
_STOCKLESS = ("fund", "agency")
_END_ITEMS = (
    ("compatibility", "item"),
    ("holdings", "item"),
    ("usage", "item"),
    ("floors", "item"),
    ("lanes", "item"),
    ("contract_prices", "item"),
    ("orders", "item"),
    ("pledges", "item"),
)
_HOLDERS = (
    ("holdings", "nation"),
    ("targets", "nation"),
    ("usage", "nation"),
    ("floors", "nation"),
    ("lanes", "from"),
    ("lanes", "to"),
    ("orders", "recipient"),
    ("pledges", "donor"),
    ("pledges", "recipient"),
)


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


def unknown_parties(case: Case) -> Iterator[Fault]:
    """A party of a contract is not what its role needs: a nation, a group, a line, or a word of its own."""
    parties = numbered(case, "contract_parties").filter(pl.col("party").is_not_null())
    nations = case.table("nations").get_column("nation").drop_nulls()
    lines = case.table("lines").get_column("line").drop_nulls()
    groups = GROUP + case.table("nation_groups").get_column("group").drop_nulls().unique()
    any_one, buyer = pl.Series([ANY]), pl.Series([BUYER])
    roles = (
        ("buyer", (nations, groups, any_one), "a nation, group:NAME or *"),
        ("payer", (nations, buyer), "a nation or the word buyer"),
        ("recipient", (nations, buyer), "a nation or the word buyer"),
        ("line", (lines, any_one), "a line or *"),
        ("agent", (nations,), "a nation"),
    )
    for role, sets, expected in roles:
        known = pl.concat([part.cast(pl.String) for part in sets])
        found = parties.filter((pl.col("role") == role) & ~pl.col("party").is_in(known.implode()))
        yield from _unknown(
            case, "contract_parties", "party", found, known, f"{expected}, as the role {role} needs"
        )


def end_items(case: Case) -> Iterator[Fault]:
    """Something is held, used, bought or given that is not an end item."""
    others = case.table("items").filter(pl.col("kind").is_in(["component", "material", "platform"]))
    for table, column in _END_ITEMS:
        kinds = others.select(pl.col("item").alias(column), pl.col("kind").alias("_kind"))
        found = numbered(case, table).join(kinds, on=column, maintain_order="left")
        yield from point(
            case,
            table,
            found,
            code="not-an-end-item",
            column=column,
            expected="an item of kind end",
            remedy=lambda row: (
                f"Its kind is {row['_kind']}; only end items are held, used, bought and given. "
                "Industry's stock of parts belongs in component_stocks."
            ),
        )


def platforms(case: Case) -> Iterator[Fault]:
    """An item is used with something that is not a platform."""
    others = case.table("items").filter(pl.col("kind") != "platform").select(platform="item", _kind="kind")
    found = numbered(case, "compatibility").join(others, on="platform", maintain_order="left")
    yield from point(
        case,
        "compatibility",
        found,
        code="not-a-platform",
        column="platform",
        expected="an item of kind platform",
        remedy=lambda row: f"Its kind is {row['_kind']}.",
    )


def holders(case: Case) -> Iterator[Fault]:
    """A fund or an agency is to hold stock."""
    nations = case.table("nations").filter(pl.col("role").is_in(_STOCKLESS))
    for table, column in _HOLDERS:
        names = nations.select(pl.col("nation").alias(column), pl.col("role").alias("_role"))
        found = numbered(case, table).join(names, on=column, maintain_order="left")
        yield from _stockless(case, table, column, found)
    silent = numbered(case, "orders").filter(pl.col("recipient").is_null())
    found = silent.join(nations.select(buyer="nation", _role="role"), on="buyer", maintain_order="left")
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
            f"Its role is {row['_role']}, which holds no stock. Name the nation that holds it."
        ),
    )


def _unknown(
    case: Case, table: str, column: str, found: pl.DataFrame, known: Iterable[str], expected: str
) -> list[Fault]:
    suggest = suggestions(found.get_column(column), known, "Add it there, or correct the name.")
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
    Rule(unknown_parties, ("contract_parties", "nations", "nation_groups", "lines")),
    Rule(end_items, ("items",)),
    Rule(platforms, ("items", "compatibility")),
    Rule(holders, ("nations",)),
)

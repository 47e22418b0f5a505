"""Rules of stock and need: holdings, targets, use, floors, cover, lanes and open orders."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.cover import covering
from jointstock.facts.rules.industry import find_cycle
from jointstock.facts.rules.parties import ANY
from jointstock.facts.rules.pointing import Rule, cell_text, numbered, point


def releasable_stock(case: Case) -> Iterator[Fault]:
    """More of a holding or a fleet may be given away than there is."""
    for table, column in (("holdings", "quantity"), ("fleets", "holding")):
        yield from point(
            case,
            table,
            numbered(case, table).filter(pl.col("releasable") > pl.col(column)),
            code="releasable-exceeds",
            column="releasable",
            expected=lambda row, column=column: f"at most the {column} held, {cell_text(row[column])}",  # type: ignore[misc]
            remedy="Correct one of the two.",
        )


def use_subjects(case: Case) -> Iterator[Fault]:
    """A row of use names both a class and an item, or neither."""
    both = (pl.col("class") != "") & (pl.col("item") != "")
    neither = (pl.col("class") == "") & (pl.col("item") == "")
    yield from point(
        case,
        "usage",
        numbered(case, "usage").filter(both | neither),
        code="use-subject",
        column="item",
        expected="exactly one of class and item",
        remedy="Empty one of the two, or fill one in.",
        value=lambda row: " and ".join(part for part in (row["class"], row["item"]) if part),
    )


def operational_items(case: Case) -> Iterator[Fault]:
    """Operational use of an item that covers no class: what is unmet could count nowhere."""
    covers = covering(case)
    use = numbered(case, "usage").filter(
        (pl.col("kind") == "operational") & (pl.col("item") != "") & (pl.col("class") == "")
    )
    found = use.join(covers, on=["nation", "item"], how="anti")
    known = found.join(case.table("items"), on="item", how="semi")
    yield from point(
        case,
        "usage",
        known,
        code="item-without-class",
        column="item",
        expected="an item that covers a class in this nation: unmet use is shortfall of the class",
        remedy="Add a row to compatibility, or name the class instead of the item.",
    )


def compatibility_subjects(case: Case) -> Iterator[Fault]:
    """A row of compatibility names neither a class nor a platform."""
    yield from point(
        case,
        "compatibility",
        numbered(case, "compatibility").filter((pl.col("class") == "") & (pl.col("platform") == "")),
        code="compatibility-subject",
        column="class",
        expected="a class or a platform",
        remedy="Fill in the class that the item covers, or the platform it is used with.",
    )


def units_of_cover(case: Case) -> Iterator[Fault]:
    """An item covers a class that is counted in another unit, and no ratio is stated."""
    items = case.table("items").select("item", _unit="unit")
    classes = case.table("classes").select("class", _wanted="unit")
    rows = numbered(case, "compatibility").filter(pl.col("ratio").is_null())
    named = rows.join(items, on="item", maintain_order="left").join(
        classes, on="class", maintain_order="left"
    )
    yield from point(
        case,
        "compatibility",
        named.filter(pl.col("_unit") != pl.col("_wanted")),
        code="units-differ",
        column="ratio",
        expected=lambda row: f"a ratio, since '{row['item']}' is counted in {row['_unit']}",
        remedy=lambda row: (
            f"Say how many {row['_wanted']} of '{row['class']}' one of the {row['_unit']} makes."
        ),
    )


def floors(case: Case) -> Iterator[Fault]:
    """A floor has neither a quantity nor days."""
    missing = (
        pl.col("quantity").is_null()
        & pl.col("days").is_null()
        & pl.col("waiver").fill_null(value=False).not_()
    )
    yield from point(
        case,
        "floors",
        numbered(case, "floors").filter(missing),
        code="floor-without-size",
        column="quantity",
        expected="a quantity, or days",
        remedy="Fill in one of the two, or waive the floor.",
    )


def lanes_to_itself(case: Case) -> Iterator[Fault]:
    """A lane leads from a nation to itself."""
    yield from point(
        case,
        "lanes",
        numbered(case, "lanes").filter((pl.col("from") == pl.col("to")) & (pl.col("from") != ANY)),
        code="lane-to-itself",
        column="to",
        expected="another nation than the donor",
        remedy="Delete the row; stock moves freely inside a nation.",
    )


def gifts_to_itself(case: Case) -> Iterator[Fault]:
    """A pledge is given by its own recipient."""
    yield from point(
        case,
        "pledges",
        numbered(case, "pledges").filter(pl.col("donor") == pl.col("recipient")),
        code="pledge-to-itself",
        column="recipient",
        expected="another party than the donor",
        remedy="Correct donor or recipient.",
    )


def order_lines(case: Case) -> Iterator[Fault]:
    """An open order is with a line that makes another item."""
    makes = case.table("lines").select("line", _made="item")
    orders = numbered(case, "orders").join(makes, on="line", maintain_order="left")
    yield from point(
        case,
        "orders",
        orders.filter(pl.col("item") != pl.col("_made")),
        code="order-line",
        column="line",
        expected=lambda row: f"a line that makes '{row['item']}', or nothing",
        remedy=lambda row: f"The line '{row['line']}' makes '{row['_made']}'.",
    )


def version_cycles(case: Case) -> Iterator[Fault]:
    """A version of the targets replaces, through others, itself."""
    versions = numbered(case, "target_versions").drop_nulls(["version", "replaces"])
    cycle = find_cycle(versions.select("version", "replaces"))
    if cycle:
        yield from point(
            case,
            "target_versions",
            versions.filter(pl.col("version") == cycle[0]).head(1),
            code="version-cycle",
            column="replaces",
            expected="an earlier version",
            remedy="Correct which version replaces which.",
            value=" > ".join(cycle),
        )


RULES = (
    Rule(releasable_stock, ()),
    Rule(use_subjects, ("usage",)),
    Rule(operational_items, ("usage", "compatibility", "items")),
    Rule(compatibility_subjects, ("compatibility",)),
    Rule(units_of_cover, ("compatibility", "items", "classes")),
    Rule(floors, ("floors",)),
    Rule(lanes_to_itself, ("lanes",)),
    Rule(gifts_to_itself, ("pledges",)),
    Rule(order_lines, ("orders", "lines")),
    Rule(version_cycles, ("target_versions",)),
)

"""Industry's tables of generated cases."""

import polars as pl

from jointstock.shapes.shape import M, make_case


def test_leads_sum_to_one() -> None:
    """All starts of a line are finished in the end."""
    leads = make_case(M).table("line_leads").group_by("line").agg(pl.col("share").sum())
    assert (leads["share"] == 1).all()


def test_some_lines_can_be_expanded() -> None:
    """A sixth of the lines has an option, each paid by one or two Allies."""
    case = make_case(M)
    options, lines = case.table("expansions"), case.table("lines")
    assert 0.1 < options.height / lines.height < 0.25
    assert set(case.table("expansion_payers").group_by("option").len()["len"]) <= {1, 2}


def test_every_part_has_a_line_and_stock() -> None:
    """Each component is made by a line and lies in stock at the start."""
    case = make_case(M)
    parts = set(case.table("items").filter(kind="component")["item"])
    assert parts <= set(case.table("lines")["item"])
    assert parts == set(case.table("component_stocks")["item"])

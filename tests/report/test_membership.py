"""Who joins an instrument, and which orders its rules allow."""

import polars as pl

from jointstock.report import membership
from jointstock.report.names import names_of
from tests.report.tiny import tiny_case
from tests.report.worked import worked


def test_members_stand_with_their_share_of_the_contract() -> None:
    """All three members order a tenth or more of the contract and count."""
    rows = membership.memberships(worked("T03"))
    assert rows.get_column("counts").to_list() == ["yes", "yes", "yes"]
    assert (rows.get_column("part") >= 0.1 - 1e-6).all()
    assert set(rows.get_column("min_members")) == {3}
    exhibit = membership.joined(worked("T03"), names_of(worked("T03").case))
    assert exhibit.finding == "K is eligible: 3 members of the 3 needed count."


def test_ways_to_order_are_judged_by_each_rule() -> None:
    """Two ways to order are checked; the one that breaks the limit may be used but is not eligible."""
    plan = worked("T07")
    rows = membership.judged(plan)
    assert rows.get_column("kept").sort().to_list() == ["no", "yes"]
    broken = rows.filter(pl.col("kept") == "no")
    assert (broken.get_column("share") > broken.get_column("limit")).all()
    assert membership.rules(plan, names_of(plan.case)).finding.startswith(
        "1 of 2 checks of share limits fails"
    )


def test_rules_are_put_in_words() -> None:
    """Origin, recipient and size of the maker are said in words, and so is all but a recipient."""
    names = names_of(tiny_case(nations=[{"nation": "XA", "name": "Aland"}]))
    rules = pl.DataFrame({"rule": ["outside:EU", "recipient:XA", "maker:small", "not recipient:group:G"]})
    assert rules.select(membership.rule_words(names)).to_series().to_list() == [
        "value from outside EU",
        "for Aland",
        "made by firms that are small",
        "all but: for G",
    ]

import polars as pl

from jointstock.plans.rules.parties import buyers, contract_lines, fee_payers, spelt_out
from jointstock.plans.rules.time import FAR
from tests.plans.rules.agreeing import agreeing
from tests.plans.rules.giving import giving
from tests.plans.rules.ordering import ordering


def test_a_star_stands_for_allies_and_invitees() -> None:
    """Everybody under contract C are its two Allies."""
    assert sorted(buyers(ordering().ground())["buyer"]) == ["DE", "EE"]


def test_a_group_stands_for_its_members() -> None:
    """The group of givers has one member."""
    assert buyers(giving().ground()).rows() == [("K", "A", -FAR)]


def test_other_roles_may_be_meant_by_a_star() -> None:
    """Every recipient is B."""
    rows = pl.DataFrame({"party": ["*"]})
    assert spelt_out(giving().ground(), rows, ("recipient",))["nation"].to_list() == ["B"]


def test_the_earliest_of_several_rows_counts() -> None:
    """B, which is named from February on and meant by a star from the start, may order from the start."""
    plan = agreeing().with_fact("contract_parties", 0, "party", "*")
    assert dict(buyers(plan.ground()).select("buyer", "since").rows()) == {"A": -FAR, "B": -FAR}


def test_fees_are_paid_by_the_buyers_where_nobody_else_is_named() -> None:
    """Contract K names no payer, and has two buyers."""
    assert sorted(fee_payers(agreeing().ground())["payer"]) == ["A", "B"]


def test_fees_are_paid_by_the_payers_named() -> None:
    """Where F is named as payer, no buyer pays."""
    plan = agreeing()
    row = plan.case.table("contract_parties").head(1)
    row = row.with_columns(role=pl.lit("payer"), party=pl.lit("F"))
    parties = pl.concat([plan.case.table("contract_parties"), row])
    assert fee_payers(plan.with_facts(contract_parties=parties).ground()).rows() == [("K", "F")]


def test_a_star_stands_for_every_line_of_a_priced_item() -> None:
    """Both lines make shells, which contract K prices; the line of fuzes is none of contract C."""
    assert sorted(contract_lines(agreeing().ground())["line"]) == ["L", "M"]
    assert contract_lines(ordering().ground()).select("contract", "line").rows() == [("C", "L")]

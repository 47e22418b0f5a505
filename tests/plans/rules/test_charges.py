import polars as pl
import pytest

from jointstock.plans.rules.charges import (
    agent_fees,
    on_certifications,
    on_extensions,
    on_lines,
    on_surges,
    reimbursements,
)
from tests.plans.rules.agreeing import agreeing
from tests.plans.rules.ordering import ordering
from tests.plans.rules.worked import read_blocks


def test_agents_take_their_share_of_all_payments() -> None:
    """A tenth of 58 in February for A."""
    found = agent_fees(agreeing().ground()).filter(pl.col("b") == 1, pl.col("payer") == "A")
    assert found.select("object", "amount").rows() == [("K", pytest.approx(5.8))]


def test_what_the_producer_bears_is_no_payment() -> None:
    """A pays the start and the nights, nobody the day."""
    found = on_lines(agreeing().ground()).sort("b", "kind").select("payer", "object", "kind", "b", "amount")
    assert found.rows() == [
        ("A", "L", "start-up", 0, 9.0),
        ("A", "L", "shift mode", 1, 8.0),
        ("A", "L", "shift mode", 2, 8.0),
    ]


def test_surges_are_paid_by_who_retains_them() -> None:
    """B pays 14 in all."""
    found = on_surges(agreeing().ground())
    assert found.filter(payer="B", object="U")["amount"].sum() == 14


def test_reimbursements_add_up_to_nothing() -> None:
    """What the fund gives, members receive."""
    found = reimbursements(agreeing().ground())
    assert found["amount"].sum() == pytest.approx(0)
    assert found.filter(payer="F")["amount"].sum() == pytest.approx(34.6)


@pytest.mark.parametrize(("holder", "amount"), [("EE", 12.0), ("DE", 6.0)])
def test_a_life_extension_costs_the_holder_its_price(holder: str, amount: float) -> None:
    """Three units at 4 by the row of EE, at 2 by that of all."""
    facts = read_blocks(
        """
        [life_extensions]
        item, nation, months, cost
        shell, *, 12, 2
        shell, EE, 12, 4
        """.replace("        ", "")
    )
    plan = ordering().with_facts(**facts)
    lots = pl.DataFrame(
        {
            "nation": [holder],
            "item": ["shell"],
            "expires": ["2024-03"],
            "period": ["2024-02"],
            "extended_out": [3.0],
        }
    )
    empty = plan.tables["lots"]
    found = on_extensions(plan.with_table("lots", pl.concat([empty, lots], how="diagonal")).ground())
    assert found.rows() == [(holder, f"{holder}/shell", "life extension", 1, amount)]


def test_a_certification_costs_its_nation_the_price_of_the_case() -> None:
    """EE buys the certification of shells, which costs 8."""
    facts = read_blocks(
        """
        [compatibility]
        item, class, nation, state, certify, cost_to_certify
        shell, he, EE, none, yes, 8
        """.replace("        ", "")
    )
    plan = ordering().with_facts(**facts)
    row = {"nation": ["EE"], "item": ["shell"], "class": ["he"], "period": ["2024-02"], "cost": [9.0]}
    ground = plan.with_table("certifications", pl.DataFrame(row)).ground()
    assert on_certifications(ground).rows() == [("EE", "EE/shell/he", "certification", 1, 8.0)]

import polars as pl
import pytest

from jointstock.plans.rules.extensions import chances, extended
from tests.plans.rules.ageing import ageing
from tests.plans.rules.worked import WorkedPlan


def found(plan: WorkedPlan) -> str:
    return " ".join(finding.text for finding in plan.findings() if finding.rule == "V5")


def test_extended_units_are_those_of_the_period_before_they_expire() -> None:
    """A extends shells of February in January, of March in February, and of May in March and April."""
    rows = extended(ageing().ground()).sort("b")
    assert rows.select("c", "b", "extended_out").rows() == [(1, 0, 2.0), (2, 1, 4.0), (3, 2, 1.5)]


def test_the_row_of_a_holder_goes_before_the_row_of_all() -> None:
    """A row of A alone holds for A, that of all for the others."""
    plan = ageing()
    rows = plan.case.table("life_extensions")
    own = rows.with_columns(nation=pl.lit("A"), months=pl.lit(9, pl.Int64))
    both = chances(plan.with_facts(life_extensions=pl.concat([rows, own])).ground()).sort("nation")
    assert both.select("nation", "life").rows() == [("A", 9), ("B", 2), ("C", 2)]


def test_nothing_is_extended_that_the_case_does_not_let() -> None:
    """Without a row for shells nothing is extended."""
    plan = ageing()
    bare = plan.with_facts(life_extensions=plan.case.table("life_extensions").clear())
    assert "A extends 2 of shell in 2024-01; the case does not let it." in found(bare)


@pytest.mark.parametrize("column", ["months", "cost"])
def test_an_extension_of_unknown_length_or_cost_is_none(column: str) -> None:
    """What is not known of an extension is not planned with."""
    assert "the case does not let it" in found(ageing().with_fact("life_extensions", 0, column, None))


def test_a_capacity_counts_by_month() -> None:
    """With 3 a month, 4 in February are too many, and 1.5 in March and April are not."""
    plan = ageing().with_fact("life_extensions", 0, "capacity", 3.0)
    assert [finding.text for finding in plan.findings()] == [
        "A extends 4 of shell in 2024-02; 3 can be extended then."
    ]
    assert not ageing().with_fact("life_extensions", 0, "capacity", None).findings()


def test_a_unit_is_extended_in_the_period_before_it_expires_only() -> None:
    """What expires in May cannot be extended in February, and what keeps cannot be extended at all."""
    plan = ageing().with_cell("lots", 4, "extended_out", 1.0)
    assert "A extends 1 of shell in 2024-03; it expires in 2024-03." in found(plan)
    assert "it expires in later" in found(ageing().with_cell("lots", 8, "extended_out", 1.0))


def test_an_extended_unit_expires_the_months_later() -> None:
    """Three months from February are May, not the period of March and April."""
    plan = ageing().with_fact("life_extensions", 0, "months", 3)
    assert "2 of shell of A are extended until 2024-03 in 2024-01 by the plan; it is 0." in found(plan)


def test_a_life_extension_is_paid_by_its_holder() -> None:
    """The holder pays each unit extended in its period."""
    plan = ageing()
    place = plan.tables["payments"]["kind"].to_list().index("life extension")
    assert "V9" in plan.with_cell("payments", place, "amount", 3.0).broken()
    assert "V9" in plan.without_row("payments", place).broken()


def test_nothing_is_extended_into_the_same_period() -> None:
    """A month from March is April, which is the same period: nothing would be gained."""
    plan = ageing().with_fact("life_extensions", 0, "months", 1)
    assert "A extends 4 of shell in 2024-02, but not beyond 2024-03." in found(plan)

import pytest

from jointstock.plans.rules.contracts import check_whole_units
from tests.plans.rules.agreeing import agreeing
from tests.plans.rules.giving import giving
from tests.plans.rules.ordering import ordering


@pytest.mark.parametrize(("column", "value"), [("ceiling", 43.0), ("ceiling_value", 219.0)])
def test_a_ceiling_holds_over_all_orders_of_a_contract(column: str, value: float) -> None:
    """44 units worth 220 are above a ceiling of 43 units and of 219."""
    assert ordering().with_fact("contracts", 0, column, value).broken() == {"V10"}


def test_a_ceiling_of_value_is_in_the_money_of_the_contract() -> None:
    """9 rockets are worth 180 dollars of the price year, whatever index and exchange rate say."""
    assert not giving().with_fact("contracts", 0, "ceiling_value", 180.0).findings()
    assert giving().with_fact("contracts", 0, "ceiling_value", 179.0).broken() == {"V10"}


def test_another_price_in_the_case_makes_other_prices_in_the_plan() -> None:
    """Prices, values and payments follow from the price of the case."""
    assert {"V9", "V10"} <= ordering().with_fact("contract_prices", 0, "price", 6.0).broken()


@pytest.mark.parametrize(("rounded", "broken"), [(16, False), (15, True), (17, True)])
def test_a_whole_quantity_is_rounded_to_itself(rounded: int, broken: bool) -> None:  # noqa: FBT001
    """16 units are 16 in the list of orders."""
    plan = ordering().with_cell("orders", 0, "quantity_rounded", rounded)
    assert ("V11" in plan.broken()) is broken


@pytest.mark.parametrize(
    ("quantity", "rounded", "broken"),
    [
        (624_649.4083, 624_650, False),
        (624_649.4083, 624_649, False),
        (624_649.4083, 624_651, True),
        (624_649.4083, 624_648, True),
        (624_649.0, 624_650, True),
        (624_649.0005, 624_649, False),
        (624_649.0005, 624_650, True),
    ],
)
def test_a_large_quantity_is_rounded_to_one_of_its_neighbours(
    quantity: float,
    rounded: int,
    broken: bool,  # noqa: FBT001
) -> None:
    """A large quantity is whole only within a thousandth of a unit, and is rounded by less than one."""
    plan = ordering().with_cell("orders", 0, "quantity", quantity)
    checks = check_whole_units(plan.with_cell("orders", 0, "quantity_rounded", rounded).ground())
    assert any(finding.object == "o1" for check in checks for finding in check.findings) is broken


@pytest.mark.parametrize(("amount", "broken"), [(1 - 1e-7, False), (0.5, True)])
def test_a_whole_option_is_bought_whole(amount: float, broken: bool) -> None:  # noqa: FBT001
    """Half of option W cannot be bought."""
    assert ("V11" in agreeing().with_cell("expansions", 0, "amount", amount).broken()) is broken

import polars as pl
import pytest

from tests.plans.rules.agreeing import agreeing
from tests.plans.rules.giving import giving
from tests.plans.rules.ordering import ordering


@pytest.mark.parametrize(
    ("row", "party"),
    [(0, "B"), (0, "group:others"), (1, "B"), (3, "P")],
    ids=["other buyer", "other group", "no own use", "other line"],
)
def test_orders_keep_to_the_parties_of_the_contract(row: int, party: str) -> None:
    """A buyer, recipient or line that the contract does not name breaks rule V8."""
    assert "V8" in giving().with_fact("contract_parties", row, "party", party).broken()


def test_everybody_is_every_ally_and_invitee() -> None:
    """A party of another role is not among the buyers of a contract for all."""
    plan = ordering()
    assert not plan.with_fact("nations", 0, "role", "invitee").findings()
    assert plan.with_fact("nations", 0, "role", "partner").broken() == {"V8"}


def test_a_contract_delivers_only_what_it_prices() -> None:
    """A contract for all lines delivers no item without a price."""
    plan = ordering()
    prices = plan.case.table("contract_prices").with_columns(item=pl.lit("fuze"))
    assert "V8" in plan.with_facts(contract_prices=prices).broken()


def test_only_end_items_are_bought() -> None:
    """An order for a component breaks rule V8."""
    plan = ordering().with_fact("items", 0, "kind", "component")
    assert "V8" in plan.broken()


def test_a_line_with_recipes_of_its_own_does_not_use_those_of_all() -> None:
    """Once a line has a recipe of its own, the recipe of all lines is not its."""
    plan = ordering()
    recipes = plan.case.table("recipes")
    own = recipes.with_columns(line=pl.lit("L"), recipe=pl.lit("own"))
    assert "V8" in plan.with_facts(recipes=pl.concat([recipes, own])).broken()


def test_platforms_are_bought_too() -> None:
    """An order for a platform keeps rule V8; what it does to the fleets is another rule."""
    plan = ordering().with_fact("items", 0, "kind", "platform")
    assert not any("is not bought" in finding.text for finding in plan.findings())


def test_a_late_joiner_orders_from_its_first_month_on() -> None:
    """B, which joins in March, orders nothing in February."""
    found = agreeing().with_fact("contract_parties", 1, "from", "2024-03").findings()
    assert [(finding.rule, finding.period) for finding in found] == [("V8", "2024-02")]

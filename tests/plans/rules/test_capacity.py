import polars as pl
import pytest

from jointstock.plans.rules.capacity import built, limits
from tests.plans.rules.ordering import ordering


def test_an_option_adds_capacity_when_it_is_built_and_ramped_up() -> None:
    """Half of 10 starts a month, half of that in February, all from March on, twice in the last period."""
    found = built(ordering().ground()).sort("b")
    assert found["added"].to_list() == [0, 2.5, 5, 5, 10]


def test_a_purchase_of_two_months_is_half_bought_in_each() -> None:
    """Bought evenly in May and June, a twelfth of the year's growth is there in June: half of half of 10."""
    plan = (
        ordering().with_cell("expansions", 0, "period", "2024-05").with_cell("expansions", 0, "amount", 1.0)
    )
    assert built(plan.ground()).sort("b")["added"].to_list() == [0, 0, 0, 0, 2.5]


def test_a_closed_month_gives_no_capacity() -> None:
    """Line F is closed in January, and has 40 starts in each other month."""
    found = limits(ordering().ground()).filter(pl.col("line") == "F").sort("b")
    assert found["room"].to_list() == [0, 40, 40, 40, 80]


def test_an_option_of_a_closed_line_adds_nothing() -> None:
    """What has been built stands still, too, while its line is closed."""
    plan = ordering().with_fact("obstacles", 1, "line", "L").with_fact("obstacles", 1, "item", "*")
    assert built(plan.with_fact("obstacles", 1, "until", "2024-02").ground()).sort("b")[
        "added"
    ].to_list() == [
        0,
        0,
        5,
        5,
        10,
    ]


@pytest.mark.parametrize(
    ("rate", "step", "broken"), [(0.0, 20.0, set()), (0.0, 15.0, {"V3"}), (5.0, 15.0, {"V3"})]
)
def test_the_rate_grows_no_faster_than_the_line_can(rate: float, step: float, broken: set[str]) -> None:
    """From 0 in January to 20 in February needs a step of 20 a month, or of 10 from 10 in January on."""
    plan = ordering().with_fact("lines", 0, "ramp_step", step).with_fact("lines", 0, "rate_now", rate)
    assert plan.broken() == broken


def test_growth_and_step_act_over_the_months_between_the_middles_of_two_periods() -> None:
    """From 20 in February, a growth of a quarter allows 25 in March, one of a fifth does not."""
    plan = ordering().with_fact("lines", 0, "ramp_step", 20.0)
    assert not plan.with_fact("lines", 0, "ramp_growth", 0.25).findings()
    plan = ordering().with_fact("lines", 1, "ramp_growth", 0.2)
    assert plan.with_fact("lines", 1, "rate_now", 10.0).broken() == {"V3"}


def test_an_option_is_not_bought_before_its_earliest_month() -> None:
    """A purchase in January of an option that can be bought from February on breaks rule V3."""
    assert ordering().with_fact("expansions", 0, "earliest", "2024-02").broken() == {"V3"}

import polars as pl

from jointstock.plans.rules.obstacles import EVER, acting, leads, lines
from tests.plans.rules.giving import giving
from tests.plans.rules.ordering import ordering


def test_an_outage_closes_a_line_up_to_its_last_month() -> None:
    """The fire keeps line F closed in month 0; line L stays open."""
    found = lines(ordering().ground()).sort("line")
    assert found.select("line", "until", "delay").rows() == [("F", 0, 0), ("L", -1, 0)]


def test_an_obstacle_of_the_nation_of_the_site_acts_on_its_lines() -> None:
    """An outage that names the nation of the site closes all of its lines, without an end for ever."""
    plan = ordering().with_fact("obstacles", 1, "from", "DE").with_fact("obstacles", 1, "line", "*")
    plan = plan.with_fact("obstacles", 1, "item", "*").with_fact("obstacles", 1, "until", None)
    assert lines(plan.ground())["until"].to_list() == [EVER, EVER]


def test_delays_of_production_are_added_to_every_lead() -> None:
    """A delay of two months makes of the leads 0 and 1 the leads 2 and 3."""
    plan = giving().with_fact("obstacles", 0, "touches", "production").with_fact("obstacles", 0, "months", 2)
    plan = plan.with_fact("obstacles", 0, "to", "*")
    found = leads(plan.ground()).filter(pl.col("line") == "Q").sort("lag")
    assert found.select("lag", "part").rows() == [(2, 0.5), (3, 0.5)]


def test_a_delay_forbids_nothing() -> None:
    """A delay has no last month, a ban without an end lasts for ever."""
    found = acting(giving().ground(), "transfers").sort("obstacle")
    assert found.select("obstacle", "delay", "until").rows() == [("consent", 0, EVER), ("transit", 1, -1)]

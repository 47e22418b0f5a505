"""Cases of stock that expires, is renewed, replaced or pooled, worked out by hand, from folder to plan."""

import polars as pl
import pytest

from tests.test_worked_cases import changed, level, near, opened, planned, without


def column(plan, table, name, **keys):
    """A column of a table of the plan, of the rows with the given keys."""
    frame = plan.tables[table]
    return frame.filter(*[pl.col(key) == value for key, value in keys.items()])[name].to_list()


# -- A05: three months of life ------------------------------------------------------------------------------


def test_stock_is_made_again_when_it_expires():
    """Of 60 units 30 expire: what is made in a month counts in it and in the two that follow.

    March is covered by January to March, June by April to June: two times 30. The last way to do it is
    0, 15, 15, 0, 15, 15.
    """
    plan = planned(opened("A05"))
    assert level(plan, "shortfall") == near(0)
    assert level(plan, "money") == near(60)
    assert sum(column(plan, "stocks", "expired")) == near(30)


def test_use_draws_what_would_expire():
    """With 10 used a month from April on, 70 are made and 10 expire: 70 - 30 used - 30 left."""
    case = opened("A05")
    rows = pl.DataFrame(
        {"nation": ["N"], "item": ["U"], "kind": ["peacetime"], "month": ["2025-04"], "rate": [10.0]}
    ).with_columns(
        *(pl.lit(case.table("items")[name][0]).alias(name) for name in ("source", "basis", "known_on"))
    )
    plan = planned(case.replace(usage=rows))
    assert level(plan, "commitments") == near(0)
    assert level(plan, "shortfall") == near(0)
    assert level(plan, "money") == near(70)
    assert sum(column(plan, "stocks", "expired")) == near(10)


def test_stock_that_outlasts_the_horizon_is_made_once():
    """With a life of six months nothing expires inside the horizon, and 30 are enough."""
    plan = planned(changed(opened("A05"), "items", "shelf_life", lambda _: 6.0))
    assert level(plan, "money") == near(30)
    assert plan.tables["lots"].is_empty()


def test_lots_add_up_to_the_stock():
    """Closing stock is the sum of its lots, and every lot is gone in the month in which it expires."""
    plan = planned(opened("A05"))
    lots = plan.tables["lots"]
    summed = lots.group_by("period").agg(pl.col("closing").sum()).sort("period")
    held = plan.stocks.filter(pl.col("closing") > 0).select("period", "closing").sort("period")
    assert summed.filter(pl.col("closing") > 0)["closing"].to_list() == near(held["closing"].to_list())
    assert lots.filter(pl.col("period") >= pl.col("expires"))["closing"].to_list() == near([0, 0])


# -- S01: to and fro ----------------------------------------------------------------------------------------


def pledged(case, quantity, due):
    """The case with a contracted pledge of D to R."""
    row = {"pledge": "P", "donor": "D", "recipient": "R", "item": "U", "quantity": quantity, "due": due}
    tail = {"status": "contracted", "source": "worked", "basis": "synthetic", "known_on": "2024-12-01"}
    return case.replace(pledges=pl.DataFrame([row | tail]))


def test_stock_passed_to_and_fro_does_not_live_longer():
    """Whoever holds it, stock of April is gone in April: 200 are missing in each of three months."""
    plan = planned(opened("S01"))
    assert level(plan, "shortfall") == near(600)
    assert column(plan, "stocks", "expired", period="2025-04") == near([100, 100])


def test_stock_keeps_its_month_when_it_is_given():
    """What D gives to R in the first months expires there in April."""
    plan = planned(pledged(opened("S01"), 100.0, "2025-03"))
    assert sum(column(plan, "transfers", "quantity", donor="D")) == near(100)
    assert set(column(plan, "transfers", "expires")) == {"2025-04"}
    assert sum(column(plan, "stocks", "expired", period="2025-04")) == near(200)
    assert level(plan, "shortfall") == near(600)


# -- S02: life extension ------------------------------------------------------------------------------------


def test_life_is_extended_where_that_is_cheaper():
    """100 units renewed in March for 3 each: 300, and nothing expires or is bought."""
    plan = planned(opened("S02"))
    assert level(plan, "shortfall") == near(0)
    assert level(plan, "money") == near(300)
    assert column(plan, "payments", "amount", kind="life extension", period="2025-03") == near([300])
    assert sum(column(plan, "lots", "extended_out", expires="2025-04")) == near(100)
    assert sum(column(plan, "lots", "extended_in", expires="later")) == near(100)


def test_life_is_not_extended_where_new_units_are_cheaper():
    """At a price of 2 for a new one, 100 are bought for 200 and the old ones expire."""
    plan = planned(changed(opened("S02"), "contract_prices", "price", lambda _: 2.0))
    assert level(plan, "money") == near(200)
    assert sum(column(plan, "stocks", "expired")) == near(100)


def test_no_more_is_renewed_than_can_be():
    """20 a month can be renewed, and only in March: 20 * 3 + 80 * 5 = 460."""
    plan = planned(changed(opened("S02"), "life_extensions", "capacity", lambda _: 20.0))
    assert level(plan, "money") == near(460)
    assert sum(column(plan, "stocks", "expired")) == near(80)


def test_a_life_may_be_extended_again():
    """Extended by one month each time, 100 units are renewed in March, April and May: 900 against 500."""
    case = changed(opened("S02"), "life_extensions", "months", lambda _: 1)
    assert level(planned(case), "money") == near(500)
    dear = changed(case, "contract_prices", "price", lambda _: 10.0)
    assert level(planned(dear), "money") == near(900)


# -- S03: expired on the way --------------------------------------------------------------------------------


def test_what_expires_on_the_way_expires_on_arrival():
    """Sent in January or February to keep the pledge, 10 units arrive three months later, after March."""
    plan = planned(opened("S03"))
    assert level(plan, "commitments") == near(0)
    assert level(plan, "shortfall") == near(60)
    assert sum(column(plan, "stocks", "received", nation="R")) == near(10)
    assert sum(column(plan, "stocks", "expired", nation="R")) == near(10)
    assert column(plan, "stocks", "closing", nation="R") == near([0] * 6)


def test_what_arrives_in_time_counts_until_it_expires():
    """A month under way, it is sent in January, counts in February and is gone in March: 5 months of 10."""
    plan = planned(changed(opened("S03"), "lanes", "months", lambda _: 1))
    assert column(plan, "shortfalls", "shortfall", nation="R") == near([10, 0, 10, 10, 10, 10])


# -- S04: the duty to replace -------------------------------------------------------------------------------


def test_a_donor_gives_what_it_can_replace_in_time():
    """By April 40 can be bought, so that 40 are given in January and 10 in February; 50 are bought."""
    plan = planned(opened("S04"))
    assert level(plan, "commitments") == near(0)
    assert level(plan, "shortfall") == near(10)
    assert level(plan, "money") == near(50)
    assert column(plan, "stocks", "sent", nation="N")[:2] == near([40, 10])


def test_without_a_duty_nothing_is_replaced():
    """All 50 are given at once, and nothing is bought."""
    plan = planned(changed(opened("S04"), "lanes", "replace_months", lambda _: None))
    assert (level(plan, "shortfall"), level(plan, "money")) == (near(0), near(0))


def test_a_pledge_and_a_duty_are_weighed_as_promises():
    """50 pledged for January and 10 a month to replace them with: what is late or unreplaced is a fifth.

    Given in January, 10 of 50 are not replaced by April, and all are by May: 10 / 50 of a month.
    """
    case = opened("S04")
    row = {"pledge": "P", "donor": "N", "recipient": "R", "item": "U", "quantity": 50.0, "due": "2025-01"}
    tail = {"status": "contracted", "source": "worked", "basis": "synthetic", "known_on": "2024-12-01"}
    plan = planned(case.replace(pledges=pl.DataFrame([row | tail])))
    assert level(plan, "commitments") == pytest.approx(0.2, rel=1e-6)


# -- S05: a pooled warehouse --------------------------------------------------------------------------------


def test_stock_in_a_warehouse_counts_once_and_for_members_only():
    """100, 100, 110 and 120 units for two members of 60 each; the third nation is 60 short throughout.

    Short of 120 are 20, 20, 10 and 0; 50 + 4 * 60 = 290. The warehouse buys 10 a month from March on.
    """
    plan = planned(opened("S05"))
    assert level(plan, "shortfall") == near(290)
    assert level(plan, "money") == near(20)
    counted = plan.tables["cover"].filter(pl.col("period") == "2025-01")
    assert counted["quantity"].sum() == near(100)
    assert set(counted["holder"]) == {"W"}
    assert set(counted["nation"]) <= {"M", "N"}


def test_a_nation_counts_its_own_stock_beside_that_of_the_warehouse():
    """With 15 of its own, N and M are 5 short in January and not from March on."""
    case = changed(opened("S05"), "holdings", "quantity", lambda _: 100.0)
    own = case.table("holdings").with_columns(nation=pl.lit("N"), quantity=pl.lit(15.0))
    plan = planned(case.replace(holdings=pl.concat([case.table("holdings"), own])))
    assert level(plan, "shortfall") == near(2 * 5 + 4 * 60)
    assert level(plan, "money") == near(5)


def test_without_members_nothing_of_a_warehouse_counts():
    """Only M a member: it is covered, N is 60 short in every month."""
    plan = planned(without(opened("S05"), "warehouses", lambda row: row["member"] == "M"))
    assert level(plan, "shortfall") == near(4 * 60 + 4 * 60)


# -- S06: quarters ------------------------------------------------------------------------------------------


def test_in_quarters_lots_expire_by_the_shares_of_their_months():
    """Of 30 made in a quarter 20 expire in the next and 10 in the one behind: 30 + 20 + 70/3 are made.

    Four months after January and February is the second quarter, after March the third. The first quarter
    begins with nothing: an area of 30.
    """
    plan = planned(opened("S06"))
    assert level(plan, "shortfall") == near(30)
    assert level(plan, "money") == near(30 + 20 + 70 / 3)
    assert column(plan, "stocks", "expired") == near([0, 20, 70 / 3])


# -- S07: floors --------------------------------------------------------------------------------------------


def test_a_floor_is_hard_as_far_as_there_is_stock_that_has_not_expired():
    """5 a month are drawn from what expires in March: 45, 40, 15 and 10 stay there without the plan.

    Missing of the floor of 40 are 25 and 30: 1.375 months. Nothing is given away.
    """
    plan = planned(opened("S07"))
    assert column(plan, "stocks", "floor", nation="D") == near([40, 40, 15, 10])
    assert column(plan, "stocks", "closing", nation="D") == near([45, 40, 15, 10])
    assert level(plan, "commitments") == pytest.approx(1.375, rel=1e-6)
    assert plan.tables["transfers"].is_empty()

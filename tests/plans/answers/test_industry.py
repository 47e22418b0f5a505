import polars as pl
import pytest

from tests.plans.tiny import listed, planned, tiny, total


def test_a_line_makes_on_own_account_what_is_ordered_later() -> None:
    """Orders are allowed from April on; until then L makes 10 a month and sells all 30 at once.

    Without that, orders from April on bring 20 shells by June.
    """
    contracts = """
[contracts]
contract, kind, admin_months, valid_from
K, framework, 0, 2024-04
"""
    lines = "[lines]\nline, site, item, capacity, rate_now, yield, own_account\nL, S, shell, 10, 0, 1, yes"
    plan = planned(tiny(contracts + lines))
    assert plan.shortfalls["shortfall"].to_list() == pytest.approx([30, 30, 30, 0, 0, 0], abs=1e-9)
    assert plan.production["own_account"].to_list()[:3] == pytest.approx([10, 10, 10])
    assert listed(plan.deliveries, "period", "quantity") == [("2024-04", 30)]
    assert planned(tiny(contracts)).kpi("end_shortfall", "A", "he") == "10.0"


def test_finished_units_of_the_producer_are_sold_at_once() -> None:
    """25 shells in the producer's hands come in the month of the order, 5 more are made."""
    lines = "[lines]\nline, site, item, capacity, rate_now, yield, own_stock\nL, S, shell, 10, 0, 1, 25"
    plan = planned(tiny(lines))
    assert plan.shortfalls["shortfall"].to_list() == pytest.approx([5, 0, 0, 0, 0, 0], abs=1e-9)
    assert total(plan, "production", "own_account") == 0


def test_good_units_are_starts_times_yield() -> None:
    """Half of 10 starts a month are good: 5 shells, 25 of 30 by June."""
    plan = planned(tiny("[lines]\nline, site, item, capacity, rate_now, yield\nL, S, shell, 10, 0, 0.5"))
    assert listed(plan.production.head(5), "starts", "good", "capacity") == [(10, 5, 10)] * 5
    assert plan.orders["quantity"].to_list() == pytest.approx([5] * 5)


PARTS = """
[items]
item, name, kind, unit
shell, Shell, end, shells
fuze, Fuze, component, pieces
powder, Powder, material, kg
[sites]
site, firm, nation, hub
S, Works, A, north
[recipes]
item, line, recipe, component, quantity
shell, *, short, fuze, 1
shell, *, long, powder, 2
"""


FUZES = PARTS.replace("shell, *, long, powder, 2\n", "").replace("powder, Powder, material, kg\n", "")


def test_alternative_recipes_use_what_there_is() -> None:
    """15 fuzes make 15 shells, 20 kg of powder another 10: 25 of the 30 wanted."""
    plan = planned(
        tiny(PARTS + "[component_stocks]\nitem, hub, quantity\nfuze, north, 15\npowder, north, 20\n")
    )
    assert total(plan, "production", "good", recipe="short") == pytest.approx(15)
    assert total(plan, "production", "good", recipe="long") == pytest.approx(10)
    assert total(plan, "components", "used", component="powder") == pytest.approx(20)
    assert plan.kpi("end_shortfall", "A", "he") == "5.0"
    assert plan.production.group_by("period").agg(pl.col("starts").sum() <= 10)["starts"].all()


def test_a_line_draws_on_the_pool_of_its_own_hub() -> None:
    """100 fuzes in the south are of no use to the line in the north with 5."""
    parts = """
[sites]
site, firm, nation, hub
S, Works, A, north
T, Works, A, south
[lines]
line, site, item, capacity, rate_now, yield
L, S, shell, 10, 0, 1
M, T, shell, 10, 0, 1
[line_leads]
line, months, share
L, 1, 1
M, 1, 1
[component_stocks]
item, hub, quantity
fuze, north, 5
fuze, south, 100
"""
    plan = planned(tiny(FUZES + parts))
    assert total(plan, "production", "good") == pytest.approx(5)
    assert total(plan, "components", "used", hub="north") == pytest.approx(5)
    assert total(plan, "components", "used", hub="south") == 0
    for row in plan.components.iter_rows(named=True):
        assert row["closing"] == pytest.approx(row["opening"] + row["made"] - row["used"], abs=1e-9)


def test_a_component_is_made_before_it_is_used() -> None:
    """A line of 4 fuzes a month with a lead of a month lets shells start in February, 4 a month."""
    plan = planned(
        tiny(
            FUZES
            + """
[lines]
line, site, item, capacity, rate_now, yield
L, S, shell, 10, 0, 1
F, S, fuze, 4, 0, 1
[line_leads]
line, months, share
L, 1, 1
F, 1, 1
"""
        )
    )
    made = plan.production.filter(line="L", recipe="short")["good"].to_list()
    assert made[:5] == pytest.approx([0, 4, 4, 4, 4], abs=1e-9)
    assert listed(plan.components.head(3), "opening", "made", "used", "closing") == [
        (0, 0, 0, 0),
        (0, 4, 4, 0),
        (0, 4, 4, 0),
    ]


EXPANSION = """
[expansions]
option, line, capacity, cost, build_months, ramp, earliest
X, L, 10, {cost}, 1, slow, {earliest}
[ramps]
ramp, month, share
slow, 0, 0.5
slow, 1, 1
[expansion_payers]
option, payer
X, A
"""


@pytest.mark.parametrize(
    ("earliest", "capacity"),
    [("", [10, 15, 20, 20, 20, 20]), ("2024-02", [10, 10, 15, 20, 20, 20])],
)
def test_capacity_in_the_plan_grows_with_what_is_built(earliest: str, capacity: list[float]) -> None:
    """A month of building, half of 10 starts in the first month, all from the next on."""
    targets = "[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 100\n"
    plan = planned(tiny(targets + EXPANSION.format(cost=100, earliest=earliest)))
    bought = plan.expansions.row(0, named=True)
    assert (bought["period"], bought["line"]) == (earliest or "2024-01", "L")
    share = bought["amount"]
    grown = [10 + share * (whole - 10) for whole in capacity]
    assert plan.production["capacity"].to_list() == pytest.approx(grown)


def test_an_expansion_that_costs_nothing_stands_in_the_plan() -> None:
    """What is built for nothing has a row with its payer, who pays nothing."""
    plan = planned(tiny(EXPANSION.format(cost=0, earliest="")))
    assert listed(plan.expansions.head(1), "option", "period", "cost", "payer", "paid") == [
        ("X", "2024-01", 0, "A", 0)
    ]

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.plans.answers.ordering import _first_in_first_out
from tests.plans.tiny import base_plan, listed, planned, tiny

QUEUE = """
[contracts]
contract, kind, admin_months, queue, fixed_cost
K, framework, 0, yes, 100
"""


def test_orders_are_numbered_and_valued() -> None:
    """10 shells at 5 euros in each of three months, from payer to line."""
    columns = ("order", "payer", "buyer", "recipient", "contract", "line", "item", "period")
    assert listed(base_plan().orders, *columns) == [
        (f"O0000{number}", "A", "A", "A", "K", "L", "shell", f"2024-0{number}") for number in (1, 2, 3)
    ]
    assert (
        listed(base_plan().orders, "quantity", "price", "value", "quantity_rounded") == [(10, 5, 50, 10)] * 3
    )


@pytest.mark.parametrize(
    ("taken", "first"), [("O00001", "OO00001"), ("O00002", "OO00001"), ("O00009", "O00001")]
)
def test_new_orders_never_share_a_key_with_an_open_order(taken: str, first: str) -> None:
    """Where an open order is called like a new one, all new ones have a letter more."""
    plan = planned(
        tiny(f"""
[orders]
order, buyer, contract, line, item, quantity, price, paid_share, due
{taken}, A, K, L, shell, 10, 4, 0.5, 2024-02
""")
    )
    assert plan.orders["order"].to_list()[0] == first
    assert plan.deliveries.filter(order=taken)["quantity"].to_list() == pytest.approx([10])


def test_deliveries_of_an_order_that_waits_are_matched_to_it() -> None:
    """One call-off of 100 euros in January is delivered in three months, as the line makes it."""
    plan = planned(tiny(QUEUE))
    assert listed(plan.orders, "order", "period", "quantity") == [("O00001", "2024-01", 30)]
    assert listed(plan.deliveries, "order", "period", "quantity") == [
        ("O00001", "2024-02", 10),
        ("O00001", "2024-03", 10),
        ("O00001", "2024-04", 10),
    ]
    assert plan.level("money") == pytest.approx(250)


def test_orders_that_wait_are_delivered_in_turn() -> None:
    """A ceiling on nothing but money: 60 euros of 2023 buy 12 shells, 180 of 2024 the other 18.

    A has 60 euros until March and pays with the order; 12 shells of January wait for the line, then the 18 of
    April. What comes is matched to the first before the second.
    """
    plan = planned(
        tiny("""
[nations]
nation, name, role, fiscal_year_start
A, Arland, ally, 4
[contracts]
contract, kind, admin_months, queue, fixed_cost
K, framework, 0, yes,
[contract_payments]
contract, event, months_after, share
K, order, 0, 1
[budgets]
payer, year, amount, carry_over
A, 2023, 240, 0
A, 2024, 720, 0
""")
    )
    rows = plan.deliveries.join(plan.orders.select("order", pl.col("period").alias("ordered")), on="order")
    assert rows.filter(pl.col("ordered") > pl.col("period")).is_empty()
    early = rows.filter(pl.col("ordered") < "2024-04")
    assert early["quantity"].sum() == pytest.approx(12)
    assert early["period"].max() <= rows.filter(pl.col("ordered") >= "2024-04")["period"].min()  # type: ignore[operator]


def placed_and_delivered(draw: st.DataObject, edges: int, periods: int) -> tuple[pl.DataFrame, np.ndarray]:
    """Orders of some edges, and deliveries that never run ahead of them."""
    sizes = st.just(0.0) | st.floats(0.01, 1e5)
    ordered = np.array(
        draw.draw(
            st.lists(st.lists(sizes, min_size=periods, max_size=periods), min_size=edges, max_size=edges)
        )
    )
    shares = st.floats(0, 1) | st.sampled_from([0.0, 1.0])
    taken = np.array(
        draw.draw(
            st.lists(st.lists(shares, min_size=periods, max_size=periods), min_size=edges, max_size=edges)
        )
    )
    waiting, delivered = np.zeros(edges), np.zeros((edges, periods))
    for period in range(periods):
        waiting += ordered[:, period]
        delivered[:, period] = np.where(taken[:, period] * waiting < 1e-3, 0.0, taken[:, period] * waiting)
        waiting -= delivered[:, period]
    edge, place = np.nonzero(ordered)
    return pl.DataFrame({"edge": edge, "place": place, "quantity": ordered[edge, place]}), delivered


@given(st.data(), st.integers(1, 3), st.integers(1, 5))
def test_matching_keeps_quantities_and_never_delivers_before_an_order(
    data: st.DataObject, edges: int, periods: int
) -> None:
    """Every delivery is matched wholly, no order beyond its quantity or early, and the first order first."""
    placed, delivered = placed_and_delivered(data, edges, periods)
    order, period, quantity = _first_in_first_out(placed, delivered)
    edge, place = (placed[name].to_numpy()[order] for name in ("edge", "place"))
    assert (quantity > 0).all()
    assert (period >= place).all()
    matched = np.zeros_like(delivered)
    np.add.at(matched, (edge, period), quantity)
    assert matched == pytest.approx(delivered, rel=1e-9)
    brought = np.bincount(order, weights=quantity, minlength=placed.height)
    wanted = placed["quantity"].to_numpy()
    largest = np.maximum(1.0, wanted.sum())
    assert (brought <= wanted + 1e-6 * largest).all()
    for first, second in zip(range(placed.height), range(1, placed.height), strict=False):
        if placed["edge"][first] == placed["edge"][second] and brought[second] > 0:
            assert brought[first] == pytest.approx(wanted[first], rel=1e-6, abs=1e-6 * largest)
            assert period[order == first].max() <= period[order == second].min()


def test_no_orders_match_no_deliveries() -> None:
    """Without edges there is nothing to match."""
    nothing = pl.DataFrame(schema={"edge": pl.Int64, "place": pl.Int64, "quantity": pl.Float64})
    assert [part.tolist() for part in _first_in_first_out(nothing, np.zeros((0, 4)))] == [[], [], []]


def test_orders_at_several_prices_are_matched_apart() -> None:
    """Twenty shells at 5 and ten at 6; each delivery belongs to an order of its tier."""
    prices = "[contract_prices]\ncontract, item, from_quantity, type, price\n"
    plan = planned(tiny(f"{prices}K, shell, 0, convex, 5\nK, shell, 20, convex, 6\n"))
    tiers = plan.orders.group_by("tier").agg(pl.col("quantity").sum(), pl.col("value").sum()).sort("tier")
    assert listed(tiers, "tier", "quantity", "value") == [(0, 20, 100), (20, 10, 60)]
    matched = plan.deliveries.join(plan.orders.select("order", "tier"), on="order")
    assert dict(matched.group_by("tier").agg(pl.col("quantity").sum()).iter_rows()) == pytest.approx(
        {0: 20, 20: 10}
    )

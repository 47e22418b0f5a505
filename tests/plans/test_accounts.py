import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointstock.plans.accounts import TERM_OF_KIND, costs
from jointstock.plans.plan import Plan
from tests.plans.tiny import NO_ORDERS, base_plan, listed, planned, tiny

AT_ORDER = """
[contract_payments]
contract, event, months_after, share
K, order, 0, 1
"""
OPEN_ORDER = """
[orders]
order, payer, buyer, recipient, contract, line, item, quantity, price, currency, paid_share, due
P, , A, , K, L, shell, 10, 4, USD, 0.25, 2024-02
[rates]
rate, month, value
USD, 2023-12, 2
"""


def paid(plan: Plan, kind: str) -> list[tuple[str, str, float]]:
    """Object, period and amount of the payments of a kind."""
    return listed(plan.payments.filter(pl.col("kind") == kind).sort("object"), "object", "period", "amount")


def test_an_order_is_paid_in_part_at_the_order_and_in_part_on_delivery() -> None:
    """Of 50 euros 20 are paid with the order and 30 a month later, when it is delivered."""
    assert listed(base_plan().payments, "payer", "object", "kind", "period", "amount") == [
        ("A", "O00001", "delivery", "2024-02", 30),
        ("A", "O00002", "delivery", "2024-03", 30),
        ("A", "O00003", "delivery", "2024-04", 30),
        ("A", "O00001", "order", "2024-01", 20),
        ("A", "O00002", "order", "2024-02", 20),
        ("A", "O00003", "order", "2024-03", 20),
    ]


def test_what_falls_due_behind_the_horizon_is_paid_after() -> None:
    """Three months after the deliveries of February to April are May, June and after the horizon."""
    plan = planned(
        tiny("""
[contract_payments]
contract, event, months_after, share
K, order, 1, 0.4
K, delivery, 3, 0.6
""")
    )
    periods = ["2024-05", "2024-06", "after"]
    assert [row[1:] for row in paid(plan, "delivery")] == [(period, 30) for period in periods]
    assert [row[1:] for row in paid(plan, "order")] == [("2024-02", 20), ("2024-03", 20), ("2024-04", 20)]
    assert (plan.kpi("money"), plan.kpi("money_after")) == ("150.0", "30.0")


def test_what_is_not_delivered_inside_the_horizon_is_paid_after_it() -> None:
    """Half of each order is finished a month later, half six months later, behind the horizon.

    Of the 10 shells ordered in each month from January to May, 5 are delivered inside the horizon.
    """
    plan = planned(
        tiny("""
[line_leads]
line, months, share
L, 1, 0.5
L, 6, 0.5
""")
    )
    assert plan.orders["quantity"].to_list() == pytest.approx([10] * 5)
    amounts = (
        plan.payments.filter(pl.col("kind") == "delivery").group_by("period").agg(pl.col("amount").sum())
    )
    assert dict(amounts.iter_rows()) == pytest.approx(
        {"2024-02": 15, "2024-03": 15, "2024-04": 15, "2024-05": 15, "2024-06": 15, "after": 75}
    )


def test_prices_follow_index_and_exchange_rate_until_they_are_paid() -> None:
    """5 dollars of 2023 are 11 euros in January, 12.10 in March and 6.05 in April.

    The index stands at 1.1 in January and 1.21 from March on; a dollar is 2 euros, from April on 1.
    """
    plan = planned(
        tiny("""
[contracts]
contract, kind, admin_months, currency, price_year, index
K, framework, 0, USD, 2023, steel
[rates]
rate, month, value
steel, 2023-01, 100
steel, 2024-01, 110
steel, 2024-03, 121
USD, 2023-12, 2
USD, 2024-04, 1
""")
    )
    assert plan.orders["price"].to_list() == pytest.approx([11, 11, 12.1])
    assert plan.orders["value"].to_list() == pytest.approx([110, 110, 121])
    assert [row[2] for row in paid(plan, "order")] == pytest.approx([44, 44, 48.4])
    assert [row[2] for row in paid(plan, "delivery")] == pytest.approx([66, 72.6, 36.3])
    assert plan.level("money") == pytest.approx(311.3)


def test_two_contracts_are_paid_in_the_money_of_the_case() -> None:
    """A second contract in crowns of half a euro serves another line of the same size.

    Both deliver 10 each in the first month, the cheaper one 10 more in the second.
    """
    plan = planned(
        tiny("""
[lines]
line, site, item, capacity, rate_now, yield
L, S, shell, 10, 0, 1
M, S, shell, 10, 0, 1
[line_leads]
line, months, share
L, 1, 1
M, 1, 1
[contracts]
contract, kind, admin_months, currency
K, framework, 0,
Q, framework, 0, SEK
[contract_parties]
contract, role, party
K, buyer, A
K, line, L
Q, buyer, A
Q, line, M
[contract_prices]
contract, item, from_quantity, type, price
K, shell, 0, single, 5
Q, shell, 0, single, 6
[contract_payments]
contract, event, months_after, share
K, order, 0, 1
Q, order, 0, 1
[rates]
rate, month, value
SEK, 2023-12, 0.5
""")
    )
    assert listed(plan.orders.sort("period", "contract"), "contract", "period", "quantity", "value") == [
        ("K", "2024-01", 10, 50),
        ("Q", "2024-01", 10, 30),
        ("Q", "2024-02", 10, 30),
    ]


def test_an_open_order_is_paid_on_delivery_and_is_no_cost_of_the_plan() -> None:
    """Three quarters of 10 shells at 4 dollars of 2 euros are 60 euros, paid when they come in February."""
    plan = planned(tiny(OPEN_ORDER))
    assert paid(plan, "open order") == [("P", "2024-02", 60)]
    assert listed(plan.costs, "term", "payer", "amount") == [("orders", "A", 100)]
    assert plan.level("money") == pytest.approx(100)


def test_an_open_order_from_outside_arrives_when_it_is_due() -> None:
    """An order that no line makes arrives in its month, an overdue one in the first; a later one does not."""
    plan = planned(
        tiny("""
[orders]
order, buyer, item, quantity, price, paid_share, due
P, A, shell, 5, 4, 0, 2024-02
R, A, shell, 5, 4, 0.5, 2023-10
T, A, shell, 5, 4, 0, 2025-02
""")
    )
    assert paid(plan, "open order") == [("P", "2024-02", 20), ("R", "2024-01", 10)]
    arrived = plan.deliveries.filter(pl.col("order").is_in(["P", "R", "T"]))
    assert sorted(listed(arrived, "order", "period", "quantity")) == [
        ("P", "2024-02", 5),
        ("R", "2024-01", 5),
    ]


def test_a_call_off_has_a_fixed_cost() -> None:
    """Orders in three months are three call-offs of 100 dollars at 2 euros, paid by the buyer."""
    plan = planned(
        tiny("""
[contracts]
contract, kind, admin_months, fixed_cost, currency
K, framework, 0, 100, USD
[rates]
rate, month, value
USD, 2023-12, 2
""")
    )
    assert paid(plan, "fixed cost") == [("K", "2024-01", 200), ("K", "2024-02", 200), ("K", "2024-03", 200)]
    assert listed(plan.costs, "term", "payer", "amount") == [
        ("fixed costs", "A", 600),
        ("orders", "A", 300),
    ]


@pytest.mark.parametrize(("calendar", "cost"), [("6x1", 120), ("2x3", 120), ("3x1,1x3", 115)])
def test_holding_costs_count_the_months_inside_a_period(calendar: str, cost: float) -> None:
    """20, 30, 40, 50, 50, 50 shells cost half a euro a month each: 120 euros.

    A period of three months counts once its start and twice its end: in quarters 20 + 2 * 40 and 40 + 2 * 50;
    behind 20, 30 and 40 a quarter counts 40 + 2 * 50 = 140.
    """
    items = "[items]\nitem, name, kind, unit, holding_cost\nshell, Shell, end, shells, 0.5"
    plan = planned(tiny(items), calendar=calendar)
    assert {row[0] for row in paid(plan, "holding")} == {"A/shell"}
    assert sum(row[2] for row in paid(plan, "holding")) == pytest.approx(cost)
    assert dict(plan.costs.select("term", "amount").iter_rows()) == pytest.approx(
        {"orders": 150, "holding": cost}
    )


def test_opening_stock_costs_its_share_of_a_first_period_of_months() -> None:
    """20 shells held over two quarters cost (1 + 2) * 20 * 0.5 = 30 euros in each."""
    items = "[items]\nitem, name, kind, unit, holding_cost\nshell, Shell, end, shells, 0.5"
    plan = planned(tiny(items + NO_ORDERS), calendar="2x3")
    assert paid(plan, "holding") == [("A/shell", "2024-01", 30), ("A/shell", "2024-04", 30)]


def test_an_expansion_is_paid_by_whoever_has_money_left() -> None:
    """A has 210 euros, B 40; 150 for shells and 100 for the expansion take all of it.

    With 10 starts more from February on, 10 shells come in February and 20 in March.
    """
    plan = planned(
        tiny("""
[nations]
nation, name, role, fiscal_year_start
A, Arland, ally, 1
B, Borland, ally, 1
[expansions]
option, line, capacity, cost, build_months, ramp
X, L, 10, 100, 1, once
[ramps]
ramp, month, share
once, 0, 1
[expansion_payers]
option, payer
X, *
[budgets]
payer, year, amount, carry_over
A, 2024, 420, 0
B, 2024, 80, 0
""")
    )
    assert listed(plan.expansions, "option", "period", "amount", "cost", "payer", "paid") == [
        ("X", "2024-01", 1, 100, "A", 60),
        ("X", "2024-01", 1, 100, "B", 40),
    ]
    assert [(row["payer"], round(row["paid"], 6)) for row in plan.budgets.to_dicts()] == [
        ("A", 210),
        ("B", 40),
    ]
    assert plan.level("shortfall") == pytest.approx(5)


def test_a_gift_is_paid_by_the_donor_when_it_is_sent() -> None:
    """10 shells sent in February at 2 euros each, received in March."""
    plan = planned(
        tiny("""
[nations]
nation, name, role, fiscal_year_start
A, Arland, ally, 1
B, Borland, recipient, 1
[holdings]
nation, item, quantity, releasable
A, shell, 20, 10
[lanes]
item, from, to, months, cost
shell, A, B, 1, 2
[pledges]
pledge, donor, recipient, item, quantity, due, status
G, A, B, shell, 10, 2024-02, contracted
""")
    )
    assert paid(plan, "transfer") == [("shell/A/B", "2024-02", 20)]


# -- Budgets ------------------------------------------------------------------------------------------------


def test_a_year_counts_by_its_months_and_the_rest_lapses() -> None:
    """Half of a year inside the horizon is half of its 400 euros; 150 are paid, 50 lapse."""
    plan = planned(tiny("[budgets]\npayer, year, amount, carry_over\nA, 2024, 400, 0.5"))
    assert plan.budgets.rows() == [("A", 2024, 200, 0, pytest.approx(150), 0, pytest.approx(50))]


LATE = """
[nations]
nation, name, role, fiscal_year_start
A, Arland, ally, 4
[contracts]
contract, kind, admin_months, valid_from
K, framework, 0, 2024-03
[budgets]
payer, year, amount, carry_over
A, 2023, 480, {}
A, 2024, 160, 0.5
"""


@pytest.mark.parametrize(
    ("share", "carried", "lapsed", "bought"),
    [(0, 0, 70, 18), (0.1, 12, 58, 20.4), (0.5, 60, 10, 30), (1, 70, 0, 30)],
)
def test_money_is_carried_on_up_to_a_share(
    share: float, carried: float, lapsed: float, bought: float
) -> None:
    """Of 120 euros until March 50 are paid; at most a share of the 120 goes into the 40 from April on.

    Orders begin in March, at most 10 a month; April and May need 100 euros for the rest of 30 shells.
    """
    plan = planned(tiny(LATE.format(share) + AT_ORDER))
    first, second = plan.budgets.to_dicts()
    assert (first["budget"], first["paid"]) == (pytest.approx(120), pytest.approx(50))
    assert second["budget"] == pytest.approx(40)
    assert plan.orders["quantity"].sum() == pytest.approx(bought)
    assert (first["carried_out"], first["lapsed"]) == (pytest.approx(carried), pytest.approx(lapsed))
    assert (second["carried_in"], second["carried_out"]) == (first["carried_out"], 0)


@settings(max_examples=8)
@given(st.sampled_from([0, 0.25, 1]), st.integers(0, 900), st.integers(0, 900))
def test_every_year_adds_up(share: float, first: int, second: int) -> None:
    """Budget and money carried in are paid, carried out or lapse, and none of it is negative."""
    text = LATE.format(share).replace("480", str(first)).replace("160", str(second))
    rows = planned(tiny(text + AT_ORDER)).budgets
    left = rows.select(
        pl.col("budget") + pl.col("carried_in") - pl.col("paid") - pl.col("carried_out") - pl.col("lapsed")
    ).to_series()
    assert left.abs().max() < 1e-9  # type: ignore[operator]
    assert rows.select(pl.min_horizontal(pl.selectors.numeric()).min()).item() >= -1e-9


def test_a_payer_without_budget_has_no_row() -> None:
    """Where no budget is known there is no limit, and no row that could look like one."""
    assert base_plan().budgets.is_empty()


# -- Costs --------------------------------------------------------------------------------------------------


def test_costs_add_up_terms_by_payer() -> None:
    """Order and delivery payments are one term; what was ordered before the plan is none."""
    rows = pl.DataFrame(
        {
            "payer": ["B", "A", "A", "A", "A"],
            "kind": ["order", "delivery", "order", "open order", "transfer"],
            "amount": [1.0, 2.0, 4.0, 8.0, 16.0],
        }
    )
    assert costs(rows).rows() == [("orders", "A", 6.0), ("orders", "B", 1.0), ("transfers", "A", 16.0)]


def test_every_kind_of_payment_has_a_term() -> None:
    """The kinds are those of the table payments."""
    assert set(TERM_OF_KIND) == {
        "order",
        "delivery",
        "open order",
        "fixed cost",
        "agent fee",
        "contract fee",
        "untaken",
        "expansion",
        "surge",
        "shift mode",
        "start-up",
        "transfer",
        "holding",
        "life extension",
        "certification",
        "reimbursement",
    }

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.facts.case import Case
from jointstock.plans.answers import _first_in_first_out, grid, present
from jointstock.plans.plan import Plan
from tests.plans.tiny import NO_ORDERS, base_plan, listed, planned, tiny

QUEUE = """
[contracts]
contract, kind, admin_months, queue, fixed_cost
K, framework, 0, yes, 100
"""
TWO_NATIONS = """
[nations]
nation, name, role, fiscal_year_start
A, Arland, ally, 1
B, Borland, recipient, 1
"""


def total(plan: Plan, table: str, column: str, **where: str) -> float:
    """Sum of a column over the rows that hold the given values."""
    return float(plan.tables[table].filter(**where)[column].sum())  # type: ignore[arg-type]


# -- Orders and deliveries ----------------------------------------------------------------------------------


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


# -- Industry -----------------------------------------------------------------------------------------------


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


# -- Stocks, gifts, use and cover ---------------------------------------------------------------------------

GIFT = (
    TWO_NATIONS
    + NO_ORDERS
    + """
[holdings]
nation, item, quantity, releasable
A, shell, 100, 100
[targets]
version, nation, class, from, quantity
v1, B, he, 2024-01, 100
[lanes]
item, from, to, months, cost
shell, A, B, {lead}, 1
[usage]
nation, item, kind, month, rate
A, shell, peacetime, 2024-01, 10
[floors]
nation, item, quantity, days, waiver
A, shell, {floor}
"""
)


@pytest.mark.parametrize(
    ("floor", "given"),
    [(", 60.875, no", 60), ("25, , no", 55), (", 60.875, yes", 80), ("0, , no", 80)],
    ids=["days", "quantity", "waived", "nothing"],
)
def test_a_floor_limits_what_is_given(floor: str, given: float) -> None:
    """Of 100 shells 20 are used in two months; two months' use, 25 or nothing has to stay."""
    plan = planned(tiny(GIFT.format(lead=0, floor=floor), months=2, calendar="2x1"))
    assert listed(plan.transfers, "donor", "recipient", "period_sent", "period_received", "quantity") == [
        ("A", "B", "2024-01", "2024-01", given)
    ]
    assert total(plan, "use", "used", item="shell") == pytest.approx(20)


def test_the_floor_of_a_stock_is_at_most_what_would_be_there_without_a_plan() -> None:
    """Without orders 20 shells fall to 14, 8, 2 and 0, below a floor of a month's use of 6."""
    plan = planned(
        tiny(
            TWO_NATIONS
            + NO_ORDERS
            + """
[holdings]
nation, item, quantity
A, shell, 20
B, shell, 5
[usage]
nation, item, kind, month, rate
A, shell, peacetime, 2024-01, 6
[floors]
nation, item, days
A, shell, 30.4375
"""
        )
    )
    assert plan.stocks.filter(nation="A")["floor"].to_list() == pytest.approx([6, 6, 2, 0, 0, 0])
    assert plan.stocks.filter(nation="B")["floor"].null_count() == 6


def test_a_gift_under_way_at_the_end_is_received_after() -> None:
    """A pledge due in June over two months is sent in time and arrives behind the horizon, if sent late.

    A is short and gives as late as it may: in June.
    """
    plan = planned(
        tiny(
            TWO_NATIONS
            + """
[holdings]
nation, item, quantity, releasable
A, shell, 20, 10
[lanes]
item, from, to, months, cost
*, A, *, 2, 0
[pledges]
pledge, donor, recipient, item, quantity, due, status
G, A, B, shell, 4, 2024-03, contracted
H, A, B, shell, 6, 2024-06, contracted
I, A, B, shell, 9, 2024-06, pledged
[targets]
version, nation, class, from, quantity
v1, A, he, 2024-01, 90
"""
        )
    )
    assert listed(plan.transfers, "period_sent", "period_received", "quantity") == [
        ("2024-03", "2024-05", 4),
        ("2024-06", "after", 6),
    ]
    assert plan.level("commitments") == pytest.approx(0)
    sent = plan.stocks.filter(nation="A")["sent"].to_list()
    assert sent == pytest.approx([0, 0, 4, 0, 0, 6])
    assert plan.stocks.filter(nation="B")["received"].to_list() == pytest.approx([0, 0, 0, 0, 4, 0])


def test_a_pledge_that_cannot_be_kept_is_late() -> None:
    """Nothing may be released: 10 of 10 are late in each month from February on, five broken months."""
    text = """
[lanes]
item, from, to, months, cost
shell, A, B, 0, 0
[pledges]
pledge, donor, recipient, item, quantity, due, status
G, A, B, shell, 10, 2024-02, contracted
"""
    plan = planned(tiny(TWO_NATIONS + text))
    assert plan.transfers.is_empty()
    assert plan.level("commitments") == pytest.approx(5)


@pytest.mark.parametrize("calendar", ["6x1", "2x3", "1x1,1x2,1x3"])
def test_stocks_balance(calendar: str) -> None:
    """Opening, deliveries and gifts less what is sent and used is the closing stock, the next opening."""
    plan = planned(tiny(GIFT.format(lead=1, floor="5, , no")), calendar=calendar)
    for _, rows in plan.stocks.group_by("nation", "item", maintain_order=True):
        for row in rows.iter_rows(named=True):
            flow = row["delivered"] + row["received"] - row["sent"] - row["used"] - row["expired"]
            assert row["closing"] == pytest.approx(row["opening"] + flow, abs=1e-9)
        assert rows["opening"].to_list()[1:] == rows["closing"].to_list()[:-1]


def fighting(rate: str = "A, he, operational, 2024-01, 10") -> Case:
    """A has 20 shells and nothing to come for three months."""
    usage = f"[usage]\nnation, class, kind, month, rate\n{rate}\n"
    return tiny(NO_ORDERS + usage, months=3, calendar="3x1")


def test_use_is_told_for_the_demand_and_for_the_items_that_serve_it() -> None:
    """20 shells serve a class for two months; the rows of the demand say what is unmet, in its own units."""
    plan = planned(fighting())
    assert listed(plan.use, "demand", "kind", "item", "period", "planned", "used", "unmet") == [
        ("he", "operational", None, "2024-01", 10, 10, 0),
        ("he", "operational", "shell", "2024-01", None, 10, None),
        ("he", "operational", None, "2024-02", 10, 10, 0),
        ("he", "operational", "shell", "2024-02", None, 10, None),
        ("he", "operational", None, "2024-03", 10, 0, 10),
    ]


def test_use_left_unmet_counts_as_long_as_the_plan_lasts() -> None:
    """40, 50 and 50 are short and 10 unmet: an area of 40 + 50 + 60 and 60 missing at the end."""
    plan = planned(fighting())
    assert listed(plan.shortfalls, "shortfall", "unmet", "area") == [(40, 0, 40), (50, 0, 50), (50, 10, 60)]
    assert (plan.kpi("end_shortfall", "A", "he"), plan.kpi("unmet_use", "A", "he")) == ("60.0", "10.0")


def test_peacetime_use_left_unmet_is_a_broken_commitment() -> None:
    """10 of 10 unmet in the third month are one broken month and no shortfall."""
    plan = planned(fighting("A, he, peacetime, 2024-01, 10"))
    assert plan.level("commitments") == pytest.approx(1)
    assert plan.shortfalls["unmet"].sum() == 0


def test_a_month_without_use_has_no_row() -> None:
    """Use that ends in February leaves no row behind."""
    plan = planned(fighting("A, he, operational, 2024-01, 10\nA, he, operational, 2024-02, 0"))
    assert plan.use["period"].unique().to_list() == ["2024-01"]


TWO_CLASSES = """
[classes]
class, name, unit, scale, weight
he, HE, shells, 10,
smoke, Smoke, shells, 10, 2
[compatibility]
item, class, nation, state, ratio
shell, he, *, common,
shell, smoke, *, interchangeable, {ratio}
[holdings]
nation, item, quantity
A, shell, 60
[targets]
version, nation, class, from, quantity
v1, A, he, 2024-01, 40
v1, A, smoke, 2024-01, 40
"""


@pytest.mark.parametrize(("ratio", "short"), [("", {"he": 20, "smoke": 0}), ("2", {"he": 0, "smoke": 0})])
def test_a_unit_counts_towards_one_class_only(ratio: str, short: dict[str, float]) -> None:
    """60 shells cover 40 of the weightier class and 20 of the other, or both where each counts for two."""
    plan = planned(tiny(TWO_CLASSES.format(ratio=ratio) + NO_ORDERS))
    assert {row["class"]: row["shortfall"] for row in plan.shortfalls.to_dicts()} == pytest.approx(short)
    counted = plan.cover.group_by("period").agg(pl.col("quantity").sum())
    assert counted.filter(pl.col("quantity") > 60 + 1e-9).is_empty()
    ratios = dict(plan.cover.select("class", "ratio").iter_rows())
    assert ratios["smoke"] == float(ratio or 1)


def test_an_area_of_months_starts_from_the_target_of_its_period() -> None:
    """In the quarter in which the target rises to 50, 30 are missing from its start: 30 + 2 * 10 = 50.

    The quarter before has a target of 20, which the stock covers.
    """
    targets = (
        "[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 20\nv1, A, he, 2024-04, 50\n"
    )
    lines = "[lines]\nline, site, item, capacity, rate_now, yield\nL, S, shell, 0, 0, 1\n"
    plan = planned(tiny(targets + lines), calendar="2x3")
    assert listed(plan.shortfalls, "target", "covered", "shortfall", "area") == [
        (20, 20, 0, 0),
        (50, 20, 30, 90),
    ]


# -- Frames -------------------------------------------------------------------------------------------------


def test_a_grid_has_a_row_for_every_key_and_period() -> None:
    """Keys vary slowest; without keys there is no row, but all columns."""
    keys = pl.DataFrame({"line": ["L", "M"]})
    values = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert grid(keys, ["p", "q"], starts=values).rows() == [
        ("L", "p", 1.0),
        ("L", "q", 2.0),
        ("M", "p", 3.0),
        ("M", "q", 4.0),
    ]
    assert grid(keys.clear(), ["p", "q"], starts=values[:0]).columns == ["line", "period", "starts"]


def test_what_is_next_to_nothing_is_not_present() -> None:
    """Only amounts above 1e-9 have a row."""
    keys = pl.DataFrame({"line": ["L", "M"]})
    rows = present(keys, ["p", "q"], np.array([[0.0, 2.0], [1e-10, 3.0]]), "starts")
    assert rows.rows() == [("L", "q", 2.0), ("M", "q", 3.0)]

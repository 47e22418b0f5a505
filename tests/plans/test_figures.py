import numpy as np
import polars as pl
import pytest

from jointstock.facts.case import Case
from jointstock.measure.arrays import Floats
from jointstock.plans.figures import BASES, basis_shares, prices, worst_basis
from jointstock.plans.plan import Plan
from jointstock.solver.program import Program
from tests.plans.tiny import NO_ORDERS, base_plan, listed, planned, tiny

AT_ORDER = "[contract_payments]\ncontract, event, months_after, share\nK, order, 0, 1\n"


def held(quantity: float, *targets: str) -> str:
    """Stock of A and its targets from months on."""
    rows = "".join(f"v1, A, he, {target}\n" for target in targets)
    return (
        f"[holdings]\nnation, item, quantity\nA, shell, {quantity}\n"
        f"[targets]\nversion, nation, class, from, quantity\n{rows}"
    )


# -- Key figures --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "calendar", "months"),
    [
        ("", "6x1", "4"),
        ("", "2x3", "6"),
        ("", "1x1,1x3,1x2", "4"),
        (held(50, "2024-01, 50"), "6x1", "0"),
        (held(20, "2024-01, 100"), "6x1", "never"),
        (held(20, "2024-01, 50", "2024-05, 68"), "6x1", "6"),
        (held(20, "2024-01, 50", "2024-06, 90"), "6x1", "never"),
        (held(20, "2024-01, 10", "2024-03, 30"), "6x1", "0"),
        (held(20, "2024-03, 60"), "6x1", "5"),
    ],
    ids=["months", "quarters", "mixed", "met", "never", "rises in reach", "rises beyond", "in time", "later"],
)
def test_time_to_target_is_the_month_from_which_it_is_met_for_good(
    text: str, calendar: str, months: str
) -> None:
    """The last month of the first period from which nothing is missing; 0 from the start on, else never."""
    assert planned(tiny(text), calendar=calendar).kpi("time_to_target", "A", "he") == months


def test_an_opening_stock_counts_wholly_towards_each_class_for_the_time() -> None:
    """60 shells are at least 40 of either class, and 30 more come at once: both are met from the start."""
    plan = planned(
        tiny("""
[classes]
class, name, unit, scale
he, HE, shells, 10
smoke, Smoke, shells, 10
[compatibility]
item, class, nation, state
shell, he, *, common
shell, smoke, *, common
[holdings]
nation, item, quantity
A, shell, 60
[targets]
version, nation, class, from, quantity
v1, A, he, 2024-01, 40
v1, A, smoke, 2024-01, 40
[lines]
line, site, item, capacity, rate_now, yield, own_stock
L, S, shell, 10, 0, 1, 30
""")
    )
    assert plan.kpi("time_to_target", "A", "he") == "0"
    assert plan.kpi("time_to_target", "A", "smoke") == "0"


def test_shortfall_is_told_in_units_and_weighted() -> None:
    """A weight of 2 of the nation and 3 of the class make 60 unit-months at a scale of 10 count 36."""
    plan = planned(
        tiny("""
[nations]
nation, name, role, fiscal_year_start, weight
A, Arland, ally, 1, 2
[classes]
class, name, unit, scale, weight
he, HE, shells, 10, 3
""")
    )
    assert float(plan.kpi("area", "A", "he") or "nan") == pytest.approx(36)
    assert float(plan.kpi("area") or "nan") == pytest.approx(36)
    assert plan.kpi("area_units", "A", "he") == "60.0"
    assert plan.kpi("peak_shortfall", "A", "he") == "30.0"


def test_the_end_shortfall_of_the_plan_is_weighted() -> None:
    """Without orders 30 are missing at the end, which count 3."""
    plan = planned(tiny(NO_ORDERS))
    assert (plan.kpi("end_shortfall", "A", "he"), plan.kpi("end_shortfall")) == ("30.0", "3.0")
    assert plan.level("end") == pytest.approx(3)


def test_money_is_told_nominal_real_and_as_present_value() -> None:
    """20, 50, 50 and 30 euros; prices rise by a quarter in March; a year costs 12 %.

    Real: 20 + 50 + (50 + 30) / 1.25 = 134.
    """
    rates = "[rates]\nrate, month, value\nprices, 2024-01, 100\nprices, 2024-03, 125\n"
    plan = planned(tiny(rates, deflator="prices", discount_rate=0.12))
    assert plan.kpi("money") == "150.0"
    assert float(plan.kpi("money_real") or "nan") == pytest.approx(134)
    present = sum(amount * 1.12 ** (-month / 12) for month, amount in enumerate([20, 50, 50, 30]))
    assert float(plan.kpi("money_present_value") or "nan") == pytest.approx(present)


def test_a_payment_of_a_quarter_is_discounted_by_the_mean_of_its_months() -> None:
    """100 euros in the first quarter and 50 in the second, at the order."""
    contracts = "[contracts]\ncontract, kind, admin_months, valid_from\nK, framework, 0, 2024-01\n"
    plan = planned(tiny(contracts + AT_ORDER, discount_rate=0.12), calendar="2x3")
    spent = [plan.payments.filter(period=period)["amount"].sum() for period in ("2024-01", "2024-04")]
    factors = [np.mean([1.12 ** (-month / 12) for month in months]) for months in (range(3), range(3, 6))]
    assert float(plan.kpi("money_present_value") or "nan") == pytest.approx(np.dot(spent, factors))


def test_money_after_the_horizon_is_told_by_payer() -> None:
    """Deliveries of April are paid in July, behind the horizon, and deflated as in June."""
    text = """
[contract_payments]
contract, event, months_after, share
K, order, 0, 0.4
K, delivery, 3, 0.6
[rates]
rate, month, value
prices, 2024-01, 100
prices, 2024-06, 150
"""
    plan = planned(tiny(text, deflator="prices", discount_rate=0.12))
    assert (plan.kpi("money_after"), plan.kpi("money_after", "A")) == ("30.0", "30.0")
    # 60 with the orders, 30 in May, 30 in June at 150, 30 later at 150.
    assert float(plan.kpi("money_real") or "nan") == pytest.approx(60 + 30 + 60 / 1.5)
    present = sum(20 * 1.12 ** (-month / 12) + 30 * 1.12 ** (-(month + 4) / 12) for month in range(3))
    assert float(plan.kpi("money_present_value") or "nan") == pytest.approx(present)


def test_without_rate_and_deflator_real_money_is_unknown() -> None:
    """A figure that the case cannot give is empty and not 0."""
    rows = base_plan().kpis.filter(pl.col("kpi").is_in(["money_real", "money_present_value"]))
    assert rows["value"].to_list() == [None, None]
    assert rows["unit"].to_list() == ["EUR of 2024", "EUR"]


# -- Prices of limits ---------------------------------------------------------------------------------------


def price(plan: Plan, row: str) -> float:
    """Sum of the prices of a family of limits."""
    return float(plan.prices.filter(row=row)["price"].sum())


def test_capacity_is_worth_what_a_start_more_saves() -> None:
    """A start more in January is there for two short months, one in February for one: 0.2 and 0.1.

    With 11 starts a month 30, 19, 8 and 0 are missing: 57 instead of 60 unit-months.
    """
    plan = base_plan()
    assert listed(plan.prices.filter(row="capacity"), "object", "period", "price", "unit") == [
        ("L", "2024-01", 0.2, "start"),
        ("L", "2024-02", 0.1, "start"),
    ]
    more = planned(tiny("[lines]\nline, site, item, capacity, rate_now, yield\nL, S, shell, 11, 0, 1"))
    assert plan.level("shortfall") - more.level("shortfall") == pytest.approx(price(plan, "capacity"))


def test_money_is_worth_what_a_euro_more_saves() -> None:
    """A euro buys a fifth of a shell in March, which is there for three months: 0.2 * 3 / 10 = 0.06."""
    budget = "[budgets]\npayer, year, amount, carry_over\nA, 2024, {}, 0\n"
    less, more = (planned(tiny(AT_ORDER + budget.format(amount)), end="none") for amount in (220, 222))
    assert listed(less.prices.filter(row="budget"), "object", "period", "price") == [("A/2024", None, 0.06)]
    assert less.level("shortfall") - more.level("shortfall") == pytest.approx(0.06)


def test_a_ceiling_is_worth_what_a_unit_more_saves() -> None:
    """Under a ceiling of 25 a unit more comes in March for three months, without regard to the end: 0.3."""
    ceiling = "[contracts]\ncontract, kind, admin_months, ceiling\nK, framework, 0, {}\n"
    less, more = (planned(tiny(ceiling.format(amount)), end="none") for amount in (25, 26))
    assert price(less, "ceiling") == pytest.approx(0.3)
    assert less.level("shortfall") - more.level("shortfall") == pytest.approx(0.3)


def test_stock_is_worth_what_a_unit_more_saves() -> None:
    """A shell more at the start is one less missing in each of three months: 0.3."""
    more = planned(tiny(held(21, "2024-01, 50")))
    first = base_plan().prices.filter(row="stock_balance", period="2024-01")["price"].item()
    assert first == pytest.approx(0.3)
    assert base_plan().level("shortfall") - more.level("shortfall") == pytest.approx(first)


def test_a_unit_of_a_lot_is_worth_what_it_saves_until_it_expires() -> None:
    """A shell more that expires in March is one less missing in January and February: 0.2."""
    lot = "[holdings]\nnation, item, lot, quantity, expiry\nA, shell, old, 20, 2024-03\n"
    found = planned(tiny(lot)).prices.filter(row="lot_balance", object="A/shell/2024-03", period="2024-01")
    assert found["price"].item() == pytest.approx(0.2)


def test_a_limit_that_does_not_bind_has_no_price() -> None:
    """A thousand euros are more than enough, and nothing is priced at nothing."""
    plan = planned(tiny("[budgets]\npayer, year, amount, carry_over\nA, 2024, 2000, 0\n"))
    assert plan.prices.filter(row="budget").is_empty()
    assert plan.prices.filter(pl.col("price").abs() <= 1e-12).is_empty()


def test_prices_of_a_plan_with_yes_no_decisions_hold_with_the_decisions_made() -> None:
    """Call-offs in each of the three months that are needed leave the prices of capacity as they are."""
    contracts = "[contracts]\ncontract, kind, admin_months, fixed_cost\nK, framework, 0, 100\n"
    assert price(planned(tiny(contracts)), "capacity") == pytest.approx(0.3)


def test_the_sign_of_a_price_is_what_is_saved() -> None:
    """An objective that falls with the right-hand side is a saving."""
    program = Program()
    columns = program.add_columns("x", [["L"], ["p", "q"]])
    names = ("budget", "capacity", "component_balance", "ramp_limit", "option_once", "releasable", "ceiling")
    for name in (*names, "stock_balance", "lot_balance", "life_extension"):
        program.add_rows(name, [["L"], ["p", "q"]], [(1.0, columns)], "<=", 1.0)
    marginal: Floats = np.zeros(program.rows)
    marginal[2:4] = [-0.5, 1e-13]
    assert prices(program, marginal).rows() == [("capacity", "L", "p", 0.5, "start")]
    assert prices(program, None).is_empty()


# -- What it rests on ---------------------------------------------------------------------------------------


def based(case: Case, **bases: str) -> Case:
    """The case with another basis for some tables, and derived for all others."""
    frames = {
        name: frame.with_columns(basis=pl.lit(bases.get(name, "derived")))
        for name, frame in case.tables.items()
    }
    return case.replace(**frames)


@pytest.mark.parametrize(
    ("bases", "worst"),
    [
        (("cited", "cited"), "cited"),
        (("cited", "derived"), "derived"),
        (("assumed", "derived"), "assumed"),
        (("assumed", "synthetic"), "synthetic"),
    ],
)
def test_the_worst_basis_counts(bases: tuple[str, str], worst: str) -> None:
    """From best to worst: cited, derived, assumed, synthetic."""
    frame = pl.DataFrame({"a": [bases[0]], "b": [bases[1]]})
    assert frame.select(worst_basis("a", "b")).item() == worst
    assert frame.select(worst_basis("b", "a")).item() == worst


@pytest.mark.parametrize("table", ["contracts", "contract_prices", "lines"])
def test_an_order_rests_on_its_contract_price_and_line(table: str) -> None:
    """The worst basis of the three is the order's."""
    plan = planned(based(tiny(), **{table: "synthetic"}))
    assert plan.orders["basis"].unique().to_list() == ["synthetic"]
    assert plan.run["basis"]["money"] == {"cited": 0, "derived": 0, "assumed": 0, "synthetic": 1}
    assert plan.shortfalls["basis"].unique().to_list() == ["derived"]


def test_an_order_rests_on_the_worst_of_all_prices_of_its_item() -> None:
    """One of two prices is synthetic, so that orders at both are."""
    rows = "contract, item, from_quantity, type, price\nK, shell, 0, convex, 5\nK, shell, 20, convex, 6\n"
    case = based(tiny(f"[contract_prices]\n{rows}"))
    prices = case.table("contract_prices").with_columns(basis=pl.Series(["synthetic", "derived"]))
    plan = planned(case.replace(contract_prices=prices))
    assert plan.orders.select("tier", "basis").unique().sort("tier").rows() == [
        (0, "synthetic"),
        (20, "synthetic"),
    ]


@pytest.mark.parametrize("table", ["targets", "holdings", "usage"])
def test_a_shortfall_rests_on_targets_holdings_and_use(table: str) -> None:
    """The worst basis of the three is the shortfall's, whether use names a class or an item."""
    for use in ("class, kind, month, rate\nA, he", "item, kind, month, rate\nA, shell"):
        text = f"[usage]\nnation, {use}, operational, 2024-01, 1\n"
        plan = planned(based(tiny(text), **{table: "synthetic"}))
        assert plan.shortfalls["basis"].unique().to_list() == ["synthetic"]
        assert plan.orders["basis"].unique().to_list() == ["derived"]


def test_a_nation_without_stock_rests_on_its_targets() -> None:
    """Stock of another nation does not spoil the basis."""
    text = """
[nations]
nation, name, role, fiscal_year_start
A, Arland, ally, 1
B, Borland, ally, 1
[holdings]
nation, item, quantity, basis
A, shell, 20, synthetic
[targets]
version, nation, class, from, quantity, basis
v1, A, he, 2024-01, 50, derived
v1, B, he, 2024-01, 5, derived
"""
    plan = planned(tiny(text))
    told = dict(plan.shortfalls.select("nation", "basis").iter_rows())
    assert told == {"A": "synthetic", "B": "derived"}


def test_shares_are_of_value_and_of_weighted_shortfall() -> None:
    """30 of 40 euros rest on a source; without any shortfall all shares are 0."""
    placed = pl.DataFrame({"basis": ["cited", "assumed"], "value": [30.0, 10.0]})
    short = pl.DataFrame({"basis": ["derived"], "weighted": [0.0]})
    shares = basis_shares(placed, short)
    assert shares["money"] == {"cited": 0.75, "derived": 0.0, "assumed": 0.25, "synthetic": 0.0}
    assert shares["shortfall"] == dict.fromkeys(BASES, 0.0)

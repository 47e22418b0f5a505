"""Cases worked out by hand, from the folder to the verified plan, through the public interface alone."""

import pytest

import jointstock as js

CASES = __file__.removesuffix("test_worked_cases.py") + "cases/"
A02_POINTS = [
    (120e6, 6600, 0.0, "12"),
    (120e6 + 50e6 / 7, 6200, 100 / 7, "11"),
    (120e6 + 50e6 / 3, 5800, 100 / 3, "10"),
    (150e6, 5400, 60.0, "9"),
    (170e6, 5000, 100.0, "8"),
]


def opened(name):
    """The case of a folder beside this file."""
    return js.open_case(CASES + name)


def planned(case, *, calendar=None, end="meet"):
    """A plan that the verifier finds nothing wrong with."""
    plan = js.make_plan(case, calendar=calendar, end=end)
    findings = js.verify(case, plan)
    assert not findings, findings
    return plan


def changed(case, table, column, rule):
    """The case with a column of a table replaced by `rule(row)`."""
    frame = case.table(table)
    values = [rule(row) for row in frame.to_dicts()]
    series = type(frame[column])(column, values, dtype=frame.schema[column])
    return case.replace(**{table: frame.with_columns(series)})


def without(case, table, keep):
    """The case with the rows of a table for which `keep(row)` holds."""
    frame = case.table(table)
    return case.replace(**{table: frame.filter([keep(row) for row in frame.to_dicts()])})


def level(plan, name):
    """Best value of a level."""
    return next(row["value"] for row in plan.run["levels"] if row["name"] == name)


def kpi(plan, name, nation=None, needed=None):
    """A key figure of the plan, or of one nation and class."""
    found = [
        row["value"]
        for row in plan.kpis.to_dicts()
        if (row["kpi"], row["nation"] or None, row["class"] or None) == (name, nation, needed)
    ]
    assert len(found) == 1, (name, found)
    return found[0]


def near(value, within=0.01):
    """A number to within what the levels before may give up."""
    return pytest.approx(value, rel=1e-5, abs=within)


# -- A01: one line, lead 2 months, 300 in stock, 1,200 wanted, 100 a month ----------------------------------


def test_lead_time_delays_the_first_delivery():
    """Work begun in month 1 arrives in month 3, so the shortfall falls by 100 a month from there.

    I = 300, 300, 400, ..., 1,200 in month 11: g = 900, 900, 800, ..., 100, 0, 0; the area is
    900 + 900 + (800 + 700 + ... + 100 = 3,600) = 5,400. More than 900 are not ordered: they would cost money.
    """
    plan = planned(opened("A01"), calendar="12x1")
    assert plan.shortfalls["shortfall"].to_list() == near([900, *range(900, -1, -100), 0])
    assert plan.stocks["closing"].to_list() == near([300, *range(300, 1201, 100), 1200])
    assert level(plan, "shortfall") == pytest.approx(5400, rel=1e-6)
    assert level(plan, "money") == near(900)
    assert kpi(plan, "time_to_target", "N", "G") == "11"


def test_quarters_give_the_same_area_as_months():
    """Four quarters give the area of twelve months, and the target counts as met at the end of a quarter.

    Shortfalls at the ends: 800, 500, 200, 0. Area of a quarter = 1 * start + 2 * end:
    (900 + 1,600) + (800 + 1,000) + (500 + 400) + (200 + 0) = 5,400.
    """
    plan = planned(opened("A01"), calendar="4x3")
    assert plan.shortfalls["shortfall"].to_list() == near([800, 500, 200, 0])
    assert plan.shortfalls["area"].to_list() == near([2500, 1800, 900, 200])
    assert level(plan, "shortfall") == pytest.approx(5400, rel=1e-6)
    assert kpi(plan, "time_to_target", "N", "G") == "12"


# -- A02: money against time --------------------------------------------------------------------------------


def with_budget(amount):
    """The area that a budget reaches."""
    return changed(opened("A02"), "budgets", "amount", lambda _: amount)


@pytest.mark.parametrize(("budget", "area", "expansion", "month"), A02_POINTS)
def test_budget_buys_time(budget, area, expansion, month):
    """Each budget buys the area, the expansion and the month of the frontier.

    1,200 units cost 120 million; the rest buys x = (B - 120) / 0.5 units a month, at work from month 5. The
    first four months add 1,100 + 1,000 + 900 + 800 = 3,800, month 4 + k adds max(0, 800 - k * (100 + x)). At
    the points where 800 / (100 + x) = 8, 7, 6, 5, 4 the rest is 2,800, 2,400, 2,000, 1,600, 1,200.
    """
    plan = planned(with_budget(budget))
    assert level(plan, "end") == pytest.approx(0, abs=1e-6)
    assert level(plan, "shortfall") == pytest.approx(area, rel=1e-6)
    assert 100 * plan.expansions["amount"].sum() == pytest.approx(expansion, rel=1e-4, abs=1e-3)
    assert plan.orders["quantity"].sum() == near(1200)
    assert kpi(plan, "time_to_target", "N", "G") == month


def test_slopes_of_the_frontier_are_those_between_its_points():
    """A million more buys 56, 42, 30 and 20 unit-months between the points of the frontier.

    400 unit-months less for 50/7, 200/21, 40/3 and 20 million more.
    """
    areas = [level(planned(with_budget(budget)), "shortfall") for budget, _, _, _ in A02_POINTS]
    budgets = [budget for budget, _, _, _ in A02_POINTS]
    pairs = zip(areas, areas[1:], budgets, budgets[1:], strict=False)
    slopes = [(later - area) / (more - budget) * 1e6 for area, later, budget, more in pairs]
    assert slopes == pytest.approx([-56, -42, -30, -20], rel=1e-4)


def test_at_a_corner_of_the_frontier_the_next_million_is_worth_less_than_the_last():
    """At 150 million a million less costs 30 unit-months and a million more saves 20."""
    less, here, more = (level(planned(with_budget(m * 1e6)), "shortfall") for m in (149, 150, 151))
    assert (here - less, more - here) == (pytest.approx(-30, rel=1e-3), pytest.approx(-20, rel=1e-3))


# -- A03: complete rounds -----------------------------------------------------------------------------------


def rounds(case):
    """Rounds delivered over the horizon."""
    return 400_000 - level(planned(case), "end")


def test_complete_rounds_follow_the_scarcest_component():
    """144,000 rounds are made, not the 240,000 that projectiles alone would allow.

    Rounds up to month t = min(30,000 t, 36,000 + 18,000 t) = 30, 60, 90, 108, 126, 144 thousand.
    """
    plan = planned(opened("A03"))
    assert level(plan, "end") == pytest.approx(400_000 - 144_000, rel=1e-6)
    expected = [30_000, 60_000, 90_000, 108_000, 126_000, 144_000]
    assert plan.stocks["closing"].to_list() == near(expected)
    charges = plan.components.filter(plan.components["component"] == "charge")
    assert charges["used"].sum() == near(144_000)


@pytest.mark.parametrize(
    ("line", "gain"),
    [("L-charge", 6), ("L-projectile", 0), ("L-fuze", 0), ("L", 0)],
    ids=lambda value: str(value),
)
def test_only_capacity_for_charges_is_worth_anything(line, gain):
    """One charge more a month gives six rounds in six months; one of anything else gives none."""
    case = opened("A03")
    more = changed(case, "lines", "capacity", lambda row: row["capacity"] + (row["line"] == line))
    assert rounds(more) - rounds(case) == pytest.approx(gain, abs=1e-3)


def test_one_charge_more_in_stock_is_worth_one_round():
    """A charge in stock becomes one round."""
    case = opened("A03")
    more = changed(case, "component_stocks", "quantity", lambda row: row["quantity"] + 1)
    assert rounds(more) - rounds(case) == pytest.approx(1, abs=1e-3)


# -- A09: yearly budgets, carry-over and an index -----------------------------------------------------------


@pytest.mark.parametrize("calendar", ["3x12", "36x1"])
@pytest.mark.parametrize(
    ("carry", "units", "lapsed"),
    [(0.0, 225.94104308390024, 60), (0.2, 244.98866213151928, 40), (1.0, 282.9705215419501, 0)],
)
def test_unspent_money_is_carried_over_up_to_the_limit(carry, units, lapsed, calendar):
    """What may be carried over decides how many units three budgets of 100 million buy.

    Year 1 makes 40 units and leaves 60 million. Nothing carried: 40 + 100/1.05 + 100/1.1025. A fifth: 20
    million carried, 40 lapse, 40 + 120/1.05 + 100/1.1025. All: year 2 is full at 150 units for 157.5 million,
    2.5 go on, 40 + 150 + 102.5/1.1025.
    """
    case = changed(opened("A09"), "budgets", "carry_over", lambda _: carry)
    plan = planned(case, calendar=calendar)
    assert 300 - level(plan, "end") == pytest.approx(units, rel=1e-6)
    assert plan.orders["quantity"].sum() == near(units)
    assert plan.budgets["lapsed"].sum() == pytest.approx(lapsed * 1e6, abs=2e3)


# -- A11: donors and their floors ---------------------------------------------------------------------------


def test_donors_give_down_to_their_floors():
    """Of 300 units asked for, 150 can be given.

    500 - 400 = 100, 300 - 250 = 50 and 200 - 200 = 0 are free; each unit costs 1 to move.
    """
    plan = planned(opened("A11"))
    assert level(plan, "end") == pytest.approx(150, rel=1e-6)
    assert level(plan, "money") == near(150)
    given = {row["donor"]: 0.0 for row in plan.transfers.to_dicts()}
    for row in plan.transfers.to_dicts():
        given[row["donor"]] += row["quantity"]
    assert given == {"D1": near(100), "D2": near(50)}


def test_what_is_not_releasable_is_not_given():
    """A donor gives no more than it has declared releasable, however far its stock lies above the floor."""
    case = changed(opened("A11"), "holdings", "releasable", lambda row: 30 if row["nation"] == "D1" else None)
    assert level(planned(case), "end") == pytest.approx(270, rel=1e-6)


# -- A13: what covers what ----------------------------------------------------------------------------------


def test_cover_is_the_largest_flow_from_stock_to_need():
    """220 of 240 needed are covered; the 20 left are of the class that only one item covers.

    r152 covers 100 of 120; r155_std covers the 70 of nato_A, r155_long the 50 of nato_B.
    """
    plan = planned(opened("A13"))
    last = plan.shortfalls["period"].max()
    rows = [row for row in plan.shortfalls.to_dicts() if row["period"] == last]
    assert sum(row["target"] - row["shortfall"] for row in rows) == near(220)
    assert {row["class"]: row["shortfall"] for row in rows} == {
        "soviet152": near(20),
        "nato_A": near(0),
        "nato_B": near(0),
    }
    assert level(plan, "end") == pytest.approx(20, rel=1e-6)
    assert level(plan, "shortfall") == pytest.approx(60, rel=1e-6)
    assert kpi(plan, "time_to_target", "N", "soviet152") == "never"
    assert kpi(plan, "time_to_target", "N", "nato_A") == "0"


# -- A17: currency, index, advance and discount -------------------------------------------------------------


def test_a_price_follows_index_and_exchange_rate_to_the_day_of_payment():
    """1,000 dollars of 2023, 30 % at order in 2025 and 70 % at delivery in 2027, cost 1,051.91 euros.

    1,000 * 1.04^2 * 0.3 * 0.92 = 298.5216 in 2025; 1,000 * 1.04^4 * 0.7 * 0.92 = 753.3889 in 2027, which is
    worth 753.3889 / 1.03^2 = 710.1413 in 2025: together 1,051.9105, present value 1,008.6629.
    """
    plan = planned(opened("A17"), calendar="26x1")
    paid = {row["period"]: row["amount"] for row in plan.payments.to_dicts()}
    assert paid == {"2025-01": near(298.5216), "2027-01": near(753.3889126400002)}
    assert level(plan, "money") == near(1051.9105126400004)
    assert float(kpi(plan, "money_present_value")) == near(1008.6629070411918)


# -- A18: a new line ----------------------------------------------------------------------------------------


def test_a_new_line_climbs_to_its_plateau_and_yields_multiply():
    """1,000 starts in twelve months give 900 parts and 720 units.

    20 + 40 + 60 + 80 + 100 + 7 * 100 = 1,000; 1,000 * 0.9 * 0.8 = 720; the target is 1,000.
    """
    plan = planned(opened("A18"), calendar="12x1")
    parts = plan.production.filter(plan.production["line"] == "L-part")
    assert parts["starts"].to_list() == near([20, 40, 60, 80, *[100] * 8])
    assert parts["good"].sum() == near(900)
    assert level(plan, "end") == pytest.approx(280, rel=1e-6)
    assert plan.deliveries["quantity"].sum() == near(720)


def test_720_good_units_need_1000_starts():
    """A target of 720 is just met, with 1,000 starts of the part."""
    case = changed(opened("A18"), "targets", "quantity", lambda _: 720)
    plan = planned(case, calendar="12x1")
    assert level(plan, "end") == pytest.approx(0, abs=1e-5)
    parts = plan.production.filter(plan.production["line"] == "L-part")
    assert parts["starts"].sum() == near(1000)


# -- I01: weapons x rate x days -----------------------------------------------------------------------------


def test_targets_are_weapons_times_rate_times_days():
    """500 weapons for 60 days at 75.441, 28.7 and 26.41 a day: 2,263,230, 861,000 and 792,300 units."""
    found = js.requirement(opened("I01")).table()
    assert found["quantity"].to_list() == pytest.approx([2_263_230, 861_000, 792_300], rel=1e-12)
    plan = planned(opened("I01"))
    wanted = plan.shortfalls.filter(plan.shortfalls["period"] == "2025-01")
    assert wanted["target"].to_list() == pytest.approx([2_263_230, 861_000, 792_300], rel=1e-12)


def test_attrition_takes_weapon_days_away():
    """With 2 % of the weapons lost each day, 500 are in use on 17,561.1 weapon-days instead of 30,000.

    500 * (1 - 0.98^60) / 0.02 = 25,000 * (1 - 0.297553) = 17,561.17; times 28.7 is 504,005.6.
    """
    case = changed(opened("I01"), "efforts", "attrition", lambda _: 0.02)
    found = js.requirement(case).table()
    assert found["quantity"].to_list()[1] == pytest.approx(504_005.6, abs=0.1)


def test_a_target_stands_for_its_percentile():
    """At sigma 0.5 and P80 the 861,000 of the median are 861,000 * exp(0.5 * 0.8416212) = 1,311,471.6."""
    case = changed(opened("I01"), "efforts", "sigma", lambda _: 0.5)
    case = changed(case, "targets", "percentile", lambda _: 80)
    plan = planned(case)
    wanted = dict(
        plan.shortfalls.filter(plan.shortfalls["period"] == "2025-01").select("class", "target").rows()
    )
    assert wanted["C2"] == pytest.approx(1_311_471.6, abs=0.5)


def test_a_computed_target_is_planned_as_if_it_were_stated():
    """The plan for the computed targets is that for the same targets written down."""
    computed = planned(opened("I01"))
    known = dict(js.requirement(opened("I01")).table().select("class", "quantity").rows())
    stated = planned(changed(opened("I01"), "targets", "quantity", lambda row: known[row["class"]]))
    assert computed.shortfalls.equals(stated.shortfalls)
    assert computed.kpis.equals(stated.kpis)


# -- K01: a whole joint plan --------------------------------------------------------------------------------


def joint(case, *, calendar="24x1"):
    """Shortfall area plus a millionth of the money: two solvers agree on it for every variant."""
    plan = planned(case, calendar=calendar, end="none")
    return level(plan, "shortfall") + 1e-6 * level(plan, "money")


def scaled(case, factor, *columns):
    """The case with figures of the named `table.column` times a factor."""
    for name in columns:
        table, column = name.split(".")
        case = changed(case, table, column, lambda row, column=column: row[column] * factor)
    return case


def alone(nation, share):
    """One nation with its share of capacity, options and components."""
    case = opened("K01")
    for table in ("nations", "holdings", "targets", "usage"):
        case = without(case, table, lambda row: row["nation"] == nation)
    case = without(case, "budgets", lambda row: row["payer"] == nation)
    case = without(case, "obstacles", lambda row: row["to"] == nation)
    case = changed(case, "sites", "nation", lambda _: nation)
    industry = ("lines.capacity", "expansions.capacity", "expansions.cost", "component_stocks.quantity")
    return scaled(case, share, *industry)


def longer(case, *, component):
    """The case with leads one month longer, of end items or of the component too."""
    return changed(
        case, "line_leads", "months", lambda row: row["months"] + (component or row["line"] != "Q1")
    )


def nobody_at_p2(until):
    """K01 with the obstacle for everybody, up to and including a month."""
    case = changed(opened("K01"), "obstacles", "to", lambda _: "*")
    return changed(case, "obstacles", "until", lambda _: until)


def early_money(carry):
    """K01 with twice the first year's budget and a quarter of the second's."""
    case = changed(
        opened("K01"), "budgets", "amount", lambda r: r["amount"] * (2 if r["year"] == 2025 else 0.25)
    )
    return changed(case, "budgets", "carry_over", lambda _: carry)


def test_joint_plan():
    """The joint plan has an area of 88,044.8 and costs 89,292."""
    plan = planned(opened("K01"), calendar="24x1", end="none")
    assert level(plan, "commitments") == pytest.approx(0, abs=1e-6)
    assert level(plan, "shortfall") == pytest.approx(88_044.8, rel=1e-6)
    assert level(plan, "money") == pytest.approx(89_292.0, rel=2e-5)
    assert [row["name"] for row in plan.run["levels"]] == ["commitments", "shortfall", "money", "stock"]


def test_joint_plan_in_quarters_stays_close_to_months():
    """On twelve months and four quarters the area is 0.6 % above that of months, on two-month periods 0.1 %.

    Missiles ordered in month 10 arrive in month 16, the first of a quarter; the area of a quarter sees them
    at its end. The figures are those of an independent planner in `tests/oracle`.
    """
    quarters = level(planned(opened("K01"), calendar="12x1,4x3", end="none"), "shortfall")
    assert quarters == pytest.approx(88_593.26984, rel=1e-6)
    pairs = level(planned(opened("K01"), calendar="12x1,6x2", end="none"), "shortfall")
    assert pairs == pytest.approx(88_044.8, rel=1e-3)


@pytest.mark.parametrize(
    ("change", "objective"),
    [
        (lambda case: scaled(case, 1.1, "budgets.amount"), 85875.70833961907),
        (lambda case: without(case, "obstacles", lambda _: False), 88044.889292),
        (lambda case: changed(case, "budgets", "carry_over", lambda _: 1.0), 88044.889292),
        (
            lambda case: changed(
                case, "lines", "capacity", lambda r: 140 if r["line"] == "Q1" else r["capacity"]
            ),
            83732.090804,
        ),
        (lambda case: scaled(case, 1.1, "targets.quantity"), 108830.95723485718),
        (lambda case: longer(case, component=False), 92978.18415809522),
    ],
    ids=["budget x1.1", "no licence", "carry-over 1", "charges 140", "target x1.1", "lead +1"],
)
def test_joint_plan_under_one_change(change, objective):
    """More money or charges help, higher targets and longer leads hurt, what does not bind does nothing."""
    assert joint(change(opened("K01"))) == pytest.approx(objective, rel=1e-6)


@pytest.mark.parametrize(
    ("case", "objective"),
    [
        (lambda: nobody_at_p2("2025-12"), 90360.089292),
        (lambda: nobody_at_p2("2025-11"), 89998.889292),
        (lambda: early_money(0.0), 85224.463444),
        (lambda: early_money(0.2), 80652.454255),
        (lambda: longer(opened("K01"), component=True), 95230.564738),
    ],
    ids=["nobody to month 12", "nobody to month 11", "no carry-over", "carry-over", "lead +1 of all"],
)
def test_joint_plan_where_obstacles_and_carry_over_bind(case, objective):
    """Each month of an obstacle and each share carried over counts."""
    assert joint(case()) == pytest.approx(objective, rel=1e-6)


@pytest.mark.parametrize(
    ("nation", "money", "by_share", "in_full"),
    [
        ("A", 70_000, 34359.29888231188, 26219.326172285706),
        ("B", 40_000, 27968.161847430034, 18941.458421428575),
        ("C", 21_000, 26799.103298717557, 15495.853793333334),
    ],
)
def test_each_nation_alone(nation, money, by_share, in_full):
    """Alone with its budget's share of industry the nations are 89,126.56 short together, jointly 88,044.89.

    With the whole of industry for each, which cannot be, they would be 60,656.64 short.
    """
    assert joint(alone(nation, money / 131_000)) == pytest.approx(by_share, rel=1e-6)
    assert joint(alone(nation, 1.0)) == pytest.approx(in_full, rel=1e-6)


def test_all_quantities_and_budgets_times_two_and_a_half():
    """The area grows by the factor of all quantities."""
    tables = ("lines.capacity", "component_stocks.quantity", "expansions.capacity", "expansions.cost")
    wants = ("holdings.quantity", "usage.rate", "targets.quantity", "budgets.amount")
    assert joint(scaled(opened("K01"), 2.5, *tables, *wants)) == pytest.approx(220112.22323, rel=1e-6)


def test_prices_and_budgets_times_seven():
    """Money of which seven are worth one before changes the money, not the area."""
    case = scaled(opened("K01"), 7, "contract_prices.price", "expansions.cost", "budgets.amount")
    plan = planned(case, calendar="24x1", end="none")
    assert level(plan, "shortfall") + 1e-6 / 7 * level(plan, "money") == pytest.approx(88044.889292, rel=1e-6)


def test_nations_in_another_order():
    """The order in which nations stand in the tables changes nothing."""
    case = opened("K01")
    tables = ("nations", "holdings", "targets", "usage", "budgets")
    turned = case.replace(**{table: case.table(table).reverse() for table in tables})
    assert turned.digest == case.digest
    assert joint(turned) == pytest.approx(88044.889292, rel=1e-6)

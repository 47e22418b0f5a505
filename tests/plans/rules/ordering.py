"""A plan that orders, worked out by hand: lead, administration, expansion, component, budget.

EE orders shells under contract C: 16 in January, 20 in February, 8 in May and June together. The obstacle
adds the one month of administration. Line L starts a unit a month later, two fuzes each, 0.8 of them good,
and finishes it one more month later. Half of option X is bought in January (30 of 60), so that L has 2.5
starts more in February and 5 more in March, when 25 are needed. Line F is closed in January.

Of the 8 units of May and June, 4 arrive at the line inside the horizon, and 2 of these are finished inside
it.
"""

from __future__ import annotations

from jointstock.facts.case import Settings
from tests.plans.rules.worked import WorkedPlan, worked_plan

SETTINGS = Settings(
    name="ordering", as_of="2023-12-15", first_month="2024-01", months=6, currency="EUR", price_year=2024
)

CASE = """
[nations]
nation, name,    role, fiscal_year_start
EE,     Estonia, ally, 4
DE,     Germany, ally, 1
[items]
item,  name,  kind,      unit, holding_cost
shell, Shell, end,       each, 0.1
fuze,  Fuze,  component, each,
[classes]
class, name, unit, scale
he,    HE,   each, 100
[compatibility]
item,  class, platform, nation, state
shell, he,    ,         *,      common
[holdings]
nation, item,  lot, quantity
EE,     shell, ,    10
[target_versions]
version
v1
[targets]
version, nation, class, from,    quantity
v1,      EE,     he,    2024-01, 100
[sites]
site, firm, nation
S,    Firm, DE
[lines]
line, site, item,  capacity, rate_now, yield, ramp_growth, ramp_step
L,    S,    shell, 20,       0,        0.8,   ,            25
F,    S,    fuze,  40,       40,       1,     ,
[line_leads]
line, months, share
L,    1,      1
F,    0,      1
[recipes]
item,  line, recipe, component, quantity
shell, *,    std,    fuze,      2
[component_stocks]
item, hub, quantity
fuze, all, 20
[expansions]
option, line, capacity, cost, build_months, ramp
X,      L,    10,       60,   1,            r
[ramps]
ramp, month, share
r,    0,     0.5
r,    1,     1
[expansion_payers]
option, payer
X,      *
[contracts]
contract, kind,      admin_months, ceiling, ceiling_value, fixed_cost, valid_from, valid_to
C,        framework, 0,            50,      250,           7,          2024-01,    2024-06
[contract_parties]
contract, role,  party
C,        buyer, *
C,        line,  *
[contract_prices]
contract, item,  from_quantity, type,   price
C,        shell, 0,             single, 5
[contract_payments]
contract, event,    months_after, share
C,        order,    0,            0.4
C,        delivery, 1,            0.6
[budgets]
payer, year, amount, carry_over
EE,    2023, 800,    0.5
EE,    2024, 1200,   0.5
[obstacles]
obstacle, kind,   touches,    item, line, contract, from, to, effect,  months, until
paper,    offset, orders,     *,    *,    C,        DE,   EE, delays,  1,
fire,     outage, production, fuze, F,    *,        *,    *,  forbids, ,       2024-01
"""

PLAN = """
[periods]
period,  first_month, months
2024-01, 2024-01,     1
2024-02, 2024-02,     1
2024-03, 2024-03,     1
2024-04, 2024-04,     1
2024-05, 2024-05,     2
[orders]
order, payer, buyer, recipient, contract, line, item,  period,  quantity, price, value, quantity_rounded
o1,    EE,    EE,    EE,        C,        L,    shell, 2024-01, 16,       5,     80,    16
o2,    EE,    EE,    EE,        C,        L,    shell, 2024-02, 20,       5,     100,   20
o3,    EE,    EE,    EE,        C,        L,    shell, 2024-05, 8,        5,     40,    8
[deliveries]
order, buyer, recipient, contract, line, item,  period,  quantity
o1,    EE,    EE,        C,        L,    shell, 2024-03, 16
o2,    EE,    EE,        C,        L,    shell, 2024-04, 20
o3,    EE,    EE,        C,        L,    shell, 2024-05, 2
[production]
line, item,  recipe, period,  starts, good, capacity, own_account
L,    shell, std,    2024-02, 20,     16,   22.5,     0
L,    shell, std,    2024-03, 25,     20,   25,       0
L,    shell, std,    2024-05, 5,      4,    50,       0
F,    fuze,  none,   2024-02, 40,     40,   40,       0
F,    fuze,  none,   2024-03, 30,     30,   40,       0
F,    fuze,  none,   2024-05, 10,     10,   80,       0
[components]
component, hub, period,  opening, made, used, closing
fuze,      all, 2024-01, 20,      0,    0,    20
fuze,      all, 2024-02, 20,      40,   40,   20
fuze,      all, 2024-03, 20,      30,   50,   0
fuze,      all, 2024-04, 0,       0,    0,    0
fuze,      all, 2024-05, 0,       10,   10,   0
[expansions]
option, line, period,  amount, cost, payer, paid
X,      L,    2024-01, 0.5,    30,   EE,    30
[stocks]
nation, item,  period,  opening, delivered, received, sent, used, expired, closing
EE,     shell, 2024-01, 10,      0,         0,        0,    0,    0,       10
EE,     shell, 2024-02, 10,      0,         0,        0,    0,    0,       10
EE,     shell, 2024-03, 10,      16,        0,        0,    0,    0,       26
EE,     shell, 2024-04, 26,      20,        0,        0,    0,    0,       46
EE,     shell, 2024-05, 46,      2,         0,        0,    0,    0,       48
[cover]
nation, class, item,  period,  quantity, ratio
EE,     he,    shell, opening, 10,       1
EE,     he,    shell, 2024-01, 10,       1
EE,     he,    shell, 2024-02, 10,       1
EE,     he,    shell, 2024-03, 26,       1
EE,     he,    shell, 2024-04, 46,       1
EE,     he,    shell, 2024-05, 48,       1
[shortfalls]
nation, class, period,  target, covered, shortfall, unmet, area
EE,     he,    2024-01, 100,    10,      90,        0,     90
EE,     he,    2024-02, 100,    10,      90,        0,     90
EE,     he,    2024-03, 100,    26,      74,        0,     74
EE,     he,    2024-04, 100,    46,      54,        0,     54
EE,     he,    2024-05, 100,    48,      52,        0,     105
[payments]
payer, object,   kind,       period,  amount
EE,    o1,       order,      2024-01, 32
EE,    o2,       order,      2024-02, 40
EE,    o3,       order,      2024-05, 16
EE,    o1,       delivery,   2024-04, 48
EE,    o2,       delivery,   2024-05, 60
EE,    o3,       delivery,   2024-05, 3
EE,    o3,       delivery,   after,   21
EE,    C,        fixed cost, 2024-01, 7
EE,    C,        fixed cost, 2024-02, 7
EE,    C,        fixed cost, 2024-05, 7
EE,    X,        expansion,  2024-01, 30
EE,    EE/shell, holding,    2024-01, 1
EE,    EE/shell, holding,    2024-02, 1
EE,    EE/shell, holding,    2024-03, 2.6
EE,    EE/shell, holding,    2024-04, 4.6
EE,    EE/shell, holding,    2024-05, 9.5
[budgets]
payer, year, budget, carried_in, paid,  carried_out, lapsed
EE,    2023, 200,    0,          120.6, 50,          29.4
EE,    2024, 300,    50,         148.1, 0,           201.9
[costs]
term,        payer, amount
orders,      EE,    220
fixed costs, EE,    21
expansions,  EE,    30
holding,     EE,    18.7
[prices]
row,    object,  period, price, unit
budget, EE/2024, 2024,   0,     months per EUR
[kpis]
kpi,                 nation, class, value, unit
area,                EE,     he,    4.13,  months
area_units,          EE,     he,    413,   each-months
time_to_target,      EE,     he,    never, month
end_shortfall,       EE,     he,    52,    each
peak_shortfall,      EE,     he,    90,    each
unmet_use,           EE,     he,    0,     each
area,                ,       ,      4.13,  months
end_shortfall,       ,       ,      0.52,  1
money,               ,       ,      289.7, EUR
money_real,          ,       ,      ,      EUR
money_present_value, ,       ,      ,      EUR
money_after,         ,       ,      21,    EUR
money,               EE,     ,      289.7, EUR
money_after,         EE,     ,      21,    EUR
"""

LEVELS = {"commitments": 0.0, "end": 0.52, "shortfall": 4.13, "money": 289.7, "stock": 1.87}


def ordering() -> WorkedPlan:
    """The plan worked out above."""
    return worked_plan(SETTINGS, CASE, PLAN, LEVELS)

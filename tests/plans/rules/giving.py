"""A plan that gives, worked out by hand: transfers, floors, use, cover, pledge, open orders, own stock.

A holds 60 shells (20 of them releasable) and 5 rockets, B 4 shells. A sends 12 shells in January, 6 in
February and 2 in March and April; the way takes a month, the obstacle ``transit`` one more, so that 18
arrive in March and April. A uses 2 shells a month and misses one at the end; B needs 3 of class he a month
from February on and misses one.

Open orders: 5 shells come from outside in January, 6 are made on line P, 2 starts a month, one month of
lead, due in February. Line Q makes rockets, half of them finished at once, half a month later: 2 on own
account in January beside 3 in stock, all 5 sold in February; 4 on order in March and April, of which 3 are
finished in time.

A dollar is 1 until March and 2 in April, hence 1.5 in the last period. The index is 100, from February on
110. Shells cover he (ratio 1) and area (ratio 2), rockets cover area in A alone.
"""

from __future__ import annotations

from jointstock.facts.case import Settings
from tests.plans.rules.worked import WorkedPlan, worked_plan

SETTINGS = Settings(
    name="giving",
    as_of="2023-12-15",
    first_month="2024-01",
    months=4,
    currency="EUR",
    price_year=2023,
    target_version="v2",
    discount_rate=0.12,
    deflator="prices",
)

CASE = """
[nations]
nation, name, role,      fiscal_year_start, weight
A,      Ally, ally,      1,
B,      Help, recipient, 1,                 2
[items]
item,   name,   kind, unit
shell,  Shell,  end,  each
rocket, Rocket, end,  each
[classes]
class, name, unit, scale
he,    HE,   each, 10
area,  Area, each, 5
[compatibility]
item,   class, platform, nation, state,           ratio
shell,  he,    ,         *,      common,
shell,  area,  ,         *,      interchangeable, 2
rocket, area,  ,         A,      common,          1
rocket, he,    ,         *,      none,
[holdings]
nation, item,   lot, quantity, releasable
A,      shell,  1,   50,       20
A,      shell,  2,   10,
A,      rocket, ,    5,
B,      shell,  ,    4,
[target_versions]
version
v1
v2
[targets]
version, nation, class, from,    quantity
v1,      A,      he,    2024-01, 500
v2,      A,      he,    2024-01, 40
v2,      A,      area,  2024-02, 20
v2,      B,      he,    2023-06, 20
[usage]
nation, class, item,  kind,        month,   rate
A,      ,      shell, peacetime,   2023-10, 2
B,      he,    ,      operational, 2024-02, 3
[floors]
nation, item,   quantity, waiver
A,      shell,  38,
A,      rocket, 10,
B,      shell,  100,      yes
[sites]
site, firm, nation
S,    Firm, A
[lines]
line, site, item,   capacity, rate_now, yield, own_account, own_stock
P,    S,    shell,  2,        2,        1,     ,
Q,    S,    rocket, 4,        4,        1,     yes,         3
[line_leads]
line, months, share
P,    1,      1
Q,    0,      0.5
Q,    1,      0.5
[lanes]
item, from, to, months, cost
*,    A,    *,  1,      0.5
*,    *,    *,  0,      9
[contracts]
contract, kind, admin_months, queue, valid_from, currency, price_year, index
K,        spot, 0,            yes,   2024-01,    USD,      2023,       prices
[contract_parties]
contract, role,      party
K,        buyer,     group:givers
K,        recipient, buyer
K,        recipient, B
K,        line,      Q
[nation_groups]
nation, group
A,      givers
[contract_prices]
contract, item,   from_quantity, type,   price
K,        rocket, 0,             single, 20
[contract_payments]
contract, event, months_after, share
K,        order, 0,            1
[orders]
order, buyer, contract, line, item,  quantity, price, currency, paid_share, due
oo1,   A,     ,         ,     shell, 5,        4,     ,         0.5,        2023-11
oo2,   A,     ,         P,    shell, 6,        10,    USD,      0.2,        2024-02
[pledges]
pledge, donor, recipient, item,  quantity, due,     status
g1,     A,     B,         shell, 10,       2024-01, contracted
g2,     A,     B,         shell, 5,        2023-12, contracted
g3,     A,     B,         shell, 500,      2024-01, pledged
[obstacles]
obstacle, kind,      touches,   item,   line, contract, from, to, effect,  months, until
transit,  transport, transfers, *,      *,    *,        A,    B,  delays,  1,
export,   licence,   orders,    rocket, *,    *,        A,    A,  forbids, ,       2024-01
consent,  consent,   transfers, rocket, *,    *,        *,    *,  forbids, ,
[rates]
rate,   month,   value
USD,    2024-01, 1
USD,    2024-04, 2
prices, 2022-06, 100
prices, 2024-02, 110
"""

PLAN = """
[periods]
period,  first_month, months
2024-01, 2024-01,     1
2024-02, 2024-02,     1
2024-03, 2024-03,     2
[orders]
order, payer, buyer, recipient, contract, line, item,   period,  quantity, price, value, quantity_rounded
k1,    A,     A,     B,         K,        Q,    rocket, 2024-02, 5,        22,    110,   5
k2,    A,     A,     A,         K,        Q,    rocket, 2024-03, 4,        33,    132,   4
[deliveries]
order, buyer, recipient, contract, line, item,   period,  quantity
oo1,   A,     A,         ,         ,     shell,  2024-01, 5
oo2,   A,     A,         ,         P,    shell,  2024-02, 2
oo2,   A,     A,         ,         P,    shell,  2024-03, 3
k1,    A,     B,         K,        Q,    rocket, 2024-02, 5
k2,    A,     A,         K,        Q,    rocket, 2024-03, 3
[production]
line, item,   recipe, period,  starts, good, capacity, own_account
P,    shell,  none,   2024-01, 2,      2,    2,        0
P,    shell,  none,   2024-02, 2,      2,    2,        0
P,    shell,  none,   2024-03, 2,      2,    4,        0
Q,    rocket, none,   2024-01, 2,      2,    4,        2
Q,    rocket, none,   2024-03, 4,      4,    8,        0
[transfers]
donor, recipient, item,  period_sent, period_received, quantity
A,     B,         shell, 2024-01,     2024-03,         12
A,     B,         shell, 2024-02,     2024-03,         6
A,     B,         shell, 2024-03,     ,                2
[stocks]
nation, item,   period,  opening, delivered, received, sent, used, expired, closing, floor
A,      shell,  2024-01, 60,      5,         0,        12,   2,    0,       51,      38
A,      shell,  2024-02, 51,      2,         0,        6,    2,    0,       45,      38
A,      shell,  2024-03, 45,      3,         0,        2,    3,    0,       43,      38
A,      rocket, 2024-01, 5,       0,         0,        0,    0,    0,       5,       5
A,      rocket, 2024-02, 5,       0,         0,        0,    0,    0,       5,       5
A,      rocket, 2024-03, 5,       3,         0,        0,    0,    0,       8,       5
B,      shell,  2024-01, 4,       0,         0,        0,    0,    0,       4,
B,      shell,  2024-02, 4,       0,         0,        0,    3,    0,       1,
B,      shell,  2024-03, 1,       0,         18,       0,    5,    0,       14,
B,      rocket, 2024-01, 0,       0,         0,        0,    0,    0,       0,
B,      rocket, 2024-02, 0,       5,         0,        0,    0,    0,       5,
B,      rocket, 2024-03, 5,       0,         0,        0,    0,    0,       5,
[use]
nation, demand, kind,        item,  period,  planned, used, unmet
A,      shell,  peacetime,   ,      2024-01, 2,       2,    0
A,      shell,  peacetime,   ,      2024-02, 2,       2,    0
A,      shell,  peacetime,   ,      2024-03, 4,       3,    1
B,      he,     operational, ,      2024-02, 3,       3,    0
B,      he,     operational, ,      2024-03, 6,       5,    1
A,      shell,  peacetime,   shell, 2024-01, ,        2,
A,      shell,  peacetime,   shell, 2024-02, ,        2,
A,      shell,  peacetime,   shell, 2024-03, ,        3,
B,      he,     operational, shell, 2024-02, ,        3,
B,      he,     operational, shell, 2024-03, ,        5,
[cover]
nation, class, item,   period,  quantity, ratio
A,      he,    shell,  opening, 40,       1
A,      he,    shell,  2024-01, 40,       1
A,      he,    shell,  2024-02, 40,       1
A,      he,    shell,  2024-03, 40,       1
A,      area,  shell,  2024-02, 5,        2
A,      area,  shell,  2024-03, 3,        2
A,      area,  rocket, 2024-02, 5,        1
A,      area,  rocket, 2024-03, 8,        1
B,      he,    shell,  opening, 4,        1
B,      he,    shell,  2024-01, 4,        1
B,      he,    shell,  2024-02, 1,        1
B,      he,    shell,  2024-03, 14,       1
[shortfalls]
nation, class, period,  target, covered, shortfall, unmet, area
A,      he,    2024-01, 40,     40,      0,         0,     0
A,      he,    2024-02, 40,     40,      0,         0,     0
A,      he,    2024-03, 40,     40,      0,         0,     0
A,      area,  2024-01, ,       0,       0,         0,     0
A,      area,  2024-02, 20,     15,      5,         0,     5
A,      area,  2024-03, 20,     14,      6,         0,     11.5
B,      he,    2024-01, 20,     4,       16,        0,     16
B,      he,    2024-02, 20,     1,       19,        0,     19
B,      he,    2024-03, 20,     14,      6,         1,     20
[payments]
payer, object,      kind,       period,  amount
A,     k1,          order,      2024-02, 110
A,     k2,          order,      2024-03, 132
A,     shell/A/B,   transfer,   2024-01, 6
A,     shell/A/B,   transfer,   2024-02, 3
A,     shell/A/B,   transfer,   2024-03, 1
A,     oo1,         open order, 2024-01, 10
A,     oo2,         open order, 2024-02, 16
A,     oo2,         open order, 2024-03, 36
[costs]
term,      payer, amount
orders,    A,     242
transfers, A,     10
[kpis]
kpi,                 nation, class, value,              unit
area,                A,      he,    0,                  months
area_units,          A,      he,    0,                  each-months
time_to_target,      A,      he,    0,                  month
end_shortfall,       A,      he,    0,                  each
peak_shortfall,      A,      he,    0,                  each
unmet_use,           A,      he,    0,                  each
area,                A,      area,  3.3,                months
area_units,          A,      area,  16.5,               each-months
time_to_target,      A,      area,  never,              month
end_shortfall,       A,      area,  6,                  each
peak_shortfall,      A,      area,  6,                  each
unmet_use,           A,      area,  0,                  each
area,                B,      he,    11,                 months
area_units,          B,      he,    55,                 each-months
time_to_target,      B,      he,    never,              month
end_shortfall,       B,      he,    7,                  each
peak_shortfall,      B,      he,    19,                 each
unmet_use,           B,      he,    1,                  each
area,                ,       ,      14.3,               months
end_shortfall,       ,       ,      2.6,                1
money,               ,       ,      252,                EUR
money_real,          ,       ,      229.63636363636363, EUR
money_present_value, ,       ,      247.83592382679532, EUR
money_after,         ,       ,      0,                  EUR
money,               A,      ,      252,                EUR
money_after,         A,      ,      0,                  EUR
"""

# Commitments: rockets below their floor of 10 (0.5 + 0.5 + 2 * 0.2), the open order late by 4 and 1 of 6
# (4/6 + 2/6), the pledges of 15 late by 3 (0.2), use unmet by 1 of 4 over two months (0.5). Stock: 183 +
24.5 + 26.5 + 15  # unit-months, all items by the scale 5 of class area, the first that they cover.
LEVELS = {"commitments": 3.1, "end": 2.6, "shortfall": 14.3, "money": 252.0, "stock": 49.8}


def giving() -> WorkedPlan:
    """The plan worked out above."""
    return worked_plan(SETTINGS, CASE, PLAN, LEVELS)

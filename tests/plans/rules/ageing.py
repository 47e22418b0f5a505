"""A plan with stock that expires, worked out by hand: lots, life extension, a gift to replace, a warehouse.

Shells keep 2 months from arrival. A holds 10 that expire in February,20 in April and 5 of unknown life; 6
come in January and 4 in March from outside,5 that the plan orders in March and April. A uses 3 a month,and
extends 2 in January,4 in February and 1.5 in March and April by 2 months each. It gives B 6 shells in January
and 4 in February,all of those that expire in March and April: the last 4 arrive too late. What is given is
to be replaced within a month.

C holds 4 shells that expire in March and uses 1 a month. W is a warehouse of A and B with 8 rockets. B holds
1 rocket and has it certified for he in January, which takes a month.
"""

from __future__ import annotations

from jointstock.facts.case import Settings
from tests.plans.rules.worked import WorkedPlan, worked_plan

SETTINGS = Settings(
    name="ageing",
    as_of="2023-12-15",
    first_month="2024-01",
    months=5,
    currency="EUR",
    price_year=2024,
    target_version="v1",
)

CASE = """
[nations]
nation, name,      role,   fiscal_year_start
A,      Arland,    ally,   1
B,      Borland,   ally,   1
C,      Corland,   ally,   1
W,      Warehouse, agency, 1
[items]
item,   name,   kind, unit, shelf_life
shell,  Shell,  end,  each, 2
rocket, Rocket, end,  each,
[classes]
class, name, unit, scale
he,    HE,   each, 10
area,  Area, each, 5
[compatibility]
item,   class, nation, state,       ratio, months_to_certify, cost_to_certify, certify
shell,  he,    *,      common,      1,     ,                  ,
rocket, area,  *,      common,      1,     ,                  ,
rocket, he,    B,      data_needed, 2,     1,                 3,               yes
[holdings]
nation, item,   lot, quantity, releasable, expiry
A,      shell,  1,   10,       ,           2024-02
A,      shell,  2,   20,       12,         2024-04
A,      shell,  3,   5,        ,
B,      rocket, ,    1,        ,
C,      shell,  ,    4,        ,           2024-03
W,      rocket, ,    8,        ,
[warehouses]
warehouse, member
W,         A
W,         B
[life_extensions]
item,  nation, months, cost, capacity
shell, *,      2,      2,    4
[target_versions]
version
v1
[targets]
version, nation, class, from,    quantity
v1,      A,      he,    2024-01, 30
v1,      A,      area,  2024-01, 5
v1,      B,      he,    2024-01, 4
v1,      B,      area,  2024-01, 6
[usage]
nation, class, item,  kind,      month,   rate
A,      ,      shell, peacetime, 2024-01, 3
C,      ,      shell, peacetime, 2024-01, 1
[floors]
nation, item,  quantity
A,      shell, 10
[sites]
site, firm,  nation
S,    Works, A
[lines]
line, site, item,  capacity, rate_now, yield
L,    S,    shell, 10,       0,        1
[line_leads]
line, months, share
L,    0,      1
[lanes]
item,  from, to, months, cost, replace_months
shell, A,    B,  1,      0.5,  1
[contracts]
contract, kind,      admin_months
K,        framework, 0
[contract_parties]
contract, role,  party
K,        buyer, A
K,        line,  L
[contract_prices]
contract, item,  from_quantity, type,   price
K,        shell, 0,             single, 5
[contract_payments]
contract, event, months_after, share
K,        order, 0,            1
[orders]
order, buyer, item,  quantity, due
oo1,   A,     shell, 6,        2024-01
oo2,   A,     shell, 4,        2024-03
"""

PLAN = """
[periods]
period,  first_month, months
2024-01, 2024-01,     1
2024-02, 2024-02,     1
2024-03, 2024-03,     2
2024-05, 2024-05,     1
[orders]
order, payer, buyer, recipient, contract, line, item,  period,  quantity, price, value, quantity_rounded
k1,    A,     A,     A,         K,        L,    shell, 2024-03, 5,        5,     25,    5
[deliveries]
order, buyer, recipient, contract, line, item,  period,  quantity
oo1,   A,     A,         ,         ,     shell, 2024-01, 6
oo2,   A,     A,         ,         ,     shell, 2024-03, 4
k1,    A,     A,         K,        L,    shell, 2024-03, 5
[production]
line, item,  recipe, period,  starts, good, capacity, own_account
L,    shell, none,   2024-03, 5,      5,    20,       0
[transfers]
donor, recipient, item,  period_sent, period_received, quantity, expires
A,     B,         shell, 2024-01,     2024-02,         6,        2024-03
A,     B,         shell, 2024-02,     2024-03,         4,        2024-03
[stocks]
nation, item,   period,  opening, delivered, received, sent, used, expired, closing, floor
A,      shell,  2024-01, 35,      6,         0,        6,    3,    0,       32,      10
A,      shell,  2024-02, 32,      0,         0,        4,    3,    5,       20,      10
A,      shell,  2024-03, 20,      9,         0,        0,    6,    11,      12,      3
A,      shell,  2024-05, 12,      0,         0,        0,    3,    1,       8,       0
B,      shell,  2024-01, 0,       0,         0,        0,    0,    0,       0,
B,      shell,  2024-02, 0,       0,         6,        0,    0,    0,       6,
B,      shell,  2024-03, 6,       0,         4,        0,    0,    10,      0,
B,      shell,  2024-05, 0,       0,         0,        0,    0,    0,       0,
B,      rocket, 2024-01, 1,       0,         0,        0,    0,    0,       1,
B,      rocket, 2024-02, 1,       0,         0,        0,    0,    0,       1,
B,      rocket, 2024-03, 1,       0,         0,        0,    0,    0,       1,
B,      rocket, 2024-05, 1,       0,         0,        0,    0,    0,       1,
C,      shell,  2024-01, 4,       0,         0,        0,    1,    0,       3,
C,      shell,  2024-02, 3,       0,         0,        0,    1,    0,       2,
C,      shell,  2024-03, 2,       0,         0,        0,    0,    2,       0,
C,      shell,  2024-05, 0,       0,         0,        0,    0,    0,       0,
W,      rocket, 2024-01, 8,       0,         0,        0,    0,    0,       8,
W,      rocket, 2024-02, 8,       0,         0,        0,    0,    0,       8,
W,      rocket, 2024-03, 8,       0,         0,        0,    0,    0,       8,
W,      rocket, 2024-05, 8,       0,         0,        0,    0,    0,       8,
[lots]
nation,item,expires,period,opening,delivered,received,extended_in,used,sent,extended_out,expired,closing
A,shell,2024-02,2024-01,10,0,0,0,3,0,2,0,5
A,shell,2024-02,2024-02,5,0,0,0,0,0,0,5,0
A,shell,2024-03,2024-01,20,6,0,2,0,6,0,0,22
A,shell,2024-03,2024-02,22,0,0,0,3,4,4,0,11
A,shell,2024-03,2024-03,11,0,0,0,0,0,0,11,0
A,shell,2024-05,2024-02,0,0,0,4,0,0,0,0,4
A,shell,2024-05,2024-03,4,4.5,0,0,6,0,1.5,0,1
A,shell,2024-05,2024-05,1,0,0,0,0,0,0,1,0
A,shell,later,2024-01,5,0,0,0,0,0,0,0,5
A,shell,later,2024-02,5,0,0,0,0,0,0,0,5
A,shell,later,2024-03,5,4.5,0,1.5,0,0,0,0,11
A,shell,later,2024-05,11,0,0,0,3,0,0,0,8
B,shell,2024-03,2024-02,0,0,6,0,0,0,0,0,6
B,shell,2024-03,2024-03,6,0,4,0,0,0,0,10,0
C,shell,2024-03,2024-01,4,0,0,0,1,0,0,0,3
C,shell,2024-03,2024-02,3,0,0,0,1,0,0,0,2
C,shell,2024-03,2024-03,2,0,0,0,0,0,0,2,0
[use]
nation, demand, kind,      item,  period,  planned, used, unmet
A,      shell,  peacetime, ,      2024-01, 3,       3,    0
A,      shell,  peacetime, ,      2024-02, 3,       3,    0
A,      shell,  peacetime, ,      2024-03, 6,       6,    0
A,      shell,  peacetime, ,      2024-05, 3,       3,    0
C,      shell,  peacetime, ,      2024-01, 1,       1,    0
C,      shell,  peacetime, ,      2024-02, 1,       1,    0
C,      shell,  peacetime, ,      2024-03, 2,       0,    2
C,      shell,  peacetime, ,      2024-05, 1,       0,    1
A,      shell,  peacetime, shell, 2024-01, ,        3,
A,      shell,  peacetime, shell, 2024-02, ,        3,
A,      shell,  peacetime, shell, 2024-03, ,        6,
A,      shell,  peacetime, shell, 2024-05, ,        3,
C,      shell,  peacetime, shell, 2024-01, ,        1,
C,      shell,  peacetime, shell, 2024-02, ,        1,
[cover]
nation, class, item,   period,  quantity, ratio, holder
A,      he,    shell,  opening, 30,       1,     A
A,      he,    shell,  2024-01, 30,       1,     A
A,      he,    shell,  2024-02, 20,       1,     A
A,      he,    shell,  2024-03, 12,       1,     A
A,      he,    shell,  2024-05, 8,        1,     A
A,      area,  rocket, opening, 2,        1,     W
A,      area,  rocket, 2024-01, 2,        1,     W
A,      area,  rocket, 2024-02, 2,        1,     W
A,      area,  rocket, 2024-03, 2,        1,     W
A,      area,  rocket, 2024-05, 2,        1,     W
B,      he,    shell,  2024-02, 4,        1,     B
B,      he,    rocket, 2024-03, 1,        2,     B
B,      he,    rocket, 2024-05, 1,        2,     B
B,      area,  rocket, opening, 6,        1,     W
B,      area,  rocket, 2024-01, 6,        1,     W
B,      area,  rocket, 2024-02, 6,        1,     W
B,      area,  rocket, 2024-03, 6,        1,     W
B,      area,  rocket, 2024-05, 6,        1,     W
[certifications]
nation, item,   class, period,  cost
B,      rocket, he,    2024-01, 3
[shortfalls]
nation, class, period,  target, covered, shortfall, unmet, area
A,      he,    2024-01, 30,     30,      0,         0,     0
A,      he,    2024-02, 30,     20,      10,        0,     10
A,      he,    2024-03, 30,     12,      18,        0,     32
A,      he,    2024-05, 30,     8,       22,        0,     22
A,      area,  2024-01, 5,      2,       3,         0,     3
A,      area,  2024-02, 5,      2,       3,         0,     3
A,      area,  2024-03, 5,      2,       3,         0,     6
A,      area,  2024-05, 5,      2,       3,         0,     3
B,      he,    2024-01, 4,      0,       4,         0,     4
B,      he,    2024-02, 4,      4,       0,         0,     0
B,      he,    2024-03, 4,      2,       2,         0,     3
B,      he,    2024-05, 4,      2,       2,         0,     2
B,      area,  2024-01, 6,      6,       0,         0,     0
B,      area,  2024-02, 6,      6,       0,         0,     0
B,      area,  2024-03, 6,      6,       0,         0,     0
B,      area,  2024-05, 6,      6,       0,         0,     0
[payments]
payer, object,       kind,           period,  amount
A,     k1,           order,          2024-03, 25
A,     shell/A/B,    transfer,       2024-01, 3
A,     shell/A/B,    transfer,       2024-02, 2
A,     A/shell,      life extension, 2024-01, 4
A,     A/shell,      life extension, 2024-02, 8
A,     A/shell,      life extension, 2024-03, 3
B,     B/rocket/he,  certification,  2024-01, 3
[costs]
term,            payer, amount
orders,          A,     25
transfers,       A,     5
life extensions, A,     15
certifications,  B,     3
[kpis]
kpi,                 nation, class, value, unit
area,                A,      he,    6.4,   months
area_units,          A,      he,    64,    each-months
time_to_target,      A,      he,    never, month
end_shortfall,       A,      he,    22,    each
peak_shortfall,      A,      he,    22,    each
unmet_use,           A,      he,    0,     each
area,                A,      area,  3,     months
area_units,          A,      area,  15,    each-months
time_to_target,      A,      area,  never, month
end_shortfall,       A,      area,  3,     each
peak_shortfall,      A,      area,  3,     each
unmet_use,           A,      area,  0,     each
area,                B,      he,    0.9,   months
area_units,          B,      he,    9,     each-months
time_to_target,      B,      he,    never, month
end_shortfall,       B,      he,    2,     each
peak_shortfall,      B,      he,    4,     each
unmet_use,           B,      he,    0,     each
area,                B,      area,  0,     months
area_units,          B,      area,  0,     each-months
time_to_target,      B,      area,  0,     month
end_shortfall,       B,      area,  0,     each
peak_shortfall,      B,      area,  0,     each
unmet_use,           B,      area,  0,     each
area,                ,       ,      10.3,  months
end_shortfall,       ,       ,      3,     1
money,               ,       ,      48,    EUR
money_real,          ,       ,      ,      EUR
money_present_value, ,       ,      ,      EUR
money_after,         ,       ,      0,     EUR
money,               A,      ,      45,    EUR
money_after,         A,      ,      0,     EUR
money,               B,      ,      3,     EUR
money_after,         B,      ,      0,     EUR
"""

# Commitments: 6,5 and 5 of 12 releasable shells not replaced (0.5 + 2 * 5/12 + 5/12),A below its floor of 10
# by 2 in May (0.2),C without its use (2 * 2/2 + 1). Stock: shells 88 + 9 + 6 unit-months by the scale 10 of
# he, rockets 5 + 40 by the scale 5 of area.
LEVELS = {"commitments": 4.95, "end": 3.0, "shortfall": 10.3, "money": 48.0, "stock": 19.3}


def ageing() -> WorkedPlan:
    """The plan worked out above."""
    return worked_plan(SETTINGS, CASE, PLAN, LEVELS)

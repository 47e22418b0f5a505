"""A plan for fleets, worked out by hand: legacy platforms leave service while others are given and enter.

U has 20 old tanks of Soviet standard, of which a tenth is lost each month; half of that may be repaired where
there is a place (one is free), one a month may retire, and two more retire in February. D gives U 4 of its 10
tanks in January; they train for a month and enter with a crew each from February on: 3 in February, the last
one in the period of March and April, although there is a crew for it before.

U wants 10 tanks in service, an old one counting half. Each tank adds 10 shells to the target of U and 5 to
that of D.
"""

from __future__ import annotations

from jointstock.facts.case import Settings
from tests.plans.rules.worked import WorkedPlan, worked_plan

SETTINGS = Settings(
    name="transition",
    as_of="2023-12-15",
    first_month="2024-01",
    months=4,
    currency="EUR",
    price_year=2024,
    target_version="v1",
)

CASE = """
[nations]
nation, name,   role,      fiscal_year_start
D,      Donia,  ally,      1
U,      Ulland, recipient, 1
[items]
item,  name,     kind,      unit, family, standard
tank,  Tank,     platform,  each, armour, NATO
old,   Old tank, platform,  each, armour, Soviet
shell, Shell,    end,       each, ,
crew,  Crew,     component, each, ,
bay,   Bay,      component, each, ,
[classes]
class, name, unit, scale
he,    HE,   each, 10
[compatibility]
item,  class, nation, state
shell, he,    *,      common
[holdings]
nation, item,  quantity
U,      shell, 10
D,      shell, 100
[component_stocks]
item, hub,  quantity
crew, all,  4
bay,  east, 1
[target_versions]
version
v1
[targets]
version, nation, class, from,    quantity
v1,      U,      he,    2024-01, 5
[lanes]
item, from, to, months, cost
tank, D,    U,  0,      1
[fleets]
nation,platform,holding,releasable,weight,loss_rate,retire_max,training_months,certified_from,crew,repair,repairable,hub
U,old,20,,0.5,0.1,1,,,,bay,0.5,east
U,tank,0,,,,,1,2024-02,crew,,,
D,tank,10,6,,,,0,,,,,
[retirements]
nation, platform, month,   quantity
U,      old,      2024-02, 2
[fleet_floors]
nation, family, from,    quantity
U,      armour, 2024-01, 10
[fleet_needs]
platform, class, nation, rate, days
tank,     he,    *,      1,    5
tank,     he,    U,      2,    5
"""

PLAN = """
[periods]
period,  first_month, months
2024-01, 2024-01,     1
2024-02, 2024-02,     1
2024-03, 2024-03,     2
[components]
component, hub,  period,  opening, made, used, closing
crew,      all,  2024-01, 4,       0,    0,    4
crew,      all,  2024-02, 4,       0,    3,    1
crew,      all,  2024-03, 1,       0,    1,    0
bay,       east, 2024-01, 1,       0,    1,    0
bay,       east, 2024-02, 0,       0,    0,    0
bay,       east, 2024-03, 0,       0,    0,    0
[transfers]
donor, recipient, item, period_sent, period_received, quantity
D,     U,         tank, 2024-01,     2024-01,         4
[fleets]
nation, platform, period,  opening, arrived, ready, entered, repaired, lost,  retired, sent, waiting, closing
U,      old,      2024-01, 20,      0,       0,     0,       1,        2,     1,       0,    0,       18
U,      old,      2024-02, 18,      0,       0,     0,       0,        1.8,   3,       0,    0,       13.2
U,      old,      2024-03, 13.2,    0,       0,     0,       0,        2.508, 2,       0,    0,       8.692
U,      tank,     2024-01, 0,       4,       0,     0,       0,        0,     0,       0,    0,       0
U,      tank,     2024-02, 0,       0,       4,     3,       0,        0,     0,       0,    1,       3
U,      tank,     2024-03, 3,       0,       0,     1,       0,        0,     0,       0,    0,       4
D,      tank,     2024-01, 10,      0,       0,     0,       0,        0,     0,       4,    0,       6
D,      tank,     2024-02, 6,       0,       0,     0,       0,        0,     0,       0,    0,       6
D,      tank,     2024-03, 6,       0,       0,     0,       0,        0,     0,       0,    0,       6
[fleet_floors]
nation, family, period,  floor, held,  deficit
U,      armour, 2024-01, 10,    9,     1
U,      armour, 2024-02, 10,    9.6,   0.4
U,      armour, 2024-03, 10,    8.346, 1.654
[stocks]
nation, item,  period,  opening, delivered, received, sent, used, expired, closing
U,      shell, 2024-01, 10,      0,         0,        0,    0,    0,       10
U,      shell, 2024-02, 10,      0,         0,        0,    0,    0,       10
U,      shell, 2024-03, 10,      0,         0,        0,    0,    0,       10
D,      shell, 2024-01, 100,     0,         0,        0,    0,    0,       100
D,      shell, 2024-02, 100,     0,         0,        0,    0,    0,       100
D,      shell, 2024-03, 100,     0,         0,        0,    0,    0,       100
[cover]
nation, class, item,  period,  quantity, ratio
U,      he,    shell, opening, 5,        1
U,      he,    shell, 2024-01, 5,        1
U,      he,    shell, 2024-02, 10,       1
U,      he,    shell, 2024-03, 10,       1
D,      he,    shell, opening, 50,       1
D,      he,    shell, 2024-01, 30,       1
D,      he,    shell, 2024-02, 30,       1
D,      he,    shell, 2024-03, 30,       1
[shortfalls]
nation, class, period,  target, covered, shortfall, unmet, area
U,      he,    2024-01, 5,      5,       0,         0,     0
U,      he,    2024-02, 35,     10,      25,        0,     25
U,      he,    2024-03, 45,     10,      35,        0,     70
D,      he,    2024-01, 30,     30,      0,         0,     0
D,      he,    2024-02, 30,     30,      0,         0,     0
D,      he,    2024-03, 30,     30,      0,         0,     0
[payments]
payer, object,   kind,     period,  amount
D,     tank/D/U, transfer, 2024-01, 4
[costs]
term,      payer, amount
transfers, D,     4
[kpis]
kpi,                 nation, class, value, unit
area,                U,      he,    9.5,   months
area_units,          U,      he,    95,    each-months
time_to_target,      U,      he,    never, month
end_shortfall,       U,      he,    35,    each
peak_shortfall,      U,      he,    35,    each
unmet_use,           U,      he,    0,     each
area,                D,      he,    0,     months
area_units,          D,      he,    0,     each-months
time_to_target,      D,      he,    0,     month
end_shortfall,       D,      he,    0,     each
peak_shortfall,      D,      he,    0,     each
unmet_use,           D,      he,    0,     each
area,                ,       ,      9.5,   months
end_shortfall,       ,       ,      3.5,   1
money,               ,       ,      4,     EUR
money_real,          ,       ,      ,      EUR
money_present_value, ,       ,      ,      EUR
money_after,         ,       ,      0,     EUR
money,               D,      ,      4,     EUR
money_after,         D,      ,      0,     EUR
"""

# Commitments: 1, 0.4 and twice 1.654 of the 10 tanks are missing. Transition: old tanks 18, 13.2 and
# 0.5 * 13.2 + 1.5 * 8.692 platform-months. Stock: 440 unit-months by the scale of 10.
LEVELS = {
    "commitments": 0.4708,
    "end": 3.5,
    "shortfall": 9.5,
    "transition": 50.838,
    "money": 4.0,
    "stock": 44.0,
}


def transition() -> WorkedPlan:
    """The plan worked out above."""
    return worked_plan(SETTINGS, CASE, PLAN, LEVELS)

"""A plan of agreements, worked out by hand: prices by quantity, fees, shift modes, surge, industry, funds.

A and B order shells under contract K: 20 cost 5 each, all beyond 4. A orders 10 in January, 12 in February
(10 of them at 5) and 13 in March from line L; B, which joins in February, orders 5 and 6 from line M. That
makes 46 for 204 euros; 50 were to be taken, and each unit missing costs half of 5. The agent takes a tenth;
the contract costs 6 once and 2 a month.

Line L starts 10 a month, two hours each. In January it is started up (9) and works by day (20 hours), later
at night (40 hours). Option W is bought whole in January and adds 2 starts from February on. Surge capacity
of 3 is retained from February on (3 dollars a month) and can be called from March on: one start (1 dollar).
A dollar is 2 euros. Industry builds J for line M in January: it reckons with a quarter of half of 60 units
and with half of half of the 60 units that A and B lack, 22.5 in all, which is 1.5 times the break-even of
15.

Fund F gives back a fifth of the goods paid from February on, at most 0.15 of 204; both order more than a
fifth, and at most 0.4 of the value may come from outside EU: that of M does by half. It gives back one rate
of investments out of an envelope of 4: a third of 12.
"""

from __future__ import annotations

from jointstock.facts.case import Settings
from tests.plans.rules.worked import WorkedPlan, worked_plan

SETTINGS = Settings(
    name="agreeing", as_of="2023-12-15", first_month="2024-01", months=3, currency="EUR", price_year=2024
)

CASE = """
[nations]
nation, name, role, fiscal_year_start
A,      Ally, ally, 1
B,      Ally, ally, 1
F,      Fund, fund, 1
[items]
item,  name,  kind, unit
shell, Shell, end,  each
[classes]
class, name, unit, scale
he,    HE,   each, 10
[compatibility]
item,  class, platform, nation, state
shell, he,    ,         *,      common
[holdings]
nation, item,  lot, quantity
A,      shell, ,    10
[target_versions]
version
v1
[targets]
version, nation, class, from,    quantity
v1,      A,      he,    2024-01, 40
v1,      B,      he,    2024-01, 30
[sites]
site, firm, nation, size
S,    Firm, A,      small
T,    Firm, B,      large
[lines]
line, site, item,  capacity, rate_now, yield, hours_per_start, minimum_rate, start_up_cost, start_up_payer
L,    S,    shell, 10,       0,        1,     2,               4,            9,             A
M,    T,    shell, 5,        5,        1,     ,                ,             ,
[line_modes]
line, mode,  hours, cost, payer
L,    day,   20,    3,
L,    night, 40,    8,    A
[line_leads]
line, months, share
L,    0,      1
M,    0,      1
[line_origins]
line, group, share
L,    EU,    1
M,    EU,    0.5
[expansions]
option, line, capacity, cost, build_months, ramp, kind,  break_even, hurdle
W,      L,    2,        12,   1,            r,    whole, ,
J,      M,    6,        99,   1,            r,    ,      15,         1.5
[ramps]
ramp, month, share
r,    0,     1
[expansion_payers]
option, payer
W,      A
[surges]
surge, line, capacity, retention, call_cost, currency, payer, valid_from, trigger, notice_months
U,     L,    3,        3,         1,         USD,      B,     2024-02,    2024-02, 1
[assumptions]
assumption,            value
conversion_of_options, 0.25
conversion_of_targets, 0.5
[contracts]
contract, kind,      admin_months, ceiling, call_off_min, call_off_max, minimum_order, take_or_pay, take_share, capacity_fee, option_fee, agent_fee
K,        framework, 0,            60,      5,            14,           12,            50,          0.5,        2,            6,          0.1
[contract_parties]
contract, role,  party, from
K,        buyer, A,
K,        buyer, B,     2024-02
K,        line,  *,
[contract_prices]
contract, item,  from_quantity, type,        price
K,        shell, 0,             incremental, 5
K,        shell, 20,            incremental, 4
[contract_payments]
contract, event, months_after, share
K,        order, 0,            1
[budgets]
payer, year, amount, carry_over
A,     2024, 1200,   0
F,     2024, 400,    0
[authorities]
payer, year, amount, carry_over
A,     2024, 1000,   0
[instruments]
instrument, name,  kind,       payer, rate, cap_share, amount, valid_from, min_members, member_share, level,    flat_rate
G,          Goods, goods,      F,     0.2,  0.15,      100,    2024-02,    2,           0.2,          contract,
I,          Plant, investment, F,     0.5,  ,          4,      ,           ,            ,             ,         yes
[instrument_parties]
instrument, role,     party
G,          member,   *
G,          contract, K
I,          member,   *
I,          option,   *
[instrument_limits]
instrument, numerator,  limit
G,          outside:EU, 0.4
[rates]
rate, month,   value
USD,  2023-01, 2
"""  # noqa: E501

PLAN = """
[periods]
period,  first_month, months
2024-01, 2024-01,     1
2024-02, 2024-02,     1
2024-03, 2024-03,     1
[orders]
order, payer, buyer, recipient, contract, line, item,  period,  quantity, price, value, quantity_rounded, tier
k1,    A,     A,     A,         K,        L,    shell, 2024-01, 10,       5,     50,    10,               0
k2,    A,     A,     A,         K,        L,    shell, 2024-02, 10,       5,     50,    10,               0
k3,    A,     A,     A,         K,        L,    shell, 2024-02, 2,        4,     8,     2,                20
k4,    A,     A,     A,         K,        L,    shell, 2024-03, 13,       4,     52,    13,               20
k5,    B,     B,     B,         K,        M,    shell, 2024-02, 5,        4,     20,    5,                20
k6,    B,     B,     B,         K,        M,    shell, 2024-03, 6,        4,     24,    6,                20
[deliveries]
order, buyer, recipient, contract, line, item,  period,  quantity
k1,    A,     A,         K,        L,    shell, 2024-01, 10
k2,    A,     A,         K,        L,    shell, 2024-02, 10
k3,    A,     A,         K,        L,    shell, 2024-02, 2
k4,    A,     A,         K,        L,    shell, 2024-03, 13
k5,    B,     B,         K,        M,    shell, 2024-02, 5
k6,    B,     B,         K,        M,    shell, 2024-03, 6
[production]
line, item,  recipe, period,  starts, good, capacity, own_account
L,    shell, none,   2024-01, 10,     10,   10,       0
L,    shell, none,   2024-02, 12,     12,   12,       0
L,    shell, none,   2024-03, 13,     13,   12,       0
M,    shell, none,   2024-02, 5,      5,    11,       0
M,    shell, none,   2024-03, 6,      6,    11,       0
[expansions]
option, line, period,  amount, cost, payer, paid
W,      L,    2024-01, 1,      12,   A,     12
J,      M,    2024-01, 1,      99,   ,      0
[stocks]
nation, item,  period,  opening, delivered, received, sent, used, expired, closing
A,      shell, 2024-01, 10,      10,        0,        0,    0,    0,       20
A,      shell, 2024-02, 20,      12,        0,        0,    0,    0,       32
A,      shell, 2024-03, 32,      13,        0,        0,    0,    0,       45
B,      shell, 2024-01, 0,       0,         0,        0,    0,    0,       0
B,      shell, 2024-02, 0,       5,         0,        0,    0,    0,       5
B,      shell, 2024-03, 5,       6,         0,        0,    0,    0,       11
[cover]
nation, class, item,  period,  quantity, ratio
A,      he,    shell, opening, 10,       1
A,      he,    shell, 2024-01, 20,       1
A,      he,    shell, 2024-02, 32,       1
A,      he,    shell, 2024-03, 40,       1
B,      he,    shell, 2024-02, 5,        1
B,      he,    shell, 2024-03, 11,       1
[shortfalls]
nation, class, period,  target, covered, shortfall, unmet, area
A,      he,    2024-01, 40,     20,      20,        0,     20
A,      he,    2024-02, 40,     32,      8,         0,     8
A,      he,    2024-03, 40,     40,      0,         0,     0
B,      he,    2024-01, 30,     0,       30,        0,     30
B,      he,    2024-02, 30,     5,       25,        0,     25
B,      he,    2024-03, 30,     11,      19,        0,     19
[payments]
payer, object, kind,          period,  amount
A,     k1,     order,         2024-01, 50
A,     k2,     order,         2024-02, 50
A,     k3,     order,         2024-02, 8
A,     k4,     order,         2024-03, 52
B,     k5,     order,         2024-02, 20
B,     k6,     order,         2024-03, 24
A,     k1,     agent fee,     2024-01, 5
A,     k2,     agent fee,     2024-02, 5
A,     k3,     agent fee,     2024-02, 0.8
A,     k4,     agent fee,     2024-03, 5.2
B,     k5,     agent fee,     2024-02, 2
B,     k6,     agent fee,     2024-03, 2.4
A,     K,      contract fee,  2024-01, 8
A,     K,      contract fee,  2024-02, 2
B,     K,      contract fee,  2024-03, 2
A,     K,      untaken,       2024-03, 4
B,     K,      untaken,       2024-03, 6
A,     W,      expansion,     2024-01, 12
A,     L,      start-up,      2024-01, 9
A,     L,      shift mode,    2024-02, 8
A,     L,      shift mode,    2024-03, 8
B,     U,      surge,         2024-02, 6
B,     U,      surge,         2024-03, 8
F,     I/W,    reimbursement, 2024-01, 4
A,     I/W,    reimbursement, 2024-01, -4
F,     G/K,    reimbursement, 2024-02, 15.4
A,     G/K,    reimbursement, 2024-02, -11.4
B,     G/K,    reimbursement, 2024-02, -4
F,     G/K,    reimbursement, 2024-03, 15.2
A,     G/K,    reimbursement, 2024-03, -10.4
B,     G/K,    reimbursement, 2024-03, -4.8
[budgets]
payer, year, budget, carried_in, paid,  carried_out, lapsed
A,     2024, 300,    0,          201.2, 0,           98.8
F,     2024, 100,    0,          34.6,  0,           65.4
[authorities]
payer, year, authority, carried_in, committed, carried_out, lapsed
A,     2024, 250,       0,          172,       0,           78
[costs]
term,           payer, amount
orders,         A,     160
orders,         B,     44
agent fees,     A,     16
agent fees,     B,     4.4
contract fees,  A,     10
contract fees,  B,     2
untaken,        A,     4
untaken,        B,     6
expansions,     A,     12
start-ups,      A,     9
shift modes,    A,     16
surges,         B,     14
reimbursements, A,     -25.8
reimbursements, B,     -8.8
reimbursements, F,     34.6
[agreements]
contract, in_force, ordered, untaken, untaken_cost, fees
K,        yes,      46,      4,       10,           12
[line_states]
line, period,  mode,  running, started, cost
L,    2024-01, day,   yes,     yes,     12
L,    2024-02, night, yes,     no,      8
L,    2024-03, night, yes,     no,      8
[surges]
surge, line, period,  retained, called, cost
U,     L,    2024-01, 1,        0,      0
U,     L,    2024-02, 1,        0,      6
U,     L,    2024-03, 1,        1,      8
[support]
instrument, object, member, period,  claimed, reimbursed
I,          W,      A,      2024-01, 12,      4
G,          K,      A,      2024-02, 58,      11.4
G,          K,      A,      2024-03, 52,      10.4
G,          K,      B,      2024-02, 20,      4
G,          K,      B,      2024-03, 24,      4.8
[memberships]
instrument, contract, member, counts, eligible
G,          K,        A,      yes,    yes
G,          K,        B,      yes,    yes
[kpis]
kpi,                 nation, class, value, unit
area,                A,      he,    2.8,   months
area_units,          A,      he,    28,    each-months
time_to_target,      A,      he,    3,     month
end_shortfall,       A,      he,    0,     each
peak_shortfall,      A,      he,    20,    each
unmet_use,           A,      he,    0,     each
area,                B,      he,    7.4,   months
area_units,          B,      he,    74,    each-months
time_to_target,      B,      he,    never, month
end_shortfall,       B,      he,    19,    each
peak_shortfall,      B,      he,    30,    each
unmet_use,           B,      he,    0,     each
area,                ,       ,      10.2,  months
end_shortfall,       ,       ,      1.9,   1
money,               ,       ,      297.4, EUR
money_real,          ,       ,      ,      EUR
money_present_value, ,       ,      ,      EUR
money_after,         ,       ,      0,     EUR
money,               A,      ,      201.2, EUR
money_after,         A,      ,      0,     EUR
money,               B,      ,      61.6,  EUR
money_after,         B,      ,      0,     EUR
money,               F,      ,      34.6,  EUR
money_after,         F,      ,      0,     EUR
"""

LEVELS = {
    "commitments": 0.0,
    "end": 1.9,
    "shortfall": 10.2,
    "money": 297.4,
    "reimbursed": -30.6,
    "stock": 11.3,
}
FLAT = {"instrument": "I", "rate": 1 / 3, "claims": 12.0, "envelope": 4.0, "rounds": 2}


def agreeing() -> WorkedPlan:
    """The plan worked out above."""
    plan = worked_plan(SETTINGS, CASE, PLAN, LEVELS)
    return plan.with_run(instruments=[FLAT])

"""Index sets of industry: lines, recipes, pools and expansion options."""

import math

import numpy as np
import pytest

from jointstock.model.index_sets.industry import read_lines, read_options, read_pools, read_recipes
from tests.model.made import calendar, made

OBSTACLES = "obstacle,touches,item,line,contract,from,to,effect,months,until\n"
EXPANSIONS = "option,line,capacity,cost,currency,build_months,ramp,earliest\n"
RAMPS = "ramp,month,share\nslow,1,1\nslow,0,0.5\nfast,0,1"
RECIPES = "item,line,recipe,component,quantity\n"


def lines_of(months=6, runs="20x1", **tables):
    """Lines of the tiny case: C1 makes charges, L1 and L2 shells."""
    return read_lines(made(months, **tables), calendar(months, runs))


def recipes_of(rows):
    """Recipes of the tiny case as text, and pools."""
    case = made(recipes=RECIPES + rows)
    lines = read_lines(case, calendar())
    recipes, pools = read_recipes(case, lines)
    names = [recipes.labels[user] for user in recipes.user]
    drawn = [" ".join(pools.row(pool)) for pool in recipes.pool]
    return recipes.labels, sorted(zip(names, drawn, recipes.quantity.tolist(), strict=True)), pools


def test_lines_are_ordered_by_name():
    """Whatever the order of the file, lines and their figures stand by name."""
    lines = lines_of()
    assert lines.labels == ["C1", "L1", "L2"]
    assert lines.capacity.tolist() == [30, 10, 20]
    assert lines.good.tolist() == [1, 1, 0.5]
    assert lines.makes_end_items.tolist() == [False, True, True]


def test_leads_of_several_rows_make_a_profile():
    """Half of the starts of L2 is finished after one month, half after two."""
    landing = lines_of(4).landing
    assert landing[1, 0].tolist() == [0, 1, 0, 0, 0]
    assert landing[2, 0].tolist() == [0, 0.5, 0.5, 0, 0]
    assert landing[0, 0].tolist() == [1, 0, 0, 0, 0]


def test_a_delay_of_production_lengthens_every_lead():
    """Two months more for shells of Latvia; the others keep their leads."""
    lines = lines_of(5, obstacles=OBSTACLES + "O,production,shell,*,*,LV,*,delays,2,")
    assert lines.landing[2, 0].tolist() == [0, 0, 0, 0.5, 0.5, 0]
    assert lines.landing[1, 0].tolist() == [0, 1, 0, 0, 0, 0]


def test_an_outage_closes_months():
    """Until August the line L1 stands still; obstacles to orders do not touch it."""
    rows = "O,production,*,L1,*,*,*,forbids,,2023-08\nP,orders,*,L2,*,*,*,forbids,,"
    assert lines_of(4, obstacles=OBSTACLES + rows).open_months.tolist() == [
        [True] * 4,
        [False, False, True, True],
        [True] * 4,
    ]


def test_ramp_limits_are_read_with_their_gaps():
    """Growth alone leaves the step at 0, a step alone the growth; without both there is no limit."""
    rows = "L1,W1,shell,10,1,0.1,,4\nL2,W2,shell,10,1,,3,0\nC1,W1,charge,10,1,,,"
    lines = lines_of(lines="line,site,item,capacity,yield,ramp_growth,ramp_step,rate_now\n" + rows)
    assert np.isnan(lines.growth).tolist() == [True, False, False]
    assert lines.growth[1:].tolist() == [0.1, 0]
    assert lines.step[1:].tolist() == [0, 3]
    assert lines.rate_now[1:].tolist() == [4, 0]


def test_own_account_and_own_stock():
    """Empty means no, and none."""
    rows = "L1,W1,shell,10,1,yes,7\nL2,W2,shell,10,1,no,\nC1,W1,charge,10,1,,"
    lines = lines_of(lines="line,site,item,capacity,yield,own_account,own_stock\n" + rows)
    assert lines.own_account.tolist() == [False, True, False]
    assert lines.own_stock.tolist() == [0, 7, 0]


def test_an_item_without_recipe_needs_nothing():
    """Each line then has one recipe, named none."""
    names, drawn, _ = recipes_of("rocket,*,usual,charge,1")
    assert names == ["C1/none", "L1/none", "L2/none"]
    assert drawn == []


def test_a_recipe_for_all_lines_draws_on_the_pool_of_each_hub():
    """L1 stands in the pool 'all', L2 in the pool of the north."""
    _, drawn, _ = recipes_of("shell,*,usual,charge,2")
    assert drawn == [("L1/usual", "charge all", 2), ("L2/usual", "charge north", 2)]


def test_a_line_with_its_own_recipe_takes_no_other():
    """Rows of a line go before those for all lines of its item, all of them."""
    names, drawn, _ = recipes_of("shell,*,usual,charge,2\nshell,*,lean,charge,1\nshell,L2,own,steel,3")
    assert names == ["C1/none", "L1/lean", "L1/usual", "L2/own"]
    assert drawn == [
        ("L1/lean", "charge all", 1),
        ("L1/usual", "charge all", 2),
        ("L2/own", "steel north", 3),
    ]


def test_a_recipe_of_several_parts_is_one_recipe():
    """Rows of one name go together."""
    names, drawn, _ = recipes_of("shell,L1,usual,charge,1\nshell,L1,usual,steel,0.5\ncharge,*,usual,steel,2")
    assert names == ["C1/usual", "L1/usual", "L2/none"]
    assert drawn == [
        ("C1/usual", "steel all", 2),
        ("L1/usual", "charge all", 1),
        ("L1/usual", "steel all", 0.5),
    ]


def test_pools_stand_for_what_is_used_made_or_stocked():
    """Each pool begins with the stock of its hub, and knows the lines that fill it."""
    case = made(
        recipes=RECIPES + "shell,*,usual,charge,1",
        component_stocks="item,hub,quantity\ncharge,all,5\nsteel,north,8",
    )
    lines = read_lines(case, calendar())
    _, frame = read_recipes(case, lines)
    pools = read_pools(case, lines, frame)
    assert pools.labels == ["charge/all", "charge/north", "steel/north"]
    assert pools.opening.tolist() == [5, 0, 8]
    assert pools.of_line.tolist() == [0, -1, -1]


def test_an_option_ramps_up_in_the_order_of_months():
    """Rows of a ramp may stand in any order."""
    case = made(4, expansions=EXPANSIONS + "X,L1,6,100,,1,slow,", ramps=RAMPS)
    options = read_options(case, read_lines(case, calendar(4)), calendar(4))
    assert options.months[0, 0].tolist() == [0, 0.5, 1, 1]
    assert options.line.tolist() == [1]
    assert options.capacity.tolist() == [6]


PAYERS = "option,payer\nX,EE"


@pytest.mark.parametrize(
    ("runs", "earliest", "may_buy"),
    [
        ("20x1", "", [True] * 5 + [False]),
        ("20x1", "2023-09", [False] * 2 + [True] * 3 + [False]),
        ("20x1", "2023-01", [True] * 5 + [False]),
        ("1x1,9x3", "2023-09", [False, False, True]),
        ("1x1,9x3", "2023-08", [False, True, True]),
    ],
)
def test_options_are_bought_in_whole_periods_that_bring_something(runs, earliest, may_buy):
    """No month of the period lies before the earliest, and some capacity comes inside the plan."""
    case = made(
        6, expansions=EXPANSIONS + f"X,L1,6,100,,1,fast,{earliest}", ramps=RAMPS, expansion_payers=PAYERS
    )
    options = read_options(case, read_lines(case, calendar(6, runs)), calendar(6, runs))
    assert options.may_buy[0].tolist() == may_buy


def test_an_option_that_nobody_pays_for_is_never_bought():
    """Without payers only industry builds, and only where a break-even says when."""
    for column, may_buy in (("", False), (",break_even,hurdle", True)):
        cells = ",40,1.5" if column else ""
        rows = f"{EXPANSIONS.strip()}{column}\nX,L1,6,100,,1,fast,{cells}"
        case = made(6, expansions=rows, ramps=RAMPS)
        options = read_options(case, read_lines(case, calendar(6)), calendar(6))
        assert options.may_buy.any() == may_buy
        assert options.needed.tolist() == pytest.approx([60.0 if column else math.nan], nan_ok=True)


def test_options_are_whole_where_the_case_says_so():
    """Any share may be bought of an option without a kind."""
    rows = f"{EXPANSIONS.strip()},kind\nX,L1,6,100,,1,fast,,whole\nY,L1,6,100,,1,fast,,"
    case = made(6, expansions=rows, ramps=RAMPS)
    assert read_options(case, read_lines(case, calendar(6)), calendar(6)).whole.tolist() == [True, False]


def test_an_industry_of_nothing_is_read():
    """Without lines there are no recipes, pools or options."""
    empty = dict.fromkeys(("sites", "lines", "line_leads"), "line")
    empty["sites"] = "site"
    case = made(**empty)
    lines = read_lines(case, calendar())
    recipes, frame = read_recipes(case, lines)
    assert (lines.labels, recipes.labels, read_pools(case, lines, frame).labels) == ([], [], [])
    assert lines.landing.shape == (0, 6, 7)
    assert read_options(case, lines, calendar()).months.shape == (0, 6, 6)

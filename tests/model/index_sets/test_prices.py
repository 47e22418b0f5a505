"""Index sets of prices: tiers and learning curves."""

import numpy as np
import pytest

from jointstock.model.index_sets.prices import first_prices, quantity, read_prices, read_tiers
from jointstock.model.index_sets.sets import read_sets
from tests.model.made import calendar, made

PRICES = "contract,item,from_quantity,type,price,slope,made_before\n"
CEILING = "contract,kind,admin_months,ceiling\nK,framework,0,4"


def priced(rows, **tables):
    """Item, type, first quantity and price of every tier."""
    frame = read_prices(made(contract_prices=PRICES + rows, **tables))
    return frame.select("item", "type", "tier", "price").rows()


def test_a_single_price_holds_from_the_first_unit():
    """One row is one tier from 0."""
    assert priced("K,shell,0,single,100,,") == [("shell", "single", 0, 100)]


def test_tiers_stand_by_quantity_whatever_the_order_of_rows():
    """The order of rows does not show."""
    rows = "K,shell,50,convex,120,,\nK,shell,0,convex,100,,"
    assert priced(rows) == [("shell", "convex", 0, 100), ("shell", "convex", 50, 120)]


def test_a_learning_curve_is_a_row_of_tiers_up_to_the_ceiling():
    """Four units behind one made before: the second to the fifth."""
    found = priced("K,shell,0,crawford,100,0.9,1", contracts=CEILING)
    assert [row[:3] for row in found] == [("shell", "crawford", unit) for unit in range(4)]
    assert [row[3] for row in found] == pytest.approx([90, 84.62059863123417, 81, 78.29867216803844])


def test_first_prices_are_those_of_the_lowest_quantity():
    """Of a curve that of its first unit, whatever was made before."""
    rows = "K,shell,0,crawford,100,0.9,40\nK,rocket,5,convex,9,,\nK,rocket,0,convex,7,,"
    found = first_prices(made(contract_prices=PRICES + rows))
    assert found.rows() == [("K", "rocket", 7), ("K", "shell", 100)]


def tiers_of(rows, parties="K,buyer,EE\nK,line,L1", **tables):
    """Tiers of the tiny case, and its edges."""
    given = {"contract_prices": PRICES + rows, "contract_parties": "contract,role,party\n" + parties}
    sets = read_sets(made(**given, **tables), calendar())
    return sets.tiers, sets.edges


def test_a_price_alone_is_no_tier():
    """Edges of contracts with one price belong to no tier."""
    tiers, edges = tiers_of("K,shell,0,single,100,,")
    assert (tiers.labels, tiers.group_labels) == ([], [])
    assert edges.frame["tier"].to_list() == [0]
    assert tiers.of_edge.tolist() == [-1]


def test_tiers_know_where_the_next_begins_and_which_edges_are_theirs():
    """Two buyers have an edge each in both tiers; the last tier has no end."""
    rows = "K,shell,0,incremental,100,,\nK,shell,50,incremental,80,,"
    tiers, edges = tiers_of(rows, "K,buyer,EE\nK,buyer,LV\nK,line,L1")
    assert (tiers.labels, tiers.group_labels) == (["K/shell/0", "K/shell/50"], ["K/shell"])
    assert (tiers.start.tolist(), tiers.until.tolist()) == ([0, 50], [50, np.inf])
    assert edges.frame.select("buyer", "tier").rows() == [("EE", 0), ("EE", 50), ("LV", 0), ("LV", 50)]
    assert tiers.of_edge.tolist() == [0, 1, 0, 1]


def test_a_curve_becomes_tiers_that_fall():
    """From there on a curve is treated as falling prices."""
    tiers, _ = tiers_of("K,shell,0,wright,100,0.9,", contracts=CEILING)
    assert set(tiers.frame["type"]) == {"incremental"}
    assert len(tiers.labels) == 4


def test_items_of_a_contract_are_apart():
    """Quantities of two items do not add up."""
    rows = "".join(
        f"K,{item},{start},convex,{9 + start},,\n" for item in ("shell", "rocket") for start in (0, 5)
    )
    case = made(contract_prices=PRICES + rows)
    sets = read_sets(case, calendar())
    tiers = read_tiers(case, sets.contracts.frame, sets.edges.frame)
    assert tiers.group.tolist() == [0, 0, 1, 1]
    assert tiers.group_labels == ["K/rocket", "K/shell"]
    assert tiers.until.tolist() == [5, np.inf, 5, np.inf]


@pytest.mark.parametrize(("number", "words"), [(0.0, "0"), (1e6, "1000000"), (12.5, "12.5")])
def test_quantities_are_written_without_a_needless_point(number, words):
    """Whole quantities are written whole."""
    assert quantity(number) == words

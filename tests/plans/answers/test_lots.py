"""Tables of stock by lots."""

import polars as pl
import pytest

from tests.plans.tiny import NO_ORDERS, listed, planned, tiny, total

TWO_NATIONS = """
[nations]
nation, name, role, fiscal_year_start
A, Arland, ally, 1
B, Borland, recipient, 1
"""
LOTS = (
    TWO_NATIONS
    + NO_ORDERS
    + """
[holdings]
nation, item, lot, quantity, expiry, releasable
A, shell, new, 6, , 10
A, shell, old, 10, 2024-03, 10
[targets]
version, nation, class, from, quantity
v1, B, he, 2024-01, 100
[lanes]
item, from, to, months, cost
shell, A, B, 1, 1
"""
)
FIGURES = ("opening", "received", "used", "sent", "expired", "closing")


def test_without_expiry_there_are_no_lots() -> None:
    """The table is empty, what is sent has no period of expiry and nothing expires."""
    plan = planned(tiny(TWO_NATIONS + NO_ORDERS + "[holdings]\nnation, item, quantity\nA, shell, 10\n"))
    assert plan.tables["lots"].is_empty()
    assert plan.stocks["expired"].sum() == 0


def test_every_lot_is_followed_until_it_expires() -> None:
    """10 of March are sent in January, arrive in February and expire in March; 6 others last."""
    case = tiny(LOTS.replace("new, 6, , 10", "new, 6, , 6"), months=3, calendar="3x1")
    plan = planned(case)
    lots = plan.tables["lots"]
    given = lots.filter(pl.col("nation") == "B", pl.col("expires") == "2024-03")
    assert listed(given, "period", *FIGURES) == [
        ("2024-02", 0, 10, 0, 0, 0, 10),
        ("2024-03", 10, 0, 0, 0, 10, 0),
    ]
    lasting = lots.filter(pl.col("nation") == "B", pl.col("expires") == "later")
    assert listed(lasting, "period", *FIGURES) == [
        ("2024-02", 0, 6, 0, 0, 0, 6),
        ("2024-03", 6, 0, 0, 0, 0, 6),
    ]
    assert plan.stocks.filter(nation="B")["expired"].to_list() == pytest.approx([0, 0, 10])


def test_what_is_sent_says_when_it_expires() -> None:
    """A row for each lot; what a donor without lots sends expires later where the recipient has lots."""
    plan = planned(tiny(LOTS.replace("new, 6, , 10", "new, 6, , 6"), months=3, calendar="3x1"))
    assert sorted(listed(plan.transfers, "expires", "quantity")) == [("2024-03", 10), ("later", 6)]
    other = LOTS.replace("A, shell, old, 10, 2024-03, 10", "B, shell, old, 10, 2024-03, 0")
    plan = planned(tiny(other.replace("new, 6, , 10", "new, 6, , 6"), months=3, calendar="3x1"))
    assert listed(plan.transfers, "expires", "quantity") == [("later", 6)]
    none = LOTS.replace("A, shell, old, 10, 2024-03, 10\n", "").replace("new, 6, , 10", "new, 6, , 6")
    plan = planned(tiny(none, months=3, calendar="3x1"))
    assert listed(plan.transfers, "expires", "quantity") == [(None, 6)]


def test_use_is_drawn_from_lots() -> None:
    """4 a month are used: 8 of the 10 that expire in March, and 4 of the 6 that do not, for A is short."""
    usage = "[usage]\nnation, item, kind, month, rate\nA, shell, peacetime, 2024-01, 4\n"
    case = tiny(LOTS.replace(", 10\n", ", 0\n").replace("v1, B", "v1, A") + usage, months=3, calendar="3x1")
    plan = planned(case)
    assert total(plan, "lots", "used", expires="2024-03") == pytest.approx(8)
    assert total(plan, "lots", "used", expires="later") == pytest.approx(4)
    assert total(plan, "stocks", "expired") == pytest.approx(2)


def test_what_arrives_with_its_life_over_expires_in_the_period_of_arrival() -> None:
    """An open order of 9 in the quarter of January with a life of a month: 6 expire at once, 3 in April."""
    shells = "[items]\nitem, name, kind, unit, shelf_life\nshell, Shell, end, shells, 1\n"
    orders = "[orders]\norder, buyer, recipient, item, quantity, price, paid_share, due\n"
    case = tiny(NO_ORDERS + shells + orders + "X, A, A, shell, 9, 1, 1, 2024-02\n", calendar="2x3")
    plan = planned(case)
    found = plan.tables["lots"].filter(pl.col("delivered") > 0)
    assert listed(found, "expires", "delivered", "expired", "closing") == [
        ("2024-01", 6, 6, 0),
        ("2024-04", 3, 0, 3),
    ]


def test_extended_stock_leaves_one_lot_and_joins_another() -> None:
    """16 in January: what expires in March is renewed in February for two months, to May."""
    longer = "[life_extensions]\nitem, nation, months, cost\nshell, *, 2, 0.5\n"
    target = "[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 16\n"
    kept = LOTS.replace(", 10\n", ", 0\n").replace(
        "[targets]\nversion, nation, class, from, quantity\n", target
    )
    plan = planned(tiny(kept + longer, months=4, calendar="4x1"))
    assert total(plan, "lots", "extended_out", expires="2024-03", period="2024-02") == pytest.approx(10)
    assert total(plan, "lots", "extended_in", period="2024-02") == pytest.approx(10)
    assert total(plan, "costs", "amount", term="life extensions", payer="A") == pytest.approx(5)
    assert total(plan, "stocks", "expired") == pytest.approx(0)

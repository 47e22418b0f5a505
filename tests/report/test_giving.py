"""Who gives what."""

import pytest

from jointstock.plans.plan import Plan
from jointstock.report import giving
from jointstock.report.names import names_of
from tests.report.test_order_book import order
from tests.report.tiny import tiny_case, tiny_plan

CASE = tiny_case(
    nations=[
        {"nation": "XA", "name": "Aland"},
        {"nation": "XB", "name": "Bland"},
        {"nation": "XU", "name": "Uland"},
    ],
    items=[{"item": "R", "kind": "end", "name": "Round", "unit": "rounds"}],
    classes=[{"class": "C", "name": "Cannon rounds", "unit": "rounds"}],
    usage=[
        {
            "nation": "XU",
            "class": "C",
            "kind": "operational",
            "month": "2030-01",
            "basis": "assumed",
            "known_on": "2029",
        }
    ],
    holdings=[{"nation": "XA", "item": "R", "quantity": 90.0, "basis": "synthetic", "known_on": "2029"}],
)


def stock(period: str, **flows: float) -> dict[str, object]:
    """A row of Uland's stock of rounds."""
    names = ("opening", "delivered", "received", "sent", "used", "expired", "closing")
    return {"nation": "XU", "item": "R", "period": period, **dict.fromkeys(names, 0.0), **flows}


def use(item: str | None, **units: float | None) -> dict[str, object]:
    """A row of Uland's use in January."""
    return {"nation": "XU", "demand": "C", "kind": "operational", "item": item, "period": "2030-01", **units}


def sent(donor: str, quantity: float, period: str) -> dict[str, object]:
    """A transfer of rounds to Uland."""
    return {
        "donor": donor,
        "recipient": "XU",
        "item": "R",
        "period_sent": period,
        "period_received": period,
        "quantity": quantity,
    }


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Uland needs 100: it has 10, buys 30, is given 40, and misses 20."""
    return tiny_plan(
        CASE,
        use=[use(None, planned=100.0, used=80.0, unmet=20.0), use("R", used=80.0)],
        stocks=[stock("2030-01", opening=10.0, delivered=30.0), stock("2030-02", received=40.0, used=80.0)],
        transfers=[sent("XA", 25.0, "2030-01"), sent("XA", 5.0, "2030-02"), sent("XB", 10.0, "2030-01")],
        orders=[
            order("O1", "XA", "R", "2030-01", 4e6, recipient="XU"),
            order("O2", "XB", "R", "2030-01", 9e6),
        ],
    )


def test_need_is_split_by_what_serves_it(plan: Plan) -> None:
    """10 from stock, 30 bought, 40 given, 20 missing of 100 needed."""
    (row,) = giving.served(plan).iter_rows(named=True)
    assert row == {
        "nation": "XU",
        "class": "C",
        "needed": 100.0,
        "unmet": 20.0,
        "stock": 10.0,
        "bought": 30.0,
        "given": 40.0,
    }


def test_bars_are_shares_of_the_need(plan: Plan) -> None:
    """The parts of the bar add up to the whole; small ones carry no words."""
    data = giving.exhibits(plan, names_of(CASE))[0].data
    assert data.get_column("share").to_list() == [0.1, 0.3, 0.4, 0.2]
    assert data.get_column("words").to_list() == ["10 %", "30 %", "40 %", "20 %"]
    assert data.get_column("part").to_list() == list(giving.SOURCES)


def test_gifts_add_up_by_donor(plan: Plan) -> None:
    """Aland's two transfers are one row, resting on its synthetic holding; Bland's holding is not known."""
    first, second = giving.given(plan).iter_rows(named=True)
    assert (first["donor"], first["quantity"], first["first"], first["last"]) == (
        "XA",
        30.0,
        "2030-01",
        "2030-02",
    )
    assert (first["basis"], second["donor"], second["basis"]) == ("synthetic", "XB", None)


def test_the_findings_say_how_far_and_by_whom(plan: Plan) -> None:
    """80 percent is served; two donors give 40 rounds; Aland orders for Uland, Bland for itself."""
    need, donors, bought = giving.exhibits(plan, names_of(CASE))
    assert need.finding == (
        "What Uland needs in operations is served to 80 % in the worst class (Cannon rounds) "
        "and to 80 % in the best (Cannon rounds)."
    )
    assert donors.finding == "2 donors give from stock: 40 of Round."
    assert bought.finding == "1 buyer orders for Uland, worth EUR 4.0 million; most by Aland."


def test_without_need_or_gifts_the_findings_say_so() -> None:
    """Nobody in need and nothing given are answers."""
    exhibits = giving.exhibits(tiny_plan(CASE), names_of(CASE))
    assert [exhibit.finding for exhibit in exhibits] == [
        "No nation has operational use in the plan.",
        "Nothing is given from stock.",
        "Nobody orders for another nation.",
    ]

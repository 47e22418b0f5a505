"""Which agreements are used."""

from jointstock.report import agreements
from jointstock.report.names import names_of
from tests.report.tiny import tiny_case, tiny_plan
from tests.report.worked import worked

KNOWN = {"basis": "cited", "known_on": "2029"}


def test_terms_stand_against_what_is_ordered() -> None:
    """Of a ceiling of 100 units 25 are ordered; a contract with nothing but a price is not listed."""
    case = tiny_case(
        contracts=[
            {"contract": "k", "name": "Frame", "kind": "framework", "ceiling": 100.0, **KNOWN},
            {"contract": "spot", "kind": "spot", **KNOWN},
        ]
    )
    plan = tiny_plan(case, orders=[{"contract": "k", "quantity": 25.0, "value": 50.0}])
    (row,) = agreements.terms(plan).iter_rows(named=True)
    assert (row["contract"], row["ordered"], row["used"], row["force"]) == ("k", 25.0, 0.25, "used")
    exhibit = agreements.exhibits(plan, names_of(case))[0]
    assert exhibit.finding == "1 of 1 agreement with terms beyond a price is used."
    assert exhibit.data.select("label", "share", "words").rows() == [("Frame", 0.25, "25 of 100 units")]


def test_units_not_taken_are_said() -> None:
    """The worked contract is signed, nothing is ordered under it, and 100 units not taken cost 500."""
    plan = worked("take-or-pay")
    (row,) = agreements.terms(plan).iter_rows(named=True)
    assert (row["force"], row["untaken"], row["untaken_cost"]) == ("in force, nothing ordered", 100.0, 500.0)
    (owed,) = agreements.owed(plan).iter_rows(named=True)
    assert (owed["contract"], owed["kind"], owed["amount"]) == ("K", "units not taken", 500.0)
    exhibits = agreements.exhibits(plan, names_of(plan.case))
    assert [exhibit.key for exhibit in exhibits] == ["agreements", "contract-costs"]
    assert "units not taken under 1 contract" in exhibits[0].finding


def test_every_price_is_listed_with_what_is_ordered_at_it() -> None:
    """From 100 units on the price is 8 for all: nothing is ordered at 10."""
    rows = agreements.tiers(worked("A08")).select("type", "tier", "price", "ordered", "value").rows()
    assert rows == [("all_units", 0.0, 10.0, 0.0, 0.0), ("all_units", 100.0, 8.0, 100.0, 800.0)]


def test_later_units_of_a_learning_curve_are_tiers_without_a_stated_price() -> None:
    """Eight units at a slope of 0.9 reach five tiers, of which only the first has a price of its own."""
    rows = agreements.tiers(worked("A15"))
    assert rows.get_column("tier").to_list() == [0.0, 1.0, 2.0, 4.0, 6.0]
    assert rows.get_column("price").to_list() == [100.0, None, None, None, None]
    assert rows.get_column("ordered").sum() == 8.0


def test_call_offs_say_which_bound_they_meet() -> None:
    """Every call-off of the worked case costs its fixed cost of 50 and meets a bound."""
    rows = agreements.call_offs(worked("A16"))
    assert rows.height == 3
    assert rows.get_column("cost").to_list() == [50.0, 50.0, 50.0]
    assert set(rows.get_column("at")) <= {"the least", "the most"}


def test_agent_fees_stand_under_the_contract_of_their_order() -> None:
    """The fee of the broker is owed under the contract, by who pays the orders."""
    rows = agreements.owed(worked("brokered"))
    assert rows.select("kind", "amount").rows() == [("agent fees", 240.0)]
    assert rows.item(0, "contract") in worked("brokered").orders.get_column("contract")


def test_without_terms_there_is_no_section() -> None:
    """A case of plain prices has no agreements to show."""
    plan = tiny_plan(tiny_case(contracts=[{"contract": "spot", "kind": "spot", **KNOWN}]))
    assert agreements.exhibits(plan, names_of(plan.case)) == []

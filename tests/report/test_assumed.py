"""What is assumed."""

from jointstock.report import assumed
from jointstock.report.names import names_of
from tests.report.tiny import tiny_case, tiny_plan
from tests.report.worked import worked

SET = {"basis": "assumed", "known_on": "2029", "reason": "Set by hand."}
CASE = tiny_case(
    contracts=[{"contract": "k", "kind": "spot", **SET}, {"contract": "unused", "kind": "spot", **SET}],
    contract_prices=[
        {"contract": "k", "item": "R", "from_quantity": 0.0, "price": 2.0, "low": 1.0, "high": 3.0, **SET}
    ],
    assumptions=[{"assumption": "conversion_of_options", "value": 0.2, "low": 0.0, "high": 0.5, **SET}],
)


def test_assumed_rows_in_use_stand_with_their_range() -> None:
    """How industry reads announcements comes first; a contract that is not used is left out."""
    plan = tiny_plan(CASE, orders=[{"contract": "k", "item": "R", "quantity": 1.0}])
    rows = assumed.assumed(plan).select("table", "what", "figure", "value", "low", "high").rows()
    assert rows == [
        ("assumptions", "conversion of options", "value", 0.2, 0.0, 0.5),
        ("contracts", "k", "", None, None, None),
        ("contract prices", "k, R, 0.0", "price", 2.0, 1.0, 3.0),
    ]
    (exhibit,) = assumed.exhibits(plan, names_of(CASE))
    assert exhibit.finding.startswith("The plan uses 3 assumed rows")


def test_flat_rates_that_were_found_are_shown() -> None:
    """The rate of the worked instrument is half, found in two rounds."""
    plan = worked("T06")
    exhibit = assumed.exhibits(plan, names_of(plan.case))[-1]
    assert exhibit.key == "flat-rates"
    assert [text for text, _ in exhibit.sheet.rows[0].cells][1] == "50 %"


def test_where_nothing_is_assumed_nothing_is_shown() -> None:
    """A plan that rests on no assumption has no such exhibit."""
    plan = tiny_plan(tiny_case())
    assert assumed.exhibits(plan, names_of(plan.case)) == []

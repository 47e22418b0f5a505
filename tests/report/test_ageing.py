"""Stock that expires."""

import pytest

from jointstock.report import ageing
from jointstock.report.names import names_of
from tests.report.tiny import tiny_case, tiny_plan
from tests.report.worked import worked


def lot(**amounts: object) -> dict[str, object]:
    """A lot of rounds of Aland that would expire in April."""
    nothing = dict.fromkeys(("used", "sent", "extended_out", "expired"), 0.0)
    return {"nation": "XA", "item": "R", "expires": "2030-03", "period": "2030-01", **nothing, **amounts}


def test_the_fate_of_dated_stock_is_told() -> None:
    """Of 100 dated units 60 are used and 40 expire; stock without a date does not count."""
    rows = [lot(used=60.0), lot(period="2030-03", expired=40.0), lot(expires="later", used=500.0)]
    plan = tiny_plan(tiny_case(), lots=rows)
    (row,) = ageing.fates(plan).iter_rows(named=True)
    assert (row["used"], row["expired"], row["lost"]) == (60.0, 40.0, 0.4)
    exhibit = ageing.exhibits(plan, names_of(plan.case))[0]
    assert exhibit.finding == "In 1 of 1 stock with a date inside the plan something expires: 40 of R in XA."
    assert exhibit.data.select("part", "share", "words").rows() == [
        ("used", 0.6, "60 %"),
        ("expires", 0.4, "40 %"),
    ]


def test_renewed_stock_stands_with_its_cost() -> None:
    """All 100 units are renewed, for 3 each."""
    plan = worked("S02")
    (row,) = ageing.fates(plan).iter_rows(named=True)
    assert (row["extended_out"], row["expired"], row["cost"]) == (100.0, 0.0, 300.0)
    assert ageing.exhibits(plan, names_of(plan.case))[0].finding == (
        "Nothing expires of 1 stock with a date inside the plan; 1 stock is renewed for EUR 300."
    )


def test_lots_are_listed_where_they_end() -> None:
    """Both stocks of the worked case expire in the same month."""
    rows = ageing.ends(worked("S01"))
    assert rows.get_column("expired").to_list() == [pytest.approx(100.0)] * 2
    assert rows.get_column("period").n_unique() == 1


def test_without_dated_stock_there_is_no_section() -> None:
    """A plan without lots has nothing that expires."""
    plan = tiny_plan(tiny_case())
    assert ageing.exhibits(plan, names_of(plan.case)) == []

"""Plans at both ends of assumed figures."""

import functools

import polars as pl
import pytest

from jointstock.analyses.ranges import Ranges, ranges
from jointstock.errors import CaseError, OptionError, PlanError
from jointstock.facts.case import Case
from jointstock.files.folder import open_case
from jointstock.plans.make import make_plan
from jointstock.plans.plan import Plan
from tests.plans.tiny import tiny

SPREAD = {"lines": (45.0, 180.0), "contract_prices": (0.8, 1.5)}
UNUSED = """
[items]
item, name, kind, unit
shell, Shell, end, shells
other, Other, end, shells
[lines]
line, site, item, capacity, rate_now, yield, low, high
L, S, shell, 10, 0, 1, ,
O, S, other, 10, 0, 1, 5, 20
[line_leads]
line, months, share
L, 1, 1
O, 1, 1
"""
OWED = """
[contracts]
contract, kind, admin_months, signed, option_fee
K, framework, 0, yes, 40
[budgets]
payer, year, amount, carry_over, low, high
A, 2024, 1000, 0, 0, 2000
"""


def a01(**spread: tuple[float, float]) -> Case:
    """A line makes 100 a month, each two months later, for a nation that holds 300 of 1,200."""
    case = open_case("tests/cases/A01")
    return case.replace(
        **{
            name: case.table(name).with_columns(low=pl.lit(low), high=pl.lit(high))
            for name, (low, high) in spread.items()
        }
    )


@functools.cache
def found() -> Ranges:
    """Capacity 45 to 180 a month, price 0.8 to 1.5."""
    return ranges(a01(**SPREAD))


def test_areas_by_hand() -> None:
    """With c a month 900 are short twice, then max(0, 900 - kc) after k months: 8,325, 5,400 and 3,600."""
    row = found().table().row(0, named=True)
    assert row["group"] == "lines"
    assert found().now() == pytest.approx({"shortfall": 5400, "end": 0, "money": 900})
    assert row["shortfall_low"] == pytest.approx(2 * 900 + sum(900 - 45 * k for k in range(1, 11)))
    assert row["shortfall_high"] == pytest.approx(2 * 900 + 180 * (4 + 3 + 2 + 1))
    assert row["width"] == pytest.approx(8325 - 3600)


def test_the_end_and_money_by_hand() -> None:
    """At 45 a month 450 come in time and are paid, 450 are short at the end; at 180 all 900 come."""
    row = found().table().row(0, named=True)
    assert (row["end_low"], row["money_low"]) == pytest.approx((450, 450))
    assert (row["end_high"], row["money_high"]) == pytest.approx((0, 900))


def test_a_price_moves_money_alone() -> None:
    """900 units for 0.8 or 1.5 each; the shortfall stays, so the group comes last."""
    row = found().table().row(1, named=True)
    assert row["group"] == "contract_prices"
    assert (row["money_low"], row["money_high"]) == pytest.approx((720, 1350))
    assert (row["width"], row["width_money"]) == pytest.approx((0, 630))


def test_summary_and_document() -> None:
    """The widest groups with both ends, and what does not matter; the document has the same."""
    assert found().summary() == (
        "As of 2024-12-31, the weighted shortfall is 5,400, for EUR 900. lines (1 figure): 8,325 at low, "
        "3,600 at high. The shortfall does not depend on contract_prices."
    )
    document = found().document()
    assert (document["question"], len(document["rows"]), document["left"]) == ("ranges", 2, [])
    assert document["basis"] == {"assumed": 0, "synthetic": 2}


def test_at_most_so_many_tables_are_planned() -> None:
    """Capacity has the wider range for its size; the other table is named as left out."""
    less = ranges(a01(**SPREAD), top=1)
    assert less.rows["group"].to_list() == ["lines"]
    assert less.left.row(0)[:2] == ("contract_prices", 1)
    assert "only the 1 with the widest ranges" in less.summary()


def test_what_the_plan_does_not_name_is_left_out() -> None:
    """A line that nothing is ordered from is not planned, unless it is asked for."""
    assert ranges(tiny(UNUSED)).left.row(0)[:2] == ("lines", 1)
    asked = ranges(tiny(UNUSED), ["lines.O"])
    assert asked.left.height == 0
    assert asked.rows["width"].to_list() == pytest.approx([0])


def test_an_end_that_is_not_possible_is_told() -> None:
    """Shares of a lead profile that are all lowered do not sum to 1: no plan, and the remark says why."""
    row = ranges(a01(line_leads=(0.5, 1.0)), ["line_leads"]).rows.row(0, named=True)
    assert row["shortfall_low"] is row["money_low"] is None
    assert row["shortfall_high"] == pytest.approx(5400)
    assert row["remark"].startswith("low: not possible, line_leads.csv: share")


def test_a_table_that_cannot_move_is_not_planned() -> None:
    """Where neither end is possible the table is left out, and another takes its place."""
    part = ranges(a01(line_leads=(0.1, 2.0), lines=SPREAD["lines"]), top=1)
    assert part.rows["group"].to_list() == ["lines"]
    assert part.left.filter(group="line_leads")["why"].item().startswith("as the case has faults")


def test_an_end_without_a_plan_is_told() -> None:
    """Where the fee of a signed contract is more than the low budget, there is no plan at that end."""
    row = ranges(tiny(OWED)).rows.row(0, named=True)
    assert row["remark"] == "low: no plan"
    assert row["shortfall_low"] is None
    assert row["width"] == pytest.approx(0)


@pytest.mark.parametrize(("plans", "rows"), [(1, []), (2, []), (4, ["lines"])])
def test_cancelling_keeps_the_groups_that_are_planned(
    monkeypatch: pytest.MonkeyPatch, plans: int, rows: list[str]
) -> None:
    """Cancelled in the first, second or fourth plan: groups with both ends stay, the others are named."""
    made: list[int] = []

    def counted(*case: Case, **search: object) -> Plan:
        made.append(1)
        return make_plan(*case)

    monkeypatch.setattr("jointstock.analyses.ranges.make_plan", counted)
    part = ranges(a01(**SPREAD), cancel=lambda: len(made) >= plans)
    assert part.rows["group"].to_list() == rows
    assert part.left["group"].to_list() == ["lines", "contract_prices"][len(rows) :]
    assert set(part.left["why"]) == {"cancelled before it was planned"}
    assert part.now()["shortfall"] == pytest.approx(5400)


def test_without_ranges_there_is_nothing_to_show() -> None:
    """The summary says what to fill in."""
    none = ranges(a01())
    assert none.table().height == 0
    assert none.summary().endswith("fill in low and high to see what it matters.")


def test_what_cannot_be_asked_is_refused() -> None:
    """No table to plan, a case with faults, and no plan at all are errors."""
    with pytest.raises(OptionError, match="top 0"):
        ranges(a01(), top=0)
    with pytest.raises(CaseError):
        ranges(tiny("[lines]\nline, site, item, capacity, rate_now, yield\nL, S, shell, -1, 0, 2\n"))
    with pytest.raises(PlanError):
        ranges(a01(**SPREAD), cancel=lambda: True)

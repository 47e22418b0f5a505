"""A plan that is kept: what stands of it, what is signed, and what does not fit any more."""

import polars as pl
import pytest

from jointstock.errors import OptionError
from jointstock.model.index_sets.sets import calendar_of
from jointstock.plans.aims import Keep
from jointstock.plans.folder import read_plan, write_plan
from jointstock.plans.standing import decisions
from tests.model.whole import model_of
from tests.plans.tiny import base_plan, listed, planned, tiny

TARGET = "[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, {}\n"
CONTRACT = "[contracts]\ncontract, kind, admin_months, valid_from, valid_to\nK, framework, 0, {}, {}\n"
PAYERS = """
[nations]
nation, name, role, fiscal_year_start
A, Arland, ally, 1
B, Borland, ally, 1
[contract_parties]
contract, role, party
K, buyer, A
K, line, L
"""
FIRST_THREE = [("2024-01", 10), ("2024-02", 10), ("2024-03", 10)]


def placed(plan):
    """Month and quantity of every order."""
    return listed(plan.orders.sort("period"), "period", "quantity")


def test_a_case_that_has_not_changed_gets_the_same_plan():
    """Orders and every table of the tiny case stay as they were, and nothing deviates."""
    plan = planned(tiny(), keep=Keep(base_plan()))
    assert placed(plan) == FIRST_THREE
    assert plan.level("stability") == pytest.approx(0, abs=1e-6)
    assert plan.stocks.equals(base_plan().stocks)
    assert plan.run["keep"]["notes"] == []


@pytest.mark.parametrize("payer", ["A", "B"])
def test_of_plans_that_are_equal_the_nearest_is_made(payer):
    """Where either of two may pay, the payer of the plan that is kept goes on paying."""
    before = planned(tiny(PAYERS + f"K, payer, {payer}\n"))
    plan = planned(tiny(PAYERS + "K, payer, A\nK, payer, B\n"), keep=Keep(before))
    assert plan.orders["payer"].unique().to_list() == [payer]
    assert plan.level("stability") == pytest.approx(0, abs=1e-6)


def test_a_changed_target_changes_only_what_must():
    """60 in place of 50: a fourth order of 10, worth 50, and the first three as they were."""
    plan = planned(tiny(TARGET.format(60)), keep=Keep(base_plan()))
    assert placed(plan) == [*FIRST_THREE, ("2024-04", 10)]
    assert plan.level("stability") == pytest.approx(50)


def test_what_is_signed_stays_though_nobody_needs_it():
    """A target of 20 needs no order; those signed up to February stay, the third is dropped."""
    case = tiny(TARGET.format(20))
    assert placed(planned(case, keep=Keep(base_plan()))) == []
    plan = planned(case, keep=Keep(base_plan(), signed_until="2024-02"))
    assert placed(plan) == FIRST_THREE[:2]
    assert plan.level("stability") == pytest.approx(50)
    assert plan.tables["kept"]["signed"].to_list() == [10, 10, 0]


def test_what_cannot_be_ordered_any_more_is_named():
    """A contract that opens in February takes no order of January: a note, or an error if signed."""
    case = tiny(CONTRACT.format("2024-02", ""))
    plan = planned(case, keep=Keep(base_plan()))
    assert "not kept: order A/A/A/K/L/shell in 2024-01" in plan.run["keep"]["notes"][0]
    with pytest.raises(OptionError, match="not possible in this case: order A/A/A/K/L/shell in 2024-01"):
        planned(case, keep=Keep(base_plan(), signed_until="2024-01"))


def test_a_contract_the_case_no_longer_has_is_named():
    """Orders on an edge that is gone are notes, and no part of table kept."""
    text = """
[contracts]
contract, kind, admin_months
N, framework, 0
[contract_parties]
contract, role, party
N, buyer, A
N, line, L
[contract_prices]
contract, item, from_quantity, type, price
N, shell, 0, single, 5
[contract_payments]
contract, event, months_after, share
N, order, 0, 1
"""
    plan = planned(tiny(text), keep=Keep(base_plan()))
    assert "A/A/A/K/L/shell in 2024-01, A/A/A/K/L/shell in 2024-02" in plan.run["keep"]["notes"][0]
    assert plan.tables["kept"].is_empty()


@pytest.mark.parametrize(("key", "notes"), [("O00001", 0), ("Q7", 1)])
def test_orders_of_months_past_are_open_orders_of_the_case(key, notes):
    """From February on the order of January is an open order, by its key, or a note says so."""
    text = f"""
[orders]
order, buyer, item, quantity, price, paid_share, due
{key}, A, shell, 10, 5, 0.4, 2024-02
"""
    case = tiny(text, first_month="2024-02", as_of="2024-01-15")
    plan = planned(case, keep=Keep(base_plan()))
    told = plan.run["keep"]["notes"]
    assert len(told) == notes
    assert all("O00001" in note for note in told)
    assert placed(plan) == FIRST_THREE[1:]
    assert plan.level("stability") == pytest.approx(0, abs=1e-6)


def test_another_calendar_takes_the_orders_of_its_months():
    """In quarters the three orders of 10 are one of 30."""
    plan = planned(tiny(), calendar="2x3", keep=Keep(base_plan()))
    assert listed(plan.tables["kept"], "period", "quantity") == [("2024-01", 30)]
    assert plan.level("stability") == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("written", [False, True])
def test_decisions_are_read_from_the_table(written, tmp_path):
    """Orders and expansions of table kept are those of the program, as made and as read from a folder."""
    plan = planned(tiny(BUILDING), keep=Keep(planned(tiny(BUILDING)), signed_until="2024-01"))
    if written:
        plan = read_plan(write_plan(plan, tmp_path / "plan"))
    model = model_of(plan.case, calendar_of(plan.case, None))
    orders, options = decisions(plan.tables["kept"], model)
    assert orders.labels[0] == "A/A/A/K/L/shell/0.0/2024-01"
    assert [model.program.column_label(place) for place in options.column] == ["bought[X,2024-01]"]
    assert (options.labels, options.quantity, options.signed) == (("X/2024-01",), [1], [1])
    assert orders.quantity.tolist() == plan.tables["kept"]["quantity"].to_list()[:-1]


@pytest.mark.parametrize(
    "spoilt",
    [
        {"contract": pl.lit("none")},
        {"period": pl.lit("2030-01")},
        {"period": pl.lit("2024-01")},
        {"quantity": pl.lit(None, pl.Float64)},
        {"signed": pl.lit(float("inf"))},
        {"option": pl.lit("none")},
    ],
)
def test_rows_that_are_no_decisions_are_refused(spoilt):
    """Unknown edges, options and periods, decisions that stand twice and cells that are no numbers."""
    kept = planned(tiny(), keep=Keep(base_plan())).tables["kept"].with_columns(**spoilt)
    with pytest.raises(OptionError, match="rows that are no decisions"):
        decisions(kept, model_of(tiny(), calendar_of(tiny(), None)))


BUILDING = """
[expansions]
option, line, capacity, cost, build_months, ramp
X, L, 10, 60, 1, at-once
[ramps]
ramp, month, share
at-once, 0, 1
[expansion_payers]
option, payer
X, A
"""


def test_expansions_are_kept_and_signed_too():
    """An expansion that was bought stays if it is signed, though the target has fallen to what is there."""
    before = planned(tiny(BUILDING))
    assert before.expansions["option"].to_list() == ["X"]
    fallen = tiny(BUILDING + TARGET.format(20))
    assert planned(fallen, keep=Keep(before)).expansions.is_empty()
    plan = planned(fallen, keep=Keep(before, signed_until="2024-01"))
    assert listed(plan.expansions, "option", "period") == [("X", "2024-01")]


def test_an_expansion_of_months_past_is_noted():
    """From February on, what was bought in January belongs into the capacity of its line."""
    case = tiny(BUILDING, first_month="2024-02", as_of="2024-01-15")
    notes = planned(case, keep=Keep(planned(tiny(BUILDING)))).run["keep"]["notes"]
    assert any("Bought before the first month" in note and "X" in note for note in notes)


def test_the_tutorial_case_planned_again_is_the_same(nordic):
    """Every order and expansion of a larger case stays, and a higher target adds to them alone."""
    before = planned(nordic)
    again = planned(nordic, keep=Keep(before))
    assert listed(again.orders, "order", "quantity") == listed(before.orders, "order", "quantity")
    assert listed(again.expansions, "option", "amount") == listed(before.expansions, "option", "amount")
    raised = nordic.table("targets").with_columns(
        quantity=pl.when(pl.col("nation") == "XN").then(pl.col("quantity") * 1.2).otherwise("quantity")
    )
    higher = planned(nordic.replace(targets=raised), keep=Keep(before))
    free = planned(nordic.replace(targets=raised))
    assert higher.level("money") == pytest.approx(free.level("money"), rel=1e-6)
    assert higher.level("stability") >= higher.level("money") - before.level("money") - 1

from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest

from jointstock import make_plan, open_case
from jointstock.plans.plan import Plan
from jointstock.plans.summary import amount, money, summarise
from tests.plans.tiny import NO_ORDERS, base_plan, planned, tiny

TWO_NATIONS = """
[nations]
nation, name, role, fiscal_year_start
A, Arland, ally, 1
B, Borland, ally, 1
"""


def with_run(plan: Plan, **parts: Any) -> str:
    """The summary of a plan with other parts of its run."""
    return summarise(plan.case, {**plan.run, **parts}, plan.tables)


def with_table(plan: Plan, **tables: pl.DataFrame) -> str:
    """The summary of a plan with other tables."""
    changed: Mapping[str, pl.DataFrame] = {**plan.tables, **tables}
    return summarise(plan.case, plan.run, changed)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.0004, "0"),
        (0.25, "0.25"),
        (4.24, "4.2"),
        (5, "5"),
        (40, "40"),
        (99.96, "100"),
        (100.4, "100"),
        (12300, "12,300"),
        (-1234.5, "-1,234"),
    ],
)
def test_numbers_are_said_as_one_would_say_them(value: float, text: str) -> None:
    """Thousands by commas; digits behind the point only where they matter; no zeros at the end."""
    assert amount(value) == text
    assert amount(value, "shells") == f"{text} shells"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (150, "EUR 150"),
        (999_999, "EUR 999,999"),
        (1e6, "EUR 1.0 million"),
        (154_985_000, "EUR 155.0 million"),
        (2.5e9, "EUR 2.50 billion"),
    ],
)
def test_money_is_said_in_millions_or_billions(value: float, text: str) -> None:
    """Small sums in full, large ones in millions or billions."""
    assert money(value, "EUR") == text


def test_the_summary_of_the_tiny_plan() -> None:
    """Every sentence says what the tables hold."""
    lines = base_plan().summary().splitlines()
    assert lines[0] == "Plan for tiny, as known on 2023-12-15."
    assert lines[1] == "6 months from 2024-01, calendar 6x1. Every level was solved to its optimum."
    for sentence in (
        "At the start 1 of 1 targets are short, at the end of the plan 0.",
        "- he: short 30 of 50 after the first period, 0 of 50 at the end.",
        "- shell: 30 shells for EUR 150, the first in 2024-01.",
        "No capacity is built.",
        "Nothing is given from stock.",
        "In all the plan costs EUR 150 (nominal); the largest payers: A EUR 150.",
    ):
        assert sentence in lines
    assert "worth EUR 150" in base_plan().summary()
    assert base_plan().summary().endswith("\n")


def test_nothing_short() -> None:
    """A stock that covers its target is short of nothing, and orders nothing that costs anything."""
    plan = planned(tiny("[holdings]\nnation, item, quantity\nA, shell, 50\n"))
    assert "At the start 0 of 1 targets are short, at the end of the plan 0." in plan.summary()
    assert "Nothing is ordered." in plan.summary()
    assert "The plan costs nothing." in plan.summary()
    assert "order value" not in plan.summary()


def test_a_gap_that_stays() -> None:
    """Without orders 30 of 50 are missing from the first to the last month."""
    plan = planned(tiny(NO_ORDERS))
    assert "At the start 1 of 1 targets are short, at the end of the plan 1." in plan.summary()
    assert "- he: short 30 of 50 after the first period, 30 of 50 at the end." in plan.summary()


def test_a_case_without_targets() -> None:
    """Where nobody wants anything the summary says so."""
    plan = planned(tiny("[targets]\nversion, nation, class, from, quantity\n"))
    assert "No nation has a target." in plan.summary()


def test_a_target_met_in_the_first_month_is_short_at_the_start() -> None:
    """Stock of the producer fills the gap in the first month: short at the start, not at its end."""
    lines = "[lines]\nline, site, item, capacity, rate_now, yield, own_stock\nL, S, shell, 10, 0, 1, 30\n"
    plan = planned(tiny(lines))
    assert "At the start 1 of 1 targets are short, at the end of the plan 0." in plan.summary()


@pytest.mark.parametrize("calendar", ["6x1", "2x3"])
@pytest.mark.parametrize(("stock", "short"), [(30, 2), (60, 1), (80, 0)])
def test_stock_that_covers_two_classes_is_counted_once_at_the_start(
    calendar: str, stock: int, short: int
) -> None:
    """30 shells are enough for neither of two targets of 40, 60 for one, 80 for both, on any calendar."""
    text = f"""
[classes]
class, name, unit, scale
he, HE, shells, 10
smoke, Smoke, shells, 10
[compatibility]
item, class, nation, state
shell, he, *, common
shell, smoke, *, common
[holdings]
nation, item, quantity
A, shell, {stock}
[targets]
version, nation, class, from, quantity
v1, A, he, 2024-01, 40
v1, A, smoke, 2024-01, 40
"""
    plan = planned(tiny(NO_ORDERS + text), calendar=calendar)
    assert f"At the start {short} of 2 targets are short" in plan.summary()


def test_classes_are_told_by_name_over_all_nations() -> None:
    """Shortfall and target of a class are sums over its nations."""
    text = """
[targets]
version, nation, class, from, quantity
v1, A, he, 2024-01, 50
v1, B, he, 2024-01, 5
"""
    plan = planned(tiny(TWO_NATIONS + NO_ORDERS + text))
    assert "At the start 2 of 2 targets are short, at the end of the plan 2." in plan.summary()
    assert "- he: short 35 of 55 after the first period, 35 of 55 at the end." in plan.summary()


def test_use_that_cannot_be_served() -> None:
    """Of 60 shells of operational use 20 are there."""
    usage = "[usage]\nnation, class, kind, month, rate\nA, he, operational, 2024-01, 10\n"
    plan = planned(tiny(NO_ORDERS + usage))
    assert "- A cannot use 40 of the he it needs." in plan.summary()
    assert "cannot use" not in base_plan().summary()


def test_what_is_given() -> None:
    """A gives 15 of 20 shells that it may release."""
    text = """
[holdings]
nation, item, quantity, releasable
A, shell, 20, 15
[targets]
version, nation, class, from, quantity
v1, B, he, 2024-01, 50
[lanes]
item, from, to, months, cost
shell, A, B, 0, 2
"""
    plan = planned(tiny(TWO_NATIONS + NO_ORDERS + text))
    assert "- B receives 15 of shell from the stocks of 1 donor." in plan.summary()
    assert "In all the plan costs EUR 30 (nominal); the largest payers: A EUR 30." in plan.summary()


def test_what_falls_due_behind_the_horizon_is_told() -> None:
    """Of 150, what is paid three months after the deliveries of April falls due after June: 30."""
    text = (
        "[contract_payments]\ncontract, event, months_after, share\nK, order, 1, 0.4\nK, delivery, 3, 0.6\n"
    )
    sentence = (
        "In all the plan costs EUR 150 (nominal), of which EUR 30 fall due after its horizon; "
        "the largest payers: A EUR 150."
    )
    assert sentence in planned(tiny(text)).summary()


def test_what_is_built() -> None:
    """An expansion bought by two payers is one, at its whole cost."""
    rows = {"option": ["X", "X"], "period": ["2024-01"] * 2, "cost": [2e6, 2e6], "payer": ["A", "B"]}
    text = with_table(base_plan(), expansions=pl.DataFrame(rows))
    assert "1 expansion bought, wholly or in part, for EUR 2.0 million." in text


def test_the_five_largest_payers_are_named() -> None:
    """Payers by what they pay, the sixth is left out."""
    rows = {"payer": list("FABCDE"), "amount": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], "term": ["orders"] * 6}
    text = with_table(base_plan(), costs=pl.DataFrame(rows))
    assert "In all the plan costs EUR 21 (nominal); the largest payers: " in text
    assert "E EUR 6, D EUR 5, C EUR 4, B EUR 3, A EUR 2." in text


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("optimal", "Every level was solved to its optimum."),
        ("limit", "The time limit struck; the plan is feasible, but not proven best."),
        ("cancelled", "The run was cancelled; the plan is feasible, but not proven best."),
    ],
)
def test_how_the_run_ended(status: str, words: str) -> None:
    """Whether the plan is the best one is said at the beginning."""
    assert words in with_run(base_plan(), status=status).splitlines()[1]


def test_what_the_figures_rest_on() -> None:
    """Shares by basis, those of nothing left out."""
    shares = {
        "money": {"cited": 0.25, "derived": 0.0, "assumed": 0.75, "synthetic": 0.0},
        "shortfall": {"cited": 0.0, "derived": 0.0, "assumed": 0.0, "synthetic": 0.0},
    }
    text = with_run(base_plan(), basis=shares)
    assert "Of the order value, 25% on figures stated by a source, 75% on assumptions" in text
    assert "weighted shortage" not in text


def test_the_largest_gap_of_a_level_is_told() -> None:
    """3 of 300 are a hundredth; a level without proof has no gap to tell."""
    levels = [
        {"name": "shortfall", "value": 300.0, "gap": 3.0},
        {"name": "end", "value": 0.1, "gap": 0.002},
        {"name": "money", "value": 5.0, "gap": None},
    ]
    assert "The largest gap of a proven level is 1.0e-02 of its value" in with_run(base_plan(), levels=levels)
    assert "is 0.0e+00 of its value" in with_run(base_plan(), levels=levels[2:])


def test_dust_of_arithmetic_is_no_shortage() -> None:
    """A shortfall of a billionth of the target is none, at the end as at the start."""
    plan = base_plan()
    short = plan.shortfalls.with_columns(shortfall=pl.col("shortfall") + 1e-9)
    assert "at the end of the plan 0." in with_table(plan, shortfalls=short)


def test_a_what_if_is_told() -> None:
    """A plan made with changes says them in their short form; one without says nothing of it."""
    changes = [
        {"table": "budgets", "key": ["A", "2024"], "column": "amount", "op": "*=", "value": 1.1},
        {"without": "obstacle:gate"},
    ]
    options = {**base_plan().run["options"], "changes": changes}
    assert "A what-if: budgets.A.2024.amount*=1.1; without obstacle:gate." in with_run(
        base_plan(), options=options
    )
    assert "A what-if" not in base_plan().summary()


def test_levels_without_a_bound_are_named() -> None:
    """A level that no bound was proven for is named, so that nobody takes it for the best."""
    levels = [
        {"name": "end", "value": 1.0, "gap": 0.0},
        {"name": "money", "value": 1.0, "gap": None},
    ]
    assert "not proven: money." in with_run(base_plan(), levels=levels)


def test_a_flat_rate_is_told_with_what_it_is_made_of() -> None:
    """Of a fund that reimburses at one rate: the rate, what is claimed and the envelope."""
    plan = make_plan(open_case("tests/cases/T06"))
    (one,) = plan.run["instruments"]
    told = next(line for line in plan.summary().splitlines() if line.startswith("- I reimburses"))
    assert f"{one['rate']:.1%} of {money(one['claims'], 'EUR')} claimed" in told
    assert told.endswith(f"out of {money(one['envelope'], 'EUR')}.")


def test_fleets_are_told_beside_their_floors() -> None:
    """A floor that is missed is told with the largest deficit and its period; one that is kept, as kept."""
    floors = {
        "nation": ["N", "N", "M"],
        "family": ["TOW", "TOW", "TOW"],
        "period": ["2025-01", "2025-02", "2025-01"],
    }
    frame = pl.DataFrame(
        floors | {"floor": [18.0, 18.0, 5.0], "held": [17.0, 14.0, 6.0], "deficit": [1.0, 4.0, 0.0]}
    )
    told = with_table(base_plan(), fleet_floors=frame).splitlines()
    assert "- N falls below its operational floor of TOW, by at most 4 of 18 in 2025-02." in told
    assert "- M keeps its operational floor of TOW." in told


def test_a_fund_that_is_not_drawn_on_says_so() -> None:
    """Of a fund that reimburses nothing of what could be claimed, the claim is told."""
    plan = make_plan(open_case("tests/cases/T06"))
    support = plan.tables["support"].with_columns(reimbursed=pl.lit(0.0))
    told = summarise(plan.case, {**plan.run, "instruments": []}, {**plan.tables, "support": support})
    claimed = money(float(support.get_column("claimed").sum()), "EUR")
    assert f"- I reimburses nothing of {claimed} that could be claimed: no level of the plan gains" in told


def test_what_industry_builds_is_no_purchase() -> None:
    """An expansion without payer is told as built by industry."""
    plan = make_plan(open_case("tests/cases/industry-builds"))
    assert plan.tables["expansions"].height
    assert "1 expansion built by industry at its own cost." in plan.summary()
    assert "bought" not in plan.summary()

"""What it costs whom."""

import pytest

from jointstock.plans.accounts import TERM_OF_KIND
from jointstock.plans.plan import Plan
from jointstock.report import paying
from jointstock.report.names import names_of
from jointstock.report.palette import KINDS as COLOURS
from tests.report.tiny import tiny_case, tiny_plan

CASE = tiny_case(
    nations=[{"nation": "XA", "name": "Aland"}, {"nation": "XB", "name": "Bland"}],
    budgets=[{"payer": "XA", "year": 2030, "amount": 50e6, "basis": "assumed", "known_on": "2029"}],
)


def payment(payer: str, kind: str, period: str, amount: float) -> dict[str, object]:
    """A payment."""
    return {"payer": payer, "object": "o", "kind": kind, "period": period, "amount": amount}


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Aland pays 40 of its 50 million and 5 after the plan; Bland has no budget and pays 10."""
    return tiny_plan(
        CASE,
        payments=[
            payment("XA", "order", "2030-01", 10e6),
            payment("XA", "delivery", "2030-03", 22e6),
            payment("XA", "delivery", "after", 5e6),
            payment("XA", "open order", "2030-02", 8e6),
            payment("XB", "expansion", "2030-01", 10e6),
        ],
        budgets=[
            {
                "payer": "XA",
                "year": 2030,
                "budget": 50e6,
                "carried_in": 0.0,
                "paid": 40e6,
                "carried_out": 0.0,
                "lapsed": 10e6,
            }
        ],
    )


def test_payments_are_set_against_budgets(plan: Plan) -> None:
    """40 of 50 million are used, open orders included; what is due after the plan stands apart."""
    first, second = paying.by_payer(plan).iter_rows(named=True)
    assert (first["payer"], first["paid"], first["after"], first["used"]) == ("XA", 40e6, 5e6, 0.8)
    assert (first["lapsed"], first["basis"]) == (10e6, "assumed")
    assert (second["payer"], second["paid"], second["budget"], second["used"]) == ("XB", 10e6, None, None)


def test_payments_add_up_by_year_and_purpose(plan: Plan) -> None:
    """Payments at order and at delivery are both for orders."""
    assert paying.by_year(plan).rows() == [
        ("2030", "expansions", 10e6),
        ("2030", "orders", 32e6),
        ("2030", "orders open before the plan", 8e6),
        ("after", "orders", 5e6),
    ]


def test_the_findings_give_the_bill(plan: Plan) -> None:
    """Open orders were decided before: 47 million are the plan's own, 5 of them later; 10 million lapse."""
    years, payers, budgets = paying.exhibits(plan, names_of(CASE))
    assert years.finding == (
        "What the plan decides costs EUR 47.0 million, EUR 5.0 million of it after the plan; most is due "
        "in 2030 (EUR 50.0 million, open orders included)."
    )
    assert payers.finding == (
        "Aland (80 %) and Bland (20 %) pay the most; EUR 10.0 million of budgets lapse unspent."
    )
    assert budgets.finding == "0 of 1 budget year are spent to the end; in the others money is left."


def test_a_payer_without_a_budget_is_named_as_such(plan: Plan) -> None:
    """The bar of Aland says the share of its budget, that of Bland that there is none."""
    data = paying.exhibits(plan, names_of(CASE))[1].data
    assert data.get_column("words").to_list() == ["80 % of budget", "no budget"]
    assert data.get_column("end").to_list() == [50.0, 10.0]


def test_the_map_of_budgets_shows_what_is_spent(plan: Plan) -> None:
    """Aland spends 40 of 50 million of its year; Bland has no budget and no row."""
    data = paying.exhibits(plan, names_of(CASE))[2].data
    assert data.rows() == [("Aland", "2030", 0.8, "80", True)]


def test_every_kind_of_payment_has_words_and_a_colour() -> None:
    """Each kind that a plan may hold is worded, and each part of the chart has a colour of its own."""
    assert set(paying.KINDS) == set(TERM_OF_KIND)
    parts = {part for kind, (_, part) in paying.KINDS.items() if kind != "reimbursement"}
    assert parts == set(COLOURS)
    assert len(set(COLOURS.values())) == len(COLOURS)


def test_reimbursements_move_money_and_add_nothing() -> None:
    """A member that gets back more than it pays is said to; the year's payments do not change."""
    plan = tiny_plan(
        CASE,
        payments=[
            payment("XA", "transfer", "2030-01", 2e6),
            payment("XA", "reimbursement", "2030-01", -3e6),
            payment("XB", "reimbursement", "2030-01", 3e6),
        ],
    )
    assert paying.by_year(plan).rows() == [("2030", "transfers", 2e6)]
    data = paying.exhibits(plan, names_of(CASE))[1].data
    assert data.select("label", "paid", "words").rows() == [
        ("Bland", 3.0, "no budget"),
        ("Aland", -1.0, "receives more than it pays"),
    ]


def test_parts_of_the_chart_gather_kinds() -> None:
    """Agent fees and units not taken are both fees of contracts; the table keeps them apart."""
    plan = tiny_plan(
        CASE,
        payments=[payment("XA", "agent fee", "2030-01", 1e6), payment("XA", "untaken", "2030-01", 2e6)],
    )
    years = paying.exhibits(plan, names_of(CASE))[0]
    assert years.data.select("kind", "amount").rows() == [("contract fees", 3.0)]
    assert years.sheet.frame.get_column("kind").to_list() == ["agent fees", "units not taken"]


def test_where_nobody_pays_the_findings_say_so() -> None:
    """A plan without payments costs nothing."""
    exhibits = paying.exhibits(tiny_plan(CASE), names_of(CASE))
    assert [exhibit.finding for exhibit in exhibits] == [
        "Nobody pays anything.",
        "Nobody pays anything.",
        "No payer has a budget; nothing limits payments.",
    ]

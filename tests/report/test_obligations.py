"""Who pays what under which rule."""

from jointstock.report import obligations
from jointstock.report.names import names_of
from tests.report.tiny import tiny_case, tiny_plan
from tests.report.worked import worked


def test_each_payment_stands_under_its_rule() -> None:
    """Orders stand under their contract, reimbursements under their instrument, with both signs."""
    rows = obligations.by_rule(worked("T03"))
    keyed = {(payer, kind): (rule, total) for payer, kind, rule, _, _, total in rows.iter_rows()}
    assert keyed["A", "orders"] == ("K", 1000.0)
    assert keyed["A", "reimbursements"] == ("I", -200.0)
    given = [total for (_, kind), (_, total) in keyed.items() if kind == "reimbursements"]
    assert abs(sum(given)) < 1e-9


def test_what_stock_costs_stands_under_its_item() -> None:
    """A life extension is paid for the item that is renewed."""
    (row,) = obligations.by_rule(worked("S02")).iter_rows(named=True)
    assert (row["kind"], row["rule"], row["amount"]) == ("life extensions", "U", 300.0)


def test_the_finding_names_the_largest_sum() -> None:
    """The largest payment is that for orders under the contract."""
    plan = worked("T03")
    assert obligations.exhibit(plan, names_of(plan.case)).finding == (
        "4 parties pay; the largest sum is EUR 1,000 by Nation A for orders under K."
    )
    empty = tiny_plan(tiny_case())
    assert obligations.exhibit(empty, names_of(empty.case)).finding == "Nobody pays anything."


def test_an_open_order_without_contract_says_so() -> None:
    """The case need not name the contract of an order that is open already."""
    row = {"payer": "XA", "object": "o", "kind": "open order", "period": "2030-01", "amount": 1.0}
    rows = obligations.by_rule(tiny_plan(tiny_case(), payments=[row]))
    assert rows.item(0, "rule") == "an agreement that the case does not name"

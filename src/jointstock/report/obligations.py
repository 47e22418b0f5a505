"""Who pays what under which rule: each payment with the agreement that it follows from."""

import polars as pl

from jointstock.plans.plan import Plan
from jointstock.report.exhibits import Column, Exhibit, Sheet
from jointstock.report.names import Names, named
from jointstock.report.paying import in_words
from jointstock.report.words import AFTER, counted, money

_TOP = 20
_NO_CONTRACT = "an agreement that the case does not name"
_BY_ORDER = ("order", "delivery", "agent fee", "open order")


def by_rule(plan: Plan) -> pl.DataFrame:
    """Payments by payer, kind and what they follow from, the largest first.

    Returns:
        payer, kind (words), rule (key of a contract, instrument, option, surge or line; for storage,
        transfers, life extensions and certifications the item), paid (within the plan), after (due behind
        it), amount (case currency; below 0 what is received).
    """
    orders = plan.orders.select(pl.col("order").alias("object"), "contract")
    pipeline = plan.case.table("orders").select(pl.col("order").alias("object"), "contract")
    known = pl.concat([orders, pipeline]).unique("object", keep="first")
    rows = plan.payments.join(known, on="object", how="left")
    parts = pl.col("object").str.split("/")
    kind = pl.col("kind")
    rule = (
        pl.when(kind.is_in(_BY_ORDER))
        .then(pl.col("contract").fill_null(_NO_CONTRACT))
        .when(kind.is_in(["transfer", "reimbursement"]))
        .then(parts.list.first())
        .when(kind.is_in(["holding", "life extension", "certification"]))
        .then(parts.list.get(1, null_on_oob=True))
        .otherwise(pl.col("object"))
    )
    behind = pl.col("period") == AFTER
    summed = rows.group_by("payer", in_words("kind"), rule.alias("rule")).agg(
        pl.col("amount").filter(~behind).sum().alias("paid"),
        pl.col("amount").filter(behind).sum().alias("after"),
        pl.col("amount").sum(),
    )
    return summed.sort(
        pl.col("amount").abs(), "payer", "kind", "rule", descending=[True, False, False, False]
    )


def exhibit(plan: Plan, names: Names) -> Exhibit:
    """Payments with the rule they follow from.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    rows, million = by_rule(plan), f"{plan.case.settings.currency} million"
    words = {**names.items, **names.lines, **names.instruments, **names.contracts}
    shown = rows.with_columns(named("payer", names.nations), named("rule", words))
    columns = (
        Column("payer", "Payer"),
        Column("kind", "For"),
        Column("rule", "Under"),
        Column("paid", "Paid in the plan", "money", million),
        Column("after", "Due after the plan", "money", million),
    )
    return Exhibit(
        "who-pays",
        _finding(shown, plan.case.settings.currency),
        Sheet("Payments by payer, purpose and rule", columns, shown, shown=_TOP),
        reading="Under: the contract of an order or fee, the option of an expansion, the line or surge, the "
        "instrument of a reimbursement, else the item. A reimbursement below nothing is received.",
    )


def _finding(shown: pl.DataFrame, currency: str) -> str:
    paid = shown.filter(pl.col("amount") > 0)
    if not paid.height:
        return "Nobody pays anything."
    most = paid.row(0, named=True)
    payers = paid.get_column("payer").n_unique()
    return (
        f"{counted(payers, 'party pays', 'parties pay')}; the largest sum is "
        f"{money(most['amount'], currency)} by {most['payer']} for {most['kind']} under {most['rule']}."
    )

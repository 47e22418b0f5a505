"""The front page: where we are short, what to decide, by when, at what cost, how sure."""

from dataclasses import dataclass

import polars as pl

from jointstock.measure.months import month_number
from jointstock.plans.plan import Plan
from jointstock.plans.summary import change_text
from jointstock.report.building import purchases
from jointstock.report.giving import given
from jointstock.report.names import Names
from jointstock.report.order_book import by_line
from jointstock.report.provenance import sureness
from jointstock.report.shortage import counts, fill, last_month
from jointstock.report.words import counted, listed, mark, money, month, month_ending, worst

_WINDOW = 3


@dataclass(frozen=True)
class Tile:
    """One number of the front page: the number, what it counts, and its mark."""

    value: str
    words: str
    mark: str


@dataclass(frozen=True)
class Decision:
    """What has to be decided, by when and at what cost.

    Attributes:
        what: What to do.
        detail: The largest parts of it.
        by: Last month in which the plan has it begin.
        cost: Money it binds; empty where it binds none.
        mark: Dagger or double dagger of the figures it rests on.
    """

    what: str
    detail: str
    by: str
    cost: str
    mark: str


@dataclass(frozen=True)
class Front:
    """The front page.

    Attributes:
        headline: The plan in one sentence.
        cautions: What sets this plan apart from the best plan of the case as it stands.
        tiles: Its numbers.
        decisions: What to decide in the first months.
        sure: How sure all this is.
    """

    headline: str
    cautions: tuple[str, ...]
    tiles: tuple[Tile, ...]
    decisions: tuple[Decision, ...]
    sure: str


def front(plan: Plan, names: Names) -> Front:
    """The front page of a plan.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    every = [_orders(plan, names), _building(plan, names), _giving(plan, names)]
    decisions = tuple(decision for decision in every if decision is not None)
    return Front(_headline(plan), _cautions(plan), _tiles(plan), decisions, sureness(plan))


def _cautions(plan: Plan) -> tuple[str, ...]:
    """Changes of the case that the plan was made with, fairness, and a solve that did not end."""
    changes = plan.run.get("options", {}).get("changes", [])
    told = [f"A what-if: {'; '.join(change_text(change) for change in changes)}."] if changes else []
    if plan.run.get("fairness"):
        rule = plan.run["fairness"]["rule"]
        told.append(f"Made fair between nations ({rule}) before the shortfall of all is made least.")
    if plan.run["status"] != "optimal":
        told.append("The solver was stopped: the plan keeps every rule, but is not proven best.")
    return tuple(told)


def total_cost(plan: Plan) -> float:
    """What the plan decides, in case currency, nominal, the part due after it included."""
    return float(plan.costs.get_column("amount").sum())


def _headline(plan: Plan) -> str:
    whole, start, end = counts(fill(plan))
    if not whole:
        return "No nation of this case has a target."
    closed = start - end
    cost = money(total_cost(plan), plan.case.settings.currency)
    change = (
        f"the plan brings that down to {end:,} by {month(last_month(plan))}"
        if closed > 0
        else f"{end:,} are in {month(last_month(plan))}"
    )
    short = "is" if start == 1 else "are"
    return f"{start:,} of {counted(whole, 'target')} for stocks {short} short today; {change}, for {cost}."


def _tiles(plan: Plan) -> tuple[Tile, ...]:
    whole, start, end = counts(fill(plan))
    currency = plan.case.settings.currency
    short = mark(worst(plan.shortfalls.get_column("basis").to_list()))
    spent = mark(worst(plan.orders.get_column("basis").to_list()))
    lapsed = float(plan.budgets.get_column("lapsed").sum() or 0.0)
    return (
        Tile(f"{start:,}", f"of {counted(whole, 'target')} short at the start", short),
        Tile(f"{end:,}", f"still short in {month(last_month(plan))}", short),
        Tile(money(total_cost(plan), currency), "decided by the plan, in all", spent),
        Tile(money(lapsed, currency), "of budgets lapse unspent", spent),
    )


def _orders(plan: Plan, names: Names) -> Decision | None:
    rows = plan.orders.filter(_soon(plan, "period"))
    if not rows.height:
        return None
    value = float(rows.get_column("value").sum())
    heads = by_line(Plan(plan.case, plan.run, {**plan.tables, "orders": rows})).head(3)
    texts = [
        f"{money(row['value'], plan.case.settings.currency)} of {names.item(row['item'])} under "
        f"{names.contracts.get(row['contract'], row['contract'])}"
        for row in heads.iter_rows(named=True)
    ]
    contracts = counted(rows.get_column("contract").n_unique(), "contract")
    what = f"Sign {counted(rows.height, 'order')} under {contracts}"
    basis = worst(rows.get_column("basis").to_list())
    return Decision(
        what, _largest(texts), _deadline(plan), money(value, plan.case.settings.currency), mark(basis)
    )


def _building(plan: Plan, names: Names) -> Decision | None:
    rows = purchases(plan, names).filter(_soon(plan, "period"))
    if not rows.height:
        return None
    cost = money(float(rows.get_column("paid").sum()), plan.case.settings.currency)
    texts = [
        f"{item} at {label}"
        for item, label in rows.unique("option", maintain_order=True)
        .select("item", "label")
        .head(3)
        .iter_rows()
    ]
    what = f"Decide {counted(rows.get_column('option').n_unique(), 'expansion')} of production"
    return Decision(
        what, _largest(texts), _deadline(plan), cost, mark(worst(rows.get_column("basis").to_list()))
    )


def _giving(plan: Plan, names: Names) -> Decision | None:
    rows = given(
        Plan(
            plan.case,
            plan.run,
            {**plan.tables, "transfers": plan.transfers.filter(_soon(plan, "period_sent"))},
        )
    )
    if not rows.height:
        return None
    sums = (
        rows.group_by("item", "recipient")
        .agg(pl.col("quantity").sum())
        .sort("quantity", "item", descending=[True, False])
    )
    texts = [
        f"{quantity:,.0f} of {names.item(item)} to {names.nation(to)}"
        for item, to, quantity in sums.head(3).iter_rows()
    ]
    what = f"Release stock of {counted(rows.get_column('donor').n_unique(), 'donor')}"
    paid = (
        plan.payments.filter(pl.col("kind") == "transfer", _soon(plan, "period")).get_column("amount").sum()
    )
    cost = money(float(paid), plan.case.settings.currency) if paid else ""
    return Decision(
        what, _largest(texts), _deadline(plan), cost, mark(worst(rows.get_column("basis").to_list()))
    )


def _soon(plan: Plan, column: str) -> pl.Expr:
    """Rows of the first months; months written YYYY-MM sort as text."""
    end = month_ending(str(plan.run["first_month"]), _WINDOW)
    return (pl.col(column) <= end) & (pl.col(column).str.len_chars() == len(end))


def _deadline(plan: Plan) -> str:
    first, last = str(plan.run["first_month"]), last_month(plan)
    end = month_ending(first, _WINDOW)
    return month(end if month_number(end) <= month_number(last) else last)


def _largest(texts: list[str]) -> str:
    return f"The largest: {listed(texts)}." if len(texts) > 1 else f"{texts[0]}."

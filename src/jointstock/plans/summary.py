"""The summary of a plan: a page of plain sentences, every figure out of its tables."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from jointstock.facts.case import Case
from jointstock.facts.cover import covering

_DUST = 1e-6
_FLOOR = ["nation", "family"]
_BASIS_WORDS = {
    "cited": "figures stated by a source",
    "derived": "arithmetic on such figures",
    "assumed": "assumptions",
    "synthetic": "synthetic figures",
}


def summarise(case: Case, run: Mapping[str, Any], tables: Mapping[str, pl.DataFrame]) -> str:
    """The plan in plain sentences.

    Args:
        case: The case.
        run: What was done.
        tables: The tables of the plan.
    """
    return "\n".join(
        [
            f"Plan for {case.settings.name}, as known on {case.settings.as_of}.",
            _horizon(case, run),
            *_changed(run),
            *_aims(run),
            "",
            *_shortage(case, tables),
            "",
            *_orders(case, tables),
            *_building(case, tables),
            *_giving(tables),
            *_paying(case, tables),
            *_reimbursing(case, run, tables),
            *_floors(tables),
            "",
            *_resting(run),
            _proof(run),
            "",
        ]
    )


def amount(value: float, unit: str = "") -> str:
    """A number as one would say it: 12,300 or 4.2, with its unit."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 1 else 3
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text} {unit}".rstrip()


def counted(number: int, thing: str) -> str:
    """A number of things: 1 order, 2 orders."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def money(value: float, currency: str) -> str:
    """Money in millions or billions."""
    if abs(value) >= 1e9:
        return f"{currency} {value / 1e9:,.2f} billion"
    if abs(value) >= 1e6:
        return f"{currency} {value / 1e6:,.1f} million"
    return f"{currency} {value:,.0f}"


def _horizon(case: Case, run: Mapping[str, Any]) -> str:
    status = {
        "optimal": "Every level was solved to its optimum.",
        "limit": "The time limit struck; the plan is feasible, but not proven best.",
        "cancelled": "The run was cancelled; the plan is feasible, but not proven best.",
    }[run["status"]]
    months = f"{case.settings.months} months from {case.settings.first_month}"
    return f"{months}, calendar {run['calendar']}. {status}"


def _changed(run: Mapping[str, Any]) -> list[str]:
    """What the plan was made with instead of the case's own figures."""
    told = [change_text(change) for change in run["options"]["changes"]]
    return [f"A what-if: {'; '.join(told)}."] if told else []


def _aims(run: Mapping[str, Any]) -> list[str]:
    """What was asked of the plan beyond its usual levels, and what came of it."""
    lines = []
    hurry, keep, fairness = (run.get(name) for name in ("hurry", "keep", "fairness"))
    if hurry:
        named = " of ".join(part for part in (hurry["class"], hurry["nation"]) if part is not None)
        when = f"from {hurry['period']} on" if hurry["met"] else "never inside the horizon"
        lines.append(f"Targets{f' of {named}' if named else ''} are met for good as early as can be: {when}.")
    if fairness:
        area = next(level["value"] for level in run["levels"] if level["name"] == "shortfall")
        least = fairness["least_shortfall"]
        price = f", {area / least - 1:.1%} above the least" if least > 0 else ""
        lines.append(
            f"Fair between nations ({fairness['rule']} of {fairness['of']}): the weighted shortfall is "
            f"{amount(area)}{price}."
        )
    if keep:
        moved = next(level["value"] for level in run["levels"] if level["name"] == "stability")
        unit = next(level["unit"] for level in run["levels"] if level["name"] == "stability")
        lines.append(f"It departs from the plan that is kept by {money(moved, unit)}.")
    return lines


def change_text(change: Mapping[str, Any]) -> str:
    """A change in its short form, such as ``budgets.EE.2025.amount*=1.1`` or ``without obstacle:NAME``."""
    if "without" in change:
        return f"without {change['without']}"
    place = ".".join([change["table"], *(str(part) for part in change["key"]), change["column"]])
    return f"{place}{change['op']}{change['value']}"


def _shortage(case: Case, tables: Mapping[str, pl.DataFrame]) -> list[str]:
    short = tables["shortfalls"]
    wanted = short.filter(pl.col("target") > 0)
    if not len(short):
        return ["No nation has a target."]
    first, last = short.get_column("period").min(), short.get_column("period").max()
    start, end = (
        _missing_at_start(case, tables, first),
        wanted.filter(pl.col("period") == last, pl.col("shortfall") > _DUST * pl.col("target")),
    )
    pairs = wanted.select("nation", "class").unique().height
    lines = [f"At the start {start} of {pairs} targets are short, at the end of the plan {end.height}."]
    by_class = (
        short.group_by("class", "period")
        .agg(pl.col("shortfall", "target").sum())
        .sort("class", "period")
        .group_by("class")
    )
    for (name,), rows in sorted(by_class, key=lambda group: str(group[0][0])):
        if float(rows.get_column("target").max() or 0.0) > 0:  # type: ignore[arg-type]
            begin, finish = rows.row(0, named=True), rows.row(-1, named=True)
            lines.append(
                f"- {name}: short {amount(begin['shortfall'])} of {amount(begin['target'])} "
                f"after the first period, "
                f"{amount(finish['shortfall'])} of {amount(finish['target'])} at the end."
            )
    unmet = short.group_by("nation", "class").agg(pl.col("unmet").sum()).filter(pl.col("unmet") > 0)
    return lines + [
        f"- {row['nation']} cannot use {amount(row['unmet'])} of the {row['class']} it needs."
        for row in unmet.sort("nation", "class").iter_rows(named=True)
    ]


def _missing_at_start(case: Case, tables: Mapping[str, pl.DataFrame], first: object) -> int:
    """Targets of the first period that the opening stock does not cover.

    A plan in single months says nothing of opening stock that could count towards several classes;
    where it would be enough for a class alone, the end of the first month speaks for it.
    """
    key = ["nation", "class"]
    cover = pl.col("quantity") * pl.col("ratio")
    opening = tables["cover"].filter(pl.col("period") == "opening")
    told = opening.group_by(key).agg(cover.sum().alias("told"))
    stock = tables["stocks"].filter(pl.col("period") == first).rename({"opening": "quantity"})
    ways = covering(case).join(stock, on=["nation", "item"])
    alone = ways.group_by(key).agg(cover.sum().alias("alone"))
    wanted = tables["shortfalls"].filter(pl.col("period") == first, pl.col("target") > 0)
    joined = wanted.join(told, on=key, how="left").join(alone, on=key, how="left")
    enough = pl.col("target") * (1 - _DUST)
    held = pl.coalesce("told", "covered")
    return joined.filter((pl.col("alone").fill_null(0.0) < enough) | (held < enough)).height


def _orders(case: Case, tables: Mapping[str, pl.DataFrame]) -> list[str]:
    placed = tables["orders"]
    if not len(placed):
        return ["Nothing is ordered."]
    value = float(placed.get_column("value").sum())
    lines = [
        f"{counted(placed.height, 'order')} worth {money(value, case.settings.currency)} under "
        f"{counted(placed.get_column('contract').n_unique(), 'contract')} "
        f"with {counted(placed.get_column('line').n_unique(), 'line')}:"
    ]
    units = dict(case.table("items").select("item", "unit").iter_rows())
    by_item = (
        placed.group_by("item").agg(pl.col("quantity", "value").sum(), pl.col("period").min()).sort("item")
    )
    return lines + [
        f"- {row['item']}: {amount(row['quantity'], units[row['item']])} for "
        f"{money(row['value'], case.settings.currency)}, the first in {row['period']}."
        for row in by_item.iter_rows(named=True)
    ]


def _building(case: Case, tables: Mapping[str, pl.DataFrame]) -> list[str]:
    built = tables["expansions"]
    if not len(built):
        return ["No capacity is built."]
    own = built.filter(pl.col("payer").fill_null("") == "").get_column("option").n_unique()
    by_industry = [f"{counted(own, 'expansion')} built by industry at its own cost."] if own else []
    once = built.filter(pl.col("payer").fill_null("") != "").unique(["option", "period"])
    if not len(once):
        return by_industry
    cost = float(once.get_column("cost").sum())
    count = once.get_column("option").n_unique()
    bought = f"{counted(count, 'expansion')} bought, wholly or in part"
    return [f"{bought}, for {money(cost, case.settings.currency)}.", *by_industry]


def _giving(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    given = tables["transfers"]
    if not len(given):
        return ["Nothing is given from stock."]
    rows = given.group_by("recipient", "item").agg(pl.col("quantity").sum(), pl.col("donor").n_unique())
    return [
        f"- {row['recipient']} receives {amount(row['quantity'])} of {row['item']} "
        f"from the stocks of {counted(row['donor'], 'donor')}."
        for row in rows.sort("recipient", "item").iter_rows(named=True)
    ]


def _paying(case: Case, tables: Mapping[str, pl.DataFrame]) -> list[str]:
    costs = tables["costs"]
    if not len(costs):
        return ["The plan costs nothing."]
    total = float(costs.get_column("amount").sum())
    by_payer = (
        costs.group_by("payer").agg(pl.col("amount").sum()).sort("amount", "payer", descending=[True, False])
    )
    first = ", ".join(
        f"{row[0]} {money(row[1], case.settings.currency)}" for row in by_payer.head(5).iter_rows()
    )
    later = tables["kpis"].filter(pl.col("kpi") == "money_after", pl.col("nation").is_null())
    after = sum(float(value) for value in later.get_column("value"))
    behind = (
        f", of which {money(after, case.settings.currency)} fall due after its horizon"
        if after > _DUST
        else ""
    )
    return [
        f"In all the plan costs {money(total, case.settings.currency)} (nominal){behind}; "
        f"the largest payers: {first}."
    ]


def _reimbursing(case: Case, run: Mapping[str, Any], tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """What each instrument gives back; at which rate, where it is one for all."""
    currency, flat = case.settings.currency, {row["instrument"]: row for row in run.get("instruments", [])}
    sums = tables["support"].group_by("instrument").agg(pl.col("reimbursed", "claimed").sum())
    given = {name: (back, claimed) for name, back, claimed in sums.iter_rows()}
    lines = []
    for name in case.table("instruments").drop_nulls("payer").get_column("instrument"):
        back, claimed = given.get(name, (0.0, 0.0))
        line = f"- {name} reimburses {money(back, currency) if back > _DUST else 'nothing'}"
        if back <= _DUST < claimed and name not in flat:
            line += f" of {money(claimed, currency)} that could be claimed: no level of the plan gains by it"
        if name in flat:
            one = flat[name]
            line += f", {one['rate']:.1%} of {money(one['claims'], currency)} claimed"
            line += f", out of {money(one['envelope'], currency)}"
        lines.append(f"{line}.")
    return lines


def _floors(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """How far fleets fall below their operational floors."""
    floors = tables["fleet_floors"]
    worst = floors.sort("deficit", descending=True).unique(_FLOOR, keep="first", maintain_order=True)
    return [
        f"- {row['nation']} keeps its operational floor of {row['family']}."
        if row["deficit"] <= _DUST
        else f"- {row['nation']} falls below its operational floor of {row['family']}, by at most "
        f"{amount(row['deficit'])} of {amount(row['floor'])} in {row['period']}."
        for row in worst.sort(_FLOOR).iter_rows(named=True)
    ]


def _resting(run: Mapping[str, Any]) -> list[str]:
    lines = []
    for name, words in (("money", "order value"), ("shortfall", "weighted shortage")):
        shares = run["basis"][name]
        parts = [f"{shares[base]:.0%} on {_BASIS_WORDS[base]}" for base in _BASIS_WORDS if shares[base] > 0]
        if parts:
            lines.append(f"Of the {words}, {', '.join(parts)} (the worst basis of each row's own figures).")
    return lines


def _proof(run: Mapping[str, Any]) -> str:
    proven = [level for level in run["levels"] if level["gap"] is not None]
    worst = max((level["gap"] / max(1.0, abs(level["value"])) for level in proven), default=0.0)
    known = f"The largest gap of a proven level is {worst:.1e} of its value"
    open_levels = [level["name"] for level in run["levels"] if level["gap"] is None]
    rest = f"; not proven: {', '.join(open_levels)}" if open_levels else ""
    return f"{known}{rest}. 'jointstock verify' recomputes every rule."

"""V3 for options that industry builds at its own cost: the orders that stand behind them are enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from jointstock.plans.rules.capacity import bought
from jointstock.plans.rules.ground import NOTHING, Check, Claim, Ground, added, grid, total
from jointstock.plans.rules.lines import SOLD
from jointstock.plans.rules.needs import PAIR, counting, open_orders, opening, targets
from jointstock.plans.rules.obstacles import lines
from jointstock.plans.rules.parties import buyers, contract_lines
from jointstock.plans.rules.rates import mean_rates, own_currency
from jointstock.plans.rules.stocks import recipe_parts

LINE = ["line", "b"]


def assumption(ground: Ground, name: str) -> float:
    """Value of an assumption of the case, 0 where it makes none."""
    values = ground.facts("assumptions").filter(pl.col("assumption") == name)["value"].drop_nulls()
    return float(values[0]) if len(values) else 0.0


def ceilings_hoped(ground: Ground) -> pl.DataFrame:
    """Ceilings, and the share of a unit not ordered that is left to doubt: columns contract, ceiling, doubt.

    Doubt is what is neither an option that counts nor paid for untaken; the latter only where the contract
    is signed and its whole ceiling is to be taken.
    """
    rows = ground.facts("contracts").drop_nulls("ceiling")
    bound = pl.col("signed").fill_null(value=False) & (pl.col("take_or_pay") >= pl.col("ceiling"))
    unpaid = pl.when(bound).then(1 - pl.col("take_share")).otherwise(1.0)
    return rows.select(
        "contract", "ceiling", doubt=unpaid * (1 - assumption(ground, "conversion_of_options"))
    )


def placed_orders(ground: Ground) -> pl.DataFrame:
    """Orders on each line by period, those under a ceiling by the doubt they end: columns line, b, placed."""
    rows = ground.tables["orders"].join(ground.once(ceilings_hoped), on="contract", how="left")
    weight = pl.col("doubt").fill_null(1.0)
    return total(rows.with_columns(placed=pl.col("quantity") * weight), LINE, "placed")


def options_open(ground: Ground) -> pl.DataFrame:
    """Units under ceilings that each line reckons with before they are ordered: columns line, options."""
    sellers = ground.once(contract_lines).with_columns(rivals=pl.len().over("contract", "item"))
    rows = sellers.join(ground.once(ceilings_hoped), on="contract")
    each = pl.col("ceiling") / pl.col("rivals") * (1 - pl.col("doubt"))
    return total(rows.with_columns(options=each), ["line"], "options")


def targets_open(ground: Ground) -> pl.DataFrame:
    """Units that those who may order from a line lack at the end by their targets: columns line, lacking."""
    asks = ground.once(contract_lines).join(ground.once(buyers), on="contract")
    asks = asks.select("line", "item", nation="buyer").unique()
    rows = ground.once(counting)
    own = rows.filter(pl.col("nation") != "*")
    pairs = asks.select(PAIR).unique()
    for_all = rows.filter(pl.col("nation") == "*").drop("nation").join(pairs, on="item")
    others = for_all.join(own, on=["item", "class", "nation"], how="anti")
    covers = pl.concat([own, others.select(own.columns)]).filter(pl.col("counts"))
    at_end = ground.once(targets).filter(pl.col("b") == ground.periods.count - 1)
    met = asks.join(covers, on=PAIR).join(at_end, on=["nation", "class"])
    met = added(met, ground.once(opening), PAIR, "opening")
    makers = ground.facts("lines").group_by("item").agg(makers=pl.len())
    met = met.join(makers, on="item")
    lack = (pl.col("target") - pl.col("ratio") * pl.col("opening")).clip(lower_bound=0) / pl.col("ratio")
    return total(met.with_columns(lacking=lack / pl.col("makers")), ["line"], "lacking")


def firm_orders(ground: Ground) -> pl.DataFrame:
    """Orders that industry reckons with for every line of an end item: columns line, hub, b, firm."""
    made = ground.once(lines).filter(pl.col("kind").is_in(SOLD)).select("line", "hub")
    backlog = ground.once(open_orders).filter(pl.col("line") != "")
    cells = added(grid(made, ground.periods), ground.once(placed_orders), LINE, "placed")
    cells = added(cells, total(backlog, ["line"], "quantity", "backlog"), ["line"], "backlog")
    cells = added(cells, ground.once(options_open), ["line"], "options")
    cells = added(cells, ground.once(targets_open), ["line"], "lacking")
    hoped = pl.col("options") + assumption(ground, "conversion_of_targets") * pl.col("lacking")
    so_far = pl.col("placed").cum_sum().over("line")
    return cells.select("line", "hub", "b", firm=so_far + pl.col("backlog") + hoped)


def parts_in_all(ground: Ground) -> pl.DataFrame:
    """Units of every component in one unit of each line of an end item, through all tiers.

    Each line works by its first recipe by name; a component is made as the first line by name of the hub
    makes it.

    Returns:
        Columns line, component, units.
    """
    first = pl.col("recipe") == pl.col("recipe").min().over("line")
    rows = ground.once(recipe_parts).filter(first)
    needs: dict[str, list[tuple[str, float]]] = {}
    for line, component, quantity in rows.select("line", "component", "quantity").iter_rows():
        needs.setdefault(line, []).append((component, quantity))
    known = ground.once(lines).sort("line").select("line", "item", "hub", "kind")
    makers = {(hub, item): line for line, item, hub, _ in known.reverse().iter_rows()}
    found = [
        (line, component, units)
        for line, _, hub, kind in known.iter_rows()
        if kind in SOLD
        for component, units in _exploded(line, hub, needs, makers).items()
    ]
    schema = {"line": pl.String, "component": pl.String, "units": pl.Float64}
    return pl.DataFrame(found, schema=schema, orient="row")


def _exploded(
    line: str,
    hub: str,
    needs: Mapping[str, list[tuple[str, float]]],
    makers: Mapping[tuple[str, str], str],
) -> dict[str, float]:
    """Units of every component in one unit of a line; recipes have no cycles."""
    sums: dict[str, float] = {}
    queue = list(needs.get(line, []))
    while queue:
        component, units = queue.pop()
        sums[component] = sums.get(component, 0.0) + units
        maker = makers.get((hub, component))
        queue += [(part, units * quantity) for part, quantity in needs.get(maker or "", [])]
    return sums


def firm_parts(ground: Ground) -> pl.DataFrame:
    """Orders that industry reckons with for every line of a component: columns line, b, firm."""
    made = ground.once(lines).filter(~pl.col("kind").is_in(SOLD))
    made = made.select("line", "hub", component="item").with_columns(makers=pl.len().over("hub", "component"))
    met = ground.once(firm_orders).join(ground.once(parts_in_all), on="line").drop("line")
    met = met.join(made, on=["hub", "component"])
    return total(met.with_columns(firm=pl.col("firm") * pl.col("units") / pl.col("makers")), LINE, "firm")


def check_industry(ground: Ground) -> Iterator[Check]:
    """V3: industry builds no more than firm orders carry, and nobody else pays; V9: what it costs."""
    options = ground.facts("expansions").join(ground.facts("expansion_payers"), on="option", how="anti")
    options = options.with_columns(rate=own_currency(ground))
    taken = ground.tables["expansions"].join(options.select("option"), on="option", how="semi")
    text = "{payer} pays {paid} for the option {option} in {period}; industry builds it at its own cost."
    paid = (pl.col("payer") != "") | (pl.col("paid").abs() > NOTHING)
    yield ground.refuse(Claim("V3", ("option",), text), taken, paid, pl.col("paid"))
    rows = taken.join(options.select("option", "break_even", "rate", each="cost"), on="option")
    text = "The option {option} is bought in {period}, but has neither payers nor a break-even."
    yield ground.refuse(Claim("V3", ("option",), text), rows, pl.col("break_even").is_null())
    costs = rows.join(ground.once(mean_rates), on=["rate", "b"], how="left").drop_nulls("each")
    text = "{amount} of the option {option} in {period} costs industry {lhs} by the plan; it is {rhs}."
    meant = pl.col("each") * pl.col("value") * pl.col("amount")
    yield ground.examine(Claim("V9", ("option",), text, money=True), costs, pl.col("cost"), meant)
    yield from _carried(ground, taken, options)


def _carried(ground: Ground, taken: pl.DataFrame, options: pl.DataFrame) -> Iterator[Check]:
    """What industry has built by a period needs the orders that it reckons with then."""
    wanted = options.filter(pl.col("break_even").is_not_null()).select(
        "option", "line", least=pl.col("hurdle").fill_null(1.0) * pl.col("break_even")
    )
    wanted = wanted.join(taken.select("option").unique(), on="option", how="semi")
    if wanted.is_empty():
        yield Check("V3", 0)
        return
    cells = added(grid(wanted, ground.periods), ground.once(bought), ["option", "b"], "amount")
    held = pl.concat([ground.once(firm_orders).select(*LINE, "firm"), ground.once(firm_parts)])
    cells = added(cells, held, LINE, "firm").sort("option", "b")
    needed = pl.col("least") * pl.col("amount").cum_sum().over("option")
    text = "By {period}, industry reckons with orders of {lhs} for line {line}; {option} needs {rhs}."
    yield ground.examine(Claim("V3", ("option",), text, ">="), cells, pl.col("firm"), needed)

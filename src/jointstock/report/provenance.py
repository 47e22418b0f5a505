"""What the plan rests on: sources, bases, proofs and versions."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from jointstock.plans.plan import Plan
from jointstock.report.exhibits import Column, Exhibit, Sheet
from jointstock.report.words import amount, counted, listed, share

_BASIS_WORDS = {
    "cited": "stated by a source",
    "derived": "arithmetic on stated figures",
    "assumed": "assumed †",
    "synthetic": "synthetic ‡",
}


def sources(plan: Plan) -> Exhibit:
    """The sources of the rows of the case that the plan uses.

    Args:
        plan: The plan.
    """
    rows = cited(plan)
    columns = (
        Column("publisher", "Publisher"),
        Column("title", "Title"),
        Column("published_on", "Published", "month"),
        Column("rows", "Rows", "number"),
        Column("tables", "Used for"),
        Column("url", "Address", "link"),
    )
    finding = (
        f"The rows that the plan uses cite {counted(rows.height, 'source')}."
        if rows.height
        else "The rows that the plan uses cite no source."
    )
    return Exhibit(
        "sources",
        finding,
        Sheet("Sources", columns, rows, shown=15),
        reading="Only sources of rows that the plan uses; the most used first.",
    )


def cited(plan: Plan) -> pl.DataFrame:
    """Pages that the rows used come from, the most used first.

    Returns:
        publisher, title, published_on, url, rows (how many cite it), tables (in words), source (keys).
    """
    frames = [
        frame.select(
            pl.lit(name.replace("_", " ")).alias("table"), pl.col("source").str.split(";").alias("source")
        )
        for name, frame in rows_used(plan).items()
    ]
    each = pl.concat(frames).explode("source").with_columns(pl.col("source").str.strip_chars()).drop_nulls()
    known = plan.case.table("sources").select("source", "publisher", "title", "published_on", "url")
    page = ("publisher", "title", "published_on", "url")
    pages = known.join(each, on="source").group_by(page, maintain_order=True)
    merged = pages.agg(
        pl.len().cast(pl.Int64).alias("rows"),
        pl.col("table").unique().sort().str.join(", ").alias("tables"),
        pl.col("source").unique().sort().str.join(";"),
    )
    return merged.sort("rows", "source", descending=[True, False])


def rows_used(plan: Plan) -> Mapping[str, pl.DataFrame]:
    """Rows of the case that the plan uses, by table."""
    case, placed = plan.case, plan.orders
    lines = plan.production.filter(pl.col("starts") > 0).get_column("line").unique().to_list()
    kept = case.table("lines").filter(pl.col("line").is_in(lines))
    filters = {
        "targets": pl.col("nation").is_in(_values(plan.shortfalls, "nation"))
        & pl.col("class").is_in(_values(plan.shortfalls, "class")),
        "holdings": pl.col("nation").is_in(_values(plan.stocks, "nation"))
        & pl.col("item").is_in(_values(plan.stocks, "item")),
        "usage": pl.col("nation").is_in(_values(plan.use, "nation")),
        "lines": pl.col("line").is_in(lines),
        "line_leads": pl.col("line").is_in(lines),
        "sites": pl.col("site").is_in(_values(kept, "site")),
        "recipes": pl.col("item").is_in(_values(kept, "item")),
        "component_stocks": pl.col("item").is_in(_values(plan.components, "component")),
        "expansions": pl.col("option").is_in(_values(plan.expansions, "option")),
        "contracts": pl.col("contract").is_in(_values(placed, "contract")),
        "contract_prices": pl.col("contract").is_in(_values(placed, "contract"))
        & pl.col("item").is_in(_values(placed, "item")),
        "contract_parties": pl.col("contract").is_in(_values(placed, "contract")),
        "contract_payments": pl.col("contract").is_in(_values(placed, "contract")),
        "budgets": pl.col("payer").is_in(_values(plan.payments, "payer")),
        "orders": pl.lit(value=True),
        "obstacles": pl.lit(value=True),
        "pledges": pl.col("status") == "contracted",
        "rates": pl.lit(value=True),
        "assumptions": pl.lit(value=True),
        **_own_rows(plan),
    }
    return {name: case.table(name).filter(fits) for name, fits in filters.items()}


def _own_rows(plan: Plan) -> dict[str, pl.Expr]:
    """Which rows are used of the tables of instruments, running lines, ageing stock and fleets."""
    schemes = pl.col("instrument").is_in(_values(plan.support, "instrument"))
    certified = pl.concat_str("nation", "item", "class", separator="/").is_in(
        plan.payments.filter(pl.col("kind") == "certification").get_column("object").to_list()
    )
    nations = pl.col("nation").is_in(_values(plan.fleets, "nation"))
    platforms = nations & pl.col("platform").is_in(_values(plan.fleets, "platform"))
    return {
        "instruments": schemes,
        "instrument_parties": schemes,
        "instrument_limits": schemes,
        "instrument_values": schemes,
        "line_modes": pl.col("line").is_in(_values(plan.line_states, "line")),
        "surges": pl.col("surge").is_in(_values(plan.surges, "surge")),
        "life_extensions": pl.col("item").is_in(_values(plan.lots, "item")),
        "compatibility": certified,
        "fleets": platforms,
        "retirements": platforms,
        "fleet_floors": nations,
        "fleet_needs": pl.col("platform").is_in(_values(plan.fleets, "platform")),
    }


def resting(plan: Plan) -> Exhibit:
    """Share of money and of shortage on each basis.

    Args:
        plan: The plan.
    """
    rows = pl.DataFrame(
        {
            "words": list(_BASIS_WORDS.values()),
            "money": [plan.run["basis"]["money"][basis] for basis in _BASIS_WORDS],
            "shortfall": [plan.run["basis"]["shortfall"][basis] for basis in _BASIS_WORDS],
        }
    )
    columns = (
        Column("words", "Basis"),
        Column("money", "Of the order value", "share"),
        Column("shortfall", "Of the weighted shortage", "share"),
    )
    return Exhibit(
        "basis",
        sureness(plan),
        Sheet("Share resting on each basis", columns, rows),
        reading="A row counts with the worst basis of the figures it rests on: one assumed figure is enough.",
    )


def sureness(plan: Plan) -> str:
    """How much rests on assumed and synthetic figures, in one sentence."""
    parts = []
    for name, words in (("money", "order value"), ("shortfall", "shortage")):
        shares = plan.run["basis"][name]
        soft = [
            f"{share(shares[basis])} on {basis} figures"
            for basis in ("assumed", "synthetic")
            if shares[basis] > 0
        ]
        parts.append(
            f"of the {words}, {listed(soft)}"
            if soft
            else f"none of the {words} on assumed or synthetic figures"
        )
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def levels(plan: Plan) -> Exhibit:
    """What was minimised, in order, with the gap to the proven bound.

    Args:
        plan: The plan.
    """
    rows = [_level(level) for level in plan.run["levels"]]
    schema = dict.fromkeys(("name", "value", "unit", "bound", "gap"), pl.String)
    columns = (
        Column("name", "Level"),
        Column("value", "Value"),
        Column("unit", "Unit"),
        Column("bound", "Proven bound"),
        Column("gap", "Gap"),
    )
    proven = all(level["gap"] is not None for level in plan.run["levels"])
    finding = {
        "optimal": "Every level was solved to its optimum.",
        "limit": "The time limit struck: the plan is feasible, its gaps stand below.",
        "cancelled": "The run was cancelled: the plan is feasible, its gaps stand below.",
    }.get(str(plan.run["status"]), f"The run ended with status {plan.run['status']}.")
    return Exhibit(
        "levels",
        finding,
        Sheet("What is minimised, one after the other", columns, pl.DataFrame(rows, schema, orient="row")),
        reading="A later level may not worsen an earlier one. "
        + (
            "No plan can be better than the bound."
            if proven
            else "Where no bound was proven, there is no gap."
        ),
    )


def versions(plan: Plan) -> Exhibit:
    """Digests, options and versions: what is needed to make the plan again.

    Args:
        plan: The plan.
    """
    run = plan.run
    facts = {
        "Case": str(run["case"]),
        "Digest of the case": str(run["digest"]),
        "Digest of the plan": str(run.get("plan_digest", "")),
        "Calendar": str(run["calendar"]),
        "Options": _settings(run.get("options", {})),
        "Versions": _settings(run.get("versions", {})),
        "Size": _size(run.get("size", {})),
    }
    rows = pl.DataFrame({"what": list(facts), "value": list(facts.values())})
    columns = (Column("what", "What"), Column("value", "Value"))
    return Exhibit(
        "versions",
        "The same case, options and versions give the same plan, to the byte."
        if run["status"] == "optimal"
        else "The solver was stopped, so another run may give another plan.",
        Sheet("How to make this plan again", columns, rows),
    )


def _level(level: Mapping[str, Any]) -> tuple[str, str, str, str, str]:
    bound = "none" if level["bound"] is None else amount(level["bound"])
    gap = "not known" if level["gap"] is None else _small(level["gap"] / max(1.0, abs(level["value"])))
    return str(level["name"]), amount(level["value"]), str(level["unit"]), bound, gap


def _small(value: float) -> str:
    return f"{value:.0e}" if value else "0"


def _settings(values: Mapping[str, Any]) -> str:
    return (
        ", ".join(f"{name} {value}" for name, value in values.items() if value not in (None, [], ""))
        or "none"
    )


def _size(size: Mapping[str, Any]) -> str:
    return ", ".join(f"{size[name]:,} {name}" for name in ("columns", "rows", "nonzeros") if name in size)


def _values(frame: pl.DataFrame, column: str) -> list[str]:
    return frame.get_column(column).unique().drop_nulls().to_list()

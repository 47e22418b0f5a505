"""Generated cases made wider: features that the worked cases do not touch, drawn by seed.

`case(seed)` is a case of `tests.generated` with some of: hubs, call-offs that cost something, lines with own
stock and own account, floors in days, targets that fall to nothing, operational use of classes and items,
budgets in dollars, items that cover two classes, a short horizon, another end, and tables without any row.
"""

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from tests import generated
from tests.generated import month

Rows = list[dict[str, Any]]


class Drawn:
    """A generated case whose tables are rewritten by draws from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed + 10_000)
        self.case = generated.case(seed)

    def chance(self, share: float) -> bool:
        """True in about this share of draws."""
        return bool(self.random.random() < share)

    def figure(self, low: int, high: int) -> float:
        """A whole figure from low up to, not including, high."""
        return float(self.random.integers(low, high))

    def rewrite(self, table: str, change: Callable[[Rows], Rows]) -> None:
        """Put other rows in a table's place."""
        frame = self.case.table(table)
        rows = change(frame.to_dicts())
        self.case = self.case.replace(**{table: pl.DataFrame(rows, schema=frame.schema)})


def case(seed: int) -> Case:
    """Draw a case; the same seed gives the same case."""
    drawn = Drawn(seed)
    features = (hubs, call_offs, own_account, floors_in_days, targets, use, currencies, cover, horizon, gaps)
    for share, feature in zip((0.5, 0.5, 0.4, 0.4, 0.4, 0.6, 0.4, 0.3, 0.6, 1.0), features, strict=True):
        if drawn.chance(share):
            feature(drawn)
    return drawn.case


def hubs(drawn: Drawn) -> None:
    """The second works stands in a hub of its own, with its own stock of parts."""
    drawn.rewrite("sites", lambda rows: [rows[0], rows[1] | {"hub": "north"}])
    drawn.rewrite("component_stocks", lambda rows: rows + [row | {"hub": "north"} for row in rows])


def call_offs(drawn: Drawn) -> None:
    """Some contracts cost something for each call-off."""
    costs = [drawn.figure(10, 400) if drawn.chance(0.6) else None for _ in range(2)]
    drawn.rewrite(
        "contracts",
        lambda rows: [row | {"fixed_cost": cost} for row, cost in zip(rows, costs, strict=True)],
    )


def own_account(drawn: Drawn) -> None:
    """Lines of end items hold stock, and most may make it before anybody orders."""

    def change(row: dict[str, Any]) -> dict[str, Any]:
        own = {"own_account": drawn.chance(0.7), "own_stock": drawn.figure(0, 8)}
        return row if row["item"] == "Q" else row | own

    drawn.rewrite("lines", lambda rows: [change(row) for row in rows])


def floors_in_days(drawn: Drawn) -> None:
    """Floors follow planned use."""
    drawn.rewrite(
        "floors", lambda rows: [row | {"quantity": None, "days": drawn.figure(10, 90)} for row in rows]
    )


def targets(drawn: Drawn) -> None:
    """Some targets change late: they end, fall or rise far."""

    def change(rows: Rows) -> Rows:
        for nation, needed in sorted({(row["nation"], row["class"]) for row in rows}):
            if drawn.chance(0.5):
                wanted = (0.0, 20.0, 300.0)[int(drawn.figure(0, 3))]
                later = {"from": month(int(drawn.figure(5, 8))), "quantity": wanted}
                rows.append(rows[0] | {"nation": nation, "class": needed} | later)
        return rows

    drawn.rewrite("targets", change)


def use(drawn: Drawn) -> None:
    """Allies use a class at rates that are no round numbers, and an item besides."""

    def change(rows: Rows) -> Rows:
        for nation in ("AA", "BB"):
            by_class = rows[0] | {"nation": nation, "class": "G1", "item": "", "kind": "operational"}
            for start, rate in ((0, 0.7), (3, 0.1), (6, 0.0)):
                if drawn.chance(0.6):
                    rows.append(by_class | {"month": month(start), "rate": rate})
            if drawn.chance(0.4):
                rows.append(by_class | {"class": "", "item": "U2", "month": month(2), "rate": 3.0})
        return rows

    drawn.rewrite("usage", change)


def currencies(drawn: Drawn) -> None:
    """Some budgets are in dollars."""
    drawn.rewrite(
        "budgets", lambda rows: [row | {"currency": "USD" if drawn.chance(0.5) else None} for row in rows]
    )


def cover(drawn: Drawn) -> None:
    """Both items cover both classes."""

    def change(rows: Rows) -> Rows:
        known = {(row["item"], row["class"], row["nation"]) for row in rows}
        more = [("U2", "G1", "common", 2.5), ("U1", "G2", "interchangeable", 0.4)]
        return rows + [
            rows[0] | {"item": item, "class": needed, "nation": "*", "state": state, "ratio": ratio}
            for item, needed, state, ratio in more
            if (item, needed, "*") not in known
        ]

    drawn.rewrite("compatibility", change)


def horizon(drawn: Drawn) -> None:
    """Another horizon and end, a deflator and a rate of discount."""
    months = [1, 2, 5, 7, 9][int(drawn.figure(0, 5))]
    settings = dataclasses.replace(drawn.case.settings, months=months, discount_rate=0.05, deflator="steel")
    if drawn.chance(0.5):
        settings = dataclasses.replace(settings, end="none")
    drawn.case = drawn.case.replace(settings=settings)


def gaps(drawn: Drawn) -> None:
    """Tables without any row."""
    for table in ("lanes", "floors", "usage", "obstacles", "orders", "pledges", "holdings"):
        if drawn.chance(0.08):
            drawn.rewrite(table, lambda _: [])

"""Small valid cases drawn from a seed: two or three nations, two end items, a component, lanes, options.

Every rule of a plan is met by some of them, and figures are chosen so that money, obstacles and capacity
often bind. `CALENDARS` gives the calendars that a test may plan them on.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from jointstock.facts.case import Case, Settings

CALENDARS = {
    "9x1": [1] * 9,
    "3x1,2x3": [1] * 3 + [3] * 2,
    "3x3": [3] * 3,
    "5x1,1x4": [1] * 5 + [4],
    "4x2,1x1": [2] * 5,
}
FIRST = 2025 * 12 + 6
COMMON = {"basis": "synthetic", "known_on": "2025-06-01", "source": "made"}


def month(number: int) -> str:
    """Month of the horizon as text; it begins in July 2025."""
    return f"{(FIRST + number) // 12}-{(FIRST + number) % 12 + 1:02d}"


class Draw:
    """Draws from one seed, and the tables drawn so far."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.tables: dict[str, list[dict[str, Any]]] = {}

    def chance(self, share: float) -> bool:
        """True in about this share of draws."""
        return bool(self.random.random() < share)

    def pick(self, *values: Any) -> Any:
        """One of the values."""
        return values[int(self.random.integers(len(values)))]

    def figure(self, low: int, high: int) -> float:
        """A whole figure from low to high."""
        return float(self.random.integers(low, high + 1))

    def put(self, table: str, **cells: Any) -> None:
        """Adds a row to a table."""
        self.tables.setdefault(table, []).append(cells if table == "sources" else cells | COMMON)


def case(seed: int) -> Case:
    """Draws a case.

    Args:
        seed: The same seed gives the same case.
    """
    draw = Draw(seed)
    draw.put("sources", source="made", title="A generated case", kind="own work")
    three = draw.chance(0.6)
    put_parties(draw, three=three)
    put_stock(draw, three=three)
    put_wants(draw, three=three)
    put_industry(draw)
    put_expansions(draw)
    put_contracts(draw, three=three)
    put_money(draw)
    put_open_orders(draw)
    put_gifts(draw, three=three)
    put_obstacles(draw, three=three)
    settings = Settings(
        name=f"generated-{seed}",
        as_of="2025-06-30",
        first_month=month(0),
        months=9,
        currency="EUR",
        price_year=2025,
    )
    empty = Case(settings, {})
    return empty.replace(
        **{name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in draw.tables.items()}
    )


def put_parties(draw: Draw, *, three: bool) -> None:
    """Nations, items, classes and what covers what."""
    for nation in ("AA", "BB"):
        draw.put(
            "nations",
            nation=nation,
            name=f"Nation {nation}",
            role="ally",
            fiscal_year_start=draw.pick(1, 1, 4, 10),
            weight=draw.pick(None, None, 2.0),
        )
        draw.put("nation_groups", nation=nation, group="club")
    if three:
        draw.put("nations", nation="CC", name="Nation CC", role="recipient", fiscal_year_start=1, weight=3.0)
    for item, kind in (("U1", "end"), ("U2", "end"), ("Q", "component"), ("Z", "material")):
        cost = draw.pick(None, 0.01) if kind == "end" else None
        draw.put("items", item=item, name=item, kind=kind, unit="piece", holding_cost=cost)
    draw.put("classes", **{"class": "G1"}, name="G1", unit="piece", scale=10.0, weight=None)
    draw.put("classes", **{"class": "G2"}, name="G2", unit="piece", scale=5.0, weight=draw.pick(None, 2.0))
    for item, needed in (("U1", "G1"), ("U2", "G2")):
        draw.put("compatibility", item=item, **{"class": needed}, nation="*", state="common", ratio=None)
    if draw.chance(0.5):
        draw.put(
            "compatibility", item="U2", **{"class": "G1"}, nation="*", state="interchangeable", ratio=1.5
        )
        if draw.chance(0.5):
            draw.put(
                "compatibility", item="U2", **{"class": "G1"}, nation="BB", state="data_needed", ratio=None
            )


def put_stock(draw: Draw, *, three: bool) -> None:
    """Holdings in lots, floors and components."""
    for nation in ("AA", "BB"):
        for item in ("U1", "U2"):
            held = draw.figure(20, 60)
            free = draw.pick(held, held / 2, None)
            draw.put("holdings", nation=nation, item=item, lot="old", quantity=held, releasable=free)
            if draw.chance(0.3):
                draw.put("holdings", nation=nation, item=item, lot="new", quantity=5.0, releasable=5.0)
            if draw.chance(0.6):
                days = draw.chance(0.3)
                draw.put(
                    "floors",
                    nation=nation,
                    item=item,
                    quantity=None if days else draw.figure(10, 50),
                    days=60.0 if days else None,
                    waiver=draw.pick(None, "no", "yes"),
                )
    if three:
        draw.put("holdings", nation="CC", item="U1", lot="old", quantity=draw.figure(0, 20), releasable=None)
    draw.put("component_stocks", item="Q", hub="all", quantity=draw.figure(0, 30))
    draw.put("component_stocks", item="Z", hub="all", quantity=draw.figure(50, 200))


def put_wants(draw: Draw, *, three: bool) -> None:
    """Targets, some of which rise, and use."""
    draw.put("target_versions", version="one", decided_on="2025-05-01")
    nations = ("AA", "BB", "CC") if three else ("AA", "BB")
    for nation in nations:
        for needed in ("G1", "G2"):
            wanted = draw.figure(50, 150)
            target = {"version": "one", "nation": nation, "class": needed}
            draw.put("targets", **target, **{"from": month(0)}, quantity=wanted)
            if draw.chance(0.4):
                draw.put("targets", **target, **{"from": month(4)}, quantity=wanted * draw.pick(0.5, 1.5))
    peacetime = {"nation": "AA", "class": None, "item": "U1", "kind": "peacetime"}
    draw.put("usage", **peacetime, month=month(0), rate=draw.figure(0, 3))
    draw.put("usage", **peacetime, month=month(5), rate=draw.figure(0, 3))
    if draw.chance(0.5):
        draw.put(
            "usage", **{"class": "G2"}, nation="BB", item=None, kind="peacetime", month=month(1), rate=2.0
        )
    if three:
        in_use = {"class": draw.pick("G1", None), "nation": "CC", "kind": "operational", "month": month(0)}
        draw.put("usage", **in_use, item=None if in_use["class"] else "U1", rate=draw.figure(2, 8))


def put_industry(draw: Draw) -> None:
    """Sites, lines, leads and recipes."""
    draw.put("sites", site="W1", firm="Works one", nation="AA", hub=None)
    draw.put("sites", site="W2", firm="Works two", nation="BB", hub=None)
    for line, site, item, low, high in (
        ("L1", "W1", "U1", 5, 15),
        ("L2", "W2", "U1", 3, 10),
        ("L3", "W2", "U2", 3, 10),
        ("LQ", "W1", "Q", 10, 25),
    ):
        own = item != "Q" and draw.chance(0.25)
        ramp = draw.chance(0.3)
        capacity = draw.figure(low, high)
        draw.put(
            "lines",
            line=line,
            site=site,
            item=item,
            capacity=capacity,
            **{"yield": draw.pick(1.0, 1.0, 0.9)},
            rate_now=capacity / 2 if ramp else None,
            ramp_growth=draw.pick(0.05, None) if ramp else None,
            ramp_step=1.0 if ramp else None,
            own_account="yes" if own else draw.pick(None, "no"),
            own_stock=draw.figure(0, 10) if own else None,
        )
        lead = draw.pick(0, 1, 1, 2)
        if draw.chance(0.3):
            draw.put("line_leads", line=line, months=lead, share=0.75)
            draw.put("line_leads", line=line, months=lead + 1, share=0.25)
        else:
            draw.put("line_leads", line=line, months=lead, share=1.0)
    put_recipes(draw)


def put_recipes(draw: Draw) -> None:
    """Parts of every item; some have two recipes or one of a single line."""
    recipe = {"item": "U1", "line": "*", "component": "Q"}
    draw.put("recipes", **recipe, recipe="usual", quantity=1.0)
    if draw.chance(0.3):
        draw.put("recipes", **recipe, recipe="lean", quantity=0.8)
        draw.put("recipes", item="U1", line="*", recipe="lean", component="Z", quantity=3.0)
    if draw.chance(0.3):
        draw.put("recipes", item="U1", line="L2", recipe="own", component="Q", quantity=1.2)
    draw.put("recipes", item="U2", line="*", recipe="usual", component="Q", quantity=2.0)
    if draw.chance(0.5):
        draw.put("recipes", item="Q", line="LQ", recipe="usual", component="Z", quantity=1.0)


def put_expansions(draw: Draw) -> None:
    """One or two options."""
    draw.put("ramps", ramp="two", month=0, share=0.5)
    draw.put("ramps", ramp="two", month=1, share=1.0)
    for option, line in (("X1", "LQ"), ("X2", "L1")):
        if option == "X2" and draw.chance(0.5):
            continue
        draw.put(
            "expansions",
            option=option,
            line=line,
            capacity=draw.figure(5, 15),
            cost=draw.figure(500, 3000),
            currency=draw.pick(None, "USD"),
            build_months=draw.pick(0, 1, 3),
            ramp="two",
            earliest=draw.pick(None, month(1)),
        )
        for payer in draw.pick(("*",), ("AA",), ("AA", "BB")):
            draw.put("expansion_payers", option=option, payer=payer)


def put_contracts(draw: Draw, *, three: bool) -> None:
    """A contract for each end item."""
    for contract, item, price in (("K1", "U1", 100.0), ("K2", "U2", 250.0)):
        dollars = draw.chance(0.4)
        draw.put(
            "contracts",
            contract=contract,
            kind="framework",
            admin_months=draw.pick(0, 0, 1, 2),
            queue=draw.pick("yes", "no", None),
            valid_from=draw.pick(None, None, month(1)),
            valid_to=draw.pick(None, None, month(6)),
            ceiling=draw.pick(None, None, draw.figure(30, 80)),
            ceiling_value=draw.pick(None, None, draw.figure(30, 80) * price),
            currency="USD" if dollars else None,
            price_year=2025,
            index=draw.pick(None, "steel"),
        )
        draw.put(
            "contract_prices", contract=contract, item=item, from_quantity=0.0, type="single", price=price
        )
        for party in draw.pick(("*",), ("AA", "BB"), ("group:club",)):
            draw.put("contract_parties", contract=contract, role="buyer", party=party)
        for party in draw.pick(("*",), ("L1", "L2") if item == "U1" else ("L3",)):
            draw.put("contract_parties", contract=contract, role="line", party=party)
        if three:
            for party in ("buyer", "CC"):
                draw.put("contract_parties", contract=contract, role="recipient", party=party)
        if draw.chance(0.2):
            for party in ("buyer", "AA"):
                draw.put("contract_parties", contract=contract, role="payer", party=party)
        payments = draw.pick(
            (("order", 0, 1.0),), (("order", 0, 0.3), ("delivery", 1, 0.7)), (("delivery", 0, 1.0),)
        )
        for event, months_after, share in payments:
            draw.put(
                "contract_payments", contract=contract, event=event, months_after=months_after, share=share
            )


def put_money(draw: Draw) -> None:
    """Budgets of both allies and rates."""
    for payer in ("AA", "BB"):
        amount = draw.figure(4000, 15000)
        for year in (2024, 2025, 2026):
            draw.put(
                "budgets",
                payer=payer,
                year=year,
                amount=amount * draw.pick(0.5, 1.0),
                currency=None,
                carry_over=draw.pick(0.0, 0.2, 1.0),
            )
    for rate, number, value in (
        ("USD", -6, 0.9),
        ("USD", 5, 0.95),
        ("steel", -6, 100.0),
        ("steel", 1, 102.0),
        ("steel", 6, 105.0),
    ):
        draw.put("rates", rate=rate, month=month(number), value=value)


def put_open_orders(draw: Draw) -> None:
    """A backlog at a line, and an arrival from outside."""
    if draw.chance(0.5):
        draw.put(
            "orders",
            order="backlog",
            buyer="AA",
            recipient=draw.pick(None, "BB"),
            line="L1",
            item="U1",
            quantity=draw.figure(5, 30),
            price=90.0,
            paid_share=0.5,
            due=month(draw.pick(-2, 2, 4)),
        )
    if draw.chance(0.4):
        draw.put(
            "orders",
            order="import",
            buyer="BB",
            recipient=None,
            line=None,
            item="U2",
            quantity=draw.figure(5, 15),
            price=200.0,
            paid_share=1.0,
            due=month(draw.pick(-1, 3, 12)),
        )


def put_gifts(draw: Draw, *, three: bool) -> None:
    """Lanes, some overlapping, and pledges."""
    draw.put("lanes", item="*", **{"from": "*", "to": "*"}, months=draw.pick(0, 1), cost=draw.figure(0, 5))
    if draw.chance(0.4):
        draw.put("lanes", item="U1", **{"from": "AA", "to": "*"}, months=2, cost=1.0)
    if draw.chance(0.3):
        draw.put("lanes", item="*", **{"from": "AA", "to": "BB"}, months=0, cost=2.0)
    if three and draw.chance(0.5):
        for pledge, status in (("P1", "contracted"), ("P2", draw.pick("contracted", "expected"))):
            draw.put(
                "pledges",
                pledge=pledge,
                donor="AA",
                recipient="CC",
                item="U1",
                quantity=draw.figure(2, 12),
                due=month(draw.pick(-1, 1, 3)),
                status=status,
            )


def put_obstacles(draw: Draw, *, three: bool) -> None:
    """Licences, closed lanes, outages and delays."""
    free = dict.fromkeys(("item", "line", "contract", "from", "to"), "*")
    until = {"effect": "forbids", "months": None, "until": month(draw.pick(1, 3, 5))}
    licence = {"kind": "licence", "touches": "orders"}
    draw.put("obstacles", obstacle="licence", **licence, **(free | {"from": "BB", "to": "AA"}), **until)
    if draw.chance(0.5):
        outage = {"kind": "outage", "touches": "production"}
        draw.put(
            "obstacles", obstacle="outage", **outage, **(free | {"line": draw.pick("L1", "LQ")}), **until
        )
    if draw.chance(0.4):
        consent = {"kind": "consent", "touches": "transfers"}
        donor = free | {"from": "BB", "to": "CC" if three else "AA"}
        draw.put("obstacles", obstacle="consent", **consent, **donor, **until)
    late = {"effect": "delays", "months": 1, "until": None}
    if draw.chance(0.3):
        draw.put("obstacles", obstacle="papers", **licence, **(free | {"contract": "K2"}), **late)
    if draw.chance(0.3):
        transport = {"kind": "transport", "touches": "transfers"}
        draw.put("obstacles", obstacle="road", **transport, **(free | {"item": "U1"}), **late)
    if draw.chance(0.2):
        slow = {"kind": "workshare", "touches": "production"}
        draw.put("obstacles", obstacle="slow", **slow, **(free | {"from": "BB", "item": "U2"}), **late)

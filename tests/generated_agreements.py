"""Small valid cases drawn from a seed that mix the terms of agreements, running, keeping, fleets and funds.

They stand on the nations, items, lines and contracts of `tests.generated`, over six months, and add some of
the terms that need yes-no decisions or a life of their own. `CALENDARS` gives the calendars for them.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from jointstock.facts.case import Case, Settings
from tests import generated
from tests.generated import Draw, month

CALENDARS = {"6x1": [1] * 6, "2x1,2x2": [1, 1, 2, 2], "3x2": [2] * 3, "1x2,1x1,1x3": [2, 1, 3]}
YEARS = (2024, 2025, 2026)


def case(seed: int) -> Case:
    """Draws a case.

    Args:
        seed: The same seed gives the same case.
    """
    draw = Draw(10_000 + seed)
    draw.put("sources", source="made", title="A generated case", kind="own work")
    three = draw.chance(0.4)
    generated.put_parties(draw, three=three)
    generated.put_stock(draw, three=three)
    generated.put_wants(draw, three=three)
    generated.put_industry(draw)
    generated.put_expansions(draw)
    generated.put_contracts(draw, three=three)
    generated.put_money(draw)
    generated.put_open_orders(draw)
    generated.put_gifts(draw, three=three)
    generated.put_obstacles(draw, three=three)
    for put in (put_prices, put_terms, put_running, put_growth, put_keeping, put_fleets, put_funds):
        if draw.chance(0.5):
            put(draw)
    settings = Settings(
        name=f"agreements-{seed}",
        as_of="2025-06-30",
        first_month=month(0),
        months=6,
        currency="EUR",
        price_year=2025,
    )
    tables = {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in draw.tables.items()}
    return Case(settings, {}).replace(**tables)


def change(draw: Draw, table: str, key: dict[str, Any], **cells: Any) -> None:
    """Changes the rows of a table that have the given key."""
    for row in draw.tables[table]:
        if all(row[column] == value for column, value in key.items()):
            row.update(cells)


def put_prices(draw: Draw) -> None:
    """Prices by quantity in place of single ones."""
    kept = [row for row in draw.tables["contract_prices"] if row["contract"] == "K2"]
    draw.tables["contract_prices"] = kept
    key = {"contract": "K1", "item": "U1"}
    kind = draw.pick("convex", "incremental", "all_units", "crawford", "wright")
    if kind in ("crawford", "wright"):
        change(draw, "contracts", {"contract": "K1"}, ceiling=draw.pick(5.0, 5.5, 24.0, 60.0))
        curve = {"price": 120.0, "slope": draw.pick(0.8, 0.9), "made_before": draw.pick(None, 3.0, 10.4)}
        draw.put("contract_prices", **key, from_quantity=0.0, type=kind, **curve)
        return
    prices = (90.0, 110.0, 140.0) if kind == "convex" else (110.0, 95.0, 70.0)
    starts = (0.0, draw.figure(5, 15), draw.figure(16, 30))
    for start, price in zip(starts[: draw.pick(2, 3)], prices, strict=False):
        draw.put("contract_prices", **key, from_quantity=start, type=kind, price=price)


def put_terms(draw: Draw) -> None:
    """What call-offs and contracts in force ask and cost, late joiners, and authorities."""
    ceilings = {row["contract"]: row["ceiling"] for row in draw.tables["contracts"]}
    for contract in ("K1", "K2"):
        least = draw.pick(None, 15.0) if (ceilings[contract] or 15.0) >= 15.0 else 5.0
        take = draw.pick(None, min(draw.figure(5, 30), ceilings[contract] or 30.0))
        change(
            draw,
            "contracts",
            {"contract": contract},
            fixed_cost=draw.pick(None, 150.0),
            call_off_min=draw.pick(None, 4.0),
            call_off_max=draw.pick(None, 12.0),
            minimum_order=least,
            signed=draw.pick(None, "yes"),
            take_or_pay=take,
            take_share=None if take is None else 0.6,
            capacity_fee=draw.pick(None, 20.0),
            option_fee=draw.pick(None, 90.0),
            agent_fee=draw.pick(None, 0.04),
        )
    lines = [
        r["party"] for r in draw.tables["contract_parties"] if (r["contract"], r["role"]) == ("K1", "line")
    ]
    if lines == ["*"] and draw.chance(0.5):
        draw.put("contract_prices", contract="K1", item="U2", from_quantity=0.0, type="single", price=240.0)
        change(draw, "contracts", {"contract": "K1"}, take_or_pay=None, take_share=None)
    change(draw, "contract_parties", {"party": "BB", "role": "buyer"}, **{"from": month(2)})
    if draw.chance(0.5):
        draw.put("contract_parties", contract="K1", role="buyer", party="BB", **{"from": month(3)})
        both = [r for r in draw.tables["contract_parties"] if (r["contract"], r["party"]) == ("K1", "BB")]
        draw.tables["contract_parties"] = [
            r for r in draw.tables["contract_parties"] if not any(r is other for other in both[1:])
        ]
    if draw.chance(0.6):
        amount = draw.figure(3000, 12000)
        for year in YEARS:
            cells = {"currency": draw.pick(None, "USD"), "carry_over": draw.pick(0.0, 0.5)}
            draw.put("authorities", payer="AA", year=year, amount=amount, **cells)


def put_running(draw: Draw) -> None:
    """Shift modes, minimum rates and start-ups."""
    if draw.chance(0.6):
        change(draw, "lines", {"line": "L1"}, hours_per_start=10.0)
        payer, currency = draw.pick(None, "AA"), draw.pick(None, "USD")
        for mode, hours, cost in (("rest", 0.0, 0.0), ("one", 60.0, 300.0), ("two", 120.0, 700.0)):
            cells = {"hours": hours, "cost": cost, "currency": currency, "payer": payer}
            draw.put("line_modes", line="L1", mode=mode, **cells)
    for line in ("L2", "L3"):
        if draw.chance(0.7):
            change(
                draw,
                "lines",
                {"line": line},
                minimum_rate=draw.pick(None, 2.0),
                start_up_cost=draw.pick(None, 400.0),
                start_up_payer=draw.pick(None, "BB"),
            )


def put_growth(draw: Draw) -> None:
    """Whole options, options of industry, and surge capacity."""
    change(draw, "expansions", {"option": "X1"}, kind=draw.pick("whole", None))
    change(draw, "expansions", {"option": "X2"}, kind="whole")
    if draw.chance(0.6):
        draw.put(
            "expansions",
            option="X3",
            line=draw.pick("L2", "LQ"),
            capacity=draw.figure(4, 12),
            cost=draw.pick(None, 800.0),
            build_months=draw.pick(0, 1),
            ramp="two",
            kind=draw.pick(None, "whole"),
            break_even=draw.figure(10, 50),
            hurdle=draw.pick(None, 1.2),
        )
        for name in ("conversion_of_options", "conversion_of_targets"):
            if draw.chance(0.7):
                draw.put("assumptions", assumption=name, value=draw.pick(0.1, 0.3))
    if draw.chance(0.7):
        draw.put(
            "surges",
            surge="S",
            line=draw.pick("L1", "L3"),
            capacity=draw.figure(3, 10),
            retention=draw.pick(20.0, 100.0),
            call_cost=8.0,
            currency=draw.pick(None, "USD"),
            payer=draw.pick("AA", "BB"),
            valid_from=draw.pick(None, month(1)),
            trigger=draw.pick(None, month(1), month(2)),
            notice_months=draw.pick(0, 1),
        )


def put_keeping(draw: Draw) -> None:
    """Shelf life, expiry, extension, the duty to replace, and a warehouse."""
    change(draw, "items", {"item": "U1"}, shelf_life=draw.pick(None, 2.0, 3.5))
    change(draw, "items", {"item": "U2"}, shelf_life=draw.pick(None, 4.0, 30.0))
    change(draw, "holdings", {"nation": "AA"}, expiry=draw.pick(month(0), month(2), month(4), month(9)))
    change(draw, "holdings", {"nation": "BB", "item": "U2"}, expiry=draw.pick(None, month(3)))
    if draw.chance(0.6):
        for nation, cost in (("*", 3.0), ("BB", 9.0)):
            cells = {"months": draw.pick(1, 2, 6), "cost": cost, "capacity": draw.pick(None, 5.0)}
            draw.put("life_extensions", item="U1", nation=nation, **cells)
    if draw.chance(0.6):
        change(draw, "lanes", {"item": "*"}, replace_months=draw.pick(0, 1, 3))
    if draw.chance(0.5):
        draw.put("nations", nation="WH", name="Warehouse", role="agency", fiscal_year_start=1)
        for member in ("AA", "BB"):
            draw.put("warehouses", warehouse="WH", member=member)
        held = draw.figure(5, 30)
        draw.put("holdings", nation="WH", item="U1", lot="w", quantity=held, releasable=held / 2)
        draw.put("lanes", item="*", **{"from": "WH", "to": "*"}, months=1, cost=1.0)
        draw.put("lanes", item="U1", **{"from": "BB", "to": "WH"}, months=0, cost=1.0)
        named = [
            r for r in draw.tables["contract_parties"] if (r["contract"], r["role"]) == ("K1", "recipient")
        ]
        for party in ("WH",) if named else ("WH", "buyer"):
            draw.put("contract_parties", contract="K1", role="recipient", party=party)


def put_fleets(draw: Draw) -> None:
    """Two platforms with crews and workshops, what they need, and a certification."""
    for item, standard in (("P1", "Soviet"), ("P2", "NATO")):
        draw.put("items", item=item, name=item, kind="platform", unit="piece", standard=standard, family="P")
    for item in ("C", "R"):
        draw.put("items", item=item, name=item, kind="component", unit="place")
        draw.put("component_stocks", item=item, hub="all", quantity=draw.figure(1, 6))
    first = {"losses": draw.pick(None, 0.5), "loss_rate": draw.pick(None, 0.03), "training_months": 0}
    workshop = {"repair": "R", "repairable": 0.7} if draw.chance(0.6) else {}
    retire = draw.pick(None, 1.5)
    draw.put("fleets", nation="AA", platform="P1", holding=20.0, retire_max=retire, **first, **workshop)
    second = {"crew": draw.pick(None, "C"), "certified_from": draw.pick(None, month(2))}
    months = draw.pick(0, 1, 2)
    draw.put("fleets", nation="AA", platform="P2", holding=3.0, weight=1.5, training_months=months, **second)
    draw.put("fleets", nation="BB", platform="P2", holding=6.0, releasable=4.0, training_months=0)
    draw.put("lanes", item="P2", **{"from": "BB", "to": "AA"}, months=1, cost=20.0)
    draw.put("fleet_floors", nation="AA", family="P", **{"from": month(0)}, quantity=draw.figure(18, 30))
    draw.put("fleet_needs", platform="P2", **{"class": "G2"}, nation="*", rate=0.1, days=30.0)
    draw.put("fleet_needs", platform="P1", **{"class": "G1"}, nation="AA", rate=0.05, days=30.0)
    draw.put("retirements", nation="AA", platform="P1", month=month(1), quantity=1.0)
    draw.put("lines", line="LP", site="W2", item="P2", capacity=2.0, **{"yield": 1.0})
    draw.put("line_leads", line="LP", months=1, share=1.0)
    draw.put("contracts", contract="K3", kind="spot", admin_months=0, price_year=2025)
    draw.put("contract_prices", contract="K3", item="P2", from_quantity=0.0, type="single", price=400.0)
    draw.put("contract_parties", contract="K3", role="buyer", party="AA")
    draw.put("contract_parties", contract="K3", role="line", party="LP")
    draw.put("contract_payments", contract="K3", event="delivery", months_after=0, share=1.0)
    cells = {"order": "platforms", "buyer": "AA", "item": "P2", "quantity": 2.0, "price": 380.0}
    draw.put("orders", **cells, line=draw.pick(None, "LP"), paid_share=0.5, due=month(draw.pick(1, 3)))
    known = any((r["item"], r["class"]) == ("U1", "G2") for r in draw.tables["compatibility"])
    if draw.chance(0.6) and not known:
        paper = {"certify": "yes", "months_to_certify": draw.pick(0.0, 1.0, 2.0), "cost_to_certify": 250.0}
        row = {"item": "U1", "class": "G2", "nation": "AA", "state": draw.pick("none", "data_needed")}
        draw.put("compatibility", **row, ratio=draw.pick(None, 0.8), **paper)


def put_funds(draw: Draw) -> None:
    """A fund and what it reimburses."""
    draw.put("nations", nation="FU", name="Fund", role="fund", fiscal_year_start=1)
    for year in YEARS:
        draw.put("budgets", payer="FU", year=year, amount=3000.0, currency=None, carry_over=0.0)
    kinds = {"goods": "contract", "extra cost": "contract", "investment": "option", "transfer": "item"}
    for kind, role in kinds.items():
        if not draw.chance(0.7 if kind == "goods" else 0.3):
            continue
        draw.put(
            "instruments",
            instrument=kind,
            name=kind,
            kind=kind,
            payer="FU",
            rate=draw.pick(0.2, 0.5),
            cap_share=None if kind == "transfer" else draw.pick(None, 0.15),
            cap_value=None if kind == "transfer" else draw.pick(None, 500.0),
            amount=draw.pick(None, 900.0),
            currency=draw.pick(None, "USD"),
            valid_from=draw.pick(None, month(1)),
            valid_to=draw.pick(None, month(4)),
        )
        draw.put("instrument_parties", instrument=kind, role="member", party=draw.pick("*", "group:club"))
        draw.put("instrument_parties", instrument=kind, role=role, party="*")
    named = {row["instrument"] for row in draw.tables.get("instruments", [])}
    if "transfer" in named:
        draw.put("instrument_parties", instrument="transfer", role="recipient", party="*")
        for item in ("U1", "U2"):
            draw.put("instrument_values", instrument="transfer", item=item, value=30.0)
    if "goods" in named:
        put_conditions(draw)


def put_conditions(draw: Draw) -> None:
    """Members and shares that make the goods of a contract eligible."""
    goods = {"instrument": "goods"}
    if draw.chance(0.5):
        change(draw, "instruments", goods, min_members=2, member_share=draw.pick(0.1, 0.3))
    if draw.chance(0.6):
        change(draw, "instruments", goods, level=draw.pick("item", "contract"))
        numerator = draw.pick("outside:club", "recipient:BB", "maker:small", "not recipient:AA")
        draw.put("instrument_limits", **goods, numerator=numerator, limit=draw.pick(0.3, 0.5))
    change(draw, "sites", {"site": "W2"}, size="small")
    change(draw, "sites", {"site": "W1"}, size="large")
    for line, share in (("L1", 0.9), ("L2", 0.4), ("L3", 0.7), ("LP", 0.8), ("LQ", 1.0)):
        if all(row["line"] != line for row in draw.tables["lines"]):
            continue
        draw.put("line_origins", line=line, group="club", share=share)

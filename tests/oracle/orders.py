"""Orders, deliveries, their payments, and open orders."""

from __future__ import annotations

from typing import NamedTuple

from tests.oracle.frame import Frame
from tests.oracle.prices import Tier, tiers
from tests.oracle.program import Row, Terms, add, merge


class Edge(NamedTuple):
    """One way to order, at one of the prices of its item."""

    payer: str
    buyer: str
    recipient: str
    contract: str
    line: str
    item: str
    tier: int


class Orders(Frame):
    """States who may order what, how it reaches the buyer, and what it costs."""

    def parties(self, contract: str, role: str) -> list[Row]:
        """Rows of the parties that play a role under a contract."""
        return [r for r in self.rows("contract_parties") if (r["contract"], r["role"]) == (contract, role)]

    def buyers(self, contract: str) -> dict[str, int | None]:
        """Buyers of a contract, and the month from which each may order (None: at once)."""
        found: dict[str, int | None] = {}
        for row in self.parties(contract, "buyer"):
            start = None if row["from"] is None else self.relative(row["from"])
            for buyer in self.nations_of(row["party"]):
                known = found.get(buyer, start)
                found[buyer] = None if None in (known, start) else min(known, start)
        return found

    def payers(self, contract: str) -> list[str]:
        """Who shares the fees of a contract: its payers, else its buyers."""
        named = [row["party"] for row in self.parties(contract, "payer")] or ["buyer"]
        found = [n for name in named for n in (self.buyers(contract) if name == "buyer" else [name])]
        return list(dict.fromkeys(found))

    def tiers(self, contract: str, item: str) -> list[Tier]:
        """Prices of an item under a contract by quantity."""
        found = [r for r in self.rows("contract_prices") if (r["contract"], r["item"]) == (contract, item)]
        return tiers(found, self.contracts[contract]["ceiling"])

    def sold(self, item: str, recipient: str) -> bool:
        """Whether an item may be bought for a recipient: end items, and platforms it has a fleet of."""
        if self.items[item]["kind"] != "platform":
            return self.items[item]["kind"] == "end"
        return any((r["nation"], r["platform"]) == (recipient, item) for r in self.rows("fleets"))

    def list_edges(self) -> list[Edge]:
        """Every way to order."""
        found = []
        for contract in self.contracts:
            party = {r: [row["party"] for row in self.parties(contract, r)] for r in ("payer", "recipient")}
            lines = [row["party"] for row in self.parties(contract, "line")]
            priced = {r["item"] for r in self.rows("contract_prices") if r["contract"] == contract}
            for line, spec in self.lines.items():
                item = spec["item"]
                if ("*" not in lines and line not in lines) or item not in priced:
                    continue
                for buyer in self.buyers(contract):
                    for recipient in party["recipient"] or ["buyer"]:
                        for payer in party["payer"] or ["buyer"]:
                            who = [buyer if n == "buyer" else n for n in (payer, buyer, recipient)]
                            if self.sold(item, who[2]):
                                count = len(self.tiers(contract, item))
                                found += [Edge(*who, contract, line, item, j) for j in range(count)]
        return list(dict.fromkeys(found))

    def state_orders(self) -> None:
        """Orders, their way to the line, starts, sales from own account, deliveries and payments."""
        self.edges = self.list_edges()
        self.sales: dict[tuple[str, int], Terms] = {}
        self.good: dict[tuple[str, int], Terms] = {}
        self.bills: dict[tuple[Edge, int], Terms] = {}
        self.extras: dict[tuple[str, str, int], Terms] = {}
        for edge in self.edges:
            for b in self.periods:
                if self.may_order(edge, b):
                    self.program.column(("q", edge, b))
            self.state_start(edge, self.arrivals(edge))
            self.state_payments(edge)

    def ordered(self, edge: Edge, b: int) -> Terms:
        """What an edge orders in a period."""
        return {("q", edge, b): 1.0} if ("q", edge, b) in self.program.index else {}

    def price(self, edge: Edge) -> float:
        """Price of an edge in the contract's currency and price year."""
        return self.tiers(edge.contract, edge.item)[edge.tier].price

    def may_order(self, edge: Edge, b: int) -> bool:
        """Whether an edge may order in a period."""
        terms, joined = self.contracts[edge.contract], self.buyers(edge.contract)[edge.buyer]
        if not all(self.inside(terms, month) for month in self.months(b)):
            return False
        if joined is not None and self.months(b)[0] < joined:
            return False
        return not self.forbidden(self.hindered("orders", "forbids", **self.at_edge(edge)), self.months(b)[0])

    def at_edge(self, edge: Edge) -> dict[str, set[str]]:
        """What an obstacle that meets an edge may name."""
        return self.at_line(edge.line) | {"contract": {edge.contract}, "to": {edge.buyer, edge.recipient}}

    def arrivals(self, edge: Edge) -> list[Terms]:
        """What arrives at the line in each period."""
        admin = self.contracts[edge.contract]["admin_months"]
        admin += self.delay(self.hindered("orders", "delays", **self.at_edge(edge)))
        found: list[Terms] = [{} for _ in self.periods]
        for a in self.periods:
            for b in self.periods:
                if self.share(a, b, admin):
                    merge(found[b], self.ordered(edge, a), self.share(a, b, admin))
        return found

    def state_start(self, edge: Edge, arrived: list[Terms]) -> None:
        """Starts for an edge and sales to it, tied to what has arrived; the recipient gets the deliveries."""
        line, spec = edge.line, self.lines[edge.line]
        from_stock = spec["own_account"] or (spec["own_stock"] or 0) > 0
        so_far: Terms = {}
        for b in self.periods:
            now: Terms = {("f", edge, b): 1.0}
            add(self.good.setdefault((line, b), {}), ("f", edge, b), 1.0)
            if from_stock:
                add(now, ("w", edge, b), 1.0)
                add(self.sales.setdefault((line, b), {}), ("w", edge, b), 1.0)
            merge(now, arrived[b], -1.0)
            merge(so_far, now)
            if self.contracts[edge.contract]["queue"]:
                self.program.row(dict(so_far), high=0.0)
            else:
                self.program.row(now, 0.0, 0.0)
        for b in self.periods:
            for found in (self.inflow, self.supplied):
                merge(found.setdefault((edge.recipient, edge.item, b), {}), self.delivered(edge, b))

    def delivered(self, edge: Edge, b: int) -> Terms:
        """What an edge gets in a period."""
        found: Terms = {}
        for a in self.periods:
            for months, part in self.lead(edge.line):
                if self.share(a, b, months):
                    add(found, ("f", edge, a), part * self.share(a, b, months))
        if ("w", edge, b) in self.program.index:
            add(found, ("w", edge, b), 1.0)
        return found

    def state_payments(self, edge: Edge) -> None:
        """Payments at order and at delivery, inside and after the horizon, and the agent's fee on them."""
        contract = edge.contract
        fee = self.contracts[contract]["agent_fee"] or 0.0
        ordered = [self.ordered(edge, b) for b in self.periods]
        arriving = [self.delivered(edge, b) for b in self.periods]
        money: Terms = {}
        after = self.price(edge) * self.factor(contract, None)
        for row in self.rows("contract_payments"):
            if row["contract"] != contract:
                continue
            events = ordered if row["event"] == "order" else arriving
            for terms in ordered:
                merge(money, terms, after * row["share"])
            for a in self.periods:
                for b in self.periods:
                    part = row["share"] * self.share(a, b, row["months_after"])
                    if part:
                        price = self.price(edge) * self.factor(contract, b)
                        merge(self.bills.setdefault((edge, b), {}), events[a], part * price)
                        merge(money, events[a], part * (price - after))
        merge(self.goals["money"], money, 1.0 + fee)
        for b in self.periods:
            bill = self.bills.get((edge, b), {})
            merge(self.paid.setdefault((edge.payer, b), {}), bill, 1.0 + fee)
            merge(self.extras.setdefault((edge.payer, contract, b), {}), bill, fee)

    def state_open_orders(self) -> None:
        """Open orders: a backlog at their line, or arrivals from outside."""
        self.outside: dict[tuple[str, str, int], float] = {}
        for row in self.rows("orders"):
            recipient, payer = row["recipient"] or row["buyer"], row["payer"] or row["buyer"]
            due = max(0, self.relative(row["due"])) if row["due"] else None
            arrived: Terms = {}
            for b in self.periods:
                got = self.open_delivery(row, due, b)
                if row["line"] is None:
                    key = (recipient, row["item"], b)
                    self.outside[key] = self.outside.get(key, 0.0) + sum(got.values())
                merge(self.inflow.setdefault((recipient, row["item"], b), {}), got)
                rest = 1.0 - (row["paid_share"] or 0.0)
                price = rest * (row["price"] or 0.0) * self.rate(row["currency"], b)
                merge(self.paid.setdefault((payer, b), {}), got, price)
                merge(arrived, got)
                if row["line"] is not None and due is not None and due <= self.last(b) and row["quantity"]:
                    late = ("late", row["order"], b)
                    self.program.row({**arrived, late: 1.0}, low=row["quantity"])
                    add(self.goals["commitments"], late, self.calendar[b][1] / row["quantity"])
            if row["line"] is not None:
                total: Terms = {("open", row["order"], b): 1.0 for b in self.periods}
                self.program.row(total, high=row["quantity"])

    def open_delivery(self, row: Row, due: int | None, b: int) -> Terms:
        """What an open order delivers in a period."""
        if row["line"] is None:
            return {"one": row["quantity"]} if due in self.months(b) else {}
        got: Terms = {}
        add(self.good.setdefault((row["line"], b), {}), ("open", row["order"], b), 1.0)
        for a in self.periods:
            for months, part in self.lead(row["line"]):
                if self.share(a, b, months):
                    add(got, ("open", row["order"], a), part * self.share(a, b, months))
        return got

"""Orders, deliveries, their payments, and open orders."""

from __future__ import annotations

from typing import Any

from tests.oracle.frame import Frame
from tests.oracle.program import Terms, add, merge


class Orders(Frame):
    """States who may order what, how it reaches the buyer, and what it costs."""

    def edges(self) -> list[tuple[str, str, str, str, str, str]]:
        """Every (payer, buyer, recipient, contract, line, item) that may order."""
        members: dict[str, list[str]] = {}
        for row in self.rows("nation_groups"):
            members.setdefault(f"group:{row['group']}", []).append(row["nation"])
        members["*"] = [n for n, row in self.nations.items() if row["role"] in ("ally", "invitee")]
        found = []
        for contract in self.contracts:
            party: dict[str, list[str]] = {"buyer": [], "line": [], "payer": [], "recipient": []}
            for row in self.rows("contract_parties"):
                if row["contract"] == contract:
                    party.setdefault(row["role"], []).append(row["party"])
            priced = {r["item"] for r in self.rows("contract_prices") if r["contract"] == contract}
            for line, spec in self.lines.items():
                named = "*" in party["line"] or line in party["line"]
                if not named or spec["item"] not in priced or spec["item"] not in self.end_items:
                    continue
                for buyer in [n for name in party["buyer"] for n in members.get(name, [name])]:
                    for recipient in party["recipient"] or ["buyer"]:
                        for payer in party["payer"] or ["buyer"]:
                            who = tuple(
                                buyer if name == "buyer" else name for name in (payer, buyer, recipient)
                            )
                            found.append((*who, contract, line, spec["item"]))
        return list(dict.fromkeys(found))

    def state_orders(self) -> None:
        """Orders, their way to the line, starts, sales from own account, deliveries and payments."""
        self.sales: dict[tuple[str, int], Terms] = {}
        self.good: dict[tuple[str, int], Terms] = {}
        bought: dict[str, tuple[Terms, Terms]] = {name: ({}, {}) for name in self.contracts}
        calls: dict[tuple[str, str, int], list[Any]] = {}
        for edge in self.edges():
            _, buyer, _, contract, _, item = edge
            for b in self.periods:
                if self.may_order(edge, b):
                    name = ("q", edge, b)
                    add(bought[contract][0], name, 1.0)
                    add(bought[contract][1], name, self.listed_price(contract, item))
                    calls.setdefault((contract, buyer, b), []).append(name)
                    self.program.column(name)
            self.state_start(edge, self.arrivals(edge))
            self.state_payments(edge)
        for contract, (units, value) in bought.items():
            for limit, terms in (("ceiling", units), ("ceiling_value", value)):
                if self.contracts[contract][limit] is not None and terms:
                    self.program.row(terms, high=self.contracts[contract][limit])
        for (contract, buyer, b), names in calls.items():
            if self.contracts[contract]["fixed_cost"]:
                self.state_call(contract, buyer, b, names)

    def listed_price(self, contract: str, item: str) -> float:
        """Price in the contract's currency and price year."""
        prices = {(r["contract"], r["item"]): r["price"] for r in self.rows("contract_prices")}
        return prices[contract, item]

    def may_order(self, edge: tuple[str, ...], b: int) -> bool:
        """Whether an edge may order in a period."""
        _, buyer, recipient, contract, line, _ = edge
        terms = self.contracts[contract]
        if terms["valid_from"] and self.months(b)[0] < self.relative(terms["valid_from"]):
            return False
        if terms["valid_to"] and self.last(b) > self.relative(terms["valid_to"]):
            return False
        what = self.at_line(line) | {"contract": {contract}, "to": {buyer, recipient}}
        return not self.forbidden(self.hindered("orders", "forbids", **what), self.months(b)[0])

    def arrivals(self, edge: tuple[str, ...]) -> list[Terms]:
        """What arrives at the line in each period."""
        _, buyer, recipient, contract, line, _ = edge
        what = self.at_line(line) | {"contract": {contract}, "to": {buyer, recipient}}
        admin = self.contracts[contract]["admin_months"]
        admin += self.delay(self.hindered("orders", "delays", **what))
        found: list[Terms] = [{} for _ in self.periods]
        for a in self.periods:
            for b in self.periods:
                if ("q", edge, a) in self.program.index and self.share(a, b, admin):
                    add(found[b], ("q", edge, a), self.share(a, b, admin))
        return found

    def state_start(self, edge: tuple[str, ...], arrived: list[Terms]) -> None:
        """Starts for an edge and sales to it, tied to what has arrived; the recipient gets the deliveries."""
        _, _, recipient, contract, line, item = edge
        spec = self.lines[line]
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
            if self.contracts[contract]["queue"]:
                self.program.row(dict(so_far), high=0.0)
            else:
                self.program.row(now, 0.0, 0.0)
        for b in self.periods:
            merge(self.inflow.setdefault((recipient, item, b), {}), self.delivered(edge, b))

    def delivered(self, edge: tuple[str, ...], b: int) -> Terms:
        """What an edge gets in a period."""
        found: Terms = {}
        for a in self.periods:
            for months, part in self.lead(edge[4]):
                if self.share(a, b, months):
                    add(found, ("f", edge, a), part * self.share(a, b, months))
        if ("w", edge, b) in self.program.index:
            add(found, ("w", edge, b), 1.0)
        return found

    def state_payments(self, edge: tuple[str, ...]) -> None:
        """Payments at order and at delivery, inside and after the horizon."""
        payer, _, _, contract, _, item = edge
        ordered = [
            {("q", edge, b): 1.0} if ("q", edge, b) in self.program.index else {} for b in self.periods
        ]
        arriving = [self.delivered(edge, b) for b in self.periods]
        money: Terms = {}
        for row in self.rows("contract_payments"):
            if row["contract"] != contract:
                continue
            events = ordered if row["event"] == "order" else arriving
            after = self.price(contract, item, None) * row["share"]
            for terms in ordered:
                merge(money, terms, after)
            for a in self.periods:
                for b in self.periods:
                    part = row["share"] * self.share(a, b, row["months_after"])
                    if part:
                        price = self.price(contract, item, b)
                        merge(self.paid.setdefault((payer, b), {}), events[a], part * price)
                        merge(money, events[a], part * (price - self.price(contract, item, None)))
        merge(self.goals["money"], money)

    def state_call(self, contract: str, buyer: str, b: int, names: list[Any]) -> None:
        """A fixed cost for every period in which a buyer orders anything under a contract."""
        called = ("called", contract, buyer, b)
        self.program.whole.add(self.program.column(called))
        self.program.row(dict.fromkeys(names, 1.0) | {called: -1e6}, high=0.0)
        cost = self.contracts[contract]["fixed_cost"] * self.rate(self.contracts[contract]["currency"], b)
        self.spend(buyer, b, {called: cost})

    def state_open_orders(self) -> None:
        """Open orders: a backlog at their line, or arrivals from outside."""
        self.outside: dict[tuple[str, str, int], float] = {}
        for row in self.rows("orders"):
            recipient, payer = row["recipient"] or row["buyer"], row["payer"] or row["buyer"]
            due = max(0, self.relative(row["due"])) if row["due"] else None
            arrived: Terms = {}
            for b in self.periods:
                got: Terms = {}
                if row["line"] is None:
                    got = {"one": row["quantity"]} if due in self.months(b) else {}
                    key = (recipient, row["item"], b)
                    self.outside[key] = self.outside.get(key, 0.0) + sum(got.values())
                else:
                    made = ("open", row["order"])
                    add(self.good.setdefault((row["line"], b), {}), (*made, b), 1.0)
                    for a in self.periods:
                        for months, part in self.lead(row["line"]):
                            if self.share(a, b, months):
                                add(got, (*made, a), part * self.share(a, b, months))
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
        self.program.row({"one": 1.0}, 1.0, 1.0)

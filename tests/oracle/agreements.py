"""Ceilings, call-offs, prices by quantity, minimum orders, take-or-pay, fees and authorities."""

from __future__ import annotations

from typing import Any

from tests.oracle.orders import Edge, Orders
from tests.oracle.prices import Tier
from tests.oracle.program import Row, Terms, merge


class Agreements(Orders):
    """States what contracts ask of the orders under them."""

    def state_agreements(self) -> None:
        """Every contract in turn."""
        for contract, terms in self.contracts.items():
            edges = [edge for edge in self.edges if edge.contract == contract]
            units = self.units(edges)
            value: Terms = {}
            for edge in edges:
                merge(value, self.units([edge]), self.price(edge))
            for limit, what in (("ceiling", units), ("ceiling_value", value)):
                if terms[limit] is not None and what:
                    self.program.row(what, high=terms[limit])
            self.state_call_offs(contract, edges)
            for item in {edge.item for edge in edges}:
                by_tier = [
                    self.units([e for e in edges if e.item == item and e.tier == j])
                    for j in range(len(self.tiers(contract, item)))
                ]
                self.state_tiers(contract, item, by_tier)
            self.state_force(contract, units)

    def units(self, edges: list[Edge], periods: Any = None) -> Terms:
        """Units ordered on some edges, in some periods or in all."""
        found: Terms = {}
        for edge in edges:
            for b in self.periods if periods is None else periods:
                merge(found, self.ordered(edge, b))
        return found

    def most(self, contract: str) -> float:
        """More units than a plan has reason to order under a contract."""
        terms = self.contracts[contract]
        if terms["ceiling"] is not None:
            return terms["ceiling"]
        found = (terms["minimum_order"] or 0.0) + (terms["take_or_pay"] or 0.0)
        found += (terms["call_off_min"] or 0.0) * len(self.periods) * len(self.buyers(contract))
        found += sum(r["from_quantity"] for r in self.rows("contract_prices") if r["contract"] == contract)
        lines = {edge.line for edge in self.edges if edge.contract == contract}
        return found + sum(self.most_made(line) for line in lines)

    def most_made(self, line: str) -> float:
        """More units than a line can make and sell inside the horizon."""
        rate = self.lines[line]["capacity"] or 0.0
        for table in ("expansions", "surges"):
            rate += sum(row["capacity"] for row in self.rows(table) if row["line"] == line)
        return rate * self.case.settings.months + (self.lines[line]["own_stock"] or 0.0)

    def state_call_offs(self, contract: str, edges: list[Edge]) -> None:
        """A call-off has its size and its fixed cost: what one buyer orders in one period."""
        terms = self.contracts[contract]
        least, largest = terms["call_off_min"] or 0.0, terms["call_off_max"]
        for buyer in self.buyers(contract):
            for b in self.periods:
                units = self.units([edge for edge in edges if edge.buyer == buyer], [b])
                if units and largest is not None:
                    self.program.row(units, high=largest)
                if not units or not (least or terms["fixed_cost"]):
                    continue
                called = self.decide(("called", contract, buyer, b))
                top = min(self.most(contract), self.most(contract) if largest is None else largest)
                self.program.row(units | {called: -top}, high=0.0)
                self.program.row(units | {called: -least}, low=0.0)
                bill: Terms = {called: (terms["fixed_cost"] or 0.0) * self.rate(terms["currency"], b)}
                self.spend(buyer, b, bill)
                merge(self.extras.setdefault((buyer, contract, b), {}), bill)

    def state_tiers(self, contract: str, item: str, units: list[Terms]) -> None:
        """Which of the prices by quantity may be had."""
        steps = self.tiers(contract, item)
        if steps[0].kind == "all_units":
            self.state_all_units(contract, item, steps, units)
            return
        for j, step in enumerate(steps[:-1]):
            if units[j]:
                self.program.row(units[j], high=step.width)
            if step.kind == "incremental" and units[j + 1]:
                reached = self.decide(("reached", contract, item, j + 1))
                top = self.most(contract) if steps[j + 1].width is None else steps[j + 1].width
                self.program.row(units[j + 1] | {reached: -top}, high=0.0)
                self.program.row(units[j] | {reached: -step.width}, low=0.0)

    def state_all_units(self, contract: str, item: str, steps: list[Tier], units: list[Terms]) -> None:
        """One price at most has orders, and they reach its quantity."""
        chosen: Terms = {}
        for j, step in enumerate(steps):
            if not units[j]:
                continue
            name = self.decide(("price", contract, item, j))
            chosen[name] = 1.0
            top = max(self.most(contract), step.start) if step.width is None else step.start + step.width
            self.program.row(units[j] | {name: -top}, high=0.0)
            self.program.row(units[j] | {name: -step.start}, low=0.0)
        if chosen:
            self.program.row(chosen, high=1.0)

    def state_force(self, contract: str, units: Terms) -> None:
        """Minimum order, and what a contract in force costs: fees, and units not taken."""
        terms = self.contracts[contract]
        costs = ("take_or_pay", "capacity_fee", "option_fee")
        if not any(terms[column] for column in ("minimum_order", *costs)):
            return
        used = self.decide(("used", contract))
        self.program.row(units | {used: -self.most(contract)}, high=0.0)
        self.program.row(units | {used: -(terms["minimum_order"] or 0.0)}, low=0.0)
        force = "one" if terms["signed"] else used
        valid = {b: sum(self.inside(terms, month) for month in self.months(b)) for b in self.periods}
        valid = {b: months for b, months in valid.items() if months}
        if not valid:
            return
        for b, months in valid.items():
            fee = (terms["capacity_fee"] or 0.0) * months
            fee += (terms["option_fee"] or 0.0) if b == min(valid) else 0.0
            self.share_out(contract, b, "fee", {force: fee * self.rate(terms["currency"], b)})
        if terms["take_or_pay"]:
            untaken, b = ("untaken", contract), max(valid)
            self.program.row(units | {untaken: 1.0, force: -terms["take_or_pay"]}, low=0.0)
            found = [r for r in self.rows("contract_prices") if r["contract"] == contract]
            price = min(found, key=lambda row: row["from_quantity"])["price"]
            cost = terms["take_share"] * price * self.factor(contract, b)
            self.share_out(contract, b, "untaken", {untaken: cost})

    def share_out(self, contract: str, b: int, what: str, bill: Terms) -> None:
        """What is to be paid in a period is shared freely among the payers of a contract."""
        if not any(bill.values()):
            return
        terms: Terms = {}
        merge(terms, bill, -1.0)
        for payer in self.payers(contract):
            part = ("part", what, contract, payer, b)
            terms[part] = 1.0
            self.spend(payer, b, {part: 1.0})
        self.program.row(terms, 0.0, 0.0)

    def state_money(self) -> None:
        """Payments fit the budgets, and what is ordered and bought fits the authorities."""
        committed: dict[tuple[str, int], Terms] = {}
        for edge in self.edges:
            for b in self.periods:
                value = self.price(edge) * self.factor(edge.contract, b)
                merge(committed.setdefault((edge.payer, b), {}), self.ordered(edge, b), value)
        for (_, payer, b), terms in self.invested.items():
            merge(committed.setdefault((payer, b), {}), terms)
        self.state_years("budgets", self.paid)
        self.state_years("authorities", committed)

    def state_years(self, table: str, spent: dict[tuple[str, int], Terms]) -> None:
        """What a payer spends in a fiscal year fits what it has and what it carried in."""
        known: dict[str, dict[int, Row]] = {}
        for row in self.rows(table):
            known.setdefault(row["payer"], {})[row["year"]] = row
        for payer, years in known.items():
            start = self.nations[payer]["fiscal_year_start"]
            fiscal = [(self.first + self.calendar[b][0] - (start - 1)) // 12 for b in self.periods]
            carried: Terms = {}
            for year in sorted(set(fiscal)):
                inside = [b for b in self.periods if fiscal[b] == year]
                row = years[year]
                amount = row["amount"] * sum(self.calendar[b][1] for b in inside) / 12
                amount *= self.rate_at(row["currency"], self.months(inside[0])[0])
                terms: Terms = {}
                for b in inside:
                    merge(terms, spent.get((payer, b), {}))
                merge(terms, carried, -1.0)
                carried = {} if year == max(fiscal) else {("carried", table, payer, year): 1.0}
                merge(terms, carried)
                self.program.row(terms, high=amount)
                if carried:
                    self.program.row(carried, high=(row["carry_over"] or 0.0) * amount)

"""Common funds that reimburse part of what members pay; flat rates are left out."""

from __future__ import annotations

from tests.oracle.orders import Edge
from tests.oracle.program import Row, Terms, add, merge
from tests.oracle.running import Running
from tests.oracle.targets import Targets

ALIKE = 1e-9


class Instruments(Running, Targets):
    """States what instruments reimburse, and their caps."""

    def state_instruments(self) -> None:
        """Every instrument that pays."""
        for row in self.rows("instruments"):
            if row["payer"] is None:
                continue
            if row["flat_rate"]:
                raise NotImplementedError("Flat rates are found by planning again and again.")
            self.state_instrument(row)

    def named(self, row: Row, role: str, everybody: list[str]) -> list[str]:
        """Objects of an instrument by role; * is everything of the kind."""
        found = [
            r["party"]
            for r in self.rows("instrument_parties")
            if (r["instrument"], r["role"]) == (row["instrument"], role)
        ]
        return everybody if "*" in found else found

    def members(self, row: Row, role: str = "member") -> list[str]:
        """Nations that take part."""
        everybody = ("recipient",) if role == "recipient" else ("ally", "invitee")
        found = [n for name in self.named(row, role, ["*"]) for n in self.nations_of(name, everybody)]
        return list(dict.fromkeys(found))

    def state_instrument(self, row: Row) -> None:
        """Eligible payments by object and member, and what comes back of them."""
        kind, everything = row["kind"], {}
        if kind in ("goods", "extra cost"):
            everything = dict.fromkeys(self.named(row, "contract", list(self.contracts)), self.contract_bills)
        elif kind == "investment":
            options = [option["option"] for option in self.rows("expansions")]
            everything = dict.fromkeys(self.named(row, "option", options), self.option_bills)
        else:
            everything = dict.fromkeys(self.named(row, "item", list(self.items)), self.gift_bills)
        envelope: Terms = {}
        for name, bills in everything.items():
            back = self.reimburse(row, name, bills(row, name))
            merge(envelope, back)
            if kind != "transfer" and back:
                self.state_caps(row, name, back)
        if row["amount"] is not None and envelope:
            self.program.row(envelope, high=row["amount"] * self.first_rate(row))

    def first_rate(self, row: Row) -> float:
        """Exchange rate of the first month of an instrument inside the horizon."""
        start = 0 if row["valid_from"] is None else max(0, self.relative(row["valid_from"]))
        return self.rate_at(row["currency"], start)

    def reimburse(self, row: Row, name: str, bills: dict[tuple[str, int], Terms]) -> Terms:
        """At most the rate of every eligible payment comes back, in the same period."""
        total: Terms = {}
        allowed = self.state_allowed(row, name) if row["kind"] in ("goods", "extra cost") else None
        for (member, b), bill in bills.items():
            if not bill or not all(self.inside(row, month) for month in self.months(b)):
                continue
            back = ("back", row["instrument"], name, member, b)
            limit: Terms = {back: 1.0}
            merge(limit, bill, -row["rate"])
            self.program.row(limit, high=0.0)
            if allowed is not None:
                most = self.most(name) * sum(bill.values()) * max(1.0, row["rate"])
                self.program.row({back: 1.0, allowed: -most}, high=0.0)
            total[back] = 1.0
            add(self.paid.setdefault((member, b), {}), back, -1.0)
            add(self.paid.setdefault((row["payer"], b), {}), back, 1.0)
        return total

    def contract_bills(self, row: Row, contract: str) -> dict[tuple[str, int], Terms]:
        """Payments of members for orders on eligible edges, or what contracts cost beside them."""
        members, found = self.members(row), {}
        if row["kind"] == "extra cost":
            for (payer, name, b), bill in self.extras.items():
                if name == contract and payer in members:
                    merge(found.setdefault((payer, b), {}), bill)
            return found
        for edge in self.eligible(row, contract):
            for b in self.periods:
                if edge.payer in members:
                    merge(found.setdefault((edge.payer, b), {}), self.bills.get((edge, b), {}))
        return found

    def option_bills(self, row: Row, option: str) -> dict[tuple[str, int], Terms]:
        """Payments of members for an expansion."""
        members = self.members(row)
        return {(n, b): bill for (o, n, b), bill in self.invested.items() if o == option and n in members}

    def gift_bills(self, row: Row, item: str) -> dict[tuple[str, int], Terms]:
        """Value of what members give to recipients of the instrument."""
        members, recipients, found = self.members(row), self.members(row, "recipient"), {}
        stated = [r for r in self.rows("instrument_values") if r["instrument"] == row["instrument"]]
        values = {r["item"]: r["value"] for r in stated}
        for (donor, recipient, name), gifts in self.given.items():
            if name == item and donor in members and recipient in recipients:
                for b, gift in gifts:
                    value = values[item] * self.rate(row["currency"], b)
                    merge(found.setdefault((donor, b), {}), gift, value)
        return found

    def limits(self, row: Row) -> list[Row]:
        """Share limits of an instrument."""
        return [r for r in self.rows("instrument_limits") if r["instrument"] == row["instrument"]]

    def part(self, numerator: str, edge: Edge) -> float:
        """Share of the value of an edge that a limit speaks of."""
        if numerator.startswith("not "):
            return 1.0 - self.part(numerator[4:], edge)
        kind, name = numerator.split(":", 1)
        if kind == "maker":
            return float(self.sites[self.lines[edge.line]["site"]]["size"] == name)
        if kind == "recipient":
            return float(edge.recipient in self.nations_of(name))
        inside = [
            r["share"] for r in self.rows("line_origins") if (r["line"], r["group"]) == (edge.line, name)
        ]
        return 1.0 - sum(inside)

    def eligible(self, row: Row, contract: str) -> list[Edge]:
        """Edges of a contract whose payments count; limits of the contract as a whole stand apart."""
        limits = [] if row["level"] == "contract" else self.limits(row)
        return [
            edge
            for edge in self.edges
            if edge.contract == contract
            and all(self.part(r["numerator"], edge) <= r["limit"] + ALIKE for r in limits)
        ]

    def state_allowed(self, row: Row, contract: str) -> str | None:
        """The decision that a contract is eligible, where limits or members decide it."""
        limits = self.limits(row) if row["level"] == "contract" else []
        if not limits and row["min_members"] is None:
            return None
        allowed = self.decide(("allowed", row["instrument"], contract))
        edges = [edge for edge in self.edges if edge.contract == contract]
        for limit in limits:
            terms: Terms = {}
            for edge in edges:
                gap = self.part(limit["numerator"], edge) - limit["limit"]
                merge(terms, self.units([edge]), gap * self.price(edge))
            most = self.most(contract) * max(self.price(edge) for edge in edges)
            self.program.row(terms | {allowed: most}, high=most)
        if row["min_members"] is not None:
            counted: Terms = {allowed: -row["min_members"]}
            edges = self.eligible(row, contract)
            for member in self.members(row):
                counts = self.decide(("counts", row["instrument"], contract, member))
                counted[counts] = 1.0
                most = row["member_share"] * self.most(contract)
                terms = {counts: -most}
                merge(terms, self.units([edge for edge in edges if edge.buyer == member]))
                merge(terms, self.units(edges), -row["member_share"])
                self.program.row(terms, low=-most)
            self.program.row(counted, low=0.0)
        return allowed

    def state_caps(self, row: Row, name: str, back: Terms) -> None:
        """At most a share of the value, and at most a sum, for one contract or option."""
        if row["cap_value"] is not None:
            self.program.row(back, high=row["cap_value"] * self.first_rate(row))
        if row["cap_share"] is None:
            return
        terms = dict(back)
        if row["kind"] == "investment":
            option = next(r for r in self.rows("expansions") if r["option"] == name)
            for b in self.periods:
                cost = option["cost"] * self.rate(option["currency"], b)
                add(terms, ("z", name, b), -row["cap_share"] * cost)
        else:
            for edge in self.eligible(row, name):
                if edge.buyer in self.members(row):
                    for b in self.periods:
                        value = row["cap_share"] * self.price(edge) * self.factor(name, b)
                        merge(terms, self.ordered(edge, b), -value)
        self.program.row(terms, high=0.0)

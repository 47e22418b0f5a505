"""Transfers, use, stocks, floors and pledges."""

from __future__ import annotations

from typing import Any

from tests.oracle.frame import Frame
from tests.oracle.program import Row, Terms, add, merge

DAYS_IN_MONTH = 30.4375
HOLDERS = ("ally", "invitee", "partner", "associate", "recipient")


class Stocks(Frame):
    """States what nations hold, use and give."""

    def lane(self, item: str, donor: str, recipient: str) -> Row | None:
        """The lane that counts for a pair, or None."""
        found = []
        for row in self.rows("lanes"):
            fits = (
                row["item"] in (item, "*"),
                self.names(row["from"], donor),
                self.names(row["to"], recipient),
            )
            if all(fits):
                stars = tuple(row[column] == "*" for column in ("item", "from", "to"))
                found.append((sum(stars), stars, row))
        return min(found, key=lambda entry: entry[:2])[2] if found else None

    def names(self, cell: str, nation: str) -> bool:
        """Whether the cell of a lane names the nation."""
        return cell == nation or (cell == "*" and self.nations[nation]["role"] in HOLDERS)

    def state_transfers(self) -> None:
        """Gifts along lanes, from what is releasable, out of stock held before the period."""
        self.sent: dict[tuple[str, str, int], Terms] = {}
        self.given: dict[tuple[str, str, str], list[Terms]] = {}
        releasable: dict[tuple[str, str], float] = {}
        for row in self.rows("holdings"):
            key = (row["nation"], row["item"])
            releasable[key] = releasable.get(key, 0.0) + (row["releasable"] or 0.0)
        for (donor, item), most in releasable.items():
            if most <= 0:
                continue
            for recipient in self.holders:
                lane = self.lane(item, donor, recipient)
                if lane is not None and recipient != donor:
                    self.state_lane(item, donor, recipient, lane)
            total: Terms = {}
            for b in self.periods:
                merge(total, self.sent.get((donor, item, b), {}))
            if total:
                self.program.row(total, high=most)

    def state_lane(self, item: str, donor: str, recipient: str, lane: Row) -> None:
        """Gifts of one item from one donor to one recipient."""
        what = {"item": {item}, "from": {donor}, "to": {recipient}}
        stops = self.hindered("transfers", "forbids", **what)
        months = lane["months"] + self.delay(self.hindered("transfers", "delays", **what))
        for a in self.periods:
            if self.forbidden(stops, self.months(a)[0]):
                continue
            name = ("tau", item, donor, recipient, a)
            add(self.sent.setdefault((donor, item, a), {}), name, 1.0)
            self.given.setdefault((donor, recipient, item), []).append({name: 1.0})
            self.spend(donor, a, {name: lane["cost"] or 0.0})
            for b in self.periods:
                if self.share(a, b, months):
                    add(self.inflow.setdefault((recipient, item, b), {}), name, self.share(a, b, months))

    def state_use(self) -> None:
        """Planned use is served from stock or stays unmet."""
        self.used: dict[tuple[str, str, int], Terms] = {}
        self.planned: dict[tuple[str, str, int], float] = {}
        self.missed: dict[tuple[str, str, int], Terms] = {}
        series: dict[tuple[Any, ...], list[tuple[int, float]]] = {}
        for row in self.rows("usage"):
            key = (row["nation"], row["class"], row["item"], row["kind"])
            series.setdefault(key, []).append((self.relative(row["month"]), row["rate"]))
        for key, steps in series.items():
            for b in self.periods:
                demand = sum(self.step(steps, month) or 0.0 for month in self.months(b))
                self.state_demand(key, b, demand)

    def state_demand(self, key: tuple[Any, ...], b: int, demand: float) -> None:
        """One demand in one period."""
        nation, needed, item, kind = key
        covers = self.covers(nation)
        serving = (
            {i: ratio for (i, name), ratio in covers.items() if name == needed} if needed else {item: 1.0}
        )
        unmet = ("unmet", key, b)
        terms: Terms = {unmet: 1.0}
        for name, ratio in serving.items():
            terms["used", key, name, b] = ratio
            add(self.used.setdefault((nation, name, b), {}), ("used", key, name, b), 1.0)
            spot = (nation, name, b)
            self.planned[spot] = self.planned.get(spot, 0.0) + demand / ratio
        self.program.row(terms, demand, demand)
        if kind == "peacetime":
            if demand > 0:
                add(self.goals["commitments"], unmet, self.calendar[b][1] / demand)
            return
        ratio = 1.0
        if needed is None:
            needed = min((name for i, name in covers if i == item), default=None)
            ratio = covers.get((item, needed), 1.0)
        if needed is not None:
            add(self.missed.setdefault((nation, needed, b), {}), unmet, ratio)

    def state_stock(self) -> None:
        """Stock of every nation and end item, floors, holding cost and the level `stock`."""
        self.opening: dict[tuple[str, str], float] = {}
        for row in self.rows("holdings"):
            key = (row["nation"], row["item"])
            self.opening[key] = self.opening.get(key, 0.0) + row["quantity"]
        floors = {(r["nation"], r["item"]): r for r in self.rows("floors") if not r["waiver"]}
        for nation in self.holders:
            for item in self.end_items:
                for b in self.periods:
                    self.state_balance(nation, item, b)
                    self.state_unit_months(nation, item, b)
                    if (nation, item) in floors:
                        self.state_floor(floors[nation, item], b)

    def held(self, nation: str, item: str, b: int) -> Terms:
        """Stock at the end of a period; -1 is the opening."""
        return {"one": self.opening.get((nation, item), 0.0)} if b < 0 else {("I", nation, item, b): 1.0}

    def state_balance(self, nation: str, item: str, b: int) -> None:
        """Stock before + delivered + received - sent - used; gifts leave stock held before."""
        before, key = self.held(nation, item, b - 1), (nation, item, b)
        terms = self.held(nation, item, b)
        merge(terms, before, -1.0)
        merge(terms, self.inflow.get(key, {}), -1.0)
        merge(terms, self.sent.get(key, {}))
        merge(terms, self.used.get(key, {}))
        self.program.row(terms, 0.0, 0.0)
        if key in self.sent:
            limit = dict(self.sent[key])
            merge(limit, before, -1.0)
            self.program.row(limit, high=0.0)

    def state_unit_months(self, nation: str, item: str, b: int) -> None:
        """Unit-months of a period cost storage and make the level `stock`."""
        months = self.calendar[b][1]
        terms: Terms = {}
        merge(terms, self.held(nation, item, b - 1), (months - 1) / 2)
        merge(terms, self.held(nation, item, b), (months + 1) / 2)
        covered = sorted(name for n in self.nations for i, name in self.covers(n) if i == item)
        scale = self.classes[covered[0]]["scale"] if covered else 1.0
        merge(self.goals["stock"], terms, 1.0 / scale)
        cost = self.items[item]["holding_cost"]
        if cost:
            self.spend(nation, b, {name: value * cost for name, value in terms.items()})

    def state_floor(self, row: Row, b: int) -> None:
        """Stock keeps to the floor, or to what there is without the plan; what is short is a deficit."""
        nation, item = row["nation"], row["item"]
        floor = row["quantity"]
        if floor is None:
            use = self.planned.get((nation, item, b), 0.0)
            floor = row["days"] * use / (DAYS_IN_MONTH * self.calendar[b][1])
        alone = self.opening.get((nation, item), 0.0)
        for a in range(b + 1):
            alone += self.outside.get((nation, item, a), 0.0) - self.planned.get((nation, item, a), 0.0)
        self.program.row(self.held(nation, item, b), low=min(floor, max(0.0, alone)))
        if floor > 0:
            deficit = ("deficit", nation, item, b)
            self.program.row({**self.held(nation, item, b), deficit: 1.0}, low=floor)
            add(self.goals["commitments"], deficit, self.calendar[b][1] / floor)

    def state_pledges(self) -> None:
        """Contracted pledges, summed over donor, recipient and item, are sent by their month."""
        due: dict[tuple[str, str, str], list[tuple[int, float]]] = {}
        for row in self.rows("pledges"):
            if row["status"] == "contracted":
                key = (row["donor"], row["recipient"], row["item"])
                due.setdefault(key, []).append((self.relative(row["due"]), row["quantity"]))
        for key, parts in due.items():
            total = sum(quantity for _, quantity in parts)
            for b in self.periods:
                owed = sum(quantity for month, quantity in parts if month <= self.last(b))
                late = ("late pledge", key, b)
                terms: Terms = {late: 1.0}
                for gift in self.given.get(key, []):
                    merge(terms, {n: v for n, v in gift.items() if n[4] <= b})
                self.program.row(terms, low=owed)
                if total > 0:
                    add(self.goals["commitments"], late, self.calendar[b][1] / total)

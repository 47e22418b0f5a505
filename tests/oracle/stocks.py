"""Transfers, use, stocks, floors and pledges."""

from __future__ import annotations

from typing import Any

from tests.oracle.lots import Lots
from tests.oracle.program import Row, Terms, add, merge

DAYS_IN_MONTH = 30.4375
HOLDERS = ("ally", "invitee", "partner", "associate", "recipient")


class Stocks(Lots):
    """States what nations hold, use and give."""

    def lane(self, item: str, donor: str, recipient: str) -> Row | None:
        """The lane that counts for a pair, or None."""
        found = []
        named = (item,) if self.items[item]["kind"] == "platform" else (item, "*")
        for row in self.rows("lanes"):
            fits = (
                row["item"] in named,
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
        self.sent: dict[tuple[str, str, Any, int], Terms] = {}
        self.received: dict[tuple[str, str, Any, int], Terms] = {}
        self.given: dict[tuple[str, str, str], list[tuple[int, Terms]]] = {}
        for (item, donor, recipient), lane in self.lanes.items():
            for lot in self.lots(donor, item):
                self.state_lane(item, donor, recipient, lot, lane)
        for (donor, item), most in self.releasable.items():
            total: Terms = {}
            for (nation, name, _, _), terms in self.sent.items():
                if (nation, name) == (donor, item):
                    merge(total, terms)
            if total:
                self.program.row(total, high=most)

    def state_lane(self, item: str, donor: str, recipient: str, lot: Any, lane: Row) -> None:
        """Gifts of one lot from one donor to one recipient."""
        for a, landing in self.lane_periods(item, donor, recipient, lane).items():
            if not self.alive(lot, a):
                continue
            name = ("tau", item, donor, recipient, a, lot)
            add(self.sent.setdefault((donor, item, lot, a), {}), name, 1.0)
            self.given.setdefault((donor, recipient, item), []).append((a, {name: 1.0}))
            self.spend(donor, a, {name: lane["cost"] or 0.0})
            for b, part in landing.items():
                add(self.received.setdefault((recipient, item, lot, b), {}), name, part)

    def lane_periods(self, item: str, donor: str, recipient: str, lane: Row) -> dict[int, dict[int, float]]:
        """Periods in which a lane may be used, and what share of a gift arrives when."""
        what = {"item": {item}, "from": {donor}, "to": {recipient}}
        stops = self.hindered("transfers", "forbids", **what)
        months = lane["months"] + self.delay(self.hindered("transfers", "delays", **what))
        return {
            a: {b: self.share(a, b, months) for b in self.periods if self.share(a, b, months)}
            for a in self.periods
            if not self.forbidden(stops, self.months(a)[0])
        }

    def state_use(self) -> None:
        """Planned use is served from stock or stays unmet."""
        self.used: dict[tuple[str, str, Any, int], Terms] = {}
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
            for lot in self.lots(nation, name):
                if self.alive(lot, b):
                    column = ("used", key, name, lot, b)
                    terms[column] = ratio
                    add(self.used.setdefault((nation, name, lot, b), {}), column, 1.0)
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
        if b < 0:
            return {"one": self.opening.get((nation, item), 0.0)}
        found: Terms = {}
        for lot in self.lots(nation, item):
            merge(found, self.held_lot(nation, item, lot, b))
        return found

    def held_lot(self, nation: str, item: str, lot: Any, b: int) -> Terms:
        """Stock of one lot at the end of a period; nothing once it has expired."""
        if b < 0:
            return {"one": self.opening_lots.get((nation, item, lot), 0.0)}
        return {("I", nation, item, lot, b): 1.0} if self.alive(lot, b) else {}

    def state_balance(self, nation: str, item: str, b: int) -> None:
        """Stock before + delivered + received + extended - sent - used; gifts leave stock held before."""
        spread = self.spread(nation, item, b)
        for lot in self.lots(nation, item):
            if not self.alive(lot, b):
                continue
            before, key = self.held_lot(nation, item, lot, b - 1), (nation, item, lot, b)
            terms = self.held_lot(nation, item, lot, b)
            merge(terms, before, -1.0)
            merge(terms, self.inflow.get((nation, item, b), {}), -spread.get(lot, 0.0))
            for gains in (self.received, self.renewed):
                merge(terms, gains.get(key, {}), -1.0)
            for losses in (self.sent, self.used, self.left):
                merge(terms, losses.get(key, {}))
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
        self.program.row(self.held(nation, item, b), low=min(floor, self.alone(nation, item, b)))
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
                for a, gift in self.given.get(key, []):
                    if a <= b:
                        merge(terms, gift)
                self.program.row(terms, low=owed)
                if total > 0:
                    add(self.goals["commitments"], late, self.calendar[b][1] / total)

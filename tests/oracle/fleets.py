"""Platforms in service: arrival, training, crews, losses, repair, retirement, gifts and floors."""

from __future__ import annotations

from tests.oracle.program import Row, Terms, add, merge
from tests.oracle.stocks import Stocks


class Fleets(Stocks):
    """States what becomes of every row of fleets."""

    def state_fleets(self) -> None:
        """Gifts of platforms, every fleet, what they need, floors and the level `transition`."""
        self.fleet = {(r["nation"], r["platform"]): r for r in self.rows("fleets")}
        self.gone: dict[tuple[str, str, int], Terms] = {}
        for key, row in self.fleet.items():
            if (row["releasable"] or 0.0) > 0:
                self.state_gifts(*key, row["releasable"])
        for row in self.fleet.values():
            for b in self.periods:
                self.state_fleet(row, b)
        self.read_needs()
        self.state_fleet_floors()
        self.state_transition()

    def state_gifts(self, donor: str, platform: str, most: float) -> None:
        """Platforms given along lanes that name them, out of those in service before the period."""
        total: Terms = {}
        for nation, kind in self.fleet:
            lane = self.lane(platform, donor, nation)
            if kind != platform or nation == donor or lane is None:
                continue
            for a, landing in self.lane_periods(platform, donor, nation, lane).items():
                name = ("tau", platform, donor, nation, a)
                total[name] = 1.0
                add(self.gone.setdefault((donor, platform, a), {}), name, 1.0)
                self.given.setdefault((donor, nation, platform), []).append((a, {name: 1.0}))
                self.spend(donor, a, {name: lane["cost"] or 0.0})
                for b, part in landing.items():
                    add(self.inflow.setdefault((nation, platform, b), {}), name, part)
        if total:
            self.program.row(total, high=most)

    def in_service(self, nation: str, platform: str, b: int) -> Terms:
        """Platforms in service at the end of a period; -1 is the start."""
        if b < 0:
            return {"one": self.fleet[nation, platform]["holding"]}
        return {("F", nation, platform, b): 1.0}

    def state_fleet(self, row: Row, b: int) -> None:
        """What enters, is lost, repaired, retired and given in a period."""
        nation, platform = row["nation"], row["platform"]
        months, before = self.calendar[b][1], self.in_service(nation, platform, b - 1)
        entered, mended, retired = ((w, nation, platform, b) for w in ("entered", "repaired", "retired"))
        lost: Terms = {"one": (row["losses"] or 0.0) * months}
        merge(lost, before, 1.0 - (1.0 - (row["loss_rate"] or 0.0)) ** months)
        decided = sum(
            r["quantity"]
            for r in self.rows("retirements")
            if (r["nation"], r["platform"]) == (nation, platform)
            and self.relative(r["month"]) in self.months(b)
        )
        gone = self.gone.get((nation, platform, b), {})
        terms = self.in_service(nation, platform, b)
        for part, sign in ((before, -1.0), (lost, 1.0), (gone, 1.0), ({"one": decided}, 1.0)):
            merge(terms, part, sign)
        merge(terms, {entered: -1.0, mended: -1.0, retired: 1.0})
        self.program.row(terms, 0.0, 0.0)
        if gone:
            limit = dict(gone)
            merge(limit, before, -1.0)
            self.program.row(limit, high=0.0)
        self.program.row({retired: 1.0}, high=(row["retire_max"] or 0.0) * months)
        repair: Terms = {mended: 1.0}
        merge(repair, lost, -(row["repairable"] or 0.0) if row["repair"] else 0.0)
        self.program.row(repair, high=0.0)
        self.state_entry(row, b)
        for column, part in ((entered, row["crew"]), (mended, row["repair"])):
            if part is not None:
                add(self.drawn.setdefault((part, row["hub"] or "all", b), {}), column, 1.0)

    def state_entry(self, row: Row, b: int) -> None:
        """Arrivals wait until they are trained for, certified and, where needed, crewed."""
        nation, platform = row["nation"], row["platform"]
        waiting: Terms = {}
        for past in range(b + 1):
            waiting["entered", nation, platform, past] = -1.0
        for a in range(b + 1):
            arrived = self.inflow.get((nation, platform, a), {})
            merge(waiting, arrived, self.landed(a, b, row["training_months"]) if arrived else 0.0)
        barred = row["certified_from"] is not None
        barred = barred and self.months(b)[0] < self.relative(row["certified_from"])
        if barred:
            self.program.row({("entered", nation, platform, b): 1.0}, high=0.0)
        at_once = row["crew"] is None and not barred
        self.program.row(waiting, 0.0, 0.0 if at_once else float("inf"))

    def read_needs(self) -> None:
        """Class units that one platform in service adds to a target."""
        self.needs: dict[tuple[str, str], dict[str, float]] = {}
        for nation, platform in self.fleet:
            for needed in {r["class"] for r in self.rows("fleet_needs") if r["platform"] == platform}:
                row = self.own_row("fleet_needs", nation, **{"platform": platform, "class": needed})
                if row is not None:
                    self.needs.setdefault((nation, needed), {})[platform] = row["rate"] * row["days"]

    def fleet_need(self, nation: str, needed: str, b: int) -> Terms:
        """What the fleets at the end of a period add to a target."""
        found: Terms = {}
        for platform, each in self.needs.get((nation, needed), {}).items():
            merge(found, self.in_service(nation, platform, b), each)
        return found

    def most_needed(self, nation: str, needed: str) -> float:
        """More than fleets can add to a target."""
        most = sum(row["holding"] for row in self.fleet.values()) + 1.0
        most += sum(row["quantity"] for row in self.rows("orders"))
        platforms = [n for n, spec in self.lines.items() if self.items[spec["item"]]["kind"] == "platform"]
        most += sum(self.most_made(line) for line in platforms)
        return most * sum(self.needs.get((nation, needed), {}).values())

    def state_fleet_floors(self) -> None:
        """Weighted platforms of a family keep to the operational floor; what is short is a deficit."""
        floors: dict[tuple[str, str], list[tuple[int, float]]] = {}
        for row in self.rows("fleet_floors"):
            steps = floors.setdefault((row["nation"], row["family"]), [])
            steps.append((self.relative(row["from"]), row["quantity"]))
        for (nation, family), steps in floors.items():
            for b in self.periods:
                floor = self.step(steps, self.last(b)) or 0.0
                if floor <= 0:
                    continue
                deficit = ("fleet deficit", nation, family, b)
                terms: Terms = {deficit: 1.0}
                for (owner, platform), row in self.fleet.items():
                    if owner == nation and self.items[platform]["family"] == family:
                        weight = 1.0 if row["weight"] is None else row["weight"]
                        merge(terms, self.in_service(nation, platform, b), weight)
                self.program.row(terms, low=floor)
                add(self.goals["commitments"], deficit, self.calendar[b][1] / floor)

    def state_transition(self) -> None:
        """Legacy platform-months, where a legacy fleet may retire."""
        legacy = [key for key in self.fleet if self.items[key[1]]["standard"] == "Soviet"]
        self.retires = any((self.fleet[key]["retire_max"] or 0.0) > 0 for key in legacy)
        for nation, platform in legacy if self.retires else ():
            for b in self.periods:
                months = self.calendar[b][1]
                for at, factor in ((b - 1, (months - 1) / 2), (b, (months + 1) / 2)):
                    merge(self.goals["transition"], self.in_service(nation, platform, at), factor)

"""Targets, cover, certifications."""

from __future__ import annotations

from tests.oracle.fleets import Fleets
from tests.oracle.program import Row, Terms, add, merge


class Targets(Fleets):
    """States shortfalls and what payers can pay."""

    def read_targets(self) -> None:
        """Targets of the version that is planned with."""
        versions = {row["version"] for row in self.rows("targets")}
        version = self.case.settings.target_version or next(iter(versions), None)
        self.target: dict[tuple[str, str], list[tuple[int, float]]] = {}
        for row in self.rows("targets"):
            if row["version"] == version:
                steps = self.target.setdefault((row["nation"], row["class"]), [])
                steps.append((self.relative(row["from"]), row["quantity"]))

    def wanted(self, nation: str, needed: str, b: int) -> float:
        """Target in force in the last month of a period."""
        return self.step(self.target.get((nation, needed), []), self.last(b)) or 0.0

    def state_targets(self) -> None:
        """Cover, shortfall at both ends of a period, and the levels `end` and `shortfall`."""
        self.certified: dict[tuple[str, str, str], Row] = {}
        for row in self.rows("compatibility"):
            if row["certify"]:
                self.certified[row["nation"], row["item"], row["class"]] = row
        for row in self.certified.values():
            self.state_certification(row)
        for holder in self.holders:
            self.state_cover(holder)
        for nation, needed in sorted({*self.target, *(key[:2] for key in self.missed), *self.needs}):
            weight = (self.classes[needed]["weight"] or 1.0) * (self.nations[nation]["weight"] or 1.0)
            for b in self.periods:
                self.state_shortfall(nation, needed, b, weight / self.classes[needed]["scale"])

    def state_certification(self, row: Row) -> None:
        """A certification is bought at most once, and paid by its nation."""
        bought: Terms = {}
        for b in self.periods:
            name = self.decide(("certified", row["nation"], row["item"], row["class"], b))
            bought[name] = 1.0
            self.spend(row["nation"], b, {name: row["cost_to_certify"]})
        self.program.row(bought, high=1.0)

    def ratios(self, nation: str) -> dict[tuple[str, str], float]:
        """(item, class) that cover in a nation, those that may be certified too."""
        found = self.covers(nation)
        for (owner, item, needed), row in self.certified.items():
            if owner == nation:
                found[item, needed] = row["ratio"] or 1.0
        return found

    def stores(self, nation: str) -> list[str]:
        """Who holds stock that counts for a nation: itself, and warehouses of which it is a member."""
        return [nation, *(r["warehouse"] for r in self.rows("warehouses") if r["member"] == nation)]

    def state_cover(self, holder: str) -> None:
        """A unit in stock covers one class of one nation at most."""
        counted = [nation for nation in self.holders if holder in self.stores(nation)]
        for item in self.end_items:
            for b in (-1, *self.periods):
                terms: Terms = {}
                for nation in counted:
                    for name, needed in self.ratios(nation):
                        if name == item:
                            terms["v", nation, needed, item, holder, b] = 1.0
                            self.state_certified(nation, needed, item, holder, b)
                merge(terms, self.held(holder, item, b), -1.0)
                self.program.row(terms, high=0.0)

    def state_certified(self, nation: str, needed: str, item: str, holder: str, b: int) -> None:
        """What needs a certification counts once it lies wholly behind."""
        row = self.certified.get((nation, item, needed))
        if row is None:
            return
        most = max([quantity for _, quantity in self.target.get((nation, needed), [])], default=0.0)
        most += self.most_needed(nation, needed)
        terms: Terms = {("v", nation, needed, item, holder, b): 1.0}
        for a in range(b + 1):
            if self.landed(a, b, int(row["months_to_certify"])) > 1 - 1e-9:
                name = ("certified", nation, item, needed, a)
                terms[name] = -most / self.ratios(nation)[item, needed]
        self.program.row(terms, high=0.0)

    def state_shortfall(self, nation: str, needed: str, b: int, s: float) -> None:
        """Shortfall of one nation and class in one period; unmet operational use stays unmet."""
        months, last = self.calendar[b][1], b == self.periods[-1]
        for moment, at, factor in (("start", b - 1, (months - 1) / 2), ("end", b, (months + 1) / 2)):
            short = ("short", moment, nation, needed, b)
            terms: Terms = {short: 1.0}
            for (item, name), ratio in self.ratios(nation).items():
                for holder in self.stores(nation) if name == needed else ():
                    add(terms, ("v", nation, needed, item, holder, at), ratio)
            merge(terms, self.fleet_need(nation, needed, max(at, b) if b else at), -1.0)
            self.program.row(terms, low=self.wanted(nation, needed, b))
            goals = ["shortfall", "end"] if last and moment == "end" else ["shortfall"]
            for goal, weight in zip(goals, (s * factor, s), strict=False):
                add(self.goals[goal], short, weight)
                for past in range(at + 1):
                    merge(self.goals[goal], self.missed.get((nation, needed, past), {}), weight)

"""Targets and budgets."""

from __future__ import annotations

from tests.oracle.frame import Frame
from tests.oracle.program import Row, Terms, add, merge


class Targets(Frame):
    """States shortfalls and what payers can pay."""

    def state_targets(self) -> None:
        """Cover, shortfall at both ends of a period, and the levels `end` and `shortfall`."""
        versions = {row["version"] for row in self.rows("targets")}
        version = self.case.settings.target_version or next(iter(versions), None)
        self.target: dict[tuple[str, str], list[tuple[int, float]]] = {}
        for row in self.rows("targets"):
            if row["version"] == version:
                steps = self.target.setdefault((row["nation"], row["class"]), [])
                steps.append((self.relative(row["from"]), row["quantity"]))
        for nation in self.holders:
            self.state_cover(nation)
        for nation, needed in sorted({*self.target, *(key[:2] for key in self.missed)}):
            weight = (self.classes[needed]["weight"] or 1.0) * (self.nations[nation]["weight"] or 1.0)
            for b in self.periods:
                self.state_shortfall(nation, needed, b, weight / self.classes[needed]["scale"])

    def state_cover(self, nation: str) -> None:
        """A unit in stock covers one class at most."""
        for item in self.end_items:
            for b in (-1, *self.periods):
                terms = {("v", nation, name, i, b): 1.0 for i, name in self.covers(nation) if i == item}
                merge(terms, self.held(nation, item, b), -1.0)
                self.program.row(terms, high=0.0)

    def state_shortfall(self, nation: str, needed: str, b: int, s: float) -> None:
        """Shortfall of one nation and class in one period; unmet operational use stays unmet."""
        months, last = self.calendar[b][1], b == self.periods[-1]
        target = self.step(self.target.get((nation, needed), []), self.last(b)) or 0.0
        for moment, at, factor in (("start", b - 1, (months - 1) / 2), ("end", b, (months + 1) / 2)):
            short = ("short", moment, nation, needed, b)
            terms: Terms = {short: 1.0}
            for (item, name), ratio in self.covers(nation).items():
                if name == needed:
                    add(terms, ("v", nation, needed, item, at), ratio)
            self.program.row(terms, low=target)
            goals = ["shortfall", "end"] if last and moment == "end" else ["shortfall"]
            for goal, weight in zip(goals, (s * factor, s), strict=False):
                add(self.goals[goal], short, weight)
                for past in range(at + 1):
                    merge(self.goals[goal], self.missed.get((nation, needed, past), {}), weight)

    def state_budgets(self) -> None:
        """What a payer pays in a fiscal year fits its budget and what it carried in."""
        budgets: dict[str, dict[int, Row]] = {}
        for row in self.rows("budgets"):
            budgets.setdefault(row["payer"], {})[row["year"]] = row
        for payer, years in budgets.items():
            start = self.nations[payer]["fiscal_year_start"]
            fiscal = [(self.first + self.calendar[b][0] - (start - 1)) // 12 for b in self.periods]
            carried: Terms = {}
            for year in sorted(set(fiscal)):
                inside = [b for b in self.periods if fiscal[b] == year]
                row = years[year]
                amount = row["amount"] * sum(self.calendar[b][1] for b in inside) / 12
                amount *= self.first_rate(row["currency"], inside[0])
                terms: Terms = {}
                for b in inside:
                    merge(terms, self.paid.get((payer, b), {}))
                merge(terms, carried, -1.0)
                carried = {} if year == max(fiscal) else {("carried", payer, year): 1.0}
                merge(terms, carried)
                self.program.row(terms, high=amount)
                if carried:
                    self.program.row(carried, high=(row["carry_over"] or 0.0) * amount)

    def first_rate(self, currency: str | None, b: int) -> float:
        """Exchange rate of the first month of a period."""
        if currency is None or currency == self.case.settings.currency:
            return 1.0
        series = [
            (self.relative(r["month"]), r["value"]) for r in self.rows("rates") if r["rate"] == currency
        ]
        return self.step(series, self.months(b)[0], before=True)

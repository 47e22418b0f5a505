"""How lines are run: shift modes, minimum rate, start-ups, surges, and what industry builds itself."""

from __future__ import annotations

from tests.oracle.agreements import Agreements
from tests.oracle.production import Production
from tests.oracle.program import Row, Terms, add, merge


class Running(Agreements, Production):
    """States the choices about a line beside its capacity."""

    def state_running(self) -> None:
        """Every line, surge and option of industry in turn."""
        for line, spec in self.lines.items():
            modes = [row for row in self.rows("line_modes") if row["line"] == line]
            for b in self.periods:
                if modes:
                    self.state_modes(line, b, modes)
                if spec["minimum_rate"] is not None or spec["start_up_cost"] is not None:
                    self.state_minimum(line, b)
        for row in self.rows("surges"):
            self.state_surge(row)
        for option in self.rows("expansions"):
            if self.by_industry(option):
                self.state_by_industry(option)

    def state_modes(self, line: str, b: int, modes: list[Row]) -> None:
        """A line is in one mode, whose hours its starts keep to."""
        per_start = self.lines[line]["hours_per_start"]
        hours: Terms = {name: value * per_start for name, value in self.starts[line, b].items()}
        merge(hours, self.expanded(line, b), -per_start)
        chosen: Terms = {}
        for row in modes:
            mode = self.decide(("mode", line, row["mode"], b))
            chosen[mode] = 1.0
            add(hours, mode, -row["hours"] * len(self.open_months(line, b)))
            if row["payer"]:
                cost = row["cost"] * self.rate(row["currency"], b) * self.calendar[b][1]
                self.spend(row["payer"], b, {mode: cost})
        self.program.row(hours, high=0.0)
        self.program.row(chosen, 1.0, 1.0)

    def state_minimum(self, line: str, b: int) -> None:
        """A line starts nothing or at least its minimum, and pays when it starts again after a rest."""
        spec, starts = self.lines[line], self.starts[line, b]
        runs = self.decide(("runs", line, b))
        least = (spec["minimum_rate"] or 0.0) * len(self.open_months(line, b))
        self.program.row(starts | {runs: -self.most_made(line)}, high=0.0)
        self.program.row(starts | {runs: -least}, low=0.0)
        before: Terms = {("runs", line, b - 1): 1.0}
        if b == 0:
            before = {"one": 1.0 if (spec["rate_now"] or 0.0) > 0 else 0.0}
        started = ("started", line, b)
        terms: Terms = {started: 1.0, runs: -1.0}
        merge(terms, before)
        self.program.row(terms, low=0.0)
        if spec["start_up_payer"] and spec["start_up_cost"]:
            cost = spec["start_up_cost"] * self.rate(spec["currency"], b)
            self.spend(spec["start_up_payer"], b, {started: cost})

    def state_surge(self, row: Row) -> None:
        """A share is retained for the whole horizon; it can be called from trigger and notice on."""
        kept = ("retained", row["surge"])
        self.program.row({kept: 1.0}, high=1.0)
        start = 0 if row["valid_from"] is None else self.relative(row["valid_from"])
        for b in self.periods:
            called, rate = ("surge", row["surge"], b), self.rate(row["currency"], b)
            ready = 0
            if row["trigger"] is not None:
                event = self.relative(row["trigger"]) + row["notice_months"]
                ready = sum(month >= max(start, event) for month in self.open_months(row["line"], b))
            self.program.row({called: 1.0, kept: -row["capacity"] * ready}, high=0.0)
            held = sum(month >= start for month in self.months(b))
            self.spend(
                row["payer"], b, {kept: row["retention"] * rate * held, called: row["call_cost"] * rate}
            )

    def state_by_industry(self, option: Row) -> None:
        """Industry has built no more than its firm orders carry."""
        needed = option["break_even"] * (option["hurdle"] or 1.0)
        for b in self.periods:
            terms = self.firm(option["line"], b)
            for a in range(b + 1):
                if self.may_build(option, a):
                    add(terms, ("z", option["option"], a), -needed)
            self.program.row(terms, low=0.0)

    def firm(self, line: str, b: int) -> Terms:
        """What industry counts as orders for the output of a line up to a period."""
        item = self.lines[line]["item"]
        if self.items[item]["kind"] in ("end", "platform"):
            return self.firm_end(line, b)
        found: Terms = {}
        makers = [
            n for n, spec in self.lines.items() if spec["item"] == item and self.hub(n) == self.hub(line)
        ]
        for other, spec in self.lines.items():
            if self.items[spec["item"]]["kind"] in ("end", "platform") and self.hub(other) == self.hub(line):
                merge(found, self.firm_end(other, b), self.parts_in(other, item) / len(makers))
        return found

    def parts_in(self, line: str, part: str) -> float:
        """Units of a part in one unit of what a line makes, by first recipes and without yields."""
        recipes, found = self.recipes(line), 0.0
        for name, quantity in recipes[min(recipes)].items():
            if name == part:
                found += quantity
                continue
            makers = [n for n, s in self.lines.items() if s["item"] == name and self.hub(n) == self.hub(line)]
            if makers:
                found += quantity * self.parts_in(min(makers), part)
        return found

    def assumed(self, name: str) -> float:
        """Share of announcements that industry counts as orders."""
        return sum(row["value"] for row in self.rows("assumptions") if row["assumption"] == name)

    def sure(self, contract: str) -> float:
        """Share of a unit under a ceiling that industry counts before the unit is ordered."""
        terms, hoped = self.contracts[contract], self.assumed("conversion_of_options")
        if terms["ceiling"] is None:
            return 0.0
        if terms["signed"] and terms["take_or_pay"] == terms["ceiling"]:
            return hoped + (1.0 - hoped) * terms["take_share"]
        return hoped

    def firm_end(self, line: str, b: int) -> Terms:
        """Orders up to a period, open orders, and shares of what is announced."""
        item, found = self.lines[line]["item"], {"one": 0.0}
        edges = [edge for edge in self.edges if edge.line == line]
        for edge in edges:
            merge(found, self.units([edge], range(b + 1)), 1.0 - self.sure(edge.contract))
        found["one"] += sum(row["quantity"] for row in self.rows("orders") if row["line"] == line)
        for contract in {edge.contract for edge in edges}:
            sellers = {e.line for e in self.edges if (e.contract, e.item) == (contract, item)}
            ceiling = self.contracts[contract]["ceiling"] or 0.0
            found["one"] += self.sure(contract) * ceiling / len(sellers)
        makers = [name for name, spec in self.lines.items() if spec["item"] == item]
        wanted = self.assumed("conversion_of_targets")
        for nation in {edge.buyer for edge in edges}:
            for (name, needed), ratio in self.covers(nation).items():
                if name == item:
                    target = self.wanted(nation, needed, self.periods[-1])
                    short = target - ratio * self.opening.get((nation, item), 0.0)
                    found["one"] += wanted * max(0.0, short) / ratio / len(makers)
        return found

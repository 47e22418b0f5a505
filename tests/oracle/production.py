"""Production, capacity, expansions and pools of components."""

from __future__ import annotations

from tests.oracle.frame import Frame
from tests.oracle.program import Row, Terms, add, merge


class Production(Frame):
    """States what lines can make."""

    def recipes(self, line: str) -> dict[str, dict[str, float]]:
        """Recipes of a line: component and quantity a start."""
        found: dict[str, dict[str, float]] = {}
        every = [row for row in self.rows("recipes") if row["item"] == self.lines[line]["item"]]
        own = [row for row in every if row["line"] == line]
        for row in own or [row for row in every if row["line"] == "*"]:
            found.setdefault(row["recipe"], {})[row["component"]] = row["quantity"]
        return found or {"none": {}}

    def state_production(self) -> None:
        """Good output feeds the edges, the open orders and own account; own stock is sold from."""
        for line, spec in self.lines.items():
            own = bool(spec["own_account"])
            stock: Terms = {}
            for b in self.periods:
                for recipe in self.recipes(line):
                    add(self.starts.setdefault((line, b), {}), ("x", line, recipe, b), 1.0)
                if self.items[spec["item"]]["kind"] not in ("end", "platform"):
                    continue
                terms: Terms = {}
                merge(terms, self.starts[line, b], spec["yield"])
                merge(terms, self.good.get((line, b), {}), -1.0)
                if own:
                    add(terms, ("o", line, b), -1.0)
                self.program.row(terms, 0.0, 0.0)
                for a in self.periods:
                    for months, part in self.lead(line):
                        if own and self.share(a, b, months):
                            add(stock, ("o", line, a), part * self.share(a, b, months))
                merge(stock, self.sales.get((line, b), {}), -1.0)
                if stock:
                    self.program.row(dict(stock), low=-(spec["own_stock"] or 0.0))

    def closed(self, line: str, month: int) -> bool:
        """Whether a line stands still in a month."""
        return self.forbidden(self.hindered("production", "forbids", **self.at_line(line)), month)

    def open_months(self, line: str, b: int) -> list[int]:
        """Months of a period in which a line does not stand still."""
        return [month for month in self.months(b) if not self.closed(line, month)]

    def state_capacity(self) -> None:
        """Capacity with expansions, their payers and surges, and the ramp limit."""
        self.invested: dict[tuple[str, str, int], Terms] = {}
        for option in self.rows("expansions"):
            self.state_option(option)
        for line, spec in self.lines.items():
            rate, length = {"one": spec["rate_now"] or 0.0}, 1
            for b in self.periods:
                terms = dict(self.starts[line, b])
                merge(terms, self.expanded(line, b), -1.0)
                for row in self.rows("surges"):
                    if row["line"] == line:
                        add(terms, ("surge", row["surge"], b), -1.0)
                self.program.row(terms, high=(spec["capacity"] or 0.0) * len(self.open_months(line, b)))
                months = self.calendar[b][1]
                now = {name: value / months for name, value in self.starts[line, b].items()}
                if spec["ramp_growth"] is not None or spec["ramp_step"] is not None:
                    gap = (length + months) / 2
                    limit = dict(now)
                    merge(limit, rate, -((1 + (spec["ramp_growth"] or 0.0)) ** gap))
                    self.program.row(limit, high=(spec["ramp_step"] or 0.0) * gap)
                rate, length = now, months

    def expanded(self, line: str, b: int) -> Terms:
        """Starts that expansions of a line add in a period."""
        found: Terms = {}
        for option in self.rows("expansions"):
            if option["line"] == line:
                merge(found, self.added(option, self.open_months(line, b)), option["capacity"])
        return found

    def option_payers(self, option: Row) -> list[str]:
        """Who may pay for an option."""
        named = {r["payer"] for r in self.rows("expansion_payers") if r["option"] == option["option"]}
        if "*" in named:
            named |= {row["payer"] for row in self.rows("budgets")}
        return sorted(named - {"*"})

    def by_industry(self, option: Row) -> bool:
        """Whether industry builds an option when there are orders enough for it."""
        named = [r for r in self.rows("expansion_payers") if r["option"] == option["option"]]
        return not named and option["break_even"] is not None

    def may_build(self, option: Row, a: int) -> bool:
        """Whether an option may be bought in a period."""
        if not self.option_payers(option) and not self.by_industry(option):
            return False
        return option["earliest"] is None or self.months(a)[0] >= self.relative(option["earliest"])

    def state_option(self, option: Row) -> None:
        """At most the whole option is bought; its payers share the cost of every purchase."""
        bought: Terms = {}
        for b in self.periods:
            if not self.may_build(option, b):
                continue
            name = ("z", option["option"], b)
            bought[name] = 1.0
            if option["kind"] == "whole":
                self.decide(name)
            if self.by_industry(option):
                continue
            bill: Terms = {name: -option["cost"] * self.rate(option["currency"], b)}
            for payer in self.option_payers(option):
                part = ("bill", option["option"], payer, b)
                bill[part] = 1.0
                self.invested[option["option"], payer, b] = {part: 1.0}
                self.spend(payer, b, {part: 1.0})
            self.program.row(bill, 0.0, 0.0)
        if bought:
            self.program.row(bought, high=1.0)

    def added(self, option: Row, free: list[int]) -> Terms:
        """Open months of a period, times the share of the rate reached, for each purchase."""
        ramp = [(r["month"], r["share"]) for r in self.rows("ramps") if r["ramp"] == option["ramp"]]
        found: Terms = {}
        for a in self.periods:
            if not self.may_build(option, a):
                continue
            reached = [
                self.step(ramp, v - u - option["build_months"])
                for u in self.months(a)
                for v in free
                if v >= u + option["build_months"]
            ]
            add(found, ("z", option["option"], a), sum(reached) / self.calendar[a][1])
        return found

    def hub(self, line: str) -> str:
        """The pool of components a line draws on."""
        return self.sites[self.lines[line]["site"]]["hub"] or "all"

    def state_pools(self) -> None:
        """Components: what lines of a hub use comes from its pool."""
        hub = {line: self.hub(line) for line in self.lines}
        pools: dict[tuple[str, str], float] = {}
        for row in self.rows("component_stocks"):
            key = (row["item"], row["hub"])
            pools[key] = pools.get(key, 0.0) + row["quantity"]
        for line in self.lines:
            for parts in self.recipes(line).values():
                for part in parts:
                    pools.setdefault((part, hub[line]), 0.0)
        for part, place, _ in self.drawn:
            pools.setdefault((part, place), 0.0)
        for (part, place), opening in pools.items():
            balance: Terms = {}
            for b in self.periods:
                merge(balance, self.drawn.get((part, place, b), {}), -1.0)
                for line, spec in self.lines.items():
                    if hub[line] != place:
                        continue
                    for recipe, parts in self.recipes(line).items():
                        if part in parts:
                            add(balance, ("x", line, recipe, b), -parts[part])
                    if spec["item"] == part:
                        for a in self.periods:
                            for months, portion in self.lead(line):
                                flow = spec["yield"] * portion * self.share(a, b, months)
                                merge(balance, self.starts[line, a], flow)
                self.program.row(dict(balance), low=-opening)

"""Time, prices and obstacles of one case and one calendar."""

from __future__ import annotations

from typing import Any

from tests.oracle.program import Calendar, Program, Row, Terms, merge, month_number, rows

LEVELS = ("commitments", "end", "shortfall", "transition", "money", "stock")


class Frame:
    """What all rules read: periods, parties, prices and obstacles."""

    def __init__(self, case: Any, calendar: Calendar) -> None:
        self.case, self.calendar, self.program = case, calendar, Program()
        self.read: dict[str, list[Row]] = {}
        self.first = month_number(case.settings.first_month)
        self.periods = range(len(calendar))
        self.nations = {row["nation"]: row for row in rows(case, "nations")}
        self.warehouses = {row["warehouse"] for row in rows(case, "warehouses")}
        self.holders = [
            n
            for n, row in self.nations.items()
            if row["role"] not in ("fund", "agency") or n in self.warehouses
        ]
        self.items = {row["item"]: row for row in rows(case, "items")}
        self.end_items = [item for item, row in self.items.items() if row["kind"] == "end"]
        self.lines = {row["line"]: row for row in rows(case, "lines")}
        self.sites = {row["site"]: row for row in rows(case, "sites")}
        self.contracts = {row["contract"]: row for row in rows(case, "contracts")}
        self.classes = {row["class"]: row for row in rows(case, "classes")}
        self.obstacles = rows(case, "obstacles")
        self.inflow: dict[tuple[str, str, int], Terms] = {}
        self.supplied: dict[tuple[str, str, int], Terms] = {}
        self.drawn: dict[tuple[str, str, int], Terms] = {}
        self.starts: dict[tuple[str, int], Terms] = {}
        self.paid: dict[tuple[str, int], Terms] = {}
        self.goals: dict[str, Terms] = {level: {} for level in LEVELS}
        self.program.row({"one": 1.0}, 1.0, 1.0)

    def rows(self, table: str) -> list[Row]:
        """Rows of a table, read once."""
        if table not in self.read:
            self.read[table] = rows(self.case, table)
        return self.read[table]

    def months(self, period: int) -> range:
        """Months of a period, counted from the first month of the horizon."""
        start, length = self.calendar[period]
        return range(start, start + length)

    def last(self, period: int) -> int:
        """Last month of a period."""
        return self.months(period)[-1]

    def share(self, a: int, b: int, lead: int) -> float:
        """Share of the activity of period a that arrives in period b."""
        arrivals = [u + lead in self.months(b) for u in self.months(a)]
        return sum(arrivals) / len(arrivals)

    def relative(self, text: str) -> int:
        """Month of the horizon, negative before it."""
        return month_number(text) - self.first

    def step(self, series: list[tuple[int, float]], month: int, *, before: bool = False) -> float | None:
        """Value of a step function in a month; ahead of its first row None, or the first value."""
        value = min(series)[1] if before and series else None
        for start, figure in sorted(series):
            if start <= month:
                value = figure
        return value

    def rate(self, name: str | None, period: int | None) -> float:
        """Mean of a rate over a period (None: after the horizon); 1 without a name or for the case's own."""
        if name is None or name == self.case.settings.currency:
            return 1.0
        series = [(self.relative(r["month"]), r["value"]) for r in self.rows("rates") if r["rate"] == name]
        months = [self.last(self.periods[-1])] if period is None else list(self.months(period))
        return sum(self.step(series, month, before=True) for month in months) / len(months)

    def factor(self, contract: str, period: int | None) -> float:
        """What a price of the contract is multiplied with in a period (None: after the horizon)."""
        terms = self.contracts[contract]
        factor = self.rate(terms["currency"], period)
        if terms["index"] is not None:
            base = self.relative(f"{terms['price_year']}-01")
            names = self.rows("rates")
            series = [(self.relative(r["month"]), r["value"]) for r in names if r["rate"] == terms["index"]]
            factor *= self.rate(terms["index"], period) / self.step(series, base, before=True)
        return factor

    def rate_at(self, name: str | None, month: int) -> float:
        """Value of a rate in one month of the horizon; 1 without a name or for the case's own currency."""
        if name is None or name == self.case.settings.currency:
            return 1.0
        series = [(self.relative(r["month"]), r["value"]) for r in self.rows("rates") if r["rate"] == name]
        return self.step(series, month, before=True)

    def inside(self, row: Row, month: int) -> bool:
        """Whether a month lies within valid_from and valid_to of a row."""
        begun = row["valid_from"] is None or month >= self.relative(row["valid_from"])
        return begun and (row["valid_to"] is None or month <= self.relative(row["valid_to"]))

    def nations_of(self, name: str, everybody: tuple[str, ...] = ("ally", "invitee")) -> list[str]:
        """Nations that a cell names: one, the members of a group, or with * all of the given roles."""
        if name == "*":
            return [n for n, row in self.nations.items() if row["role"] in everybody]
        if name.startswith("group:"):
            return [r["nation"] for r in self.rows("nation_groups") if r["group"] == name[6:]]
        return [name]

    def decide(self, name: Any) -> Any:
        """Makes a yes-no decision of a column and returns its name."""
        self.program.whole.add(self.program.column(name))
        return name

    def own_row(self, table: str, nation: str, **what: str) -> Row | None:
        """The row of a table that holds for a nation: its own before the one for all."""
        fits = [r for r in self.rows(table) if all(r[k] == v for k, v in what.items())]
        own = [r for r in fits if r["nation"] == nation] or [r for r in fits if r["nation"] == "*"]
        return own[0] if own else None

    def landed(self, a: int, b: int, lead: int) -> float:
        """Share of the activity of period a that has arrived by the end of period b."""
        return sum(self.share(a, period, lead) for period in range(b + 1))

    def hindered(self, touches: str, effect: str, **what: set[str]) -> list[Row]:
        """Obstacles that match: each column named holds `*` or one of the given values."""
        return [
            row
            for row in self.obstacles
            if (row["touches"], row["effect"]) == (touches, effect)
            and all(row[column] == "*" or row[column] in values for column, values in what.items())
        ]

    def forbidden(self, found: list[Row], month: int) -> bool:
        """Whether one of the obstacles still acts in the month."""
        return any(row["until"] is None or month <= self.relative(row["until"]) for row in found)

    def delay(self, found: list[Row]) -> int:
        """Months that the obstacles add."""
        return sum(row["months"] for row in found)

    def lead(self, line: str) -> list[tuple[int, float]]:
        """Months and shares of a line's lead, with the delays of obstacles."""
        added = self.delay(self.hindered("production", "delays", **self.at_line(line)))
        return [(r["months"] + added, r["share"]) for r in self.rows("line_leads") if r["line"] == line]

    def at_line(self, line: str) -> dict[str, set[str]]:
        """What an obstacle that meets a line may name."""
        spec = self.lines[line]
        return {"item": {spec["item"]}, "line": {line}, "from": {self.sites[spec["site"]]["nation"]}}

    def spend(self, payer: str, b: int, terms: Terms) -> None:
        """Adds a payment that counts in level money and in the payer's budget."""
        merge(self.paid.setdefault((payer, b), {}), terms)
        merge(self.goals["money"], terms)

    def covers(self, nation: str) -> dict[tuple[str, str], float]:
        """(item, class) that count as cover in a nation, and the exchange ratio."""
        found: dict[tuple[str, str], Row] = {}
        for row in self.rows("compatibility"):
            if row["platform"] is not None or row["class"] is None or row["nation"] not in ("*", nation):
                continue
            key = (row["item"], row["class"])
            if key not in found or row["nation"] != "*":
                found[key] = row
        good = ("interchangeable", "common")
        return {key: row["ratio"] or 1.0 for key, row in found.items() if row["state"] in good}

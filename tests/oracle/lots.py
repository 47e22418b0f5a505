"""Stock by the period in which it expires, its extension, and the duty to replace what was given."""

from __future__ import annotations

import math
from typing import Any

from tests.oracle.frame import Frame
from tests.oracle.program import Row, Terms, add, merge

Lot = int | str
LATER = "later"


class Lots(Frame):
    """States what happens to stock that does not keep."""

    def read_lots(self) -> None:
        """Opening stock, what is releasable, lanes in use, and which pairs are kept by lots."""
        self.opening: dict[tuple[str, str], float] = {}
        self.opening_lots: dict[tuple[str, str, Lot], float] = {}
        self.releasable: dict[tuple[str, str], float] = {}
        self.by_lots: set[tuple[str, str]] = set()
        for row in self.rows("holdings"):
            key = (row["nation"], row["item"])
            lot = self.lot(None if row["expiry"] is None else max(0, self.relative(row["expiry"])))
            self.opening[key] = self.opening.get(key, 0.0) + row["quantity"]
            self.opening_lots[*key, lot] = self.opening_lots.get((*key, lot), 0.0) + row["quantity"]
            self.releasable[key] = self.releasable.get(key, 0.0) + (row["releasable"] or 0.0)
            if lot != LATER:
                self.by_lots.add(key)
        arrivals = {(e.recipient, e.item) for e in self.edges}
        arrivals |= {(r["recipient"] or r["buyer"], r["item"]) for r in self.rows("orders")}
        for nation, item in arrivals:
            life = self.life(item)
            if life is not None and life < self.case.settings.months:
                self.by_lots.add((nation, item))
        self.lanes: dict[tuple[str, str, str], Row] = {}
        for (donor, item), most in self.releasable.items():
            for recipient in self.holders:
                lane = self.lane(item, donor, recipient)
                if most > 0 and lane is not None and donor != recipient:
                    self.lanes[item, donor, recipient] = lane
        for _ in self.holders:
            for item, donor, recipient in self.lanes:
                if (donor, item) in self.by_lots:
                    self.by_lots.add((recipient, item))

    def life(self, item: str) -> int | None:
        """Whole months that a unit of an item keeps."""
        life = self.items[item]["shelf_life"]
        return None if life is None else math.floor(life)

    def lot(self, month: int | None) -> Lot:
        """The period that contains a month of expiry, or later."""
        return next((b for b in self.periods if month in self.months(b)), LATER)

    def lots(self, nation: str, item: str) -> list[Lot]:
        """Lots in which the stock of a pair is kept."""
        return [*self.periods, LATER] if (nation, item) in self.by_lots else [LATER]

    def alive(self, lot: Lot, b: int) -> bool:
        """Whether a lot can still be used, sent and counted in a period."""
        return lot == LATER or b < lot

    def spread(self, nation: str, item: str, b: int) -> dict[Lot, float]:
        """Shares of what arrives in a period that belong to each lot."""
        life = self.life(item)
        if life is None or (nation, item) not in self.by_lots:
            return {LATER: 1.0}
        found: dict[Lot, float] = {c: self.share(b, c, life) for c in self.periods if self.share(b, c, life)}
        return found | {LATER: 1.0 - sum(found.values())}

    def alone(self, nation: str, item: str, b: int) -> float:
        """What there is at the end of a period without the plan, oldest used first."""
        held = {lot: self.opening_lots.get((nation, item, lot), 0.0) for lot in self.lots(nation, item)}
        owed = 0.0
        for a in range(b + 1):
            for lot, part in self.spread(nation, item, a).items():
                held[lot] += part * self.outside.get((nation, item, a), 0.0)
            owed += self.planned.get((nation, item, a), 0.0)
            for lot in held:
                taken = min(held[lot], owed) if self.alive(lot, a) else 0.0
                held[lot] = held[lot] - taken if self.alive(lot, a) else 0.0
                owed -= taken
        return max(0.0, sum(held.values()))

    def extension(self, nation: str, item: str, lot: Lot) -> tuple[Row, Lot] | None:
        """The row that lets a lot be extended in the period before it expires, and the lot it becomes."""
        row = self.own_row("life_extensions", nation, item=item)
        if row is None or lot in (0, LATER):
            return None
        becomes = self.lot(self.months(lot)[0] + row["months"])
        return None if becomes == lot else (row, becomes)

    def state_extensions(self) -> None:
        """Units are extended in the period before they expire, at a cost to the holder."""
        self.left: dict[tuple[str, str, Lot, int], Terms] = {}
        self.renewed: dict[tuple[str, str, Lot, int], Terms] = {}
        for nation, item in self.by_lots:
            for lot in self.lots(nation, item):
                found = self.extension(nation, item, lot)
                if found is None:
                    continue
                row, becomes = found
                b, name = lot - 1, ("extended", nation, item, lot)
                self.left[nation, item, lot, b] = {name: 1.0}
                add(self.renewed.setdefault((nation, item, becomes, b), {}), name, 1.0)
                self.spend(nation, b, {name: row["cost"]})
                if row["capacity"] is not None:
                    self.program.row({name: 1.0}, high=row["capacity"] * self.calendar[b][1])

    def state_duty(self) -> None:
        """What was given is to be made up for by deliveries of the plan's orders in time."""
        duties: dict[tuple[str, str], list[tuple[Any, Row]]] = {}
        for (item, donor, recipient), lane in self.lanes.items():
            if lane["replace_months"] is not None:
                duties.setdefault((donor, item), []).append((recipient, lane))
        for (donor, item), lanes in duties.items():
            back: Terms = {}
            for b in self.periods:
                merge(back, self.supplied.get((donor, item, b), {}))
                missing = ("unreplaced", donor, item, b)
                terms: Terms = {missing: 1.0}
                merge(terms, back)
                for recipient, lane in lanes:
                    for a, gift in self.given.get((donor, recipient, item), []):
                        merge(terms, gift, -self.landed(a, b, lane["replace_months"]))
                self.program.row(terms, low=0.0)
                weight = self.calendar[b][1] / self.releasable[donor, item]
                add(self.goals["commitments"], missing, weight)

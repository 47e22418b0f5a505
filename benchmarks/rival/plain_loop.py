"""The replay of a plan as one would write it without arrays: one scenario, month by month, lists and loops.

The rules are those of docs/explanation/chance.md; nothing is shared with the package but the plan itself.
"""

from typing import Any

from jointstock.simulation.network import Draws, Network

Lists = list[list[float]]


class Replay:
    """One scenario of a plan.

    Args:
        network: The plan.
        draws: What happens.
        scenario: Which of the scenarios.
    """

    def __init__(self, network: Network, draws: Draws, scenario: int) -> None:
        self.make: dict[str, Any] = {name: part.tolist() for name, part in network.industry._asdict().items()}
        self.hold: dict[str, Any] = {name: part.tolist() for name, part in network.holding._asdict().items()}
        self.aims: dict[str, Any] = {name: part.tolist() for name, part in network.aims._asdict().items()}
        drawn = ("lost", "good", "late", "use")
        self.draws: dict[str, Any] = {name: getattr(draws, name)[scenario].tolist() for name in drawn}
        self.draws |= {"struck": draws.struck.tolist(), "outage": draws.outage.tolist()}
        self.months = network.holding.outside.shape[1]
        self.done = [0.0] * len(self.make["line"])
        self.pools: list[float] = list(self.make["pooled"])
        self.coming = [[0.0] * (self.months + 1) for _ in self.make["good"]]
        self.finished: list[float] = list(self.make["finished"])
        self.delivered = [0.0] * len(self.hold["maker"])
        self.stock: list[float] = list(self.hold["opening"])
        self.sent = [0.0] * len(self.hold["donor"])
        self.moving = [[0.0] * (self.months + 1) for _ in self.stock]

    def run(self) -> tuple[Lists, list[float]]:
        """Shortfall of each target at the end of each period, and unmet use of each demand."""
        target = self.aims["target"]
        shortfall: Lists = [[] for _ in target]
        unmet, period = [0.0] * len(self.hold["unserved"]), 0
        for month in range(self.months):
            self._make(month)
            self._deliver(month)
            self._give(month)
            self._use(month, unmet)
            if month == self.aims["ends"][period]:
                covered = [0.0] * len(target)
                pairs = zip(self.aims["stock"], self.aims["need"], self.aims["counts"], strict=True)
                for stock, need, counts in pairs:
                    covered[need] += max(self.stock[stock], 0.0) * counts[period]
                for need, wanted in enumerate(target):
                    shortfall[need].append(max(wanted[period] - covered[need], 0.0))
                period += 1
        return shortfall, unmet

    def _make(self, month: int) -> None:
        make = self.make
        together, asked = [0.0] * len(make["good"]), [0.0] * len(self.pools)
        want = [
            max(starts[month] - done, 0.0) for starts, done in zip(make["starts"], self.done, strict=True)
        ]
        for process, line in enumerate(make["line"]):
            together[line] += want[process]
        share = [self._capacity(line, month, total) for line, total in enumerate(together)]
        for process, line in enumerate(make["line"]):
            want[process] *= share[line]
            for part in range(make["parts"][process], make["parts"][process + 1]):
                asked[make["pool"][part]] += want[process] * make["quantity"][part]
        for line, pool in enumerate(make["fills"]):
            if pool >= 0:
                self.pools[pool] += self.coming[line][month]
        for pool, drawn in enumerate(make["drawn"]):
            self.pools[pool] -= drawn[month]
        given = [1.0] * len(self.pools)
        for tier in range(len(make["tiers"]) - 1):
            for pool in make["ready"][make["ready_tiers"][tier] : make["ready_tiers"][tier + 1]]:
                given[pool] = _share(self.pools[pool] - make["pool_floor"][pool][month], asked[pool])
            for process in make["order"][make["tiers"][tier] : make["tiers"][tier + 1]]:
                self._start(process, want[process], given, month)
        for line, pool in enumerate(make["fills"]):
            if pool < 0:
                self.finished[line] += self.coming[line][month]

    def _capacity(self, line: int, month: int, wanted: float) -> float:
        """Share of what a line is to start that its capacity allows."""
        room, struck = self.make["capacity"][line][month], self.draws["struck"]
        for place in range(struck[line], struck[line + 1]):
            room *= 1.0 - self.draws["lost"][self.draws["outage"][place]][month]
        return _share(room, wanted)

    def _start(self, process: int, want: float, given: list[float], month: int) -> None:
        """Begin what components allow, and spread good units over the months in which they are finished."""
        make, line = self.make, self.make["line"][process]
        parts = range(make["parts"][process], make["parts"][process + 1])
        begun = want * min([1.0, *(given[make["pool"][part]] for part in parts)])
        self.done[process] += begun
        for part in parts:
            self.pools[make["pool"][part]] -= begun * make["quantity"][part]
        good = begun * make["good"][line] * min(self.draws["good"][line], 1.0 / make["good"][line])
        late, coming = self.draws["late"][line], self.coming[line]
        before = coming[month]
        for entry in range(make["leads"][line], make["leads"][line + 1]):
            first = min(month + make["lag"][entry] + int(late), self.months)
            units = good * make["share"][entry]
            coming[first] += units * (1.0 - late % 1.0)
            coming[min(first + 1, self.months)] += units * (late % 1.0)
        if make["fills"][line] >= 0:
            self.pools[make["fills"][line]] += coming[month] - before

    def _deliver(self, month: int) -> None:
        hold = self.hold
        together = [0.0] * len(self.finished)
        want = [
            max(due[month] - got, 0.0) for due, got in zip(hold["delivered"], self.delivered, strict=True)
        ]
        for way, maker in enumerate(hold["maker"]):
            together[maker] += want[way]
        floors = self.make["finished_floor"]
        share = [
            _share(self.finished[line] - floors[line][month], total) for line, total in enumerate(together)
        ]
        for way, maker in enumerate(hold["maker"]):
            units = want[way] * share[maker]
            self.delivered[way] += units
            self.finished[maker] -= units
            if hold["buyer"][way] >= 0:
                self.stock[hold["buyer"][way]] += units

    def _give(self, month: int) -> None:
        hold, together = self.hold, [0.0] * len(self.stock)
        for stock, outside in enumerate(hold["outside"]):
            self.stock[stock] += outside[month] + self.moving[stock][month]
        want = [max(due[month] - sent, 0.0) for due, sent in zip(hold["sent"], self.sent, strict=True)]
        for gift, donor in enumerate(hold["donor"]):
            if donor >= 0:
                together[donor] += want[gift]
        floors = hold["sent_floor"]
        share = [
            _share(self.stock[place] - floors[place][month], total) for place, total in enumerate(together)
        ]
        for gift, donor in enumerate(hold["donor"]):
            if donor >= 0:
                want[gift] *= share[donor]
                self.stock[donor] -= want[gift]
            self.sent[gift] += want[gift]
        for gift, taker in enumerate(hold["taker"]):
            if taker >= 0 and hold["travel"][gift]:
                self.moving[taker][min(month + hold["travel"][gift], self.months)] += want[gift]
            elif taker >= 0:
                self.stock[taker] += want[gift]

    def _use(self, month: int, unmet: list[float]) -> None:
        hold, together, factor = self.hold, [0.0] * len(self.stock), self.draws["use"]
        want = [
            served[month] * factor[demand]
            for served, demand in zip(hold["served"], hold["demand"], strict=True)
        ]
        for place, server in enumerate(hold["server"]):
            together[server] += want[place]
        floors = hold["used_floor"]
        share = [
            _share(self.stock[stock] - floors[stock][month], total) for stock, total in enumerate(together)
        ]
        for place, server in enumerate(hold["server"]):
            used = want[place] * share[server]
            self.stock[server] -= used
            unmet[hold["demand"][place]] += (want[place] - used) * hold["ratio"][place]
        for demand, unserved in enumerate(hold["unserved"]):
            unmet[demand] += unserved[month] * factor[demand]
        for stock, expiring in enumerate(hold["expiring"]):
            self.stock[stock] -= max(self.stock[stock], 0.0) * expiring[month]


def _share(there: float, wanted: float) -> float:
    """Share of what is wanted that is there, at most 1."""
    there = max(there, 0.0)
    return 1.0 if wanted <= there else there / wanted

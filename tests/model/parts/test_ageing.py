"""Stock by lots in the whole program, held against two other ways to say the same.

The first states expiry without lots, as a linear program of its own: by the end of month t at least as much
has been used before t, or has been lost up to t, as has expired up to t. That is exact where stock expires
in the order of its arrival. The second replays what a plan delivers and uses, the lot that expires first
being used first.
"""

import numpy as np
import pytest
from scipy.optimize import linprog

from jointstock.measure.months import month_text
from jointstock.model.build import build
from jointstock.model.index_sets.sets import read_sets
from jointstock.solver.highs import Solver
from jointstock.solver.outcome import Watch
from jointstock.solver.program import Expression
from tests.model.index_sets.test_expiry import HELD, ITEMS
from tests.model.made import FIRST, calendar, made

MONTHS = 7
WEIGHTS = {"commitments": 1000.0, "end": 30.0, "shortfall": 3.0, "money": 0.1}


class Instance:
    """One nation that makes, holds and uses one item; all figures are drawn from a seed."""

    def __init__(self, seed, *, in_order):
        draw = np.random.default_rng(seed)
        self.life, self.lead = int(draw.integers(1, 6)), int(draw.integers(0, 2))
        self.capacity = float(draw.integers(3, 12))
        last = min(MONTHS, self.life + self.lead) if in_order else MONTHS
        ends = draw.integers(0, last + 1, size=int(draw.integers(0, 4)))
        self.lots = [(int(end), float(draw.integers(1, 25))) for end in ends]
        self.use = draw.integers(0, 12, size=MONTHS).astype(float) * draw.integers(0, 2, size=MONTHS)
        self.target = np.repeat(draw.integers(0, 30, size=2), [3, MONTHS - 3]).astype(float)

    def case(self):
        """The instance as a case."""
        first, later = month_text(FIRST), month_text(FIRST + 3)
        lots = [
            f"EE,shell,{name},{units},{month_text(FIRST + end) if end < MONTHS else ''},0"
            for name, (end, units) in zip("ABC", self.lots, strict=False)
        ]
        use = [
            f"EE,,shell,peacetime,{month_text(FIRST + month)},{rate}" for month, rate in enumerate(self.use)
        ]
        return made(
            MONTHS,
            items=ITEMS + f"shell,end,rounds,{self.life}",
            holdings="\n".join([HELD.strip(), *lots]),
            usage="\n".join(["nation,class,item,kind,month,rate", *use]),
            targets=f"version,nation,class,from,quantity\nV1,EE,field,{first},{self.target[0]}\n"
            f"V1,EE,field,{later},{self.target[-1]}",
            lines=f"line,site,item,capacity,yield\nL1,W1,shell,{self.capacity},1",
            line_leads=f"line,months,share\nL1,{self.lead},1",
            contracts="contract,kind,admin_months\nK,framework,0",
        )

    def weighted(self, made_units, held, unmet):
        """What a plan is worth: months of unmet use, shortfall at the end and its area, and money."""
        weight = 3 * 2 / 10
        short = np.maximum(0.0, self.target - held) * weight
        months = (unmet[self.use > 0] / self.use[self.use > 0]).sum()
        parts = (months, short[-1], short.sum(), 100 * made_units.sum())
        return float(np.dot(list(WEIGHTS.values()), parts))

    def planned(self):
        """The best value of the model's program; what it makes, uses and holds in each month."""
        model = build(read_sets(self.case(), calendar(MONTHS)), currency="EUR", end="meet")
        goal = Expression(np.zeros(0, dtype=np.int64), np.zeros(0))
        for level in model.goals:
            weight = WEIGHTS.get(level.name, 0.0)
            part = level.measure
            scaled = Expression(part.columns, weight * part.coefficients, weight * part.constant)
            goal = goal.plus(scaled)
        solver = Solver(model.program, Watch())
        outcome = solver.minimise("goal", goal)
        solver.close()
        values = [
            np.where(columns < 0, 0.0, outcome.columns[np.maximum(columns, 0)]).sum(axis=0)
            for columns in (model.buying.ordering.ordered, model.holding.used, model.holding.stock)
        ]
        return outcome.value, *values

    def without_lots(self):
        """The best value of the linear program that knows no lots."""
        size = np.arange(MONTHS)
        makes, uses, loses, holds, lacks = (size + MONTHS * part for part in range(5))
        cost = np.zeros(5 * MONTHS)
        cost[makes] = WEIGHTS["money"] * 100
        wanted = np.where(self.use > 0, self.use, np.inf)
        cost[uses] = -WEIGHTS["commitments"] / wanted
        cost[lacks] = 3 * 2 / 10 * (WEIGHTS["shortfall"] + WEIGHTS["end"] * (size == MONTHS - 1))
        arrives = np.eye(MONTHS, k=-self.lead)
        balance, right = np.zeros((MONTHS, 5 * MONTHS)), np.zeros(MONTHS)
        balance[:, holds], balance[:, uses], balance[:, loses] = (
            np.eye(MONTHS) - np.eye(MONTHS, k=-1),
            np.eye(MONTHS),
            np.eye(MONTHS),
        )
        balance[:, makes] = -arrives
        right[0] = sum(units for _, units in self.lots)
        rows, limits = [], []
        for month in range(MONTHS):
            row = np.zeros(5 * MONTHS)
            row[loses[: month + 1]] = row[uses[:month]] = -1.0
            row[makes] += arrives[: max(0, month - self.life + 1)].sum(axis=0)
            rows.append(row)
            limits.append(-sum(units for end, units in self.lots if end <= month))
            short = np.zeros(5 * MONTHS)
            short[holds[month]] = short[lacks[month]] = -1.0
            rows.append(short)
            limits.append(-self.target[month])
        none = [(0, None)] * MONTHS
        bounds = [(0, self.capacity)] * MONTHS + [(0, rate) for rate in self.use] + none * 3
        found = linprog(cost, rows, limits, balance, right, bounds)
        return found.fun + WEIGHTS["commitments"] * (self.use > 0).sum()

    def replayed(self, made_units, used):
        """Stock at the end of each month when the lot that expires first is used first."""
        lots, held = dict.fromkeys(range(2 * MONTHS + 6), 0.0), np.zeros(MONTHS)
        for end, units in self.lots:
            lots[end if end < MONTHS else 2 * MONTHS + 5] += units
        for month in range(MONTHS):
            if month >= self.lead:
                lots[month + self.life] += made_units[month - self.lead]
            lots[month], left = 0.0, used[month]
            for end in sorted(lots):
                taken = min(left, lots[end])
                lots[end], left = lots[end] - taken, left - taken
            assert left < 1e-6, "more is used than is there"
            held[month] = sum(lots.values())
        return held


@pytest.mark.parametrize("seed", range(40))
def test_lots_give_what_a_program_without_lots_gives(seed):
    """Where stock expires in the order of its arrival, both find the same best value."""
    instance = Instance(seed, in_order=True)
    assert instance.planned()[0] == pytest.approx(instance.without_lots(), rel=1e-6, abs=1e-5)


@pytest.mark.parametrize("seed", range(20))
def test_a_plan_is_what_using_the_oldest_first_makes_of_it(seed):
    """Whatever expires when, a replay holds no less than the plan, and the plan is worth what it gives."""
    instance = Instance(1000 + seed, in_order=False)
    value, made_units, used, held = instance.planned()
    replay = instance.replayed(made_units, used)
    assert (replay >= held - 1e-6).all()
    worth = instance.weighted(made_units, replay, instance.use - used)
    assert value == pytest.approx(worth, rel=1e-6, abs=1e-5)

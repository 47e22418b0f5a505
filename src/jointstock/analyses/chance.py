"""The chance that each nation meets each target by its date, where a plan is carried out as it stands.

What may happen is data of the case (outages, distributions); what then happens to the plan stands in
docs/explanation/chance.md. No chance is told without the number of scenarios and its half-width.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from jointstock.errors import OptionError
from jointstock.measure.arrays import Floats, Ints
from jointstock.measure.months import Calendar, month_number, month_text
from jointstock.model.index_sets.sets import Sets, read_sets
from jointstock.plans.booking import calendar_of
from jointstock.plans.plan import Plan
from jointstock.simulation.compiled import AVAILABLE
from jointstock.simulation.from_plan import as_planned, read_network
from jointstock.simulation.kernel import by_month, replay_turned
from jointstock.simulation.network import Network
from jointstock.simulation.reference import replay
from jointstock.simulation.uncertainty import draw, is_empty, outages_of, read_uncertainty

NEVER = "never"
BATCH = 96
_WIDE = 1.959963984540054
_SHOWN = 3
_NEAR = 1e-6


@dataclass(frozen=True)
class Chance:
    """The answer: chances, target by target.

    Attributes:
        plan: The plan.
        scenarios: Number of scenarios; 1 where nothing is uncertain.
        seed: Seed of the draws.
        by: Last month of the period in which targets are to be met, YYYY-MM.
        rows: nation, class, plan (whether the plan itself meets it), chance (that it is met at `by` and
            stays met), half_width (of the 95 % interval of the chance, by Wilson), shortfall (mean at `by`,
            class units), plan_shortfall (the plan's own), early, median, late (5, 50 and 95 % of scenarios
            meet it for good by the end of this month, YYYY-MM; `never` inside the horizon), basis.
        use: nation, demand, kind, planned, plan_unmet, unmet (mean over scenarios); units over the horizon.
    """

    plan: Plan
    scenarios: int
    seed: int
    by: str
    rows: pl.DataFrame
    use: pl.DataFrame

    def table(self) -> pl.DataFrame:
        """Return the rows."""
        return self.rows

    def summary(self) -> str:
        """Return the answer in a few sentences."""
        kept = self.rows.get_column("plan").sum()
        words = [f"The plan as it stands meets {kept} of {self.rows.height} targets by {self.by} for good."]
        if is_empty(self.plan.case):
            words.append(
                "Nothing in the case is uncertain, so that each chance is 0 or 1, from the plan itself in 1 "
                "scenario (half-width 0). Fill in outages and outage_sites, or distributions, to ask more."
            )
            return " ".join(words)
        ranked = self.rows.sort("chance", "nation", "class", descending=[True, False, False])
        words[0] = f"{words[0][:-1]}; this was asked in {self.scenarios} scenarios (seed {self.seed})."
        for told, part in (
            ("Safest", ranked.head(_SHOWN)),
            ("Least likely of those that the plan meets", ranked.filter("plan").reverse().head(_SHOWN)),
            ("Of those that the plan does not meet", ranked.filter(~pl.col("plan")).head(_SHOWN)),
        ):
            named = [
                f"{row['class']} of {row['nation']} {row['chance']:.1%} (± {row['half_width']:.1%})"
                for row in part.iter_rows(named=True)
            ]
            words += [f"{told}: {', '.join(named)}."] if named else []
        return " ".join(words)

    def document(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        run = self.plan.run
        return {
            "question": "chance",
            "baseline": run["case"],
            "as_of": run["as_of"],
            "digest": run["digest"],
            "scenarios": self.scenarios,
            "seed": self.seed,
            "by": self.by,
            "rows": self.rows.to_dicts(),
            "use": self.use.to_dicts(),
            "summary": self.summary(),
            "basis": dict(self.rows.group_by("basis").len().sort("basis").iter_rows()),
        }


def chance(
    plan: Plan, *, scenarios: int = 10000, seed: int = 1, by: str | None = None, workers: int = 1
) -> Chance:
    """Ask how likely each target is met for good, where the plan is carried out as it stands.

    Args:
        plan: The plan.
        scenarios: Number of scenarios.
        seed: Seed of the draws; the same seed gives the same scenarios, whatever the plan.
        by: Month in whose period targets are to be met, YYYY-MM; None for the last one.
        workers: Threads; the numbers do not depend on it.

    Raises:
        OptionError: There are no scenarios or workers, the seed is negative, or `by` is not in the plan.
    """
    if scenarios < 1 or workers < 1 or not 0 <= seed < 2**64:
        raise OptionError("scenarios and workers are at least 1, and the seed is a whole number from 0.")
    calendar = calendar_of(plan)
    period = _period(calendar, by)
    sets = read_sets(plan.case, calendar)
    network = read_network(plan, sets)
    alone = replay(network, as_planned(network))
    slack = (_NEAR * sets.requirements.scale)[:, None]
    own = _met_from(alone.shortfall, slack)
    if is_empty(plan.case):
        scenarios, first, short, unmet = 1, own, alone.shortfall[:, :, period], alone.unmet
    else:
        first, short, unmet = _simulate(network, plan, sets, (scenarios, seed, workers, period))
    met = (first <= period).sum(axis=0)
    rows = sets.requirements.frame.with_columns(
        pl.Series("plan", own[0] <= period),
        pl.Series("chance", met / scenarios),
        pl.Series(
            "half_width", half_width(met, scenarios) if not is_empty(plan.case) else np.zeros(len(met))
        ),
        pl.Series("shortfall", short.mean(axis=0)),
        pl.Series("plan_shortfall", alone.shortfall[0, :, period]),
        *_months(np.sort(first, axis=0), calendar),
    )
    bases = plan.shortfalls.group_by("nation", "class").agg(
        pl.col("basis").first(), wanted=pl.col("target").max() > 0
    )
    rows = rows.join(bases, on=["nation", "class"]).filter("wanted").drop("wanted").sort("nation", "class")
    use = sets.demands.frame.with_columns(
        pl.Series("planned", sets.demands.wanted.sum(axis=1)),
        pl.Series("plan_unmet", alone.unmet[0]),
        pl.Series("unmet", unmet.mean(axis=0)),
    )
    last = month_text(calendar.first + int(calendar.ends[period]) - 1)
    return Chance(plan, scenarios, seed, last, rows, use)


def half_width(met: Ints, scenarios: int) -> Floats:
    """Half the 95 % interval by Wilson of a chance that was met so often, never 0."""
    share, square = met / scenarios, _WIDE**2
    inner = share * (1 - share) / scenarios + square / (4 * scenarios**2)
    return np.asarray(_WIDE * np.sqrt(inner) / (1 + square / scenarios), dtype=np.float64)


def _simulate(
    network: Network, plan: Plan, sets: Sets, asked: tuple[int, int, int, int]
) -> tuple[Ints, Floats, Floats]:
    """First period of each scenario from which each target is met, shortfalls at the date, and unmet use."""
    scenarios, seed, workers, period = asked
    months = network.holding.outside.shape[1]
    industry = network.industry
    lead = np.zeros(len(industry.good))
    np.add.at(lead, np.repeat(np.arange(len(lead)), np.diff(industry.leads)), industry.lag * industry.share)
    known = read_uncertainty(plan.case, sets, lead)
    slack = (_NEAR * sets.requirements.scale)[:, None]
    turned, outages = by_month(network), outages_of(known, seed)

    def batch(start: int) -> tuple[Ints, Floats, Floats]:
        numbers = np.arange(start, min(start + BATCH, scenarios), dtype=np.uint64)
        happens = draw(known, seed, numbers, months, lost=not AVAILABLE)
        outcome = replay_turned(turned, happens, outages, numbers) if AVAILABLE else replay(network, happens)
        return _met_from(outcome.shortfall, slack), outcome.shortfall[:, :, period], outcome.unmet

    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(batch, range(0, scenarios, BATCH)))
    first, short, unmet = (np.concatenate(part) for part in zip(*found, strict=True))
    return first, short, unmet


def _met_from(shortfall: Floats, slack: Floats) -> Ints:
    """First period from which nothing is short for good; the number of periods means never."""
    short = shortfall > slack
    backwards = np.argmax(short[:, :, ::-1], axis=2)
    periods = shortfall.shape[2]
    return np.asarray(np.where(short.any(axis=2), periods - backwards, 0), dtype=np.int64)


def _months(first: Ints, calendar: Calendar) -> list[pl.Series]:
    """Last month of the period by which so many scenarios, in order, meet each target for good."""
    labels = [month_text(calendar.first + int(end) - 1) for end in calendar.ends] + [NEVER]
    places = {"early": 0.05, "median": 0.5, "late": 0.95}
    ranks = {name: max(int(np.ceil(part * len(first) - 1e-9)) - 1, 0) for name, part in places.items()}
    return [
        pl.Series(name, [labels[period] for period in first[rank]], dtype=pl.String)
        for name, rank in ranks.items()
    ]


def _period(calendar: Calendar, by: str | None) -> int:
    """The period that a month is in."""
    if by is None:
        return calendar.periods - 1
    place = month_number(by) - calendar.first
    if not 0 <= place < calendar.months:
        last = month_text(calendar.first + calendar.months - 1)
        raise OptionError(
            f"--by {by} is outside the plan, which goes from {month_text(calendar.first)} to {last}."
        )
    return int(calendar.period_of_month[place])

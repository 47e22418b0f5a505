"""Tables of how lines are run: shift modes, running and start-ups, surge capacity; and what they cost."""

import numpy as np
import polars as pl

from jointstock.measure.arrays import Flags, Floats
from jointstock.plans.answers.solution import Solution, grid

_HALF = 0.5


def line_states(solution: Solution) -> pl.DataFrame:
    """Table ``line_states``: a row for each line with modes, minimum rate or start-up cost, and period."""
    sets = solution.model.sets
    modes, runs = sets.operating.modes, sets.operating.running
    chosen, (running, started) = _chosen(solution), _running(solution)
    lines, count = len(sets.lines.labels), sets.calendar.periods
    mode = np.full((lines, count), None, dtype=object)
    cost = started * runs.cost[:, :-1]
    names = modes.frame.get_column("mode").to_list()
    for place, line in enumerate(modes.line):
        mode[line, chosen[place]] = names[place]
        cost[line] += chosen[place] * modes.cost[place, :-1]
    known = runs.decides.copy()
    known[modes.line] = True
    rows = grid(sets.lines.frame.select("line").filter(pl.Series(known)), solution.periods, cost=cost[known])
    decides = np.repeat(runs.decides[known], count)
    flags = {"running": running, "started": started}
    return rows.with_columns(
        pl.Series("mode", mode[known].ravel().tolist(), dtype=pl.String),
        *(
            pl.when(pl.Series(decides)).then(pl.Series(flag[known].ravel())).alias(name)
            for name, flag in flags.items()
        ),
    )


def surges(solution: Solution) -> pl.DataFrame:
    """Table ``surges``: what is held ready and called of each agreement, in every period."""
    agreements = solution.model.sets.operating.surges
    retained, called = _surged(solution)
    return grid(
        agreements.frame.select("surge", "line"),
        solution.periods,
        retained=np.repeat(retained[:, None], called.shape[1], axis=1),
        called=called,
        cost=_surge_cost(solution),
    )


def charges(solution: Solution) -> list[tuple[pl.DataFrame, str, Floats]]:
    """What somebody pays for how lines are run: keys (payer, object), kind, amounts (keys, periods + 1)."""
    operating, lines = solution.model.sets.operating, solution.model.sets.lines
    modes, runs, agreements = operating.modes, operating.running, operating.surges
    _, started = _running(solution)
    every = [
        (modes.frame.select("payer", object="line"), "shift mode", _chosen(solution) * modes.cost[:, :-1]),
        (
            lines.frame.select(payer="start_up_payer", object="line"),
            "start-up",
            started * runs.cost[:, :-1],
        ),
        (agreements.frame.select("payer", object="surge"), "surge", _surge_cost(solution)),
    ]
    kept = []
    for keys, kind, amounts in every:
        paid = keys.get_column("payer").is_not_null()
        kept.append((keys.filter(paid), kind, np.pad(amounts[paid.to_numpy()], ((0, 0), (0, 1)))))
    return kept


def _chosen(solution: Solution) -> Flags:
    """Whether a line is in the mode, shape (modes, periods)."""
    return solution.of(solution.model.industry.states.mode) > _HALF


def _running(solution: Solution) -> tuple[Flags, Flags]:
    """Whether lines run, and whether they are started up, shape (lines, periods)."""
    runs = solution.model.sets.operating.running
    running = solution.of(solution.model.industry.states.running) > _HALF
    before = np.concatenate([(runs.ran & runs.decides)[:, None], running[:, :-1]], axis=1)
    return running, running & ~before


def _surged(solution: Solution) -> tuple[Floats, Floats]:
    """Share held ready, shape (surges,), and starts called, shape (surges, periods)."""
    states = solution.model.industry.states
    return solution.of(states.retained), solution.of(states.surged)


def _surge_cost(solution: Solution) -> Floats:
    agreements = solution.model.sets.operating.surges
    retained, called = _surged(solution)
    return retained[:, None] * agreements.retention[:, :-1] + called * agreements.call_cost[:, :-1]

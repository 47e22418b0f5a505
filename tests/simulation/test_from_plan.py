"""Without uncertainty the replay is the plan."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from jointstock.files.folder import open_case
from jointstock.model.index_sets.lookup import locate
from jointstock.model.index_sets.sets import read_sets
from jointstock.plans.booking import calendar_of
from jointstock.plans.make import make_plan
from jointstock.simulation.from_plan import as_planned, read_network
from jointstock.simulation.reference import replay

CASES = Path(__file__).parents[1] / "cases"
WORKED = sorted(path.parent.name for path in CASES.glob("*/case.toml"))


@pytest.mark.parametrize("calendar", [None, "4x3"])
@pytest.mark.parametrize("name", [*WORKED, "nordic-mini"])
def test_replay_is_the_plan(name: str, calendar: str | None) -> None:
    """Stocks and shortfalls at the end of every period are those of the plan, to 1e-9."""
    folder = CASES / name
    plan = make_plan(open_case(str(folder) if folder.is_dir() else name), calendar=calendar)
    sets = read_sets(plan.case, calendar_of(plan))
    network = read_network(plan, sets)
    found = replay(network, as_planned(network), keep=True)
    labels = pl.DataFrame({"period": sets.calendar.labels})
    for table, keys, own, figure in (
        (plan.stocks, sets.pairs.frame, found.stock, "closing"),
        (plan.shortfalls, sets.requirements.frame, found.shortfall, "shortfall"),
    ):
        place, period = locate(table, keys, keys.columns[:2]), locate(table, labels, ["period"])
        stated = table.get_column(figure).to_numpy()
        scale = max(1.0, float(np.abs(stated).max(initial=0)))
        assert own[0][place, period] == pytest.approx(stated, rel=1e-9, abs=1e-9 * scale)

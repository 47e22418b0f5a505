"""Chances of a plan that is carried out as it stands."""

import dataclasses
import functools

import numpy as np
import polars as pl
import pytest

from jointstock.analyses import chance as module
from jointstock.analyses.chance import Chance, chance, half_width
from jointstock.errors import OptionError
from jointstock.plans.plan import Plan
from tests.plans.tiny import planned, tiny
from tests.small_case import with_table

OUTAGE = {"outage": "fire", "rate": 0.5, "months": 3.0, "months_90": 6.0, "severity": 1.0}


@functools.cache
def certain() -> Plan:
    """A plan of a case in which nothing is uncertain."""
    return planned(tiny())


def uncertain(**cells: object) -> Plan:
    """The same plan; its sites fail together."""
    sites = certain().case.table("sites").get_column("site")
    case = with_table(certain().case, "outages", OUTAGE | cells)
    case = with_table(case, "outage_sites", *({"outage": "fire", "site": site} for site in sites))
    return dataclasses.replace(certain(), case=case)


@pytest.fixture(autouse=True)
def by_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without numba, whose kernel has tests of its own."""
    monkeypatch.setattr(module, "AVAILABLE", False)


def asked(plan: Plan, **options: object) -> Chance:
    """Chances in 200 scenarios."""
    return chance(plan, **{"scenarios": 200, **options})  # type: ignore[arg-type]


def test_nothing_uncertain() -> None:
    """Without uncertainty each chance is 0 or 1, as in the plan, and the summary names the tables to fill."""
    found = chance(certain())
    assert found.scenarios == 1
    assert found.rows.get_column("chance").to_list() == [float(met) for met in found.rows.get_column("plan")]
    assert "Nothing in the case is uncertain" in found.summary()
    assert "outages" in found.summary()


def test_certain_target() -> None:
    """A target whose stock does not hang on the line keeps chance 1, with a half-width all the same."""
    found = asked(uncertain(severity=1e-9))
    met = found.rows.filter("plan")
    assert met.get_column("half_width").min() > 0  # type: ignore[operator]


def test_severity_never_helps() -> None:
    """A greater severity never raises a chance, by the same draws."""
    chances = [
        asked(uncertain(severity=part)).rows.get_column("chance").to_numpy() for part in (0.1, 0.5, 1.0)
    ]
    assert (chances[1] <= chances[0]).all()
    assert (chances[2] <= chances[1]).all()


def test_threads_change_nothing() -> None:
    """One thread and three give the same rows to the bit, and so does an asking again."""
    one, three = asked(uncertain()), asked(uncertain(), workers=3)
    assert one.rows.equals(three.rows)
    assert one.use.equals(three.use)


def test_order_of_rows_changes_nothing() -> None:
    """Rows of the tables in another order give the same chances."""
    plan = uncertain()
    turned = plan.case.replace(
        **{name: plan.case.table(name).reverse() for name in ("outage_sites", "lines")}
    )
    assert asked(plan).rows.equals(asked(dataclasses.replace(plan, case=turned)).rows)


def test_seed() -> None:
    """Another seed meets other scenarios."""
    short = [asked(uncertain(), seed=seed).rows.get_column("shortfall").sum() for seed in (1, 2)]
    assert short[0] != short[1]


def test_document() -> None:
    """The document says scenarios, seed, month and each half-width."""
    found = asked(uncertain()).document()
    assert (found["question"], found["scenarios"], found["seed"]) == ("chance", 200, 1)
    assert all(0 < row["half_width"] < 0.1 for row in found["rows"])
    assert sum(found["basis"].values()) == len(found["rows"])


def test_summary_tells_scenarios_and_half_widths() -> None:
    """No chance is told without the number of scenarios and its half-width."""
    told = asked(uncertain()).summary()
    assert "200 scenarios" in told
    assert told.count("±") == told.count("%") / 2


def test_half_width_by_wilson() -> None:
    """Half of 100 is 50 % ± 9.6 %, none of 100 ± 1.8 %."""
    assert half_width(np.array([50, 0]), 100) == pytest.approx([0.0962, 0.0185], abs=1e-4)


def test_months_are_states_of_their_own() -> None:
    """The months met for good never fall from early to late, `never` being last."""
    rows = asked(uncertain()).rows.with_columns(
        pl.col("early", "median", "late").replace({"never": "9999-12"})
    )
    assert (rows.get_column("early") <= rows.get_column("median")).all()
    assert (rows.get_column("median") <= rows.get_column("late")).all()


@pytest.mark.parametrize(
    "options", [{"scenarios": 0}, {"workers": 0}, {"seed": -1}, {"by": "1999-01"}, {"by": "x"}]
)
def test_options(options: dict[str, object]) -> None:
    """Options without sense are refused."""
    with pytest.raises(OptionError):
        asked(certain(), **options)

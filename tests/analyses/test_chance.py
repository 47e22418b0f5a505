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


ALWAYS = {"rate": 1e5, "months": 50.0, "months_90": 60.0, "severity": 1.0}


def test_a_plant_that_never_works_makes_nothing() -> None:
    """With its only plant out from the first month on, A stays short of the 30 that the plan makes for it."""
    found = asked(uncertain(**ALWAYS)).rows.filter(pl.col("nation") == "A", pl.col("class") == "he")
    assert found.get_column("plan").to_list() == [True]
    assert found.get_column("chance").to_list() == [0.0]
    assert found.get_column("shortfall").to_list() == [pytest.approx(30)]
    assert found.get_column("plan_shortfall").to_list() == [pytest.approx(0)]
    assert found.select("early", "median", "late").row(0) == ("never", "never", "never")


def test_a_plant_at_half_makes_half() -> None:
    """At half of its capacity of 10 a month the plan's 30, which are there by April, come too late."""
    half = asked(uncertain(**ALWAYS | {"severity": 0.5}), by="2024-04").rows.filter(pl.col("class") == "he")
    whole = asked(certain(), by="2024-04").rows.filter(pl.col("class") == "he")
    assert whole.get_column("plan_shortfall").to_list() == [pytest.approx(0)]
    assert half.get_column("shortfall")[0] > 0
    assert half.get_column("chance").to_list() == [0.0]


def test_by_is_told_as_the_last_month_of_its_period() -> None:
    """A month inside a quarter is judged at the quarter's end."""
    quarters = planned(tiny(), calendar="2x3")
    assert chance(quarters, by="2024-02").by == "2024-03"
    assert chance(quarters).by == "2024-06"


def test_earlier_dates_are_never_likelier_to_be_kept_for_good() -> None:
    """What is met for good by March is met for good by May."""
    chances = [
        asked(uncertain(), by=month).rows.get_column("chance").to_numpy()
        for month in ("2024-02", "2024-04", "2024-06")
    ]
    assert (chances[0] <= chances[1]).all()
    assert (chances[1] <= chances[2]).all()


def test_two_plans_meet_the_same_scenarios() -> None:
    """A plan of a case with more wanted is asked in the outages of the first: nobody is better off by it."""
    more = planned(tiny("[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 55\n"))
    sites = more.case.table("sites").get_column("site")
    case = with_table(more.case, "outages", OUTAGE)
    case = with_table(case, "outage_sites", *({"outage": "fire", "site": site} for site in sites))
    harder = asked(dataclasses.replace(more, case=case)).rows.get_column("chance").to_numpy()
    easier = asked(uncertain()).rows.get_column("chance").to_numpy()
    assert (harder <= easier).all()

"""Targets that are computed: weapons, days, rates, keys."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.facts.case import Case
from jointstock.facts.requirement import filled_targets, rate_at, shares, weapon_days
from jointstock.measure.arrays import Floats
from tests.small_case import small

Row = dict[str, object]
EFFORT: Row = {
    "version": "V1",
    "nation": "EE",
    "class": "artillery",
    "platform": "",
    "weapons": 100.0,
    "rate": 4.0,
    "days": 3.0,
    "loss": 0.1,
    "training": 50.0,
    "test": 5.0,
    "pipeline": 20.0,
    "basis": "cited",
}
TOTAL: Row = {
    "version": "V1",
    "class": "artillery",
    "group": "Baltic",
    "from": "2023-07",
    "total": 900.0,
    "key": "gdp",
    "basis": "cited",
}


def target(method: str, **cells: object) -> Row:
    """A target of EE without a quantity."""
    need = {"version": "V1", "nation": "EE", "class": "artillery", "from": "2023-07"}
    return {**need, "quantity": None, "method": method, "basis": "cited", **cells}


def made(**tables: list[Row]) -> Case:
    """The small case with tables replaced."""
    case = small()
    return case.replace(
        **{
            name: pl.DataFrame(rows, schema_overrides={k: case.table(name).schema[k] for k in rows[0]})
            for name, rows in tables.items()
        }
    )


def of_effort(*efforts: Row, percentile: float | None = None) -> float | None:
    """The target of EE that efforts come to."""
    targets = [target("level of effort", percentile=percentile)]
    quantity: float | None = filled_targets(made(targets=targets, efforts=list(efforts)))["quantity"][0]
    return quantity


def of_gdp(**gdp: float | None) -> Case:
    """A case in which nations of this GDP share a total, and each has a target."""
    nations = [
        {
            "nation": name,
            "name": name,
            "role": "ally",
            "fiscal_year_start": 1,
            "gdp": value,
            "basis": "derived",
        }
        for name, value in gdp.items()
    ]
    return made(
        nations=nations,
        nation_groups=[{"nation": name, "group": "Baltic", "basis": "cited"} for name in gdp],
        targets=[target("key", nation=name) for name in gdp],
        target_keys=[TOTAL],
    )


def array(*values: float) -> Floats:
    """Numbers as an array."""
    return np.array(values, dtype=np.float64)


def test_weapon_days_without_attrition() -> None:
    """500 weapons for 60 days are 30,000 weapon-days."""
    assert weapon_days(array(500), array(60), array(0)).tolist() == [30_000]


@pytest.mark.parametrize(
    ("days", "attrition", "expected"),
    [(3, 0.5, 175), (1, 0.5, 100), (60, 1.0, 100), (0, 1.0, 0), (0, 0.5, 0)],
)
def test_weapon_days_with_attrition(days: float, attrition: float, expected: float) -> None:
    """100 weapons of which half are lost each day are 100 + 50 + 25 weapon-days in three days."""
    assert weapon_days(array(100), array(days), array(attrition))[0] == pytest.approx(expected)


def test_small_attrition_is_close_to_none() -> None:
    """A loss of 1e-12 a day takes nothing that can be seen: no digits are lost in the difference."""
    assert weapon_days(array(100), array(60), array(1e-12))[0] == pytest.approx(6_000, rel=1e-9)


def test_percentiles_of_a_rate() -> None:
    """A lognormal rate of median 10 and sigma 0.5: 10 at P50, 15.2320 at P80, 22.7601 at P95.

    z is 0, 0.841621 and 1.644854; exp(0.420811) = 1.523196, exp(0.822427) = 2.276017.
    """
    found = rate_at(array(10, 10, 10), array(0.5, 0.5, 0.5), array(50, 80, 95))
    assert found.tolist() == pytest.approx([10, 15.23196, 22.76017], rel=1e-6)


def test_a_rate_without_spread_is_one_number() -> None:
    """Without sigma, or with 0, every percentile is the rate itself, 0 and 100 too."""
    assert rate_at(array(10, 10), array(np.nan, 0), array(95, 100)).tolist() == [10, 10]


def test_a_spread_rate_has_no_lowest_value() -> None:
    """The percentiles 0 and 100 of a lognormal rate are unknown, not 0 and infinite."""
    assert np.isnan(rate_at(array(10, 10), array(0.5, 0.5), array(0, 100))).all()


def test_level_of_effort() -> None:
    """100 weapons, 3 days, 4 a day, a tenth lost, 75 beside: 300 * 4 * 1.1 + 75 = 1,395."""
    assert of_effort(EFFORT) == pytest.approx(1395)


def test_level_of_effort_with_attrition() -> None:
    """With half of the weapons lost each day: 175 * 4 * 1.1 + 75 = 845."""
    assert of_effort(EFFORT | {"attrition": 0.5}) == pytest.approx(845)


@pytest.mark.parametrize(("percentile", "factor"), [(None, 1.0), (50, 1.0), (80, 1.523196), (95, 2.276017)])
def test_percentile_of_a_target(percentile: float | None, factor: float) -> None:
    """The percentile of a target spreads the rate only: 1,320 times the factor, and 75."""
    found = of_effort(EFFORT | {"sigma": 0.5}, percentile=percentile)
    assert found == pytest.approx(1320 * factor + 75, rel=1e-6)


def test_platforms_are_added_up() -> None:
    """Rows of several platforms are summed: 1,395 and 10 * 3 * 2 more."""
    none = {"loss": 0.0, "training": 0.0, "test": 0.0, "pipeline": 0.0}
    other = EFFORT | none | {"platform": "howitzer", "weapons": 10.0, "rate": 2.0}
    assert of_effort(EFFORT, other) == pytest.approx(1455)
    assert of_effort(other, EFFORT) == of_effort(EFFORT, other)


@pytest.mark.parametrize("column", ["weapons", "rate", "days", "loss", "training", "test", "pipeline"])
def test_an_unknown_figure_makes_the_target_unknown(column: str) -> None:
    """An empty cell of an effort is not 0, also where another row is known."""
    assert of_effort(EFFORT | {column: None}) is None
    assert of_effort(EFFORT, EFFORT | {"platform": "howitzer", column: None}) is None


def test_without_efforts_the_target_is_unknown() -> None:
    """Efforts of another nation are none."""
    assert of_effort(EFFORT | {"nation": "LV"}) is None


def test_a_total_is_shared_by_gdp() -> None:
    """Of 900 a nation with a third of the GDP has 300; the shares sum to the total."""
    assert filled_targets(of_gdp(EE=10.0, LV=20.0))["quantity"].to_list() == pytest.approx([300, 600])


def test_a_total_is_shared_equally() -> None:
    """By the key equal, every member has the same, whatever its GDP."""
    case = of_gdp(EE=10.0, LV=None).replace(target_keys=pl.DataFrame([TOTAL | {"key": "equal"}]))
    assert filled_targets(case)["quantity"].to_list() == [450, 450]


def test_members_without_a_target_keep_their_share() -> None:
    """The share of a member without a target is not given to the others."""
    case = of_gdp(EE=10.0, LV=20.0)
    alone = case.replace(targets=case.table("targets").head(1))
    assert filled_targets(alone)["quantity"].to_list() == pytest.approx([300])


@pytest.mark.parametrize("gdp", [{"EE": 10.0, "LV": None}, {"EE": 0.0, "LV": 0.0}])
def test_a_key_that_is_unknown_or_nothing_shares_nothing(gdp: dict[str, float | None]) -> None:
    """One unknown value leaves every share unknown; so do values that sum to 0."""
    assert filled_targets(of_gdp(**gdp))["quantity"].to_list() == [None, None]
    assert shares(of_gdp(**gdp))["units"].to_list() == [None, None]


def test_two_totals_are_none() -> None:
    """A nation in two groups with a total of the same class and month has no share of one total."""
    case = of_gdp(EE=10.0)
    groups = [{"nation": "EE", "group": group} for group in ("Baltic", "NATO")]
    both = case.replace(
        nation_groups=pl.DataFrame(groups), target_keys=pl.DataFrame([TOTAL, TOTAL | {"group": "NATO"}])
    )
    assert filled_targets(both)["quantity"].to_list() == [None]


def test_a_total_from_another_month_is_none() -> None:
    """A total holds for targets from the same month only."""
    case = of_gdp(EE=10.0).replace(target_keys=pl.DataFrame([TOTAL | {"from": "2024-01"}]))
    assert filled_targets(case)["quantity"].to_list() == [None]


def test_a_stated_quantity_stays() -> None:
    """A quantity in the row counts, whatever the method and the efforts."""
    targets = [target("level of effort", quantity=7.0), target("stated", quantity=8.0, nation="LV")]
    assert filled_targets(made(targets=targets, efforts=[EFFORT]))["quantity"].to_list() == [7, 8]


def test_a_case_without_computed_targets_keeps_its_table() -> None:
    """Where nothing is computed, the table is the same object."""
    assert filled_targets(small()) is small().table("targets")


@pytest.mark.parametrize(
    ("own", "rests", "worst"),
    [
        ("cited", "cited", "derived"),
        ("cited", "assumed", "assumed"),
        ("synthetic", "cited", "synthetic"),
    ],
)
def test_a_computed_target_rests_on_the_worst(own: str, rests: str, worst: str) -> None:
    """The basis is the worst of target and efforts, and derived at best."""
    case = made(targets=[target("level of effort", basis=own)], efforts=[EFFORT | {"basis": rests}])
    assert filled_targets(case)["basis"].to_list() == [worst]


def test_a_share_rests_on_the_key_of_every_member() -> None:
    """Shares by GDP rest on the GDP of all; equal shares do not."""
    case = of_gdp(EE=10.0, LV=20.0)
    nations = case.table("nations").with_columns(basis=pl.Series(["cited", "assumed"]))
    assert filled_targets(case.replace(nations=nations))["basis"].to_list() == ["assumed", "assumed"]
    equal = case.replace(nations=nations, target_keys=pl.DataFrame([TOTAL | {"key": "equal"}]))
    assert filled_targets(equal)["basis"].to_list() == ["derived", "derived"]


@given(days=st.floats(0, 400), attrition=st.just(0.0) | st.floats(1e-9, 1), times=st.floats(0, 100))
def test_weapon_days_are_linear_in_weapons_and_never_more_than_without_attrition(
    days: float, attrition: float, times: float
) -> None:
    """Weapon-days grow with the number of weapons, and attrition takes some away."""
    one = weapon_days(array(1), array(days), array(attrition))[0]
    assert weapon_days(array(times), array(days), array(attrition))[0] == pytest.approx(times * one)
    # The formula is that of whole days: inside the first day the curve lies above the line.
    assert one <= max(days, 1) * (1 + 1e-12)


@given(sigma=st.floats(0, 3), low=st.floats(0.1, 99.9), high=st.floats(0.1, 99.9))
def test_percentiles_rise(sigma: float, low: float, high: float) -> None:
    """A higher percentile never asks for less, and P50 is the median."""
    low, high = sorted((low, high))
    found = rate_at(array(4, 4, 4), array(sigma, sigma, sigma), array(low, high, 50))
    assert found[0] <= found[1]
    assert found[2] == 4

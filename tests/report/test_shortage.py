"""Where nations are short, and when each gap closes."""

import polars as pl
import pytest

from jointstock.plans.plan import Plan
from jointstock.report import shortage
from jointstock.report.names import names_of
from tests.report.tiny import tiny_case, tiny_plan

CASE = tiny_case(
    nations=[
        {"nation": "XA", "name": "Aland"},
        {"nation": "XB", "name": "Bland"},
        {"nation": "XU", "name": "Uland"},
    ],
    classes=[
        {"class": "C", "name": "Cannon rounds", "unit": "rounds"},
        {"class": "D", "name": "Darts", "unit": "darts"},
    ],
)


def short(
    nation: str, class_: str, target: float, covered: list[float], basis: str = "cited"
) -> list[dict[str, object]]:
    """Rows of shortfalls of a nation and class, one a period."""
    return [
        {
            "nation": nation,
            "class": class_,
            "period": period,
            "target": target,
            "covered": held,
            "shortfall": max(0.0, target - held),
            "unmet": 0.0,
            "area": 0.0,
            "basis": basis,
        }
        for period, held in zip(("2030-01", "2030-02", "2030-03"), covered, strict=True)
    ]


@pytest.fixture(scope="module")
def plan() -> Plan:
    """XA closes C in February, XB never; XA holds D throughout; XU has no target."""
    rows = [
        *short("XA", "C", 100, [40, 100, 100]),
        *short("XB", "C", 200, [50, 50, 150], "synthetic"),
        *short("XA", "D", 10, [10, 10, 10]),
        *short("XU", "C", 0, [5, 5, 5]),
    ]
    times = {("XA", "C"): "2", ("XB", "C"): "never", ("XA", "D"): "0", ("XU", "C"): "0"}
    return tiny_plan(
        CASE,
        shortfalls=rows,
        cover=[
            {"nation": "XA", "class": "C", "item": "R", "period": "opening", "quantity": 10.0, "ratio": 2.0},
            {"nation": "XA", "class": "C", "item": "S", "period": "opening", "quantity": 5.0, "ratio": 1.0},
            {"nation": "XA", "class": "C", "item": "R", "period": "2030-01", "quantity": 40.0, "ratio": 1.0},
            {"nation": "XA", "class": "D", "item": "D", "period": "opening", "quantity": 30.0, "ratio": 1.0},
        ],
        kpis=[
            {"kpi": "time_to_target", "nation": nation, "class": class_, "value": value, "unit": "months"}
            for (nation, class_), value in times.items()
        ],
    )


def test_fill_counts_opening_stock_at_the_start_and_the_last_period_at_the_end(plan: Plan) -> None:
    """Stock times ratio against the target; never above 1; nothing held is 0; without a target no row."""
    rows = {(row["nation"], row["class"]): row for row in shortage.fill(plan).iter_rows(named=True)}
    assert set(rows) == {("XA", "C"), ("XB", "C"), ("XA", "D")}
    assert rows["XA", "C"]["fill_start"] == 0.25
    assert rows["XA", "C"]["fill_end"] == 1.0
    assert rows["XB", "C"]["fill_start"] == 0.0
    assert rows["XB", "C"]["fill_end"] == 0.75
    assert rows["XA", "D"]["fill_start"] == 1.0


def test_a_target_closes_in_the_month_that_its_key_figure_counts(plan: Plan) -> None:
    """Two months from January end in February; never and from the start stay words."""
    rows = shortage.closing(plan).sort("nation", "class").iter_rows()
    assert list(rows) == [("XA", "C", "2030-02"), ("XA", "D", "0"), ("XB", "C", "never"), ("XU", "C", "0")]


def test_the_map_has_a_cell_for_each_target_at_start_and_end(plan: Plan) -> None:
    """Each cell has its band and its percent, the dark bands light ink."""
    data = shortage.where(plan, names_of(CASE)).data
    cells = {(row["nation"], row["class"], row["at"]): row for row in data.iter_rows(named=True)}
    assert len(cells) == 6
    start = cells["Aland", "Cannon rounds", "At the start"]
    assert (start["percent"], start["band"], start["deep"]) == ("25", "20-40 %", True)
    end = cells["Bland", "Cannon rounds", "At the end"]
    assert (end["percent"], end["band"], end["deep"]) == ("75", "60-80 %", False)
    assert cells["Aland", "Darts", "At the start"]["band"] == "target met"


def test_the_first_finding_counts_targets_short_at_start_and_end(plan: Plan) -> None:
    """Two of three targets are short at the start, one at the end."""
    exhibit = shortage.where(plan, names_of(CASE))
    assert exhibit.finding == "2 of 3 targets are short at the start; 1 remains short in April 2030."
    assert [row.mark for row in exhibit.sheet.rows] == ["", "", "‡"]


def test_the_closing_finding_says_when_and_what_stays_open(plan: Plan) -> None:
    """One target closes in February, one never, one is met from the start and counts as neither."""
    exhibit = shortage.when(plan, names_of(CASE))
    assert exhibit.finding == (
        "1 target is met for good in February 2030; 1 is not met in the plan: 1 in Cannon rounds."
    )
    counts = {(row["label"], row["phase"]): row["targets"] for row in exhibit.data.iter_rows(named=True)}
    assert counts == {
        ("Cannon rounds", "met in 2030"): 1,
        ("Cannon rounds", "not met in the plan"): 1,
        ("Darts", "met from the start"): 1,
    }
    texts = [[text for text, _ in row.cells] for row in exhibit.sheet.rows]
    assert texts == [
        ["Aland", "Cannon rounds", "Feb 2030"],
        ["Aland", "Darts", "from the start"],
        ["Bland", "Cannon rounds", "not in the plan"],
    ]


def test_the_course_sums_over_nations(plan: Plan) -> None:
    """60 + 150 of 300 are missing in January, 50 of 300 in the end."""
    rows = shortage.shortfall_course(plan).filter(pl.col("class") == "C")
    assert rows.get_column("shortfall").to_list() == [210.0, 150.0, 50.0]
    assert rows.get_column("short_share").to_list() == pytest.approx([0.7, 0.5, 1 / 6])
    assert rows.get_column("basis").to_list() == ["synthetic"] * 3


def test_the_course_finding_names_the_widest_gap(plan: Plan) -> None:
    """Darts are never short; 50 cannon rounds, a sixth of the targets, are missing at the end."""
    exhibit = shortage.course(plan, names_of(CASE))
    assert exhibit.finding == (
        "The shortfall closes in 1 of 2 classes; the widest gap left is in Cannon rounds: "
        "50 rounds, 17 % of the targets."
    )
    first = exhibit.data.row(0, named=True)
    assert first["words"] == "210 → 50 rounds short"


def test_the_last_step_of_the_course_reaches_the_end_of_the_plan(plan: Plan) -> None:
    """The last period, March and April, ends its step in April."""
    dates = shortage.course(plan, names_of(CASE)).data.get_column("date")
    assert dates.max() == "2030-04-28"


def test_without_targets_the_findings_say_so() -> None:
    """A plan without targets has findings, and no rows."""
    empty, names = tiny_plan(CASE), names_of(CASE)
    for exhibit in (shortage.where(empty, names), shortage.when(empty, names), shortage.course(empty, names)):
        assert exhibit.finding == "No nation has a target."
        assert exhibit.sheet.rows == []


def test_where_all_is_met_the_findings_say_so() -> None:
    """Targets that are always met are neither closing nor open."""
    full = tiny_plan(
        CASE,
        shortfalls=short("XA", "C", 10, [10, 10, 10]),
        cover=[
            {"nation": "XA", "class": "C", "item": "R", "period": "opening", "quantity": 10.0, "ratio": 1.0}
        ],
        kpis=[{"kpi": "time_to_target", "nation": "XA", "class": "C", "value": "0", "unit": "months"}],
    )
    names = names_of(CASE)
    assert shortage.when(full, names).finding == "Every target is met from the start."
    assert shortage.course(full, names).finding == "At the end nothing is short in 1 class."

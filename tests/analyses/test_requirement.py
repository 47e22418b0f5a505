"""What targets ask for, and what they are computed from."""

import polars as pl
import pytest

from jointstock.analyses.requirement import requirement
from jointstock.errors import OptionError
from jointstock.facts.answer import Answer
from jointstock.facts.case import Case
from tests.small_case import small, with_cells, with_row

# 1,000 weapons for 10 days at 4 a day, a quarter lost, 500 beside: 50,500 at the median.
FIGURES = {"weapons": 1000.0, "rate": 4.0, "days": 10.0, "loss": 0.25, "training": 500.0}
NEED = {"version": "V1", "nation": "EE", "class": "artillery", "platform": ""}
EFFORT = NEED | FIGURES | {"test": 0.0, "pipeline": 0.0, "basis": "synthetic"}


def of(*efforts: dict[str, object], case: Case | None = None, **cells: object) -> Answer:
    """What the targets of the small case ask for, with these efforts and cells of the first target."""
    changed = with_cells(small() if case is None else case, "targets", 0, **cells)
    return requirement(changed.replace(efforts=pl.DataFrame(efforts)) if efforts else changed)


def row(answer: Answer, number: int = 0) -> dict[str, object]:
    """A row of the answer."""
    return answer.table().row(number, named=True)


def test_a_stated_target_without_efforts() -> None:
    """Only what is stated is known: nothing is computed or compared."""
    found = row(of())
    assert (found["method"], found["stated"], found["quantity"]) == ("stated", 400, 400)
    assert {found[name] for name in ("p50", "p80", "p95", "percentile", "computed", "ratio")} == {None}


def test_a_stated_target_beside_its_efforts() -> None:
    """400 stated are 0.8 % of the 50,500 that the efforts come to, and 400 are what counts."""
    found = row(of(EFFORT))
    assert (found["computed"], found["percentile"], found["quantity"]) == (50_500, 50, 400)
    assert found["ratio"] == pytest.approx(400 / 50_500)


def test_a_computed_target_at_its_percentile() -> None:
    """At sigma 0.5 the 50,000 of use are 76,159.8 at P80 and 113,800.9 at P95; the target stands for P80."""
    found = row(of(EFFORT | {"sigma": 0.5}, quantity=None, method="level of effort", percentile=80.0))
    assert [found[name] for name in ("p50", "p80", "p95")] == pytest.approx(
        [50_500, 76_659.8, 114_300.9], abs=0.1
    )
    assert (found["percentile"], found["stated"], found["ratio"]) == (80, None, None)
    assert found["computed"] == found["quantity"] == found["p80"]


def test_a_share_of_a_total() -> None:
    """A half of 900 is computed by the key; there are no percentiles."""
    total = {"version": "V1", "class": "artillery", "group": "Baltic", "from": "2023-07", "total": 900.0}
    case = small().replace(target_keys=pl.DataFrame([total | {"key": "equal"}]))
    found = row(of(case=case, quantity=None, method="key"))
    assert (found["method"], found["computed"], found["quantity"]) == ("key", 450, 450)
    assert (found["p50"], found["percentile"], found["stated"]) == (None, None, None)


def test_efforts_without_a_target_are_shown() -> None:
    """What they come to is computed, and no quantity is planned with."""
    answer = of(EFFORT, EFFORT | {"class": "rockets"})
    found = answer.table().row(by_predicate=pl.col("class") == "rockets", named=True)
    assert (found["from"], found["computed"], found["quantity"], found["basis"]) == (
        None,
        50_500,
        None,
        "synthetic",
    )
    assert "Efforts without a target, which no plan works towards: 1." in answer.summary()


def test_a_row_for_each_month_from_which_a_target_holds() -> None:
    """A target that rises has a row for each step."""
    answer = requirement(with_row(small(), "targets", **{"from": "2024-01", "quantity": 500.0}))
    steps = answer.table().filter(pl.col("nation") == "EE").select("from", "quantity")
    assert steps.rows() == [("2023-07", 400), ("2024-01", 500)]


def test_one_version() -> None:
    """Only the rows of the version asked for; one that is not there is refused with the nearest."""
    case = with_row(small(), "target_versions", version="V2")
    case = with_row(case, "targets", version="V2", quantity=7.0)
    answer = requirement(case, version="V2")
    assert answer.table()["quantity"].to_list() == [7]
    assert answer.question == "requirement --version V2"
    with pytest.raises(OptionError, match=r"no version 'V3' of the targets"):
        requirement(case, version="V3")


def test_summary() -> None:
    """Targets are counted by method, and the widest spread and the lowest stated target are named."""
    words = of(EFFORT | {"sigma": 0.5}).summary()
    assert words == (
        "As of 2023-06-14, targets: 2 (2 stated). "
        "The widest spread is artillery in EE, version V1: 50,500 at P50, 76,660 at P80, 114,301 at P95. "
        "Stated targets that can be computed too: 1; stated below that: 1. "
        "The lowest is artillery in EE, version V1: 400 stated, 50,500 computed (1%)."
    )


def test_unknown_targets_are_counted() -> None:
    """A target whose quantity nobody knows is said to be unknown."""
    answer = of(EFFORT | {"days": None}, quantity=None, method="level of effort")
    assert row(answer)["quantity"] is None
    assert "Targets whose quantity is unknown: 1." in answer.summary()

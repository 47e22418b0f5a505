"""Cover."""

import polars as pl

from jointstock.facts.case import Case
from jointstock.facts.cover import certifiable, covering, first_class
from tests.small_case import small


def with_compatibility(*rows: tuple[str, str, str, str, float | None]) -> Case:
    """The small case with rows (item, class, nation, state, ratio) of compatibility."""
    names = ["item", "class", "nation", "state", "ratio"]
    frame = pl.DataFrame(
        rows, schema=dict.fromkeys(names[:4], pl.String) | {"ratio": pl.Float64}, orient="row"
    )
    return small().replace(compatibility=frame.with_columns(pl.lit("").alias("platform")))


def told(case: Case, nation: str) -> list[tuple[str, str, float]]:
    """Class, item and ratio of what counts in a nation."""
    rows = covering(case).filter(pl.col("nation") == nation)
    return list(rows.select("class", "item", "ratio").iter_rows())


def test_a_row_for_all_counts_in_every_nation_once() -> None:
    """A row for all nations counts in each, with ratio 1 where none is stated."""
    case = with_compatibility(("shell", "GUNS", "*", "common", None))
    assert told(case, "EE") == [("GUNS", "shell", 1.0)]
    assert told(case, "LV") == [("GUNS", "shell", 1.0)]


def test_a_nations_own_row_goes_before_the_row_for_all() -> None:
    """A nation's own row takes the place of the row for all, also where it forbids."""
    case = with_compatibility(
        ("shell", "GUNS", "EE", "none", None),
        ("shell", "GUNS", "*", "interchangeable", 2.0),
        ("shell", "GUNS", "LV", "common", 0.5),
    )
    assert told(case, "EE") == []
    assert told(case, "LV") == [("GUNS", "shell", 0.5)]


def test_data_needed_does_not_count() -> None:
    """An item that lacks firing data does not count as cover."""
    assert told(with_compatibility(("shell", "GUNS", "*", "data_needed", None)), "EE") == []


def test_first_class_is_the_first_by_name() -> None:
    """Of several classes that an item covers, the first by name is its first."""
    case = with_compatibility(("shell", "B", "*", "common", 3.0), ("shell", "A", "*", "common", 2.0))
    row = first_class(covering(case)).filter(pl.col("nation") == "EE").row(0, named=True)
    assert (row["class"], row["ratio"]) == ("A", 2.0)


def test_a_certification_is_offered_where_the_item_does_not_count_yet() -> None:
    """Rows marked so, without those that count already; months and cost may be unknown."""
    names = ["item", "class", "nation", "state", "ratio", "certify", "months_to_certify", "cost_to_certify"]
    rows = [
        ("shell", "GUNS", "LV", "data_needed", None, True, 3.0, 50.0),
        ("shell", "ARMS", "LV", "none", 2.0, True, None, None),
        ("shell", "GUNS", "EE", "common", 1.0, True, 1.0, 1.0),
        ("shell", "ARMS", "EE", "none", 1.0, False, 1.0, 1.0),
        ("shell", "FIRE", "EE", "none", 1.0, None, 1.0, 1.0),
    ]
    frame = pl.DataFrame(rows, schema=names, orient="row").with_columns(pl.lit("").alias("platform"))
    found = certifiable(small().replace(compatibility=frame))
    assert found.columns == ["nation", "class", "item", "ratio", "months", "cost"]
    assert found.rows() == [("LV", "ARMS", "shell", 2.0, None, None), ("LV", "GUNS", "shell", 1.0, 3.0, 50.0)]

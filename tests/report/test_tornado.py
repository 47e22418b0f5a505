"""The tornado of ranges."""

import dataclasses
from pathlib import Path

import polars as pl

from jointstock.report.tornado import page, tornado, write_tornado
from tests.analyses.test_ranges import found


def test_a_bar_for_each_end() -> None:
    """Two bars a group from the plan as it is, in the order of the table."""
    drawn = tornado(found()).to_dict()
    rows = next(data for data in drawn["datasets"].values() if len(data) == 4)
    assert {(row["group"], row["side"], round(row["value"]), round(row["now"])) for row in rows} == {
        ("lines", "low", 8325, 5400),
        ("lines", "high", 3600, 5400),
        ("contract_prices", "low", 5400, 5400),
        ("contract_prices", "high", 5400, 5400),
    }


def test_the_page_stands_by_itself(tmp_path: Path) -> None:
    """Chart and table in one page that asks nothing of the net."""
    path = write_tornado(found(), tmp_path / "deep" / "ranges.html")
    text = path.read_text("utf-8")
    assert "<svg" in text
    assert "<td>8,325</td>" in text
    assert "<script" not in text
    assert 'src="http' not in text


def test_a_page_without_groups_has_no_chart() -> None:
    """Where nothing was planned the page says so in words."""
    none = dataclasses.replace(found(), rows=found().rows.clear())
    assert "<svg" not in page(none)


def test_words_of_a_case_are_no_markup() -> None:
    """A remark with signs of markup is written as it is."""
    rows = found().rows.with_columns(pl.lit("<b>").alias("remark"))
    assert "&lt;b&gt;" in page(dataclasses.replace(found(), rows=rows))

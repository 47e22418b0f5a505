"""Who carries which share."""

import polars as pl
import pytest

from jointstock.report import burden
from jointstock.report.exhibits import Exhibit
from jointstock.report.names import names_of
from tests.analyses.test_burden import TWO
from tests.plans.tiny import planned, tiny
from tests.report.tiny import tiny_case, tiny_plan

PURSES = "[budgets]\npayer, year, amount, carry_over\nA, 2024, 40, 0\nB, 2024, 80, 0\nF, 2024, 30, 0\n"


def shown(text: str = TWO.format("4")) -> dict[str, Exhibit]:
    """The exhibits by their key; A pays 50 of 150 and has three quarters of gross domestic product."""
    plan = planned(tiny(text))
    return {exhibit.key: exhibit for exhibit in burden.exhibits(plan, names_of(plan.case))}


def test_shares_stand_beside_those_of_each_key_that_is_stated() -> None:
    """B pays two thirds with a quarter of gross domestic product: 2.67 times as much."""
    exhibits = shown()
    assert list(exhibits) == ["burden-gdp", "burden-defence", "burden-keys"]
    exhibit = exhibits["burden-gdp"]
    assert exhibit.finding == (
        "1 of 2 nations pays more than their part of gross domestic product: Borland the most (2.67 times), "
        "Arland the least (0.44 times)."
    )
    texts = [[text for text, _ in row.cells] for row in exhibit.sheet.rows]
    assert texts == [
        ["Borland", "0.0001", "67 %", "25 %", "2.67"],
        ["Arland", "0.00005", "33 %", "75 %", "0.44"],
    ]


def test_bars_are_sorted_and_end_at_the_longer_one() -> None:
    """The largest share paid is on top; the ratio stands behind the longer of the two bars."""
    rows = shown()["burden-gdp"].data.select("label", "thin", "wide", "end", "words").rows()
    assert rows == [
        pytest.approx(("Borland", 2 / 3, 1 / 4, 2 / 3, "2.67 ×")),
        pytest.approx(("Arland", 1 / 3, 3 / 4, 3 / 4, "0.44 ×")),
    ]


def test_a_key_known_of_one_nation_is_not_drawn() -> None:
    """Where only A's defence budget is known there is nothing to compare."""
    exhibits = shown(TWO.format(""))
    assert list(exhibits) == ["burden-gdp", "burden-keys"]
    assert "Not known" not in exhibits["burden-keys"].reading


def test_keys_that_are_not_stated_are_named() -> None:
    """A case without gross domestic product and defence budgets compares the rest and says so."""
    text = (
        TWO.format("").replace("1, 300, 6", "1, , ").replace("1, 100, ", "1, , ").replace("1, 50, 1", "1, , ")
    )
    exhibits = shown(text)
    assert list(exhibits) == ["burden-keys"]
    assert exhibits["burden-keys"].reading.endswith(
        "Not known of any nation: gross domestic product and defence budget."
    )
    assert [column.name for column in exhibits["burden-keys"].sheet.columns[3:]] == [
        "equal",
        "requirement",
        "benefit",
    ]


def test_a_fund_has_a_share_and_no_ratio() -> None:
    """The fund pays a fifth; by no key is anything asked of it."""
    text = TWO.format("4").replace("K, line, L", "K, line, L\nK, payer, buyer\nK, payer, F")
    exhibits = shown(text + PURSES)
    assert "What funds pay is in no nation's share." in exhibits["burden-gdp"].reading
    exhibit = exhibits["burden-keys"]
    texts = {row.cells[0][0]: [text for text, _ in row.cells[2:]] for row in exhibit.sheet.rows}
    assert texts["Fund"] == ["20 %", "–", "–", "–", "–", "–"]
    assert exhibit.finding.endswith("; funds and agencies pay 20 %.")
    assert exhibit.sheet.frame.get_column("paid").is_sorted(descending=True)


def test_the_finding_says_which_key_payments_follow() -> None:
    """Payments are in proportion to the requirement, and furthest from gross domestic product."""
    assert shown()["burden-keys"].finding == (
        "Borland (67 %) and Arland (33 %) pay the most; nations pay most nearly by requirement (Gini 0.00), "
        "least by gross domestic product (0.36)."
    )


def test_without_payments_there_is_nothing_to_compare() -> None:
    """A plan that costs nothing has no shares, and neither has an empty one."""
    assert shown("[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 10\n") == {}
    empty = tiny_plan(tiny_case())
    assert burden.exhibits(empty, names_of(empty.case)) == []


def test_rows_carry_the_basis_of_their_nation() -> None:
    """Marks follow the row of the table nations."""
    frame = shown()["burden-keys"].sheet.frame
    assert set(frame.get_column("basis")) == {"synthetic"}
    assert frame.select(pl.col("payer").n_unique()).item() == frame.height

"""All checks together."""

import dataclasses

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.checks import RULES, check, notes
from jointstock.facts.dictionary import DICTIONARY
from tests.small_case import small, told, with_cells, without_rows

UNREAD = Fault("not-a-number", "lines.csv", 2, "capacity", "forty", "a number", "Write it in digits.")


def test_small_case_has_no_fault() -> None:
    """A valid case has no faults."""
    assert check(small()) == ()


def test_known_faults_go_first() -> None:
    """Faults found in reading go before those found in checking."""
    case = with_cells(small(), "lines", 1, site="wroks")
    assert told(check(case, known=[UNREAD])) == [
        ("not-a-number", "lines.csv", 2, "capacity"),
        ("unknown-key", "lines.csv", 3, "site"),
    ]


def test_no_cell_is_blamed_twice() -> None:
    """A cell that could not be read is not also called unknown."""
    case = with_cells(small(), "lines", 0, capacity=None)
    assert check(case, known=[UNREAD]) == (UNREAD,)


def test_broken_tables_are_not_compared() -> None:
    """Where rows of a table could not be read, keys are not looked for in it."""
    case = without_rows(small(), "lines")
    assert {fault.code for fault in check(case)} >= {"unknown-key"}
    assert check(case, broken=["lines"]) == ()


def test_missing_columns_are_not_told_cell_by_cell() -> None:
    """A required column that a broken table does not have is not missed in every row."""
    case = small().replace(lines=small().table("lines").drop("site"))
    assert told(check(case, broken=["lines"])) == []


def test_faulty_settings_stop_what_stands_on_them() -> None:
    """With a horizon that cannot be read, nothing is held against the horizon."""
    settings = dataclasses.replace(small().settings, first_month="July")
    case = small().replace(settings=settings, budgets=small().budgets.without(year=2024))
    assert told(check(case)) == [("setting-value", "case.toml", None, "first_month")]


def test_unread_settings_are_not_checked() -> None:
    """Where case.toml could not be read, its stand-ins are not blamed."""
    settings = dataclasses.replace(small().settings, as_of="", months=0)
    assert check(small().replace(settings=settings), broken=["settings"]) == ()


def test_tables_that_rules_read_exist() -> None:
    """Every rule names tables of the dictionary, or the settings."""
    read = {name for rule in RULES for name in rule.reads}
    assert read - {"settings"} <= set(DICTIONARY.tables)


def test_every_table_is_held_against_its_references() -> None:
    """There is a rule for each column that refers to a table."""
    references = sum(bool(column.refers) for spec in DICTIONARY.tables.values() for column in spec.columns)
    assert sum(len(rule.reads) == 2 and "unknown_keys" in repr(rule.find) for rule in RULES) == references


def test_faults_do_not_depend_on_the_order_of_rows() -> None:
    """A shuffled table has the same faults, at the rows where they now stand."""
    case = with_cells(small(), "budgets", 1, amount=None)
    shuffled = case.replace(budgets=case.table("budgets").reverse())
    assert {fault.code for fault in check(case)} == {fault.code for fault in check(shuffled)}
    assert [fault.row for fault in check(case)] == [3]
    assert [fault.row for fault in check(shuffled)] == [4]


def test_many_faults_of_a_rule_are_counted() -> None:
    """A thousand rows with one mistake are listed, and those beyond are counted."""
    row = small().table("holdings").head(1).drop("nation", "lot")
    many = pl.DataFrame({"nation": ["XX"] * 1500, "lot": [str(number) for number in range(1500)]})
    case = small().replace(holdings=many.join(row, how="cross"))
    faults = check(case)
    assert len(faults) == 1001
    assert (faults[-1].row, faults[-1].value) == (None, "1500 such rows")


def test_empty_case_lacks_its_tables() -> None:
    """A case without nations and items is told so, and nothing else."""
    case = Case(small().settings, {})
    assert [(fault.code, fault.file) for fault in check(case)] == [
        ("missing-table", "nations.csv"),
        ("missing-table", "items.csv"),
    ]


def test_small_case_has_no_notes() -> None:
    """There is nothing to say about the small case."""
    assert notes(small()) == ()

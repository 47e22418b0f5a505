from pathlib import Path
from typing import Any

import polars as pl
import pytest

from jointstock.errors import OptionError
from jointstock.facts.case import Case, Settings
from jointstock.facts.changes import apply_changes, parse_change, parse_without, read_change_file

SETTINGS = Settings(
    name="x", as_of="2023-06-14", first_month="2023-07", months=24, currency="EUR", price_year=2023
)


@pytest.fixture
def case() -> Case:
    """A case with a few rows in a few tables."""
    return Case(SETTINGS, {}).replace(
        budgets=pl.DataFrame(
            {"payer": ["EE", "EE", "LV"], "year": [2023, 2024, 2024], "amount": [10.0, None, 30.0]}
        ),
        contract_prices=pl.DataFrame(
            {"contract": ["a.b"], "item": ["shell"], "from_quantity": [0.0], "price": [5.0]}
        ),
        contracts=pl.DataFrame({"contract": ["a.b"], "kind": ["spot"], "admin_months": [2], "queue": ["no"]}),
        obstacles=pl.DataFrame(
            {"obstacle": ["export licence", "export licence", "strike"], "months": [1, 2, 3]}
        ),
    )


def amounts(case: Case) -> list[float | None]:
    return case.table("budgets")["amount"].to_list()


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("budgets.EE.2025.amount*=1.1", ("budgets", ["EE", "2025"], "amount", "*=", 1.1)),
        ("budgets.*.2025.amount += -5", ("budgets", ["*", "2025"], "amount", "+=", -5)),
        ("contract_prices.'a.b'.\"x y\".price=7", ("contract_prices", ["a.b", "x y"], "price", "=", 7)),
        ("case.months=36", ("case", [], "months", "=", 36)),
        ("lines.*.own_account=yes", ("lines", ["*"], "own_account", "=", "yes")),
        ("lines.l1.ramp_step=", ("lines", ["l1"], "ramp_step", "=", None)),
        ("nations.EE.name='7'", ("nations", ["EE"], "name", "=", "7")),
    ],
)
def test_a_change_is_read_from_its_short_form(text: str, change: tuple[Any, ...]) -> None:
    """Table, key, column, operator and value are read; quotes keep dots together."""
    assert tuple(parse_change(text).values()) == change


@pytest.mark.parametrize("text", ["", "budgets", "amount=1", "budgets.EE.2025.amount", "budgets..=1"])
def test_a_text_of_another_form_is_refused(text: str) -> None:
    """A text without table, column and operator is no change."""
    with pytest.raises(OptionError, match="is no change"):
        parse_change(text)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("budgets.EE.2023.amount*=1.5", [15.0, None, 30.0]),
        ("budgets.*.2024.amount=7", [10.0, 7.0, 7.0]),
        ("budgets.EE.amount=1", [1.0, 1.0, 30.0]),
        ("budgets.*.amount+=1", [11.0, None, 31.0]),
        ("budgets.LV.amount=", [10.0, None, None]),
    ],
)
def test_a_change_acts_on_the_rows_that_its_key_names(
    case: Case, text: str, after: list[float | None]
) -> None:
    """A star and parts left out behind the first are any; an empty cell stays empty under *= and +=."""
    assert amounts(apply_changes(case, [parse_change(text)])) == after
    assert amounts(case) == [10.0, None, 30.0]


def test_changes_act_one_after_the_other(case: Case) -> None:
    """The second change starts from what the first has made."""
    changes = [parse_change("budgets.EE.2023.amount+=10"), parse_change("budgets.EE.2023.amount*=2")]
    assert amounts(apply_changes(case, changes)) == [40.0, None, 30.0]


def test_numbers_flags_and_keys_with_dots_are_changed(case: Case) -> None:
    """A whole number, a flag and a row with a dot in its name can be changed."""
    texts = [
        "contracts.'a.b'.admin_months*=3",
        "contracts.'a.b'.queue=yes",
        "contract_prices.'a.b'.shell.0.price=9",
    ]
    changed = apply_changes(case, [parse_change(text) for text in texts])
    assert changed.table("contracts").select("admin_months", "queue").row(0) == (6, True)
    assert changed.table("contract_prices")["price"].to_list() == [9.0]


@pytest.mark.parametrize(("text", "months"), [("case.months=36", 36), ("case.months*=0.5", 12)])
def test_settings_are_changed_under_the_name_of_the_case(case: Case, text: str, months: int) -> None:
    """The settings of a case are its table without a key."""
    assert apply_changes(case, [parse_change(text)]).settings.months == months


def test_an_obstacle_is_left_out_with_all_its_rows(case: Case) -> None:
    """Rows of one obstacle go together."""
    changed = apply_changes(case, [parse_without("obstacle:export licence")])
    assert changed.table("obstacles")["obstacle"].to_list() == ["strike"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("budget.EE.2023.amount=1", "Did you mean 'budgets'"),
        ("budgets.EE.2023.amuont=1", "Did you mean 'amount'"),
        ("budgets.EX.2023.amount=1", "no row with payer 'EX'"),
        ("budgets.EE.2030.amount=1", "no row with year '2030'"),
        ("budgets.EE.2024.amount*=2", "unknown"),
        ("budgets.EE.2023.year=2025", "part of the key"),
        ("budgets.EE.2023.1.amount=2", "has 2 parts"),
        ("budgets.EE.2023.amount=much", "needs a number"),
        ("contracts.'a.b'.admin_months*=0.3", "whole numbers"),
        ("contracts.'a.b'.admin_months=0.5", "whole numbers"),
        ("contracts.'a.b'.queue=perhaps", "yes or no"),
        ("contracts.'a.b'.kind=framwork", "Did you mean 'framework'"),
        ("contracts.'a.b'.kind*=2", "needs numbers"),
        ("lines.l1.capacity=1", "no row with line 'l1'"),
        ("lines.*.capacity=1", "has no rows"),
        ("lines.capacity=1", r"name the row, or \* for every row, as in lines\.\*\.capacity"),
        ("lines.l1.x.capacity=1", "has 1 part: line"),
        ("case.mounths=3", "Did you mean 'months'"),
        ("case.months=1.5", "whole number"),
        ("case.name*=2", "needs a number"),
    ],
)
def test_what_the_case_does_not_have_is_refused_by_name(case: Case, text: str, words: str) -> None:
    """A change that names nothing, or does not fit, says so and what may be meant."""
    with pytest.raises(OptionError, match=words):
        apply_changes(case, [parse_change(text)])


@pytest.mark.parametrize("text", ["obstacle:", "nation:EE", "strike"])
def test_only_obstacles_are_left_out(text: str) -> None:
    """What is to be left out is named as an obstacle."""
    with pytest.raises(OptionError, match="obstacle:NAME"):
        parse_without(text)


def test_an_obstacle_that_is_not_there_is_refused(case: Case) -> None:
    """Leaving out what is not there says what may be meant."""
    with pytest.raises(OptionError, match="Did you mean 'export licence'"):
        apply_changes(case, [parse_without("obstacle:export license")])


def test_changes_are_read_from_a_file(tmp_path: Path) -> None:
    """A file holds short forms, tables and what is left out."""
    path = tmp_path / "change.toml"
    path.write_text(
        'set = ["budgets.EE.2023.amount=1"]\nwithout = ["obstacle:strike"]\n'
        '[[changes]]\ntable = "budgets"\ncolumn = "amount"\nop = "*="\nvalue = 2\n'
    )
    assert [dict(change) for change in read_change_file(path)] == [
        {"table": "budgets", "key": ["EE", "2023"], "column": "amount", "op": "=", "value": 1},
        {"key": [], "table": "budgets", "column": "amount", "op": "*=", "value": 2},
        {"without": "obstacle:strike"},
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sets = []", "is not known"),
        ("set = 1", "list of texts"),
        ("changes = 1", "list of tables"),
        ("[[changes]]\ntable = 'x'\n", "lacks 'column'"),
        ("[[changes]]\ntable = 'x'\ncolumn = 'y'\nop = '-='\nvalue = 1\n", "operator"),
        ("set = [", "cannot be read as TOML"),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str, words: str) -> None:
    """A change file that cannot be read or holds something else says what is wrong."""
    path = tmp_path / "change.toml"
    path.write_text(text)
    with pytest.raises(OptionError, match=words):
        read_change_file(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A file that is not there, or is a folder, cannot be read, and the reason is in words."""
    with pytest.raises(OptionError, match=r"none.toml' cannot be read: No such file or directory\.$"):
        read_change_file(tmp_path / "none.toml")
    with pytest.raises(OptionError, match=r"cannot be read: Is a directory\.$"):
        read_change_file(tmp_path)


def test_a_computed_target_changes_as_if_it_were_stated(case: Case) -> None:
    """Twice a target of 5 weapons, 3 a day and 4 days is 120, and stands in the row; others stay computed."""
    need = {"version": "V1", "class": "C"}
    figures = {"weapons": 5.0, "rate": 3.0, "days": 4.0, "loss": 0.0, "training": 0.0, "test": 0.0}
    rows = [
        need | {"nation": nation, "from": "2023-07", "method": "level of effort"} for nation in ("A", "B")
    ]
    efforts = [need | figures | {"nation": nation, "platform": "", "pipeline": 0.0} for nation in ("A", "B")]
    full = case.replace(targets=pl.DataFrame(rows), efforts=pl.DataFrame(efforts))
    changed = apply_changes(full, [parse_change("targets.V1.A.quantity*=2")])
    assert changed.table("targets")["quantity"].to_list() == [120, None]

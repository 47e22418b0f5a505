"""What a wheel has to hold."""

from pathlib import Path

from tools.wheel import faults, wanted_files


def test_a_missing_file_is_named() -> None:
    """A module that the wheel lacks is a fault."""
    assert faults(["jointstock/a.py"], ["jointstock/a.py", "jointstock/b.py"]) == [
        "jointstock/b.py is missing from the wheel."
    ]


def test_a_stored_plan_is_refused() -> None:
    """A file that only a plan has may not be shipped."""
    assert faults(["jointstock/cases/a/run.json"], []) == [
        "jointstock/cases/a/run.json is part of a stored plan."
    ]


def test_tables_and_cases_are_wanted(tmp_path: Path) -> None:
    """Modules, data files and tables of cases are wanted; caches are not."""
    for name in ("a.py", "facts/dictionary.toml", "cases/x/items.csv", "__pycache__/a.py"):
        path = tmp_path / "jointstock" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert wanted_files(tmp_path / "jointstock") == [
        "jointstock/a.py",
        "jointstock/cases/x/items.csv",
        "jointstock/facts/dictionary.toml",
    ]

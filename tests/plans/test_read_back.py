import pytest

from tests.plans.tiny import base_plan

LEVELS = ["commitments", "end", "shortfall", "money", "stock"]


def test_the_size_of_the_program_is_told_by_family() -> None:
    """Families of columns and of rows add up to all of them."""
    size = base_plan().run["size"]
    assert sum(size["families"]["columns"].values()) == size["columns"]
    assert sum(size["families"]["rows"].values()) == size["rows"]


def test_levels_are_proven() -> None:
    """Each level has a value, its bound, what is between them, and the room that later levels had."""
    levels = base_plan().run["levels"]
    assert [level["name"] for level in levels] == LEVELS
    for level in levels:
        assert level["gap"] == pytest.approx(max(0, level["value"] - level["bound"]))
        assert level["gap"] <= level["tolerance"] + 1e-12
        assert level["tolerance"] == pytest.approx(1e-9 * max(1, level["value"]))

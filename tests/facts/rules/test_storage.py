"""Rules of what is stored and for how long."""

import pytest

from jointstock.facts.rules import storage
from tests.small_case import small, told, with_cells, with_table


@pytest.mark.parametrize(
    ("expiry", "expired"), [("2023-06", True), ("2023-07", False), ("2030-01", False), (None, False)]
)
def test_expired_lots(expiry: str | None, *, expired: bool) -> None:
    """A lot may expire in the first month, to whose start it is held, and not before."""
    found = told(storage.expired_lots(with_cells(small(), "holdings", 1, expiry=expiry)))
    assert found == ([("already-expired", "holdings.csv", 3, "expiry")] if expired else [])


@pytest.mark.parametrize(
    ("warehouse", "member", "expected"),
    [
        ("EDF", "EE", []),
        ("EE", "LV", [("warehouse-of-nation", "warehouse")]),
        ("EDF", "EDF", [("member-of-warehouse", "member")]),
        ("XX", "EE", []),
    ],
)
def test_warehouses(warehouse: str, member: str, expected: list[tuple[str, str]]) -> None:
    """Funds and agencies keep warehouses, and nations are their members."""
    case = with_table(small(), "warehouses", {"warehouse": warehouse, "member": member})
    assert [(fault.code, fault.column) for fault in storage.warehouse_roles(case)] == expected


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ({}, []),
        ({"state": "data_needed"}, []),
        ({"state": "common"}, ["state"]),
        ({"nation": "*"}, ["nation"]),
        ({"platform": "howitzer"}, ["platform"]),
        ({"platform": "howitzer", "class": ""}, ["platform", "class"]),
        ({"certify": False, "nation": "*", "state": "common"}, []),
    ],
)
def test_certifications(cells: dict[str, object], columns: list[str]) -> None:
    """One nation buys the certification of an item for a class that it does not cover yet."""
    row = {"nation": "EE", "state": "none", "platform": "", "certify": True} | cells
    found = list(storage.certifications(with_cells(small(), "compatibility", 0, **row)))
    assert [fault.column for fault in found] == columns
    assert {fault.code for fault in found} <= {"certification"}

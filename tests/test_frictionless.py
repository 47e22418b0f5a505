"""A case folder is a Frictionless Data Package, by the word of the standard's own validator."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from jointstock import list_bundled, open_case
from jointstock.files.folder import write_case


@pytest.mark.parametrize("name", list_bundled())
def test_a_written_case_is_a_valid_package(name: str, tmp_path: Path) -> None:
    """Every bundled case, written as CSV, passes the validator with all its tables."""
    write_case(open_case(name), tmp_path / "case")
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    done = subprocess.run(command, cwd=tmp_path / "case", capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    faults = [error["message"] for task in report["tasks"] for error in task["errors"]]
    assert report["valid"], faults[:5]
    assert report["stats"]["tasks"] == len(list((tmp_path / "case").glob("*.csv")))

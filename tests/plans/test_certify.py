"""Certifying plans, from the folder on."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from jointstock.errors import OptionError
from jointstock.files.folder import open_case
from jointstock.plans.aims import Leximin
from jointstock.plans.certify import certify
from jointstock.plans.folder import read_plan, tables_digest, write_plan
from jointstock.plans.make import make_plan
from jointstock.plans.plan import Plan
from tests.plans.tiny import base_plan, tiny

CASES = Path(__file__).parent.parent / "cases"


def tampered(**parts: Any) -> Plan:
    """The tiny plan with parts written anew."""
    return replace(base_plan(), **parts)


@pytest.mark.parametrize("name", ["nordic-mini", "K01", "A02", "T01", "T03", "T06"])
def test_gaps_of_plans_are_next_to_nothing(name: str) -> None:
    """Every level of a plan that is said to be optimal is proven to a millionth."""
    plan = make_plan(open_case(name if name == "nordic-mini" else str(CASES / name)))
    proof = certify(plan)
    assert plan.run["status"] == "optimal"
    assert proof.rows["level"].to_list() == [level["name"] for level in plan.run["levels"]]
    assert proof.rows["value"].to_list() == pytest.approx(
        [level["value"] for level in plan.run["levels"]], rel=1e-9, abs=1e-9
    )
    assert proof.worst <= 1e-6
    assert proof.residual <= 1e-7


def test_a_plan_read_from_its_folder_is_certified_alike(tmp_path: Path) -> None:
    """Nothing but the folder is needed."""
    back = read_plan(write_plan(base_plan(), tmp_path / "plan"))
    assert certify(back).rows.equals(certify(base_plan()).rows)


def test_the_options_of_the_plan_are_those_of_its_program() -> None:
    """Calendar and end are taken from the plan."""
    plan = make_plan(tiny(), calendar="2x3", end="none")
    assert certify(plan).rows["level"].to_list() == ["commitments", "shortfall", "money", "stock"]
    assert certify(plan).worst <= 1e-6


def test_a_plan_without_a_certificate_cannot_be_certified() -> None:
    """There is nothing to prove it by."""
    with pytest.raises(OptionError, match="no certificate"):
        certify(tampered(certificate=None))


def test_a_plan_with_other_aims_cannot_be_certified() -> None:
    """Levels of fairness are not those of the certificate."""
    with pytest.raises(OptionError, match=r"made with fairness; only plans without"):
        certify(make_plan(tiny(), fairness=Leximin()))


def test_a_changed_table_is_refused() -> None:
    """A cell of a table that the columns do not give is seen."""
    tables = {**base_plan().tables}
    tables["orders"] = tables["orders"].with_columns(pl.col("quantity") + 1.0)
    with pytest.raises(OptionError, match="not those of its certificate"):
        certify(tampered(tables=tables))
    run = {**base_plan().run, "plan_digest": tables_digest(tables)}
    with pytest.raises(OptionError, match="not those of its certificate"):
        certify(tampered(tables=tables, run=run))


def test_changed_columns_are_refused() -> None:
    """Columns that break the rows, or make other tables, are seen."""
    found = base_plan().certificate
    assert found is not None
    for move in (5.0, 1e-7):
        columns = found.columns.copy()
        columns[np.argmax(columns)] += move
        with pytest.raises(OptionError, match=r"break rows|not those of its certificate"):
            certify(tampered(certificate=replace(found, columns=columns)))


def test_the_certificate_of_another_plan_is_refused() -> None:
    """A plan with twice as many months has other columns."""
    other = make_plan(tiny(months=12, calendar="12x1"))
    with pytest.raises(OptionError, match="belongs to another plan"):
        certify(tampered(certificate=other.certificate))


def test_a_case_with_other_figures_is_seen() -> None:
    """In a case with half of the capacity the columns break its rows."""
    lines = base_plan().case.table("lines").with_columns(pl.col("capacity") / 2)
    with pytest.raises(OptionError, match="break rows"):
        certify(tampered(case=base_plan().case.replace(lines=lines)))

"""The program of a plan, built again from what its folder holds."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jointstock.errors import OptionError
from jointstock.plans.aims import Hurry, Keep, Leximin
from jointstock.plans.folder import read_plan, write_plan
from jointstock.plans.make import make_plan
from jointstock.plans.plan import Plan
from jointstock.plans.rebuilding import Rebuilt, rebuild
from tests.plans.pooled import pooled_case
from tests.plans.tiny import base_plan, tiny

POOLS = pooled_case({"N1": 10, "N2": 10, "N3": 10}, {"D1": (4, "N1 N2"), "D2": (8, "N3")})


def rebuilt(plan: Plan) -> Rebuilt:
    """The program of a plan with a certificate."""
    assert plan.certificate is not None
    return rebuild(plan, plan.certificate)


@pytest.mark.parametrize("written", [False, True])
def test_the_program_is_the_one_that_was_solved(*, written: bool, tmp_path: Path) -> None:
    """With all aims it has the columns, rows and families of the plan, and its levels in order."""
    plan = make_plan(tiny(), fairness=Leximin(within=0.5), keep=Keep(base_plan()), hurry=Hurry("A"))
    if written:
        plan = read_plan(write_plan(plan, tmp_path / "plan"))
    found = rebuilt(plan)
    program, size = found.model.program, plan.run["size"]
    assert (program.columns, program.rows) == (size["columns"], size["rows"])
    assert len(program.arrays().values) == size["nonzeros"]
    families = {name: family.count for name, family in program.row_families.items() if family.count}
    assert families == size["families"]["rows"]
    assert [level.name for level in found.levels] == [level["name"] for level in plan.run["levels"]]


def test_a_plan_without_aims_has_none() -> None:
    """Nothing is claimed, shut or to be noted."""
    found = rebuilt(base_plan())
    assert found.levels == found.model.goals
    assert (found.rounds, found.claims, found.sure, found.notes) == ((), (), (), ())
    assert len(found.shut) == 0


def test_rounds_are_levels_and_shut_the_room_of_those_not_found() -> None:
    """Round 1 leaves nobody room, round 2 only N1 and N2, whom the first has found."""
    found = rebuilt(make_plan(POOLS, fairness=Leximin()))
    assert found.rounds == (("fair 1", ("N1", "N2")), ("fair 2", ("N3",)))
    labels = [found.model.program.column_label(column) for column in found.shut]
    assert labels == ["exempt[1,N1]", "exempt[1,N2]", "exempt[1,N3]", "exempt[2,N3]"]
    claims = ["least shortfall", "fair 1, who can gain", "fair 2, who can gain"]
    assert [claim.goal.name for claim in found.claims] == claims
    assert [claim.after for claim in found.claims] == [2, 3, 4]


def test_a_distance_is_proven_never_to_be_negative() -> None:
    """The prices of what is kept are the prices of the orders: 5 euros for each of three orders."""
    found = rebuilt(make_plan(tiny(), keep=Keep(base_plan())))
    (level,) = found.sure
    rows = {found.model.program.row_label(row): level.rows[row] for row in np.flatnonzero(level.rows)}
    assert list(rows.values()) == [5, 5, 5]
    assert next(iter(rows)) == "kept[A/A/A/K/L/shell/0.0/2024-01]"


def test_a_case_in_which_nobody_wants_anything_has_no_rounds() -> None:
    """Fairness then is no level; rounds that are told all the same are refused."""
    case = tiny("[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 0\n")
    plan = make_plan(case, fairness=Leximin())
    assert rebuilt(plan).rounds == ()
    told = {**plan.run["fairness"], "rounds": [{"level": "fair 1", "nations": ["A"]}]}
    with pytest.raises(OptionError, match="tells of fairness does not fit"):
        rebuilt(replace(plan, run={**plan.run, "fairness": told}))


@pytest.mark.parametrize(
    "run",
    [
        {"fairness": None, "options": {"fairness": None}},
        {"hurry": {"nation": None, "class": None, "period": "2025-01", "met": True}},
        {"keep": {"plan_digest": None, "signed_until": None}},
        {"options": {"fairness": 1}},
        {"options": {"fairness": {"rule": "max-min", "of": "fill", "within": None}}},
        {"fairness": 1},
        {"options": {"hurry": {"nation": None, "class": None}}},
        {"options": {"keep": {"plan_digest": None, "signed_until": None}}},
    ],
)
def test_what_is_told_must_have_been_asked_for(run: dict[str, Any]) -> None:
    """An aim among the options and not told, told and not among them, or told otherwise, is refused."""
    plan = make_plan(POOLS, fairness=Leximin())
    options = {**plan.run["options"], **run.get("options", {})}
    changed = replace(plan, run={**plan.run, **run, "options": options})
    if run.get("fairness", 1) is None:
        assert [level.name for level in rebuilt(changed).levels][2] == "shortfall"
        return
    with pytest.raises(OptionError, match=r"What run\.json tells of (fairness|hurry|keep) does not fit"):
        rebuilt(changed)


def test_a_limit_that_no_plan_can_keep_is_refused() -> None:
    """Where nothing can be short, whatever is decided, less than nothing may not be asked for."""
    case = tiny("[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 0\n")
    plan = make_plan(case, fairness=Leximin(within=0.0))
    told = {**plan.run["fairness"], "least_shortfall": -5.0}
    with pytest.raises(OptionError, match="does not fit the case: No plan"):
        rebuilt(replace(plan, run={**plan.run, "fairness": told}))

"""Certifying plans, from the folder on."""

import functools
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import polars as pl
import pytest

from jointstock.errors import OptionError
from jointstock.facts.case import Case
from jointstock.files.folder import open_case
from jointstock.plans.aims import Hurry, Keep, Leximin, MaxMin
from jointstock.plans.certify import certify
from jointstock.plans.folder import read_plan, tables_digest, write_plan
from jointstock.plans.make import make_plan
from jointstock.plans.plan import Plan
from jointstock.plans.verify import verify
from tests.plans.test_pursuit import COSTLY
from tests.plans.test_standing import BUILDING, TARGET
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


@functools.cache
def aimed(aim: str) -> Plan:
    """A small plan with an aim, worked out by hand elsewhere, as read from its folder."""
    pools, donors = open_case(str(CASES / "A10b")), open_case(str(CASES / "A11"))
    asked: dict[str, tuple[Case, dict[str, Any]]] = {
        "fill": (pools, {"fairness": Leximin()}),
        "short": (pools, {"fairness": Leximin("shortfall")}),
        "amount": (pools, {"fairness": Leximin("amount")}),
        "max-min": (pools, {"fairness": MaxMin()}),
        "within": (donors, {"fairness": Leximin(within=0.0)}),
        "decided": (tiny(COSTLY), {"fairness": Leximin()}),
        "hurry": (tiny(), {"hurry": Hurry("A", "he")}),
        "never": (tiny(TARGET.format(80)), {"hurry": Hurry()}),
        "at once": (tiny(TARGET.format(20)), {"hurry": Hurry()}),
        "jump": (open_case(str(CASES / "B01")), {"hurry": Hurry()}),
        "keep": (tiny(TARGET.format(60)), {"keep": Keep(base_plan(), "2024-02")}),
        "built": (tiny(BUILDING + TARGET.format(60)), {"keep": Keep(make_plan(tiny(BUILDING)))}),
        "all": (tiny(), {"fairness": Leximin(), "keep": Keep(base_plan()), "hurry": Hurry("A")}),
    }
    case, options = asked[aim]
    with TemporaryDirectory() as folder:
        return read_plan(write_plan(make_plan(case, **options), Path(folder) / "plan"))


AIMS = ("fill", "short", "amount", "max-min", "within", "decided", "hurry", "never", "at once", "jump")


@pytest.mark.parametrize("aim", [*AIMS, "keep", "built", "all"])
def test_plans_with_aims_are_proven_like_others(aim: str) -> None:
    """Every level of an aim is the one of run.json, and is proven to a millionth."""
    plan = aimed(aim)
    proof = certify(plan)
    assert not verify(plan.case, plan)
    assert proof.rows["level"].to_list() == [level["name"] for level in plan.run["levels"]]
    assert proof.rows["value"].to_list() == pytest.approx(
        [level["value"] for level in plan.run["levels"]], rel=1e-9, abs=1e-9
    )
    assert proof.worst <= 1e-6
    assert proof.worst_claim <= 1e-6


def test_every_aim_says_what_is_proven_of_it() -> None:
    """Of a plan with all aims: no month earlier, no shortfall less, nobody better off."""
    words = certify(aimed("all")).summary()
    assert "No plan meets the targets of the deadline from 2024-03 on: 1 or more is left short." in words
    assert "Fair or not, no plan leaves less short in all than 6; 6 is told." in words
    assert "Found in level fair 1: A; no plan leaves it without less than 0.2, 0.2 here." in words
    assert "Table kept is taken as it stands" in words


def test_a_target_out_of_reach_is_proven_to_be() -> None:
    """80 are never met: the deadline itself proves that 1 or more is left short in June."""
    assert certify(aimed("never")).claims["claim"].to_list() == ["met from 2024-06"]
    assert certify(aimed("never")).claims["bound"].to_list() == pytest.approx([1])


def test_nothing_comes_before_the_first_month() -> None:
    """Where targets are met at once there is no earlier month to speak of."""
    assert certify(aimed("at once")).claims.is_empty()


def test_with_yes_no_decisions_the_month_is_the_word_of_the_solver() -> None:
    """The search for the month had its decisions open, so that no price speaks of it, and that is said."""
    proof = certify(aimed("jump"))
    assert "from 2025-11 on is not proven; it is the solver's word" in proof.summary()
    assert proof.claims["bound"].to_list() == [None]


def test_a_plan_stopped_before_it_was_fair_says_so() -> None:
    """Its levels are the usual ones, and nothing is said to be fair."""
    asked = iter(range(1_000_000))
    proof = certify(make_plan(tiny(), fairness=Leximin(), cancel=lambda: next(asked) >= 3))
    assert proof.rows["level"].to_list() == ["commitments", "end", "shortfall"]
    assert "nothing is proven of fairness" in proof.summary()


@pytest.mark.parametrize("question", range(4, 12))
def test_plans_stopped_on_the_way_to_fairness_are_certified_as_far_as_they_came(question: int) -> None:
    """Levels and rounds that were solved are proven, whatever the question at which the plan was stopped."""
    asked = iter(range(1, 1_000_000))
    case = open_case(str(CASES / "A10b"))
    plan = make_plan(case, fairness=Leximin(), cancel=lambda: next(asked) > question)
    assert certify(plan).worst <= 1e-6


def with_told(plan: Plan, aim: str, **parts: Any) -> Plan:
    """The plan with what run.json tells of an aim written anew."""
    return replace(plan, run={**plan.run, aim: {**plan.run[aim], **parts}})


def moved(names: Sequence[str], rounds: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rounds of A10b with other nations found."""
    return [{**each, "nations": list(name)} for name, each in zip(names, rounds, strict=True)]


N1, N2, N3 = "N1", "N2", "N3"


@pytest.mark.parametrize(
    ("aim", "part", "told"),
    [
        ("hurry", "period", "2024-02"),
        ("hurry", "period", "2024-05"),
        ("hurry", "period", "2030-01"),
        ("hurry", "met", False),
        ("hurry", "met", None),
        ("hurry", "nation", "B"),
        ("hurry", "nation", 1),
        ("keep", "signed_until", "2024-03"),
        ("fairness", "least_shortfall", 9.0),
        ("fairness", "least_shortfall", None),
        ("fairness", "within", 0.5),
        ("fairness", "of", "amount"),
        ("fairness", "rule", "max-min"),
        ("fairness", "rule", "none"),
        ("fairness", "rounds", None),
        ("fairness", "rounds", []),
        ("fairness", "rounds", ["fair 1"]),
        ("fairness", "rounds", [{"level": "fair 1", "nations": [1]}]),
        ("fairness", "rounds", [{"level": "fair 1", "nations": ["N1", "N2", "N3"]}]),
        ("fairness", "rounds", [[N1, N2, N3], []]),
        ("fairness", "rounds", [[N1, N2], [N2]]),
        ("fairness", "rounds", [[N1, N2], ["N9"]]),
        ("fairness", "rounds", [[N1], [N2, N3]]),
    ],
)
def test_what_is_told_of_an_aim_must_be_what_was_done(aim: str, part: str, told: Any) -> None:
    """A month, a name, a round or a figure of an aim that was changed in run.json is refused."""
    plan = aimed({"fairness": "fill"}.get(aim, aim))
    if isinstance(told, list) and told and isinstance(told[0], list):
        told = moved(told, plan.run["fairness"]["rounds"])
    with pytest.raises(OptionError, match=r"make the plan again|of another plan|to another plan|no target"):
        certify(with_told(plan, aim, **{part: told}))


def test_another_least_shortfall_is_not_proven() -> None:
    """18 are short in A10b: less contradicts the proof and is refused, more is not what is proven."""
    with pytest.raises(OptionError, match=r"of run\.json is 17, but no plan is below 18; make"):
        certify(with_told(aimed("fill"), "fairness", least_shortfall=17.0))
    more = certify(with_told(aimed("fill"), "fairness", least_shortfall=19.0))
    assert more.worst_claim == pytest.approx(1 / 19)
    assert "than 19 is not proven" in more.summary()


def test_a_nation_found_too_early_is_refused() -> None:
    """With N3 said to be found in the first round, and N2 in the second, the levels are others."""
    plan = aimed("fill")
    rounds = moved([[N1, N3], [N2]], plan.run["fairness"]["rounds"])
    with pytest.raises(OptionError, match=r"levels of run\.json|break rows"):
        certify(with_told(plan, "fairness", rounds=rounds))


@pytest.mark.parametrize(
    ("column", "share"),
    [("quantity", 0.8), ("quantity", 1.2), ("quantity", -1.0), ("signed", 1.2), ("signed", 0.0)],
)
def test_a_changed_plan_that_is_kept_is_refused(column: str, share: float) -> None:
    """What the plan that is kept decided is part of the program, also where its digest was written anew."""
    plan = aimed("keep")
    tables = {**plan.tables, "kept": plan.tables["kept"].with_columns(pl.col(column) * share)}
    for run in (plan.run, {**plan.run, "plan_digest": tables_digest(tables)}):
        with pytest.raises(OptionError, match=r"break rows|not those of|another plan"):
            certify(replace(plan, tables=tables, run=run))


def test_a_row_of_the_plan_that_is_kept_stands_for_a_decision() -> None:
    """An order of an edge that the case does not have is no row of table kept."""
    plan = aimed("keep")
    kept = plan.tables["kept"].with_columns(contract=pl.lit("elsewhere"))
    with pytest.raises(OptionError, match="rows that are no decisions"):
        certify(replace(plan, tables={**plan.tables, "kept": kept}))


@pytest.mark.parametrize("aim", ["hurry", "keep", "fill"])
def test_a_changed_order_of_a_plan_with_aims_is_refused(aim: str) -> None:
    """A cell that the columns do not give is seen, with its digest written anew too."""
    plan = aimed(aim)
    tables = {**plan.tables, "stocks": plan.tables["stocks"].with_columns(pl.col("closing") + 1.0)}
    for run in (plan.run, {**plan.run, "plan_digest": tables_digest(tables)}):
        with pytest.raises(OptionError, match="not those of its certificate"):
            certify(replace(plan, tables=tables, run=run))


@pytest.mark.parametrize("aim", ["base", "hurry", "keep", "fill"])
def test_changed_levels_are_refused(aim: str) -> None:
    """Names and values of the levels are those that the columns give."""
    plan = base_plan() if aim == "base" else aimed(aim)
    levels = plan.run["levels"]
    for told in (
        levels[:-1],
        None,
        [*levels[:-1], 3],
        [{**level, "value": level["value"] + 1e-3} for level in levels],
        [{**level, "value": None} for level in levels],
    ):
        with pytest.raises(OptionError, match=r"levels of run.json are not those"):
            certify(replace(plan, run={**plan.run, "levels": told}))


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

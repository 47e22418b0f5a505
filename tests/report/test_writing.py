"""Writing by the suffix of the name."""

from pathlib import Path

import pytest

from jointstock import Case, OptionError, Plan, make_plan, open_case, open_plan, pareto, write


@pytest.fixture(scope="module")
def case() -> Case:
    """Open the smallest worked case."""
    return open_case("tests/cases/A01")


@pytest.fixture(scope="module")
def plan(case: Case) -> Plan:
    """Make its plan once for these tests."""
    return make_plan(case)


def test_a_case_is_a_folder(case: Case, tmp_path: Path) -> None:
    """A case written to a name without suffix opens again as the same case."""
    assert open_case(write(case, tmp_path / "case")).digest == case.digest


def test_a_plan_is_a_folder(plan: Plan, tmp_path: Path) -> None:
    """A plan written to a name without suffix opens again with the same tables."""
    again = open_plan(write(plan, tmp_path / "plan"))
    assert all(again.tables[name].equals(plan.tables[name]) for name in plan.tables)


def test_a_report_is_a_page(plan: Plan, tmp_path: Path) -> None:
    """A plan written to a name with .html is a report, given as text or as a path."""
    assert write(plan, str(tmp_path / "plan.HTML")).stat().st_size > 1000


@pytest.mark.parametrize(
    ("name", "words"),
    [("plan.xlsx", "cannot be written yet"), ("plan.docx", "no form '.docx'")],
)
def test_an_unknown_form_is_refused(plan: Plan, tmp_path: Path, name: str, words: str) -> None:
    """Workbooks are not available yet and other forms are unknown; nothing is written."""
    with pytest.raises(OptionError, match=words):
        write(plan, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_report_may_have_the_frontier_of_its_case(case: Case, plan: Plan, tmp_path: Path) -> None:
    """The page has a section more; without the frontier it is as it was."""
    curve = pareto(case)
    assert 'id="money"' in write(plan, tmp_path / "plan.html", frontier=curve).read_text("utf-8")
    assert 'id="money"' not in write(plan, tmp_path / "plan.html").read_text("utf-8")


def test_a_frontier_is_added_to_a_report_only(case: Case, plan: Plan, tmp_path: Path) -> None:
    """A plan folder and the page of a frontier have no place for it; nothing is written."""
    curve = pareto(case)
    for thing, name in ((plan, "plan"), (curve, "frontier.html")):
        with pytest.raises(OptionError, match="added to the report of a plan"):
            write(thing, tmp_path / name, frontier=curve)
    assert list(tmp_path.iterdir()) == []


def test_a_report_needs_a_plan(case: Case, tmp_path: Path) -> None:
    """A case has no report; the error says to make a plan first."""
    with pytest.raises(OptionError, match="make_plan first"):
        write(case, tmp_path / "case.html")


def test_other_things_are_refused(tmp_path: Path) -> None:
    """Only a case, a plan or a frontier can be written."""
    with pytest.raises(OptionError, match="A str cannot be written"):
        write("words", tmp_path / "x")  # type: ignore[arg-type]

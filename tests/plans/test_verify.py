import polars as pl
import pytest

from jointstock.facts.changes import apply_changes, parse_change, parse_without
from jointstock.plans.rules.shape import described
from jointstock.plans.verify import verify
from tests.plans.rules.giving import giving
from tests.plans.rules.ordering import ordering
from tests.plans.rules.worked import WorkedPlan


def test_a_plan_of_another_case_is_found() -> None:
    """A case with another digest than the plan names breaks rule V0."""
    plan = ordering()
    other = plan.case.replace(nations=plan.case.table("nations").with_columns(name=pl.lit("X")))
    assert [finding.object for finding in verify(other, plan)] == ["run.digest"]


def test_changes_that_the_plan_names_are_applied_to_the_case() -> None:
    """A plan with a what-if is checked against the case as it was before the what-if."""
    plan = giving()
    before = plan.case.replace(
        lines=plan.case.table("lines").with_columns(capacity=pl.col("capacity") / 2),
        settings=plan.case.settings,
    )
    change = parse_change("lines.*.capacity*=2")
    assert apply_changes(before, [change]).digest == plan.case.digest
    assert verify(before, plan.with_run(options={"changes": [change]})).count == 0
    assert verify(before, plan)


def test_an_obstacle_left_out_by_the_plan_does_not_bind() -> None:
    """What the plan was made without is left out of the case again."""
    plan = giving()
    obstacles = plan.case.table("obstacles")
    more = pl.concat(
        [obstacles, obstacles.filter(pl.col("obstacle") == "export").with_columns(obstacle=pl.lit("ban"))]
    )
    before = plan.case.replace(obstacles=more)
    assert not verify(before, plan.with_run(options={"changes": [parse_without("obstacle:ban")]}))


def test_changes_that_do_not_fit_the_case_are_found() -> None:
    """A change that names nothing in the case is a finding and no error."""
    plan = ordering().with_run(digest="0" * 64, options={"changes": [parse_without("obstacle:nobody")]})
    assert "nobody" in verify(plan.case, plan)[0].text


def test_a_missing_table_or_column_ends_the_check() -> None:
    """Without one of its tables or columns, nothing but the shape of a plan is checked."""
    plan = ordering()
    without = plan.with_table("stocks", plan.tables["stocks"].drop("sent"))
    assert without.broken() == {"V0"}
    tables = {name: frame for name, frame in plan.tables.items() if name != "stocks"}
    assert set(verify(plan.case, type(plan)(plan.case, plan.run, tables)).checked) == {"V0"}


def test_a_rule_in_force_without_a_row_checked_is_a_finding() -> None:
    """A case with floors whose rows cannot be checked does not pass in silence."""
    plan = ordering()
    empty = {name: frame.clear() for name, frame in plan.tables.items() if name not in ("periods",)}
    bare = type(plan)(plan.case, plan.run, {**empty, "periods": plan.tables["periods"]})
    findings = verify(plan.case, bare)
    assert any("no row that could be checked" in finding.text for finding in findings)


def test_the_plan_as_it_is_read_from_a_folder_may_hold_nulls_for_empty_texts() -> None:
    """Empty texts of a plan may be null or nothing; both are read alike."""
    plan = giving()
    filled = {
        name: frame.with_columns(pl.col(pl.String).fill_null("")) for name, frame in plan.tables.items()
    }
    assert not verify(plan.case, type(plan)(plan.case, plan.run, filled))


def test_notes_on_months_are_no_findings() -> None:
    """What breaks inside a period when it is spread over its months is noted and breaks no rule."""
    plan = giving()
    findings = verify(plan.case, plan, monthly=True)
    assert not findings
    assert findings.notes == ()


IDS = [(name, column) for name, columns in described().items() for column, kind in columns if kind == "id"]


@pytest.mark.parametrize("worked", [ordering(), giving()], ids=["ordering", "giving"])
@pytest.mark.parametrize(("table", "column"), [place for place in IDS if place[0] != "prices"])
def test_a_key_that_the_case_does_not_have_is_a_finding(worked: WorkedPlan, table: str, column: str) -> None:
    """A key that nothing has is found in each column of keys, and stops no rule."""
    if worked.tables[table].height:
        assert worked.with_cell(table, 0, column, "nobody").findings()


def test_an_unknown_key_is_named() -> None:
    """The finding says which key the case does not have, and where it stands."""
    texts = [row.text for row in ordering().with_cell("expansions", 0, "option", "X2").findings()]
    assert "A row of expansions names the option 'X2', which the case does not have." in texts


@pytest.mark.parametrize("options", [[1], {"changes": 3}, {"changes": [3]}, {"changes": [{"key": 3}]}])
def test_options_of_another_kind_name_no_changes(options: object) -> None:
    """What is no list of changes changes nothing: the case is another one, and no error is raised."""
    plan = ordering().with_run(digest="0" * 64, options=options)
    assert [finding.object for finding in verify(plan.case, plan)] == ["run.digest"]

import polars as pl

from jointstock.plans.rules.shape import described, known, missing, months_in_all, read_periods
from tests.plans.rules.agreeing import agreeing
from tests.plans.rules.giving import giving
from tests.plans.rules.ordering import ordering


def test_every_table_of_the_description_is_asked_for() -> None:
    """A plan without any table has a finding for each that is described."""
    assert len(missing({}).findings) == len(described())


def test_an_unknown_table_and_an_unknown_column_are_found() -> None:
    """What nobody knows is found as well as what is missing."""
    tables = dict(ordering().tables)
    tables["costs"] = tables["costs"].with_columns(x=pl.lit(1))
    tables["other"] = tables["costs"]
    assert [finding.object for finding in missing(tables).findings] == ["costs.x", "other"]


def test_periods_follow_each_other_without_a_gap() -> None:
    """A gap between two periods and a period without months leave no periods to work with."""
    frame = ordering().tables["periods"]
    periods, check = read_periods(frame)
    assert periods is not None
    assert not check.findings
    assert read_periods(frame.with_columns(months=pl.lit(2, pl.Int64)))[0] is None
    assert read_periods(frame.clear())[0] is None
    assert read_periods(frame.with_columns(months=pl.lit(0, pl.Int64)))[0] is None


def test_a_period_that_crosses_a_fiscal_year_is_found() -> None:
    """With a fiscal year that starts in June, the period of May and June is cut in the wrong place."""
    plan = ordering().with_fact("nations", 0, "fiscal_year_start", 6)
    texts = [finding.text for finding in plan.findings()]
    assert "The period from 2024-05 crosses the start of a fiscal year of EE." in texts


def test_a_plan_of_another_horizon_is_found() -> None:
    """Run, periods and case have the same first month, months and day."""
    assert "run.months" in {finding.object for finding in giving().with_run(months=5).findings()}


def test_two_rows_of_one_key_are_found() -> None:
    """A row that stands twice is found whatever it says."""
    plan = ordering()
    doubled = plan.with_table("prices", pl.concat([plan.tables["prices"]] * 2))
    assert not doubled.findings()
    doubled = plan.with_table("cover", pl.concat([plan.tables["cover"], plan.tables["cover"].head(1)]))
    assert "V0" in doubled.broken()


def test_periods_that_are_not_as_long_as_the_case_end_the_check() -> None:
    """A million months in one cell is one finding, before anything is laid out by month."""
    plan = ordering().with_cell("periods", 4, "months", 1_000_000)
    assert [finding.object for finding in plan.findings()] == ["periods.months"]
    frame = ordering().tables["periods"]
    assert not months_in_all(frame, 6).findings
    assert months_in_all(frame, 7).findings
    assert months_in_all(frame.with_columns(months=pl.lit(None, pl.Int64)), 0).findings


def test_rows_that_name_what_the_case_does_not_have_are_left_out() -> None:
    """A row of an unknown option is not asked about any further, and one of an empty payer is."""
    plan = ordering().with_cell("expansions", 0, "option", "X2").with_cell("costs", 0, "payer", None)
    tables = plan.ground().tables
    kept = known(tables, plan.case)
    assert kept["expansions"].height == tables["expansions"].height - 1
    assert kept["costs"].height == tables["costs"].height


def test_a_period_that_crosses_a_fiscal_year_of_an_authority_is_found() -> None:
    """A payer with a commitment authority and no budget has fiscal years, too."""
    plan = ordering().with_fact("nations", 1, "fiscal_year_start", 6)
    authorities = pl.DataFrame({"payer": ["DE"], "year": [2023], "amount": [5.0]})
    texts = [finding.text for finding in plan.with_facts(authorities=authorities).findings()]
    assert "The period from 2024-05 crosses the start of a fiscal year of DE." in texts


def test_flags_are_yes_or_no() -> None:
    """Another word is found."""
    assert "V0" in agreeing().with_cell("agreements", 0, "in_force", "true").broken()

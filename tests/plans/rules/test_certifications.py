import polars as pl
import pytest

from jointstock.plans.rules.certifications import certified
from tests.plans.rules.ageing import ageing
from tests.plans.rules.worked import WorkedPlan


def found(plan: WorkedPlan) -> str:
    return " ".join(finding.text for finding in plan.findings() if finding.rule == "V12")


def test_a_certification_counts_when_its_months_are_over() -> None:
    """A month after January, rockets of B cover he at the end of February, two for one."""
    rows = certified(ageing().ground())
    assert rows.select("nation", "item", "class", "certified_ratio", "since").row(0) == (
        "B",
        "rocket",
        "he",
        2.0,
        1,
    )


@pytest.mark.parametrize(("months", "findings"), [(1.0, 0), (3.0, 0), (3.5, 0), (4.0, 1), (5.0, 2)])
def test_cover_before_the_certification_is_found(months: float, findings: int) -> None:
    """Rockets that cover he in March and April must be certified by the end of April."""
    plan = ageing().with_fact("compatibility", 2, "months_to_certify", months)
    assert found(plan).count("the case does not let them") == findings


def test_a_whole_period_of_purchase_lies_behind_the_certification() -> None:
    """Bought in March or April, a month later is May: the cover of the same period is too soon."""
    plan = ageing().with_cell("certifications", 0, "period", "2024-03")
    assert "1 of rocket of B count towards he in 2024-03; the case does not let them." in found(plan)
    assert "in 2024-05; the case does not let them" not in found(plan)


def test_cover_without_a_certification_is_found() -> None:
    """What is not certified does not count."""
    assert "V12" in ageing().without_row("certifications", 0).broken()


def test_nothing_certified_counts_at_the_opening() -> None:
    """A certification of no months counts from its own period on, and not for the opening stock."""
    plan = ageing().with_fact("compatibility", 2, "months_to_certify", 0.0)
    rows = plan.tables["cover"]
    more = rows.filter((pl.col("item") == "rocket") & (pl.col("class") == "he")).head(1)
    first = plan.with_table("cover", pl.concat([rows, more.with_columns(period=pl.lit("opening"))]))
    assert "count towards he in opening" in found(first)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("certify", None),
        ("state", "common"),
        ("platform", "rocket"),
        ("months_to_certify", None),
        ("cost_to_certify", None),
    ],
)
def test_only_what_the_case_lets_is_certified(column: str, value: object) -> None:
    """A row without leave, one that counts already, or one of unknown months or cost is not certified."""
    plan = ageing().with_fact("compatibility", 2, column, value)
    assert "B certifies rocket for he in 2024-01; the case does not let it." in found(plan)


def test_a_certification_is_bought_once() -> None:
    """The same certification twice is one too many."""
    plan = ageing()
    rows = plan.tables["certifications"]
    twice = pl.concat([rows, rows.with_columns(period=pl.lit("2024-02"))])
    assert "B certifies rocket for he more than once." in found(plan.with_table("certifications", twice))


def test_a_certification_has_its_cost() -> None:
    """Table and payment name the cost of the case."""
    assert "V12" in ageing().with_cell("certifications", 0, "cost", 2.0).broken()
    place = ageing().tables["payments"]["kind"].to_list().index("certification")
    assert "V9" in ageing().with_cell("payments", place, "amount", 2.0).broken()

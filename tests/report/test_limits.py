"""Which part limits complete rounds."""

from jointstock.report import limits
from jointstock.report.names import names_of
from tests.report.test_scarcity import plan_of
from tests.report.tiny import tiny_case, tiny_plan


def test_the_finding_names_the_part_that_limits() -> None:
    """All charges are used in every period, so charges limit the rounds."""
    plan = plan_of([50, 20, 40])
    overview, month_by_month = limits.exhibits(plan, names_of(plan.case))
    assert overview.finding == (
        "In 1 of 1 production chain a part or a line limits output in some month, most often "
        "Charge for Round."
    )
    assert month_by_month.finding == "Round: output is limited by Charge in 3 of 3 periods."


def test_where_parts_are_left_orders_limit() -> None:
    """Ten rounds a month use up nothing: no part limits."""
    plan = plan_of([10, 10, 20])
    overview, month_by_month = limits.exhibits(plan, names_of(plan.case))
    assert overview.finding == (
        "Orders, money and agreements limit output, not parts or lines (1 production chain)."
    )
    assert overview.data.get_column("part").unique().to_list() == [limits.NO_PART]
    assert month_by_month.finding == (
        "Round: no part is used up; orders, money or agreements limit output throughout."
    )


def test_the_overview_has_a_cell_for_each_chain_and_period() -> None:
    """Periods stand in their order and carry the part that limits them."""
    plan = plan_of([50, 20, 40])
    data = limits.exhibits(plan, names_of(plan.case))[0].data
    assert data.select("chain", "short", "part").rows() == [
        ("Round", "Jan 2030", "Charge"),
        ("Round", "Feb 2030", "Charge"),
        ("Round", "Apr 2030", "Charge"),
    ]


def test_the_overview_lists_what_the_scarcest_part_allows() -> None:
    """110 rounds are made, which is all that charges allow."""
    plan = plan_of([50, 20, 40])
    (row,) = limits.exhibits(plan, names_of(plan.case))[0].sheet.rows
    assert [text for text, _ in row.cells] == ["Round", "all", "Charge", "110", "110", "100 %"]


def test_cells_show_the_share_used_in_percent() -> None:
    """50 of 60 fuzes are 83 percent; the scarcest part is framed."""
    plan = plan_of([50, 20, 40])
    data = limits.exhibits(plan, names_of(plan.case))[1].data
    cells = {(row["part"], row["short"]): row for row in data.iter_rows(named=True)}
    assert cells["Fuze", "Jan 2030"]["percent"] == "83"
    assert cells["Charge", "Jan 2030"]["percent"] == "100"
    assert cells["Charge", "Jan 2030"]["scarcest"]
    assert not cells["Fuze", "Jan 2030"]["scarcest"]


def test_without_parts_the_finding_says_so() -> None:
    """A plan that makes nothing has no chain."""
    case = tiny_case()
    (overview,) = limits.exhibits(tiny_plan(case), names_of(case))
    assert overview.finding == "The plan makes nothing out of parts."
    assert overview.data.height == 0

"""Nations' tables of generated cases."""

from jointstock.shapes.shape import M, make_case


def test_nations_hold_what_they_use() -> None:
    """Not every nation holds every item, and none has a target of nothing."""
    case = make_case(M)
    assert case.table("holdings").height < M.nations * M.ends
    assert case.table("targets")["quantity"].min() > 0


def test_every_ally_has_money_for_every_year() -> None:
    """Budgets are there for each Ally and fiscal year; the recipient has none."""
    budgets = make_case(M).table("budgets")
    assert budgets["payer"].n_unique() == M.nations - 1
    assert budgets.height == (M.nations - 1) * budgets["year"].n_unique()
    assert budgets["amount"].min() > 0


def test_few_stocks_are_pledged() -> None:
    """Contracted pledges are some of what is releasable, from several donors."""
    pledges = make_case(M).table("pledges")
    assert pledges.height == 8
    assert pledges["donor"].n_unique() > 3

"""Expansions: which share is bought when, and who pays."""

import numpy as np

from jointstock.model.blocks.expansions import add_expansion_payments, add_expansions
from jointstock.solver.program import Program
from tests.model.blocks.block import UNEQUAL, assert_optimum, assert_text, best, columns, solved, total

COST = np.array([[100.0, 110.0, 90.0]])
SHARES = ["line2/EE", "line2/LV"]


def small(may_buy=(True, True, False)):
    """The program of the golden file: an option, two payers, an exchange rate that moves."""
    program = Program()
    bought = add_expansions(program, [["line2"], UNEQUAL.labels], np.array([may_buy]))
    axes = [["line2"], SHARES, UNEQUAL.labels]
    paid = add_expansion_payments(program, axes, bought, COST, np.zeros(2, int), 1.0)
    goal = total((np.array([[1.0], [1.1]]), paid), (-120.0, bought))
    return program, goal, bought, paid


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, *_ = small()
    assert_text("expansions", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, *_ = small()
    assert_optimum("expansions", program, goal)


def test_shares_of_an_option_sum_to_one():
    """However often it pays, an option is bought once."""
    program, goal, bought, _ = small(may_buy=(True, True, True))
    found = best(program, goal, bought)
    assert found.tolist() == [[0, 0, 1]]


def test_each_of_two_options_is_bought_once():
    """Two options give two purchases, in whatever periods; neither makes up for the other."""
    program = Program()
    bought = add_expansions(program, [["line1", "line2"], UNEQUAL.labels], np.ones((2, 3), dtype=bool))
    for option in range(2):
        assert best(program, total((-1.0, bought[option])), bought[option]).sum() == 1


def test_an_option_costs_what_its_period_costs():
    """The payers together pay the cost of the period in which they buy."""
    program, goal, _, paid = small(may_buy=(False, True, False))
    assert best(program, goal, paid).sum(axis=0).tolist() == [0, 110, 0]


def test_payers_share_a_purchase():
    """What one payer cannot pay, another may."""
    program, goal, _, paid = small(may_buy=(True, False, False))
    program.add_rows("purse", [["EE"], UNEQUAL.labels], [(1.0, paid[:1])], "<=", 40.0)
    assert best(program, goal, paid)[:, 0].tolist() == [40, 60]


def test_without_payers_nothing_is_built():
    """An option that nobody may pay for is not bought, however much it would bring."""
    program = Program()
    bought = add_expansions(program, [["line2"], UNEQUAL.labels], np.ones((1, 3), dtype=bool))
    axes = [["line2"], [], UNEQUAL.labels]
    add_expansion_payments(program, axes, bought, COST, np.zeros(0, int), 1.0)
    assert solved(program, total((-120.0, bought))).value == 0


def test_what_cannot_be_bought_has_no_payment():
    """Columns of payments stand only in periods of purchase."""
    program, _, bought, paid = small(may_buy=(False, True, False))
    assert (bought[0] >= 0).tolist() == [False, True, False]
    assert (paid >= 0).tolist() == [[False, True, False]] * 2
    assert columns(program, "other", ["one"]).tolist() == [3]


def test_a_whole_option_is_bought_as_a_whole_or_not_at_all():
    """With 60 to spend on an option of 100, a share is bought unless the option is whole."""
    for whole, share in ((False, 0.6), (True, 0.0)):
        program = Program()
        axes = [["line2"], UNEQUAL.labels]
        bought = add_expansions(program, axes, np.array([[True, False, False]]), np.array([whole]))
        paid = add_expansion_payments(
            program, [["line2"], SHARES, UNEQUAL.labels], bought, COST, np.zeros(2, int), 1.0
        )
        program.add_rows("purse", [SHARES, UNEQUAL.labels], [(1.0, paid)], "<=", 30.0)
        assert best(program, total((-1.0, bought)), bought)[0, 0] == share


def test_whole_options_alone_are_yes_no_decisions():
    """Of two options only the whole one must be 0 or 1."""
    program = Program()
    axes = [["line2", "line3"], UNEQUAL.labels]
    add_expansions(program, axes, np.ones((2, 3), dtype=bool), np.array([False, True]))
    assert program.arrays().integer.tolist() == [False] * 3 + [True] * 3

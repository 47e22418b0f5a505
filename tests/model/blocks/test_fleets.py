"""Fleets: platforms that enter, are lost, repaired, retired and given."""

import numpy as np
import pytest

from jointstock.model.blocks.fleets import (
    add_entry,
    add_platform_transfers,
    add_repairs,
    add_service,
    add_service_balance,
    add_service_floors,
    fleet_before,
)
from jointstock.model.flows import Flow
from jointstock.solver.program import Program
from tests.model.blocks.block import assert_optimum, assert_text, best, count, solved, total

PERIODS = ["2023-07", "2023-08"]
FLEETS = ["EE/new", "UA/new", "UA/old"]
GIVER, NEW, OLD = 0, 1, 2
FLOOR, LANE = ["UA/guns"], ["new/EE/UA"]


def of_old(*values):
    """Numbers by fleet and period that only the old fleet has."""
    return np.array([[0.0, 0.0], [0.0, 0.0], list(values)])


def small(floor=(6.0, 6.0), repairable=0.0, releasable=2.0, enters=(False, True), retire=(4.0, 4.0)):
    """The program of the golden file: an old fleet that new platforms take the place of."""
    program, axes = Program(), [FLEETS, PERIODS]
    opening = np.array([3.0, 0.0, 10.0])
    lost = (of_old(0.1, 0.1), of_old(1.0, 0.0))
    may_enter = np.array([[False, False], list(enters), [False, False]])
    may_wait = np.array([[False, False], [True, True], [False, False]])
    may_repair = np.array([False, False, repairable > 0])
    service = add_service(program, axes, may_enter, may_wait, may_repair, of_old(*retire))
    given = add_platform_transfers(
        program,
        [LANE, *axes],
        np.array([[True, True]]),
        np.array([GIVER]),
        service.platforms,
        opening,
        np.array([releasable, 0.0, 0.0]),
    )
    sent = Flow.of(given)
    add_service_balance(
        program, axes, service, sent.grouped(np.array([GIVER])), lost, of_old(0.0, 1.0), opening
    )
    add_entry(program, axes, service, sent.grouped(np.array([NEW])), np.zeros((3, 2)))
    add_repairs(program, axes, service, lost, np.array([0.0, 0.0, repairable]), opening)
    members = (np.array([0, 0]), np.array([NEW, OLD]), np.array([2.0, 1.0]))
    deficit = add_service_floors(program, [FLOOR, PERIODS], service.platforms, members, np.array([floor]))
    goal = total((10.0, deficit), (1.0, service.platforms[OLD]), (1.0, given))
    return program, goal, (service, given, deficit)


def test_text_is_the_golden_file():
    """The block states the rows of its golden file."""
    program, goal, _ = small()
    assert_text("fleets", program, goal)


def test_optimum_is_the_one_worked_out_by_hand():
    """Solving the small program gives the optimum of the golden file."""
    program, goal, _ = small()
    assert_optimum("fleets", program, goal)


def test_what_may_not_enter_waits():
    """Given in July, two new platforms enter in August, when they may."""
    program, goal, (service, given, _) = small()
    assert best(program, goal, given).sum() == pytest.approx(2)
    assert best(program, goal, service.entered)[NEW].tolist() == pytest.approx([0, 2])
    assert best(program, goal, service.platforms)[OLD].tolist() == pytest.approx([6, 2])


def test_losses_are_a_share_of_what_was_there_and_a_number_beside_it():
    """Left alone, 10 old platforms lose 1 and 1, then a tenth of 8 and 1 by decision."""
    program, _, (service, _, deficit) = small(retire=(0.0, 0.0), releasable=0.0)
    held = best(program, total((1.0, deficit)), service.platforms)
    assert held[OLD].tolist() == pytest.approx([8, 6.2])


def test_at_most_the_repairable_share_of_losses_comes_back():
    """Half of 2 in July, and half of a tenth of the 9 that are then there."""
    program, _, (service, _, _) = small(repairable=0.5, retire=(0.0, 0.0))
    repaired = best(program, total((-1.0, service.repaired)), service.repaired)
    assert repaired[OLD].tolist() == pytest.approx([1, 0.45])
    assert count(program, "repair") == 2


def test_a_workshop_keeps_a_floor():
    """Without new platforms 6.2 are left in August; with repairs 0.9 * 9 - 1 + 0.45 = 7.55."""
    program, goal, (_, _, deficit) = small(floor=(0.0, 8.0), repairable=0.5, releasable=0.0)
    assert best(program, goal, deficit)[0].tolist() == pytest.approx([0, 0.45])


def test_no_more_is_retired_than_may_be():
    """With 1 a month, 7 and 0.9 * 7 - 2 = 4.3 old platforms stay, whatever the floor."""
    program, goal, (service, _, _) = small(floor=(0.0, 0.0), retire=(1.0, 1.0))
    assert best(program, goal, service.platforms)[OLD].tolist() == pytest.approx([7, 4.3])


def test_no_more_is_given_than_is_there_and_releasable():
    """Of three platforms two may go; with five releasable, all three."""
    for releasable, most in ((2.0, 2.0), (5.0, 3.0)):
        program, _, (_, given, _) = small(releasable=releasable)
        assert best(program, total((-1.0, given)), given).sum() == pytest.approx(most)


def test_everything_ready_enters_where_nothing_holds_it_up():
    """Without waiting, a platform given in July is in service in July."""
    program = Program()
    every, none = np.ones((1, 2), dtype=bool), np.zeros((1, 2))
    axes = [["UA/new"], PERIODS]
    service = add_service(program, axes, every, ~every, np.array([False]), none)
    add_service_balance(program, axes, service, Flow.none(), (none, none.copy()), none, np.zeros(1))
    add_entry(program, axes, service, Flow.none(), np.array([[2.0, 1.0]]))
    held = best(program, total((1.0, service.platforms)), service.platforms)
    assert held[0].tolist() == pytest.approx([2, 3])
    assert (service.waiting < 0).all()


def test_what_never_enters_is_waited_for():
    """Where nothing may enter, all that comes waits on."""
    program, _, (service, given, _) = small(enters=(False, False))
    program.add_rows("gift", [LANE], [(1.0, given[:, 0])], "=", 2.0)
    waiting = best(program, total((1.0, service.platforms)), service.waiting)
    assert waiting[NEW].tolist() == pytest.approx([2, 2])


def test_a_fleet_that_must_shrink_below_nothing_has_no_plan():
    """Retirements decided beyond what is left contradict the balance."""
    program, axes, none = Program(), [["UA/old"], PERIODS], np.zeros((1, 2))
    every = np.ones((1, 2), dtype=bool)
    service = add_service(program, axes, ~every, ~every, np.array([False]), none)
    decided = np.array([[0.0, 3.0]])
    add_service_balance(program, axes, service, Flow.none(), (none, none.copy()), decided, np.array([2.0]))
    assert solved(program, total((1.0, service.platforms))).status == "infeasible"


def test_a_floor_of_nothing_has_no_row():
    """Only periods with a floor have a deficit and a row."""
    program, _, (_, _, deficit) = small(floor=(0.0, 6.0))
    assert count(program, "service_floor") == 1
    assert (deficit >= 0).tolist() == [[False, True]]


def test_a_floor_that_no_platform_serves_is_short_by_all_of_it():
    """Without platforms of the family the deficit is the floor."""
    program, none = Program(), np.zeros(0, dtype=int)
    service = program.add_columns("service", [["UA/old"], PERIODS])
    members = (none, none, np.zeros(0))
    deficit = add_service_floors(program, [FLOOR, PERIODS], service, members, np.array([[5.0, 0.0]]))
    assert best(program, total((1.0, deficit)), deficit).tolist() == [[5, 0]]


def test_the_fleet_before_the_first_period_has_no_column():
    """Columns move one period on."""
    assert fleet_before(np.array([[4, 5, 6]])).tolist() == [[-1, 4, 5]]

"""What happens in scenarios."""

import numpy as np
import pytest

from jointstock.facts.case import Case
from jointstock.measure.arrays import Floats
from jointstock.model.index_sets.sets import calendar_of, read_sets
from jointstock.simulation.network import Draws
from jointstock.simulation.outages import lost_fast
from jointstock.simulation.uncertainty import draw, is_empty, outages_of, read_uncertainty
from tests.small_case import small, with_table

FIRE = {"outage": "fire", "rate": 1.2, "months": 3.0, "months_90": 6.0, "severity": 0.5}
STRIKE = {"outage": "strike", "rate": 0.6, "months": 1.0, "months_90": 1.0, "severity": 1.0}
COUNT = 20_000


def drawn(case: Case, scenarios: range = range(COUNT)) -> Draws:
    """Scenarios of a case."""
    sets = read_sets(case, calendar_of(case, None))
    known = read_uncertainty(case, sets, np.array([1.0, 2.5]))
    return draw(known, 1, np.array(scenarios, dtype=np.uint64), 12)


def outages(*rows: dict[str, object], sites: tuple[str, ...] = ("works", "mill")) -> Case:
    """The small case with outages of some sites."""
    strikes = [{"outage": row["outage"], "site": site} for row in rows for site in sites]
    return with_table(with_table(small(), "outages", *rows), "outage_sites", *strikes)


def spreads(*rows: tuple[object, ...]) -> Case:
    """The small case with distributions: table, row, column, kind, spread, driver."""
    names = ("table", "row", "column", "kind", "spread", "driver")
    return with_table(small(), "distributions", *(dict(zip(names, row, strict=True)) for row in rows))


def test_nothing_is_uncertain() -> None:
    """A case without rows has no outage, and all factors are 1."""
    assert is_empty(small())
    assert not is_empty(outages(FIRE))
    draws = drawn(small(), range(3))
    assert not draws.lost.size
    assert (draws.good == 1).all()
    assert (draws.late == 0).all()
    assert (draws.use == 1).all()


def test_outages_begin_at_their_rate() -> None:
    """In the first month a share 1 - exp(-rate/12) of the scenarios has an outage, at its severity."""
    first = drawn(outages(FIRE)).lost[:, 0, 0]
    assert (first == 0.5).mean() == pytest.approx(1 - np.exp(-0.1), abs=0.007)


def test_outages_last_as_stated() -> None:
    """Half of the outages that begin at the start last 3 months, one of ten 6, where no other follows."""
    rare = drawn(outages(FIRE | {"rate": 0.12})).lost[:, 0, :]
    begun = rare[rare[:, 0] > 0]
    assert (begun[:, 2] == 0.5).mean() == pytest.approx(0.5, abs=0.1)
    assert (begun[:, 6] > 0).mean() == pytest.approx(0.1, abs=0.1)


def test_a_certain_length() -> None:
    """With the same median and ninth of ten every outage lasts so long: single months here."""
    lost: Floats = drawn(outages(STRIKE | {"rate": 0.01})).lost[:, 0, :]
    assert set(lost.sum(axis=1)) <= {0.0, 1.0, 2.0}


def test_common_cause() -> None:
    """One outage strikes the lines of all its sites."""
    draws = drawn(outages(FIRE), range(2))
    assert draws.struck.tolist() == [0, 1, 2]
    assert draws.outage.tolist() == [0, 0]


def test_common_random_numbers() -> None:
    """Another outage in the case, before or behind, does not change the draws of the first."""
    alone, both = (
        drawn(outages(FIRE), range(100)),
        drawn(outages(STRIKE, FIRE, FIRE | {"outage": "a"}), range(100)),
    )
    assert np.array_equal(alone.lost[:, 0], both.lost[:, 1])


def test_a_scenario_is_itself_in_any_batch() -> None:
    """Scenario 7 is the same alone as among others."""
    case = outages(FIRE)
    assert np.array_equal(drawn(case, range(7, 8)).lost[0], drawn(case, range(20)).lost[7])


def test_factors() -> None:
    """A lognormal factor has median 1 and its spread; a triangular one is at most the spread away from 1."""
    rows = (("usage", "*", "rate", "lognormal", 0.3, None), ("lines", "*", "yield", "triangular", 0.2, None))
    draws = drawn(spreads(*rows))
    logs = np.log(draws.use[:, 0])
    assert (np.median(logs), logs.std()) == pytest.approx((0, 0.3), abs=0.01)
    assert 0.8 <= draws.good.min() < 0.81 < 1.19 < draws.good.max() <= 1.2
    assert draws.good.mean() == pytest.approx(1, abs=0.002)


def test_leads_are_only_later() -> None:
    """A delay is never negative, and in proportion to the mean lead."""
    late = drawn(spreads(("line_leads", "*", "months", "lognormal", 0.5, "all"))).late
    assert late.min() == 0
    assert late[:, 1] == pytest.approx(2.5 * late[:, 0])
    assert (late[:, 0] > 0).mean() == pytest.approx(0.5, abs=0.02)


def test_drivers() -> None:
    """Rows of one driver move together; without a driver each has a draw of its own."""
    shared = drawn(spreads(("usage", "*", "rate", "lognormal", 0.3, "war")), range(500)).use
    single = drawn(spreads(("usage", "*", "rate", "lognormal", 0.3, None)), range(500)).use
    assert np.array_equal(shared[:, 0], shared[:, 1])
    assert abs(np.corrcoef(single.T)[0, 1]) < 0.15


def test_a_row_of_its_own_goes_first() -> None:
    """A row for one line goes before the row for all."""
    rows = (
        ("lines", "*", "yield", "lognormal", 0.3, None),
        ("lines", "shell-line", "yield", "lognormal", 0.0, None),
    )
    good = drawn(spreads(*rows), range(50)).good
    assert good[:, 0].std() > 0
    assert (good[:, 1] == 1).all()


def test_outages_can_be_left_to_the_kernel() -> None:
    """Where they are not drawn none stand there, and everything else is as drawn with them."""
    sets = read_sets(outages(FIRE, STRIKE), calendar_of(outages(FIRE, STRIKE), None))
    known = read_uncertainty(outages(FIRE, STRIKE), sets, np.array([1.0, 2.5]))
    numbers = np.arange(9, dtype=np.uint64)
    every, rest = draw(known, 1, numbers, 12), draw(known, 1, numbers, 12, lost=False)
    assert rest.lost.shape == (0, 2, 12)
    assert all(np.array_equal(left, right) for left, right in zip(every[1:], rest[1:], strict=True))
    assert np.array_equal(lost_fast(outages_of(known, 1), numbers, 12), every.lost)

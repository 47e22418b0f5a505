"""Learning curves."""

import numpy as np
import pytest

from jointstock.measure.learning import Curve, chords, half_up, knots


def test_units_fall_in_price_with_every_doubling():
    """By unit theory units 1, 2, 4 and 8 at 90 % cost 100, 90, 81 and 72.9."""
    curve = Curve("crawford", 100.0, 0.9)
    assert [curve.cost(n - 1, n) for n in (1, 2, 4, 8)] == pytest.approx([100, 90, 81, 72.9])


def test_unit_theory_adds_up_every_unit():
    """Eight units at 90 % cost 657.3726; the second four of them 301.7520."""
    curve = Curve("crawford", 100.0, 0.9)
    assert curve.cost(0, 8) == pytest.approx(657.3725929656076, abs=1e-9)
    assert curve.cost(4, 8) == pytest.approx(301.7519943343734, abs=1e-9)


def test_units_made_before_shift_the_curve():
    """Four units made before make the next four those from the fifth to the eighth."""
    assert Curve("crawford", 100.0, 0.9, 4).cost(0, 4) == pytest.approx(301.7519943343734, abs=1e-9)


def test_by_cumulative_average_the_price_is_that_of_all_units():
    """Eight units at 90 % cost 72.9 each on average, 583.2 together, as one alone costs 100."""
    curve = Curve("wright", 100.0, 0.9)
    assert curve.cost(0, 8) == pytest.approx(583.2)
    assert curve.cost(0, 1) == pytest.approx(100)


def test_without_learning_every_unit_costs_the_same():
    """A slope of 1 is no learning, under both theories."""
    for theory in ("crawford", "wright"):
        assert Curve(theory, 7.0, 1.0, 5).cost(2, 12) == pytest.approx(70)


def test_a_slope_of_a_half_costs_nothing_beyond_the_first_unit():
    """At 50 % the cumulative average halves with every doubling: all units cost what the first does."""
    curve = Curve("wright", 10.0, 0.5)
    assert curve.cost(0, 8) == pytest.approx(10)
    assert curve.cost(3, 8) == pytest.approx(0)


def test_sums_of_many_units_are_exact_across_blocks():
    """Three million units cost what the integral of the curve gives, to its error."""
    units, k = 3_000_000, np.log2(0.9)
    cost = Curve("crawford", 1.0, 0.9).cost(1000, units)
    integral = (units ** (1 + k) - 1000 ** (1 + k)) / (1 + k) + (units**k - 1000**k) / 2
    assert cost == pytest.approx(integral, rel=1e-9)


def test_up_to_six_units_each_has_its_own_price():
    """A ceiling of four gives four chords of one unit."""
    starts, prices = chords(Curve("crawford", 100.0, 0.9), 4.0)
    assert starts.tolist() == [0, 1, 2, 3]
    assert prices == pytest.approx([100, 90, 84.62059863123417, 81])


def test_more_units_are_cut_at_six_quantities_that_grow_with_the_square():
    """36 units are cut at 1, 4, 9, 16 and 25; eight at 1, 2, 4 and 6, equal ones left out."""
    assert knots(36.0).tolist() == [0, 1, 4, 9, 16, 25, 36]
    assert knots(8.0).tolist() == [0, 1, 2, 4, 6, 8]


def test_halves_are_rounded_up():
    """18 units would be cut first at half a unit: that is 1."""
    assert knots(18.0).tolist() == [0, 1, 2, 5, 8, 13, 18]
    assert [half_up(number) for number in (0.5, 1.5, 2.4)] == [1, 2, 2]


def test_a_ceiling_that_is_not_whole_has_a_last_piece():
    """Of 2.5 units the third is begun."""
    assert knots(2.5).tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("theory", ["crawford", "wright"])
@pytest.mark.parametrize("ceiling", [3.0, 8.0, 1000.0])
def test_chords_are_exact_at_their_ends_and_fall(theory, ceiling):
    """All chords together cost the whole, and each is cheaper than the one before."""
    curve = Curve(theory, 50.0, 0.85, 2)
    starts, prices = chords(curve, ceiling)
    widths = np.diff(np.append(starts, ceiling))
    assert widths @ prices == pytest.approx(curve.cost(0, int(ceiling)))
    assert (np.diff(prices) < 0).all()

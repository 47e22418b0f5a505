"""The kinds of arrays that rooms hand to each other."""

from typing import get_args

import numpy as np
import pytest

from jointstock.measure import arrays
from jointstock.measure.months import Calendar


@pytest.mark.parametrize(
    ("kind", "number"), [(arrays.Floats, np.float64), (arrays.Ints, np.int64), (arrays.Flags, np.bool_)]
)
def test_each_kind_has_one_type_of_number(kind, number):
    """Figures are 64-bit numbers, positions 64-bit integers, and flags booleans."""
    assert get_args(get_args(kind)[1]) == (number,)


def test_calendars_hand_out_arrays_of_these_kinds():
    """What is called positions or figures is so, on every platform."""
    calendar = Calendar(0, (1, 3))
    assert calendar.starts.dtype == calendar.ends.dtype == calendar.period_of_month.dtype == np.int64
    assert calendar.length.dtype == calendar.landing(1).dtype == np.float64
    assert calendar.whole(np.ones(4, dtype=bool)).dtype == np.bool_

"""What forbids and what delays."""

import polars as pl
import pytest

from jointstock.model.index_sets.obstacles import added_months, closed_months
from tests.model.made import calendar, made

ROWS = pl.DataFrame(
    {
        "item": ["shell", "rocket", "shell"],
        "site_nation": ["EE", "EE", "LV"],
        "buyer": ["LV", "LV", "EE"],
        "recipient": ["UA", "LV", "EE"],
    }
)
MEETS = {"item": ["item"], "from": ["site_nation"], "to": ["buyer", "recipient"]}
HEADER = "obstacle,touches,item,line,contract,from,to,effect,months,until\n"


def obstacles(*rows):
    """Obstacles written as item, from, to, effect, months, until."""
    lines = []
    for row in rows:
        item, origin, target, effect, months, until = row.split(",")
        lines.append(f"O{len(lines)},orders,{item},*,*,{origin},{target},{effect},{months},{until}")
    return made(obstacles=HEADER + "\n".join(lines)).table("obstacles")


def closed(*rows, months=4):
    """Closed months of each row, as text of 0 and 1."""
    found = closed_months(ROWS, obstacles(*rows), MEETS, calendar(months))
    return ["".join(str(int(flag)) for flag in row) for row in found]


def test_a_star_fits_everything():
    """An obstacle of stars alone closes every row in every month."""
    assert closed("*,*,*,forbids,,") == ["1111"] * 3


def test_every_filled_column_must_fit():
    """Item and origin both fit the first row only."""
    assert closed("shell,EE,*,forbids,,") == ["1111", "0000", "0000"]


@pytest.mark.parametrize(("to", "rows"), [("UA", [1, 0, 0]), ("LV", [1, 1, 0]), ("EE", [0, 0, 1])])
def test_to_is_met_by_buyer_or_recipient(to, rows):
    """It is enough that one of the two is the nation of the obstacle."""
    assert closed(f"*,*,{to},forbids,,") == ["1111" if row else "0000" for row in rows]


def test_until_is_the_last_month_that_is_closed():
    """Up to and including August, and never where it ended before the plan."""
    assert closed("*,LV,*,forbids,,2023-08")[2] == "1100"
    assert closed("*,LV,*,forbids,,2023-07")[2] == "1000"
    assert closed("*,LV,*,forbids,,2023-06")[2] == "0000"
    assert closed("*,LV,*,forbids,,2019-06")[2] == "0000"
    assert closed("*,LV,*,forbids,,2030-01")[2] == "1111"


def test_several_obstacles_close_together():
    """The longest that fits counts."""
    assert closed("*,EE,*,forbids,,2023-07", "rocket,*,*,forbids,,2023-09") == ["1000", "1110", "0000"]


def test_delays_add_up():
    """Months of all delays that fit are added; what forbids delays nothing."""
    rows = obstacles("*,*,*,delays,1,", "shell,*,*,delays,2,", "*,*,*,forbids,,")
    assert added_months(ROWS, rows, MEETS).tolist() == [3, 1, 3]


def test_delays_close_nothing():
    """A delay lets orders pass."""
    assert closed("*,*,*,delays,9,") == ["0000"] * 3


def test_without_rows_or_obstacles_nothing_is_in_the_way():
    """Empty tables are no error."""
    none = made().table("obstacles")
    assert not closed_months(ROWS, none, MEETS, calendar(4)).any()
    assert added_months(ROWS, none, MEETS).tolist() == [0, 0, 0]
    some = obstacles("shell,EE,UA,forbids,,", "shell,EE,UA,delays,1,")
    assert closed_months(ROWS.clear(), some, MEETS, calendar(4)).shape == (0, 4)
    assert added_months(ROWS.clear(), some, MEETS).shape == (0,)

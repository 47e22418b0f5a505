"""Numbers, months and lists as one would say them to a minister."""

from collections.abc import Sequence

from jointstock.measure.months import month_number, month_text
from jointstock.plans.summary import amount, money

__all__ = ["amount", "counted", "listed", "mark", "money", "month", "month_ending", "month_short", "share", "worst"]

NOT_KNOWN = "–"
BASES = ("cited", "derived", "assumed", "synthetic")
MARKS = {"assumed": "†", "synthetic": "‡"}
AFTER = "after"
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def mark(basis: str | None) -> str:
    """The sign of figures that no source states: a dagger for assumed, a double dagger for synthetic."""
    return MARKS.get(basis or "", "")


def worst(bases: Sequence[str | None]) -> str | None:
    """The worst of several bases; None where there is none."""
    known = [BASES.index(basis) for basis in bases if basis in BASES]
    return BASES[max(known)] if known else None


def month(text: str) -> str:
    """A month in words, such as July 2023; other words stay as they are."""
    if len(text) != 7 or text[4] != "-":
        return text
    return f"{_MONTHS[int(text[5:]) - 1]} {text[:4]}"


def month_short(text: str) -> str:
    """A month in short, such as Jul 2023; other words stay as they are."""
    words = month(text)
    return words if words == text else f"{words[:3]} {words[-4:]}"


def month_ending(first: str, months: int) -> str:
    """Last month of a run of months, YYYY-MM.

    Args:
        first: First month, YYYY-MM.
        months: Length of the run.
    """
    return month_text(month_number(first) + months - 1)


def share(value: float | None) -> str:
    """A share in percent; only nothing is 0 % and only the whole is 100 %."""
    if value is None:
        return NOT_KNOWN
    if 0 < value < 0.005:
        return "< 1 %"
    if 0.995 <= value < 1:
        return "> 99 %"
    return f"{100 * value:,.0f} %"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: 1 order, 1,510 orders.

    Args:
        number: How many.
        one: The noun for one.
        many: The noun for more; with an s where left out.
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """Words in a row: a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"

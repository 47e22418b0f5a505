"""Numbers, months and lists as one would say them to a minister."""

import re
from collections.abc import Sequence

import polars as pl

from jointstock.measure.months import month_number, month_text
from jointstock.plans.summary import amount as amount
from jointstock.plans.summary import money as money

NOT_KNOWN = "–"
BASES = ("cited", "derived", "assumed", "synthetic")
MARKS = {"assumed": "†", "synthetic": "‡"}
AFTER = "after"
_ROUNDING = 1e-9
_PLAIN = 1e5
_MONTH = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")
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


def worst_basis() -> pl.Expr:
    """The worst basis of a group of rows."""
    places = {name: place for place, name in enumerate(BASES)}
    rank = pl.col("basis").replace_strict(places, default=None, return_dtype=pl.Int64)
    named = rank.max().replace_strict(dict(enumerate(BASES)), default=None, return_dtype=pl.String)
    return named.alias("basis")


def month(text: str) -> str:
    """A month in words, such as July 2023; other words stay as they are."""
    if _MONTH.match(text) is None:
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
    if abs(value - 1) < _ROUNDING:
        return "100 %"
    if 0 < value < 0.005:
        return "< 1 %"
    if 0.995 <= value < 1:
        return "> 99 %"
    return f"{100 * value:,.0f} %"


def ratio(value: float) -> str:
    """How many times as much: 1.20, 24; what is small keeps two figures."""
    return f"{value:,.0f}" if abs(value) >= 10 else f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.2g}"


def money_unit(amounts: pl.Series, currency: str) -> tuple[float, str]:
    """Divisor and unit in which a chart shows amounts of money.

    Args:
        amounts: The amounts, in the currency.
        currency: The currency.
    """
    most = float(amounts.abs().max() or 0.0)  # type: ignore[arg-type]
    if 0 < most < _PLAIN:
        return 1.0, currency
    return (1e9, f"{currency} billion") if most >= 1e9 else (1e6, f"{currency} million")


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

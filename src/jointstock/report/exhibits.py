"""Exhibits: a finding in one sentence, the numbers of its chart, and its table."""

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from jointstock.plans.summary import amount
from jointstock.report.words import NOT_KNOWN, mark, month_short, ratio, share, worst

SHOWN = 30
BASIS = "basis"
_NOTHING, _SMALL = 0.5, 5e4


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    Attributes:
        name: Column of the frame.
        heading: Its heading in words.
        kind: text, number, money (in millions), share, ratio, month or link.
        unit: Unit, in the heading.
    """

    name: str
    heading: str
    kind: str = "text"
    unit: str = ""

    @property
    def is_number(self) -> bool:
        """Whether its cells stand to the right."""
        return self.kind in ("number", "money", "share", "ratio")


@dataclass(frozen=True)
class Row:
    """A row as it is printed.

    Attributes:
        cells: Text of each cell, with the column it stands in.
        mark: Dagger or double dagger where the row rests on assumed or synthetic figures.
    """

    cells: tuple[tuple[str, Column], ...]
    mark: str


@dataclass(frozen=True)
class Sheet:
    """A table to print.

    Attributes:
        about: What it lists, in a few words.
        columns: Columns in order.
        frame: Rows; a column ``basis``, where there is one, marks them.
        basis: Basis of the whole where rows have none of their own.
        shown: Rows to print at sight; the rest is folded.
    """

    about: str
    columns: tuple[Column, ...]
    frame: pl.DataFrame
    basis: str | None = None
    shown: int = 0

    @property
    def rows(self) -> list[Row]:
        """Every row as text."""
        texts = [_texts(self.frame.get_column(column.name), column.kind) for column in self.columns]
        cells = [tuple(zip(row, self.columns, strict=True)) for row in zip(*texts, strict=True)]
        return [Row(row, mark(basis)) for row, basis in zip(cells, self._bases(), strict=True)]

    @property
    def worst(self) -> str | None:
        """The worst basis of its rows."""
        return worst(self._bases())

    def _bases(self) -> list[str | None]:
        if BASIS in self.frame.columns:
            return self.frame.get_column(BASIS).to_list()
        return [self.basis] * self.frame.height


@dataclass(frozen=True)
class Exhibit:
    """One thing the report shows.

    Attributes:
        key: Name of the exhibit; its anchor in the page.
        finding: What it shows, in one sentence with numbers.
        sheet: Its table.
        chart: Name of the chart that draws it; empty for a table alone.
        data: What the chart draws, ready to be drawn.
        reading: How to read it: units, and what the numbers are.
        wording: Words that the chart needs, such as an axis title.
    """

    key: str
    finding: str
    sheet: Sheet
    chart: str = ""
    data: pl.DataFrame = field(default_factory=pl.DataFrame)
    reading: str = ""
    wording: str = ""


def _texts(values: pl.Series, kind: str) -> list[str]:
    """Cells of a column as text; what is not known is a dash."""
    write = _WRITERS.get(kind, str)
    return [NOT_KNOWN if value is None else write(value) for value in values]


def _millions(value: float) -> str:
    """An amount in millions; what is small keeps two figures."""
    if _NOTHING < abs(value) < _SMALL:
        return f"{float(f'{value / 1e6:.2g}'):.8f}".rstrip("0")
    return f"{value / 1e6:,.1f}"


_WRITERS: dict[str, Callable[..., str]] = {
    "number": amount,
    "money": _millions,
    "share": share,
    "ratio": ratio,
    "month": month_short,
}

"""The case: what is known on a day, complete and immutable.

A :class:`Case` holds its settings and one table for each table of the dictionary. Nothing in it changes;
:meth:`Case.replace` makes another case for a what-if.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping
from typing import Any

import narwhals as nw
import polars as pl

from jointstock.errors import CaseError, Fault, OptionError
from jointstock.facts.conversion import to_schema
from jointstock.facts.dictionary import DICTIONARY, TableSpec
from jointstock.facts.digest import digest
from jointstock.facts.suggestions import did_you_mean


@dataclasses.dataclass(frozen=True, kw_only=True)
class Settings:
    """What ``case.toml`` says: the day, the horizon and the money of a case.

    Args:
        name: Name of the case.
        as_of: Day on which everything in the case was known, YYYY-MM-DD.
        first_month: First month that is planned, YYYY-MM.
        months: Number of months planned.
        currency: Currency of the case (ISO 4217).
        price_year: Year whose money real figures are stated in.
        calendar: Lengths of the periods, such as ``12x1,16x3``. None for the default.
        end: ``meet`` if the shortfall at the end is minimised first, ``none`` if not.
        target_version: Version of the targets that is planned with. None if there is only one.
        discount_rate: Share a year at which money is discounted. None: no present value.
        deflator: Index in ``rates`` that turns nominal into real money. None: no real money.
    """

    name: str
    as_of: str
    first_month: str
    months: int
    currency: str
    price_year: int
    calendar: str | None = None
    end: str = "meet"
    target_version: str | None = None
    discount_rate: float | None = None
    deflator: str | None = None


@dataclasses.dataclass(frozen=True)
class Origin:
    """Where the rows of a table were read.

    Args:
        file: Name of the file in the case folder.
        rows: Row in the file of each row of the table. None: they follow each other from row 2.
    """

    file: str
    rows: pl.Series | None = None

    def row(self, index: int | None) -> int | None:
        """Row in the file of a row of the table.

        Args:
            index: Index of the row in the table, from 0. None for the whole table.

        Returns:
            Row in the file; the header is row 1. None for the whole file.
        """
        if index is None:
            return None
        return index + 2 if self.rows is None else int(self.rows[index])


@dataclasses.dataclass(frozen=True, eq=False)
class Table:
    """A table of a case; it does not change.

    Args:
        name: Name of the table.
        frame: Its rows, with the schema of the dictionary.
    """

    name: str
    frame: pl.DataFrame

    def __len__(self) -> int:
        """Number of rows."""
        return self.frame.height

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The rows as dictionaries; for reading by eye, not for work on large tables."""
        return self.frame.iter_rows(named=True)

    def where(self, **values: object) -> Table:
        """Keep the rows that hold the values given.

        Args:
            **values: A value, or a list, tuple or set of values, for each column named.

        Returns:
            The rows that fit in every column named.

        Raises:
            OptionError: If the table has no such column.
        """
        return Table(self.name, self.frame.filter(self._fits(values))) if values else self

    def without(self, *keys: object, **values: object) -> Table:
        """Leave out the rows that hold the values given.

        Args:
            *keys: Values of the first key column, such as the names of obstacles.
            **values: A value, or a list, tuple or set of values, for each column named.

        Returns:
            The rows that do not fit.

        Raises:
            OptionError: If the table has no such column.
        """
        first: dict[str, object] = {DICTIONARY.tables[self.name].key[0]: keys} if keys else {}
        wanted = {**first, **values}
        return Table(self.name, self.frame.filter(~self._fits(wanted))) if wanted else self

    def _fits(self, values: Mapping[str, object]) -> pl.Expr:
        fits = pl.lit(value=True)
        for column, value in values.items():
            if column not in self.frame.columns:
                remedy = did_you_mean(column, self.frame.columns, "See the data dictionary.")
                raise OptionError(f"The table {self.name} has no column '{column}'. {remedy}")
            wanted = list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
            fits = fits & pl.col(column).is_in(wanted, nulls_equal=True)
        return fits


@dataclasses.dataclass(frozen=True, eq=False)
class Case:
    """What is known on a day: settings and tables.

    Every table of the dictionary is an attribute of this name and a :class:`Table`.

    Args:
        settings: What ``case.toml`` says.
        tables: Tables by name, each with the schema of the dictionary; those left out are empty.
        origins: Where tables were read, by name.
    """

    settings: Settings
    tables: Mapping[str, pl.DataFrame]
    origins: Mapping[str, Origin] = dataclasses.field(default_factory=dict)

    def table(self, name: str) -> pl.DataFrame:
        """The rows of a table, in the order of its file.

        Args:
            name: Name of the table.

        Returns:
            A frame with the schema of the dictionary; without rows where the case has none.

        Raises:
            OptionError: If there is no such table.
        """
        spec = table_spec(name)
        frame = self.tables.get(name)
        return spec.empty_frame() if frame is None else frame

    def __getattr__(self, name: str) -> Table:
        """A table of the dictionary by its name."""
        if name.startswith("_") or name not in DICTIONARY.tables:
            raise AttributeError(f"a case has no table '{name}'")
        return Table(name, self.table(name))

    def origin(self, name: str) -> Origin:
        """Where a table was read.

        Args:
            name: Name of the table.

        Returns:
            File and rows; those of a CSV file where the table was not read from one.
        """
        return self.origins.get(name, Origin(f"{name}.csv"))

    def replace(self, *, settings: Settings | None = None, **tables: object) -> Case:
        """Make another case, with some tables or the settings replaced.

        Args:
            settings: Settings of the new case; those of this one where left out.
            **tables: New rows by name of table: a :class:`Table`, or a frame of polars, pandas or pyarrow.
                Columns that a frame leaves out become empty.

        Returns:
            The new case. It is not checked.

        Raises:
            OptionError: If there is no such table or a frame has a column that the table has not.
            CaseError: If cells cannot be converted to the type of their column.
        """
        frames, faults = dict(self.tables), list[Fault]()
        for name, given in tables.items():
            frames[name], found = _as_frame(given, table_spec(name))
            faults.extend(found)
        if faults:
            raise CaseError(self.settings.name, faults)
        origins = {name: origin for name, origin in self.origins.items() if name not in tables}
        return Case(settings or self.settings, frames, origins)

    @functools.cached_property
    def digest(self) -> str:
        """SHA-256 of settings and tables: the same for the same facts in any order, from CSV or Parquet."""
        return digest(dataclasses.asdict(self.settings).items(), self.tables)

    def __repr__(self) -> str:
        """Name, day and number of rows."""
        rows = sum(frame.height for frame in self.tables.values())
        return f"<Case '{self.settings.name}' as of {self.settings.as_of}, {rows} rows>"


def table_spec(name: str) -> TableSpec:
    """What the dictionary says of a table.

    Args:
        name: Name of the table.

    Returns:
        The table of the dictionary.

    Raises:
        OptionError: If there is no such table.
    """
    if name not in DICTIONARY.tables:
        remedy = did_you_mean(name, DICTIONARY.tables, "See the data dictionary.")
        raise OptionError(f"A case has no table '{name}'. {remedy}")
    return DICTIONARY.tables[name]


def _as_frame(given: object, spec: TableSpec) -> tuple[pl.DataFrame, list[Fault]]:
    """Bring a table, or a frame of any library, to the schema of the dictionary."""
    if isinstance(given, Table):
        if given.name != spec.name:
            raise OptionError(f"Rows of the table {given.name} cannot be rows of the table {spec.name}.")
        return given.frame, []
    try:
        frame = nw.from_native(given, eager_only=True).to_polars()  # type: ignore[call-overload]
    except TypeError as error:
        raise OptionError(f"The table {spec.name} needs a frame, not a {type(given).__name__}.") from error
    unknown = [name for name in frame.columns if name not in spec.by_name]
    if unknown:
        remedy = did_you_mean(unknown[0], spec.by_name, "See the data dictionary.")
        raise OptionError(f"The table {spec.name} has no column '{unknown[0]}'. {remedy}")
    converted, bad = to_schema(frame, spec)
    origin = Origin(f"{spec.name}.csv")
    faults = [cell.fault(origin.file, origin.row(cell.index)) for cell in bad]
    return converted, faults

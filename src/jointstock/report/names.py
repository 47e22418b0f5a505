"""Names in words for the keys of a case."""

from dataclasses import dataclass

import polars as pl

from jointstock.facts.case import Case


@dataclass(frozen=True)
class Names:
    """Names by key; a key that the case does not name stands for itself.

    Attributes:
        nations: Parties.
        items: Items.
        units: Units of items.
        classes: Requirement classes.
        class_units: Units of classes.
        lines: Lines: firm and nation of the site.
        contracts: Contracts.
        instruments: Instruments.
    """

    nations: dict[str, str]
    items: dict[str, str]
    units: dict[str, str]
    classes: dict[str, str]
    class_units: dict[str, str]
    lines: dict[str, str]
    contracts: dict[str, str]
    instruments: dict[str, str]

    def nation(self, key: str) -> str:
        """Name of a party."""
        return self.nations.get(key, key)

    def item(self, key: str) -> str:
        """Name of an item."""
        return self.items.get(key, key)

    def class_(self, key: str) -> str:
        """Name of a requirement class."""
        return self.classes.get(key, key)

    def line(self, key: str) -> str:
        """Firm of a line, with the code of its nation."""
        return self.lines.get(key, key)


def names_of(case: Case) -> Names:
    """The names that a case gives its keys."""
    return Names(
        nations=_pairs(case, "nations", "nation", "name"),
        items=_pairs(case, "items", "item", "name"),
        units=_pairs(case, "items", "item", "unit"),
        classes=_pairs(case, "classes", "class", "name"),
        class_units=_pairs(case, "classes", "class", "unit"),
        lines=_lines(case),
        contracts=_pairs(case, "contracts", "contract", "name"),
        instruments=_pairs(case, "instruments", "instrument", "name"),
    )


def named(column: str, names: dict[str, str]) -> pl.Expr:
    """A column of keys in words; keys without a name stand for themselves.

    Args:
        column: Name of the column.
        names: Names by key.
    """
    return pl.col(column).replace(names)


def _pairs(case: Case, table: str, key: str, value: str) -> dict[str, str]:
    rows = case.table(table).select(key, value).drop_nulls()
    return dict(rows.iter_rows())


def _lines(case: Case) -> dict[str, str]:
    sites = case.table("sites").select("site", "firm", "nation")
    joined = case.table("lines").select("line", "site").join(sites, on="site")
    return {line: f"{firm} ({nation})" for line, _, firm, nation in joined.iter_rows()}

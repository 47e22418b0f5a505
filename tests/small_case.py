"""A small valid case, in code: 2 nations, 1 end item, 1 component, and a row in every table.

Tests change one cell of it and look at what is said.
"""

import csv
import functools
import io
import tempfile
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.files.folder import open_case

SETTINGS = {
    "schema": "1",
    "name": '"small"',
    "as_of": '"2023-06-14"',
    "first_month": '"2023-07"',
    "months": "12",
    "currency": '"EUR"',
    "price_year": "2023",
}

_TABLES = {
    "sources": """
        source,publisher,title,published_on
        S1,Ministry,Report,2023-05-01
        S2,Press,Article,2023-04
    """,
    "nations": """
        nation,name,role,fiscal_year_start,currency
        EE,Eesti,ally,1,EUR
        LV,Latvija,ally,4,EUR
        EDF,Fund,fund,1,EUR
    """,
    "nation_groups": """
        nation,group
        EE,Baltic
        LV,Baltic
    """,
    "items": """
        item,name,kind,unit,standard
        shell,Complete round,end,rounds,NATO
        charge,Propelling charge,component,pieces,NATO
        howitzer,Howitzer,platform,pieces,NATO
    """,
    "classes": """
        class,name,unit,scale
        artillery,Artillery rounds,rounds,100
    """,
    "compatibility": """
        item,class,platform,nation,state,ratio
        shell,artillery,,*,common,1
        shell,,howitzer,EE,interchangeable,
    """,
    "holdings": """
        nation,item,lot,quantity,releasable
        EE,shell,,100,20
        LV,shell,A,50,0
    """,
    "component_stocks": """
        item,hub,quantity
        charge,all,30
    """,
    "target_versions": """
        version,decided_on,forum,replaces
        V1,2023-01-15,council,
    """,
    "targets": """
        version,nation,class,from,quantity,method
        V1,EE,artillery,2023-07,400,stated
        V1,LV,artillery,2023-07,200,stated
    """,
    "usage": """
        nation,class,item,kind,month,rate
        EE,,shell,peacetime,2023-07,5
        LV,artillery,,operational,2023-07,2
    """,
    "floors": """
        nation,item,quantity,days,waiver
        EE,shell,10,,no
        LV,shell,,30,
    """,
    "sites": """
        site,firm,nation,hub,size
        works,Works AS,EE,,small
        mill,Mill SIA,LV,all,medium
    """,
    "lines": """
        line,site,item,capacity,rate_now,yield,ramp_growth,own_account,unit_cost,currency
        shell-line,works,shell,40,30,1,0.1,no,900,EUR
        charge-line,mill,charge,60,40,0.95,,,,
    """,
    "line_leads": """
        line,months,share
        shell-line,2,0.5
        shell-line,3,0.5
        charge-line,1,1
    """,
    "recipes": """
        item,line,recipe,component,quantity
        shell,*,standard,charge,1
    """,
    "expansions": """
        option,line,capacity,cost,currency,build_months,ramp,earliest
        second-shift,shell-line,20,5000,USD,3,steps,2023-09
    """,
    "ramps": """
        ramp,month,share
        steps,0,0.5
        steps,1,1
    """,
    "expansion_payers": """
        option,payer
        second-shift,EE
    """,
    "lanes": """
        item,from,to,months,cost
        *,EE,LV,1,10
    """,
    "contracts": """
        contract,kind,admin_months,valid_from,valid_to,currency,price_year,index
        joint,framework,1,2023-07,2024-06,USD,2023,steel
    """,
    "contract_parties": """
        contract,role,party
        joint,buyer,group:Baltic
        joint,payer,buyer
        joint,line,shell-line
    """,
    "contract_prices": """
        contract,item,from_quantity,type,price
        joint,shell,0,single,1000
    """,
    "contract_payments": """
        contract,event,months_after,share
        joint,order,0,0.3
        joint,delivery,1,0.7
    """,
    "budgets": """
        payer,year,amount,currency,carry_over
        EE,2023,100000,,0.1
        EE,2024,120000,,0.1
        LV,2023,90000,,0
        LV,2024,90000,EUR,0
    """,
    "orders": """
        order,buyer,contract,line,item,quantity,price,currency,paid_share,due
        O1,EE,joint,shell-line,shell,20,1000,,0.5,2023-09
        O2,LV,,,shell,10,1100,USD,0,2023-08
    """,
    "pledges": """
        pledge,donor,recipient,item,quantity,due,status
        P1,EE,LV,shell,10,2023-10,contracted
    """,
    "obstacles": """
        obstacle,kind,touches,item,line,contract,from,to,effect,months,until
        export licence,licence,orders,shell,*,*,EE,LV,delays,2,
        repair,outage,production,*,charge-line,*,*,*,forbids,,2023-08
    """,
    "rates": """
        rate,month,value
        USD,2023-01,0.9
        steel,2023-01,100
        steel,2024-01,105
    """,
}

Rows = list[list[str]]


class Draft:
    """The small case as text that can be changed before it is written.

    Attributes:
        settings: Lines of case.toml by key, as TOML.
        tables: Rows of each table, the header first.
        raw: Files to write as bytes, by name.
    """

    def __init__(self) -> None:
        """Begin with the valid case."""
        self.settings = dict(SETTINGS)
        self.tables = {name: _rows(name, text) for name, text in _TABLES.items()}
        self.raw: dict[str, bytes] = {}

    def set(self, table: str, row: int, column: str, value: str) -> "Draft":
        """Write a cell; rows are counted as in the file, and a new column is added."""
        rows = self.tables[table]
        if column not in rows[0]:
            for index, cells in enumerate(rows):
                cells.append("" if index else column)
        rows[row - 1][rows[0].index(column)] = value
        return self

    def add(self, table: str, text: str) -> "Draft":
        """Add a row written with commas, its common columns filled in."""
        cells = next(csv.reader([text]))
        header = self.tables[table][0]
        cells += [""] * (_width(table) - len(cells))
        common = {"basis": "synthetic", "known_on": "2023-06-01"}
        self.tables[table].append(cells + [common.get(name, "") for name in header[len(cells) :]])
        return self

    def place(self, table: str, text: str) -> "Draft":
        """Write a table that the small case does not have: a header and rows, common columns filled in."""
        self.tables[table] = _rows(table, text)
        return self

    def drop(self, table: str, row: int | None = None) -> "Draft":
        """Leave out a row, or the whole table."""
        if row is None:
            del self.tables[table]
        else:
            del self.tables[table][row - 1]
        return self

    def drop_column(self, table: str, column: str) -> "Draft":
        """Leave out a column."""
        place = self.tables[table][0].index(column)
        for cells in self.tables[table]:
            del cells[place]
        return self

    def rename(self, table: str, column: str, name: str) -> "Draft":
        """Give a column another name."""
        header = self.tables[table][0]
        header[header.index(column)] = name
        return self

    def say(self, key: str, value: str | None) -> "Draft":
        """Write a key of case.toml as TOML, or leave it out."""
        if value is None:
            del self.settings[key]
        else:
            self.settings[key] = value
        return self

    def file(self, name: str, content: bytes) -> "Draft":
        """Write a file as it is, in place of a table."""
        self.raw[name] = content
        self.tables.pop(name.partition(".")[0], None)
        return self

    def text(self, table: str) -> str:
        """The CSV text of a table."""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(self.tables[table])
        return out.getvalue()

    def write(self, folder: Path) -> Path:
        """Write the case folder."""
        folder.mkdir(parents=True, exist_ok=True)
        lines = "".join(f"{key} = {value}\n" for key, value in self.settings.items())
        (folder / "case.toml").write_text(lines, encoding="utf-8")
        for name in self.tables:
            (folder / f"{name}.csv").write_text(self.text(name), encoding="utf-8")
        for name, content in self.raw.items():
            (folder / name).write_bytes(content)
        return folder

    def open(self, folder: Path) -> Case:
        """Write the case and open it."""
        return open_case(self.write(folder))


def _width(table: str) -> int:
    return len(_TABLES[table].split()[0].split(","))


def _rows(name: str, text: str) -> Rows:
    rows = list(csv.reader(line.strip() for line in text.strip().splitlines()))
    if name != "sources":
        rows[0] += ["basis", "known_on"]
        for cells in rows[1:]:
            cells += ["synthetic", "2023-06-01"]
    return rows


@functools.cache
def small() -> Case:
    """The small case, opened once."""
    with tempfile.TemporaryDirectory() as folder:
        return Draft().open(Path(folder) / "small")


def with_cells(case: Case, table: str, row: int, /, **cells: object) -> Case:
    """The case with some cells of a row written anew; rows are counted from 0."""
    rows = case.table(table).to_dicts()
    rows[row] |= cells
    return case.replace(**{table: pl.DataFrame(rows, schema=case.table(table).schema)})


def with_row(case: Case, table: str, /, **cells: object) -> Case:
    """The case with a row more: a copy of the first row, some cells written anew."""
    rows = case.table(table).to_dicts()
    return case.replace(**{table: pl.DataFrame([*rows, rows[0] | cells], schema=case.table(table).schema)})


def with_table(case: Case, table: str, *rows: dict[str, object]) -> Case:
    """The case with other rows in a table; cells that are not named are empty."""
    schema = case.table(table).schema
    columns = {name: schema[name] for name in schema if any(name in row for row in rows)}
    return case.replace(**{table: pl.DataFrame(rows, schema=columns)})


def without_rows(case: Case, table: str) -> Case:
    """The case with a table emptied."""
    return case.replace(**{table: case.table(table).clear()})


def told(faults: Iterable[Fault]) -> list[tuple[str, str, int | None, str]]:
    """Code, file, row and column of faults."""
    return [(fault.code, fault.file, fault.row, fault.column) for fault in faults]

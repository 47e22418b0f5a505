"""Faulty inputs: each begins with the small valid case, and each fault of it is named exactly."""

import ast
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import jointstock.facts
import jointstock.files
from jointstock.errors import CaseError
from jointstock.files.folder import open_case
from tests.small_case import Draft

Expected = tuple[str, str, int | None, str, str]
Change = Callable[[Draft], object]


def all_of(*changes: Change) -> Change:
    """Several changes, one after another."""
    return lambda draft: [change(draft) for change in changes]


def put(table: str, row: int, column: str, value: str) -> Change:
    """Write a cell."""
    return lambda draft: draft.set(table, row, column, value)


def add(table: str, text: str) -> Change:
    """Add a row."""
    return lambda draft: draft.add(table, text)


def drop(table: str, row: int) -> Change:
    """Leave out a row."""
    return lambda draft: draft.drop(table, row)


def say(key: str, value: str | None) -> Change:
    """Write a key of case.toml."""
    return lambda draft: draft.say(key, value)


def place(table: str, header: str, *rows: str) -> Change:
    """Write a table that the small case does not have."""
    return lambda draft: draft.place(table, "\n".join([header, *rows]))


def tiers(kind: str, *prices: str) -> Change:
    """Price the shell in tiers of one type, each written as quantity and price."""
    return all_of(
        drop("contract_prices", 2),
        *(add("contract_prices", f"joint,shell,{price.replace(',', f',{kind},')}") for price in prices),
    )


def instrument(**cells: str) -> Change:
    """Add a fund that reimburses a fifth of what the Baltic states pay under the contract."""
    row = {"instrument": "joint-fund", "name": "Fund", "kind": "goods", "payer": "EDF", "rate": "0.2"} | cells
    return all_of(
        place("instruments", ",".join(row), ",".join(row.values())),
        place(
            "instrument_parties",
            "instrument,role,party",
            "joint-fund,member,group:Baltic",
            "joint-fund,contract,joint",
        ),
    )


def certified() -> Change:
    """Let Latvia certify another round."""
    return all_of(
        add("items", "rocket,Rocket,end,rounds,"),
        add("compatibility", "rocket,artillery,,LV,none,1"),
        *(
            put("compatibility", 4, column, value)
            for column, value in (("certify", "yes"), ("months_to_certify", "6"), ("cost_to_certify", "100"))
        ),
    )


def fleet(**cells: str) -> Change:
    """Add a fleet of 10 howitzers."""
    row = {"nation": "EE", "platform": "howitzer", "holding": "10", "training_months": "2"} | cells
    return place("fleets", ",".join(row), ",".join(row.values()))


def file(name: str, content: bytes) -> Change:
    """Write a file as it is."""
    return lambda draft: draft.file(name, content)


def text(table: str, edit: Callable[[str], bytes]) -> Change:
    """Write the CSV text of a table in another form."""
    return lambda draft: draft.file(f"{table}.csv", edit(draft.text(table)))


def parquet(table: str, edit: Callable[[bytes], bytes] = bytes, **columns: Any) -> Change:
    """Write a table as Parquet, some columns replaced, and edit its bytes."""

    def change(draft: Draft) -> None:
        header, *rows = draft.tables[table]
        out = io.BytesIO()
        pl.DataFrame(rows, schema=header, orient="row").with_columns(**columns).write_parquet(out)
        draft.file(f"{table}.parquet", edit(out.getvalue()))

    return change


def promising(rows: int) -> Callable[[bytes], bytes]:
    """Let the footer of a Parquet file of 3 rows promise another number of them."""

    def edit(content: bytes) -> bytes:
        # In Thrift's compact protocol the third field of the footer, a number of 64 bits, begins with 0x16.
        start = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
        place = content.index(b"\x16\x06\x19", start) + 1
        number, zigzag = b"", rows * 2
        while zigzag > 127:
            number, zigzag = number + bytes([zigzag & 127 | 128]), zigzag >> 7
        footer = content[start:place] + number + bytes([zigzag]) + content[place + 1 : -8]
        return content[:start] + footer + len(footer).to_bytes(4, "little") + b"PAR1"

    return edit


EFFORTS = (
    "version,nation,class,weapons,rate,days,attrition,sigma,loss,training,pipeline,test,platform,"
    "basis,known_on\n"
)
KEYS = "version,class,group,from,total,key,basis,known_on\n"


def by_effort(row: str) -> Change:
    """Compute the first target from a row of efforts."""
    return all_of(
        put("targets", 2, "quantity", ""),
        put("targets", 2, "method", "level of effort"),
        file("efforts.csv", f"{EFFORTS}{row},0,,synthetic,2023-06-01\n".encode()),
    )


def by_key(*rows: str) -> Change:
    """Compute the first target as a share of totals, given by group, month, total and key."""
    lines = "".join(f"V1,artillery,{row},synthetic,2023-06-01\n" for row in rows)
    return all_of(
        put("targets", 2, "quantity", ""),
        put("targets", 2, "method", "key"),
        file("target_keys.csv", (KEYS + lines).encode()),
    )


FORM: dict[str, tuple[Change, list[Expected]]] = {
    "an empty file": (file("floors.csv", b""), [("empty-file", "floors.csv", None, "", "")]),
    "a file of blank lines": (file("floors.csv", b"\n \r\n"), [("empty-file", "floors.csv", None, "", "")]),
    "a file in UTF-16": (
        text("nations", lambda t: t.encode("utf-16")),
        [("utf-16", "nations.csv", None, "", "text in UTF-16")],
    ),
    "a file in UTF-16 without a mark": (
        text("nations", lambda t: t.encode("utf-16-le")),
        [("utf-16", "nations.csv", None, "", "text in UTF-16")],
    ),
    "a file in Latin-1": (
        text("nations", lambda t: t.replace("Latvija", "Lettland är").encode("latin-1")),
        [("not-utf-8", "nations.csv", 3, "", "ä")],
    ),
    "semicolons with decimal commas": (
        text("rates", lambda t: t.replace(",", ";").replace("0.9", "0,9").encode()),
        [("separator", "rates.csv", 1, "", "columns parted by semicolons")],
    ),
    "tabs": (
        text("rates", lambda t: t.replace(",", "\t").encode()),
        [("separator", "rates.csv", 1, "", "columns parted by tabs")],
    ),
    "an unknown column": (
        put("lines", 2, "colour", "green"),
        [("unknown-column", "lines.csv", 1, "colour", "colour")],
    ),
    "a misspelt column": (
        lambda d: d.rename("lines", "capacity", "capacty"),
        [("unknown-column", "lines.csv", 1, "capacty", "capacty")],
    ),
    "a misspelt required column": (
        lambda d: d.rename("lines", "known_on", "know_on"),
        [("unknown-column", "lines.csv", 1, "know_on", "know_on")],
    ),
    "a missing column": (
        lambda d: d.drop_column("lines", "site"),
        [("missing-column", "lines.csv", 1, "site", "")],
    ),
    "a column named twice": (
        lambda d: d.rename("lines", "yield", "capacity"),
        [("column-twice", "lines.csv", 1, "capacity", "capacity")],
    ),
    "a row with a cell too few": (
        text("rates", lambda t: t.replace("100,synthetic,2023-06-01", "100,synthetic").encode()),
        [("ragged-row", "rates.csv", 3, "", "4 cells")],
    ),
    "a decimal comma in a row": (
        text("rates", lambda t: t.replace("0.9", "0,9").encode()),
        [("ragged-row", "rates.csv", 2, "", "6 cells")],
    ),
    "an empty row between rows": (
        text("rates", lambda t: t.replace("\nsteel,2023", "\n\nsteel,2023").encode()),
        [("blank-row", "rates.csv", 3, "", "")],
    ),
    "a row of commas between rows": (
        text("rates", lambda t: t.replace("\nsteel,2023", "\n,,,,\nsteel,2023").encode()),
        [("blank-row", "rates.csv", 3, "", "")],
    ),
    "a quotation mark that is never closed": (
        text("nations", lambda t: t.replace("Latvija", '"Latvija').encode()),
        [("stray-quote", "nations.csv", 3, "", '"')],
    ),
    "a quotation mark inside a cell": (
        text("nations", lambda t: t.replace("Latvija", 'Lat"vi"ja').encode()),
        [("stray-quote", "nations.csv", 3, "", '"')],
    ),
    "a table that does not exist": (
        file("holding.csv", b"nation,item\n"),
        [("unknown-table", "holding.csv", None, "", "holding.csv")],
    ),
    "a workbook among the tables": (
        file("budgets.xlsx", b"PK"),
        [("workbook", "budgets.xlsx", None, "", "budgets.xlsx")],
    ),
    "a table in two files": (
        lambda d: d.raw.update({"floors.parquet": b""}),
        [("table-twice", "floors.csv", None, "", "floors.csv and floors.parquet")],
    ),
    "a needed table that is not there": (
        all_of(*(lambda d, t=t: d.drop(t) for t in [*Draft().tables]), lambda d: d.raw.clear()),  # type: ignore[misc]
        [("missing-table", "nations.csv", None, "", ""), ("missing-table", "items.csv", None, "", "")],
    ),
    "an empty Parquet file": (file("floors.parquet", b""), [("empty-file", "floors.parquet", None, "", "")]),
    "a Parquet file cut off": (
        parquet("rates", lambda c: c[:-20]),
        [("unreadable", "rates.parquet", None, "", "no Parquet file, or one that is cut off")],
    ),
    "text that calls itself Parquet": (
        file("rates.parquet", b"rate,month,value\nUSD,2023-01,1\n"),
        [("unreadable", "rates.parquet", None, "", "no Parquet file, or one that is cut off")],
    ),
    "a Parquet header that promises a billion rows": (
        parquet("rates", promising(1_000_000_000)),
        [("too-large", "rates.parquet", None, "", "a footer that promises 1000000000 rows")],
    ),
    "a Parquet header that promises a few rows more": (
        parquet("rates", promising(1_000_000)),
        [
            (
                "unreadable",
                "rates.parquet",
                None,
                "",
                "a footer that promises 1000000 rows, and row groups of 3",
            )
        ],
    ),
    "a Parquet column of lists": (
        parquet("rates", note=pl.struct(a=pl.lit(1))),
        [("column-type", "rates.parquet", None, "note", "Struct({'a': Int32})")],
    ),
    "NaN in Parquet": (
        parquet("rates", value=pl.lit(float("nan"))),
        [("not-finite", "rates.parquet", row, "value", "NaN") for row in (2, 3, 4)],
    ),
    "no case.toml": (
        all_of(lambda d: d.settings.clear(), lambda d: d.raw.update({"case.toml": b""})),
        [
            ("missing-setting", "case.toml", None, key, "")
            for key in ("schema", "name", "as_of", "first_month", "months", "currency", "price_year")
        ],
    ),
    "case.toml that is no TOML": (
        say("name", "small case"),
        [("not-toml", "case.toml", None, "", "Invalid value (at line 2, column 8)")],
    ),
    "an unknown key": (say("colour", '"red"'), [("unknown-setting", "case.toml", None, "colour", "colour")]),
    "a misspelt key": (
        all_of(say("months", None), say("month", "12")),
        [("unknown-setting", "case.toml", None, "month", "month")],
    ),
    "a missing key": (say("months", None), [("missing-setting", "case.toml", None, "months", "")]),
    "months as text": (say("months", '"twelve"'), [("setting-type", "case.toml", None, "months", "twelve")]),
    "a schema of the future": (say("schema", "7"), [("schema", "case.toml", None, "schema", "7")]),
}

CELLS: dict[str, tuple[Change, list[Expected]]] = {
    "a word for a number": (
        put("lines", 2, "capacity", "forty"),
        [("not-a-number", "lines.csv", 2, "capacity", "forty")],
    ),
    "a word for unknown": (
        put("lines", 2, "capacity", "n/a"),
        [("not-a-number", "lines.csv", 2, "capacity", "n/a")],
    ),
    "a decimal comma": (
        put("rates", 2, "value", "0,95"),
        [("not-a-number", "rates.csv", 2, "value", "0,95")],
    ),
    "a thousands separator": (
        put("budgets", 2, "amount", "100 000"),
        [("not-a-number", "budgets.csv", 2, "amount", "100 000")],
    ),
    "a unit in the cell": (
        put("lines", 2, "capacity", "40 t"),
        [("mixed-unit", "lines.csv", 2, "capacity", "40 t")],
    ),
    "a per cent sign": (
        put("line_leads", 2, "share", "50%"),
        [("mixed-unit", "line_leads.csv", 2, "share", "50%")],
    ),
    "NaN": (put("lines", 2, "capacity", "NaN"), [("not-finite", "lines.csv", 2, "capacity", "NaN")]),
    "infinity": (put("lines", 2, "capacity", "-inf"), [("not-finite", "lines.csv", 2, "capacity", "-inf")]),
    "a number too long for a float": (
        put("lines", 2, "capacity", "1e999"),
        [("not-finite", "lines.csv", 2, "capacity", "1e999")],
    ),
    "a fraction of a month": (
        put("line_leads", 2, "months", "2.5"),
        [("not-whole", "line_leads.csv", 2, "months", "2.5")],
    ),
    "a flag in another word": (
        put("lines", 2, "own_account", "perhaps"),
        [("not-a-flag", "lines.csv", 2, "own_account", "perhaps")],
    ),
    "a cell of ten thousand signs": (
        put("lines", 2, "note", "x" * 10_001),
        [("cell-too-long", "lines.csv", 2, "note", "x" * 80)],
    ),
    "an empty cell that must be filled": (
        put("items", 2, "name", ""),
        [("empty-cell", "items.csv", 2, "name", "")],
    ),
    "an empty basis": (put("items", 2, "basis", ""), [("empty-cell", "items.csv", 2, "basis", "")]),
    "a word that is no choice": (
        put("nations", 3, "role", "alley"),
        [("not-a-choice", "nations.csv", 3, "role", "alley")],
    ),
    "month 13": (
        put("targets", 2, "from", "2023-13"),
        [("not-a-month", "targets.csv", 2, "from", "2023-13")],
    ),
    "a month with a day": (
        put("targets", 2, "from", "2023-07-01"),
        [("not-a-month", "targets.csv", 2, "from", "2023-07-01")],
    ),
    "a date in words": (
        put("targets", 2, "known_on", "14 June 2023"),
        [("not-a-day", "targets.csv", 2, "known_on", "14 June 2023")],
    ),
    "30 February": (
        put("targets", 2, "known_on", "2023-02-30"),
        [("not-a-day", "targets.csv", 2, "known_on", "2023-02-30")],
    ),
    "a negative quantity": (
        put("floors", 2, "quantity", "-1"),
        [("out-of-bounds", "floors.csv", 2, "quantity", "-1")],
    ),
    "a share above one": (
        put("lines", 3, "yield", "1.5"),
        [("out-of-bounds", "lines.csv", 3, "yield", "1.5")],
    ),
    "a yield of zero": (put("lines", 3, "yield", "0"), [("out-of-bounds", "lines.csv", 3, "yield", "0")]),
    "a fiscal year that starts in month 13": (
        put("nations", 4, "fiscal_year_start", "13"),
        [("out-of-bounds", "nations.csv", 4, "fiscal_year_start", "13")],
    ),
    "a number far beyond reason": (
        put("lines", 2, "unit_cost", "3e13"),
        [("beyond-reason", "lines.csv", 2, "unit_cost", "30000000000000")],
    ),
    "a key that is a star": (
        add("classes", "*,All,rounds,100"),
        [("reserved-key", "classes.csv", 3, "class", "*")],
    ),
    "a duplicate key": (
        add("nations", "LV,Again,ally,1,"),
        [("duplicate-key", "nations.csv", 5, "nation", "LV")],
    ),
    "a duplicate key of several columns": (
        add("holdings", "EE,shell,,5,0"),
        [("duplicate-key", "holdings.csv", 4, "", "EE / shell / ")],
    ),
    "a key of no row": (
        put("holdings", 2, "nation", "XX"),
        [("unknown-key", "holdings.csv", 2, "nation", "XX")],
    ),
    "a key in other letters": (
        put("holdings", 2, "nation", "ee"),
        [("unknown-key", "holdings.csv", 2, "nation", "ee")],
    ),
    "a party that is no group": (
        put("contract_parties", 2, "party", "group:Balt"),
        [("unknown-key", "contract_parties.csv", 2, "party", "group:Balt")],
    ),
    "a cited row without source": (
        put("sites", 2, "basis", "cited"),
        [("no-source", "sites.csv", 2, "source", "")],
    ),
    "a source that does not exist": (
        all_of(put("sites", 2, "basis", "cited"), put("sites", 2, "source", "S1; S9")),
        [("unknown-source", "sites.csv", 2, "source", "S9")],
    ),
    "an assumed row without reason": (
        put("sites", 2, "basis", "assumed"),
        [("no-reason", "sites.csv", 2, "reason", "")],
    ),
    "an assumed figure without range": (
        all_of(put("lines", 2, "basis", "assumed"), put("lines", 2, "reason", "like the mill")),
        [("no-range", "lines.csv", 2, "low", ""), ("no-range", "lines.csv", 2, "high", "")],
    ),
    "a low above the high": (
        all_of(put("lines", 2, "low", "60"), put("lines", 2, "high", "30")),
        [("range-crossed", "lines.csv", 2, "low", "60")],
    ),
    "a row known too late": (
        put("lines", 2, "known_on", "2023-06-15"),
        [("known-too-late", "lines.csv", 2, "known_on", "2023-06-15")],
    ),
    "a row known in the month of the day": (
        put("lines", 2, "known_on", "2023-06"),
        [("known-too-late", "lines.csv", 2, "known_on", "2023-06")],
    ),
    "a later vintage of a holding": (
        all_of(put("holdings", 2, "vintage", "later"), put("holdings", 2, "known_on", "2022-12-31")),
        [("later-outcome", "holdings.csv", 2, "vintage", "later")],
    ),
    "a later vintage within a year": (
        put("recipes", 2, "vintage", "later"),
        [("later-not-at-year-end", "recipes.csv", 2, "known_on", "2023-06-01")],
    ),
}

MEANING: dict[str, tuple[Change, list[Expected]]] = {
    "a day that is none": (
        say("as_of", '"June 2023"'),
        [("setting-value", "case.toml", None, "as_of", "June 2023")],
    ),
    "a first month that is none": (
        say("first_month", '"2023-13"'),
        [("setting-value", "case.toml", None, "first_month", "2023-13")],
    ),
    "a first month before the day": (
        say("first_month", '"2023-05"'),
        [("before-the-day", "case.toml", None, "first_month", "2023-05")],
    ),
    "no months": (say("months", "0"), [("setting-value", "case.toml", None, "months", "0")]),
    "a calendar in words": (
        say("calendar", '"monthly"'),
        [("setting-value", "case.toml", None, "calendar", "monthly")],
    ),
    "a deflator without rates": (
        say("deflator", '"steal"'),
        [("no-rate", "case.toml", None, "deflator", "steal")],
    ),
    "a target version that does not exist": (
        say("target_version", '"V7"'),
        [("target-version", "case.toml", None, "target_version", "V7")],
    ),
    "two target versions and no choice": (
        all_of(
            add("target_versions", "V2,2023-03-01,council,V1"), add("targets", "V2,EE,artillery,2023-07,500,")
        ),
        [("target-version", "case.toml", None, "target_version", "V1, V2")],
    ),
    "an unknown capacity": (
        put("lines", 3, "capacity", ""),
        [("unknown-needed", "lines.csv", 3, "capacity", "")],
    ),
    "an unknown opening rate under a ramp limit": (
        put("lines", 2, "rate_now", ""),
        [("unknown-needed", "lines.csv", 2, "rate_now", "")],
    ),
    "an unknown target": (
        put("targets", 3, "quantity", ""),
        [("unknown-needed", "targets.csv", 3, "quantity", "")],
    ),
    "an unknown price": (
        put("contract_prices", 2, "price", ""),
        [("unknown-needed", "contract_prices.csv", 2, "price", "")],
    ),
    "an open order without due month": (
        put("orders", 3, "due", ""),
        [("unknown-needed", "orders.csv", 3, "due", "")],
    ),
    "a contracted pledge without quantity": (
        put("pledges", 2, "quantity", ""),
        [("unknown-needed", "pledges.csv", 2, "quantity", "")],
    ),
    "a line without lead time": (
        drop("line_leads", 4),
        [("line-without-leads", "lines.csv", 3, "line", "charge-line")],
    ),
    "lead shares that do not sum to one": (
        put("line_leads", 3, "share", "0.4"),
        [("shares-sum", "line_leads.csv", 2, "share", "a sum of 0.9")],
    ),
    "a component made on own account": (
        put("lines", 3, "own_account", "yes"),
        [("own-account-part", "lines.csv", 3, "own_account", "yes")],
    ),
    "a recipe for the wrong line": (
        put("recipes", 2, "line", "charge-line"),
        [("recipe-line", "recipes.csv", 2, "line", "charge-line")],
    ),
    "a recipe that uses an end item": (
        add("recipes", "charge,*,odd,shell,1"),
        [
            ("recipe-component", "recipes.csv", 3, "component", "shell"),
            ("recipe-cycle", "recipes.csv", 2, "component", "shell > charge > shell"),
        ],
    ),
    "a component made of itself through another": (
        all_of(
            add("items", "powder,Powder,material,kg,"),
            add("recipes", "charge,*,standard,powder,8"),
            add("recipes", "powder,*,standard,charge,1"),
            add("component_stocks", "powder,all,5"),
        ),
        [("recipe-cycle", "recipes.csv", 3, "component", "charge > powder > charge")],
    ),
    "a component without a source": (
        all_of(add("items", "fuze,Fuze,component,pieces,"), add("recipes", "shell,*,standard,fuze,1")),
        [("component-without-source", "recipes.csv", 3, "component", "fuze")],
    ),
    "a component made at another hub only": (
        all_of(put("sites", 3, "hub", "north"), drop("component_stocks", 2)),
        [("component-without-source", "recipes.csv", 2, "component", "charge")],
    ),
    "a stock of components at no hub": (
        put("component_stocks", 2, "hub", "south"),
        [("unknown-hub", "component_stocks.csv", 2, "hub", "south")],
    ),
    "a stock of components that is of shells": (
        put("component_stocks", 2, "item", "shell"),
        [("not-a-component", "component_stocks.csv", 2, "item", "shell")],
    ),
    "a ramp with a gap": (put("ramps", 3, "month", "2"), [("ramp-gap", "ramps.csv", 3, "month", "2")]),
    "a ramp that falls": (
        all_of(put("ramps", 3, "share", "0.4"), add("ramps", "steps,2,1")),
        [("ramp-falls", "ramps.csv", 3, "share", "0.4")],
    ),
    "a ramp that never reaches the full rate": (
        put("ramps", 3, "share", "0.8"),
        [("ramp-end", "ramps.csv", 3, "share", "0.8")],
    ),
    "an expansion that nobody pays": (
        lambda d: d.drop("expansion_payers"),
        [("expansion-without-payer", "expansions.csv", 2, "option", "second-shift")],
    ),
    "a contract without buyer": (
        drop("contract_parties", 2),
        [("contract-without-buyer", "contracts.csv", 2, "contract", "joint")],
    ),
    "a contract without line": (
        drop("contract_parties", 4),
        [("contract-without-line", "contracts.csv", 2, "contract", "joint")],
    ),
    "a contract without price": (
        drop("contract_prices", 2),
        [("contract-without-price", "contracts.csv", 2, "contract", "joint")],
    ),
    "a contract without payments": (
        lambda d: d.drop("contract_payments"),
        [("contract-without-payments", "contracts.csv", 2, "contract", "joint")],
    ),
    "payment shares that do not sum to one": (
        put("contract_payments", 2, "share", "0.4"),
        [("shares-sum", "contract_payments.csv", 2, "share", "a sum of 1.1")],
    ),
    "a single price from a quantity on": (
        put("contract_prices", 2, "from_quantity", "50"),
        [("price-tier", "contract_prices.csv", 2, "from_quantity", "50")],
    ),
    "a price for what no line of the contract makes": (
        all_of(add("items", "rocket,Rocket,end,rounds,"), add("contract_prices", "joint,rocket,0,single,9")),
        [("price-without-line", "contract_prices.csv", 3, "item", "rocket")],
    ),
    "a contract that ends before it begins": (
        put("contracts", 2, "valid_to", "2023-06"),
        [("valid-order", "contracts.csv", 2, "valid_to", "2023-06")],
    ),
    "an index without price year": (
        put("contracts", 2, "price_year", ""),
        [("index-without-year", "contracts.csv", 2, "price_year", "")],
    ),
    "an index without values": (
        put("contracts", 2, "index", "energy"),
        [("no-rate", "contracts.csv", 2, "index", "energy")],
    ),
    "a fund that would hold what it buys": (
        put("contract_parties", 2, "party", "EDF"),
        [("holds-no-stock", "contract_parties.csv", 2, "party", "EDF")],
    ),
    "a fund that holds stock": (
        put("holdings", 3, "nation", "EDF"),
        [("holds-no-stock", "holdings.csv", 3, "nation", "EDF")],
    ),
    "a currency without rate": (
        put("budgets", 2, "currency", "NOK"),
        [("no-rate", "budgets.csv", 2, "currency", "NOK")],
    ),
    "a rate of the case's own currency": (
        add("rates", "EUR,2023-01,1.1"),
        [("rate-of-own-currency", "rates.csv", 5, "value", "1.1")],
    ),
    "a missing budget year": (drop("budgets", 3), [("budget-year-missing", "budgets.csv", 2, "year", "")]),
    "open orders beyond the budget": (
        put("budgets", 4, "amount", "10000"),
        [("open-orders-exceed-budget", "budgets.csv", 4, "amount", "10000")],
    ),
    "a nation that holds components": (
        put("holdings", 3, "item", "charge"),
        [("not-an-end-item", "holdings.csv", 3, "item", "charge")],
    ),
    "a shell used with a shell": (
        put("compatibility", 3, "platform", "shell"),
        [("not-a-platform", "compatibility.csv", 3, "platform", "shell")],
    ),
    "more releasable than held": (
        put("holdings", 2, "releasable", "101"),
        [("releasable-exceeds", "holdings.csv", 2, "releasable", "101")],
    ),
    "use of both class and item": (
        put("usage", 2, "class", "artillery"),
        [("use-subject", "usage.csv", 2, "item", "artillery and shell")],
    ),
    "use of neither class nor item": (
        put("usage", 2, "item", ""),
        [("use-subject", "usage.csv", 2, "item", "")],
    ),
    "operational use of an item that covers nothing": (
        all_of(add("items", "rocket,Rocket,end,rounds,"), add("usage", "LV,,rocket,operational,2023-07,2")),
        [("item-without-class", "usage.csv", 4, "item", "rocket")],
    ),
    "compatibility with nothing": (
        put("compatibility", 3, "platform", ""),
        [("compatibility-subject", "compatibility.csv", 3, "class", "")],
    ),
    "mixed units between item and class": (
        all_of(put("compatibility", 2, "ratio", ""), put("classes", 2, "unit", "tonnes")),
        [("units-differ", "compatibility.csv", 2, "ratio", "")],
    ),
    "a floor without size": (
        put("floors", 2, "quantity", ""),
        [("floor-without-size", "floors.csv", 2, "quantity", "")],
    ),
    "a lane to itself": (put("lanes", 2, "to", "EE"), [("lane-to-itself", "lanes.csv", 2, "to", "EE")]),
    "a pledge to itself": (
        put("pledges", 2, "recipient", "EE"),
        [("pledge-to-itself", "pledges.csv", 2, "recipient", "EE")],
    ),
    "an open order with the wrong line": (
        put("orders", 2, "line", "charge-line"),
        [("order-line", "orders.csv", 2, "line", "charge-line")],
    ),
    "a target version that replaces itself": (
        put("target_versions", 2, "replaces", "V1"),
        [("version-cycle", "target_versions.csv", 2, "replaces", "V1 > V1")],
    ),
    "a target version without a date beside another": (
        add("target_versions", "V2,,council,V1"),
        [("version-without-date", "target_versions.csv", 3, "decided_on", "")],
    ),
    "a target to compute without efforts": (
        all_of(put("targets", 2, "quantity", ""), put("targets", 2, "method", "level of effort")),
        [("no-effort", "targets.csv", 2, "quantity", "")],
    ),
    "an effort without days": (
        by_effort("V1,EE,artillery,500,28.7,,0,0.2,0,0,0"),
        [("unknown-needed", "efforts.csv", 2, "days", "")],
    ),
    "a negative rate of effort": (
        by_effort("V1,EE,artillery,500,-28.7,60,0,0.2,0,0,0"),
        [("out-of-bounds", "efforts.csv", 2, "rate", "-28.7")],
    ),
    "a share of weapons lost above one": (
        by_effort("V1,EE,artillery,500,28.7,60,1.2,0.2,0,0,0"),
        [("out-of-bounds", "efforts.csv", 2, "attrition", "1.2")],
    ),
    "the 100th percentile of a spread rate": (
        all_of(by_effort("V1,EE,artillery,500,28.7,60,0,0.2,0,0,0"), put("targets", 2, "percentile", "100")),
        [("percentile", "targets.csv", 2, "percentile", "100")],
    ),
    "efforts of something that is no platform": (
        file("efforts.csv", (EFFORTS + "V1,LV,artillery,1,1,1,,,,,,,shell,synthetic,2023-06-01\n").encode()),
        [("not-a-platform", "efforts.csv", 2, "platform", "shell")],
    ),
    "a share of a total that nobody states": (
        all_of(put("targets", 2, "quantity", ""), put("targets", 2, "method", "key")),
        [("no-key", "targets.csv", 2, "quantity", "")],
    ),
    "a share of two totals": (
        all_of(
            by_key("Baltic,2023-07,900,equal", "North,2023-07,900,equal"), add("nation_groups", "EE,North")
        ),
        [("two-keys", "targets.csv", 2, "quantity", "")],
    ),
    "a total that is not known": (
        by_key("Baltic,2023-07,,equal"),
        [("unknown-needed", "target_keys.csv", 2, "total", "")],
    ),
    "a total shared by a GDP that is not known": (
        all_of(by_key("Baltic,2023-07,900,gdp"), put("nations", 3, "gdp", "40")),
        [("unknown-needed", "nations.csv", 2, "gdp", "")],
    ),
    "a total shared by values of nothing": (
        all_of(
            by_key("Baltic,2023-07,900,gdp"), put("nations", 2, "gdp", "0"), put("nations", 3, "gdp", "0")
        ),
        [("key-sum", "target_keys.csv", 2, "key", "gdp")],
    ),
    "a total of a group that nobody belongs to": (
        by_key("Baltic,2023-07,900,equal", "Baltics,2023-10,900,equal"),
        [("unknown-key", "target_keys.csv", 3, "group", "Baltics")],
    ),
    "a delay without months": (
        put("obstacles", 2, "months", ""),
        [("delay-without-months", "obstacles.csv", 2, "months", "")],
    ),
    "a delay with an end": (
        put("obstacles", 2, "until", "2023-12"),
        [("delay-with-end", "obstacles.csv", 2, "until", "2023-12")],
    ),
    "an outage for one contract": (
        put("obstacles", 3, "contract", "joint"),
        [("obstacle-reach", "obstacles.csv", 3, "contract", "joint")],
    ),
    "an obstacle on orders of a component": (
        put("obstacles", 2, "item", "charge"),
        [("obstacle-on-component", "obstacles.csv", 2, "item", "charge")],
    ),
}

AGREEMENTS: dict[str, tuple[Change, list[Expected]]] = {
    "two tiers from one quantity": (
        tiers("incremental", "0,1000", "0,900"),
        [("tier-overlap", "contract_prices.csv", 3, "from_quantity", "0")],
    ),
    "tiers that begin late": (
        tiers("convex", "5,1000", "50,1100"),
        [("price-tier", "contract_prices.csv", 2, "from_quantity", "5")],
    ),
    "tiers of two types": (
        all_of(tiers("convex", "0,1000", "50,1100"), put("contract_prices", 3, "type", "incremental")),
        [("mixed-tiers", "contract_prices.csv", 3, "type", "incremental")],
    ),
    "a single price in two rows": (
        tiers("single", "0,1000", "50,900"),
        [("tier-of-one-price", "contract_prices.csv", 3, "from_quantity", "50")],
    ),
    "convex prices that fall": (
        tiers("convex", "0,1000", "50,900"),
        [("tier-price-falls", "contract_prices.csv", 3, "price", "900")],
    ),
    "incremental prices that rise": (
        tiers("incremental", "0,1000", "50,1100"),
        [("tier-price-rises", "contract_prices.csv", 3, "price", "1100")],
    ),
    "a learning curve without slope": (
        all_of(put("contract_prices", 2, "type", "crawford"), put("contracts", 2, "ceiling", "500")),
        [("learning-without-slope", "contract_prices.csv", 2, "slope", "")],
    ),
    "a learning curve without ceiling": (
        all_of(put("contract_prices", 2, "type", "wright"), put("contract_prices", 2, "slope", "0.9")),
        [("learning-without-ceiling", "contracts.csv", 2, "ceiling", "")],
    ),
    "a slope above one": (
        all_of(
            put("contract_prices", 2, "type", "wright"),
            put("contract_prices", 2, "slope", "1.1"),
            put("contracts", 2, "ceiling", "500"),
        ),
        [("out-of-bounds", "contract_prices.csv", 2, "slope", "1.1")],
    ),
    "a single price with a slope": (
        put("contract_prices", 2, "slope", "0.9"),
        [("not-a-learning-curve", "contract_prices.csv", 2, "slope", "0.9")],
    ),
    "a call-off that is at least more than at most": (
        all_of(put("contracts", 2, "call_off_min", "50"), put("contracts", 2, "call_off_max", "40")),
        [("call-off-order", "contracts.csv", 2, "call_off_min", "50")],
    ),
    "a minimum order beyond the ceiling": (
        all_of(put("contracts", 2, "minimum_order", "500"), put("contracts", 2, "ceiling", "400")),
        [("beyond-ceiling", "contracts.csv", 2, "minimum_order", "500")],
    ),
    "take-or-pay beyond the ceiling": (
        all_of(
            put("contracts", 2, "take_or_pay", "500"),
            put("contracts", 2, "take_share", "0.5"),
            put("contracts", 2, "ceiling", "400"),
        ),
        [("beyond-ceiling", "contracts.csv", 2, "take_or_pay", "500")],
    ),
    "take-or-pay without share": (
        put("contracts", 2, "take_or_pay", "100"),
        [("take-or-pay-without-share", "contracts.csv", 2, "take_share", "")],
    ),
    "a take share above one": (
        all_of(put("contracts", 2, "take_or_pay", "100"), put("contracts", 2, "take_share", "1.2")),
        [("out-of-bounds", "contracts.csv", 2, "take_share", "1.2")],
    ),
    "an agent's fee above one": (
        put("contracts", 2, "agent_fee", "1.5"),
        [("out-of-bounds", "contracts.csv", 2, "agent_fee", "1.5")],
    ),
    "take-or-pay of two items": (
        all_of(
            put("contracts", 2, "take_or_pay", "100"),
            put("contracts", 2, "take_share", "0.5"),
            add("items", "rocket,Rocket,end,rounds,"),
            add("lines", "rocket-line,works,rocket,5,5,1,,,,"),
            add("line_leads", "rocket-line,1,1"),
            add("contract_parties", "joint,line,rocket-line"),
            add("contract_prices", "joint,rocket,0,single,9"),
        ),
        [("take-or-pay-items", "contracts.csv", 2, "take_or_pay", "100")],
    ),
    "a buyer that joins when the contract is over": (
        put("contract_parties", 2, "from", "2024-07"),
        [("joins-too-late", "contract_parties.csv", 2, "from", "2024-07")],
    ),
    "a payer that joins later": (
        put("contract_parties", 3, "from", "2023-09"),
        [("joins-as-no-buyer", "contract_parties.csv", 3, "from", "2023-09")],
    ),
    "an authority in a currency without rate": (
        place("authorities", "payer,year,amount,currency,carry_over", "EE,2023,1,NOK,0", "EE,2024,1,,0"),
        [("no-rate", "authorities.csv", 2, "currency", "NOK")],
    ),
    "a missing year of authority": (
        place("authorities", "payer,year,amount,carry_over", "EE,2023,50000,0"),
        [("authority-year-missing", "authorities.csv", 2, "year", "")],
    ),
    "an unknown authority": (
        place("authorities", "payer,year,amount,carry_over", "EE,2023,,0", "EE,2024,5000,0"),
        [("unknown-needed", "authorities.csv", 2, "amount", "")],
    ),
    "an instrument without members": (
        all_of(instrument(), drop("instrument_parties", 2)),
        [("nobody-may-join", "instruments.csv", 2, "instrument", "joint-fund")],
    ),
    "an instrument for every Ally where there is none": (
        all_of(
            instrument(),
            put("instrument_parties", 2, "party", "*"),
            put("nations", 2, "role", "partner"),
            put("nations", 3, "role", "recipient"),
        ),
        [("nobody-may-join", "instruments.csv", 2, "instrument", "joint-fund")],
    ),
    "an instrument whose member is unknown": (
        all_of(instrument(), put("instrument_parties", 2, "party", "group:Balt")),
        [("unknown-key", "instrument_parties.csv", 2, "party", "group:Balt")],
    ),
    "an instrument with fewer members than it needs": (
        instrument(min_members="3", member_share="0.1"),
        [("too-few-members", "instruments.csv", 2, "min_members", "3")],
    ),
    "shares of members above one together": (
        instrument(min_members="2", member_share="0.6"),
        [("member-shares", "instruments.csv", 2, "member_share", "0.6")],
    ),
    "members without share": (
        instrument(min_members="2"),
        [("members-without-share", "instruments.csv", 2, "member_share", "")],
    ),
    "a rate above one": (
        instrument(rate="1.2"),
        [("out-of-bounds", "instruments.csv", 2, "rate", "1.2")],
    ),
    "a payer of an instrument without rate": (
        instrument(rate=""),
        [("payer-without-rate", "instruments.csv", 2, "rate", "")],
    ),
    "a flat rate without envelope": (
        instrument(flat_rate="yes"),
        [("flat-rate-without-amount", "instruments.csv", 2, "amount", "")],
    ),
    "a flat rate with a least number of members": (
        instrument(flat_rate="yes", amount="5000", min_members="2", member_share="0.1"),
        [("flat-rate-with-decision", "instruments.csv", 2, "min_members", "2")],
    ),
    "an instrument that closes before it opens": (
        instrument(valid_from="2024-01", valid_to="2023-12"),
        [("valid-order", "instruments.csv", 2, "valid_to", "2023-12")],
    ),
    "an instrument in a currency without rate": (
        instrument(amount="5000", currency="NOK"),
        [("no-rate", "instruments.csv", 2, "currency", "NOK")],
    ),
    "an instrument for no contract": (
        all_of(instrument(), drop("instrument_parties", 3)),
        [("instrument-without-object", "instruments.csv", 2, "kind", "goods")],
    ),
    "an instrument for investment that names a contract": (
        all_of(
            instrument(kind="investment"),
            place(
                "instrument_parties",
                "instrument,role,party",
                *(f"joint-fund,{party}" for party in ("member,EE", "option,second-shift", "contract,joint")),
            ),
        ),
        [("instrument-role", "instrument_parties.csv", 4, "role", "contract")],
    ),
    "a gift without value": (
        all_of(
            instrument(kind="transfer"),
            place(
                "instrument_parties",
                "instrument,role,party",
                *(f"joint-fund,{party}" for party in ("member,EE", "item,shell", "recipient,LV")),
            ),
        ),
        [("given-without-value", "instrument_parties.csv", 3, "party", "shell")],
    ),
    "a limit on nothing": (
        all_of(
            instrument(),
            place("instrument_limits", "instrument,numerator,limit", "joint-fund,oustide:Baltic,0.3"),
        ),
        [("unknown-numerator", "instrument_limits.csv", 2, "numerator", "oustide:Baltic")],
    ),
    "a limit above one": (
        all_of(
            instrument(),
            place("instrument_limits", "instrument,numerator,limit", "joint-fund,maker:small,1.1"),
        ),
        [("out-of-bounds", "instrument_limits.csv", 2, "limit", "1.1")],
    ),
    "limits that leave nothing": (
        all_of(
            instrument(),
            place(
                "instrument_limits",
                "instrument,numerator,limit",
                "joint-fund,maker:small,0.3",
                "joint-fund,not maker:small,0.6",
            ),
        ),
        [("limits-exclude-all", "instrument_limits.csv", 2, "limit", "0.3")],
    ),
    "a limit on the origin of a line of which it is not known": (
        all_of(
            instrument(),
            place("instrument_limits", "instrument,numerator,limit", "joint-fund,outside:Baltic,0.3"),
        ),
        [("origin-missing", "instrument_limits.csv", 2, "numerator", "outside:Baltic")],
    ),
    "an unknown share of origin under a limit": (
        all_of(
            instrument(),
            place("instrument_limits", "instrument,numerator,limit", "joint-fund,outside:Baltic,0.3"),
            place("line_origins", "line,group,share", "shell-line,Baltic,"),
        ),
        [("unknown-needed", "line_origins.csv", 2, "share", "")],
    ),
    "a limit on the size of a maker that is not known": (
        all_of(
            instrument(),
            place("instrument_limits", "instrument,numerator,limit", "joint-fund,maker:large,0.5"),
            put("sites", 2, "size", ""),
        ),
        [("unknown-needed", "sites.csv", 2, "size", "")],
    ),
    "shares of origin above one together": (
        all_of(
            add("nation_groups", "EDF,Union"),
            place("line_origins", "line,group,share", "shell-line,Baltic,0.7", "shell-line,Union,0.4"),
        ),
        [("origin-shares", "line_origins.csv", 3, "share", "0.4")],
    ),
    "an origin in a group of nobody": (
        place("line_origins", "line,group,share", "shell-line,Balt,0.7"),
        [("unknown-key", "line_origins.csv", 2, "group", "Balt")],
    ),
}

INDUSTRY: dict[str, tuple[Change, list[Expected]]] = {
    "a mode without hours": (
        all_of(
            put("lines", 2, "hours_per_start", "4"),
            place("line_modes", "line,mode,hours,cost", "shell-line,day,,100"),
        ),
        [("unknown-needed", "line_modes.csv", 2, "hours", "")],
    ),
    "modes of a line without hours per start": (
        place("line_modes", "line,mode,hours,cost", "shell-line,day,160,100"),
        [("unknown-needed", "lines.csv", 2, "hours_per_start", "")],
    ),
    "a mode that somebody pays at a cost not known": (
        all_of(
            put("lines", 2, "hours_per_start", "4"),
            place("line_modes", "line,mode,hours,cost,payer", "shell-line,day,160,,EE"),
        ),
        [("unknown-needed", "line_modes.csv", 2, "cost", "")],
    ),
    "a mode in a currency without rate": (
        all_of(
            put("lines", 2, "hours_per_start", "4"),
            place("line_modes", "line,mode,hours,cost,currency", "shell-line,day,160,9,NOK"),
        ),
        [("no-rate", "line_modes.csv", 2, "currency", "NOK")],
    ),
    "a minimum rate beyond all capacity": (
        put("lines", 2, "minimum_rate", "61"),
        [("minimum-beyond-capacity", "lines.csv", 2, "minimum_rate", "61")],
    ),
    "a break-even beside payers": (
        put("expansions", 2, "break_even", "1000"),
        [("break-even-with-payers", "expansions.csv", 2, "break_even", "1000")],
    ),
    "a hurdle without break-even": (
        put("expansions", 2, "hurdle", "1.5"),
        [("hurdle-without-break-even", "expansions.csv", 2, "hurdle", "1.5")],
    ),
    "a paid expansion at a cost not known": (
        put("expansions", 2, "cost", ""),
        [("unknown-needed", "expansions.csv", 2, "cost", "")],
    ),
    "an unknown retention of a surge": (
        place("surges", "surge,line,capacity,retention,payer", "S,shell-line,10,,EE"),
        [("unknown-needed", "surges.csv", 2, "retention", "")],
    ),
    "a surge that is called after no notice": (
        place(
            "surges",
            "surge,line,capacity,retention,call_cost,payer,trigger",
            "S,shell-line,10,5,1,EE,2023-12",
        ),
        [("unknown-needed", "surges.csv", 2, "notice_months", "")],
    ),
    "a surge in a currency without rate": (
        place("surges", "surge,line,capacity,retention,currency,payer", "S,shell-line,10,5,NOK,EE"),
        [("no-rate", "surges.csv", 2, "currency", "NOK")],
    ),
    "an unknown assumption": (
        place("assumptions", "assumption,value", "conversion_of_orders,0.5"),
        [("not-a-choice", "assumptions.csv", 2, "assumption", "conversion_of_orders")],
    ),
}

READINESS: dict[str, tuple[Change, list[Expected]]] = {
    "a lot that has expired": (
        put("holdings", 3, "expiry", "2023-06"),
        [("already-expired", "holdings.csv", 3, "expiry", "2023-06")],
    ),
    "a life extension of unknown cost": (
        place("life_extensions", "item,nation,months,cost", "shell,*,60,"),
        [("unknown-needed", "life_extensions.csv", 2, "cost", "")],
    ),
    "a life extension of a component": (
        place("life_extensions", "item,nation,months,cost", "charge,*,60,5"),
        [("not-an-end-item", "life_extensions.csv", 2, "item", "charge")],
    ),
    "a warehouse of a nation": (
        place("warehouses", "warehouse,member", "EE,LV"),
        [("warehouse-of-nation", "warehouses.csv", 2, "warehouse", "EE")],
    ),
    "a fund as member of a warehouse": (
        all_of(add("nations", "NSPA,Agency,agency,1,"), place("warehouses", "warehouse,member", "NSPA,EDF")),
        [("member-of-warehouse", "warehouses.csv", 2, "member", "EDF")],
    ),
    "a certification for all nations": (
        all_of(certified(), put("compatibility", 4, "nation", "*")),
        [("certification", "compatibility.csv", 4, "nation", "*")],
    ),
    "a certification for a platform": (
        all_of(certified(), put("compatibility", 4, "platform", "howitzer")),
        [("certification", "compatibility.csv", 4, "platform", "howitzer")],
    ),
    "a certification for no class": (
        all_of(
            certified(), put("compatibility", 4, "class", ""), put("compatibility", 4, "platform", "howitzer")
        ),
        [
            ("certification", "compatibility.csv", 4, "class", ""),
            ("certification", "compatibility.csv", 4, "platform", "howitzer"),
        ],
    ),
    "a certification of what counts already": (
        all_of(certified(), put("compatibility", 4, "state", "common")),
        [("certification", "compatibility.csv", 4, "state", "common")],
    ),
    "a certification that takes unknown time": (
        all_of(certified(), put("compatibility", 4, "months_to_certify", "")),
        [("unknown-needed", "compatibility.csv", 4, "months_to_certify", "")],
    ),
    "platforms among the holdings": (
        put("holdings", 3, "item", "howitzer"),
        [("not-an-end-item", "holdings.csv", 3, "item", "howitzer")],
    ),
    "a fleet of shells": (
        all_of(fleet(), put("fleets", 2, "platform", "shell")),
        [("not-a-platform", "fleets.csv", 2, "platform", "shell")],
    ),
    "a fleet of a fund": (
        all_of(fleet(), put("fleets", 2, "nation", "EDF")),
        [("holds-no-stock", "fleets.csv", 2, "nation", "EDF")],
    ),
    "an unknown time of training": (
        fleet(training_months=""),
        [("unknown-needed", "fleets.csv", 2, "training_months", "")],
    ),
    "a crew of shells": (fleet(crew="shell"), [("not-a-component", "fleets.csv", 2, "crew", "shell")]),
    "a crew that nothing trains at the hub": (
        fleet(crew="charge", hub="east"),
        [("component-without-source", "fleets.csv", 2, "crew", "charge")],
    ),
    "repair of an unknown share of losses": (
        fleet(repair="charge"),
        [("repair-without-share", "fleets.csv", 2, "repairable", "")],
    ),
    "a share of losses above one": (
        fleet(loss_rate="1.1"),
        [("out-of-bounds", "fleets.csv", 2, "loss_rate", "1.1")],
    ),
    "more platforms releasable than in service": (
        fleet(releasable="11"),
        [("releasable-exceeds", "fleets.csv", 2, "releasable", "11")],
    ),
    "retirement from no fleet": (
        place("retirements", "nation,platform,month,quantity", "LV,howitzer,2023-09,2"),
        [("retirement-without-fleet", "retirements.csv", 2, "platform", "howitzer")],
    ),
    "retirement beyond the fleet": (
        all_of(
            fleet(),
            place(
                "retirements",
                "nation,platform,month,quantity",
                "EE,howitzer,2023-09,6",
                "EE,howitzer,2023-12,5",
            ),
        ),
        [("retirement-beyond-fleet", "retirements.csv", 3, "quantity", "5")],
    ),
    "losses beyond the fleet": (
        fleet(losses="1"),
        [("losses-beyond-fleet", "fleets.csv", 2, "losses", "1")],
    ),
    "platforms on order for no fleet": (
        put("orders", 3, "item", "howitzer"),
        [("platform-without-fleet", "orders.csv", 3, "item", "howitzer")],
    ),
    "a floor of a family without fleet": (
        all_of(
            fleet(),
            put("items", 4, "family", "guns"),
            place("fleet_floors", "nation,family,from,quantity", "EE,gnus,2023-07,5"),
        ),
        [("floor-without-fleet", "fleet_floors.csv", 2, "family", "gnus")],
    ),
    "a need of an unknown class": (
        all_of(fleet(), place("fleet_needs", "platform,class,nation,rate,days", "howitzer,mortar,EE,20,30")),
        [("unknown-key", "fleet_needs.csv", 2, "class", "mortar")],
    ),
    "a need at an unknown rate": (
        all_of(fleet(), place("fleet_needs", "platform,class,nation,rate,days", "howitzer,artillery,EE,,30")),
        [("unknown-needed", "fleet_needs.csv", 2, "rate", "")],
    ),
}

CHANCES: dict[str, tuple[Change, list[Expected]]] = {
    "an outage of nothing, and of odd length": (
        place("outages", "outage,rate,months,months_90,severity", "fire,1,6,3,0.5"),
        [
            ("outage-without-site", "outages.csv", 2, "outage", "fire"),
            ("outage-months", "outages.csv", 2, "months_90", "3"),
        ],
    ),
    "an outage of an unknown site": (
        all_of(
            place("outages", "outage,rate,months,months_90,severity", "fire,1,3,6,0.5"),
            place("outage_sites", "outage,site", "fire,work"),
        ),
        [("unknown-key", "outage_sites.csv", 2, "site", "work")],
    ),
    "distributions of nothing": (
        place(
            "distributions",
            "table,row,column,kind,spread",
            "lines,*,months,lognormal,0.1",
            "lines,shel-line,yield,lognormal,0.1",
            "usage,*,rate,triangular,1",
        ),
        [
            ("distribution-column", "distributions.csv", 2, "column", "months"),
            ("distribution-row", "distributions.csv", 3, "row", "shel-line"),
            ("triangle-below-zero", "distributions.csv", 4, "spread", "1"),
        ],
    ),
}

SEVERAL: dict[str, tuple[Change, list[Expected]]] = {
    "three faults in one row": (
        all_of(
            put("lines", 2, "site", "wroks"),
            put("lines", 2, "capacity", "forty"),
            put("lines", 2, "own_account", "maybe"),
        ),
        [
            ("not-a-number", "lines.csv", 2, "capacity", "forty"),
            ("not-a-flag", "lines.csv", 2, "own_account", "maybe"),
            ("unknown-key", "lines.csv", 2, "site", "wroks"),
        ],
    ),
    "three faults in three files": (
        all_of(
            put("budgets", 3, "amount", ""),
            put("targets", 2, "from", "July 2023"),
            put("items", 4, "kind", "plattform"),
        ),
        [
            ("unknown-needed", "budgets.csv", 3, "amount", ""),
            ("not-a-month", "targets.csv", 2, "from", "July 2023"),
            ("not-a-choice", "items.csv", 4, "kind", "plattform"),
            ("not-a-platform", "compatibility.csv", 3, "platform", "howitzer"),
        ],
    ),
    "three faults of form": (
        all_of(
            text("rates", lambda t: t.replace(",", ";").encode()),
            file("floors.csv", b""),
            file("budgts.csv", b"payer,year\n"),
        ),
        [
            ("separator", "rates.csv", 1, "", "columns parted by semicolons"),
            ("empty-file", "floors.csv", None, "", ""),
            ("unknown-table", "budgts.csv", None, "", "budgts.csv"),
        ],
    ),
    "three faults in a column": (
        all_of(
            *(put("budgets", row, "amount", value) for row, value in ((2, "-5"), (3, "1e13"), (4, "much")))
        ),
        [
            ("out-of-bounds", "budgets.csv", 2, "amount", "-5"),
            ("beyond-reason", "budgets.csv", 3, "amount", "10000000000000"),
            ("not-a-number", "budgets.csv", 4, "amount", "much"),
        ],
    ),
    "three faults of settings, form and meaning": (
        all_of(say("end", '"met"'), put("orders", 2, "recipent", "LV"), drop("contract_payments", 3)),
        [
            ("setting-value", "case.toml", None, "end", "met"),
            ("unknown-column", "orders.csv", 1, "recipent", "recipent"),
            ("shares-sum", "contract_payments.csv", 2, "share", "a sum of 0.3"),
        ],
    ),
}

CORPUS = FORM | CELLS | MEANING | AGREEMENTS | INDUSTRY | READINESS | CHANCES | SEVERAL


def faults_of(change: Change, folder: Path) -> CaseError:
    """Write the small case with a change, and open it."""
    draft = Draft()
    change(draft)
    with pytest.raises(CaseError) as caught:
        open_case(draft.write(folder))
    return caught.value


@pytest.mark.parametrize("name", CORPUS)
def test_faulty_input(name: str, tmp_path: Path) -> None:
    """Every fault is told with code, file, row, column, value and remedy, and nothing else is."""
    change, expected = CORPUS[name]
    error = faults_of(change, tmp_path / "case")
    found = [(fault.code, fault.file, fault.row, fault.column, fault.value) for fault in error.faults]
    assert sorted(found, key=repr) == sorted(expected, key=repr)
    for fault in error.faults:
        said = str(fault)
        assert said in str(error).replace("\n   ", "\n")
        assert all(
            part in said for part in (fault.file, fault.column, fault.value, fault.expected, fault.remedy)
        )
        assert fault.expected
        assert fault.remedy.endswith((".", "?"))
        assert fault.row is None or f"row {fault.row}" in said


def test_corpus_is_large() -> None:
    """There are at least 60 faulty inputs, five of them with three faults at once."""
    assert len(CORPUS) >= 60
    assert len(SEVERAL) >= 5
    assert all(len(expected) >= 3 for _, expected in SEVERAL.values())


def test_every_code_is_produced() -> None:
    """Every fault code that the source can give is given for some faulty input."""
    produced = {code for _, expected in CORPUS.values() for code, *_ in expected}
    written = set[str]()
    for room in (jointstock.facts, jointstock.files):
        for path in Path(str(room.__file__)).parent.rglob("*.py"):
            written |= codes_in(ast.parse(path.read_text(encoding="utf-8")))
    assert len(written) >= 30
    assert written - produced == {"no-settings"}


def test_every_code_is_explained() -> None:
    """The page on what is checked names every code that is produced, and no other."""
    page = Path(__file__).parents[1] / "docs" / "explanation" / "faults.md"
    tables = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    explained = {code for line in tables for code in re.findall(r"`([a-z0-9-]+)`", line.split("|")[1])}
    produced = {code for _, expected in CORPUS.values() for code, *_ in expected}
    assert explained == produced | {"no-settings"}


def codes_in(tree: ast.AST) -> set[str]:
    """The codes that a module writes: of faults, of arguments named code, and of complaints."""
    first = list[ast.expr]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            named = node.func.id if isinstance(node.func, ast.Name) else ""
            first += node.args[:1] if named in ("Fault", "BadCell", "_fault") else []
            first += [keyword.value for keyword in node.keywords if keyword.arg == "code"]
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and len(node.value.elts) == 3:
            first += node.value.elts[:1]
    return {node.value for node in first if isinstance(node, ast.Constant) and isinstance(node.value, str)}

"""Copy a case to a later day and add the instruments of this folder that were known by then.

    python data/instruments/add.py CASE OUT --as-of 2023-12-31 --first-month 2024-01 --months 54

``--only NAME ...`` adds these alone.
"""

from __future__ import annotations

import argparse
import csv
import re
import shutil
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPLACED = {"asap-production": "asap-proposal", "asap-components": "asap-proposal"}
OWNED = ("instrument_parties", "instrument_limits", "instrument_values")

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """Rows of a CSV file; none where there is no file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: Sequence[Row]) -> None:
    """Write rows with every column that one of them has."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def add(case: Path, day: str, only: Collection[str] = ()) -> list[str]:
    """Add instruments to a case folder.

    Args:
        case: The folder; its tables are changed.
        day: As-of day; what was known later is left out.
        only: Names of instruments; empty for all.

    Returns:
        Names of the instruments added.
    """
    chosen = [row for row in read(HERE / "instruments.csv") if row["known_on"] <= day]
    chosen = [row for row in chosen if not only or row["instrument"] in only]
    names = {row["instrument"] for row in chosen}
    payers = {row["payer"] for row in chosen}
    gone = {REPLACED[name] for name in names if name in REPLACED}
    more: dict[str, list[Row]] = {"instruments": chosen}
    for table in OWNED:
        more[table] = [row for row in read(HERE / f"{table}.csv") if row["instrument"] in names]
    more["nations"] = [row for row in read(HERE / "nations.csv") if row["nation"] in payers]
    more["budgets"] = [row for row in read(HERE / "budgets.csv") if row["payer"] in payers]
    cited = {key for rows in more.values() for row in rows for key in row.get("source", "").split(";")}
    more["sources"] = [row for row in read(HERE / "sources.csv") if row["source"] in cited]
    for table, rows in more.items():
        path = case / f"{table}.csv"
        had = [row for row in read(path) if row.get("instrument") not in gone]
        there = {row["source"] for row in had} if table == "sources" else set()
        rows = [row for row in rows if not there or row["source"] not in there]
        if had or rows:
            write(path, [*had, *rows])
    return sorted(names)


def main() -> None:
    """Read the arguments, copy the case and add to the copy."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", type=Path, help="folder of the case")
    parser.add_argument("out", type=Path, help="folder of the copy; it must not exist")
    parser.add_argument("--as-of", required=True, help="new as-of day, YYYY-MM-DD")
    parser.add_argument("--first-month", required=True, help="new first month, YYYY-MM, not before the day")
    parser.add_argument("--months", type=int, required=True, help="new number of months")
    parser.add_argument("--only", nargs="*", default=(), help="names of instruments; all where left out")
    arguments = parser.parse_args()
    shutil.copytree(arguments.case, arguments.out)
    path = arguments.out / "case.toml"
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^as_of = .*$", f'as_of = "{arguments.as_of}"', text)
    text = re.sub(r"(?m)^first_month = .*$", f'first_month = "{arguments.first_month}"', text)
    text = re.sub(r"(?m)^months = .*$", f"months = {arguments.months}", text)
    path.write_text(text, encoding="utf-8")
    orders = arguments.out / "orders.csv"
    if orders.exists():
        write(orders, [row for row in read(orders) if row["due"] >= arguments.first_month])
    names = add(arguments.out, arguments.as_of, arguments.only)
    sys.stdout.write(f"added: {', '.join(names)}\n")


if __name__ == "__main__":
    main()

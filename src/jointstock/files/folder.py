"""A case as a folder: ``case.toml``, a CSV or Parquet file a table, and a Frictionless descriptor.

Reading reports every fault at once; writing happens beside the folder and is renamed at the end.
"""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Literal

import polars as pl

from jointstock.errors import CaseError, Fault, OptionError
from jointstock.facts.asof import known_by
from jointstock.facts.case import Case, Origin
from jointstock.facts.checks import check
from jointstock.facts.conversion import to_schema
from jointstock.facts.dictionary import DICTIONARY, TableSpec
from jointstock.facts.digest import number_text
from jointstock.facts.suggestions import did_you_mean
from jointstock.files import descriptor, settings_file
from jointstock.files.csv_reading import read_csv_cells
from jointstock.files.parquet_reading import read_parquet_cells
from jointstock.files.reading import Cells

BUNDLED = Path(__file__).resolve().parent.parent / "cases"
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
_READERS = {"csv": read_csv_cells, "parquet": read_parquet_cells}


def list_bundled() -> tuple[str, ...]:
    """Names of the cases that come with the package, sorted."""
    return tuple(sorted(path.parent.name for path in BUNDLED.glob(f"*/{settings_file.FILE}")))


def case_folder(path: str | Path) -> Path:
    """Find the folder of a case.

    Args:
        path: A folder, or the name of a case that comes with the package. A folder goes first.

    Returns:
        The folder.

    Raises:
        OptionError: If there is neither.
    """
    folder = Path(path)
    if folder.is_dir():
        return folder
    if str(path) in list_bundled():
        return BUNDLED / str(path)
    names = ", ".join(list_bundled())
    remedy = did_you_mean(str(path), list_bundled(), f"Give a folder, or one of the bundled cases: {names}.")
    raise OptionError(f"There is no folder and no bundled case '{path}'. {remedy}")


def open_case(path: str | Path, *, as_of: str | date | None = None) -> Case:
    """Read a case and check it.

    Args:
        path: A folder, or the name of a case that comes with the package.
        as_of: Leave out what was known only after this day (YYYY-MM-DD, or a date), and take it as the day of
            the case.

    Returns:
        A case without faults.

    Raises:
        CaseError: If the case is faulty; it names every fault.
        OptionError: If there is no such case, or ``as_of`` is not a day.
    """
    case, faults, broken = _read(case_folder(path))
    if as_of is not None:
        case = known_by(case, str(as_of)[:10])
    found = check(case, known=faults, broken=broken)
    if found:
        raise CaseError(case.settings.name, found)
    return case


def read_case(path: str | Path) -> tuple[Case, tuple[Fault, ...]]:
    """Read a case as far as it can be read, and check it.

    Args:
        path: A folder, or the name of a case that comes with the package.

    Returns:
        The case, without the cells and rows that cannot be read, and every fault. It is fit for planning only
        where there is none.

    Raises:
        OptionError: If there is no such case.
    """
    case, faults, broken = _read(case_folder(path))
    return case, check(case, known=faults, broken=broken)


def write_case(
    case: Case, directory: str | Path, *, form: Literal["csv", "parquet"] = "csv", force: bool = False
) -> None:
    """Write a case as a folder.

    The folder appears when it is complete. Columns that are empty throughout and not required are left out,
    and so are tables without rows.

    Args:
        case: The case.
        directory: The folder; it must not exist, or be empty.
        form: Form of the tables.
        force: Whether a case that stands there already is replaced, once the new one is complete.

    Raises:
        OptionError: If the folder exists and holds something that may not be replaced, it cannot be made, or
            the form is unknown.
    """
    folder = Path(directory)
    if form not in _READERS:
        raise OptionError(f"A case is written as csv or parquet, not as '{form}'.")
    check_place(folder, force=force)
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        partial.mkdir(parents=True)
    except OSError as error:
        raise OptionError(f"'{folder}' cannot be written: {error.strerror}. Choose another folder.") from None
    try:
        _fill(case, partial, form)
        if folder.exists():
            shutil.rmtree(folder)
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def check_place(folder: Path, *, force: bool = False) -> None:
    """Refuse a place where a case cannot be written.

    Args:
        folder: Where the case is to stand.
        force: Whether a case that stands there may be replaced; nothing else ever is.

    Raises:
        OptionError: If something stands there that may not be replaced, or the folder has no name.
    """
    if not folder.name:
        raise OptionError(f"'{folder}' has no name of its own; name a folder to write.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        replaceable = not folder.is_symlink() and (folder / settings_file.FILE).is_file()
        if force and not replaceable:
            raise OptionError(
                f"'{folder}' is not a case folder, so it is not replaced. Choose another folder."
            )
        if not force:
            raise OptionError(f"'{folder}' exists already. Choose another folder, or replace it (--force).")


def _fill(case: Case, partial: Path, form: Literal["csv", "parquet"]) -> None:
    """Write settings, tables and descriptor into an empty folder."""
    columns = {}
    for name, spec in DICTIONARY.tables.items():
        frame = case.table(name)
        if frame.height:
            columns[name] = _used_columns(frame, spec)
            _write_table(frame.select(columns[name]), partial / f"{name}.{form}")
    settings_file.write_settings(case.settings, partial / settings_file.FILE)
    text = json.dumps(descriptor.descriptor(case, columns, form), indent=1, ensure_ascii=False)
    (partial / descriptor.FILE).write_text(text + "\n", encoding="utf-8", newline="\n")


def _refuse_plan(folder: Path) -> None:
    """A plan folder given for a case is a slip; the case it was made from lies inside."""
    if (folder / "run.json").is_file() and not (folder / settings_file.FILE).is_file():
        raise OptionError(f"'{folder}' is a plan folder; the case it was made from is '{folder / 'case'}'.")


def _read(folder: Path) -> tuple[Case, tuple[Fault, ...], frozenset[str]]:
    """Read a folder: the case, the faults of reading, and the tables of which rows are missing."""
    _refuse_plan(folder)
    settings, faults = settings_file.read_settings(folder / settings_file.FILE)
    broken = {"settings"} if faults else set[str]()
    found = [*faults, *_file_faults(folder)]
    tables, origins = dict[str, pl.DataFrame](), dict[str, Origin]()
    for name, spec in DICTIONARY.tables.items():
        paths = [path for form in _READERS if (path := folder / f"{name}.{form}").is_file()]
        if len(paths) == 2:
            found.append(_twice(paths))
        if paths:
            cells = _READERS[paths[0].suffix[1:]](paths[0], spec)
            tables[name], faults = _convert(paths[0].name, cells, spec)
            origins[name] = Origin(paths[0].name, cells.rows)
            found.extend(faults)
            if not cells.whole or any(fault.row == 1 for fault in faults):
                broken.add(name)
    return Case(settings, tables, origins), tuple(found), frozenset(broken)


def _convert(file: str, cells: Cells, spec: TableSpec) -> tuple[pl.DataFrame, tuple[Fault, ...]]:
    frame, bad = to_schema(cells.frame, spec)
    origin = Origin(file, cells.rows)
    sources = frame.get_column("source") if "source" in frame.columns and spec.name != "sources" else None
    faults = []
    for cell in bad:
        source = None if sources is None or cell.index is None else sources[cell.index]
        faults.append(cell.fault(file, origin.row(cell.index), source or ""))
    return frame, (*cells.faults, *faults)


def _file_faults(folder: Path) -> list[Fault]:
    """Table files that no table of the dictionary claims."""
    faults = []
    for path in sorted(folder.iterdir()):
        if path.suffix in (".csv", ".parquet") and path.stem not in DICTIONARY.tables:
            remedy = did_you_mean(path.stem, DICTIONARY.tables, "Delete the file, or give it another ending.")
            faults.append(
                Fault("unknown-table", path.name, None, "", path.name, "a table of the dictionary", remedy)
            )
        if path.suffix.lower() in _WORKBOOKS:
            remedy = f"Save each sheet as CSV, such as {path.stem}.csv, and move the workbook elsewhere."
            faults.append(Fault("workbook", path.name, None, "", path.name, "CSV or Parquet tables", remedy))
    return faults


def _twice(paths: list[Path]) -> Fault:
    names = " and ".join(path.name for path in paths)
    return Fault("table-twice", paths[0].name, None, "", names, "one file a table", "Delete one of the two.")


def _used_columns(frame: pl.DataFrame, spec: TableSpec) -> list[str]:
    """Columns that are required, or hold something."""
    used = []
    for column in spec.columns:
        series = frame.get_column(column.name)
        held = series.null_count() < series.len() and not (
            column.name in spec.open_keys and (series == "").all()
        )
        if held or column.empty == "fault":
            used.append(column.name)
    return used


def _write_table(frame: pl.DataFrame, path: Path) -> None:
    if path.suffix == ".parquet":
        frame.write_parquet(path)
        return
    words = {True: "yes", False: "no"}
    flags = [name for name, dtype in frame.schema.items() if dtype == pl.Boolean]
    numbers = [
        number_text(frame.get_column(name)) for name, dtype in frame.schema.items() if dtype == pl.Float64
    ]
    texts = frame.with_columns(pl.col(flags).replace_strict(words, return_dtype=pl.String), *numbers)
    texts.write_csv(path, line_terminator="\n")

"""A plan as a folder: one CSV file a table, run.json, summary.txt and the case it was made from."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from jointstock.errors import OptionError
from jointstock.files.folder import read_case, write_case
from jointstock.plans.certificate import read_certificate, write_certificate
from jointstock.plans.plan import Plan
from jointstock.plans.schema import PLAN_TABLES

_CASE = "case"
_RUN = "run.json"
_SUMMARY = "summary.txt"
_BEGINNING = "beginning.npz"


def table_bytes(frame: pl.DataFrame) -> bytes:
    """A table as CSV: shortest numbers that read back the same, empty for unknown."""
    return frame.write_csv().encode("utf-8")


def tables_digest(tables: Mapping[str, pl.DataFrame]) -> str:
    """SHA-256 of the tables of a plan, in their order."""
    digest = hashlib.sha256()
    for name in PLAN_TABLES:
        digest.update(name.encode() + b"\0" + table_bytes(tables[name]))
    return digest.hexdigest()


def is_as_made(plan: Plan) -> bool:
    """Whether the tables of a plan are those that it was made with, as far as the plan tells."""
    return plan.run.get("plan_digest") in (None, tables_digest(plan.tables))


def write_plan(plan: Plan, directory: str | Path, *, overwrite: bool = False) -> Path:
    """Write a plan as a folder; it is written beside its place and then renamed.

    Args:
        plan: The plan.
        directory: Where the folder goes.
        overwrite: Whether a plan that is there may be replaced.

    Returns:
        The folder.

    Raises:
        OptionError: The folder exists and may not be replaced, is not a plan, or cannot be made.
    """
    target = place_for_plan(directory, overwrite=overwrite)
    partial = target.with_name(target.name + ".partial")
    if partial.is_dir():
        shutil.rmtree(partial)
    partial.mkdir(parents=True)
    try:
        _fill(plan, partial)
        if target.exists():
            shutil.rmtree(target)
        partial.rename(target)
    finally:
        # Gone when all went well.
        shutil.rmtree(partial, ignore_errors=True)
    return target


def place_for_plan(directory: str | Path, *, overwrite: bool) -> Path:
    """Say whether a plan can be written at a place, so that no time is spent where it cannot.

    Nothing stays changed on the disk.

    Args:
        directory: Where the folder is to go; folders above it need not exist.
        overwrite: Whether a plan that is there may be replaced.

    Returns:
        The folder.

    Raises:
        OptionError: The folder exists and may not be replaced, is not a plan, or cannot be made.
    """
    target = Path(directory)
    if target.name in ("", ".."):
        raise OptionError(f"'{target}' is no name for a new folder; name one, such as 'my-plan'.")
    refuse_unwritable(target)
    if target.is_symlink():
        raise OptionError(f"'{target}' is a link; name the folder that it leads to, or another one.")
    if target.exists():
        _refuse_foreign(target, overwrite=True)
        _refuse_foreign(target, overwrite=overwrite)
    partial = target.with_name(target.name + ".partial")
    if partial.exists() and not partial.is_dir():
        raise OptionError(f"'{partial}' is in the way; move it, or choose another folder.")
    return target


def refuse_unwritable(target: Path) -> None:
    """Refuse a file or folder that cannot be made where it is to go.

    The nearest folder above it that exists is tried with an empty folder, which is removed at once.

    Args:
        target: What is to be made; folders above it need not exist.

    Raises:
        OptionError: What stands above it is a file, or nothing can be written there.
    """
    above = target.absolute().parent
    try:
        while not above.exists() and not above.is_symlink():
            above = above.parent
        if not above.is_dir():
            raise OptionError(f"'{target}' cannot be made: '{above}' is no folder; choose another place.")
        with tempfile.TemporaryDirectory(prefix=f"{target.name}.", dir=above):
            pass
    except OSError as error:
        raise OptionError(
            f"'{target}' cannot be made in '{above}': {error.strerror}. "
            "Choose another place, or make that folder writable."
        ) from error


def _fill(plan: Plan, folder: Path) -> None:
    for name, frame in plan.tables.items():
        (folder / f"{name}.csv").write_bytes(table_bytes(frame))
    run = {key: value for key, value in plan.run.items() if key != "summary"}
    (folder / _RUN).write_text(json.dumps(run, indent=1) + "\n", "utf-8")
    (folder / _SUMMARY).write_text(plan.summary(), "utf-8")
    write_case(plan.case, folder / _CASE)
    if plan.certificate is not None:
        write_certificate(plan.certificate, folder)
    if plan.beginning is not None:
        (folder / _BEGINNING).write_bytes(plan.beginning)


def read_plan(directory: str | Path) -> Plan:
    """Read a plan folder; its tables are taken as they stand, for the verifier to judge.

    Raises:
        OptionError: The folder is missing, or a part of it is missing or cannot be read.
    """
    source = Path(directory)
    if not (source / _RUN).is_file():
        raise OptionError(
            f"'{source}' is not a plan folder: it has no {_RUN}. "
            "Make one with 'jointstock plan CASE --out DIR'."
        )
    try:
        run = json.loads((source / _RUN).read_text("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise OptionError(f"{source / _RUN} cannot be read as JSON: {error}. Make the plan again.") from error
    if not isinstance(run, dict):
        raise OptionError(f"{source / _RUN} is not a JSON object; write the plan again.")
    summary = source / _SUMMARY
    try:
        run["summary"] = summary.read_text("utf-8") if summary.is_file() else ""
    except UnicodeDecodeError as error:
        raise OptionError(f"{summary} cannot be read as text: {error}.") from error
    tables = {name: _read_table(source / f"{name}.csv", name) for name in PLAN_TABLES}
    case, _ = read_case(source / _CASE)
    beginning = source / _BEGINNING
    packed = beginning.read_bytes() if beginning.is_file() else None
    return Plan(case, run, tables, read_certificate(source), packed)


def _read_table(path: Path, name: str) -> pl.DataFrame:
    table = PLAN_TABLES[name]
    if not path.is_file():
        raise OptionError(f"The plan folder has no {path.name}; write the plan again.")
    try:
        raw = pl.read_csv(path, infer_schema=False)
        return table.frame(raw)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise OptionError(
            f"{path.name} of the plan folder cannot be read: {str(error).splitlines()[0]}. "
            "Make the plan again."
        ) from error


def _refuse_foreign(target: Path, *, overwrite: bool) -> None:
    if not overwrite:
        raise OptionError(f"'{target}' exists already; choose another folder or add --force to replace it.")
    if not target.is_dir() or (not (target / _RUN).is_file() and any(target.iterdir())):
        raise OptionError(f"'{target}' is not a plan folder and is left alone; choose another folder.")

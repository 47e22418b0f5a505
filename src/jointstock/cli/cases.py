"""Commands on cases: list them, copy one, check one."""

from pathlib import Path
from typing import Annotated, Any

import polars as pl
from cyclopts import Parameter

from jointstock.cli.console import document_of, say, show_document, show_table
from jointstock.cli.options import AsJson, CaseArgument
from jointstock.cli.outcomes import DONE, FAULTY
from jointstock.errors import CaseError, OptionError
from jointstock.facts.case import Case
from jointstock.facts.checks import notes
from jointstock.facts.dictionary import DICTIONARY
from jointstock.files.folder import list_bundled, open_case, read_case, write_case

BASES = ("cited", "derived", "assumed", "synthetic")


def cases(*, json: AsJson = False) -> int:
    """List the cases that come with jointstock.

    Any of the names stands for a CASE in every command. The last columns
    count the rows of the case by what they rest on: cited on a page, derived
    from cited figures, assumed by hand, or synthetic.

    Example: jointstock cases
    """
    found = [describe(open_case(name)) for name in list_bundled()]
    if json:
        show_document(found)
        return DONE
    columns = ("case", "as of", "nations", "items", "months", *BASES)
    rows = [
        (*(row[name.replace(" ", "_")] for name in columns[1:5]), *row["basis"].values()) for row in found
    ]
    rows = [(row["name"], *cells) for row, cells in zip(found, rows, strict=True)]
    show_table("Cases that come with jointstock", columns, rows)
    return DONE


def describe(case: Case) -> dict[str, Any]:
    """Return the name and the size of a case, and its rows by basis, as plain data."""
    frames = (case.table(name) for name in DICTIONARY.tables)
    basis = pl.concat([frame["basis"] for frame in frames if "basis" in frame.columns])
    counted = dict(basis.value_counts().iter_rows())
    return {
        "name": case.settings.name,
        "as_of": case.settings.as_of,
        "nations": case.table("nations").height,
        "items": case.table("items").height,
        "months": case.settings.months,
        "basis": {name: counted.get(name, 0) for name in BASES},
    }


def new(
    directory: Path,
    /,
    *,
    source: Annotated[str, Parameter(name="--from", metavar="CASE")] = "nordic-mini",
    json: AsJson = False,
) -> int:
    """Write a case folder to edit: CSV tables, settings, a descriptor.

    It starts as a copy of another case, by default of the small fictional
    one, so that every table can be seen filled before it is changed.

    Example: jointstock new my-case --from allies-2023-06

    Args:
        directory: Folder to write; it must not exist yet, or be empty.
        source: Case to start from: a folder, or the name of a bundled case.
        json: Print one JSON document instead of words.
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise OptionError(
            f"'{directory}' exists already. Name a folder that does not exist, or an empty one."
        )
    case = open_case(source)
    write_case(case, directory)
    files = sorted(path.name for path in directory.iterdir())
    if json:
        show_document({"case": case.settings.name, "directory": str(directory), "files": files})
        return DONE
    say(f"The case '{case.settings.name}' stands in {directory} ({len(files)} files).")
    say(f"Edit the tables, then: jointstock check {directory}")
    return DONE


def check_case(case: CaseArgument, /, *, json: AsJson = False) -> int:
    """Find every fault of a case at once, each with its remedy.

    A fault is named by file, row, column and value, with what was expected
    and what to do. Notes are worth knowing but stop nothing. Ends with exit
    code 2 where there is a fault.

    Example: jointstock check my-case
    """
    read, faults = read_case(case)
    found = () if faults else notes(read)
    if json:
        listed = {"faults": list(map(document_of, faults)), "notes": list(map(document_of, found))}
        show_document({"case": read.settings.name, **listed})
    elif faults:
        say(str(CaseError(read.settings.name, faults)))
    else:
        say(f"No faults in the case '{read.settings.name}'.")
        for note in found:
            say(f"Note: {note}")
    return FAULTY if faults else DONE

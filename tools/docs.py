"""Write the reference pages from what they describe, and check every link.

Usage: python tools/docs.py [--check]

The data dictionary, the tables of a plan, the blocks of the model and the
commands are described where they are defined; `docs/reference/` is made from
there. With --check nothing is written: a page that is not what would be
written, or a link that leads nowhere, ends with exit code 1.
"""

import ast
import io
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from jointstock.cli.main import COMMANDS, build_app
from jointstock.facts.dictionary import DICTIONARY, Column, TableSpec

SOURCE = Path("src/jointstock")
REFERENCE = Path("docs/reference")
MADE = "<!-- Written by tools/docs.py; edit what it describes, then run it again. -->"
ABSENT = {
    "none": "A row that is not there means that there is none.",
    "not allowed": "What has no row is not allowed.",
    "unlimited": "What has no row is not limited.",
    "fault": "A row that is needed and not there is a fault.",
}
EMPTY = {"fault": "a fault", "unknown": "unknown", "none": "none"}
LINK = re.compile(r"(?<!\!)\[[^\]]*\]\(([^)#\s]+)[^)]*\)|!\[[^\]]*\]\(([^)\s]+)\)")
TABLE_RULE = re.compile(r"^=+(  +=+)+$")


def pages() -> dict[Path, str]:
    """Return every page of the reference, by its path."""
    plan_tables = tomllib.loads((SOURCE / "plans" / "tables.toml").read_text(encoding="utf-8"))
    return {
        REFERENCE / "dictionary.md": dictionary_page(DICTIONARY.tables.values()),
        REFERENCE / "plan.md": plan_page(plan_tables["tables"]),
        REFERENCE / "formulation.md": formulation_page(SOURCE / "model" / "blocks"),
        REFERENCE / "commands.md": commands_page(),
    }


def dictionary_page(tables: Iterable[TableSpec]) -> str:
    """Return the page on the tables of a case.

    Args:
        tables: The tables in the order of the page.
    """
    tables = list(tables)
    parts = [
        "# Data dictionary",
        MADE,
        "The tables of a case: one CSV or Parquet file each, next to `case.toml`. The key names a row. An "
        "empty cell means what the last column says: a fault, unknown (a fault only where a plan needs it), "
        "or that there is none.",
        ", ".join(f"[{table.name}](#{table.name})" for table in tables),
    ]
    for table in tables:
        key = ", ".join(f"`{name}`" for name in table.key)
        figure = f" Figure (of which `basis`, `low`, `high` speak): `{table.figure}`." if table.figure else ""
        rows = map(column_row, table.columns)
        parts += [f"## {table.name}", f"{table.about} Key: {key}.{figure} {ABSENT[table.absent]}"]
        parts.append(grid(["column", "type", "unit", "about", "empty"], rows))
    return "\n\n".join(parts) + "\n"


def column_row(column: Column) -> list[str]:
    """Return the cells that describe a column."""
    words = [column.about]
    if column.values:
        words.append(f"One of {', '.join(f'`{value}`' for value in column.values)}.")
    if column.refers:
        words.append(f"Refers to `{column.refers}`{', or `*`' if column.wildcard else ''}.")
    bounds = [("at least", column.min), ("at most", column.max), ("above", column.above)]
    limits = [f"{word} {bound:g}" for word, bound in bounds if bound is not None]
    if limits:
        words.append(f"{', '.join(limits).capitalize()}.")
    return [f"`{column.name}`", column.type, column.unit, " ".join(words), EMPTY[column.empty]]


def plan_page(tables: Mapping[str, Any]) -> str:
    """Return the page on the tables of a plan.

    Args:
        tables: Tables by name, as `plans/tables.toml` holds them.
    """
    parts = [
        "# Tables of a plan",
        MADE,
        "A plan is a folder: these tables as CSV, `run.json` with how it was made, `summary.txt` in words, "
        "`certificate.npz` (what proves how far from best it is), `beginning.npz` (where a later search may "
        "begin) and the case it was made from. A table without rows has its header only.",
    ]
    for name, table in tables.items():
        rows = (
            [f"`{column['name']}`", column["type"], column.get("unit", "")] for column in table["columns"]
        )
        parts += [f"## {name}", table["about"], grid(["column", "type", "unit"], rows)]
    return "\n\n".join(parts) + "\n"


def formulation_page(folder: Path) -> str:
    """Return the page on the mathematics: the docstring of every block of the model.

    Args:
        folder: Folder of the blocks; all its modules but the one that describes the folder.
    """
    parts = [
        "# Formulation",
        MADE,
        "One section for each block of the model, which is the docstring of its module. What the symbols and "
        "rules mean in words is on the page [What a plan means](../explanation/meanings.md).",
    ]
    for path in sorted(folder.glob("*.py")):
        if path.stem != "__init__":
            text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            title, _, rest = text.partition("\n")
            parts += [f"## {title.rstrip('.')}", f"`model/blocks/{path.name}`", to_markdown(rest.strip("\n"))]
    return "\n\n".join(parts) + "\n"


def to_markdown(text: str) -> str:
    """Turn a docstring's paragraphs, literal blocks and simple tables into Markdown."""
    return "\n\n".join(_blocks(text.split("\n")))


def _blocks(lines: list[str]) -> Iterator[str]:
    """Yield paragraphs, literal blocks and tables, each as Markdown."""
    at = 0
    literal = False
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        end = at
        if literal:
            while end < len(lines) and (not lines[end].strip() or lines[end].startswith(" ")):
                end += 1
            yield "```text\n" + "\n".join(line[4:] for line in lines[at:end]).rstrip() + "\n```"
        else:
            while end < len(lines) and lines[end].strip():
                end += 1
            yield _table(lines[at:end]) if TABLE_RULE.match(lines[at]) else _paragraph(lines[at:end])
        literal = not literal and lines[end - 1].rstrip().endswith("::")
        at = end


def _paragraph(lines: list[str]) -> str:
    text = "\n".join(lines)
    return re.sub(r"::$", ":", text).replace("``", "`")


def _table(lines: list[str]) -> str:
    """Turn a simple table, columns marked by rules of `=`, into a grid."""
    starts = [match.start() for match in re.finditer(r"=+", lines[0])]
    ends = [*starts[1:], None]
    cells = [
        [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]
        for line in lines
        if not TABLE_RULE.match(line)
    ]
    return grid(cells[0], cells[1:])


def commands_page() -> str:
    """Return the page on the commands: what `--help` prints, for each."""
    parts = ["# Commands", MADE]
    for words in ([], *([command[0]] for command in COMMANDS)):
        parts += [f"## jointstock {' '.join(words)}".rstrip(), f"```text\n{help_text(words)}\n```"]
    return "\n\n".join(parts) + "\n"


def help_text(words: list[str]) -> str:
    """Return what a command prints for `--help`, at a width of 100."""
    stream = io.StringIO()
    console = Console(file=stream, width=100, force_terminal=False, color_system=None)
    build_app(words).help_print(words, console=console)
    return "\n".join(line.rstrip() for line in stream.getvalue().strip("\n").split("\n"))


def grid(heading: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    heading = list(heading)
    lines = [heading, ["---"] * len(heading), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def broken_links(root: Path) -> list[str]:
    """Return links of Markdown pages to files that are not there.

    Args:
        root: Folder of the project; its own pages and those of `docs` are read.
    """
    found = []
    for page in sorted([*root.glob("*.md"), *(root / "docs").rglob("*.md")]):
        text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        for match in LINK.finditer(text):
            target = match[1] or match[2]
            if (
                "://" not in target
                and not target.startswith("mailto:")
                and not (page.parent / target).exists()
            ):
                found.append(f"{page.relative_to(root)}: {target} is not there")
    return found


def stale_pages(root: Path, wanted: Mapping[Path, str]) -> list[str]:
    """Return pages of the reference that are not what would be written, missing and left-over ones too."""
    found = []
    for path, text in wanted.items():
        here = root / path
        if not here.exists() or here.read_text(encoding="utf-8") != text:
            found.append(f"{path} is stale; run: python tools/docs.py")
    left = {path.relative_to(root) for path in (root / REFERENCE).glob("*.md")} - set(wanted)
    return found + [f"{path} is written by nothing; delete it" for path in sorted(left)]


def main(arguments: list[str]) -> int:
    """Write the pages, or check them; return 1 where the check fails."""
    root, wanted = Path(), pages()
    if "--check" not in arguments:
        (root / REFERENCE).mkdir(parents=True, exist_ok=True)
        for path, text in wanted.items():
            (root / path).write_text(text, encoding="utf-8", newline="\n")
    faults = stale_pages(root, wanted) + broken_links(root)
    print(
        "\n".join(faults)
        if faults
        else f"{len(wanted)} pages of the reference are as they should be; no broken link"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

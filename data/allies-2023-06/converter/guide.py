"""The README of the case."""

from __future__ import annotations

from pathlib import Path

from converter.money import NOT_TAKEN
from converter.names import CLASSES, HOLDERS, ITEMS_OF
from converter.sheet import Sheets

_TEXT = Path(__file__).resolve().parent.parent / "case-readme.md"

LEFT_OUT = {
    "155-variants": "one pooled round; the rows with a platform say which families fit",
    "bg-policy": "Bulgaria is in no group that orders 155 mm",
    "ch-consent": "acts on parts, which are pooled; the raw row takes it not to reach charges",
    "de-consent": "half a month, below the month of the plan",
    "eu-asap-origin": "expressed by the options that the instrument `asap-proposal` supports",
    "eu-transfer": "a month and a half inside the EU; no lane inside the EU is modelled",
    "frde-deminimis": "no joint Franco-German munition in the case",
    "jp-ban": "Japan is not in the case",
    "merger-expal": "expressed by the first month of the options at Expal",
    "nat-first-fi": "a share kept for home cannot be expressed yet",
    "nat-first-fr": "a share kept for home cannot be expressed yet",
    "nat-first-tr": "a share kept for home cannot be expressed yet",
    "nat-qualification": "expressed by months and cost in compatibility",
    "no-contract": "a reason for low output, not a rule",
    "offset": "a mark-up on the price cannot be expressed yet",
    "powder-bergerac": "expressed by the option for powder at Bergerac",
    "tnt-single": "visible in lines: one plant in the EU, none in North America",
}


def guide(sheets: Sheets, left: list[str]) -> str:
    """Text of the README, with the sums of the tables filled in.

    Args:
        sheets: The tables of the case.
        left: Raw obstacles that the tables cannot express.

    Returns:
        Markdown.

    Raises:
        KeyError: If an obstacle is left out without a reason.
    """
    words = _TEXT.read_text(encoding="utf-8")
    fields = {
        "sums": _sums(sheets),
        "basis": _basis(sheets),
        "left": "\n".join(f"- `{name}`: {LEFT_OUT[name]}" for name in left),
        "money": "\n".join(f"- `{name}`: {why}" for name, why in NOT_TAKEN.items()),
    }
    for name, value in fields.items():
        words = words.replace("{" + name + "}", value)
    return words


def _sums(sheets: Sheets) -> str:
    """Targets, holdings and gap of each class, as a Markdown table."""
    held: dict[tuple[object, object], float] = {
        (row["nation"], row["item"]): float(str(row["quantity"])) for row in sheets.rows("holdings")
    }
    wanted: dict[tuple[str, object, object], float] = {
        (str(row["version"]), row["class"], row["nation"]): float(str(row["quantity"]))
        for row in sheets.rows("targets")
    }
    use = {
        row["class"]: float(str(row["rate"])) for row in sheets.rows("usage") if row["kind"] == "operational"
    }
    lines = [
        "| class | target v1 | target v2 | held | gap to v2 | short | Ukraine uses a month |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name in CLASSES:
        have = {nation: sum(held.get((nation, item), 0.0) for item in ITEMS_OF[name]) for nation in HOLDERS}
        need = {nation: wanted.get(("v2", name, nation), 0.0) for nation in HOLDERS}
        gap = {nation: max(need[nation] - have[nation], 0.0) for nation in HOLDERS}
        before = sum(wanted.get(("v1", name, nation), 0.0) for nation in HOLDERS)
        short = sum(1 for value in gap.values() if value > 0)
        cells = [before, sum(need.values()), sum(have.values()), sum(gap.values())]
        numbers = " | ".join(f"{round(cell):,}" for cell in cells)
        lines.append(f"| {name} | {numbers} | {short} nations | {use.get(name, 0.0):,.0f} |")
    return "\n".join(lines)


def _basis(sheets: Sheets) -> str:
    """Rows of each table by basis, as a Markdown table."""
    kinds = ("cited", "derived", "assumed", "synthetic")
    lines = ["| table | rows | " + " | ".join(kinds) + " |", "|---|---:|" + "---:|" * len(kinds)]
    for name in sheets.names():
        rows = sheets.rows(name)
        if name == "sources":
            lines.append(f"| {name} | {len(rows)} | | | | |")
            continue
        counts = [sum(1 for row in rows if row["basis"] == kind) for kind in kinds]
        lines.append(f"| {name} | {len(rows)} | " + " | ".join(str(count) for count in counts) + " |")
    return "\n".join(lines)

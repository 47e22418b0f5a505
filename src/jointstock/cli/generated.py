"""The command that makes a synthetic case of a size."""

from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from jointstock.cli.console import say, show_document, show_table
from jointstock.cli.options import AsJson
from jointstock.cli.outcomes import DONE
from jointstock.facts.case import Case
from jointstock.files.folder import check_place, write_case
from jointstock.model.index_sets.sets import calendar_of
from jointstock.shapes.shape import generate


def generate_case(
    *,
    size: Annotated[str, Parameter(metavar="S|M|L|XL", help="How large: S, M, L or XL.")],
    seed: Annotated[int, Parameter(metavar="N", help="Seed of all that is drawn, 0 or above.")] = 1,
    out: Annotated[Path, Parameter(metavar="DIR", help="Folder to write; it appears when it is complete.")],
    form: Annotated[Literal["csv", "parquet"], Parameter(help="Form of the tables.")] = "csv",
    parquet: Annotated[
        bool, Parameter(negative=(), show_default=False, help="Same as --form parquet.")
    ] = False,
    force: Annotated[
        bool, Parameter(negative=(), show_default=False, help="Replace a case that stands there.")
    ] = False,
    json: AsJson = False,
) -> int:
    """Write a synthetic case of a size, the same for the same seed.

    S has 5 nations, 6 end items and 24 months; M 16, 25 and 60; L 32, 60 and
    120; XL 45, 120 and 120. Everything in it follows by rule from the seed:
    no nation, firm or figure is real, and every row says so (basis
    synthetic). It is a case like any other: check it, edit it, plan it. Good
    for trying out speed and memory at the size of an alliance; its answers
    mean nothing.

    Example: jointstock generate --size S --out generated-s
    """
    check_place(out, force=force)
    case = generate(size, seed=seed)
    write_case(case, out, form="parquet" if parquet else form, force=force)
    found = _described(case, seed)
    if json:
        show_document({"case": case.settings.name, "directory": str(out), "size": size, **found})
        return DONE
    rows = [(name, count) for name, count in found["rows"].items()]
    show_table(
        f"Rows of '{case.settings.name}'", ("table", "rows"), [*rows, ("all", sum(found["rows"].values()))]
    )
    plan = found["plan"]
    say(
        f"A plan of it has {plan['periods']} periods ({plan['calendar']}, {plan['months']} months), "
        f"{plan['nations']} nations, {plan['items']} items on {plan['lines']} lines, "
        f"{plan['contracts']} contracts, {plan['targets']} targets of a nation and a class."
    )
    say(f"The case stands in {out}. Next: jointstock plan {out} --out {out}-plan")
    return DONE


def _described(case: Case, seed: int) -> dict[str, Any]:
    """Seed, digest, rows by table, and what a plan of the case will hold."""
    settings = case.settings
    text = settings.calendar or ""
    heights = {name: case.table(name).height for name in case.tables}
    held = {name: heights.get(name, 0) for name in ("nations", "items", "lines", "contracts")}
    targets = case.table("targets").select("nation", "class").n_unique()
    periods = calendar_of(case, None).periods
    return {
        "seed": seed,
        "digest": case.digest,
        "rows": {name: height for name, height in heights.items() if height},
        "plan": {
            "calendar": text,
            "periods": periods,
            "months": settings.months,
            **held,
            "targets": targets,
        },
    }

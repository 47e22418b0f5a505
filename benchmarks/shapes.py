"""The cases that whole plans are made of, written to folders outside of what is measured."""

from dataclasses import replace

from benchmarks.measuring import Answer
from jointstock.files.folder import write_case
from jointstock.shapes.shape import SHAPES, make_case

# How a case may stand, and the words that say so wherever its figures are shown.
FORMS = {"whole": "", "free": " (no yes-no decisions in the case)"}


def write_shape(size: str, form: str, folder: str) -> Answer:
    """Write the case of a shape on its own calendar.

    Args:
        size: Name of the shape.
        form: "whole", or "free" for the same without call-offs that cost and without tiers.
        folder: Where to write it.
    """
    shape = SHAPES[size]
    if form == "free":
        shape = replace(shape, call_offs=0, tiered=0)
    case = make_case(shape)
    write_case(case, folder, form="parquet")
    return {"rows": sum(case.table(name).height for name in case.tables)}

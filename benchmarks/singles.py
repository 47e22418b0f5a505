"""Benchmarks of our own side alone: reading a million rows, and the whole job."""

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import in_child
from benchmarks.record import Run
from benchmarks.table import Row

DEMO_CASE = "allies-2023-06"


def read_million(run: Run) -> None:
    """Read and check a case of a million rows, as CSV and as Parquet."""
    for form in ("csv", "parquet"):
        with TemporaryDirectory() as folder:
            target = str(Path(folder) / "long")
            size = in_child("write_long_case", folder=target, form=form)["rows"]
            found = in_child("read_and_check", folder=target)
        name, seconds = f"read {form}", found["seconds"]
        run.rows += [
            Row(name, "rows, all tables", "rows", float(size)),
            Row(name, "faults found", "faults", float(found["faults"]), goal="0"),
            Row(name, "read and check", "s", seconds["read and check"], goal="seconds"),
            Row(name, "of it, check", "s", seconds["check"]),
            Row(name, "peak memory", "MB", found["peak"]),
        ]


def demo(run: Run) -> None:
    """Plan the bundled real case end to end."""
    found = in_child("plan_whole", case=DEMO_CASE)
    counts = found["counts"]
    size = f"{counts['columns']} x {counts['rows']}, {counts['nonzeros']} nonzeros"
    parts = [
        Row("demo", part, "s", seconds, goal="60 s" if part == "whole" else "")
        for part, seconds in found["seconds"].items()
    ]
    run.rows += [
        Row("demo", f"{DEMO_CASE}: columns x rows", "", size),
        *parts,
        Row("demo", "findings of the verifier", "findings", float(found["findings"]), goal="0"),
        Row("demo", "peak memory", "MB", found["peak"], goal="1000 MB"),
    ]

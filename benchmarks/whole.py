"""The main job from end to end: read, plan, verify, write."""

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import Answer, Clock, peak
from jointstock.files.folder import open_case
from jointstock.plans.folder import read_plan, write_plan
from jointstock.plans.make import make_plan
from jointstock.plans.verify import verify


def plan_whole(case: str) -> Answer:
    """Plan a bundled case, write the plan, read it back and verify it.

    Args:
        case: Name of the case.
    """
    clock = Clock()
    with clock.part("whole"), TemporaryDirectory() as folder:
        with clock.part("read and check"):
            opened = open_case(case)
        with clock.part("plan"):
            made = make_plan(opened)
        with clock.part("write"):
            write_plan(made, Path(folder) / "plan")
        with clock.part("read back and verify"):
            findings = verify(opened, read_plan(Path(folder) / "plan"))
    size = made.run.get("size", {})
    counts = {name: size.get(name) for name in ("columns", "rows", "nonzeros")}
    return {"seconds": clock.best(), "peak": peak(), "findings": findings.count, "counts": counts}

"""Joint plans for munitions.

The public API, re-exported; nothing is defined here. Each name is imported
when it is first asked for (PEP 562), so that `import jointstock` and the
command line's `--help` load neither tables nor solver::

    import jointstock as js

    case = js.open_case("nordic-mini")
    print(js.gaps(case).summary())
    plan = js.make_plan(case)
    assert not js.verify(case, plan)
    js.write(plan, "plan.html")
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jointstock.analyses.gaps import Gaps, gaps
    from jointstock.errors import CaseError, Fault, JointstockError, Note, OptionError, PlanError
    from jointstock.facts.case import Case
    from jointstock.files.folder import list_bundled, open_case
    from jointstock.plans.folder import read_plan as open_plan
    from jointstock.plans.make import make_plan
    from jointstock.plans.plan import Plan
    from jointstock.plans.verify import Findings, verify
    from jointstock.report.writing import write

__all__ = [
    "Case",
    "CaseError",
    "Fault",
    "Findings",
    "Gaps",
    "JointstockError",
    "Note",
    "OptionError",
    "Plan",
    "PlanError",
    "gaps",
    "list_bundled",
    "make_plan",
    "open_case",
    "open_plan",
    "verify",
    "write",
]

_HOMES = {
    "Case": "jointstock.facts.case:Case",
    "CaseError": "jointstock.errors:CaseError",
    "Fault": "jointstock.errors:Fault",
    "Findings": "jointstock.plans.verify:Findings",
    "Gaps": "jointstock.analyses.gaps:Gaps",
    "JointstockError": "jointstock.errors:JointstockError",
    "Note": "jointstock.errors:Note",
    "OptionError": "jointstock.errors:OptionError",
    "Plan": "jointstock.plans.plan:Plan",
    "PlanError": "jointstock.errors:PlanError",
    "gaps": "jointstock.analyses.gaps:gaps",
    "list_bundled": "jointstock.files.folder:list_bundled",
    "make_plan": "jointstock.plans.make:make_plan",
    "open_case": "jointstock.files.folder:open_case",
    "open_plan": "jointstock.plans.folder:read_plan",
    "verify": "jointstock.plans.verify:verify",
    "write": "jointstock.report.writing:write",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"jointstock has no '{name}'; it has {', '.join(__all__)}.")
    module, _, attribute = _HOMES[name].partition(":")
    value = globals()[name] = getattr(import_module(module), attribute)
    return value


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)

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
    from jointstock.analyses.burden import Burden, burden
    from jointstock.analyses.calendars import Calendars, calendars
    from jointstock.analyses.call_offs import CallOffs, call_offs
    from jointstock.analyses.chance import Chance, chance
    from jointstock.analyses.commitment import (
        Commitment,
        Waiting,
        commitment,
        critical_fractile,
        months_of_orders,
        waiting,
    )
    from jointstock.analyses.fairness import FairnessFound, fairness
    from jointstock.analyses.gaps import Gaps, gaps
    from jointstock.analyses.order_book import OrderBook, order_book
    from jointstock.analyses.pareto import Pareto, pareto
    from jointstock.analyses.payment_calendar import PaymentCalendar, payment_calendar
    from jointstock.analyses.ranges import Ranges, ranges
    from jointstock.analyses.requirement import requirement
    from jointstock.analyses.target_versions import diff_targets
    from jointstock.analyses.time_to_target import TimeToTarget, time_to_target
    from jointstock.analyses.why_not import why_not
    from jointstock.errors import CaseError, Fault, JointstockError, Note, OptionError, PlanError
    from jointstock.facts.answer import Answer
    from jointstock.facts.case import Case
    from jointstock.files.folder import list_bundled, open_case
    from jointstock.plans.aims import Hurry, Keep, Leximin, MaxMin
    from jointstock.plans.certify import certify
    from jointstock.plans.folder import read_plan as open_plan
    from jointstock.plans.make import make_plan
    from jointstock.plans.plan import Plan
    from jointstock.plans.proving import Proof
    from jointstock.plans.verify import Findings, verify
    from jointstock.report.writing import write
    from jointstock.shapes.shape import generate

__all__ = [
    "Answer",
    "Burden",
    "Calendars",
    "CallOffs",
    "Case",
    "CaseError",
    "Chance",
    "Commitment",
    "FairnessFound",
    "Fault",
    "Findings",
    "Gaps",
    "Hurry",
    "JointstockError",
    "Keep",
    "Leximin",
    "MaxMin",
    "Note",
    "OptionError",
    "OrderBook",
    "Pareto",
    "PaymentCalendar",
    "Plan",
    "PlanError",
    "Proof",
    "Ranges",
    "TimeToTarget",
    "Waiting",
    "burden",
    "calendars",
    "call_offs",
    "certify",
    "chance",
    "commitment",
    "critical_fractile",
    "diff_targets",
    "fairness",
    "gaps",
    "generate",
    "list_bundled",
    "make_plan",
    "months_of_orders",
    "open_case",
    "open_plan",
    "order_book",
    "pareto",
    "payment_calendar",
    "ranges",
    "requirement",
    "time_to_target",
    "verify",
    "waiting",
    "why_not",
    "write",
]

_HOMES = {
    "Answer": "jointstock.facts.answer:Answer",
    "Burden": "jointstock.analyses.burden:Burden",
    "Calendars": "jointstock.analyses.calendars:Calendars",
    "CallOffs": "jointstock.analyses.call_offs:CallOffs",
    "Case": "jointstock.facts.case:Case",
    "CaseError": "jointstock.errors:CaseError",
    "Commitment": "jointstock.analyses.commitment:Commitment",
    "Chance": "jointstock.analyses.chance:Chance",
    "FairnessFound": "jointstock.analyses.fairness:FairnessFound",
    "Fault": "jointstock.errors:Fault",
    "Findings": "jointstock.plans.verify:Findings",
    "Gaps": "jointstock.analyses.gaps:Gaps",
    "Hurry": "jointstock.plans.aims:Hurry",
    "JointstockError": "jointstock.errors:JointstockError",
    "Keep": "jointstock.plans.aims:Keep",
    "Leximin": "jointstock.plans.aims:Leximin",
    "MaxMin": "jointstock.plans.aims:MaxMin",
    "Note": "jointstock.errors:Note",
    "OptionError": "jointstock.errors:OptionError",
    "OrderBook": "jointstock.analyses.order_book:OrderBook",
    "Pareto": "jointstock.analyses.pareto:Pareto",
    "PaymentCalendar": "jointstock.analyses.payment_calendar:PaymentCalendar",
    "Plan": "jointstock.plans.plan:Plan",
    "PlanError": "jointstock.errors:PlanError",
    "Proof": "jointstock.plans.proving:Proof",
    "Ranges": "jointstock.analyses.ranges:Ranges",
    "TimeToTarget": "jointstock.analyses.time_to_target:TimeToTarget",
    "Waiting": "jointstock.analyses.commitment:Waiting",
    "burden": "jointstock.analyses.burden:burden",
    "calendars": "jointstock.analyses.calendars:calendars",
    "call_offs": "jointstock.analyses.call_offs:call_offs",
    "certify": "jointstock.plans.certify:certify",
    "chance": "jointstock.analyses.chance:chance",
    "commitment": "jointstock.analyses.commitment:commitment",
    "critical_fractile": "jointstock.analyses.commitment:critical_fractile",
    "diff_targets": "jointstock.analyses.target_versions:diff_targets",
    "fairness": "jointstock.analyses.fairness:fairness",
    "gaps": "jointstock.analyses.gaps:gaps",
    "generate": "jointstock.shapes.shape:generate",
    "list_bundled": "jointstock.files.folder:list_bundled",
    "make_plan": "jointstock.plans.make:make_plan",
    "months_of_orders": "jointstock.analyses.commitment:months_of_orders",
    "open_case": "jointstock.files.folder:open_case",
    "open_plan": "jointstock.plans.folder:read_plan",
    "order_book": "jointstock.analyses.order_book:order_book",
    "pareto": "jointstock.analyses.pareto:pareto",
    "payment_calendar": "jointstock.analyses.payment_calendar:payment_calendar",
    "ranges": "jointstock.analyses.ranges:ranges",
    "requirement": "jointstock.analyses.requirement:requirement",
    "time_to_target": "jointstock.analyses.time_to_target:time_to_target",
    "verify": "jointstock.plans.verify:verify",
    "waiting": "jointstock.analyses.commitment:waiting",
    "why_not": "jointstock.analyses.why_not:why_not",
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

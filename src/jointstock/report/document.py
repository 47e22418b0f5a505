"""The report: one page that stands by itself, for reading on a screen and on paper."""

from dataclasses import dataclass
from pathlib import Path

from jointstock.analyses.pareto import Pareto, place
from jointstock.plans.plan import Plan
from jointstock.report import (
    ageing,
    agreements,
    assumed,
    building,
    burden,
    contracts,
    fairness,
    frontier,
    giving,
    industry,
    limits,
    obligations,
    order_book,
    paying,
    provenance,
    shortage,
    support,
    transition,
)
from jointstock.report.charts import draw
from jointstock.report.exhibits import Exhibit
from jointstock.report.front import front
from jointstock.report.names import Names, names_of
from jointstock.report.pages import environment, put
from jointstock.report.words import month


@dataclass(frozen=True)
class Section:
    """A section of the report.

    Attributes:
        key: Its anchor.
        title: Its heading.
        exhibits: What it shows.
    """

    key: str
    title: str
    exhibits: tuple[Exhibit, ...]

    @property
    def finding(self) -> str:
        """What the section shows in one sentence: its first exhibit that has something to show."""
        telling = [exhibit for exhibit in self.exhibits if exhibit.sheet.frame.height]
        return (telling or list(self.exhibits))[0].finding


def write_report(plan: Plan, path: str | Path, curve: Pareto | None = None) -> Path:
    """Write the report of a plan; it is written beside its place and then renamed.

    Args:
        plan: The plan.
        path: Where the page goes.
        curve: The frontier between money and shortfall, to show with the plan's own point.

    Returns:
        The page.

    Raises:
        OptionError: The frontier is not of the case, the calendar and the end of the plan.
    """
    return put(render(plan, curve), path)


def render(plan: Plan, curve: Pareto | None = None) -> str:
    """The report of a plan as HTML text that needs nothing from elsewhere.

    Args:
        plan: The plan.
        curve: The frontier between money and shortfall, to show with the plan's own point.

    Raises:
        OptionError: The frontier is not of the case, the calendar and the end of the plan.
    """
    names = names_of(plan.case)
    parts = sections(plan, curve)
    charts = {exhibit.key: draw(exhibit) for section in parts for exhibit in section.exhibits}
    return (
        environment()
        .get_template("report.html")
        .render(
            plan=plan,
            settings=plan.case.settings,
            front=front(plan, names),
            sections=parts,
            charts=charts,
            first=month(str(plan.run["first_month"])),
            last=month(shortage.last_month(plan)),
        )
    )


def sections(plan: Plan, curve: Pareto | None = None) -> list[Section]:
    """The sections of a report, in order; those of which the plan has nothing are left out.

    Args:
        plan: The plan.
        curve: The frontier between money and shortfall, to show with the plan's own point.

    Raises:
        OptionError: The frontier is not of the case, the calendar and the end of the plan.
    """
    names = names_of(plan.case)
    drawn = () if curve is None else (frontier.beside(place(curve, plan)),)
    every = [
        Section("short", "Where we are short", (shortage.where(plan, names),)),
        Section("closing", "When it closes", (shortage.when(plan, names), shortage.course(plan, names))),
        Section("parts", "Which part limits complete rounds", tuple(limits.exhibits(plan, names))),
        Section("order", "What to order from whom", tuple(order_book.exhibits(plan, names))),
        Section(
            "agree",
            "Which agreements are used, and why",
            (*contracts.exhibits(plan, names), *agreements.exhibits(plan, names)),
        ),
        Section("build", "What to build", tuple(building.exhibits(plan, names))),
        Section("run", "How industry runs", tuple(industry.exhibits(plan, names))),
        Section("give", "Who gives what", tuple(giving.exhibits(plan, names))),
        Section("age", "What expires", tuple(ageing.exhibits(plan, names))),
        Section("fleets", "How fleets change", tuple(transition.exhibits(plan, names))),
        Section(
            "pay", "What it costs whom", (*paying.exhibits(plan, names), obligations.exhibit(plan, names))
        ),
        Section("burden", "Who carries which share", tuple(burden.exhibits(plan, names))),
        Section("support", "Which instruments are used, and why", tuple(support.exhibits(plan, names))),
        Section("fair", "What fairness costs", tuple(fairness.exhibits(plan, names))),
        Section("money", "What more or less money would do", drawn),
        Section("rests", "What the plan rests on", (provenance.resting(plan), *_rests(plan, names))),
        Section("proof", "Method, proof and versions", (provenance.levels(plan), provenance.versions(plan))),
    ]
    return [section for section in every if section.exhibits]


def _rests(plan: Plan, names: Names) -> tuple[Exhibit, ...]:
    return (*assumed.exhibits(plan, names), provenance.sources(plan))

"""The report: one page that stands by itself, for reading on a screen and on paper."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import jinja2

from jointstock.plans.plan import Plan
from jointstock.report import (
    ageing,
    agreements,
    assumed,
    building,
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
from jointstock.report.exhibits import SHOWN, Exhibit
from jointstock.report.front import front
from jointstock.report.names import Names, names_of
from jointstock.report.words import mark, month

_TEMPLATES = files("jointstock.report") / "templates"


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


def write_report(plan: Plan, path: str | Path) -> Path:
    """Write the report of a plan; it is written beside its place and then renamed.

    Args:
        plan: The plan.
        path: Where the page goes.

    Returns:
        The page.
    """
    return put(render(plan), path)


def put(page: str, path: str | Path) -> Path:
    """Put a page in its place, whole or not at all; folders on the way are made.

    Args:
        page: The page.
        path: Where it goes.

    Returns:
        Where it is.
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    partial.write_text(page, "utf-8")
    partial.replace(target)
    return target


def render(plan: Plan) -> str:
    """The report of a plan as HTML text that needs nothing from elsewhere.

    Args:
        plan: The plan.
    """
    names = names_of(plan.case)
    parts = sections(plan)
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


def sections(plan: Plan) -> list[Section]:
    """The sections of a report, in order; those of which the plan has nothing are left out.

    Args:
        plan: The plan.
    """
    names = names_of(plan.case)
    every = [
        Section("short", "Where we are short", (shortage.where(plan, names),)),
        Section("closing", "When it closes", (shortage.when(plan, names), shortage.course(plan, names))),
        Section("parts", "Which part limits complete rounds", tuple(limits.exhibits(plan, names))),
        Section("order", "What to order from whom", tuple(order_book.exhibits(plan, names))),
        Section("agree", "Which agreements are used", tuple(agreements.exhibits(plan, names))),
        Section("build", "What to build", tuple(building.exhibits(plan, names))),
        Section("run", "How industry runs", tuple(industry.exhibits(plan, names))),
        Section("give", "Who gives what", tuple(giving.exhibits(plan, names))),
        Section("age", "What expires", tuple(ageing.exhibits(plan, names))),
        Section("fleets", "How fleets change", tuple(transition.exhibits(plan, names))),
        Section(
            "pay", "What it costs whom", (*paying.exhibits(plan, names), obligations.exhibit(plan, names))
        ),
        Section("support", "Which instruments are used, and why", tuple(support.exhibits(plan, names))),
        Section("rests", "What the plan rests on", (provenance.resting(plan), *_rests(plan, names))),
        Section("proof", "Method, proof and versions", (provenance.levels(plan), provenance.versions(plan))),
    ]
    return [section for section in every if section.exhibits]


def _rests(plan: Plan, names: Names) -> tuple[Exhibit, ...]:
    return (*assumed.exhibits(plan, names), provenance.sources(plan))


def environment() -> jinja2.Environment:
    """Templates of the pages, and what they may call."""
    texts = {
        name: _TEMPLATES.joinpath(name).read_text("utf-8")
        for name in ("report.html", "exhibit.html", "frontier.html", "report.css")
    }
    environment = jinja2.Environment(
        loader=jinja2.DictLoader(texts),
        autoescape=lambda name: name is not None and name.endswith(".html"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"mark": mark}
    environment.globals |= {"SHOWN": SHOWN, "style": texts["report.css"]}
    return environment

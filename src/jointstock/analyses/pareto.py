"""What each further sum of money saves of the shortfall: the frontier between the two.

Commitments are kept and the end is met as well as if money had no limit; between the least money for that
and the money of the least shortfall, each point is the least shortfall for its money. Where the plan has no
yes-no decisions the points are the corners of the frontier, which is straight between them. A plan of the
same case, calendar and end has its place beside them.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Unpack

import polars as pl

from jointstock.errors import OptionError
from jointstock.facts.case import Case
from jointstock.model.index_sets.sets import calendar_of
from jointstock.plans.frontier import Frontier
from jointstock.plans.make import Search, trade_off
from jointstock.plans.plan import Plan
from jointstock.plans.run_document import calendar_text
from jointstock.plans.summary import amount, money

_SCHEMA = dict.fromkeys(("money", "area", "end", "slope_left", "slope_right"), pl.Float64)
_TEXTS = ("baseline", "as_of", "digest", "calendar", "end", "currency")
_FLAGS = ("exact", "yes_no")
_WORDS = {"digest": "case", "calendar": "calendar", "end": "end"}
_SHOWN = 24
_SAME = 1e-6


@dataclass(frozen=True)
class Pareto:
    """The answer: points of the frontier, the least money first.

    Attributes:
        case: Name of the case.
        as_of: Day on which the figures were known.
        digest: Digest of the case.
        currency: Currency of the case.
        points: money (of the case), area (weighted shortfall-months), end (weighted shortfall at the end),
            slope_left and slope_right (change of the area per unit of money, for less and for more money;
            empty at the ends, and where yes-no decisions make jumps).
        exact: Whether the points are all corners, and the frontier is straight between them.
        yes_no: Whether there are yes-no decisions, so that the points are a grid.
        calendar: Periods, such as 12x1,16x3.
        end: "meet" or "none": whether what is short at the end counts before what is short on the way.
    """

    case: str
    as_of: str
    digest: str
    currency: str
    points: pl.DataFrame
    exact: bool
    yes_no: bool
    calendar: str
    end: str

    def table(self) -> pl.DataFrame:
        """Return the points."""
        return self.points

    def summary(self) -> str:
        """Return the answer in a few sentences."""
        first, last = self.points.row(0, named=True), self.points.row(-1, named=True)
        words = [
            f"As of {self.as_of}, the least money with commitments and the end at their best is "
            f"{money(first['money'], self.currency)}, with a weighted shortfall of {amount(first['area'])}; "
            f"the least shortfall is {amount(last['area'])}, for {money(last['money'], self.currency)}."
        ]
        if self.points.height == 1:
            words.append("More money saves nothing.")
        elif self.exact:
            words.append(f"Between its {self.points.height} corners the frontier is straight.")
        elif self.yes_no:
            words.append(
                "There are yes-no decisions: the frontier has jumps, and the points are a grid, each the "
                "least shortfall for its money."
            )
        else:
            words.append("The points are part of a frontier with further corners between them.")
        return " ".join(words)

    def document(self) -> dict[str, Any]:
        """Return the answer as plain data, with the points under `points`."""
        return {
            "question": "pareto",
            "baseline": self.case,
            "as_of": self.as_of,
            "digest": self.digest,
            "calendar": self.calendar,
            "end": self.end,
            "currency": self.currency,
            "exact": self.exact,
            "yes_no": self.yes_no,
            "points": self.points.to_dicts(),
            "summary": self.summary(),
        }


def pareto(
    case: Case,
    points: int | None = None,
    *,
    calendar: str | None = None,
    end: str | None = None,
    **search: Unpack[Search],
) -> Pareto:
    """Find the frontier between money and shortfall.

    Args:
        case: The case.
        points: How many points, at even distances of money; None for the corners of the frontier (or for
            11 points where there are yes-no decisions).
        calendar: Periods, as for a plan.
        end: "meet" or "none", as for a plan.
        **search: What each search may cost, and what it is watched with.

    Raises:
        CaseError: The case has faults.
        OptionError: An option cannot be read.
        PlanError: There is no plan, or the search was stopped.
    """
    found: Frontier = trade_off(case, calendar=calendar, end=end, points=points, **search)
    settings = case.settings
    frame = pl.DataFrame([asdict(point) for point in found.points], schema=_SCHEMA)
    return Pareto(
        case=settings.name,
        as_of=settings.as_of,
        digest=case.digest,
        currency=settings.currency,
        points=frame,
        exact=found.exact,
        yes_no=found.yes_no,
        calendar=calendar_text(calendar_of(case, calendar)),
        end=end or settings.end,
    )


def from_document(document: object) -> Pareto:
    """Read a frontier from its document.

    Args:
        document: Plain data, as :meth:`Pareto.document` returns it.

    Raises:
        OptionError: The document is no frontier, or one without what says which plans it belongs to.
    """
    if not isinstance(document, Mapping) or document.get("question") != "pareto":
        raise OptionError("This is no frontier between money and shortfall.")
    texts = [document.get(name) for name in _TEXTS]
    flags = [document.get(name) for name in _FLAGS]
    lacking = [
        name
        for name, value in zip((*_TEXTS, *_FLAGS), (*texts, *flags), strict=True)
        if not isinstance(value, bool if name in _FLAGS else str)
    ]
    if lacking:
        raise OptionError(f"The frontier does not state {', '.join(lacking)}; make it again.")
    try:
        points = pl.DataFrame(document.get("points"), schema=_SCHEMA).sort("money")
    except (pl.exceptions.PolarsError, TypeError, ValueError) as error:
        raise OptionError("The points of the frontier cannot be read; make it again.") from error
    if not points.height or points.select("money", "area").null_count().sum_horizontal().item():
        raise OptionError("The frontier has points without money or area, or none; make it again.")
    case, as_of, digest, calendar, end, currency = map(str, texts)
    exact, yes_no = map(bool, flags)
    return Pareto(case, as_of, digest, currency, points, exact, yes_no, calendar, end)


@dataclass(frozen=True)
class Place:
    """Where a plan stands beside the frontier of its case.

    Attributes:
        found: The frontier.
        money: What the plan costs, in the currency of the case.
        area: Its weighted shortfall-months.
        end: Its weighted shortfall at the end; None where it was not made with that level.
        least_money: Least money for this area; None where the frontier does not tell.
        least_area: Least area for this money; None where the frontier does not tell.
    """

    found: Pareto
    money: float
    area: float
    end: float | None
    least_money: float | None
    least_area: float | None

    @property
    def spared(self) -> float | None:
        """Money by which the plan is dearer than its shortfall needs; None where it is not known."""
        return None if self.least_money is None else self._beyond(self.money - self.least_money, self.money)

    @property
    def saved(self) -> float | None:
        """Shortfall by which the plan leaves more than its money allows; None where it is not known."""
        return None if self.least_area is None else self._beyond(self.area - self.least_area, self.area)

    @staticmethod
    def _beyond(difference: float, whole: float) -> float:
        """A difference, 0 where it is rounding."""
        return 0.0 if abs(difference) <= _SAME * max(1.0, abs(whole)) else difference


def place(found: Pareto, plan: Plan) -> Place:
    """Find where a plan stands beside a frontier.

    Args:
        found: The frontier.
        plan: The plan.

    Raises:
        OptionError: The frontier is not of the case, the calendar and the end of the plan.
    """
    asked = {name: str(plan.run[name]) for name in ("digest", "calendar")}
    asked["end"] = str(plan.run["options"]["end"])
    other = [
        f"{_WORDS[name]} ({getattr(found, name):.{_SHOWN}}, the plan has {value:.{_SHOWN}})"
        for name, value in asked.items()
        if getattr(found, name) != value
    ]
    if other:
        raise OptionError(
            f"The frontier is of another {' and another '.join(other)}. Make one of the case inside the "
            f"plan's folder: jointstock pareto PLAN/case --calendar {asked['calendar']} --end {asked['end']} "
            "--out frontier.json"
        )
    levels = {str(level["name"]): float(level["value"]) for level in plan.run["levels"]}
    cost, area = levels["money"], levels["shortfall"]
    return Place(
        found, cost, area, levels.get("end"), _least(found, "area", area), _least(found, "money", cost)
    )


def _least(found: Pareto, known: str, value: float) -> float | None:
    """Least of the one measure for a value of the other; None where the points do not tell."""
    wanted = "money" if known == "area" else "area"
    points = found.points.sort(known)
    steps, least = points.get_column(known).to_list(), points.get_column(wanted).to_list()
    room = _SAME * max(1.0, abs(value))
    if value >= steps[-1] - room:
        return float(least[-1])
    near = [float(other) for step, other in zip(steps, least, strict=True) if abs(step - value) <= room]
    if near or value < steps[0] or not found.exact:
        return near[0] if near else None
    right = bisect_right(steps, value)
    part = (value - steps[right - 1]) / (steps[right] - steps[right - 1])
    return float(least[right - 1] + part * (least[right] - least[right - 1]))

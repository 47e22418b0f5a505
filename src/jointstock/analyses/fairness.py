"""What fairness between nations costs: the least shortfall, max-min and leximin side by side.

Three plans of one case: one makes the shortfall of all together least, one makes the worst off nation as
well off as can be, one goes on to the next and the next. The price of fairness is what the shortfall of all
grows by. Of one plan that was made with fairness, the same is read without planning again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Unpack

import polars as pl

from jointstock.facts.case import Case
from jointstock.model.choosing import Outcome
from jointstock.plans.aims import Leximin, MaxMin
from jointstock.plans.make import Search, make_plan
from jointstock.plans.outcomes import outcomes
from jointstock.plans.plan import Plan
from jointstock.plans.summary import amount

RULES = ("utilitarian", "max-min", "leximin")
_WORST = {"fill": "fill", "shortfall": "short", "amount": "covered"}
_SAME = 1e-6
_WORDS = {
    "fill": "share of the requirement that is covered",
    "shortfall": "weighted shortfall-months",
    "amount": "weighted shortfall-months covered",
}


@dataclass(frozen=True)
class FairnessFound:
    """The answer: what each nation gets under each rule, and what each rule costs.

    Attributes:
        case: Name of the case.
        as_of: Day on which the figures were known.
        digest: Digest of the case.
        of: What is made fair.
        rows: rule, nation, wanted, short, covered (weighted shortfall-months), fill, basis.
        rules: rule, area (weighted shortfall-months of all), price (area by that of utilitarian, less 1;
            empty where that is 0 and the area is not), worst (the worst off nation), outcome (of that
            nation), money.
        plans: The plan of each rule.
    """

    case: str
    as_of: str
    digest: str
    of: Outcome
    rows: pl.DataFrame
    rules: pl.DataFrame
    plans: Mapping[str, Plan]

    def table(self) -> pl.DataFrame:
        """Return a row a nation: what it wants, and its outcome under each rule."""
        value = _WORST[self.of]
        wide = self.rows.pivot("rule", index=["nation", "wanted"], values=value)
        return wide.select("nation", "wanted", *RULES).sort("nation")

    def summary(self) -> str:
        """Return the answer in a few sentences."""
        words = [f"As of {self.as_of}, outcome of a nation: {_WORDS[self.of]}."]
        for row in self.rules.iter_rows(named=True):
            price = row["price"]
            cost = "" if row["rule"] == "utilitarian" else f" ({_price(price)} than the least)"
            words.append(
                f"{row['rule'].capitalize()}: shortfall {amount(row['area'])}{cost}, worst off "
                f"{row['worst']} with {_outcome(row['outcome'], self.of)}."
            )
        return " ".join(words)

    def document(self) -> dict[str, Any]:
        """Return the answer as plain data, with the rules and what they cost under `rules`."""
        return {
            "question": "fairness",
            "baseline": self.case,
            "as_of": self.as_of,
            "digest": self.digest,
            "of": self.of,
            "rules": self.rules.to_dicts(),
            "rows": self.rows.to_dicts(),
            "summary": self.summary(),
            "basis": dict(self.rows.group_by("basis").len().sort("basis").iter_rows()),
        }


def fairness(
    case: Case,
    *,
    of: Outcome = "fill",
    within: float | None = None,
    calendar: str | None = None,
    end: str | None = None,
    **search: Unpack[Search],
) -> FairnessFound:
    """Plan a case for the least shortfall, for the worst off nation, and for every nation in its turn.

    Args:
        case: The case.
        of: What is made fair: "fill", "shortfall" or "amount".
        within: Share of the least shortfall that may be given up; None for any.
        calendar: Periods, as for a plan.
        end: "meet" or "none", as for a plan.
        **search: What each search may cost, and what it is watched with.

    Raises:
        CaseError: The case has faults.
        OptionError: An option cannot be read.
        PlanError: There is no plan.
    """
    rules = (None, MaxMin(of, within), Leximin(of, within))
    plans = {
        name: make_plan(case, calendar=calendar, end=end, fairness=rule, **search)
        for name, rule in zip(RULES, rules, strict=True)
    }
    rows = pl.concat([_of_plan(name, plan) for name, plan in plans.items()])
    settings = case.settings
    costs = _costs(of, rows, plans)
    return FairnessFound(settings.name, settings.as_of, case.digest, of, rows, costs, plans)


def _of_plan(name: str, plan: Plan) -> pl.DataFrame:
    """Outcomes of a plan, with the worst basis of the shortfalls that they rest on."""
    worst = pl.col("basis").replace_strict(_RANK, return_dtype=pl.Int64).max()
    bases = plan.shortfalls.group_by("nation").agg(worst)
    bases = bases.with_columns(pl.col("basis").replace_strict(dict(enumerate(_RANK)), return_dtype=pl.String))
    found = outcomes(plan).join(bases, on="nation", how="left", maintain_order="left")
    return found.select(pl.lit(name).alias("rule"), pl.all())


_RANK = {base: rank for rank, base in enumerate(("cited", "derived", "assumed", "synthetic"))}


def _costs(of: Outcome, rows: pl.DataFrame, plans: Mapping[str, Plan]) -> pl.DataFrame:
    """What each rule costs, and its worst off nation."""
    value = _WORST[of]
    least = plans["utilitarian"].level("shortfall")
    found = []
    for name, plan in plans.items():
        area = plan.level("shortfall")
        own = rows.filter(pl.col("rule") == name).sort(value, "nation", descending=[of == "shortfall", False])
        worst = own.row(0, named=True) if own.height else {"nation": None, value: None}
        found.append(
            {
                "rule": name,
                "area": area,
                "price": _grown(area, least),
                "worst": worst["nation"],
                "outcome": worst[value],
                "money": plan.level("money"),
            }
        )
    kinds = {"rule": pl.String, "worst": pl.String}
    return pl.DataFrame(
        found,
        schema={
            name: kinds.get(name, pl.Float64)
            for name in ("rule", "area", "price", "worst", "outcome", "money")
        },
    )


def _grown(area: float, least: float) -> float | None:
    """The area by the least one, less 1, 0 where it is rounding; None where the least is 0 and it is not."""
    same = area <= least + _SAME * max(1.0, least)
    return 0.0 if same else area / least - 1 if least > 0 else None


@dataclass(frozen=True)
class Fared:
    """What fairness cost in one plan, and how nations fare in it.

    Attributes:
        rule: "max-min" or "leximin".
        of: What was made fair.
        within: Share of the least shortfall that might be given up; None for any.
        area: Weighted shortfall-months of all nations in the plan.
        least: The least there could be.
        price: Area by the least, less 1; None where the least is 0 and the area is not.
        rows: nation, wanted, short, covered (weighted shortfall-months), fill, basis, found (level of the
            round that found the nation; empty where none did). The worst off by ``of`` first.
    """

    rule: str
    of: Outcome
    within: float | None
    area: float
    least: float
    price: float | None
    rows: pl.DataFrame

    @property
    def outcome(self) -> str:
        """Column of the rows that holds what was made fair."""
        return _WORST[self.of]


def fared(plan: Plan) -> Fared | None:
    """What fairness cost in a plan, and how nations fare in it; None where none was asked for.

    Args:
        plan: The plan.
    """
    told = plan.run.get("fairness")
    if not told:
        return None
    of: Outcome = told["of"]
    area, least = plan.level("shortfall"), float(told["least_shortfall"])
    found = {name: str(one["level"]) for one in told["rounds"] for name in one["nations"]}
    level = pl.col("nation").replace_strict(found, default=None, return_dtype=pl.String).alias("found")
    rows = _of_plan(told["rule"], plan).drop("rule").with_columns(level)
    rows = rows.sort(_WORST[of], "nation", descending=[of == "shortfall", False])
    return Fared(told["rule"], of, told["within"], area, least, _grown(area, least), rows)


def _price(price: float | None) -> str:
    return "no share of it more" if price is None else f"{price:.1%} more"


def _outcome(value: float | None, of: Outcome) -> str:
    if value is None:
        return "nothing wanted"
    return f"{value:.1%}" if of == "fill" else amount(value)

"""Where nations are short of target, and when each gap closes.

Asked of a case, the answer rests on what is there without any new plan: the
opening stock, the open orders at their due months and the planned use. Asked
of a plan, it is what the plan leaves short.

A nation's requirement of a class in a month is its target, held at the end of
the month, plus its operational use in the month (what a month leaves unserved is
not carried into the next, as the levels of a plan do). Every unit of stock counts
once: use is served before targets are covered; a class first takes the items
that cover no other class, then, class by class (the heaviest weight first,
then by name), a share of those that do. Where no item covers two classes of a
nation, no other way of counting covers more.

Stock expires at the start of the month in which its life ends: a lot in the month
that its row names, what arrives after the shelf life of its item. Use draws the lot
that expires first. No life is extended, and stock without a known end lasts. Stock
of a warehouse covers targets of its members, each unit once; where it could cover
several, members are served with the classes, the heaviest weight first, then by name.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from jointstock.errors import OptionError
from jointstock.facts.case import Case
from jointstock.facts.cover import covering
from jointstock.facts.dictionary import filled
from jointstock.facts.requirement import filled_targets
from jointstock.facts.suggestions import did_you_mean
from jointstock.measure.arrays import Floats, Ints
from jointstock.measure.months import Calendar, month_number
from jointstock.model.index_sets.expiry import draw_oldest, opening_by_expiry, shelf_months
from jointstock.model.index_sets.lookup import by_month, floats, locate, month_numbers
from jointstock.plans.plan import Plan

NEGLIGIBLE = 1e-6  # of the scale of a class
NEVER = "never"
PAIR = ["nation", "item"]
NEED = ["nation", "class"]


@dataclass(frozen=True)
class Gaps:
    """The answer: requirement, cover and shortfall by nation, class and month.

    Attributes:
        as_of: Day on which the figures were known.
        rows: nation, class, month, target, covered, shortfall (class units), closes (the first month
            from which the requirement stays covered, or `never`). Empty cells are unknown.
        undated: Open orders that are not counted because nobody knows when they are due.
    """

    as_of: str
    rows: pl.DataFrame
    undated: int = 0

    def table(self, *, nation: str | None = None, class_: str | None = None) -> pl.DataFrame:
        """Return the rows, of one nation or class where one is named.

        Raises:
            OptionError: No requirement has this nation or class.
        """
        rows = self.rows
        for column, wanted in (("nation", nation), ("class", class_)):
            if wanted is not None:
                known = self.rows[column].unique().to_list()
                if wanted not in known:
                    remedy = did_you_mean(wanted, known, f"There are {', '.join(sorted(known))}.")
                    raise OptionError(f"No requirement has the {column} '{wanted}'. {remedy}")
                rows = rows.filter(pl.col(column) == wanted)
        return rows

    def closing(self) -> pl.DataFrame:
        """Return one row a requirement: its largest shortfall, when that is, and when it closes."""
        deepest = pl.col("shortfall").arg_max()
        return self.rows.group_by(NEED, maintain_order=True).agg(
            pl.col("shortfall").get(deepest),
            pl.col("target").get(deepest),
            pl.col("month").get(deepest),
            pl.col("closes").first(),
        )

    def summary(self) -> str:
        """Return the answer in a few sentences."""
        closing = self.closing()
        short = closing.filter(pl.col("shortfall") > 0)
        if short.is_empty():
            return f"As of {self.as_of}, none of the requirements ({closing.height}) is short in any month."
        never = short.filter(pl.col("closes") == NEVER).height
        relative = short.with_columns(share=pl.col("shortfall") / pl.col("target"))
        worst = relative.sort("share", *NEED, descending=[True, False, False]).row(0, named=True)
        words = [
            f"As of {self.as_of}, short in some month: {short.height} of {closing.height} requirements; "
            f"not closed by the last month: {never}.",
            f"The deepest gap is {worst['class']} in {worst['nation']}: {worst['shortfall']:,.0f} of "
            f"{worst['target']:,.0f} are missing in {worst['month']}.",
        ]
        if self.undated:
            words.append(f"Open orders without a due month are not counted: {self.undated}.")
        return " ".join(words)

    def document(self) -> dict[str, Any]:
        """Return the answer as plain data: `as_of` and `rows`."""
        return {"as_of": self.as_of, "rows": self.rows.to_dicts()}


@dataclass(frozen=True)
class _Ways:
    """Ways to serve wants from stocks.

    Attributes:
        stock: Stock of each way, shape (ways,).
        want: Want of each way, shape (ways,).
        ratio: Units of the want per unit of the stock, shape (ways,).
        turn: When each want is served, the lowest first; wants of one turn share no stock, shape (wants,).
    """

    stock: Ints
    want: Ints
    ratio: Floats
    turn: Ints


def gaps(subject: Case | Plan, *, nation: str | None = None, class_: str | None = None) -> Gaps:
    """Find where nations are short of target, and when each gap closes.

    Args:
        subject: A case, for what is there without a plan; or a plan, for what it leaves short.
        nation: Only this nation.
        class_: Only this requirement class.

    Returns:
        The gaps, by month for a case and by period for a plan.

    Raises:
        OptionError: No requirement has this nation or class.
    """
    found = _gaps_of_plan(subject) if isinstance(subject, Plan) else _gaps_of_case(subject)
    return Gaps(found.as_of, found.table(nation=nation, class_=class_), found.undated)


def _gaps_of_case(case: Case) -> Gaps:
    calendar = Calendar(month_number(case.settings.first_month), (1,) * case.settings.months)
    cover, pairs = covering(case), _pairs(case)
    demands, use = _demands(case, calendar)
    needs = _requirements(case, cover, demands)
    arrivals, undated = _arrivals(case, pairs, calendar)
    opening, life = opening_by_expiry(case, pairs, calendar), shelf_months(case, pairs, calendar)
    stock, served = _project(opening, arrivals, life, use, _serving_ways(demands, pairs, cover))

    target = _targets(case, needs, calendar)
    covered, _ = _draw(stock, target, _covering_ways(case, needs, pairs, cover))
    place, factor = _places_of_operational(demands, needs, cover)
    kept = place >= 0
    for total, flow in ((target, use), (covered, served)):
        np.add.at(total, place[kept], (factor[:, None] * flow)[kept])
    return Gaps(case.settings.as_of, _rows(needs, calendar.labels, target, covered), undated)


def _gaps_of_plan(plan: Plan) -> Gaps:
    """What a plan leaves short, by period; use is that of a month, the mean over the period."""
    lengths = plan.periods.select("period", "months")
    demanded = plan.use.filter(pl.col("kind") == "operational", pl.col("item").fill_null("") == "")
    by_class = demanded.select("nation", pl.col("demand").alias("class"), "period", "planned", "unmet")
    joined = plan.shortfalls.join(by_class.drop("unmet"), on=[*NEED, "period"], how="left").join(
        lengths, on="period"
    )
    short = pl.col("shortfall") + pl.col("unmet") / pl.col("months")
    # Use that the plan does not list for a class was not asked for; it is known to be none.
    needed = pl.col("target") + pl.when(pl.col("planned").is_null()).then(0.0).otherwise("planned") / pl.col(
        "months"
    )
    rows = joined.select(*NEED, pl.col("period").alias("month"), target=needed, shortfall=short)
    rows = rows.with_columns(covered=pl.col("target") - pl.col("shortfall"))
    return Gaps(str(plan.run["as_of"]), _with_closing(rows, plan.case.table("classes")))


def _pairs(case: Case) -> pl.DataFrame:
    """Nation and item that are held, on order or used."""
    orders = case.table("orders").select(pl.coalesce("recipient", "buyer").alias("nation"), "item")
    used = case.table("usage").filter(pl.col("item") != "").select(PAIR)
    return pl.concat([case.table("holdings").select(PAIR), orders, used]).unique().sort(PAIR)


def _arrivals(case: Case, pairs: pl.DataFrame, calendar: Calendar) -> tuple[Floats, int]:
    """Units of open orders by month due, shape (pairs, months), and how many orders have none.

    What was due before the first month arrives in it.
    """
    orders = case.table("orders").with_columns(nation=pl.coalesce("recipient", "buyer"))
    dated = orders.filter(pl.col("due").is_not_null())
    month = np.maximum(month_numbers(dated.get_column("due")) - calendar.first, 0)
    inside = month < calendar.months
    arrivals = np.zeros((len(pairs), calendar.months))
    np.add.at(
        arrivals, (locate(dated, pairs, PAIR)[inside], month[inside]), floats(dated, "quantity")[inside]
    )
    return arrivals, len(orders) - len(dated)


def _demands(case: Case, calendar: Calendar) -> tuple[pl.DataFrame, Floats]:
    """Use by nation, class or item, and kind, and its units in each month, shape (demands, months)."""
    usage = case.table("usage")
    keys = ["nation", "class", "item", "kind"]
    demands = usage.select(keys).unique().sort("nation", "class", "item", "kind")
    return demands, by_month(usage, locate(usage, demands, keys), "month", "rate", len(demands), calendar)


def _requirements(case: Case, cover: pl.DataFrame, demands: pl.DataFrame) -> pl.DataFrame:
    """Nation and class with a planned target or with operational use; with scale and weight."""
    operational = demands.filter(pl.col("kind") == "operational")
    by_item = operational.filter(pl.col("item") != "").drop("class").join(_first_class(cover), on=PAIR)
    used = pl.concat([operational.filter(pl.col("class") != "").select(NEED), by_item.select(NEED)])
    both = pl.concat([_planned_targets(case).select(NEED), used]).unique().sort(NEED)
    classes = case.table("classes").select("class", "scale", filled("classes", "weight"))
    return both.join(classes, on="class", how="left", maintain_order="left")


def _planned_targets(case: Case) -> pl.DataFrame:
    version, targets = case.settings.target_version, filled_targets(case)
    return targets if version is None else targets.filter(pl.col("version") == version)


def _targets(case: Case, needs: pl.DataFrame, calendar: Calendar) -> Floats:
    """Units to hold at the end of each month, shape (needs, months)."""
    rows = _planned_targets(case)
    return by_month(rows, locate(rows, needs, NEED), "from", "quantity", len(needs), calendar)


def _first_class(cover: pl.DataFrame) -> pl.DataFrame:
    """The first class by name that each item covers in each nation, with its ratio."""
    return cover.sort("class").unique(PAIR, keep="first", maintain_order=True)


def _serving_ways(demands: pl.DataFrame, pairs: pl.DataFrame, cover: pl.DataFrame) -> _Ways:
    """How stocks serve use: an item its own use first, then the use of the classes that it covers."""
    numbered = demands.with_row_index("want").with_columns(turn=pl.col("want").cum_count().over("nation"))
    own = numbered.filter(pl.col("item") != "").select("nation", "item", "want", ratio=pl.lit(1.0))
    shared = numbered.filter(pl.col("class") != "").select("nation", "class", "want")
    by_class = shared.join(cover, on=NEED).select("nation", "item", "want", "ratio")
    # Classes wait until every item has served its own use.
    late = pl.when(pl.col("item") == "").then(len(demands)).otherwise(0)
    return _ways(pl.concat([own, by_class]), pairs, numbered.select(pl.col("turn") + late).to_series())


def _covering_ways(case: Case, needs: pl.DataFrame, pairs: pl.DataFrame, cover: pl.DataFrame) -> _Ways:
    """How stocks cover targets: the class with the heaviest weight first, then by name."""
    members = case.table("warehouses").select("warehouse", nation="member")
    numbered = needs.with_row_index("want")
    weight = pl.col("weight") / pl.col("scale")
    # Members of warehouses may share stock, so that no two of them have the same turn.
    together = (
        pl.when(pl.col("nation").is_in(members["nation"].to_list())).then(pl.lit("")).otherwise("nation")
    )
    turn = numbered.select(weight.rank("ordinal", descending=True).over(together)).to_series()
    own = numbered.select(*NEED, "want").join(cover, on=NEED).select("nation", "item", "want", "ratio")
    pooled = own.join(members, on="nation").select("item", "want", "ratio", nation="warehouse")
    return _ways(pl.concat([own, pooled.select(own.columns)]), pairs, turn)


def _ways(rows: pl.DataFrame, pairs: pl.DataFrame, turn: pl.Series) -> _Ways:
    """Ways from rows of nation, item, want and ratio; items that are not there serve nothing."""
    stock = locate(rows, pairs, PAIR)
    here = stock >= 0
    want = rows.get_column("want").to_numpy().astype(np.int64)
    return _Ways(stock[here], want[here], floats(rows, "ratio")[here], turn.to_numpy().astype(np.int64))


def _project(
    opening: Floats, arrivals: Floats, life: Ints, use: Floats, ways: _Ways
) -> tuple[Floats, Floats]:
    """Stock at the end of each month, shape (pairs, months), and use served, shape (demands, months).

    Args:
        opening: Units at the start by month of expiry, the last for later, shape (pairs, months + 1).
        arrivals: Units that arrive in each month, shape (pairs, months).
        life: Months from arrival to expiry, shape (pairs,).
        use: Units wanted in each month, shape (demands, months).
        ways: How stocks serve use.
    """
    stock, served, lots = np.empty_like(arrivals), np.zeros_like(use), opening.copy()
    each, months = np.arange(len(lots)), arrivals.shape[1]
    for month in range(months):
        lots[each, np.minimum(month + life, months)] += arrivals[:, month]
        lots[:, month] = 0.0
        here = lots.sum(axis=1)
        served[:, [month]], left = _draw(here[:, None], use[:, [month]], ways)
        stock[:, month] = left[:, 0]
        lots = draw_oldest(lots, here - left[:, 0])
    return stock, served


def _draw(stock: Floats, wanted: Floats, ways: _Ways) -> tuple[Floats, Floats]:
    """Serve wants from stocks, each unit once: first from stock of no other use, then turn by turn.

    Args:
        stock: Units there, shape (stocks, months).
        wanted: Units asked for, shape (wants, months).
        ways: How stocks serve wants.

    Returns:
        Units served, shape (wants, months), and the stock left, shape (stocks, months).
    """
    stock, served = stock.copy(), np.zeros_like(wanted)
    single = np.bincount(ways.stock, minlength=len(stock))[ways.stock] == 1
    for chosen in (single, *(~single & (ways.turn[ways.want] == turn) for turn in np.unique(ways.turn))):
        place, want, ratio = ways.stock[chosen], ways.want[chosen], ways.ratio[chosen, None]
        offered = np.zeros_like(wanted)
        np.add.at(offered, want, ratio * stock[place])
        taken = np.minimum(offered, wanted - served)
        served += taken
        share = np.divide(taken, offered, out=np.zeros_like(taken), where=offered != 0)
        stock[place] *= 1 - share[want]
    return served, stock


def _places_of_operational(
    demands: pl.DataFrame, needs: pl.DataFrame, cover: pl.DataFrame
) -> tuple[Ints, Floats]:
    """Requirement that each demand's use joins (-1 for none), and its units there per unit used."""
    first = _first_class(cover).rename({"class": "first"})
    joined = demands.join(first, on=PAIR, how="left", maintain_order="left")
    joined = joined.with_columns(
        pl.when(pl.col("item") == "").then("class").otherwise("first").alias("class")
    )
    factor = joined.select(pl.when(pl.col("item") == "").then(1.0).otherwise("ratio")).to_series()
    place = locate(joined.select(NEED), needs, NEED)
    operational = demands.get_column("kind").eq("operational").to_numpy()
    return np.where(operational, place, -1), factor.fill_null(np.nan).to_numpy().astype(np.float64)


def _rows(needs: pl.DataFrame, months: tuple[str, ...], target: Floats, covered: Floats) -> pl.DataFrame:
    """Long rows from arrays of shape (needs, months); what is unknown is empty."""
    rows = (
        needs.select(NEED)
        .join(pl.DataFrame({"month": list(months)}), how="cross")
        .with_columns(target=pl.Series(target.ravel()), covered=pl.Series(covered.ravel()))
    )
    rows = rows.with_columns(pl.col("target", "covered").fill_nan(None))
    return _with_closing(
        rows.with_columns(shortfall=pl.col("target") - pl.col("covered")), needs.unique("class")
    )


def _with_closing(rows: pl.DataFrame, classes: pl.DataFrame) -> pl.DataFrame:
    """Add the month from which each requirement stays covered; drop shortfalls of rounding only."""
    scaled = rows.join(classes.select("class", "scale"), on="class", how="left", maintain_order="left")
    small = pl.col("shortfall") <= NEGLIGIBLE * pl.col("scale")
    cleaned = scaled.with_columns(shortfall=pl.when(small).then(0.0).otherwise("shortfall")).sort(
        *NEED, "month"
    )
    covered = (pl.col("shortfall") == 0).fill_null(value=False)
    # Counted from the last month back: covered now and in every month behind.
    stays = covered.cast(pl.Int8).cum_min(reverse=True).over(NEED) == 1
    closes = pl.col("month").filter(stays).min().over(NEED).fill_null(NEVER)
    return cleaned.with_columns(closes=closes).select(
        *NEED, "month", "target", "covered", "shortfall", "closes"
    )

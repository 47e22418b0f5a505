"""Relations on worked cases: another horizon, other dates, other borders between nations."""

from dataclasses import replace

import polars as pl
import pytest

import jointstock as js
from jointstock.facts.dictionary import DICTIONARY

CASES = __file__.removesuffix("test_shifted_and_merged.py") + "cases/"
YEARS = ("year", "price_year")


def opened(name):
    """A worked case."""
    return js.open_case(CASES + name)


def levels(case):
    """Value of each level of the plan of a case."""
    return {level["name"]: level["value"] for level in js.make_plan(case).run["levels"]}


def months(case, count):
    """The case with another horizon."""
    return case.replace(settings=replace(case.settings, months=count, calendar=None))


def later(text):
    """A day or month a year later."""
    return f"{int(text[:4]) + 1}{text[4:]}"


def a_year_later(case):
    """The case with every date and every year one year later."""
    tables = {}
    for name, spec in DICTIONARY.tables.items():
        frame = case.table(name)
        dated = [column.name for column in spec.columns if column.type in ("month", "day")]
        moved = [
            pl.when(pl.col(column).str.len_chars() > 0)
            .then(pl.col(column).map_elements(later, return_dtype=pl.String))
            .otherwise(pl.col(column))
            .alias(column)
            for column in dated
        ]
        moved += [pl.col(column) + 1 for column in YEARS if column in frame.columns]
        tables[name] = frame.with_columns(moved)
    settings = case.settings
    moved_settings = replace(
        settings,
        as_of=later(settings.as_of),
        first_month=later(settings.first_month),
        price_year=settings.price_year + 1,
    )
    return case.replace(settings=moved_settings, **tables)


@pytest.mark.parametrize("name", ["A01", "A03", "A18", "K01"])
def test_a_shorter_horizon_has_no_larger_area(name):
    """Fewer months have no larger area than all of them, where the end is no level."""
    case = opened(name)
    short = js.make_plan(months(case, case.settings.months - 2), end="none").level("shortfall")
    assert short <= js.make_plan(months(case, case.settings.months), end="none").level("shortfall") + 1e-6


@pytest.mark.parametrize("name", ["A01", "A09", "K01", "T01"])
def test_dates_a_year_later_change_nothing(name):
    """A case that happens a year later has the same levels."""
    case = opened(name)
    assert levels(a_year_later(case)) == pytest.approx(levels(case), rel=1e-9, abs=1e-9)


def test_a_target_raised_is_never_covered_better():
    """Targets a tenth higher leave no level the plan had better than before."""
    case = opened("K01")
    raised = case.replace(targets=case.table("targets").with_columns(pl.col("quantity") * 1.1))
    assert levels(raised)["shortfall"] > levels(case)["shortfall"]


@pytest.mark.parametrize("share", [0.5, 0.25])
def test_one_nation_is_never_worse_off_than_its_parts(share):
    """A nation cut in two, each with its share of stock and target, covers no more than the whole."""
    case = opened("A01")
    parts = {"N": 1 - share, "N2": share}

    def cut(table, *columns):
        frame = case.table(table)
        return pl.concat(
            [
                frame.with_columns(
                    pl.lit(name).alias("nation"), *(pl.col(column) * part for column in columns)
                )
                for name, part in parts.items()
            ]
        )

    parties = case.table("contract_parties")
    buyer = parties.filter(role="buyer").with_columns(pl.lit("N2").alias("party"))
    split = case.replace(
        nations=cut("nations"),
        holdings=cut("holdings", "quantity"),
        targets=cut("targets", "quantity"),
        contract_parties=pl.concat([parties, buyer]),
    )
    whole = levels(case)
    assert levels(split)["shortfall"] >= whole["shortfall"] - 1e-6
    # Without budgets of their own nothing is lost by the border.
    assert levels(split)["shortfall"] == pytest.approx(whole["shortfall"])


def test_threads_change_no_level():
    """One and two threads of the solver find the same levels."""
    case = opened("K01")
    one = js.make_plan(case, threads=1).run["levels"]
    two = js.make_plan(case, threads=2).run["levels"]
    assert [row["value"] for row in two] == pytest.approx([row["value"] for row in one], rel=1e-9)

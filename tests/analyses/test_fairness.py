"""What fairness costs."""

import dataclasses
import functools

import polars as pl
import pytest

from jointstock.analyses.fairness import RULES, FairnessFound, fairness, fared
from jointstock.errors import OptionError
from tests.plans.pooled import pooled_case
from tests.plans.tiny import tiny


@functools.cache
def shared() -> FairnessFound:
    """6 units for N1, whose shortfall weighs 2, and N2; each wants 4."""
    case = pooled_case({"N1": 4, "N2": 4}, {"D": (6, "N1 N2")})
    weight = pl.when(pl.col("nation") == "N1").then(2.0)
    return fairness(case.replace(nations=case.table("nations").with_columns(weight=weight)), end="none")


def test_each_nation_has_its_outcome_under_each_rule() -> None:
    """The least shortfall gives all to the heavier one first; the fair rules give 3 of 4 to each."""
    table = shared().table()
    assert table.columns == ["nation", "wanted", *RULES]
    assert table.rows() == [
        pytest.approx(("N1", 8, 1, 0.75, 0.75)),
        pytest.approx(("N2", 4, 0.5, 0.75, 0.75)),
    ]


def test_the_price_is_what_the_shortfall_grows_by() -> None:
    """2 are short at least, 2 * 1 + 1 = 3 where it is fair: half as much again."""
    rows = {row["rule"]: row for row in shared().rules.to_dicts()}
    assert [rows[name]["area"] for name in RULES] == pytest.approx([2, 3, 3])
    assert [rows[name]["price"] for name in RULES] == pytest.approx([0, 0.5, 0.5])
    assert (rows["utilitarian"]["worst"], rows["utilitarian"]["outcome"]) == ("N2", pytest.approx(0.5))


def test_the_summary_names_the_worst_off_and_the_price() -> None:
    """Each rule is one sentence."""
    text = shared().summary()
    assert "Utilitarian: shortfall 2, worst off N2 with 50.0%." in text
    assert "Leximin: shortfall 3 (50.0% more than the least)" in text


def test_the_document_has_rules_and_rows() -> None:
    """Every rule and nation has a row with the basis that it rests on."""
    document = shared().document()
    assert document["question"] == "fairness"
    assert [row["rule"] for row in document["rules"]] == list(RULES)
    assert len(document["rows"]) == 6
    assert document["basis"] == {"synthetic": 6}


def test_where_nothing_is_short_fairness_costs_nothing() -> None:
    """A target that is met at once has a price of 0, and no share of 0 is taken."""
    text = "[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 10\n"
    found = fairness(tiny(text), of="amount")
    assert found.rules["price"].to_list() == [0, 0, 0]
    assert "Amount" not in found.summary()


def test_a_price_that_is_no_share_is_not_a_number() -> None:
    """Where the least is nothing and a fair plan leaves some short, the price is empty."""
    rules = shared().rules.with_columns(price=pl.lit(None, pl.Float64))
    assert "no share of it more" in dataclasses.replace(shared(), rules=rules).summary()


def test_an_outcome_that_is_not_known_is_refused() -> None:
    """The known ones are named."""
    with pytest.raises(OptionError, match="fill, shortfall, amount"):
        fairness(tiny(), of="luck")  # type: ignore[arg-type]


def test_a_fair_plan_tells_what_fairness_cost_in_it() -> None:
    """3 are short where 2 would do; both nations are found in the first round with 3 of 4."""
    told = fared(shared().plans["leximin"])
    assert told is not None
    assert (told.rule, told.of, told.within, told.outcome) == ("leximin", "fill", None, "fill")
    assert (told.least, told.area, told.price) == pytest.approx((2, 3, 0.5))
    rows = told.rows.select("nation", "wanted", "covered", "fill", "found").rows()
    assert rows == [
        ("N1", pytest.approx(8), pytest.approx(6), pytest.approx(0.75), "fair 1"),
        ("N2", pytest.approx(4), pytest.approx(3), pytest.approx(0.75), "fair 1"),
    ]


def test_max_min_finds_nobody_by_name() -> None:
    """Only the worst outcome is made good: who has it follows from the levels below."""
    told = fared(shared().plans["max-min"])
    assert told is not None
    assert told.rows.get_column("found").null_count() == 2


def test_a_plan_without_fairness_has_nothing_to_tell() -> None:
    """The plan of the least shortfall was not asked to be fair."""
    assert fared(shared().plans["utilitarian"]) is None


def test_rounding_is_no_price() -> None:
    """An area that is above the least by less than what levels are held to costs nothing."""
    plan = shared().plans["leximin"]
    run = {**plan.run, "fairness": {**plan.run["fairness"], "least_shortfall": 3 - 1e-7}}
    told = fared(dataclasses.replace(plan, run=run))
    assert told is not None
    assert told.price == 0

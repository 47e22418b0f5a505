"""Commitment: what makes a producer build."""

import math

import pytest

from jointstock.analyses.commitment import (
    commitment,
    critical_fractile,
    months_of_orders,
    waiting,
)
from jointstock.errors import OptionError

UNCERTAIN = {"cost": 30.0, "margin": 50.0, "firm": 40.0, "uncertain": 60.0, "probability": 0.5}


def test_a_promise_makes_the_uncertain_part_worth_building():
    """A unit costs 30 and earns 0.5 * 50 = 25: 10 when idle or a grant of 5 makes up for it."""
    found = commitment(**UNCERTAIN)
    assert (found.without, found.built) == (40, 100)
    assert (found.take_or_pay, found.grant) == (pytest.approx(10), pytest.approx(5))
    assert found.expected_units == pytest.approx(30)


def test_both_ways_cost_the_same_in_expectation_and_not_at_worst():
    """60 * 5 = 300 for sure, or 60 * 10 = 600 in half of all cases."""
    found = commitment(**UNCERTAIN)
    assert found.expected_cost == pytest.approx(300)
    assert 0.5 * found.worst_cost == pytest.approx(300)
    assert found.worst_cost == pytest.approx(600)


def test_nothing_is_promised_where_it_is_built_anyway():
    """At a probability of 0.6 a unit earns 30, its cost."""
    found = commitment(**UNCERTAIN | {"probability": 0.6})
    assert (found.without, found.take_or_pay, found.grant, found.expected_cost) == (100, 0, 0, 0)
    assert found.expected_units == 0


def test_rounding_asks_for_no_promise():
    """0.29 * 100 is 29, its cost, though a computer has a little less."""
    found = commitment(**UNCERTAIN | {"cost": 29.0, "margin": 100.0, "probability": 0.29})
    assert (found.without, found.grant) == (100, 0)


def test_capacity_that_never_pays_is_not_built_for_firm_orders_either():
    """At a margin below the cost nothing is built without a promise."""
    assert commitment(**UNCERTAIN | {"margin": 20.0}).without == 0


def test_capacity_that_never_pays_is_built_for_grants_alone():
    """At a margin of 20 each of 40 firm units needs 30 - 20 = 10, each of 60 others 30 - 0.5 * 20 = 20.

    A payment of 40 for an idle unit would make up for 20, but then idle units earn more than used ones. The
    grants cost 40 * 10 + 60 * 20 = 1,600 in any case, for 40 + 0.5 * 60 = 70 units.
    """
    found = commitment(**UNCERTAIN | {"margin": 20.0})
    assert (found.take_or_pay, found.firm_grant, found.grant) == (None, 10, 20)
    assert (found.expected_cost, found.worst_cost) == (1600, 1600)
    assert (found.built, found.expected_units) == (100, 70)


def test_a_payment_when_idle_is_worth_nothing_where_nothing_is_idle():
    """Orders that are certain leave no unit idle: only a grant can help, the same for all."""
    found = commitment(**UNCERTAIN | {"probability": 1.0, "margin": 20.0})
    assert (found.take_or_pay, found.grant, found.firm_grant) == (None, pytest.approx(10), pytest.approx(10))
    assert (found.expected_cost, found.expected_units) == (pytest.approx(1000), 100)


def test_certain_orders_are_built_for_without_a_promise():
    """At a probability of 1 all of 100 are as good as firm."""
    found = commitment(**UNCERTAIN | {"probability": 1.0})
    assert (found.without, found.built, found.take_or_pay, found.expected_units) == (100, 100, 0, 0)


def test_orders_that_never_come_are_paid_for_in_full():
    """At a probability of 0 either promise pays the whole cost, 60 * 30, and buys no unit."""
    found = commitment(**UNCERTAIN | {"probability": 0.0})
    assert (found.take_or_pay, found.grant) == (30, 30)
    assert (found.expected_cost, found.worst_cost, found.expected_units) == (1800, 1800, 0)
    assert (found.without, found.built) == (40, 100)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"probability": 1.1}, "probability 1.1 is not between 0 and 1"),
        ({"cost": -1.0}, "cost -1.0 is no number"),
        ({"firm": math.nan}, "firm nan is no number"),
        ({"margin": math.inf}, "margin inf is no number"),
        ({"uncertain": 1e200}, "no number from 0 to 1e\\+18"),
    ],
)
def test_figures_out_of_range_are_refused(wrong, words):
    """A probability above one, or a negative, unknown or boundless figure, is an error that names it."""
    with pytest.raises(OptionError, match=words):
        commitment(**UNCERTAIN | wrong)


def test_the_table_has_a_row_a_promise():
    """Without one 40 are built; either promise builds 100 and costs 300, at worst 600 or 300."""
    assert commitment(**UNCERTAIN).table().rows() == [
        ("none", 40, 0, 0, 0, 0, 0),
        ("take-or-pay", 100, 0, 10, 300, 600, 30),
        ("grant", 100, 0, 5, 300, 300, 30),
    ]


def test_a_promise_that_does_not_help_has_an_empty_row():
    """Where only grants help, the row of take-or-pay says nothing, and that of grants both of them."""
    rows = commitment(**UNCERTAIN | {"margin": 20.0}).table().rows()
    assert rows[1] == ("take-or-pay", *[None] * 6)
    assert rows[2] == ("grant", 100, 10, 20, 1600, 1600, 70)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {},
            [
                "capacity of 40.",
                "take-or-pay of 10 for",
                "grant of 5 for",
                "expected cost of 300",
                "costs 600",
            ],
        ),
        ({"probability": 0.6}, ["capacity of 100.", "neither take-or-pay nor a grant is needed"]),
        (
            {"margin": 20.0},
            ["capacity of 0.", "Take-or-pay cannot", "grant of 10 for", "and 20 for", "cost 1,600"],
        ),
    ],
)
def test_the_summary_says_what_it_rests_on(change, words):
    """It names both instruments and what they cost, and that the producer is assumed to reckon so."""
    summary = commitment(**UNCERTAIN | change).summary()
    for part in [*words, "if the producer reckons as assumed: a unit costs 30 and earns"]:
        assert part in summary


def test_the_document_is_plain_data():
    """It has the question, the figures asked with, those found, the rows and the summary."""
    found = commitment(**UNCERTAIN)
    document = found.document()
    assert (document["question"], document["asked"]) == ("commitment", UNCERTAIN)
    assert (document["without"], document["built"], document["worst_cost"]) == (40, 100, 600)
    assert document["rows"] == found.table().to_dicts()
    assert document["summary"] == found.summary()


@pytest.mark.parametrize(("rate", "months"), [(0.0, 10.0), (0.01, 10.5886445), (0.2, math.inf)])
def test_months_of_orders_pay_the_investment_back(rate, months):
    """1,000 at 100 a month: 10 months without interest, -ln(0.9) / ln(1.01) at one per cent."""
    found = months_of_orders(investment=1000, monthly_margin=100, monthly_rate=rate)
    assert found == pytest.approx(months, rel=1e-6)
    if math.isfinite(months) and rate:
        worth = sum(100 / (1 + rate) ** month for month in range(1, 11))
        assert worth < 1000 < worth + 100 / (1 + rate) ** 11


def test_months_of_orders_refuse_a_margin_of_nothing():
    """Without any margin there is no answer."""
    with pytest.raises(OptionError):
        months_of_orders(investment=1000, monthly_margin=0, monthly_rate=0.01)


@pytest.mark.parametrize(("cost", "fractile"), [(30, 0.4), (0, 1), (60, 0)])
def test_capacity_is_built_down_to_the_critical_fractile(cost, fractile):
    """At a margin of 50 and a cost of 30 a unit must be filled in 60 % of cases."""
    assert critical_fractile(unit_cost=cost, margin=50) == pytest.approx(fractile)


def test_the_fractile_refuses_a_margin_of_nothing():
    """Without any margin there is no fractile."""
    with pytest.raises(OptionError):
        critical_fractile(unit_cost=1, margin=0)


def test_waiting_is_worth_more_than_a_positive_return():
    """200 now and 300 or 100 for ever: 600 at once, 0.5 * (3,300 - 1,600) / 1.1 = 772.73 later.

    An investment of 1,980 makes waiting worth 600 too: 0.5 * (3,300 - 1,980) / 1.1 (Dixit and Pindyck, 2).
    """
    found = waiting(now=200, good=300, bad=100, probability=0.5, rate=0.1, cost=1600)
    assert found.now == pytest.approx(600)
    assert found.waiting == pytest.approx(772.7272727)
    assert found.option == pytest.approx(172.7272727)
    assert found.indifferent_cost == pytest.approx(1980)


def test_waiting_refuses_an_interest_of_nothing():
    """Without interest a return for ever has no value."""
    with pytest.raises(OptionError):
        waiting(now=1, good=1, bad=1, probability=0.5, rate=0.0, cost=1)

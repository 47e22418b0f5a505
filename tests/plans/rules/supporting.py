"""Instruments of other kinds beside worked plans: extra costs, and what is given from stock."""

from __future__ import annotations

from tests.plans.rules.agreeing import agreeing
from tests.plans.rules.giving import giving
from tests.plans.rules.worked import WorkedPlan, read_blocks

EXTRA = """
[instruments]
instrument, name,  kind,       payer, rate, level
E,          Extra, extra cost, F,     0.5,  item
[instrument_parties]
instrument, role,     party
E,          member,   B
E,          contract, *
[instrument_limits]
instrument, numerator, limit
"""
GIFT = """
[instruments]
instrument, name, kind,     payer, rate, currency, valid_from
T,          Gift, transfer, A,     0.5,  USD,      2024-02
[instrument_parties]
instrument, role,      party
T,          member,    *
T,          item,      shell
T,          recipient, *
[instrument_values]
instrument, item,  value
T,          shell, 10
"""


def extra_costs() -> WorkedPlan:
    """The plan of agreements with an instrument for extra costs alone."""
    return agreeing().with_facts(**read_blocks(EXTRA))


def gifts() -> WorkedPlan:
    """The plan that gives with an instrument for what is given from February on."""
    return giving().with_facts(**read_blocks(GIFT))


def limited(numerator: str, limit: float, level: str = "item") -> WorkedPlan:
    """The plan of agreements with another limit of the instrument for goods.

    Args:
        numerator: What is limited.
        limit: Largest share.
        level: Where the limit holds.
    """
    plan = agreeing().with_fact("instrument_limits", 0, "numerator", numerator)
    plan = plan.with_fact("instrument_limits", 0, "limit", limit)
    return plan.with_fact("instruments", 0, "level", level)

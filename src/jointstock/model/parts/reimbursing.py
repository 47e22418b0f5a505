"""Reimbursing: what every instrument pays back of what members pay."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.blocks.instruments import (
    Eligibility,
    add_eligibility,
    add_reimbursements,
    add_support_caps,
)
from jointstock.model.costs import MONEY_UNIT, Expense
from jointstock.model.flows import Flow
from jointstock.model.index_sets.lookup import locate, spread
from jointstock.model.index_sets.schemes import EXTRA, GOODS, INVESTMENT, Scheme
from jointstock.model.index_sets.sets import Sets
from jointstock.model.parts.agreeing import Agreeing, most_ordered
from jointstock.model.parts.buying import Buying
from jointstock.model.parts.keeping import Holding
from jointstock.model.parts.making import Industry
from jointstock.model.parts.paying import order_payments
from jointstock.model.parts.serving import Serving
from jointstock.solver.program import Program


@dataclass(frozen=True)
class Decisions:
    """Columns and flows from which claims follow.

    Attributes:
        buying, agreeing: Columns of orders and of agreements.
        industry, holding, serving: Columns of industry, of holders and of fleets.
    """

    buying: Buying
    agreeing: Agreeing
    industry: Industry
    holding: Holding
    serving: Serving


@dataclass(frozen=True)
class Support:
    """What one instrument pays.

    Attributes:
        scheme: The instrument.
        claimed: Eligible payments, by claim.
        reimbursed: Columns, shape (claims, periods).
    """

    scheme: Scheme
    claimed: Flow
    reimbursed: Ints


def add_reimbursing(
    program: Program, sets: Sets, decisions: Decisions
) -> tuple[tuple[Support, ...], Expense]:
    """Reimburse, and count what changes hands as a cost term that adds up to nothing.

    Args:
        program: Program to add to.
        sets: Index sets of a case.
        decisions: Columns and flows from which claims follow.
    """
    due = order_payments(sets, decisions.buying) if sets.schemes else Flow.none()
    support = tuple(_add_scheme(program, sets, decisions, scheme, due) for scheme in sets.schemes)
    moved = Flow.none()
    for one in support:
        paid = Flow.of(one.reimbursed)
        members, payer = one.scheme.claim_member, np.full(len(one.scheme.claim_member), one.scheme.payer)
        moved = moved.plus(paid.grouped(payer), paid.scaled(-1.0).grouped(members))
    nothing = np.zeros((len(sets.purses.payers), sets.calendar.periods + 1))
    return support, Expense("reimbursements", moved, nothing)


def _add_scheme(program: Program, sets: Sets, decisions: Decisions, scheme: Scheme, due: Flow) -> Support:
    claimed = _claimed(sets, decisions, scheme, due)
    members = [sets.purses.payers[place] for place in scheme.claim_member]
    objects = [scheme.objects[place] for place in scheme.claim_object]
    labels = [f"{what}/{who}" for what, who in zip(objects, members, strict=True)]
    axes = [labels, sets.calendar.labels]
    columns = add_reimbursements(
        program, scheme.name, axes, claimed, scheme.rate, flat=scheme.flat, unit=MONEY_UNIT
    )
    paid = Flow.of(columns).grouped(scheme.claim_object)
    amount = float("nan") if scheme.flat else scheme.amount
    caps = (scheme.cap_share, scheme.cap_value)
    value = _value(sets, decisions, scheme)
    add_support_caps(program, scheme.name, scheme.objects, paid, value, caps, amount)
    if scheme.decides:
        _add_eligibility(program, sets, decisions, scheme, paid)
    return Support(scheme, claimed, columns)


def _claimed(sets: Sets, decisions: Decisions, scheme: Scheme, due: Flow) -> Flow:
    """Eligible payments, by claim."""
    periods = sets.calendar.periods
    if scheme.kind == GOODS:
        flow = due.grouped(scheme.source_claim)
    elif scheme.kind == EXTRA:
        fee = sets.contracts.agent_fee[sets.edges.contract]
        fees = due.times(spread(fee, periods + 1)).grouped(scheme.source_claim[: len(fee)])
        called = decisions.agreeing.calling
        contract = locate(called.frame, sets.contracts.frame, ["contract"])
        claim = scheme.caller_claim[contract, sets.purses.find(called.frame.get_column("buyer"))]
        fixed = Flow.of(called.columns).times(np.pad(called.cost, ((0, 0), (0, 1))))
        flow = fees.plus(fixed.grouped(claim))
    elif scheme.kind == INVESTMENT:
        flow = Flow.of(decisions.industry.paid).grouped(scheme.source_claim)
    else:
        worth = np.pad(scheme.worth, ((0, 0), (0, 1)))
        given = np.concatenate([decisions.holding.given, decisions.serving.given])
        flow = Flow.of(given).times(worth).grouped(scheme.source_claim)
    opened = np.append(scheme.open, np.False_)
    return flow.where(opened[flow.period] & (flow.coefficient != 0))


def _value(sets: Sets, decisions: Decisions, scheme: Scheme) -> Flow:
    """Value of what members order or payers buy, by object."""
    if scheme.kind == INVESTMENT:
        return Flow.of(decisions.industry.bought).times(sets.option_cost)
    if scheme.kind not in (GOODS, EXTRA):
        return Flow.none()
    edges = sets.edges
    price = edges.price[:, None] * sets.contracts.factor[edges.contract]
    buyer = sets.purses.find(edges.frame.get_column("buyer"))
    counts = np.where(np.isin(buyer, scheme.members), scheme.order_contract, -1)
    return Flow.of(decisions.buying.ordering.ordered).times(price).grouped(counts)


def _add_eligibility(
    program: Program, sets: Sets, decisions: Decisions, scheme: Scheme, paid: Flow
) -> tuple[Ints, Ints]:
    """Yes-no decisions of the contracts under which something is claimed."""
    objects = np.unique(scheme.claim_object)
    place = np.full(len(scheme.objects), -1, dtype=np.int64)
    place[objects] = np.arange(len(objects))
    edges, purses = sets.edges, sets.purses
    ordered = Flow.of(decisions.buying.ordering.ordered)
    buyer = np.searchsorted(scheme.members, purses.find(edges.frame.get_column("buyer")))
    buyer = np.minimum(buyer, len(scheme.members) - 1)
    is_member = scheme.members[buyer] == purses.find(edges.frame.get_column("buyer"))
    contract = np.where(scheme.order_contract >= 0, place[scheme.order_contract], -1)
    member = np.where((contract >= 0) & is_member, contract * len(scheme.members) + buyer, -1)
    units, worth = _most(sets, scheme, objects)
    count = len(scheme.limits)
    over = [
        ordered.times(spread(edges.price * share, sets.calendar.periods + 1)).grouped(
            np.where(contract >= 0, contract * count + number, -1)
        )
        for number, share in enumerate(scheme.limits)
    ]
    price = np.zeros(len(objects))
    known = contract >= 0
    np.maximum.at(price, contract[known], edges.price[known])
    rules = Eligibility(
        ordered.grouped(member),
        ordered.grouped(contract),
        Flow.none().plus(*over),
        0.0 if np.isnan(scheme.member_share) else scheme.member_share,
        scheme.min_members,
        worth,
        units,
        np.repeat(units * price, count),
    )
    axes = [
        [scheme.objects[number] for number in objects],
        [purses.payers[number] for number in scheme.members],
        [str(number) for number in range(count)],
    ]
    return add_eligibility(program, scheme.name, axes, paid.grouped(place), rules)


def _most(sets: Sets, scheme: Scheme, objects: Ints) -> tuple[Floats, Floats]:
    """More units than could be ordered of each contract, and more money than could be reimbursed."""
    edges, contracts = sets.edges, sets.contracts
    units = most_ordered(sets)[objects]
    dearest = np.zeros(len(contracts.labels))
    np.maximum.at(dearest, edges.contract, edges.price)
    worth = units * dearest[objects] * contracts.factor[objects].max(axis=1)
    if scheme.kind == EXTRA:
        buyers = sets.edges.frame.select("contract", "buyer").unique().group_by("contract").len()
        joined = pl.DataFrame({"contract": [contracts.labels[number] for number in objects]}).join(
            buyers, on="contract", how="left", maintain_order="left"
        )
        callers = joined.get_column("len").fill_null(0).to_numpy()
        worth = worth * contracts.agent_fee[objects] + callers * contracts.fixed_cost[objects].sum(axis=1)
    worth = worth * scheme.rate
    for limit in (scheme.cap_value, scheme.amount):
        worth = np.fmin(worth, limit)
    return units, worth

"""Instruments: what common funds reimburse of what members pay.

For every claim c (instrument, object, member) and period b in which its payments are eligible::

    reimbursed[c,b] <= rate * claimed[c,b]          (= where the rate is flat)
    sum over claims of the object and periods of reimbursed <= cap_share * value, <= cap_value
    sum over claims of the instrument and periods of reimbursed <= amount

and, where a contract o must be eligible (yes or no)::

    sum over claims of o and periods of reimbursed <= most[o] * eligible[o]
    sum over members of member_counts[o,n] >= min_members * eligible[o]
    ordered[o,n] - share * ordered[o] >= -most_units[o] * (1 - member_counts[o,n])
    sum over orders of (share of the limit - limit) * value <= most_over[o] * (1 - eligible[o])

==============  ======================================================  =========  =================
symbol          meaning                                                 kind       unit
==============  ======================================================  =========  =================
reimbursed      paid by the instrument's payer to the member            variable   money of the case
eligible        the instrument supports the contract                    yes or no  1
member_counts   the member orders its least share                       yes or no  1
claimed         payments of the member that are eligible                flow       money of the case
ordered, value  units and value ordered under the contract              flow       units, money
==============  ======================================================  =========  =================

All big numbers are the most that data allow. Rows: ``reimbursed_share``, ``support_cap``,
``support_cap_value``, ``envelope``, ``support_if_eligible``, ``enough_members``,
``member_share`` and ``share_limit``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import ABSENT, Program


@dataclass(frozen=True)
class Eligibility:
    """What a contract's eligibility for an instrument hangs on.

    Attributes:
        members: Columns of units ordered, by contract * members + member.
        total: The same by contract.
        over: Value over each limit, by contract * limits + limit.
        share: Least share of a member that counts; 0 where no members are asked for.
        least: Least number of members that count.
        most_money, most_units: More than could be reimbursed and ordered, shape (contracts,).
        most_over: More than could be over a limit, shape (contracts * limits,).
    """

    members: Flow
    total: Flow
    over: Flow
    share: float
    least: int
    most_money: Floats
    most_units: Floats
    most_over: Floats


def add_reimbursements(
    program: Program,
    name: str,
    axes: Sequence[Sequence[str]],
    claimed: Flow,
    rate: float,
    *,
    flat: bool,
    unit: float,
) -> Ints:
    """Reimburse at most the rate of what is claimed; exactly the rate where it is flat.

    Args:
        program: The program that receives columns and rows.
        name: Name of the instrument.
        axes: Labels of claims and periods.
        claimed: Eligible payments, by claim.
        rate: The rate.
        flat: Whether the rate holds for every payment.
        unit: Natural step of money.

    Returns:
        Columns ``reimbursed``, shape (claims, periods).
    """
    periods = len(axes[1])
    may = np.zeros((len(axes[0]), periods), dtype=np.bool_)
    may[claimed.owner, claimed.period] = True
    paid = program.add_columns(f"reimbursed:{name}", axes, where=may, unit=unit)
    terms = [Flow.of(paid).entries(periods), claimed.entries(periods, -rate)]
    program.add_sums(f"reimbursed_share:{name}", axes, terms, "=" if flat else "<=", 0.0)
    return paid


def add_support_caps(
    program: Program,
    name: str,
    objects: Sequence[str],
    paid: Flow,
    value: Flow,
    caps: tuple[float, float],
    amount: float,
) -> None:
    """Cap what is reimbursed for an object, and for all together.

    Args:
        program: The program that receives the rows.
        name: Name of the instrument.
        objects: Labels of its objects.
        paid: What is reimbursed, by object.
        value: Value of what is ordered or bought, by object.
        caps: Share of the value and money for one object, NaN for none.
        amount: Money for all, NaN for none.
    """
    share, money = caps
    entries = (paid.owner, paid.column, paid.coefficient)
    if not np.isnan(share):
        worth = (value.owner, value.column, -share * value.coefficient)
        program.add_sums(f"support_cap:{name}", [objects], [entries, worth], "<=", 0.0)
    if not np.isnan(money):
        program.add_sums(f"support_cap_value:{name}", [objects], [entries], "<=", money)
    if not np.isnan(amount):
        whole = (np.zeros_like(paid.owner), paid.column, paid.coefficient)
        program.add_sums(f"envelope:{name}", [[name]], [whole], "<=", amount)


def add_eligibility(
    program: Program,
    name: str,
    axes: Sequence[Sequence[str]],
    paid: Flow,
    rules: Eligibility,
) -> tuple[Ints, Ints]:
    """Make the support of a contract hang on its members and limits.

    Args:
        program: The program that receives columns and rows.
        name: Name of the instrument.
        axes: Labels of contracts, of members and of limits.
        paid: What is reimbursed, by contract.
        rules: What eligibility hangs on.

    Returns:
        Columns ``eligible``, shape (contracts,), and ``member_counts``, shape (contracts, members).
    """
    contracts, members, limits = axes
    eligible = program.add_columns(f"eligible:{name}", [contracts], upper=1.0, integer=True)
    every = np.arange(len(contracts))
    program.add_sums(
        f"support_if_eligible:{name}",
        [contracts],
        [(paid.owner, paid.column, paid.coefficient), (every, eligible, -rules.most_money)],
        "<=",
        0.0,
    )
    counts = _add_members(program, name, (contracts, members), eligible, rules)
    if len(limits):
        places = np.arange(len(contracts) * len(limits))
        held = np.repeat(eligible, len(limits))
        terms = [
            (rules.over.owner, rules.over.column, rules.over.coefficient),
            (places, held, rules.most_over),
        ]
        labels = [[f"{contract}/{limit}" for contract in contracts for limit in limits]]
        program.add_sums(f"share_limit:{name}", labels, terms, "<=", rules.most_over)
    return eligible, counts


def _add_members(
    program: Program,
    name: str,
    labels: tuple[Sequence[str], Sequence[str]],
    eligible: Ints,
    rules: Eligibility,
) -> Ints:
    """Ask for enough members with a share each."""
    contracts, members = labels
    shape = (len(contracts), len(members))
    orders: Flags = np.zeros(shape, dtype=np.bool_)
    orders.ravel()[rules.members.owner] = True
    counts = program.add_columns(
        f"member_counts:{name}",
        [contracts, members],
        where=orders & (rules.least > 0),
        upper=1.0,
        integer=True,
    )
    if rules.least < 1:
        return counts
    contract, _ = np.nonzero(counts != ABSENT)
    chosen = counts[counts != ABSENT]
    least = (np.arange(len(contracts)), eligible, np.full(len(contracts), -float(rules.least)))
    program.add_sums(
        f"enough_members:{name}", [contracts], [(contract, chosen, np.ones(len(chosen))), least], ">=", 0.0
    )
    place = np.flatnonzero(counts.ravel() != ABSENT)
    which = np.full(counts.size, -1, dtype=np.int64)
    which[place] = np.arange(len(place))
    own = rules.members.grouped(which)
    # What the contract sells in all, once for each of its members.
    member, entry = np.nonzero(contract[:, None] == rules.total.owner[None, :])
    whole = (member, rules.total.column[entry], -rules.share * rules.total.coefficient[entry])
    most = rules.most_units[contract]
    program.add_sums(
        f"member_share:{name}",
        [[f"{contracts[where // shape[1]]}/{members[where % shape[1]]}" for where in place.tolist()]],
        [(own.owner, own.column, own.coefficient), whole, (np.arange(len(place)), chosen, -most)],
        ">=",
        -most,
    )
    return counts

"""Read back instruments: what is claimed and reimbursed, and which contracts are eligible."""

import numpy as np
import polars as pl

from jointstock.measure.arrays import Flags, Floats
from jointstock.model.parts.reimbursing import Support
from jointstock.plans.answers.solution import NOTHING, Solution

_SUPPORT = {
    "instrument": pl.String,
    "object": pl.String,
    "member": pl.String,
    "place": pl.Int64,
    "claimed": pl.Float64,
    "reimbursed": pl.Float64,
}
_MEMBERSHIP = {
    "instrument": pl.String,
    "contract": pl.String,
    "member": pl.String,
    "counts": pl.String,
    "eligible": pl.String,
}
_CLOSE = 1e-9


def support(solution: Solution) -> pl.DataFrame:
    """Table ``support``, with the place of each period."""
    parts = [pl.DataFrame(schema=_SUPPORT)]
    parts += [_of_one(solution, one) for one in solution.model.support]
    rows = pl.concat(parts)
    return rows.with_columns(
        pl.Series("period", [solution.periods[place] for place in rows.get_column("place")], dtype=pl.String)
    )


def _of_one(solution: Solution, one: Support) -> pl.DataFrame:
    scheme, payers = one.scheme, solution.model.sets.purses.payers
    claimed = solution.flow(one.claimed, len(scheme.claim_object))[:, :-1]
    paid = solution.of(one.reimbursed)
    claim, period = np.nonzero((claimed > NOTHING) | (paid > NOTHING))
    return pl.DataFrame(
        {
            "instrument": [scheme.name] * len(claim),
            "object": [scheme.objects[scheme.claim_object[place]] for place in claim],
            "member": [payers[scheme.claim_member[place]] for place in claim],
            "place": period,
            "claimed": claimed[claim, period],
            "reimbursed": paid[claim, period],
        },
        schema=_SUPPORT,
    )


def memberships(solution: Solution) -> pl.DataFrame:
    """Table ``memberships``: who orders enough, and which contracts are eligible for it."""
    parts = [pl.DataFrame(schema=_MEMBERSHIP)]
    parts += [_joined(solution, one) for one in solution.model.support if one.scheme.decides]
    return pl.concat(parts)


def _joined(solution: Solution, one: Support) -> pl.DataFrame:
    scheme, sets = one.scheme, solution.model.sets
    contracts = np.unique(scheme.claim_object)
    ordered = solution.of(solution.model.buying.ordering.ordered).sum(axis=1)
    buyer = sets.purses.find(sets.edges.frame.get_column("buyer"))
    units = np.zeros((len(scheme.objects), len(sets.purses.payers)))
    known = scheme.order_contract >= 0
    np.add.at(units, (scheme.order_contract[known], buyer[known]), ordered[known])
    total = units.sum(axis=1)
    share = 0.0 if np.isnan(scheme.member_share) else scheme.member_share
    room = _CLOSE * np.maximum(1.0, total)[:, None]
    own = units[:, scheme.members]
    counts = (own >= share * total[:, None] - room) & (total > NOTHING)[:, None] & (own > NOTHING)
    enough = counts.sum(axis=1) >= scheme.min_members
    eligible = enough & _within_limits(solution, one, ordered)
    named = np.array(sets.purses.payers, dtype=object)[scheme.members]
    chosen = np.array(scheme.objects, dtype=object)[contracts]
    words = np.array(["no", "yes"], dtype=object)
    return pl.DataFrame(
        {
            "instrument": [scheme.name] * (len(contracts) * len(named)),
            "contract": np.repeat(chosen, len(named)).tolist(),
            "member": np.tile(named, len(contracts)).tolist(),
            "counts": words[counts[contracts].ravel().astype(int)].tolist(),
            "eligible": words[np.repeat(eligible[contracts], len(named)).astype(int)].tolist(),
        },
        schema=_MEMBERSHIP,
    )


def _within_limits(solution: Solution, one: Support, ordered: Floats) -> Flags:
    """Contracts whose orders keep every limit together, shape (contracts,)."""
    scheme, edges = one.scheme, solution.model.sets.edges
    kept = np.ones(len(scheme.objects), dtype=np.bool_)
    known = scheme.order_contract >= 0
    value = edges.price * ordered
    scale = np.zeros(len(scheme.objects))
    np.add.at(scale, scheme.order_contract[known], value[known])
    for share in scheme.limits:
        over = np.zeros(len(scheme.objects))
        np.add.at(over, scheme.order_contract[known], (value * share)[known])
        kept &= over <= _CLOSE * np.maximum(1.0, scale)
    return kept

"""Index set of instruments: who may claim what from which fund, and under which limits.

A claim is (instrument, object, member): the payments of one member for one contract, option or
gift, of which the instrument may reimburse a share.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from jointstock.facts.instruments import limit_shares, spelled
from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.measure.months import Calendar, month_number
from jointstock.model.index_sets.agreements import Contracts, Edges
from jointstock.model.index_sets.industry import Options
from jointstock.model.index_sets.lookup import floats, locate, rate
from jointstock.model.index_sets.purses import Purses, Shares

GOODS, EXTRA, INVESTMENT, TRANSFER = "goods", "extra cost", "investment", "transfer"
_CLOSE = 1e-9


@dataclass(frozen=True)
class Scheme:
    """One instrument.

    Attributes:
        name, kind: As in the table.
        payer: Party that reimburses.
        rate: Share of an eligible payment that is reimbursed at most, or exactly if flat.
        highest: The rate that the table states.
        flat: Whether every eligible payment is reimbursed at the rate.
        open: Periods whose payments are eligible, shape (periods,).
        objects: Names of contracts, options or gifts.
        members: Parties that may claim.
        claim_object, claim_member: Object and member of each claim, shape (claims,).
        cap_share: Share of an object's value, NaN for none; ``cap_value``: money of the case.
        amount: Envelope in money of the case, NaN for none.
        min_members: Least members that count, 0 for none; ``member_share``: share that counts.
        source_claim: Claim that each source of payments belongs to, -1 for none; sources are
            edges (goods), edges and then their buyers (extra cost), shares of options (investment)
            or lanes (transfer).
        order_contract: Contract of each edge whose orders are eligible, whoever pays, -1 for
            the others, shape (edges,).
        caller_claim: The same of call-offs by contract and buyer, shape (contracts, payers).
        worth: Value of a unit given in each period, shape (lanes, periods); transfer only.
        limits: Share of each limit's numerator less the limit, for the edges of the
            instrument, shape (limits, edges); level contract only.
    """

    name: str
    kind: str
    payer: int
    rate: float
    highest: float
    flat: bool
    open: Flags
    objects: list[str]
    members: Ints
    claim_object: Ints
    claim_member: Ints
    cap_share: float
    cap_value: float
    amount: float
    min_members: int
    member_share: float
    source_claim: Ints
    order_contract: Ints
    caller_claim: Ints
    worth: Floats
    limits: Floats

    @property
    def decides(self) -> bool:
        """Whether a contract's eligibility is a yes-no decision."""
        return self.kind in (GOODS, EXTRA) and (self.min_members > 0 or len(self.limits) > 0)

    @cached_property
    def claim_names(self) -> list[str]:
        """Names of the claims' objects with the instrument before them."""
        return [f"{self.name}/{self.objects[place]}" for place in self.claim_object]


@dataclass(frozen=True)
class Sources:
    """Where payments come from, for every instrument alike.

    Attributes:
        contracts, edges, options, shares, purses: Index sets of a case.
        gifts: item, from, to of the lanes of stock, then of those of platforms; shape (lanes,).
        calendar: The periods.
    """

    contracts: Contracts
    edges: Edges
    options: Options
    shares: Shares
    gifts: pl.DataFrame
    purses: Purses
    calendar: Calendar


def read_schemes(case: Case, sources: Sources, flat_rates: Mapping[str, float]) -> tuple[Scheme, ...]:
    """Instruments that reimburse something, by name.

    Args:
        case: The case.
        sources: Where payments come from.
        flat_rates: Rate of each flat-rate instrument; its own rate where none is given.
    """
    rows = case.table("instruments").filter(pl.col("payer").is_not_null()).sort("instrument")
    return tuple(_read_scheme(case, row, sources, flat_rates) for row in rows.iter_rows(named=True))


def _read_scheme(
    case: Case, row: dict[str, object], sources: Sources, flat_rates: Mapping[str, float]
) -> Scheme:
    name, kind = str(row["instrument"]), str(row["kind"])
    purses, calendar = sources.purses, sources.calendar
    parties = spelled(case, name)
    members = np.unique(purses.find(parties["member"]))
    opened, first = _window(row, calendar)
    exchange = float(rate(case, _text(row["currency"])).at(np.array([calendar.first + first]))[0])
    worth = np.zeros((len(sources.gifts), calendar.periods))
    limits = np.zeros((0, len(sources.edges.labels)))
    if kind in (GOODS, EXTRA):
        owner, payer, limits = _orders(case, row, sources, parties["contract"])
    elif kind == INVESTMENT:
        named = sources.options.frame.get_column("option").is_in(parties["option"].to_list())
        owner = np.where(named.to_numpy()[sources.shares.option], sources.shares.option, -1)
        payer = sources.shares.payer
    else:
        owner, payer, worth = _gifts(case, row, sources, parties)
    orders = owner if kind in (GOODS, EXTRA) else np.full(len(sources.edges.labels), -1, dtype=np.int64)
    if kind == EXTRA:
        owner, payer = _all_extra(sources, parties["contract"])
    owner = np.where(np.isin(payer, members), owner, -1)
    objects = _objects(kind, sources)
    keys, place = np.unique(owner * len(purses.payers) + payer, return_inverse=True)
    used = keys >= 0
    claim_of_key = np.cumsum(used) - 1
    caller = np.full((len(sources.contracts.labels), len(purses.payers)), -1, dtype=np.int64)
    claim_object, claim_member = keys[used] // len(purses.payers), keys[used] % len(purses.payers)
    if kind == EXTRA:
        caller[claim_object, claim_member] = np.arange(len(claim_object))
    flat = bool(row["flat_rate"])
    stated = _number(row["rate"])
    return Scheme(
        name=name,
        kind=kind,
        payer=int(purses.find(pl.Series([row["payer"]], dtype=pl.String))[0]),
        rate=flat_rates.get(name, stated) if flat else stated,
        highest=stated,
        flat=flat,
        open=opened,
        objects=objects,
        members=members,
        claim_object=claim_object,
        claim_member=claim_member,
        cap_share=_number(row["cap_share"]),
        cap_value=_number(row["cap_value"]) * exchange,
        amount=_number(row["amount"]) * exchange,
        min_members=0 if row["min_members"] is None else int(str(row["min_members"])),
        member_share=_number(row["member_share"]),
        source_claim=np.where(used, claim_of_key, -1)[place],
        order_contract=orders,
        caller_claim=caller,
        worth=worth,
        limits=limits,
    )


def _text(cell: object) -> str | None:
    return None if cell is None else str(cell)


def _number(cell: object) -> float:
    """A number; an empty cell is NaN."""
    return float("nan") if cell is None else float(str(cell))


def _window(row: dict[str, object], calendar: Calendar) -> tuple[Flags, int]:
    """Periods whose payments are eligible, and the first month of the window inside the horizon."""
    months = calendar.first + np.arange(calendar.months)
    begin = calendar.first if row["valid_from"] is None else month_number(str(row["valid_from"]))
    end = months[-1] if row["valid_to"] is None else month_number(str(row["valid_to"]))
    first = min(max(begin - calendar.first, 0), calendar.months - 1)
    return calendar.whole((months >= begin) & (months <= end)), int(first)


def _objects(kind: str, sources: Sources) -> list[str]:
    if kind in (GOODS, EXTRA):
        return sources.contracts.labels
    if kind == INVESTMENT:
        return sources.options.labels
    return _gift_names(sources).get_column("object").unique().sort().to_list()


def _gift_names(sources: Sources) -> pl.DataFrame:
    return sources.gifts.select(pl.concat_str(["from", "item"], separator="/").alias("object"))


def _orders(
    case: Case, row: dict[str, object], sources: Sources, contracts: pl.Series
) -> tuple[Ints, Ints, Floats]:
    """Contract of each eligible edge, -1 for the others; payers; shares over the limits, by edge."""
    edges = sources.edges
    shares, limit = limit_shares(case, str(row["instrument"]), edges.frame)
    over = shares - limit[:, None]
    named = _named(sources, contracts)
    by_contract = row["level"] == "contract"
    eligible = named if by_contract else named & (over <= _CLOSE).all(axis=0)
    owner = np.where(eligible, edges.contract, -1)
    limits = over if by_contract else over[:0]
    return owner, sources.purses.find(edges.frame.get_column("payer")), limits


def _named(sources: Sources, contracts: pl.Series) -> Flags:
    """Edges under contracts that are named, shape (edges,)."""
    return sources.edges.frame.get_column("contract").is_in(contracts.to_list()).to_numpy()


def _all_extra(sources: Sources, contracts: pl.Series) -> tuple[Ints, Ints]:
    """Contract of each edge, -1 where it is not named, and payers; then the same of their buyers.

    Extra costs are those of the whole contract, whatever is ordered under it.
    """
    edges, purses = sources.edges, sources.purses
    owner = np.where(_named(sources, contracts), edges.contract, -1)
    payers = [purses.find(edges.frame.get_column(column)) for column in ("payer", "buyer")]
    return np.tile(owner, 2), np.concatenate(payers)


def _gifts(
    case: Case, row: dict[str, object], sources: Sources, parties: dict[str, pl.Series]
) -> tuple[Ints, Ints, Floats]:
    """Object of each lane whose gifts are reimbursed, -1 for the others; donors; value of a unit."""
    gifts, calendar = sources.gifts, sources.calendar
    values = case.table("instrument_values").filter(pl.col("instrument") == row["instrument"])
    priced = gifts.select("item").join(
        values.select("item", "value"), on="item", how="left", maintain_order="left"
    )
    value = floats(priced, "value")
    served = (
        gifts.get_column("item").is_in(parties["item"].to_list())
        & gifts.get_column("to").is_in(parties["recipient"].to_list())
    ).to_numpy()
    names = _gift_names(sources)
    every = names.unique().sort("object")
    owner = np.where(served & ~np.isnan(value), locate(names, every, ["object"]), -1)
    exchange = rate(case, _text(row["currency"])).in_periods(calendar)[:-1]
    worth = np.nan_to_num(value)[:, None] * exchange[None, :]
    return owner, sources.purses.find(gifts.get_column("from")), worth

"""Index sets of what contracts cost beside their orders: fees and units to be taken."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from jointstock.facts.case import Case
from jointstock.measure.arrays import Flags, Floats, Ints
from jointstock.measure.months import Calendar
from jointstock.model.index_sets.agreements import Contracts, payers_of, valid_months
from jointstock.model.index_sets.lookup import floats, locate, rate
from jointstock.model.index_sets.prices import first_prices
from jointstock.model.index_sets.purses import Purses


@dataclass(frozen=True)
class Dues:
    """Contracts with fees or with units to be taken, by name.

    Attributes:
        frame: contract; shape (dues,).
        contract: Contract of each, shape (dues,).
        signed: In force whatever is ordered, shape (dues,).
        fee: Money of the case while in force, shape (dues, periods).
        take: Units to be taken over the horizon, 0 for none, shape (dues,).
        price: Money of the case for a unit not taken, in the last period with a valid month,
            shape (dues, periods).
        shares: contract, payer; shape (shares,).
        share, payer: Due and payer of each share, shape (shares,).
    """

    frame: pl.DataFrame
    contract: Ints
    signed: Flags
    fee: Floats
    take: Floats
    price: Floats
    shares: pl.DataFrame
    share: Ints
    payer: Ints

    @cached_property
    def labels(self) -> list[str]:
        """Names of the contracts."""
        return self.frame.get_column("contract").to_list()

    @cached_property
    def share_labels(self) -> list[str]:
        """Names such as ``K/EE``."""
        return self.shares.select(pl.concat_str("contract", "payer", separator="/")).to_series().to_list()


def read_dues(case: Case, contracts: Contracts, purses: Purses, calendar: Calendar) -> Dues:
    """What contracts in force cost beside their orders."""
    some = [pl.col(name) > 0 for name in ("capacity_fee", "option_fee", "take_or_pay")]
    frame = contracts.frame.filter(pl.any_horizontal(some))
    place = locate(frame, contracts.frame, ["contract"])
    valid = valid_months(frame, calendar)
    months = calendar.total(valid.astype(np.float64)).reshape(len(frame), calendar.periods)
    first, last = _ends(months)
    exchange = np.array(
        [rate(case, currency).in_periods(calendar) for currency in frame.get_column("currency")]
    )
    exchange = exchange.reshape(len(frame), calendar.periods + 1)[:, :-1]
    monthly, once = (np.nan_to_num(floats(frame, name))[:, None] for name in ("capacity_fee", "option_fee"))
    shares = payers_of(case).join(frame.select("contract"), on="contract", how="semi")
    return Dues(
        frame.select("contract"),
        place,
        frame.get_column("signed").fill_null(value=False).to_numpy().astype(np.bool_),
        (monthly * months + once * first) * exchange,
        np.nan_to_num(floats(frame, "take_or_pay")),
        _untaken_prices(case, frame)[:, None] * contracts.factor[place, :-1] * last,
        shares,
        locate(shares, frame, ["contract"]),
        purses.find(shares.get_column("payer")),
    )


def _ends(months: Floats) -> tuple[Flags, Flags]:
    """The first and the last period with a valid month, each of shape (dues, periods)."""
    valid = months > 0
    so_far = np.cumsum(valid, axis=1)
    return valid & (so_far == 1), valid & (so_far == so_far[:, -1:])


def _untaken_prices(case: Case, frame: pl.DataFrame) -> Floats:
    """Price of a unit not taken in money of the contract, 0 where nothing is to be taken, shape (dues,)."""
    prices = first_prices(case).unique("contract", keep="first", maintain_order=True)
    joined = frame.select("contract", "take_or_pay", "take_share").join(
        prices, on="contract", how="left", maintain_order="left"
    )
    taken = floats(joined, "take_or_pay") > 0
    return np.where(taken, floats(joined, "take_share") * floats(joined, "price"), 0.0)

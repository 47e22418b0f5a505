"""Who pays which share of a plan, beside what keys of burden-sharing would ask of each.

Parties are the nations of role ally, invitee, partner or associate that want or pay anything, and whoever
else pays. A share by a key is the party's part of the key among all parties whose key is known; beside it
stands its share of what these parties pay. Where a key is not known, neither is the share. No key asks
anything of a fund or an agency: it is no nation, and its money is that of nations, in parts that the case
does not state. So no share by a key is known of it, and the nations are compared among themselves.

=============  ==========================================================================================
key            what it is in proportion to
=============  ==========================================================================================
equal          the same for every nation
gdp            gross domestic product
defence        defence budget
requirement    what the party wants over the horizon, weighted as in level shortfall
benefit        what the plan takes off its shortfall, against the stock of the start kept for ever; nothing
               where the plan leaves it with more
=============  ==========================================================================================
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from jointstock.measure.arrays import Floats
from jointstock.plans.outcomes import outcomes, stood_still
from jointstock.plans.plan import Plan
from jointstock.plans.summary import money

KEYS = ("equal", "gdp", "defence", "requirement", "benefit")
_PARTIES = ["ally", "invitee", "partner", "associate"]
_NO_NATIONS = ["fund", "agency"]
_SHARE = ["share_paid", "share_key"]
_SHOWN = 3


@dataclass(frozen=True)
class Burden:
    """The answer: shares paid, and shares by keys.

    Attributes:
        plan: The plan.
        rows: payer, key, paid (of level money, in the currency of the case), share_paid (among the parties
            whose key is known), share_key, ratio (share_paid by share_key), basis (of the row of the party).
            Empty cells are unknown; a ratio is empty, too, where the share by the key is nothing.
        ginis: key, parties (with a ratio), unknown (nations whose key is not known), gini (of the ratios: 0
            where all are the same, near 1 where one carries all; empty without ratios).
        pooled: Funds and agencies that pay, by key.
    """

    plan: Plan
    rows: pl.DataFrame
    ginis: pl.DataFrame
    pooled: tuple[str, ...]

    def table(self) -> pl.DataFrame:
        """Return a row a party: what it pays, its share of all that is paid, and its ratio by each key."""
        whole = pl.col("paid").sum()
        share = pl.when(whole > 0).then(pl.col("paid") / whole).alias("share_paid")
        paid = self.rows.unique("payer").select("payer", "paid", share)
        ratios = self.rows.pivot("key", index="payer", values="ratio").select("payer", *KEYS)
        return paid.join(ratios, on="payer").sort("paid", "payer", descending=[True, False])

    def pooled_share(self) -> float | None:
        """Return the share of all that is paid which funds and agencies pay; None where nothing is."""
        shares = self.table().filter(pl.col("payer").is_in(self.pooled)).get_column("share_paid")
        return None if shares.null_count() else float(shares.sum())

    def summary(self) -> str:
        """Return the answer in a few sentences."""
        currency = self.plan.case.settings.currency
        table = self.table()
        total = money(float(table.get_column("paid").sum()), currency)
        first = ", ".join(
            f"{row['payer']} {row['share_paid']:.0%}"
            for row in table.head(_SHOWN).iter_rows(named=True)
            if row["share_paid"] is not None
        )
        words = [
            f"The plan costs {total}; the largest shares: {first}." if first else "Nobody pays anything."
        ]
        spread = ", ".join(
            f"{row['key']} {row['gini']:.2f}"
            for row in self.ginis.iter_rows(named=True)
            if row["gini"] is not None
        )
        if spread:
            words.append(f"Gini of the ratios of share paid to share by key: {spread}.")
        pooled = self.pooled_share()
        if self.pooled and pooled is not None:
            words.append(f"Funds and agencies pay {pooled:.0%}; no key asks anything of them.")
        nations = table.height - len(self.pooled)
        unknown = self.ginis.filter(pl.col("unknown") > 0)
        words += [
            f"The key {row['key']} is not known of {row['unknown']} of {nations} nations."
            for row in unknown.iter_rows(named=True)
        ]
        return " ".join(words)

    def document(self) -> dict[str, Any]:
        """Return the answer as plain data: question, baseline, as_of, digest, rows, ginis, summary, basis."""
        run = self.plan.run
        return {
            "question": "burden",
            "baseline": run["case"],
            "as_of": run["as_of"],
            "digest": run["digest"],
            "rows": self.rows.to_dicts(),
            "ginis": self.ginis.to_dicts(),
            "summary": self.summary(),
            "basis": dict(self.rows.group_by("basis").len().sort("basis").iter_rows()),
        }


def burden(plan: Plan) -> Burden:
    """Compare who pays for a plan with keys of burden-sharing.

    Args:
        plan: The plan.
    """
    parties = _parties(plan)
    pooled = parties.filter(_pooled()).get_column("nation").to_list()
    rows = pl.concat([_by_key(parties, key) for key in KEYS]).sort("payer", "key")
    spread = [
        {
            "key": key,
            "parties": part.get_column("ratio").count(),
            "unknown": part.get_column("share_key").null_count() - len(pooled),
            "gini": gini(part.get_column("ratio").drop_nulls().to_numpy()),
        }
        for key in KEYS
        for part in (rows.filter(pl.col("key") == key),)
    ]
    schema = {"key": pl.String, "parties": pl.Int64, "unknown": pl.Int64, "gini": pl.Float64}
    return Burden(plan, rows, pl.DataFrame(spread, schema=schema), tuple(pooled))


def gini(values: Floats) -> float | None:
    """Gini coefficient of numbers that are not negative; None without any, or where all are 0.

    Args:
        values: Shape (parties,).
    """
    if not len(values) or values.sum() <= 0:
        return None
    apart = np.abs(values[:, None] - values[None, :]).sum()
    return float(apart / (2 * len(values) * values.sum()))


def _parties(plan: Plan) -> pl.DataFrame:
    """Every party with what it pays and its part of each key."""
    costs = plan.costs.filter(pl.col("payer").is_not_null() & (pl.col("payer") != ""))
    paid = costs.group_by(nation="payer").agg(paid=pl.col("amount").sum())
    wanted = outcomes(plan).select("nation", requirement="wanted", short="short")
    nations = plan.case.table("nations").select("nation", "role", "gdp", "basis", defence="defence_budget")
    every = nations.join(paid, on="nation", how="left").join(wanted, on="nation", how="left")
    every = every.join(stood_still(plan), on="nation", how="left")
    # A party without a row pays nothing, wants nothing and gains nothing.
    every = every.with_columns(pl.col("paid", "requirement", "short", "kept").fill_null(0.0))
    takes_part = pl.col("role").is_in(_PARTIES) & ((pl.col("requirement") > 0) | (pl.col("paid") > 0))
    gain = (pl.col("kept") - pl.col("short")).clip(lower_bound=0.0)
    keyed = every.filter(takes_part | (pl.col("paid") > 0)).with_columns(benefit=gain, equal=pl.lit(1.0))
    asked = pl.when(~_pooled()).then(pl.col(*KEYS))
    return keyed.with_columns(asked).sort("nation")


def _pooled() -> pl.Expr:
    """Whether a party is a fund or an agency: no nation, which a key could ask for a part."""
    return pl.col("role").is_in(_NO_NATIONS)


def _by_key(parties: pl.DataFrame, key: str) -> pl.DataFrame:
    """Shares of every party by one key."""
    known = pl.col(key).is_not_null()
    among = pl.when(known)
    paid_by_known, key_of_known = pl.col("paid").filter(known).sum(), pl.col(key).sum()
    rows = parties.select(
        pl.col("nation").alias("payer"),
        pl.lit(key).alias("key"),
        "paid",
        share_paid=among.then(pl.when(paid_by_known > 0).then(pl.col("paid") / paid_by_known)),
        share_key=among.then(pl.when(key_of_known > 0).then(pl.col(key) / key_of_known)),
        basis="basis",
    )
    ratio = pl.when(pl.col("share_key") > 0).then(pl.col("share_paid") / pl.col("share_key"))
    return rows.select("payer", "key", "paid", *_SHARE, ratio.alias("ratio"), "basis")

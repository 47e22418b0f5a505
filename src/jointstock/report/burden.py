"""Who carries which share of what is paid, beside keys of burden-sharing."""

import polars as pl

from jointstock.analyses.burden import KEYS, Burden, burden
from jointstock.plans.plan import Plan
from jointstock.report.exhibits import Column, Exhibit, Sheet
from jointstock.report.names import Names, named
from jointstock.report.words import counted, listed, ratio, share

_TOP = 20
_DRAWN = 40
_KEYS = {
    "equal": "equal shares",
    "gdp": "gross domestic product",
    "defence": "defence budget",
    "requirement": "requirement",
    "benefit": "benefit",
}
_CHARTED = ("gdp", "defence")
_FEW = 2


def exhibits(plan: Plan, names: Names) -> list[Exhibit]:
    """Shares paid beside keys that the case states, and ratios by all keys; none without payments.

    Args:
        plan: The plan.
        names: Names of its case.
    """
    if not plan.costs.height:
        return []
    found = burden(plan)
    if found.pooled_share() is None:
        return []
    rows = {key: _known(found, key) for key in _CHARTED}
    made = [_beside(found, key, known, names) for key, known in rows.items() if known.height >= _FEW]
    return [*made, _ratios(found, names)]


def _known(found: Burden, key: str) -> pl.DataFrame:
    """Nations whose share by a key is known, the largest share paid first."""
    rows = found.rows.filter(pl.col("key") == key).drop_nulls("ratio")
    return rows.sort("share_paid", "payer", descending=[True, False])


def _beside(found: Burden, key: str, rows: pl.DataFrame, names: Names) -> Exhibit:
    """Share paid beside the share by one key."""
    shown = rows.with_columns(named("payer", names.nations))
    word = _KEYS[key]
    columns = (
        Column("payer", "Nation"),
        Column("paid", "Paid", "money", f"{found.plan.case.settings.currency} million"),
        Column("share_paid", "Share paid", "share"),
        Column("share_key", f"Share of {word}", "share"),
        Column("ratio", "Ratio", "ratio", "share paid by share of the key"),
    )
    bars = shown.head(_DRAWN).select(
        pl.col("payer").alias("label"),
        pl.col("share_paid").alias("thin"),
        pl.col("share_key").alias("wide"),
        pl.max_horizontal("share_paid", "share_key").alias("end"),
        pl.Series(
            "words", [f"{ratio(one)} ×" for one in rows.get_column("ratio").head(_DRAWN)], dtype=pl.String
        ),
    )
    return Exhibit(
        f"burden-{key}",
        _beside_finding(rows, word, names),
        Sheet(f"Shares paid and shares of {word}", columns, shown),
        "part_bars",
        bars,
        f"Shares among the nations whose {word} is known; the number is the ratio of the two. Paid: what the "
        "plan decides, reimbursements taken off. "
        + ("What funds pay is in no nation's share. " if found.pooled else "")
        + "A key describes; it does not judge.",
        f"thin bar: share of what they pay; wide bar: share of their {word}",
    )


def _beside_finding(rows: pl.DataFrame, word: str, names: Names) -> str:
    above = rows.filter(pl.col("ratio") > 1).height
    order = rows.sort("ratio", "payer", descending=[True, False])
    most, least = order.row(0, named=True), order.row(-1, named=True)
    return (
        f"{above:,} of {counted(rows.height, 'nation')} {'pays' if above == 1 else 'pay'} more than "
        f"their part of {word}: {names.nation(most['payer'])} the most ({ratio(most['ratio'])} times), "
        f"{names.nation(least['payer'])} the least ({ratio(least['ratio'])} times)."
    )


def _ratios(found: Burden, names: Names) -> Exhibit:
    """What every party pays, and its ratio by each key."""
    bases = found.rows.unique("payer").select("payer", "basis")
    rows = found.table().join(bases, on="payer", maintain_order="left")
    shown = rows.with_columns(named("payer", names.nations))
    stated = [key for key in KEYS if rows.get_column(key).count()]
    unstated = [_KEYS[key] for key in KEYS if key not in stated]
    columns = (
        Column("payer", "Party"),
        Column("paid", "Paid", "money", f"{found.plan.case.settings.currency} million"),
        Column("share_paid", "Of all that is paid", "share"),
        *(Column(key, f"To {_KEYS[key]}", "ratio") for key in stated),
    )
    return Exhibit(
        "burden-keys",
        _ratio_finding(found, names),
        Sheet(
            "What each party pays, and the ratio of its share to its share by each key",
            columns,
            shown,
            shown=_TOP,
        ),
        reading="A ratio of 1 is as much as the key asks for. Requirement: what a nation wants over the "
        "plan; benefit: what the plan takes off its shortfall. Empty: the key is not known, or asks for "
        "nothing. Funds and agencies are no nations: whose money theirs is the case does not state, no key "
        "asks anything of them, and the ratios compare nations alone."
        + (f" Not known of any nation: {listed(unstated)}." if unstated else ""),
    )


def _ratio_finding(found: Burden, names: Names) -> str:
    heads = [
        f"{names.nation(row['payer'])} ({share(row['share_paid'])})"
        for row in found.table().filter(pl.col("paid") > 0).head(3).iter_rows(named=True)
    ]
    told = f"{listed(heads)} pay the most" if len(heads) > 1 else f"{heads[0]} pays the most"
    spread = found.ginis.drop_nulls("gini").filter(pl.col("parties") >= _FEW).sort("gini", "key")
    if spread.height >= _FEW:
        near, far = spread.row(0, named=True), spread.row(-1, named=True)
        told += (
            f"; nations pay most nearly by {_KEYS[near['key']]} (Gini {near['gini']:.2f}), "
            f"least by {_KEYS[far['key']]} ({far['gini']:.2f})"
        )
    if found.pooled:
        told += f"; funds and agencies pay {share(found.pooled_share())}"
    return f"{told}."

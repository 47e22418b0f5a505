"""What each target asks for, and what it is computed from.

For each target: what the efforts behind it come to at the 50th, 80th and 95th percentile of their rates, what
they or a key give for the percentile that was chosen, what is stated, and how the two compare. Efforts are
shown beside a stated target too, so that it can be judged; the quantity that a plan works towards is the
stated one wherever there is one.
"""

import polars as pl

from jointstock.facts.answer import Answer, answered
from jointstock.facts.case import Case
from jointstock.facts.dictionary import filled
from jointstock.facts.requirement import (
    EFFORT,
    KEY,
    NEED,
    basis_of,
    by_effort,
    by_key,
    filled_targets,
    refuse_unknown_version,
)

PERCENTILES = (50, 80, 95)
COLUMNS = [
    *NEED,
    "from",
    "method",
    *(f"p{level}" for level in PERCENTILES),
    "percentile",
    "computed",
    "stated",
    "ratio",
    "quantity",
    "basis",
]
_METHODS = {"stated": "stated", EFFORT: "from a level of effort", KEY: "a share of a total"}


def requirement(case: Case, *, version: str | None = None) -> Answer:
    """Show what each target asks for, and what it is computed from.

    Args:
        case: The case.
        version: Only this version of the targets.

    Returns:
        Rows of version, nation, class, from, method; p50, p80, p95: class units that the efforts come to, and
        percentile: the one chosen (all empty without efforts); computed: class units from efforts or key;
        stated: class units; ratio: stated by computed; quantity: what a plan works towards (empty for efforts
        without a target); basis. Sorted by version, nation, class, from.

    Raises:
        OptionError: The case has no such version.
    """
    if version is not None:
        refuse_unknown_version(case, version)
    rows = _rows(case)
    if version is not None:
        rows = rows.filter(pl.col("version") == version)
    question = "requirement" if version is None else f"requirement --version {version}"
    return answered(case, question, rows, _words(case, rows))


def _rows(case: Case) -> pl.DataFrame:
    """Every target and every effort without one, with the columns of the answer."""
    planned = filled_targets(case).select(planned="quantity", worst="basis")
    own = case.table("targets").hstack(planned)
    own = own.with_columns(filled("targets", "method"), filled("targets", "percentile"), stated="quantity")
    needs = own.select(*NEED, "from", "method", "percentile", "planned", "worst", "stated")
    idle = case.table("efforts").join(needs, on=NEED, how="anti").select(NEED).unique()
    alone = idle.with_columns(method=pl.lit(EFFORT), percentile=pl.lit(50.0))
    wanted = pl.concat([needs, alone], how="diagonal").sort(*NEED, "from")
    found = wanted.hstack(by_effort(case, wanted).select(_effort="units", _rests="worst"))
    found = found.hstack(by_key(case, wanted).select(_key="units"))
    for level in PERCENTILES:
        at_level = by_effort(case, wanted.with_columns(percentile=pl.lit(float(level))))
        found = found.hstack([at_level.get_column("units").alias(f"p{level}")])
    by_its_method = pl.when(pl.col("method") == KEY).then("_key").otherwise(pl.coalesce("_effort", "_key"))
    has_efforts = pl.col("_rests").is_not_null()
    computed = found.with_columns(
        computed=by_its_method,
        percentile=pl.when(has_efforts & (pl.col("method") != KEY)).then("percentile"),
        quantity="planned",
        basis=pl.coalesce("worst", basis_of(pl.col("_rests"))),
    )
    return computed.with_columns(
        ratio=pl.when(pl.col("computed") > 0).then(pl.col("stated") / pl.col("computed"))
    ).select(COLUMNS)


def _words(case: Case, rows: pl.DataFrame) -> list[str]:
    targets = rows.filter(pl.col("from").is_not_null())
    words = [f"As of {case.settings.as_of}, {_counted(targets)}."]
    width = pl.col("p95") / pl.col("p50")
    spread = rows.filter(width > 1).sort(width, descending=True, maintain_order=True)
    if spread.height:
        row = spread.row(0, named=True)
        words.append(
            f"The widest spread is {_named(row)}: {row['p50']:,.0f} at P50, {row['p80']:,.0f} at P80, "
            f"{row['p95']:,.0f} at P95."
        )
    compared = rows.filter(pl.col("ratio").is_not_null()).sort("ratio", maintain_order=True)
    if compared.height:
        below, row = compared.filter(pl.col("ratio") < 1).height, compared.row(0, named=True)
        words.append(
            f"Stated targets that can be computed too: {compared.height}; stated below that: {below}. "
            f"The lowest is {_named(row)}: {row['stated']:,.0f} stated, {row['computed']:,.0f} computed "
            f"({row['ratio']:.0%})."
        )
    unknown = targets.filter(pl.col("quantity").is_null()).height
    if unknown:
        words.append(f"Targets whose quantity is unknown: {unknown}.")
    if rows.height > targets.height:
        words.append(
            f"Efforts without a target, which no plan works towards: {rows.height - targets.height}."
        )
    return words


def _counted(targets: pl.DataFrame) -> str:
    """How many targets there are of each method."""
    stated = pl.when(pl.col("stated").is_not_null()).then(pl.lit("stated")).otherwise("method")
    counts = dict(targets.group_by(stated).len().iter_rows())
    parts = [f"{counts[method]} {words}" for method, words in _METHODS.items() if method in counts]
    return f"targets: {targets.height}" + (f" ({', '.join(parts)})" if parts else "")


def _named(row: dict[str, object]) -> str:
    return f"{row['class']} in {row['nation']}, version {row['version']}"

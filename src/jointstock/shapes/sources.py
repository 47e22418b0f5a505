"""Sources of a generated case: returns of nations, notices of contracts, statements of firms."""

import polars as pl

from jointstock.shapes.world import SOURCE, World, marked

Tables = dict[str, pl.DataFrame]
_PUBLISHED = "2026-05-29"
_BY_COLUMN = {
    "holdings": ("stocks", "nation"),
    "targets": ("stocks", "nation"),
    "usage": ("stocks", "nation"),
    "floors": ("stocks", "nation"),
    "budgets": ("budget", "payer"),
    "sites": ("statement", "firm"),
    "lines": ("survey", "line"),
    "line_leads": ("survey", "line"),
    "contracts": ("notice", "contract"),
    "contract_parties": ("notice", "contract"),
    "contract_prices": ("notice", "contract"),
    "contract_payments": ("notice", "contract"),
}
_TITLES = {
    "stocks": "Stock return of {}, first half of 2026",
    "budget": "Budget plan of {}",
    "statement": "Statement on plants by {}",
    "survey": "Survey of industry in {}",
    "notice": "Notice of {}",
}


def with_sources(world: World, tables: Tables) -> Tables:
    """Give every row a source and mark it synthetic.

    Args:
        world: Names of the case.
        tables: Tables without sources.

    Returns:
        The tables, and ``sources`` with those that are referred to.
    """
    told = {name: _told(world, name, frame) for name, frame in tables.items()}
    used = (
        pl.concat([frame.select("kind", "about") for _, frame in told.values()])
        .unique()
        .sort("kind", "about")
    )
    known = used.filter(pl.col("kind") != SOURCE)
    titles = [_TITLES[kind].format(about) for kind, about in known.iter_rows()]
    sources = pl.DataFrame(
        {
            "source": [SOURCE, *_keys(known).to_list()],
            "title": ["Rule of the generator", *titles],
        }
    ).with_columns(
        kind=pl.lit("rule"), published_on=pl.lit(_PUBLISHED), publisher=pl.lit("jointstock generate")
    )
    rows = {name: marked(frame).with_columns(source=_keys(origin)) for name, (frame, origin) in told.items()}
    return {"sources": sources, **rows}


def _told(world: World, name: str, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A table, and for each of its rows what kind of source tells it about whom."""
    kind, column = _BY_COLUMN.get(name, (SOURCE, ""))
    if kind == SOURCE:
        about = pl.Series("about", [SOURCE] * frame.height, pl.String)
    else:
        about = frame.get_column(column).replace(_words(world, kind)).alias("about")
    return frame, pl.DataFrame([pl.Series("kind", [kind] * frame.height, pl.String), about])


def _words(world: World, kind: str) -> dict[str, str]:
    """Who a source is about, by what stands in the column."""
    titles = dict(zip(world.nations, world.titles.nations, strict=True))
    if kind in ("stocks", "budget"):
        return titles
    if kind == "survey":
        hosts = world.site_nation[world.line_site].tolist()
        return {line: world.titles.nations[host] for line, host in zip(world.lines, hosts, strict=True)}
    return {}


def _keys(origin: pl.DataFrame) -> pl.Series:
    """Keys of sources, such as ``stocks-aldmark``."""
    about = pl.col("about").str.to_lowercase().str.replace_all(" ", "-")
    chosen = (
        pl.when(pl.col("kind") == SOURCE).then(pl.lit(SOURCE)).otherwise(pl.format("{}-{}", "kind", about))
    )
    return origin.select(chosen.alias("source")).to_series()

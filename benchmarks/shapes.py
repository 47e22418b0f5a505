"""Generated cases of a given shape, the same for every run: nothing in them is real.

A shape says how many nations, end items, components, tiers, plants and months a case has; everything else
follows by rule from a seed. The last nation is the recipient that the others give to. Every row is marked
synthetic, and the case passes every check.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from benchmarks.shape_demand import demand_tables
from benchmarks.shape_industry import industry_tables
from benchmarks.shape_terms import agreement_tables
from benchmarks.shape_world import FIRST_MONTH, PRICE_YEAR, SOURCE, World, draw_world, marked
from jointstock.facts.case import Case, Settings


@dataclass(frozen=True)
class Shape:
    """Size of a generated case.

    Args:
        name: Name of the shape.
        nations: Nations, the recipient among them.
        ends: End items.
        components: Components and materials.
        tiers: Tiers of components below the end items.
        plants: Sites; each runs a line or two.
        months: Months planned, each a period of its own.
        call_offs: Frameworks whose call-offs are yes-no decisions.
        seed: Seed of everything that is drawn.
    """

    name: str
    nations: int
    ends: int
    components: int
    tiers: int
    plants: int
    months: int
    call_offs: int
    seed: int = 7


TINY = Shape("tiny", nations=3, ends=3, components=3, tiers=2, plants=4, months=10, call_offs=1)
S = Shape("S", nations=5, ends=6, components=10, tiers=2, plants=14, months=24, call_offs=3)
M = Shape("M", nations=16, ends=25, components=40, tiers=3, plants=70, months=60, call_offs=5)
SHAPES = {shape.name: shape for shape in (TINY, S, M)}


def make_case(shape: Shape) -> Case:
    """Make the case of a shape.

    Args:
        shape: How large it is.

    Returns:
        A case without faults, its tables with the schema of the dictionary.
    """
    world = draw_world(shape, np.random.default_rng(shape.seed))
    tables = {
        "sources": pl.DataFrame({"source": [SOURCE], "title": ["A generated case"], "kind": ["rule"]}),
        **industry_tables(world),
        **demand_tables(world),
        **agreement_tables(world),
    }
    frames: dict[str, Any] = {
        name: frame if name == "sources" else marked(frame) for name, frame in tables.items()
    }
    return Case(_settings(shape, world), {}).replace(**frames)


def _settings(shape: Shape, world: World) -> Settings:
    return Settings(
        name=f"shape-{shape.name.lower()}",
        as_of="2026-06-30",
        first_month=FIRST_MONTH,
        months=shape.months,
        currency=world.currency,
        price_year=PRICE_YEAR,
        calendar=f"{shape.months}x1",
    )

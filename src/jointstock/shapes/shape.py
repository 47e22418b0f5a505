"""Generated cases of a given shape, the same for every run: nothing in them is real.

A shape says how many nations, end items, components, tiers, plants and months a case has; everything else
follows by rule from a seed. The last nation is the recipient that the others give to. Every row is marked
synthetic, and the case passes every check.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from jointstock.errors import OptionError
from jointstock.facts.case import Case, Settings
from jointstock.shapes.demand import demand_tables
from jointstock.shapes.industry import industry_tables
from jointstock.shapes.sources import with_sources
from jointstock.shapes.terms import agreement_tables
from jointstock.shapes.world import FIRST_MONTH, PRICE_YEAR, World, draw_world


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
        months: Months planned.
        call_offs: Frameworks whose call-offs are yes-no decisions.
        tiered: Frameworks with three price tiers and a minimum order; where there are any, some call-offs
            have a least size.
        calendar: Periods of the case; empty for months throughout.
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
    tiered: int = 0
    calendar: str = ""
    seed: int = 1


TINY = Shape("tiny", nations=3, ends=3, components=3, tiers=2, plants=4, months=10, call_offs=1)
S = Shape("S", nations=5, ends=6, components=10, tiers=2, plants=14, months=24, call_offs=4, tiered=1)
M = Shape(
    "M", nations=16, ends=25, components=40, tiers=3, plants=70, months=60, call_offs=8, tiered=3,
    calendar="12x1,16x3",
)  # fmt: skip
L = Shape(
    "L", nations=32, ends=60, components=150, tiers=5, plants=250, months=120, call_offs=36, tiered=8,
    calendar="12x1,8x3,14x6",
)  # fmt: skip
XL = Shape(
    "XL", nations=45, ends=120, components=350, tiers=5, plants=600, months=120, call_offs=72, tiered=16,
    calendar="12x1,8x3,14x6",
)  # fmt: skip
SHAPES = {shape.name: shape for shape in (TINY, S, M, L, XL)}
SIZES = ("S", "M", "L", "XL")


def generate(size: str, *, seed: int = 1) -> Case:
    """Make a synthetic case of a size, the same for the same seed.

    Args:
        size: S, M, L or XL.
        seed: Seed of everything that is drawn, 0 or above.

    Returns:
        A case without faults; every row of it is synthetic.

    Raises:
        OptionError: If the size is unknown, or the seed is below 0.
    """
    if size not in SIZES:
        raise OptionError(f"There is no size '{size}'. Choose one of {', '.join(SIZES)}.")
    if seed < 0:
        raise OptionError(f"A seed is 0 or above, not {seed}.")
    return make_case(replace(SHAPES[size], seed=seed))


def make_case(shape: Shape) -> Case:
    """Make the case of a shape.

    Args:
        shape: How large it is.

    Returns:
        A case without faults, its tables with the schema of the dictionary.
    """
    world = draw_world(shape, np.random.default_rng(shape.seed))
    tables = {**industry_tables(world), **demand_tables(world), **agreement_tables(world)}
    frames: dict[str, Any] = with_sources(world, tables)
    return Case(_settings(shape, world), {}).replace(**frames)


def _settings(shape: Shape, world: World) -> Settings:
    return Settings(
        name=f"generated-{shape.name.lower()}-{shape.seed}",
        as_of="2026-06-30",
        first_month=FIRST_MONTH,
        months=shape.months,
        currency=world.currency,
        price_year=PRICE_YEAR,
        calendar=shape.calendar or f"{shape.months}x1",
    )

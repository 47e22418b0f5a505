"""Generated cases as a whole: size, repetition, checks."""

import dataclasses
import subprocess
import sys

import numpy as np
import polars as pl
import pytest

import jointstock as js
from jointstock.errors import OptionError
from jointstock.facts.checks import check
from jointstock.model.build import build
from jointstock.model.index_sets.sets import calendar_of, read_sets
from jointstock.shapes.shape import SHAPES, TINY, M, S, Shape, generate, make_case

# The design's counts: columns, rows, nonzeros, yes-no decisions, of the model by the month.
DESIGN = {"S": (6_000, 4_000, 17_000, 200), "M": (127_000, 65_000, 315_000, 1_400)}
BAND = 0.25


@pytest.mark.parametrize("size", DESIGN)
def test_the_model_has_the_size_of_the_design(size: str) -> None:
    """By the month, columns, rows, nonzeros and yes-no decisions are within a quarter of the design's."""
    case = generate(size)
    sets = read_sets(case, calendar_of(case, f"{case.settings.months}x1"))
    program = build(sets, currency="EUR", end="meet").program
    arrays = program.arrays()
    found = (program.columns, program.rows, len(arrays.values), int(arrays.integer.sum()))
    assert np.abs(np.array(found) / DESIGN[size] - 1).max() <= BAND, found


@pytest.mark.parametrize("seed", range(1, 6))
def test_shape_s_has_no_faults(seed: int) -> None:
    """The case of size S passes every check, whatever the seed."""
    assert check(generate("S", seed=seed)) == ()


@pytest.mark.parametrize("shape", [M, TINY], ids=lambda shape: shape.name)
def test_other_shapes_have_no_faults(shape: Shape) -> None:
    """The cases of size M and of the tests' own size pass every check."""
    assert check(make_case(shape)) == ()


def test_the_largest_shapes_have_no_faults() -> None:
    """Names are unique and every rule is kept at size XL too."""
    assert check(generate("XL", seed=2)) == ()


def test_a_seed_gives_the_same_case_in_another_process() -> None:
    """Size and seed decide the digest, in this process and in another."""
    code = "import jointstock as js; print(js.generate('S', seed=3).digest)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == js.generate("S", seed=3).digest


def test_another_seed_gives_another_case() -> None:
    """Two seeds have two digests, even under one name."""
    first, second = make_case(TINY), make_case(dataclasses.replace(TINY, seed=2))
    assert first.digest != second.replace(settings=first.settings).digest


@pytest.mark.parametrize(
    ("size", "calendar"),
    [("S", "24x1"), ("M", "12x1,16x3"), ("L", "12x1,8x3,14x6"), ("XL", "12x1,8x3,14x6")],
)
def test_a_case_has_its_own_calendar(size: str, calendar: str) -> None:
    """Each size says in which periods it is planned, and they fill its months."""
    settings = generate(size).settings
    assert settings.calendar == calendar
    runs = [tuple(map(int, run.split("x"))) for run in calendar.split(",")]
    assert sum(count * months for count, months in runs) == settings.months


@pytest.mark.parametrize("size", ["S", "M"])
def test_a_case_has_the_counts_of_its_shape(size: str) -> None:
    """Nations, end items, components, plants and months are those of the shape."""
    shape, case = SHAPES[size], generate(size)
    kinds = case.table("items")["kind"].value_counts().rows()
    assert dict(kinds) == {"end": shape.ends, "component": shape.components}
    assert case.table("nations").height == shape.nations
    assert case.table("sites").height == shape.plants
    assert case.settings.months == shape.months


def test_every_row_is_synthetic() -> None:
    """No row of any table claims to be cited, derived or assumed."""
    case = generate("S")
    frames = [case.table(name) for name in case.tables]
    assert {basis for frame in frames if "basis" in frame.columns for basis in frame["basis"]} == {
        "synthetic"
    }


@pytest.mark.parametrize(("size", "seed", "told"), [("Q", 1, "one of S, M, L, XL"), ("S", -1, "0 or above")])
def test_an_unknown_size_or_seed_is_refused(size: str, seed: int, told: str) -> None:
    """The message names the sizes there are, or says what a seed may be."""
    with pytest.raises(OptionError, match=told):
        generate(size, seed=seed)


def test_targets_money_parts_and_lines_all_bind() -> None:
    """In the linear plan of size S targets are missed, and money, parts, capacity and ramps have a price."""
    plan = js.make_plan(make_case(dataclasses.replace(S, call_offs=0, tiered=0)))
    assert plan.table("shortfalls")["shortfall"].sum() > 0
    priced = plan.table("prices").filter(pl.col("price").abs() > 1e-9)
    assert {"budget", "component_balance", "capacity", "ramp_limit"} <= set(priced["row"])

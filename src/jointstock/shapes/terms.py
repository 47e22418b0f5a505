"""Tables of agreements of a generated case: contracts, open orders, obstacles, rates."""

import math

import numpy as np
import polars as pl

from jointstock.measure.arrays import Floats
from jointstock.shapes.world import PRICE_YEAR, World, month, pick

Tables = dict[str, pl.DataFrame]
_FRAMEWORK_MONTHS = 36
_FRAMEWORK_SHARE = 0.4
_TIERS = (0.0, 0.3, 0.6)
_PRICES = {"convex": (1.0, 1.06, 1.12), "incremental": (1.0, 0.96, 0.92), "all_units": (1.0, 0.97, 0.94)}
_LATE = (("order", 0, 0.2), ("delivery", 0, 0.7), ("delivery", 2, 0.1))
_SOON = (("order", 0, 0.2), ("delivery", 0, 0.8))
_INDEX, _FOREIGN = "steel", "USD"


def agreement_tables(world: World) -> Tables:
    """Every table of agreements.

    Args:
        world: Names and quantities of the case.
    """
    direct = [f"direct-{item}" for item in world.ends]
    frameworks = world.ends[: max(world.counts.call_offs, round(len(world.ends) * _FRAMEWORK_SHARE))]
    framework = [f"framework-{item}" for item in frameworks]
    return {
        "contracts": pl.concat(
            [_direct(world, direct), _frameworks(world, framework)], how="diagonal_relaxed"
        ),
        "contract_parties": _contract_parties(world, direct, framework),
        "contract_prices": _prices(world, direct, framework),
        "contract_payments": _payments(direct, framework),
        "orders": _orders(world),
        "obstacles": _obstacles(world),
        "rates": _rates(world),
    }


def _direct(world: World, names: list[str]) -> pl.DataFrame:
    """Spot purchases at firm or indexed prices, some in dollars, the first up to a value."""
    number = np.arange(len(names))
    worth = float(world.end_output[0] * world.price[0] * world.counts.months * 0.5)
    return pl.DataFrame(
        {
            "contract": names,
            "admin_months": world.random.integers(1, 5, len(names)),
            "dollars": number % 5 == 2,
            "indexed": number % 3 == 1,
            "limited": number == 0,
        }
    ).select(
        "contract",
        "admin_months",
        kind=pl.lit("spot"),
        price_year=pl.lit(PRICE_YEAR),
        currency=pl.when("dollars").then(pl.lit(_FOREIGN)),
        index=pl.when("indexed").then(pl.lit(_INDEX)),
        ceiling_value=pl.when("limited").then(worth),
    )


def _frameworks(world: World, names: list[str]) -> pl.DataFrame:
    """Frameworks with a window and a ceiling, half of them with a queue; call-offs of some cost money."""
    number = np.arange(len(names))
    tiered = number >= len(names) - world.counts.tiered
    frame = {
        "contract": names,
        "ceiling": _ceilings(world, len(names)),
        "waits": number % 2 == 0,
        "costly": number < world.counts.call_offs,
        "tiered": tiered,
        "least": (number % 2 == 0) & (number < world.counts.call_offs) & (world.counts.tiered > 0),
    }
    return pl.DataFrame(frame).select(
        "contract",
        kind=pl.lit("framework"),
        admin_months=pl.lit(2, pl.Int64),
        queue=pl.when("waits").then(pl.lit("yes")),
        valid_to=pl.lit(month(_window(world) - 1)),
        ceiling="ceiling",
        fixed_cost=pl.when("costly").then(50_000.0),
        call_off_min=pl.when("least").then((pl.col("ceiling") * 0.01).ceil()),
        minimum_order=pl.when("tiered").then((pl.col("ceiling") * 0.05).ceil()),
        price_year=pl.lit(PRICE_YEAR),
    )


def _window(world: World) -> int:
    """Months in which frameworks take orders."""
    return min(_FRAMEWORK_MONTHS, world.counts.months)


def _ceilings(world: World, count: int) -> Floats:
    """Ceilings of the first frameworks, half of what can be made in their months, shape (count,)."""
    return np.ceil(world.end_output[:count] * _window(world) * 0.5)


def _contract_parties(world: World, direct: list[str], framework: list[str]) -> pl.DataFrame:
    """A few Allies that use the item may buy, under the first framework a group; every line sells."""
    rows = [
        (name, "buyer", world.nations[nation])
        for names in (direct, framework)
        for place, name in enumerate(names)
        for nation in _buyers(world, place)
        if names is direct or place
    ]
    rows += [(name, "buyer", "group:buyers") for name in framework[:1]]
    rows += [(name, "line", "*") for name in direct + framework]
    return pl.DataFrame(rows, schema=["contract", "role", "party"], orient="row")


def _buyers(world: World, item: int) -> list[int]:
    """Allies that buy an end item together, larger ones more likely."""
    users = np.flatnonzero(world.fields[:-1, world.end_class[item]])
    count = min(len(users), round(1.2 * float(np.sqrt(world.counts.nations - 1))))
    weight = np.sqrt(world.share[users])
    chosen = world.random.choice(users, count, replace=False, p=weight / weight.sum())
    return sorted(chosen.tolist())


def _prices(world: World, direct: list[str], framework: list[str]) -> pl.DataFrame:
    """A framework is five per cent cheaper than the direct purchase; some have three tiers of prices."""
    single = [
        (name, item, 0.0, "single", price)
        for name, item, price in zip(direct, world.ends, world.price.tolist(), strict=True)
    ]
    first_tiered, kinds = len(framework) - world.counts.tiered, list(_PRICES)
    ceilings = _ceilings(world, len(framework)).tolist()
    for place, (name, ceiling) in enumerate(zip(framework, ceilings, strict=True)):
        item, price = world.ends[place], float(world.price[place]) * 0.95
        if place < first_tiered:
            single.append((name, item, 0.0, "single", price))
        else:
            kind = kinds[place % len(kinds)]
            single += [
                (name, item, float(round(ceiling * start)), kind, price * factor)
                for start, factor in zip(_TIERS, _PRICES[kind], strict=True)
            ]
    columns = ["contract", "item", "from_quantity", "type", "price"]
    return pl.DataFrame(single, schema=columns, orient="row").with_columns(pl.col("price").round(2))


def _payments(direct: list[str], framework: list[str]) -> pl.DataFrame:
    """Two fifths at order and the rest on delivery; under some frameworks a tenth is later."""
    rows = [(name, *terms) for name in direct for terms in (("order", 0, 0.4), ("delivery", 0, 0.6))]
    rows += [
        (name, *terms)
        for place, name in enumerate(framework)
        for terms in (_LATE if place % 3 == 0 else _SOON)
    ]
    return pl.DataFrame(rows, schema=["contract", "event", "months_after", "share"], orient="row")


def _orders(world: World) -> pl.DataFrame:
    """Backlog of three months at some lines of end items, and an arrival from outside for some."""
    every = np.flatnonzero(world.line_item < len(world.ends))
    lines = every[:: max(1, round(len(every) / _backlogs(world)))]
    buyer = world.random.integers(0, world.counts.nations - 1, len(lines))
    backlog = pl.DataFrame(
        {
            "order": [f"backlog-{world.lines[line]}" for line in lines],
            "buyer": pick(world.nations, buyer),
            "line": pick(world.lines, lines),
            "item": pick(world.ends, world.line_item[lines]),
            "quantity": np.round(world.capacity[lines] * 3),
            "price": world.price[world.line_item[lines]],
            "paid_share": np.full(len(lines), 0.5),
            "due": [month(min(11, world.counts.months - 1))] * len(lines),
        }
    )
    outside = backlog.gather_every(6).with_columns(
        order=pl.format("import-{}", "line"),
        line=pl.lit(None, pl.String),
        quantity=(pl.col("quantity") * 0.2).ceil(),
        paid_share=pl.lit(1.0),
    )
    return pl.concat([backlog, outside])


def _backlogs(world: World) -> float:
    """About how many lines have a backlog."""
    return 2.5 * math.pow(len(world.ends), 0.45)


def _obstacles(world: World) -> pl.DataFrame:
    """A slow licence, a national preference, an outage and a lack of consent."""
    every = {"item": "*", "line": "*", "contract": "*", "from": "*", "to": "*"}
    half = month(world.counts.months // 2)
    rows = [
        {
            **every, "obstacle": "slow-licence", "kind": "licence", "touches": "orders",
            "from": world.nations[0], "to": world.nations[1], "effect": "delays", "months": 3,
        },
        {
            **every, "obstacle": "own-first", "kind": "national preference", "touches": "orders",
            "item": world.ends[0], "to": world.nations[2], "effect": "forbids", "until": half,
        },
        {
            **every, "obstacle": "outage", "kind": "outage", "touches": "production",
            "line": world.lines[-1], "effect": "forbids", "until": month(2),
        },
        {
            **every, "obstacle": "no-consent", "kind": "consent", "touches": "transfers",
            "item": world.ends[-1], "effect": "forbids", "until": half,
        },
    ]  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def _rates(world: World) -> pl.DataFrame:
    """A dollar that falls once, and an index that rises every quarter of the horizon."""
    quarters = range(0, world.counts.months, 3)
    rows = [(_FOREIGN, "2026-01", 0.92), (_FOREIGN, month(6), 0.9), (_INDEX, "2026-01", 100.0)]
    rows += [(_INDEX, month(start), 101.0 + start * 0.2) for start in quarters]
    return pl.DataFrame(rows, schema=["rate", "month", "value"], orient="row")

"""Tables of agreements of a generated case: contracts, open orders, obstacles, rates."""

import numpy as np
import polars as pl

from benchmarks.shape_world import PRICE_YEAR, World, month, pick

Tables = dict[str, pl.DataFrame]
_FRAMEWORK_MONTHS = 36
_FRAMEWORK_SHARE = 0.5
_DIRECT_SHARE = 0.6
_INDEX, _FOREIGN = "steel", "USD"


def agreement_tables(world: World) -> Tables:
    """Every table of agreements.

    Args:
        world: Names and quantities of the case.
    """
    direct = [f"direct-{item}" for item in world.ends]
    frameworks = world.ends[: max(1, round(len(world.ends) * _FRAMEWORK_SHARE))]
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
    """Frameworks with a window, a queue and a ceiling; the first ones cost something per call-off."""
    window = min(_FRAMEWORK_MONTHS, world.counts.months)
    most = world.end_output[: len(names)] * window * 0.5
    costly = np.arange(len(names)) < world.counts.call_offs
    return pl.DataFrame({"contract": names, "ceiling": np.ceil(most), "costly": costly}).select(
        "contract",
        kind=pl.lit("framework"),
        admin_months=pl.lit(2, pl.Int64),
        queue=pl.lit("yes"),
        valid_to=pl.lit(month(window - 1)),
        ceiling="ceiling",
        fixed_cost=pl.when("costly").then(50_000.0),
        price_year=pl.lit(PRICE_YEAR),
    )


def _contract_parties(world: World, direct: list[str], framework: list[str]) -> pl.DataFrame:
    """Direct contracts are open to some Allies each, frameworks to a group; both sell from every line."""
    allies = np.array(world.nations[:-1])
    open_to = world.random.random((len(direct), len(allies))) < _DIRECT_SHARE
    open_to[np.arange(len(direct)), np.arange(len(direct)) % len(allies)] = True
    rows = [
        (name, "buyer", nation)
        for name, buys in zip(direct, open_to, strict=True)
        for nation in allies[buys].tolist()
    ]
    rows += [(name, "buyer", "group:buyers") for name in framework]
    rows += [(name, "line", "*") for name in direct + framework]
    return pl.DataFrame(rows, schema=["contract", "role", "party"], orient="row")


def _prices(world: World, direct: list[str], framework: list[str]) -> pl.DataFrame:
    """A framework is five per cent cheaper than the direct purchase of the same item."""
    item = world.ends + world.ends[: len(framework)]
    price = np.concatenate([world.price, world.price[: len(framework)] * 0.95])
    return pl.DataFrame(
        {"contract": direct + framework, "item": item, "price": np.round(price, 2)}
    ).with_columns(from_quantity=pl.lit(0.0), type=pl.lit("single"))


def _payments(direct: list[str], framework: list[str]) -> pl.DataFrame:
    """Two fifths at order and the rest on delivery; under a framework a tenth two months later."""
    rows = [(name, *terms) for name in direct for terms in (("order", 0, 0.4), ("delivery", 0, 0.6))]
    rows += [
        (name, *terms)
        for name in framework
        for terms in (("order", 0, 0.2), ("delivery", 0, 0.7), ("delivery", 2, 0.1))
    ]
    return pl.DataFrame(rows, schema=["contract", "event", "months_after", "share"], orient="row")


def _orders(world: World) -> pl.DataFrame:
    """Backlog of three months at every line of an end item, and an arrival from outside for some."""
    lines = np.flatnonzero(world.line_item < len(world.ends))
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

"""Gaps: requirement, cover and shortfall, month by month, worked out by hand."""

from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from jointstock import OptionError, gaps, open_case
from jointstock.analyses import gaps as module
from jointstock.facts.case import Case, Settings

SETTINGS = Settings(
    name="by-hand",
    as_of="2023-06-14",
    first_month="2023-07",
    months=4,
    currency="EUR",
    price_year=2023,
)


def case_of(**tables: list[dict[str, Any]]) -> Case:
    """Make a case of a nation N, a class C of scale 10 and an item I that covers it, with rows as given."""
    rows: dict[str, list[dict[str, Any]]] = {
        "nations": [{"nation": "N", "name": "N", "role": "ally", "fiscal_year_start": 1}],
        "items": [{"item": "I", "name": "I", "kind": "end", "unit": "piece"}],
        "classes": [{"class": "C", "name": "C", "unit": "piece", "scale": 10.0}],
        "compatibility": [covers("I", "C")],
        **tables,
    }
    return Case(SETTINGS, {}).replace(**{name: pl.DataFrame(given) for name, given in rows.items()})


def covers(item: str, class_: str, ratio: float = 1.0) -> dict[str, Any]:
    """Make a row of compatibility that counts as cover in every nation."""
    return {"item": item, "class": class_, "platform": "", "nation": "*", "state": "common", "ratio": ratio}


def target(quantity: float | None, class_: str = "C", start: str = "2023-07") -> dict[str, Any]:
    """Make a row of targets."""
    return {"version": "one", "nation": "N", "class": class_, "from": start, "quantity": quantity}


def held(quantity: float | None, item: str = "I") -> dict[str, Any]:
    """Make a row of holdings."""
    return {"nation": "N", "item": item, "lot": "", "quantity": quantity}


def use(rate: float, *, item: str = "", class_: str = "", kind: str = "peacetime") -> dict[str, Any]:
    """Make a row of usage from the first month on."""
    return {"nation": "N", "class": class_, "item": item, "kind": kind, "month": "2023-07", "rate": rate}


def order(quantity: float, due: str | None, recipient: str | None = None) -> dict[str, Any]:
    """Make an open order of N."""
    return {
        "order": f"o{due}",
        "buyer": "N",
        "recipient": recipient,
        "item": "I",
        "quantity": quantity,
        "due": due,
    }


def shortfalls(case: Case, class_: str = "C") -> list[float | None]:
    """Return the shortfalls of N in a class, month by month."""
    return gaps(case).table(nation="N", class_=class_)["shortfall"].to_list()


def test_stock_covers_a_target() -> None:
    """Of a target of 100, 70 in stock leave 30 short in every month, for good."""
    found = gaps(case_of(holdings=[held(70.0)], targets=[target(100.0)])).rows
    assert found["shortfall"].to_list() == [30.0] * 4
    assert found["month"].to_list() == ["2023-07", "2023-08", "2023-09", "2023-10"]
    assert found["closes"].unique().to_list() == ["never"]


def test_use_takes_from_stock() -> None:
    """70 in stock, of which 5 are used a month, leave 35, 40, 45 and 50 of 100 short."""
    case = case_of(holdings=[held(70.0)], targets=[target(100.0)], usage=[use(5.0, item="I")])
    assert shortfalls(case) == [35.0, 40.0, 45.0, 50.0]


def test_stock_does_not_fall_below_zero() -> None:
    """Use that stock cannot serve leaves the stock at zero, and a later order arrives whole."""
    case = case_of(
        holdings=[held(10.0)],
        targets=[target(100.0)],
        usage=[use(20.0, item="I")],
        orders=[order(50.0, "2023-09")],
    )
    assert shortfalls(case) == [100.0, 100.0, 70.0, 90.0]


def test_an_order_arrives_in_the_month_due() -> None:
    """An open order of 30, due in September, closes a gap of 30 from September on."""
    found = gaps(
        case_of(holdings=[held(70.0)], targets=[target(100.0)], orders=[order(30.0, "2023-09")])
    ).rows
    assert found["shortfall"].to_list() == [30.0, 30.0, 0.0, 0.0]
    assert found["closes"].unique().to_list() == ["2023-09"]


def test_an_overdue_order_arrives_at_once() -> None:
    """An open order that was due before the first month arrives in it; one due behind the last does not."""
    case = case_of(targets=[target(100.0)], orders=[order(30.0, "2023-01"), order(50.0, "2024-01")])
    assert shortfalls(case) == [70.0] * 4


def test_an_order_for_another_nation_does_not_stay() -> None:
    """What N orders for R counts for R."""
    nations = [{"nation": n, "name": n, "role": "ally", "fiscal_year_start": 1} for n in "NR"]
    wanted = [target(100.0), {**target(100.0), "nation": "R"}]
    found = gaps(case_of(nations=nations, targets=wanted, orders=[order(40.0, "2023-07", "R")]))
    assert found.table(nation="N")["covered"].to_list() == [0.0] * 4
    assert found.table(nation="R")["covered"].to_list() == [40.0] * 4


def test_an_order_without_a_due_month_is_named_and_not_counted() -> None:
    """Nobody knows when an order without a due month arrives: it is left out, and the summary says so."""
    found = gaps(case_of(targets=[target(100.0)], orders=[order(30.0, None)]))
    assert found.undated == 1
    assert found.rows["covered"].to_list() == [0.0] * 4
    assert "without a due month are not counted: 1" in found.summary()


def test_unknown_stock_leaves_the_shortfall_unknown() -> None:
    """A holding of unknown size is not zero: cover and shortfall are empty, and nothing closes."""
    found = gaps(case_of(holdings=[held(None)], targets=[target(100.0)])).rows
    assert found["shortfall"].to_list() == [None] * 4
    assert found["closes"].unique().to_list() == ["never"]


def lot(quantity: float, expiry: str | None, name: str = "") -> dict[str, Any]:
    """Make a lot that N holds."""
    return held(quantity) | {"lot": name, "expiry": expiry}


def test_a_lot_is_gone_in_the_month_in_which_it_expires() -> None:
    """8 expire in September and 2 are not known to expire: 10, 10, 2, 2."""
    case = case_of(holdings=[lot(8, "2023-09", "A"), lot(2, None, "B")], targets=[target(10)])
    assert shortfalls(case) == [0, 0, 8, 8]


def test_use_draws_the_lot_that_expires_first() -> None:
    """3 a month come from the 5 that expire in September, then from the others: 7, 4, 1, 0."""
    lots = [lot(5, None, "A"), lot(5, "2023-09", "B")]
    case = case_of(holdings=lots, usage=[use(3, item="I")], targets=[target(10)])
    assert shortfalls(case) == [3, 6, 9, 10]


def test_what_arrives_lasts_its_shelf_life() -> None:
    """Arrived in August with two months of life, 4 units count in August and September."""
    items = [{"item": "I", "name": "I", "kind": "end", "unit": "piece", "shelf_life": 2.0}]
    case = case_of(items=items, holdings=[held(1)], orders=[order(4, "2023-08")], targets=[target(10)])
    assert shortfalls(case) == [9, 5, 5, 9]


def test_a_unit_in_a_warehouse_counts_once() -> None:
    """Of 6 in the warehouse the member M, first by name, takes the 4 it lacks and N the other 2."""
    nations = [
        {"nation": name, "name": name, "role": role, "fiscal_year_start": 1}
        for name, role in (("N", "ally"), ("M", "ally"), ("O", "ally"), ("W", "agency"))
    ]
    case = case_of(
        nations=nations,
        holdings=[held(5), held(6) | {"nation": "W"}, held(1) | {"nation": "M"}],
        warehouses=[{"warehouse": "W", "member": member} for member in ("M", "N")],
        targets=[target(10), target(5) | {"nation": "M"}, target(5) | {"nation": "O"}],
    )
    rows = gaps(case).rows.filter(pl.col("month") == "2023-07")
    assert dict(rows.select("nation", "shortfall").rows()) == {"M": 0, "N": 3, "O": 5}


def test_a_target_may_rise() -> None:
    """A later row of a target replaces the earlier one from its month on."""
    case = case_of(holdings=[held(70.0)], targets=[target(50.0), target(100.0, start="2023-09")])
    assert shortfalls(case) == [0.0, 0.0, 30.0, 30.0]


def test_a_gap_that_opens_again_has_not_closed() -> None:
    """A requirement that is covered for a while and short again at the end never closes."""
    case = case_of(holdings=[held(70.0)], targets=[target(50.0), target(100.0, start="2023-10")])
    assert gaps(case).rows["closes"].unique().to_list() == ["never"]


def test_covered_from_the_start_closes_in_the_first_month() -> None:
    """A requirement that is never short closes in the first month."""
    found = gaps(case_of(holdings=[held(100.0)], targets=[target(100.0)]))
    assert found.rows["closes"].unique().to_list() == ["2023-07"]
    assert found.summary() == "As of 2023-06-14, none of the requirements (1) is short in any month."


def test_a_ratio_turns_items_into_class_units() -> None:
    """30 items that count double cover 60 of 100."""
    case = case_of(compatibility=[covers("I", "C", 2.0)], holdings=[held(30.0)], targets=[target(100.0)])
    assert shortfalls(case) == [40.0] * 4


def test_every_unit_counts_once() -> None:
    """80 pieces that fit two classes of 50 cover 80 of 100, not all: what one class takes the other lacks."""
    classes = [{"class": c, "name": c, "unit": "piece", "scale": 10.0} for c in ("C", "D")]
    case = case_of(
        classes=classes,
        compatibility=[covers("I", "C"), covers("I", "D")],
        holdings=[held(80.0)],
        targets=[target(50.0), target(50.0, "D")],
    )
    assert shortfalls(case) == [0.0] * 4
    assert shortfalls(case, "D") == [20.0] * 4


def test_an_item_of_one_class_only_goes_first() -> None:
    """Class C takes what only C can use first, so that the shared item is left for D (worked case A13)."""
    found = gaps(open_case("tests/cases/A13")).closing()
    assert dict(found.select("class", "shortfall").iter_rows()) == {
        "nato_A": 0.0,
        "nato_B": 0.0,
        "soviet152": 20.0,
    }


def test_the_heavier_class_takes_a_shared_item_first() -> None:
    """A class whose shortfall weighs more is served before the others."""
    classes = [
        {"class": "C", "name": "C", "unit": "piece", "scale": 10.0, "weight": 1.0},
        {"class": "D", "name": "D", "unit": "piece", "scale": 10.0, "weight": 2.0},
    ]
    case = case_of(
        classes=classes,
        compatibility=[covers("I", "C"), covers("I", "D")],
        holdings=[held(60.0)],
        targets=[target(50.0), target(50.0, "D")],
    )
    assert shortfalls(case, "D") == [0.0] * 4
    assert shortfalls(case) == [40.0] * 4


def test_operational_use_is_a_requirement() -> None:
    """A recipient that uses 40 a month and has 60 is short of nothing, then of 20, then of 40."""
    case = case_of(holdings=[held(60.0)], usage=[use(40.0, class_="C", kind="operational")])
    found = gaps(case).rows
    assert found["target"].to_list() == [40.0] * 4
    assert found["covered"].to_list() == pytest.approx([40.0, 20.0, 0.0, 0.0])
    assert found["shortfall"].to_list() == pytest.approx([0.0, 20.0, 40.0, 40.0])


def test_operational_use_of_an_item_counts_for_its_first_class() -> None:
    """Unmet operational use of an item is a shortfall of the first class, by name, that it covers."""
    classes = [{"class": c, "name": c, "unit": "piece", "scale": 10.0} for c in ("C", "D")]
    case = case_of(
        classes=classes,
        compatibility=[covers("I", "C", 2.0), covers("I", "D")],
        usage=[use(10.0, item="I", kind="operational")],
    )
    assert gaps(case).rows.select("class", "shortfall").unique().rows() == [("C", 20.0)]


def test_an_item_serves_its_own_use_before_that_of_its_class() -> None:
    """Of 50 pieces 30 go into the item's own use; 20 are left for the use of the class, which needs 40."""
    case = case_of(
        holdings=[held(50.0)], usage=[use(30.0, item="I"), use(40.0, class_="C", kind="operational")]
    )
    assert shortfalls(case)[0] == 20.0


def test_a_computed_target_is_a_requirement() -> None:
    """Of 5 weapons, 4 a day and 5 days, 100 are asked for; with 70 in stock 30 are short."""
    effort = {"version": "one", "nation": "N", "class": "C", "platform": "", "weapons": 5.0, "rate": 4.0}
    rest = {"days": 5.0, "loss": 0.0, "training": 0.0, "test": 0.0, "pipeline": 0.0}
    computed = target(None) | {"method": "level of effort"}
    assert (
        shortfalls(case_of(holdings=[held(70.0)], targets=[computed], efforts=[effort | rest])) == [30.0] * 4
    )


def test_only_the_planned_version_counts() -> None:
    """Rows of another version of the targets are no requirement."""
    rows = [target(100.0), {**target(500.0), "version": "two"}]
    settings = Settings(**{**vars_of(SETTINGS), "target_version": "one"})
    case = case_of(targets=rows).replace(settings=settings)
    assert shortfalls(case) == [100.0] * 4


def vars_of(settings: Settings) -> dict[str, Any]:
    """Return the settings as a dictionary."""
    return {name: getattr(settings, name) for name in settings.__dataclass_fields__}


def test_table_names_the_nearest_nation() -> None:
    """A nation without a requirement is refused, and the nearest one that has one is named."""
    with pytest.raises(OptionError, match="No requirement has the nation 'NN'"):
        gaps(case_of(targets=[target(1.0)]), nation="NN")
    with pytest.raises(OptionError, match="No requirement has the class 'X'"):
        gaps(case_of(targets=[target(1.0)])).table(class_="X")


def test_closing_has_the_deepest_month() -> None:
    """One row a requirement tells the largest shortfall, its month, and when it closes."""
    case = case_of(holdings=[held(70.0)], targets=[target(100.0)], usage=[use(5.0, item="I")])
    assert gaps(case).closing().rows() == [("N", "C", 50.0, 100.0, "2023-10", "never")]


def test_the_deepest_gap_is_the_largest_share() -> None:
    """The summary names the requirement that lacks the largest share; of equals, the first by name."""
    nations = [{"nation": n, "name": n, "role": "ally", "fiscal_year_start": 1} for n in "MNR"]
    wanted = [
        {**target(10.0), "nation": "N"},
        {**target(5.0), "nation": "M"},
        {**target(100.0), "nation": "R"},
    ]
    case = case_of(nations=nations, targets=wanted, holdings=[{**held(40.0), "nation": "R"}])
    assert "The deepest gap is C in M: 5 of 5 are missing in 2023-07." in gaps(case).summary()


def test_document_is_plain_data() -> None:
    """The document is as-of day and rows with the pinned names."""
    document = gaps(case_of(holdings=[held(70.0)], targets=[target(100.0)])).document()
    assert document["as_of"] == "2023-06-14"
    assert document["rows"][0] == {
        "nation": "N",
        "class": "C",
        "month": "2023-07",
        "target": 100.0,
        "covered": 70.0,
        "shortfall": 30.0,
        "closes": "never",
    }


def test_rounding_is_no_shortfall() -> None:
    """A shortfall below a millionth of the scale of its class is none."""
    case = case_of(holdings=[held(100.0 - 1e-7)], targets=[target(100.0)])
    assert shortfalls(case) == [0.0] * 4


def test_gaps_of_a_plan_read_its_shortfalls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a plan, the gap is its shortfall plus the unmet operational use of a month, by period."""
    periods = pl.DataFrame({"period": ["2023-07", "2023-08"], "months": [1, 3]})
    kept = pl.DataFrame(
        {
            "nation": ["N"] * 2,
            "class": ["C"] * 2,
            "period": ["2023-07", "2023-08"],
            "target": [100.0, 100.0],
            "shortfall": [30.0, 0.0],
            "unmet": [10.0, 0.0],
        }
    )
    served = pl.DataFrame(
        {
            "nation": ["N"] * 2,
            "demand": ["C"] * 2,
            "kind": ["operational"] * 2,
            "item": [None, None],
            "period": ["2023-07", "2023-08"],
            "planned": [20.0, 60.0],
            "unmet": [10.0, 0.0],
        },
        schema_overrides={"item": pl.String},
    )
    plan = SimpleNamespace(
        periods=periods,
        shortfalls=kept,
        use=served,
        run={"as_of": "2023-06-14"},
        case=case_of(targets=[target(1.0)]),
    )
    monkeypatch.setattr(module, "Plan", SimpleNamespace)
    found = gaps(plan).rows  # type: ignore[arg-type]
    assert found.select("month", "target", "shortfall", "covered", "closes").rows() == [
        ("2023-07", 120.0, 40.0, 80.0, "2023-08"),
        ("2023-08", 120.0, 0.0, 120.0, "2023-08"),
    ]

import polars as pl
import pytest

from jointstock.plans.rules.share_limits import edge_shares, supported, supported_edges, supported_orders
from tests.plans.rules.agreeing import agreeing
from tests.plans.rules.supporting import limited


@pytest.mark.parametrize(
    ("numerator", "of_l", "of_m"),
    [
        ("outside:EU", 0.0, 0.5),
        ("not outside:EU", 1.0, 0.5),
        ("outside:NATO", 1.0, 1.0),
        ("recipient:B", 0.0, 1.0),
        ("not recipient:B", 1.0, 0.0),
        ("maker:small", 1.0, 0.0),
        ("not maker:small", 0.0, 1.0),
    ],
)
def test_a_numerator_is_a_share_of_each_way_to_order(numerator: str, of_l: float, of_m: float) -> None:
    """A orders from L, which is small and all of EU, B from M, which is large and half of EU."""
    ground = limited(numerator, 0.4).ground()
    lines = supported_edges(ground).select("edge", "line")
    found = edge_shares(ground).join(lines, on="edge").select("line", "share").unique()
    assert dict(found.rows()) == {"L": of_l, "M": of_m}


def test_recipients_of_a_group_are_its_members() -> None:
    """Only B is in the group."""
    plan = limited("recipient:group:late", 0.4)
    groups = pl.DataFrame({"nation": ["B"], "group": ["late"]})
    ground = plan.with_facts(nation_groups=groups).ground()
    lines = supported_edges(ground).select("edge", "line")
    found = edge_shares(ground).join(lines, on="edge").select("line", "share").unique()
    assert dict(found.rows()) == {"L": 0.0, "M": 1.0}


@pytest.mark.parametrize(("level", "lines"), [("item", {"L"}), ("contract", {"L", "M"})])
def test_a_way_to_order_is_eligible_by_itself_where_limits_hold_for_each(level: str, lines: set[str]) -> None:
    """Half of what M makes is from outside, more than 0.4."""
    found = supported_orders(limited("outside:EU", 0.4, level).ground())
    joined = found.join(agreeing().tables["orders"].select("order", "line"), on="order")
    assert set(joined["line"]) == lines


def test_a_share_at_its_limit_keeps_it() -> None:
    """Half of what M makes is from outside, no more than 0.5."""
    assert supported_edges(limited("outside:EU", 0.5).ground())["ok"].all()


def test_instruments_support_what_they_name_or_everything() -> None:
    """Instrument I supports every option."""
    keys = pl.DataFrame({"object": ["W", "J"]})
    found = supported(agreeing().ground(), "option", keys, "object")
    assert sorted(found.rows()) == [("I", "J"), ("I", "W")]

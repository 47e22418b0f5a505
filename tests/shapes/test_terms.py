"""Agreements of generated cases."""

import dataclasses

import polars as pl

from jointstock.shapes.shape import M, S, make_case


def test_some_frameworks_have_three_tiers() -> None:
    """Each tiered framework has three prices of one type and a minimum order; the types differ."""
    case = make_case(M)
    prices = case.table("contract_prices").filter(pl.col("type") != "single")
    tiers = prices.group_by("contract", "type").len()
    assert tiers.height == M.tiered
    assert set(tiers["len"]) == {3}
    assert tiers["type"].n_unique() == 3
    least = case.table("contracts").filter(pl.col("minimum_order") > 0)
    assert set(least["contract"]) == set(tiers["contract"])


def test_some_call_offs_cost_money_and_some_have_a_least_size() -> None:
    """As many frameworks as the shape says cost something per call-off, half of them with a least size."""
    contracts = make_case(M).table("contracts")
    assert contracts["fixed_cost"].is_not_null().sum() == M.call_offs
    assert contracts["call_off_min"].is_not_null().sum() == M.call_offs // 2


def test_a_shape_without_tiers_has_single_prices() -> None:
    """Without tiered frameworks there are no minimum orders and no least call-offs."""
    case = make_case(dataclasses.replace(S, tiered=0))
    assert set(case.table("contract_prices")["type"]) == {"single"}
    contracts = case.table("contracts")
    assert contracts["minimum_order"].is_null().all()
    assert contracts["call_off_min"].is_null().all()


def test_buyers_of_an_item_use_it() -> None:
    """An Ally buys directly only what it has a target for."""
    case = make_case(M)
    buyers = case.table("contract_parties").filter(
        pl.col("role") == "buyer", pl.col("contract").str.starts_with("direct")
    )
    classes = case.table("compatibility").filter(state="common").select("item", "class")
    bought = buyers.join(case.table("contract_prices"), on="contract").join(classes, on="item")
    wanted = case.table("targets").select("nation", "class")
    assert bought.join(
        wanted, left_on=["party", "class"], right_on=["nation", "class"], how="anti"
    ).is_empty()


def test_every_end_item_has_a_direct_contract() -> None:
    """Whatever is wanted can be bought."""
    contracts = make_case(M).table("contracts")
    assert (contracts["kind"] == "spot").sum() == M.ends

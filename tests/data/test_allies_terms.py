"""Frameworks, instruments and fleets of the bundled case."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from jointstock.facts.case import Case
from jointstock.facts.changes import apply_changes, read_change_file
from jointstock.facts.checks import check
from jointstock.facts.instruments import spelled
from jointstock.files.folder import open_case

FRAMES = {"eda-joint", "ifu-frame", "lbdm", "nspa-partnership"}
REPAYING = {"asap-proposal", "epf-gifts", "epf-track-1", "epf-track-2"}
SHARED = ("nspa-155-2023", "nspa-155-multi", "nspa-calibres", "eda-155-fast", "eda-multi")
LOTS = Path(__file__).resolve().parents[2] / "data" / "allies-2023-06" / "lots.toml"


@pytest.fixture(scope="module")
def allies() -> Case:
    return open_case("allies-2023-06")


def test_frameworks_end_are_capped_and_cost_a_fee(allies: Case) -> None:
    """Eight frameworks end, seven have a ceiling, all joint ones charge a fee, and one is joined later."""
    contracts = allies.contracts.frame
    caps = contracts.filter(pl.col("ceiling").is_not_null() | pl.col("ceiling_value").is_not_null())
    assert set(caps["contract"]) == {
        "aid-epf-t2", "de-dm121", "eu-million", "nspa-155-2023", "pl-pgz", "us-gmlrs", "us-javelin",
    }  # fmt: skip
    assert contracts.drop_nulls("valid_to").height == 8
    joint = contracts.filter(pl.col("contract").is_in(SHARED) | pl.col("contract").str.starts_with("fms-"))
    assert joint["agent_fee"].null_count() == 0
    late = allies.contract_parties.frame.drop_nulls("from")
    assert late["contract"].unique().to_list() == ["eda-155-fast"]
    assert late.height == 8


def test_two_frameworks_have_prices_that_rise(allies: Case) -> None:
    """Rounds from the United States and from Korea cost more beyond a quantity that was set by hand."""
    steps = allies.contract_prices.frame.filter(pl.col("from_quantity") > 0)
    assert sorted(steps.select("contract", "type", "basis").iter_rows()) == [
        ("fms-155", "convex", "assumed"),
        ("korea-155", "convex", "assumed"),
    ]


def test_yes_no_terms_come_by_a_change_file(allies: Case) -> None:
    """The case itself has no lots, least orders or least members that are paid; the change file sets them."""
    changed = apply_changes(allies, read_change_file(LOTS))
    for case, lots, least, members in ((allies, 0, 0, 0), (changed, 1, 4, 1)):
        contracts, instruments = case.contracts.frame, case.instruments.frame
        assert contracts.drop_nulls("call_off_min").height == lots
        assert contracts.drop_nulls("minimum_order").height == least
        assert instruments.drop_nulls(["min_members", "payer"]).height == members
    assert set(allies.contract_prices.frame["type"]) == {"single", "convex"}
    assert check(changed) == ()


def test_eight_instruments_are_known_on_the_day(allies: Case) -> None:
    """Four instruments repay and four are frames; none of them was adopted after the day."""
    rows = allies.instruments.frame
    assert set(rows.drop_nulls("payer")["instrument"]) == REPAYING
    assert set(rows.filter(pl.col("payer").is_null())["instrument"]) == FRAMES
    assert rows["adopted_on"].drop_nulls().max() <= allies.settings.as_of
    assert rows.filter(pl.col("instrument") == "asap-proposal")["adopted_on"].to_list() == [None]


def test_every_repaying_instrument_has_money(allies: Case) -> None:
    """Each payer of an instrument is a fund with money in the first year."""
    payers = set(allies.instruments.frame["payer"].drop_nulls())
    funds = allies.nations.frame.filter(pl.col("role") == "fund")
    assert payers <= set(funds["nation"])
    money = allies.budgets.frame.filter(
        pl.col("payer").is_in(list(payers)) & (pl.col("year") == 2023) & (pl.col("amount") > 0)
    )
    assert set(money["payer"]) == payers


def test_capacity_in_the_union_is_no_longer_paid_by_its_budget_alone(allies: Case) -> None:
    """The Union repays a share of investment, so its fund pays for no option by itself."""
    assert "asap" not in set(allies.expansion_payers.frame["payer"])
    options = spelled(allies, "asap-proposal")["option"]
    payers = allies.expansion_payers.frame.filter(pl.col("option").is_in(options.to_list()))
    members = spelled(allies, "asap-proposal")["member"].to_list()
    assert set(payers["payer"]) <= set(members)


def test_every_line_of_a_complete_round_says_where_its_value_comes_from(allies: Case) -> None:
    """Each line of an end item has a share of value from the EU and Norway, higher at home than elsewhere."""
    ends = allies.items.frame.filter(pl.col("kind") == "end")["item"].to_list()
    lines = allies.lines.frame.filter(pl.col("item").is_in(ends)).join(
        allies.sites.frame.select("site", "nation"), on="site"
    )
    origins = allies.line_origins.frame
    assert set(lines["line"]) <= set(origins["line"])
    inside = allies.nation_groups.frame.filter(pl.col("group") == "EU-NO")["nation"].to_list()
    shares = lines.join(origins.select("line", "share"), on="line")
    home = pl.col("nation").is_in(inside)
    assert shares.filter(home)["share"].min() > shares.filter(~home)["share"].max()


def test_legacy_fleets_can_retire_above_the_floor(allies: Case) -> None:
    """The floors lie below the weighted fleets of the day, and only Soviet platforms may retire."""
    families = allies.items.frame.select("standard", "family", platform="item")
    fleets = allies.fleets.frame.filter(pl.col("nation") == "UA").join(families, on="platform")
    held = fleets.group_by("family").agg(held=(pl.col("holding") * pl.col("weight")).sum())
    both = allies.fleet_floors.frame.join(held, on="family")
    assert both.height == 2
    assert both.filter(pl.col("quantity") >= pl.col("held")).height == 0
    assert set(fleets.drop_nulls("retire_max")["standard"]) == {"Soviet"}
    assert fleets.drop_nulls("retire_max").height == 3


def test_nothing_makes_legacy_platforms(allies: Case) -> None:
    """No line, no order and no lane brings a Soviet platform: their pool is finite."""
    legacy = allies.items.frame.filter((pl.col("kind") == "platform") & (pl.col("standard") == "Soviet"))
    for name in ("lines", "orders", "lanes", "contract_prices"):
        assert set(legacy["item"]).isdisjoint(allies.table(name)["item"]), name


def test_only_announced_platforms_can_be_given(allies: Case) -> None:
    """A donor can give what was announced by the day and no more."""
    free = allies.fleets.frame.drop_nulls("releasable").select("nation", "platform", "releasable")
    assert sorted(free.iter_rows()) == [("SE", "archer", 8.0), ("US", "120_mm_smoothbore_tanks", 31.0)]


def test_rounds_are_not_asked_for_twice(allies: Case) -> None:
    """A class for which the fleet asks has no stated target in the same nation."""
    needs = allies.fleet_needs.frame
    assert set(needs["class"]) == {"artillery_122", "artillery_152"}
    assert needs.join(allies.targets.frame, on=["nation", "class"], how="semi").height == 0

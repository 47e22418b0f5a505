import polars as pl
import pytest

from jointstock.plans.rules.fleet_rules import moves
from tests.plans.rules.transition import transition
from tests.plans.rules.worked import WorkedPlan


def changed(plan: WorkedPlan, table: str, row: int, **cells: object) -> WorkedPlan:
    for column, value in cells.items():
        plan = plan.with_cell(table, row, column, value)
    return plan


def found(plan: WorkedPlan, rule: str = "V14") -> str:
    return " ".join(finding.text for finding in plan.findings() if finding.rule == rule)


def test_a_fleet_in_transition_is_sound() -> None:
    """Fleets that are given, trained, crewed, lost, repaired and retired as the case says break no rule."""
    findings = transition().findings()
    assert not findings, findings.summary()
    assert findings.checked["V14"] > 0


@pytest.mark.parametrize(
    "column",
    ["opening", "arrived", "ready", "entered", "repaired", "lost", "retired", "sent", "waiting", "closing"],
)
@pytest.mark.parametrize("row", [1, 4])
def test_every_figure_of_a_fleet_is_checked(column: str, row: int) -> None:
    """Any figure of any fleet that is changed breaks rule V14."""
    value = transition().tables["fleets"][column][row]
    assert "V14" in transition().with_cell("fleets", row, column, value + 0.5).broken()


@pytest.mark.parametrize("column", ["floor", "held", "deficit"])
def test_every_figure_of_a_floor_is_checked(column: str) -> None:
    """Any figure of an operational floor that is changed breaks rule V14, and so does a floor left out."""
    plan = transition()
    assert plan.with_cell(
        "fleet_floors", 1, column, plan.tables["fleet_floors"][column][1] + 0.1
    ).broken() == {"V14"}
    assert plan.without_row("fleet_floors", 1).broken() == {"V14"}


def test_platforms_come_by_deliveries_and_transfers() -> None:
    """Four tanks leave D and arrive in U at once."""
    rows = moves(transition().ground()).sort("nation")
    assert rows.select("nation", "b", "came", "gone").rows() == [("D", 0, 0.0, 4.0), ("U", 0, 4.0, 0.0)]


def test_a_fleet_that_the_plan_leaves_out_is_missed() -> None:
    """Platforms of the case are in the plan, even where nothing moves them."""
    plan = transition()
    assert "V14" in plan.with_table("fleets", plan.tables["fleets"].filter(pl.col("nation") != "D")).broken()


def test_a_fleet_that_the_case_does_not_have_is_found() -> None:
    """A fleet of the plan alone is none."""
    assert "the case has none" in found(changed(transition(), "fleets", 8, platform="old"))


def test_platforms_go_where_there_is_a_fleet_for_them() -> None:
    """What arrives in a nation without such a fleet is found."""
    plan = transition()
    fewer = plan.with_facts(fleets=plan.case.table("fleets").head(1))
    assert "4 of tank arrive in U in 2024-01 and 0 leave it; it has no such fleet." in found(fewer)


def test_platforms_are_no_stock() -> None:
    """A platform in the table of stocks is found."""
    assert "platforms are held in fleets" in found(changed(transition(), "stocks", 0, item="tank"))


def test_training_delays_what_arrives() -> None:
    """With two months of training the tanks of January are ready in March."""
    text = found(transition().with_fact("fleets", 1, "training_months", 2))
    assert "4 of tank of U are ready in 2024-02 by the plan; training is over for 0." in text


def test_training_of_unknown_length_is_found() -> None:
    """Nobody knows when platforms of unknown training enter service."""
    assert "nobody knows" in found(transition().with_fact("fleets", 1, "training_months", None))


def test_nothing_enters_before_it_is_certified() -> None:
    """A platform that is certified in March enters in no period with a month before it."""
    text = found(transition().with_fact("fleets", 1, "certified_from", "2024-03"))
    assert "3 of tank enter service in U in 2024-02, before they are certified." in text
    assert "enter service in U in 2024-03" not in text


def test_without_crews_to_wait_for_everything_enters() -> None:
    """The tank that waits at the end of February has no reason to without crews."""
    text = found(transition().with_fact("fleets", 1, "crew", None))
    assert "1 of tank of U wait at the end of 2024-02, although nothing keeps them." in text


def test_crews_come_from_their_pool() -> None:
    """Three entries that draw two crews break the balance of the pool."""
    text = found(changed(transition(), "components", 1, used=2.0), "V1")
    assert "The pool of crew at all gives 2 in 2024-02; lines and fleets draw 3." in text
    assert "V1" in transition().with_fact("fleets", 0, "hub", None).broken()


def test_losses_follow_from_the_fleet() -> None:
    """Losses beside those in proportion count for each month."""
    text = found(transition().with_fact("fleets", 0, "losses", 1.0))
    assert "U loses 2.508 of old in 2024-03 by the plan; it is 4.508." in text


def test_no_more_is_repaired_than_can_be() -> None:
    """Of two losses, a quarter is half a tank; without a workshop nothing is repaired."""
    text = "U repairs 1 of old in 2024-01; {} can be repaired."
    assert text.format(0.5) in found(transition().with_fact("fleets", 0, "repairable", 0.25))
    assert text.format(0) in found(transition().with_fact("fleets", 0, "repair", None))


def test_decided_retirements_take_place() -> None:
    """Four retirements that are decided for February are more than the three of the plan."""
    text = found(transition().with_fact("retirements", 0, "quantity", 4.0))
    assert "U retires 3 of old in 2024-02; 4 are decided." in text


def test_no_more_retire_than_may() -> None:
    """One a month may retire beside what is decided; with half of that, every period retires too many."""
    text = found(transition().with_fact("fleets", 0, "retire_max", 0.5))
    assert "U retires 2 of old in 2024-03; at most 1 may retire." in text
    assert "U retires 3 of old in 2024-02; at most 2.5 may retire." in text


def test_no_more_platforms_are_given_than_may_be_released() -> None:
    """With three that may be released, four are too many."""
    text = found(transition().with_fact("fleets", 2, "releasable", 3.0))
    assert "D gives 4 of tank in all; 3 may be released." in text


def test_a_platform_needs_a_lane_of_its_own() -> None:
    """A lane for all items carries end items, and no platforms."""
    assert "V13" in transition().with_fact("lanes", 0, "item", "*").broken()


def test_what_is_sent_was_in_service_before() -> None:
    """D cannot send four tanks of three."""
    assert "D sends 4 of tank in 2024-01; it had 3 before." in found(
        transition().with_fact("fleets", 2, "holding", 3.0)
    )


def test_the_levels_know_floors_and_legacy_platforms() -> None:
    """A level that leaves out the floors or the legacy platforms is found."""
    plan = transition()
    for place in (0, 3):
        levels = [dict(level) for level in plan.run["levels"]]
        levels[place]["value"] -= 0.01
        assert plan.with_run(levels=levels).broken() == {"V15"}


def test_the_level_transition_stands_where_the_case_calls_for_it() -> None:
    """The level is missed where a legacy fleet may retire, and is not expected elsewhere."""
    plan = transition()
    without = [level for level in plan.run["levels"] if level["name"] != "transition"]
    assert plan.with_run(levels=without).broken() == {"V0"}
    kept = plan.with_fact("fleets", 0, "retire_max", None)
    assert any(finding.object == "run.levels" for finding in kept.findings())


def test_targets_grow_with_the_fleet() -> None:
    """The target of a period is what is stated and what the fleet at its end requires."""
    text = found(changed(transition(), "shortfalls", 1, target=5.0), "V15")
    assert "The target of he of U in 2024-02 is 5 by the plan; it is 35." in text

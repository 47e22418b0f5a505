"""Bills of materials as a plan uses them."""

import pytest

from jointstock.plans.plan import Plan
from jointstock.report.bill import bill_of, needs, part_use, units_in
from tests.report.tiny import Rows, tiny_case, tiny_plan

ITEMS = [
    {"item": "ROUND", "kind": "end", "name": "Round", "unit": "rounds"},
    {"item": "OTHER", "kind": "end", "name": "Other round", "unit": "rounds"},
    {"item": "CHARGE", "kind": "component", "name": "Charge", "unit": "charges"},
    {"item": "POWDER", "kind": "material", "name": "Powder", "unit": "kg"},
    {"item": "TNT", "kind": "material", "name": "TNT", "unit": "kg"},
    {"item": "RDX", "kind": "material", "name": "RDX", "unit": "kg"},
]


def line(name: str, item: str, site: str = "s") -> dict[str, object]:
    """A line at a site."""
    return {"line": name, "site": site, "item": item, "capacity": 100.0, "yield": 1.0}


def made(name: str, item: str, starts: float, good: float | None = None, recipe: str = "std") -> Rows:
    """Starts of a line in the first period."""
    output = starts if good is None else good
    return [
        {
            "line": name,
            "item": item,
            "recipe": recipe,
            "period": "2030-01",
            "starts": starts,
            "good": output,
            "capacity": 100.0,
        }
    ]


def recipe(item: str, component: str, quantity: float, name: str = "std", of: str = "*") -> dict[str, object]:
    """A row of a recipe."""
    return {"item": item, "line": of, "recipe": name, "component": component, "quantity": quantity}


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Rounds of a charge (2 kg of powder, a fifth lost) and TNT or RDX; another round eats powder."""
    case = tiny_case(
        items=ITEMS,
        sites=[
            {"site": "s", "firm": "Works", "nation": "XA"},
            {"site": "far", "firm": "Far", "nation": "XB", "hub": "FAR"},
        ],
        lines=[line("r", "ROUND"), line("c", "CHARGE"), line("o", "OTHER"), line("far-r", "ROUND", "far")],
        line_leads=[{"line": "c", "months": 2, "share": 0.5}, {"line": "c", "months": 4, "share": 0.5}],
        recipes=[
            recipe("ROUND", "CHARGE", 1, "tnt"),
            recipe("ROUND", "TNT", 10, "tnt"),
            recipe("ROUND", "CHARGE", 1, "rdx"),
            recipe("ROUND", "RDX", 8, "rdx"),
            recipe("CHARGE", "POWDER", 2),
            recipe("OTHER", "POWDER", 1),
            recipe("ROUND", "KIT", 1, "kit", of="far-r"),
        ],
    )
    production = [
        *made("r", "ROUND", 30, recipe="tnt"),
        *made("r", "ROUND", 10, recipe="rdx"),
        *made("c", "CHARGE", 50, 40),
        *made("o", "OTHER", 100),
        *made("far-r", "ROUND", 7, recipe="kit"),
    ]
    return tiny_plan(case, production=production)


def test_use_is_starts_times_quantity(plan: Plan) -> None:
    """30 starts of 10 kg use 300 kg; a line with recipes of its own does not take those of all lines."""
    used = {(row["line"], row["component"]): row["used"] for row in part_use(plan).iter_rows(named=True)}
    assert used["r", "TNT"] == 300
    assert used["c", "POWDER"] == 100
    assert ("far-r", "CHARGE") not in used
    assert used["far-r", "KIT"] == 7


def test_a_part_is_counted_for_each_good_unit(plan: Plan) -> None:
    """50 charges are started for 40 good ones: 2.5 kg of powder in each."""
    assert bill_of(plan).parts["CHARGE", "all"] == {"POWDER": 2.5}


def test_a_part_shared_with_others_counts_by_the_share_taken(plan: Plan) -> None:
    """Charges take 100 of 200 kg of powder, the other round the rest."""
    bill = bill_of(plan)
    assert bill.taken["POWDER", "CHARGE", "all"] == 0.5
    assert bill.taken["CHARGE", "ROUND", "all"] == 1.0


def test_needs_reach_down_all_tiers(plan: Plan) -> None:
    """A round needs a charge at its start, and 2.5 kg of powder three months before."""
    found = {need.part: need for need in needs(bill_of(plan), "ROUND", "all")}
    assert found["CHARGE"].units == {"CHARGE": 1.0}
    assert found["CHARGE"].ahead == 0
    assert found["POWDER"].units == {"POWDER": 2.5}
    assert found["POWDER"].ahead == 3
    assert found["POWDER"].taken == {"POWDER": 0.5}


def test_parts_that_stand_in_for_each_other_are_one(plan: Plan) -> None:
    """TNT and RDX are alternatives: 7.5 and 2 kg in the mean round of the plan."""
    found = {need.part: need for need in needs(bill_of(plan), "ROUND", "all")}
    assert found["RDX+TNT"].units == {"RDX": 2.0, "TNT": 7.5}
    assert set(found) == {"CHARGE", "POWDER", "RDX+TNT"}


def test_hubs_have_bills_of_their_own(plan: Plan) -> None:
    """The line of the far hub works from its kit alone."""
    assert [need.part for need in needs(bill_of(plan), "ROUND", "FAR")] == ["KIT"]


def test_units_inside_a_part_are_counted(plan: Plan) -> None:
    """A charge holds 2.5 kg of powder; powder holds nothing."""
    bill = bill_of(plan)
    assert units_in(bill, "CHARGE", "all") == {"POWDER": 2.5}
    assert units_in(bill, "POWDER", "all") == {}


def test_an_item_without_parts_needs_nothing(plan: Plan) -> None:
    """What has no recipe has no needs."""
    assert needs(bill_of(plan), "POWDER", "all") == []

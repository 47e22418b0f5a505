"""How much of what every part allows is used."""

import numpy as np
import pytest

from jointstock.plans.plan import Plan
from jointstock.report.names import names_of
from jointstock.report.scarcity import ASSEMBLY, Chain, chains, month_by_month
from tests.report.tiny import Rows, tiny_case, tiny_plan

PERIODS = ("2030-01", "2030-02", "2030-03")


def lines_of(name: str, item: str, starts: list[float], capacity: list[float]) -> Rows:
    """Production of a line in the three periods."""
    return [
        {
            "line": name,
            "item": item,
            "recipe": "std",
            "period": period,
            "starts": units,
            "good": units,
            "capacity": most,
        }
        for period, units, most in zip(PERIODS, starts, capacity, strict=True)
    ]


def plan_of(rounds: list[float], *, stock: float = 50.0, charge_basis: str = "cited") -> Plan:
    """Rounds of one charge and one fuze.

    Lines of rounds can start 100, 100 and 200; of charges 20, 20 and 40 with a month of lead; of fuzes
    60, 60 and 120 at once. In stock are charges only.
    """
    known = {"basis": "cited", "known_on": "2029"}
    case = tiny_case(
        items=[
            {"item": "R", "kind": "end", "name": "Round", "unit": "rounds"},
            {"item": "C", "kind": "component", "name": "Charge", "unit": "charges"},
            {"item": "F", "kind": "component", "name": "Fuze", "unit": "fuzes"},
        ],
        sites=[{"site": "s", "firm": "Works", "nation": "XA"}],
        lines=[
            {"line": "r", "site": "s", "item": "R", "yield": 1.0, **known},
            {"line": "c", "site": "s", "item": "C", "yield": 1.0, "basis": charge_basis, "known_on": "2029"},
            {"line": "f", "site": "s", "item": "F", "yield": 1.0, **known},
        ],
        line_leads=[
            {"line": "r", "months": 0, "share": 1.0},
            {"line": "c", "months": 1, "share": 1.0},
            {"line": "f", "months": 0, "share": 1.0},
        ],
        recipes=[
            {"item": "R", "line": "*", "recipe": "std", "component": part, "quantity": 1.0, **known}
            for part in "CF"
        ],
        component_stocks=[{"item": "C", "hub": "all", "quantity": stock, **known}],
    )
    production = [
        *lines_of("r", "R", rounds, [100, 100, 200]),
        *lines_of("c", "C", [20, 20, 40], [20, 20, 40]),
        *lines_of("f", "F", rounds, [60, 60, 120]),
    ]
    return tiny_plan(case, production=production)


def chain_of(plan: Plan) -> Chain:
    """The one chain of a plan."""
    (chain,) = chains(plan, names_of(plan.case))
    return chain


def test_every_part_and_the_assembly_are_in_the_chain() -> None:
    """The final assembly comes first, then the parts in the order of the bill."""
    assert chain_of(plan_of([50, 20, 40])).parts == (ASSEMBLY, "Charge", "Fuze")


def test_a_part_supplies_complete_rounds_a_month() -> None:
    """Charges: nothing in January for the lead, then 20 a month (February's and March's at last)."""
    chain = chain_of(plan_of([50, 20, 40]))
    assert chain.monthly[0].tolist() == [100, 100, 100]
    assert chain.monthly[1].tolist() == [0, 20, 20]
    assert chain.monthly[2].tolist() == [60, 60, 60]


def test_stock_counts_with_what_lines_could_make() -> None:
    """50 charges in stock and 0, 20, 40 made allow 50, 70 and 110 rounds; all are started."""
    chain = chain_of(plan_of([50, 20, 40]))
    assert chain.tightness[1].tolist() == [1, 1, 1]
    assert chain.possible[1] == pytest.approx(np.array([50, 70, 110]))
    assert chain.tightness[2].tolist() == pytest.approx([50 / 60, 70 / 120, 110 / 240])


def test_the_part_most_used_is_the_scarcest() -> None:
    """With 500 charges in stock fuzes limit: 60 of 60, 120 of 120, 240 of 240."""
    chain = chain_of(plan_of([60, 60, 120], stock=500.0))
    assert [chain.parts[place] for place in chain.scarcest] == ["Fuze"] * 3
    assert chain.tightness[2].tolist() == [1, 1, 1]


def test_what_is_not_begun_has_no_potential() -> None:
    """Without a start the potential of a part is not known from the plan's mix."""
    chain = chain_of(plan_of([0, 20, 40]))
    assert np.isnan(chain.possible[:, 0]).all()


def test_the_chain_rests_on_its_worst_line() -> None:
    """One assumed line is enough."""
    assert chain_of(plan_of([50, 20, 40])).basis == "cited"
    assert chain_of(plan_of([50, 20, 40], charge_basis="assumed")).basis == "assumed"


def test_months_are_those_at_the_end_of_each_period() -> None:
    """A row for each part and period, the last one to the end of April; one part a period is the scarcest."""
    plan = plan_of([50, 20, 40])
    rows = month_by_month(plan, chain_of(plan))
    assert rows.height == 9
    assert rows.get_column("month").unique().sort().to_list() == ["2030-01", "2030-02", "2030-04"]
    assert rows.filter("scarcest").get_column("part").to_list() == ["Charge"] * 3
    last = rows.filter(rows["scarcest"], rows["period"] == "2030-03").row(0, named=True)
    assert (last["done"], last["planned"]) == (110, 20)


def test_an_item_that_is_not_made_has_no_chain() -> None:
    """Nothing started, nothing to limit."""
    assert chains(plan_of([0, 0, 0]), names_of(plan_of([0, 0, 0]).case)) == []

"""Published programs: what other authors' models come to, stated with the families of a program."""

import json
from pathlib import Path

import numpy as np
import pytest

from jointstock.solver.highs import Solver
from jointstock.solver.outcome import Watch
from jointstock.solver.program import ABSENT, Expression, Program

DATA = Path(__file__).parent / "published"


def read(name):
    """The data of a published program."""
    return json.loads((DATA / f"{name}.json").read_text("utf-8"))


def optimum(program, goal):
    """Best value of a program."""
    solver = Solver(program, Watch())
    try:
        outcome = solver.minimise("goal", goal)
    finally:
        solver.close()
    assert outcome.status == "optimal"
    return outcome.value


def carried(stock):
    """Stock of the period before; absent in the first. Shape (items, periods)."""
    before = np.full_like(stock, ABSENT)
    before[:, 1:] = stock[:, :-1]
    return before


def of_months(data, columns, per_unit):
    """Triplets of machine hours: place, column and hours of each product and month."""
    machines, products, months = data["machines"], data["products"], len(data["months"])
    hours = np.array([[per_unit[m].get(p, 0.0) for p in products] for m in machines])
    machine, product, month = np.nonzero(np.repeat(hours[:, :, None], months, axis=2))
    return machine * months + month, columns[product, month], hours[machine, product]


def factory(data, *, choose):
    """Factory planning (Williams, 12.3 and 12.4): profit in negative, maintenance given or chosen."""
    program, axes = Program(), [data["products"], data["months"]]
    make = program.add_columns("make", axes)
    sell = program.add_columns("sell", axes, upper=np.array([data["max_sales"][p] for p in data["products"]]))
    hold = program.add_columns("hold", axes, upper=float(data["max_inventory"]))
    program.add_rows(
        "balance", axes, [(1.0, carried(hold)), (1.0, make), (-1.0, sell), (-1.0, hold)], "=", 0.0
    )
    program.add_rows("final", axes[:1], [(1.0, hold[:, -1])], "=", float(data["final_stock"]))
    machines = [data["machines"], data["months"]]
    installed = np.array([[data["installed"][m]] for m in data["machines"]]) * np.ones(len(data["months"]))
    hours, used = float(data["hours_per_month"]), of_months(data, make, data["hours_per_unit"])
    if choose:
        down = program.add_columns("down", machines, upper=installed, integer=True)
        place = np.repeat(np.arange(len(data["machines"])), len(data["months"]))
        required = np.array([float(data["down_required"][m]) for m in data["machines"]])
        program.add_sums("required", machines[:1], [(place, down.ravel(), np.ones(down.size))], "=", required)
        closed = (np.arange(down.size), down.ravel(), np.full(down.size, hours))
        program.add_sums("hours", machines, [used, closed], "<=", hours * installed)
    else:
        for row in data["down_fixed"]:
            where = data["machines"].index(row["machine"]), data["months"].index(row["month"])
            installed[where] -= row["number"]
        program.add_sums("hours", machines, [used], "<=", hours * installed)
    profit = np.array([[data["profit"][p]] for p in data["products"]])
    return program, Expression.of((-profit, sell), (data["holding_cost"], hold))


@pytest.mark.parametrize(
    ("choose", "profit"), [(False, 93_715.17857142858), (True, 108_855.0)], ids=["given", "chosen"]
)
def test_factory_planning(choose, profit):
    """Six months of seven products: a profit of 93,715.18 with maintenance given, 108,855 with it chosen."""
    program, goal = factory(read("factory_planning"), choose=choose)
    assert optimum(program, goal) == pytest.approx(-profit, rel=1e-9)


def test_multi_period_steel():
    """Four weeks of bands and coils with stock between: a profit of 515,033."""
    data = read("steel")
    products = sorted(data["market"])
    weeks = [f"week {week}" for week in range(1, data["weeks"] + 1)]
    program, axes = Program(), [products, weeks]
    make, hold = program.add_columns("make", axes), program.add_columns("hold", axes)
    sell = program.add_columns("sell", axes, upper=np.array([data["market"][p] for p in products]))
    opening = np.zeros(make.shape)
    opening[:, 0] = [-data["initial_inventory"][p] for p in products]
    program.add_rows(
        "balance", axes, [(1.0, carried(hold)), (1.0, make), (-1.0, sell), (-1.0, hold)], "=", opening
    )
    hours = np.array([[1.0 / data["rate_tons_per_hour"][p]] for p in products]) * np.ones(len(weeks))
    week = np.tile(np.arange(len(weeks)), len(products))
    time = np.array(data["hours"], dtype=float)
    program.add_sums("time", [weeks], [(week, make.ravel(), hours.ravel())], "<=", time)
    cost = np.array([[data["production_cost"][p]] for p in products])
    stock = np.array([[data["inventory_cost"][p]] for p in products])
    revenue = np.array([data["revenue"][p] for p in products])
    goal = Expression.of((cost, make), (stock, hold), (-revenue, sell))
    assert optimum(program, goal) == pytest.approx(-515_033.0, rel=1e-6)

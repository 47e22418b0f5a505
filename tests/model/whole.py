"""Whole programs of made cases, and the best value of each of their levels."""

from jointstock.model.build import build
from jointstock.model.index_sets.sets import read_sets
from jointstock.solver.highs import Solver
from jointstock.solver.outcome import Watch

HOLDINGS = "nation,item,lot,quantity,releasable\nEE,shell,,10,0"
TARGETS = "version,nation,class,from,quantity\nV1,EE,field,2023-07,40"
AT_ONCE = "contract,kind,admin_months\nK,framework,0"
NOTHING = dict.fromkeys(("lines", "line_leads", "sites", "contracts"), "note")
NOTHING |= dict.fromkeys(("contract_parties", "contract_prices", "contract_payments"), "note")


def model_of(case, periods, end="meet"):
    """The program of a case."""
    return build(read_sets(case, periods), currency="EUR", end=end)


def levels(model):
    """Best value of every level, each held in the later ones."""
    solver = Solver(model.program, Watch())
    found = {}
    for goal in model.goals:
        outcome = solver.minimise(goal.name, goal.measure)
        assert outcome.status == "optimal"
        found[goal.name] = outcome.value
        solver.keep(goal.measure, outcome.value + 1e-9)
    solver.close()
    return found

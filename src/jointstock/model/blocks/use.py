"""Use: what is used of what was wanted, and what stays unmet.

For every demand d (nation, item or class, kind) and period b::

    sum over items of ratio * used[d,item,b] + unmet[d,b] = wanted[d,b]

=======  =============================================  ========  ============
symbol   meaning                                        kind      unit
=======  =============================================  ========  ============
used     used of an item for the demand                 variable  item units
unmet    wanted and not used                            variable  demand units
wanted   wanted over the period                         fact      demand units
ratio    demand units per item unit                     fact      1
=======  =============================================  ========  ============

Rows: ``use[demand, period]``. Their price is what one unit less of use would save.
"""

from collections.abc import Sequence

from jointstock.measure.arrays import Floats, Ints
from jointstock.model.flows import Flow
from jointstock.solver.program import Program


def add_use(
    program: Program,
    axes: Sequence[Sequence[str]],
    wanted: Floats,
    demand: Ints,
    ratio: Floats,
    unit: Floats,
) -> tuple[Ints, Ints]:
    """Serve each demand from stock, or leave it unmet.

    Args:
        program: The program that receives columns and rows.
        axes: Labels of demands, of servers (demand and item) and of periods.
        wanted: Units over each period, shape (demands, periods).
        demand: Demand of each server, shape (servers,).
        ratio: Demand units per item unit, shape (servers,).
        unit: Natural step of quantities, shape (servers,).

    Returns:
        Columns ``used``, shape (servers, periods), and ``unmet``, shape (demands, periods).
    """
    demands, servers, labels = axes
    periods = len(labels)
    is_wanted = wanted > 0
    used = program.add_columns("used", [servers, labels], where=is_wanted[demand], unit=unit[:, None])
    unmet = program.add_columns("unmet", [demands, labels], where=is_wanted)
    served = Flow.of(used, ratio[:, None]).grouped(demand)
    program.add_sums(
        "use", [demands, labels], [served.entries(periods), Flow.of(unmet).entries(periods)], "=", wanted
    )
    return used, unmet

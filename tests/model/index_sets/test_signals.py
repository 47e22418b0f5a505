"""What industry takes for firm."""

import numpy as np
import pytest

from jointstock.model.index_sets.sets import read_sets
from jointstock.model.index_sets.signals import read_signals
from tests.model.made import calendar, made

OWN = {
    "expansions": "option,line,capacity,cost,build_months,ramp,kind,break_even\n{option}",
    "ramps": "ramp,month,share\nnow,0,1",
}
PARTIES = "contract,role,party\nK,buyer,EE\nK,buyer,LV\nK,line,L1\nK,line,L2"


def read(option="X,L1,5,10,1,now,whole,30", **tables):
    """The signals of the tiny case with one option of industry, and its sets."""
    own = OWN | {"expansions": OWN["expansions"].format(option=option), "contract_parties": PARTIES}
    sets = read_sets(made(**own | tables), calendar())
    return read_signals(sets), sets


def lines(sets, figures):
    """Figures by line that are not nothing."""
    return {name: figure for name, figure in zip(sets.lines.labels, figures, strict=True) if figure}


def test_an_option_looks_at_the_orders_of_its_own_line():
    """Orders with L1 count wholly, those with L2 not at all."""
    signals, sets = read()
    assert lines(sets, signals.content[0]) == {"L1": 1}
    counted = dict(zip(sets.edges.frame["line"], signals.weight, strict=True))
    assert counted == {"L1": 1, "L2": 0}
    assert signals.anyway.tolist() == [0]


def test_without_an_option_of_industry_nothing_is_looked_at():
    """Options that payers buy have no signals."""
    signals, _ = read("X,L1,5,10,1,now,whole,", expansion_payers="option,payer\nX,EE")
    assert not signals.weight.any()
    assert not signals.content.any()


def test_open_orders_with_the_line_are_firm():
    """7 on order with L1 count, 9 with L2 do not."""
    orders = """
        order,buyer,line,item,quantity,due,price,paid_share
        one,EE,L1,shell,7,2023-09,1,0
        two,EE,L2,shell,9,2023-09,1,0
    """
    assert read(orders=orders)[0].anyway.tolist() == [7]


@pytest.mark.parametrize(
    ("share", "weight", "anyway"), [(0.0, 1.0, 0.0), (0.25, 0.75, 12.5), (1.0, 0.0, 50.0)]
)
def test_a_ceiling_counts_by_its_share_and_its_orders_by_the_rest(share, weight, anyway):
    """A ceiling of 100 that two lines sell is 50 for each."""
    contracts = "contract,kind,admin_months,ceiling\nK,framework,0,100"
    assumptions = f"assumption,value\nconversion_of_options,{share}"
    signals, sets = read(contracts=contracts, assumptions=assumptions)
    assert signals.anyway.tolist() == [anyway]
    counted = {
        line: float(number) for line, number in zip(sets.edges.frame["line"], signals.weight, strict=True)
    }
    assert counted == {"L1": weight, "L2": 0}


@pytest.mark.parametrize(
    ("terms", "share"),
    [("yes,100,0.2", 0.4), ("yes,99,0.2", 0.25), (",100,0.2", 0.25), ("yes,100,1", 1.0), ("yes,,", 0.25)],
)
def test_a_ceiling_that_is_to_be_taken_counts_for_what_is_paid_untaken_too(terms, share):
    """A quarter of options and a fifth of the rest are 0.4 of 100, where it is signed and for all of it."""
    contracts = "contract,kind,admin_months,ceiling,signed,take_or_pay,take_share"
    assumptions = "assumption,value\nconversion_of_options,0.25"
    signals, _ = read(contracts=f"{contracts}\nK,framework,0,100,{terms}", assumptions=assumptions)
    assert signals.anyway.tolist() == pytest.approx([50 * share])
    assert signals.weight.max() == pytest.approx(1 - share)


def test_a_contract_without_a_ceiling_promises_nothing_beyond_its_orders():
    """100 are to be taken, without a ceiling: what is ordered counts wholly, and nothing before."""
    contracts = "contract,kind,admin_months,signed,take_or_pay,take_share\nK,framework,0,yes,100,0.2"
    signals, _ = read(contracts=contracts, assumptions="assumption,value\nconversion_of_options,0.25")
    assert (signals.anyway.tolist(), signals.weight.max()) == ([0], 1)


def test_targets_not_yet_held_count_for_the_lines_that_make_the_item():
    """EE wants 40 and holds 10, LV wants 20 and holds 30, UA wants 50 and may not: 0.5 * 30 / 2."""
    tables = {
        "target_versions": "version\nV",
        "targets": """
            version,nation,class,from,quantity
            V,EE,field,2023-07,10
            V,EE,field,2023-12,40
            V,LV,field,2023-07,20
            V,UA,field,2023-07,50
        """,
        "holdings": "nation,item,lot,quantity\nEE,shell,,10\nLV,shell,,30",
        "assumptions": "assumption,value\nconversion_of_targets,0.5",
    }
    assert read(**tables)[0].anyway.tolist() == [7.5]


def test_parts_count_through_all_tiers_of_the_hub():
    """A shell takes 2 charges and a charge 3 of steel: an order is 6 of steel, shared by two lines."""
    tables = {
        "lines": """
            line,site,item,capacity,yield
            L1,W1,shell,10,0.5
            L2,W2,shell,10,1
            C1,W1,charge,30,0.9
            S1,W1,steel,30,1
            S2,W1,steel,30,1
        """,
        "line_leads": "line,months,share\nL1,0,1\nL2,0,1\nC1,0,1\nS1,0,1\nS2,0,1",
        "recipes": """
            item,line,recipe,component,quantity
            shell,*,a,charge,2
            shell,*,b,charge,9
            charge,*,a,steel,3
        """,
    }
    signals, sets = read("X,S1,5,10,1,now,whole,30", **tables)
    assert lines(sets, signals.content[0]) == {"L1": 3}
    assert np.isfinite(signals.content).all()

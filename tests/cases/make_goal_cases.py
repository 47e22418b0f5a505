"""Writes the worked cases of fairness, money against time and haste beside this file.

Run it with `python -m tests.cases.make_goal_cases`; like the other worked cases they are kept with the
tests, and the same run always writes the same bytes.
"""

from __future__ import annotations

from tests.cases.make_cases import Tables, single, write_case


def a10() -> None:
    """Two ways to share what is there: one pool for all, and two pools that reach different nations."""
    one = {"N1": 2, "N2": 4, "N3": 10}
    write_case("A10", {"months": 1}, pools(one, {"D": (12, "N1 N2 N3")}))
    two = {"N1": 10, "N2": 10, "N3": 10}
    write_case("A10b", {"months": 1}, pools(two, {"D1": (4, "N1 N2"), "D2": (8, "N3")}))


def pools(wanted: dict[str, int], stocks: dict[str, tuple[int, str]]) -> Tables:
    """Tables of nations that want units, and of donors whose stocks reach some of them.

    Args:
        wanted: Units that each nation wants.
        stocks: Units of each donor, and the nations that it can give to.
    """
    return {
        "nations": [
            "nation,name,role,fiscal_year_start",
            *(f"{name},Nation {name},recipient,1" for name in wanted),
            *(f"{name},Donor {name},ally,1" for name in stocks),
        ],
        "items": ["item,name,kind,unit", "U,Unit,end,piece"],
        "classes": ["class,name,unit,scale", "G,Goods,piece,1"],
        "compatibility": ["item,class,nation,state", "U,G,*,common"],
        "holdings": [
            "nation,item,quantity,releasable",
            *(f"{name},U,{units},{units}" for name, (units, _) in stocks.items()),
        ],
        "target_versions": ["version,decided_on", "one,2024-12-01"],
        "targets": [
            "version,nation,class,from,quantity",
            *(f"one,{name},G,2025-01,{units}" for name, units in wanted.items()),
        ],
        "lanes": [
            "item,from,to,months,cost",
            *(f"U,{donor},{name},0,0" for donor, (_, names) in stocks.items() for name in names.split()),
        ],
    }


def b01() -> None:
    """Two ways to build, of which the budget pays one: a little soon, or much later."""
    tables = single(capacity="0", lead=0, stock="0", target="1000", price="1")
    tables["lines"] += ["L2,W,U,0,1"]
    tables["line_leads"] += ["L2,0,1"]
    tables["contract_parties"] += ["K,line,L2"]
    tables["expansions"] = [
        "option,line,capacity,cost,build_months,ramp,kind",
        "X,L,80,1000000,0,at-once,whole",
        "Y,L2,300,1000000,8,at-once,whole",
    ]
    tables["ramps"] = ["ramp,month,share", "at-once,0,1"]
    tables["expansion_payers"] = ["option,payer", "X,N", "Y,N"]
    tables["budgets"] = ["payer,year,amount,carry_over", "N,2025,1500000,0", "N,2026,12000,0"]
    write_case("B01", {"months": 14, "calendar": "14x1"}, tables)


if __name__ == "__main__":
    for make in (a10, b01):
        make()

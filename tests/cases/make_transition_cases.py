"""Writes the worked cases of fleets, certification and instruments beside this file.

Run it with `python -m tests.cases.make_transition_cases`; like the other worked cases they are kept with the
tests, and the same run always writes the same bytes.
"""

from __future__ import annotations

from tests.cases.make_cases import write_case

ALWAYS_THE_SAME = {
    "classes": ["class,name,unit,scale", "G,Goods,piece,1"],
    "target_versions": ["version,decided_on", "one,2024-12-01"],
}


def t01() -> None:
    """A recipient's fleet passes from legacy to new platforms over its operational floor."""
    write_case(
        "T01",
        {"months": 6, "calendar": "6x1"},
        ALWAYS_THE_SAME
        | {
            "nations": [
                "nation,name,role,fiscal_year_start",
                "D,Donor,ally,1",
                "R,Recipient,recipient,1",
            ],
            "items": [
                "item,name,kind,unit,family,standard",
                "U,Round,end,piece,,NATO",
                "old,Old gun,platform,piece,guns,Soviet",
                "new,New gun,platform,piece,guns,NATO",
                "crew,Trained crew,component,crew,,",
            ],
            "compatibility": ["item,class,nation,state", "U,G,*,common"],
            "fleets": [
                "nation,platform,holding,releasable,losses,retire_max,training_months,crew",
                "D,new,60,60,,,0,",
                "R,new,0,,,,1,crew",
                "R,old,100,,10,20,0,",
            ],
            "fleet_floors": ["nation,family,from,quantity", "R,guns,2025-03,80"],
            "fleet_needs": ["platform,class,nation,rate,days", "new,G,*,2,5"],
            "lanes": ["item,from,to,months,cost", "new,D,R,1,2"],
            "sites": ["site,firm,nation", "W,Works,D", "T,Training centre,D"],
            "lines": ["line,site,item,capacity,yield", "L,W,U,300,1", "school,T,crew,15,1"],
            "line_leads": ["line,months,share", "L,0,1", "school,0,1"],
            "contracts": ["contract,kind,admin_months,queue", "K,framework,0,no"],
            "contract_parties": ["contract,role,party", "K,buyer,R", "K,line,L"],
            "contract_prices": ["contract,item,from_quantity,type,price", "K,U,0,single,1"],
            "contract_payments": ["contract,event,months_after,share", "K,order,0,1"],
        },
    )


def t02() -> None:
    """An item that a nation holds counts only after it has bought its certification."""
    write_case(
        "T02",
        {"months": 6, "calendar": "6x1"},
        ALWAYS_THE_SAME
        | {
            "nations": ["nation,name,role,fiscal_year_start", "N,Nation,ally,1"],
            "items": ["item,name,kind,unit", "U,Unit,end,piece", "V,Other unit,end,piece"],
            "compatibility": [
                "item,class,nation,state,months_to_certify,cost_to_certify,certify",
                "U,G,*,common,,,no",
                "V,G,N,data_needed,2,500,yes",
            ],
            "holdings": ["nation,item,quantity", "N,V,100"],
            "targets": ["version,nation,class,from,quantity", "one,N,G,2025-01,100"],
            "sites": ["site,firm,nation", "W,Works,N"],
            "lines": ["line,site,item,capacity,yield", "L,W,U,10,1"],
            "line_leads": ["line,months,share", "L,0,1"],
            "contracts": ["contract,kind,admin_months,queue", "K,framework,0,no"],
            "contract_parties": ["contract,role,party", "K,buyer,N", "K,line,L"],
            "contract_prices": ["contract,item,from_quantity,type,price", "K,U,0,single,1"],
            "contract_payments": ["contract,event,months_after,share", "K,order,0,1"],
        },
    )


def t03() -> None:
    """A fund of 300 bears up to 40 % of orders under a contract of which three nations take a tenth each."""
    nations = [f"{name},Nation {name},ally,1" for name in "ABC"]
    write_case(
        "T03",
        {"months": 4, "calendar": "4x1"},
        ALWAYS_THE_SAME
        | {
            "nations": ["nation,name,role,fiscal_year_start", *nations, "F,Fund,fund,1"],
            "items": ["item,name,kind,unit", "U,Unit,end,piece"],
            "compatibility": ["item,class,nation,state", "U,G,*,common"],
            "targets": [
                "version,nation,class,from,quantity",
                *(f"one,{name},G,2025-01,{units}" for name, units in (("A", 100), ("B", 100), ("C", 10))),
            ],
            "sites": ["site,firm,nation", "W,Works,A"],
            "lines": ["line,site,item,capacity,yield", "L,W,U,300,1"],
            "line_leads": ["line,months,share", "L,0,1"],
            "contracts": ["contract,kind,admin_months,queue", "K,framework,0,no"],
            "contract_parties": ["contract,role,party", "K,buyer,*", "K,line,L"],
            "contract_prices": ["contract,item,from_quantity,type,price", "K,U,0,single,10"],
            "contract_payments": ["contract,event,months_after,share", "K,order,0,1"],
            "budgets": [
                "payer,year,amount,carry_over",
                "A,2025,2400,0",
                "B,2025,1800,0",
                "C,2025,3000,0",
                "F,2025,900,0",
            ],
            "instruments": [
                "instrument,name,kind,payer,rate,amount,min_members,member_share",
                "I,Joint purchase,goods,F,0.4,300,3,0.1",
            ],
            "instrument_parties": ["instrument,role,party", "I,member,*", "I,contract,K"],
        },
    )


def sold(capacity: str, price: str, *buyers: str, lead: str = "0") -> dict[str, list[str]]:
    """Tables of one contract K under which item U of line L is paid with the order.

    Args:
        capacity: Starts a month of the line.
        price: Price of one unit.
        buyers: Who may order.
        lead: Months from start to stock.
    """
    return {
        "items": ["item,name,kind,unit", "U,Unit,end,piece"],
        "compatibility": ["item,class,nation,state", "U,G,*,common"],
        "sites": ["site,firm,nation", "W,Works,A"],
        "lines": ["line,site,item,capacity,yield", f"L,W,U,{capacity},1"],
        "line_leads": ["line,months,share", f"L,{lead},1"],
        "contracts": ["contract,kind,admin_months,queue", "K,framework,0,no"],
        "contract_parties": ["contract,role,party", *(f"K,buyer,{name}" for name in buyers), "K,line,L"],
        "contract_prices": ["contract,item,from_quantity,type,price", f"K,U,0,single,{price}"],
        "contract_payments": ["contract,event,months_after,share", "K,order,0,1"],
    }


def one_buyer(capacity: str, price: str, target: str, budget: str) -> dict[str, list[str]]:
    """Tables of nation A with a target and a budget of a year, and of a fund F beside it."""
    return (
        ALWAYS_THE_SAME
        | sold(capacity, price, "A")
        | {
            "nations": ["nation,name,role,fiscal_year_start", "A,Nation A,ally,1", "F,Fund,fund,1"],
            "targets": ["version,nation,class,from,quantity", f"one,A,G,2025-01,{target}"],
            "budgets": ["payer,year,amount,carry_over", f"A,2025,{budget},0"],
        }
    )


def t04() -> None:
    """A fund bears half of the extra cost of a contract, up to a twentieth of its value."""
    write_case(
        "T04",
        {"months": 2, "calendar": "2x1"},
        one_buyer("300", "10", "100", "6000")
        | {
            "contracts": [
                "contract,kind,admin_months,queue,fixed_cost,agent_fee",
                "K,framework,0,no,100,0.25",
            ],
            "instruments": [
                "instrument,name,kind,payer,rate,cap_share",
                "I,Joint purchase,extra cost,F,0.5,0.05",
            ],
            "instrument_parties": ["instrument,role,party", "I,member,*", "I,contract,K"],
        },
    )


def t05() -> None:
    """A fund bears half of what a nation pays for an expansion."""
    write_case(
        "T05",
        {"months": 6, "calendar": "6x1"},
        one_buyer("10", "1", "100", "480")
        | {
            "expansions": [
                "option,line,capacity,cost,currency,build_months,ramp",
                "X,L,10,600,EUR,0,at-once",
            ],
            "ramps": ["ramp,month,share", "at-once,0,1"],
            "expansion_payers": ["option,payer", "X,A"],
            "instruments": ["instrument,name,kind,payer,rate", "I,Industry,investment,F,0.5"],
            "instrument_parties": ["instrument,role,party", "I,member,A", "I,option,X"],
        },
    )


def t06() -> None:
    """A fund of 750 reimburses what two donors give at one rate for all."""
    write_case(
        "T06",
        {"months": 2, "calendar": "2x1"},
        ALWAYS_THE_SAME
        | {
            "nations": [
                "nation,name,role,fiscal_year_start",
                "A,Nation A,ally,1",
                "B,Nation B,ally,1",
                "R,Recipient,recipient,1",
                "F,Fund,fund,1",
            ],
            "items": ["item,name,kind,unit", "U,Unit,end,piece"],
            "compatibility": ["item,class,nation,state", "U,G,*,common"],
            "holdings": ["nation,item,quantity,releasable", "A,U,100,100", "B,U,50,50"],
            "targets": ["version,nation,class,from,quantity", "one,R,G,2025-01,150"],
            "lanes": ["item,from,to,months,cost", "U,*,R,0,5"],
            "instruments": [
                "instrument,name,kind,payer,rate,amount,flat_rate",
                "I,Stock given,transfer,F,1,750,yes",
            ],
            "instrument_parties": [
                "instrument,role,party",
                "I,member,*",
                "I,item,U",
                "I,recipient,*",
            ],
            "instrument_values": ["instrument,item,value", "I,U,10"],
        },
    )


def t07() -> None:
    """Of two items under one contract half of the dearer one's rival comes from outside the group E."""
    write_case(
        "T07",
        {"months": 2, "calendar": "2x1"},
        one_buyer("75", "10", "300", "6000")
        | {
            "nation_groups": ["nation,group", "A,E"],
            "items": ["item,name,kind,unit", "U,Unit,end,piece", "V,Other unit,end,piece"],
            "compatibility": ["item,class,nation,state", "U,G,*,common", "V,G,*,common"],
            "lines": ["line,site,item,capacity,yield", "L,W,U,75,1", "M,W,V,200,1"],
            "line_leads": ["line,months,share", "L,0,1", "M,0,1"],
            "line_origins": ["line,group,share", "L,E,1", "M,E,0.5"],
            "contract_parties": ["contract,role,party", "K,buyer,A", "K,line,L", "K,line,M"],
            "contract_prices": [
                "contract,item,from_quantity,type,price",
                "K,U,0,single,10",
                "K,V,0,single,8",
            ],
            "instruments": ["instrument,name,kind,payer,rate,level", "I,Own industry,goods,F,0.5,item"],
            "instrument_parties": ["instrument,role,party", "I,member,*", "I,contract,K"],
            "instrument_limits": ["instrument,numerator,limit", "I,outside:E,0.35"],
        },
    )


def t08() -> None:
    """A fund bears half of what is paid in February and March."""
    write_case(
        "T08",
        {"months": 4, "calendar": "4x1"},
        one_buyer("20", "10", "100", "1200")
        | {
            "instruments": [
                "instrument,name,kind,payer,rate,valid_from,valid_to",
                "I,Two months,goods,F,0.5,2025-02,2025-03",
            ],
            "instrument_parties": ["instrument,role,party", "I,member,*", "I,contract,K"],
        },
    )


if __name__ == "__main__":
    t01()
    t02()
    t03()
    t04()
    t05()
    t06()
    t07()
    t08()

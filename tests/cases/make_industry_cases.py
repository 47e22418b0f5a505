"""Writes the worked cases of industry beside this file: how lines are run, and who builds what.

Run it with `python -m tests.cases.make_industry_cases`; like the other worked cases they are kept with the
tests, and the same run always writes the same bytes.
"""

from __future__ import annotations

from tests.cases.make_cases import single, write_case


def a04() -> None:
    """Shift modes: 150 a month wanted; 100, 180 or 240 a month in one, two or three shifts."""
    tables = single(capacity="240", lead=0, stock="0", target="0", price="0")
    tables["items"] = ["item,name,kind,unit,holding_cost", "U,Unit,end,piece,1"]
    tables["usage"] = ["nation,item,kind,month,rate", "N,U,peacetime,2025-01,150"]
    tables["lines"] = ["line,site,item,capacity,yield,hours_per_start", "L,W,U,240,1,1"]
    tables["line_modes"] = [
        "line,mode,hours,cost,payer",
        "L,one,100,10,N",
        "L,two,180,22,N",
        "L,three,240,36,N",
    ]
    write_case("A04", {"months": 3}, tables)


def minimum_rate() -> None:
    """A minimum sustaining rate: 100 a month at most, 60 at least, and 130 wanted."""
    tables = single(capacity="100", lead=0, stock="0", target="130", price="1")
    tables["lines"] = ["line,site,item,capacity,yield,minimum_rate", "L,W,U,100,1,60"]
    write_case("minimum-rate", {"months": 3}, tables)


def start_up() -> None:
    """A start-up cost: 100 wanted in the first month and in the third, none between."""
    tables = single(capacity="100", lead=0, stock="0", target="0", price="1")
    tables["items"] = ["item,name,kind,unit,holding_cost", "U,Unit,end,piece,1"]
    usage = ("2025-01,100", "2025-02,0", "2025-03,100")
    tables["usage"] = ["nation,item,kind,month,rate", *(f"N,U,peacetime,{row}" for row in usage)]
    tables["lines"] = [
        "line,site,item,capacity,yield,rate_now,minimum_rate,start_up_cost,start_up_payer",
        "L,W,U,100,1,0,20,50,N",
    ]
    write_case("start-up", {"months": 3}, tables)


def surge() -> None:
    """Surge capacity on retention: 10 a month and 20 more from a month after an event in March."""
    tables = single(capacity="10", lead=0, stock="0", target="100", price="1")
    tables["surges"] = [
        "surge,line,capacity,retention,call_cost,payer,trigger,notice_months",
        "R,L,20,5,1,N,2025-03,1",
    ]
    write_case("surge", {"months": 6}, tables)


def industry_builds() -> None:
    """Industry doubles a line of 10 a month, two months after 60 are firmly on order."""
    tables = single(capacity="10", lead=0, stock="0", target="100", price="1")
    tables["contracts"] = ["contract,kind,admin_months,queue,ceiling", "K,framework,0,yes,100"]
    tables["expansions"] = [
        "option,line,capacity,cost,build_months,ramp,kind,break_even,hurdle",
        "X,L,10,5000,2,at-once,whole,60,1",
    ]
    tables["ramps"] = ["ramp,month,share", "at-once,0,1"]
    write_case("industry-builds", {"months": 8}, tables)


def industry_builds_parts() -> None:
    """Industry doubles the capacity for a part of which every unit takes three, through two tiers."""
    tables = single(capacity="100", lead=0, stock="0", target="100", price="1")
    tables["contracts"] = ["contract,kind,admin_months,queue,ceiling", "K,framework,0,yes,100"]
    tables["items"] += ["body,Body,component,piece", "bar,Bar,component,piece"]
    tables["lines"] += ["L-body,W,body,100,1", "L-bar,W,bar,30,1"]
    tables["line_leads"] += ["L-body,0,1", "L-bar,0,1"]
    tables["recipes"] = [
        "item,line,recipe,component,quantity",
        "U,*,unit,body,1",
        "body,*,forged,bar,3",
    ]
    tables["expansions"] = [
        "option,line,capacity,cost,build_months,ramp,kind,break_even,hurdle",
        "X,L-bar,30,5000,2,at-once,whole,150,1.2",
    ]
    tables["ramps"] = ["ramp,month,share", "at-once,0,1"]
    write_case("industry-builds-parts", {"months": 8}, tables)


def g02() -> None:
    """Industry builds for 40 firm orders, and for 60 uncertain ones if they are to be taken or paid.

    A unit of capacity costs 30 and earns 50 when it is used: the first option breaks even at 40 * 30 / 50 =
    24 orders, the second at 60 * 30 / 50 = 36 beyond the 40 that the first one serves.
    """
    tables = single(capacity="0", lead=0, stock="0", target="100", price="50")
    tables["targets"] = ["version,nation,class,from,quantity", "one,N,G,2025-02,100"]
    tables["contracts"] = [
        "contract,kind,admin_months,queue,valid_from,ceiling,signed,take_or_pay,take_share",
        "K,framework,0,no,2025-02,60,yes,60,0.2",
    ]
    tables["orders"] = ["order,buyer,line,item,quantity,price,paid_share,due", "firm,N,L,U,40,50,0,2025-02"]
    tables["expansions"] = [
        "option,line,capacity,cost,build_months,ramp,kind,break_even",
        "firm,L,40,1200,1,at-once,whole,24",
        "uncertain,L,60,1800,1,at-once,whole,76",
    ]
    tables["ramps"] = ["ramp,month,share", "at-once,0,1"]
    tables["assumptions"] = ["assumption,value", "conversion_of_options,0.5"]
    write_case("G02", {"months": 2}, tables)


def two_recipes() -> None:
    """Alternative recipes: a unit takes two of one part, or three of another."""
    tables = single(capacity="100", lead=0, stock="0", target="60", price="1")
    tables["items"] += ["steel,Steel,component,piece", "alloy,Alloy,component,piece"]
    tables["recipes"] = [
        "item,line,recipe,component,quantity",
        "U,*,of-steel,steel,2",
        "U,*,of-alloy,alloy,3",
    ]
    tables["component_stocks"] = ["item,hub,quantity", "steel,all,50", "alloy,all,75"]
    write_case("two-recipes", {"months": 2}, tables)


if __name__ == "__main__":
    made = (a04, g02, minimum_rate, start_up, surge, industry_builds, industry_builds_parts, two_recipes)
    for make in made:
        make()

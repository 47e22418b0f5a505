"""Writes the worked cases of agreements beside this file: prices by quantity, call-offs, fees, authority.

Run it with `python -m tests.cases.make_agreement_cases`; like the other worked cases they are kept with the
tests, and the same run always writes the same bytes.
"""

from __future__ import annotations

from tests.cases.make_cases import Tables, single, write_case

PRICES = "contract,item,from_quantity,type,price"
LEARNING = f"{PRICES},slope"


def with_rival(terms: str, values: str, price: str, rival: str, need: str) -> Tables:
    """Tables of one nation that needs units at once and has two contracts with two lines.

    Args:
        terms: Columns of the contract K beside its usual ones.
        values: Their values.
        price: Price under K.
        rival: Price under the contract R, which has no terms.
        need: Units wanted.
    """
    tables = single(capacity="1000", lead=0, stock="0", target=need, price=price)
    tables["lines"] += ["L2,W,U,1000,1"]
    tables["line_leads"] += ["L2,0,1"]
    tables["contracts"] = [
        f"contract,kind,admin_months,queue,{terms}",
        f"K,framework,0,no,{values}",
        f"R,spot,0,no,{',' * terms.count(',')}",
    ]
    tables["contract_parties"] += ["R,buyer,N", "R,line,L2"]
    tables["contract_prices"] += [f"R,U,0,single,{rival}"]
    tables["contract_payments"] += ["R,order,0,1"]
    return tables


def a06() -> None:
    """Lot sizes: twelve months of use, a contract for each month with its own fixed cost, storage at 1."""
    demand = (69, 29, 36, 61, 61, 26, 34, 67, 45, 67, 79, 56)
    fixed = (85, 102, 102, 101, 98, 114, 105, 86, 119, 110, 98, 114)
    months = [f"2025-{month:02d}" for month in range(1, 13)]
    tables = single(capacity="1000", lead=0, stock="0", target="0", price="2")
    tables["items"] = ["item,name,kind,unit,holding_cost", "U,Unit,end,piece,1"]
    tables["usage"] = [
        "nation,item,kind,month,rate",
        *(f"N,U,peacetime,{month},{units}" for month, units in zip(months, demand, strict=True)),
    ]
    tables["contracts"] = [
        "contract,kind,admin_months,queue,valid_from,valid_to,fixed_cost",
        *(f"K{m[-2:]},framework,0,no,{m},{m},{cost}" for m, cost in zip(months, fixed, strict=True)),
    ]
    names = [f"K{month[-2:]}" for month in months]
    rows = [f"{name},{role}" for name in names for role in ("buyer,N", "line,L")]
    tables["contract_parties"] = ["contract,role,party", *rows]
    tables["contract_prices"] = [PRICES, *(f"{name},U,0,single,2" for name in names)]
    tables["contract_payments"] = [
        "contract,event,months_after,share",
        *(f"{name},order,0,1" for name in names),
    ]
    write_case("A06", {}, tables)


def a07() -> None:
    """A cheap supplier with a minimum order of 50, and a dear one without."""
    write_case("A07", {"months": 3}, with_rival("minimum_order", "50", price="10", rival="14", need="30"))


def a08() -> None:
    """A price for all units: 10 each, or 8 each from 100 units on."""
    tables = single(capacity="1000", lead=0, stock="0", target="85", price="10")
    tables["contract_prices"] = [PRICES, "K,U,0,all_units,10", "K,U,100,all_units,8"]
    write_case("A08", {"months": 3}, tables)


def a15() -> None:
    """Eight units along a learning curve of 90 %, the first at 100."""
    tables = single(capacity="1000", lead=0, stock="0", target="8", price="100")
    tables["contracts"] = ["contract,kind,admin_months,queue,ceiling", "K,framework,0,no,8"]
    tables["contract_prices"] = [f"{LEARNING},made_before", "K,U,0,crawford,100,0.9,"]
    write_case("A15", {"months": 3}, tables)


def a16() -> None:
    """A framework of 100 units: call-offs of 20 to 40 at a fixed cost of 50, six months of validity."""
    tables = single(capacity="1000", lead=0, stock="0", target="90", price="10")
    tables["contracts"] = [
        "contract,kind,admin_months,queue,valid_from,valid_to,ceiling,fixed_cost,call_off_min,call_off_max",
        "K,framework,0,no,2025-03,2025-08,100,50,20,40",
    ]
    write_case("A16", {}, tables)


def tiers() -> None:
    """Prices that fall in steps, each for its own units, beside a rival at 9."""
    tables = with_rival("ceiling", "200", price="10", rival="9", need="150")
    tables["contract_prices"] = [PRICES, "K,U,0,incremental,10", "K,U,100,incremental,6", "R,U,0,single,9"]
    write_case("falling-price", {"months": 3}, tables)
    tables["contract_prices"] = [PRICES, "K,U,0,convex,8", "K,U,50,convex,12", "R,U,0,single,9"]
    write_case("rising-price", {"months": 3}, tables)


def late_joiner() -> None:
    """Two nations under one framework; the second joins in April."""
    tables = single(capacity="1000", lead=0, stock="0", target="30", price="1")
    tables["nations"] += ["P,Partner,ally,1"]
    tables["targets"] += ["one,P,G,2025-01,30"]
    tables["contract_parties"] = [
        "contract,role,party,from",
        "K,buyer,N,",
        "K,buyer,P,2025-04",
        "K,line,L,",
    ]
    write_case("late-joiner", {}, tables)


def take_or_pay() -> None:
    """A signed contract for 100 units at 10, half of it paid for what is not taken, and a rival at 4."""
    terms, values = "signed,take_or_pay,take_share", "yes,100,0.5"
    write_case("take-or-pay", {"months": 3}, with_rival(terms, values, price="10", rival="4", need="60"))


def fees() -> None:
    """A contract at 6 with a fee of 20 a month, one with a fee of 240 at once, each beside a rival at 10."""
    monthly = with_rival("capacity_fee", "20", price="6", rival="10", need="70")
    write_case("capacity-fee", {}, monthly)
    once = with_rival(
        "option_fee,valid_from,valid_to", "240,2025-02,2025-10", price="6", rival="10", need="70"
    )
    write_case("option-fee", {}, once)


def shared_fee() -> None:
    """Two buyers with budgets that only just suffice share a fee of 100."""
    tables = single(capacity="1000", lead=0, stock="0", target="10", price="1")
    tables["nations"] += ["P,Partner,ally,1"]
    tables["targets"] += ["one,P,G,2025-01,20"]
    tables["contracts"] = ["contract,kind,admin_months,queue,option_fee", "K,framework,0,no,100"]
    tables["contract_parties"] += ["K,buyer,P"]
    tables["budgets"] = ["payer,year,amount,carry_over", "N,2025,40,0", "P,2025,90,0"]
    write_case("shared-fee", {}, tables)


def brokered() -> None:
    """A donor buys for a recipient through an agent that takes 3 % of every payment."""
    tables = single(capacity="40", lead=1, stock="0", target="0", price="100")
    tables["nations"] += ["R,Recipient,recipient,1", "A,Agent,agency,1"]
    tables["targets"] = ["version,nation,class,from,quantity", "one,R,G,2025-01,100"]
    tables["contracts"] = ["contract,kind,admin_months,queue,agent_fee", "K,brokered,0,no,0.03"]
    tables["contract_parties"] += ["K,recipient,R", "K,agent,A"]
    tables["contract_payments"] = ["contract,event,months_after,share", "K,order,0,0.3", "K,delivery,0,0.7"]
    tables["budgets"] = ["payer,year,amount,carry_over", "N,2025,8240,0"]
    write_case("brokered", {}, tables)


def authority() -> None:
    """What may be signed in a year: 300 in 2025, 600 in 2026, half of it carried on."""
    tables = single(capacity="30", lead=0, stock="0", target="90", price="10")
    tables["contract_payments"] = ["contract,event,months_after,share", "K,order,12,1"]
    tables["authorities"] = ["payer,year,amount,carry_over", "N,2025,300,0.5", "N,2026,600,0"]
    write_case("authority", {"months": 24, "calendar": "24x1"}, tables)


if __name__ == "__main__":
    for make in (
        a06,
        a07,
        a08,
        a15,
        a16,
        tiers,
        late_joiner,
        take_or_pay,
        fees,
        shared_fee,
        brokered,
        authority,
    ):
        make()

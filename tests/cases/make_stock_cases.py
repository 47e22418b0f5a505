"""Writes the worked cases of shelf life, life extension, replacement and warehouses beside this file.

Run it with `python -m tests.cases.make_stock_cases`; like the other worked cases they are kept with the
tests, and the same run always writes the same bytes.
"""

from __future__ import annotations

from tests.cases.make_cases import Tables, single, write_case


def ageing(life: str, capacity: str, target: str, start: str = "2025-01") -> Tables:
    """Tables of one nation that buys units with a shelf life at 1 each.

    Args:
        life: Months from arrival to expiry; empty where it is not known.
        capacity: Starts a month of the line.
        target: Target from the month `start` on.
        start: Month of the target.
    """
    tables = single(capacity=capacity, lead=0, stock="0", target=target, price="1")
    tables["items"] = ["item,name,kind,unit,shelf_life", f"U,Unit,end,piece,{life}"]
    tables["targets"] = ["version,nation,class,from,quantity", f"one,N,G,{start},{target}"]
    return tables


def between(tables: Tables, donor: str, recipient: str, months: int) -> Tables:
    """Tables of two nations D and R, without industry, and a lane for a cost of 1 between them.

    Args:
        tables: Tables to add to.
        donor: Lot, quantity, expiry and releasable units of D.
        recipient: Target of R.
        months: Months under way.
    """
    for name in ("sites", "lines", "line_leads", "contracts", "contract_parties", "contract_prices"):
        tables.pop(name)
    tables.pop("contract_payments")
    tables["nations"] = ["nation,name,role,fiscal_year_start", "D,Donor,ally,1", "R,Recipient,ally,1"]
    tables["holdings"] = ["nation,item,lot,quantity,expiry,releasable", f"D,U,{donor}"]
    tables["targets"] = ["version,nation,class,from,quantity", f"one,R,G,2025-01,{recipient}"]
    tables["lanes"] = ["item,from,to,months,cost", f"U,D,R,{months},1"]
    return tables


def a05() -> None:
    """Shelf life of three months: 30 are to be held from March on, 15 a month can be made."""
    write_case("A05", {"months": 6}, ageing(life="3", capacity="15", target="30", start="2025-03"))


def s01() -> None:
    """Two nations with lanes to and fro, whose stock expires in April."""
    tables = between(ageing(life="3", capacity="0", target="0"), "old,100,2025-04,100", "100", months=0)
    tables["holdings"] += ["R,U,old,100,2025-04,100"]
    tables["targets"] += ["one,D,G,2025-01,100"]
    tables["lanes"] += ["U,R,D,0,1"]
    write_case("S01", {"months": 6}, tables)


def s02() -> None:
    """100 units expire in April; to renew one costs 3, a new one 5."""
    tables = ageing(life="", capacity="100", target="100")
    tables["contract_prices"] = ["contract,item,from_quantity,type,price", "K,U,0,single,5"]
    tables["holdings"] = ["nation,item,lot,quantity,expiry", "N,U,old,100,2025-04"]
    tables["life_extensions"] = ["item,nation,months,cost,capacity", "U,*,12,3,"]
    write_case("S02", {"months": 6}, tables)


def s03() -> None:
    """10 units that expire in March and were promised for February travel for three months."""
    tables = between(ageing(life="", capacity="0", target="0"), "old,10,2025-03,10", "10", months=3)
    tables["pledges"] = [
        "pledge,donor,recipient,item,quantity,due,status",
        "P,D,R,U,10,2025-02,contracted",
    ]
    write_case("S03", {"months": 6}, tables)


def s04() -> None:
    """50 units may be given, and are to be replaced within three months; 10 a month can be bought."""
    tables = single(capacity="10", lead=0, stock="50", target="0", price="1")
    tables["nations"] += ["R,Recipient,ally,1"]
    tables["holdings"] = ["nation,item,quantity,releasable", "N,U,50,50"]
    tables["targets"] = ["version,nation,class,from,quantity", "one,R,G,2025-01,50"]
    tables["lanes"] = ["item,from,to,months,cost,replace_months", "U,N,R,0,0,3"]
    write_case("S04", {"months": 6}, tables)


def s05() -> None:
    """A warehouse of 100 units for two members that want 60 each; a third nation is no member."""
    tables = single(capacity="10", lead=0, stock="0", target="60", price="1")
    tables["nations"] += ["M,Member,ally,1", "O,Other,ally,1", "W,Warehouse,agency,1"]
    tables["holdings"] = ["nation,item,quantity", "W,U,100"]
    tables["targets"] += ["one,M,G,2025-01,60", "one,O,G,2025-01,60"]
    tables["warehouses"] = ["warehouse,member", "W,M", "W,N"]
    tables["contract_parties"] = ["contract,role,party", "K,buyer,W", "K,line,L"]
    tables["contracts"] = ["contract,kind,admin_months,queue,valid_from", "K,framework,0,no,2025-03"]
    write_case("S05", {"months": 4}, tables)


def s06() -> None:
    """Quarters: what is made in one counts wholly in it, and a third of it in the next."""
    write_case("S06", {"months": 9, "calendar": "3x3"}, ageing(life="4", capacity="10", target="30"))


def s07() -> None:
    """A floor of 40 over 30 units that expire in March and 20 that do not; 5 a month are used."""
    tables = between(ageing(life="", capacity="0", target="0"), "old,30,2025-03,50", "50", months=0)
    tables["holdings"] = [
        "nation,item,lot,quantity,expiry,releasable",
        "D,U,new,20,,20",
        "D,U,old,30,2025-03,30",
    ]
    tables["floors"] = ["nation,item,quantity", "D,U,40"]
    tables["usage"] = ["nation,item,kind,month,rate", "D,U,peacetime,2025-01,5"]
    write_case("S07", {"months": 4}, tables)


if __name__ == "__main__":
    for make in (a05, s01, s02, s03, s04, s05, s06, s07):
        make()

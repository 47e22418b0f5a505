"""Writes the worked cases beside this file: small cases whose plans are worked out by hand.

Run it with `python tests/cases/make_cases.py`; the folders it writes are kept with the tests, and the same
run always writes the same bytes. Every row rests on the source `worked`, its basis is `synthetic`.
"""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
TAIL = ("source,basis,known_on", "worked,synthetic,2024-12-01")

Tables = dict[str, list[str]]


def write_case(name: str, settings: dict[str, object], tables: Tables) -> None:
    """Writes one case folder.

    Args:
        name: Name of the folder and of the case.
        settings: Keys of case.toml that differ from the usual ones.
        tables: Lines of each table, the header first, without the columns that all tables share.
    """
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    usual = {"schema": 1, "name": name, "as_of": "2024-12-31", "first_month": "2025-01"}
    keys = usual | {"months": 12, "currency": "EUR", "price_year": 2025} | settings
    lines = [
        f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}" for key, value in keys.items()
    ]
    _write(folder / "case.toml", lines)
    _write(folder / "sources.csv", ["source,title,kind", "worked,A case worked out by hand,own work"])
    for table, (header, *rows) in tables.items():
        _write(folder / f"{table}.csv", [f"{header},{TAIL[0]}", *(f"{row},{TAIL[1]}" for row in rows)])


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def single(capacity: str, lead: int, stock: str, target: str, price: str) -> Tables:
    """Tables of one nation N that buys one item U, made on one line L, to cover one class G.

    Args:
        capacity: Starts a month of the line.
        lead: Months from start to stock.
        stock: Opening stock of the nation.
        target: Target from the first month on.
        price: Price of one unit, paid with the order.
    """
    return {
        "nations": ["nation,name,role,fiscal_year_start", "N,Nation,ally,1"],
        "items": ["item,name,kind,unit", "U,Unit,end,piece"],
        "classes": ["class,name,unit,scale", "G,Goods,piece,1"],
        "compatibility": ["item,class,nation,state", "U,G,*,common"],
        "holdings": ["nation,item,quantity", f"N,U,{stock}"],
        "target_versions": ["version,decided_on", "one,2024-12-01"],
        "targets": ["version,nation,class,from,quantity", f"one,N,G,2025-01,{target}"],
        "sites": ["site,firm,nation", "W,Works,N"],
        "lines": ["line,site,item,capacity,yield", f"L,W,U,{capacity},1"],
        "line_leads": ["line,months,share", f"L,{lead},1"],
        "contracts": ["contract,kind,admin_months,queue", "K,framework,0,no"],
        "contract_parties": ["contract,role,party", "K,buyer,N", "K,line,L"],
        "contract_prices": ["contract,item,from_quantity,type,price", f"K,U,0,single,{price}"],
        "contract_payments": ["contract,event,months_after,share", "K,order,0,1"],
    }


def a01() -> None:
    """Lead time and the area under the shortfall."""
    write_case("A01", {}, single(capacity="100", lead=2, stock="300", target="1200", price="1"))


def a02() -> None:
    """Money against time: a budget of one year buys units at 100,000 and capacity at 500,000."""
    tables = single(capacity="100", lead=0, stock="0", target="1200", price="100000")
    tables["expansions"] = [
        "option,line,capacity,cost,build_months,ramp",
        "X,L,100,50000000,4,at-once",
    ]
    tables["ramps"] = ["ramp,month,share", "at-once,0,1"]
    tables["expansion_payers"] = ["option,payer", "X,N"]
    tables["budgets"] = ["payer,year,amount,carry_over", "N,2025,150000000,0"]
    write_case("A02", {}, tables)


def a03() -> None:
    """Complete rounds follow the scarcest component."""
    tables = single(capacity="30000", lead=0, stock="0", target="400000", price="1")
    tables["items"] += [f"{name},{name},component,piece" for name in ("projectile", "charge", "fuze")]
    capacities = {"projectile": 40000, "charge": 18000, "fuze": 60000}
    tables["lines"] += [f"L-{name},W,{name},{capacity},1" for name, capacity in capacities.items()]
    tables["line_leads"] += [f"L-{name},0,1" for name in capacities]
    tables["recipes"] = [
        "item,line,recipe,component,quantity",
        *(f"U,*,round,{name},1" for name in capacities),
    ]
    tables["component_stocks"] = ["item,hub,quantity", "charge,all,36000"]
    write_case("A03", {"months": 6}, tables)


def a09() -> None:
    """Yearly budgets with carry-over and an index: 40 units in the first year, 150 in the two that follow."""
    tables = single(capacity="3.3333333333333335", lead=0, stock="0", target="300", price="1000000")
    tables["lines"] += ["L2,W,U,9.166666666666666,1"]
    tables["line_leads"] += ["L2,0,1"]
    tables["contracts"] = [
        "contract,kind,admin_months,queue,price_year,index",
        "K,framework,0,no,2025,prices",
    ]
    tables["contract_parties"] += ["K,line,L2"]
    tables["rates"] = ["rate,month,value", "prices,2025-01,1", "prices,2026-01,1.05", "prices,2027-01,1.1025"]
    tables["obstacles"] = [
        "obstacle,kind,touches,item,line,contract,from,to,effect,until",
        "not-yet-built,outage,production,*,L2,*,*,*,forbids,2025-12",
    ]
    years = range(2025, 2028)
    tables["budgets"] = ["payer,year,amount,carry_over", *(f"N,{year},100000000,0.2" for year in years)]
    write_case("A09", {"months": 36}, tables)


def a11() -> None:
    """Donors give down to their floors."""
    donors = (("D1", 500, 400), ("D2", 300, 250), ("D3", 200, 200))
    tables = {
        "nations": [
            "nation,name,role,fiscal_year_start",
            *(f"{name},Donor {name[1]},ally,1" for name, _, _ in donors),
            *(f"R{number},Recipient {number},recipient,1" for number in (1, 2)),
        ],
        "items": ["item,name,kind,unit", "U,Unit,end,piece"],
        "classes": ["class,name,unit,scale", "G,Goods,piece,1"],
        "compatibility": ["item,class,nation,state", "U,G,*,common"],
        "holdings": [
            "nation,item,quantity,releasable",
            *(f"{name},U,{held},{held}" for name, held, _ in donors),
        ],
        "floors": ["nation,item,quantity", *(f"{name},U,{floor}" for name, _, floor in donors)],
        "target_versions": ["version,decided_on", "one,2024-12-01"],
        "targets": [
            "version,nation,class,from,quantity",
            "one,R1,G,2025-01,200",
            "one,R2,G,2025-01,100",
        ],
        "lanes": [
            "item,from,to,months,cost",
            *(f"U,{name},R{number},0,1" for name, _, _ in donors for number in (1, 2)),
        ],
    }
    write_case("A11", {"months": 3}, tables)


def a13() -> None:
    """Which stock covers which need."""
    stock = {"r152": 100, "r155_std": 80, "r155_long": 60}
    need = {"soviet152": 120, "nato_A": 70, "nato_B": 50}
    fits = ("r152,soviet152", "r155_std,nato_A", "r155_std,nato_B", "r155_long,nato_B")
    tables = {
        "nations": ["nation,name,role,fiscal_year_start", "N,Nation,ally,1"],
        "items": ["item,name,kind,unit", *(f"{item},{item},end,piece" for item in stock)],
        "classes": ["class,name,unit,scale", *(f"{name},{name},piece,1" for name in need)],
        "compatibility": ["item,class,nation,state", *(f"{fit},*,interchangeable" for fit in fits)],
        "holdings": ["nation,item,quantity", *(f"N,{item},{held}" for item, held in stock.items())],
        "target_versions": ["version,decided_on", "one,2024-12-01"],
        "targets": [
            "version,nation,class,from,quantity",
            *(f"one,N,{name},2025-01,{units}" for name, units in need.items()),
        ],
    }
    write_case("A13", {"months": 3}, tables)


def a17() -> None:
    """One unit ordered in January 2025 and delivered in January 2027, priced in dollars of 2023."""
    tables = single(capacity="1", lead=24, stock="0", target="1", price="1000")
    tables["contracts"] = [
        "contract,kind,admin_months,queue,currency,price_year,index",
        "K,framework,0,no,USD,2023,prices",
    ]
    tables["contract_payments"] = ["contract,event,months_after,share", "K,order,0,0.3", "K,delivery,0,0.7"]
    steps = ("2023-01,1", "2024-01,1.04", "2025-01,1.0816", "2026-01,1.124864", "2027-01,1.16985856")
    tables["rates"] = ["rate,month,value", *(f"prices,{step}" for step in steps), "USD,2023-01,0.92"]
    write_case("A17", {"months": 26, "calendar": "26x1", "discount_rate": 0.03}, tables)


def a18() -> None:
    """A new line climbs to its plateau in five months; two tiers lose 10 % and 20 %."""
    tables = single(capacity="1000", lead=0, stock="0", target="1000", price="1")
    tables["items"] += ["part,Part,component,piece"]
    tables["lines"] = ["line,site,item,capacity,yield", "L,W,U,1000,0.8", "L-part,W,part,0,0.9"]
    tables["line_leads"] += ["L-part,0,1"]
    tables["recipes"] = ["item,line,recipe,component,quantity", "U,*,unit,part,1"]
    tables["expansions"] = ["option,line,capacity,cost,build_months,ramp", "X,L-part,100,0,0,climb"]
    shares = ("0,0.2", "1,0.4", "2,0.6", "3,0.8", "4,1")
    tables["ramps"] = ["ramp,month,share", *(f"climb,{share}" for share in shares)]
    tables["expansion_payers"] = ["option,payer", "X,N"]
    write_case("A18", {}, tables)


def i01() -> None:
    """Targets that are weapons x rate x days: 500 weapons for 60 days at three rates."""
    rates = {"C1": "75.441", "C2": "28.7", "C3": "26.41"}
    tables = {
        "nations": ["nation,name,role,fiscal_year_start", "N,Nation,ally,1"],
        "items": ["item,name,kind,unit", *(f"{name},Item of {name},end,round" for name in rates)],
        "classes": ["class,name,unit,scale", *(f"{name},Class {name[1]},round,1000" for name in rates)],
        "compatibility": ["item,class,nation,state", *(f"{name},{name},*,common" for name in rates)],
        "holdings": ["nation,item,quantity", *(f"N,{name},500000" for name in rates)],
        "target_versions": ["version,decided_on", "one,2024-12-01"],
        "targets": [
            "version,nation,class,from,quantity,method",
            *(f"one,N,{name},2025-01,,level of effort" for name in rates),
        ],
        "efforts": [
            "version,nation,class,weapons,rate,days,loss,training,test,pipeline",
            *(f"one,N,{name},500,{rate},60,0,0,0,0" for name, rate in rates.items()),
        ],
    }
    write_case("I01", {"months": 3}, tables)


def k01() -> None:
    """A whole joint plan: three nations, two items, one component, three sites, two expansions."""
    stock = {"A,S": 800, "B,S": 400, "C,S": 200, "A,M": 20, "B,M": 10, "C,M": 0}
    target = {"A,S": 2000, "B,S": 1200, "C,S": 900, "A,M": 60, "B,M": 40, "C,M": 20}
    budget = {"A": (30000, 40000), "B": (18000, 22000), "C": (9000, 12000)}
    lines = {
        "P1": ("S", 100, 2, "3"),
        "P2": ("S", 60, 2, "3.6"),
        "M1": ("M", 10, 6, "900"),
        "Q1": ("Q", 120, 1, ""),
    }
    sold = {line: row for line, row in lines.items() if row[3]}
    payments = [f"K-{line},{event}" for line in sold for event in ("order,0,0.3", "delivery,0,0.7")]
    tables = {
        "nations": ["nation,name,role,fiscal_year_start", *(f"{n},Nation {n},ally,1" for n in budget)],
        "items": [
            "item,name,kind,unit",
            "S,Shell,end,piece",
            "M,Missile,end,piece",
            "Q,Charge,component,piece",
        ],
        "classes": ["class,name,unit,scale,weight", "S,Shells,piece,1,1", "M,Missiles,piece,1,50"],
        "compatibility": ["item,class,nation,state", "S,S,*,common", "M,M,*,common"],
        "holdings": ["nation,item,quantity", *(f"{key},{held}" for key, held in stock.items())],
        "component_stocks": ["item,hub,quantity", "Q,all,150"],
        "target_versions": ["version,decided_on", "one,2024-12-01"],
        "targets": [
            "version,nation,class,from,quantity",
            *(f"one,{k},2025-01,{q}" for k, q in target.items()),
        ],
        "usage": [
            "nation,item,kind,month,rate",
            *(f"{n},S,peacetime,2025-01,{10 if n == 'A' else 5}" for n in budget),
        ],
        "sites": ["site,firm,nation", *(f"W-{line},Firm {line},A" for line in lines)],
        "lines": ["line,site,item,capacity,yield", *(f"{k},W-{k},{v[0]},{v[1]},1" for k, v in lines.items())],
        "line_leads": ["line,months,share", *(f"{line},{row[2]},1" for line, row in lines.items())],
        "recipes": ["item,line,recipe,component,quantity", "S,*,shell,Q,1"],
        "expansions": [
            "option,line,capacity,cost,build_months,ramp",
            "X-P1,P1,80,64000,8,at-once",
            "X-Q1,Q1,100,30000,10,at-once",
        ],
        "ramps": ["ramp,month,share", "at-once,0,1"],
        "expansion_payers": ["option,payer", "X-P1,*", "X-Q1,*"],
        "contracts": ["contract,kind,admin_months,queue", *(f"K-{line},framework,0,no" for line in sold)],
        "contract_parties": [
            "contract,role,party",
            *(f"K-{line},{party}" for line in sold for party in ("buyer,*", f"line,{line}")),
        ],
        "contract_prices": [
            "contract,item,from_quantity,type,price",
            *(f"K-{line},{row[0]},0,single,{row[3]}" for line, row in sold.items()),
        ],
        "contract_payments": ["contract,event,months_after,share", *payments],
        "budgets": [
            "payer,year,amount,carry_over",
            *(
                f"{n},{2025 + year},{amount},0.2"
                for n, row in budget.items()
                for year, amount in enumerate(row)
            ),
        ],
        "obstacles": [
            "obstacle,kind,touches,item,line,contract,from,to,effect,until",
            "licence,licence,orders,S,P2,*,*,C,forbids,2025-12",
        ],
    }
    write_case("K01", {"months": 24, "calendar": "24x1", "end": "none"}, tables)


if __name__ == "__main__":
    for make in (a01, a02, a03, a09, a11, a13, a17, a18, i01, k01):
        make()

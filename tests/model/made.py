"""A tiny case for tests of index sets: tables as text, each of which a test may write anew."""

import io

import polars as pl

from jointstock.facts.case import Case, Settings
from jointstock.measure.months import make_calendar, month_number

FIRST = month_number("2023-07")
TABLES = {
    "nations": """
        nation,role,fiscal_year_start,weight
        EE,ally,1,2
        LV,invitee,4,
        UA,recipient,1,
        ZZ,third,1,
        FUND,fund,1,
    """,
    "nation_groups": """
        nation,group
        EE,Baltic
        LV,Baltic
    """,
    "items": """
        item,kind,unit,holding_cost
        shell,end,rounds,0.5
        rocket,end,pieces,
        charge,component,pieces,
        steel,material,t,
    """,
    "classes": """
        class,unit,scale,weight
        deep,pieces,5,
        field,rounds,10,3
    """,
    "compatibility": """
        item,class,platform,nation,state,ratio
        shell,field,,*,common,
        rocket,deep,,*,common,2
    """,
    "sites": """
        site,nation,hub
        W1,EE,
        W2,LV,north
    """,
    "lines": """
        line,site,item,capacity,yield
        L2,W2,shell,20,0.5
        L1,W1,shell,10,1
        C1,W1,charge,30,1
    """,
    "line_leads": """
        line,months,share
        L1,1,1
        L2,1,0.5
        L2,2,0.5
        C1,0,1
    """,
    "contracts": """
        contract,kind,admin_months,queue
        K,framework,1,
    """,
    "contract_parties": """
        contract,role,party
        K,buyer,EE
        K,line,L1
    """,
    "contract_prices": """
        contract,item,from_quantity,type,price
        K,shell,0,single,100
    """,
    "contract_payments": """
        contract,event,months_after,share
        K,order,0,1
    """,
}


def frame(text):
    """Rows written as comma-separated text; an empty cell is empty."""
    lines = "\n".join(line.strip() for line in text.strip().splitlines())
    return pl.read_csv(io.StringIO(lines), infer_schema=False)


def made(months=6, price_year=2023, version=None, **tables):
    """The tiny case, with tables given as text in place of its own or beside them."""
    settings = Settings(
        name="made",
        as_of="2023-06-14",
        first_month="2023-07",
        months=months,
        currency="EUR",
        price_year=price_year,
        target_version=version,
    )
    written = {name: frame(text) for name, text in (TABLES | tables).items()}
    return Case(settings, {}).replace(**written)


def calendar(months=6, runs="20x1"):
    """Periods of the tiny case; single months unless runs are given."""
    return make_calendar(FIRST, months, runs, [])

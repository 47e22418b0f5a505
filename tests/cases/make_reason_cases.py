"""Writes the worked case of contradicting limits beside this file.

Run it with `python -m tests.cases.make_reason_cases`; like the other worked cases it is kept with the tests,
and the same run always writes the same bytes.
"""

from __future__ import annotations

from tests.cases.make_cases import write_case


def d01() -> None:
    """Six rules on two items: x + y >= 10, x <= 4, y <= 5, x <= 7, y <= 20, x + 2 y <= 12."""
    write_case(
        "D01",
        {"months": 1, "calendar": "1x1"},
        {
            "nations": ["nation,name,role,fiscal_year_start", "N,Nation,ally,1"],
            "items": ["item,name,kind,unit", "x,Item x,end,piece", "y,Item y,end,piece"],
            "classes": ["class,name,unit,scale", "G,Goods,piece,1"],
            "compatibility": ["item,class,nation,state", "x,G,*,common", "y,G,*,common"],
            "target_versions": ["version,decided_on", "one,2024-12-01"],
            "targets": ["version,nation,class,from,quantity", "one,N,G,2025-01,10"],
            "sites": ["site,firm,nation", "W,Works,N"],
            "lines": ["line,site,item,capacity,yield", "X,W,x,4,1", "Y,W,y,5,1"],
            "line_leads": ["line,months,share", "X,0,1", "Y,0,1"],
            "contracts": [
                "contract,kind,admin_months,queue,ceiling",
                "KX,framework,0,no,7",
                "KY,framework,0,no,20",
            ],
            "contract_parties": [
                "contract,role,party",
                "KX,buyer,N",
                "KX,line,X",
                "KY,buyer,N",
                "KY,line,Y",
            ],
            "contract_prices": [
                "contract,item,from_quantity,type,price",
                "KX,x,0,single,1",
                "KY,y,0,single,2",
            ],
            "contract_payments": ["contract,event,months_after,share", "KX,order,0,1", "KY,order,0,1"],
            "budgets": ["payer,year,amount,carry_over", "N,2025,144,0"],
        },
    )


if __name__ == "__main__":
    d01()

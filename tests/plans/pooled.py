"""Cases of nations that want units, and of donors whose stocks reach some of them."""

from jointstock.facts.case import Case
from jointstock.model.index_sets.sets import calendar_of
from tests.cases.make_goal_cases import pools
from tests.plans.tiny import tiny

EMPTY = """
[sites]
site, firm, nation
[lines]
line, site, item
[line_leads]
line, months, share
[contracts]
contract, kind
[contract_parties]
contract, role, party
[contract_prices]
contract, item
[contract_payments]
contract, event
"""


def pooled_case(wanted, stocks) -> Case:
    """A case of one month from January 2025 on.

    Args:
        wanted: Units that each nation wants.
        stocks: Units of each donor, and the nations that it can give to.
    """
    blocks = "".join(f"[{name}]\n" + "\n".join(rows) + "\n" for name, rows in pools(wanted, stocks).items())
    settings = {"first_month": "2025-01", "as_of": "2024-12-31", "months": 1, "calendar": "1x1"}
    return tiny(EMPTY + blocks.replace("2024-12-01", "2023-12-01"), **settings)


def pooled(wanted, stocks):
    """The case and its calendar."""
    case = pooled_case(wanted, stocks)
    return case, calendar_of(case, None)

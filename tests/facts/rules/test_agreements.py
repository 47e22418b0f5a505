"""Rules of agreements."""

import pytest

from jointstock.facts.case import Case
from jointstock.facts.rules import agreements
from tests.small_case import small, told, with_cells, with_row, with_table, without_rows


def test_small_case_keeps_the_rules() -> None:
    """The small case breaks no rule of agreements."""
    assert [fault for rule in agreements.RULES for fault in rule.find(small())] == []


def test_contract_needs_four_things() -> None:
    """A contract without any rows beside it lacks buyer, line, price and payments."""
    case = with_row(small(), "contracts", contract="bare")
    assert told(agreements.incomplete_contracts(case)) == [
        (code, "contracts.csv", 3, "contract")
        for code in (
            "contract-without-buyer",
            "contract-without-line",
            "contract-without-price",
            "contract-without-payments",
        )
    ]


def test_remedy_names_the_table() -> None:
    """The remedy says in which table the rows belong."""
    fault = next(agreements.incomplete_contracts(with_row(small(), "contracts", contract="bare")))
    assert fault.remedy == "Add rows for 'bare' to contract_parties.csv."


@pytest.mark.parametrize(("first", "second", "sums"), [(0.3, 0.7, True), (1.0, 0.0, True), (0.3, 0.6, False)])
def test_payments_sum_to_one(first: float, second: float, *, sums: bool) -> None:
    """The payments of a contract make its whole price."""
    case = with_cells(
        with_cells(small(), "contract_payments", 0, share=first), "contract_payments", 1, share=second
    )
    assert bool(told(agreements.payment_shares(case))) is not sums


def with_rocket(case: Case) -> Case:
    """The case with another end item, priced in the contract."""
    return with_row(with_row(case, "items", item="rocket", kind="end"), "contract_prices", item="rocket")


def test_price_needs_a_line_that_makes_the_item() -> None:
    """A price for what none of the contract's lines makes is of no use."""
    assert told(agreements.prices_without_line(with_rocket(small()))) == [
        ("price-without-line", "contract_prices.csv", 3, "item")
    ]


def test_every_line_may_be_meant() -> None:
    """A star stands for every line, so that the item needs a line somewhere."""
    anywhere = with_cells(with_rocket(small()), "contract_parties", 2, party="*")
    assert len(told(agreements.prices_without_line(anywhere))) == 1
    made = with_row(anywhere, "lines", line="rocket-line", item="rocket")
    assert told(agreements.prices_without_line(made)) == []


def test_price_beside_an_unknown_line_is_not_blamed() -> None:
    """Where the line of a contract does not exist, that is the fault, and the price is not."""
    case = with_cells(small(), "contract_parties", 2, party="shell-lin")
    assert told(agreements.prices_without_line(case)) == []


def test_index_needs_year_and_values() -> None:
    """A price that follows an index needs the year of its money and the index."""
    case = with_cells(small(), "contracts", 0, index="wages", price_year=None)
    assert told(agreements.indices(case)) == [
        ("index-without-year", "contracts.csv", 2, "price_year"),
        ("no-rate", "contracts.csv", 2, "index"),
    ]
    firm = with_cells(small(), "contracts", 0, index=None, price_year=None)
    assert told(agreements.indices(firm)) == []


def test_agency_as_buyer_names_recipients() -> None:
    """A fund may buy if nations receive; it cannot receive itself."""
    bought = with_cells(small(), "contract_parties", 0, party="EDF")
    assert told(agreements.recipients(bought)) == [("holds-no-stock", "contract_parties.csv", 2, "party")]
    given = with_row(bought, "contract_parties", role="recipient", party="LV")
    assert told(agreements.recipients(given)) == []
    both = with_row(given, "contract_parties", role="recipient", party="buyer")
    assert told(agreements.recipients(both)) == [("holds-no-stock", "contract_parties.csv", 2, "party")]


def test_agency_as_recipient() -> None:
    """A fund that is named as recipient is at fault itself."""
    case = with_row(small(), "contract_parties", role="recipient", party="EDF")
    assert told(agreements.recipients(case)) == [("holds-no-stock", "contract_parties.csv", 5, "party")]


def test_agency_with_a_warehouse_receives() -> None:
    """A fund that keeps a warehouse may be recipient."""
    case = with_row(small(), "contract_parties", role="recipient", party="EDF")
    stored = with_table(case, "warehouses", {"warehouse": "EDF", "member": "EE"})
    assert told(agreements.recipients(stored)) == []


def test_group_with_a_fund_among_its_buyers() -> None:
    """A group whose members include a fund would let the fund receive."""
    case = with_row(small(), "nation_groups", nation="EDF")
    assert told(agreements.recipients(case)) == [("holds-no-stock", "contract_parties.csv", 2, "party")]


def test_no_contracts_no_faults() -> None:
    """A case without contracts has nothing to say about them."""
    case = small()
    for table in ("contracts", "contract_parties", "contract_prices", "contract_payments"):
        case = without_rows(case, table)
    assert [fault for rule in agreements.RULES for fault in rule.find(case)] == []

"""Rules of references."""

import pytest

from jointstock.facts.case import Case
from jointstock.facts.rules import references
from tests.small_case import small, told, with_cells, with_row, with_table


def unknown(case: Case) -> list[tuple[str, str, int | None, str]]:
    """What the rules of references say."""
    return told(fault for rule in references.RULES for fault in rule.find(case))


def test_small_case_keeps_the_rules() -> None:
    """The small case breaks no rule of references."""
    assert unknown(small()) == []


@pytest.mark.parametrize(
    ("table", "index", "column"),
    [
        ("compatibility", 0, "class"),
        ("compatibility", 0, "nation"),
        ("floors", 0, "item"),
        ("lines", 0, "site"),
        ("line_leads", 0, "line"),
        ("recipes", 0, "line"),
        ("expansions", 0, "ramp"),
        ("expansion_payers", 0, "payer"),
        ("lanes", 0, "from"),
        ("contract_payments", 0, "contract"),
        ("orders", 0, "contract"),
        ("obstacles", 0, "line"),
        ("target_versions", 0, "replaces"),
    ],
)
def test_unknown_keys(table: str, index: int, column: str) -> None:
    """A key that the table referred to does not have is a fault at its cell."""
    case = with_cells(small(), table, index, **{column: "nowhere"})
    assert unknown(case) == [("unknown-key", f"{table}.csv", index + 2, column)]


def test_unknown_key_suggests() -> None:
    """The remedy names the key that was meant."""
    fault = next(
        fault
        for rule in references.RULES
        for fault in rule.find(with_cells(small(), "lines", 0, site="wroks"))
    )
    assert fault.remedy == "Did you mean 'works'?"
    assert fault.expected == "a key of sites.csv"


@pytest.mark.parametrize(
    ("table", "column"), [("lanes", "item"), ("obstacles", "contract"), ("recipes", "line")]
)
def test_wildcards(table: str, column: str) -> None:
    """A star is no unknown key where the dictionary allows it."""
    assert unknown(with_cells(small(), table, 0, **{column: "*"})) == []


def test_no_wildcard_where_none_is_allowed() -> None:
    """A star is an unknown key elsewhere."""
    case = with_cells(small(), "floors", 0, nation="*")
    assert unknown(case) == [("unknown-key", "floors.csv", 2, "nation")]


@pytest.mark.parametrize("empty", ["payer", "recipient", "contract", "line"])
def test_empty_references(empty: str) -> None:
    """An empty cell refers to nothing."""
    assert unknown(with_cells(small(), "orders", 0, **{empty: None})) == []


@pytest.mark.parametrize(
    ("role", "party", "faulty"),
    [
        ("buyer", "EE", False),
        ("buyer", "*", False),
        ("buyer", "group:Baltic", False),
        ("buyer", "group:Nordic", True),
        ("buyer", "buyer", True),
        ("buyer", "shell-line", True),
        ("payer", "EDF", False),
        ("payer", "buyer", False),
        ("payer", "*", True),
        ("recipient", "LV", False),
        ("recipient", "group:Baltic", True),
        ("line", "shell-line", False),
        ("line", "*", False),
        ("line", "EE", True),
        ("agent", "EDF", False),
        ("agent", "NSPA", True),
    ],
)
def test_parties(role: str, party: str, *, faulty: bool) -> None:
    """Each role of a contract takes its own kinds of party."""
    case = with_row(small(), "contract_parties", role=role, party=party)
    expected = [("unknown-key", "contract_parties.csv", 5, "party")] if faulty else []
    assert unknown(case) == expected


def test_remedy_for_a_party_names_the_table() -> None:
    """Where nothing is near, the remedy says to which table the party is to be added."""
    case = with_row(small(), "contract_parties", role="agent", party="QQQQ")
    found = [fault.remedy for rule in references.RULES for fault in rule.find(case)]
    assert found == ["Add it to nations.csv, or correct the name."]


@pytest.mark.parametrize(
    ("role", "party", "faulty"),
    [
        ("member", "group:Baltic", False),
        ("member", "*", False),
        ("member", "joint", True),
        ("recipient", "LV", False),
        ("contract", "joint", False),
        ("contract", "EE", True),
        ("option", "second-shift", False),
        ("option", "*", False),
        ("item", "shell", False),
        ("item", "shells", True),
    ],
)
def test_parties_of_instruments(role: str, party: str, *, faulty: bool) -> None:
    """Each role of an instrument takes its own kinds of party."""
    case = with_table(small(), "instruments", {"instrument": "fund"})
    case = with_table(case, "instrument_parties", {"instrument": "fund", "role": role, "party": party})
    expected = [("unknown-key", "instrument_parties.csv", 2, "party")] if faulty else []
    assert unknown(case) == expected


@pytest.mark.parametrize("table", ["holdings", "floors", "lanes", "contract_prices", "orders", "pledges"])
def test_parts_are_not_planned(table: str) -> None:
    """Components are neither held by nations, nor bought, nor given."""
    case = with_cells(small(), table, 0, item="charge")
    assert told(references.planned_items(case)) == [("not-an-end-item", f"{table}.csv", 2, "item")]


@pytest.mark.parametrize(
    ("table", "faulty"),
    [("holdings", True), ("floors", True), ("lanes", False), ("contract_prices", False), ("orders", False)],
)
def test_platforms_are_bought_and_given_but_held_in_fleets(table: str, *, faulty: bool) -> None:
    """A platform is priced, ordered and given like an end item, but it is held in fleets."""
    found = list(references.planned_items(with_cells(small(), table, 0, item="howitzer")))
    assert bool(found) is faulty
    assert all(fault.remedy.endswith("Platforms in service belong in fleets.") for fault in found)


def test_platforms_are_platforms() -> None:
    """An item is used with a platform, not with another round."""
    case = with_cells(small(), "compatibility", 1, platform="shell")
    assert told(references.platforms(case)) == [("not-a-platform", "compatibility.csv", 3, "platform")]


@pytest.mark.parametrize(
    ("table", "column"),
    [("holdings", "nation"), ("targets", "nation"), ("lanes", "to"), ("pledges", "donor")],
)
def test_funds_hold_no_stock(table: str, column: str) -> None:
    """A fund neither holds nor needs stock."""
    case = with_cells(small(), table, 0, **{column: "EDF"})
    assert told(references.holders(case)) == [("holds-no-stock", f"{table}.csv", 2, column)]


@pytest.mark.parametrize(
    ("table", "column", "faulty"),
    [
        ("holdings", "nation", False),
        ("lanes", "to", False),
        ("targets", "nation", True),
        ("usage", "nation", True),
    ],
)
def test_warehouses_hold_stock(table: str, column: str, *, faulty: bool) -> None:
    """A fund with a warehouse holds, receives and gives, but has neither targets nor use."""
    case = with_table(small(), "warehouses", {"warehouse": "EDF", "member": "EE"})
    found = told(references.holders(with_cells(case, table, 0, **{column: "EDF"})))
    assert found == ([("holds-no-stock", f"{table}.csv", 2, column)] if faulty else [])


def test_fund_that_orders_for_a_nation() -> None:
    """A fund may order, if a nation receives."""
    ordered = with_cells(small(), "orders", 1, buyer="EDF", recipient="LV")
    assert told(references.holders(ordered)) == []
    silent = with_cells(small(), "orders", 1, buyer="EDF")
    assert told(references.holders(silent)) == [("holds-no-stock", "orders.csv", 3, "buyer")]

"""Shares paid beside shares by keys."""

import functools

import numpy as np
import polars as pl
import pytest

from jointstock.analyses.burden import KEYS, Burden, burden, gini
from tests.plans.tiny import planned, tiny

TWO = """
[nations]
nation, name, role, fiscal_year_start, gdp, defence_budget
A, Arland, ally, 1, 300, 6
B, Borland, ally, 1, 100, {}
F, Fund, fund, 1, , 2
R, Rest, ally, 1, 50, 1
[holdings]
nation, item, quantity
A, shell, 20
B, shell, 40
[targets]
version, nation, class, from, quantity
v1, A, he, 2024-01, 30
v1, B, he, 2024-01, 60
[contract_parties]
contract, role, party
K, buyer, A
K, buyer, B
K, line, L
"""


@functools.cache
def shared(budget: str = "4") -> Burden:
    """A wants 10 more and pays 50, B 20 more and pays 100."""
    return burden(planned(tiny(TWO.format(budget))))


def by_key(found: Burden, key: str) -> list[tuple[object, ...]]:
    """Payer, share paid, share by the key and ratio."""
    rows = found.rows.filter(pl.col("key") == key)
    return rows.select("payer", "share_paid", "share_key", "ratio").rows()


@pytest.mark.parametrize(
    ("key", "shares", "ratios"),
    [
        ("equal", (1 / 2, 1 / 2), (2 / 3, 4 / 3)),
        ("gdp", (3 / 4, 1 / 4), (4 / 9, 8 / 3)),
        ("defence", (6 / 10, 4 / 10), (5 / 9, 5 / 3)),
        ("requirement", (1 / 3, 2 / 3), (1, 1)),
    ],
)
def test_shares_by_keys(key: str, shares: tuple[float, float], ratios: tuple[float, float]) -> None:
    """A third is paid by A, two thirds by B; the ratio is that share by the share of the key."""
    assert by_key(shared(), key) == [
        pytest.approx(("A", 1 / 3, shares[0], ratios[0])),
        pytest.approx(("B", 2 / 3, shares[1], ratios[1])),
    ]


def test_the_benefit_is_what_the_plan_takes_off() -> None:
    """Kept for ever, A is short of 10 and B of 20 for six months; what is taken off that is the benefit."""
    found = shared()
    area = {name: float(str(found.plan.kpi("area", name, "he"))) for name in "AB"}
    gain = {"A": 6 - area["A"], "B": 12 - area["B"]}
    shares = [row[2] for row in by_key(found, "benefit")]
    assert shares == pytest.approx([gain["A"] / sum(gain.values()), gain["B"] / sum(gain.values())])


def test_only_those_who_want_or_pay_are_parties() -> None:
    """A fund that pays nothing and an Ally without target or payment are left out."""
    assert shared().rows["payer"].unique().sort().to_list() == ["A", "B"]


def test_an_unknown_key_is_an_unknown_share() -> None:
    """Where B's defence budget is unknown, so is its share; A stands alone, with ratio 1."""
    found = shared("")
    assert by_key(found, "defence") == [("A", 1, 1, 1), ("B", None, None, None)]
    row = found.ginis.filter(pl.col("key") == "defence").row(0, named=True)
    assert (row["parties"], row["unknown"], row["gini"]) == (1, 1, 0)
    assert "The key defence is not known of 1 of 2 nations." in found.summary()


def funded(payers: str) -> Burden:
    """The same orders, paid by the payers given; what A and B ask for is 50 and 100."""
    return burden(planned(tiny(TWO.format("4").replace("K, line, L", f"K, line, L\n{payers}"))))


@pytest.mark.parametrize("key", KEYS)
def test_no_key_asks_anything_of_a_fund(key: str) -> None:
    """A fund is no nation: it has no share by any key, also where it states a defence budget."""
    assert by_key(funded("K, payer, F"), key)[2] == ("F", None, None, None)


def test_a_fund_has_a_share_of_what_is_paid() -> None:
    """The fund that pays for all orders pays all, and the nations have no shares to compare."""
    found = funded("K, payer, F")
    assert found.table().select("payer", "paid", "share_paid").rows() == [
        pytest.approx(("F", 150, 1)),
        ("A", 0, 0),
        ("B", 0, 0),
    ]
    assert found.rows.filter(pl.col("payer") != "F")["share_paid"].null_count() == 2 * len(KEYS)
    assert "Funds and agencies pay 100%; no key asks anything of them." in found.summary()


def test_nations_are_compared_among_themselves() -> None:
    """A fund pays 30 of 150; of the 120 that nations pay, A's 40 are a third and B's 80 two thirds."""
    text = TWO.format("4").replace("K, line, L", "K, line, L\nK, payer, buyer\nK, payer, F")
    purses = "[budgets]\npayer, year, amount, carry_over\nA, 2024, 40, 0\nB, 2024, 80, 0\nF, 2024, 30, 0\n"
    found = burden(planned(tiny(text + purses)))
    for key, shares in {"equal": (1 / 2, 1 / 2), "gdp": (3 / 4, 1 / 4)}.items():
        assert by_key(found, key)[:2] == [
            pytest.approx(("A", 1 / 3, shares[0], 1 / 3 / shares[0])),
            pytest.approx(("B", 2 / 3, shares[1], 2 / 3 / shares[1])),
        ]
    assert found.pooled_share() == pytest.approx(1 / 5)
    assert found.ginis.get_column("unknown").to_list() == [0] * len(KEYS)


def test_a_plan_without_payments_has_no_shares() -> None:
    """Where nobody pays anything there are no shares, no ratios and no spread."""
    text = "[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 10\n"
    found = burden(planned(tiny(text)))
    assert found.rows["share_paid"].null_count() == len(KEYS)
    assert found.summary().startswith("Nobody pays anything.")


@pytest.mark.parametrize(
    ("values", "expected"),
    [([1, 1, 1], 0), ([0, 0, 3], 2 / 3), ([1, 3], 1 / 4), ([], None), ([0, 0], None)],
)
def test_gini(values: list[float], expected: float | None) -> None:
    """0 where all are the same, 1 - 1/n where one has all, none where there is nothing."""
    found = gini(np.array(values, dtype=np.float64))
    assert found == (None if expected is None else pytest.approx(expected))


def test_table_and_document() -> None:
    """The largest payer first, a column a key; the document has the same rows and their basis."""
    assert shared().table().columns == ["payer", "paid", "share_paid", *KEYS]
    assert shared().table()["payer"].to_list() == ["B", "A"]
    document = shared().document()
    assert document["question"] == "burden"
    assert len(document["rows"]) == 2 * len(KEYS)
    assert document["basis"] == {"synthetic": 2 * len(KEYS)}
    assert "B 67%, A 33%" in document["summary"]

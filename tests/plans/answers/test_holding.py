import polars as pl
import pytest

from jointstock.facts.case import Case
from tests.plans.tiny import NO_ORDERS, listed, planned, tiny, total

TWO_NATIONS = """
[nations]
nation, name, role, fiscal_year_start
A, Arland, ally, 1
B, Borland, recipient, 1
"""


GIFT = (
    TWO_NATIONS
    + NO_ORDERS
    + """
[holdings]
nation, item, quantity, releasable
A, shell, 100, 100
[targets]
version, nation, class, from, quantity
v1, B, he, 2024-01, 100
[lanes]
item, from, to, months, cost
shell, A, B, {lead}, 1
[usage]
nation, item, kind, month, rate
A, shell, peacetime, 2024-01, 10
[floors]
nation, item, quantity, days, waiver
A, shell, {floor}
"""
)


@pytest.mark.parametrize(
    ("floor", "given"),
    [(", 60.875, no", 60), ("25, , no", 55), (", 60.875, yes", 80), ("0, , no", 80)],
    ids=["days", "quantity", "waived", "nothing"],
)
def test_a_floor_limits_what_is_given(floor: str, given: float) -> None:
    """Of 100 shells 20 are used in two months; two months' use, 25 or nothing has to stay."""
    plan = planned(tiny(GIFT.format(lead=0, floor=floor), months=2, calendar="2x1"))
    assert listed(plan.transfers, "donor", "recipient", "period_sent", "period_received", "quantity") == [
        ("A", "B", "2024-01", "2024-01", given)
    ]
    assert total(plan, "use", "used", item="shell") == pytest.approx(20)


def test_the_floor_of_a_stock_is_at_most_what_would_be_there_without_a_plan() -> None:
    """Without orders 20 shells fall to 14, 8, 2 and 0, below a floor of a month's use of 6."""
    plan = planned(
        tiny(
            TWO_NATIONS
            + NO_ORDERS
            + """
[holdings]
nation, item, quantity
A, shell, 20
B, shell, 5
[usage]
nation, item, kind, month, rate
A, shell, peacetime, 2024-01, 6
[floors]
nation, item, days
A, shell, 30.4375
"""
        )
    )
    assert plan.stocks.filter(nation="A")["floor"].to_list() == pytest.approx([6, 6, 2, 0, 0, 0])
    assert plan.stocks.filter(nation="B")["floor"].null_count() == 6


def test_a_gift_under_way_at_the_end_is_received_after() -> None:
    """A pledge due in June over two months is sent in time and arrives behind the horizon, if sent late.

    A is short and gives as late as it may: in June.
    """
    plan = planned(
        tiny(
            TWO_NATIONS
            + """
[holdings]
nation, item, quantity, releasable
A, shell, 20, 10
[lanes]
item, from, to, months, cost
*, A, *, 2, 0
[pledges]
pledge, donor, recipient, item, quantity, due, status
G, A, B, shell, 4, 2024-03, contracted
H, A, B, shell, 6, 2024-06, contracted
I, A, B, shell, 9, 2024-06, pledged
[targets]
version, nation, class, from, quantity
v1, A, he, 2024-01, 90
"""
        )
    )
    assert listed(plan.transfers, "period_sent", "period_received", "quantity") == [
        ("2024-03", "2024-05", 4),
        ("2024-06", "after", 6),
    ]
    assert plan.level("commitments") == pytest.approx(0)
    sent = plan.stocks.filter(nation="A")["sent"].to_list()
    assert sent == pytest.approx([0, 0, 4, 0, 0, 6])
    assert plan.stocks.filter(nation="B")["received"].to_list() == pytest.approx([0, 0, 0, 0, 4, 0])


def test_a_pledge_that_cannot_be_kept_is_late() -> None:
    """Nothing may be released: 10 of 10 are late in each month from February on, five broken months."""
    text = """
[lanes]
item, from, to, months, cost
shell, A, B, 0, 0
[pledges]
pledge, donor, recipient, item, quantity, due, status
G, A, B, shell, 10, 2024-02, contracted
"""
    plan = planned(tiny(TWO_NATIONS + text))
    assert plan.transfers.is_empty()
    assert plan.level("commitments") == pytest.approx(5)


@pytest.mark.parametrize("calendar", ["6x1", "2x3", "1x1,1x2,1x3"])
def test_stocks_balance(calendar: str) -> None:
    """Opening, deliveries and gifts less what is sent and used is the closing stock, the next opening."""
    plan = planned(tiny(GIFT.format(lead=1, floor="5, , no")), calendar=calendar)
    for _, rows in plan.stocks.group_by("nation", "item", maintain_order=True):
        for row in rows.iter_rows(named=True):
            flow = row["delivered"] + row["received"] - row["sent"] - row["used"] - row["expired"]
            assert row["closing"] == pytest.approx(row["opening"] + flow, abs=1e-9)
        assert rows["opening"].to_list()[1:] == rows["closing"].to_list()[:-1]


def fighting(rate: str = "A, he, operational, 2024-01, 10") -> Case:
    """A has 20 shells and nothing to come for three months."""
    usage = f"[usage]\nnation, class, kind, month, rate\n{rate}\n"
    return tiny(NO_ORDERS + usage, months=3, calendar="3x1")


def test_use_is_told_for_the_demand_and_for_the_items_that_serve_it() -> None:
    """20 shells serve a class for two months; the rows of the demand say what is unmet, in its own units."""
    plan = planned(fighting())
    assert listed(plan.use, "demand", "kind", "item", "period", "planned", "used", "unmet") == [
        ("he", "operational", None, "2024-01", 10, 10, 0),
        ("he", "operational", "shell", "2024-01", None, 10, None),
        ("he", "operational", None, "2024-02", 10, 10, 0),
        ("he", "operational", "shell", "2024-02", None, 10, None),
        ("he", "operational", None, "2024-03", 10, 0, 10),
    ]


def test_use_left_unmet_counts_as_long_as_the_plan_lasts() -> None:
    """40, 50 and 50 are short and 10 unmet: an area of 40 + 50 + 60 and 60 missing at the end."""
    plan = planned(fighting())
    assert listed(plan.shortfalls, "shortfall", "unmet", "area") == [(40, 0, 40), (50, 0, 50), (50, 10, 60)]
    assert (plan.kpi("end_shortfall", "A", "he"), plan.kpi("unmet_use", "A", "he")) == ("60.0", "10.0")


def test_peacetime_use_left_unmet_is_a_broken_commitment() -> None:
    """10 of 10 unmet in the third month are one broken month and no shortfall."""
    plan = planned(fighting("A, he, peacetime, 2024-01, 10"))
    assert plan.level("commitments") == pytest.approx(1)
    assert plan.shortfalls["unmet"].sum() == 0


def test_a_month_without_use_has_no_row() -> None:
    """Use that ends in February leaves no row behind."""
    plan = planned(fighting("A, he, operational, 2024-01, 10\nA, he, operational, 2024-02, 0"))
    assert plan.use["period"].unique().to_list() == ["2024-01"]


TWO_CLASSES = """
[classes]
class, name, unit, scale, weight
he, HE, shells, 10,
smoke, Smoke, shells, 10, 2
[compatibility]
item, class, nation, state, ratio
shell, he, *, common,
shell, smoke, *, interchangeable, {ratio}
[holdings]
nation, item, quantity
A, shell, 60
[targets]
version, nation, class, from, quantity
v1, A, he, 2024-01, 40
v1, A, smoke, 2024-01, 40
"""


@pytest.mark.parametrize(("ratio", "short"), [("", {"he": 20, "smoke": 0}), ("2", {"he": 0, "smoke": 0})])
def test_a_unit_counts_towards_one_class_only(ratio: str, short: dict[str, float]) -> None:
    """60 shells cover 40 of the weightier class and 20 of the other, or both where each counts for two."""
    plan = planned(tiny(TWO_CLASSES.format(ratio=ratio) + NO_ORDERS))
    assert {row["class"]: row["shortfall"] for row in plan.shortfalls.to_dicts()} == pytest.approx(short)
    counted = plan.cover.group_by("period").agg(pl.col("quantity").sum())
    assert counted.filter(pl.col("quantity") > 60 + 1e-9).is_empty()
    ratios = dict(plan.cover.select("class", "ratio").iter_rows())
    assert ratios["smoke"] == float(ratio or 1)


def test_an_area_of_months_starts_from_the_target_of_its_period() -> None:
    """In the quarter in which the target rises to 50, 30 are missing from its start: 30 + 2 * 10 = 50.

    The quarter before has a target of 20, which the stock covers.
    """
    targets = (
        "[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 20\nv1, A, he, 2024-04, 50\n"
    )
    lines = "[lines]\nline, site, item, capacity, rate_now, yield\nL, S, shell, 0, 0, 1\n"
    plan = planned(tiny(targets + lines), calendar="2x3")
    assert listed(plan.shortfalls, "target", "covered", "shortfall", "area") == [
        (20, 20, 0, 0),
        (50, 20, 30, 90),
    ]

"""The bundled tutorial case says what its README works out by hand."""

import pytest

import jointstock as js


@pytest.fixture(scope="module")
def case():
    """The tutorial case."""
    return js.open_case("nordic-mini")


@pytest.fixture(scope="module")
def plan(case):
    """Its plan."""
    return js.make_plan(case)


def level(plan, name):
    """Best value of a level."""
    return next(row["value"] for row in plan.run["levels"] if row["name"] == name)


def total(frame, column="quantity", **where):
    """Sum of a column over the rows that hold the given values."""
    rows = frame.to_dicts()
    return sum(row[column] for row in rows if all(row[name] == value for name, value in where.items()))


def closing_month(plan, nation, needed):
    """Time to target of a nation and class."""
    for row in plan.kpis.to_dicts():
        if (row["kpi"], row["nation"], row["class"]) == ("time_to_target", nation, needed):
            return row["value"]
    return None


def test_the_plan_has_no_findings(case, plan):
    """The verifier finds nothing wrong with the plan."""
    assert not js.verify(case, plan)


def test_gaps_of_january(case):
    """Without a plan 16,450 rounds are missing at the end of January (450 were used) and 50 missiles."""
    january = [row for row in js.gaps(case).rows.to_dicts() if row["month"] == "2025-01"]
    missing = {"ARTILLERY": 0.0, "AIR-DEFENCE": 0.0}
    for row in january:
        missing[row["class"]] += row["shortfall"]
    assert missing == pytest.approx({"ARTILLERY": 16_450, "AIR-DEFENCE": 50})


def test_missiles_close_in_month_15_and_23(plan):
    """Norrvik has its 20 missiles in March 2026, Vestholm, which waits for a licence, its 30 in November."""
    assert closing_month(plan, "XN", "AIR-DEFENCE") == "15"
    assert closing_month(plan, "XV", "AIR-DEFENCE") == "23"
    assert total(plan.deliveries, item="MISSILE", period="2025-12") == pytest.approx(5, abs=1e-3)


def test_600_rounds_are_missing_at_the_end(plan):
    """26,200 rounds can be made where 26,800 are needed."""
    assert level(plan, "commitments") == pytest.approx(0, abs=1e-6)
    assert level(plan, "end") == pytest.approx(0.6, rel=1e-5)
    assert total(plan.deliveries, item="ROUND") == pytest.approx(26_200, abs=1)


def test_without_the_expansion_3800_rounds_are_missing(case):
    """2,000 charges in stock and 21,000 made in time give 23,000 rounds."""
    tables = {name: case.table(name).clear() for name in ("expansions", "expansion_payers", "ramps")}
    assert level(js.make_plan(case.replace(**tables)), "end") == pytest.approx(3.8, rel=1e-5)


def test_a_larger_rounds_line_closes_the_gap(case):
    """1,400 rounds a month are enough for all targets."""
    lines = case.table("lines")
    more = lines.with_columns(lines["capacity"] + 100 * (lines["line"] == "R1").cast(float))
    assert level(js.make_plan(case.replace(lines=more)), "end") == pytest.approx(0, abs=1e-6)


def test_the_open_order_has_the_line_to_itself_in_january(plan):
    """1,300 rounds of the open order arrive in March and all 3,000 by May."""
    open_order = [row for row in plan.deliveries.to_dicts() if row["order"] == "XV-ROUNDS-2024"]
    assert sum(row["quantity"] for row in open_order if row["period"] == "2025-03") == pytest.approx(
        1300, abs=0.1
    )
    assert sum(row["quantity"] for row in open_order if row["period"] <= "2025-05") == pytest.approx(
        3000, abs=0.1
    )


def test_norrvik_gives_what_its_floor_leaves(plan):
    """3,700 of 4,000 releasable rounds go to Sundoy in January."""
    assert total(plan.transfers, period_sent="2025-01") == pytest.approx(3700, abs=0.1)
    assert total(plan.transfers) == pytest.approx(3700, abs=0.1)


def test_money(plan):
    """Rounds, missiles, the expansion and the gift cost 154.985 million."""
    assert level(plan, "money") == pytest.approx(154_985_000, rel=1e-5)

"""Cases with the newer terms: more room is never worse, other ways to write them change nothing.

Where yes-no decisions leave a gap, what is proven is compared: the bound of one plan with the value of the
other.
"""

import functools

import polars as pl
import pytest

from tests import generated_terms as terms
from tests.generated_terms import with_column, with_rows
from tests.test_properties import NEAR, planned, split

SEEDS = 4
PHYSICAL = ("commitments", "end", "shortfall")
QUANTITIES = {
    "holdings": ("quantity", "releasable"),
    "component_stocks": ("quantity",),
    "targets": ("quantity",),
    "usage": ("rate",),
    "floors": ("quantity",),
    "lines": ("capacity", "rate_now", "ramp_step", "own_stock"),
    "expansions": ("capacity", "cost"),
    "contracts": ("ceiling", "ceiling_value"),
    "budgets": ("amount",),
    "authorities": ("amount",),
    "orders": ("quantity",),
    "pledges": ("quantity",),
}
MONEY = {
    "items": ("holding_cost",),
    "expansions": ("cost",),
    "lanes": ("cost",),
    "contract_prices": ("price",),
    "contracts": ("ceiling_value",),
    "budgets": ("amount",),
    "authorities": ("amount",),
    "orders": ("price",),
    "compatibility": ("cost_to_certify",),
}


def for_seeds(check):
    """Runs `check(seed)` on some seeds; at least 30 % of the answers must be true."""
    answers = {seed: bool(check(seed)) for seed in range(SEEDS)}
    assert sum(answers.values()) >= 0.3 * SEEDS, answers


def levels(case, seed):
    """Lowest and highest possible best value of each level."""
    rows = planned(case, seed).run["levels"]
    return {
        row["name"]: (row["value"] if row["bound"] is None else row["bound"], row["value"]) for row in rows
    }


@functools.cache
def linear(seed):
    """Levels of a case without yes-no decisions."""
    return levels(terms.linear(seed), seed)


@functools.cache
def whole(seed):
    """Levels of a case with all terms."""
    return levels(terms.case(seed), seed)


def gain(found, before, names):
    """By how much of the value, or of 1, the first level that differs is better for certain; 0 for none."""
    for name in names:
        (low, high), (least, most) = found[name], before[name]
        scale = max(1.0, abs(most))
        if high < least - 1e-7 * scale:
            return (least - high) / scale
        assert low <= most + NEAR[name] * scale, (name, found, before)
        if most - least > NEAR[name] * scale or high - low > NEAR[name] * scale:
            return 0.0
    return 0.0


def assert_never_worse(change, case=terms.case, before=whole, names=(*PHYSICAL, "money", "stock")):
    """What a change gives is never worse, and better in some of the cases."""

    def check(seed):
        return gain(levels(change(case(seed)), seed), before(seed), names) > 0

    for_seeds(check)


def same(found, before):
    """Whether no level differs by more than the slack of the levels before it may cause."""
    return all(
        abs(found[name][1] - most) <= NEAR[name] * max(1.0, abs(most)) for name, (_, most) in before.items()
    )


def times(case, columns, factor):
    """The case with columns of tables times a factor."""
    for table, names in columns.items():
        for name in names:
            case = with_column(case, table, name, pl.col(name) * factor)
    return case


def test_more_authority_is_never_worse():
    """Authorities half as large again."""
    assert_never_worse(lambda case: times(case, {"authorities": ("amount",)}, 1.5), terms.linear, linear)


def test_a_higher_ceiling_is_never_worse():
    """Ceilings twice as high; a call-off needs a least quantity all the same."""
    assert_never_worse(lambda case: times(case, {"contracts": ("ceiling", "ceiling_value")}, 2.0))


def test_no_least_call_off_is_never_worse():
    """Any quantity may be called off."""
    assert_never_worse(lambda case: with_column(case, "contracts", "call_off_min", pl.lit(None, pl.Float64)))


def test_a_lower_floor_of_donors_is_never_worse():
    """Floors half as high; what is short of them counts against the lower ones."""
    assert_never_worse(
        lambda case: times(case, {"floors": ("quantity", "days")}, 0.5), terms.linear, linear, PHYSICAL
    )


def test_a_longer_shelf_life_is_never_worse():
    """Without floors, stock that lasts two months longer keeps more of what is promised and wanted.

    A floor counts as hard as far as there is stock without the plan, and more stock costs more to hold.
    """

    def lasting(months):
        def change(case):
            case = with_column(case, "items", "shelf_life", pl.col("shelf_life") + months)
            return case.replace(floors=case.table("floors").clear())

        return change

    @functools.cache
    def before(seed):
        return levels(lasting(0)(terms.linear(seed)), seed)

    assert_never_worse(lasting(2), terms.linear, before, PHYSICAL)


def test_a_cheaper_certification_is_never_worse():
    """A certification for nothing is bought where one beyond all budgets is not."""

    @functools.cache
    def before(seed):
        return levels(terms.certifying(seed, 1e6), seed)

    def check(seed):
        found = levels(terms.certifying(seed, 0.0), seed)
        return gain(found, before(seed), PHYSICAL) > 0

    for_seeds(check)


def test_another_member_is_never_worse():
    """A member that orders from the first month on instead of from a later one."""
    assert_never_worse(
        lambda case: with_column(case, "contract_parties", "from", pl.lit(None, pl.String)),
        terms.linear,
        linear,
    )


def test_all_quantities_times_three():
    """Shortfalls and money grow by the factor of all quantities and money; promises are kept as long."""

    def check(seed):
        found, before = levels(times(terms.linear(seed), QUANTITIES, 3.0), seed), linear(seed)
        expected = {
            name: tuple(value * (1 if name == "commitments" else 3) for value in pair)
            for name, pair in before.items()
            if name != "stock"
        }
        assert same(found, expected), (found, expected)
        return True

    for_seeds(check)


def test_another_currency_changes_money_alone():
    """A case in a currency of a tenth of the value, and a dollar of ten, costs ten times as much."""

    def check(seed):
        case = times(terms.case(seed), MONEY, 10.0)
        # What is stated in dollars is ten times as much of them.
        found, before = levels(case, seed), whole(seed)
        expected = before | {"money": tuple(10 * value for value in before["money"])}
        gain(found, expected, tuple(expected))
        gain(expected, found, tuple(expected))
        return found["money"][1] > 0

    for_seeds(check)


def test_order_of_rows_changes_nothing():
    """A case with all tables shuffled has the digest and the levels of the case."""

    def check(seed):
        case = terms.case(seed)
        rows = {
            name: frame.sample(fraction=1, shuffle=True, seed=seed) for name, frame in case.tables.items()
        }
        other = case.replace(**rows)
        assert other.digest == case.digest
        found, before = levels(other, seed), whole(seed)
        assert all(found[name] == pytest.approx(pair, rel=1e-9, abs=1e-9) for name, pair in before.items())
        return True

    for_seeds(check)


def test_a_nation_without_anything_changes_nothing():
    """A fourth nation without stock, need or money is no party to anything."""

    def check(seed):
        dummy = {"nation": "DD", "name": "Nation DD", "role": "ally", "fiscal_year_start": 1}
        found = levels(with_rows(terms.linear(seed), "nations", dummy), seed)
        assert same(found, linear(seed)), (found, linear(seed))
        return True

    for_seeds(check)


def test_a_line_in_two_halves_changes_nothing():
    """Two lines of half the size do what the one did, under ceilings, authorities and shelf lives."""

    def check(seed):
        found = levels(split(terms.linear(seed), "L2"), seed)
        assert same(found, linear(seed)), (found, linear(seed))
        return True

    for_seeds(check)


def test_what_is_shut_is_never_better():
    """Without a buyer that joined late the plan is no better."""

    def check(seed):
        joined = pl.col("from").is_null()
        case = terms.linear(seed)
        alone = case.replace(contract_parties=case.table("contract_parties").filter(joined))
        return gain(linear(seed), levels(alone, seed), (*PHYSICAL, "money", "stock")) > 0

    for_seeds(check)

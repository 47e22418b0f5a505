"""What the certificate of a plan proves."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointstock.errors import OptionError
from jointstock.model.build import Model, build
from jointstock.model.index_sets.sets import calendar_of, read_sets
from jointstock.plans import proving
from jointstock.plans.certificate import Certificate, LevelPrices
from jointstock.plans.claims import Claim
from jointstock.plans.plan import Plan
from jointstock.plans.proving import prove
from tests.plans.tiny import base_plan, planned, tiny

CALL_OFF = """
[contracts]
contract, kind, admin_months, fixed_cost
K, framework, 0, 40
"""


def model_of(plan: Plan) -> Model:
    """The program of a plan's case."""
    sets = read_sets(plan.case, calendar_of(plan.case, None))
    return build(sets, currency="EUR", end="meet")


def certified(plan: Plan) -> Certificate:
    """The certificate of a plan."""
    assert plan.certificate is not None
    return plan.certificate


TINY = model_of(base_plan())
TRUTH = {"commitments": 0.0, "end": 0.0, "shortfall": 6.0, "money": 150.0}


def with_level(certificate: Certificate, place: int, **parts: object) -> Certificate:
    """The certificate with parts of a level's prices written anew."""
    prices = list(certificate.prices)
    prices[place] = replace(prices[place], **parts)  # type: ignore[arg-type]
    return replace(certificate, prices=tuple(prices))


def bounds(certificate: Certificate, model: Model = TINY) -> dict[str, float]:
    """What a certificate proves of each level."""
    rows = prove(model, certificate).rows
    return dict(zip(rows["level"], rows["bound"], strict=True))


def test_a_plan_proves_itself_best() -> None:
    """Value, bound and gap of each level of the tiny plan are those worked out by hand."""
    proof = prove(TINY, certified(base_plan()))
    assert proof.table() is proof.rows
    assert proof.rows["level"].to_list() == ["commitments", "end", "shortfall", "money", "stock"]
    assert proof.rows["unit"].to_list()[3] == "EUR"
    for name, value in TRUTH.items():
        row = proof.rows.filter(level=name).row(0, named=True)
        assert row["value"] == pytest.approx(value, abs=1e-6)
        assert row["bound"] == pytest.approx(value, abs=1e-5)
        assert row["gap"] == pytest.approx(row["value"] - row["bound"])
        assert row["exact"]
    assert proof.worst <= 1e-6
    assert proof.residual <= 1e-9
    assert proof.decisions == 0


def test_the_proof_is_told_in_words_and_as_data() -> None:
    """Every level has its sentence; decisions and the box are named where there are any."""
    proof = prove(TINY, certified(base_plan()))
    assert "Level money: 150 EUR; no plan is below" in proof.summary()
    assert "yes-no" not in proof.summary()
    document = proof.document()
    assert document["levels"][3]["level"] == "money"
    assert document["worst"] == proof.worst
    boxed = replace(proof, assumed=2, box=5e4, decisions=3)
    assert "2 columns that nothing in the case limits are taken to stay below 5e+04." in boxed.summary()
    assert "the same 3 yes-no decisions" in boxed.summary()


def test_large_programs_are_proven_in_double_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above a size the bound is the one of floating point, next to the exact one, and says so."""
    exact = prove(TINY, certified(base_plan())).rows
    monkeypatch.setattr(proving, "EXACT_UP_TO", 0)
    fast = prove(TINY, certified(base_plan())).rows
    assert not fast["exact"].any()
    assert fast["bound"].to_list() == pytest.approx(exact["bound"].to_list(), rel=1e-9, abs=1e-9)


def test_no_prices_at_all_prove_what_the_bounds_of_columns_do() -> None:
    """Without prices no level is proven to be above nothing, and the gap is the whole value."""
    found = certified(base_plan())
    empty = Certificate(
        found.columns,
        tuple(replace(level, rows=0 * level.rows, levels=0 * level.levels) for level in found.prices),
    )
    proof = prove(TINY, empty)
    assert proof.rows["bound"].to_list()[2:4] == pytest.approx([0, 0], abs=1e-9)
    assert proof.rows["gap"].to_list()[2:4] == pytest.approx([6, 150])
    assert proof.worst == pytest.approx(1)


def test_a_certificate_without_levels_proves_nothing() -> None:
    """There is no row, and no gap."""
    proof = prove(TINY, Certificate(certified(base_plan()).columns, ()))
    assert proof.rows.is_empty()
    assert proof.worst == 0


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 4), st.integers(0, 2**32 - 1), st.sampled_from([0.01, 1.0, 100.0]))
def test_random_prices_never_prove_more_than_the_truth(place: int, seed: int, size: float) -> None:
    """Whatever the prices of rows and levels, no bound is above the best value of its level."""
    chance = np.random.default_rng(seed)
    found = certified(base_plan())
    level = found.prices[place]
    wild = with_level(
        found,
        place,
        rows=level.rows + size * chance.normal(size=level.rows.shape),
        levels=level.levels + size * chance.normal(size=level.levels.shape),
    )
    for name, value in bounds(wild).items():
        assert value <= TRUTH.get(name, np.inf) + 1e-9


@pytest.mark.parametrize("moved", [-1e3, -1.0, 1.0, 1e3])
def test_a_limit_written_anew_never_proves_more(moved: float) -> None:
    """A limit below what the plan reaches counts as that; one above it makes the bound worse."""
    found = certified(base_plan())
    for place in (3, 4):
        shifted = with_level(found, place, limits=found.prices[place].limits + moved)
        for name, value in bounds(shifted).items():
            assert value <= bounds(found)[name] + 1e-6


def claim(told: float, prices: LevelPrices | None, after: int = 2) -> Claim:
    """The claim that no plan of the tiny case leaves less short than is told."""
    goal = replace(TINY.goals[2], name="least")
    return Claim(goal, after, told, 1.0, ("at least ", "!"), "open", prices)


def test_a_claim_is_proven_behind_the_levels_before_it() -> None:
    """6 are short at least, which the prices of the level itself prove; 7 are not proven."""
    found = certified(base_plan())
    for told, share, words in ((6.0, 0.0, "at least 6!"), (7.0, 1 / 7, "open")):
        proof = prove(TINY, found, [claim(told, found.prices[2])])
        row = proof.claims.row(0, named=True)
        assert (row["claim"], row["told"], row["words"], row["exact"]) == ("least", told, words, True)
        assert row["bound"] == pytest.approx(6, abs=1e-6)
        assert proof.worst_claim == pytest.approx(share, abs=1e-6)
        assert proof.rows.equals(prove(TINY, found).rows)
        assert words in proof.summary()
        assert proof.document()["claims"] == [row]


@pytest.mark.parametrize("after", [2, 9])
def test_a_claim_without_prices_or_levels_is_not_proven(after: int) -> None:
    """Nothing is known of it, and nothing is counted as a gap."""
    found = certified(base_plan())
    proof = prove(TINY, found, [claim(6.0, None if after == 2 else found.prices[2], after)])
    row = proof.claims.row(0, named=True)
    assert (row["bound"], row["gap"], row["share"], row["words"]) == (None, None, None, "open")
    assert proof.worst_claim == 0


@pytest.mark.parametrize("size", [0.0, 1e-3, 1.0, 1e3])
def test_random_prices_of_a_claim_prove_no_more_than_the_truth(size: float) -> None:
    """Whatever its prices and those of levels before it, nothing above 6 is proven."""
    found, chance = certified(base_plan()), np.random.default_rng(3)
    for _ in range(5):
        level = found.prices[2]
        rows = level.rows + size * chance.normal(size=level.rows.shape)
        wild = replace(level, rows=rows, levels=size * chance.normal(size=2), limits=level.limits + size)
        assert prove(TINY, found, [claim(9.0, wild)]).claims["bound"].to_list()[0] <= 6 + 1e-9


@pytest.mark.parametrize("part", ["rows", "levels", "limits"])
def test_prices_of_another_claim_are_refused(part: str) -> None:
    """Their sizes are those of the program and of the levels before."""
    found = certified(base_plan())
    broken = replace(found.prices[2], **{part: np.zeros(1)})  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="prices of shortfall in the certificate are of another plan"):
        prove(TINY, found, [claim(6.0, broken)])


def test_columns_that_are_shut_must_hold_nothing() -> None:
    """Held at nothing, a column that orders 10 breaks its bound; one that is nothing does not."""
    found = certified(base_plan())
    point = found.columns / TINY.program.arrays().column_unit
    for place, broken in ((int(np.argmax(point)), point.max()), (int(np.argmin(point)), 0.0)):
        proof = prove(TINY, found, shut=np.array([place]))
        assert proof.residual == pytest.approx(broken, abs=1e-9)


def test_sure_prices_are_tried_beside_those_of_the_certificate() -> None:
    """With prices of its own written to nothing, money is proven by those that are known to be right."""
    found = certified(base_plan())
    level = found.prices[3]
    lost = with_level(found, 3, rows=0 * level.rows, levels=0 * level.levels)
    assert prove(TINY, lost).rows["gap"][3] > 1
    assert prove(TINY, lost, sure=[level]).rows["gap"][3] < 1e-6
    assert prove(TINY, found, sure=[lost.prices[3]]).rows["gap"][3] < 1e-6


def test_many_levels_are_searched_without_overflow() -> None:
    """Fifty levels of the same measure, one behind the other, are all proven."""
    found = certified(base_plan())
    first = found.prices[0]
    goals = tuple(replace(TINY.goals[0], name=f"level {place}") for place in range(50))
    prices = tuple(
        LevelPrices(goal.name, first.rows, np.zeros(place), np.zeros(place))
        for place, goal in enumerate(goals)
    )
    assert prove(replace(TINY, goals=goals), Certificate(found.columns, prices)).worst <= 1e-6


def test_columns_that_do_not_hold_are_seen() -> None:
    """A column moved by 5 breaks the rows that it stands in."""
    found = certified(base_plan())
    columns = found.columns.copy()
    columns[np.argmax(columns)] += 5.0
    assert prove(TINY, replace(found, columns=columns)).residual > 1e-3


def test_bounds_of_a_plan_with_decisions_speak_of_the_same_decisions() -> None:
    """One call-off instead of three: 150 + 40, proven of all plans that call off in the same month."""
    plan = planned(tiny(CALL_OFF))
    model = model_of(plan)
    proof = prove(model, certified(plan))
    assert proof.decisions > 0
    assert proof.worst <= 1e-6
    assert proof.residual <= 1e-9


def test_decisions_beyond_yes_and_no_are_seen() -> None:
    """A decision of 5 or of a half is no plan."""
    plan = planned(tiny(CALL_OFF))
    model, found = model_of(plan), certified(plan)
    decision = int(np.flatnonzero(model.program.arrays().integer)[0])
    for value in (5.0, 0.5):
        columns = found.columns.copy()
        columns[decision] = value
        assert prove(model, replace(found, columns=columns)).residual >= 0.5


def foreign(kind: str) -> Certificate:
    """A certificate that is not the tiny plan's."""
    found = certified(base_plan())
    first = found.prices[0]
    broken = np.full_like(first.rows, np.nan)
    return {
        "columns": replace(found, columns=found.columns[:-1]),
        "shape": replace(found, columns=found.columns[None, :]),
        "rows": with_level(found, 0, rows=first.rows[:-1]),
        "levels": with_level(found, 2, levels=np.zeros(1)),
        "limits": with_level(found, 2, limits=np.zeros(3)),
        "name": with_level(found, 0, name="elsewhere"),
        "order": replace(found, prices=found.prices[::-1]),
        "more": replace(found, prices=(*found.prices, LevelPrices("stock", first.rows, NONE, NONE))),
        "nan": with_level(found, 0, rows=broken),
        "endless": replace(found, columns=np.where(found.columns > 0, np.inf, found.columns)),
    }[kind]


NONE = np.zeros(0)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("columns", "belongs to another plan"),
        ("shape", "belongs to another plan"),
        ("rows", "of another plan"),
        ("levels", "of another plan"),
        ("limits", "of another plan"),
        ("name", "speaks of the levels elsewhere"),
        ("order", "speaks of the levels stock"),
        ("more", "belongs to another plan"),
        ("nan", "cells that are no numbers"),
        ("endless", "cells that are no numbers"),
    ],
)
def test_a_certificate_of_something_else_is_refused(kind: str, words: str) -> None:
    """Other sizes, names or cells that are no numbers are an option that cannot be used."""
    with pytest.raises(OptionError, match=words):
        prove(TINY, foreign(kind))

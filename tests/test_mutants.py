"""The list of mutants fits the source; `python -m tests.mutants` tries them."""

import ast
from collections import Counter

import pytest

from jointstock.model.blocks import contracts
from tests.mutants.listing import KINDS, ROOT, Mutant, proofs_of, read_mutants, read_plans
from tests.mutants.running import Result, run_family
from tests.mutants.stage import faulty, kind_of

MUTANTS = read_mutants()
LEAST = 40


def blocks():
    """Modules of the model that state rows."""
    return {path.stem for path in (ROOT / "src/jointstock/model/blocks").glob("*.py")} - {"__init__"}


def functions(path):
    """Names of the functions of a file."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("block", sorted({one.block for one in MUTANTS}))
def test_mutants_still_fit_the_source(block):
    """The old text stands exactly once in the module, and with the new one a function has other code."""
    for mutant in MUTANTS:
        if mutant.block == block:
            with faulty(mutant):
                assert mutant.kind in KINDS
            assert mutant.says.endswith(".")


def test_mutants_have_names_of_their_own():
    """No name stands twice, and there are at least forty of them."""
    assert max(Counter(one.name for one in MUTANTS).values()) == 1
    assert len(MUTANTS) >= LEAST


def test_every_block_has_a_sign_and_an_index():
    """In each module that states rows a sign and an index are flipped at least once."""
    for kind in ("sign", "index"):
        assert blocks() <= {one.block for one in MUTANTS if one.kind == kind}, kind


def test_the_named_tests_are_there():
    """Every test of a whole plan that a block names exists, and every module has tests to run."""
    plans = read_plans()
    for test in {test for tests in plans.values() for test in tests}:
        path, name = test.split("::")
        assert name.partition("[")[0] in functions(path), test
    assert all(proofs_of(one.block, plans) for one in MUTANTS)
    assert set(plans) <= {one.block for one in MUTANTS}


def test_a_text_that_is_not_there_once_is_refused():
    """A mutant does not apply where its text is missing, stands twice, or is not changed."""
    for text, new in (("a", "c"), ("b b", "c"), ("b", "b")):
        with pytest.raises(ValueError, match="stands"):
            Mutant("x", "x", "x", "sign", "S.", "b", new).changed(text)
    assert Mutant("x", "x", "x", "sign", "S.", "b", "c").changed("abc") == "acc"


def test_tests_are_told_apart_by_what_they_look_at():
    """The golden text, other tests of a module, and whole plans."""
    assert kind_of("tests/model/blocks/test_orders.py::test_text_is_the_golden_file") == "text"
    assert kind_of("tests/model/blocks/test_orders.py::test_optimum_is_the_one_worked_out_by_hand") == "unit"
    assert kind_of("tests/test_oracle.py::test_both_planners_agree_on_generated_cases[0]") == "plan"


@pytest.mark.parametrize(
    ("failed", "verdict"),
    [
        ({}, "survived"),
        ({"text": {}}, "text only"),
        ({"unit": {}}, "killed"),
        ({"text": {}, "plan": {}}, "killed"),
    ],
)
def test_the_verdict_is_that_of_behaviour(failed, verdict):
    """What only the golden text finds is not killed by what a plan does."""
    assert Result("orders-x", "sign", failed).verdict == verdict


def test_no_answer_is_no_verdict():
    """Where tests cannot be collected nothing is said about the mutants, and that is told."""
    _, results = run_family([], ["tests/model/no_such_test.py"])
    assert [result.verdict for result in results] == ["no answer"]


def test_a_fault_is_put_in_and_taken_out():
    """The function has other code while the fault is in force, and its own behind it."""
    mutant = next(one for one in MUTANTS if one.name == "contracts-call-off-limit-is-a-least")
    before = contracts.add_call_off_limits.__code__
    with faulty(mutant):
        assert contracts.add_call_off_limits.__code__ != before
    assert contracts.add_call_off_limits.__code__ is before


def test_a_fault_in_no_function_is_refused():
    """What stands outside of functions cannot be changed in memory."""
    with (
        pytest.raises(ValueError, match="changes no function"),
        faulty(Mutant("x", "x", "contracts", "bound", "S.", "Contracts: ceilings", "Ceilings")),
    ):
        pass

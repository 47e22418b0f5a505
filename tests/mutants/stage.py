"""Plugin of pytest: runs the collected tests once as the source is, then those of a module for each mutant.

A fault is put into the functions in memory, so that no file is touched. Of each kind of test (`text`, the
golden program; `unit`, other tests of the module; `plan`, whole plans, verified) the first failure is noted,
and the rest of that kind is left out. Notes are lines of JSON in the file that NOTES names.
"""

import contextlib
import importlib
import inspect
import json
import os
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from tests.mutants.listing import ROOT, Mutant, proofs_of, read_mutants, read_plans, source
from tests.mutants.listing import module as module_name

NOTES = "JOINTSTOCK_MUTANT_NOTES"
NAMES = "JOINTSTOCK_MUTANT_NAMES"
AS_IS = "as-it-is"
GOLDEN = "test_text_is_the_golden_file"


def kind_of(node: str) -> str:
    """Kind of a test by its id."""
    if node.endswith(f"::{GOLDEN}"):
        return "text"
    return "unit" if node.startswith("tests/model/") else "plan"


@contextlib.contextmanager
def faulty(mutant: Mutant | None):
    """Puts a fault into the functions of a module, and takes it out again.

    Raises:
        ValueError: The fault changes no function.
    """
    kept = {}
    if mutant is not None:
        module = importlib.import_module(module_name(mutant.block))
        path = source(ROOT / "src", mutant.block)
        text = path.read_text("utf-8")
        sound, new = (_codes(compile(each, path, "exec")) for each in (text, mutant.changed(text)))
        functions = dict(_functions(module, module.__name__))
        differ = [name for name, code in new.items() if sound[name] != code and name in functions]
        if not differ:
            raise ValueError(f"{mutant.name} changes no function")
        for name in differ:
            kept[name] = functions[name].__code__
            functions[name].__code__ = new[name]
    try:
        yield
    finally:
        for name, code in kept.items():
            functions[name].__code__ = code


def first_failures(items) -> dict[str, dict[str, str]]:
    """First failing test of each kind, and how it failed."""
    failed = {}
    for item in items:
        kind = kind_of(item.nodeid)
        if kind in failed:
            continue
        for report in runtestprotocol(item, log=False, nextitem=None):
            if report.failed:
                crash = getattr(report.longrepr, "reprcrash", None)
                how = crash.message if crash else str(report.longrepr)[-200:]
                failed.setdefault(kind, {"test": item.nodeid, "how": how.split("\n")[0][:200]})
    return failed


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    """Runs all tests as the source is, and those of its module for each mutant that is asked for."""
    known, plans = {one.name: one for one in read_mutants()}, read_plans()
    for name in os.environ[NAMES].split():
        mutant = known.get(name)
        _note(name)
        items = session.items if mutant is None else chosen(session.items, proofs_of(mutant.block, plans))
        with faulty(mutant):
            failed = first_failures(items)
        _note(name, failed)
        if mutant is None and failed:
            break
    return True


def chosen(items, proofs):
    """Tests of some files or functions, in the order in which these are named."""
    ends = ("", "[", "::")
    return [
        item
        for proof in proofs
        for item in items
        if any(item.nodeid.startswith(proof + end) if end else item.nodeid == proof for end in ends)
    ]


def _note(name, failed=None):
    with Path(os.environ[NOTES]).open("a", encoding="utf-8") as notes:
        notes.write(json.dumps({"name": name, "failed": failed}) + "\n")


def _codes(code):
    """Code of the functions and methods of a compiled module, by qualified name."""
    found = {}
    for constant in code.co_consts:
        if inspect.iscode(constant):
            if constant.co_flags & inspect.CO_OPTIMIZED:
                found[constant.co_qualname] = constant
            else:
                found |= _codes(constant)
    return found


def _functions(owner, module):
    """Functions and methods that a module defines, with their qualified names."""
    for value in vars(owner).values():
        inner = getattr(value, "fget", None) or getattr(value, "func", None) or inspect.unwrap(value)
        inner = getattr(inner, "__func__", inner)
        if inspect.isfunction(inner) and inner.__module__ == module:
            yield inner.__qualname__, inner
        elif inspect.isclass(inner) and inner.__module__ == module:
            yield from _functions(inner, module)

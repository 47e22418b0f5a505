"""Every check of a case, all at once; the list of the rules is at the end."""

from __future__ import annotations

from collections.abc import Iterable

from jointstock.errors import Fault, Note
from jointstock.facts.case import Case
from jointstock.facts.dictionary import DICTIONARY
from jointstock.facts.rules import (
    agreements,
    capacity,
    cells,
    chances,
    fleets,
    idle,
    industry,
    instruments,
    limits,
    money,
    obstacles,
    provenance,
    references,
    remarks,
    requirements,
    retirements,
    settings,
    stock,
    storage,
    terms,
    tiers,
    unknowns,
)

SETTINGS = "settings"


def check(case: Case, *, known: Iterable[Fault] = (), broken: Iterable[str] = ()) -> tuple[Fault, ...]:
    """Check a case by every rule.

    Args:
        case: The case.
        known: Faults found before, when the case was read; they go first, and no cell is blamed a second
            time.
        broken: Tables of which rows or columns could not be read, and ``settings`` where ``case.toml``
            could not. Rules that compare them with others are not asked.

    Returns:
        Every fault, in the order of rules and rows; none for a case that can be planned.
    """
    faults, missing = list(known), set(broken)
    if SETTINGS not in missing:
        found = [
            fault
            for rule in settings.RULES
            for fault in rule.find(case)
            if not missing.intersection(rule.reads)
        ]
        faults.extend(found)
        missing.update([SETTINGS] if found else [])
    for rule in RULES:
        if not missing.intersection(rule.reads):
            faults.extend(rule.find(case))
    unread = _unread_columns(case, missing)
    return _once_a_cell(fault for fault in faults if (fault.file, fault.column, fault.code) not in unread)


def notes(case: Case) -> tuple[Note, ...]:
    """Say what is worth knowing about a case although it is no fault.

    Args:
        case: A case without faults.

    Returns:
        The notes, in the order of the lists of remarks.
    """
    return tuple(note for remark in (*remarks.REMARKS, *idle.REMARKS) for note in remark(case))


def _unread_columns(case: Case, broken: set[str]) -> set[tuple[str, str, str]]:
    """Columns of broken tables that are empty throughout: they are missing, not empty cell by cell."""
    return {
        (case.origin(name).file, column, code)
        for name in broken - {SETTINGS}
        for column in DICTIONARY.tables[name].by_name
        for code in ("empty-cell", "unknown-needed")
        if case.table(name).get_column(column).null_count() == case.table(name).height
    }


def _once_a_cell(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Keep the first fault of each cell; one mistake is told once."""
    kept: dict[tuple[object, ...], Fault] = {}
    for number, fault in enumerate(faults):
        a_cell = fault.row is not None and fault.column and fault.code != "unknown-source"
        kept.setdefault((fault.file, fault.row, fault.column) if a_cell else (number,), fault)
    return tuple(kept.values())


RULES = (
    *cells.RULES,
    *references.RULES,
    *provenance.RULES,
    *unknowns.RULES,
    *industry.RULES,
    *capacity.RULES,
    *agreements.RULES,
    *tiers.RULES,
    *terms.RULES,
    *instruments.RULES,
    *limits.RULES,
    *money.RULES,
    *stock.RULES,
    *storage.RULES,
    *fleets.RULES,
    *retirements.RULES,
    *obstacles.RULES,
    *requirements.RULES,
    *chances.RULES,
)

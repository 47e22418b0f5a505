"""Recompute every rule of a plan from the case and the plan's tables alone.

Nothing here or in :mod:`jointstock.plans.rules` knows the model or a solver: rules are written from the page
``docs/explanation/meanings.md``, with their own counting of months.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

import polars as pl

from jointstock.errors import JointstockError
from jointstock.facts.case import Case
from jointstock.facts.changes import apply_changes
from jointstock.plans.findings import Finding, Findings
from jointstock.plans.rules import (
    agreements,
    authorities,
    budgets,
    by_industry,
    capacity,
    contracts,
    cover,
    document,
    edges,
    eligibility,
    fleet_rules,
    fleets,
    goals,
    key_figures,
    line_states,
    lines,
    lot_rules,
    lots,
    orders,
    payments,
    shape,
    stocks,
    support,
    surges,
    targets,
    tiers,
    transfers,
)
from jointstock.plans.rules.ground import Check, Ground
from jointstock.plans.rules.monthly import check_months
from jointstock.plans.rules.obstacles import lines as lines_of

__all__ = ["Finding", "Findings", "Verifiable", "verify"]


class Verifiable(Protocol):
    """What the verifier reads of a plan."""

    @property
    def run(self) -> Mapping[str, Any]:
        """Content of ``run.json``."""

    @property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        """Tables of the plan by name."""


RULES: tuple[Callable[[Ground], Iterable[Check]], ...] = (
    stocks.check_stocks,
    stocks.check_pools,
    stocks.check_signs,
    capacity.check_capacity,
    line_states.check_states,
    surges.check_surges,
    by_industry.check_industry,
    orders.check_orders,
    lines.check_lines,
    lot_rules.check_lots,
    stocks.check_floors,
    edges.check_windows,
    eligibility.check_edges,
    budgets.check_budgets,
    payments.check_payments,
    contracts.check_contracts,
    contracts.check_whole_units,
    contracts.check_whole_options,
    tiers.check_tiers,
    agreements.check_agreements,
    support.check_support,
    authorities.check_authorities,
    cover.check_cover,
    transfers.check_transfers,
    fleet_rules.check_fleets,
    targets.check_shortfalls,
    targets.check_levels,
    goals.check_aims,
    key_figures.check_key_figures,
    lines.check_own_account,
    targets.check_costs,
    edges.check_obstacles,
    transfers.check_transfer_obstacles,
)


def verify(case: Case, plan: Verifiable, *, monthly: bool = False) -> Findings:
    """Check a plan against its case, rule by rule.

    Args:
        case: The case the plan was made from, with or without the changes that the plan names.
        plan: The plan: its run and its tables.
        monthly: Whether to note, too, what would break inside the periods if they were spread over their
        months.

    Returns:
        The findings, the worst first; none where the plan keeps every rule.
    """
    changed, found = _same_case(case, plan.run)
    checks = [found, document.run_document(plan.run), shape.missing(plan.tables)]
    if any(check.findings for check in checks):
        return _collected(checks)
    checks += [
        document.header(changed, plan.run, plan.tables),
        document.levels(plan.run, _called_for(changed)),
        shape.months_in_all(plan.tables["periods"], changed.settings.months),
    ]
    if checks[-1].findings:
        return _collected(checks)
    periods, check = shape.read_periods(plan.tables["periods"])
    checks.append(check)
    if periods is None:
        return _collected(checks)
    checks.append(document.calendar(plan.run, periods))
    whole = Ground(changed, plan.run, periods, shape.numbered(plan.tables, periods))
    checks += [*shape.cells(whole), *shape.horizon(whole)]
    ground = Ground(changed, plan.run, periods, shape.known(whole.tables, changed))
    checks += [check for rule in RULES for check in rule(ground)]
    notes = [note for check in check_months(ground) for note in check.findings] if monthly else []
    return _collected([*checks, *_unchecked(ground, checks)], notes)


def _called_for(case: Case) -> list[str]:
    """Levels beyond those of every plan that a case calls for."""
    asked = {"transition": fleets.in_transition(case), "reimbursed": support.reimburses(case)}
    return [name for name, wanted in asked.items() if wanted]


def _same_case(case: Case, run: Mapping[str, Any]) -> tuple[Case, Check]:
    """Apply the changes of the run where the case needs them, and compare digests."""
    if case.digest == run.get("digest"):
        return case, Check("V0", 1)
    try:
        changed = apply_changes(case, _changes(run))
    except JointstockError as error:
        text = f"The changes that the plan names do not fit the case. {error}"
        return case, Check("V0", 1, (Finding("V0", "run.digest", "", None, None, None, text),))
    if changed.digest == run.get("digest"):
        return changed, Check("V0", 1)
    text = "The plan was made from another case: the digest of the case is not the one that the plan names."
    return changed, Check("V0", 1, (Finding("V0", "run.digest", "", None, None, None, text),))


def _changes(run: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The changes that the plan names; none where what stands there is no list of changes."""
    options = run.get("options")
    changes = options.get("changes") if isinstance(options, Mapping) else None
    named = changes if isinstance(changes, list | tuple) else []
    sound = all(
        isinstance(change, Mapping)
        and ("without" in change or isinstance(change.get("key", []), list | tuple))
        for change in named
    )
    return list(named) if sound else []


def _collected(checks: Iterable[Check], notes: Iterable[Finding] = ()) -> Findings:
    counts: dict[str, int] = {}
    findings: list[Finding] = []
    for check in checks:
        counts[check.rule] = counts.get(check.rule, 0) + check.checked
        findings.extend(check.findings)
    return Findings(findings, counts, notes)


def _unchecked(ground: Ground, checks: Iterable[Check]) -> list[Check]:
    """Find rules that are in force by the facts of the case although no row was checked under them."""
    counts = _collected(checks).checked
    silent = [rule for rule, binds in _in_force(ground).items() if binds and not counts.get(rule)]
    text = "The rule is in force, but the plan has no row that could be checked under it."
    return [Check(rule, 0, (Finding(rule, "", "", 0.0, 1.0, -1.0, text),)) for rule in silent]


def _in_force(ground: Ground) -> dict[str, bool]:
    """Say which rules the case and the plan bring into force."""
    tables, facts = ground.tables, ground.facts
    ordered = tables["orders"].height > 0
    # What contracts cost beside orders is checked under V10.
    paid = tables["payments"].filter(~pl.col("kind").is_in(payments.OF_CONTRACTS))
    moving = ordered or tables["deliveries"].height > 0
    return {
        "V0": True,
        "V1": facts("holdings").height > 0 or moving,
        "V2": True,
        "V3": facts("lines").height > 0,
        "V4": moving or facts("lines").height > 0,
        "V5": ground.once(lots.kept_by_lots).height > 0,
        "V6": facts("floors").filter(~pl.col("waiver").fill_null(value=False)).height > 0,
        "V8": moving or tables["production"].height + tables["support"].height > 0,
        "V9": facts("budgets").height + facts("authorities").height + paid.height > 0,
        "V10": ordered or bool(ground.once(agreements.agreed)["listed"].any()),
        "V11": ordered,
        "V12": facts("targets").height > 0 and tables["cover"].height > 0,
        "V13": tables["transfers"].height > 0,
        "V14": facts("fleets").height > 0,
        "V15": True,
        "V16": bool(ground.once(lines_of)["sells"].any()),
        "V17": True,
        "V18": facts("obstacles").height > 0,
    }

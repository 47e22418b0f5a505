"""Certify a plan: build its program from the case again and compute what its certificate proves."""

from collections.abc import Mapping
from typing import Any

from jointstock.errors import OptionError
from jointstock.model.build import Model, build
from jointstock.model.index_sets.sets import calendar_of, read_sets
from jointstock.plans.certificate import Certificate
from jointstock.plans.folder import tables_digest
from jointstock.plans.levels import PRICED_LEVEL, Solved
from jointstock.plans.plan import Plan
from jointstock.plans.proving import Proof, prove
from jointstock.plans.read_back import read_tables

_AIMS = ("fairness", "keep", "hurry")
_HOLDS = 1e-6


def certify(plan: Plan) -> Proof:
    """Prove how far from best each level of a plan is; no solver is asked.

    Args:
        plan: A plan with its certificate, as made or read from its folder.

    Returns:
        Value, rigorous lower bound and gap of each level.

    Raises:
        OptionError: The plan has no certificate, was made with aims beyond the levels, or the certificate
            breaks rows of the case or is not that of the tables.
    """
    if plan.certificate is None:
        raise OptionError("The plan has no certificate; make it again to get one.")
    options = plan.run.get("options", {})
    aims = [name for name in _AIMS if options.get(name) is not None]
    if aims:
        raise OptionError(
            f"The plan was made with {' and '.join(aims)}; only plans without such aims can be certified."
        )
    model = _model_of(plan, options)
    proof = prove(model, plan.certificate)
    if not proof.residual <= _HOLDS:
        raise OptionError(
            f"The columns of the certificate break rows or bounds of the case by {proof.residual:.1e} in the "
            "solver's units; make the plan again."
        )
    told = (plan.run.get("plan_digest"), tables_digest(plan.tables))
    if told != (_digest(plan, model, plan.certificate),) * 2:
        raise OptionError("The tables of the plan are not those of its certificate; make the plan again.")
    return proof


def _model_of(plan: Plan, options: Mapping[str, Any]) -> Model:
    rates = {row["instrument"]: row["rate"] for row in plan.run.get("instruments", [])}
    sets = read_sets(plan.case, calendar_of(plan.case, plan.run["calendar"]), rates)
    return build(sets, currency=plan.case.settings.currency, end=options["end"])


def _digest(plan: Plan, model: Model, certificate: Certificate) -> str:
    """Digest of the tables that the columns of a certificate stand for."""
    priced = [level.rows for level in certificate.prices if level.name == PRICED_LEVEL]
    solved = Solved(model.program.arrays(), values=certificate.columns, prices=priced[0] if priced else None)
    return tables_digest(read_tables(plan.case, model, solved, dict(plan.run)))

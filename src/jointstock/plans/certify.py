"""Certify a plan: build its program from the case again and compute what its certificate proves."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jointstock.errors import OptionError
from jointstock.plans.certificate import Certificate
from jointstock.plans.claims import LEAST
from jointstock.plans.folder import tables_digest
from jointstock.plans.levels import PRICED_LEVEL
from jointstock.plans.plan import Plan
from jointstock.plans.proving import Proof, prove
from jointstock.plans.read_back import read_tables
from jointstock.plans.rebuilding import Rebuilt, rebuild
from jointstock.plans.solved import Solved

_HOLDS = 1e-6
_SAME = 1e-9


def certify(plan: Plan) -> Proof:
    """Prove how far from best each level of a plan is; no solver is asked.

    Args:
        plan: A plan with its certificate, as made or read from its folder.

    Returns:
        Value, rigorous lower bound and gap of each level; the same of what its aims claim beyond them.

    Raises:
        OptionError: The plan has no certificate, or the certificate breaks rows of the case, is not that of
            the tables and levels, or proves that what is told of an aim is wrong.
    """
    if plan.certificate is None:
        raise OptionError("The plan has no certificate; make it again to get one.")
    rebuilt = rebuild(plan, plan.certificate)
    _refuse_strange(plan.certificate, rebuilt)
    model = replace(rebuilt.model, goals=rebuilt.levels)
    proof = prove(model, plan.certificate, rebuilt.claims, shut=rebuilt.shut, sure=rebuilt.sure)
    proof = replace(proof, notes=rebuilt.notes)
    if not proof.residual <= _HOLDS:
        raise OptionError(
            f"The columns of the certificate break rows or bounds of the case by {proof.residual:.1e} in the "
            "solver's units; make the plan again."
        )
    _refuse_untrue(proof)
    digest, levels = _read_back(plan, rebuilt, plan.certificate)
    if (plan.run.get("plan_digest"), tables_digest(plan.tables)) != (digest, digest):
        raise OptionError("The tables of the plan are not those of its certificate; make the plan again.")
    if not _alike(plan.run.get("levels"), levels):
        raise OptionError("The levels of run.json are not those of the certificate; make the plan again.")
    return proof


def _refuse_strange(certificate: Certificate, rebuilt: Rebuilt) -> None:
    """Refuse a certificate that proves what the plan does not tell.

    Raises:
        OptionError: It does.
    """
    told = {claim.goal.name for claim in rebuilt.claims}
    strange = [prices.name for prices in certificate.claims if prices.name not in told]
    if strange:
        raise OptionError(
            f"The certificate speaks of {', '.join(strange)}, which the plan does not tell; "
            "it belongs to another plan."
        )


def _read_back(plan: Plan, rebuilt: Rebuilt, certificate: Certificate) -> tuple[str, list[dict[str, Any]]]:
    """Digest of the tables and values of the levels that the columns of a certificate stand for."""
    priced = [level.rows for level in certificate.prices if level.name == PRICED_LEVEL]
    solved = Solved(
        rebuilt.model.program.arrays(),
        values=certificate.columns,
        prices=priced[0] if priced else None,
        levels=[{"name": name} for name, _ in rebuilt.rounds],
        rounds=[{"level": name, "nations": list(nations)} for name, nations in rebuilt.rounds],
    )
    # What the plan that is kept decided follows from no column: the program was built from it.
    tables = {**read_tables(plan.case, rebuilt.model, solved, dict(plan.run)), "kept": plan.tables["kept"]}
    return tables_digest(tables), solved.levels


def _alike(told: object, found: list[dict[str, Any]]) -> bool:
    """Whether names and values of levels are the same, to what is lost in adding up."""
    if not isinstance(told, list) or [_name(level) for level in told] != [level["name"] for level in found]:
        return False
    pairs = [(one.get("value"), other["value"]) for one, other in zip(told, found, strict=True)]
    return all(
        isinstance(one, int | float) and abs(one - other) <= _SAME * max(1.0, abs(other))
        for one, other in pairs
    )


def _name(level: object) -> object:
    return level.get("name") if isinstance(level, Mapping) else None


def _refuse_untrue(proof: Proof) -> None:
    """Refuse a least shortfall below what is proven of every plan.

    Raises:
        OptionError: It is.
    """
    for row in proof.claims.filter(claim=LEAST).drop_nulls("bound").iter_rows(named=True):
        if row["bound"] > row["told"] + _HOLDS * max(1.0, abs(row["told"])):
            raise OptionError(
                f"The least shortfall of run.json is {row['told']:.10g}, but no plan is below "
                f"{row['bound']:.10g}; make the plan again."
            )

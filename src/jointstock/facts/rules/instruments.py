"""Rules of instruments: who may join, what is supported, and what it needs to be paid."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from jointstock.errors import Fault
from jointstock.facts.case import Case
from jointstock.facts.dictionary import DICTIONARY
from jointstock.facts.rules.parties import ANY, nations_of
from jointstock.facts.rules.pointing import ROW, Rule, cell_text, numbered, point
from jointstock.facts.rules.shares import TOLERANCE

OBJECTS = {
    "goods": ("contract",),
    "extra cost": ("contract",),
    "investment": ("option",),
    "transfer": ("item", "recipient"),
}
"""Roles of the parties that an instrument of each kind supports."""

KINDS = DICTIONARY.tables["instruments"].by_name["kind"].values
_NEEDS = (
    ("payer-without-rate", pl.col("payer").is_not_null(), "rate", "payer is filled", "0.15"),
    ("flat-rate-without-amount", pl.col("flat_rate"), "amount", "the rate is flat", "the envelope"),
    (
        "members-without-share",
        pl.col("min_members").is_not_null(),
        "member_share",
        "min_members is filled",
        "0.1",
    ),
)


def needed_terms(case: Case) -> Iterator[Fault]:
    """A term of an instrument stands without the one that it needs."""
    for code, given, column, why, example in _NEEDS:
        about = DICTIONARY.tables["instruments"].by_name[column].about
        yield from point(
            case,
            "instruments",
            numbered(case, "instruments").filter(given & pl.col(column).is_null()),
            code=code,
            column=column,
            expected=f"a value, since {why}",
            remedy=f"Write such as {example}. {about}"
            if example[0].isdigit()
            else f"Write {example}. {about}",
        )


def member_shares(case: Case) -> Iterator[Fault]:
    """As many members as must count would together order more than there is."""
    least = pl.col("min_members") * pl.col("member_share")
    yield from point(
        case,
        "instruments",
        numbered(case, "instruments").filter(least > 1 + TOLERANCE),
        code="member-shares",
        column="member_share",
        expected=lambda row: (
            f"at most {cell_text(round(1 / row['min_members'], 6))}, since {row['min_members']} members "
            "order at least this share each, and all shares together make 1"
        ),
        remedy="Lower the share, or the number of members.",
    )


def flat_rates(case: Case) -> Iterator[Fault]:
    """A rate that is one for all hangs on a decision: on members that must count, or on a whole contract."""
    rows = numbered(case, "instruments").filter(pl.col("flat_rate"))
    limited = rows.filter(pl.col("level") == "contract").join(
        case.table("instrument_limits"), on="instrument", how="semi"
    )
    for column, found, expected in (
        ("min_members", rows.drop_nulls("min_members"), "nothing, since the rate is flat"),
        ("level", limited, "item, since the rate is flat"),
    ):
        yield from point(
            case,
            "instruments",
            found,
            code="flat-rate-with-decision",
            column=column,
            expected=expected,
            remedy="Correct the cell, or empty flat_rate: then the plan chooses what is reimbursed.",
        )


def nobody_may_join(case: Case) -> Iterator[Fault]:
    """An instrument has no member, or fewer than it needs."""
    instruments = numbered(case, "instruments").drop_nulls("instrument")
    listed = case.table("instrument_parties").filter(pl.col("role") == "member")
    members = nations_of(case, listed)
    strange = listed.filter(pl.col("party") != ANY).join(members, on=["instrument", "party"], how="anti")
    counts = members.group_by("instrument").agg(_members=pl.col("nation").n_unique())
    # A member that does not exist is reported as such; the instrument is not blamed too.
    known = instruments.join(strange, on="instrument", how="anti").join(
        counts, on="instrument", how="left", maintain_order="left"
    )
    yield from point(
        case,
        "instruments",
        known.filter(pl.col("_members").is_null()),
        code="nobody-may-join",
        column="instrument",
        expected="an instrument with members in instrument_parties.csv, which name at least one nation",
        remedy=lambda row: f"Add who may join '{row['instrument']}': rows of the role member.",
    )
    yield from point(
        case,
        "instruments",
        known.filter(pl.col("_members") < pl.col("min_members")),
        code="too-few-members",
        column="min_members",
        expected=lambda row: f"at most {row['_members']}, as many as may join '{row['instrument']}'",
        remedy="Lower the number, or let more nations join.",
    )


def objects(case: Case) -> Iterator[Fault]:
    """An instrument says not what it supports, or names what its kind does not support."""
    instruments = numbered(case, "instruments").drop_nulls(["instrument", "kind"])
    parties = case.table("instrument_parties")
    for kind, roles in OBJECTS.items():
        for role in roles:
            found = instruments.filter(pl.col("kind") == kind).join(
                parties.filter(pl.col("role") == role), on="instrument", how="anti"
            )
            yield from point(
                case,
                "instruments",
                found,
                code="instrument-without-object",
                column="kind",
                expected=f"an instrument with rows of the role {role} in instrument_parties.csv",
                remedy=lambda row, role=role: (  # type: ignore[misc]
                    f"Add which {role} '{row['instrument']}' supports, * for every one, or correct its kind."
                ),
            )
    kinds = instruments.select("instrument", _kind="kind")
    allowed = pl.DataFrame(
        [(kind, role) for kind in KINDS for role in ("member", *OBJECTS[kind])], _SCHEMA, orient="row"
    )
    rows = numbered(case, "instrument_parties").drop_nulls("role").join(kinds, on="instrument")
    yield from point(
        case,
        "instrument_parties",
        rows.join(allowed, left_on=["_kind", "role"], right_on=["kind", "role"], how="anti"),
        code="instrument-role",
        column="role",
        expected=lambda row: (
            f"member or {' or '.join(OBJECTS[row['_kind']])}, since the kind is {row['_kind']}"
        ),
        remedy="Delete the row, or correct the kind of the instrument.",
    )


def values(case: Case) -> Iterator[Fault]:
    """An instrument reimburses what is given, and the value of a unit is not stated."""
    giving = case.table("instruments").filter(pl.col("kind") == "transfer").select("instrument")
    items = numbered(case, "instrument_parties").filter(pl.col("role") == "item")
    stated = case.table("instrument_values").select("instrument", party="item")
    named = items.join(giving, on="instrument", how="semi")
    every = named.filter(pl.col("party") == ANY).join(stated, on="instrument", how="anti")
    single = named.filter(pl.col("party") != ANY).join(stated, on=["instrument", "party"], how="anti")
    yield from point(
        case,
        "instrument_parties",
        pl.concat([single, every]).unique(ROW),
        code="given-without-value",
        column="party",
        expected=lambda row: f"an item with a row of '{row['instrument']}' in instrument_values.csv",
        remedy="Add the value of a unit; without it nothing is reimbursed.",
    )


_SCHEMA = {"kind": pl.String(), "role": pl.String()}

RULES = (
    Rule(needed_terms, ("instruments",)),
    Rule(member_shares, ("instruments",)),
    Rule(flat_rates, ("instruments", "instrument_limits")),
    Rule(nobody_may_join, ("instruments", "instrument_parties", "nations", "nation_groups")),
    Rule(objects, ("instruments", "instrument_parties")),
    Rule(values, ("instruments", "instrument_parties", "instrument_values")),
)

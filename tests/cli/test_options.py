"""Options as pinned, with their defaults."""

import shlex
from pathlib import Path
from typing import Any

import pytest

from jointstock.cli.main import build_app
from jointstock.cli.options import Goals, Horizon, Start, WhatIf


def parsed(line: str) -> dict[str, Any]:
    """Return the arguments that a command line stands for, with the defaults."""
    words = shlex.split(line)
    _, bound, _ = build_app(words).parse_args(words, exit_on_error=False, print_error=False)
    bound.apply_defaults()
    return dict(bound.arguments)


def test_a_plan_needs_a_case_and_a_folder_only() -> None:
    """Everything else has a default: the case's own horizon, no change, one thread, no limit."""
    found = parsed("plan c --out d")
    assert found == {
        "case": "c",
        "out": Path("d"),
        "force": False,
        "horizon": Horizon(),
        "what_if": WhatIf(),
        "goals": Goals(),
        "limits": Start(),
        "json": False,
    }
    assert Start().threads == 1


def test_every_option_of_plan_arrives() -> None:
    """Horizon, changes and limits arrive as given, repeated ones in their order."""
    found = parsed(
        "plan c --out d --force --months 24 --calendar 12x1,4x3 --end none --time-limit 60 --threads 2 "
        "--set budgets.EE.2025.amount*=1.1 --set 'items.\"a.b\".holding_cost=2' --json "
        "--without 'obstacle:export licence' --without obstacle:b --change a.toml --change b.toml "
        "--fairness max-min --fair-of amount --fair-within 0.02 --keep old --signed-until 2025-03"
    )
    assert found["force"]
    assert found["json"]
    assert found["horizon"] == Horizon(months=24, calendar="12x1,4x3", end="none")
    assert found["limits"] == Start(time_limit=60.0, threads=2)
    assert found["goals"] == Goals(
        fairness="max-min",
        fair_of="amount",
        fair_within=0.02,
        keep=Path("old"),
        signed_until="2025-03",
    )
    assert found["what_if"] == WhatIf(
        change=(Path("a.toml"), Path("b.toml")),
        set=("budgets.EE.2025.amount*=1.1", 'items."a.b".holding_cost=2'),
        without=("obstacle:export licence", "obstacle:b"),
    )


def test_until_is_a_month() -> None:
    """The last month is kept as written; planning turns it into a number of months."""
    assert parsed("plan c --out d --until 2025-12")["horizon"] == Horizon(until="2025-12")


@pytest.mark.parametrize(
    "line",
    [
        "demo --out d --json",
        "cases --json",
        "new d --from c --json",
        "check c --json",
        "gaps c --nation EE --class artillery --json",
        "fairness c --of shortfall --within 0.1 --months 6 --json",
        "pareto c --out f.csv --points 5 --json",
        "time-to-target c --nation EE --class artillery --out d --json",
        "burden d --json",
        "calendars c --calendars 12x1,4x3 8x3 --without-months --most-columns 9 --end none --json",
        "verify c d --json",
        "report d --html f --json",
    ],
)
def test_every_pinned_option_is_there(line: str) -> None:
    """Each command takes the options that the interfaces pin, --json among them."""
    assert parsed(line)["json"] is True

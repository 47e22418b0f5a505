"""Exit codes are those that the interfaces pin."""

from jointstock.cli import outcomes


def test_exit_codes_are_pinned() -> None:
    """0 done, 1 findings, 2 faulty input, 3 no plan, 130 cancelled."""
    found = (outcomes.DONE, outcomes.FINDINGS, outcomes.FAULTY, outcomes.NO_PLAN, outcomes.CANCELLED)
    assert found == (0, 1, 2, 3, 130)

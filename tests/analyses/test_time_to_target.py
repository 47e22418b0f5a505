"""How soon targets can be met."""

import pytest

from jointstock.analyses.time_to_target import time_to_target
from jointstock.errors import OptionError
from jointstock.plans.verify import verify
from tests.plans.tiny import tiny

TARGET = "[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, {}\n"


@pytest.mark.parametrize(("target", "months"), [(20, 0), (30, 2), (50, 4), (70, 6), (80, None)])
def test_months_until_the_target_is_met(target: int, months: int | None) -> None:
    """20 are held, 10 more arrive at the end of each month from February on."""
    found = time_to_target(tiny(TARGET.format(target)))
    assert found.months == months
    assert not verify(found.plan.case, found.plan)


def test_what_is_never_met_says_what_remains() -> None:
    """80 wanted, 70 reached: 10 remain."""
    found = time_to_target(tiny(TARGET.format(80)), "A", "he")
    assert found.table().rows() == [("A", "he", "never", pytest.approx(10), "synthetic")]
    assert "no plan meets the target of he of A" in found.summary()
    assert "he of A: 10" in found.summary()
    assert found.document()["months"] is None


def test_the_answer_as_a_document() -> None:
    """The month, what was chosen, and a row a target."""
    document = time_to_target(tiny(), nation="A").document()
    assert (document["question"], document["months"]) == ("time-to-target", 4)
    assert (document["nation"], document["class"]) == ("A", None)
    assert document["rows"][0]["time_to_target"] == "4"
    assert "can be met for good after 4 of 6 months" in document["summary"]
    assert document["basis"] == {"synthetic": 1}


def test_a_target_that_is_not_there_is_refused() -> None:
    """The class asked for is named."""
    with pytest.raises(OptionError, match="for gas"):
        time_to_target(tiny(), class_="gas")

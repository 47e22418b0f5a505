"""Aims as settings."""

import pytest

from jointstock.errors import OptionError
from jointstock.plans.aims import Hurry, Keep, Leximin, MaxMin
from tests.plans.tiny import base_plan


def test_fairness_names_its_rule():
    """Both rules are plain data with what is fair and what may be given up."""
    assert Leximin("amount", 0.1).document() == {"rule": "leximin", "of": "amount", "within": 0.1}
    assert MaxMin().document() == {"rule": "max-min", "of": "fill", "within": None}


@pytest.mark.parametrize(("of", "within", "words"), [("luck", None, "luck"), ("fill", -0.1, "-0.1")])
def test_what_cannot_be_fair_is_refused(of, within, words):
    """An unknown outcome and a share below 0 are errors that name them."""
    with pytest.raises(OptionError, match=words):
        Leximin(of, within)


def test_a_plan_to_keep_is_named_by_its_digest():
    """The tables of the plan that is kept are not repeated in the run."""
    plan = base_plan()
    assert Keep(plan, "2024-02").document() == {
        "plan_digest": plan.run["plan_digest"],
        "signed_until": "2024-02",
    }
    with pytest.raises(OptionError, match="soon"):
        Keep(plan, "soon")


def test_a_hurry_names_nation_and_class():
    """None stands for all."""
    assert Hurry("A").document() == {"nation": "A", "class": None}

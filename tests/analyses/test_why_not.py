"""Why a target is not met, in the words of a planner."""

import pytest

import jointstock as js

CASES = __file__.removesuffix("analyses/test_why_not.py") + "cases/"


@pytest.fixture(scope="module")
def plan():
    """A plan of the small bundled case."""
    return js.make_plan(js.open_case("nordic-mini"))


def test_it_says_what_stands_against_a_month_too_early(plan):
    """A thousand rounds are short in June 2025 even alone, for want of charges."""
    answer = js.why_not(plan, "XV", "ARTILLERY", by="2025-06")
    assert "cannot be met from 2025-06 on" in answer.summary()
    assert answer.table()["object"].to_list() == ["CHARGE"]


def test_it_says_when_only_others_stand_against_it(plan):
    """In December 2025 the target could be met, were it not for what all together are to get."""
    answer = js.why_not(plan, "XV", "ARTILLERY", by="2025-12")
    assert "only at the cost of others" in answer.summary()
    assert "level" in answer.table()["kind"].to_list()


def test_a_target_that_is_met_has_no_rows(plan):
    """At the end nothing is short."""
    answer = js.why_not(plan, "XV", "ARTILLERY")
    assert "is met in the plan from the end of the horizon on" in answer.summary()
    assert answer.table().is_empty()


def test_a_case_of_contradicting_limits_is_answered():
    """Two of ten stay short in the worked case, and the cheapest way out is named."""
    answer = js.why_not(js.make_plan(js.open_case(CASES + "D01")), "N", "G")
    assert "2 stay short" in answer.summary()
    assert "Cheapest together" in answer.summary()


@pytest.mark.parametrize(
    ("nation", "class_", "by", "words"),
    [("XX", "ARTILLERY", None, "no target"), ("XV", "ARTILLERY", "2031-01", "2025-01 to 2026-12")],
)
def test_a_target_that_is_not_there_is_refused(plan, nation, class_, by, words):
    """A nation without such a target and a month outside the plan are errors that say so."""
    with pytest.raises(js.OptionError, match=words):
        js.why_not(plan, nation, class_, by=by)


def test_the_document_has_the_pinned_keys(plan):
    """As JSON the answer names question, baseline, day, digest, rows, summary and basis."""
    document = js.why_not(plan, "XV", "ARTILLERY", by="2025-06").document()
    assert list(document) == ["question", "baseline", "as_of", "digest", "rows", "summary", "basis"]
    assert document["question"] == "why-not"

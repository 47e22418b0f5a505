"""What coarse calendars lose."""

import dataclasses
import functools

import pytest

from jointstock.analyses import calendars as module
from jointstock.analyses.calendars import Calendars, calendars
from jointstock.errors import CaseError, OptionError, PlanError
from jointstock.facts.case import Case
from jointstock.files.folder import open_case
from tests.plans.tiny import NO_ORDERS, tiny
from tests.simulation.test_months import GIVER


def giving() -> Case:
    """A wants 60, holds 20, and B can give 30: 10 are short for good."""
    return tiny(GIVER + NO_ORDERS)


@functools.cache
def found() -> Calendars:
    """Months, two months and quarters of it."""
    return calendars(giving(), ["3x2", "2x3"])


def column(answer: Calendars, name: str) -> list[object]:
    """A column of the rows, numbers rounded."""
    values = answer.table().get_column(name).to_list()
    return [round(value, 6) + 0.0 if isinstance(value, float) else value for value in values]


def test_losses_by_hand() -> None:
    """Given at once the area is 6; by halves of two months 7.5; by thirds of a quarter 9."""
    assert column(found(), "calendar") == ["6x1", "3x2", "2x3"]
    assert column(found(), "area") == [6, 7.5, 9]
    assert column(found(), "loss") == [0, 25, 50]


def test_claims_stand_beside_what_they_come_to() -> None:
    """Where gifts go evenly into stock the claim is what the months have."""
    assert column(found(), "claimed") == [6, 7.5, 9]


def test_periods_and_columns_fall() -> None:
    """The finest calendar comes first, and is the largest program."""
    columns = found().table().get_column("columns").to_list()
    assert column(found(), "periods") == [6, 3, 2]
    assert columns == sorted(columns, reverse=True)
    assert (found().table().get_column("seconds") > 0).all()


def test_the_summary_says_each_loss() -> None:
    """Each calendar but the one measured against has a sentence with claim, area and loss."""
    told = found().summary()
    assert "the plan on 6x1 has an area of 6 weighted shortfall-months by the month" in told
    assert "3x2 claims 7.5 and comes to 7.5 (+25.00 %)" in told
    assert "2x3 claims 9 and comes to 9 (+50.00 %)" in told
    assert "no monthly plan" not in told
    assert "below 0" not in told


def test_the_document_says_what_is_measured_against() -> None:
    """The document has the rows, the words and the calendar that losses are against."""
    document = found().document()
    assert (document["question"], document["against"]) == ("calendars", "6x1")
    assert [row["loss"] for row in document["rows"]] == pytest.approx([0, 25, 50])
    assert document["summary"] == found().summary()
    assert document["left"] == []


def test_without_months_losses_are_against_the_finest() -> None:
    """Without the monthly plan the loss is against two months, and the summary says so."""
    answer = calendars(giving(), ["2x3", "3x2"], with_months=False)
    assert (answer.against, column(answer, "loss")) == ("3x2", [0, 20])
    assert "no monthly plan here" in answer.summary()


def test_a_program_that_is_too_large_is_left_out() -> None:
    """A limit by columns that the months pass leaves them out, with the reason."""
    most = found().table().get_column("columns").to_list()[1]
    answer = calendars(giving(), ["3x2", "2x3"], most_columns=most)
    assert answer.against == "3x2"
    assert answer.left.get_column("calendar").to_list() == ["6x1"]
    assert f"more than {most}" in answer.summary()
    assert "no monthly plan here" in answer.summary()


def test_a_limit_that_all_pass_is_no_plan() -> None:
    """Where every program is too large there is no plan, and each is named."""
    with pytest.raises(PlanError, match=r"6x1: its program has .* columns.*2x3: its program"):
        calendars(giving(), ["2x3"], most_columns=1)


def test_a_loss_from_nothing_has_no_per_cent() -> None:
    """Where months leave nothing short, quarters that do have an area but no share of it."""
    case = tiny(GIVER.replace("2024-01, 60", "2024-01, 50") + NO_ORDERS)
    answer = calendars(case, ["2x3"])
    assert column(answer, "area") == [0, 3]
    assert column(answer, "loss") == [0, None]
    assert "where nothing need be short" in answer.summary()


def test_nothing_lost_of_nothing_is_nothing() -> None:
    """Where neither is short the loss is 0."""
    case = tiny("[targets]\nversion, nation, class, from, quantity\nv1, A, he, 2024-01, 20\n")
    assert column(calendars(case, ["2x3"]), "loss") == [0, 0]


# -- which calendars ----------------------------------------------------------------------------------------


def test_a_calendar_written_twice_is_planned_once() -> None:
    """3x2, 1x2 and 3 x 2 are one calendar of six months."""
    assert column(calendars(giving(), ["3x2", "1x2", " 3 x 2", "6x1"]), "calendar") == ["6x1", "3x2"]


def test_candidates_where_none_is_named() -> None:
    """The case's own, the months, and those of the candidates that differ on its horizon, each once."""
    answer = calendars(tiny(months=6, calendar="3x2"))
    assert column(answer, "calendar") == ["6x1", "3x2", "2x3"]


def test_every_calendar_that_cannot_be_read_is_told() -> None:
    """All calendars that cannot be read are named at once, and nothing is planned."""
    with pytest.raises(OptionError) as error:
        calendars(giving(), ["3x2", "two", "0x3", "4y1"])
    assert all(f"calendar '{text}'" in str(error.value) for text in ("two", "0x3", "4y1"))
    assert "'3x2'" not in str(error.value)


@pytest.mark.parametrize("texts", [[], ["6x1"]])
def test_no_calendar_at_all_is_refused(texts: list[str]) -> None:
    """Without months, and no other calendar named, there is nothing to plan on."""
    with pytest.raises(OptionError, match="name one such as"):
        calendars(giving(), texts, with_months=False)


def test_an_end_that_is_not_known_is_refused() -> None:
    """The end is meet or none."""
    with pytest.raises(OptionError, match="meet or none"):
        calendars(giving(), ["2x3"], end="mete")


def test_a_faulty_case_is_refused() -> None:
    """All faults of a case are told before anything is planned."""
    case = giving().replace(
        lanes=giving().table("lanes").head(0), holdings=giving().table("holdings").head(0)
    )
    broken = case.replace(items=case.table("items").head(0))
    with pytest.raises(CaseError):
        calendars(broken, ["2x3"])


# -- what goes wrong on the way -----------------------------------------------------------------------------


def test_cancelled_before_the_first_there_is_no_plan() -> None:
    """Where nothing was planned before it was cancelled, that is no plan."""
    with pytest.raises(PlanError, match="cancelled before it was planned"):
        calendars(giving(), ["3x2", "2x3"], cancel=lambda: True)


def test_cancelled_calendars_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is cancelled before it is planned has no row, and the summary says why."""
    states = iter([False, True, True])
    monkeypatch.setattr(module, "_cancelled", lambda search: next(states))
    answer = calendars(giving(), ["3x2", "2x3"])
    assert column(answer, "calendar") == ["6x1"]
    assert "2x3 has no plan: cancelled before it was planned." in answer.summary()


def test_a_plan_that_is_not_the_best_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan stopped at a limit has its reason beside it."""
    made = module.make_plan

    def stopped_plan(case: Case, **options: object) -> object:
        plan = made(case, **options)  # type: ignore[arg-type]
        return dataclasses.replace(plan, run={**plan.run, "status": "limit", "reason": "time limit"})

    monkeypatch.setattr(module, "make_plan", stopped_plan)
    answer = calendars(giving(), ["2x3"])
    assert column(answer, "remark") == ["time limit", "time limit"]
    assert answer.summary().endswith("s; time limit.")


# -- never better than the months ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["A01", "A02", "A03", "A09", "A11", "A16", "A18", "B01", "K01"])
def test_no_calendar_is_better_than_months(name: str) -> None:
    """Without end, promises and stock that expires, what is replayed could be a plan of months."""
    answer = calendars(open_case(f"tests/cases/{name}"), ["2x1,1x3", "1x3"], end="none")
    least = answer.table().get_column("area")[0]
    assert (answer.table().get_column("area") >= least - 1e-9 * max(1.0, least)).all()


def test_a_loss_below_nothing_is_explained() -> None:
    """A quarter lets more be given than can be replaced in time: less area, and a promise broken."""
    answer = calendars(open_case("tests/cases/S04"), ["2x1,1x3"])
    assert column(answer, "loss") == [0, -100]
    assert "A loss below 0 is no gain" in answer.summary()


def test_half_a_percent_of_the_bundled_case() -> None:
    """The default calendar of nordic-mini loses less than a percent of its months, and quarters more."""
    answer = calendars(open_case("nordic-mini"), ["12x1,4x3", "8x3"])
    months, default, quarters = answer.table().get_column("loss").to_list()
    assert months == 0
    assert 0 < default < 1 < quarters

"""Where a later search begins: the file, and that it changes no answer."""

import io
import zipfile
from pathlib import Path

import pytest

import jointstock as js
from jointstock.errors import OptionError
from jointstock.facts.changes import Change, apply_changes, parse_change, parse_without
from jointstock.plans.beginning import packed, unpacked
from jointstock.plans.plan import Plan
from jointstock.solver import highs

FILE = "beginning.npz"
EARLIER = "from the vertex of an earlier plan"
WHAT_IFS = [
    parse_change("budgets.*.*.amount*=0.7"),
    parse_change("targets.*.quantity*=1.3"),
    parse_change("contract_prices.*.price*=1.2"),
    parse_change("lines.*.capacity*=0.8"),
    parse_change("lines.*.yield*=0.9"),
    parse_without("obstacle:missile-licence"),
    parse_change("case.months=18"),
]


def nordic() -> js.Case:
    """The small bundled case."""
    return js.open_case("nordic-mini")


def levels(plan: Plan) -> list[tuple[str, float]]:
    """Levels and their values."""
    return [(level["name"], level["value"]) for level in plan.run["levels"]]


@pytest.fixture(scope="module")
def first() -> Plan:
    """The plan that the what-ifs begin from."""
    return js.make_plan(nordic())


@pytest.mark.parametrize("change", WHAT_IFS, ids=lambda change: next(iter(dict(change).values())))
def test_a_what_if_ends_at_the_same_values_from_an_earlier_plan(first: Plan, change: Change) -> None:
    """Level by level as from nothing, to 2e-6, without a finding; also where columns come or go."""
    changed = apply_changes(nordic(), [change])
    cold = js.make_plan(changed, changes=[change])
    warm = js.make_plan(changed, changes=[change], start=first)
    for (name, value), (same, begun) in zip(levels(cold), levels(warm), strict=True):
        assert same == name
        assert begun == pytest.approx(value, rel=2e-6, abs=2e-6), name
    assert not js.verify(nordic(), warm)
    assert any(EARLIER in told for told in warm.run["solver"])
    assert warm.run["options"]["start"] == first.run["plan_digest"]


def test_the_same_case_again_needs_no_iteration(first: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every level but the last begins where it ended: no step is left, so that a limit of none is kept."""
    monkeypatch.setattr(highs, "_FAR", 0)
    monkeypatch.setattr(highs, "_FAR_PART", 10**9)
    again = js.make_plan(nordic(), start=first)
    assert [EARLIER in told for told in again.run["solver"][:-1]] == [True] * (len(levels(again)) - 1)
    assert not [told for told in again.run["solver"] if "too far" in told]
    assert again.run["options"]["start"] == first.run["plan_digest"]


def test_a_plan_that_is_too_far_away_is_left(first: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the iterations that are allowed the level is solved as from nothing, and run.json says so."""
    monkeypatch.setattr(highs, "_FAR", 1)
    monkeypatch.setattr(highs, "_FAR_PART", 10**9)
    change = parse_change("targets.*.quantity*=1.3")
    changed = apply_changes(nordic(), [change])
    warm = js.make_plan(changed, changes=[change], start=first)
    assert [told for told in warm.run["solver"] if "the plan before was too far away" in told]
    cold = levels(js.make_plan(changed))
    assert levels(warm) == [(name, pytest.approx(value, rel=2e-6, abs=2e-6)) for name, value in cold]


def test_yes_no_decisions_are_made_again(tmp_path: Path) -> None:
    """A plan with decisions may begin from one before; they are open again, and the values are the same."""
    case = js.open_case("tests/cases/A07")
    first = js.make_plan(case)
    assert levels(js.make_plan(case, start=first)) == [
        (name, pytest.approx(value, rel=2e-6, abs=2e-6)) for name, value in levels(first)
    ]


def test_the_file_says_the_same_as_the_plan(first: Plan, tmp_path: Path) -> None:
    """A plan read from its folder is a beginning as good as the one that was made."""
    js.write(first, tmp_path / "plan")
    back = js.open_plan(tmp_path / "plan")
    assert back.beginning == first.beginning
    assert first.beginning is not None
    begun = unpacked(first.beginning)
    assert packed(begun) == first.beginning
    assert list(begun.bases) == [name for name, _ in levels(first)]
    assert sum(family.count for family in begun.columns.values()) == first.run["size"]["columns"]
    assert {len(basis.rows) for basis in begun.bases.values()} == {first.run["size"]["rows"]}
    assert [len(basis.levels) for basis in begun.bases.values()] == list(range(len(begun.bases)))
    again = js.make_plan(nordic(), start=back)
    assert all(EARLIER in told for told in again.run["solver"][:-1])


def test_the_file_is_the_same_every_time(first: Plan, tmp_path: Path) -> None:
    """Two plans of one case have beginnings of the same bytes."""
    js.write(first, tmp_path / "one")
    js.write(js.make_plan(nordic()), tmp_path / "two")
    assert (tmp_path / "one" / FILE).read_bytes() == (tmp_path / "two" / FILE).read_bytes()


def test_a_folder_without_the_file_is_a_plan_all_the_same(first: Plan, tmp_path: Path) -> None:
    """A plan without a beginning is planned from as if there was none."""
    js.write(first, tmp_path / "plan")
    (tmp_path / "plan" / FILE).unlink()
    again = js.make_plan(nordic(), start=js.open_plan(tmp_path / "plan"))
    assert not [told for told in again.run["solver"] if EARLIER in told]


@pytest.mark.parametrize("damage", ["cut", "text", "part missing"])
def test_a_damaged_file_is_refused_by_name(first: Plan, tmp_path: Path, damage: str) -> None:
    """What cannot be read is named, with the way out."""
    js.write(first, tmp_path / "plan")
    path = tmp_path / "plan" / FILE
    if damage == "part missing":
        whole = io.BytesIO(path.read_bytes())
        with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                if name != "rows0.npy":
                    new.writestr(name, old.read(name))
    else:
        path.write_bytes(path.read_bytes()[:100] if damage == "cut" else b"no archive")
    with pytest.raises(OptionError, match=FILE):
        js.make_plan(nordic(), start=js.open_plan(tmp_path / "plan"))

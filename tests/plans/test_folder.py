import dataclasses
import json
import math
import shutil
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointstock.errors import OptionError
from jointstock.plans.folder import (
    place_for_plan,
    read_plan,
    refuse_unwritable,
    table_bytes,
    tables_digest,
    write_plan,
)
from jointstock.plans.make import make_plan
from jointstock.plans.schema import PLAN_TABLES
from jointstock.plans.verify import verify
from tests.plans.tiny import base_plan, tiny


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A plan folder."""
    return write_plan(base_plan(), tmp_path / "plan")


def test_a_plan_folder_has_a_file_for_each_part(folder: Path) -> None:
    """A CSV file a table, run.json, summary.txt, what proves it, where to begin from, the case; no more."""
    expected = {f"{name}.csv" for name in PLAN_TABLES} | {
        "run.json",
        "summary.txt",
        "case",
        "certificate.npz",
        "beginning.npz",
    }
    assert {path.name for path in folder.iterdir()} == expected
    assert (folder / "summary.txt").read_text("utf-8") == base_plan().summary()
    assert "summary" not in json.loads((folder / "run.json").read_text("utf-8"))


def test_what_is_written_is_read_back(folder: Path) -> None:
    """Tables, run and case of the plan read are those of the plan written."""
    plan, back = base_plan(), read_plan(folder)
    assert back.run == plan.run
    assert back.case.digest == plan.case.digest
    assert back.certificate is not None
    assert plan.certificate is not None
    assert back.certificate.columns.tolist() == plan.certificate.columns.tolist()
    for name, frame in plan.tables.items():
        assert back.tables[name].equals(frame), name
        assert back.tables[name].schema == frame.schema
    assert not verify(back.case, back)


def test_a_plan_without_a_certificate_is_written_and_read(tmp_path: Path) -> None:
    """Where none was kept there is no file, and none is read back."""
    folder = write_plan(dataclasses.replace(base_plan(), certificate=None), tmp_path / "plan")
    assert not (folder / "certificate.npz").exists()
    assert read_plan(folder).certificate is None


def test_a_certificate_that_cannot_be_read_is_named(folder: Path) -> None:
    """A plan with a spoilt certificate is not read."""
    (folder / "certificate.npz").write_bytes(b"PK spoilt")
    with pytest.raises(OptionError, match=r"certificate\.npz of the plan folder cannot be read"):
        read_plan(folder)


def test_a_folder_may_be_named_by_text_and_made_with_its_parents(tmp_path: Path) -> None:
    """Folders above that do not exist are made, and the folder is the answer."""
    where = f"{tmp_path}/a/b/plan"
    assert write_plan(base_plan(), where) == Path(where)
    assert read_plan(where).level("money") == pytest.approx(150)


def test_two_plans_of_one_case_are_the_same_bytes(tmp_path: Path) -> None:
    """Only the times under `volatile` differ between the folders of two runs."""
    folders = [write_plan(make_plan(tiny()), tmp_path / name) for name in ("one", "two")]
    files = [
        {
            str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        for folder in folders
    ]
    runs = [json.loads(each.pop("run.json")) for each in files]
    assert files[0] == files[1]
    assert [run.pop("volatile").keys() for run in runs] == [{"started", "seconds"}] * 2
    assert runs[0] == runs[1]


def test_a_folder_that_is_there_is_left_alone(folder: Path) -> None:
    """Without leave to replace it, nothing in the folder changes."""
    (folder / "summary.txt").write_text("mine", "utf-8")
    with pytest.raises(OptionError, match="exists already"):
        write_plan(base_plan(), folder)
    assert (folder / "summary.txt").read_text("utf-8") == "mine"


def test_a_plan_replaces_a_plan(folder: Path) -> None:
    """With leave, the old folder goes with all that was in it."""
    (folder / "stray.csv").write_text("x", "utf-8")
    write_plan(base_plan(), folder, overwrite=True)
    assert not (folder / "stray.csv").exists()
    assert not verify(base_plan().case, read_plan(folder))


def test_an_empty_folder_is_filled_with_leave(tmp_path: Path) -> None:
    """An empty folder is nobody's and may be replaced, but not without leave."""
    with pytest.raises(OptionError, match="exists already"):
        write_plan(base_plan(), tmp_path)
    assert read_plan(write_plan(base_plan(), tmp_path, overwrite=True)).level("money") == pytest.approx(150)


@pytest.mark.parametrize("overwrite", [True, False])
@pytest.mark.parametrize("kind", ["folder", "file"])
def test_what_is_no_plan_is_never_replaced(tmp_path: Path, *, kind: str, overwrite: bool) -> None:
    """A folder with other things, or a file, stays even with leave to replace."""
    target = tmp_path / "own"
    kept = target / "thesis.txt" if kind == "folder" else target
    kept.parent.mkdir(exist_ok=True)
    kept.write_text("mine", "utf-8")
    with pytest.raises(OptionError, match="choose another folder"):
        write_plan(base_plan(), target, overwrite=overwrite)
    assert kept.read_text("utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["own"]


def test_nothing_half_written_stays_behind(tmp_path: Path) -> None:
    """A leftover of a run that died is replaced, and a plan written leaves no partial folder."""
    (tmp_path / "plan.partial").mkdir()
    (tmp_path / "plan.partial" / "orders.csv").write_text("half", "utf-8")
    write_plan(base_plan(), tmp_path / "plan")
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]


def test_a_plan_that_cannot_be_written_leaves_nothing(folder: Path) -> None:
    """A run that is no JSON ends the writing; the plan that was there stays, and nothing beside it."""
    bad = dataclasses.replace(base_plan(), run={**base_plan().run, "levels": {1, 2}})
    with pytest.raises(TypeError):
        write_plan(bad, folder, overwrite=True)
    assert [path.name for path in folder.parent.iterdir()] == ["plan"]
    assert not verify(base_plan().case, read_plan(folder))


def test_a_place_is_judged_without_a_trace(tmp_path: Path) -> None:
    """A place whose folders can be made is the answer, and nothing is made."""
    assert place_for_plan(f"{tmp_path}/a/b/plan", overwrite=False) == tmp_path / "a" / "b" / "plan"
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_hold_a_plan_is_refused(tmp_path: Path) -> None:
    """A place in a file, a link, no name and a name that is too long are refused in words."""
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path)
    refused = {
        tmp_path / "file" / "plan": "is no folder",
        tmp_path / "link": "is a link",
        tmp_path / "..": "no name for a new folder",
        Path("/"): "no name for a new folder",
        tmp_path / ("x" * 300): "cannot be made in",
    }
    for place, words in refused.items():
        with pytest.raises(OptionError, match=words):
            place_for_plan(place, overwrite=True)


def test_leave_is_not_offered_for_what_is_no_plan(tmp_path: Path) -> None:
    """For a folder with other things the remedy is another folder, with leave and without."""
    (tmp_path / "kept.txt").touch()
    for overwrite in (False, True):
        with pytest.raises(OptionError, match="is not a plan folder and is left alone"):
            place_for_plan(tmp_path, overwrite=overwrite)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be made, the folder and the reason are told."""

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "TemporaryDirectory", forbidden)
    with pytest.raises(OptionError, match=rf"in '{tmp_path}': Permission denied\. Choose another place"):
        refuse_unwritable(tmp_path / "new" / "plan.html")


def test_a_file_in_the_way_of_the_partial_folder_is_left_alone(tmp_path: Path) -> None:
    """A file that has the name of the partial folder is no leftover of ours."""
    (tmp_path / "plan.partial").write_text("mine", "utf-8")
    with pytest.raises(OptionError, match="in the way"):
        write_plan(base_plan(), tmp_path / "plan")
    assert (tmp_path / "plan.partial").read_text("utf-8") == "mine"


def test_a_folder_without_run_is_no_plan(folder: Path) -> None:
    """Whoever reads another folder is told how to make a plan."""
    (folder / "run.json").unlink()
    for other in (folder, folder / "orders.csv", folder / "nowhere"):
        with pytest.raises(OptionError, match=r"is not a plan folder: it has no run\.json"):
            read_plan(other)


@pytest.mark.parametrize("content", [b"nope", b"", b"{", b"\xff\xfe"])
def test_a_run_that_is_no_json_is_refused(folder: Path, content: bytes) -> None:
    """What cannot be read as JSON is named."""
    (folder / "run.json").write_bytes(content)
    with pytest.raises(OptionError, match=r"run\.json cannot be read as JSON"):
        read_plan(folder)


@pytest.mark.parametrize("content", ["[1]", "null", "3", '"run"'])
def test_a_run_that_is_no_object_is_refused(folder: Path, content: str) -> None:
    """JSON of another kind is named, too."""
    (folder / "run.json").write_text(content, "utf-8")
    with pytest.raises(OptionError, match=r"run\.json is not a JSON object"):
        read_plan(folder)


@pytest.mark.parametrize("content", ["{}", '{"levels": 3, "options": [], "digest": 5}'])
def test_a_run_with_parts_missing_is_judged_by_the_verifier(folder: Path, content: str) -> None:
    """A run that lacks its parts, or has them of other types, is a finding and no crash."""
    (folder / "run.json").write_text(content, "utf-8")
    plan = read_plan(folder)
    assert "V0" in {finding.rule for finding in verify(plan.case, plan)}


@pytest.mark.parametrize("name", PLAN_TABLES)
def test_a_missing_table_is_named(folder: Path, name: str) -> None:
    """Every table belongs to a plan folder, also one without rows."""
    (folder / f"{name}.csv").unlink()
    with pytest.raises(OptionError, match=rf"has no {name}\.csv"):
        read_plan(folder)


@pytest.mark.parametrize(
    "content",
    [b"", b"order,payer\n1,2,3,4\n", b"order,payer\nO1,A\n", b"order\n\xff\xfe\n"],
    ids=["empty", "ragged", "columns missing", "no text"],
)
def test_a_table_that_cannot_be_read_is_named(folder: Path, content: bytes) -> None:
    """A garbled file is an error that says which."""
    (folder / "orders.csv").write_bytes(content)
    with pytest.raises(OptionError, match=r"orders\.csv of the plan folder cannot be read"):
        read_plan(folder)


@pytest.mark.parametrize("value", ["ten", "1,5", "1.5.2"])
def test_a_number_that_is_none_is_named(folder: Path, value: str) -> None:
    """A word where a number belongs is not read as unknown."""
    rows = pl.read_csv(folder / "costs.csv").with_columns(amount=pl.lit(value))
    rows.write_csv(folder / "costs.csv")
    with pytest.raises(OptionError, match=r"costs\.csv of the plan folder cannot be read"):
        read_plan(folder)


def test_a_summary_that_is_no_text_is_named(folder: Path) -> None:
    """A garbled summary is an error, a missing one is empty."""
    (folder / "summary.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(OptionError, match=r"summary\.txt cannot be read"):
        read_plan(folder)
    (folder / "summary.txt").unlink()
    assert read_plan(folder).summary() == ""


def test_a_plan_without_its_case_is_refused(folder: Path) -> None:
    """A plan folder without the case it was made from cannot be read."""
    shutil.rmtree(folder / "case")
    with pytest.raises(OptionError, match="case"):
        read_plan(folder)


def test_a_case_changed_in_the_folder_is_found(folder: Path) -> None:
    """A changed case has another digest than the plan names."""
    path = folder / "case" / "targets.csv"
    path.write_text(path.read_text("utf-8").replace("50", "51"), "utf-8")
    plan = read_plan(folder)
    assert "V0" in {finding.rule for finding in verify(plan.case, plan)}


@given(
    st.lists(st.none() | st.floats(allow_nan=False), min_size=1),
    st.lists(st.none() | st.integers(-(2**63), 2**63 - 1), min_size=1),
)
def test_numbers_are_read_back_to_the_last_digit(
    numbers: list[float | None], whole: list[int | None]
) -> None:
    """The shortest text of a number reads back as the same number, and nothing as nothing."""
    for column, kind in ((numbers, pl.Float64), (whole, pl.Int64)):
        frame = pl.DataFrame(
            {"key": ["k"] * len(column), "value": column}, schema={"key": pl.String, "value": kind}
        )
        back = pl.read_csv(table_bytes(frame), infer_schema=False).select("key", pl.col("value").cast(kind))
        assert back["value"].to_list() == column
        signs = [None if value is None else math.copysign(1, value) for value in column]
        assert [None if v is None else math.copysign(1, v) for v in back["value"]] == signs


def test_words_with_signs_of_csv_are_read_back() -> None:
    """Commas, quotes, line ends and signs of other scripts do not garble a table."""
    words = ["a,b", 'say "x"', "two\nlines", "Größe 弾", " blank ", None]
    frame = pl.DataFrame({"key": words, "value": ["x"] * len(words)})
    assert pl.read_csv(table_bytes(frame), infer_schema=False)["key"].to_list() == words


def test_the_digest_of_the_tables_sees_every_cell() -> None:
    """Another figure, another name of a table's rows or another order of rows is another digest."""
    tables = dict(base_plan().tables)
    assert base_plan().run["plan_digest"] == tables_digest(tables)
    for name, frame in (
        ("costs", tables["costs"].with_columns(pl.col("amount") + 1e-9)),
        ("orders", tables["orders"].reverse()),
        ("use", tables["use"].rename({"item": "thing"})),
    ):
        assert tables_digest({**tables, name: frame}) != tables_digest(tables)

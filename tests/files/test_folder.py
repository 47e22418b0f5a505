"""Cases as folders."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from jointstock.errors import CaseError, OptionError
from jointstock.files import folder
from jointstock.files.folder import case_folder, list_bundled, open_case, read_case, write_case
from tests.small_case import Draft, small, with_cells


def same(first: Any, second: Any) -> bool:
    """Whether two cases hold the same rows in the same order, and the same settings."""
    tables = set(first.tables) | set(second.tables)
    return first.settings == second.settings and all(
        first.table(name).equals(second.table(name)) for name in tables
    )


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_round_trip(tmp_path: Path, form: Any) -> None:
    """A case that is written and read again is the same, row by row."""
    write_case(small(), tmp_path / "case", form=form)
    assert same(open_case(tmp_path / "case"), small())


def test_csv_and_parquet_mixed(tmp_path: Path) -> None:
    """One folder may hold tables in both forms."""
    path = Draft().write(tmp_path / "case")
    pl.read_csv(path / "rates.csv", infer_schema=False).write_parquet(path / "rates.parquet")
    (path / "rates.csv").unlink()
    case = open_case(path)
    assert same(case, small())
    assert case.origin("rates").file == "rates.parquet"


def test_written_files(tmp_path: Path) -> None:
    """The folder holds case.toml, the descriptor and a file for each table with rows."""
    case = small().replace(pledges=small().pledges.without("P1"))
    write_case(case, tmp_path / "case")
    names = {path.name for path in (tmp_path / "case").iterdir()}
    assert {"case.toml", "datapackage.json", "lines.csv"} <= names
    assert "pledges.csv" not in names
    assert [path.name for path in tmp_path.iterdir()] == ["case"]


def test_written_csv_is_plain(tmp_path: Path) -> None:
    """Numbers are written short, flags as words, and empty columns only where they are required."""
    case = with_cells(small(), "lines", 0, capacity=0.1 + 0.2, note='said "so"')
    write_case(case, tmp_path / "case")
    text = (tmp_path / "case" / "lines.csv").read_bytes().decode()
    assert text.splitlines() == [
        "line,site,item,capacity,rate_now,yield,ramp_growth,own_account,unit_cost,currency,basis,known_on,note",
        'shell-line,works,shell,0.30000000000000004,30,1,0.1,no,900,EUR,synthetic,2023-06-01,"said ""so"""',
        "charge-line,mill,charge,60,40,0.95,,,,,synthetic,2023-06-01,",
    ]


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """The same case is written as the same bytes."""
    for name in ("a", "b"):
        write_case(small(), tmp_path / name)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_full_folder_is_not_overwritten(tmp_path: Path) -> None:
    """A folder that holds something is left as it is."""
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OptionError, match="exists already"):
        write_case(small(), tmp_path / "case")
    assert [path.name for path in (tmp_path / "case").iterdir()] == ["mine.txt"]


def test_a_case_is_replaced_by_force(tmp_path: Path) -> None:
    """By force a case gives way to another, and a folder that is none does not."""
    write_case(small(), tmp_path / "case")
    other = small().replace(pledges=small().pledges.without("P1"))
    write_case(other, tmp_path / "case", force=True)
    assert same(open_case(tmp_path / "case"), other)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OptionError, match="not a case folder"):
        write_case(small(), tmp_path / "notes", force=True)
    assert (tmp_path / "notes" / "mine.txt").is_file()


def test_a_place_below_a_file_is_refused(tmp_path: Path) -> None:
    """Where no folder can be made, the message names the place."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OptionError, match="cannot be written"):
        write_case(small(), tmp_path / "file" / "case")


def test_empty_folder_is_taken(tmp_path: Path) -> None:
    """An empty folder, or one that a broken write left behind, is no hindrance."""
    (tmp_path / "case").mkdir()
    (tmp_path / "case.partial").mkdir()
    (tmp_path / "case.partial" / "half.csv").write_text("x", encoding="utf-8")
    write_case(small(), tmp_path / "case")
    assert "half.csv" not in {path.name for path in (tmp_path / "case").iterdir()}


def test_unknown_form_is_refused(tmp_path: Path) -> None:
    """Only CSV and Parquet are written."""
    with pytest.raises(OptionError, match="not as 'xml'"):
        write_case(small(), tmp_path / "case", form="xml")  # type: ignore[arg-type]


def test_other_files_play_no_part(tmp_path: Path) -> None:
    """A README, notes and pictures beside the tables are no tables."""
    path = Draft().write(tmp_path / "case")
    for name in ("README.md", "notes.txt", "map.png"):
        (path / name).write_text("x", encoding="utf-8")
    assert same(open_case(path), small())


def test_absent_tables_are_empty(tmp_path: Path) -> None:
    """A table without a file has no rows."""
    case = open_case(Draft().drop("pledges").write(tmp_path / "case"))
    assert len(case.pledges) == 0


def test_read_case_gives_what_can_be_read(tmp_path: Path) -> None:
    """A faulty case is read as far as it goes, with all that is wrong."""
    draft = Draft().set("lines", 2, "capacity", "forty").set("floors", 3, "nation", "XX")
    case, faults = read_case(draft.write(tmp_path / "case"))
    assert case.table("lines").get_column("capacity").to_list() == [None, 60.0]
    assert [fault.code for fault in faults] == ["not-a-number", "unknown-key"]


def test_open_case_refuses_a_faulty_case(tmp_path: Path) -> None:
    """A faulty case is not opened; the error names the case and carries every fault."""
    path = (
        Draft().set("lines", 2, "capacity", "forty").set("floors", 3, "nation", "XX").write(tmp_path / "case")
    )
    with pytest.raises(CaseError, match="2 faults in the case 'small'") as caught:
        open_case(path)
    assert caught.value.faults == read_case(path)[1]


def test_faults_name_the_source_of_the_row(tmp_path: Path) -> None:
    """A cell that cannot be read is told with the source that its row names."""
    path = (
        Draft().set("lines", 2, "capacity", "forty").set("lines", 2, "source", "S1").write(tmp_path / "case")
    )
    assert read_case(path)[1][0].source == "S1"


def test_dropped_rows_break_no_references(tmp_path: Path) -> None:
    """A row of nations that cannot be read is one fault; the rows that name the nation are not blamed."""
    draft = Draft()
    path = draft.file("nations.csv", (draft.text("nations") + "LT,Lietuva\n").encode()).write(
        tmp_path / "case"
    )
    (path / "floors.csv").write_text(draft.text("floors").replace("LV", "LT"), encoding="utf-8")
    assert [(fault.code, fault.row) for fault in read_case(path)[1]] == [("ragged-row", 5)]


def test_case_folder_prefers_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder goes before a bundled case of the same name."""
    monkeypatch.setattr(folder, "BUNDLED", tmp_path / "bundled")
    Draft().write(tmp_path / "bundled" / "small")
    monkeypatch.chdir(tmp_path)
    assert case_folder("small") == tmp_path / "bundled" / "small"
    (tmp_path / "small").mkdir()
    assert case_folder("small") == Path("small")


def test_bundled_cases_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders with a case.toml are bundled cases, in order of their names."""
    monkeypatch.setattr(folder, "BUNDLED", tmp_path)
    for name in ("b", "a"):
        Draft().write(tmp_path / name)
    (tmp_path / "c").mkdir()
    assert list_bundled() == ("a", "b")
    assert same(open_case("a"), small())


def test_unknown_case_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is neither folder nor bundled case is refused, with what was meant."""
    monkeypatch.setattr(folder, "BUNDLED", tmp_path)
    Draft().write(tmp_path / "nordic-mini")
    with pytest.raises(OptionError, match="Did you mean 'nordic-mini'"):
        open_case("nordic-min")
    with pytest.raises(OptionError, match="one of the bundled cases: nordic-mini"):
        open_case(tmp_path / "zzz")


def test_bundled_cases_can_be_opened() -> None:
    """Every case that comes with the package is without faults."""
    for name in list_bundled():
        assert read_case(name)[1] == (), name


def test_a_plan_folder_is_no_case(tmp_path: Path) -> None:
    """A plan folder given for a case is refused, and the case inside it is named."""
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(OptionError, match="is a plan folder; the case it was made from is"):
        open_case(tmp_path)


def test_a_day_may_be_a_date(tmp_path: Path) -> None:
    """The day of the case is the same, written as text or given as a date."""
    by_text = open_case("nordic-mini", as_of="2024-12-31")
    assert open_case("nordic-mini", as_of=date(2024, 12, 31)).digest == by_text.digest

"""The certificate of a plan as a file."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from jointstock.errors import OptionError
from jointstock.plans.certificate import (
    FILE,
    Certificate,
    LevelPrices,
    read_certificate,
    write_certificate,
)

NONE = np.zeros(0)
FIRST = LevelPrices("shortfall", np.array([1.0, -0.5]), NONE, NONE)
SECOND = LevelPrices("money", np.array([1 / 3, 0.0]), np.array([2.0]), np.array([7.000000001]))
SMALL = Certificate(np.array([0.1, 2.0, 1e-300]), (FIRST, SECOND))


def parts(certificate: Certificate) -> list[object]:
    """All that a certificate holds, as plain data."""
    levels = [
        (level.name, level.rows.tolist(), level.levels.tolist(), level.limits.tolist())
        for level in certificate.prices
    ]
    return [certificate.columns.tolist(), levels]


def test_what_is_written_is_read_back_to_the_last_digit(tmp_path: Path) -> None:
    """Columns, prices, levels and limits are the same numbers."""
    write_certificate(SMALL, tmp_path)
    back = read_certificate(tmp_path)
    assert back is not None
    assert parts(back) == parts(SMALL)


def test_claims_are_read_back_beside_the_levels(tmp_path: Path) -> None:
    """What is claimed beyond the levels has names and prices of its own."""
    claimed = replace(SMALL, claims=(replace(SECOND, name="met from 2024-03"),))
    write_certificate(claimed, tmp_path)
    back = read_certificate(tmp_path)
    assert back is not None
    assert parts(back) == parts(SMALL)
    assert parts(Certificate(back.columns, back.claims)) == parts(Certificate(SMALL.columns, claimed.claims))


def test_without_claims_the_file_holds_none(tmp_path: Path) -> None:
    """The file of a plan without aims is as small as it can be."""
    write_certificate(SMALL, tmp_path)
    with np.load(tmp_path / FILE) as found:
        assert not [name for name in found.files if name.startswith("claimed")]


def test_a_certificate_without_levels_is_read_back(tmp_path: Path) -> None:
    """Where no level was solved there are columns alone."""
    write_certificate(Certificate(np.ones(3), ()), tmp_path)
    back = read_certificate(tmp_path)
    assert back is not None
    assert parts(back) == [[1, 1, 1], []]


def test_equal_certificates_are_equal_bytes(tmp_path: Path) -> None:
    """No time and no order of writing is in the file."""
    written = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_certificate(SMALL, tmp_path / name)
        written.append((tmp_path / name / FILE).read_bytes())
    assert written[0] == written[1]
    dates = {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(written[0])).infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_a_folder_without_a_certificate_has_none(tmp_path: Path) -> None:
    """Plans may be written without it."""
    assert read_certificate(tmp_path) is None


@pytest.mark.parametrize("kind", ["empty", "text", "cut", "spoilt", "other", "objects"])
def test_a_file_that_is_no_certificate_is_named(tmp_path: Path, kind: str) -> None:
    """Whatever stands in the file, it is an option that cannot be read and nothing is run."""
    path = tmp_path / FILE
    write_certificate(SMALL, tmp_path)
    whole = path.read_bytes()
    spoilt = whole.replace(b"\x93NUMPY", b"\x93NUMBY")
    place = len(whole) // 3
    content = {
        "empty": b"",
        "text": b"columns",
        "cut": whole[: len(whole) // 2],
        "spoilt": spoilt[:place] + bytes(9) + spoilt[place + 9 :],
    }
    if kind in content:
        path.write_bytes(content[kind])
    elif kind == "other":
        np.savez(path, rows=np.ones(2))
    else:
        np.savez(path, columns=np.array([{}], dtype=object), names=np.array([], dtype=str))
    with pytest.raises(OptionError, match=r"certificate\.npz of the plan folder cannot be read"):
        read_certificate(tmp_path)

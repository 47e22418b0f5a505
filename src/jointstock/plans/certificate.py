"""The certificate of a plan: what anybody needs to check how far from best it is.

It is made of the plan's columns and, for every level, of the prices of rows and of the levels held before it;
the same for what aims claim beyond the levels, such as that no earlier period would do.
:mod:`jointstock.plans.proving` says what it proves.
"""

import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from jointstock.errors import OptionError
from jointstock.measure.arrays import Floats

FILE = "certificate.npz"
_CLAIMED = "claimed_"
_PARTS = ("rows", "levels", "limits")


@dataclass(frozen=True)
class LevelPrices:
    """Prices at which a level, or what is claimed beyond the levels, was best.

    Attributes:
        name: Name of the level or claim.
        rows: Price of each row in natural units, shape (rows,).
        levels: Price of each level held before, at least 0, shape (levels before,).
        limits: Limits of those levels, shape (levels before,).
    """

    name: str
    rows: Floats
    levels: Floats
    limits: Floats


@dataclass(frozen=True)
class Certificate:
    """What a plan gives for anyone to check.

    Attributes:
        columns: Values of the columns in natural units, shape (columns,).
        prices: Prices of each level, in order.
        claims: Prices of what is claimed beyond the levels.
    """

    columns: Floats
    prices: tuple[LevelPrices, ...]
    claims: tuple[LevelPrices, ...] = ()


def write_certificate(certificate: Certificate, folder: Path) -> None:
    """Write a certificate into a plan folder."""
    parts: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]] = {"columns": certificate.columns}
    # Each kind has a word before its parts; without claims there is nothing of them in the file.
    for before, levels in (("", certificate.prices), (_CLAIMED, certificate.claims)):
        if levels or not before:
            parts[f"{before}names"] = np.array([level.name for level in levels])
        for place, level in enumerate(levels):
            figures = zip(_PARTS, (level.rows, level.levels, level.limits), strict=True)
            parts |= {f"{before}{part}{place}": figure for part, figure in figures}
    with (folder / FILE).open("wb") as file:
        np.savez_compressed(file, **parts)  # type: ignore[arg-type]


def read_certificate(folder: Path) -> Certificate | None:
    """Read the certificate of a plan folder; None where there is none.

    Raises:
        OptionError: The file cannot be read.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as parts:
            prices, claims = (
                tuple(
                    LevelPrices(str(name), *(parts[f"{before}{part}{place}"] for part in _PARTS))
                    for place, name in enumerate(names)
                )
                for before, names in (("", parts["names"]), (_CLAIMED, parts.get(f"{_CLAIMED}names", ())))
            )
            return Certificate(parts["columns"], prices, claims)
    except (OSError, EOFError, KeyError, TypeError, ValueError, BadZipFile, zlib.error) as error:
        raise OptionError(f"{path.name} of the plan folder cannot be read; make the plan again.") from error

"""The certificate of a plan: what anybody needs to check how far from best it is.

It is made of the plan's columns and, for every level, of the prices of rows and of the levels held before it.
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


@dataclass(frozen=True)
class LevelPrices:
    """Prices at which a level was best.

    Attributes:
        name: Name of the level.
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
    """

    columns: Floats
    prices: tuple[LevelPrices, ...]


def write_certificate(certificate: Certificate, folder: Path) -> None:
    """Write a certificate into a plan folder."""
    parts: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]] = {
        "columns": certificate.columns,
        "names": np.array([level.name for level in certificate.prices]),
    }
    for place, level in enumerate(certificate.prices):
        parts |= {f"rows{place}": level.rows, f"levels{place}": level.levels, f"limits{place}": level.limits}
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
            prices = tuple(
                LevelPrices(str(name), *(parts[f"{part}{place}"] for part in ("rows", "levels", "limits")))
                for place, name in enumerate(parts["names"])
            )
            return Certificate(parts["columns"], prices)
    except (OSError, EOFError, KeyError, TypeError, ValueError, BadZipFile, zlib.error) as error:
        raise OptionError(f"{path.name} of the plan folder cannot be read; make the plan again.") from error

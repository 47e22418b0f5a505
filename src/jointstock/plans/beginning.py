"""The file of a plan folder that a later search may begin from: the bases of its levels.

It makes a what-if fast and changes no answer: the search ends at the same best values. It is no part of what
a plan says, so that no digest speaks of it.
"""

import json
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from jointstock.errors import OptionError
from jointstock.solver.basis import Basis, Beginning
from jointstock.solver.program import Axis, Family

FILE = "beginning.npz"
_KINDS = ("columns", "rows")
_PARTS = ("columns", "rows", "levels")


def write_beginning(beginning: Beginning, folder: Path) -> None:
    """Write where a search may begin into a plan folder."""
    arrays: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]] = {}
    axes: dict[tuple[str, ...], int] = {}
    listed: dict[str, Any] = {"levels": list(beginning.bases)}
    for kind in _KINDS:
        families: Mapping[str, Family] = getattr(beginning, kind)
        listed[kind] = [
            (
                family.name,
                family.start,
                family.count,
                [axes.setdefault(tuple(axis), len(axes)) for axis in family.axes],
            )
            for family in families.values()
        ]
        arrays |= {f"{kind}/{name}": family.place for name, family in families.items()}
    listed["axes"] = list(axes)
    for place, basis in enumerate(beginning.bases.values()):
        arrays |= {f"{part}{place}": getattr(basis, part) for part in _PARTS}
    arrays["listed"] = np.frombuffer(json.dumps(listed).encode(), dtype=np.uint8)
    with (folder / FILE).open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]


def read_beginning(folder: Path) -> Beginning | None:
    """Read where a search may begin from a plan folder; None where it does not say.

    Raises:
        OptionError: The file cannot be read.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as parts:
            listed = json.loads(parts["listed"].tobytes())
            axes: list[Axis] = [tuple(axis) for axis in listed["axes"]]
            columns, rows = (
                {
                    name: Family(
                        name, start, count, tuple(axes[axis] for axis in places), parts[f"{kind}/{name}"]
                    )
                    for name, start, count, places in listed[kind]
                }
                for kind in _KINDS
            )
            bases = {
                name: Basis(*(parts[f"{part}{place}"] for part in _PARTS))
                for place, name in enumerate(listed["levels"])
            }
    except (OSError, EOFError, KeyError, IndexError, TypeError, ValueError, BadZipFile, zlib.error) as error:
        raise OptionError(f"{path.name} of the plan folder cannot be read; make the plan again.") from error
    return Beginning(columns, rows, bases)

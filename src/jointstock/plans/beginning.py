"""Where a later search may begin, packed to go with a plan: the bases of its levels.

It makes a what-if fast and changes no answer: the search ends at the same best values. It is no part of what
a plan says, so that no digest speaks of it.
"""

import json
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import numpy as np

from jointstock.errors import OptionError
from jointstock.solver.basis import Basis, Beginning
from jointstock.solver.program import Axis, Family

_KINDS = ("columns", "rows")
_PARTS = ("columns", "rows", "levels")


def packed(beginning: Beginning) -> bytes:
    """Pack where a search may begin; the same beginning gives the same bytes."""
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
    file = BytesIO()
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def unpacked(packed: bytes) -> Beginning:
    """Unpack where a search may begin.

    Raises:
        OptionError: It cannot be read.
    """
    try:
        with np.load(BytesIO(packed), allow_pickle=False) as parts:
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
        raise OptionError(
            "beginning.npz of the plan to start from cannot be read; make that plan again."
        ) from error
    return Beginning(columns, rows, bases)

"""Memory that is free for this process, as the kernel tells it; None where nobody tells.

Two limits count, and the lower holds: what the machine can still give (``MemAvailable``), and what the
control groups of the process leave it. Pages of files that a group may drop again do not count as taken.
"""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path("/")
_GROUPS = Path("sys/fs/cgroup")
# Names of the limit, of what is taken, and of what of it can be dropped: version 2, then version 1.
_NAMES = (
    ("memory.max", "memory.current", "inactive_file"),
    ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
)


def free_memory(root: Path = ROOT) -> int | None:
    """Bytes that this process can still take; None where that is not known.

    Args:
        root: Root of the file system.
    """
    told = [_machine(root), *(_left(folder) for folder in _folders(root))]
    known = [free for free in told if free is not None]
    return min(known) if known else None


def _machine(root: Path) -> int | None:
    """What the machine can give without swapping."""
    available = _table(root / "proc/meminfo").get("MemAvailable")
    return None if available is None else available * 1024


def _folders(root: Path) -> Iterator[Path]:
    """Folders of the control groups of this process, each with those that it lies in."""
    for line in _text(root / "proc/self/cgroup").splitlines():
        parts = line.split(":", 2)
        if len(parts) < 3:
            continue
        controllers, path = parts[1:]
        if controllers and "memory" not in controllers.split(","):
            continue
        top = root / _GROUPS / ("memory" if controllers else "")
        inside = top / path.strip("/")
        # Inside a container the path may be that of the host; the group then lies at the top.
        yield from (folder for folder in (inside, *inside.parents) if folder.is_relative_to(top))


def _left(folder: Path) -> int | None:
    """What a control group leaves; None where it has no limit."""
    for limit_name, taken_name, dropped_name in _NAMES:
        limit, taken = _number(folder / limit_name), _number(folder / taken_name)
        if limit is not None and taken is not None:
            dropped = _table(folder / "memory.stat").get(dropped_name, 0)
            return max(0, limit - max(0, taken - dropped))
    return None


def _number(path: Path) -> int | None:
    text = _text(path).strip()
    return int(text) if text.isdecimal() else None


def _table(path: Path) -> dict[str, int]:
    """Lines of a name and a whole number; others are left out."""
    rows = (line.replace(":", " ").split() for line in _text(path).splitlines())
    return {row[0]: int(row[1]) for row in rows if len(row) > 1 and row[1].isdecimal()}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""

"""Memory that is free, read from files laid out as the kernel's."""

from pathlib import Path

import pytest

from jointstock.measure.memory import free_memory

MACHINE = "MemTotal:       2000 kB\nMemFree:         100 kB\nMemAvailable:   1500 kB\nHugePages_Total:    0\n"
V2, V1 = "0::/batch/job\n", "5:cpu,memory:/batch/job\n3:cpuset:/elsewhere\n0::/\n"


def laid(root: Path, files: dict[str, str]) -> Path:
    """Lay files out below a root."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def group(folder: str, limit: str, taken: int, dropped: int = 0) -> dict[str, str]:
    """Files of a control group of version 2."""
    top = f"sys/fs/cgroup{folder}"
    return {
        f"{top}/memory.max": f"{limit}\n",
        f"{top}/memory.current": f"{taken}\n",
        f"{top}/memory.stat": f"anon 5\ninactive_file {dropped}\n",
    }


def test_without_groups_it_is_what_the_machine_can_give(tmp_path: Path) -> None:
    """1500 kB are available, whatever else is free."""
    assert free_memory(laid(tmp_path, {"proc/meminfo": MACHINE})) == 1500 * 1024


def test_where_nobody_tells_it_is_not_known(tmp_path: Path) -> None:
    """A system without these files has no free memory that is known; that is not none."""
    assert free_memory(tmp_path) is None


def test_a_group_leaves_its_limit_less_what_is_taken(tmp_path: Path) -> None:
    """Of 900 bytes 500 are taken, of which 100 are pages that can be dropped: 500 are left."""
    files = {"proc/meminfo": MACHINE, "proc/self/cgroup": V2, **group("/batch/job", "900", 500, 100)}
    assert free_memory(laid(tmp_path, files)) == 500


def test_the_tightest_of_the_groups_around_holds(tmp_path: Path) -> None:
    """A group lies in others, and each may have a limit."""
    files = {
        "proc/meminfo": MACHINE,
        "proc/self/cgroup": V2,
        **group("/batch/job", "900", 500),
        **group("/batch", "700", 650),
    }
    assert free_memory(laid(tmp_path, files)) == 50


@pytest.mark.parametrize("limit", ["max", "", "many"])
def test_a_group_without_a_limit_limits_nothing(tmp_path: Path, limit: str) -> None:
    """Then it is what the machine can give."""
    files = {"proc/meminfo": MACHINE, "proc/self/cgroup": V2, **group("/batch/job", limit, 500)}
    assert free_memory(laid(tmp_path, files)) == 1500 * 1024


def test_a_group_that_has_taken_more_leaves_nothing(tmp_path: Path) -> None:
    """Nothing is left where the limit was lowered below what is taken; never less than nothing."""
    files = {"proc/self/cgroup": V2, **group("/batch/job", "100", 500)}
    assert free_memory(laid(tmp_path, files)) == 0


def test_groups_of_the_first_version_are_read_too(tmp_path: Path) -> None:
    """They lie in a folder of their own, and other controllers say nothing of memory."""
    top = "sys/fs/cgroup/memory/batch/job"
    files = {
        "proc/meminfo": MACHINE,
        "proc/self/cgroup": V1,
        f"{top}/memory.limit_in_bytes": "800",
        f"{top}/memory.usage_in_bytes": "300",
        f"{top}/memory.stat": "inactive_file 1\ntotal_inactive_file 20\n",
        "sys/fs/cgroup/elsewhere/memory.max": "1",
        "sys/fs/cgroup/elsewhere/memory.current": "1",
    }
    assert free_memory(laid(tmp_path, files)) == 520


def test_inside_a_container_the_group_lies_at_the_top(tmp_path: Path) -> None:
    """The path that is told is that of the host; the limit is found all the same."""
    files = {"proc/meminfo": MACHINE, "proc/self/cgroup": "0::/host/only\n", **group("", "600", 200)}
    assert free_memory(laid(tmp_path, files)) == 400


@pytest.mark.parametrize("text", ["no colons\n", "\n", "::\n"])
def test_what_cannot_be_read_is_passed_over(tmp_path: Path, text: str) -> None:
    """A line of another form, or bytes that are no text, are not guessed at."""
    root = laid(tmp_path, {"proc/meminfo": MACHINE, "proc/self/cgroup": text})
    assert free_memory(root) == 1500 * 1024
    (root / "proc/meminfo").write_bytes(b"\xff\xfe")
    assert free_memory(root) is None


def test_on_this_machine_it_is_known_or_not_and_never_below_nothing() -> None:
    """The real files can be read without an error."""
    free = free_memory()
    assert free is None or free >= 0

"""Measuring in a fresh process: seconds by its own clock, peak memory by the operating system."""

import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeAlias

MEGABYTE = 2.0**20
# Seconds that a process may take where nothing else is said.
LONGEST = 600.0
Answer: TypeAlias = dict[str, Any]
_PACKAGES = ("jointstock", "polars", "numpy", "highspy", "linopy", "xarray", "pulp", "pyomo")
_ROOT = Path(__file__).parents[1]


@dataclass
class Clock:
    """Seconds of named parts, one entry for each time a part is run.

    Attributes:
        seconds: Seconds by name.
    """

    seconds: dict[str, list[float]] = field(default_factory=dict)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Time what runs inside."""
        began = time.perf_counter()
        yield
        self.seconds.setdefault(name, []).append(time.perf_counter() - began)

    def best(self) -> dict[str, float]:
        """Shortest time of each part."""
        return {name: min(times) for name, times in self.seconds.items()}


def peak() -> float:
    """Most memory that this process has held so far, MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / MEGABYTE if sys.platform == "darwin" else most * 1024 / MEGABYTE


def in_child(task: str, *, within: float = LONGEST, **arguments: object) -> Answer:
    """Run a task of :mod:`benchmarks.child` in a fresh process.

    Args:
        task: Name of the task.
        within: Seconds that the process may take.
        **arguments: What it is given; must go through JSON.

    Returns:
        What the task answers.

    Raises:
        RuntimeError: The process failed; the text is what it wrote to stderr.
        TimeoutError: The process was still running and has been ended.
    """
    command = [sys.executable, "-m", "benchmarks.child", task, json.dumps(arguments)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=within, cwd=_ROOT)
    except subprocess.TimeoutExpired:
        raise TimeoutError(f"{task}: not within {within:.0f} s") from None
    if done.returncode:
        raise RuntimeError(f"{task} ended with {done.returncode}:\n{done.stderr[-4000:]}")
    answer: Answer = json.loads(done.stdout.splitlines()[-1])
    return answer


def answer_as_child(tasks: dict[str, Callable[..., Answer]], arguments: list[str]) -> None:
    """Run the task named on the command line and print its answer as the last line."""
    task, given = arguments
    print(json.dumps(tasks[task](**json.loads(given))))


def machine() -> dict[str, str]:
    """The machine and the versions that figures were measured with."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return {
        "date": time.strftime("%Y-%m-%d %H:%M %Z"),
        "machine": f"{platform.system()} {platform.machine()}, {_processor()}, "
        f"{os.cpu_count()} cores, {memory:.0f} GiB",
        "load": f"{load} (1, 5, 15 minutes)",
        "versions": ", ".join(f"{name} {_version(name)}" for name in ("python", *_PACKAGES)),
    }


def installed(package: str) -> bool:
    """Whether a package is installed."""
    return _version(package) != "absent"


def _version(package: str) -> str:
    if package == "python":
        return platform.python_version()
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:  # noqa: PTH123
            names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.processor() or "unknown processor"

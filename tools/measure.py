"""Run a command and print how long it took and how much memory it held at most.

Usage: python tools/measure.py COMMAND [ARGUMENT ...]
"""

import resource
import subprocess
import sys
import time
from collections.abc import Sequence


def measure(command: Sequence[str]) -> int:
    """Run a command, print its time and peak memory, and return its exit code.

    Args:
        command: The program and its arguments.
    """
    began = time.monotonic()
    code = subprocess.run(command, check=False).returncode
    seconds = time.monotonic() - began
    print(f"{' '.join(command)}: exit {code}, {seconds:.1f} s, at most {peak_megabytes():.0f} MB")
    return code


def peak_megabytes() -> float:
    """Return the largest memory that any finished child process held, in MB."""
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, kilobytes elsewhere
    return peak * unit / 1e6


if __name__ == "__main__":
    sys.exit(measure(sys.argv[1:]))

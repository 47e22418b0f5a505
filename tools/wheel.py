"""Build the wheel and check what it holds: data and cases, but no stored plan.

Usage: python tools/wheel.py
"""

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

PACKAGE = Path("src/jointstock")
DATA = ("*.toml", "*.html", "*.html.j2", "*.css", "*.js", "*.csv", "*.md", "*.parquet", "*.json", "py.typed")
PLAN_FILES = ("run.json", "summary.txt", "deliveries.csv", "shortfalls.csv")


def faults(held: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """Return what is wrong with a wheel, in sentences.

    Args:
        held: Paths inside the wheel.
        wanted: Paths that must be there.
    """
    held = set(held)
    found = [f"{path} is missing from the wheel." for path in sorted(set(wanted) - held)]
    stored = sorted(path for path in held if path.rsplit("/", 1)[-1] in PLAN_FILES)
    found += [f"{path} is part of a stored plan." for path in stored]
    return found


def wanted_files(package: Path) -> list[str]:
    """Return the modules and data files of the package as a wheel names them."""
    paths = {path for pattern in ("*.py", *DATA) for path in package.rglob(pattern)}
    return sorted(str(path.relative_to(package.parent)) for path in paths if "__pycache__" not in path.parts)


def main() -> int:
    """Build, check, print; return 1 where something is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", folder, "."], check=True)
        (wheel,) = Path(folder).glob("jointstock-*.whl")
        held = zipfile.ZipFile(wheel).namelist()
        size = wheel.stat().st_size
    found = faults(held, wanted_files(PACKAGE))
    below = [path.split("/") for path in held if path.startswith("jointstock/cases/")]
    cases = sorted({parts[2] for parts in below if len(parts) > 3})
    if not cases:
        found.append("The wheel holds no case.")
    print(f"{wheel.name}: {len(held)} files, {size / 1e6:.2f} MB, cases: {', '.join(cases)}")
    for text in found:
        print(text)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

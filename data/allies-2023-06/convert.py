"""Build the bundled case ``allies-2023-06`` from the raw rows beside this script.

    python data/allies-2023-06/convert.py [--as-of YYYY-MM-DD] [--out DIR]

The same raw rows and the same day give the same files, byte for byte.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from converter.build import build  # noqa: E402

BUNDLED = HERE.parents[1] / "src" / "jointstock" / "cases" / "allies-2023-06"


def main() -> None:
    """Read the arguments and write the case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--as-of", default="2023-06-14", help="day on which everything must have been known")
    parser.add_argument("--out", type=Path, default=BUNDLED, help="folder of the case")
    arguments = parser.parse_args()
    build(arguments.as_of, arguments.out)


if __name__ == "__main__":
    main()

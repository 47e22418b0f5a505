"""How large a program is, and what memory it takes, by measurement.

The figures are those of ``docs/decisions/0021-size-before-solving.md``: what the process takes beyond what it
takes with the case read, whatever algorithm answers.
"""

from dataclasses import dataclass

from jointstock.solver.program import Arrays

AT_ONCE = 75_000_000
BYTES_TO_BUILD = 190
BYTES_TO_SOLVE = 300
BYTES_TO_BRANCH = 900


@dataclass(frozen=True)
class Size:
    """Size of a program that is about to be solved.

    Attributes:
        columns, rows, nonzeros: Of its matrix.
        decisions: Columns that must be whole.
        free: Bytes that were free before it was built; None where that is not known.
        note: What is worth knowing of its numbers, in a sentence; empty for nothing.
        branching: Whether decisions are branched on.
    """

    columns: int
    rows: int
    nonzeros: int
    decisions: int
    free: int | None = None
    note: str = ""
    branching: bool = False

    @staticmethod
    def of(arrays: Arrays, free: int | None = None, note: str = "") -> "Size":
        """The size of a program.

        Args:
            arrays: The program.
            free: Bytes that were free before it was built; None where that is not known.
            note: What is worth knowing of its numbers.
        """
        decisions = int(arrays.integer.sum())
        counts = len(arrays.lower), len(arrays.row_lower), len(arrays.values), decisions
        return Size(*counts, free, note, branching=decisions > 0)

    @property
    def needed(self) -> int:
        """Bytes that building and solving are expected to take together."""
        return expected_memory(self.nonzeros, branching=self.branching)


def expected_memory(nonzeros: int, *, branching: bool = False) -> int:
    """Bytes that building and solving a program are expected to take together.

    Args:
        nonzeros: Coefficients of its matrix.
        branching: Whether there are yes-no decisions; branching keeps several programs at a time, and takes
            more the longer it goes on.
    """
    return AT_ONCE + nonzeros * (BYTES_TO_BUILD + (BYTES_TO_BRANCH if branching else BYTES_TO_SOLVE))


def gigabytes(amount: int) -> str:
    """A number of bytes in words, such as ``0.6 GB``."""
    return f"{amount / 1e9:.1f} GB"

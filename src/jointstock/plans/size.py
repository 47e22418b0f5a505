"""Say how large a program is before it is solved, and refuse what this machine cannot hold.

Before anything is built the index sets tell about how large the program will be. What is expected to take
more than twice the memory that is free is refused there in words; the kernel would end it without any.
Between once and twice it is tried: what is expected is a figure by measurement and may be off.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from jointstock.errors import PlanError
from jointstock.model.index_sets.sets import Sets
from jointstock.plans.ladder import BRANCHED_TO_NONZEROS
from jointstock.solver.outcome import Watch
from jointstock.solver.program import Arrays, Program, Stated
from jointstock.solver.ranges import CoefficientRanges
from jointstock.solver.size import Size, expected_memory, gigabytes

WAYS_OUT = "Fewer months with --months, or a coarser --calendar such as 12x1,8x3,14x6, need less."
REFUSED_FROM = 2.0
# Measured over bundled and generated cases: 1.2 to 1.9 columns, the larger ones 1.5; 2.8 to 3.7 nonzeros.
_COLUMNS_FOR_EACH = 1.5
_NONZEROS_FOR_EACH = 3.7


@dataclass(frozen=True)
class Announced:
    """A program whose size is told when it is handed over.

    Attributes:
        program: The program.
        watch: Who is told.
        free: Bytes that were free before it was built; None where that is not known.
    """

    program: Stated
    watch: Watch
    free: int | None

    def arrays(self) -> Arrays:
        """The program as one sparse matrix; what is too large is refused, the size of all else told.

        Raises:
            PlanError: It needs far more memory than there was.
        """
        arrays = self.program.arrays()
        size = Size.of(arrays, self.free)
        if isinstance(self.program, Program):
            # In a large program decisions are shares at first and then made at once.
            branching = size.branching and size.nonzeros <= BRANCHED_TO_NONZEROS
            size = replace(size, decisions=self.program.decisions, branching=branching)
        refuse_too_large(f"This plan has {_count(size.columns)}", size.needed, self.free)
        if self.watch.stated is not None:
            if isinstance(self.program, Program):
                size = replace(size, note=CoefficientRanges.of(arrays).note(self.program))
            self.watch.stated(size)
        return arrays


def expected_columns(sets: Sets) -> int:
    """About how many columns the program of a case will have, known before any of them is made.

    Args:
        sets: Index sets of the case.
    """
    frames = (
        sets.edges.frame,
        sets.pairs.frame,
        sets.requirements.frame,
        sets.demands.frame,
        sets.lanes.frame,
        sets.lines.frame,
    )
    return int(_COLUMNS_FOR_EACH * sets.calendar.periods * sum(frame.height for frame in frames))


def refuse_unbuilt(sets: Sets, free: int | None) -> None:
    """Refuse what would need far more memory than is free, before anything is built.

    Args:
        sets: Index sets of the case.
        free: Bytes that are free; None where that is not known, and nothing is refused.

    Raises:
        PlanError: It would.
    """
    columns = expected_columns(sets)
    needed = expected_memory(int(columns * _NONZEROS_FOR_EACH))
    refuse_too_large(f"This plan would have about {_count(columns)}", needed, free)


def refuse_too_large(what: str, needed: int, free: int | None) -> None:
    """Refuse what needs far more memory than is free.

    Args:
        what: What is refused, in words.
        needed: Bytes that it is expected to need.
        free: Bytes that are free; None where that is not known, and nothing is refused.

    Raises:
        PlanError: It needs more than twice what is free.
    """
    if free is not None and needed > REFUSED_FROM * free:
        raise PlanError(
            f"{what}; to build and solve it takes about {gigabytes(needed)} of memory, and "
            f"{gigabytes(free)} are free. {WAYS_OUT}"
        )


@contextmanager
def within_memory() -> Iterator[None]:
    """Say in words that memory has run out, and the way out.

    Raises:
        PlanError: It has.
    """
    try:
        yield
    except MemoryError as error:
        raise PlanError(f"No plan: the memory of this machine is not enough. {WAYS_OUT}") from error


def _count(columns: int) -> str:
    return f"{columns / 1e6:.1f} million columns" if columns >= 1_000_000 else f"{columns:,} columns"

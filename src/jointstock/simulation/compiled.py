"""The one importer of numba, which need not be installed: without it NumPy does the work."""

from collections.abc import Callable
from typing import Any, TypeVar

numba: Any
try:
    import numba
except ImportError:  # the extra `simulate` is not installed
    numba = None

Function = TypeVar("Function", bound=Callable[..., object])
AVAILABLE = numba is not None


def compiled(function: Function) -> Function:
    """The function compiled to machine code, free of the interpreter's lock; itself where numba is absent.

    It becomes part of every compiled function that calls it.
    """
    return _made(function, inside=True)


def compiled_apart(function: Function) -> Function:
    """The same for a large function, which stays one of its own, so that its callers compile sooner."""
    return _made(function, inside=False)


def _made(function: Function, *, inside: bool) -> Function:
    """The function compiled, where numba is there."""
    if numba is None:
        return function
    made: Function = numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=inside)(function)
    return made

"""A program as text in the CPLEX LP format, in natural units, to be read by eye or by another solver.

Names are those of the families, such as ``stock[EE/155mm_round,2023-07]``, with signs that the
format reserves written otherwise: ``stock(EE;155mm_round,2023'07)``.

===========  ===========================================================
in a name    in the text
===========  ===========================================================
``[`` ``]``  ``(`` ``)``
``/``        ``;``
``-``        ``'``
other signs  ``~`` and two hexadecimal digits for each byte of UTF-8
===========  ===========================================================
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count

import numpy as np

from jointstock.measure.arrays import Floats, Ints
from jointstock.solver.program import Arrays, Expression, Family, Program

_WIDTH = 100
_LONGEST = 255
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_,.!#$%&?@{}")
_INSTEAD = {"[": "(", "]": ")", "/": ";", "-": "'"}


def write_lp(program: Program, objective: Expression) -> str:
    """A program and what is minimised as LP text.

    Columns and rows stand in the order in which they were added; the columns of a row too.

    Args:
        program: The program.
        objective: What is minimised, in natural units.

    Returns:
        The text; equal programs give equal texts.
    """
    arrays = program.arrays()
    names = member_names(program.column_families.values())
    lines = [
        "Minimize",
        *_sum("goal", *_summed(objective, len(names)), names, _constant(objective)),
        "Subject To",
    ]
    for row, name in enumerate(member_names(program.row_families.values())):
        lines += _row(arrays, row, name, names)
    lines += ["Bounds", *_bounds(arrays, names)]
    whole = [names[column] for column in np.flatnonzero(arrays.integer)]
    lines += ["Generals", *_wrapped(" " + whole[0], whole[1:])] if whole else []
    return "\n".join([*lines, "End", ""])


def member_names(families: Iterable[Family]) -> list[str]:
    """Name of every member of families, as it is written in the text; all of them differ."""
    names: list[str] = []
    taken: set[str] = set()
    for family in families:
        for member in range(family.start, family.start + family.count):
            name = escaped(family.label(member))
            name = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 12]}~~{member}"
            if name in taken:
                name = next(other for other in (f"{name}~~{n}" for n in count(2)) if other not in taken)
            taken.add(name)
            names.append(name)
    return names


def escaped(label: str) -> str:
    """A label in the signs that the format allows in a name; different labels stay different."""
    return "".join(
        sign if sign in _PLAIN else _INSTEAD.get(sign) or "".join(f"~{byte:02x}" for byte in sign.encode())
        for sign in label
    )


def _summed(objective: Expression, columns: int) -> tuple[Ints, Floats]:
    """Columns and coefficients, each column once."""
    coefficients = np.zeros(columns)
    np.add.at(coefficients, objective.columns, objective.coefficients)
    used = np.flatnonzero(coefficients)
    return used.astype(np.int64), coefficients[used]


def _constant(objective: Expression) -> str:
    return _term(objective.constant, "") if objective.constant else ""


def _row(arrays: Arrays, row: int, name: str, names: Sequence[str]) -> Iterator[str]:
    entries = slice(int(arrays.starts[row]), int(arrays.starts[row + 1]))
    columns = arrays.index[entries]
    values = arrays.values[entries] * arrays.row_unit[row] / arrays.column_unit[columns]
    low, high = (float(side[row] * arrays.row_unit[row]) for side in (arrays.row_lower, arrays.row_upper))
    ending = (
        f"= {_number(low)}"
        if low == high
        else f"<= {_number(high)}"
        if np.isinf(low)
        else f">= {_number(low)}"
    )
    yield from _sum(name, columns, values, names, ending)


def _sum(name: str, columns: Ints, values: Floats, names: Sequence[str], ending: str) -> Iterator[str]:
    terms = [_term(float(value), names[column]) for column, value in zip(columns, values, strict=True)]
    yield from _wrapped(f" {name}:", [*terms, ending] if ending else terms)


def _bounds(arrays: Arrays, names: Sequence[str]) -> Iterator[str]:
    """Bounds of columns that are not just zero and more."""
    for column, name in enumerate(names):
        low, high = (
            float(side[column] * arrays.column_unit[column]) for side in (arrays.lower, arrays.upper)
        )
        if low == high:
            yield f" {name} = {_number(low)}"
        elif low == -np.inf and high == np.inf:
            yield f" {name} free"
        elif high != np.inf:
            yield f" {_number(low)} <= {name} <= {_number(high)}"
        elif low != 0:
            yield f" {name} >= {_number(low)}"


def _wrapped(first: str, parts: Iterable[str]) -> Iterator[str]:
    """Parts behind a beginning, on lines of at most the width."""
    line = first
    for part in parts:
        if len(line) + 1 + len(part) > _WIDTH:
            yield line
            line = "   " + part
        else:
            line = f"{line} {part}"
    yield line


def _term(value: float, name: str) -> str:
    size = "" if abs(value) == 1 and name else f"{_number(abs(value))} "
    return f"{'-' if value < 0 else '+'} {size}{name}".rstrip()


def _number(value: float) -> str:
    """Shortest text that reads back the same."""
    text = repr(value)
    return text[:-2] if text.endswith(".0") else text

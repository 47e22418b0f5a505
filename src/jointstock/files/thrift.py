"""Read structures of Thrift's compact protocol, in which a Parquet file describes itself.

Every length is held against the bytes that are left before anything is made of it, so that no file, however
it lies, makes the reader take more memory than the file has bytes.
"""

from __future__ import annotations

from typing import TypeAlias

Value: TypeAlias = "int | bytes | list[Value] | dict[int, Value]"

_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 11, 12
_INTEGERS = (4, 5, 6)
_DEEPEST = 12


class MalformedError(ValueError):
    """The bytes are no structure of the compact protocol."""


def read_struct(data: bytes, start: int) -> tuple[dict[int, Value], int]:
    """Read one structure.

    Args:
        data: The bytes.
        start: Where the structure starts.

    Returns:
        Its fields by number (flags as 0 and 1, floating-point numbers left out as 0), and the place behind
        it.

    Raises:
        MalformedError: If the bytes are no such structure.
    """
    reader = _Reader(data, start)
    return reader.struct(0), reader.place


class _Reader:
    """A place in some bytes."""

    def __init__(self, data: bytes, place: int) -> None:
        self.data = data
        self.place = place

    def struct(self, depth: int) -> dict[int, Value]:
        if depth > _DEEPEST:
            raise MalformedError("structures within structures without end")
        fields: dict[int, Value] = {}
        number = 0
        while (head := self._byte()) != 0:
            kind, step = head & 15, head >> 4
            number = number + step if step else self._zigzag()
            fields[number] = int(kind == _TRUE) if kind in (_TRUE, _FALSE) else self._value(kind, depth)
        return fields

    def _value(self, kind: int, depth: int) -> Value:
        if kind in _INTEGERS:
            return self._zigzag()
        if kind in (_TRUE, _FALSE, _BYTE):
            return self._byte()
        if kind == _DOUBLE:
            self._take(8)
            return 0
        if kind == _BINARY:
            return self._take(self._number())
        if kind in (_LIST, _SET):
            return self._list(depth)
        if kind == _MAP:
            return self._map(depth)
        if kind == _STRUCT:
            return self.struct(depth + 1)
        raise MalformedError(f"a field of the unknown type {kind}")

    def _list(self, depth: int) -> Value:
        head = self._byte()
        length = self._length(self._number() if head >> 4 == 15 else head >> 4)
        return [self._value(head & 15, depth + 1) for _ in range(length)]

    def _map(self, depth: int) -> Value:
        length = self._length(self._number())
        kinds = self._byte() if length else 0
        return [self._value(kind, depth + 1) for _ in range(length) for kind in (kinds >> 4, kinds & 15)]

    def _length(self, length: int) -> int:
        if length > len(self.data) - self.place:
            raise MalformedError(f"a list of {length} elements in {len(self.data) - self.place} bytes")
        return length

    def _byte(self) -> int:
        return self._take(1)[0]

    def _take(self, length: int) -> bytes:
        end = self.place + length
        if not 0 <= self.place <= end <= len(self.data):
            raise MalformedError("the bytes end too early")
        taken = self.data[self.place : end]
        self.place = end
        return taken

    def _number(self) -> int:
        number = 0
        for shift in range(0, 70, 7):
            byte = self._byte()
            number |= (byte & 127) << shift
            if byte < 128:
                return number
        raise MalformedError("a number without end")

    def _zigzag(self) -> int:
        number = self._number()
        return (number >> 1) ^ -(number & 1)
